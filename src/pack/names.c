// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Names in a pack's expressions. A slot is a kind and an index over all fields (or steps) of the
 * pack, so what it means is found by arithmetic, at load and later alike.
 */
#include "pack/pack_int.h"

/* Of a related fact: its index in `with`, above it that of the measure; or that of `of` and of the
 * dimension, and a bit that tells. */
enum {
    KIND_SHIFT = 26,
    REF_SHIFT = 13,
    MOST_FIELDS = 1 << REF_SHIFT,
    RELATED_SHIFT = 5,
    DIMENSION_SHIFT = 15,
    MOST_OF = 1 << (DIMENSION_SHIFT - RELATED_SHIFT),
    OF_DIMENSION = 1 << 25
};
_Static_assert(RELATED_MAX == 1 << RELATED_SHIFT, "the index of `with` has that many bits");
_Static_assert(OF_MOST <= (int)MOST_OF, "and of `of`");
_Static_assert(DIMENSIONS_MOST << DIMENSION_SHIFT < (int)OF_DIMENSION, "and of dimensions");

enum xtype field_xtype(const struct field *f)
{
    static const enum xtype TYPE[F__COUNT] = {
        [F_TEXT] = X_TEXT,
        [F_NOTE] = X_TEXT,
        [F_INT] = X_INT,
        [F_DECIMAL] = X_REAL,
        [F_MONEY] = X_INT,
        [F_DATE] = X_DATE,
        [F_TIME] = X_TIME,
        [F_BOOL] = X_BOOL,
        [F_CHOICE] = X_TEXT,
        [F_CHOICES] = X_SET,
        [F_UNIT] = X_TEXT,
        [F_REF] = X_TEXT,
        [F_NAME] = X_TEXT,
        [F_PHONE] = X_TEXT,
        [F_PERSONAL_NO] = X_TEXT,
        [F_FILE] = X_TEXT,
        [F_ROWS] = X_NULL,
    };
    return TYPE[f->type];
}

struct found {
    enum name_kind kind;
    const struct field *field, *ref;
    const struct step *step;
    const struct related *related;
};

/* Is it a number that is asked for, in some period? */
static bool counts(const struct pack_names *n)
{
    return n->measure || n->related || n->period;
}

static const struct reg *at_hand(const struct pack_names *n)
{
    if (n->proc)
        return n->proc->reg;
    return n->related ? n->related->reg : n->measure ? n->measure->reg : n->reg;
}

static bool find_field(const struct reg *r, const char *id, enum name_kind kind, struct found *out)
{
    const struct field *f = r ? reg_field(r, id) : NULL;
    if (!f || f->type == F_ROWS)
        return false;
    *out = (struct found){.kind = kind, .field = f};
    return true;
}

static bool find_own(const struct pack_names *n, const char *id, struct found *out)
{
    static const struct {
        const char *id;
        enum name_kind kind;
    } OWN[] = {{"state", NAME_STATE}, {"unit", NAME_UNIT}, {"code", NAME_CODE},
        {"start", NAME_START}, {"end", NAME_END}};
    for (size_t i = 0; i < COUNT(OWN); i++)
        if (streq(id, OWN[i].id) && (OWN[i].kind < NAME_START || counts(n))) {
            *out = (struct found){.kind = OWN[i].kind};
            return true;
        }
    return false;
}

static bool find_related(const struct pack_names *n, const char *id, struct found *out)
{
    const struct related *with = n->measure ? n->measure->with : n->of ? n->of->with : NULL;
    size_t nwith = n->measure ? n->measure->nwith : n->of ? n->of->nwith : 0;
    for (size_t i = 0; i < nwith; i++)
        if (with[i].id && streq(with[i].id, id)) {
            *out = (struct found){.kind = NAME_RELATED, .related = &with[i]};
            return true;
        }
    return false;
}

static bool find_plain(const struct pack_names *n, const char *id, struct found *out)
{
    const struct reg *r = at_hand(n);
    if (find_own(n, id, out) || find_related(n, id, out) || find_field(r, id, NAME_FIELD, out))
        return true;
    return !n->proc && !n->related && r && find_field(r->parent, id, NAME_PARENT, out);
}

/* The procedure that a register's records pass through or are written by. */
static const struct procedure *procedure_of(const struct reg *r)
{
    for (int depth = 0; r && depth < 10; r = r->parent, depth++)
        if (r->procedure)
            return r->procedure;
    return NULL;
}

static uint32_t field_index(const struct pack *p, const struct field *f)
{
    return p->index->reg_base[f->owner - p->regs] + (uint32_t)f->slot;
}

static bool find_by_ref(const struct pack_names *n, const struct reg *here, const char *ref,
    const char *id, struct found *out)
{
    const struct field *f = here ? reg_field(here, ref) : NULL;
    if (!f || f->type != F_REF || !find_field(f->reg, id, NAME_REF, out))
        return false;
    out->ref = f;
    return field_index(n->pack, f) < MOST_FIELDS && field_index(n->pack, out->field) < MOST_FIELDS;
}

static bool find_of_form(const struct pack_names *n, const char *id, struct found *out)
{
    if (!n->proc)
        return find_field(n->reg, id, NAME_FIELD, out);
    return find_field(n->step ? n->step->reg : NULL, id, NAME_FORM, out);
}

static bool find_done(const struct pack_names *n, const char *id, struct found *out)
{
    const struct procedure *p = n->proc ? n->proc : procedure_of(n->reg);
    out->kind = NAME_DONE;
    out->step = p ? proc_step(p, id) : NULL;
    return out->step != NULL;
}

/* `parent.x`, `<parent register>.x`, `<reference>.x`: a number knows no case and no form. */
static bool find_counted(
    const struct pack_names *n, const char *head, const char *id, struct found *out)
{
    const struct reg *r = at_hand(n);
    if (n->related || !r)
        return false;
    if (r->parent && r->parent->id && (streq(head, "parent") || streq(head, r->parent->id)))
        return find_field(r->parent, id, NAME_PARENT, out);
    return find_by_ref(n, r, head, id, out);
}

static bool find_dotted(
    const struct pack_names *n, const char *head, const char *id, struct found *out)
{
    const struct reg *own = at_hand(n), *parent = own ? own->parent : NULL;
    if (counts(n))
        return find_counted(n, head, id, out);
    if (streq(head, "parent"))
        return find_field(parent, id, NAME_PARENT, out);
    if (streq(head, "form"))
        return find_of_form(n, id, out);
    if (streq(head, "steps"))
        return find_done(n, id, out);
    const struct reg *r = pack_reg(n->pack, head);
    if (!r)
        return find_by_ref(n, own, head, id, out);
    enum name_kind kind = n->proc && r == own       ? NAME_FIELD
                          : !n->proc && r == parent ? NAME_PARENT
                                                    : NAME_LATEST;
    return find_field(r, id, kind, out);
}

static bool find(const struct pack_names *n, struct str path, struct found *out)
{
    char text[128];
    if (path.n >= sizeof text)
        return false;
    memcpy(text, path.p, path.n);
    text[path.n] = 0;
    char *dot = strchr(text, '.');
    if (!dot)
        return find_plain(n, text, out);
    *dot = 0;
    return find_dotted(n, text, dot + 1, out);
}

static uint32_t of_index(const struct pack *p, const struct dimension_of *of)
{
    for (size_t i = 0; i < p->ndimensions; i++)
        for (size_t k = 0; k < p->dimensions[i].nof; k++)
            if (&p->dimensions[i].of[k] == of)
                return (uint32_t)(i << DIMENSION_SHIFT | k << RELATED_SHIFT | OF_DIMENSION);
    return 0;
}

static uint32_t related_index(const struct pack_names *n, const struct related *w)
{
    if (!n->measure)
        return of_index(n->pack, n->of) | (uint32_t)(w - n->of->with);
    return (uint32_t)(n->measure - n->pack->measures) << RELATED_SHIFT |
           (uint32_t)(w - n->measure->with);
}

static const struct related *related_at(const struct pack *p, size_t i)
{
    size_t with = i & (RELATED_MAX - 1);
    if (!(i & OF_DIMENSION))
        return &p->measures[i >> RELATED_SHIFT].with[with];
    size_t d = (i & (OF_DIMENSION - 1)) >> DIMENSION_SHIFT;
    return &p->dimensions[d].of[i >> RELATED_SHIFT & (MOST_OF - 1)].with[with];
}

static int slot_of(const struct pack_names *n, const struct found *f)
{
    const struct pack *p = n->pack;
    uint32_t i = 0;
    if (f->field)
        i = field_index(p, f->field);
    if (f->ref)
        i |= field_index(p, f->ref) << REF_SHIFT;
    if (f->step)
        i = p->index->proc_base[f->step->proc - p->procs] + (uint32_t)f->step->slot;
    if (f->related)
        i = related_index(n, f->related);
    return (int)((uint32_t)f->kind << KIND_SHIFT | i);
}

static enum xtype type_of(const struct found *f)
{
    static const enum xtype RELATED[RELATED__COUNT] = {
        [RELATED_ANY] = X_BOOL,
        [RELATED_COUNT] = X_INT,
        [RELATED_SUM] = X_REAL,
        [RELATED_FIRST] = X_DATE,
        [RELATED_LAST] = X_DATE,
        [RELATED_CLOCK] = X_TEXT,
        [RELATED_STEP] = X_DATE,
    };
    switch (f->kind) {
    case NAME_DONE:
        return X_TIME;
    case NAME_START:
    case NAME_END:
        return X_DATE;
    case NAME_RELATED:
        return RELATED[f->related->how];
    default:
        return f->field ? field_xtype(f->field) : X_TEXT;
    }
}

static bool lookup(const struct expr_scope *s, struct str path, enum xtype *type, int *slot)
{
    const struct pack_names *n = s->ctx;
    struct found f = {0};
    if (!find(n, path, &f))
        return false;
    *type = type_of(&f);
    *slot = slot_of(n, &f);
    return true;
}

static bool allows(const struct expr_scope *s, int slot, struct str constant)
{
    const struct pack_names *n = s->ctx;
    struct xname name = pack_name(n->pack, slot);
    if (name.field && name.field->list)
        return list_code(name.field->list, constant) != NULL;
    const struct procedure *p = n->proc ? n->proc : procedure_of(at_hand(n));
    if (name.kind == NAME_RELATED && name.related->how == RELATED_CLOCK)
        return str_is(constant, "dung_han") || str_is(constant, "qua_han") ||
               str_is(constant, "dang_chay");
    if (name.kind != NAME_STATE || !p)
        return true;
    for (size_t i = 0; i < p->nstates; i++)
        if (p->states[i].id && str_is(constant, p->states[i].id))
            return true;
    return false;
}

struct expr_scope pack_scope(const struct pack_names *n)
{
    return (struct expr_scope){.lookup = lookup, .allows = allows, .ctx = n};
}

struct xname pack_name(const struct pack *p, int slot)
{
    size_t i = (size_t)slot & ((1u << KIND_SHIFT) - 1);
    struct xname n = {.kind = (enum name_kind)(slot >> KIND_SHIFT)};
    if (n.kind <= NAME_LATEST) {
        n.field = p->index->fields[i];
        n.reg = n.field->owner;
    } else if (n.kind == NAME_REF) {
        n.field = p->index->fields[i & (MOST_FIELDS - 1)];
        n.reg = n.field->owner;
        n.ref = p->index->fields[i >> REF_SHIFT];
    } else if (n.kind == NAME_DONE) {
        n.step = p->index->steps[i];
    } else if (n.kind == NAME_RELATED) {
        n.related = related_at(p, i);
    }
    return n;
}

const char *pack_column(const struct pack *p, int slot)
{
    struct xname n = pack_name(p, slot);
    switch (n.kind) {
    case NAME_FIELD:
        return n.field->cls == CLASS_SECRET ? NULL : n.field->id;
    case NAME_STATE:
        return "state";
    case NAME_UNIT:
        return "unit";
    case NAME_CODE:
        return "code";
    default:
        return NULL;
    }
}
