// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Which counts may not be published. A hidden count is safe when hidden ones can change together
 * and all that is shown stays as it is: a closed walk over hidden cells that turns at each step
 * from a row to a column, its cells going up and down in turn. So the table is seen as a graph,
 * rows and columns (the margins are one more of each) joined by cells, and each small cell gets the
 * cheapest closed walk through it, what is hidden already being free. Who reads the table knows
 * that zeros are shown, so a hidden cell cannot go below 1.
 */
#include "stat/stat.h"

enum { FAR = 1 << 30, MARGIN_COST = 50 };

struct graph {
    struct arena *a;
    size_t rows, cols; /* with the margins */
    int64_t *v;
    bool *hide;
    int *price;    /* of a cell that is not hidden */
    bool inner;    /* margins of rows are not to be walked over */
    int64_t least; /* cells below this are not to be walked over */
    int *dist;     /* nodes: rows, then columns */
    size_t *from;  /* the node before */
    bool *done;
    bool *safe;   /* its walk was found; hiding more does not undo it */
    bool *linked; /* rows whose totals can change against that of the hub, */
    size_t hub;   /* itself among them; `rows`: no total is hidden yet */
};

static int64_t at(const struct graph *g, size_t r, size_t c)
{
    return g->v[r * g->cols + c];
}

static bool is_margin(const struct graph *g, size_t r, size_t c)
{
    return r + 1 == g->rows || c + 1 == g->cols;
}

/* What is lost by hiding it: little for small numbers, much for a margin. */
static int price(const struct graph *g, size_t r, size_t c)
{
    int bits = 0;
    for (int64_t x = at(g, r, c); x > 0; x >>= 1)
        bits++;
    int whole = r + 1 == g->rows && c + 1 == g->cols ? MARGIN_COST : 1;
    return (60 + 10 * bits) * (is_margin(g, r, c) ? MARGIN_COST : 1) * whole;
}

static bool walkable(const struct graph *g, size_t r, size_t c)
{
    return at(g, r, c) >= g->least && !(g->inner && c + 1 == g->cols);
}

static size_t nearest(const struct graph *g)
{
    size_t best = SIZE_MAX;
    for (size_t i = 0; i < g->rows + g->cols; i++)
        if (!g->done[i] && g->dist[i] < FAR && (best == SIZE_MAX || g->dist[i] < g->dist[best]))
            best = i;
    return best;
}

static void relax(struct graph *g, size_t node, size_t skip_r, size_t skip_c)
{
    bool row = node < g->rows;
    size_t n = row ? g->cols : g->rows;
    for (size_t i = 0; i < n; i++) {
        size_t r = row ? node : i, c = row ? i : node - g->rows, to = row ? g->rows + i : i;
        if (g->done[to] || (r == skip_r && c == skip_c) || !walkable(g, r, c))
            continue;
        size_t cell = r * g->cols + c;
        int d = g->dist[node] + (g->hide[cell] ? 1 : g->price[cell]);
        if (d < g->dist[to]) {
            g->dist[to] = d;
            g->from[to] = node;
        }
    }
}

/* The cheapest walk from a node to another without the cell (r, c); false if there is none. */
static bool walk(struct graph *g, size_t from, size_t to, size_t r, size_t c)
{
    for (size_t i = 0; i < g->rows + g->cols; i++) {
        g->dist[i] = FAR;
        g->done[i] = false;
    }
    g->dist[from] = 0;
    for (size_t node; (node = nearest(g)) != SIZE_MAX && node != to;) {
        g->done[node] = true;
        relax(g, node, r, c);
    }
    return g->dist[to] < FAR;
}

struct cell {
    size_t r, c;
};

static struct cell between(const struct graph *g, size_t x, size_t y)
{
    return x < g->rows ? (struct cell){x, y - g->rows} : (struct cell){y, x - g->rows};
}

static int sign(const struct graph *g, size_t r, size_t c)
{
    return (r + 1 == g->rows) != (c + 1 == g->cols) ? -1 : 1;
}

/* How far cell (r, c) can go up and down in all when the walk found last goes with it. */
static int64_t width(const struct graph *g, size_t from, size_t to, size_t r, size_t c)
{
    int64_t up = FAR, down = at(g, r, c) - 1;
    int way = -sign(g, r, c);
    for (size_t x = to; x != from; x = g->from[x], way = -way) {
        struct cell k = between(g, x, g->from[x]);
        int64_t room = at(g, k.r, k.c) - 1;
        int64_t *side = way * sign(g, k.r, k.c) < 0 ? &up : &down;
        *side = room < *side ? room : *side;
    }
    return up + down;
}

static bool hide_walk(struct graph *g, size_t from, size_t to)
{
    bool more = false;
    for (size_t x = to; x != from; x = g->from[x]) {
        struct cell k = between(g, x, g->from[x]);
        more = more || !g->hide[k.r * g->cols + k.c];
        g->hide[k.r * g->cols + k.c] = true;
    }
    return more;
}

/* The cheapest walk with room enough, over larger and larger cells; else the roomiest. Sets
 * g->least to find it again; returns its room, -1 for none. */
static int64_t search(struct graph *g, size_t r, size_t c)
{
    int64_t best = -1, best_least = 1;
    for (g->least = 1; g->least <= STAT_SMALL + 1 && best < STAT_WIDTH; g->least++) {
        if (!walk(g, r, g->rows + c, r, c))
            break;
        int64_t room = width(g, r, g->rows + c, r, c);
        if (room > best) {
            best = room;
            best_least = g->least;
        }
    }
    g->least = best_least;
    return best;
}

/* Is there a closed walk of four hidden cells with room enough? None is cheaper, and where much is
 * hidden nearly every cell has one. */
static bool has_square(struct graph *g, size_t r, size_t c)
{
    size_t cols = g->inner ? g->cols - 1 : g->cols, end = g->rows + c;
    for (size_t y = 0; y < g->rows; y++)
        for (size_t x = 0; y != r && g->hide[y * g->cols + c] && x < cols; x++) {
            if (x == c || !g->hide[r * g->cols + x] || !g->hide[y * g->cols + x])
                continue;
            g->from[g->rows + x] = r;
            g->from[y] = g->rows + x;
            g->from[end] = y;
            if (width(g, r, end, r, c) >= STAT_WIDTH)
                return true;
        }
    return false;
}

/* A unit's total is worth more than a little room: it is hidden when nothing else will do. */
static bool protect_cell(struct graph *g, size_t r, size_t c)
{
    g->inner = c + 1 < g->cols;
    if (has_square(g, r, c))
        return false;
    if (!g->inner || search(g, r, c) < STAT_WIDTH - 1) {
        g->inner = false;
        search(g, r, c);
    }
    bool found = walk(g, r, g->rows + c, r, c);
    g->inner = false;
    return found && hide_walk(g, r, g->rows + c);
}

static bool small(int64_t v)
{
    return v > 0 && v <= STAT_SMALL;
}

static struct graph graph_of(struct arena *a, const struct stat_grid *t)
{
    struct graph g = {.a = a, .rows = t->rows + 1, .cols = t->cols + 1};
    g.v = NEW_N(a, int64_t, g.rows * g.cols);
    g.hide = NEW_N(a, bool, g.rows *g.cols);
    g.price = NEW_N(a, int, g.rows *g.cols);
    g.dist = NEW_N(a, int, g.rows + g.cols);
    g.from = NEW_N(a, size_t, g.rows + g.cols);
    g.done = NEW_N(a, bool, g.rows + g.cols);
    g.safe = NEW_N(a, bool, g.rows *g.cols);
    g.linked = NEW_N(a, bool, g.rows);
    g.hub = g.rows;
    for (size_t r = 0; r < t->rows; r++)
        for (size_t c = 0; c < t->cols; c++) {
            int64_t v = t->v[r * t->cols + c];
            g.v[r * g.cols + c] = v;
            g.v[r * g.cols + t->cols] += v;
            g.v[t->rows * g.cols + c] += v;
            g.v[t->rows * g.cols + t->cols] += v;
        }
    for (size_t r = 0; r < g.rows; r++)
        for (size_t c = 0; c < g.cols; c++)
            g.price[r * g.cols + c] = price(&g, r, c);
    return g;
}

static bool *flag_of(const struct stat_grid *t, size_t r, size_t c)
{
    if (r < t->rows)
        return c < t->cols ? &t->hide[r * t->cols + c] : &t->hide_row[r];
    return c < t->cols ? &t->hide_col[c] : t->hide_all;
}

/* Marks the small and the flagged; what is 0 is shown whatever was flagged. */
static void mark(struct graph *g, const struct stat_grid *t)
{
    for (size_t r = 0; r < g->rows; r++)
        for (size_t c = 0; c < g->cols; c++)
            g->hide[r * g->cols + c] = at(g, r, c) > 0 && (small(at(g, r, c)) || *flag_of(t, r, c));
}

static void give_back(const struct graph *g, const struct stat_grid *t)
{
    for (size_t r = 0; r < g->rows; r++)
        for (size_t c = 0; c < g->cols; c++)
            *flag_of(t, r, c) = g->hide[r * g->cols + c];
}

/* Those that a walk hides want walks of their own. */
static void protect_all(struct graph *g)
{
    for (bool more = true; more;) {
        more = false;
        for (size_t i = 0; i < g->rows * g->cols; i++) {
            if (!g->hide[i] || g->safe[i])
                continue;
            g->safe[i] = true;
            more = protect_cell(g, i / g->cols, i % g->cols) || more;
        }
    }
}

void stat_suppress(struct arena *a, const struct stat_grid *t)
{
    struct graph g = graph_of(a, t);
    mark(&g, t);
    protect_all(&g);
    give_back(&g, t);
}

/* ---- tables that share their totals ---------------------------------------------------------- */

/* The smallest count that is shown and large enough not to be small; n if there is none. */
static size_t cheapest(const int64_t *v, size_t step, size_t n, const bool *hide)
{
    size_t best = n;
    for (size_t i = 0; i < n; i++)
        if (!hide[i * step] && v[i * step] > 0 && (best == n || v[i * step] < v[best * step]))
            best = i;
    return best;
}

/* Counts that add up to a margin and to nothing else. */
static void protect_line(const int64_t *v, size_t step, size_t n, bool *hide, bool *hide_sum)
{
    int64_t room = 0, sum = 0;
    size_t hidden = 0;
    for (size_t i = 0; i < n; i++) {
        int64_t x = v[i * step];
        sum += x;
        hide[i * step] = x > 0 && (hide[i * step] || small(x));
        hidden += hide[i * step];
        room += hide[i * step] ? x - 1 : 0;
    }
    *hide_sum = sum > 0 && (*hide_sum || small(sum));
    while (hidden && !*hide_sum && (hidden < 2 || room < STAT_WIDTH)) {
        size_t i = cheapest(v, step, n, hide);
        if (i == n) {
            *hide_sum = true;
            break;
        }
        hide[i * step] = true;
        hidden++;
        room += v[i * step] - 1;
    }
}

/* Where a unit's total is not told, its groups are not told either. */
static void hide_rows(const struct stat_sheet *s, const struct stat_split *t)
{
    for (size_t r = 0; r < s->rows; r++)
        for (size_t c = 0; c < t->cols; c++)
            if ((s->hide[r] || *s->hide_all) && t->v[r * t->cols + c] > 0)
                t->hide[r * t->cols + c] = true;
}

/* Two totals can change against each other in every table at once: a walk between their rows. */
static void link_rows(struct graph *g, size_t r, size_t hub)
{
    g->inner = true;
    g->least = STAT_SMALL + 1;
    if (!walk(g, r, hub, SIZE_MAX, SIZE_MAX))
        g->least = 1;
    if (g->least > 1 || walk(g, r, hub, SIZE_MAX, SIZE_MAX))
        hide_walk(g, r, hub);
    g->inner = false;
}

static size_t largest_hidden(const struct stat_sheet *s)
{
    size_t hub = 0;
    for (size_t r = 1; r < s->rows; r++)
        if (s->hide[r] && (!s->hide[hub] || s->total[r] > s->total[hub]))
            hub = r;
    return hub;
}

static void link_hidden(struct graph *g, const struct stat_sheet *s)
{
    for (size_t r = 0; r < s->rows; r++) {
        if (!s->hide[r] || g->linked[r])
            continue;
        if (g->hub == g->rows)
            g->linked[g->hub = largest_hidden(s)] = true;
        if (r != g->hub)
            link_rows(g, r, g->hub);
        g->linked[r] = true;
    }
}

static struct stat_grid grid_of(const struct stat_sheet *s, const struct stat_split *t)
{
    return (struct stat_grid){s->rows, t->cols, t->v, t->hide, s->hide, t->hide_col, s->hide_all};
}

/* What was found for it before holds on. */
static void protect_table(struct graph *g, const struct stat_sheet *s, const struct stat_split *t)
{
    struct stat_grid grid = grid_of(s, t);
    mark(g, &grid);
    link_hidden(g, s);
    protect_all(g);
    give_back(g, &grid);
}

static void protect_columns(const struct stat_sheet *s, const struct stat_split *t)
{
    for (size_t c = 0; c < t->cols; c++)
        protect_line(t->v + c, t->cols, s->rows, t->hide + c, &t->hide_col[c]);
}

static size_t hidden_totals(const struct stat_sheet *s)
{
    size_t n = *s->hide_all;
    for (size_t r = 0; r < s->rows; r++)
        n += s->hide[r];
    return n;
}

static struct graph *graphs_of(struct arena *a, const struct stat_sheet *s)
{
    struct graph *g = NEW_N(a, struct graph, s->nby + 1);
    for (size_t i = 0; i < s->nby; i++) {
        struct stat_grid grid = grid_of(s, &s->by[i]);
        if (s->by[i].sums)
            g[i] = graph_of(a, &grid);
    }
    return g;
}

static void protect_splits(struct graph *g, const struct stat_sheet *s)
{
    for (size_t i = 0; i < s->nby; i++) {
        hide_rows(s, &s->by[i]);
        if (s->by[i].sums)
            protect_table(&g[i], s, &s->by[i]);
        else
            protect_columns(s, &s->by[i]);
    }
}

/* Breakdowns know of each other by the totals alone: once those stay, all is done. */
void stat_protect(struct arena *a, const struct stat_sheet *s)
{
    struct graph *g = graphs_of(a, s);
    for (size_t before = SIZE_MAX, now;; before = now) {
        protect_line(s->total, 1, s->rows, s->hide, s->hide_all);
        now = hidden_totals(s);
        if (now == before)
            return;
        protect_splits(g, s);
    }
}
