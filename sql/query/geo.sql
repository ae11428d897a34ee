-- Outlines of units for maps.

-- geo_put(code text, day int, level int, points int, shape blob, source text, made_at int) -> !
INSERT INTO geo_shape (code, day, level, points, shape, source, made_at)
VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (code, day) DO UPDATE SET level = excluded.level, points = excluded.points,
    shape = excluded.shape, source = excluded.source, made_at = excluded.made_at

-- geo_of(code text) -> day int, shape blob
SELECT day, shape FROM geo_shape WHERE code = $1 ORDER BY day DESC

-- What there is, by kind and day of map.
-- geo_stock() -> level int, day int, units int, points int, source text, made_at int
SELECT level, day, count(*) AS units, sum(points) AS points, max(source) AS source,
    max(made_at) AS made_at
FROM geo_shape GROUP BY level, day ORDER BY level, day DESC
