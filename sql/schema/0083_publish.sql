-- Numbers given to the public, as they were known when somebody published them. What was hidden is
-- not here: state 1 has no numbers. Only these tables are read by the public pages.
CREATE TABLE pub_site ( -- one row
    id :int NOT NULL PRIMARY KEY,
    unit :text NOT NULL, -- which publishes: itself and the units just below it
    until_year :int NOT NULL, -- years after it are not shown
    next_day :text, -- when the next year is to come, ISO
    office :text, -- who answers questions
    contact :text
);
CREATE TABLE pub_release (
    id :id NOT NULL PRIMARY KEY,
    unit :text NOT NULL,
    year :int NOT NULL,
    map :int NOT NULL, -- yyyymmdd: units are of the map of this day
    made_at :int NOT NULL,
    made_by :id,
    made_name :text NOT NULL,
    withdrawn_at :int,
    withdrawn_name :text,
    reason :text
);
CREATE UNIQUE INDEX pub_release_one ON pub_release (unit, year) WHERE withdrawn_at IS NULL;
CREATE TABLE pub_value (
    release :id NOT NULL,
    kind :text NOT NULL, -- i indicator | m measure
    item :text NOT NULL,
    unit :text NOT NULL,
    dim :text NOT NULL, -- '' = the total
    code :text NOT NULL, -- '' = not known, or the total
    state :int NOT NULL, -- 0 shown | 1 hidden | 2 nobody said anything
    guess :int NOT NULL, -- dealt out by shares
    num :real,
    den :real,
    value :real,
    PRIMARY KEY (release, kind, item, dim, unit, code)
);
