-- account_add(id id, username text, name text, title text, phone text, role text, province text, unit text, lang text, pass_hash text, must_change int, created_at int) -> !
INSERT INTO account (id, username, name, title, phone, role, province, unit, lang, pass_hash,
    must_change, failed, locked_until, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 0, 0, $12)

-- account_for_sign_in(username text) -> id id, pass_hash text, failed int, locked_until int, disabled_at int
SELECT id, pass_hash, failed, locked_until, disabled_at FROM account WHERE username = $1

-- account_secret(id id) -> pass_hash text, failed int, locked_until int
SELECT pass_hash, failed, locked_until FROM account WHERE id = $1 AND disabled_at IS NULL

-- account_get(id id) -> id id, username text, name text, title text, role text, province text, unit text, lang text, must_change int, since int
SELECT id, username, name, title, role, province, unit, lang, must_change, created_at AS since
FROM account
WHERE id = $1 AND disabled_at IS NULL

-- account_provinces() -> province text
SELECT DISTINCT province FROM account WHERE province <> '' ORDER BY province

-- account_list(province text, unit text) -> id id, username text, name text, title text, phone text, role text, province text, unit text, created_at int, disabled_at int, last_seen int
SELECT a.id, a.username, a.name, a.title, a.phone, a.role, a.province, a.unit, a.created_at,
    a.disabled_at, (SELECT max(s.seen_at) FROM session s WHERE s.account = a.id) AS last_seen
FROM account a
WHERE ($1 = '' OR a.province = $1) AND ($2 = '' OR a.unit = $2)
ORDER BY a.province, a.unit, a.role, a.username
LIMIT 2000

-- account_count() -> n int
SELECT count(*) AS n FROM account

-- account_name_taken(username text) -> n int
SELECT count(*) AS n FROM account WHERE username = $1

-- account_failed(id id, failed int, locked_until int) -> !
UPDATE account SET failed = $2, locked_until = $3 WHERE id = $1

-- Counts in one statement, so that guesses made at the same time all count; never ends a pause.
-- account_guess(id id, every int, until int) -> !
UPDATE account SET failed = failed + 1,
    locked_until = CASE WHEN (failed + 1) % $2 = 0 THEN $3 ELSE locked_until END
WHERE id = $1

-- account_password(id id, pass_hash text, must_change int) -> !
UPDATE account SET pass_hash = $2, must_change = $3, failed = 0, locked_until = 0 WHERE id = $1

-- account_lang(id id, lang text) -> !
UPDATE account SET lang = $2 WHERE id = $1

-- account_scope(id id) -> username text, province text, unit text
SELECT username, province, unit FROM account WHERE id = $1

-- account_enable(id id) -> !
UPDATE account SET disabled_at = NULL, failed = 0, locked_until = 0 WHERE id = $1

-- account_disable(id id, disabled_at int) -> !
UPDATE account SET disabled_at = $2 WHERE id = $1

-- session_add(token text, account id, created_at int, shared int, remote text) -> !
INSERT INTO session (token, account, created_at, seen_at, locked, shared, remote)
VALUES ($1, $2, $3, $3, 0, $4, $5)

-- session_user(token text) -> id id, username text, name text, title text, role text, province text, unit text, lang text, must_change int, since int, created_at int, seen_at int, locked int, shared int, places int
SELECT a.id, a.username, a.name, a.title, a.role, a.province, a.unit, a.lang, a.must_change,
    a.created_at AS since, s.created_at, s.seen_at, s.locked, s.shared,
    (SELECT num FROM meta WHERE name = 'places') AS places
FROM session s JOIN account a ON a.id = s.account
WHERE s.token = $1 AND a.disabled_at IS NULL

-- session_touch(token text, seen_at int) -> !
UPDATE session SET seen_at = $2 WHERE token = $1 AND seen_at < $2 AND locked = 0

-- session_lock(token text, locked int, seen_at int) -> !
UPDATE session SET locked = $2, seen_at = $3 WHERE token = $1

-- session_end(token text) -> !
DELETE FROM session WHERE token = $1

-- session_end_others(account id, token text) -> !
DELETE FROM session WHERE account = $1 AND token <> $2

-- session_sweep(seen_before int) -> !
DELETE FROM session WHERE created_at < $1

-- accounts_with_role(unit text, role text) -> id id, name text, phone text, role text, since int
SELECT id, name, phone, role, created_at AS since FROM account
WHERE unit = $1 AND ($2 = '' OR role = $2) AND disabled_at IS NULL
ORDER BY role, name

-- draft_put(id id, account id, path text, body text, saved_at int) -> !
INSERT INTO draft (id, account, path, body, saved_at) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (account, path) DO UPDATE SET body = excluded.body, saved_at = excluded.saved_at

-- draft_get(account id, path text) -> body text, saved_at int
SELECT body, saved_at FROM draft WHERE account = $1 AND path = $2

-- draft_drop(account id, path text) -> !
DELETE FROM draft WHERE account = $1 AND path = $2

-- answered_get(once id) -> account id, path text, result text
SELECT account, path, result FROM answered WHERE once = $1

-- answered_add(once id, account id, path text, result text, at int) -> !
INSERT INTO answered (once, account, path, result, at) VALUES ($1, $2, $3, $4, $5)

-- answered_sweep(before int) -> !
DELETE FROM answered WHERE at < $1
