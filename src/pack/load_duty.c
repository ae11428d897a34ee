// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Tables of duties and reports (bao_cao/). The sentences of a report are read by load_say.c.
 */
#include "pack/pack_int.h"

/* ---- duties -----------------------------------------------------------------------------------
 */

static const char *const LEVELS[] = {"xa", "tinh", NULL};

static const struct key DUE_KEYS[] = {
    {"month", K_INT, AT(duty, month), .range = {1, 12}},
    {"day", K_INT, AT(duty, day), .range = {1, 31}},
    {"lead", K_INT, AT(duty, lead), .range = {-12, 12}},
    {"after", K_INT, AT(duty, after), .range = {0, 366}},
};
static const struct table DUE = TABLE(DUE_KEYS, duty, .what = "hạn");

static void check_due(struct load *l, const struct ynode *n, const struct duty *d)
{
    bool day = load_get(n, "day"), after = load_get(n, "after");
    const struct ynode *month = load_get(n, "month"), *lead = load_get(n, "lead");
    if (day == after)
        load_fault(l, n->pos, "Hạn cần đúng một trong ‘day’, ‘after’");
    if (after && (month || lead))
        load_fault(l, n->pos, "‘after’ không đi với ‘month’ hay ‘lead’");
    if (month && lead)
        load_fault(l, lead->pos, "‘lead’ không đi với ‘month’");
    if (d->month && d->day > cal_days_in_month(2000, d->month))
        load_fault(l, load_get(n, "day")->pos, "Không có ngày %02d/%02d", d->day, d->month);
    bool yearly = d->every && (streq(d->every, "year") || streq(d->every, "nine_months") ||
                                  streq(d->every, "five_years"));
    if (month && d->every && !yearly)
        load_fault(l, month->pos, "‘month’ chỉ đi với việc mỗi năm một lần");
}

/* The keys of `due` are members of the duty itself; `every` may stand behind it. */
static void own_due(struct load *l, const struct key *k, const struct ynode *n, void *obj)
{
    (void)k;
    load_walk(l, &DUE, n, obj);
    if (l->phase == LINK && n->kind == Y_MAP)
        check_due(l, n, obj);
}

static const void *ref_role(struct load *l, const struct ynode *n)
{
    const struct role *r = load_ref(l, ROOT_ROLES, n);
    return r ? r->id : NULL;
}

static void own_who(struct load *l, const struct key *k, const struct ynode *n, void *obj)
{
    load_put_refs(l, k, n, obj, ref_role);
    if (l->phase == LINK && n->kind == Y_SEQ && n->n == 0)
        load_fault(l, n->pos, "Không vai trò nào làm được");
}

static void own_report(struct load *l, const struct key *k, const struct ynode *n, void *obj)
{
    (void)k;
    struct duty *d = obj;
    if (l->phase != LINK)
        return;
    d->report = load_ref(l, ROOT_REPORTS, n);
    if (d->report && d->report->nheads && d->level && !report_head_of(d->report, d->level))
        load_fault(
            l, n->pos, "Báo cáo ‘%s’ không có ‘heads’ cho cấp ‘%s’", d->report->id, d->level);
}

static void own_done_reg(struct load *l, const struct key *k, const struct ynode *n, void *obj)
{
    (void)k;
    struct duty *d = obj;
    if (l->phase == LINK)
        d->done_reg = load_ref(l, ROOT_REGS, n);
}

static void own_done_day(struct load *l, const struct key *k, const struct ynode *n, void *obj)
{
    (void)k;
    struct duty *d = obj;
    if (l->phase == EXPR && d->done_reg)
        d->done_day = load_day_ref(l, d->done_reg, n);
}

static const struct key DONE_KEYS[] = {
    {"register", K_OWN, true, .own = own_done_reg},
    {"day", K_OWN, true, .own = own_done_day},
};
static const struct table DONE = TABLE(DONE_KEYS, duty, .what = "cách biết việc đã xong");

static void own_done(struct load *l, const struct key *k, const struct ynode *n, void *obj)
{
    (void)k;
    load_walk(l, &DONE, n, obj);
}

static void duty_done(struct load *l, const struct ynode *n, void *obj)
{
    const struct duty *d = obj;
    if (l->phase != READ)
        return;
    if (load_get(n, "report") && load_get(n, "done"))
        load_fault(l, load_get(n, "done")->pos, "Việc có báo cáo thì không có ‘done’");
    if (d->upward && !load_get(n, "report"))
        load_fault(l, load_get(n, "upward")->pos, "‘upward’ cần ‘report’: gửi báo cáo nào");
}

static const struct key DUTY_KEYS[] = {
    {"duty", K_ID, true, AT(duty, id)},
    {"label", K_LABEL, true, AT(duty, label)},
    {"level", K_WORD, true, AT(duty, level), .names = LEVELS},
    {"receiver", K_LABEL, true, AT(duty, receiver)},
    {"upward", K_BOOL, AT(duty, upward)},
    {"every", K_WORD, true, AT(duty, every), .names = load_every},
    {"cutoff", K_BOOL, AT(duty, cutoff)},
    {"due", K_OWN, true, .own = own_due},
    {"remind", K_INT, AT(duty, remind), .range = {0, 180}},
    {"escalate", K_INT, AT(duty, escalate), .range = {0, 180}},
    {"who", K_OWN, true, AT(duty, who), .count = offsetof(struct duty, nwho), .own = own_who},
    {"report", K_OWN, .own = own_report},
    {"done", K_OWN, .own = own_done},
    {"source", K_SOURCE, AT(duty, source)},
};
const struct table load_duty =
    TABLE(DUTY_KEYS, duty, .what = "việc định kỳ", .has_id = true, POS(duty), .done = duty_done);

/* ---- reports ----------------------------------------------------------------------------------
 */

static void own_say(struct load *l, const struct key *k, const struct ynode *n, void *obj)
{
    struct report_block *b = obj;
    if (l->phase != READ)
        return;
    b->kind = streq(k->name, "say") ? BLOCK_SAY : BLOCK_ASK;
    b->id = load_id(l, n);
}

static void own_targets(struct load *l, const struct key *k, const struct ynode *n, void *obj)
{
    (void)k;
    struct report_block *b = obj;
    b->kind = BLOCK_TARGETS;
    if (l->phase == LINK)
        b->programme = load_ref(l, ROOT_PROGRAMMES, n);
}

static void own_table(struct load *l, const struct key *k, const struct ynode *n, void *obj)
{
    struct report_block *b = obj;
    b->kind = BLOCK_TABLE;
    load_put_indicators(l, k, n, obj);
}

static void check_block(struct load *l, const struct ynode *n, const struct report_block *b)
{
    static const char *const KINDS[] = {"say", "ask", "targets", "table"};
    size_t kinds = 0;
    for (size_t i = 0; i < COUNT(KINDS); i++)
        kinds += load_get(n, KINDS[i]) != NULL;
    bool words = b->kind == BLOCK_SAY || b->kind == BLOCK_ASK;
    if (kinds != 1)
        load_fault(l, n->pos, "Mỗi khối cần đúng một trong say, ask, targets, table");
    else if (words && !load_get(n, "text"))
        load_fault(l, n->pos, "Thiếu ‘text’ ở khối");
    else if (!words && load_get(n, "text"))
        load_fault(l, load_get(n, "text")->pos, "‘text’ chỉ đi với say và ask");
}

static void block_done(struct load *l, const struct ynode *n, void *obj)
{
    const struct report_block *b = obj;
    if (l->phase == READ)
        check_block(l, n, b);
    if (l->phase == LINK && b->kind == BLOCK_SAY && load_get(n, "text"))
        load_check_say(l, load_get(n, "text"), true);
}

static const struct key BLOCK_KEYS[] = {
    {"say", K_OWN, .own = own_say},
    {"ask", K_OWN, .own = own_say},
    {"targets", K_OWN, .own = own_targets},
    {"table", K_OWN, AT(report_block, rows), .count = offsetof(struct report_block, nrows),
        .own = own_table},
    {"text", K_LABEL, AT(report_block, text)},
};
static const struct table BLOCK =
    TABLE(BLOCK_KEYS, report_block, .what = "khối", POS(report_block), .done = block_done);

static const struct key SECTION_KEYS[] = {
    {"heading", K_LABEL, true, AT(report_section, heading)},
    {"depth", K_INT, true, AT(report_section, depth), .range = {1, 3}},
    {"blocks", K_LIST, AT(report_section, blocks),
        .count = offsetof(struct report_section, nblocks), .table = &BLOCK},
};
static const struct table SECTION =
    TABLE(SECTION_KEYS, report_section, .what = "phần của báo cáo", POS(report_section));

/* Prose is kept under the id of its block: one report cannot have it twice. */
static void check_ids(struct load *l, const struct report *r)
{
    const char *seen[200];
    size_t n = 0;
    for (size_t s = 0; s < r->nsections; s++)
        for (size_t b = 0; b < r->sections[s].nblocks; b++) {
            const struct report_block *x = &r->sections[s].blocks[b];
            if (!x->id)
                continue;
            for (size_t i = 0; i < n; i++)
                if (streq(seen[i], x->id))
                    load_fault(l, x->pos, "Mã ‘%s’ đã có trong báo cáo này", x->id);
            if (n == COUNT(seen))
                load_fault(l, x->pos, "Báo cáo có quá %zu khối chữ", COUNT(seen));
            else
                seen[n++] = x->id;
        }
}

/* ---- head of the paper ------------------------------------------------------------------------
 */

/* In a head only the name of the unit is filled in. */
static void check_blanks(struct load *l, const struct ynode *n)
{
    const struct str blank = STR("{DON_VI}");
    if (!n)
        return;
    for (size_t i = 0; i < n->text.n; i++) {
        struct str rest = {n->text.p + i, n->text.n - i};
        if (rest.p[0] == '{' &&
            str_eq((struct str){rest.p, rest.n < blank.n ? rest.n : blank.n}, blank))
            i += blank.n - 1;
        else if (rest.p[0] == '{' || rest.p[0] == '}')
            load_fault(l, n->pos, "Ở đây chỉ điền được {DON_VI}");
    }
}

static void head_done(struct load *l, const struct ynode *n, void *obj)
{
    (void)obj;
    if (l->phase != READ)
        return;
    check_blanks(l, load_get(n, "above"));
    check_blanks(l, load_get(n, "agency"));
}

static const struct key HEAD_KEYS[] = {
    {"level", K_WORD, true, AT(report_head, level), .names = LEVELS},
    {"above", K_STR, AT(report_head, above)},
    {"agency", K_STR, true, AT(report_head, agency)},
    {"symbol", K_STR, true, AT(report_head, symbol)},
    {"mandate", K_STR, AT(report_head, mandate)},
    {"signer", K_STR, true, AT(report_head, signer)},
    {"recipients", K_STR, AT(report_head, recipients)},
};
static const struct table HEAD =
    TABLE(HEAD_KEYS, report_head, .what = "thể thức", POS(report_head), .done = head_done);

static void check_heads(struct load *l, const struct report *r)
{
    for (size_t i = 0; i < r->nheads; i++) {
        const struct report_head *h = &r->heads[i];
        if (h->level && report_head_of(r, h->level) != h)
            load_fault(l, h->pos, "Cấp ‘%s’ đã có ‘heads’ trong báo cáo này", h->level);
    }
}

/* A heading is one step deeper than the one before at most. */
static void check_depths(struct load *l, const struct report *r)
{
    int before = 0;
    for (size_t s = 0; s < r->nsections; s++) {
        int depth = r->sections[s].depth;
        if (depth > before + 1)
            load_fault(l, r->sections[s].pos, "Phần này sâu hơn phần trước quá một bậc (depth)");
        before = depth ? depth : before;
    }
}

static void report_done(struct load *l, const struct ynode *n, void *obj)
{
    const struct report *r = obj;
    if (l->phase == READ) {
        check_ids(l, r);
        check_depths(l, r);
        check_heads(l, r);
    }
    if (l->phase == LINK && load_get(n, "title"))
        load_check_say(l, load_get(n, "title"), false);
}

static void own_annex(struct load *l, const struct key *k, const struct ynode *n, void *obj)
{
    load_put_indicators(l, k, n, obj);
}

static const struct key REPORT_KEYS[] = {
    {"report", K_ID, true, AT(report, id)},
    {"label", K_LABEL, true, AT(report, label)},
    {"title", K_LABEL, true, AT(report, title)},
    {"every", K_WORD, true, AT(report, every), .names = load_every},
    {"heads", K_LIST, AT(report, heads), .count = offsetof(struct report, nheads), .table = &HEAD},
    {"sections", K_LIST, true, AT(report, sections), .count = offsetof(struct report, nsections),
        .table = &SECTION},
    {"annex", K_OWN, AT(report, annex), .count = offsetof(struct report, nannex), .own = own_annex},
    {"source", K_SOURCE, AT(report, source)},
};
const struct table load_report = TABLE(REPORT_KEYS, report, .what = "báo cáo", .cur = CUR_REPORT,
    .has_id = true, POS(report), .done = report_done);
