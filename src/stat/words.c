// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Expressions of numbers as people read them: names become what the fields are called, codes their
 * labels, operators words. Only for reading; what is counted is the expression.
 */
#include "stat/stat_int.h"

struct words {
    struct act *act;
    const struct pack_names *names;
    struct buf b;
    const struct codelist *list; /* of the last name: texts after it are its codes */
};

static const struct {
    const char *word, *text;
} WORDS[] = {{"and", "và"}, {"or", "hoặc"}, {"not", "không"}, {"in", "thuộc"}, {"is", "là"},
    {"null", "trống"}, {"has", "có"}, {"true", "có"}, {"false", "không"}, {"date", ""},
    {"start", "đầu kỳ"}, {"end", "cuối kỳ"}, {"today", "hôm nay"}, {"age", "tuổi"},
    {"months", "số tháng"}, {"year", "năm"}, {"month", "tháng"}, {"day", "ngày"},
    {"coalesce", "giá trị đầu tiên"}, {"if", "nếu"}, {"min", "số nhỏ"}, {"max", "số lớn"},
    {"full", "biết đủ ngày"}, {"length", "độ dài"}, {"unit", "xã"}, {"state", "trạng thái"},
    {"code", "mã"}};

static bool letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static bool name_char(char c)
{
    return letter(c) || (c >= '0' && c <= '9') || c == '.';
}

static const char *word_text(struct str w)
{
    for (size_t i = 0; i < COUNT(WORDS); i++)
        if (str_is(w, WORDS[i].word))
            return WORDS[i].text;
    return NULL;
}

static const char *measure_label(const struct words *k, struct str w)
{
    const struct pack *p = k->act->site->pack;
    for (size_t i = 0; i < p->nmeasures; i++)
        if (str_is(w, p->measures[i].id))
            return p->measures[i].label.vi;
    return NULL;
}

const char *stat_related_words(struct act *act, const struct measure *m, const struct related *w)
{
    static const char *const HOW[RELATED__COUNT] = {
        "có", "số", "tổng", "ngày đầu tiên có", "ngày gần nhất có", "thời hạn", "ngày làm bước"};
    if (w->clock)
        return arena_printf(act->a, "%s “%s”", HOW[w->how], w->clock->label.vi);
    if (w->step)
        return arena_printf(act->a, "%s “%s”", HOW[w->how], w->step->label.vi);
    const struct pack_names names = {.pack = act->site->pack, .related = w};
    const char *when = w->when ? stat_words(act, w->when, &names) : NULL;
    const char *value = w->value ? stat_words(act, w->value, &names) : NULL;
    (void)m;
    return arena_printf(act->a, "%s %s%s“%s”%s%s%s", HOW[w->how], value ? value : "",
        value ? " ở " : "", w->reg->label.vi,
        !w->day   ? ""
        : w->ever ? " đến cuối kỳ"
                  : " trong kỳ",
        when ? " mà " : "", when ? when : "");
}

/* What a name means; NULL = it is none. */
static const char *name_text(struct words *k, struct str w)
{
    if (!k->names)
        return measure_label(k, w);
    struct expr_scope scope = pack_scope(k->names);
    enum xtype type;
    int slot;
    if (!scope.lookup(&scope, w, &type, &slot))
        return NULL;
    struct xname n = pack_name(k->act->site->pack, slot);
    if (n.kind == NAME_RELATED)
        return arena_printf(
            k->act->a, "[%s]", stat_related_words(k->act, k->names->measure, n.related));
    if (!n.field)
        return NULL;
    k->list = n.field->list;
    if (n.kind == NAME_PARENT)
        return arena_printf(k->act->a, "%s của %s", n.field->label.vi, n.reg->label.vi);
    if (n.kind == NAME_REF)
        return arena_printf(k->act->a, "%s của %s", n.field->label.vi, n.ref->label.vi);
    return n.field->label.vi;
}

static size_t put_name(struct words *k, const char *p)
{
    size_t n = 0;
    while (name_char(p[n]))
        n++;
    struct str w = {p, n};
    const char *word = word_text(w), *name = word ? NULL : name_text(k, w);
    if (name)
        buf_printf(&k->b, "“%s”", name);
    else if (word)
        buf_puts(&k->b, word);
    else
        buf_str(&k->b, w);
    return n;
}

static size_t put_constant(struct words *k, const char *p)
{
    const char *end = strchr(p + 1, '\'');
    size_t n = end ? (size_t)(end - p) - 1 : strlen(p + 1);
    struct str text = {p + 1, n};
    const struct code *c = k->list ? list_code(k->list, text) : NULL;
    buf_str(&k->b, c ? str_of(c->label.vi) : text);
    return end ? n + 2 : n + 1;
}

const char *stat_words(struct act *act, const struct expr *e, const struct pack_names *names)
{
    struct words k = {.act = act, .names = names, .b = buf_in(act->a, 8000)};
    for (const char *p = expr_text(e); *p;) {
        if (letter(*p))
            p += put_name(&k, p);
        else if (*p == '\'')
            p += put_constant(&k, p);
        else
            buf_putc(&k.b, *p++);
    }
    return k.b.p;
}
