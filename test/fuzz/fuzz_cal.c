// SPDX-License-Identifier: AGPL-3.0-or-later
/* Any bytes as a date, a clock, a moment; what is accepted is a real day and reads back. */
#include "base/cal.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    AUTO_ARENA *a = arena_open();
    struct str in = {(const char *)data, n};
    struct cal_date d, back;
    char text[11];
    int minute = 0;
    int64_t ms;
    if (!cal_parse(a, in, &d)) {
        BUG_IF(!cal_ok(d));
        cal_iso(d, text);
        BUG_IF(!cal_from_iso(str_of(text), &back) || cal_compare(d, back) != 0);
    }
    if (cal_from_iso(in, &d))
        BUG_IF(cal_parse(a, in, &back) || cal_compare(d, back) != 0);
    if (!cal_parse_clock(a, in, &minute))
        BUG_IF(minute < 0 || minute > 24 * 60);
    if (!cal_parse_moment(a, in, 1795226400000, &ms)) {
        int64_t again;
        BUG_IF(cal_parse_moment(a, str_of(cal_format_moment(a, ms)), 0, &again) &&
               ms < cal_ms(84370, 0));
    }
    return 0;
}
