-- Who is who (src/ident): pairs of records that may be one person, merges and what they moved.

-- One row a pair that was proposed or decided; a < b. Where the records lie stands here too, so that
-- the list of a commune is one look into an index.
CREATE TABLE link_pair (
    reg :text NOT NULL,
    a :id NOT NULL,
    b :id NOT NULL,
    a_province :text NOT NULL,
    a_unit :text NOT NULL,
    b_province :text NOT NULL,
    b_unit :text NOT NULL,
    bits :real NOT NULL,
    chance :real NOT NULL,
    state :text NOT NULL, -- moi | khac | cung_ho | gop | de_nghi
    mark :text NOT NULL, -- of both persons when decided: a verdict ends when they change
    asked_unit :text NOT NULL, -- de_nghi: whose people proposed the merge
    decided_by :id,
    decided_name :text,
    decided_at :int,
    reason :text,
    found_at :int NOT NULL,
    hidden_by :id, -- the merge that made one of the two void
    PRIMARY KEY (a, b)
);
CREATE INDEX link_pair_b ON link_pair (b);
CREATE INDEX link_pair_a_unit ON link_pair (a_province, a_unit, state);
CREATE INDEX link_pair_b_unit ON link_pair (b_province, b_unit, state);

-- A merge that was not undone makes `other` void and leads from it to `survivor`.
CREATE TABLE link_merge (
    id :id NOT NULL PRIMARY KEY,
    reg :text NOT NULL,
    province :text NOT NULL,
    survivor :id NOT NULL,
    other :id NOT NULL,
    nth :int NOT NULL, -- among the merges of this survivor
    reason :text,
    at :int NOT NULL,
    made_by :id,
    made_name :text NOT NULL,
    undone_at :int,
    undone_by :id,
    undone_name :text
);
CREATE UNIQUE INDEX link_merge_other ON link_merge (other) WHERE undone_at IS NULL;
CREATE INDEX link_merge_survivor ON link_merge (survivor);

-- What went from the one to the other: parts, references, files, people.
CREATE TABLE link_moved (
    merge :id NOT NULL,
    nth :int NOT NULL,
    kind :text NOT NULL,
    reg :text NOT NULL,
    province :text NOT NULL,
    unit :text NOT NULL,
    record :id NOT NULL,
    field :text NOT NULL,
    PRIMARY KEY (merge, nth)
);

-- Fields of the survivor that a merge changed, as versions of the survivor: the values stay in its
-- history, sealed as they were.
CREATE TABLE link_merge_field (
    merge :id NOT NULL,
    field :text NOT NULL,
    version_before :int NOT NULL,
    version_after :int NOT NULL,
    PRIMARY KEY (merge, field)
);

-- Communes whose records another process wrote (import, demo): the server reads them again.
CREATE TABLE link_outside (
    reg :text NOT NULL,
    province :text NOT NULL,
    unit :text NOT NULL,
    at :int NOT NULL,
    PRIMARY KEY (reg, province, unit)
);
