-- Outlines of units that a user brought in, for maps: bytes of src/geo/pack.c, one a unit and day of
-- map. An outline holds for other days too, as long as the unit's land did not change.
CREATE TABLE geo_shape (
    code :text NOT NULL,
    day :int NOT NULL, -- yyyymmdd
    level :int NOT NULL,
    points :int NOT NULL,
    shape :blob NOT NULL,
    source :text NOT NULL,
    made_at :int NOT NULL,
    PRIMARY KEY (code, day)
);
