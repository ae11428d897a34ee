// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Published counts against an attacker who knows all that is shown, every sum, that zeros are shown
 * and so every hidden count is 1 or more, and who solves it exactly: the least and the most each
 * hidden count can be, by the simplex method.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "stat/stat.h"

#include <math.h>
#include <stdio.h>

/* ---- the attacker: linear programming -------------------------------------------------------- */

enum { MOST_VARS = 160, MOST_SUMS = 64, MOST_COLS = MOST_VARS + MOST_SUMS + 1 };
#define EPS 1e-7

struct lp {
    size_t vars, sums;
    double t[MOST_SUMS + 1][MOST_COLS]; /* rows of sums, then the objective; last column: right */
    size_t basis[MOST_SUMS];
    bool dead[MOST_SUMS];
};

static size_t last(const struct lp *p)
{
    return p->vars + p->sums;
}

static void pivot(struct lp *p, size_t row, size_t col)
{
    double k = p->t[row][col];
    for (size_t j = 0; j <= last(p); j++)
        p->t[row][j] /= k;
    for (size_t i = 0; i <= p->sums; i++) {
        double f = p->t[i][col];
        if (i == row || fabs(f) < 1e-12)
            continue;
        for (size_t j = 0; j <= last(p); j++)
            p->t[i][j] -= f * p->t[row][j];
    }
    p->basis[row] = col;
}

/* Bland's rule; false when the objective has no bound. */
static bool solve(struct lp *p, size_t cols)
{
    for (;;) {
        size_t col = 0, row = p->sums;
        while (col < cols && p->t[p->sums][col] > -EPS)
            col++;
        if (col == cols)
            return true;
        for (size_t i = 0; i < p->sums; i++) {
            if (p->dead[i] || p->t[i][col] < EPS)
                continue;
            double a = p->t[i][last(p)] / p->t[i][col];
            double b = row < p->sums ? p->t[row][last(p)] / p->t[row][col] : INFINITY;
            if (a < b - EPS || (a < b + EPS && p->basis[i] < p->basis[row]))
                row = i;
        }
        if (row == p->sums)
            return false;
        pivot(p, row, col);
    }
}

/* Finds some solution; the artificial variables leave. */
static void first_solution(struct lp *p)
{
    memset(p->t[p->sums], 0, sizeof p->t[p->sums]);
    for (size_t i = 0; i < p->sums; i++) {
        if (p->t[i][last(p)] < 0)
            for (size_t j = 0; j <= last(p); j++)
                p->t[i][j] = -p->t[i][j];
        p->t[i][p->vars + i] = 1;
        p->basis[i] = p->vars + i;
        for (size_t j = 0; j <= last(p); j++)
            if (j < p->vars || j == last(p))
                p->t[p->sums][j] -= p->t[i][j];
    }
    assert_true(solve(p, p->vars));
    assert_true(fabs(p->t[p->sums][last(p)]) < 1e-5);
    for (size_t i = 0; i < p->sums; i++) {
        size_t col = 0;
        while (p->basis[i] >= p->vars && col < p->vars && fabs(p->t[i][col]) < EPS)
            col++;
        if (p->basis[i] >= p->vars && col < p->vars)
            pivot(p, i, col);
        p->dead[i] = p->basis[i] >= p->vars;
    }
}

/* The most (way -1) or least (way 1) that variable v can be, above 1. */
static double extreme(struct lp *p, size_t v, double way)
{
    for (size_t j = 0; j <= last(p); j++)
        p->t[p->sums][j] = 0;
    p->t[p->sums][v] = way;
    for (size_t i = 0; i < p->sums; i++)
        if (p->basis[i] == v)
            for (size_t j = 0; j <= last(p); j++)
                p->t[p->sums][j] -= way * p->t[i][j];
    if (!solve(p, p->vars))
        return -way * INFINITY;
    return -way * p->t[p->sums][last(p)];
}

/* ---- what is published, as sums over named cells --------------------------------------------- */

struct published {
    int64_t v[600];
    bool hide[600];
    size_t n;
    struct {
        size_t part[40], n, sum;
    } sum[120];
    size_t nsums;
};

static size_t cell(struct published *p, int64_t v, bool hide)
{
    p->v[p->n] = v;
    p->hide[p->n] = hide;
    assert_true(v > 0 || !hide);
    return p->n++;
}

static void part(struct published *p, size_t x)
{
    p->sum[p->nsums].part[p->sum[p->nsums].n++] = x;
}

static void makes(struct published *p, size_t x)
{
    p->sum[p->nsums++].sum = x;
}

static struct lp problem;
static size_t var_of[600];

/* Sums with something hidden in them, over what lies above 1 in each hidden cell. */
static void pose(const struct published *p)
{
    memset(&problem, 0, sizeof problem);
    for (size_t i = 0; i < p->n; i++)
        var_of[i] = p->hide[i] ? problem.vars++ : SIZE_MAX;
    assert_true(problem.vars < MOST_VARS);
    static double row[MOST_SUMS][MOST_VARS + 1];
    memset(row, 0, sizeof row);
    for (size_t s = 0; s < p->nsums; s++) {
        double *r = row[problem.sums], *right = &r[MOST_VARS];
        bool any = false;
        for (size_t k = 0; k <= p->sum[s].n; k++) {
            size_t x = k < p->sum[s].n ? p->sum[s].part[k] : p->sum[s].sum;
            double sign = k < p->sum[s].n ? 1 : -1;
            *right -= sign * (p->hide[x] ? 1 : (double)p->v[x]);
            if (p->hide[x])
                r[var_of[x]] = sign;
            any = any || p->hide[x];
        }
        if (any)
            problem.sums++;
        else
            memset(r, 0, sizeof row[0]);
        assert_true(problem.sums < MOST_SUMS);
    }
    for (size_t s = 0; s < problem.sums; s++) {
        memcpy(problem.t[s], row[s], sizeof(double) * problem.vars);
        problem.t[s][problem.vars + problem.sums] = row[s][MOST_VARS];
    }
    first_solution(&problem);
}

struct found {
    size_t cells, small, hidden, unique, narrow;
    double least_width;
};

static void attack(const struct published *p, struct found *f)
{
    pose(p);
    for (size_t i = 0; i < p->n; i++) {
        bool small = p->v[i] > 0 && p->v[i] <= STAT_SMALL;
        f->cells++;
        f->small += small;
        f->hidden += p->hide[i];
        assert_true(p->hide[i] || !small);
        if (!p->hide[i])
            continue;
        double hi = 1 + extreme(&problem, var_of[i], -1), lo = 1 + extreme(&problem, var_of[i], 1);
        assert_true(lo <= (double)p->v[i] + 1e-4 && hi >= (double)p->v[i] - 1e-4);
        f->unique += hi - lo < 0.999;
        f->narrow += small && hi - lo < STAT_WIDTH - 1e-4;
        f->least_width = hi - lo < f->least_width ? hi - lo : f->least_width;
    }
}

/* ---- chance ---------------------------------------------------------------------------------- */

static uint64_t seed = 20261122;

static int roll(int n)
{
    seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (int)((seed >> 33) % (uint64_t)n);
}

/* Many zeros and small counts, some large: as communes are. */
static int64_t count(int kind)
{
    switch (roll(kind)) {
    case 0:
        return 0;
    case 1:
        return 1 + roll(4);
    case 2:
        return 5 + roll(10);
    default:
        return 10 + roll(300);
    }
}

/* ---- one table ------------------------------------------------------------------------------- */

enum { MOST_SIDE = 8 };
struct table {
    size_t rows, cols;
    int64_t v[MOST_SIDE * MOST_SIDE];
    bool hide[MOST_SIDE * MOST_SIDE], hide_row[MOST_SIDE], hide_col[MOST_SIDE], hide_all;
};

static void publish_table(struct published *p, const struct table *t)
{
    size_t x[MOST_SIDE * MOST_SIDE], row[MOST_SIDE], col[MOST_SIDE];
    int64_t all = 0;
    for (size_t i = 0; i < t->rows * t->cols; i++) {
        x[i] = cell(p, t->v[i], t->hide[i]);
        all += t->v[i];
    }
    for (size_t r = 0; r < t->rows; r++) {
        int64_t sum = 0;
        for (size_t c = 0; c < t->cols; c++) {
            sum += t->v[r * t->cols + c];
            part(p, x[r * t->cols + c]);
        }
        makes(p, row[r] = cell(p, sum, t->hide_row[r]));
    }
    for (size_t c = 0; c < t->cols; c++) {
        int64_t sum = 0;
        for (size_t r = 0; r < t->rows; r++) {
            sum += t->v[r * t->cols + c];
            part(p, x[r * t->cols + c]);
        }
        makes(p, col[c] = cell(p, sum, t->hide_col[c]));
    }
    size_t whole = cell(p, all, t->hide_all);
    for (size_t r = 0; r < t->rows; r++)
        part(p, row[r]);
    makes(p, whole);
    for (size_t c = 0; c < t->cols; c++)
        part(p, col[c]);
    makes(p, whole);
}

static void suppress(struct arena *a, struct table *t)
{
    stat_suppress(a, &(struct stat_grid){.rows = t->rows,
                         .cols = t->cols,
                         .v = t->v,
                         .hide = t->hide,
                         .hide_row = t->hide_row,
                         .hide_col = t->hide_col,
                         .hide_all = &t->hide_all});
}

/* The attacker worked nothing out, and few of the small ones closely. */
static void holds(const char *what, const struct found *f)
{
    print_message("# %s: %zu cells, %zu small, %zu hidden, narrowest %.0f, narrow %zu\n", what,
        f->cells, f->small, f->hidden, f->least_width, f->narrow);
    assert_int_equal(f->unique, 0);
    assert_true(f->least_width >= 2 && f->narrow * 50 < f->small);
}

static void tables(void **state)
{
    (void)state;
    struct found f = {.least_width = INFINITY};
    AUTO_ARENA *a = arena_open();
    for (int n = 0; n < 250; n++) {
        static struct published p;
        memset(&p, 0, sizeof p);
        struct table t = {
            .rows = (size_t)(1 + roll(MOST_SIDE)), .cols = (size_t)(1 + roll(MOST_SIDE - 2))};
        int kind = 2 + roll(6);
        for (size_t i = 0; i < t.rows * t.cols; i++)
            t.v[i] = count(kind);
        suppress(a, &t);
        publish_table(&p, &t);
        attack(&p, &f);
        arena_reset(a);
    }
    holds("tables", &f);
}

/* The attacker is no straw man: small counts hidden alone he finds. */
static void hiding_small_ones_alone_is_not_enough(void **state)
{
    (void)state;
    static struct published p;
    memset(&p, 0, sizeof p);
    struct table t = {
        .rows = 3, .cols = 3, .v = {20, 3, 40, 50, 60, 70, 80, 90, 100}, .hide = {false, true}};
    struct found f = {.least_width = INFINITY};
    publish_table(&p, &t);
    attack(&p, &f);
    assert_int_equal(f.unique, 1);
    AUTO_ARENA *a = arena_open();
    suppress(a, &t);
    memset(&p, 0, sizeof p);
    f = (struct found){.least_width = INFINITY};
    publish_table(&p, &t);
    attack(&p, &f);
    assert_int_equal(f.unique, 0);
    assert_int_equal(f.hidden, 4); /* one rectangle, the cheapest */
    assert_true(t.hide[0] && t.hide[1] && t.hide[3] && t.hide[4]);
}

static void zeros_and_large_tables_are_shown(void **state)
{
    (void)state;
    AUTO_ARENA *a = arena_open();
    struct table t = {.rows = 2, .cols = 2, .v = {0, 5, 17, 0}};
    suppress(a, &t);
    for (size_t i = 0; i < 4; i++)
        assert_false(t.hide[i]);
    assert_false(t.hide_row[0] || t.hide_col[0] || t.hide_all);
    struct table one = {.rows = 1, .cols = 1, .v = {3}};
    suppress(a, &one);
    assert_true(one.hide[0] && one.hide_row[0] && one.hide_col[0] && one.hide_all);
    struct table flagged = {.rows = 3, .cols = 2, .v = {50, 60, 70, 80, 90, 0}, .hide = {true}};
    flagged.hide[5] = true;
    suppress(a, &flagged);
    assert_true(flagged.hide[0] && flagged.hide[1] && flagged.hide[2] && flagged.hide[3]);
    assert_false(flagged.hide[5]); /* 0 is 0 */
}

/* ---- all tables of a measure ------------------------------------------------------------------
 */

enum { UNITS = 6, SPLITS = 3, CODES = 4 };
struct sheet {
    size_t rows, cols[SPLITS];
    int64_t total[UNITS], v[SPLITS][UNITS * CODES];
    bool hide[UNITS], hide_all, cell[SPLITS][UNITS * CODES], col[SPLITS][CODES];
    struct stat_split by[SPLITS];
};

/* Two groupings of the same children, and groups that a child may be in several of. */
static void deal(struct sheet *s, int kind)
{
    s->rows = (size_t)(2 + roll(UNITS - 1));
    for (size_t k = 0; k < SPLITS; k++)
        s->cols[k] = (size_t)(2 + roll(CODES - 1));
    for (size_t r = 0; r < s->rows; r++) {
        for (size_t c = 0; c < s->cols[0]; c++)
            s->total[r] += s->v[0][r * s->cols[0] + c] = count(kind);
        for (int64_t left = s->total[r]; left > 0;) {
            int64_t some = 1 + roll((int)left);
            s->v[1][r * s->cols[1] + (size_t)roll((int)s->cols[1])] += some;
            left -= some;
        }
        for (size_t c = 0; c < s->cols[2]; c++)
            s->v[2][r * s->cols[2] + c] = s->total[r] ? roll((int)s->total[r] + 1) : 0;
    }
}

static void protect(struct arena *a, struct sheet *s)
{
    for (size_t k = 0; k < SPLITS; k++)
        s->by[k] = (struct stat_split){s->cols[k], s->v[k], k < 2, s->cell[k], s->col[k]};
    stat_protect(a, &(struct stat_sheet){s->rows, s->total, s->hide, &s->hide_all, s->by, SPLITS});
}

static void publish_split(
    struct published *p, const struct sheet *s, size_t k, const size_t *row, size_t whole)
{
    size_t x[UNITS * CODES], col[CODES], cols = s->cols[k];
    for (size_t i = 0; i < s->rows * cols; i++)
        x[i] = cell(p, s->v[k][i], s->cell[k][i]);
    for (size_t c = 0; c < cols; c++) {
        int64_t sum = 0;
        for (size_t r = 0; r < s->rows; r++) {
            sum += s->v[k][r * cols + c];
            part(p, x[r * cols + c]);
        }
        makes(p, col[c] = cell(p, sum, s->col[k][c]));
    }
    if (k == 2)
        return;
    for (size_t r = 0; r < s->rows; r++) {
        for (size_t c = 0; c < cols; c++)
            part(p, x[r * cols + c]);
        makes(p, row[r]);
    }
    for (size_t c = 0; c < cols; c++)
        part(p, col[c]);
    makes(p, whole);
}

static void publish_sheet(struct published *p, const struct sheet *s)
{
    size_t row[UNITS];
    int64_t all = 0;
    for (size_t r = 0; r < s->rows; r++) {
        row[r] = cell(p, s->total[r], s->hide[r]);
        all += s->total[r];
    }
    size_t whole = cell(p, all, s->hide_all);
    for (size_t r = 0; r < s->rows; r++)
        part(p, row[r]);
    makes(p, whole);
    for (size_t k = 0; k < SPLITS; k++)
        publish_split(p, s, k, row, whole);
}

static void tables_that_share_totals(void **state)
{
    (void)state;
    struct found f = {.least_width = INFINITY};
    AUTO_ARENA *a = arena_open();
    for (int n = 0; n < 150; n++) {
        static struct published p;
        memset(&p, 0, sizeof p);
        struct sheet s = {.rows = 0};
        deal(&s, 2 + roll(6));
        protect(a, &s);
        publish_sheet(&p, &s);
        attack(&p, &f);
        arena_reset(a);
    }
    holds("linked", &f);
}

/* A province: 170 communes by sex and by 12 groups. What is lost, and how long it takes. */
static void a_province(void **state)
{
    (void)state;
    enum { N = 170, SEX = 2, GROUPS = 12 };
    static int64_t total[N], sex[N * SEX], group[N * GROUPS];
    static bool hide[N], hide_sex[N * SEX], hide_group[N * GROUPS], col[SEX], cols[GROUPS], all;
    size_t hidden = 0, small = 0, cells = N + N * SEX + N * GROUPS;
    for (size_t r = 0; r < N; r++)
        for (size_t c = 0; c < GROUPS; c++) {
            int64_t x = count(5) / 3;
            group[r * GROUPS + c] = x;
            total[r] += x;
            for (int64_t k = 0; k < x; k++)
                sex[r * SEX + (size_t)roll(2)]++;
        }
    struct stat_split by[] = {
        {SEX, sex, true, hide_sex, col}, {GROUPS, group, true, hide_group, cols}};
    AUTO_ARENA *a = arena_open();
    int64_t start = clock_mono_us();
    stat_protect(a, &(struct stat_sheet){N, total, hide, &all, by, 2});
    print_message("# a province: %.1f ms", (double)(clock_mono_us() - start) / 1000);
    for (size_t i = 0; i < N * GROUPS; i++) {
        hidden += hide_group[i];
        small += group[i] > 0 && group[i] <= STAT_SMALL;
        assert_true(hide_group[i] || group[i] == 0 || group[i] > STAT_SMALL);
    }
    print_message(
        ", %zu cells, groups: %zu small, %zu hidden of %d\n", cells, small, hidden, N * GROUPS);
    size_t totals = 0;
    for (size_t i = 0; i < N; i++)
        totals += hide[i];
    print_message("# units whose total is hidden: %zu of %d\n", totals, N);
    assert_true(hidden < 2 * small && totals * 5 < N);
    assert_false(all);
}

/* A row whose groups come to more than its total, which is 0 and so shown: it comes to an end. */
static void what_does_not_add_up(void **state)
{
    (void)state;
    AUTO_ARENA *a = arena_open();
    const int64_t total[] = {0, 9, 30}, v[] = {1, 0, 5, 4, 10, 20};
    bool hide[3] = {false}, all = false, cell[6] = {false}, col[2] = {false};
    const struct stat_split by = {2, v, true, cell, col};
    stat_protect(a, &(struct stat_sheet){3, total, hide, &all, &by, 1});
    assert_true(cell[0] && cell[3]);
}

int main(void)
{
    cmocka_set_message_output(CM_OUTPUT_TAP);
    const struct CMUnitTest tests[] = {cmocka_unit_test(tables),
        cmocka_unit_test(hiding_small_ones_alone_is_not_enough),
        cmocka_unit_test(zeros_and_large_tables_are_shown),
        cmocka_unit_test(tables_that_share_totals), cmocka_unit_test(what_does_not_add_up),
        cmocka_unit_test(a_province)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
