-- People: accounts, sessions, drafts kept when a session locks, answers already given.
CREATE TABLE account (
    id :id NOT NULL PRIMARY KEY,
    username :text NOT NULL UNIQUE,
    name :text NOT NULL,
    title :text,
    phone :text,
    role :text NOT NULL,
    province :text NOT NULL,
    unit :text NOT NULL,
    lang :text NOT NULL,
    pass_hash :text NOT NULL,
    must_change :int NOT NULL,
    failed :int NOT NULL,
    locked_until :int NOT NULL,
    created_at :int NOT NULL,
    disabled_at :int
);
CREATE INDEX account_unit ON account (province, unit, role);

CREATE TABLE session (
    token :text NOT NULL PRIMARY KEY,
    account :id NOT NULL REFERENCES account (id),
    created_at :int NOT NULL,
    seen_at :int NOT NULL,
    locked :int NOT NULL,
    shared :int NOT NULL,
    remote :text NOT NULL
);
CREATE INDEX session_account ON session (account);

CREATE TABLE draft (
    id :id NOT NULL PRIMARY KEY,
    account :id NOT NULL,
    path :text NOT NULL,
    body :text NOT NULL,
    saved_at :int NOT NULL,
    UNIQUE (account, path)
);

-- One row per form submission: a double click or a resend gets the first answer again.
CREATE TABLE answered (
    once :id NOT NULL PRIMARY KEY,
    account :id,
    path :text NOT NULL,
    result :text NOT NULL,
    at :int NOT NULL
);
CREATE INDEX answered_at ON answered (at);
