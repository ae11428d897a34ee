// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Secret fields at rest: XChaCha20-Poly1305 with a key derived from the site's key and the root
 * record, the field's place as additional data. A value moved to another record, field or site
 * does not open.
 */
#include "rec/rec_int.h"

#include <sodium.h>

enum {
    NONCE = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
    TAG = crypto_aead_xchacha20poly1305_ietf_ABYTES,
};
static const char mark[] = "s1:"; /* format and algorithm of what follows */

static void record_key(const struct act *act, const struct rec *r, unsigned char key[32])
{
    unsigned char base[32];
    site_key(act->site, "seal", base);
    crypto_generichash(key, 32, (const unsigned char *)r->root, strlen(r->root), base, sizeof base);
}

static struct str place(struct act *act, const struct rec *r, const struct field *f)
{
    return str_of(arena_printf(act->a, "%s|%s|%s", r->reg->id, rec_id(r), f->id));
}

struct value rec_seal(struct act *act, const struct rec *r, const struct field *f, struct value v)
{
    const char *plain = v_cstr(act->a, v);
    if (!plain)
        return VNULL;
    size_t n = strlen(plain), raw_n = NONCE + n + TAG;
    unsigned char key[32];
    record_key(act, r, key);
    unsigned char *raw = arena_alloc(act->a, raw_n, 1);
    rand_bytes(raw, NONCE);
    struct str aad = place(act, r, f);
    crypto_aead_xchacha20poly1305_ietf_encrypt(raw + NONCE, NULL, (const unsigned char *)plain, n,
        (const unsigned char *)aad.p, aad.n, NULL, raw, key);
    size_t cap = sodium_base64_ENCODED_LEN(raw_n, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    char *out = arena_alloc(act->a, sizeof mark + cap, 1);
    memcpy(out, mark, sizeof mark);
    sodium_bin2base64(
        out + sizeof mark - 1, cap, raw, raw_n, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    return v_text(out);
}

/* The stored text as the field's own type. */
static struct value typed(const struct field *f, struct str s)
{
    struct value v = v_str(s);
    switch (f->type) {
    case F_INT:
    case F_MONEY:
    case F_TIME:
    case F_BOOL:
        return str_to_int(s, &v.i) ? (v.t = V_INT, v) : VNULL;
    case F_DECIMAL:
        return str_to_real(s, &v.r) ? (v.t = V_REAL, v) : VNULL;
    default:
        return v;
    }
}

struct value rec_unseal(
    struct act *act, const struct rec *r, const struct field *f, struct value sealed)
{
    if (sealed.t != V_TEXT || !str_starts(sealed.s, mark))
        return VNULL;
    size_t cap = sealed.s.n, raw_n;
    unsigned char *raw = arena_alloc(act->a, cap, 1);
    const char *b64 = sealed.s.p + sizeof mark - 1;
    if (sodium_base642bin(raw, cap, b64, sealed.s.n - (sizeof mark - 1), NULL, &raw_n, NULL,
            sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0 ||
        raw_n < NONCE + TAG)
        return VNULL;
    unsigned char key[32];
    record_key(act, r, key);
    struct str aad = place(act, r, f);
    size_t n = raw_n - NONCE - TAG;
    char *plain = arena_alloc(act->a, n + 1, 1);
    if (crypto_aead_xchacha20poly1305_ietf_decrypt((unsigned char *)plain, NULL, NULL, raw + NONCE,
            raw_n - NONCE, (const unsigned char *)aad.p, aad.n, raw, key) != 0)
        return VNULL;
    return typed(f, (struct str){plain, n});
}

/* ---- searches ---------------------------------------------------------------------------------
 */

/* A search is sealed as a field of a record that is the account. */
static void search_key(
    const struct site *s, const char *account, struct act *act, struct rec *r, struct field *f)
{
    static const struct reg searches = {.id = "tim"};
    *act = (struct act){.site = s, .a = act->a};
    *r = (struct rec){.reg = &searches, .root = account};
    r->common[DC_ID] = v_text(account);
    *f = (struct field){.id = "q", .type = F_TEXT};
}

const char *rec_seal_search(
    const struct site *s, struct arena *a, const char *account, const char *typed)
{
    struct act act = {.a = a};
    struct rec r;
    struct field f;
    search_key(s, account, &act, &r, &f);
    return rec_seal(&act, &r, &f, v_text(typed)).s.p;
}

const char *rec_open_search(
    const struct site *s, struct arena *a, const char *account, const char *sealed)
{
    struct act act = {.a = a};
    struct rec r;
    struct field f;
    search_key(s, account, &act, &r, &f);
    struct value v = rec_unseal(&act, &r, &f, v_text(sealed));
    return v.t == V_TEXT ? v.s.p : NULL;
}
