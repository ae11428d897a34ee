// SPDX-License-Identifier: AGPL-3.0-or-later
/* How a number comes about, in words: for its page and for `mang stat explain`. */
#include "stat/stat_int.h"

static void put_label(struct act *act, struct val *x, const char *key, struct label l)
{
    if (!l.vi)
        return;
    bool en = act->user && act->user->lang == LANG_EN && l.en;
    val_text(x, key, en ? l.en : l.vi);
}

static void put_source(struct val *x, const struct source *s)
{
    if (s->text)
        val_text(x, "source", s->text);
    val_bool(x, "verify", s->verify);
}

static void put_dims(struct act *act, struct val *x, const struct dimension *const *by, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct val *d = val_add(x, "by");
        val_text(d, "id", by[i]->id);
        put_label(act, d, "label", by[i]->label);
    }
}

static void put_counted(struct act *act, struct val *x, const struct measure *m)
{
    const struct pack_names names = {.pack = act->site->pack, .reg = m->reg, .measure = m};
    val_bool(x, "counted", true);
    val_text(x, "register_id", m->reg->id);
    put_label(act, x, "register", m->reg->plural.vi ? m->reg->plural : m->reg->label);
    if (m->day)
        put_label(act, x, "day", m->day->label);
    val_bool(x, "event", m->kind == MEASURE_EVENT);
    if (m->when)
        val_text(x, "when", stat_words(act, m->when, &names));
    if (m->value)
        val_text(x, "value", stat_words(act, m->value, &names));
    for (size_t i = 0; i < m->nwith; i++)
        val_text(val_add(x, "with"), "text", stat_related_words(act, m, &m->with[i]));
}

static void put_entered(struct act *act, struct val *x, const struct measure *m)
{
    static const char *const KIND[] = {[MEASURE_STOCK] = "tại thời điểm cuối kỳ",
        [MEASURE_FLOW] = "cộng dồn trong kỳ",
        [MEASURE_RATE] = "tỷ lệ do cơ quan khác tính"};
    val_bool(x, "counted", false);
    val_text(x, "kind", KIND[m->kind]);
    put_label(act, x, "owner", m->owner);
    val_text(x, "level", m->level);
    val_text(x, "every", m->every);
}

static void put_measure(struct act *act, struct val *x, const struct measure *m)
{
    val_text(x, "id", m->id);
    put_label(act, x, "label", m->label);
    put_label(act, x, "definition", m->definition);
    put_label(act, x, "unit", m->unit);
    put_source(x, &m->source);
    put_dims(act, x, m->by, m->nby);
    if (m->reg)
        put_counted(act, x, m);
    else
        put_entered(act, x, m);
}

struct naming {
    struct act *act;
    struct val *x;
    const struct measure *done[64];
    size_t n;
};

static void name_measure(void *ctx, struct str path, int slot)
{
    (void)path;
    struct naming *k = ctx;
    const struct measure *m = &k->act->site->pack->measures[slot];
    for (size_t i = 0; i < k->n; i++)
        if (k->done[i] == m)
            return;
    if (k->n == COUNT(k->done))
        return;
    k->done[k->n++] = m;
    put_measure(k->act, val_add(k->x, "measures"), m);
}

static const char *formula(struct act *act, const struct indicator *i)
{
    const char *num = stat_words(act, i->numerator, NULL);
    if (!i->denominator)
        return num;
    const char *den = stat_words(act, i->denominator, NULL);
    return i->factor > 1 ? arena_printf(act->a, "(%s) : (%s) × %.0f", num, den, i->factor)
                         : arena_printf(act->a, "(%s) : (%s)", num, den);
}

void stat_explain(struct act *act, const struct indicator *i, struct val *into)
{
    val_text(into, "id", i->id);
    put_label(act, into, "label", i->label);
    put_label(act, into, "definition", i->definition);
    put_label(act, into, "unit", i->unit);
    val_text(into, "formula", formula(act, i));
    put_label(act, into, "owner", i->owner);
    val_text(into, "every", i->every);
    val_text(into, "parent_code", i->parent_code);
    val_text(into, "good", i->good == GOOD_UP ? "up" : i->good == GOOD_DOWN ? "down" : NULL);
    val_bool(into, "open", i->open);
    put_source(into, &i->source);
    put_dims(act, into, i->by, i->nby);
    struct naming k = {.act = act, .x = into};
    expr_names(i->numerator, name_measure, &k);
    if (i->denominator)
        expr_names(i->denominator, name_measure, &k);
}
