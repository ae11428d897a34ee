-- Lists brought in: a file, what its check found, and what it wrote. A batch is one file.
CREATE TABLE import_batch (
    id :id NOT NULL PRIMARY KEY,
    reg :text NOT NULL,
    province :text NOT NULL,
    unit :text NOT NULL,
    account :id,
    by_name :text NOT NULL,
    file :text NOT NULL,
    hash :text NOT NULL,
    state :int NOT NULL,
    tab :int NOT NULL,
    rows :int NOT NULL,
    good :int NOT NULL,
    bad :int NOT NULL,
    warned :int NOT NULL,
    twins :int NOT NULL,
    hidden :int NOT NULL,
    done :int NOT NULL,
    last_row :int NOT NULL,
    added :int NOT NULL,
    updated :int NOT NULL,
    skipped :int NOT NULL,
    kept :int NOT NULL,
    fault :text,
    note :text,
    made_at :int NOT NULL,
    checked_at :int,
    stored_at :int,
    undone_at :int,
    owner :text,
    owner_until :int NOT NULL
);
CREATE INDEX import_batch_unit ON import_batch (province, unit, made_at);
CREATE INDEX import_batch_hash ON import_batch (hash);

-- The file, sealed, in pieces.
CREATE TABLE import_piece (
    batch :id NOT NULL REFERENCES import_batch (id),
    nth :int NOT NULL,
    data :blob NOT NULL,
    PRIMARY KEY (batch, nth)
);

CREATE TABLE import_column (
    batch :id NOT NULL REFERENCES import_batch (id),
    col :int NOT NULL,
    heading :text NOT NULL,
    target :text NOT NULL,
    own :int NOT NULL,
    twice :int NOT NULL,
    sample :text,
    before :text,
    enc :text,
    PRIMARY KEY (batch, col)
);

CREATE TABLE import_fault (
    batch :id NOT NULL REFERENCES import_batch (id),
    warning :int NOT NULL,
    nth :int NOT NULL,
    row_no :int NOT NULL,
    col :int NOT NULL,
    cell :text NOT NULL,
    message :text NOT NULL,
    PRIMARY KEY (batch, warning, nth)
);

-- Rows that may be known already. choice: 0 none, 1 skip, 2 the same, 3 new.
CREATE TABLE import_twin (
    batch :id NOT NULL REFERENCES import_batch (id),
    row_no :int NOT NULL,
    other_row :int NOT NULL,
    record :id,
    chance :real NOT NULL,
    choice :int NOT NULL,
    mine :text NOT NULL,
    other :text NOT NULL,
    PRIMARY KEY (batch, row_no)
);

-- Journal lines of a batch: in each unit those after `from_seq`, up to `to_seq`.
CREATE TABLE import_trace (
    batch :id NOT NULL REFERENCES import_batch (id),
    unit :text NOT NULL,
    from_seq :int NOT NULL,
    to_seq :int NOT NULL,
    PRIMARY KEY (batch, unit)
);

-- What people said a heading is, for the next file.
CREATE TABLE import_heading (
    province :text NOT NULL,
    unit :text NOT NULL,
    reg :text NOT NULL,
    heading :text NOT NULL,
    target :text NOT NULL,
    PRIMARY KEY (province, unit, reg, heading)
);
