-- What every record shares: journal, people of a case, running numbers, files.
CREATE TABLE journal_head (
    unit :text NOT NULL PRIMARY KEY,
    seq :int NOT NULL,
    hash :text NOT NULL
);

CREATE TABLE journal (
    unit :text NOT NULL,
    seq :int NOT NULL,
    at :int NOT NULL,
    actor :id,
    actor_name :text NOT NULL,
    request :text NOT NULL,
    remote :text NOT NULL,
    action :text NOT NULL,
    reg :text NOT NULL,
    record :id,
    root :id,
    reason :text,
    changes :text,
    hash :text NOT NULL,
    PRIMARY KEY (unit, seq)
);
CREATE INDEX journal_at ON journal (at);
CREATE INDEX journal_root ON journal (root, at);

CREATE TABLE member (
    record :id NOT NULL,
    account :id NOT NULL,
    why :text NOT NULL,
    since :int NOT NULL,
    until :int,
    PRIMARY KEY (record, account, why)
);
CREATE INDEX member_account ON member (account);

CREATE TABLE running_number (
    province :text NOT NULL,
    name :text NOT NULL,
    last :int NOT NULL,
    PRIMARY KEY (province, name)
);

CREATE TABLE attachment (
    id :id NOT NULL PRIMARY KEY,
    province :text NOT NULL,
    unit :text NOT NULL,
    reg :text NOT NULL,
    record :id NOT NULL,
    name :text NOT NULL,
    media_type :text NOT NULL,
    size :int NOT NULL,
    hash :text NOT NULL,
    data :blob NOT NULL,
    created_at :int NOT NULL,
    created_by :id NOT NULL,
    deleted_at :int
);
CREATE INDEX attachment_record ON attachment (record);

CREATE TABLE setting (
    name :text NOT NULL PRIMARY KEY,
    value :text NOT NULL
);
