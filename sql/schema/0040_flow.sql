-- Procedures: what was done, and what is due.
CREATE TABLE flow_event (
    id :id NOT NULL PRIMARY KEY,
    province :text NOT NULL,
    unit :text NOT NULL,
    reg :text NOT NULL,
    record :id NOT NULL,
    step :text NOT NULL,
    from_state :text,
    to_state :text NOT NULL,
    done_at :int NOT NULL,
    at :int NOT NULL,
    actor :id NOT NULL,
    actor_name :text NOT NULL,
    form_reg :text,
    form :id
);
CREATE INDEX flow_event_record ON flow_event (record, at);

CREATE TABLE flow_clock (
    id :id NOT NULL PRIMARY KEY,
    province :text NOT NULL,
    unit :text NOT NULL,
    reg :text NOT NULL,
    record :id NOT NULL,
    proc :text NOT NULL,
    clock :text NOT NULL,
    nth :int NOT NULL,
    started_at :int NOT NULL,
    due_at :int NOT NULL,
    who :text NOT NULL,
    stopped_at :int,
    stopped_by :text,
    met :int
);
CREATE INDEX flow_clock_record ON flow_clock (record);
CREATE INDEX flow_clock_due ON flow_clock (province, unit, due_at) WHERE stopped_at IS NULL;
