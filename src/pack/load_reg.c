// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Tables of lists and registers: which YAML key fills which member.
 * What a table cannot say (fields inside sections, anchors, references) has a function here.
 */
#include "pack/pack_int.h"

static const char *const LEVELS[] = {"xa", "tinh", "quoc_gia", NULL};
static const char *const CLASSES[] = {"open", "personal", "secret", NULL};
static const char *const TYPES[F__COUNT + 1] = {"text", "note", "int", "decimal", "money", "date",
    "time", "bool", "choice", "choices", "unit", "ref", "name", "phone", "personal_no", "file",
    "rows", NULL};

/* ---- lists ------------------------------------------------------------------------------------
 */

static void own_code_parent(struct load *l, const struct key *k, const struct ynode *n, void *obj)
{
    (void)k;
    struct code *c = obj;
    if (l->phase == READ)
        c->parent = load_id(l, n);
    else if (l->phase == LINK && c->parent && !list_code(l->cur[CUR_LIST], str_of(c->parent)))
        load_fault(l, n->pos, "Danh mục không có mã ‘%s’", c->parent);
}

static const struct key CODE_KEYS[] = {
    {"code", K_ID, true, AT(code, id)},
    {"label", K_LABEL, true, AT(code, label)},
    {"parent", K_OWN, .own = own_code_parent},
    {"aka", K_STR, AT(code, aka)},
    {"source", K_SOURCE, AT(code, source)},
};
static const struct table CODE = TABLE(CODE_KEYS, code, .what = "mục");

static void list_done(struct load *l, const struct ynode *n, void *obj)
{
    struct codelist *list = obj;
    const struct ynode *items = load_get(n, "items");
    if (l->phase == READ && items && items->kind == Y_SEQ)
        list->by_id = load_order(l, &CODE, (const struct ynode *const *)(const void *)items->kid,
            (const char *)list->codes, list->ncodes);
}

static const struct key LIST_KEYS[] = {
    {"list", K_ID, true, AT(codelist, id)},
    {"label", K_LABEL, true, AT(codelist, label)},
    {"source", K_SOURCE, AT(codelist, source)},
    {"items", K_LIST, true, AT(codelist, codes), .count = offsetof(struct codelist, ncodes),
        .table = &CODE},
};
const struct table load_list = TABLE(LIST_KEYS, codelist, .what = "danh mục", .cur = CUR_LIST,
    .has_id = true, POS(codelist), .done = list_done);

/* ---- fields -----------------------------------------------------------------------------------
 */

static void own_list(struct load *l, const struct key *k, const struct ynode *n, void *obj)
{
    (void)k;
    struct field *f = obj;
    if (l->phase != LINK)
        return;
    f->list = load_ref(l, ROOT_LISTS, n);
    f->list_id = f->list ? f->list->id : NULL;
}

static void own_register(struct load *l, const struct key *k, const struct ynode *n, void *obj)
{
    (void)k;
    struct field *f = obj;
    if (l->phase != LINK)
        return;
    f->reg = load_ref(l, ROOT_REGS, n);
    f->reg_id = f->reg ? f->reg->id : NULL;
}

static void own_precision(struct load *l, const struct key *k, const struct ynode *n, void *obj)
{
    (void)k;
    struct field *f = obj;
    if (l->phase != READ)
        return;
    f->full_date = str_is(n->text, "day");
    f->year = str_is(n->text, "year");
    if (!f->full_date && !f->year)
        load_fault(l, n->pos, "‘precision’ chỉ có thể là day hoặc year");
}

/* A table of labels by code; a code that has none keeps vi NULL. */
static void own_anchors(struct load *l, const struct key *k, const struct ynode *n, void *obj)
{
    (void)k;
    struct field *f = obj;
    if (l->phase != EXPR || !load_is(l, n, Y_MAP) || !f->list)
        return;
    struct label *v = NEW_N(l->a, struct label, f->list->ncodes + 1);
    for (size_t i = 0; i < n->n; i += 2) {
        const struct code *c = list_code(f->list, n->kid[i]->text);
        if (!c) {
            load_fault(l, n->kid[i]->pos, "Danh mục ‘%s’ không có mã ‘" STR_FMT "’", f->list->id,
                STR_ARG(n->kid[i]->text));
            continue;
        }
        const struct key label = {"label", K_LABEL, .at = 0};
        l->phase = READ; /* a label that is a map is walked */
        load_value(l, &label, n->kid[i + 1], &v[c - f->list->codes]);
        l->phase = EXPR;
    }
    f->anchors = v;
}

static const struct key FIELD_KEYS[] = {
    {"id", K_ID, true, AT(field, id)},
    {"label", K_LABEL, true, AT(field, label)},
    {"hint", K_LABEL, AT(field, hint)},
    {"aka", K_STR, AT(field, aka)},
    {"type", K_ENUM, true, AT(field, type), .names = TYPES},
    {"class", K_ENUM, AT(field, cls), .names = CLASSES},
    {"list", K_OWN, .own = own_list},
    {"register", K_OWN, .own = own_register},
    {"required", K_BOOL, AT(field, required)},
    {"required_if", K_EXPR, AT(field, required_if), .want = WANT_BOOL},
    {"show_if", K_EXPR, AT(field, show_if), .want = WANT_BOOL},
    {"preset", K_EXPR, AT(field, preset), .want = WANT_FIELD},
    {"compute", K_EXPR, AT(field, compute), .want = WANT_FIELD},
    {"min", K_EXPR, AT(field, min), .want = WANT_FIELD},
    {"max", K_EXPR, AT(field, max), .want = WANT_FIELD},
    {"max_len", K_INT, AT(field, max_len), .range = {1, 100000}},
    {"anchors", K_OWN, .own = own_anchors},
    {"search", K_BOOL, AT(field, searched)},
    {"anywhere", K_BOOL, AT(field, anywhere)},
    {"in_use", K_BOOL, AT(field, in_use)},
    {"precision", K_OWN, .own = own_precision},
    {"source", K_SOURCE, AT(field, source)},
};

static void field_done(struct load *l, const struct ynode *n, void *obj)
{
    if (l->phase == EXPR)
        load_check_field(l, n, obj);
}

static const struct table FIELD = TABLE(FIELD_KEYS, field, .what = "ô", .cur = CUR_FIELD,
    .has_id = true, POS(field), .done = field_done);

/* ---- sections and forms ------------------------------------------------------------------------
 */

static const void *ref_field(struct load *l, const struct ynode *n)
{
    return load_field_ref(l, l->cur[CUR_REG], n);
}

static void own_fields(struct load *l, const struct key *k, const struct ynode *n, void *obj)
{
    load_put_refs(l, k, n, obj, ref_field);
}

/* Columns and filters of list pages: no sealed values there. */
static const void *ref_column(struct load *l, const struct ynode *n)
{
    const struct field *f = load_field_ref(l, l->cur[CUR_REG], n);
    if (f && (f->cls == CLASS_SECRET || f->type == F_ROWS)) {
        load_fault(
            l, n->pos, "Ô ‘%s’ là bí mật hoặc nhiều dòng, không đứng trong danh sách được", f->id);
        return NULL;
    }
    return f;
}

static void own_columns(struct load *l, const struct key *k, const struct ynode *n, void *obj)
{
    load_put_refs(l, k, n, obj, ref_column);
}

static const struct key FORM_SECTION_KEYS[] = {
    {"label", K_LABEL, true, AT(section, label)},
    {"fold", K_BOOL, AT(section, fold)},
    {"fields", K_OWN, true, AT(section, fields), .count = offsetof(struct section, nfields),
        .own = own_fields},
};
static const struct table FORM_SECTION = TABLE(FORM_SECTION_KEYS, section, .what = "phần");
static const struct key FORM_KEYS[] = {
    {"form", K_ID, true, AT(form, id)},
    {"label", K_LABEL, true, AT(form, label)},
    {"sections", K_LIST, true, AT(form, sections), .count = offsetof(struct form, nsections),
        .table = &FORM_SECTION},
};
static const struct table FORM = TABLE(FORM_KEYS, form, .what = "mẫu", .has_id = true, POS(form));

/* In a register's own sections the fields are defined: they are read by own_sections(). */
static void own_nothing(struct load *l, const struct key *k, const struct ynode *n, void *obj)
{
    (void)l;
    (void)k;
    (void)n;
    (void)obj;
}

static const struct key SECTION_KEYS[] = {
    {"label", K_LABEL, true, AT(section, label)},
    {"fold", K_BOOL, AT(section, fold)},
    {"fields", K_OWN, true, .own = own_nothing},
};
static const struct table SECTION = TABLE(SECTION_KEYS, section, .what = "phần");

/* The nodes of all field definitions of a register, in order. */
static size_t field_nodes(const struct ynode *sections, const struct ynode **out)
{
    size_t n = 0;
    for (size_t i = 0; i < sections->n; i++) {
        const struct ynode *f = load_get(sections->kid[i], "fields");
        for (size_t k = 0; f && f->kind == Y_SEQ && k < f->n; k++, n++)
            if (out)
                out[n] = f->kid[k];
    }
    return n;
}

/* Sections point into the register's array of fields. */
static void fill_sections(struct load *l, struct reg *r, struct form *all, const struct ynode *n)
{
    struct section *s = load_items(l, &SECTION, n, NULL, &all->nsections);
    const struct field **list = NEW_N(l->a, const struct field *, r->nfields + 1);
    size_t at = 0;
    for (size_t i = 0; i < n->n; i++) {
        const struct ynode *f = load_get(n->kid[i], "fields");
        if (f && f->kind != Y_SEQ)
            load_is(l, f, Y_SEQ);
        s[i].fields = list + at;
        s[i].nfields = f && f->kind == Y_SEQ ? f->n : 0;
        for (size_t k = 0; k < s[i].nfields; k++, at++)
            list[at] = &r->fields[at];
    }
    all->sections = s;
}

static struct form *forms_of(struct load *l, struct reg *r, const struct ynode *forms)
{
    size_t n = forms && forms->kind == Y_SEQ ? forms->n : 0;
    struct form *v = NEW_N(l->a, struct form, n + 1);
    v[0] = (struct form){.id = "day_du", .label = r->label, .pos = r->pos};
    r->forms = v;
    r->nforms = n + 1;
    return v;
}

/* Sections define the fields and the first form; `forms` has the others. */
static void reg_sections(struct load *l, const struct ynode *n, struct reg *r)
{
    const struct ynode *sections = load_get(n, "sections");
    if (!sections || sections->kind != Y_SEQ) {
        if (sections && l->phase == READ)
            load_is(l, sections, Y_SEQ);
        return;
    }
    size_t count = field_nodes(sections, NULL);
    const struct ynode **node = NEW_N(l->a, const struct ynode *, count + 1);
    field_nodes(sections, node);
    struct field *f = l->phase == READ ? NEW_N(l->a, struct field, count + 1) : NULL;
    if (l->phase == READ) {
        r->fields = f;
        r->nfields = count;
    } else {
        memcpy(&f, &r->fields, sizeof f);
    }
    for (size_t i = 0; i < count; i++) {
        load_walk(l, &FIELD, node[i], &f[i]);
        f[i].slot = (int)i;
        f[i].owner = r;
    }
    if (l->phase == READ) {
        r->by_id = load_order(l, &FIELD, node, (const char *)f, count);
        struct form *all;
        memcpy(&all, &r->forms, sizeof all);
        fill_sections(l, r, all, sections);
    }
}

static void reg_forms(struct load *l, const struct ynode *n, struct reg *r)
{
    const struct ynode *forms = load_get(n, "forms");
    struct form *v;
    memcpy(&v, &r->forms, sizeof v);
    if (!forms || forms->kind != Y_SEQ)
        return;
    for (size_t i = 0; i < forms->n; i++)
        load_walk(l, &FORM, forms->kid[i], &v[i + 1]);
    if (l->phase == READ)
        load_order(l, &FORM, (const struct ynode *const *)(const void *)forms->kid,
            (const char *)(v + 1), forms->n);
}

/* ---- registers ---------------------------------------------------------------------------------
 */

static void own_check_field(struct load *l, const struct key *k, const struct ynode *n, void *obj)
{
    (void)k;
    struct check *c = obj;
    if (l->phase == LINK)
        c->field = load_field_ref(l, l->cur[CUR_REG], n);
}

static const struct key CHECK_KEYS[] = {
    {"must", K_EXPR, true, AT(check, must), .want = WANT_BOOL},
    {"field", K_OWN, .own = own_check_field},
    {"message", K_LABEL, true, AT(check, message)},
    {"warning", K_BOOL, AT(check, warning)},
    {"source", K_SOURCE, AT(check, source)},
};
static const struct table CHECK = TABLE(CHECK_KEYS, check, .what = "phép kiểm", POS(check));

static void own_parent(struct load *l, const struct key *k, const struct ynode *n, void *obj)
{
    (void)k;
    struct reg *r = obj;
    if (l->phase != LINK)
        return;
    r->parent = load_ref(l, ROOT_REGS, n);
    r->parent_id = r->parent ? r->parent->id : NULL;
}

/* "CA-{unit}-{yy}-{n4}": numbers run in each unit and year, so unit and number must be there; other
 * braces may not. */
static void own_code(struct load *l, const struct key *k, const struct ynode *n, void *obj)
{
    static const char *const PARTS[] = {"{unit}", "{n3}", "{n4}", "{n5}", "{n6}", "{yyyy}", "{yy}"};
    enum { UNIT, FIRST_NUMBER, LAST_NUMBER = 4 };
    (void)k;
    struct reg *r = obj;
    if (l->phase != READ)
        return;
    const char *s = load_text(l, n);
    r->code_format = s;
    int used[COUNT(PARTS)] = {0}, numbers = 0;
    for (const char *p = s; p && (p = strchr(p, '{')) != NULL; p++) {
        bool known = false;
        for (size_t i = 0; i < COUNT(PARTS); i++)
            if (str_starts(str_of(p), PARTS[i])) {
                known = true;
                used[i]++;
            }
        if (!known)
            load_fault(l, n->pos, "Mẫu mã chỉ dùng {unit}, {yy}, {yyyy} và {n3} đến {n6}");
    }
    for (int i = FIRST_NUMBER; i <= LAST_NUMBER; i++)
        numbers += used[i];
    if (s && (!used[UNIT] || numbers != 1))
        load_fault(l, n->pos, "Mẫu mã cần có {unit} và một số thứ tự, như {n4}");
}

static void reg_done(struct load *l, const struct ynode *n, void *obj)
{
    struct reg *r = obj;
    if (l->phase == READ) {
        forms_of(l, r, load_get(n, "forms"));
        if (!r->plural.vi)
            r->plural = r->label;
    }
    reg_sections(l, n, r);
    reg_forms(l, n, r);
    load_marks_done(l, r);
}

/* A field of the register that names a commune. */
static void own_unit_field(struct load *l, const struct key *k, const struct ynode *n, void *obj)
{
    if (l->phase != LINK)
        return;
    const struct field *f = load_field_ref(l, l->cur[CUR_REG], n);
    if (f && f->type != F_UNIT)
        load_fault(l, n->pos, "Ô ‘%s’ không phải đơn vị", f->id);
    load_put(obj, k, f);
}

static void own_village(struct load *l, const struct key *k, const struct ynode *n, void *obj)
{
    if (l->phase != LINK)
        return;
    const struct field *f = load_field_ref(l, l->cur[CUR_REG], n);
    if (f && (f->type != F_TEXT || f->cls == CLASS_SECRET))
        load_fault(l, n->pos, "Ô ‘%s’ không phải chữ thường, không kín", f->id);
    memcpy((char *)obj + k->at, &f, sizeof f);
}

static const struct key REG_KEYS[] = {
    {"register", K_ID, true, AT(reg, id)},
    {"label", K_LABEL, true, AT(reg, label)},
    {"plural", K_LABEL, AT(reg, plural)},
    {"source", K_SOURCE, AT(reg, source)},
    {"level", K_WORD, true, AT(reg, level), .names = LEVELS},
    {"parent", K_OWN, .own = own_parent},
    {"code", K_OWN, .own = own_code},
    {"title", K_EXPR, AT(reg, title), .want = WANT_TITLE},
    {"menu", K_BOOL, AT(reg, in_menu)},
    {"unit_aka", K_STR, AT(reg, unit_aka)},
    {"kept_at", K_OWN, AT(reg, kept_at), .own = own_unit_field},
    {"seen_from", K_OWN, AT(reg, seen_from), .own = own_unit_field},
    {"village", K_OWN, AT(reg, village), .own = own_village},
    {"active", K_EXPR, AT(reg, active), .want = WANT_COLUMNS},
    {"marks", K_LIST, AT(reg, marks), .count = offsetof(struct reg, nmarks), .table = &load_mark},
    {"identity", K_ITEM, AT(reg, identity), .table = &load_identity},
    {"recheck", K_ITEM, AT(reg, recheck), .table = &load_recheck},
    {"campaign", K_ITEM, AT(reg, campaign), .table = &load_campaign},
    {"columns", K_OWN, AT(reg, columns), .count = offsetof(struct reg, ncolumns),
        .own = own_columns},
    {"filters", K_OWN, AT(reg, filters), .count = offsetof(struct reg, nfilters),
        .own = own_columns},
    {"exports", K_LIST, AT(reg, exports), .count = offsetof(struct reg, nexports),
        .table = &load_export},
    {"pushes", K_LIST, AT(reg, pushes), .count = offsetof(struct reg, npushes),
        .table = &load_push},
    {"sections", K_OWN, true, .own = own_nothing},
    {"forms", K_OWN, .own = own_nothing},
    {"checks", K_LIST, AT(reg, checks), .count = offsetof(struct reg, nchecks), .table = &CHECK},
};
const struct table load_reg =
    TABLE(REG_KEYS, reg, .what = "sổ", .cur = CUR_REG, .has_id = true, POS(reg), .done = reg_done);
