// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * mang demo: a province at work that does not exist. The communes are real (Điện Biên), the people,
 * villages and cases are made up, and everything goes through the engine as the people whose work
 * it is, at moments of the past ten months: journal, versions, clocks and codes come about as in
 * life. What happens in one commune (or in a stretch of a large one) is done in order of time.
 */
#include "cmd/cmd_int.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum {
    DAYS = 300,
    CASES = 320, /* of scale 1 */
    KIDS = 1500,
    HOME_CASES = 36, /* in the commune of the sign-ins */
    HOME_KIDS = 150,
    STRETCH = 48,     /* most cases done side by side */
    COMMIT_EACH = 50, /* deeds; SQLite's savepoints grow slow in long transactions */
    CASES_A_CARE = 6,
    MINUTE_MS = 60000,
    DAY_MS = CAL_MS_PER_DAY,
};
static const char province[] = "11", home[] = DEMO_HOME;
static const char sign_in_file[] = "demo-signins.txt";

void demo_add(struct demo *d, struct demo_deeds *list, const struct demo_deed *k)
{
    if (list->n == list->cap) {
        list->cap = list->cap ? 2 * list->cap : 256;
        struct demo_deed *v = NEW_N(d->act->a, struct demo_deed, list->cap);
        if (list->n)
            memcpy(v, list->v, list->n * sizeof *v);
        list->v = v;
    }
    list->v[list->n] = *k;
    list->v[list->n].order = (int)list->n;
    list->n++;
}

void demo_work(struct demo *d, struct demo_deeds *list, int64_t at,
    enum err (*work)(struct demo *d, int nth), int nth)
{
    if (at <= d->now)
        demo_add(
            d, list, &(struct demo_deed){.at = at, .who = WHO_OFFICIAL, .work = work, .seq = nth});
}

/* ---- moments --------------------------------------------------------------------------------- */

static int64_t at_minute(struct demo *d, int day, int from, int to)
{
    return cal_ms(day, demo_int(&d->rng, from, to)) + demo_int(&d->rng, 0, 59) * 1000;
}

static int64_t minute_of_day(int64_t ms)
{
    return (ms - cal_ms(cal_local_day(ms), 0)) / MINUTE_MS;
}

int64_t demo_office(struct demo *d, int64_t ms)
{
    enum {
        MORNING = 7 * 60 + 30,
        NOON = 11 * 60 + 20,
        AFTER = 13 * 60 + 40,
        EVENING = 16 * 60 + 50
    };
    int day = cal_local_day(ms);
    enum cal_day_kind kind = cal_day_kind(d->s->site.holidays, day);
    int64_t m = minute_of_day(ms);
    if (kind == CAL_WORKING && ((m >= MORNING && m <= NOON) || (m >= AFTER && m <= EVENING)))
        return ms;
    if (kind != CAL_WORKING || m > EVENING)
        day = cal_add_working_days(d->s->site.holidays, day, 1);
    int64_t at = demo_chance(&d->rng, 55) ? at_minute(d, day, MORNING, NOON)
                                          : at_minute(d, day, AFTER, EVENING);
    return at > d->now ? ms : at;
}

int64_t demo_daytime(struct demo *d, int64_t ms)
{
    enum { WAKE = 6 * 60, SLEEP = 21 * 60 + 30 };
    int64_t m = minute_of_day(ms);
    if (m >= WAKE && m <= SLEEP)
        return ms;
    int day = cal_local_day(ms) + (m > SLEEP);
    int64_t at = at_minute(d, day, WAKE, WAKE + 90);
    return at > d->now ? ms : at;
}

/* ---- doing ----------------------------------------------------------------------------------- */

/* From now on the act is this person's, at this moment. */
void demo_become(struct demo *d, const struct user *u, int64_t at)
{
    struct act *act = d->act;
    char iso[11];
    act->user = u;
    act->now_ms = at;
    cal_iso(cal_local(at).date, iso);
    if (!streq(act->today, iso))
        act->today = arena_dup(act->a, iso);
    act->rights = NULL;
    act->seen = NULL;
    clock_fake(at);
}

static enum err wrong(const struct rec *r, const char *field, const char *why)
{
    return err_set(ERR_INVALID, "the demo filled %s.%s wrongly: %s", r->reg->id, field, why);
}

/* What a page would have refused is a fault of the demo. */
static enum err check_form(struct demo *d, const struct rec_env *env, struct rec *r)
{
    if (d->fault)
        return err_set(ERR_INVALID, "the pack has no field %s", d->fault);
    rec_preset(&r->reg->forms[0], env, r); /* computed fields */
    for (size_t i = 0; i < r->reg->nfields; i++) {
        const struct field *f = &r->reg->fields[i];
        bool hidden = f->show_if && !rec_true(env, f->show_if);
        if (hidden && f->type != F_ROWS)
            r->v[i] = VNULL;
        bool needed = f->required || (f->required_if && rec_true(env, f->required_if));
        bool empty = f->type == F_ROWS ? r->rows[i].n == 0 : v_is_null(r->v[i]);
        if (needed && empty && !hidden && !f->compute)
            return wrong(r, f->id, "empty");
    }
    for (size_t i = 0; i < r->reg->nchecks; i++) {
        const struct check *c = &r->reg->checks[i];
        if (!c->warning && rec_false(env, c->must))
            return wrong(r, c->field ? c->field->id : "", c->message.vi);
    }
    return OK;
}

enum err demo_check(struct demo *d, struct rec *r)
{
    struct rec_env env = {.act = d->act, .own = r, .form = r};
    return check_form(d, &env, r);
}

static enum err begin_tale(struct demo *d, const struct demo_deed *k, const struct step *s)
{
    struct demo_tale *t = k->tale;
    t->rec = rec_new(d->act, t->proc->reg, NULL);
    struct rec *form = rec_new(d->act, s->reg, t->rec);
    struct rec_env env = {
        .act = d->act, .own = form, .parent = t->rec, .moving = t->rec, .form = form};
    rec_preset(&s->reg->forms[0], &env, form);
    demo_fill(d, k, form);
    TRY(check_form(d, &env, form));
    struct flow_case *c;
    TRY(flow_start(d->act, t->proc, s, t->rec, form, &c));
    t->latest = c->latest;
    return OK;
}

static enum err do_step(struct demo *d, const struct demo_deed *k)
{
    struct demo_tale *t = k->tale;
    const struct step *s = proc_step(t->proc, k->step);
    if (!s)
        return err_set(ERR_INVALID, "the pack has no step %s.%s", t->proc->id, k->step);
    if (s->start)
        return begin_tale(d, k, s);
    struct flow_case *c;
    TRY(flow_load(d->act, t->rec, &c));
    c->latest = t->latest;
    const struct label *why;
    if (k->maybe && flow_may(c, s, &why) != OK)
        return OK;
    struct rec *form = flow_form(c, s);
    if (form) {
        struct rec_env env = flow_form_env(c, form);
        demo_fill(d, k, form);
        TRY(check_form(d, &env, form));
    }
    return flow_do(c, s, form, rec_version(t->rec));
}

static enum err make_record(struct demo *d, const struct demo_deed *k)
{
    struct rec *r = rec_new(d->act, k->make, NULL);
    struct rec_env env = {.act = d->act, .own = r, .form = r};
    rec_preset(&k->make->forms[0], &env, r);
    demo_fill_record(d, k, r);
    TRY(check_form(d, &env, r));
    TRY(rec_insert(d->act, r, "tao", NULL));
    return demo_home_after(d, k, r);
}

static enum err do_deed(struct demo *d, const struct demo_deed *k)
{
    const struct user *u = d->place->who[k->who];
    demo_become(d, u ? u : d->place->who[WHO_OFFICIAL], k->at);
    enum err e = k->work ? k->work(d, k->seq) : k->make ? make_record(d, k) : do_step(d, k);
    if (!e || !k->tale)
        return e;
    return err_set(e, "%s in state %s: %s", k->step,
        k->tale->rec && rec_state(k->tale->rec) ? rec_state(k->tale->rec) : "-",
        arena_dup(d->act->a, err_detail()));
}

static int by_time(const void *a, const void *b)
{
    const struct demo_deed *x = a, *y = b;
    if (x->at != y->at)
        return x->at < y->at ? -1 : 1;
    return x->order - y->order;
}

static enum err do_all(struct demo *d, struct demo_deeds *list)
{
    qsort(list->v, list->n, sizeof *list->v, by_time);
    for (size_t i = 0; i < list->n; i++) {
        TRY(do_deed(d, &list->v[i]));
        if ((i + 1) % COMMIT_EACH == 0) {
            TRY(act_commit(d->act, NULL));
            TRY(act_write(d->act));
        }
    }
    return OK;
}

/* ---- a stretch of work ----------------------------------------------------------------------- */

struct stretch {
    size_t cases, kids, first; /* first: number of its first case in the commune */
    bool facilities, last;
};

/* In a large commune alternative care stands in each of its states. */
static bool wants_care(const struct demo *d, size_t nth)
{
    enum { LARGE = 30, STATES = 9 };
    return (d->place->cases >= LARGE && nth < STATES) || nth % CASES_A_CARE == CASES_A_CARE - 1;
}

static enum err plan_and_do(struct demo *d, const struct stretch *s)
{
    struct demo_deeds list = {.n = 0};
    if (s->facilities)
        demo_plan_facilities(d, &list);
    d->nkids = s->kids;
    d->kids = NEW_N(d->act->a, struct demo_kid, s->kids + 1);
    demo_plan_kids(d, &list);
    for (size_t i = 0; i < s->cases; i++) {
        demo_plan_case(d, &list, s->first + i);
        if (wants_care(d, s->first + i))
            demo_plan_care(d, &list, s->first + i);
    }
    if (s->first == 0)
        demo_plan_rest(d, &list);
    if (s->last)
        demo_plan_aid(d, &list);
    if (s->last) {
        demo_plan_number(d, &list, streq(d->place->code, home));
        demo_plan_support(d, &list);
    }
    if (s->last && streq(d->place->code, home))
        demo_plan_register(d, &list);
    if (s->last)
        demo_plan_reports(d, &list);
    TRY(do_all(d, &list));
    return act_commit(d->act, NULL);
}

static enum err run_stretch(struct demo *d, struct arena *a, const struct stretch *s)
{
    arena_reset(a);
    d->act = act_new(&d->s->site, a, NULL, "demo", "");
    enum err e = act_write(d->act);
    if (!e)
        e = plan_and_do(d, s);
    act_end(d->act);
    return e;
}

const struct demo_place *demo_place_of(const struct demo *d, const char *code)
{
    for (size_t i = 0; i < d->nplaces; i++)
        if (streq(d->places[i].code, code))
            return &d->places[i];
    return NULL;
}

static enum err run_place(
    struct demo *d, struct arena *a, const struct demo_place *p, int64_t *done, int64_t all)
{
    d->place = p;
    size_t cases = (size_t)p->cases, parts = (cases + STRETCH - 1) / STRETCH;
    parts = parts ? parts : 1;
    for (size_t i = 0; i < parts; i++) {
        size_t first = cases * i / parts, next = cases * (i + 1) / parts;
        size_t kids = (size_t)p->kids;
        struct stretch s = {.cases = next - first,
            .kids = kids * (i + 1) / parts - kids * i / parts,
            .first = first,
            .facilities = d->nfacilities == 0 && i == 0,
            .last = i + 1 == parts};
        TRY(run_stretch(d, a, &s));
        *done += (int64_t)s.cases;
        cmd_progress(d->c, "Cases", *done, all);
    }
    return OK;
}

/* ---- accounts -------------------------------------------------------------------------------- */

static const struct {
    const char *role, *title, *prefix;
} offices[WHO__COUNT] = {
    [WHO_OFFICIAL] = {"can_bo_xa", "Công chức Văn hóa – Xã hội", "cb"},
    [WHO_CHAIR] = {"chu_tich", "Chủ tịch UBND", "ct"},
    [WHO_DEPUTY] = {"pho_chu_tich", "Phó Chủ tịch UBND", "pct"},
    [WHO_POLICE] = {"cong_an_xa", "Phó Trưởng Công an", "ca"},
    [WHO_CLINIC] = {"y_te_xa", "Trưởng trạm y tế", "yt"},
    [WHO_HELPER] = {"cong_tac_vien", "Cộng tác viên", "ctv"},
    [WHO_PROVINCE] = {"can_bo_tinh", "Chuyên viên Sở", "tinh"},
};

struct account {
    const char *username, *name, *title, *phone, *role, *unit;
    const char *hash; /* NULL: nobody can sign in as this person */
};

static enum err find_account(
    struct demo *d, struct dbc *c, const char *username, const struct user **out)
{
    struct db_rows *r = db_query(c, d->a, Q_ACCOUNT_FOR_SIGN_IN, ARGS(username));
    *out = NULL;
    if (!db_next(r))
        return db_status(c);
    struct user *u = NEW(d->a, struct user);
    TRY(user_get(c, d->s->site.pack, d->a, db_text(r, 0), u));
    *out = u;
    return OK;
}

/* People of the demo have a hash that no password opens. */
static enum err add_account(
    struct demo *d, struct dbc *c, const struct account *n, const struct user **out)
{
    static const char no_password[] = "!";
    TRY(find_account(d, c, n->username, out));
    if (*out)
        return OK;
    char id[37];
    uuid7(id);
    TRY(db_exec(c, Q_ACCOUNT_ADD,
        ARGS(id, n->username, n->name, n->title, n->phone, n->role, province, n->unit, "vi",
            no_password, 0, clock_ms()),
        NULL));
    return find_account(d, c, n->username, out);
}

static bool has_office(struct demo *d, const struct demo_place *p, enum demo_who who)
{
    static const int percent[WHO__COUNT] = {[WHO_OFFICIAL] = 100,
        [WHO_CHAIR] = 100,
        [WHO_DEPUTY] = 40,
        [WHO_POLICE] = 35,
        [WHO_CLINIC] = 35,
        [WHO_HELPER] = 30};
    return streq(p->code, home) || demo_chance(&d->rng, percent[who]);
}

static enum err staff_place(struct demo *d, struct dbc *c, struct demo_place *p, int nth)
{
    for (int who = 0; who < WHO_PROVINCE; who++) {
        if (!has_office(d, p, (enum demo_who)who))
            continue;
        bool sign_in = streq(p->code, home) && who <= WHO_CHAIR;
        bool female = demo_chance(&d->rng, who == WHO_CHAIR || who == WHO_POLICE ? 20 : 55);
        struct demo_naming n = {demo_ethnic(&d->rng, p->kind), female, NULL};
        struct account a = {
            .username = sign_in ? (who == WHO_CHAIR ? "chu_tich" : "can_bo")
                                : arena_printf(d->a, "%s.%s", offices[who].prefix, p->code),
            .name = demo_name(&d->rng, d->a, &n),
            .title = who == WHO_HELPER ? "Cộng tác viên bản"
                                       : arena_printf(d->a, "%s %s", offices[who].title, p->name),
            .phone = arena_printf(d->a, "0900000%03d", (nth * WHO_PROVINCE + who) % 500),
            .role = offices[who].role,
            .unit = p->code};
        TRY(add_account(d, c, &a, &p->who[who]));
    }
    return OK;
}

static enum err staff_province(struct demo *d, struct dbc *c)
{
    struct demo_naming n = {"dt03", true, NULL}, m = {"dt01", false, NULL};
    struct account staff = {.username = "can_bo_tinh",
        .name = demo_name(&d->rng, d->a, &n),
        .title = "Chuyên viên Sở Y tế tỉnh Điện Biên",
        .phone = "0900000998",
        .role = "can_bo_tinh",
        .unit = ""};
    struct account admin = {.username = "quan_tri",
        .name = demo_name(&d->rng, d->a, &m),
        .title = "Quản trị hệ thống",
        .phone = "0900000999",
        .role = "quan_tri",
        .unit = ""};
    const struct user *u, *nobody;
    TRY(add_account(d, c, &staff, &u));
    TRY(add_account(d, c, &admin, &nobody));
    for (size_t i = 0; i < d->nplaces; i++)
        d->places[i].who[WHO_PROVINCE] = u;
    return OK;
}

static enum err staff_all(struct demo *d)
{
    AUTO_DBC *c = NULL;
    clock_fake(d->from - DAY_MS);
    TRY(db_begin_write(d->s->site.db, &c));
    for (size_t i = 0; i < d->nplaces; i++)
        TRY(staff_place(d, c, &d->places[i], (int)i));
    TRY(staff_province(d, c));
    return db_commit(c);
}

/* ---- sign-ins -------------------------------------------------------------------------------- */

static const struct {
    const char *username, *what;
} sign_ins[] = {{"can_bo", "cán bộ trẻ em xã Mường Phăng"},
    {"chu_tich", "chủ tịch UBND xã Mường Phăng"}, {"can_bo_tinh", "cán bộ tỉnh Điện Biên"},
    {"quan_tri", "quản trị hệ thống"}};

static enum err account_of(struct demo *d, const char *username, const struct user **out)
{
    AUTO_DBC *c = NULL;
    TRY(db_begin_read(d->s->site.db, &c));
    TRY(find_account(d, c, username, out));
    return *out ? OK : err_set(ERR_NOT_FOUND, "no account %s", username);
}

static enum err new_password(
    struct demo *d, const char *username, struct buf *lines, const char *what)
{
    const struct user *u;
    TRY(account_of(d, username, &u));
    const char *password = cmd_password(d->a);
    struct user_door *door = user_door_open(d->a);
    enum err e = user_set_password(d->s->site.db, door, d->a, u->id, password, false, NULL);
    user_door_close(door);
    buf_printf(lines, "%-12s %s   %s\n", username, password, what);
    return e;
}

static enum err write_file(const char *path, struct str text)
{
    int fd = open(path, O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0600);
    if (fd < 0)
        return err_set(ERR_IO, "cannot make %s: %s", path, strerror(errno));
    bool ok = write(fd, text.p, text.n) == (ssize_t)text.n && fsync(fd) == 0;
    close(fd);
    return ok ? OK : err_set(ERR_IO, "cannot write %s", path);
}

static enum err make_sign_ins(struct demo *d)
{
    struct buf lines = buf_in(d->a, 2000);
    for (size_t i = 0; i < COUNT(sign_ins); i++)
        TRY(new_password(d, sign_ins[i].username, &lines, sign_ins[i].what));
    return write_file(arena_printf(d->a, "%s/%s", d->c->data, sign_in_file), buf_view(&lines));
}

/* ---- the world ------------------------------------------------------------------------------- */

static int weight_of(enum demo_kind kind)
{
    static const int weights[DEMO_KIND__COUNT] = {[DEMO_TOWN] = 22,
        [DEMO_VALLEY] = 12,
        [DEMO_HIGH] = 10,
        [DEMO_MIXED] = 10,
        [DEMO_BORDER] = 11,
        [DEMO_HANHI] = 6};
    return weights[kind];
}

static const char *small_name(struct arena *a, const struct unit *u)
{
    return arena_printf(a, "%s %s", unit_kind_name(u->kind), u->short_name);
}

static void describe(struct demo *d, struct demo_place *p, const struct unit *u)
{
    *p = (struct demo_place){.code = arena_dup(d->a, u->code),
        .name = small_name(d->a, u),
        .kind = demo_kind_of(u->code)};
    for (size_t i = 0; i < COUNT(p->village); i++)
        p->village[i] = demo_village(&d->rng, d->a, p->kind);
}

/* Deals what is left after the home commune by weight, so that the sum is exact. */
static void deal(struct demo *d, int scale)
{
    int all = 0, before = 0;
    for (size_t i = 0; i < d->nplaces; i++)
        all += streq(d->places[i].code, home) ? 0 : weight_of(d->places[i].kind);
    for (size_t i = 0; i < d->nplaces; i++) {
        struct demo_place *p = &d->places[i];
        if (streq(p->code, home)) {
            p->cases = HOME_CASES * scale;
            p->kids = HOME_KIDS * scale;
            continue;
        }
        int cases = (CASES - HOME_CASES) * scale, kids = (KIDS - HOME_KIDS) * scale;
        int after = before + weight_of(p->kind);
        p->cases = (int)((int64_t)cases * after / all - (int64_t)cases * before / all);
        p->kids = (int)((int64_t)kids * after / all - (int64_t)kids * before / all);
        before = after;
    }
}

static enum err find_places(struct demo *d, int scale)
{
    struct unit_tree *tree = units_hold(d->s->site.units);
    size_t n;
    const struct unit **u =
        unit_children(tree, d->a, province, unit_day_of_ms(d->now), UNIT_COMMUNE, &n);
    d->places = NEW_N(d->a, struct demo_place, n + 1);
    for (size_t i = 0; i < n; i++)
        describe(d, &d->places[d->nplaces++], u[i]);
    units_drop(d->s->site.units, tree);
    deal(d, scale);
    return n ? OK : err_set(ERR_NOT_FOUND, "the list of units has no province %s", province);
}

static enum err run_all(struct demo *d, int scale)
{
    enum { SEED = 20251 };
    d->rng.state = d->c->seed ? (uint64_t)d->c->seed : SEED;
    d->now = clock_ms() / MINUTE_MS * MINUTE_MS;
    d->from = d->now - DAYS * (int64_t)DAY_MS;
    TRY(find_places(d, scale));
    TRY(staff_all(d));
    TRY(demo_past(d, province, home));
    AUTO_ARENA *a = arena_open();
    int64_t done = 0, all = (int64_t)CASES * scale;
    for (size_t i = 0; i < d->nplaces; i++)
        if (!streq(d->places[i].code, home))
            TRY(run_place(d, a, &d->places[i], &done, all));
    const struct demo_place *last = demo_place_of(d, home);
    if (last)
        TRY(run_place(d, a, last, &done, all));
    clock_fake(d->now);
    TRY(demo_values(d, province));
    const struct user *admin;
    TRY(account_of(d, "quan_tri", &admin));
    TRY(demo_open(d, admin, province));
    clock_fake(0);
    return make_sign_ins(d);
}

enum err cmd_demo_data(struct cmd *c, struct cmd_site *s, int scale)
{
    AUTO_ARENA *a = arena_open();
    struct demo d = {.c = c, .s = s, .a = a};
    enum err e = run_all(&d, scale > 0 ? scale : 1);
    clock_fake(0);
    return e;
}

/* ---- the command ----------------------------------------------------------------------------- */

static enum err is_used(struct cmd_site *s, bool *used)
{
    AUTO_DBC *c = NULL;
    TRY(db_begin_read(s->site.db, &c));
    *used = db_scalar(c, s->a, Q_ACCOUNT_COUNT, NO_ARGS).i > 1;
    struct db_rows *heads = db_query(c, s->a, Q_JOURNAL_HEADS, NO_ARGS);
    *used |= db_next(heads);
    return db_status(c);
}

int cmd_demo(struct cmd *c)
{
    if (c->nargs)
        return EXIT_USE;
    struct cmd_site *s;
    enum err e = cmd_open(c, true, &s);
    if (e)
        return cmd_fail(c, "open", e);
    bool used;
    e = is_used(s, &used);
    if (!e && used && !c->force)
        e = err_set(ERR_CONFLICT, "the site has people and records already (--force adds to them)");
    int64_t t = clock_mono_us();
    if (!e)
        e = cmd_demo_data(c, s, c->scale);
    cmd_close(s);
    if (e)
        return cmd_fail(c, "data", e);
    struct str lines;
    e = cmd_read_file(c->a, arena_printf(c->a, "%s/%s", c->data, sign_in_file), 4096, &lines);
    if (e)
        return cmd_fail(c, "sign-ins", e);
    printf("%d cases in %.1f s. Nobody in them exists. Sign-ins (also in %s/%s):\n" STR_FMT,
        CASES * (c->scale > 0 ? c->scale : 1), (double)(clock_mono_us() - t) / 1e6, c->data,
        sign_in_file, STR_ARG(lines));
    return EXIT_DONE;
}
