// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * A request from the transport to the handler and back. In order: route, session, right, lock,
 * CSRF, transaction, resend, handler, rendering, headers; then what was seen goes to the journal.
 * A handler is reached only when all before it said yes; a GET cannot write, since its transaction
 * cannot.
 */
#include "web/web_int.h"

#include "aid/aid.h"
#include "report/report.h"
#include "base/text.h"

#include <stdio.h>

enum { MOST_PAGE = 16 << 20 };

/* ---- who and whether ------------------------------------------------------------------------- */

static const char *session_token(const struct page *p)
{
    return http_cookie(p->rq, p->web->secure_cookies ? "__Host-mang" : "mang");
}

static enum err find_user(struct page *p)
{
    const char *token = session_token(p);
    p->pre = http_cookie(p->rq, "mang_truoc");
    if (!token || strlen(token) > 64)
        return OK;
    struct user *u = NEW(p->a, struct user);
    enum err e = user_of_token(p->act->c, p->web->site->pack, p->a, token, u, &p->session);
    if (e == ERR_NOT_FOUND)
        return OK;
    TRY(e);
    TRY(act_places(p->act, p->session.places));
    user_settle(u, p->act->units, p->a, unit_day_of_ms(p->act->now_ms));
    p->user = u;
    p->act->user = u;
    p->v->lang = u->lang;
    return OK;
}

/* A browser without a session gets a cookie of its own to bind the sign-in form to. */
static void give_pre_cookie(struct page *p)
{
    if (p->user || p->pre)
        return;
    char id[37];
    uuid7(id);
    p->pre = arena_dup(p->a, id);
    p->cookie = arena_printf(p->a, "mang_truoc=%s; Path=/; HttpOnly; SameSite=Strict%s", id,
        p->web->secure_cookies ? "; Secure" : "");
}

/* Written by pages of their own only. */
bool kept_elsewhere(const struct pack *p, const struct reg *reg)
{
    return reg && (aid_keeps(p, reg) || report_keeps(p, reg));
}

static bool has_right(struct page *p)
{
    struct right r = p->match.route->right;
    switch (r.kind) {
    case RIGHT_PUBLIC:
        return true;
    case RIGHT_SIGNED_IN:
        return p->user != NULL;
    case RIGHT_CAN:
        return p->user && user_can(p->user, r.what, r.action);
    case RIGHT_REG:
        break;
    }
    if (kept_elsewhere(p->web->site->pack, p->reg) && !streq(r.action, "read"))
        return false;
    if (p->user && streq(r.action, "start") && p->reg->procedure)
        return flow_start_step(p->act, p->reg->procedure) != NULL;
    const struct reg *root = p->reg;
    while (root && root->parent)
        root = root->parent;
    if (streq(r.action, "start"))
        r.action = "write";
    return p->user && root && user_can(p->user, root->id, r.action);
}

static enum err ask_sign_in(struct page *p)
{
    if (p->match.format != VIEW_HTML || p->v->status == 401)
        return ERR_DENIED;
    const char *to = streq(p->rq->method, "GET") ? p->rq->path : "/";
    return page_redirect(p, "/dang-nhap?tiep=%s", strlen(to) < 300 ? to : "/");
}

/* The lock page instead of the page; what was typed is kept for after. */
static enum err show_lock(struct page *p)
{
    bool post = streq(p->rq->method, "POST");
    if (post && csrf_ok(p))
        TRY(draft_keep(p, p->rq->path));
    val_text(p->root, "back", p->rq->path);
    val_bool(p->root, "draft_kept", post);
    val_text(p->root, "name", p->user->name);
    val_msg(p->root, "title", N_("Màn hình đang khóa"), NULL, NULL, NULL);
    p->v->status = 401;
    return page_show(p, "lock");
}

/* ---- the transaction around a handler -------------------------------------------------------- */

static enum err in_write(struct page *p)
{
    struct act *act = p->act;
    const char *once = http_form(p->rq, "once");
    if (once && uuid_ok(str_of(once))) {
        act->once = once;
        act->once_path = p->rq->path;
    }
    TRY(act_write(act));
    const char *before = act_answered(act);
    if (before)
        return page_redirect(p, "%s", before);
    return p->match.route->handler(p);
}

/* Somebody else's transaction won (PostgreSQL): a resend gets the winner's answer. */
static enum err answered_meanwhile(struct page *p, enum err e)
{
    if (!p->act->once || (e != ERR_CONFLICT && e != ERR_BUSY))
        return e;
    TRY(act_read(p->act));
    const char *before = act_answered(p->act);
    return before ? page_redirect(p, "%s", before) : e;
}

/* Forgets what a failed transaction left behind. */
static void start_over(struct page *p)
{
    p->root = p->v->root = val_obj(p->a);
    p->v->status = 0;
    *p->faults = (struct rec_faults){.n = 0};
    p->act->chains = NULL;
    p->act->seen = NULL;
    p->act->rights = NULL;
}

/* Who loses to another's transaction tries once more: the handler then sees what the other one
 * stored, and shows the form again with all that was typed. */
static enum err run_write(struct page *p)
{
    enum err e = answered_meanwhile(p, in_write(p));
    if (e != ERR_CONFLICT)
        return e;
    start_over(p);
    return answered_meanwhile(p, in_write(p));
}

static enum err run_handler(struct page *p)
{
    if (p->match.route->flags & WRITE)
        return run_write(p);
    TRY(p->match.route->handler(p));
    return p->act->c ? db_status(p->act->c) : OK;
}

static const char *version_of_form(const struct page *p)
{
    return http_form(p->rq, "phien_ban");
}

/* What stands before a handler, for a route that exists. *done is set when it has answered. */
static enum err admit(struct page *p, bool *done)
{
    const struct route *route = p->match.route;
    bool open = route->right.kind == RIGHT_PUBLIC;
    *done = true;
    if (!p->user && !open)
        return ask_sign_in(p);
    if (p->user && p->session.locked && !open && !(route->flags & LOCKED))
        return show_lock(p);
    if (!has_right(p))
        return err_set(ERR_DENIED, "right %s", route->right.action);
    if ((route->flags & CSRF) && !csrf_ok(p))
        return err_set(ERR_DENIED, "csrf");
    bool about_password = streq(route->path, "/mat-khau") || streq(route->path, "/dang-xuat");
    if (p->user && p->user->must_change && !open && !about_password)
        return page_redirect(p, "/mat-khau");
    *done = false;
    return OK;
}

static enum err serve(struct page *p)
{
    TRY(act_read(p->act));
    const struct route *route = p->match.route;
    if (route && (route->flags & OPEN)) {
        p->v->lang = streq(page_query(p, "lang", 2), "en") ? LANG_EN : LANG_VI;
    } else {
        TRY(find_user(p));
        give_pre_cookie(p);
    }
    if (!route)
        return p->match.other_method ? err_set(ERR_INVALID, "method") : ERR_NOT_FOUND;
    if (route->right.kind == RIGHT_REG) {
        p->reg = pack_reg(p->web->site->pack, page_arg(p, "reg"));
        if (p->user && !p->reg)
            return ERR_NOT_FOUND;
    }
    bool done;
    TRY(admit(p, &done));
    if (done)
        return OK;
    const char *version = version_of_form(p);
    if (!version || !str_to_int(str_of(version), &p->version))
        p->version = -1;
    return run_handler(p);
}

/* ---- errors as pages ------------------------------------------------------------------------- */

static const struct {
    int status;
    const char *title, *text;
} error_pages[ERR__COUNT] = {
    [ERR_NOT_FOUND] = {404, N_("Không tìm thấy"),
        N_("Trang hoặc hồ sơ này không có, hoặc nằm ngoài phạm vi của anh/chị.")},
    [ERR_DENIED] = {403, N_("Không được phép"),
        N_("Vai trò của anh/chị không làm được việc này, hoặc biểu mẫu đã cũ. Hãy quay lại, tải "
           "lại trang rồi thử lại.")},
    [ERR_CONFLICT] = {409, N_("Có người vừa sửa trước"),
        N_("Hồ sơ đã thay đổi từ khi anh/chị mở trang. Những gì anh/chị gõ vẫn được giữ; hãy mở "
           "lại biểu mẫu để xem bản mới.")},
    [ERR_INVALID] = {400, N_("Yêu cầu không hợp lệ"), N_("Dữ liệu gửi lên không đúng dạng.")},
    [ERR_TOO_BIG] = {413, N_("Quá lớn"), N_("Dữ liệu hoặc tệp gửi lên quá lớn.")},
    [ERR_BUSY] = {503, N_("Máy chủ đang bận"), N_("Hãy thử lại sau ít giây. Chưa có gì bị mất.")},
    [ERR_UNAVAILABLE] = {503, N_("Cơ sở dữ liệu không trả lời"),
        N_("Hãy thử lại sau ít phút. Chưa có gì bị mất.")},
    [ERR_IO] = {500, N_("Lỗi máy chủ"),
        N_("Không ghi được dữ liệu. Hãy báo người quản trị mã yêu cầu ở cuối trang.")},
    [ERR_CORRUPT] = {500, N_("Lỗi máy chủ"),
        N_("Dữ liệu đã lưu không đọc được. Hãy báo người quản trị mã yêu cầu ở cuối trang.")},
    [ERR_DB] = {500, N_("Lỗi máy chủ"),
        N_("Có lỗi ở cơ sở dữ liệu. Hãy báo người quản trị mã yêu cầu ở cuối trang.")},
};

enum err page_error(struct page *p, enum err e)
{
    p->v->redirect = NULL;
    p->v->file = (struct str){NULL, 0};
    p->v->status = error_pages[e].status;
    if (p->match.other_method && e == ERR_INVALID)
        p->v->status = 405;
    if (e == ERR_DENIED && !p->user && p->match.route)
        p->v->status = 401;
    struct val *root = val_obj(p->a);
    p->root = p->v->root = root;
    val_text(root, "error", err_name(e));
    val_msg(root, "title", error_pages[e].title, NULL, NULL, NULL);
    val_msg(root, "text", error_pages[e].text, NULL, NULL, NULL);
    p->v->csv_list = NULL;
    return page_show(p, "error");
}

/* ---- the answer ------------------------------------------------------------------------------ */

static bool wants_json(const struct http_req *rq)
{
    const char *accept = http_header(rq, "Accept");
    return accept && strncmp(accept, "application/json", 16) == 0;
}

static void render(struct page *p, struct http_res *res)
{
    struct view *v = p->v;
    struct buf out = buf_in(p->a, MOST_PAGE);
    if (v->file.p) {
        out.p = (char *)(uintptr_t)v->file.p;
        out.n = v->file.n;
        res->type = v->file_type;
    } else if (p->match.format == VIEW_JSON) {
        view_json(v, &out);
        res->type = "application/json; charset=utf-8";
    } else if (p->match.format == VIEW_CSV && v->csv_list) {
        view_csv(v, &out);
        res->type = "text/csv; charset=utf-8";
    } else {
        layout_fill(p);
        view_html(v, &out);
        res->type = "text/html; charset=utf-8";
    }
    res->body = buf_view(&out);
    res->status = v->status ? v->status : 200;
}

static void put_file_name(struct page *p, struct http_res *res)
{
    if (!p->v->file_name)
        return;
    struct buf b = buf_in(p->a, 2000);
    buf_puts(&b, "attachment; filename*=UTF-8''");
    for (const char *c = p->v->file_name; *c; c++) {
        bool plain = (*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z') ||
                     (*c >= '0' && *c <= '9') || *c == '-' || *c == '_' || *c == '.';
        if (plain)
            buf_putc(&b, *c);
        else
            buf_printf(&b, "%%%02X", (unsigned char)*c);
    }
    http_set(res, "Content-Disposition", b.p);
}

static void answer(struct page *p, struct http_res *res)
{
    if (p->v->redirect && p->match.format != VIEW_JSON) {
        res->status = 303;
        res->type = "text/plain";
        res->body = STR("");
        http_set(res, "Location", p->v->redirect);
    } else {
        if (p->v->redirect)
            val_text(p->root, "location", p->v->redirect);
        render(p, res);
    }
    put_file_name(p, res);
    if (p->cookie)
        http_set(res, "Set-Cookie", p->cookie);
    security_headers(p, res);
}

static void remember(struct page *p)
{
    if (!p->user || p->session.locked || !p->web->job)
        return;
    if (p->match.route && p->match.route->handler != page_sign_out)
        job_touch(p->web->job, &p->session);
    job_seen(p->web->job, p->act);
}

/* Records may have been written, whatever became of the answer. */
static void tell_figures(struct page *p)
{
    if (p->match.route && p->match.route->flags & WRITE)
        job_figures_changed(p->web->figures, p->act);
}

static void log_request(const struct page *p, const struct http_res *res, enum err e)
{
    char status[8], us[24];
    snprintf(status, sizeof status, "%d", res->status);
    snprintf(us, sizeof us, "%lld", (long long)(clock_mono_us() - p->rq->start_us));
    log_event(res->status >= 500 ? LOG_ERROR : LOG_INFO, "request", "id", p->rq->id, "method",
        p->rq->method, "route", p->match.route ? p->match.route->path : "-", "status", status, "us",
        us, "error", e ? err_name(e) : "", "detail", e ? err_detail() : "", NULL);
}

void web_handle(struct web *w, struct http_req *rq, struct http_res *res)
{
    if (strncmp(rq->path, "/static/", 8) == 0) {
        const struct asset *as = asset_find(rq->path + 1);
        if (as) {
            http_asset(rq, as, res);
            return;
        }
    }
    struct view v = {.a = rq->a, .root = val_obj(rq->a)};
    struct rec_faults faults = {.n = 0};
    struct page p = {.web = w,
        .rq = rq,
        .a = rq->a,
        .v = &v,
        .root = v.root,
        .match = route_find(rq->a, rq->method, rq->path),
        .faults = &faults,
        .version = -1};
    p.act = act_new(w->site, rq->a, NULL, rq->id, rq->remote);
    if (wants_json(rq))
        p.match.format = VIEW_JSON;
    enum err e = serve(&p);
    if (e)
        page_error(&p, e);
    db_end(&p.act->c);
    answer(&p, res);
    if (!e) {
        remember(&p);
        tell_figures(&p);
    }
    log_request(&p, res, e);
    act_end(p.act);
}
