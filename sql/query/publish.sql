-- Numbers given to the public.

-- pub_site() -> unit text, until_year int, next_day text, office text, contact text
SELECT unit, until_year, next_day, office, contact FROM pub_site WHERE id = 1

-- pub_site_put(unit text, until_year int, next_day text, office text, contact text) -> !
INSERT INTO pub_site (id, unit, until_year, next_day, office, contact)
VALUES (1, $1, $2, $3, $4, $5)
ON CONFLICT (id) DO UPDATE SET unit = excluded.unit, until_year = excluded.until_year,
    next_day = excluded.next_day, office = excluded.office, contact = excluded.contact

-- pub_release_add(id id, unit text, year int, map int, made_at int, made_by id, made_name text) -> !
INSERT INTO pub_release (id, unit, year, map, made_at, made_by, made_name)
VALUES ($1, $2, $3, $4, $5, $6, $7)

-- pub_releases(unit text) -> id id, year int, map int, made_at int, made_name text,
--                            withdrawn_at int, withdrawn_name text, reason text
SELECT id, year, map, made_at, made_name, withdrawn_at, withdrawn_name, reason
FROM pub_release WHERE unit = $1 ORDER BY year DESC, made_at DESC

-- pub_release_withdraw(id id, at int, name text, reason text) -> !
UPDATE pub_release SET withdrawn_at = $2, withdrawn_name = $3, reason = $4
WHERE id = $1 AND withdrawn_at IS NULL

-- pub_value_add(release id, kind text, item text, unit text, dim text, code text, state int,
--               guess int, num real, den real, value real) -> !
INSERT INTO pub_value (release, kind, item, unit, dim, code, state, guess, num, den, value)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)

-- What was ever told of a year, of releases taken back too: what a new one must agree with.
-- pub_told(unit text, year int) -> item text, unit text, dim text, code text, state int, value real
SELECT v.item, v.unit, v.dim, v.code, v.state, v.value
FROM pub_value v JOIN pub_release r ON r.id = v.release
WHERE r.unit = $1 AND r.year = $2 AND v.kind = 'm'

-- Of one item, in all years that are shown.
-- pub_values(owner text, until_year int, kind text, item text) -> year int, map int, unit text,
--     dim text, code text, state int, guess int, num real, den real, value real
SELECT r.year, r.map, v.unit, v.dim, v.code, v.state, v.guess, v.num, v.den, v.value
FROM pub_value v JOIN pub_release r ON r.id = v.release
WHERE r.unit = $1 AND r.year <= $2 AND r.withdrawn_at IS NULL AND v.kind = $3 AND v.item = $4
ORDER BY v.dim, v.unit, r.year DESC, v.code

-- The totals of the publishing unit itself.
-- pub_heads(owner text, until_year int) -> kind text, item text, year int, state int, value real
SELECT v.kind, v.item, r.year, v.state, v.value
FROM pub_value v JOIN pub_release r ON r.id = v.release
WHERE r.unit = $1 AND r.year <= $2 AND r.withdrawn_at IS NULL AND v.unit = $1 AND v.dim = ''
ORDER BY v.kind, v.item, r.year DESC
