// SPDX-License-Identifier: AGPL-3.0-or-later
/* Possible duplicates: the worklist. */
#include "web/web_int.h"

#include "ident/ident.h"

enum { PER_PAGE = 20 };

static const char *const filters[] = {
    [PAIRS_ALL] = "", [PAIRS_SURE] = "chac", [PAIRS_UNSURE] = "xem", [PAIRS_ABROAD] = "khac-xa"};

static void put_tabs(struct page *p, const struct ident_counts *n, enum ident_which now)
{
    static const char *const labels[] = {[PAIRS_ALL] = N_("Tất cả"),
        [PAIRS_SURE] = N_("Chắc chắn"),
        [PAIRS_UNSURE] = N_("Cần xem"),
        [PAIRS_ABROAD] = N_("Khác xã")};
    int64_t counts[] = {n->all, n->sure, n->all - n->sure, n->abroad};
    for (size_t i = 0; i < COUNT(filters); i++) {
        struct val *x = val_add(p->root, "tabs");
        val_text(
            x, "href", *filters[i] ? arena_printf(p->a, "/trung?loc=%s", filters[i]) : "/trung");
        val_msg(x, "label", labels[i], NULL, NULL, NULL);
        val_bool(x, "active", i == now);
        val_int(x, "count", counts[i]);
    }
}

static struct rec *among(struct rec **v, size_t n, const char *id)
{
    for (size_t i = 0; i < n; i++)
        if (streq(rec_id(v[i]), id))
            return v[i];
    return NULL;
}

/* The records of all pairs of a page, in one query, as this person may see them. */
static enum err get_records(struct page *p, const struct reg *reg, const struct ident_pair *v,
    size_t n, struct rec ***out, size_t *nout)
{
    const char **ids = NEW_N(p->a, const char *, 2 * n + 1);
    for (size_t i = 0; i < n; i++) {
        ids[2 * i] = v[i].a;
        ids[2 * i + 1] = v[i].b;
    }
    struct act *sys = NEW(p->a, struct act);
    *sys = *p->act;
    sys->user = NULL;
    return rec_by_ids(sys, reg, ids, 2 * n, out, nout);
}

static void put_pair(struct page *p, const struct ident_pair *k, struct rec *a, struct rec *b)
{
    struct val *x = val_add(p->root, "pairs");
    bool invited = streq(k->state, PAIR_ASKED) && !streq(k->asked_unit, p->user->unit);
    pair_look(p, a, invited);
    pair_look(p, b, invited);
    person_put(p, val_child(x, "a"), a);
    person_put(p, val_child(x, "b"), b);
    pair_words(x, k->chance);
    val_bool(x, "abroad", !streq(k->a_unit, k->b_unit));
    val_bool(x, "invited", invited);
    val_bool(x, "asked", streq(k->state, PAIR_ASKED) && !invited);
    val_text(x, "href", arena_printf(p->a, "/trung/%s/%s", k->a, k->b));
}

static void put_pager(struct page *p, int64_t page, int64_t total, const char *filter)
{
    struct val *g = val_child(p->root, "pager");
    const char *base =
        *filter ? arena_printf(p->a, "/trung?loc=%s&trang=", filter) : "/trung?trang=";
    val_int(g, "page", page);
    val_int(g, "total", total);
    if (page > 1)
        val_text(g, "prev", arena_printf(p->a, "%s%lld", base, (long long)(page - 1)));
    if (page * PER_PAGE < total)
        val_text(g, "next", arena_printf(p->a, "%s%lld", base, (long long)(page + 1)));
}

enum err page_pairs(struct page *p)
{
    const struct reg *reg = pair_persons(p);
    if (!reg || !user_can(p->user, reg->id, "write"))
        return err_set(ERR_DENIED, "no right on persons");
    const char *filter = page_query(p, "loc", 10), *at = page_query(p, "trang", 6);
    enum ident_which which = PAIRS_ALL;
    for (size_t i = 1; i < COUNT(filters); i++)
        if (streq(filters[i], filter))
            which = (enum ident_which)i;
    int64_t page = 1;
    if (!at || !str_to_int(str_of(at), &page) || page < 1)
        page = 1;
    struct ident_counts counts;
    struct ident_pair *v;
    struct rec **recs;
    size_t n, nrecs;
    TRY(ident_count(p->act, &counts));
    TRY(ident_pairs(p->act, which, PER_PAGE, (page - 1) * PER_PAGE, &v, &n));
    TRY(get_records(p, reg, v, n, &recs, &nrecs));
    for (size_t i = 0; i < n; i++) {
        struct rec *a = among(recs, nrecs, v[i].a), *b = among(recs, nrecs, v[i].b);
        if (a && b)
            put_pair(p, &v[i], a, b);
    }
    put_tabs(p, &counts, which);
    int64_t totals[] = {counts.all, counts.sure, counts.all - counts.sure, counts.abroad};
    put_pager(p, page, totals[which], filters[which]);
    if (n == 0)
        val_msg(val_child(p->root, "empty"), "text", N_("Không có hồ sơ nào nghi trùng ở đây."),
            NULL, NULL, NULL);
    val_msg(p->root, "title", N_("Có thể trùng"), NULL, NULL, NULL);
    return page_show(p, "pairs");
}
