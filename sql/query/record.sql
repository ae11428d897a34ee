-- journal_head(unit text) -> seq int, hash text
UPDATE journal_head SET seq = seq WHERE unit = $1 RETURNING seq, hash

-- journal_seq(unit text) -> seq int
SELECT seq FROM journal_head WHERE unit = $1

-- Did anybody write there since, not only look?
-- journal_writes(unit text, seq int) -> n int
SELECT count(*) AS n FROM (
    SELECT 1 FROM journal WHERE unit = $1 AND seq > $2 AND action NOT IN ('xem', 'tim', 'xuat')
    LIMIT 1) AS w

-- journal_head_put(unit text, seq int, hash text) -> !
INSERT INTO journal_head (unit, seq, hash) VALUES ($1, $2, $3)
ON CONFLICT (unit) DO UPDATE SET seq = excluded.seq, hash = excluded.hash

-- journal_add(unit text, seq int, at int, actor id, actor_name text, request text, remote text, action text, reg text, record id, root id, reason text, changes text, hash text) -> !
INSERT INTO journal (unit, seq, at, actor, actor_name, request, remote, action, reg, record, root,
    reason, changes, hash)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)

-- journal_of_root(root id, most int) -> at int, actor_name text, action text, reg text, record id, reason text, changes text, unit text, seq int
SELECT at, actor_name, action, reg, record, reason, changes, unit, seq FROM journal
WHERE root = $1 ORDER BY at DESC, seq DESC LIMIT $2

-- journal_recent_unit(unit text, most int) -> at int, actor_name text, action text, reg text, record id, reason text, unit text, seq int, remote text
SELECT at, actor_name, action, reg, record, reason, unit, seq, remote FROM journal
WHERE unit = $1 ORDER BY seq DESC LIMIT $2

-- The same of a unit as it was for a time.
-- journal_recent_land(unit text, from_ int, to_ int, most int) -> at int, actor_name text, action text, reg text, record id, reason text, unit text, seq int, remote text
SELECT at, actor_name, action, reg, record, reason, unit, seq, remote FROM journal
WHERE unit = $1 AND at >= $2 AND at < $3 ORDER BY seq DESC LIMIT $4

-- journal_recent_province(province text, most int) -> at int, actor_name text, action text, reg text, record id, reason text, unit text, seq int, remote text
SELECT at, actor_name, action, reg, record, reason, unit, seq, remote FROM journal
WHERE unit = $1 OR unit IN (SELECT code FROM unit WHERE parent = $1)
ORDER BY at DESC, seq DESC LIMIT $2

-- journal_recent(most int) -> at int, actor_name text, action text, reg text, record id, reason text, unit text, seq int, remote text
SELECT at, actor_name, action, reg, record, reason, unit, seq, remote FROM journal
ORDER BY at DESC, seq DESC LIMIT $1

-- journal_heads() -> unit text, seq int, hash text
SELECT unit, seq, hash FROM journal_head ORDER BY unit

-- Lines whose chain has no end: somebody took it away.
-- journal_headless() -> unit text
SELECT DISTINCT unit FROM journal WHERE unit NOT IN (SELECT unit FROM journal_head) ORDER BY unit

-- journal_chain(unit text) -> seq int, at int, actor id, actor_name text, request text, remote text, action text, reg text, record id, root id, reason text, changes text, hash text
SELECT seq, at, actor, actor_name, request, remote, action, reg, record, root, reason, changes, hash
FROM journal WHERE unit = $1 ORDER BY seq

-- member_is(record id, account id, now int) -> why text
SELECT why FROM member
WHERE record = $1 AND account = $2 AND (until IS NULL OR until > $3)

-- member_put(record id, account id, why text, since int, until int) -> !
INSERT INTO member (record, account, why, since, until) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (record, account, why) DO UPDATE SET since = excluded.since, until = excluded.until

-- members_of(record id, now int) -> account id, name text, title text, role text, phone text, why text, since int, until int
SELECT m.account, a.name, a.title, a.role, a.phone, m.why, m.since, m.until
FROM member m JOIN account a ON a.id = m.account
WHERE m.record = $1 AND (m.until IS NULL OR m.until > $2)
ORDER BY m.since, a.name

-- number_next(province text, name text) -> last int
INSERT INTO running_number (province, name, last) VALUES ($1, $2, 1)
ON CONFLICT (province, name) DO UPDATE SET last = running_number.last + 1 RETURNING last

-- A block of numbers at once.
-- number_take(province text, name text, n int) -> last int
INSERT INTO running_number (province, name, last) VALUES ($1, $2, $3)
ON CONFLICT (province, name) DO UPDATE SET last = running_number.last + excluded.last RETURNING last

-- attachment_add(id id, province text, unit text, reg text, record id, name text, media_type text, size int, hash text, data blob, created_at int, created_by id) -> !
INSERT INTO attachment (id, province, unit, reg, record, name, media_type, size, hash, data,
    created_at, created_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)

-- attachments_of(record id) -> id id, name text, media_type text, size int, created_at int, by_name text
SELECT f.id, f.name, f.media_type, f.size, f.created_at, a.name AS by_name
FROM attachment f LEFT JOIN account a ON a.id = f.created_by
WHERE f.record = $1 AND f.deleted_at IS NULL ORDER BY f.created_at

-- attachment_get(id id, record id) -> name text, media_type text, data blob
SELECT name, media_type, data FROM attachment WHERE id = $1 AND record = $2 AND deleted_at IS NULL

-- setting_put(name text, value text) -> !
INSERT INTO setting (name, value) VALUES ($1, $2)
ON CONFLICT (name) DO UPDATE SET value = excluded.value

-- Where records lie: the earliest moment of each unit.
-- held_all() -> province text, unit text, since int
SELECT province, unit, since FROM rec_held

-- held_provinces() -> n int
SELECT count(DISTINCT province) AS n FROM rec_held

-- held_put(province text, unit text, since int) -> !
INSERT INTO rec_held (province, unit, since) VALUES ($1, $2, $3)
ON CONFLICT (province, unit) DO UPDATE SET since = excluded.since
WHERE excluded.since < rec_held.since
