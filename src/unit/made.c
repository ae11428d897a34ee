// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Changes that make units: a line that names the new unit (new_name) says what is from its day on,
 * so that it may end units that would have gone on and begin ones with a new code. Only communes;
 * everything is checked against the tree and the other lines before it is stored.
 */
#include "unit/unit_int.h"

/* "Xã", "Phường" … by the first word of a name. */
static enum unit_kind kind_by_name(const char *name)
{
    static const struct {
        const char *word;
        enum unit_kind kind;
    } words[] = {{"Xã ", UNIT_XA}, {"Phường ", UNIT_PHUONG}, {"Đặc khu ", UNIT_DAC_KHU},
        {"Thị trấn ", UNIT_THI_TRAN}};
    for (size_t i = 0; i < COUNT(words); i++)
        if (strncmp(name, words[i].word, strlen(words[i].word)) == 0 && name[strlen(words[i].word)])
            return words[i].kind;
    return UNIT_KIND__COUNT;
}

static bool is_commune_code(const char *s)
{
    return strlen(s) == 5 && strspn(s, "0123456789") == 5;
}

static bool changes_later(const struct unit_tree *t, const char *code, int32_t day)
{
    size_t n;
    const struct unit_change *c = unit_successors(t, code, &n);
    return n && c[n - 1].day > day;
}

const char *unit_made_fault(
    struct arena *a, const struct unit_tree *t, const struct unit_change *c, const char *new_name)
{
    char day[11];
    unit_day_text(c->day, day);
    const struct unit *before = unit_find(t, c->old_code, c->day - 1);
    if (!before)
        return arena_printf(a, "ngay trước ngày %s không có đơn vị mã %s", day, c->old_code);
    if (before->level != UNIT_COMMUNE)
        return arena_printf(a, "%s không phải là xã, phường hay đặc khu", before->name);
    if (!is_commune_code(c->new_code))
        return arena_printf(a, "mã xã mới “%.20s” phải có 5 chữ số", c->new_code);
    if (kind_by_name(new_name) == UNIT_KIND__COUNT || strlen(new_name) > 200)
        return "tên đơn vị mới phải bắt đầu bằng Xã, Phường, Đặc khu hoặc Thị trấn";
    if (changes_later(t, c->old_code, c->day) || changes_later(t, c->new_code, c->day))
        return arena_printf(a,
            "%s (mã %s) còn có thay đổi sau ngày %s; hãy trả lại thay đổi ấy trước", before->name,
            c->old_code, day);
    const struct unit *after = unit_find(t, c->new_code, c->day);
    if (after == before && streq(after->name, new_name) && !unit_change_is_split(c->kind))
        return arena_printf(a, "vòng lặp: %s (mã %s) thành chính nó mà không có gì đổi vào ngày %s",
            before->name, c->old_code, day);
    return NULL;
}

static bool same_day(const struct unit_making *a, const struct unit_making *b)
{
    return a->change.day == b->change.day;
}

const char *unit_made_clash(
    struct arena *a, const struct unit_making *v, size_t n, const struct unit_making *of)
{
    for (size_t i = 0; i < n; i++) {
        const struct unit_making *x = &v[i];
        if (x == of || !same_day(x, of))
            continue;
        if (streq(x->change.new_code, of->change.new_code) && !streq(x->new_name, of->new_name))
            return arena_printf(
                a, "mã %s có hai tên: %s và %s", of->change.new_code, of->new_name, x->new_name);
        bool ends = streq(x->change.old_code, of->change.new_code) &&
                    !streq(x->change.new_code, of->change.new_code) &&
                    !streq(of->change.old_code, of->change.new_code);
        if (ends && !unit_made_goes_on(v, n, x))
            return arena_printf(a,
                "vòng lặp: đơn vị mã %s nhận đất của mã %s và cùng ngày lại nhập vào mã %s",
                of->change.new_code, of->change.old_code, x->change.new_code);
    }
    return NULL;
}

bool unit_made_goes_on(const struct unit_making *v, size_t n, const struct unit_making *of)
{
    for (size_t i = 0; i < n; i++)
        if (same_day(&v[i], of) && streq(v[i].change.old_code, of->change.old_code) &&
            streq(v[i].change.new_code, of->change.old_code))
            return true;
    return false;
}

/* ---- storing --------------------------------------------------------------------------------- */

static enum err put(struct dbc *c, const char *batch, const struct unit_making *m, const char *code,
    const char *name, const char *parent)
{
    char day[11];
    const char *kind = *name ? unit_kind_code(kind_by_name(name)) : "";
    return db_exec(c, Q_UNIT_MADE_ADD,
        ARGS(batch, code, unit_day_text(m->change.day, day), name, kind, parent,
            m->change.resolution),
        NULL);
}

static bool told_before(const struct unit_making *v, size_t i, bool old)
{
    for (size_t k = 0; k < i; k++)
        if (same_day(&v[k], &v[i]) && streq(old ? v[k].change.old_code : v[k].change.new_code,
                                          old ? v[i].change.old_code : v[i].change.new_code))
            return true;
    return false;
}

static bool receives(const struct unit_making *v, size_t n, const struct unit_making *of)
{
    for (size_t i = 0; i < n; i++)
        if (same_day(&v[i], of) && streq(v[i].change.new_code, of->change.old_code))
            return true;
    return false;
}

enum err unit_put_made(struct dbc *c, const char *batch, const struct unit_tree *t,
    const struct unit_making *v, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const struct unit_change *k = &v[i].change;
        const struct unit *old = unit_find(t, k->old_code, k->day - 1);
        const struct unit *there = unit_find(t, k->new_code, k->day);
        bool as_is = there && streq(there->name, v[i].new_name);
        if (!as_is && !told_before(v, i, false))
            TRY(put(
                c, batch, &v[i], k->new_code, v[i].new_name, there ? there->parent : old->parent));
        bool ends = old->to > k->day && !unit_made_goes_on(v, n, &v[i]) && !receives(v, n, &v[i]);
        if (ends && !told_before(v, i, true))
            TRY(put(c, batch, &v[i], k->old_code, "", ""));
    }
    return OK;
}

/* ---- building -------------------------------------------------------------------------------- */

void unit_build_made(struct unit_build *b, const struct unit *made)
{
    struct unit_tree *t = b->t;
    struct unit fresh = *made;
    fresh.to = UNIT_OPEN;
    for (size_t i = 0; i < t->nunits; i++) {
        struct unit *u = &t->units[i];
        if (!streq(u->code, made->code) || u->to <= made->from)
            continue;
        if (u->from >= made->from) {
            fresh.to = u->from < fresh.to ? u->from : fresh.to;
            continue;
        }
        u->to = made->from;
    }
    if (*made->name && fresh.to > fresh.from)
        unit_build_unit(b, &fresh);
}
