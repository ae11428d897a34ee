// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Drafts: what was typed into a form is kept, sealed, when the session locks before it is sent, or
 * every few seconds by the page's script. One draft a person and path; it ends when the form is
 * saved.
 */
#include "web/web_int.h"

#include <sodium.h>

static void draft_key(struct page *p, const char *path, unsigned char key[32])
{
    unsigned char base[32];
    site_key(p->web->site, "draft", base);
    const char *of = arena_printf(p->a, "%s|%s", p->user->id, path);
    crypto_generichash(key, 32, (const unsigned char *)of, strlen(of), base, sizeof base);
}

static bool is_own_input(const char *name)
{
    return !streq(name, "csrf") && !streq(name, "once") && !streq(name, "duong_dan") &&
           !streq(name, "mat_khau");
}

static void put_escaped(struct buf *b, struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        buf_printf(b, "%%%02x", (unsigned char)s.p[i]);
}

static struct str seal(struct page *p, const char *path, struct str plain)
{
    unsigned char key[32], nonce[crypto_secretbox_NONCEBYTES];
    draft_key(p, path, key);
    rand_bytes(nonce, sizeof nonce);
    size_t n = sizeof nonce + crypto_secretbox_MACBYTES + plain.n;
    unsigned char *raw = arena_alloc(p->a, n, 1);
    memcpy(raw, nonce, sizeof nonce);
    crypto_secretbox_easy(raw + sizeof nonce, (const unsigned char *)plain.p, plain.n, nonce, key);
    size_t cap = sodium_base64_ENCODED_LEN(n, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    char *out = arena_alloc(p->a, cap, 1);
    sodium_bin2base64(out, cap, raw, n, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    return str_of(out);
}

enum err draft_keep(struct page *p, const char *path)
{
    struct buf b = buf_in(p->a, 6u << 20);
    for (size_t i = 0; i < p->rq->nform; i++) {
        if (!is_own_input(p->rq->form[i].name.p) || p->rq->form[i].value.n == 0)
            continue;
        if (b.n)
            buf_putc(&b, '&');
        put_escaped(&b, p->rq->form[i].name);
        buf_putc(&b, '=');
        put_escaped(&b, p->rq->form[i].value);
    }
    if (b.full)
        return ERR_TOO_BIG;
    if (!b.n)
        return OK;
    char id[37];
    uuid7(id);
    struct str sealed = seal(p, path, buf_view(&b));
    AUTO_DBC *c = NULL;
    TRY(db_begin_write(p->web->site->db, &c));
    TRY(db_exec(c, Q_DRAFT_PUT, ARGS(id, p->user->id, path, sealed, p->act->now_ms), NULL));
    return db_commit(c);
}

const struct http_param *draft_get(struct page *p, const char *path, size_t *n)
{
    *n = 0;
    struct db_rows *r = db_query(p->act->c, p->a, Q_DRAFT_GET, ARGS(p->user->id, path));
    if (!db_next(r))
        return NULL;
    struct str text = db_value(r, 0).s;
    unsigned char *raw = arena_alloc(p->a, text.n + 1, 1), key[32];
    size_t raw_n, head = crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES;
    if (sodium_base642bin(raw, text.n, text.p, text.n, NULL, &raw_n, NULL,
            sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0 ||
        raw_n < head)
        return NULL;
    draft_key(p, path, key);
    unsigned char *plain = arena_alloc(p->a, raw_n, 1);
    if (crypto_secretbox_open_easy(plain, raw + crypto_secretbox_NONCEBYTES,
            raw_n - crypto_secretbox_NONCEBYTES, raw, key) != 0)
        return NULL;
    const struct http_param *v;
    return http_parse_form(p->a, (struct str){(char *)plain, raw_n - head}, &v, n) ? v : NULL;
}

void draft_drop(struct page *p, const char *path)
{
    /* In the form's own transaction; a failure sticks there and is seen at its commit. */
    (void)db_exec(p->act->c, Q_DRAFT_DROP, ARGS(p->user->id, path), NULL);
}

enum err page_draft_post(struct page *p)
{
    const char *path = page_form(p, "duong_dan", 300);
    if (!path || !streq(page_local(path), path))
        return ERR_INVALID;
    if (http_form(p->rq, "bo")) {
        TRY(act_write(p->act));
        draft_drop(p, path);
        TRY(act_commit(p->act, NULL));
        return page_redirect(p, "%s", path);
    }
    TRY(draft_keep(p, path));
    val_bool(p->root, "kept", true);
    return page_show(p, "empty");
}
