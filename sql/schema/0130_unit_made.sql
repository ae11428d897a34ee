-- Versions of units that came with a batch of changes: a new unit, or the end of one.
CREATE TABLE unit_made (
    batch :id NOT NULL,
    code :text NOT NULL,
    valid_from :text NOT NULL,
    name :text NOT NULL, -- '' = the code ends that day
    kind :text NOT NULL,
    parent :text NOT NULL,
    resolution :text NOT NULL,
    PRIMARY KEY (batch, code, valid_from)
);
