-- Duties: how each one of a unit and period stands, kept beside the record that fulfils it (a report, or a
-- line that says it was done); the key keeps two officials from beginning one report twice. And the numbers
-- of a report as they were when it was sent.
CREATE TABLE duty_row (
    province :text NOT NULL,
    unit :text NOT NULL, -- '' = the province itself
    duty :text NOT NULL,
    period :text NOT NULL,
    due :int NOT NULL, -- day, yyyymmdd
    record :id NOT NULL,
    state :text NOT NULL,
    sent_at :int,
    sent_by :text,
    PRIMARY KEY (province, unit, duty, period)
);
CREATE INDEX duty_row_due ON duty_row (province, due);
CREATE TABLE report_figure (
    report :id NOT NULL,
    part :text NOT NULL, -- nay, cung_ky, ky_truoc; a programme; phu_luc: a row of the annex
    place :text NOT NULL, -- unit, or item of the programme and its part
    indicator :text NOT NULL,
    num :real,
    den :real,
    value :real,
    target :real,
    target_op :int,
    flags :int NOT NULL,
    PRIMARY KEY (report, part, place, indicator)
);
