// SPDX-License-Identifier: AGPL-3.0-or-later
/* Accounts, rights and scope. Passwords and sessions are in session.c. See user.h. */
#include "user/user_int.h"

#include <sodium.h>

static bool grants(const char *entry, const char *what, const char *action)
{
    const char *colon = strchr(entry, ':');
    if (!what)
        return streq(entry, action);
    if (!colon)
        return false;
    struct str left = {entry, (size_t)(colon - entry)};
    bool what_ok = str_is(left, "*") || str_is(left, what);
    return what_ok && (streq(colon + 1, "*") || streq(colon + 1, action));
}

bool user_can(const struct user *u, const char *what, const char *action)
{
    for (size_t i = 0; i < u->role->ncan; i++)
        if (grants(u->role->can[i], what, action))
            return true;
    return false;
}

bool user_in_scope(const struct user *u, const char *province, const char *unit)
{
    if (*u->province && !streq(u->province, province))
        return false;
    return !*u->unit || streq(u->unit, unit);
}

/* Code of the unit that has most of the people of `code` on that day; itself when unknown. */
static const char *heir_of(
    const struct unit_tree *t, struct arena *a, const char *code, int32_t from, int32_t day)
{
    if (!*code || from > day)
        return code;
    struct unit_stretch s = unit_stretch_of(t, code, from);
    if (s.to > day && unit_find(t, code, day))
        return code;
    size_t n;
    const struct unit **heirs = unit_heirs(t, a, code, from, day, &n);
    for (size_t i = 0; i < n; i++)
        if (streq(heirs[i]->code, code))
            return code; /* smaller or larger, but there */
    const struct unit *u = unit_heir(t, code, from, day);
    return u ? arena_dup(a, u->code) : code;
}

void user_settle(struct user *u, const struct unit_tree *t, struct arena *a, int32_t day)
{
    int32_t from = u->since ? unit_day_of_ms(u->since) : day;
    u->province = heir_of(t, a, u->province, from, day);
    if (!*u->unit)
        return;
    u->unit = heir_of(t, a, u->unit, from, day);
    const char *province = unit_province(t, u->unit, day);
    if (province)
        u->province = arena_dup(a, province);
}

/* Names a person signs in with: plain letters, so that no keyboard driver can change them. */
static bool username_ok(const char *s)
{
    size_t n = strlen(s);
    if (n < 3 || n > 40)
        return false;
    for (size_t i = 0; i < n; i++) {
        char c = s[i];
        bool letter = c >= 'a' && c <= 'z';
        bool other = (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
        if (!letter && !(i > 0 && other))
            return false;
    }
    return true;
}

static bool all_same_or_run(const char *p)
{
    bool same = true, run = true;
    for (size_t i = 1; p[i]; i++) {
        same &= p[i] == p[0];
        run &= p[i] == p[i - 1] + 1;
    }
    return same || run;
}

const char *user_password_fault(const char *username, const char *password)
{
    static const char *const common[] = {"1234567890", "0123456789", "qwertyuiop", "matkhau123",
        "matkhau1234", "password123", "abc1234567", "vietnam123", "123456789a", "a123456789"};
    if (strlen(password) < USER_PASSWORD_MIN)
        return N_("Mật khẩu cần ít nhất 10 ký tự. Có thể dùng ba từ dễ nhớ, ví dụ: suoi-gao-dieu");
    if (strlen(password) > 200)
        return N_("Mật khẩu dài quá 200 ký tự");
    for (const char *p = password; *p; p++)
        if ((unsigned char)*p >= 0x80)
            return N_("Mật khẩu có chữ có dấu. Hãy tắt Unikey rồi gõ lại");
    if (username && strstr(password, username))
        return N_("Mật khẩu không được chứa tên đăng nhập");
    for (size_t i = 0; i < COUNT(common); i++)
        if (streq(common[i], password))
            return N_("Mật khẩu này quá dễ đoán");
    return all_same_or_run(password) ? N_("Mật khẩu này quá dễ đoán") : NULL;
}

static const char *new_user_fault(
    struct dbc *c, const struct pack *p, struct arena *a, const struct user_new *n)
{
    if (!username_ok(n->username))
        return N_("Tên đăng nhập gồm 3 đến 40 chữ thường không dấu, số, dấu chấm");
    if (!n->name || !*n->name)
        return N_("Cần họ và tên");
    const struct role *r = pack_role(p, n->role);
    if (!r)
        return N_("Không có vai trò này trong gói");
    if (streq(r->level, "xa") && !*n->unit)
        return N_("Vai trò cấp xã cần mã xã");
    if (streq(r->level, "tinh") && (!*n->province || *n->unit))
        return N_("Vai trò cấp tỉnh cần mã tỉnh và không có mã xã");
    const char *weak = user_password_fault(n->username, n->password);
    if (weak)
        return weak;
    struct value taken = db_scalar(c, a, Q_ACCOUNT_NAME_TAKEN, ARGS(n->username));
    return taken.t == V_INT && taken.i > 0 ? N_("Tên đăng nhập này đã có người dùng") : NULL;
}

enum err user_create(struct dbc *c, const struct pack *p, struct arena *a, const struct user_new *n,
    const char **id, const char **msg)
{
    *msg = new_user_fault(c, p, a, n);
    if (*msg)
        return ERR_INVALID;
    char uuid[37];
    uuid7(uuid);
    const char *hash = user_hash(a, n->password);
    TRY(db_exec(c, Q_ACCOUNT_ADD,
        ARGS(uuid, n->username, n->name, n->title, n->phone, n->role, n->province, n->unit, "vi",
            hash, n->must_change, clock_ms()),
        NULL));
    *id = arena_dup(a, uuid);
    return OK;
}

enum lang user_lang(const char *s)
{
    return streq(s, "en") ? LANG_EN : LANG_VI;
}

/* Columns 0..9 of account_get and session_user. */
enum err user_from_row(struct db_rows *r, const struct pack *p, struct user *u)
{
    const struct role *role = pack_role(p, db_text(r, 4));
    if (!role)
        return err_set(ERR_DENIED, "role %s is not in the pack", db_text(r, 4));
    *u = (struct user){.id = db_text(r, 0),
        .username = db_text(r, 1),
        .name = db_text(r, 2),
        .title = db_text(r, 3),
        .role = role,
        .province = db_text(r, 5),
        .unit = db_text(r, 6),
        .lang = user_lang(db_text(r, 7)),
        .must_change = db_int(r, 8) != 0,
        .since = db_int(r, 9)};
    return OK;
}

enum err user_get(
    struct dbc *c, const struct pack *p, struct arena *a, const char *id, struct user *u)
{
    struct db_rows *r = db_query(c, a, Q_ACCOUNT_GET, ARGS(id));
    if (!db_next(r))
        return db_status(c) ? db_status(c) : ERR_NOT_FOUND;
    return user_from_row(r, p, u);
}
