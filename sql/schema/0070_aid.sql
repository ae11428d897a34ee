-- Social assistance: which months of a commune have a payment list, and what was paid to whom for which
-- month. Arrears are the difference between this and what is due; the key of a list keeps two officials
-- from making one month twice. Months are "2026-10".
CREATE TABLE aid_turn ( -- one list of a commune is made at a time: who updates its row has the turn
    unit :text NOT NULL PRIMARY KEY,
    n :int NOT NULL
);
CREATE TABLE aid_list (
    province :text NOT NULL,
    unit :text NOT NULL,
    month :text NOT NULL,
    list :id NOT NULL,
    made_at :int NOT NULL,
    PRIMARY KEY (unit, month)
);
CREATE TABLE aid_paid (
    province :text NOT NULL,
    unit :text NOT NULL,
    list :id NOT NULL,
    list_month :text NOT NULL,
    child :id NOT NULL,
    payee :text NOT NULL,
    month :text NOT NULL, -- for which; before list_month: arrears or a deduction
    amount :int NOT NULL,
    PRIMARY KEY (list, child, payee, month)
);
CREATE INDEX aid_paid_unit ON aid_paid (unit, month);
CREATE INDEX aid_paid_province ON aid_paid (province, list_month);
