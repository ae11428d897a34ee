// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Person names: one field, "Họ và tên". Rules are wide on purpose: one syllable is a name, so are
 * H'Hen Niê, K'Sor, Y-Bhăm and Sùng A Dế. Nothing is changed behind the user's back but spaces and,
 * when a whole name was typed in one case, its capitals.
 */
#include "base/base_int.h"

#include <utf8proc.h>

static bool is_letter(uint32_t cp)
{
    utf8proc_category_t c = utf8proc_category((utf8proc_int32_t)cp);
    return c >= UTF8PROC_CATEGORY_LU && c <= UTF8PROC_CATEGORY_LO;
}

/* A mark that has no composed letter (ơ with breve in Ba Na names). */
static bool is_mark(uint32_t cp)
{
    return cp >= 0x300 && cp < 0x370;
}

static const char *bad_character(uint32_t cp)
{
    if (cp >= '0' && cp <= '9')
        return N_("Họ và tên không có chữ số.");
    return N_("Họ và tên chỉ gồm chữ cái, khoảng trắng, dấu nháy ('), gạch nối (-) và dấu chấm.");
}

const char *text_name_ok(struct str name)
{
    if (name.n == 0)
        return N_("Chưa nhập họ và tên.");
    if (text_length(name) > TEXT_NAME_MAX)
        return N_("Họ và tên dài quá 100 ký tự.");
    bool any = false, after_letter = false;
    uint32_t cp = 0;
    for (size_t i = 0, k; i < name.n; i += k) {
        k = text_decode(name.p + i, name.n - i, &cp);
        if (k == 0)
            return bad_character(0xfffd);
        bool letter = is_letter(cp) || (after_letter && is_mark(cp));
        if (!letter && cp != ' ' && cp != '\'' && cp != '-' && cp != '.')
            return bad_character(cp);
        after_letter = letter;
        any = any || letter;
    }
    return any ? NULL : N_("Họ và tên cần có ít nhất một chữ cái.");
}

/* ---- capitals -------------------------------------------------------------------------------- */

/* All letters that have a case are of one case. */
static bool one_case(struct str s)
{
    bool upper = false, lower = false;
    uint32_t cp;
    for (size_t i = 0, k; i < s.n; i += k) {
        k = text_decode(s.p + i, s.n - i, &cp);
        if (k == 0)
            return false;
        upper = upper || text_lower(cp) != cp;
        lower = lower || text_upper(cp) != cp;
    }
    return upper != lower;
}

struct str text_name_tidy(struct arena *a, struct str name)
{
    name = str_trim(name);
    bool title = one_case(name), start = true, space = false;
    struct buf b = buf_in(a, name.n * 3 + 1);
    uint32_t cp;
    for (size_t i = 0, k; i < name.n; i += k) {
        k = text_decode(name.p + i, name.n - i, &cp);
        char tmp[4];
        if (k == 0) {
            k = 1;
            cp = 0xfffd;
        }
        if (cp == ' ' && space)
            continue;
        space = cp == ' ';
        if (title)
            cp = start ? text_upper(cp) : text_lower(cp);
        buf_add(&b, tmp, text_encode(cp, tmp));
        start = !is_letter(cp) && !is_mark(cp);
    }
    return buf_view(&b);
}

/* ---- initials ---------------------------------------------------------------------------------
 */

/* The letter without its tone, capital: ấ gives Â. Only the tone marks go. */
static uint32_t without_tone(uint32_t cp)
{
    static const char hooked[] = "1234567";
    static const uint16_t capital[] = {0x102, 0xc2, 0xca, 0xd4, 0x1a0, 0x1af, 0x110};
    int row = text_row(cp);
    char letter = row < 0 ? 0 : text_gen_letter[row];
    if (!letter)
        return text_upper(cp);
    const char *at = strchr(hooked, letter);
    return at ? capital[at - hooked] : (uint32_t)(letter - 'a' + 'A');
}

struct str text_initials(struct arena *a, struct str name)
{
    struct buf b = buf_in(a, name.n * 4 + 4);
    bool start = true;
    uint32_t cp;
    for (size_t i = 0, k; i < name.n; i += k) {
        k = text_decode(name.p + i, name.n - i, &cp);
        if (k == 0) {
            k = 1;
            continue;
        }
        if (start && is_letter(cp)) {
            char tmp[4];
            buf_add(&b, tmp, text_encode(without_tone(cp), tmp));
            buf_putc(&b, '.');
            start = false;
        }
        start = start || cp == ' ';
    }
    return buf_view(&b);
}
