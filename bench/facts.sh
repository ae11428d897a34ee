#!/usr/bin/env bash
# SPDX-License-Identifier: AGPL-3.0-or-later
# Facts of a province over ten years, straight into the tables of an installation: children, what was done for
# them, accidents, activities; before 2025-07-01 in the communes of that time, after it in today's. For bench/run stat.
#   bench/facts.sh DIR URL CHILDREN EVENTS [PROVINCE]     (51: 96 communes today; URL as of mang --db)
# Needs sqlite3 or psql. The same numbers give the same facts.
set -euo pipefail
cd "$(dirname "$0")/.."
dir=$1 url=$2 kids=$3 events=$4 province=${5:-51} mang=${MANG:-build/mang}
work=$dir/facts.sql
codes() { # DAY TABLE: the communes of the province, on that day under their own province
    local i=0 at
    for at in $province $($mang units list --level province --on 2025-06-30 --data "$dir" --db "$url" | cut -d, -f1 | tail -n +2); do
        [[ $at == "$province" || $2 == fact_old ]] || continue
        [[ $at == "$province" || " ${FORMER_PROVINCES:-62} " == *" $at "* ]] || continue
        while IFS=, read -r code _; do
            echo "INSERT INTO $2 VALUES ($i, '$at', '$code');"
            i=$((i + 1))
        done < <($mang units list --level commune --on "$1" --under "$at" --data "$dir" --db "$url" | tail -n +2)
        [[ $2 == fact_old ]] || break
    done
}
if [[ $url == sqlite:* ]]; then
    sql() { sqlite3 -bail "${url#sqlite:}"; }
    series() { echo "(SELECT value AS n FROM generate_series(1, $1))"; }
    uuid() { echo "printf('0190000$1-0000-7000-8000-%012x', $2)"; }
    day() { echo "date('2016-01-01', ($1) || ' days')"; }
else
    sql() { psql -q -v ON_ERROR_STOP=1 "$url"; }
    series() { echo "(SELECT generate_series(1::bigint, $1::bigint) AS n)"; }
    uuid() { echo "('0190000$1-0000-7000-8000-' || lpad(to_hex($2), 12, '0'))::uuid"; }
    day() { echo "to_char(date '2016-01-01' + ($1)::int, 'YYYY-MM-DD')"; }
fi
days=3950 cut=3469 # days since 2016-01-01: the span, and 2025-07-01
ms() { echo "(1451581200000 + ($1) * 86400000)"; }
hash() { echo "(($1) * 48271 + $2 * 7919) % 2147483647"; } # of a number, different for each use
pick() { # NUMBER USE WORD…
    local n=$1 use=$2 i=0 out
    shift 2
    out="CASE ($(hash "$n" "$use")) % $#"
    for w in "$@"; do out+=" WHEN $i THEN '$w'" i=$((i + 1)); done
    echo "$out END"
}
# The child n: day of its entry, commune by the map of that day.
child="SELECT n, ($(hash n 1)) % $days AS d, ($(hash n 2)) AS h FROM"
placed() { # SELECT of (n, d, h …): with its place
    echo "SELECT k.*, CASE WHEN k.d < $cut THEN o.province ELSE t.province END AS province,
        CASE WHEN k.d < $cut THEN o.code ELSE t.code END AS unit
        FROM ($1) AS k JOIN fact_old o ON o.i = k.h % (SELECT count(*) FROM fact_old)
        JOIN fact_new t ON t.i = k.h % (SELECT count(*) FROM fact_new)"
}
common="province, id, unit, version, created_at, updated_at, pack_version"
# Part number m of a child: where the child lies, at its moment.
part() { # TABLE KIND COUNT COLUMNS VALUES
    echo "INSERT INTO r_$1 ($common, unit_at, parent, root, $4)
        SELECT province, $(uuid "$2" m), unit, 1, $(ms e), $(ms e), 'facts', CASE WHEN d < $cut AND e >= $cut THEN $(ms d) END,
        $(uuid 1 n), $(uuid 1 n), $5
        FROM ($(placed "SELECT m, n, d, h, d + ($(hash m 5)) % ($days - d) AS e
        FROM (SELECT m, n, ($(hash n 1)) % $days AS d, ($(hash n 2)) AS h
        FROM (SELECT n AS m, ($(hash n 3)) % $kids + 1 AS n FROM $(series "$3") AS s) AS q) AS c")) AS p;"
}
# Triggers and indexes are away meanwhile: sorted once they are a third of the work.
of_facts() { # WHAT
    [[ $url == sqlite:* ]] || return 0
    [[ $1 == sql* ]] || echo "PRAGMA synchronous = OFF; PRAGMA cache_size = -2000000; PRAGMA temp_store = MEMORY;"
    sqlite3 "${url#sqlite:}" "SELECT $1 FROM sqlite_master WHERE type IN ('index', 'trigger') AND sql NOT NULL
        AND substr(tbl_name, 3) IN ('tre_em', 'ho_tro', 'tiem_chung', 'hoc_tap_nam', 'tai_nan', 'truyen_thong')"
}
own() { # TABLE KIND COUNT COLUMNS VALUES: a record of its own
    echo "INSERT INTO r_$1 ($common, $4) SELECT province, $(uuid "$2" n), unit, 1, $(ms d), $(ms d), 'facts', $5
        FROM ($(placed "$child $(series "$3") AS s")) AS p;"
}
{
    echo "CREATE TABLE fact_old (i int, province text, code text); CREATE TABLE fact_new (i int, province text, code text);"
    codes 2025-06-30 fact_old
    codes 2025-07-02 fact_new
    of_facts "'DROP ' || upper(type) || ' ' || name || ';'"
    echo "BEGIN;"
    echo "INSERT INTO r_tre_em ($common, label, ho_ten, ngay_sinh, gioi_tinh, tinh_trang)
        SELECT province, $(uuid 1 n), unit, 1, $(ms d), $(ms d), 'facts', 'Trẻ ' || n, 'Trẻ ' || n, $(day "d - ($(hash n 4)) % 3000"),
        $(pick n 6 nam nu), 'dang_theo_doi' FROM ($(placed "$child $(series "$kids") AS s")) AS p;"
    part ho_tro 2 $((events * 40 / 100)) "ngay, loai, so_tien, nguon" \
        "$(day e), $(pick m 7 tien_mat do_dung_hoc_tap quan_ao), (1 + ($(hash m 8)) % 20) * 100000, $(pick m 9 ca_nhan chuong_trinh doanh_nghiep)"
    part tiem_chung 3 $((events * 35 / 100)) "vac_xin, mui, ngay" "$(pick m 7 bcg soi viem_gan_b_so_sinh), 1, $(day e)"
    part hoc_tap_nam 4 $((events * 20 / 100)) "nam_hoc, cap, ket_qua" "2016 + e / 365, $(pick m 7 tieu_hoc thcs thpt), $(pick m 8 dang_hoc dang_hoc dang_hoc bo_hoc)"
    own tai_nan 5 $((events * 3 / 100)) "ngay, loai, noi, gioi_tinh, nhom_tuoi, tu_vong" \
        "$(day d), $(pick n 7 duoi_nuoc giao_thong nga), $(pick n 8 nha truong cong_dong), $(pick n 6 nam nu), $(pick n 9 duoi_6 6_10 11_15), CASE WHEN ($(hash n 10)) % 10 = 0 THEN 1 ELSE 0 END"
    own truyen_thong 6 $((events * 2 / 100)) "ngay, ten, loai, so_nguoi, kinh_phi" \
        "$(day d), 'Buổi ' || n, $(pick n 7 truyen_thanh hoi_nghi), ($(hash n 8)) % 300, ($(hash n 9)) % 50 * 100000"
    # One in twenty was corrected once.
    for t in ho_tro tai_nan; do
        cols=$([[ $t == ho_tro ]] && echo "parent, root, ngay, loai, so_tien, nguon" || echo "ngay, loai, noi, gioi_tinh, nhom_tuoi, tu_vong")
        echo "INSERT INTO h_$t ($common, $cols, replaced_at) SELECT $common, $cols, updated_at + 86400000 FROM r_$t WHERE (updated_at / 86400000) % 20 = 0;"
        echo "UPDATE r_$t SET version = 2, updated_at = updated_at + 86400000 WHERE (updated_at / 86400000) % 20 = 0;"
    done
    echo "INSERT INTO rec_held (province, unit, since) SELECT province, unit, min(created_at) FROM r_tre_em GROUP BY province, unit
        ON CONFLICT (province, unit) DO UPDATE SET since = excluded.since;"
    echo "COMMIT;"
    of_facts "sql || ';'"
    echo "DROP TABLE fact_old; DROP TABLE fact_new; ANALYZE;"
} >"$work"
sql <"$work"
rm -f "$work"
