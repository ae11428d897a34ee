// SPDX-License-Identifier: AGPL-3.0-or-later
/* From a list in a file to pairs and groups in files. */
#include "link/link_int.h"

#include <stdio.h>
#include <stdlib.h>

enum { OUT_PARTS = 64 };

struct text {
    char *p;
    size_t n, cap;
};
struct writing {
    const struct link_input *in;
    const struct link_set *s;
    const struct link_found *found;
    struct text part[OUT_PARTS];
};

static char *room(struct text *t, size_t n)
{
    if (t->n + n > t->cap) {
        t->cap = t->cap * 2 + n + 4096;
        t->p = realloc(t->p, t->cap);
        BUG_IF(!t->p);
    }
    return t->p + t->n;
}

static void put(struct text *t, const char *s)
{
    size_t n = strlen(s);
    memcpy(room(t, n), s, n);
    t->n += n;
}

/* A number with two decimals (or four), as printf would, but a hundred thousand times. */
static void put_fixed(struct text *t, double v, int decimals)
{
    long long scale = decimals == 4 ? 10000 : 100;
    long long i = (long long)(v * (double)scale + (v < 0 ? -.5 : .5));
    char buf[32], *p = buf + sizeof buf;
    unsigned long long u = (unsigned long long)(i < 0 ? -i : i);
    *--p = 0;
    for (int k = 0; u || k <= decimals; k++, u /= 10) {
        if (k == decimals)
            *--p = '.';
        *--p = (char)('0' + u % 10);
    }
    if (i < 0)
        *--p = '-';
    put(t, p);
}

static void put_cell(struct text *t, const char *s)
{
    size_t n = strlen(s), special = 0;
    char *to = room(t, 2 * n + 2);
    for (size_t i = 0; i < n; i++) {
        to[i] = s[i];
        special |= s[i] == ',' || s[i] == '"' || s[i] == '\n' || s[i] == '\r';
    }
    if (special) {
        char *p = to;
        *p++ = '"';
        for (size_t i = 0; i < n; i++) {
            if (s[i] == '"')
                *p++ = '"';
            *p++ = s[i];
        }
        *p++ = '"';
        n = (size_t)(p - to);
    }
    t->n += n;
}

static void put_reasons(const struct writing *w, struct text *t, const struct link_pair *p)
{
    struct agreement g;
    struct link_reason why[LINK_FIELD__COUNT];
    const struct link_set *s = w->s;
    compare(vocab_toks(s->vocab), s->o.units, &s->model, &s->rec[p->a], &s->rec[p->b], &g);
    size_t n = explain_agreement(&s->model, &g, why);
    put(t, "\"");
    for (size_t i = 0; i < n; i++) {
        put(t, i ? "; " : "");
        put(t, why[i].label);
        put(t, ": ");
        put(t, why[i].how);
        put(t, why[i].bits < 0 ? " " : " +");
        put_fixed(t, why[i].bits, 2);
    }
    put(t, "\"\n");
}

static void write_pairs_part(void *ctx, size_t part)
{
    struct writing *w = ctx;
    struct text *t = &w->part[part];
    const struct link_found *f = w->found;
    size_t to = f->npairs * (part + 1) / OUT_PARTS;
    for (size_t i = f->npairs * part / OUT_PARTS; i < to; i++) {
        const struct link_pair *p = &f->pairs[i];
        put_cell(t, input_ma(w->in, p->a));
        put(t, ",");
        put_cell(t, input_ma(w->in, p->b));
        put(t, ",");
        put_fixed(t, (double)p->bits, 2);
        put(t, ",");
        put_fixed(t, (double)p->chance, 4);
        put(t, ",");
        put_reasons(w, t, p);
    }
}

static void write_clusters_part(void *ctx, size_t part)
{
    struct writing *w = ctx;
    struct text *t = &w->part[part];
    size_t n = w->s->n, to = n * (part + 1) / OUT_PARTS;
    for (size_t i = n * part / OUT_PARTS; i < to; i++) {
        put_cell(t, input_ma(w->in, i));
        put(t, ",");
        put_cell(t, input_ma(w->in, w->found->cluster[i]));
        put(t, "\n");
    }
}

static enum err write_file(struct writing *w, const char *path, const char *heading, mem_work *part)
{
    FILE *f = fopen(path, "w");
    if (!f)
        return err_set(ERR_IO, "không ghi được %s", path);
    mem_parallel(w->s->o.threads, OUT_PARTS, part, w);
    bool ok = fputs(heading, f) >= 0;
    for (size_t i = 0; i < OUT_PARTS; i++) {
        if (w->part[i].n)
            ok = ok && fwrite(w->part[i].p, 1, w->part[i].n, f) == w->part[i].n;
        free(w->part[i].p);
        w->part[i] = (struct text){0};
    }
    ok = fclose(f) == 0 && ok;
    return ok ? OK : err_set(ERR_IO, "không ghi được %s", path);
}

static enum err write_out(
    const struct link_job *job, const struct link_input *in, const struct link_found *found)
{
    struct writing w = {.in = in, .s = in->set, .found = found};
    if (job->pairs)
        TRY(write_file(&w, job->pairs, "ma_1,ma_2,bits,xac_suat,giai_thich\n", write_pairs_part));
    if (job->clusters)
        TRY(write_file(&w, job->clusters, "ma,cum\n", write_clusters_part));
    return OK;
}

void input_report(const struct link_input *in, const struct link_found *f, struct link_report *out)
{
    *out = (struct link_report){.records = in->set->n,
        .faults = in->nfaults,
        .pairs = f->npairs,
        .threshold = f->threshold,
        .expected = f->expected,
        .candidates = f->candidates};
    for (size_t i = 0; i < in->set->n; i++)
        out->persons += f->cluster[i] == i;
}

void input_tell(const struct link_input *in, const struct link_job *job)
{
    for (size_t i = 0; job->fault && i < in->kept; i++)
        job->fault(job->ctx, &in->faults[i]);
}

enum err link_dedupe(const struct link_job *job, struct link_report *out)
{
    struct link_input in;
    struct link_set *s = link_set_open(&job->options);
    struct link_found found;
    enum err e = input_open(&in, job->in);
    if (e == OK)
        e = input_read(&in, s);
    if (e == OK) {
        input_tell(&in, job);
        e = link_set_run(s, &found);
    }
    if (e == OK)
        e = write_out(job, &in, &found);
    if (e == OK)
        input_report(&in, &found, out);
    link_set_close(s);
    input_close(&in);
    return e;
}
