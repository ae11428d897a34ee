// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Sentences of reports: {name} and {name|form} must be known, brackets must close. Each fault has
 * the column of its bracket.
 */
#include "pack/pack_int.h"

bool load_is_say_text(struct str name)
{
    static const char *const TEXTS[] = {"don_vi", "cap", "ky", "nam", "tu", "den"};
    for (size_t i = 0; i < COUNT(TEXTS); i++)
        if (str_is(name, TEXTS[i]))
            return true;
    return false;
}

static bool is_form(struct str form)
{
    static const char *const FORMS[] = {"cung_ky", "ky_truoc", "ke_hoach", "muc_tieu"};
    for (size_t i = 0; i < COUNT(FORMS); i++)
        if (str_is(form, FORMS[i]))
            return true;
    return false;
}

static bool is_indicator(const struct load *l, struct str id)
{
    const struct objects *o = &l->root[ROOT_INDICATORS];
    return pack_find(o->base, o->table->size, o->by_id, o->n, id) != NULL;
}

/* The inside of { }. */
static void check_name(struct load *l, struct pos pos, struct str inside, bool numbers)
{
    struct str name = inside, form = {0};
    const char *bar = memchr(inside.p, '|', inside.n);
    if (bar) {
        name.n = (size_t)(bar - inside.p);
        form = (struct str){bar + 1, inside.n - name.n - 1};
    }
    bool number = numbers && is_indicator(l, name);
    if (!number && !load_is_say_text(name))
        load_fault(l, pos, "Không có {" STR_FMT "} để điền", STR_ARG(name));
    else if (bar && (!number || !is_form(form)))
        load_fault(l, pos,
            "Không có dạng ‘|" STR_FMT "’ ở đây; có cung_ky, ky_truoc, ke_hoach, "
            "muc_tieu",
            STR_ARG(form));
}

struct say {
    const struct ynode *n;
    size_t at, open; /* open: of the last [, from 1; 0 = none */
    bool numbers;
};

/* At a { ; moves behind its }. False: it does not close. */
static bool check_braces(struct load *l, struct say *s)
{
    const char *p = s->n->text.p + s->at + 1;
    size_t left = s->n->text.n - s->at - 1, n = 0;
    while (n < left && p[n] != '}' && p[n] != '{' && p[n] != '[' && p[n] != ']')
        n++;
    if (n == left || p[n] != '}') {
        load_fault(l, load_pos(s->n, s->at), "‘{’ không đóng");
        return false;
    }
    check_name(l, load_pos(s->n, s->at), (struct str){p, n}, s->numbers);
    s->at += n + 1;
    return true;
}

static bool check_char(struct load *l, struct say *s)
{
    switch (s->n->text.p[s->at]) {
    case '{':
        return check_braces(l, s);
    case '}':
        load_fault(l, load_pos(s->n, s->at), "‘}’ không có ‘{’ mở trước");
        return false;
    case '[':
        if (s->open)
            load_fault(l, load_pos(s->n, s->at), "‘[’ trong ‘[’: chưa đóng dấu trước");
        s->open = s->at + 1;
        return true;
    case ']':
        if (!s->open)
            load_fault(l, load_pos(s->n, s->at), "‘]’ không có ‘[’ mở trước");
        s->open = 0;
        return true;
    default:
        return true;
    }
}

static void check_sentence(struct load *l, const struct ynode *n, bool numbers)
{
    struct say s = {.n = n, .numbers = numbers};
    for (; s.at < n->text.n; s.at++)
        if (!check_char(l, &s))
            return;
    if (s.open)
        load_fault(l, load_pos(n, s.open - 1), "‘[’ không đóng");
}

void load_check_say(struct load *l, const struct ynode *n, bool numbers)
{
    if (n->kind == Y_SCALAR)
        check_sentence(l, n, numbers);
    for (size_t i = 0; n->kind == Y_MAP && i + 1 < n->n; i += 2)
        if (n->kid[i + 1]->kind == Y_SCALAR)
            check_sentence(l, n->kid[i + 1], numbers);
}
