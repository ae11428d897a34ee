-- Administrative units, their changes, and imports of changes.

-- unit_all() -> code text, name text, kind text, level int, parent text, valid_from text,
--               valid_to text, resolution text
SELECT code, name, kind, level, parent, valid_from, valid_to, resolution FROM unit
ORDER BY code, valid_from

-- Changes of batches that count.
-- unit_change_all() -> old_code text, new_code text, effective_date text, kind text,
--                      resolution text, share real, batch id
SELECT c.old_code, c.new_code, c.effective_date, c.kind, c.resolution, c.share, c.batch
FROM unit_change c JOIN unit_batch b ON b.id = c.batch
WHERE b.reverted_at IS NULL
ORDER BY c.old_code, c.effective_date, c.new_code

-- unit_split_all() -> code text, effective_date text, parts int
SELECT code, effective_date, parts FROM unit_split ORDER BY code

-- Differs after every import, every revert and every new list.
-- unit_stamp() -> batches int, made int, reverted int
SELECT count(*) + count(reverted_at) AS batches, coalesce(max(made_at), 0) AS made,
coalesce(max(reverted_at), 0) AS reverted
FROM unit_batch

-- unit_add(code text, name text, kind text, level int, parent text, valid_from text,
--          valid_to text, resolution text) -> !
INSERT INTO unit (code, name, kind, level, parent, valid_from, valid_to, resolution)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)

-- unit_change_add(batch id, old_code text, new_code text, effective_date text, kind text,
--                 resolution text, share real) -> !
INSERT INTO unit_change (batch, old_code, new_code, effective_date, kind, resolution, share)
VALUES ($1, $2, $3, $4, $5, $6, $7)

-- unit_split_add(code text, effective_date text, parts int) -> !
INSERT INTO unit_split (code, effective_date, parts) VALUES ($1, $2, $3)

-- unit_clear() -> !
DELETE FROM unit

-- unit_split_clear() -> !
DELETE FROM unit_split

-- unit_change_clear(batch id) -> !
DELETE FROM unit_change WHERE batch = $1

-- unit_batch_get(id id) -> source text, reverted_at int
SELECT source, reverted_at FROM unit_batch WHERE id = $1

-- unit_batch_all() -> id id, source text, made_at int, made_by text, changes int,
--                     reverted_at int, reverted_by text
SELECT id, source, made_at, made_by, changes, reverted_at, reverted_by FROM unit_batch
ORDER BY id DESC

-- unit_batch_put(id id, source text, made_at int, made_by text, changes int) -> !
INSERT INTO unit_batch (id, source, made_at, made_by, changes) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (id) DO UPDATE SET source = excluded.source, made_at = excluded.made_at,
made_by = excluded.made_by, changes = excluded.changes

-- unit_batch_revert(id id, reverted_at int, reverted_by text) -> !
UPDATE unit_batch SET reverted_at = $2, reverted_by = $3 WHERE id = $1 AND reverted_at IS NULL

-- Versions that batches brought, the oldest batch first.
-- unit_made_all() -> code text, valid_from text, name text, kind text, parent text, resolution text
SELECT m.code, m.valid_from, m.name, m.kind, m.parent, m.resolution
FROM unit_made m JOIN unit_batch b ON b.id = m.batch
WHERE b.reverted_at IS NULL ORDER BY m.valid_from, b.made_at, m.batch, m.code

-- unit_made_add(batch id, code text, valid_from text, name text, kind text, parent text, resolution text) -> !
INSERT INTO unit_made (batch, code, valid_from, name, kind, parent, resolution)
VALUES ($1, $2, $3, $4, $5, $6, $7)
