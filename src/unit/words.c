// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Days as numbers, and the words for kinds and levels: as stored, and as shown in Vietnamese.
 * A day is yyyymmdd so that comparing is enough; a month or a year stands for its last day.
 */
#include "unit/unit_int.h"

#include <stdio.h>

static bool digits(const char *p, size_t n, int32_t *out)
{
    int32_t v = 0;
    for (size_t i = 0; i < n; i++) {
        if (p[i] < '0' || p[i] > '9')
            return false;
        v = v * 10 + (p[i] - '0');
    }
    *out = v;
    return true;
}

static int32_t days_in(int32_t year, int32_t month)
{
    static const int8_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return days[month - 1] + (month == 2 && leap);
}

int32_t unit_day(const char *iso)
{
    size_t n = iso ? strlen(iso) : 0;
    int32_t y, m = 12, d = 0;
    if (n != 4 && n != 7 && n != 10)
        return -1;
    if (!digits(iso, 4, &y) || y == 0)
        return -1;
    if (n >= 7 && (iso[4] != '-' || !digits(iso + 5, 2, &m)))
        return -1;
    if (n == 10 && (iso[7] != '-' || !digits(iso + 8, 2, &d)))
        return -1;
    if (m < 1 || m > 12)
        return -1;
    if (n < 10)
        d = days_in(y, m);
    return d >= 1 && d <= days_in(y, m) ? y * 10000 + m * 100 + d : -1;
}

int32_t unit_day_of_ms(int64_t ms)
{
    enum { SECOND = 1000, DAY = 86400, VIETNAM = 7 * 3600 };
    int64_t s = ms / SECOND - (ms % SECOND < 0) + VIETNAM;
    int64_t days = s / DAY - (s % DAY < 0);
    int32_t y = 1970;
    for (int32_t len; days >= (len = days_in(y, 2) + 337); y++)
        days -= len;
    for (; days < 0; days += days_in(y, 2) + 337)
        y--;
    int32_t m = 1;
    for (; days >= days_in(y, m); m++)
        days -= days_in(y, m);
    return y * 10000 + m * 100 + (int32_t)days + 1;
}

const char *unit_day_text(int32_t day, char out[11])
{
    out[0] = '\0';
    if (day > UNIT_SINCE_EVER && day < UNIT_OPEN)
        snprintf(out, 11, "%04u-%02u-%02u", (unsigned)day / 10000 % 10000,
            (unsigned)day / 100 % 100, (unsigned)day % 100);
    return out;
}

struct word {
    const char *code, *name;
};
static const struct word kinds[UNIT_KIND__COUNT] = {
    [UNIT_TINH] = {"tinh", "tỉnh"},
    [UNIT_THANH_PHO] = {"thanh_pho", "thành phố"},
    [UNIT_QUAN] = {"quan", "quận"},
    [UNIT_HUYEN] = {"huyen", "huyện"},
    [UNIT_THI_XA] = {"thi_xa", "thị xã"},
    [UNIT_XA] = {"xa", "xã"},
    [UNIT_PHUONG] = {"phuong", "phường"},
    [UNIT_THI_TRAN] = {"thi_tran", "thị trấn"},
    [UNIT_DAC_KHU] = {"dac_khu", "đặc khu"},
};
static const struct word changes[UNIT_CHANGE_KIND__COUNT] = {
    [UNIT_MERGE_FULL] = {"merge_full", "nhập toàn bộ"},
    [UNIT_UNCHANGED] = {"unchanged", "giữ nguyên"},
    [UNIT_RENAME] = {"rename", "đổi tên"},
    [UNIT_RETYPE] = {"retype", "đổi loại đơn vị"},
    [UNIT_DISTRICT_TO_SPECIAL_ZONE] = {"district_to_special_zone", "huyện thành đặc khu"},
    [UNIT_SPLIT_PART] = {"split_part", "nhập một phần"},
    [UNIT_SPLIT_AREA_ONLY] = {"split_part_area_only", "nhập một phần diện tích, không có dân"},
    [UNIT_SPLIT_ALL_POPULATION] = {"split_part_area_all_population",
        "nhập một phần diện tích và toàn bộ dân"},
    [UNIT_SPLIT_POPULATION_ONLY] = {"split_part_population_only", "nhập một phần dân"},
    [UNIT_SPLIT_COMPLETE] = {"split_complete", "nhập một phần, đã đủ các phần"},
};
static const char *const levels[UNIT_LEVEL__COUNT] = {"", "province", "district", "commune"};

static size_t word_of(const struct word *w, size_t n, struct str code)
{
    size_t i = 0;
    while (i < n && !str_is(code, w[i].code))
        i++;
    return i;
}

const char *unit_kind_code(enum unit_kind k)
{
    return kinds[k].code;
}

const char *unit_kind_name(enum unit_kind k)
{
    return kinds[k].name;
}

enum unit_kind unit_kind_of(struct str word)
{
    return (enum unit_kind)word_of(kinds, COUNT(kinds), word);
}

const char *unit_change_code(enum unit_change_kind k)
{
    return changes[k].code;
}

const char *unit_change_name(enum unit_change_kind k)
{
    return changes[k].name;
}

enum unit_change_kind unit_change_of(struct str word)
{
    return (enum unit_change_kind)word_of(changes, COUNT(changes), word);
}

bool unit_change_is_split(enum unit_change_kind k)
{
    return k >= UNIT_SPLIT_PART && k <= UNIT_SPLIT_COMPLETE;
}

enum unit_level unit_level_of(const char *word)
{
    for (size_t i = UNIT_PROVINCE; i < COUNT(levels); i++)
        if (streq(word, levels[i]))
            return (enum unit_level)i;
    return UNIT_ANY;
}
