# SPDX-License-Identifier: AGPL-3.0-or-later
# shellcheck shell=bash disable=SC2154
# Numbers. Sourced by bench/run.
#   stat    facts of a province over ten years (FACTS="1 10 100": times 10,000 children and 100,000 events, 100 =
#           1 million and 10 million; FACTS_PG the same on PostgreSQL): every indicator of every commune for a year
#           counted anew, then read from kept figures; what one more event costs
#   values  VALUES (200000; 4900000 for the comparison) data values brought in as DHIS2's CSV, time to the first
#           right answer, the same as plain SQL. DHIS2 publishes 10 minutes of table building for 4.9 million
#           values and queries of 1.05 s in the median, 175 s at p90 (performance.dhis2.org).

facts_site() { # NAME TIMES
    local d=$work/$1 from
    rm -rf "$d" && mkdir -p "$d"
    if [[ $1 == *pg ]]; then
        tools/pg stop "$work/pg" >/dev/null 2>&1 || true
        rm -rf "$work/pg"
        pg_start "$work/pg"
    fi
    $mang init --data "$d" --db "$(url_of "$1")" >/dev/null
    from=$(date +%s.%N)
    bench/facts.sh "$d" "$(url_of "$1")" $((10000 * $2)) $((100000 * $2))
    echo "filled in $(awk -v a="$from" -v b="$(date +%s.%N)" 'BEGIN {printf "%.1f", b - a}') s"
}
compute() { # NAME MORE…
    local d=$1
    shift
    command time -f '%e s, %M KB' "$mang" stat compute --indicator all --unit 51 --level commune --period 2024 \
        --data "$work/$d" --db "$(url_of "$d")" "$@" >"$work/$d/figures"
}
# Kept figures as pages: a person of the province signs in and opens them again and again.
figure_pages() { # NAME
    local d=$work/$1 jar=$work/$1/jar at=http://127.0.0.1:$port csrf path
    $mang user add bench.tinh --role lanh_dao_tinh --province 51 --full-name "Bench" --data "$d" --db "$(url_of "$1")" \
        >"$d/user" 2>&1 <<<"suoi-gao-dieu" || true
    local password
    password=$(grep -oE '[a-z]+-[a-z]+-[a-z]+-[0-9]+' "$d/user" | head -1)
    serve "$d" "$(url_of "$1")"
    csrf=$(curl -s -c "$jar" -b "$jar" $at/dang-nhap | grep -oE 'name="csrf" value="[^"]+"' | head -1 | cut -d'"' -f4)
    curl -s -o /dev/null -c "$jar" -b "$jar" --data-urlencode "csrf=$csrf" -d "ten=bench.tinh" \
        --data-urlencode "mat_khau=${password:-suoi-gao-dieu}" $at/dang-nhap
    for path in /lanh-dao /chi-tieu; do
        for _ in $(seq 20); do curl -s -o /dev/null -b "$jar" "$at$path"; done
        for _ in $(seq 300); do curl -s -o /dev/null -b "$jar" -w '%{http_code} %{time_total}\n' "$at$path"; done |
            awk '{print $1, $2 * 1000}' | sort -k2n | awk -v p=$path '{v[NR] = $2; c = $1} END {
                printf "%s (%s): p50 %.2f ms, p99 %.2f ms\n", p, c, v[int(NR * .5)], v[int(NR * .99)]}'
    done
    stop "$pid"
}
measure_stat() {
    local times db
    for times in ${FACTS:-1}; do
        say "$((10000 * times)) children, $((100000 * times)) events of ten years, SQLite"
        facts_site facts "$times"
        for how in --fresh "" ""; do
            echo "all indicators, all communes, 2024 ${how:-kept}:"
            # shellcheck disable=SC2086
            compute facts $how
        done
        figure_pages facts
    done
    for times in ${FACTS_PG:-}; do
        say "$((10000 * times)) children, $((100000 * times)) events of ten years, PostgreSQL"
        facts_site facts_pg "$times"
        for how in --fresh "" ""; do
            echo "all indicators, all communes, 2024 ${how:-kept}:"
            # shellcheck disable=SC2086
            compute facts_pg $how
        done
        figure_pages facts_pg
    done
}

# One line a value: of measures that communes enter, for years and communes until there are enough.
value_lines() { # NAME
    local d=$work/$1
    echo "dataelement,period,orgunit,categoryoptioncombo,attributeoptioncombo,value"
    $mang units list --level commune --on 2024-07-01 --data "$d" --db "$(url_of "$1")" | tail -n +2 | cut -d, -f1 >"$d/communes"
    awk -v n="${VALUES:-200000}" -v elements="${ELEMENTS:?codes of entered measures}" 'BEGIN {m = split(elements, e, " ")}
        {u[NR] = $1} END {for (i = 0; i < n; i++) {k = int(i / NR); y = 2001 + int(k / m) % 24
            printf "%s,%d,%s,,,%d\n", e[1 + k % m], y, u[1 + i % NR], (i * 48271) % 1000}}' "$d/communes"
}
measure_values() {
    local d=$work/values
    ELEMENTS=${ELEMENTS:-$(awk '/measure: / {match($0, /measure: [a-z0-9_]+/); m = substr($0, RSTART + 9, RLENGTH - 9)}
        /level: xa/ && m {printf "%s ", m; m = ""}' packs/vn/so_lieu/nhap_*.yaml)}
    say "${VALUES:-200000} data values from a CSV, SQLite"
    rm -rf "$d" && mkdir -p "$d"
    $mang init --data "$d" --db "$(url_of values)" >/dev/null
    value_lines values >"$d/values.csv"
    time $mang exchange import "$d/values.csv" --data "$d" --db "$(url_of values)" | tail -3
    echo "first query, and again:"
    for _ in 1 2; do compute values; done
    echo "the same rows as plain SQL:"
    time sqlite3 "$d/mang.db" "SELECT measure, unit, sum(value) FROM stat_value WHERE day_to = 20231231 GROUP BY measure, unit" | tail -1
}
