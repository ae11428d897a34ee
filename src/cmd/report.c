// SPDX-License-Identifier: AGPL-3.0-or-later
/* mang report make: the Word file or the Excel annex of a report, as sent when it was sent, else as
 * the numbers and the prose are now. */
#include "cmd/cmd_int.h"

#include "report/report.h"

#include <stdio.h>
#include <time.h>

static int wrong(const struct cmd *c, const char *what, const char *which)
{
    fprintf(stderr, "mang %s: %s: %s\n", c->name, what, which ? which : "");
    return EXIT_WORK;
}

static const struct duty *duty_of(const struct pack *p, const struct report *r, const char *level)
{
    for (size_t i = 0; i < p->nduties; i++)
        if (p->duties[i].report == r && streq(p->duties[i].level, level))
            return &p->duties[i];
    return NULL;
}

static bool regime_of(const struct cmd *c, const struct duty *d, enum regime *out)
{
    *out = d && d->cutoff ? REGIME_CUTOFF15 : REGIME_CALENDAR;
    if (!c->regime)
        return true;
    *out = streq(c->regime, "cutoff15") ? REGIME_CUTOFF15 : REGIME_CALENDAR;
    return streq(c->regime, "cutoff15") || streq(c->regime, "calendar");
}

static enum err open_report(struct act *act, const struct report *r, const struct duty *d,
    const struct period *p, const char *unit, struct report_work **out)
{
    const char *id = NULL;
    if (d)
        TRY(report_find(act, d, p, strlen(unit) == 5 ? unit : "", &id));
    return id ? report_get(act, id, out) : report_open(act, r, p, unit, out);
}

static bool ends_with(const char *s, const char *end)
{
    return str_ends(str_of(s), end);
}

static enum err write_out(const char *path, struct str s)
{
    FILE *f = fopen(path, "wb");
    if (!f)
        return err_set(ERR_IO, "cannot write %s", path);
    bool ok = fwrite(s.p, 1, s.n, f) == s.n;
    ok &= fclose(f) == 0;
    return ok ? OK : err_set(ERR_IO, "writing %s", path);
}

static enum err make(struct cmd *c, struct act *act, const struct report *r, const struct duty *d,
    const struct period *p)
{
    struct report_work *w;
    struct str file;
    TRY(act_read(act));
    TRY(open_report(act, r, d, p, c->unit, &w));
    TRY(ends_with(c->out, ".xlsx") ? report_xlsx(w, &file) : report_docx(w, &file));
    return write_out(c->out, file);
}

static int run(struct cmd *c, struct cmd_site *s)
{
    const struct report *r = pack_report(s->site.pack, c->args[1]);
    const struct duty *d =
        r ? duty_of(s->site.pack, r, strlen(c->unit) == 5 ? "xa" : "tinh") : NULL;
    struct period p;
    enum regime regime;
    if (!r)
        return wrong(c, "không có báo cáo", c->args[1]);
    if (!regime_of(c, d, &regime))
        return wrong(c, "--regime chỉ nhận calendar hoặc cutoff15, không phải", c->regime);
    const char *fault = period_parse(c->a, str_of(c->period), regime, &p);
    if (fault)
        return wrong(c, c->period, fault);
    struct act *act = act_new(&s->site, c->a, NULL, "report", "");
    if (!unit_find(act->units, c->unit, p.to) && !unit_near(act->units, c->unit, p.to)) {
        act_end(act);
        return wrong(c, "không có đơn vị", c->unit);
    }
    int64_t began = clock_ms();
    enum err e = make(c, act, r, d, &p);
    act_end(act);
    if (e)
        return cmd_fail(c, c->out, e);
    if (c->time)
        fprintf(stderr, "%lld ms\n", (long long)(clock_ms() - began));
    return EXIT_DONE;
}

int cmd_report(struct cmd *c)
{
    if (c->nargs != 2 || !streq(c->args[0], "make") || !c->period || !c->unit || !c->out)
        return EXIT_USE;
    if (!ends_with(c->out, ".docx") && !ends_with(c->out, ".xlsx"))
        return EXIT_USE;
    struct cmd_site *s;
    enum err e = cmd_open(c, false, &s);
    if (e)
        return cmd_fail(c, "open", e);
    int code = run(c, s);
    cmd_close(s);
    return code;
}
