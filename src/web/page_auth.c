// SPDX-License-Identifier: AGPL-3.0-or-later
/* Signing in and out, the lock, one's own password and language. */
#include "web/web_int.h"

static const char *entry_text(enum user_entry how)
{
    switch (how) {
    case ENTRY_WRONG:
        return N_(
            "Tên đăng nhập hoặc mật khẩu không đúng. Nếu đang bật Unikey, hãy tắt rồi gõ lại");
    case ENTRY_LOCKED:
        return N_("Sai nhiều lần. Tài khoản tạm khóa 15 phút");
    case ENTRY_TOO_FAST:
        return N_("Máy này đăng nhập sai quá nhiều lần. Hãy chờ 15 phút");
    case ENTRY_OK:
        break;
    }
    return NULL;
}

static void demo_accounts(struct page *p)
{
    if (!p->web->demo)
        return;
    static const struct {
        const char *name, *what;
    } all[] = {{"can_bo", N_("Cán bộ xã")}, {"chu_tich", N_("Chủ tịch UBND xã")},
        {"can_bo_tinh", N_("Cán bộ tỉnh")}, {"quan_tri", N_("Quản trị")}};
    for (size_t i = 0; i < COUNT(all); i++) {
        struct val *x = val_add(p->root, "demo");
        val_text(x, "name", all[i].name);
        val_msg(x, "what", all[i].what, NULL, NULL, NULL);
    }
}

static enum err show_sign_in(struct page *p, const char *fault, const char *typed)
{
    val_msg(p->root, "title", N_("Đăng nhập"), NULL, NULL, NULL);
    val_text(p->root, "next", page_local(page_query(p, "tiep", 300)));
    val_text(p->root, "typed", typed);
    if (fault) {
        rec_fault(p->faults, "ten", fault, NULL);
        struct val *e = val_add(p->root, "errors");
        val_text(e, "id", "ten");
        val_msg(e, "text", fault, NULL, NULL, NULL);
    }
    demo_accounts(p);
    return page_show(p, "sign_in");
}

enum err page_sign_in(struct page *p)
{
    if (p->user && !p->session.locked)
        return page_redirect(p, "/");
    return show_sign_in(p, NULL, NULL);
}

enum err page_sign_in_post(struct page *p)
{
    const char *name = page_form(p, "ten", 60);
    const char *password = http_form(p->rq, "mat_khau");
    if (!name || !*name || !password || !*password)
        return show_sign_in(p, N_("Hãy gõ tên đăng nhập và mật khẩu"), name);
    db_end(&p->act->c);
    enum user_entry how;
    const char *token, *id;
    bool shared = http_form(p->rq, "may_chung") != NULL;
    TRY(user_sign_in(p->web->site->db, p->web->door, p->a, name, password, p->rq->remote, shared,
        &how, &token, &id));
    if (how != ENTRY_OK)
        return show_sign_in(p, entry_text(how), name);
    p->cookie = session_cookie(p, token, false);
    return page_redirect(p, "%s", page_local(page_form(p, "tiep", 300)));
}

enum err page_sign_out(struct page *p)
{
    db_end(&p->act->c);
    TRY(user_sign_out(p->web->site->db, &p->session));
    p->cookie = session_cookie(p, "", true);
    return page_redirect(p, "/dang-nhap?tb=da-dang-xuat");
}

enum err page_lock(struct page *p)
{
    db_end(&p->act->c);
    TRY(user_lock(p->web->site->db, &p->session));
    return page_redirect(p, "/");
}

enum err page_unlock(struct page *p)
{
    const char *back = page_local(page_form(p, "duong_dan", 300));
    const char *password = http_form(p->rq, "mat_khau");
    enum user_entry how = ENTRY_WRONG;
    db_end(&p->act->c);
    if (password)
        TRY(user_unlock(
            p->web->site->db, p->web->door, p->a, p->user, &p->session, password, &how));
    if (how == ENTRY_OK)
        return page_redirect(p, "%s", back);
    p->session.locked = true;
    val_text(p->root, "back", back);
    val_text(p->root, "name", p->user->name);
    val_msg(p->root, "title", N_("Màn hình đang khóa"), NULL, NULL, NULL);
    rec_fault(p->faults, "mat_khau", entry_text(how), NULL);
    struct val *e = val_add(p->root, "errors");
    val_text(e, "id", "mat_khau");
    val_msg(e, "text", entry_text(how), NULL, NULL, NULL);
    return page_show(p, "lock");
}

static enum err show_password(struct page *p, const char *field, const char *fault)
{
    val_msg(p->root, "title", N_("Đổi mật khẩu"), NULL, NULL, NULL);
    val_bool(p->root, "must_change", p->user->must_change);
    if (fault) {
        rec_fault(p->faults, field, fault, NULL);
        struct val *e = val_add(p->root, "errors");
        val_text(e, "id", field);
        val_msg(e, "text", fault, NULL, NULL, NULL);
        val_msg(val_child(p->root, field), "error", fault, NULL, NULL, NULL);
    }
    return page_show(p, "password");
}

enum err page_password(struct page *p)
{
    return show_password(p, NULL, NULL);
}

enum err page_password_post(struct page *p)
{
    const char *old = http_form(p->rq, "cu"), *fresh = http_form(p->rq, "moi");
    const char *again = http_form(p->rq, "lai");
    if (!old || !fresh || !again)
        return show_password(p, "cu", N_("Hãy điền đủ ba ô"));
    const char *weak = user_password_fault(p->user->username, fresh);
    if (weak)
        return show_password(p, "moi", weak);
    if (!streq(fresh, again))
        return show_password(p, "lai", N_("Hai lần gõ mật khẩu mới không giống nhau"));
    db_end(&p->act->c);
    enum user_entry how;
    struct db *db = p->web->site->db;
    TRY(user_unlock(db, p->web->door, p->a, p->user, &p->session, old, &how));
    if (how != ENTRY_OK)
        return show_password(p, "cu", N_("Mật khẩu đang dùng không đúng"));
    TRY(user_set_password(
        db, p->web->door, p->a, p->user->id, fresh, false, p->session.token_hash));
    return page_redirect(p, "/?tb=da-doi-mat-khau");
}

/* The touch itself happens after every answer; this one only has no content. */
enum err page_keep_session(struct page *p)
{
    p->v->status = 204;
    p->v->file = STR("");
    p->v->file_type = "text/plain";
    return OK;
}

enum err page_language(struct page *p)
{
    const char *lang = page_form(p, "lang", 4);
    TRY(db_exec(
        p->act->c, Q_ACCOUNT_LANG, ARGS(p->user->id, streq(lang, "en") ? "en" : "vi"), NULL));
    return page_done(p, "%s", page_local(page_form(p, "duong_dan", 300)));
}
