// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * A pack form as a view: what the form partials draw (doc/templates.md), and records read-only.
 * After a fault every box shows what was typed, not what was understood.
 */
#include "web/web_int.h"

#include "base/text.h"

enum { RADIOS_UP_TO = 7, BLANK_ROWS = 1, SHORT_OPTIONS = 3, SHORT_LABEL = 14 };

struct drawing {
    struct page *p;
    const struct formview *fv;
    const struct rec *rec;
    struct rec_env env;
    const char *prefix;
    bool mark_required; /* most fields are optional: the required ones carry the mark */
};

static const char *name_of(const struct drawing *d, const struct field *f)
{
    return *d->prefix ? arena_printf(d->p->a, "%s%s", d->prefix, f->id) : f->id;
}

static const char *typed(const struct drawing *d, const char *name, size_t nth)
{
    const struct rec_input *in = d->fv->typed;
    return in ? in->get(in->ctx, name, nth) : NULL;
}

/* ---- input of a form ----------------------------------------------------------------------------
 */

struct params {
    const struct http_param *v;
    size_t n;
};

static const char *param_nth(const void *ctx, const char *name, size_t nth)
{
    const struct params *k = ctx;
    for (size_t i = 0; i < k->n; i++)
        if (str_is(k->v[i].name, name) && nth-- == 0)
            return k->v[i].value.p;
    return NULL;
}

struct rec_input params_input(struct arena *a, const struct http_param *v, size_t n)
{
    struct params *k = NEW(a, struct params);
    *k = (struct params){v, n};
    return (struct rec_input){param_nth, k};
}

struct rec_input page_input(struct page *p)
{
    return params_input(p->a, p->rq->form, p->rq->nform);
}

/* ---- options --------------------------------------------------------------------------------- */

static bool chosen(
    const struct drawing *d, const struct field *f, const char *name, const char *code)
{
    if (d->fv->typed) {
        const char *s;
        for (size_t i = 0; (s = typed(d, name, i)); i++)
            if (streq(s, code))
                return true;
        return false;
    }
    struct value v = d->rec->v[f->slot];
    if (v.t != V_TEXT)
        return false;
    if (f->type != F_CHOICES)
        return str_is(v.s, code);
    const char *marked = arena_printf(d->p->a, "|%s|", code);
    return memmem(v.s.p, v.s.n, marked, strlen(marked)) != NULL;
}

static struct val *put_option(const struct drawing *d, struct val *o, const struct field *f,
    const char *name, const char *code, struct label label)
{
    struct val *x = val_add(o, "options");
    val_text(x, "code", code);
    put_label(d->p, x, "label", label);
    val_bool(x, "checked", chosen(d, f, name, code));
    return x;
}

/* Few and short answers stand side by side. */
static bool few_and_short(const struct field *f)
{
    bool fit = f->type == F_CHOICE && f->list->ncodes <= SHORT_OPTIONS && !f->anchors;
    for (size_t i = 0; fit && i < f->list->ncodes; i++)
        fit = strlen(f->list->codes[i].label.vi) <= SHORT_LABEL;
    return fit;
}

static void put_list(
    const struct drawing *d, struct val *o, const struct field *f, const char *name)
{
    for (size_t i = 0; i < f->list->ncodes; i++) {
        const struct code *c = &f->list->codes[i];
        struct val *x = val_add(o, "options");
        val_text(x, "code", c->id);
        put_label(d->p, x, "label", c->label);
        val_bool(x, "checked", chosen(d, f, name, c->id));
        if (f->anchors && f->anchors[i].vi)
            put_label(d->p, x, "anchor", f->anchors[i]);
    }
    val_bool(o, "group", f->type == F_CHOICES || f->list->ncodes < RADIOS_UP_TO || f->anchors);
    val_bool(o, "multi", f->type == F_CHOICES);
    val_bool(o, "inline", few_and_short(f));
}

static void put_yes_no(
    const struct drawing *d, struct val *o, const struct field *f, const char *name)
{
    static const struct {
        const char *code;
        struct label label;
    } both[] = {{"1", {"Có", "Yes"}}, {"0", {"Không", "No"}}};
    struct value v = d->rec->v[f->slot];
    for (size_t i = 0; i < COUNT(both); i++) {
        struct val *x = val_add(o, "options");
        val_text(x, "code", both[i].code);
        put_label(d->p, x, "label", both[i].label);
        const char *t = typed(d, name, 0);
        val_bool(
            x, "checked", d->fv->typed ? streq(t, both[i].code) : v.t == V_INT && v.i == (i == 0));
    }
    val_bool(o, "group", true);
    val_bool(o, "inline", true);
}

static void put_units(
    const struct drawing *d, struct val *o, const struct field *f, const char *name)
{
    struct act *act = d->p->act;
    int32_t day = unit_day_of_ms(act->now_ms);
    const char *province =
        d->rec->common[DC_PROVINCE].t == V_TEXT ? d->rec->common[DC_PROVINCE].s.p : "";
    size_t n;
    const struct unit **u = unit_children(
        act->units, d->p->a, province, day, *province ? UNIT_COMMUNE : UNIT_PROVINCE, &n);
    for (size_t i = 0; i < n; i++)
        put_option(d, o, f, name, u[i]->code, (struct label){u[i]->name, NULL});
}

const char *rec_apart(struct page *p, const struct rec *r)
{
    static const char *const ids[] = {"ngay_sinh", "thon", "dia_chi", "ho_ten_me", "ho"};
    struct buf b = buf_in(p->a, 1000);
    if (rec_code(r))
        buf_puts(&b, rec_code(r));
    const struct field *thon = reg_field(r->reg, "thon");
    for (size_t i = 0; i < COUNT(ids); i++) {
        const struct field *f = reg_field(r->reg, ids[i]);
        struct val *v = f && rec_shows(r, f) == SHOW_YES ? field_val(p, r, f) : NULL;
        bool again = streq(ids[i], "dia_chi") && thon && !v_is_null(r->v[thon->slot]);
        if (!v || again)
            continue;
        const char *text = val_plain(p->a, v, p->v->lang);
        buf_printf(&b, "%s%s%s", b.n ? " · " : "",
            streq(ids[i], "ho_ten_me") ? msg_text(p->v->lang, N_("mẹ: "))
            : streq(ids[i], "ho")      ? msg_text(p->v->lang, N_("đang ở hộ: "))
                                       : "",
            text);
    }
    return b.p;
}

/* A record to be found by its words and chosen. */

/* Candidates for a reference: found by the words typed beside it, and the one already chosen. */
static void put_ref(const struct drawing *d, struct val *o, const struct field *f, const char *name)
{
    struct act *act = d->p->act;
    struct value now = d->rec->v[f->slot];
    const char *id = d->fv->typed ? typed(d, name, 0) : now.t == V_TEXT ? now.s.p : NULL;
    const char *words = typed(d, arena_printf(d->p->a, "%s_tim", name), 0);
    val_text(o, "query", words);
    const char *label = id && *id ? rec_ref_label(act, f, v_text(id)) : NULL;
    if (label) {
        put_option(d, o, f, name, id, (struct label){label, NULL});
        if (!f->required)
            put_option(d, o, f, name, "", (struct label){N_("Không gắn nữa"), "None"});
    }
    if (!words || !*words)
        return;
    struct rec_query q = {.reg = f->reg, .words = words, .limit = 8};
    struct rec **v;
    size_t n;
    if (rec_list(act, &q, &v, &n, NULL) != OK)
        return;
    for (size_t i = 0; i < n; i++)
        if (!streq(rec_id(v[i]), id))
            val_text(
                put_option(d, o, f, name, rec_id(v[i]), (struct label){rec_label(act, v[i]), NULL}),
                "anchor", rec_apart(d->p, v[i]));
    if (!n)
        val_msg(o, "warning", N_("Không tìm thấy. Thử gõ ít chữ hơn, hoặc mã"), NULL, NULL, NULL);
}

/* A commune anywhere in the country: the one chosen, and those the typed words name. */
static void put_unit_search(
    const struct drawing *d, struct val *o, const struct field *f, const char *name)
{
    struct act *act = d->p->act;
    int32_t day = unit_day_of_ms(act->now_ms);
    struct value now = d->rec->v[f->slot];
    const char *code = d->fv->typed ? typed(d, name, 0) : now.t == V_TEXT ? now.s.p : NULL;
    const char *words = typed(d, arena_printf(d->p->a, "%s_tim", name), 0);
    val_text(o, "type", "ref");
    val_text(o, "query", words);
    if (code && unit_find(act->units, code, day))
        put_option(d, o, f, name, code,
            (struct label){unit_full_name(act->units, d->p->a, code, day), NULL});
    if (!words || !*words)
        return;
    struct str fold = text_fold(d->p->a, str_of(words));
    size_t n;
    const struct unit **u =
        unit_search(act->units, d->p->a, arena_dupn(d->p->a, fold.p, fold.n), "", day, 12, &n);
    for (size_t i = 0; i < n; i++)
        if (u[i]->level == UNIT_COMMUNE && u[i]->to > day && !streq(u[i]->code, code))
            put_option(d, o, f, name, u[i]->code,
                (struct label){unit_full_name(act->units, d->p->a, u[i]->code, day), NULL});
}

/* ---- one field ------------------------------------------------------------------------------- */

static const char *type_name(const struct field *f)
{
    static const char *const names[F__COUNT] = {"text", "note", "int", "decimal", "money", "date",
        "time", "choice", "choice", "choice", "unit", "ref", "name", "phone", "personal_no", "file",
        "rows"};
    return names[f->type];
}

static void put_fault(const struct drawing *d, struct val *o, const char *name)
{
    const struct rec_faults *all = d->fv->faults;
    for (size_t i = 0; all && i < all->n; i++) {
        const struct rec_fault *x = &all->v[i];
        if (!streq(x->name, name))
            continue;
        const char *key = x->warning ? "warning" : "error";
        if (x->message)
            val_msg(o, key, x->message, val_of_text(d->p->a, x->arg), NULL, NULL);
        else
            put_label(d->p, o, key, x->own);
    }
}

static void put_fields(const struct drawing *d, struct val *section, const struct section *s);

static void put_row(
    const struct drawing *d, struct val *o, const struct field *f, const struct rec *row, size_t i)
{
    const char *prefix = arena_printf(d->p->a, "%s%s.%zu.", d->prefix, f->id, i);
    struct drawing inner = *d;
    inner.rec = row;
    inner.prefix = prefix;
    inner.env.own = row;
    inner.env.parent = d->rec;
    struct val *r = val_add(o, "rows");
    const struct form *form = &f->reg->forms[0];
    for (size_t s = 0; s < form->nsections; s++)
        put_fields(&inner, r, &form->sections[s]);
    val_text(r, "remove", arena_printf(d->p->a, "%s%s.%zu", d->prefix, f->id, i));
    if (!row->fresh) {
        struct val *id = val_add(r, "fields");
        val_text(id, "type", "hidden");
        val_text(id, "name", arena_printf(d->p->a, "%sid", prefix));
        val_text(id, "value", rec_id(row));
    }
}

static void put_rows(const struct drawing *d, struct val *o, const struct field *f)
{
    const struct rec_rows *rows = &d->rec->rows[f->slot];
    size_t n = rows->n;
    for (size_t i = 0; i < n; i++)
        put_row(d, o, f, rows->v[i], i);
    const char *more = d->fv->typed ? typed(d, "them", 0) : NULL;
    size_t blank = n == 0 || streq(more, name_of(d, f)) ? BLANK_ROWS : 0;
    struct formview fresh = *d->fv;
    fresh.typed = NULL;
    fresh.faults = NULL;
    struct drawing empty = *d;
    empty.fv = &fresh;
    for (size_t i = 0; i < blank; i++)
        put_row(&empty, o, f, rec_new(d->p->act, f->reg, d->rec), n + i);
}

static void put_value(
    const struct drawing *d, struct val *o, const struct field *f, const char *name)
{
    const char *again = typed(d, name, 0);
    if (again) {
        val_text(o, "value", again);
        return;
    }
    struct value v = d->rec->v[f->slot];
    if (!v_is_null(v))
        val_text(o, "value", field_show(d->p->a, f, v));
}

/* Texts in use, to choose from; not over the communes of a whole province. */
static void put_used(const struct drawing *d, struct val *o, const struct field *f)
{
    enum { MOST = 200 };
    struct rec_used *used;
    size_t n;
    if (!f->in_use || !*d->p->user->unit || rec_in_use(d->p->act, f, &used, &n) != OK)
        return;
    for (size_t i = 0; i < n && i < MOST; i++) {
        struct val *x = val_add(o, "used");
        val_text(x, "text", used[i].text);
        val_int(x, "n", used[i].n);
    }
    if (n)
        val_text(o, "list", arena_printf(d->p->a, "%s%s-co", d->prefix, f->id));
}

/* A field that is computed, shown as text only. */
static void put_static(const struct drawing *d, struct val *o, const struct field *f)
{
    val_text(o, "type", "static");
    struct val *v = field_val(d->p, d->rec, f);
    if (v)
        val_set(o, "value", v);
}

static void put_control(
    const struct drawing *d, struct val *o, const struct field *f, const char *name)
{
    switch (f->type) {
    case F_CHOICE:
    case F_CHOICES:
        put_list(d, o, f, name);
        break;
    case F_BOOL:
        put_yes_no(d, o, f, name);
        break;
    case F_UNIT:
        if (f->anywhere)
            put_unit_search(d, o, f, name);
        else
            put_units(d, o, f, name);
        break;
    case F_REF:
        put_ref(d, o, f, name);
        break;
    case F_ROWS:
        put_rows(d, o, f);
        break;
    default:
        put_value(d, o, f, name);
        put_used(d, o, f);
    }
}

static void put_show_if(const struct drawing *d, struct val *o, const struct field *f)
{
    struct str of;
    const char *values;
    if (!f->show_if || !show_if_parse(d->p->a, expr_text(f->show_if), &of, &values))
        return;
    const struct field *asked = reg_field(f->owner, arena_dupn(d->p->a, of.p, of.n));
    if (!asked || asked->compute)
        return;
    struct val *s = val_child(o, "show_if");
    val_text(s, "field", name_of(d, asked));
    val_text(s, "value", values);
}

static void put_field(const struct drawing *d, struct val *section, const struct field *f)
{
    const char *name = name_of(d, f);
    struct val *o = val_add(section, "fields");
    val_text(o, "id", name);
    val_text(o, "name", name);
    val_text(o, "type", type_name(f));
    put_label(d->p, o, "label", f->label);
    put_label(d->p, o, "hint", f->hint);
    val_text(o, "source", f->source.text);
    const struct push *told = rec_told_by(d->p->act, d->rec, f);
    if (told)
        val_msg(o, "hint", N_("Lấy theo: %1. Muốn đổi thì đổi ở đó"),
            label_val(d->p->a, told->from->label), NULL, NULL);
    bool needed = f->required || (f->required_if && rec_true(&d->env, f->required_if));
    val_bool(o, "required", needed);
    val_bool(o, "must_mark", needed && d->mark_required);
    val_bool(
        o, "optional", !needed && !f->compute && !told && !f->required_if && !d->mark_required);
    put_show_if(d, o, f);
    if (f->compute || told)
        put_static(d, o, f);
    else
        put_control(d, o, f, name);
    put_fault(d, o, name);
}

static void put_fields(const struct drawing *d, struct val *section, const struct section *s)
{
    for (size_t i = 0; i < s->nfields; i++) {
        const struct field *f = s->fields[i];
        bool hidden = f->show_if && !rec_true(&d->env, f->show_if);
        /* Without script a field that depends on an answer of this form must be there to answer. */
        if (f->type != F_FILE && !(hidden && f->compute))
            put_field(d, section, f);
    }
}

/* The field a fault stands at: "so_dien_thoai", or "hoat_dong.0.kinh_phi" inside rows. */
static const struct field *fault_field(struct page *p, const struct reg *reg, const char *name)
{
    const char *dot = strchr(name, '.');
    const struct field *f =
        reg_field(reg, dot ? arena_dupn(p->a, name, (size_t)(dot - name)) : name);
    dot = dot ? strchr(dot + 1, '.') : NULL;
    return f && f->reg && dot ? fault_field(p, f->reg, dot + 1) : f;
}

/* The list above the form names the question, since there the message stands alone. */
static void put_error(const struct drawing *d, struct val *obj, const struct rec_fault *x)
{
    struct page *p = d->p;
    struct val *e = val_add(obj, x->warning ? "warnings" : "errors");
    val_text(e, "id", x->name);
    const struct field *f = x->name ? fault_field(p, d->rec->reg, x->name) : NULL;
    if (f)
        put_label(p, e, "label", f->label);
    if (x->message)
        val_msg(e, "text", x->message, val_of_text(p->a, x->arg), NULL, NULL);
    else
        put_label(p, e, "text", x->own);
}

static bool stands_in(const struct rec_fault *x, const struct field *f)
{
    size_t n = strlen(f->id);
    return x->name && strncmp(x->name, f->id, n) == 0 && (!x->name[n] || x->name[n] == '.');
}

/* In the order of the form; what belongs to no field of it comes last. */
static void put_errors(const struct drawing *d, struct val *obj)
{
    const struct rec_faults *all = d->fv->faults;
    const struct form *form = d->fv->form;
    size_t n = all ? all->n : 0;
    bool *done = NEW_N(d->p->a, bool, n + 1);
    for (size_t s = 0; s < form->nsections; s++)
        for (size_t k = 0; k < form->sections[s].nfields; k++)
            for (size_t i = 0; i < n; i++)
                if (!done[i] && stands_in(&all->v[i], form->sections[s].fields[k])) {
                    put_error(d, obj, &all->v[i]);
                    done[i] = true;
                }
    for (size_t i = 0; i < n; i++)
        if (!done[i])
            put_error(d, obj, &all->v[i]);
}

static bool mostly_optional(const struct form *form)
{
    size_t needed = 0, n = 0;
    for (size_t s = 0; s < form->nsections; s++)
        for (size_t i = 0; i < form->sections[s].nfields; i++) {
            const struct field *f = form->sections[s].fields[i];
            n += !f->compute && f->type != F_FILE;
            needed += !f->compute && (f->required || f->required_if);
        }
    return n > 2 * needed;
}

/* An answer, stored or just typed, or a complaint about one. */
static bool holds_answer(const struct drawing *d, const struct section *s)
{
    const struct rec_faults *faults = d->fv->faults;
    for (size_t i = 0; i < s->nfields; i++) {
        const struct field *f = s->fields[i];
        const char *name = name_of(d, f), *again = typed(d, name, 0);
        bool stored = f->type != F_ROWS && !v_is_null(d->rec->v[f->slot]);
        if (d->fv->typed ? again && *again : stored)
            return true;
        for (size_t k = 0; faults && k < faults->n; k++)
            if (streq(faults->v[k].name, name))
                return true;
    }
    return false;
}

void formview_put(struct page *p, struct val *obj, const struct formview *fv)
{
    struct drawing d = {.p = p, .fv = fv, .rec = fv->rec, .env = *fv->env, .prefix = ""};
    d.env.own = fv->rec;
    d.mark_required = mostly_optional(fv->form);
    struct val *form = val_child(obj, "form");
    val_bool(form, "mark_required", d.mark_required);
    for (size_t s = 0; s < fv->form->nsections; s++) {
        struct val *section = val_add(form, "sections");
        put_label(p, section, "title", fv->form->sections[s].label);
        if (fv->form->sections[s].fold) {
            val_bool(section, "fold", true);
            val_bool(section, "open", holds_answer(&d, &fv->form->sections[s]));
        }
        put_fields(&d, section, &fv->form->sections[s]);
    }
    put_errors(&d, p->root);
}

/* ---- a record read-only ---------------------------------------------------------------------- */

bool code_implied(struct arena *a, const struct codelist *list, const struct code *c, struct str v)
{
    for (size_t i = 0; i < list->ncodes; i++) {
        const char *marked = arena_printf(a, "|%s|", list->codes[i].id);
        if (streq(list->codes[i].parent, c->id) && memmem(v.p, v.n, marked, strlen(marked)))
            return true;
    }
    return false;
}

static struct val *codes_val(struct page *p, const struct field *f, struct value v)
{
    struct buf vi = buf_in(p->a, 8000);
    struct str rest = v.s, part;
    while (str_split(&rest, '|', &part)) {
        const struct code *c = part.n ? list_code(f->list, part) : NULL;
        if (!c || code_implied(p->a, f->list, c, v.s))
            continue;
        const char *label = p->v->lang == LANG_EN && c->label.en ? c->label.en : c->label.vi;
        buf_printf(&vi, "%s%s", vi.n ? "; " : "", label);
    }
    return val_of_text(p->a, vi.p);
}

static struct val *shown_val(struct page *p, const struct field *f, struct value v)
{
    struct arena *a = p->a;
    switch (f->type) {
    case F_DATE:
        return val_of_date(a, v.s.p);
    case F_TIME:
        return val_of_time(a, v.i);
    case F_BOOL:
        return v.i ? val_of_msg(a, N_("Có"), NULL, NULL, NULL)
                   : val_of_msg(a, N_("Không"), NULL, NULL, NULL);
    case F_INT:
        return f->year ? val_of_text(a, field_show(a, f, v)) : val_of_int(a, v.i);
    case F_CHOICES:
        return codes_val(p, f, v);
    case F_CHOICE: {
        const struct code *c = list_code(f->list, v.s);
        return c ? val_of_code(a, c->id, c->label.vi, c->label.en) : val_of_text(a, v.s.p);
    }
    case F_UNIT:
        return val_of_code(
            a, v.s.p, unit_name(p->act->units, v.s.p, unit_day_of_ms(p->act->now_ms)), NULL);
    case F_REF:
        return val_of_text(a, rec_ref_label(p->act, f, v));
    case F_MONEY:
        return val_of_text(a, arena_printf(a, "%s đồng", field_show(a, f, v)));
    default:
        return val_of_text(a, field_show(a, f, v));
    }
}

struct val *field_val(struct page *p, const struct rec *r, const struct field *f)
{
    struct value v = f->type == F_ROWS ? VNULL : r->v[f->slot];
    if (v_is_null(v))
        return NULL;
    switch (rec_shows(r, f)) {
    case SHOW_NO:
        return val_of_msg(p->a, N_("(không hiện)"), NULL, NULL, NULL);
    case SHOW_MASKED: {
        struct str in = text_initials(p->a, v.s);
        return val_of_text(p->a, arena_dupn(p->a, in.p, in.n));
    }
    case SHOW_YES:
        break;
    }
    return shown_val(p, f, v);
}

static void put_table(struct page *p, struct val *section, const struct field *f, struct rec *r)
{
    const struct rec_rows *rows = &r->rows[f->slot];
    for (size_t i = 0; i < rows->n; i++) {
        struct val *line = val_add(section, "tables");
        val_msg(line, "title", N_("%1: dòng %2"), val_of_text(p->a, f->label.vi),
            val_of_int(p->a, (int64_t)i + 1), NULL);
        recview_put(p, line, &f->reg->forms[0], rows->v[i]);
    }
}

void recview_put(struct page *p, struct val *obj, const struct form *form, struct rec *r)
{
    for (size_t s = 0; s < form->nsections; s++) {
        struct val *section = val_add(obj, "sections");
        put_label(p, section, "title", form->sections[s].label);
        for (size_t i = 0; i < form->sections[s].nfields; i++) {
            const struct field *f = form->sections[s].fields[i];
            if (f->type == F_ROWS)
                put_table(p, section, f, r);
            if (f->type == F_ROWS || f->type == F_FILE) /* files stand among the attachments */
                continue;
            struct val *row = val_add(section, "rows");
            put_label(p, row, "label", f->label);
            struct val *v = field_val(p, r, f);
            if (v)
                val_set(row, "value", v);
        }
    }
}
