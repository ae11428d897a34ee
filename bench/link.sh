# SPDX-License-Identifier: AGPL-3.0-or-later
# shellcheck shell=bash disable=SC2154
# Linkage: mang link dedupe beside what else one would do, on the same file. Sourced by bench/run.
# PER_METHOD (600): the seconds a method in SQL may take. LINK_N (1000000): records.
link_n=${LINK_N:-1000000} per_method=${PER_METHOD:-600} lw=$work/link

# link_file NAME N KIND [SEED]: data, truth and units below $lw
link_file() {
    [ -s "$lw/$1.csv" ] || $tool/linkgen --n "$2" --seed "${4:-1}" --kind "$3" --out "$lw/$1.csv" \
        --truth "$lw/$1.truth.csv" --units "$lw/units.csv"
}
# timed LABEL COMMAND…: runs it; its line for the table of ratios, with seconds and MB
timed() {
    local label=$1
    shift
    command time -o "$lw/time" -f '%e %U %M' timeout "$per_method" "$@" 2>"$lw/err" ||
        { echo "$label: not finished in $per_method s, or failed: $(tail -1 "$lw/err")"; return 1; }
    read -r took user memory <"$lw/time"
    printf '%s: %.2f s, %.2f s CPU, %d MB\n' "$label" "$took" "$user" $((memory / 1024))
}
# judged LABEL TRUTH PAIRS [CLUSTERS]: precision, recall, F1; remembers the line for the table
judged() {
    $tool/linkeval "$lw/$2.truth.csv" "$lw/$3" ${4:+--clusters "$lw/$4"} | tee "$lw/judged" | sed 's/^/  /'
    awk -v l="$1" -v t="$took" '/^pairs / {print l "\t" t "\t" $3 "\t" $5 "\t" $7}' "$lw/judged" >>"$lw/table"
}
dedupe() { # LABEL FILE THREADS
    timed "$1" $mang link dedupe "$lw/$2.csv" --units "$lw/units.csv" --threads "$3" \
        --pairs "$lw/pairs.csv" --clusters "$lw/clusters.csv" || return 0
    sed 's/^/  /' "$lw/err"
    judged "$1" "$2" pairs.csv clusters.csv
}

fold_file() { $tool/linkfold <"$lw/$1.csv" >"$lw/$1.tsv"; }
exact_sqlite() { # FILE
    rm -f "$lw/exact.db"
    sqlite3 "$lw/exact.db" "CREATE TABLE r (ma INTEGER PRIMARY KEY, name TEXT, born TEXT)" \
        '.mode tabs' ".import $lw/$1.tsv r"
    cat >"$lw/exact.sql" <<-'END'
	.mode csv
	SELECT a.ma, b.ma, 0 FROM r a JOIN r b ON b.name = a.name AND b.born = a.born AND b.ma > a.ma
	WHERE a.born <> '';
	END
    sqlite3 "$lw/exact.db" 'CREATE INDEX i ON r (name, born)'
    timed "exact name + birth date, SQLite" sh -c "{ echo ma_1,ma_2,bits; sqlite3 $lw/exact.db <$lw/exact.sql; } >$lw/pairs.csv" &&
        judged "exact, SQLite" "$1" pairs.csv
}
in_pg() { PGOPTIONS='-c client_min_messages=warning' psql -q -X -v ON_ERROR_STOP=1 "$(tools/pg url "$work/pg")" "$@"; }
load_pg() { # FILE
    in_pg -c 'DROP TABLE IF EXISTS r' -c 'CREATE TABLE r (ma int, name text, born date)' \
        -c "\\copy r FROM '$lw/$1.tsv' (NULL '')" -c 'CREATE INDEX ON r (born)' -c 'ANALYZE r'
}
sql_pg() { # LABEL FILE QUERY
    printf '%s\n' "\\copy ($3) TO '$lw/rows.csv' (FORMAT csv)" >"$lw/query.sql"
    timed "$1" psql -q -X -v ON_ERROR_STOP=1 -f "$lw/query.sql" "$(tools/pg url "$work/pg")" || return 1
    { echo ma_1,ma_2,bits; cat "$lw/rows.csv"; } >"$lw/pairs.csv"
    judged "$1" "$2" pairs.csv
}
exact_pg() { # FILE
    sql_pg "exact, PostgreSQL" "$1" "SELECT a.ma, b.ma, 0 FROM r a JOIN r b USING (name, born) WHERE a.ma < b.ma"
}
trigrams() { # LABEL FILE LEAST: bits are 40 times the similarity
    sql_pg "$1" "$2" "SELECT a.ma, b.ma, 40 * similarity(a.name, b.name) FROM r a JOIN r b USING (born) WHERE a.ma < b.ma AND similarity(a.name, b.name) >= $3"
}
pg_methods() {
    tools/pg start "$work/pg" >/dev/null
    in_pg -c 'CREATE EXTENSION IF NOT EXISTS pg_trgm' 2>/dev/null || { echo "pg_trgm is missing (postgresql-contrib)"; return; }
    link_file sample 100000 ordinary 2
    fold_file sample
    load_pg sample
    trigrams "pg_trgm, 100 k to choose" sample 0.4
    local best
    best=$(awk '/^best F1/ {print $5 / 40}' "$lw/judged")
    say "pg_trgm within birth dates, similarity >= $best (best of the sample)"
    load_pg million
    exact_pg million
    trigrams "pg_trgm" million "$best" || true
    tools/pg stop "$work/pg"
}
link_ratios() {
    say "the same $link_n records; ratios to mang with two threads"
    awk -F'\t' '$1 == "mang, 2 threads" {t = $2; f = $5}
        {row[NR] = $0} END {for (i = 1; i <= NR; i++) {split(row[i], c, "\t")
        if (c[1] !~ /100 k/) printf "%-22s %8.2f s %7.1f x  P %s R %s F1 %s (%+.4f)\n", c[1], c[2], c[2] / t, c[3], c[4], c[5], c[5] - f}}' "$lw/table"
}
measure_link() {
    mkdir -p "$lw" && rm -f "$lw/table"
    say "linkage of $link_n records (bars: 1.0 s, 300 MB, F1 0.985)"
    link_file million "$link_n" ordinary
    for _ in $(seq "$rounds"); do dedupe "mang, 2 threads" million 2; done | tail -n 12
    dedupe "mang, 1 thread" million 1
    say "exact match of folded name and birth date; folding is not counted"
    fold_file million
    exact_sqlite million
    pg_methods
    link_ratios
}
measure_linkkinds() {
    mkdir -p "$lw"
    for kind in ordinary dense hard clean english; do
        for seed in 1 2; do
            say "linkage of 95,000 records, $kind, seed $seed"
            link_file "$kind$seed" 95000 "$kind" "$seed"
            dedupe "$kind" "$kind$seed" 2
        done
    done
}
measure_linkgrowth() {
    local n
    mkdir -p "$lw"
    for n in 95000 1000000 5000000 ${BIG:+25000000}; do
        say "linkage of $n records (25 million with BIG=1; bars there: 60 s, 8 GB)"
        link_file "n$n" "$n" ordinary
        dedupe "mang, $n" "n$n" 2
        [ "$n" -le 1000000 ] || rm -f "$lw/n$n".*
    done
}
