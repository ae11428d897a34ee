// SPDX-License-Identifier: AGPL-3.0-or-later
/* Tables of documents, roles and pack.yaml: which YAML key fills which member. */
#include "pack/pack_int.h"

static const char *const LEVELS[] = {"xa", "tinh", "quoc_gia", NULL};
static const char *const CLASSES[] = {"open", "personal", "secret", NULL};

static void own_doc_reg(struct load *l, const struct key *k, const struct ynode *n, void *obj)
{
    (void)k;
    struct document *d = obj;
    if (l->phase == LINK)
        d->reg = load_ref(l, ROOT_REGS, n);
}

static void own_doc_file(struct load *l, const struct key *k, const struct ynode *n, void *obj)
{
    (void)k;
    struct document *d = obj;
    if (l->phase != READ || !(d->file = load_text(l, n)))
        return;
    for (size_t i = 0; i < l->nfiles; i++)
        if (streq(l->files[i].name, d->file))
            return;
    load_fault(l, n->pos, "Bộ không có tệp ‘%s’", d->file);
}

static const struct key DOC_KEYS[] = {
    {"document", K_ID, true, AT(document, id)},
    {"label", K_LABEL, true, AT(document, label)},
    {"register", K_OWN, true, .own = own_doc_reg},
    {"file", K_OWN, true, .own = own_doc_file},
    {"source", K_SOURCE, AT(document, source)},
};
const struct table load_doc = TABLE(DOC_KEYS, document, .what = "văn bản", .has_id = true);

/* "register:right", "*:right" or a right of the whole program. */
static const void *ref_right(struct load *l, const struct ynode *n)
{
    static const char *const ALONE[] = {"admin", "users", "province", "units", "journal", "lead"};
    static const char *const RIGHT[] = {"read", "write", "delete", "export", "accept", "*"};
    static const char *const OTHER[] = {"so_lieu", "bao_cao"}; /* numbers and reports */
    const char *s = load_text(l, n);
    const char *colon = s ? strchr(s, ':') : NULL;
    if (!s)
        return NULL;
    for (size_t i = 0; i < COUNT(ALONE); i++)
        if (streq(s, ALONE[i]))
            return s;
    bool known = false;
    for (size_t i = 0; colon && i < COUNT(RIGHT); i++)
        known |= streq(colon + 1, RIGHT[i]);
    if (!known) {
        load_fault(l, n->pos, "Không có quyền ‘%s’", s);
        return NULL;
    }
    const char *reg = arena_dupn(l->a, s, (size_t)(colon - s));
    for (size_t i = 0; i < COUNT(OTHER); i++)
        if (streq(reg, OTHER[i]))
            return s;
    if (!streq(reg, "*") && !pack_reg(l->pack, reg)) {
        load_fault(l, n->pos, "Không có sổ ‘%s’", reg);
        return NULL;
    }
    return s;
}

static void own_can(struct load *l, const struct key *k, const struct ynode *n, void *obj)
{
    (void)k;
    struct role *r = obj;
    if (l->phase != LINK)
        return;
    const void *v = load_refs(l, n, ref_right, &r->ncan);
    memcpy(&r->can, &v, sizeof v);
}

static const struct key ROLE_KEYS[] = {
    {"role", K_ID, true, AT(role, id)},
    {"label", K_LABEL, true, AT(role, label)},
    {"level", K_WORD, true, AT(role, level), .names = LEVELS},
    {"can", K_OWN, true, .own = own_can},
    {"sees", K_ENUM, true, AT(role, sees), .names = CLASSES},
    {"secret_if_member", K_BOOL, AT(role, secret_if_member)},
};
const struct table load_role = TABLE(ROLE_KEYS, role, .what = "vai trò", .has_id = true, POS(role));

static void own_off(struct load *l, const struct key *k, const struct ynode *n, void *obj)
{
    (void)k;
    struct holiday *h = obj;
    const struct key off = {"off", K_BOOL, .at = offsetof(struct holiday, working)};
    if (l->phase != READ)
        return;
    h->working = true; /* a value that is not a boolean leaves it and is a fault */
    load_value(l, &off, n, h);
    h->working = !h->working;
}

static void holiday_done(struct load *l, const struct ynode *n, void *obj)
{
    struct holiday *h = obj;
    if (l->phase != READ)
        return;
    h->offset_from = -h->offset_from;
    bool dated = load_get(n, "date") != NULL, ruled = load_get(n, "month") || load_get(n, "day");
    if (dated == ruled)
        load_fault(l, n->pos, "Ngày nghỉ cần ‘date’, hoặc ‘month’ và ‘day’");
    else if (ruled && (!load_get(n, "month") || !load_get(n, "day")))
        load_fault(l, n->pos, "Ngày nghỉ cần cả ‘month’ và ‘day’");
    else if (h->month && h->day && h->day > (h->lunar ? 30 : cal_days_in_month(2000, h->month)))
        load_fault(l, load_get(n, "day")->pos, "Không có ngày %02d/%02d", h->day, h->month);
    if (load_get(n, "off") && !dated)
        load_fault(l, load_get(n, "off")->pos, "‘off’ chỉ dùng với ‘date’");
}

static const struct key HOLIDAY_KEYS[] = {
    {"label", K_LABEL, true, AT(holiday, label)},
    {"month", K_INT, AT(holiday, month), .range = {1, 12}},
    {"day", K_INT, AT(holiday, day), .range = {1, 31}},
    {"lunar", K_BOOL, AT(holiday, lunar)},
    {"before", K_INT, AT(holiday, offset_from), .range = {0, 15}},
    {"after", K_INT, AT(holiday, offset_to), .range = {0, 15}},
    {"date", K_DATE, AT(holiday, date)},
    {"off", K_OWN, .own = own_off},
    {"source", K_SOURCE, AT(holiday, source)},
};
static const struct table HOLIDAY =
    TABLE(HOLIDAY_KEYS, holiday, .what = "ngày nghỉ", .done = holiday_done);

static const char *const PAGES[] = {"viec", "tro_cap", "nhap_excel", "trung", "toan_tinh", "so",
    "quan_tri", "chi_tieu", "so_lieu", "lanh_dao", "bao_cao", "ban_do", NULL};

static void own_menu_reg(struct load *l, const struct key *k, const struct ynode *n, void *obj)
{
    (void)k;
    struct menu_item *m = obj;
    if (l->phase == LINK)
        m->reg = load_ref(l, ROOT_REGS, n);
}

static void menu_done(struct load *l, const struct ynode *n, void *obj)
{
    (void)obj;
    if (l->phase == READ && !load_get(n, "register") == !load_get(n, "page"))
        load_fault(l, n->pos, "Mục của menu cần ‘register’ hoặc ‘page’");
}

static const struct key MENU_KEYS[] = {
    {"register", K_OWN, .own = own_menu_reg},
    {"page", K_WORD, AT(menu_item, page), .names = PAGES},
    {"label", K_LABEL, true, AT(menu_item, label)},
};
static const struct table MENU =
    TABLE(MENU_KEYS, menu_item, .what = "mục của menu", .done = menu_done);

static const struct key PACK_KEYS[] = {
    {"pack", K_ID, true, AT(pack, id)},
    {"label", K_LABEL, true, AT(pack, label)},
    {"holidays", K_LIST, AT(pack, holidays), .count = offsetof(struct pack, nholidays),
        .table = &HOLIDAY},
    {"menu", K_LIST, AT(pack, menu), .count = offsetof(struct pack, nmenu), .table = &MENU},
};
const struct table load_pack = TABLE(PACK_KEYS, pack, .what = "bộ");
