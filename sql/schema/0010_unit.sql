-- Administrative units with validity in time (src/unit). Days are ISO text; valid_from '' = since
-- ever; valid_to = first day not valid, '9999-12-31' = open; so valid_from <= day < valid_to.

CREATE TABLE unit (
    code :text NOT NULL,
    valid_from :text NOT NULL,
    valid_to :text NOT NULL,
    name :text NOT NULL,
    kind :text NOT NULL,
    level :int NOT NULL, -- 1 province, 2 district, 3 commune
    parent :text NOT NULL, -- code, '' for a province
    resolution :text NOT NULL,
    PRIMARY KEY (code, valid_from)
);
CREATE INDEX unit_parent ON unit (parent, level);

-- One import of changes. The nil id is what came with the program.
CREATE TABLE unit_batch (
    id :id PRIMARY KEY,
    source :text NOT NULL, -- file name; for the nil id the hash of the list
    made_at :int NOT NULL,
    made_by :text NOT NULL,
    changes :int NOT NULL,
    reverted_at :int, -- taken back: its changes no longer count
    reverted_by :text
);

-- Who became whom. Of batches that tell the same change, the newest not taken back counts.
CREATE TABLE unit_change (
    batch :id NOT NULL,
    old_code :text NOT NULL,
    new_code :text NOT NULL,
    effective_date :text NOT NULL,
    kind :text NOT NULL,
    resolution :text NOT NULL,
    share :real, -- of the people of the old unit; NULL = not known
    PRIMARY KEY (batch, old_code, new_code, effective_date)
);
CREATE INDEX unit_change_old ON unit_change (old_code, effective_date);
CREATE INDEX unit_change_new ON unit_change (new_code, effective_date);

-- Communes that were split, and into how many parts their resolution says.
CREATE TABLE unit_split (
    code :text NOT NULL,
    effective_date :text NOT NULL,
    parts :int NOT NULL, -- 0 = not known
    PRIMARY KEY (code, effective_date)
);
