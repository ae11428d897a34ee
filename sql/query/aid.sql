-- Social assistance: payment lists of communes and what they paid.

-- Waits until nobody else makes or takes back a list of this commune.
-- aid_turn(unit text) -> n int
INSERT INTO aid_turn (unit, n) VALUES ($1, 1)
ON CONFLICT (unit) DO UPDATE SET n = aid_turn.n + 1 RETURNING n

-- aid_list_add(province text, unit text, month text, list id, made_at int) -> !
INSERT INTO aid_list (province, unit, month, list, made_at) VALUES ($1, $2, $3, $4, $5)

-- aid_list_of(unit text, month text) -> list id
SELECT list FROM aid_list WHERE unit = $1 AND month = $2

-- First and last month with a list.
-- aid_list_span(unit text) -> first text, last text
SELECT min(month) AS first, max(month) AS last FROM aid_list WHERE unit = $1

-- aid_list_drop(unit text, month text) -> !
DELETE FROM aid_list WHERE unit = $1 AND month = $2

-- aid_paid_add(province text, unit text, list id, list_month text, child id, payee text, month text, amount int) -> !
INSERT INTO aid_paid (province, unit, list, list_month, child, payee, month, amount)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)

-- aid_paid_drop(list id) -> !
DELETE FROM aid_paid WHERE list = $1

-- What a commune paid for the months from $2 on.
-- aid_paid_since(unit text, month text) -> child id, payee text, month text, amount int
SELECT child, payee, month, sum(amount) AS amount FROM aid_paid
WHERE unit = $1 AND month >= $2
GROUP BY child, payee, month ORDER BY child, payee, month

-- aid_paid_child(child id, most int) -> list_month text, payee text, month text, amount int
SELECT list_month, payee, month, amount FROM aid_paid
WHERE child = $1 ORDER BY list_month DESC, payee, month LIMIT $2

-- Communes with a list of this month: children, money of the month, of other months.
-- aid_totals(province text, month text) -> unit text, children int, regular int, other int
SELECT unit, count(DISTINCT child) AS children,
    sum(CASE WHEN month = list_month THEN amount ELSE 0 END) AS regular,
    sum(CASE WHEN month = list_month THEN 0 ELSE amount END) AS other
FROM aid_paid WHERE province = $1 AND list_month = $2
GROUP BY unit ORDER BY unit
