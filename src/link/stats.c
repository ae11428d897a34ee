// SPDX-License-Identifier: AGPL-3.0-or-later
/* What a list holds: how much is missing, which names are frequent, how many doubles to expect. */
#include "link/link_int.h"

#include <stdio.h>
#include <stdlib.h>

static void count_fields(const struct link_set *s, struct link_stats *out)
{
    for (size_t i = 0; i < s->n; i++) {
        const struct lrec *r = &s->rec[i];
        out->missing[LINK_NAME] += !r->set[0];
        out->missing[LINK_MOTHER] += !r->set[1];
        out->missing[LINK_FATHER] += !r->set[2];
        out->missing[LINK_BORN] += !r->year;
        out->missing[LINK_SEX] += lrec_sex(r) == SEX_NONE;
        out->missing[LINK_PID] += !r->pid;
        out->missing[LINK_PHONE] += !r->phone;
        out->missing[LINK_PLACE] += !r->place;
        out->males += lrec_sex(r) == SEX_MALE;
        out->females += lrec_sex(r) == SEX_FEMALE;
        out->split_places += (r->flags & LREC_SPLIT) != 0;
        out->suspect_pids += (r->flags & LREC_SUSPECT) != 0;
    }
    out->words = vocab_size(s->vocab) - 1;
}

/* Words of the child's name, as letters without marks. */
static void spell(const struct link_set *s, const struct lrec *r, char *out, size_t cap)
{
    size_t n = 0;
    for (int i = AT_CHILD; i < AT_MOTHER && r->tok[i]; i++) {
        if (i && n + 1 < cap)
            out[n++] = ' ';
        for (uint64_t f = vocab_toks(s->vocab)[r->tok[i]].fold; f && n + 1 < cap; f >>= 5)
            out[n++] = (f & 31) > 26 ? '?' : (char)('a' + (f & 31) - 1);
    }
    out[n] = 0;
}

static void keep_frequent(
    const struct link_set *s, struct link_stats *out, size_t count, size_t record)
{
    size_t at = COUNT(out->frequent);
    while (at > 0 && out->frequent[at - 1].count < count)
        at--;
    if (at == COUNT(out->frequent))
        return;
    memmove(&out->frequent[at + 1], &out->frequent[at],
        (COUNT(out->frequent) - at - 1) * sizeof out->frequent[0]);
    out->frequent[at].count = count;
    spell(s, &s->rec[record], out->frequent[at].name, sizeof out->frequent[at].name);
}

static void count_names(const struct link_set *s, struct link_stats *out)
{
    uint64_t *v = malloc((s->n + 1) * sizeof *v), *tmp = malloc((s->n + 1) * sizeof *tmp);
    BUG_IF(!v || !tmp);
    size_t n = 0;
    for (size_t i = 0; i < s->n; i++)
        if (s->rec[i].set[0])
            v[n++] = (uint64_t)s->rec[i].set[0] << 32 | i;
    const uint64_t *x = sort_keys(v, tmp, n);
    for (size_t i = 0, to; i < n; i = to) {
        for (to = i + 1; to < n && x[to] >> 32 == x[i] >> 32;)
            to++;
        if (to - i > 1)
            keep_frequent(s, out, to - i, (uint32_t)x[i]);
    }
    free(v);
    free(tmp);
}

enum err link_stats(const struct link_job *job, struct link_stats *out)
{
    struct link_input in;
    struct link_set *s = link_set_open(&job->options);
    struct link_found found;
    memset(out, 0, sizeof *out);
    enum err e = input_open(&in, job->in);
    if (e == OK)
        e = input_read(&in, s);
    if (e == OK) {
        input_tell(&in, job);
        e = link_set_run(s, &found);
    }
    if (e == OK) {
        input_report(&in, &found, &out->report);
        count_fields(s, out);
        count_names(s, out);
    }
    link_set_close(s);
    input_close(&in);
    return e;
}
