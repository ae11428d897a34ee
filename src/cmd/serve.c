// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * mang serve: raise the walls, start, wait for a signal, stop. SIGTERM and SIGINT let requests in
 * flight finish; a second one ends at once.
 *
 * The walls (base/sandbox.h) come first of all, before any thread, so that every thread has them.
 * MANG_WALLS=off leaves them down, for a debugger or to measure coverage.
 */
#include "base/sandbox.h"
#include "cmd/cmd.h"
#include "ident/ident.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* The folder of the SQLite file, which may be away from the data folder; NULL for PostgreSQL. */
static const char *database_folder(struct cmd *c)
{
    static const char prefix[] = "sqlite:";
    if (!c->db)
        return c->data;
    if (strncmp(c->db, prefix, sizeof prefix - 1) != 0)
        return NULL;
    const char *path = c->db + sizeof prefix - 1, *slash = strrchr(path, '/');
    return slash ? arena_dupn(c->a, path, (size_t)(slash - path) + 1) : ".";
}

static void raise_walls(struct cmd *c)
{
    const char *off = getenv("MANG_WALLS"), *folder = database_folder(c);
    if (off && streq(off, "off")) {
        log_event(LOG_WARN, "walls", "files", "off", "calls", "off", NULL);
        return;
    }
    const char *read[4] = {NULL}, *write[3] = {c->data, folder, NULL};
    const char *const may_read[] = {c->key, c->pack, getenv("MANG_DEV_ROOT")};
    for (size_t i = 0, n = 0; i < COUNT(may_read); i++)
        if (may_read[i])
            read[n++] = may_read[i];
    struct sandbox s = {.write = write, .read = read, .connect = !folder};
    unsigned up = sandbox_enter(&s);
    bool all = (up & SANDBOX_FILES) && (up & SANDBOX_CALLS);
    log_event(all ? LOG_INFO : LOG_WARN, "walls", "files", up & SANDBOX_FILES ? "yes" : "no", "net",
        up & SANDBOX_NET ? "yes" : "no", "calls", up & SANDBOX_CALLS ? "yes" : "no", NULL);
}

static enum err start(struct cmd *c, struct cmd_site *s, struct web *w)
{
    struct http_app app = web_app(w);
    struct http_options opt = {.listen = c->listen, .trust_proxy = c->trust_proxy};
    TRY(job_start(&w->job, &s->site));
    TRY(job_figures_start(&w->figures, s->a, &s->site));
    enum err e = ident_start(&s->site);
    if (!e)
        e = importer_start(&w->importer, &s->site);
    if (!e)
        e = http_start(&w->http, &opt, &app);
    if (e) {
        importer_stop(w->importer);
        ident_stop(&s->site);
        job_figures_stop(w->figures);
        job_stop(w->job);
        w->job = NULL;
    }
    return e;
}

static void wait_for_signal(void)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    int sig;
    sigwait(&set, &sig);
    /* From here on a second signal has its default effect. */
    pthread_sigmask(SIG_UNBLOCK, &set, NULL);
}

static void block_signals(void)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    pthread_sigmask(SIG_BLOCK, &set, NULL);
    signal(SIGPIPE, SIG_IGN);
}

int cmd_serve(struct cmd *c)
{
    struct cmd_site *s;
    raise_walls(c);
    enum err e = cmd_open(c, false, &s);
    if (e)
        return cmd_fail(c, "serve", e);
    e = cmd_prepare(s);
    if (e) {
        cmd_close(s);
        return cmd_fail(c, "tables", e);
    }
    s->site.counts = rec_counts_open(s->a);
    block_signals();
    if (c->quiet)
        log_level(LOG_WARN);
    struct web w = {.site = &s->site,
        .door = user_door_open(s->a),
        .started_ms = clock_ms(),
        .secure_cookies = c->tls,
        .demo = c->demo};
    e = start(c, s, &w);
    if (e) {
        cmd_close(s);
        return cmd_fail(c, "listen", e);
    }
    char port[16];
    snprintf(port, sizeof port, "%d", http_port(w.http));
    log_event(LOG_INFO, "serving", "listen", c->listen, "port", port, "database",
        db_backend(s->site.db), "pack", s->site.pack->version, NULL);
    wait_for_signal();
    log_event(LOG_INFO, "stopping", NULL);
    http_stop(w.http);
    importer_stop(w.importer);
    job_figures_stop(w.figures);
    job_stop(w.job);
    ident_stop(&s->site);
    user_door_close(w.door);
    cmd_close(s);
    log_event(LOG_INFO, "stopped", NULL);
    return EXIT_DONE;
}
