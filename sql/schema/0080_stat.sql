-- Kept figures: numbers of one province as last counted, where they were written, and how far its
-- journals went then. They can be thrown away at any time.
CREATE TABLE stat_edition (
    province :text NOT NULL PRIMARY KEY,
    nr :int NOT NULL,
    counted_at :int NOT NULL,
    made_with :text NOT NULL,
    seen :text NOT NULL
);
CREATE TABLE stat_kept (
    province :text NOT NULL,
    name :text NOT NULL,
    PRIMARY KEY (province, name)
);
CREATE TABLE stat_cell (
    province :text NOT NULL,
    name :text NOT NULL,
    unit :text NOT NULL,
    day :int NOT NULL,
    of_province :text NOT NULL,
    value :real NOT NULL,
    PRIMARY KEY (province, name, unit, day, of_province)
);
-- Units that records left which were written since: their earlier figures may have changed.
CREATE TABLE unit_touch (
    unit :text NOT NULL PRIMARY KEY,
    n :int NOT NULL
);
