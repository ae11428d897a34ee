// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * What stands between a stranger's page and ours: form tokens bound to the session, origin checks,
 * response headers, cookies. No handler takes part in it.
 */
#include "web/web_int.h"

#include <sodium.h>

enum { TOKEN = 32 };

/* The token itself: a keyed hash of the session, or of the cookie of a browser without one. */
static void token_of(struct page *p, unsigned char out[TOKEN])
{
    unsigned char key[32];
    site_key(p->web->site, "csrf", key);
    const char *of = p->user ? p->session.token_hash : p->pre;
    of = of ? of : "";
    crypto_generichash(out, TOKEN, (const unsigned char *)of, strlen(of), key, sizeof key);
}

/* Sent masked by fresh random bytes, so that compressed pages never repeat a secret (BREACH). */
const char *csrf_token(struct page *p)
{
    unsigned char both[2 * TOKEN];
    rand_bytes(both, TOKEN);
    token_of(p, both + TOKEN);
    for (size_t i = 0; i < TOKEN; i++)
        both[TOKEN + i] ^= both[i];
    enum { CAP = 2 * TOKEN * 2 };
    char *out = arena_alloc(p->a, CAP, 1);
    sodium_bin2base64(out, CAP, both, sizeof both, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    return out;
}

static bool token_fits(struct page *p, const char *sent)
{
    unsigned char both[2 * TOKEN], want[TOKEN];
    size_t n;
    if (!sent || sodium_base642bin(both, sizeof both, sent, strlen(sent), NULL, &n, NULL,
                     sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0)
        return false;
    for (size_t i = 0; i < TOKEN; i++)
        both[TOKEN + i] ^= both[i];
    token_of(p, want);
    return n == sizeof both && sodium_memcmp(both + TOKEN, want, TOKEN) == 0;
}

/* A browser says where a request comes from; what does not say is judged by the token alone. */
static bool same_site(const struct http_req *rq)
{
    const char *site = http_header(rq, "Sec-Fetch-Site");
    return !site || streq(site, "same-origin") || streq(site, "none");
}

bool csrf_ok(struct page *p)
{
    const char *sent = http_form(p->rq, "csrf");
    if (!sent)
        sent = http_header(p->rq, "X-CSRF");
    bool bound = p->user || p->pre;
    return bound && same_site(p->rq) && token_fits(p, sent);
}

const char *session_cookie(struct page *p, const char *token, bool end)
{
    const char *name = p->web->secure_cookies ? "__Host-mang" : "mang";
    return arena_printf(p->a, "%s=%s; Path=/; HttpOnly; SameSite=Lax%s%s", name, token,
        p->web->secure_cookies ? "; Secure" : "", end ? "; Max-Age=0" : "");
}

void security_headers(const struct page *p, struct http_res *res)
{
    http_set(res, "Content-Security-Policy",
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'");
    http_set(res, "X-Content-Type-Options", "nosniff");
    http_set(res, "X-Frame-Options", "DENY");
    http_set(res, "Referrer-Policy", "same-origin");
    http_set(res, "Cross-Origin-Opener-Policy", "same-origin");
    http_set(res, "Cross-Origin-Resource-Policy", "same-origin");
    http_set(res, "Permissions-Policy", "camera=(), microphone=(), geolocation=()");
    bool same_for_all = p->match.route && (p->match.route->flags & OPEN) && res->status == 200;
    http_set(res, "Cache-Control", same_for_all ? "public, max-age=600" : "no-store");
    http_set(res, "X-Request-Id", p->rq->id);
    if (p->web->secure_cookies)
        http_set(res, "Strict-Transport-Security", "max-age=31536000");
}
