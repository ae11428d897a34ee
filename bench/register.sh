# SPDX-License-Identifier: AGPL-3.0-or-later
# shellcheck shell=bash disable=SC2154
# The register of children as it grows. Sourced by bench/run.
# REG_N ("100000 1000000"): how many children; REG_PG ("100000"): the same on PostgreSQL.
# BIG=DIR: a site that is there already (DIR/site, DIR/pg: see bench/README), measured as well.

# people_site NAME N: a register of N children in $work/NAME, on PostgreSQL if NAME ends in pg
people_site() {
    local d=$work/$1
    rm -rf "$d" && mkdir -p "$d"
    if [[ $1 == *pg ]]; then
        tools/pg stop "$work/pg" >/dev/null 2>&1 || true
        rm -rf "$work/pg"
        pg_start "$work/pg" "-c fsync=off"
    fi
    command time -f '%e s' "$tool/people" "$d" "$(url_of "$1")" "$2" 2>"$d/filled" >"$d/people" ||
        { cat "$d/filled"; return 1; }
    tail -1 "$d/filled"
    if [[ $1 == *pg ]]; then
        tools/pg stop "$work/pg"
        pg_start "$work/pg"
    fi
}
pg_start() { PG_OPTIONS="-c wal_level=minimal -c max_wal_senders=0 -c shared_buffers=2GB ${2:-}" tools/pg start "$1" >/dev/null; }

# all_loaded DIR: waits until everybody is in the index; what the server said of it
all_loaded() {
    until grep -q persons_loaded "$1/log"; do sleep 0.2; done
    grep -o '"persons":"[^}]*' "$1/log" | tail -1
}
# turn DIR LABEL KIND CLIENTS ARGS…: one line of load against what listens
turn() {
    local d=$1 label=$2 kind=$3 clients=$4 before pg0 out
    shift 4
    before=$(cpu $pid) pg0=$(pg_cpu)
    out=$($tool/load "$kind" $port "$d/sessions" "$clients" "$secs" "$@")
    awk -v o="$out" -v c=$(($(cpu $pid) - before)) -v g=$(($(pg_cpu) - pg0)) -v s="$secs" -v l="$label" 'BEGIN {
        split(o, w, " "); n = w[1] * s
        printf "%-26s %6d req/s  p50 %7s  p99 %7s ms  CPU %5.0f us", l, w[1], w[4], w[7], c * 1e4 / n
        if (g) printf " + %5.0f us PostgreSQL", g * 1e4 / n
        printf "  bad %s %s\n", w[15], w[17] }'
}
# people_turns DIR: pages, searches and saving, one client and then several
people_turns() {
    local d=$1 c
    for c in ${CLIENTS-1 4}; do
        say "$c clients"
        turn "$d" "child page" get $c '/so/tre_em/%s'
        turn "$d" "list, first page" get $c /so/tre_em
        turn "$d" "list, filtered" get $c '/so/tre_em?gioi_tinh=nu'
        turn "$d" "list of a mark" get $c '/so/tre_em?loc=thieu_co_ban'
        turn "$d" "list, page 100" get $c '/so/tre_em?trang=100'
        turn "$d" "villages" get $c /so/tre_em/in-danh-sach
        turn "$d" "duplicates" get $c /trung
        turn "$d" "assistance" get $c /tro-cap
        turn "$d" "search while typing" search $c /tim/goi-y "$d/words"
        turn "$d" "search" search $c /tim "$d/words"
        turn "$d" "insert and match" save $c "$d/names"
    done
}
# people_served DIR URL: starts, says when it answered and when everybody was loaded, and measures
people_served() {
    local t0=$EPOCHREALTIME t1
    serve "$1" "$2"
    t1=$EPOCHREALTIME
    echo "first answer after $(((${t1/./} - ${t0/./}) / 1000)) ms"
    $tool/load sign-in $port "$1/people" "$1/sessions"
    turn "$1" "search, still loading" search 1 /tim/goi-y "$1/words"
    all_loaded "$1"
    grep VmRSS /proc/$pid/status
    people_turns "$1"
    grep VmRSS /proc/$pid/status
    stop $pid
}
measure_register() {
    local n pg=$work/pg
    for n in ${REG_N-100000 1000000}; do
        say "$n children, SQLite"
        people_site "people$n" "$n"
        people_served "$work/people$n" "$(url_of "people$n")"
        rm -rf "${work:?}/people$n"
    done
    for n in ${REG_PG-100000}; do
        say "$n children, PostgreSQL"
        people_site "people${n}pg" "$n"
        people_served "$work/people${n}pg" "$(url_of "people${n}pg")"
        rm -rf "${work:?}/people${n}pg"
    done
    [ -z "${BIG:-}" ] && return
    say "what is in $BIG, PostgreSQL"
    pg_start "$BIG/pg"
    pg_dir=$BIG/pg people_served "$BIG/site" "$(tools/pg url "$BIG/pg")"
    tools/pg stop "$BIG/pg"
}
