// SPDX-License-Identifier: AGPL-3.0-or-later
/* For machines: health, metrics, the description of the API; and the help page for people. */
#include "web/web_int.h"

enum err page_help(struct page *p)
{
    val_msg(p->root, "title", N_("Trợ giúp"), NULL, NULL, NULL);
    const struct pack *pk = p->web->site->pack;
    for (size_t k = 0; k < pk->nprocs; k++)
        for (size_t i = 0; i < pk->procs[k].nclocks; i++) {
            struct val *x = val_add(p->root, "clocks");
            put_label(p, x, "label", pk->procs[k].clocks[i].label);
            put_source(p, x, "source", &pk->procs[k].clocks[i].source);
        }
    return page_show(p, "help");
}

enum err page_health(struct page *p)
{
    struct db_rows *r = db_query(p->act->c, p->a, Q_ACCOUNT_COUNT, NO_ARGS);
    bool ok = db_next(r);
    val_text(p->root, "status", ok ? "ok" : "database");
    val_text(p->root, "database", db_backend(p->web->site->db));
    p->match.format = VIEW_JSON;
    return ok ? page_show(p, "empty") : db_status(p->act->c);
}

/* ---- Prometheus text ------------------------------------------------------------------------- */

static void metric(struct buf *b, const char *name, const char *type, const char *help)
{
    buf_printf(b, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

static void put_http(struct buf *b, const struct http_stats *s)
{
    static const char *const lanes[] = {"read", "write", "slow"};
    static const char *const bounds[] = {
        "0.001", "0.002", "0.005", "0.01", "0.02", "0.05", "0.1", "0.2", "0.5", "1", "5", "+Inf"};
    metric(b, "mang_http_requests_total", "counter", "Requests answered, by class of status");
    for (int i = 1; i < 6; i++)
        buf_printf(
            b, "mang_http_requests_total{status=\"%dxx\"} %lld\n", i, (long long)s->by_status[i]);
    metric(b, "mang_http_in_flight", "gauge", "Requests being answered");
    buf_printf(b, "mang_http_in_flight %lld\n", (long long)s->in_flight);
    metric(b, "mang_http_connections", "gauge", "Open connections");
    buf_printf(b, "mang_http_connections %lld\n", (long long)s->connections);
    metric(b, "mang_http_rejected_total", "counter", "Requests refused because a queue was full");
    buf_printf(b, "mang_http_rejected_total %lld\n", (long long)s->rejected);
    metric(b, "mang_http_queued", "gauge", "Requests waiting for a thread, by lane");
    for (int i = 0; i < LANE__COUNT; i++)
        buf_printf(b, "mang_http_queued{lane=\"%s\"} %lld\n", lanes[i], (long long)s->queued[i]);
    metric(b, "mang_http_seconds", "histogram", "Time to answer");
    for (size_t i = 0; i < COUNT(bounds); i++)
        buf_printf(b, "mang_http_seconds_bucket{le=\"%s\"} %lld\n", bounds[i],
            (long long)s->latency_le[i]);
    buf_printf(b, "mang_http_seconds_sum %.6f\nmang_http_seconds_count %lld\n",
        (double)s->latency_sum_us / 1e6, (long long)s->requests);
}

static bool from_this_machine(const struct page *p)
{
    return streq(p->rq->remote, "127.0.0.1") || streq(p->rq->remote, "::1");
}

enum err page_metrics(struct page *p)
{
    if (!from_this_machine(p))
        return err_set(ERR_DENIED, "metrics are read on the machine itself");
    struct buf b = buf_in(p->a, 64 * 1024);
    struct http_stats s = {.requests = 0};
    if (p->web->http)
        http_stats(p->web->http, &s);
    put_http(&b, &s);
    metric(&b, "mang_db_statements_total", "counter", "Statements run");
    buf_printf(&b, "mang_db_statements_total %d\n", db_statements(p->web->site->db));
    metric(&b, "mang_uptime_seconds", "gauge", "Since start");
    buf_printf(&b, "mang_uptime_seconds %lld\n",
        (long long)((p->act->now_ms - p->web->started_ms) / 1000));
    p->v->file = buf_view(&b);
    p->v->file_type = "text/plain; version=0.0.4";
    return OK;
}

/* ---- OpenAPI --------------------------------------------------------------------------------- */

/* "/so/:reg/:id" as "/so/{reg}/{id}.json". */
static void put_path(struct buf *b, const char *path)
{
    for (const char *c = path; *c; c++) {
        if (*c != ':') {
            buf_putc(b, *c);
            continue;
        }
        buf_putc(b, '{');
        while (c[1] && c[1] != '/')
            buf_putc(b, *++c);
        buf_putc(b, '}');
    }
}

static void put_parameters(struct buf *b, const char *path)
{
    buf_puts(b, "\"parameters\":[");
    bool first = true;
    for (const char *c = strchr(path, ':'); c; c = strchr(c + 1, ':')) {
        size_t n = strcspn(c + 1, "/");
        buf_printf(b, "%s{\"name\":\"%.*s\",\"in\":\"path\",\"required\":true,", first ? "" : ",",
            (int)n, c + 1);
        buf_puts(b, "\"schema\":{\"type\":\"string\"}}");
        first = false;
    }
    buf_puts(b, "],");
}

static void put_operation(struct buf *b, const struct route *r)
{
    buf_printf(b,
        "\"%s\":{\"operationId\":\"%s\",\"summary\":", streq(r->method, "GET") ? "get" : "post",
        r->name);
    buf_json_str(b, str_of(r->doc));
    buf_putc(b, ',');
    put_parameters(b, r->path);
    if (r->flags & CSRF)
        buf_puts(b, "\"requestBody\":{\"content\":{\"application/json\":{},"
                    "\"application/x-www-form-urlencoded\":{}}},");
    if (r->right.kind != RIGHT_PUBLIC)
        buf_puts(b, "\"security\":[{\"session\":[]}],");
    buf_puts(b, "\"responses\":{\"200\":{\"description\":\"HTML; JSON with Accept or .json\"},"
                "\"303\":{\"description\":\"Done; see Location\"},"
                "\"422\":{\"description\":\"Faults beside their fields\"}}}");
}

static bool same_path_before(size_t i)
{
    return i > 0 && streq(routes[i - 1].path, routes[i].path);
}

enum err page_api(struct page *p)
{
    struct buf b = buf_in(p->a, 256 * 1024);
    buf_puts(&b, "{\"openapi\":\"3.0.3\",\"info\":{\"title\":\"Măng\",\"version\":\"1\"},"
                 "\"components\":{\"securitySchemes\":{\"session\":{\"type\":\"apiKey\","
                 "\"in\":\"cookie\",\"name\":\"mang\"}}},\"paths\":{");
    for (size_t i = 0; i < routes_n; i++) {
        if (same_path_before(i)) {
            buf_putc(&b, ',');
        } else {
            buf_puts(&b, i ? "},\"" : "\"");
            put_path(&b, routes[i].path);
            buf_puts(&b, "\":{");
        }
        put_operation(&b, &routes[i]);
    }
    buf_puts(&b, "}}}");
    p->v->file = buf_view(&b);
    p->v->file_type = "application/json; charset=utf-8";
    return OK;
}
