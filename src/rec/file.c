// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Files kept with records. What a file is, its first bytes tell; a name that says otherwise is
 * refused. Bytes are sealed like secret fields and kept in the database, so that a backup is one
 * consistent thing.
 */
#include "rec/rec_int.h"

#include "base/text.h"

#include <sodium.h>

enum { MOST_BYTES = 10 * 1024 * 1024 };

struct kind {
    const char *type, *suffixes; /* space-separated, first is the canonical one */
    const char *magic;
    size_t at, n;
};

static const struct kind kinds[] = {
    {"application/pdf", ".pdf", "%PDF-", 0, 5},
    {"image/jpeg", ".jpg .jpeg", "\xff\xd8\xff", 0, 3},
    {"image/png", ".png", "\x89PNG\r\n\x1a\n", 0, 8},
    {"image/webp", ".webp", "WEBP", 8, 4},
    {"audio/ogg", ".ogg .opus", "OggS", 0, 4},
    {"audio/mp4", ".m4a .mp4", "ftyp", 4, 4},
    {"application/vnd.openxmlformats-officedocument.wordprocessingml.document", ".docx",
        "PK\x03\x04", 0, 4},
    {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx", "PK\x03\x04", 0,
        4},
};

static bool has_suffix(struct str name, const char *suffixes)
{
    struct str rest = str_of(suffixes), one;
    while (str_split(&rest, ' ', &one)) {
        if (name.n < one.n)
            continue;
        const char *end = name.p + name.n - one.n;
        bool same = true;
        for (size_t i = 0; i < one.n; i++)
            same &= (end[i] | 0x20) == (one.p[i] | 0x20);
        if (same)
            return true;
    }
    return false;
}

/* The kind whose bytes and name agree; NULL and a sentence otherwise. */
static const struct kind *kind_of(struct str name, struct str data, const char **msg)
{
    bool known = false;
    for (size_t i = 0; i < COUNT(kinds); i++) {
        const struct kind *k = &kinds[i];
        if (data.n < k->at + k->n || memcmp(data.p + k->at, k->magic, k->n) != 0)
            continue;
        known = true;
        if (has_suffix(name, k->suffixes))
            return k;
    }
    *msg = known ? N_("Tên tệp không đúng với nội dung bên trong. Hãy kiểm tra lại tệp")
                 : N_("Chỉ nhận PDF, ảnh (JPG, PNG, WEBP), ghi âm (OGG, M4A), Word, Excel (.docx, "
                      ".xlsx)");
    return NULL;
}

/* The name alone: some browsers and every attacker send a path. */
static const char *bare_name(struct arena *a, const char *name)
{
    for (const char *p = name; *p; p++)
        if (*p == '/' || *p == '\\')
            name = p + 1;
    struct str line;
    return text_clean(a, str_of(name), TEXT_LINE, &line) == OK ? arena_dupn(a, line.p, line.n) : "";
}

static const char *file_hash(struct arena *a, struct str data)
{
    unsigned char h[32];
    crypto_generichash(h, sizeof h, (const unsigned char *)data.p, data.n, NULL, 0);
    char *hex = arena_alloc(a, 65, 1);
    sodium_bin2hex(hex, 65, h, sizeof h);
    return hex;
}

static void file_key(struct act *act, const char *root, unsigned char key[32])
{
    unsigned char base[32];
    site_key(act->site, "file", base);
    crypto_generichash(key, 32, (const unsigned char *)root, strlen(root), base, sizeof base);
}

static struct value seal_file(struct act *act, const char *root, struct str data)
{
    unsigned char key[32];
    file_key(act, root, key);
    size_t n = crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES + data.n;
    unsigned char *out = arena_alloc(act->a, n, 1);
    rand_bytes(out, crypto_secretbox_NONCEBYTES);
    crypto_secretbox_easy(
        out + crypto_secretbox_NONCEBYTES, (const unsigned char *)data.p, data.n, out, key);
    return v_blob(out, n);
}

static enum err open_file(struct act *act, const char *root, struct str sealed, struct str *out)
{
    size_t head = crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES;
    if (sealed.n < head)
        return ERR_CORRUPT;
    unsigned char key[32];
    file_key(act, root, key);
    unsigned char *plain = arena_alloc(act->a, sealed.n - head + 1, 1);
    const unsigned char *in = (const unsigned char *)sealed.p;
    if (crypto_secretbox_open_easy(plain, in + crypto_secretbox_NONCEBYTES,
            sealed.n - crypto_secretbox_NONCEBYTES, in, key) != 0)
        return err_set(ERR_CORRUPT, "an attachment does not open");
    *out = (struct str){(char *)plain, sealed.n - head};
    return OK;
}

enum err rec_reseal_file(struct act *act, const char *from_root, const char *to_root,
    struct value sealed, struct value *out)
{
    struct str plain;
    TRY(open_file(act, from_root, sealed.s, &plain));
    *out = seal_file(act, to_root, plain);
    return OK;
}

enum err rec_attach(
    struct act *act, const struct rec *r, const char *name, struct str data, const char **msg)
{
    TRY(rec_may(act, r->reg, "write"));
    *msg = NULL;
    if (data.n > MOST_BYTES) {
        *msg = N_("Tệp lớn quá 10 MB");
        return ERR_TOO_BIG;
    }
    name = bare_name(act->a, name);
    const struct kind *k = kind_of(str_of(name), data, msg);
    if (!k)
        return ERR_INVALID;
    char id[37];
    uuid7(id);
    struct value size = v_int((int64_t)data.n);
    TRY(db_exec(act->c, Q_ATTACHMENT_ADD,
        ARGS(id, r->common[DC_PROVINCE], r->common[DC_UNIT], r->reg->id, rec_id(r), name, k->type,
            size, file_hash(act->a, data), seal_file(act, r->root, data), act->now_ms,
            act->user ? act->user->id : NULL),
        NULL));
    return rec_journal(act, &(struct rec_entry){.unit = rec_unit_now(act, r),
                                .action = "tep",
                                .reg = r->reg->id,
                                .record = rec_id(r),
                                .root = r->root});
}

struct db_rows *rec_attachments(struct act *act, const struct rec *r)
{
    return db_query(act->c, act->a, Q_ATTACHMENTS_OF, ARGS(rec_id(r)));
}

enum err rec_attachment(struct act *act, const struct rec *r, const char *id, struct str *data,
    const char **name, const char **type)
{
    if (!r->secret)
        return err_set(ERR_DENIED, "files of a case are for its members");
    if (!uuid_ok(str_of(id)))
        return ERR_NOT_FOUND;
    struct db_rows *row = db_query(act->c, act->a, Q_ATTACHMENT_GET, ARGS(id, rec_id(r)));
    if (!db_next(row))
        return db_status(act->c) ? db_status(act->c) : ERR_NOT_FOUND;
    TRY(open_file(act, r->root, db_value(row, 2).s, data));
    *name = db_text(row, 0);
    *type = db_text(row, 1);
    rec_remember_seen(act, r);
    return OK;
}
