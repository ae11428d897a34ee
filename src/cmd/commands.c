// SPDX-License-Identifier: AGPL-3.0-or-later
/* The short commands: init, migrate, pack, units, user, journal, version. */
#include "cmd/cmd_int.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <sqlite3.h>

static int done(struct cmd_site *s, int code)
{
    cmd_close(s);
    return code;
}

const char *cmd_password(struct arena *a)
{
    static const char letters[] = "abcdefghjkmnpqrstuvwxyz23456789";
    unsigned char r[20];
    rand_bytes(r, sizeof r);
    struct buf b = buf_in(a, 40);
    for (size_t i = 0; i < sizeof r; i++) {
        if (i && i % 5 == 0)
            buf_putc(&b, '-');
        buf_putc(&b, letters[r[i] % (sizeof letters - 1)]);
    }
    return b.p;
}

static enum err add_user(struct cmd_site *s, const struct user_new *n, const char **msg)
{
    const char *id;
    AUTO_DBC *c = NULL;
    TRY(db_begin_write(s->site.db, &c));
    TRY(user_create(c, s->site.pack, s->a, n, &id, msg));
    return db_commit(c);
}

static enum err account_count(struct cmd_site *s, int64_t *n)
{
    AUTO_DBC *c = NULL;
    TRY(db_begin_read(s->site.db, &c));
    *n = db_scalar(c, s->a, Q_ACCOUNT_COUNT, NO_ARGS).i;
    return db_status(c);
}

int cmd_init(struct cmd *c)
{
    struct cmd_site *s;
    enum err e = cmd_open(c, true, &s);
    if (e)
        return cmd_fail(c, "init", e);
    int64_t n;
    e = account_count(s, &n);
    if (!e && n == 0) {
        const char *password = cmd_password(c->a), *msg = NULL;
        struct user_new u = {.username = "quan_tri",
            .name = "Quản trị hệ thống",
            .role = "quan_tri",
            .province = c->province ? c->province : "11",
            .unit = "",
            .password = password,
            .must_change = true};
        e = add_user(s, &u, &msg);
        if (!e)
            printf("First administrator: quan_tri\nPassword (to be changed at sign-in): %s\n",
                password);
        else if (msg)
            fprintf(stderr, "mang init: %s\n", msg);
    }
    if (e)
        return done(s, cmd_fail(c, "init", e));
    printf(
        "Ready: %s, pack %s %s\n", db_backend(s->site.db), s->site.pack->id, s->site.pack->version);
    printf("Keep mang.key apart from the backups: without it no secret field opens again.\n");
    return done(s, EXIT_DONE);
}

int cmd_migrate(struct cmd *c)
{
    struct cmd_site *s;
    enum err e = cmd_open(c, true, &s);
    if (e)
        return cmd_fail(c, "migrate", e);
    printf("Tables are up to date with pack %s\n", s->site.pack->version);
    return done(s, EXIT_DONE);
}

int cmd_pack(struct cmd *c)
{
    if (c->nargs < 1 || !streq(c->args[0], "check"))
        return EXIT_USE;
    if (c->nargs > 1)
        c->pack = c->args[1];
    const struct pack *p;
    int64_t t = clock_mono_us();
    enum err e = cmd_load_pack(c, c->a, &p);
    if (e)
        return cmd_fail(c, "check", e);
    printf(
        "%s %s: %zu lists, %zu registers, %zu procedures, %zu documents, %zu roles, %zu measures, "
        "%zu indicators, %zu programmes, %zu duties, %zu reports (%.1f ms)\n",
        p->id, p->version, p->nlists, p->nregs, p->nprocs, p->ndocs, p->nroles, p->nmeasures,
        p->nindicators, p->nprogrammes, p->nduties, p->nreports,
        (double)(clock_mono_us() - t) / 1000);
    return EXIT_DONE;
}

/* ---- units ----------------------------------------------------------------------------------- */

static int units_list_cmd(struct cmd *c, struct cmd_site *s)
{
    if (!c->level || unit_level_of(c->level) == UNIT_ANY)
        return EXIT_USE;
    bool json = streq(c->format, "json");
    if (c->format && !json && !streq(c->format, "csv"))
        return EXIT_USE;
    int32_t day = c->on ? unit_day(c->on) : unit_day_of_ms(clock_ms());
    if (day < 0) {
        fprintf(stderr, "mang units: --on wants a date yyyy-mm-dd, got %s\n", c->on);
        return EXIT_USE;
    }
    struct unit_tree *t = units_hold(s->site.units);
    struct unit_list_args args = {
        unit_level_of(c->level), day, c->under ? c->under : "", json ? UNIT_JSON : UNIT_CSV};
    struct buf out = buf_in(c->a, 64u << 20);
    enum err e = unit_list(t, &args, &out);
    units_drop(s->site.units, t);
    if (e)
        return cmd_fail(c, "list", e);
    fwrite(out.p, 1, out.n, stdout);
    return EXIT_DONE;
}

static enum err run_import(
    struct cmd_site *s, struct cmd *c, struct str text, struct unit_report *r)
{
    struct unit_tree *t = units_hold(s->site.units);
    struct unit_import in = {
        .file = c->args[1], .text = text, .by = "mang units", .dry_run = c->dry_run};
    AUTO_DBC *dbc = NULL;
    enum err e = db_begin_write(s->site.db, &dbc);
    if (!e)
        e = unit_import(dbc, c->a, t, &in, r);
    if (!e && !c->dry_run && r->batch)
        e = db_commit(dbc);
    units_drop(s->site.units, t);
    return e;
}

int cmd_import_units(struct cmd *c, struct cmd_site *s)
{
    if (c->nargs < 2)
        return EXIT_USE;
    FILE *f = fopen(c->args[1], "rb");
    if (!f) {
        fprintf(stderr, "mang units: cannot read %s\n", c->args[1]);
        return EXIT_WORK;
    }
    struct buf b = buf_in(c->a, 64u << 20);
    char chunk[16384];
    for (size_t n; (n = fread(chunk, 1, sizeof chunk, f)) > 0;)
        buf_add(&b, chunk, n);
    fclose(f);
    struct unit_report r;
    enum err e = run_import(s, c, buf_view(&b), &r);
    if (e)
        return cmd_fail(c, "import", e);
    for (size_t i = 0; i < r.nfaults; i++)
        fprintf(stderr, "%s\n", r.faults[i].text);
    printf(
        "%s%zu rows: %zu added, %zu changed, %zu already known, %zu bad; %zu splits still open\n",
        c->dry_run ? "(dry run) " : "", r.rows, r.added, r.changed, r.same, r.bad, r.splits_open);
    if (r.batch)
        printf("batch %s (mang units revert %s takes it back)\n", r.batch, r.batch);
    return r.bad && r.bad == r.rows ? EXIT_WORK : EXIT_DONE;
}

static int units_revert_cmd(struct cmd *c, struct cmd_site *s)
{
    if (c->nargs < 2)
        return EXIT_USE;
    AUTO_DBC *dbc = NULL;
    enum err e = db_begin_write(s->site.db, &dbc);
    if (!e)
        e = unit_revert(dbc, c->args[1], "mang units");
    if (!e)
        e = db_commit(dbc);
    if (e)
        return cmd_fail(c, "revert", e);
    printf("batch %s is taken back\n", c->args[1]);
    return EXIT_DONE;
}

static int units_batches_cmd(struct cmd *c, struct cmd_site *s)
{
    AUTO_DBC *dbc = NULL;
    enum err e = db_begin_read(s->site.db, &dbc);
    if (e)
        return cmd_fail(c, "batches", e);
    struct db_rows *b = unit_batches(dbc, c->a);
    while (db_next(b))
        printf("%s  %s  %lld rows%s\n", db_text(b, 0), db_text(b, 1), (long long)db_int(b, 4),
            v_is_null(db_value(b, 5)) ? "" : "  (taken back)");
    return EXIT_DONE;
}

int cmd_units(struct cmd *c)
{
    static const struct {
        const char *name;
        int (*run)(struct cmd *c, struct cmd_site *s);
    } subs[] = {{"list", units_list_cmd}, {"import", cmd_import_units},
        {"revert", units_revert_cmd}, {"batches", units_batches_cmd}};
    for (size_t i = 0; c->nargs && i < COUNT(subs); i++) {
        if (!streq(subs[i].name, c->args[0]))
            continue;
        struct cmd_site *s;
        enum err e = cmd_open(c, true, &s);
        if (e)
            return cmd_fail(c, "units", e);
        return done(s, subs[i].run(c, s));
    }
    return EXIT_USE;
}

/* ---- users ----------------------------------------------------------------------------------- */

static const char *province_of(struct cmd *c, struct cmd_site *s)
{
    if (c->province || !c->unit)
        return c->province ? c->province : "";
    struct unit_tree *t = units_hold(s->site.units);
    const char *p = unit_province(t, c->unit, unit_day_of_ms(clock_ms()));
    p = arena_dup(c->a, p);
    units_drop(s->site.units, t);
    return p ? p : "";
}

static int user_add_cmd(struct cmd *c, struct cmd_site *s)
{
    if (c->nargs < 2 || !c->role)
        return EXIT_USE;
    const char *msg = NULL, *password = cmd_password(c->a);
    struct user_new u = {.username = c->args[1],
        .name = c->full_name ? c->full_name : c->args[1],
        .title = c->title,
        .phone = c->phone,
        .role = c->role,
        .province = province_of(c, s),
        .unit = c->unit ? c->unit : "",
        .password = password,
        .must_change = true};
    enum err e = add_user(s, &u, &msg);
    if (msg)
        fprintf(stderr, "mang user: %s\n", msg);
    if (e)
        return cmd_fail(c, "add", e);
    printf("%s\nPassword (to be changed at sign-in): %s\n", u.username, password);
    return EXIT_DONE;
}

static int user_list_cmd(struct cmd *c, struct cmd_site *s)
{
    AUTO_DBC *dbc = NULL;
    enum err e = db_begin_read(s->site.db, &dbc);
    if (e)
        return cmd_fail(c, "list", e);
    struct db_rows *r = db_query(
        dbc, c->a, Q_ACCOUNT_LIST, ARGS(c->province ? c->province : "", c->unit ? c->unit : ""));
    while (db_next(r))
        printf("%s,%s,%s,%s%s\n", db_text(r, 1), db_text(r, 5), db_text(r, 6), db_text(r, 7),
            v_is_null(db_value(r, 9)) ? "" : ",disabled");
    return EXIT_DONE;
}

static int user_password_cmd(struct cmd *c, struct cmd_site *s)
{
    if (c->nargs < 2)
        return EXIT_USE;
    const char *id = NULL;
    {
        AUTO_DBC *dbc = NULL;
        enum err e = db_begin_read(s->site.db, &dbc);
        if (e)
            return cmd_fail(c, "password", e);
        struct db_rows *r = db_query(dbc, c->a, Q_ACCOUNT_FOR_SIGN_IN, ARGS(c->args[1]));
        if (db_next(r))
            id = db_text(r, 0);
    }
    if (!id) {
        fprintf(stderr, "mang user: no account %s\n", c->args[1]);
        return EXIT_WORK;
    }
    const char *password = cmd_password(c->a);
    struct user_door *door = user_door_open(c->a);
    enum err e = user_set_password(s->site.db, door, c->a, id, password, true, NULL);
    user_door_close(door);
    if (e)
        return cmd_fail(c, "password", e);
    printf("%s\nPassword (to be changed at sign-in): %s\n", c->args[1], password);
    return EXIT_DONE;
}

int cmd_user(struct cmd *c)
{
    static const struct {
        const char *name;
        int (*run)(struct cmd *c, struct cmd_site *s);
    } subs[] = {{"add", user_add_cmd}, {"list", user_list_cmd}, {"password", user_password_cmd}};
    for (size_t i = 0; c->nargs && i < COUNT(subs); i++) {
        if (!streq(subs[i].name, c->args[0]))
            continue;
        struct cmd_site *s;
        enum err e = cmd_open(c, false, &s);
        if (e)
            return cmd_fail(c, "user", e);
        return done(s, subs[i].run(c, s));
    }
    return EXIT_USE;
}

/* ---- journal, version ------------------------------------------------------------------------ */

static void report_chain(void *ctx, const char *unit, int64_t seq, const char *hash, bool ok)
{
    int64_t *lines = ctx;
    *lines += seq;
    if (ok)
        printf("%-6s %8lld lines  %s\n", unit, (long long)seq, hash);
    else
        printf("%-6s BROKEN at line %lld\n", unit, (long long)seq);
}

int cmd_journal(struct cmd *c)
{
    if (c->nargs < 1 || !streq(c->args[0], "verify"))
        return EXIT_USE;
    struct cmd_site *s;
    enum err e = cmd_open(c, false, &s);
    if (e)
        return cmd_fail(c, "journal", e);
    int64_t broken, lines = 0;
    e = rec_journal_verify(&s->site, c->a, report_chain, &lines, &broken);
    if (e)
        return done(s, cmd_fail(c, "verify", e));
    printf("%lld lines, %lld broken chains\n", (long long)lines, (long long)broken);
    return done(s, broken ? EXIT_WORK : EXIT_DONE);
}

int cmd_version(struct cmd *c)
{
    const struct pack *p;
    enum err e = cmd_load_pack(c, c->a, &p);
    printf("mang %s\nSQLite %s\nlibsodium %s\n", MANG_VERSION, sqlite3_libversion(),
        sodium_version_string());
    if (!e)
        printf("pack %s %s\n", p->id, p->version);
    return e ? EXIT_WORK : EXIT_DONE;
}
