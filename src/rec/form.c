// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * The one engine that checks what people enter: pages, API, import and phones all come through
 * rec_fill(). First every box is read, then hidden fields are emptied and computed ones filled, and
 * only then are the rules asked, so that rules see the record as it would be stored.
 */
#include "rec/rec_int.h"

struct filling {
    struct act *act;
    const struct rec_env *env;
    const struct rec_input *in;
    struct rec_faults *faults;
    const char *prefix; /* "" or "hoat_dong.0." */
    bool *emptied;
};

enum { MOST_ROWS = 60 };

static const char *name_of(const struct filling *k, const struct field *f)
{
    return *k->prefix ? arena_printf(k->act->a, "%s%s", k->prefix, f->id) : f->id;
}

static void add(struct rec_faults *f, struct rec_fault x)
{
    f->errors += !x.warning;
    if (f->n < COUNT(f->v)) /* a person mends the first 64 first */
        f->v[f->n++] = x;
}

void rec_fault(struct rec_faults *f, const char *name, const char *message, const char *arg)
{
    add(f, (struct rec_fault){.name = name, .message = message, .arg = arg});
}

static bool faulty(const struct rec_faults *f, const char *name)
{
    for (size_t i = 0; i < f->n; i++)
        if (streq(f->v[i].name, name))
            return true;
    return false;
}

/* ---- reading the boxes ------------------------------------------------------------------------
 */

/* The codes of a list that were sent: several values of one name, or one value "a,b". */
static bool sent_code(const struct filling *k, const char *name, const char *code)
{
    const char *s;
    for (size_t i = 0; (s = k->in->get(k->in->ctx, name, i)); i++) {
        struct str rest = str_of(s), part;
        while (str_split(&rest, ',', &part))
            if (str_is(str_trim(part), code))
                return true;
    }
    return false;
}

static struct value read_choices(const struct filling *k, const struct field *f, const char *name)
{
    struct buf b = buf_in(k->act->a, 4000);
    for (size_t i = 0; i < f->list->ncodes; i++)
        if (sent_code(k, name, f->list->codes[i].id))
            buf_printf(&b, "%s%s|", b.n ? "" : "|", f->list->codes[i].id);
    return b.n ? v_str(buf_view(&b)) : VNULL;
}

/* A unit must be one of today's, a reference a record within reach; what stood there may stay. */
static bool names_something(const struct filling *k, const struct field *f, struct value v)
{
    if (v.t != V_TEXT)
        return true;
    if (f->type == F_UNIT)
        return unit_find(k->act->units, v_cstr(k->act->a, v), unit_day_of_ms(k->act->now_ms)) !=
               NULL;
    return f->type != F_REF || rec_ref_label(k->act, f, v) != NULL;
}

/*
 * Forms show and ask minutes, so a moment of a form is a whole one, typed or preset: with seconds
 * kept in one of two, a step of the same minute would be before what it follows.
 */
static struct value whole_minute(const struct field *f, struct value v)
{
    if (f->type == F_TIME && v.t == V_INT)
        v.i = clock_minute(v.i);
    return v;
}

static void read_box(const struct filling *k, const struct field *f, struct rec *r)
{
    const char *name = name_of(k, f);
    if (f->type == F_CHOICES) {
        r->v[f->slot] = read_choices(k, f, name);
        return;
    }
    const char *typed = k->in->get(k->in->ctx, name, 0);
    if (!typed)
        return;
    struct input_ctx ctx = {k->act->a, k->act->today, k->act->now_ms};
    const char *msg = NULL;
    struct value v;
    if (field_parse(&ctx, f, str_of(typed), &v, &msg)) {
        v = whole_minute(f, v);
        if (v_eq(v, r->v[f->slot]) || names_something(k, f, v))
            r->v[f->slot] = v;
        else
            rec_fault(k->faults, name, N_("Không tìm thấy mục này. Hãy tìm và chọn lại"), NULL);
    } else {
        rec_fault(k->faults, name, msg, NULL);
    }
}

static void fill_one(const struct filling *k, const struct form *form, struct rec *r);

static bool row_sent(const struct filling *k, const struct reg *reg, const char *prefix)
{
    for (size_t i = 0; i < reg->nfields; i++) {
        const char *name = arena_printf(k->act->a, "%s%s", prefix, reg->fields[i].id);
        const char *s = k->in->get(k->in->ctx, name, 0);
        if (s && str_trim(str_of(s)).n > 0)
            return true;
    }
    return false;
}

static struct rec *known_row(const struct rec_rows *rows, const char *id)
{
    for (size_t i = 0; id && i < rows->n; i++)
        if (streq(rec_id(rows->v[i]), id))
            return rows->v[i];
    return NULL;
}

/* Lines of a table inside the form: "hoat_dong.0.dich_vu", with "hoat_dong.0.id" for stored ones.
 */
static void read_rows(const struct filling *k, const struct field *f, struct rec *r)
{
    const struct rec_rows before = r->rows[f->slot];
    struct rec **v = NEW_N(k->act->a, struct rec *, MOST_ROWS + before.n);
    size_t n = 0;
    for (int i = 0; i < MOST_ROWS; i++) {
        const char *prefix = arena_printf(k->act->a, "%s%s.%d.", k->prefix, f->id, i);
        const char *id = k->in->get(k->in->ctx, arena_printf(k->act->a, "%sid", prefix), 0);
        struct rec *row = known_row(&before, id);
        if (!row && !row_sent(k, f->reg, prefix))
            continue;
        if (!row)
            row = rec_new(k->act, f->reg, r);
        struct rec_env env = *k->env;
        env.own = row;
        env.parent = r;
        bool emptied = false;
        struct filling inner = {k->act, &env, k->in, k->faults, prefix, &emptied};
        fill_one(&inner, &f->reg->forms[0], row);
        v[n++] = row;
    }
    r->rows[f->slot] = (struct rec_rows){v, n};
}

/* ---- rules --------------------------------------------------------------------------------------
 */

static void ask_required(const struct filling *k, const struct field *f, const struct rec *r)
{
    bool needed = f->required || (f->required_if && rec_true(k->env, f->required_if));
    if (!needed || f->compute || rec_told_by(k->act, r, f))
        return;
    bool empty = f->type == F_ROWS ? r->rows[f->slot].n == 0 : v_is_null(r->v[f->slot]);
    const char *name = name_of(k, f);
    if (!empty || faulty(k->faults, name))
        return;
    bool choice = f->type == F_CHOICE || f->type == F_CHOICES || f->type == F_BOOL;
    rec_fault(k->faults, name,
        choice              ? N_("Hãy chọn một trả lời")
        : f->type == F_ROWS ? N_("Cần ít nhất một dòng")
                            : N_("Cần điền mục này"),
        NULL);
}

static int compare(struct value a, struct value b)
{
    if (a.t == V_TEXT && b.t == V_TEXT) {
        size_t n = a.s.n < b.s.n ? a.s.n : b.s.n;
        return memcmp(a.s.p, b.s.p, n);
    }
    double x = a.t == V_INT ? (double)a.i : a.r, y = b.t == V_INT ? (double)b.i : b.r;
    return (x > y) - (x < y);
}

static void ask_bounds(const struct filling *k, const struct field *f, const struct rec *r)
{
    struct value v = r->v[f->slot];
    const char *name = name_of(k, f);
    if (v_is_null(v) || faulty(k->faults, name))
        return;
    struct value lo = f->min ? rec_eval(k->env, f->min) : VNULL;
    struct value hi = f->max ? rec_eval(k->env, f->max) : VNULL;
    bool when = f->type == F_DATE || f->type == F_TIME;
    if (!v_is_null(lo) && compare(v, lo) < 0)
        rec_fault(k->faults, name, when ? N_("Không được trước %1") : N_("Không được nhỏ hơn %1"),
            field_show(k->act->a, f, lo));
    else if (!v_is_null(hi) && compare(v, hi) > 0)
        rec_fault(k->faults, name, when ? N_("Không được sau %1") : N_("Không được lớn hơn %1"),
            field_show(k->act->a, f, hi));
}

static bool in_form(const struct form *form, const struct field *f)
{
    for (size_t s = 0; s < form->nsections; s++)
        for (size_t i = 0; i < form->sections[s].nfields; i++)
            if (form->sections[s].fields[i] == f)
                return true;
    return false;
}

static void ask_checks(const struct filling *k, const struct form *form, const struct rec *r)
{
    for (size_t i = 0; i < r->reg->nchecks; i++) {
        const struct check *c = &r->reg->checks[i];
        if (c->field && !in_form(form, c->field))
            continue;
        if (!rec_false(k->env, c->must))
            continue;
        const char *name = c->field ? name_of(k, c->field) : NULL;
        add(k->faults, (struct rec_fault){.name = name, .own = c->message, .warning = c->warning});
    }
}

/* ---- the whole form -------------------------------------------------------------------------- */

typedef void field_fn(const struct filling *k, const struct field *f, struct rec *r);

static void each_field(
    const struct filling *k, const struct form *form, struct rec *r, field_fn *fn)
{
    for (size_t s = 0; s < form->nsections; s++)
        for (size_t i = 0; i < form->sections[s].nfields; i++)
            fn(k, form->sections[s].fields[i], r);
}

static void read_field(const struct filling *k, const struct field *f, struct rec *r)
{
    if (f->compute || f->type == F_FILE || rec_told_by(k->act, r, f))
        return;
    if (f->type == F_ROWS)
        read_rows(k, f, r);
    else
        read_box(k, f, r);
}

static void empty_hidden(const struct filling *k, const struct field *f, struct rec *r)
{
    bool holds = f->show_if && f->type != F_ROWS && !v_is_null(r->v[f->slot]);
    if (holds && !rec_true(k->env, f->show_if)) {
        r->v[f->slot] = VNULL;
        *k->emptied = true;
    }
}

/* "A" is a name of its own among some peoples; more often a part was left out. */
static void ask_short_name(const struct filling *k, const struct field *f, const struct rec *r)
{
    struct value v = r->v[f->slot];
    bool whole = v.t != V_TEXT || memchr(v.s.p, ' ', v.s.n);
    if (r->fresh && r->reg->identity && r->reg->identity->name == f && !whole)
        add(k->faults, (struct rec_fault){.name = name_of(k, f),
                           .message = N_("Tên chỉ có một chữ. Nếu đúng vậy thì lưu lần nữa"),
                           .warning = true});
}

static void ask_field(const struct filling *k, const struct field *f, struct rec *r)
{
    if (f->show_if && !rec_true(k->env, f->show_if))
        return;
    ask_required(k, f, r);
    ask_short_name(k, f, r);
    if (f->type != F_ROWS)
        ask_bounds(k, f, r);
}

static void fill_one(const struct filling *k, const struct form *form, struct rec *r)
{
    each_field(k, form, r, read_field);
    /* What is shown may hang on a computed field, and what is computed on what is shown. */
    rec_compute(k->env, r, false);
    each_field(k, form, r, empty_hidden);
    if (*k->emptied || rec_computes_twice(r->reg))
        rec_compute(k->env, r, false);
    each_field(k, form, r, ask_field);
    ask_checks(k, form, r);
}

void rec_fill(struct act *act, const struct form *form, const struct rec_env *env,
    const struct rec_input *in, struct rec *r, struct rec_faults *faults)
{
    struct rec_env own = *env;
    own.own = r;
    bool emptied = false;
    struct filling k = {act, &own, in, faults, "", &emptied};
    fill_one(&k, form, r);
}

static void preset_field(const struct filling *k, const struct field *f, struct rec *r)
{
    if (!f->preset || f->type == F_ROWS || !v_is_null(r->v[f->slot]))
        return;
    r->v[f->slot] = whole_minute(f, rec_eval(k->env, f->preset));
}

void rec_preset(const struct form *form, const struct rec_env *env, struct rec *r)
{
    struct rec_env own = *env;
    own.own = r;
    struct filling k = {env->act, &own, NULL, NULL, "", NULL};
    each_field(&k, form, r, preset_field);
    rec_compute(&own, r, false);
}

size_t rec_missing(const struct form *form, const struct rec_env *env, const struct rec *r,
    const struct field **out, size_t max)
{
    size_t n = 0;
    struct rec_env own = *env;
    own.own = r;
    for (size_t s = 0; s < form->nsections; s++)
        for (size_t i = 0; i < form->sections[s].nfields; i++) {
            const struct field *f = form->sections[s].fields[i];
            bool hidden = f->show_if && !rec_true(&own, f->show_if);
            bool given = f->type == F_ROWS ? r->rows[f->slot].n > 0 : !v_is_null(r->v[f->slot]);
            if (!hidden && !given && !f->compute && n < max)
                out[n++] = f;
        }
    return n;
}
