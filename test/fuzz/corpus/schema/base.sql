-- What the program must know before anything else: which migrations ran, and a few facts about
-- this installation. Column types are :id :int :real :text :blob (see src/db/migrate.c).

CREATE TABLE schema_version (
    version :int PRIMARY KEY,
    name :text NOT NULL,
    applied_at :int NOT NULL -- milliseconds UTC
);

-- Facts about the installation itself: its own id, key fingerprints, time of the last backup.
CREATE TABLE meta (
    name :text PRIMARY KEY,
    ref :id,
    num :int,
    ratio :real,
    note :text,
    bytes :blob,
    updated_at :int NOT NULL
);
