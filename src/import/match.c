// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * What a heading means, and which code a word in a cell stands for. All is compared folded (no
 * marks, no case, no signs); the words come from the pack: labels, ids and `aka`.
 */
#include "import/import_int.h"

#include <stdlib.h>

enum { EXACT = 1000, MOST_EXTRA = 4, SHORT_LIST = 6 };

struct word {
    struct str fold;
    size_t n; /* words */
    const struct field *field;
    bool unit;
};
struct code_word {
    struct str fold;
    const struct code *code;
};
struct code_words {
    const struct field *field;
    struct code_word *v;
    size_t n;
};
struct words {
    const struct reg *reg;
    struct word *v;
    size_t n, cap;
    struct code_words *lists; /* by field slot */
};

bool import_field(const struct field *f)
{
    return !f->compute && f->type != F_FILE && f->type != F_ROWS && f->type != F_REF &&
           f->cls != CLASS_SECRET;
}

bool import_takes(const struct reg *reg)
{
    return !reg->parent && !reg->procedure;
}

/* ---- targets as text ------------------------------------------------------------------------- */

static const char *const PARTS[] = {[TO_DAY] = "ngay", [TO_MONTH] = "thang", [TO_YEAR] = "nam"};

static const struct field *field_named(const struct reg *reg, struct str s)
{
    for (size_t i = 0; i < reg->nfields; i++)
        if (str_is(s, reg->fields[i].id) && import_field(&reg->fields[i]))
            return &reg->fields[i];
    return NULL;
}

static struct aim mark_read(const struct reg *reg, struct str field, const char *rest)
{
    const char *plus = strchr(rest, '+');
    struct aim t = {.kind = TO_MARK, .field = field_named(reg, field)};
    struct str code = {rest, plus ? (size_t)(plus - rest) : strlen(rest)};
    t.code = t.field && t.field->list ? list_code(t.field->list, code) : NULL;
    t.dated = plus ? field_named(reg, str_of(plus + 1)) : NULL;
    return t.code ? t : (struct aim){.kind = TO_NOTHING};
}

struct aim aim_read(const struct reg *reg, const char *text)
{
    struct aim t = {.kind = TO_NOTHING};
    if (streq(text, "@id") || streq(text, "@xa") || streq(text, "@ban"))
        return (struct aim){.kind = text[1] == 'i' ? TO_ID : text[1] == 'x' ? TO_UNIT : TO_VERSION};
    size_t n = strcspn(text, ".=");
    if (text[n] == '=')
        return mark_read(reg, (struct str){text, n}, text + n + 1);
    const struct field *f = field_named(reg, (struct str){text, n});
    if (!f)
        return t;
    if (!text[n])
        return (struct aim){.kind = TO_FIELD, .field = f};
    for (int k = TO_DAY; k <= TO_YEAR && f->type == F_DATE; k++)
        if (streq(text + n + 1, PARTS[k]))
            t = (struct aim){.kind = (enum to_kind)k, .field = f};
    return t;
}

const char *aim_text(struct arena *a, const struct aim *t)
{
    switch (t->kind) {
    case TO_FIELD:
        return t->field->id;
    case TO_DAY:
    case TO_MONTH:
    case TO_YEAR:
        return arena_printf(a, "%s.%s", t->field->id, PARTS[t->kind]);
    case TO_MARK:
        return arena_printf(a, "%s=%s%s%s", t->field->id, t->code->id, t->dated ? "+" : "",
            t->dated ? t->dated->id : "");
    case TO_ID:
        return "@id";
    case TO_VERSION:
        return "@ban";
    case TO_UNIT:
        return "@xa";
    case TO_NOTHING:
        break;
    }
    return "";
}

/* ---- words of the pack ----------------------------------------------------------------------- */

static size_t count_words(struct str fold)
{
    size_t n = fold.n > 0;
    for (size_t i = 0; i < fold.n; i++)
        n += fold.p[i] == ' ';
    return n;
}

static void add_word(struct arena *a, struct words *w, struct str text, const struct field *f)
{
    struct str fold = text_fold(a, text);
    if (!fold.n)
        return;
    if (w->n == w->cap) {
        w->cap = w->cap ? 2 * w->cap : 256;
        struct word *v = NEW_N(a, struct word, w->cap);
        if (w->n)
            memcpy(v, w->v, w->n * sizeof *v);
        w->v = v;
    }
    w->v[w->n++] = (struct word){fold, count_words(fold), f, f == NULL};
}

static void add_aka(struct arena *a, struct words *w, const char *aka, const struct field *f)
{
    struct str rest = str_of(aka), one;
    while (aka && str_split(&rest, ';', &one))
        add_word(a, w, one, f);
}

static void add_code(struct arena *a, struct code_words *k, struct str text, const struct code *c)
{
    struct str fold = text_fold(a, text);
    if (fold.n)
        k->v[k->n++] = (struct code_word){fold, c};
}

static size_t most_codes(const struct codelist *l)
{
    size_t n = 2 * l->ncodes;
    for (size_t i = 0; i < l->ncodes; i++)
        for (const char *p = l->codes[i].aka; p; p = strchr(p, ';') ? strchr(p, ';') + 1 : NULL)
            n++;
    return n;
}

static void add_codes(struct arena *a, struct code_words *k, const struct field *f)
{
    k->field = f;
    k->v = NEW_N(a, struct code_word, most_codes(f->list) + 1);
    for (size_t i = 0; i < f->list->ncodes; i++) {
        const struct code *c = &f->list->codes[i];
        add_code(a, k, str_of(c->label.vi), c);
        add_code(a, k, str_of(c->id), c);
        struct str rest = str_of(c->aka), one;
        while (c->aka && str_split(&rest, ';', &one))
            add_code(a, k, one, c);
    }
}

struct words *words_make(struct arena *a, const struct reg *reg)
{
    struct words *w = NEW(a, struct words);
    w->reg = reg;
    w->lists = NEW_N(a, struct code_words, reg->nfields);
    for (size_t i = 0; i < reg->nfields; i++) {
        const struct field *f = &reg->fields[i];
        if (!import_field(f))
            continue;
        add_word(a, w, str_of(f->label.vi), f);
        add_word(a, w, str_of(f->id), f);
        add_aka(a, w, f->aka, f);
        if (f->list)
            add_codes(a, &w->lists[i], f);
    }
    add_aka(a, w, reg->unit_aka, NULL);
    return w;
}

/* ---- headings -------------------------------------------------------------------------------- */

/* `part` as whole words within `all`. */
static bool has_words(struct str all, struct str part)
{
    for (size_t i = 0; i + part.n <= all.n; i++)
        if ((i == 0 || all.p[i - 1] == ' ') && memcmp(all.p + i, part.p, part.n) == 0 &&
            (i + part.n == all.n || all.p[i + part.n] == ' '))
            return true;
    return false;
}

static int score_word(const struct word *k, struct str fold, size_t n)
{
    if (str_eq(k->fold, fold))
        return EXACT + (int)k->n;
    if (k->n < 2 || n > k->n + MOST_EXTRA || !has_words(fold, k->fold))
        return 0;
    return 100 * (int)k->n - 20 * (int)(n - k->n);
}

static struct aim match_field(
    const struct words *w, struct str fold, const struct field *only, int *score)
{
    struct aim t = {.kind = TO_NOTHING};
    *score = 0;
    size_t n = count_words(fold);
    for (size_t i = 0; i < w->n && fold.n; i++) {
        const struct word *k = &w->v[i];
        int s = only && k->field != only ? 0 : score_word(k, fold, n);
        if (s <= *score)
            continue;
        *score = s;
        t = (struct aim){.kind = k->unit ? TO_UNIT : TO_FIELD, .field = k->field};
    }
    return t;
}

static const struct code *exact_code(const struct code_words *k, struct str fold)
{
    for (size_t i = 0; i < k->n; i++)
        if (str_eq(k->v[i].fold, fold))
            return k->v[i].code;
    return NULL;
}

/* A column of its own for each answer: "Nam" and "Nữ", "Hộ nghèo" and "Hộ cận nghèo". */
static struct aim match_mark(
    const struct words *w, struct str fold, const struct field *of, int *score)
{
    for (size_t i = 0; i < w->reg->nfields; i++) {
        const struct code_words *k = &w->lists[i];
        bool fits = of ? k->field == of
                       : k->n && (k->field->list->ncodes <= SHORT_LIST || count_words(fold) > 1);
        const struct code *c = fits && k->n && fold.n > 1 ? exact_code(k, fold) : NULL;
        if (c) {
            *score = of ? EXACT + 50 : EXACT / 2;
            return (struct aim){.kind = TO_MARK, .field = k->field, .code = c};
        }
    }
    *score = 0;
    return (struct aim){.kind = TO_NOTHING};
}

/* "Ngày sinh (dd/mm/yyyy)": what stands in brackets is a hint. */
static struct str without_brackets(struct arena *a, const char *s)
{
    struct buf b = buf_in(a, 4000);
    int depth = 0;
    for (; *s; s++) {
        depth += *s == '(';
        if (!depth)
            buf_putc(&b, *s);
        depth -= *s == ')' && depth > 0;
    }
    return text_fold(a, buf_view(&b));
}

static struct aim match_one(struct arena *a, const struct words *w, const char *text, int *score)
{
    int other;
    struct aim t = match_field(w, text_fold(a, str_of(text)), NULL, score);
    struct aim u = match_field(w, without_brackets(a, text), NULL, &other);
    if (other > *score) {
        t = u;
        *score = other;
    }
    return t;
}

/* A heading below another one: parts of a date, answers of a choice, or a heading in its own right.
 */
static struct aim match_below(
    struct arena *a, const struct words *w, const char *top, const char *sub, int *score)
{
    int above, both, alone;
    struct aim over = match_one(a, w, top, &above);
    struct str fold = text_fold(a, str_of(sub));
    if (above && over.kind == TO_FIELD && over.field->type == F_DATE) {
        bool year = strpbrk(sub, "\xc4\xcc") != NULL; /* Năm, not the sex Nam */
        struct aim mark = match_mark(w, fold, NULL, score);
        mark.dated = over.field;
        if (mark.kind == TO_MARK && !year) {
            *score = EXACT + 60;
            return mark;
        }
        for (int k = TO_DAY; k <= TO_YEAR; k++)
            if (str_is(fold, PARTS[k])) {
                *score = EXACT + 100;
                return (struct aim){.kind = (enum to_kind)k, .field = over.field};
            }
    }
    if (above && over.kind == TO_FIELD && over.field->list) {
        struct aim mark = match_mark(w, fold, over.field, score);
        if (mark.kind == TO_MARK)
            return mark;
    }
    struct aim whole = match_one(a, w, arena_printf(a, "%s %s", sub, top), &both);
    struct aim t = match_one(a, w, sub, &alone);
    *score = both > alone ? both : alone;
    return both > alone ? whole : t;
}

struct aim words_match(
    struct arena *a, const struct words *w, const char *top, const char *sub, int *score)
{
    if (top && sub && *top && *sub && !streq(top, sub))
        return match_below(a, w, top, sub, score);
    const char *text = sub && *sub ? sub : top;
    *score = 0;
    if (!text)
        return (struct aim){.kind = TO_NOTHING};
    if (streq(text, "_id") || streq(text, "@id")) {
        *score = 2 * EXACT;
        return (struct aim){.kind = TO_ID};
    }
    if (streq(text, "_ban")) {
        *score = 2 * EXACT;
        return (struct aim){.kind = TO_VERSION};
    }
    struct aim t = match_one(a, w, text, score);
    if (*score >= EXACT)
        return t;
    const char *slash = strstr(text, " / "); /* two headings in one, as in a marked copy */
    if (slash && slash > text)
        return match_below(a, w, arena_dupn(a, text, (size_t)(slash - text)), slash + 3, score);
    int marked;
    struct aim mark = match_mark(w, text_fold(a, str_of(text)), NULL, &marked);
    if (marked > *score) {
        *score = marked;
        t = mark;
    }
    return t;
}

/* ---- words in cells -------------------------------------------------------------------------- */

/* Edit distance, given up past `most`. */
static size_t distance(struct str x, struct str y, size_t most)
{
    enum { LONGEST = 60 };
    if (x.n > LONGEST || y.n > LONGEST || (x.n > y.n ? x.n - y.n : y.n - x.n) > most)
        return most + 1;
    size_t row[LONGEST + 1];
    for (size_t j = 0; j <= y.n; j++)
        row[j] = j;
    for (size_t i = 1; i <= x.n; i++) {
        size_t before = row[0];
        row[0] = i;
        for (size_t j = 1; j <= y.n; j++) {
            size_t cost = before + (x.p[i - 1] != y.p[j - 1]);
            before = row[j];
            size_t step = (row[j] < row[j - 1] ? row[j] : row[j - 1]) + 1;
            row[j] = cost < step ? cost : step;
        }
    }
    return row[y.n];
}

static const char *nearest(const struct code_words *k, struct str fold)
{
    size_t best = fold.n / 2 + 1;
    const char *label = NULL;
    for (size_t i = 0; i < k->n; i++) {
        size_t d = distance(k->v[i].fold, fold, best);
        if (has_words(k->v[i].fold, fold) && best > 1)
            d = 1;
        if (d < best) {
            best = d;
            label = k->v[i].code->label.vi;
        }
    }
    return label;
}

const struct code *words_code(struct arena *a, const struct words *w, const struct field *f,
    struct str text, const char **near)
{
    struct str fold = text_fold(a, text);
    const struct code_words *k = &w->lists[f->slot];
    const struct code *c = exact_code(k, fold);
    /* "dân tộc Thái", "01: Kinh" */
    for (size_t i = 0; !c && i < k->n; i++)
        if (k->v[i].fold.n > 2 && fold.n > k->v[i].fold.n && fold.n - k->v[i].fold.n <= 9 &&
            str_ends(fold, k->v[i].fold.p) && fold.p[fold.n - k->v[i].fold.n - 1] == ' ' &&
            str_starts(fold, "dan toc "))
            c = k->v[i].code;
    if (!c && near)
        *near = nearest(k, fold);
    return c;
}

const char *words_unit(struct act *act, const char *province, struct str text)
{
    int32_t day = unit_day_of_ms(act->now_ms);
    const char *code = arena_dupn(act->a, text.p, text.n);
    const struct unit *u = unit_find(act->units, code, day);
    if (u)
        return u->code;
    size_t n;
    struct str fold = text_fold(act->a, text);
    const struct unit **v = unit_search(act->units, act->a, fold.p, province, day, 2, &n);
    if (n == 0 || v[0]->level != UNIT_COMMUNE)
        return NULL;
    return n == 1 || !str_eq(text_fold(act->a, str_of(v[0]->name)),
                         text_fold(act->a, str_of(v[1]->name)))
               ? v[0]->code
               : NULL;
}

const struct import_target *import_targets(struct arena *a, const struct reg *reg, size_t *n)
{
    struct import_target *v = NEW_N(a, struct import_target, 16 * reg->nfields + 3);
    size_t k = 0;
    for (size_t i = 0; i < reg->nfields; i++) {
        const struct field *f = &reg->fields[i];
        if (!import_field(f))
            continue;
        v[k++] = (struct import_target){f->id, f->label.vi};
        for (int part = TO_DAY; f->type == F_DATE && part <= TO_YEAR; part++)
            v[k++] = (struct import_target){
                arena_printf(a, "%s.%s", f->id, PARTS[part]), arena_printf(a, "%s: %s", f->label.vi,
                                                                  part == TO_DAY     ? "ngày"
                                                                  : part == TO_MONTH ? "tháng"
                                                                                     : "năm")};
        for (size_t c = 0;
             f->type == F_CHOICE && f->list->ncodes <= SHORT_LIST && c < f->list->ncodes; c++)
            v[k++] = (struct import_target){arena_printf(a, "%s=%s", f->id, f->list->codes[c].id),
                arena_printf(a, "%s: %s (đánh dấu x)", f->label.vi, f->list->codes[c].label.vi)};
    }
    if (reg->unit_aka)
        v[k++] = (struct import_target){"@xa", N_("Xã, phường của dòng")};
    v[k++] = (struct import_target){"@id", N_("Mã nối lại với sổ (cột ẩn)")};
    v[k++] = (struct import_target){"@ban", N_("Lần sửa lúc xuất (cột ẩn)")};
    *n = k;
    return v;
}
