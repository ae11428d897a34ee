-- Units in time (src/rec/land.c). Where records lie and since when: the earliest moment of a record
-- of each unit; so that a former unit without records costs nobody anything.
CREATE TABLE rec_held (
    province :text NOT NULL,
    unit :text NOT NULL, -- '' = of the province itself
    since :int NOT NULL, -- ms
    PRIMARY KEY (province, unit)
);

-- The unit of a clock is of the map of this moment; NULL = of started_at.
ALTER TABLE flow_clock ADD COLUMN unit_at :int;
