// SPDX-License-Identifier: AGPL-3.0-or-later
/* Prose of the blocks, and what should be looked at before a report is sent. */
#include "report/report_int.h"

#include "flow/flow.h"

static struct rec *block_of(const struct report_work *w, const char *id)
{
    for (size_t i = 0; i < w->nblocks; i++)
        if (streq(report_text(w->blocks[i], "khoi"), id))
            return w->blocks[i];
    return NULL;
}

/* A sent report reads as it was sent; what it lacks is no longer asked for. */
struct report_prose report_prose(struct report_work *w, const struct report_block *b)
{
    struct report_prose p = {.text = "", .draft = ""};
    struct say s = report_say(w);
    if (b->kind == BLOCK_SAY)
        p.draft = say_draft(&s, b->text.vi);
    const struct rec *r = block_of(w, b->id);
    const char *kept = r ? report_text(r, "noi_dung") : NULL;
    p.kept = kept && *kept;
    if (!p.kept)
        p.text = p.draft;
    else
        p.text = prose_renew(&s, kept, b->kind == BLOCK_SAY ? p.draft : NULL, &p.faults);
    if (w->numbers->frozen)
        p.faults.n = 0;
    return p;
}

enum err report_keep(struct report_work *w, const struct report_block *b, const char *text)
{
    const struct reg *reg = pack_reg(w->act->site->pack, "doan_bao_cao");
    if (!reg || !report_is_open(w))
        return err_set(ERR_DENIED, "the report is not open");
    struct rec *r = block_of(w, b->id);
    struct value v = *text ? v_text(text) : VNULL;
    if (r && v_eq(report_value(r, "noi_dung"), v))
        return OK;
    if (r) {
        report_set(r, "noi_dung", v);
        return rec_update(w->act, r, rec_version(r), "sua", NULL);
    }
    if (!*text)
        return OK;
    r = rec_new(w->act, reg, w->rec);
    report_set(r, "khoi", v_text(b->id));
    report_set(r, "noi_dung", v);
    TRY(rec_insert(w->act, r, "soan", NULL));
    struct rec **grown = NEW_N(w->act->a, struct rec *, w->nblocks + 1);
    if (w->nblocks)
        memcpy(grown, w->blocks, w->nblocks * sizeof(struct rec *));
    grown[w->nblocks++] = r;
    w->blocks = grown;
    return OK;
}

/* ---- checks ---------------------------------------------------------------------------------- */

enum { MOST_CHECKS = 60 };

struct checks {
    struct report_work *w;
    struct report_check *v;
    size_t n;
};

static void add(struct checks *c, const char *kind, const char *text, const char *href)
{
    if (c->n < MOST_CHECKS)
        c->v[c->n++] = (struct report_check){.kind = kind, .text = text, .href = href};
}

static const char *word_of(enum stat_check_kind k)
{
    static const char *const words[] = {[CHECK_MISSING] = "thieu",
        [CHECK_CONTRADICTION] = "mau_thuan",
        [CHECK_OUTLIER] = "bat_thuong",
        [CHECK_CHANGE] = "bien_dong",
        [CHECK_WAITING] = "cho"};
    return words[k];
}

static enum err add_stat(struct checks *c)
{
    struct report_work *w = c->w;
    const struct indicator **ind = NEW_N(w->act->a, const struct indicator *, w->numbers->n + 1);
    for (size_t i = 0; i < w->numbers->n; i++)
        ind[i] = w->numbers->v[i].indicator;
    struct stat_check_ask ask = {.unit = w->place,
        .period = w->period,
        .indicators = ind,
        .nindicators = w->numbers->n,
        .most = MOST_CHECKS};
    struct stat_check *v;
    size_t n;
    TRY(stat_checks(w->act, &ask, &v, &n));
    for (size_t i = 0; i < n; i++) {
        const char *href = v[i].indicator ? report_number_path(w, v[i].indicator) : NULL;
        add(c, word_of(v[i].kind), v[i].text, href);
    }
    return OK;
}

/* A province's report stands on those of its communes. */
static enum err add_communes(struct checks *c)
{
    struct report_work *w = c->w;
    struct duty_rows rows;
    if (*w->unit || !w->act->user || !*w->act->user->province)
        return OK;
    TRY(duty_matrix(w->act, w->period.to / 10000, &rows));
    int missing = 0, waiting = 0, all = 0;
    for (size_t i = 0; i < rows.n; i++) {
        const struct duty_row *r = &rows.v[i];
        if (!r->due.duty->report || !streq(r->due.period.id, w->period.id))
            continue;
        all++;
        missing += duty_is_open(r);
        waiting += r->state == DUTY_SENT;
    }
    struct arena *a = w->act->a;
    const char *path =
        arena_printf(a, "/bao-cao/cac-xa?nam=%d&ky=%s", w->period.to / 10000, w->period.id);
    if (missing)
        add(c, "thieu",
            arena_printf(a, "%d/%d xã, phường chưa gửi báo cáo của kỳ này", missing, all), path);
    if (waiting)
        add(c, "cho", arena_printf(a, "%d báo cáo của xã, phường đang chờ chấp nhận", waiting),
            path);
    return OK;
}

static void add_faults(struct checks *c, const struct report_prose *p, const char *heading)
{
    struct arena *a = c->w->act->a;
    for (size_t i = 0; i < p->faults.n; i++) {
        const struct prose_fault *f = &p->faults.v[i];
        if (f->kind == PROSE_BROKEN)
            add(c, "loi_van", arena_printf(a, "%s: ô số liệu bị hỏng ở “%s”", heading, f->name),
                NULL);
        if (f->kind == PROSE_UNKNOWN)
            add(c, "loi_van",
                arena_printf(a, "%s: không có chỉ tiêu nào tên “%s”", heading, f->name), NULL);
    }
}

static void add_blocks(struct checks *c)
{
    struct report_work *w = c->w;
    for (size_t s = 0; s < w->report->nsections; s++)
        for (size_t b = 0; b < w->report->sections[s].nblocks; b++) {
            const struct report_block *k = &w->report->sections[s].blocks[b];
            if (k->kind != BLOCK_SAY && k->kind != BLOCK_ASK)
                continue;
            struct report_prose p = report_prose(w, k);
            const char *heading = w->report->sections[s].heading.vi;
            add_faults(c, &p, heading);
            if (k->kind == BLOCK_ASK && !p.kept)
                add(c, "chua_viet", arena_printf(w->act->a, "Chưa viết mục “%s”", heading), NULL);
        }
}

enum err report_checks(struct report_work *w, struct report_check **out, size_t *n)
{
    struct checks c = {.w = w, .v = NEW_N(w->act->a, struct report_check, MOST_CHECKS)};
    TRY(add_communes(&c));
    TRY(add_stat(&c));
    add_blocks(&c);
    *out = c.v;
    *n = c.n;
    return OK;
}

/* Where a number opens. */
const char *report_number_path(struct report_work *w, const struct indicator *i)
{
    return arena_printf(w->act->a, "/chi-tieu/%s?dv=%s&ky=%s%s", i->id, w->place, w->period.id,
        w->period.regime == REGIME_CUTOFF15 ? "&che_do=ngay15" : "");
}
