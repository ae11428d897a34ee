-- Numbers that somebody gave (src/stat): values with their approval, targets, indicators of a province.
-- Nothing is overwritten: a row was so from known_from until known_to, 9999999999999999 = it still is.
-- Days are yyyymmdd. A unit's code is of the map of `day`: the last day of the period, or the nearest to it on
-- which the unit was there.

-- Who said something, at one moment: shared by the rows of one form or file.
CREATE TABLE stat_act (
    id :int NOT NULL PRIMARY KEY,
    account :id, -- NULL = the system
    name :text NOT NULL,
    at :int NOT NULL,
    batch :text
);

-- lane: 0 = accepted, 1 = proposed (a draft, sent, returned): a correction waits beside what counts.
CREATE TABLE stat_value (
    province :text NOT NULL, -- in which the unit lay on `day`; '' for the country
    measure :text NOT NULL,
    regime :int NOT NULL,
    day_to :int NOT NULL, -- last day of the period
    unit :text NOT NULL,
    period :text NOT NULL,
    day :int NOT NULL,
    dims :text NOT NULL, -- "gioi_tinh=nu;nhom_tuoi=duoi_6"; '' = total
    lane :int NOT NULL,
    known_to :int NOT NULL,
    known_from :int NOT NULL,
    value :real, -- NULL = taken back
    state :int NOT NULL,
    act :int NOT NULL,
    judged :int, -- act of who accepted or returned it
    evidence :text,
    note :text,
    PRIMARY KEY (province, measure, regime, day_to, unit, period, day, dims, lane, known_to)
);
CREATE INDEX stat_value_unit ON stat_value (unit, measure, day_to);
-- What waits to be judged.
CREATE INDEX stat_value_sent ON stat_value (province, unit) WHERE state = 1 AND known_to = 9999999999999999;

CREATE TABLE stat_target (
    indicator :text NOT NULL,
    programme :text NOT NULL, -- '' = of the site alone
    unit :text NOT NULL,
    year :int NOT NULL,
    known_to :int NOT NULL,
    known_from :int NOT NULL,
    op :int NOT NULL,
    value :real, -- NULL = taken back
    baseline :real,
    baseline_year :int NOT NULL,
    document :text,
    act :int NOT NULL,
    PRIMARY KEY (indicator, programme, unit, year, known_to)
);
CREATE INDEX stat_target_unit ON stat_target (unit, programme);

-- Indicators that a province adds to a programme.
CREATE TABLE stat_own (
    nth :int NOT NULL PRIMARY KEY, -- in this order they stand in the pack
    id :text NOT NULL UNIQUE,
    province :text NOT NULL,
    programme :text NOT NULL,
    objective :text NOT NULL,
    code :text NOT NULL,
    label :text NOT NULL,
    definition :text,
    unit_label :text,
    per :int NOT NULL,
    good :int NOT NULL,
    owner :text,
    document :text,
    act :int NOT NULL
);
