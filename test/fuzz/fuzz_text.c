// SPDX-License-Identifier: AGPL-3.0-or-later
/* Any bytes through everything that takes typed text; invariants: output is UTF-8, cleaning and
 * folding are idempotent, a printed number reads back. */
#include "base/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void keys(struct arena *a, struct str s)
{
    struct str f = text_fold(a, s), *words;
    BUG_IF(!text_utf8_ok(f) || !str_eq(text_fold(a, f), f));
    text_fold_words(a, s, &words);
    text_sort_key(a, s);
    BUG_IF(!text_utf8_ok(text_name_tidy(a, s)) || !text_utf8_ok(text_initials(a, s)));
    text_name_ok(s);
}

static void numbers(struct arena *a, struct str s)
{
    int64_t i, back;
    double r, rback;
    char out[16], pid[13];
    if (!text_parse_int(s, &i))
        BUG_IF(text_parse_int(str_of(text_format_int(a, i)), &back) || back != i);
    if (!text_parse_real(s, &r) && r > -1e9 && r < 1e9)
        BUG_IF(text_parse_real(str_of(text_format_real(a, r, 3)), &rback));
    if (!text_parse_money(s, 1000, &i)) {
        BUG_IF(
            i < 0 || text_parse_money(str_of(text_format_money(a, i, 1)), 1, &back) || back != i);
        text_money_words(a, i);
    }
    if (!text_phone(s, out))
        BUG_IF(text_phone(str_of(out), out));
    if (!text_pid(s, pid))
        text_pid_warning(pid, TEXT_SEX_MALE, 2015);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    AUTO_ARENA *a = arena_open();
    struct str in = {(const char *)data, n}, out, again;
    for (int flags = TEXT_LINE; flags <= TEXT_NAME; flags++) {
        if (text_clean(a, in, (enum text_flags)flags, &out))
            continue;
        BUG_IF(text_clean(a, out, (enum text_flags)flags, &again) || !str_eq(out, again));
    }
    struct text_guess g = text_guess(a, in);
    BUG_IF(!text_utf8_ok(g.text) || g.confidence < 0 || g.confidence > 100);
    for (int e = TEXT_UTF8; e <= TEXT_UTF8_TWICE; e++)
        BUG_IF(!text_utf8_ok(text_convert(a, in, (enum text_enc)e)));
    keys(a, in);
    numbers(a, in);
    return 0;
}
