-- Kept figures (src/stat/kept.c).

-- edition_get(province text) -> nr int, counted_at int, made_with text, seen text
SELECT nr, counted_at, made_with, seen FROM stat_edition WHERE province = $1

-- edition_put(province text, nr int, counted_at int, made_with text, seen text) -> !
INSERT INTO stat_edition (province, nr, counted_at, made_with, seen) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (province) DO UPDATE SET nr = excluded.nr, counted_at = excluded.counted_at,
    made_with = excluded.made_with, seen = excluded.seen

-- kept_names(province text) -> name text
SELECT name FROM stat_kept WHERE province = $1 ORDER BY name

-- kept_has(province text, name text) -> n int
SELECT count(*) AS n FROM stat_kept WHERE province = $1 AND name = $2

-- kept_put(province text, name text) -> !
INSERT INTO stat_kept (province, name) VALUES ($1, $2) ON CONFLICT (province, name) DO NOTHING

-- kept_drop(province text, name text) -> !
DELETE FROM stat_kept WHERE province = $1 AND name = $2

-- cells_get(province text, name text) -> of_province text, unit text, day int, value real
SELECT of_province, unit, day, value FROM stat_cell WHERE province = $1 AND name = $2
ORDER BY unit, day, of_province

-- cell_put(province text, name text, unit text, day int, of_province text, value real) -> !
INSERT INTO stat_cell (province, name, unit, day, of_province, value) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (province, name, unit, day, of_province) DO UPDATE SET value = excluded.value

-- cells_drop(province text, name text) -> !
DELETE FROM stat_cell WHERE province = $1 AND name = $2

-- cells_drop_unit(province text, name text, unit text) -> !
DELETE FROM stat_cell WHERE province = $1 AND name = $2 AND unit = $3

-- touch_put(unit text) -> !
INSERT INTO unit_touch (unit, n) VALUES ($1, 1)
ON CONFLICT (unit) DO UPDATE SET n = unit_touch.n + 1

-- How far all journals go, and how often units were touched.
-- chain_ends() -> unit text, seq int, touched int
SELECT unit, seq, 0 AS touched FROM journal_head
UNION ALL SELECT unit, n AS seq, 1 AS touched FROM unit_touch
ORDER BY 1, 3

-- Registers written to in a unit since, not only looked at.
-- chain_regs(unit text, seq int) -> reg text
SELECT DISTINCT reg FROM journal
WHERE unit = $1 AND seq > $2 AND action NOT IN ('xem', 'tim', 'xuat')
