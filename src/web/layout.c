// SPDX-License-Identifier: AGPL-3.0-or-later
/* What every page carries: who is signed in and where, navigation, form tokens, flash. */
#include "web/web_int.h"

#include "ident/ident.h"
#include "report/report.h"

/* Pages of the program, by the words of the pack's menu; shown if the role can. */
struct nav {
    const char *word, *path, *action; /* NULL action = everybody */
};
static const struct nav pages[] = {{"viec", "/", NULL}, {"so", "/so", NULL},
    {"tro_cap", "/tro-cap", NULL}, {"bao_cao", "/bao-cao", NULL},
    {"nhap_excel", "/nhap-excel", NULL}, {"trung", "/trung", NULL},
    {"toan_tinh", "/toan-tinh", "province"}, {"ban_do", "/ban-do", "province"},
    {"quan_tri", "/quan-tri", "admin"}, {"chi_tieu", "/chi-tieu", NULL},
    {"so_lieu", "/so-lieu", NULL}, {"lanh_dao", "/lanh-dao", "lead"}};

static bool may_change_persons(const struct page *p)
{
    const struct reg *reg = ident_reg(p->web->site->pack);
    return reg && user_can(p->user, reg->id, "write");
}

static bool page_is_shown(struct page *p, const struct nav *n)
{
    if (streq(n->word, "tro_cap"))
        return aid_may(p, "read");
    if (streq(n->word, "bao_cao"))
        return report_may(p->act, "read");
    if (streq(n->word, "nhap_excel") || streq(n->word, "trung"))
        return may_change_persons(p);
    if (streq(n->word, "chi_tieu"))
        return user_can(p->user, "so_lieu", "read");
    if (streq(n->word, "so_lieu"))
        return user_can(p->user, "so_lieu", "write");
    return !n->action || user_can(p->user, NULL, n->action);
}

/* Where an item of the menu leads; NULL when it is not for this person. */
static const char *item_path(struct page *p, const struct menu_item *m)
{
    if (m->reg)
        return user_can(p->user, m->reg->id, "read") ? arena_printf(p->a, "/so/%s", m->reg->id)
                                                     : NULL;
    for (size_t i = 0; i < COUNT(pages); i++)
        if (streq(pages[i].word, m->page))
            return page_is_shown(p, &pages[i]) ? pages[i].path : NULL;
    return NULL;
}

static bool active(const struct page *p, const char *item)
{
    const char *path = p->rq->path;
    size_t k = strlen(item);
    if (streq(item, "/") || streq(item, "/so"))
        return streq(path, item);
    return strncmp(path, item, k) == 0 && (!path[k] || strchr("/.-", path[k]));
}

static void put_menu(struct page *p)
{
    const struct pack *pk = p->web->site->pack;
    for (size_t i = 0; i < pk->nmenu; i++) {
        const char *path = item_path(p, &pk->menu[i]);
        if (!path)
            continue;
        struct val *n = val_add(p->root, "nav");
        val_text(n, "href", path);
        put_label(p, n, "label", pk->menu[i].label);
        val_bool(n, "active", active(p, path));
    }
}

/* The big button: the first step of the pack's first procedure that this person may start. */
static void put_new(struct page *p)
{
    const struct pack *pk = p->web->site->pack;
    for (size_t i = 0; i < pk->nprocs; i++) {
        const struct step *s = flow_start_step(p->act, &pk->procs[i]);
        if (!s)
            continue;
        struct val *n = val_child(p->root, "new");
        val_text(n, "href", arena_printf(p->a, "/so/%s/moi", pk->procs[i].reg->id));
        put_label(p, n, "label", s->verb.vi ? s->verb : s->label);
        return;
    }
}

static void put_user(struct page *p)
{
    struct val *u = val_child(p->root, "user");
    val_text(u, "name", p->user->name);
    put_label(p, u, "role", p->user->role->label);
    const char *where = *p->user->unit ? p->user->unit : p->user->province;
    int32_t day = unit_day_of_ms(p->act->now_ms);
    if (*where)
        val_text(u, "unit", unit_full_name(p->act->units, p->a, where, day));
    else
        val_msg(u, "unit", N_("Toàn quốc"), NULL, NULL, NULL);
    put_menu(p);
    put_new(p);
}

/* Words a redirect may ask the next page to say; never data. */
static const char *flash_text(const char *code)
{
    static const struct {
        const char *code, *text;
    } known[] = {
        {"da-luu", N_("Đã lưu.")},
        {"con-nua", N_("Đã nhận một phần. Còn hồ sơ của thôn ấy: chọn lại để nhận tiếp.")},
        {"bao-cao-da-co", N_("Báo cáo của kỳ này đã có; đây là báo cáo đó.")},
        {"bao-cao-da-gui", N_("Đã gửi báo cáo. Số liệu được chốt như lúc gửi.")},
        {"bao-cao-da-nhan", N_("Đã chấp nhận báo cáo.")},
        {"bao-cao-tra-lai", N_("Đã trả lại báo cáo kèm lý do.")},
        {"bao-cao-khoa", N_("Đã khóa báo cáo.")},
        {"bao-cao-mo-khoa", N_("Đã mở khóa báo cáo.")},
        {"da-huy", N_("Đã hủy bản ghi. Nó vẫn còn trong nhật ký.")},
        {"da-doi-mat-khau", N_("Đã đổi mật khẩu.")},
        {"da-dinh-kem", N_("Đã đính kèm tệp.")},
        {"da-dang-xuat", N_("Đã đăng xuất.")},
        {"da-giao", N_("Đã giao hồ sơ.")},
        {"da-mo-xem", N_("Đã mở xem khẩn cấp trong 60 phút. Việc này được ghi vào nhật ký.")},
        {"da-them", N_("Đã thêm.")},
        {"da-nhap", N_("Đã nhập.")},
        {"da-gui", N_("Đã gửi.")},
        {"da-duyet", N_("Đã duyệt.")},
        {"da-tra-lai", N_("Đã trả lại, kèm lý do.")},
        {"da-lap", N_("Đã lập danh sách chi trả.")},
        {"da-co", N_("Danh sách của tháng này đã có người lập; đây là danh sách đó.")},
        {"da-chi", N_("Đã ghi là đã chi. Sai sót về sau sẽ thành truy lĩnh hoặc khấu trừ ở danh "
                      "sách sau.")},
        {"da-bo", N_("Đã bỏ danh sách. Có thể lập lại.")},
        {"da-cong-khai", N_("Đã công khai. Số liệu của năm này từ nay giữ nguyên như bây giờ.")},
        {"da-thu-hoi", N_("Đã thu hồi. Trang công khai không còn số liệu của năm này.")},
        {"da-gop", N_("Đã gộp hai hồ sơ. Mọi hồ sơ liên quan đã chuyển theo; có thể tách lại.")},
        {"da-tach", N_("Đã tách lại. Mọi thứ trở về như trước khi gộp.")},
        {"khac-nhau", N_("Đã ghi: không phải một trẻ. Cặp này sẽ không được nhắc lại.")},
        {"cung-ho", N_("Đã ghi: hai trẻ của một hộ.")},
        {"da-de-nghi", N_("Đã gửi đề nghị gộp đến xã kia.")},
        {"ho-so-da-gop", N_("Hồ sơ anh/chị mở đã được gộp vào hồ sơ này.")},
    };
    for (size_t i = 0; code && i < COUNT(known); i++)
        if (streq(known[i].code, code))
            return known[i].text;
    return NULL;
}

void layout_fill(struct page *p)
{
    struct val *root = p->root;
    if (p->user && !(p->session.locked))
        put_user(p);
    char once[37];
    uuid7(once);
    val_text(root, "csrf", csrf_token(p));
    val_text(root, "once", arena_dup(p->a, once));
    val_text(root, "request_id", p->rq->id);
    val_text(root, "here", streq(p->rq->method, "GET") ? p->rq->path : "/");
    if (p->user && !p->session.locked)
        val_int(root, "idle", (p->session.shared ? USER_LOCK_SHARED_MS : USER_LOCK_MS) / 1000);
    const char *flash = flash_text(http_query(p->rq, "tb"));
    if (flash)
        val_msg(val_child(root, "flash"), "text", flash, NULL, NULL, NULL);
    const struct asset *css = asset_find("static/mang.css");
    val_text(root, "ver", css ? css->etag : "");
    const struct asset *js = asset_find("static/mang.js");
    val_text(root, "ver_js", js ? js->etag : "");
}
