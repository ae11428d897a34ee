-- Duties and reports.

-- Takes the place of a duty, unit and period; no row when somebody else has it.
-- duty_take(province text, unit text, duty text, period text, due int, record id, state text) -> record id
INSERT INTO duty_row (province, unit, duty, period, due, record, state)
VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (province, unit, duty, period) DO NOTHING RETURNING record

-- duty_find(province text, unit text, duty text, period text) -> record id, state text
SELECT record, state FROM duty_row WHERE province = $1 AND unit = $2 AND duty = $3 AND period = $4

-- duty_move(record id, province text, state text) -> !
UPDATE duty_row SET state = $3 WHERE record = $1 AND province = $2

-- duty_sent(record id, province text, state text, sent_at int, sent_by text) -> !
UPDATE duty_row SET state = $3, sent_at = $4, sent_by = $5 WHERE record = $1 AND province = $2

-- Those due within a stretch of days, of a unit.
-- duty_of_unit(province text, unit text, from int, to int) -> duty text, period text, record id, state text, sent_at int, sent_by text
SELECT duty, period, record, state, sent_at, sent_by FROM duty_row
WHERE province = $1 AND unit = $2 AND due BETWEEN $3 AND $4

-- duty_of_province(province text, from int, to int) -> unit text, duty text, period text, record id, state text, sent_at int, sent_by text
SELECT unit, duty, period, record, state, sent_at, sent_by FROM duty_row
WHERE province = $1 AND due BETWEEN $2 AND $3 ORDER BY unit, duty, period

-- figure_add(report id, part text, place text, indicator text, num real, den real, value real, target real, target_op int, flags int) -> !
INSERT INTO report_figure (report, part, place, indicator, num, den, value, target, target_op, flags)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)

-- figure_drop(report id) -> !
DELETE FROM report_figure WHERE report = $1

-- figures_of(report id) -> part text, place text, indicator text, num real, den real, value real, target real, target_op int, flags int
SELECT part, place, indicator, num, den, value, target, target_op, flags FROM report_figure
WHERE report = $1 ORDER BY part, place, indicator
