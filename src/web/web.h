// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * web: pages. routes.def is the only list of them; dispatch.c does for every request what no
 * handler may forget (session, right, CSRF, lock, transaction, journal of views, headers); a
 * handler fills a view and returns an error or OK.
 */
#ifndef MANG_WEB_H
#define MANG_WEB_H

#include "flow/flow.h"
#include "http/http.h"
#include "import/import.h"
#include "job/job.h"
#include "rec/rec.h"
#include "user/user.h"

struct web {
    const struct site *site;
    struct user_door *door;
    struct job *job;
    struct figures *figures;   /* NULL: figures are not kept current (tests) */
    struct importer *importer; /* NULL: imports are done by the request that asks (tests) */
    struct http *http;         /* NULL in tests */
    int64_t started_ms;
    bool secure_cookies; /* served over TLS only */
    bool demo;           /* sign-in page tells the demo's accounts */
};
/* The app to give to http_start(). */
struct http_app web_app(struct web *w);
/* One request, start to end, without a socket (what the app's handle does). */
void web_handle(struct web *w, struct http_req *rq, struct http_res *res);

#endif
