-- event_add(id id, province text, unit text, reg text, record id, step text, from_state text, to_state text, done_at int, at int, actor id, actor_name text, form_reg text, form id) -> !
INSERT INTO flow_event (id, province, unit, reg, record, step, from_state, to_state, done_at, at,
    actor, actor_name, form_reg, form)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)

-- events_of(record id) -> id id, step text, from_state text, to_state text, done_at int, at int, actor id, actor_name text, form_reg text, form id
SELECT id, step, from_state, to_state, done_at, at, actor, actor_name, form_reg, form
FROM flow_event WHERE record = $1 ORDER BY at, id

-- clock_add(id id, province text, unit text, reg text, record id, proc text, clock text, nth int, started_at int, due_at int, who text, unit_at int) -> !
INSERT INTO flow_clock (id, province, unit, reg, record, proc, clock, nth, started_at, due_at, who,
    unit_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)

-- clock_stop(id id, stopped_at int, stopped_by text, met int) -> !
UPDATE flow_clock SET stopped_at = $2, stopped_by = $3, met = $4 WHERE id = $1

-- clocks_move(record id, province text, unit text, unit_at int) -> !
UPDATE flow_clock SET province = $2, unit = $3, unit_at = $4 WHERE record = $1

-- clocks_of(record id) -> id id, clock text, nth int, started_at int, due_at int, who text, stopped_at int, stopped_by text, met int
SELECT id, clock, nth, started_at, due_at, who, stopped_at, stopped_by, met
FROM flow_clock WHERE record = $1 ORDER BY stopped_at IS NOT NULL, due_at, id

-- clocks_due(province text, unit text, who text, most int) -> reg text, record id, proc text, clock text, nth int, started_at int, due_at int, unit text
SELECT reg, record, proc, clock, nth, started_at, due_at, unit
FROM flow_clock
WHERE stopped_at IS NULL AND ($1 = '' OR province = $1) AND ($2 = '' OR unit = $2)
    AND who LIKE $3
ORDER BY due_at, id LIMIT $4

-- The same in one unit: an OR with a parameter would keep both databases from the index.
-- clocks_due_unit(province text, unit text, who text, most int) -> reg text, record id, proc text, clock text, nth int, started_at int, due_at int, unit text
SELECT reg, record, proc, clock, nth, started_at, due_at, unit
FROM flow_clock
WHERE stopped_at IS NULL AND province = $1 AND unit = $2
    AND who LIKE $3
ORDER BY due_at, id LIMIT $4

-- The same of a unit as it was for a time: records of a former unit.
-- clocks_due_land(province text, unit text, from_ int, to_ int, who text, most int) -> reg text, record id, proc text, clock text, nth int, started_at int, due_at int, unit text
SELECT reg, record, proc, clock, nth, started_at, due_at, unit
FROM flow_clock
WHERE stopped_at IS NULL AND province = $1 AND unit = $2
    AND coalesce(unit_at, started_at) >= $3 AND coalesce(unit_at, started_at) < $4
    AND who LIKE $5
ORDER BY due_at, id LIMIT $6

-- clocks_count(province text, unit text, who text, now int, soon int) -> overdue int, soon int, later int
SELECT coalesce(sum(CASE WHEN due_at < $4 THEN 1 ELSE 0 END), 0) AS overdue,
    coalesce(sum(CASE WHEN due_at >= $4 AND due_at < $5 THEN 1 ELSE 0 END), 0) AS soon,
    coalesce(sum(CASE WHEN due_at >= $5 THEN 1 ELSE 0 END), 0) AS later
FROM flow_clock
WHERE stopped_at IS NULL AND ($1 = '' OR province = $1) AND ($2 = '' OR unit = $2)
    AND who LIKE $3

-- The same in one unit.
-- clocks_count_unit(province text, unit text, who text, now int, soon int) -> overdue int, soon int, later int
SELECT coalesce(sum(CASE WHEN due_at < $4 THEN 1 ELSE 0 END), 0) AS overdue,
    coalesce(sum(CASE WHEN due_at >= $4 AND due_at < $5 THEN 1 ELSE 0 END), 0) AS soon,
    coalesce(sum(CASE WHEN due_at >= $5 THEN 1 ELSE 0 END), 0) AS later
FROM flow_clock
WHERE stopped_at IS NULL AND province = $1 AND unit = $2
    AND who LIKE $3

-- clocks_count_land(province text, unit text, from_ int, to_ int, who text, now int, soon int) -> overdue int, soon int, later int
SELECT coalesce(sum(CASE WHEN due_at < $6 THEN 1 ELSE 0 END), 0) AS overdue,
    coalesce(sum(CASE WHEN due_at >= $6 AND due_at < $7 THEN 1 ELSE 0 END), 0) AS soon,
    coalesce(sum(CASE WHEN due_at >= $7 THEN 1 ELSE 0 END), 0) AS later
FROM flow_clock
WHERE stopped_at IS NULL AND province = $1 AND unit = $2
    AND coalesce(unit_at, started_at) >= $3 AND coalesce(unit_at, started_at) < $4
    AND who LIKE $5

-- Open cases one by one, where some lie in former units.
-- overview_cases(province text, reg text) -> unit text, unit_at int, due int
SELECT unit, coalesce(unit_at, started_at) AS unit_at, min(due_at) AS due FROM flow_clock
WHERE stopped_at IS NULL AND province = $1 AND reg = $2
GROUP BY unit, coalesce(unit_at, started_at), record

-- overview_units(province text, now int, soon int, reg text) -> unit text, cases int, overdue int, soon int, on_time int, worst_due int
SELECT unit, count(*) AS cases,
    sum(CASE WHEN due < $2 THEN 1 ELSE 0 END) AS overdue,
    sum(CASE WHEN due >= $2 AND due < $3 THEN 1 ELSE 0 END) AS soon,
    sum(CASE WHEN due >= $3 THEN 1 ELSE 0 END) AS on_time,
    min(due) AS worst_due
FROM (SELECT unit, record, min(due_at) AS due FROM flow_clock
      WHERE stopped_at IS NULL AND ($1 = '' OR province = $1) AND reg = $4
      GROUP BY unit, record) AS open_case
GROUP BY unit ORDER BY unit

-- overview_provinces(now int, soon int, reg text) -> province text, cases int, overdue int, soon int, on_time int
SELECT province, count(*) AS cases,
    sum(CASE WHEN due < $1 THEN 1 ELSE 0 END) AS overdue,
    sum(CASE WHEN due >= $1 AND due < $2 THEN 1 ELSE 0 END) AS soon,
    sum(CASE WHEN due >= $2 THEN 1 ELSE 0 END) AS on_time
FROM (SELECT province, record, min(due_at) AS due FROM flow_clock
      WHERE stopped_at IS NULL AND reg = $3 GROUP BY province, record) AS open_case
GROUP BY province ORDER BY province

-- dues_of_records(province text, unit text, reg text) -> record id, due int
SELECT record, min(due_at) AS due FROM flow_clock
WHERE stopped_at IS NULL AND ($1 = '' OR province = $1) AND ($2 = '' OR unit = $2) AND reg = $3
GROUP BY record

-- The same in one unit.
-- dues_of_records_unit(province text, unit text, reg text) -> record id, due int
SELECT record, min(due_at) AS due FROM flow_clock
WHERE stopped_at IS NULL AND province = $1 AND unit = $2 AND reg = $3
GROUP BY record

-- dues_of_records_land(province text, unit text, from_ int, to_ int, reg text) -> record id, due int
SELECT record, min(due_at) AS due FROM flow_clock
WHERE stopped_at IS NULL AND province = $1 AND unit = $2
    AND coalesce(unit_at, started_at) >= $3 AND coalesce(unit_at, started_at) < $4 AND reg = $5
GROUP BY record
