// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * The route table and finding a path in it. The table is short and read often, so it is walked;
 * the lane of a request (which threads, how big a body) comes from the same row.
 */
#include "web/web_int.h"

#define PUBLIC                                                                                     \
    {                                                                                              \
        RIGHT_PUBLIC, NULL, NULL                                                                   \
    }
#define SIGNED_IN                                                                                  \
    {                                                                                              \
        RIGHT_SIGNED_IN, NULL, NULL                                                                \
    }
#define CAN(x)                                                                                     \
    {                                                                                              \
        RIGHT_CAN, #x, NULL                                                                        \
    }
#define MAY(what, x)                                                                               \
    {                                                                                              \
        RIGHT_CAN, #x, #what                                                                       \
    }
#define REG(x)                                                                                     \
    {                                                                                              \
        RIGHT_REG, #x, NULL                                                                        \
    }
#define GET "GET"
#define POST "POST"
#define R(m, p, h, r, f, d) {m, p, #h, page_##h, r, f, d},
const struct route routes[] = {
#include "web/routes.def"
};
#undef R
const size_t routes_n = COUNT(routes);

enum { BODY_FORM = 1536 * 1024, BODY_FILES = 12 * 1024 * 1024 };

/* One pattern against one path (without suffix); names and parts go into m. */
static bool fits(const char *pattern, struct str path, struct match *m, struct arena *a)
{
    struct str rest = str_of(pattern), left = path, want, got;
    m->n = 0;
    for (;;) {
        bool more = str_split(&rest, '/', &want);
        if (str_split(&left, '/', &got) != more)
            return false;
        if (!more)
            return true;
        if (want.n && want.p[0] == ':') {
            if (got.n == 0 || m->n == MOST_ARGS)
                return false;
            m->names[m->n] = want.p + 1;
            m->args[m->n++] = a ? arena_dupn(a, got.p, got.n) : "";
        } else if (!str_eq(want, got)) {
            return false;
        }
    }
}

static struct str cut_suffix(struct str path, struct match *m)
{
    static const struct {
        const char *suffix;
        enum view_format format;
        const char *file;
    } known[] = {{".json", VIEW_JSON, NULL}, {".csv", VIEW_CSV, NULL}, {".docx", VIEW_HTML, "docx"},
        {".xlsx", VIEW_HTML, "xlsx"}};
    for (size_t i = 0; i < COUNT(known); i++)
        if (str_ends(path, known[i].suffix)) {
            m->format = known[i].format;
            m->suffix = known[i].file;
            path.n -= strlen(known[i].suffix);
            return path.n == 0 ? STR("/") : path;
        }
    return path;
}

struct match route_find(struct arena *a, const char *method, const char *path)
{
    struct match m = {.format = VIEW_HTML};
    struct str bare = cut_suffix(str_of(path), &m);
    if (streq(method, "HEAD"))
        method = GET;
    for (size_t i = 0; i < routes_n; i++) {
        if (!fits(routes[i].path, bare, &m, a))
            continue;
        if (streq(routes[i].method, method)) {
            m.route = &routes[i];
            m.other_method = false;
            return m;
        }
        m.other_method = true;
    }
    return m;
}

static enum http_lane lane(void *ctx, const char *method, const char *path, size_t *max_body)
{
    (void)ctx;
    struct match m = route_find(NULL, method, path);
    unsigned flags = m.route ? m.route->flags : 0;
    bool post = streq(method, POST);
    *max_body = !post ? 0 : flags & BIG ? BODY_FILES : BODY_FORM;
    if ((flags & SLOW) || m.format == VIEW_CSV || m.suffix)
        return LANE_SLOW;
    return post ? LANE_WRITE : LANE_READ;
}

static void handle(void *ctx, struct http_req *rq, struct http_res *res)
{
    web_handle(ctx, rq, res);
}

struct http_app web_app(struct web *w)
{
    return (struct http_app){.lane = lane, .handle = handle, .ctx = w};
}
