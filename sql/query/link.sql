-- Who is who: pairs, merges, what other processes wrote.

-- A pair found again keeps its verdict as long as the persons are as they were.
-- pair_put(reg text, a id, b id, a_province text, a_unit text, b_province text, b_unit text,
--          bits real, chance real, mark text, found_at int) -> !
INSERT INTO link_pair (reg, a, b, a_province, a_unit, b_province, b_unit, bits, chance, state,
    mark, asked_unit, found_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'moi', $10, '', $11)
ON CONFLICT (a, b) DO UPDATE SET a_province = excluded.a_province, a_unit = excluded.a_unit,
    b_province = excluded.b_province, b_unit = excluded.b_unit, bits = excluded.bits,
    chance = excluded.chance,
    state = CASE WHEN link_pair.state IN ('khac', 'cung_ho') AND link_pair.mark <> excluded.mark
        THEN 'moi' ELSE link_pair.state END,
    mark = CASE WHEN link_pair.state IN ('khac', 'cung_ho') THEN link_pair.mark
        ELSE excluded.mark END

-- pair_decide(a id, b id, state text, mark text, asked_unit text, decided_by id,
--             decided_name text, decided_at int, reason text) -> !
UPDATE link_pair SET state = $3, mark = $4, asked_unit = $5, decided_by = $6, decided_name = $7,
    decided_at = $8, reason = $9
WHERE a = $1 AND b = $2

-- pair_get(a id, b id) -> bits real, chance real, state text, mark text, asked_unit text,
--                         decided_name text, decided_at int, reason text
SELECT bits, chance, state, mark, asked_unit, decided_name, decided_at, reason
FROM link_pair WHERE a = $1 AND b = $2

-- Open pairs of one record.
-- pairs_open_of(id id) -> a id, b id
SELECT a, b FROM link_pair WHERE a = $1 AND state IN ('moi', 'de_nghi') AND hidden_by IS NULL
UNION
SELECT a, b FROM link_pair WHERE b = $1 AND state IN ('moi', 'de_nghi') AND hidden_by IS NULL

-- Open pairs of one commune, surest first.
-- pairs_open_unit(province text, unit text, least real, most real, abroad int, limit_ int,
--                 offset_ int) -> reg text, a id, b id, bits real, chance real, state text,
--                                 asked_unit text, a_unit text, b_unit text
SELECT reg, a, b, bits, chance, state, asked_unit, a_unit, b_unit FROM (
    SELECT * FROM link_pair WHERE a_province = $1 AND a_unit = $2 AND state IN ('moi', 'de_nghi')
    UNION SELECT * FROM link_pair
    WHERE b_province = $1 AND b_unit = $2 AND state IN ('moi', 'de_nghi')) AS p
WHERE hidden_by IS NULL AND chance >= $3 AND chance < $4 AND ($5 = 0 OR a_unit <> b_unit)
ORDER BY state, bits DESC, a, b LIMIT $6 OFFSET $7

-- pairs_open_province(province text, least real, most real, abroad int, limit_ int, offset_ int) ->
--     reg text, a id, b id, bits real, chance real, state text, asked_unit text, a_unit text,
--        b_unit text
SELECT reg, a, b, bits, chance, state, asked_unit, a_unit, b_unit FROM (
    SELECT * FROM link_pair WHERE a_province = $1 AND state IN ('moi', 'de_nghi')
    UNION SELECT * FROM link_pair WHERE b_province = $1 AND state IN ('moi', 'de_nghi')) AS p
WHERE hidden_by IS NULL AND chance >= $2 AND chance < $3 AND ($4 = 0 OR a_unit <> b_unit)
ORDER BY state, bits DESC, a, b LIMIT $5 OFFSET $6

-- pairs_count_unit(province text, unit text, sure real) -> sure int, open int, abroad int
SELECT coalesce(sum(CASE WHEN chance >= $3 THEN 1 ELSE 0 END), 0) AS sure, count(*) AS open,
    coalesce(sum(CASE WHEN a_unit <> b_unit THEN 1 ELSE 0 END), 0) AS abroad
FROM (
    SELECT a, b, chance, a_unit, b_unit FROM link_pair
    WHERE a_province = $1 AND a_unit = $2 AND state IN ('moi', 'de_nghi') AND hidden_by IS NULL
    UNION SELECT a, b, chance, a_unit, b_unit FROM link_pair
    WHERE b_province = $1 AND b_unit = $2 AND state IN ('moi', 'de_nghi') AND hidden_by IS NULL
) AS p

-- pairs_count_province(province text, sure real) -> sure int, open int, abroad int
SELECT coalesce(sum(CASE WHEN chance >= $2 THEN 1 ELSE 0 END), 0) AS sure, count(*) AS open,
    coalesce(sum(CASE WHEN a_unit <> b_unit THEN 1 ELSE 0 END), 0) AS abroad
FROM (
    SELECT a, b, chance, a_unit, b_unit FROM link_pair
    WHERE a_province = $1 AND state IN ('moi', 'de_nghi') AND hidden_by IS NULL
    UNION SELECT a, b, chance, a_unit, b_unit FROM link_pair
    WHERE b_province = $1 AND state IN ('moi', 'de_nghi') AND hidden_by IS NULL
) AS p

-- pairs_hide(id id, merge id) -> !
UPDATE link_pair SET hidden_by = $2 WHERE (a = $1 OR b = $1) AND hidden_by IS NULL

-- pairs_show(merge id) -> !
UPDATE link_pair SET hidden_by = NULL WHERE hidden_by = $1

-- merge_add(id id, reg text, province text, survivor id, other id, reason text, at int,
--           made_by id, made_name text) -> !
INSERT INTO link_merge (id, reg, province, survivor, other, nth, reason, at, made_by, made_name)
VALUES ($1, $2, $3, $4, $5,
    (SELECT count(*) + 1 FROM link_merge WHERE survivor = $4), $6, $7, $8, $9)

-- merge_moved(merge id, nth int, kind text, reg text, province text, unit text, record id,
--             field text) -> !
INSERT INTO link_moved (merge, nth, kind, reg, province, unit, record, field)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)

-- merge_field(merge id, field text, before int, after int) -> !
INSERT INTO link_merge_field (merge, field, version_before, version_after) VALUES ($1, $2, $3, $4)

-- merge_get(id id) -> reg text, province text, survivor id, other id, at int, made_name text,
--                     undone_at int, reason text, nth int
SELECT reg, province, survivor, other, at, made_name, undone_at, reason, nth
FROM link_merge WHERE id = $1

-- Where a voided record leads: its merge that is in force.
-- merge_of(other id) -> id id, survivor id, at int, made_name text, reg text
SELECT id, survivor, at, made_name, reg FROM link_merge WHERE other = $1 AND undone_at IS NULL

-- merges_into(survivor id) -> id id, other id, at int, made_name text, reason text
SELECT id, other, at, made_name, reason FROM link_merge
WHERE survivor = $1 AND undone_at IS NULL ORDER BY nth DESC

-- merge_moves(merge id) -> kind text, reg text, province text, unit text, record id, field text
SELECT kind, reg, province, unit, record, field FROM link_moved WHERE merge = $1 ORDER BY nth DESC

-- merge_fields(merge id) -> field text, version_before int, version_after int
SELECT field, version_before, version_after FROM link_merge_field WHERE merge = $1

-- The next merge in force, after the nth, that changed the same field of the same survivor.
-- merge_field_next(survivor id, nth int, field text) -> merge id, version_before int
SELECT f.merge, f.version_before FROM link_merge_field f JOIN link_merge m ON m.id = f.merge
WHERE m.survivor = $1 AND m.nth > $2 AND m.undone_at IS NULL AND f.field = $3
ORDER BY m.nth LIMIT 1

-- merge_field_rebase(merge id, field text, version_before int) -> !
UPDATE link_merge_field SET version_before = $3 WHERE merge = $1 AND field = $2

-- merge_undone(id id, at int, undone_by id, undone_name text) -> !
UPDATE link_merge SET undone_at = $2, undone_by = $3, undone_name = $4
WHERE id = $1 AND undone_at IS NULL

-- attachments_all(record id) -> id id, data blob
SELECT id, data FROM attachment WHERE record = $1

-- attachment_of(id id) -> record id, data blob
SELECT record, data FROM attachment WHERE id = $1

-- attachment_move(id id, province text, unit text, record id, data blob) -> !
UPDATE attachment SET province = $2, unit = $3, record = $4, data = $5 WHERE id = $1

-- members_all(record id) -> account id, why text, since int, until int
SELECT account, why, since, until FROM member WHERE record = $1

-- member_copy(from_ id, to_ id, account id, why text) -> !
INSERT INTO member (record, account, why, since, until)
SELECT $2, account, why, since, until FROM member
WHERE record = $1 AND account = $3 AND why = $4
ON CONFLICT (record, account, why) DO NOTHING

-- member_has(record id, account id, why text) -> n int
SELECT count(*) AS n FROM member WHERE record = $1 AND account = $2 AND why = $3

-- member_drop(record id, account id, why text) -> !
DELETE FROM member WHERE record = $1 AND account = $2 AND why = $3

-- outside_put(reg text, province text, unit text, at int) -> !
INSERT INTO link_outside (reg, province, unit, at) VALUES ($1, $2, $3, $4)
ON CONFLICT (reg, province, unit) DO UPDATE SET at = excluded.at

-- outside_all() -> reg text, province text, unit text, at int
SELECT reg, province, unit, at FROM link_outside

-- outside_drop(reg text, province text, unit text, at int) -> !
DELETE FROM link_outside WHERE reg = $1 AND province = $2 AND unit = $3 AND at = $4
