// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * mang stat: numbers on the command line. compute prints indicators of units and periods as CSV,
 * JSON or text; explain says how one comes about.
 */
#include "cmd/cmd_int.h"

#include "base/csv.h"
#include "stat/stat.h"

#include <math.h>
#include <stdio.h>

struct stat_cmd {
    struct cmd *c;
    struct cmd_site *s;
    struct act *act;
    struct stat_ask ask;
    const char *by[STAT_BY_MAX]; /* as typed, for the head */
    const struct indicator **v;
    size_t n;
};

static int wrong(const struct cmd *c, const char *option, const char *value, const char *why)
{
    fprintf(stderr, "mang stat: --%s %s: %s\n", option, value ? value : "", why);
    (void)c;
    return EXIT_USE;
}

/* ---- what is asked ----------------------------------------------------------------------------
 */

static const struct dimension *dimension_named(const struct pack *p, struct str id)
{
    static const char *const SHORT[][2] = {{"sex", "gioi_tinh"}, {"age", "nhom_tuoi"},
        {"ethnicity", "nhom_dan_toc"}, {"group", "nhom_hcdb"}};
    for (size_t i = 0; i < COUNT(SHORT); i++)
        if (str_is(id, SHORT[i][0]))
            return pack_dimension(p, SHORT[i][1]);
    for (size_t i = 0; i < p->ndimensions; i++)
        if (str_is(id, p->dimensions[i].id))
            return &p->dimensions[i];
    return NULL;
}

static int read_by(struct stat_cmd *k)
{
    struct str rest = str_of(k->c->by), part;
    while (k->c->by && rest.n && str_split(&rest, ',', &part)) {
        part = str_trim(part);
        const struct dimension *d = dimension_named(k->act->site->pack, part);
        const char *id = arena_dupn(k->c->a, part.p, part.n);
        if (!d)
            return wrong(k->c, "by", id, "no such dimension");
        if (k->ask.nby == STAT_BY_MAX)
            return wrong(k->c, "by", k->c->by, "at most three dimensions");
        k->by[k->ask.nby] = id;
        k->ask.by[k->ask.nby++] = d;
    }
    return EXIT_DONE;
}

static int read_period(struct stat_cmd *k)
{
    struct cmd *c = k->c;
    enum regime regime = REGIME_CALENDAR;
    if (c->regime && streq(c->regime, "cutoff15"))
        regime = REGIME_CUTOFF15;
    else if (c->regime && !streq(c->regime, "calendar"))
        return wrong(c, "regime", c->regime, "calendar or cutoff15");
    if (!c->period)
        return wrong(c, "period", NULL, "missing: 2024, 2024-Q3, 2024-9M, 2024-H1, 2016..2020");
    const char *bad = period_parse(c->a, str_of(c->period), regime, &k->ask.period);
    return bad ? wrong(c, "period", c->period, bad) : EXIT_DONE;
}

/* The last moment of a day. */
static int64_t end_of(int32_t day)
{
    struct cal_date d = {day / 10000, day / 100 % 100, day % 100};
    return cal_ms(cal_day(d) + 1, 0) - 1;
}

static int read_days(struct stat_cmd *k)
{
    struct cmd *c = k->c;
    if (c->map && (k->ask.map = unit_day(c->map)) < 0)
        return wrong(c, "map", c->map, "not a date (2025-06-30)");
    int32_t known = c->as_known ? unit_day(c->as_known) : 0;
    if (known < 0)
        return wrong(c, "as-known", c->as_known, "not a date (2025-06-30)");
    if (known)
        k->ask.known = end_of(known);
    return EXIT_DONE;
}

static int read_unit(struct stat_cmd *k)
{
    struct cmd *c = k->c;
    k->ask.unit = c->unit && !streq(c->unit, "vn") ? c->unit : "";
    k->ask.level = c->level ? unit_level_of(c->level) : UNIT_ANY;
    if (c->level && k->ask.level == UNIT_ANY)
        return wrong(c, "level", c->level, "province, district or commune");
    return EXIT_DONE;
}

static bool may_split(const struct indicator *i, const struct stat_ask *ask)
{
    size_t found = 0;
    for (size_t k = 0; k < ask->nby; k++)
        for (size_t d = 0; d < i->nby; d++)
            found += i->by[d] == ask->by[k];
    return found == ask->nby;
}

static const struct indicator *indicator_named(const struct pack *p, const char *code)
{
    const struct indicator *i = pack_indicator(p, code);
    for (size_t k = 0; !i && k < p->nindicators; k++)
        if (streq(p->indicators[k].parent_code, code))
            i = &p->indicators[k];
    return i;
}

static void add_indicator(struct stat_cmd *k, const struct indicator *i)
{
    for (size_t n = 0; n < k->n; n++)
        if (k->v[n] == i)
            return;
    if (may_split(i, &k->ask))
        k->v[k->n++] = i;
}

static void add_programme(struct stat_cmd *k, const struct programme *p)
{
    for (size_t o = 0; o < p->nobjectives; o++)
        for (size_t i = 0; i < p->objectives[o].nitems; i++)
            for (size_t n = 0; n < p->objectives[o].items[i].nparts; n++)
                add_indicator(k, p->objectives[o].items[i].parts[n].indicator);
}

/* One of "CODE,CODE,PROGRAMME". */
static int read_indicator(struct stat_cmd *k, const char *code)
{
    const struct pack *p = k->act->site->pack;
    const struct programme *all = pack_programme(p, code);
    const struct indicator *i = all ? NULL : indicator_named(p, code);
    if (!i && !all)
        return wrong(k->c, "indicator", code, "no such indicator or programme");
    if (i && !may_split(i, &k->ask))
        return wrong(k->c, "by", k->c->by, "this indicator is not split like that");
    if (all)
        add_programme(k, all);
    else
        add_indicator(k, i);
    return EXIT_DONE;
}

static int read_indicators(struct stat_cmd *k)
{
    const struct pack *p = k->act->site->pack;
    const char *code = k->c->indicator;
    struct str rest = str_of(code), one;
    k->v = NEW_N(k->c->a, const struct indicator *, p->nindicators + 1);
    if (!code)
        return wrong(k->c, "indicator", NULL, "missing: a code, a programme, or all");
    for (size_t i = 0; streq(code, "all") && i < p->nindicators; i++)
        add_indicator(k, &p->indicators[i]);
    while (!streq(code, "all") && str_split(&rest, ',', &one)) {
        int wrong_one = read_indicator(k, arena_dupn(k->c->a, one.p, one.n));
        if (wrong_one)
            return wrong_one;
    }
    return EXIT_DONE;
}

static int read_all(struct stat_cmd *k)
{
    static int (*const READ[])(struct stat_cmd *) = {
        read_period, read_days, read_unit, read_by, read_indicators};
    k->ask.fresh = k->c->fresh;
    for (size_t i = 0; i < COUNT(READ); i++) {
        int code = READ[i](k);
        if (code)
            return code;
    }
    const char *f = k->c->format;
    if (f && !streq(f, "csv") && !streq(f, "json") && !streq(f, "text"))
        return wrong(k->c, "format", f, "csv, json or text");
    return EXIT_DONE;
}

/* ---- what is printed --------------------------------------------------------------------------
 */

static const char *number(struct arena *a, double d)
{
    return isnan(d) ? "" : v_cstr(a, v_real(d));
}

static const char *const STATUS[] = {[STAT_UNKNOWN] = "unknown",
    [STAT_NO_TARGET] = "no_target",
    [STAT_MET] = "met",
    [STAT_NOT_MET] = "not_met"};

static const char *unit_label(const struct stat_value *v)
{
    return v->unit ? v->unit->name : "Cả nước";
}

static void print_csv(struct stat_cmd *k, const struct stat_values *of)
{
    struct buf b = buf_in(k->c->a, 512 << 20);
    buf_puts(&b, "indicator,unit_code,unit_name,period");
    for (size_t i = 0; i < k->ask.nby; i++)
        buf_printf(&b, ",%s", k->by[i]);
    buf_puts(&b, ",numerator,denominator,value,status,estimated\r\n");
    for (size_t i = 0; i < k->n; i++)
        for (size_t r = 0; r < of[i].n; r++) {
            const struct stat_value *v = &of[i].v[r];
            struct str cell[12];
            size_t n = 0;
            cell[n++] = str_of(k->v[i]->id);
            cell[n++] = str_of(v->unit ? v->unit->code : "");
            cell[n++] = str_of(unit_label(v));
            cell[n++] = str_of(k->ask.period.id);
            for (size_t d = 0; d < k->ask.nby; d++)
                cell[n++] = str_of(v->code[d]);
            cell[n++] = str_of(number(k->c->a, v->num));
            cell[n++] = str_of(number(k->c->a, v->den));
            cell[n++] = str_of(number(k->c->a, v->value));
            cell[n++] = str_of(STATUS[v->status]);
            cell[n++] = str_of(v->estimated ? "true" : "false");
            csv_add_row(&b, cell, n, ',', false);
        }
    fwrite(b.p, 1, b.n, stdout);
}

static void put_number(struct val *x, const char *key, double d)
{
    if (isnan(d))
        val_text(x, key, NULL);
    else
        val_real(x, key, d);
}

static void put_value(struct stat_cmd *k, struct val *x, const struct stat_value *v)
{
    val_text(x, "unit_code", v->unit ? v->unit->code : "");
    val_text(x, "unit_name", unit_label(v));
    val_text(x, "period", k->ask.period.id);
    for (size_t d = 0; d < k->ask.nby; d++)
        val_text(x, k->by[d], v->code[d]);
    put_number(x, "numerator", v->num);
    put_number(x, "denominator", v->den);
    put_number(x, "value", v->value);
    val_text(x, "status", STATUS[v->status]);
    val_bool(x, "estimated", v->estimated);
    val_bool(x, "zero_denominator", v->zero_den);
}

static void print_tree(struct cmd *c, struct val *root)
{
    const struct view view = {.a = c->a, .root = root};
    struct buf b = buf_in(c->a, 512 << 20);
    view_json(&view, &b);
    printf("%s\n", b.p);
}

static void print_json(struct stat_cmd *k, const struct stat_values *of)
{
    struct val *root = val_obj(k->c->a);
    val_set(root, "values", val_list(k->c->a));
    for (size_t i = 0; i < k->n; i++)
        for (size_t r = 0; r < of[i].n; r++) {
            struct val *x = val_add(root, "values");
            val_text(x, "indicator", k->v[i]->id);
            put_value(k, x, &of[i].v[r]);
        }
    print_tree(k->c, root);
}

static void print_text(struct stat_cmd *k, const struct stat_values *of)
{
    for (size_t i = 0; i < k->n; i++) {
        printf(
            "%s (%s), %s\n", k->v[i]->label.vi, k->v[i]->id, period_label(k->c->a, &k->ask.period));
        for (size_t r = 0; r < of[i].n; r++) {
            const struct stat_value *v = &of[i].v[r];
            printf("  %s", unit_label(v));
            for (size_t d = 0; d < k->ask.nby; d++)
                printf(" / %s", v->code[d] ? v->code[d] : "-");
            printf(": %s%s %s%s%s\n", v->known ? number(k->c->a, v->value) : "?",
                v->zero_den ? " (mẫu số bằng 0)" : "", k->v[i]->unit.vi ? k->v[i]->unit.vi : "",
                v->estimated ? ", ước tính" : "",
                v->status == STAT_MET       ? ", đạt"
                : v->status == STAT_NOT_MET ? ", chưa đạt"
                                            : "");
        }
    }
}

static int compute(struct stat_cmd *k)
{
    int code = read_all(k);
    if (code)
        return code;
    struct stat_values *of = NEW_N(k->c->a, struct stat_values, k->n + 1);
    enum err e = db_begin_long_read(k->act->site->db, &k->act->c);
    if (!e)
        e = stat_indicators(k->act, k->v, k->n, NULL, &k->ask, of);
    if (e)
        return cmd_fail(k->c, "compute", e);
    if (k->c->format && streq(k->c->format, "json"))
        print_json(k, of);
    else if (k->c->format && streq(k->c->format, "text"))
        print_text(k, of);
    else
        print_csv(k, of);
    return EXIT_DONE;
}

/* ---- explain ----------------------------------------------------------------------------------
 */

static void say(const struct val *x, const char *key, const char *before)
{
    struct value v = val_value(val_get(x, key));
    if (v.t == V_TEXT && v.s.n)
        printf("%s" STR_FMT "\n", before, STR_ARG(v.s));
}

static void say_measure(const struct val *m)
{
    say(m, "label", "\n- ");
    say(m, "definition", "  ");
    say(m, "register", "  Đếm từ sổ: ");
    say(m, "day", "  Theo: ");
    say(m, "value", "  Cộng: ");
    say(m, "when", "  Điều kiện: ");
    say(m, "kind", "  Số nhập: ");
    say(m, "owner", "  Cơ quan cung cấp: ");
    say(m, "source", "  Nguồn: ");
}

static int explain(struct stat_cmd *k)
{
    const char *code = k->c->nargs > 1 ? k->c->args[1] : k->c->indicator;
    const struct indicator *i = code ? indicator_named(k->act->site->pack, code) : NULL;
    if (!i)
        return code ? wrong(k->c, "indicator", code, "no such indicator") : EXIT_USE;
    struct val *x = val_obj(k->c->a);
    stat_explain(k->act, i, x);
    if (k->c->format && streq(k->c->format, "json")) {
        print_tree(k->c, x);
        return EXIT_DONE;
    }
    say(x, "label", "");
    say(x, "definition", "");
    say(x, "formula", "Công thức: ");
    say(x, "unit", "Đơn vị: ");
    say(x, "owner", "Cơ quan cung cấp: ");
    say(x, "source", "Nguồn: ");
    const struct val *m = val_get(x, "measures");
    for (size_t n = 0; n < val_count(m); n++)
        say_measure(val_at(m, n));
    return EXIT_DONE;
}

int cmd_stat(struct cmd *c)
{
    static const struct {
        const char *name;
        int (*run)(struct stat_cmd *k);
    } SUBS[] = {{"compute", compute}, {"explain", explain}};
    for (size_t i = 0; c->nargs && i < COUNT(SUBS); i++) {
        if (!streq(SUBS[i].name, c->args[0]))
            continue;
        struct stat_cmd k = {.c = c};
        enum err e = cmd_open(c, true, &k.s);
        if (e)
            return cmd_fail(c, "stat", e);
        k.act = act_new(&k.s->site, c->a, NULL, "stat", "");
        int code = SUBS[i].run(&k);
        act_end(k.act);
        cmd_close(k.s);
        return code;
    }
    return EXIT_USE;
}
