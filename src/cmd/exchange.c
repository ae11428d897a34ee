// SPDX-License-Identifier: AGPL-3.0-or-later
/* mang exchange: numbers to and from other systems, for files too big for a page. */
#include "cmd/cmd_int.h"

#include "exchange/exchange.h"

#include <stdio.h>
#include <stdlib.h>

enum { MOST_OUT = 1 << 30 };

struct ways {
    struct cmd *c;
    struct cmd_site *s;
    struct exchange_ask ask;
    enum exchange_format format;
};

/* ---- out ---------------------------------------------------------------------------------------
 */

static bool read_ask(struct ways *w, bool period)
{
    struct cmd *c = w->c;
    w->ask = (struct exchange_ask){.unit = c->unit ? c->unit : "",
        .level = c->level ? unit_level_of(c->level) : UNIT_ANY,
        .map = c->map ? unit_day(c->map) : 0,
        .ids = c->ids && streq(c->ids, "code") ? EXCHANGE_CODES : EXCHANGE_UIDS,
        .split = c->split};
    if (w->ask.map < 0) {
        fprintf(stderr, "mang exchange: --map must be a day like 2025-07-01\n");
        return false;
    }
    const char *why =
        period ? period_parse(c->a, str_of(c->period), REGIME_CALENDAR, &w->ask.period) : NULL;
    if (why)
        fprintf(stderr, "mang exchange: --period: %s\n", why);
    return !why;
}

static bool read_format(struct ways *w)
{
    static const char *const WORDS[] = {
        [EXCHANGE_JSON] = "json", [EXCHANGE_CSV] = "csv", [EXCHANGE_ADX] = "adx"};
    for (size_t i = 0; i < COUNT(WORDS); i++)
        if (streq(w->c->format ? w->c->format : "json", WORDS[i])) {
            w->format = (enum exchange_format)i;
            return true;
        }
    fprintf(stderr, "mang exchange: --format is json, csv or adx\n");
    return false;
}

static int save(struct ways *w, const struct buf *b)
{
    FILE *f = w->c->out ? fopen(w->c->out, "wb") : stdout;
    bool ok = f && fwrite(b->p, 1, b->n, f) == b->n;
    ok = f && (w->c->out ? fclose(f) : fflush(f)) == 0 && ok;
    return ok ? EXIT_DONE : cmd_fail(w->c, "cannot write the file", ERR_IO);
}

static int out(struct ways *w, bool values)
{
    if (!read_ask(w, values) || !read_format(w))
        return EXIT_USE;
    struct act *act = act_new(&w->s->site, w->c->a, NULL, "", "");
    struct buf b = buf_in(w->c->a, MOST_OUT);
    enum err e = act_read(act);
    if (!e)
        e = values ? exchange_out(act, &w->ask, w->format, &b)
                   : exchange_metadata(act, &w->ask, &b);
    act_end(act);
    return e ? cmd_fail(w->c, "exchange", e) : save(w, &b);
}

/* ---- in ----------------------------------------------------------------------------------------
 */

static void tell(const struct ways *w, const struct exchange_report *r)
{
    for (size_t i = 0; i < r->nconflicts; i++) {
        const struct exchange_conflict *c = &r->conflicts[i];
        printf("%s: dòng %zu: %s ‘%s’: %s\n", w->c->args[1], c->row + 1, c->property, c->object,
            c->text);
    }
    if (r->broken)
        printf("%s: %s\n", w->c->args[1], r->broken);
    printf("%zu dòng: %zu mới, %zu đổi, %zu đã có, %zu lỗi%s\n", r->rows, r->imported, r->updated,
        r->ignored, r->bad, w->c->dry_run ? " (xem thử: chưa ghi gì)" : "");
}

static int in(struct ways *w)
{
    struct str bytes;
    struct exchange_report r;
    enum err e = cmd_read_file(w->c->a, w->c->args[1], MOST_OUT, &bytes);
    if (e)
        return cmd_fail(w->c, "exchange", e);
    struct act *act = act_new(&w->s->site, w->c->a, NULL, "", "");
    e = act_write(act);
    if (!e)
        e = exchange_in(act, bytes, exchange_guess(bytes), w->c->dry_run, &r);
    if (!e && !w->c->dry_run)
        e = act_commit(act, NULL);
    act_end(act);
    if (e)
        return cmd_fail(w->c, "exchange", e);
    tell(w, &r);
    return r.bad || r.broken ? EXIT_WORK : EXIT_DONE;
}

int cmd_exchange(struct cmd *c)
{
    struct ways w = {.c = c};
    const char *what = c->nargs ? c->args[0] : "";
    bool values = streq(what, "values"), metadata = streq(what, "metadata");
    bool import = streq(what, "import") && c->nargs == 2;
    if ((!values && !metadata && !import) || (values && !c->period)) {
        fprintf(stderr, "mang exchange: metadata, values --period P, or import FILE\n");
        return EXIT_USE;
    }
    enum err e = cmd_open(c, false, &w.s);
    if (e)
        return cmd_fail(c, "cannot open", e);
    int code = import ? in(&w) : out(&w, values);
    cmd_close(w.s);
    return code;
}
