-- Entered values, targets, own indicators (src/stat).

-- stat_act_add(id int, account id, name text, at int, batch text) -> !
INSERT INTO stat_act (id, account, name, at, batch) VALUES ($1, $2, $3, $4, $5)

-- What stands now, of units $5 to $6 and one last day of periods.
-- stat_value_now(province text, measure text, regime int, day_to int, unit_from text, unit_to text) -> unit text, period text, day int, dims text, lane int, known_from int, value real, state int, evidence text, account id
SELECT v.unit, v.period, v.day, v.dims, v.lane, v.known_from, v.value, v.state, v.evidence, a.account
FROM stat_value v JOIN stat_act a ON a.id = v.act
WHERE v.province = $1 AND v.measure = $2 AND v.regime = $3 AND v.day_to = $4 AND v.unit >= $5 AND v.unit <= $6
    AND v.known_to = 9999999999999999
ORDER BY v.unit, v.period, v.day, v.dims, v.lane

-- stat_value_close(province text, measure text, regime int, day_to int, unit text, period text, day int, dims text, lane int, known_to int) -> !
UPDATE stat_value SET known_to = $10
WHERE province = $1 AND measure = $2 AND regime = $3 AND day_to = $4 AND unit = $5 AND period = $6 AND day = $7
    AND dims = $8 AND lane = $9 AND known_to = 9999999999999999

-- What was known at $6, of periods that end within $4 to $5.
-- stat_value_known(province text, measure text, regime int, from_day int, to_day int, known int) -> unit text, period text, day int, dims text, lane int, value real, state int
SELECT unit, period, day, dims, lane, value, state FROM stat_value
WHERE province = $1 AND measure = $2 AND regime = $3 AND day_to >= $4 AND day_to <= $5
    AND known_from <= $6 AND known_to > $6
ORDER BY unit, day, dims, period, lane

-- stat_value_of_unit(unit text) -> province text, measure text, regime int, period text, day int, dims text, lane int, known_from int, value real, state int, evidence text, note text, name text, at int, batch text, judge text, unit text
SELECT v.province, v.measure, v.regime, v.period, v.day, v.dims, v.lane, v.known_from, v.value, v.state,
    v.evidence, v.note, a.name, a.at, a.batch, j.name AS judge, v.unit
FROM stat_value v JOIN stat_act a ON a.id = v.act LEFT JOIN stat_act j ON j.id = v.judged
WHERE v.unit = $1 AND v.known_to = 9999999999999999
ORDER BY v.measure, v.day_to, v.period, v.dims, v.lane

-- stat_value_of_unit_measure(unit text, measure text) -> province text, measure text, regime int, period text, day int, dims text, lane int, known_from int, value real, state int, evidence text, note text, name text, at int, batch text, judge text, unit text
SELECT v.province, v.measure, v.regime, v.period, v.day, v.dims, v.lane, v.known_from, v.value, v.state,
    v.evidence, v.note, a.name, a.at, a.batch, j.name AS judge, v.unit
FROM stat_value v JOIN stat_act a ON a.id = v.act LEFT JOIN stat_act j ON j.id = v.judged
WHERE v.unit = $1 AND v.measure = $2 AND v.known_to = 9999999999999999
ORDER BY v.measure, v.day_to, v.period, v.dims, v.lane

-- stat_value_of_province(province text, measure text, regime int, day_to int) -> province text, measure text, regime int, period text, day int, dims text, lane int, known_from int, value real, state int, evidence text, note text, name text, at int, batch text, judge text, unit text
SELECT v.province, v.measure, v.regime, v.period, v.day, v.dims, v.lane, v.known_from, v.value, v.state,
    v.evidence, v.note, a.name, a.at, a.batch, j.name AS judge, v.unit
FROM stat_value v JOIN stat_act a ON a.id = v.act LEFT JOIN stat_act j ON j.id = v.judged
WHERE v.province = $1 AND v.measure = $2 AND v.regime = $3 AND v.day_to = $4 AND v.known_to = 9999999999999999
ORDER BY v.unit, v.period, v.day, v.dims, v.lane

-- stat_value_period_of_province(province text, regime int, day_to int) -> province text, measure text, regime int, period text, day int, dims text, lane int, known_from int, value real, state int, evidence text, note text, name text, at int, batch text, judge text, unit text
SELECT v.province, v.measure, v.regime, v.period, v.day, v.dims, v.lane, v.known_from, v.value, v.state,
    v.evidence, v.note, a.name, a.at, a.batch, j.name AS judge, v.unit
FROM stat_value v JOIN stat_act a ON a.id = v.act LEFT JOIN stat_act j ON j.id = v.judged
WHERE v.province = $1 AND v.regime = $2 AND v.day_to = $3 AND v.known_to = 9999999999999999
ORDER BY v.measure, v.day_to, v.unit, v.period, v.dims, v.lane

-- stat_value_all_of_province(province text) -> province text, measure text, regime int, period text, day int, dims text, lane int, known_from int, value real, state int, evidence text, note text, name text, at int, batch text, judge text, unit text
SELECT v.province, v.measure, v.regime, v.period, v.day, v.dims, v.lane, v.known_from, v.value, v.state,
    v.evidence, v.note, a.name, a.at, a.batch, j.name AS judge, v.unit
FROM stat_value v JOIN stat_act a ON a.id = v.act LEFT JOIN stat_act j ON j.id = v.judged
WHERE v.province = $1 AND v.known_to = 9999999999999999
ORDER BY v.measure, v.day_to, v.unit, v.period, v.dims, v.lane

-- stat_value_waiting(province text) -> unit text, day int, n int, account id
SELECT v.unit, v.day, count(*) AS n, a.account FROM stat_value v JOIN stat_act a ON a.id = v.act
WHERE v.province = $1 AND v.state = 1 AND v.known_to = 9999999999999999
GROUP BY v.unit, v.day, a.account ORDER BY v.unit, v.day

-- stat_value_history(province text, measure text, regime int, day_to int, unit text, period text, day int, dims text) -> known_from int, known_to int, lane int, value real, state int, evidence text, note text, name text, batch text, judge text
SELECT v.known_from, v.known_to, v.lane, v.value, v.state, v.evidence, v.note, a.name, a.batch, j.name AS judge
FROM stat_value v JOIN stat_act a ON a.id = v.act LEFT JOIN stat_act j ON j.id = v.judged
WHERE v.province = $1 AND v.measure = $2 AND v.regime = $3 AND v.day_to = $4 AND v.unit = $5 AND v.period = $6
    AND v.day = $7 AND v.dims = $8
ORDER BY v.known_from, v.lane DESC

-- One proposal, to be judged.
-- stat_value_sent_one(province text, measure text, regime int, day_to int, unit text, period text, day int, dims text) -> value real, evidence text, act int, account id, known_from int
SELECT v.value, v.evidence, v.act, a.account, v.known_from FROM stat_value v JOIN stat_act a ON a.id = v.act
WHERE v.province = $1 AND v.measure = $2 AND v.regime = $3 AND v.day_to = $4 AND v.unit = $5 AND v.period = $6
    AND v.day = $7 AND v.dims = $8 AND v.lane = 1 AND v.state = 1 AND v.known_to = 9999999999999999

-- stat_target_now(indicator text, programme text, unit text, year int) -> op int, value real, baseline real, baseline_year int, document text, known_from int
SELECT op, value, baseline, baseline_year, document, known_from FROM stat_target
WHERE indicator = $1 AND programme = $2 AND unit = $3 AND year = $4 AND known_to = 9999999999999999

-- stat_target_close(indicator text, programme text, unit text, year int, known_to int) -> !
UPDATE stat_target SET known_to = $5
WHERE indicator = $1 AND programme = $2 AND unit = $3 AND year = $4 AND known_to = 9999999999999999

-- stat_target_add(indicator text, programme text, unit text, year int, known_from int, op int, value real, baseline real, baseline_year int, document text, act int) -> !
INSERT INTO stat_target (indicator, programme, unit, year, known_to, known_from, op, value, baseline,
    baseline_year, document, act)
VALUES ($1, $2, $3, $4, 9999999999999999, $5, $6, $7, $8, $9, $10, $11)

-- All own targets of a unit, whatever the indicator.
-- stat_targets_of(unit text, known int) -> indicator text, programme text, year int, op int, value real, baseline real, baseline_year int, document text
SELECT indicator, programme, year, op, value, baseline, baseline_year, document FROM stat_target
WHERE unit = $1 AND known_from <= $2 AND known_to > $2
ORDER BY indicator, programme, year

-- stat_own_add(nth int, id text, province text, programme text, objective text, code text, label text, definition text, unit_label text, per int, good int, owner text, document text, act int) -> !
INSERT INTO stat_own (nth, id, province, programme, objective, code, label, definition, unit_label, per, good, owner,
    document, act)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)

-- stat_own_all() -> nth int, id text, province text, programme text, objective text, code text, label text, definition text, unit_label text, per int, good int, owner text, document text
SELECT nth, id, province, programme, objective, code, label, definition, unit_label, per, good, owner, document
FROM stat_own ORDER BY nth

-- stat_corrected_put(measure text) -> !
INSERT INTO stat_corrected (measure) VALUES ($1) ON CONFLICT (measure) DO NOTHING

-- stat_corrected() -> measure text
SELECT measure FROM stat_corrected ORDER BY measure
