// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Migrations: sql/schema/NNNN_name.sql, forward only, each in a transaction with its row in
 * schema_version. Two processes that start at once take turns and the second finds the work done.
 *
 * One file serves both databases: column types are written :id :int :real :text :blob (a name never
 * has a colon before it; casts "::" are left alone), and CREATE TABLE is made STRICT where the
 * database knows that. A file NNNN_name.sqlite.sql or NNNN_name.pgsql.sql is for that one only.
 */
#include "db/db_int.h"

#include <ctype.h>

/* ---- type words ------------------------------------------------------------------------------ */

struct expand {
    const struct dialect *d;
    const char *name, *start, *p, *end;
    struct buf *out;
    const char *word; /* first characters of the statement being read, or NULL between two */
    char last;        /* last character that is not space or comment */
};

static bool at(const struct expand *x, const char *what)
{
    size_t n = strlen(what);
    return (size_t)(x->end - x->p) >= n && strncmp(x->p, what, n) == 0;
}

static void copy_to(struct expand *x, const char *to)
{
    buf_add(x->out, x->p, (size_t)(to - x->p));
    x->p = to;
}

static const char *end_of(const struct expand *x, char c)
{
    const char *e = memchr(x->p + 1, c, (size_t)(x->end - x->p - 1));
    return e ? e + 1 : x->end;
}

static enum err expand_type(struct expand *x)
{
    static const char *const words[] = {":id", ":int", ":real", ":text", ":blob"};
    const char *e = x->p + 1;
    while (e < x->end && (isalnum((unsigned char)*e) || *e == '_'))
        e++;
    for (size_t i = 0; i < COUNT(words); i++) {
        if (!str_is((struct str){x->p, (size_t)(e - x->p)}, words[i]))
            continue;
        buf_puts(x->out, x->d->type[i]);
        if (i == DB_TEXT && x->d->partitioned)
            buf_puts(x->out, " COLLATE \"C\"");
        x->p = e;
        return OK;
    }
    int line = 1;
    for (const char *c = x->start; c < x->p; c++)
        line += *c == '\n';
    return err_set(
        ERR_INVALID, "%s:%d: unknown type " STR_FMT, x->name, line, (int)(e - x->p), x->p);
}

static void end_statement(struct expand *x)
{
    struct str s = {x->word, x->word ? (size_t)(x->end - x->word) : 0};
    if (x->last == ')' && str_starts(s, "CREATE TABLE"))
        buf_puts(x->out, x->d->strict);
    x->word = NULL;
    copy_to(x, x->p + 1);
}

static enum err expand_step(struct expand *x)
{
    char c = *x->p;
    if (at(x, "--")) {
        copy_to(x, end_of(x, '\n'));
    } else if (c == ';') {
        end_statement(x);
    } else if (at(x, "::")) {
        copy_to(x, x->p + 2);
    } else if (c == ':' && x->p + 1 < x->end && isalpha((unsigned char)x->p[1])) {
        return expand_type(x);
    } else {
        if (!isspace((unsigned char)c)) {
            x->last = c;
            x->word = x->word ? x->word : x->p;
        }
        copy_to(x, c == '\'' || c == '"' ? end_of(x, c) : x->p + 1);
    }
    return OK;
}

enum err schema_expand(const struct dialect *d, const char *name, struct str sql, struct buf *out)
{
    struct expand x = {.d = d, .name = name, .start = sql.p, .p = sql.p, .out = out};
    x.end = sql.p + sql.n;
    while (x.p < x.end)
        TRY(expand_step(&x));
    return out->full ? err_set(ERR_TOO_BIG, "%s: too long", name) : OK;
}

/* ---- applying -------------------------------------------------------------------------------- */

static bool has_table(struct dbc *c, struct arena *a, const char *table)
{
    struct buf sql = buf_in(a, SQL_MAX);
    buf_puts(&sql, c->db->drv->dialect->columns);
    struct stmt s = stmt_text("columns", &sql);
    return db_row_count(db_run_text(c, a, &s, ARGS(table))) > 0;
}

int db_schema_version(struct dbc *c, struct arena *a)
{
    if (!has_table(c, a, "schema_version"))
        return 0;
    struct value v = db_scalar(c, a, Q_SCHEMA_VERSION_GET, NO_ARGS);
    return v.t == V_INT ? (int)v.i : 0;
}

static bool is_applied(struct dbc *c, struct arena *a, int64_t version)
{
    if (!has_table(c, a, "schema_version"))
        return false;
    struct db_rows *r = db_query(c, a, Q_SCHEMA_VERSION_ALL, NO_ARGS);
    while (db_next(r))
        if (db_int(r, 0) == version)
            return true;
    return false;
}

static enum err lock(struct dbc *c, struct arena *a)
{
    struct buf sql = buf_in(a, SQL_MAX);
    buf_puts(&sql, c->db->drv->dialect->lock_schema ? c->db->drv->dialect->lock_schema : "");
    struct stmt s = stmt_text("lock_schema", &sql);
    return sql.n > 0 ? db_exec_text(c, &s, NO_ARGS, NULL) : OK;
}

/* false: the file is for another database. */
static bool is_for(const struct dialect *d, const char *name)
{
    static const char *const suffixes[] = {"sqlite", "pgsql"};
    struct str rest = str_of(name), part = {0};
    str_split(&rest, '.', &part);
    str_split(&rest, '.', &part);
    for (size_t i = 0; i < COUNT(suffixes); i++)
        if (str_is(part, suffixes[i]))
            return str_is(part, d->suffix);
    return true;
}

static enum err version_of(const char *name, int64_t *out)
{
    struct str rest = str_of(name), number;
    str_split(&rest, '_', &number);
    if (number.n != 4 || !str_to_int(number, out) || *out < 1)
        return err_set(ERR_INVALID, "migration must be named NNNN_name.sql, not %s", name);
    return OK;
}

static enum err apply(struct db *db, const struct migration *m, int *applied)
{
    AUTO_ARENA *a = arena_open();
    struct buf sql = buf_in(a, 16 * SQL_MAX);
    int64_t version = 0;
    TRY(version_of(m->name, &version));
    TRY(schema_expand(db->drv->dialect, m->name, m->sql, &sql));
    AUTO_DBC *c = NULL;
    TRY(db_begin_write(db, &c));
    TRY(lock(c, a));
    bool done = is_applied(c, a, version);
    TRY(db_status(c));
    if (done)
        return OK;
    if (db_script(c, sql.p) != OK)
        return err_set(db_status(c), "%s: %s", m->name, arena_dup(a, err_detail()));
    TRY(db_exec(c, Q_SCHEMA_VERSION_ADD, ARGS(version, m->name, clock_ms()), NULL));
    TRY(db_commit(c));
    ++*applied;
    return OK;
}

/* A program older than its database could break what it does not know. */
static enum err check_known(struct db *db, const struct migration *m, size_t n)
{
    AUTO_ARENA *a = arena_open();
    AUTO_DBC *c = NULL;
    int64_t newest = 0;
    for (size_t i = 0; i < n; i++) {
        int64_t v = 0;
        TRY(version_of(m[i].name, &v));
        newest = v > newest ? v : newest;
    }
    TRY(db_begin_read(db, &c));
    int there = db_schema_version(c, a);
    TRY(db_status(c));
    if (there > newest)
        return err_set(ERR_CONFLICT, "the database has migration %d, this program ends at %d",
            there, (int)newest);
    return OK;
}

enum err migrate_files(struct db *db, const struct migration *m, size_t n, int *applied)
{
    int count = 0;
    TRY(check_known(db, m, n));
    for (size_t i = 0; i < n; i++)
        if (is_for(db->drv->dialect, m[i].name))
            TRY(apply(db, &m[i], &count));
    if (applied)
        *applied = count;
    return OK;
}

enum err db_migrate(struct db *db, int *applied)
{
    static const char folder[] = "sql/schema/";
    AUTO_ARENA *a = arena_open();
    size_t all = 0, n = 0;
    const struct asset *as = asset_all(&all);
    struct migration *m = NEW_N(a, struct migration, all + 1);
    for (size_t i = 0; i < all; i++)
        if (str_starts(str_of(as[i].name), folder) && str_ends(str_of(as[i].name), ".sql"))
            m[n++] =
                (struct migration){as[i].name + sizeof folder - 1, asset_find(as[i].name)->data};
    return migrate_files(db, m, n, applied);
}
