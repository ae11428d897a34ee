-- Lists brought in (src/import).

-- import_add(id id, reg text, province text, unit text, account id, by_name text, file text, hash text, made_at int) -> !
INSERT INTO import_batch (id, reg, province, unit, account, by_name, file, hash, state, tab, rows, good,
    bad, warned, twins, hidden, done, last_row, added, updated, skipped, kept, made_at, owner_until)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, -1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, $9, 0)

-- import_get(id id) -> id id, reg text, province text, unit text, account id, by_name text, file text, hash text, state int, tab int, rows int, good int, bad int, warned int, twins int, hidden int, done int, added int, updated int, skipped int, kept int, fault text, note text, made_at int, checked_at int, stored_at int, undone_at int, last_row int, tabs text
SELECT id, reg, province, unit, account, by_name, file, hash, state, tab, rows, good, bad, warned,
    twins, hidden, done, added, updated, skipped, kept, fault, note, made_at, checked_at, stored_at,
    undone_at, last_row, tabs
FROM import_batch WHERE id = $1

-- import_list(province text, unit text, most int) -> id id, reg text, province text, unit text, account id, by_name text, file text, hash text, state int, tab int, rows int, good int, bad int, warned int, twins int, hidden int, done int, added int, updated int, skipped int, kept int, fault text, note text, made_at int, checked_at int, stored_at int, undone_at int, last_row int, tabs text
SELECT id, reg, province, unit, account, by_name, file, hash, state, tab, rows, good, bad, warned,
    twins, hidden, done, added, updated, skipped, kept, fault, note, made_at, checked_at, stored_at,
    undone_at, last_row, tabs
FROM import_batch
WHERE ($1 = '' OR province = $1) AND ($2 = '' OR unit = $2)
ORDER BY made_at DESC, id DESC LIMIT $3

-- import_same_file(hash text, reg text, id id) -> id id
SELECT id FROM import_batch
WHERE hash = $1 AND reg = $2 AND id <> $3 AND stored_at IS NOT NULL AND undone_at IS NULL
ORDER BY stored_at DESC LIMIT 1

-- import_unfinished(hash text, reg text, unit text) -> id id
SELECT id FROM import_batch
WHERE hash = $1 AND reg = $2 AND unit = $3 AND state = 2 ORDER BY made_at DESC LIMIT 1

-- import_waiting(now int) -> id id
SELECT b.id FROM import_batch b
WHERE b.state IN (0, 2, 4) AND b.owner_until < $1
    AND EXISTS (SELECT 1 FROM import_piece p WHERE p.batch = b.id)
ORDER BY b.made_at LIMIT 1

-- Checked or unreadable, and nobody said yes.
-- import_stale(before int) -> id id
SELECT id FROM import_batch
WHERE state IN (0, 1, 6) AND made_at < $1 AND stored_at IS NULL AND added = 0 ORDER BY made_at LIMIT 50

-- import_own(id id, owner text, until int, now int) -> !
UPDATE import_batch SET owner = $2, owner_until = $3
WHERE id = $1 AND (owner_until < $4 OR owner = $2)

-- import_set_state(id id, from_state int, to_state int) -> !
UPDATE import_batch SET state = $3, done = 0 WHERE id = $1 AND state = $2

-- import_set_done(id id, done int) -> !
UPDATE import_batch SET done = $2 WHERE id = $1

-- import_set_stage(id id, rows int, note text) -> !
UPDATE import_batch SET rows = $2, note = $3 WHERE id = $1

-- import_set_checked(id id, state int, rows int, good int, bad int, warned int, twins int, hidden int, fault text, note text, at int, tabs text) -> !
UPDATE import_batch SET state = $2, rows = $3, good = $4, bad = $5, warned = $6, twins = $7,
    hidden = $8, fault = $9, note = $10, checked_at = $11, done = $3, tabs = $12
WHERE id = $1 AND state = 0

-- import_set_stored(id id, done int, last_row int, added int, updated int, skipped int) -> !
UPDATE import_batch SET done = $2, last_row = $3, added = $4, updated = $5, skipped = $6
WHERE id = $1 AND state = 2

-- import_end(id id, state int, stored_at int, undone_at int, kept int) -> !
UPDATE import_batch SET state = $2, stored_at = $3, undone_at = $4, kept = $5 WHERE id = $1

-- import_remap(id id, tab int) -> !
UPDATE import_batch SET state = 0, tab = $2, done = 0, rows = 0 WHERE id = $1 AND state IN (0, 1, 6)

-- import_forget(id id) -> !
DELETE FROM import_batch WHERE id = $1 AND stored_at IS NULL AND added = 0

-- import_piece_add(batch id, nth int, data blob) -> !
INSERT INTO import_piece (batch, nth, data) VALUES ($1, $2, $3)

-- import_pieces(batch id) -> data blob
SELECT data FROM import_piece WHERE batch = $1 ORDER BY nth

-- import_pieces_drop(batch id) -> !
DELETE FROM import_piece WHERE batch = $1

-- import_column_put(batch id, col int, heading text, target text, own int, twice int, sample text, before text, enc text) -> !
INSERT INTO import_column (batch, col, heading, target, own, twice, sample, before, enc)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
ON CONFLICT (batch, col) DO UPDATE SET heading = excluded.heading, target = excluded.target,
    own = excluded.own, twice = excluded.twice, sample = excluded.sample, before = excluded.before,
    enc = excluded.enc

-- import_columns(batch id) -> col int, heading text, target text, own int, twice int, sample text, before text, enc text
SELECT col, heading, target, own, twice, sample, before, enc FROM import_column WHERE batch = $1 ORDER BY col

-- import_columns_drop(batch id) -> !
DELETE FROM import_column WHERE batch = $1

-- import_fault_add(batch id, warning int, nth int, row_no int, col int, cell text, message text) -> !
INSERT INTO import_fault (batch, warning, nth, row_no, col, cell, message)
VALUES ($1, $2, $3, $4, $5, $6, $7)

-- import_faults(batch id, warning int) -> row_no int, col int, cell text, message text
SELECT row_no, col, cell, message FROM import_fault WHERE batch = $1 AND warning = $2 ORDER BY nth

-- import_faults_drop(batch id) -> !
DELETE FROM import_fault WHERE batch = $1

-- import_twin_add(batch id, row_no int, other_row int, record id, chance real, choice int, mine text, other text) -> !
INSERT INTO import_twin (batch, row_no, other_row, record, chance, choice, mine, other)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (batch, row_no) DO NOTHING

-- import_twins(batch id, most int, skip int) -> row_no int, other_row int, record id, chance real, choice int, mine text, other text
SELECT row_no, other_row, record, chance, choice, mine, other FROM import_twin
WHERE batch = $1 ORDER BY row_no LIMIT $2 OFFSET $3

-- import_twin_choices(batch id) -> row_no int, other_row int, record id, choice int
SELECT row_no, other_row, record, choice FROM import_twin WHERE batch = $1 ORDER BY row_no

-- import_twin_choose(batch id, row_no int, choice int) -> !
UPDATE import_twin SET choice = $3 WHERE batch = $1 AND row_no = $2

-- import_twin_choose_rest(batch id, choice int) -> !
UPDATE import_twin SET choice = $2 WHERE batch = $1 AND choice = 0

-- import_twins_drop(batch id) -> !
DELETE FROM import_twin WHERE batch = $1

-- import_trace_put(batch id, unit text, from_seq int, to_seq int) -> !
INSERT INTO import_trace (batch, unit, from_seq, to_seq) VALUES ($1, $2, $3, $4)
ON CONFLICT (batch, unit) DO UPDATE SET to_seq = excluded.to_seq

-- import_traces(batch id) -> unit text, from_seq int, to_seq int
SELECT unit, from_seq, to_seq FROM import_trace WHERE batch = $1 ORDER BY unit

-- import_traced(unit text, from_seq int, to_seq int, request text, most int) -> seq int, record id, action text
SELECT seq, record, action FROM journal
WHERE unit = $1 AND seq > $2 AND seq <= $3 AND request = $4 ORDER BY seq LIMIT $5

-- Was anything done about this record after the batch's own line (unit, seq), by others?
-- import_touched(root id, request text, undoing text, unit text, seq int, at int) -> seq int
SELECT seq FROM journal
WHERE root = $1 AND request <> $2 AND request <> $3 AND action NOT IN ('xem', 'xem_khan_cap')
    AND ((unit = $4 AND seq > $5) OR (unit <> $4 AND at > $6)) LIMIT 1

-- import_traces_drop(batch id) -> !
DELETE FROM import_trace WHERE batch = $1

-- import_heading_put(province text, unit text, reg text, heading text, target text) -> !
INSERT INTO import_heading (province, unit, reg, heading, target) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (province, unit, reg, heading) DO UPDATE SET target = excluded.target

-- import_headings(province text, unit text, reg text) -> heading text, target text
SELECT heading, target FROM import_heading WHERE province = $1 AND unit = $2 AND reg = $3
