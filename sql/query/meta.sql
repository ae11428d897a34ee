-- Facts about the installation.

-- meta_get(name text) -> ref id, num int, ratio real, note text, bytes blob, updated_at int
SELECT ref, num, ratio, note, bytes, updated_at FROM meta WHERE name = $1

-- meta_all() -> name text, ref id, num int, ratio real, note text, bytes blob, updated_at int
SELECT name, ref, num, ratio, note, bytes, updated_at FROM meta ORDER BY name

-- meta_add(name text, ref id, num int, ratio real, note text, bytes blob, updated_at int) -> !
INSERT INTO meta (name, ref, num, ratio, note, bytes, updated_at)
VALUES ($1, $2, $3, $4, $5, $6, $7)

-- meta_put(name text, ref id, num int, ratio real, note text, bytes blob, updated_at int) -> !
INSERT INTO meta (name, ref, num, ratio, note, bytes, updated_at)
VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (name) DO UPDATE SET
ref = excluded.ref, num = excluded.num, ratio = excluded.ratio, note = excluded.note,
bytes = excluded.bytes, updated_at = excluded.updated_at

-- Adds to a counter; the new value.
-- meta_count(updated_at int, name text, step int) -> num int
INSERT INTO meta (name, num, updated_at) VALUES ($2, $3, $1)
ON CONFLICT (name) DO UPDATE SET num = coalesce(meta.num, 0) + $3, updated_at = $1
RETURNING num

-- meta_drop(name text) -> !
DELETE FROM meta WHERE name = $1
