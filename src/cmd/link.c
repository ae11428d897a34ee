// SPDX-License-Identifier: AGPL-3.0-or-later
/* mang link: finds records of one child in a list, also outside a site. */
#include "cmd/cmd_int.h"

#include "link/link.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { LIST_MAX = 64 << 20 };

/* The units of --units, or those inside the program. */
static enum err open_units(struct cmd *c, struct link_units **out)
{
    if (c->units) {
        struct str csv;
        TRY(cmd_read_file(c->a, c->units, LIST_MAX, &csv));
        return link_units_read(csv, out);
    }
    const struct asset *list = asset_find("units/units.csv");
    if (!list)
        return OK;
    AUTO_UNIT_TREE *t = NULL;
    TRY(unit_tree_parse(list->data, &t));
    *out = link_units_of(t, unit_day_of_ms(clock_ms()));
    return OK;
}

static void show_fault(void *ctx, const struct link_fault *f)
{
    const struct cmd *c = ctx;
    fprintf(stderr, "%s:%zu:%zu: %s\n", c->args[1], f->line, f->col, f->what);
}

static bool threshold_of(const struct cmd *c, double *out)
{
    *out = (double)NAN;
    return !c->threshold || str_to_real(str_of(c->threshold), out);
}

static int failed(const struct cmd *c, const char *file)
{
    fprintf(stderr, "%s:%s\n", file, err_detail());
    (void)c;
    return EXIT_WORK;
}

static int dedupe(struct cmd *c, struct link_job *job)
{
    struct link_report r;
    if (link_dedupe(job, &r) != OK)
        return failed(c, job->in);
    if (!c->quiet)
        fprintf(stderr,
            "%zu bản ghi, %zu cặp trùng (ước tính có %.0f), %zu trẻ; so sánh %llu cặp; ngưỡng "
            "%.1f bit; %zu lỗi trong tệp\n",
            r.records, r.pairs, r.expected, r.persons, (unsigned long long)r.candidates,
            r.threshold, r.faults);
    return EXIT_DONE;
}

static void show_share(const char *what, size_t n, size_t all)
{
    printf("  %-22s %9zu  %5.1f %%\n", what, n, all ? 100.0 * (double)n / (double)all : 0);
}

static int stats(struct cmd *c, struct link_job *job)
{
    struct link_stats s;
    if (link_stats(job, &s) != OK)
        return failed(c, job->in);
    size_t n = s.report.records;
    static const struct {
        enum link_field field;
        const char *what;
    } fields[] = {{LINK_NAME, "họ tên"}, {LINK_BORN, "ngày sinh"}, {LINK_SEX, "giới tính"},
        {LINK_PID, "số định danh"}, {LINK_MOTHER, "mẹ"}, {LINK_FATHER, "cha"},
        {LINK_PHONE, "điện thoại"}, {LINK_PLACE, "xã"}};
    printf("%zu bản ghi, %zu lỗi, %zu từ khác nhau; %zu nam, %zu nữ\nthiếu:\n", n, s.report.faults,
        s.words, s.males, s.females);
    for (size_t i = 0; i < COUNT(fields); i++)
        show_share(fields[i].what, s.missing[fields[i].field], n);
    printf("cần xem:\n");
    show_share("số định danh lạ", s.suspect_pids, n);
    show_share("xã cũ đã bị chia", s.split_places, n);
    printf("tên hay gặp:\n");
    for (size_t i = 0; i < COUNT(s.frequent) && s.frequent[i].count; i++)
        show_share(s.frequent[i].name, s.frequent[i].count, n);
    printf("ước tính %.0f cặp trùng, khoảng %zu trẻ\n", s.report.expected, s.report.persons);
    return EXIT_DONE;
}

int cmd_link(struct cmd *c)
{
    if (c->nargs == 1 && streq(c->args[0], "scan"))
        return cmd_link_scan(c);
    bool ok = c->nargs == 2 && (streq(c->args[0], "dedupe") || streq(c->args[0], "stats"));
    bool search = c->nargs >= 1 && streq(c->args[0], "search") && c->index;
    double threshold;
    if ((!ok && !search) || !threshold_of(c, &threshold)) {
        fputs("mang link dedupe IN.csv --pairs OUT.csv [--clusters OUT.csv] [--units UNITS.csv] "
              "[--threads N] [--threshold BITS]\nmang link stats IN.csv\nmang link scan\n"
              "mang link search --index IN.csv [--unit CODE] [--time] [QUERY...]\n",
            stderr);
        return EXIT_USE;
    }
    struct link_units *units = NULL;
    if (open_units(c, &units) != OK)
        return failed(c, c->units ? c->units : "units.csv");
    struct link_job job = {.in = c->args[1],
        .pairs = c->pairs,
        .clusters = c->clusters,
        .options = {.threads = c->threads, .units = units, .threshold = threshold},
        .fault = c->quiet ? NULL : show_fault,
        .ctx = c};
    int code = search                       ? cmd_link_search(c, units)
               : streq(c->args[0], "stats") ? stats(c, &job)
                                            : dedupe(c, &job);
    link_units_close(units);
    return code;
}
