// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * The list with which a commune asks its police for personal numbers: who, what the register has,
 * and an empty column. Filled in, it comes back through "Nhập Excel" (src/import): hidden columns
 * say which record a row is and which version of it went out.
 */
#include "web/web_int.h"

#include "doc/doc.h"

enum { MOST_ROWS = 20000 };

struct asks {
    const struct pack *pack;
    const struct field *field;
    bool yes;
};

static void look(void *ctx, struct str path, int slot)
{
    (void)path;
    struct asks *k = ctx;
    struct xname n = pack_name(k->pack, slot);
    k->yes |= n.kind == NAME_FIELD && n.field == k->field;
}

bool check_list_of(const struct page *p, const struct mark *m)
{
    const struct identity *id = p->reg->identity;
    struct asks k = {p->web->site->pack, id ? id->pid : NULL, false};
    if (k.field && user_can(p->user, p->reg->id, "write") && p->user->role->sees >= k.field->cls)
        expr_names(m->when, look, &k);
    return k.yes && m->kind == MARK_MEND;
}

static void put_row(struct page *p, struct val *rows, const struct rec *r, int64_t nth)
{
    const struct identity *id = r->reg->identity;
    const struct field *const fields[] = {
        id->name, id->born, id->sex, id->mother, id->father, id->village, id->pid};
    static const char *const keys[] = {"ten", "sinh", "gioi", "me", "cha", "thon", "so"};
    struct val *x = val_add(rows, "rows");
    val_text(x, "id", rec_id(r));
    val_int(x, "ban", rec_version(r));
    val_int(x, "stt", nth);
    for (size_t i = 0; i < COUNT(fields); i++)
        if (fields[i] && !v_is_null(r->v[fields[i]->slot]))
            val_set(x, keys[i], field_val(p, r, fields[i]));
}

static const char *label_of(const struct field *f)
{
    return f ? f->label.vi : "";
}

static enum err put_file(struct page *p, struct val *list)
{
    const struct identity *id = p->reg->identity;
    const struct doc_col cols[] = {{"id", "_id", VK_TEXT, -1}, {"ban", "_ban", VK_INT, -1},
        {"stt", "STT", VK_INT, 6}, {"ten", label_of(id->name), VK_TEXT, 26},
        {"sinh", label_of(id->born), VK_DATE, 12}, {"gioi", label_of(id->sex), VK_TEXT, 9},
        {"me", label_of(id->mother), VK_TEXT, 22}, {"cha", label_of(id->father), VK_TEXT, 22},
        {"thon", label_of(id->village), VK_TEXT, 18}, {"so", "Hiện ghi trong sổ", VK_TEXT, 16},
        {"moi", "Số định danh do công an ghi", VK_TEXT, 18},
        {"y_kien", "Ý kiến công an", VK_TEXT, 24}};
    struct doc_sheet sheet = {.name = "Đối chiếu số",
        .title = "DANH SÁCH ĐỀ NGHỊ CÔNG AN XÃ ĐỐI CHIẾU SỐ ĐỊNH DANH",
        .cols = cols,
        .n_cols = COUNT(cols)};
    p->v->file_name = "doi-chieu-so-dinh-danh.xlsx";
    return page_sheet(p, val_get(list, "rows"), &sheet);
}

enum err page_check_list(struct page *p)
{
    const char *which = page_query(p, "loc", 40);
    struct rec_query q = {.reg = p->reg, .limit = MOST_ROWS};
    q.mark = which ? reg_mark(p->reg, which) : NULL;
    if (!q.mark || !rec_may_ask(p->act, q.mark) || !check_list_of(p, q.mark))
        return ERR_NOT_FOUND;
    struct rec **v;
    size_t n;
    TRY(rec_list(p->act, &q, &v, &n, NULL));
    rec_remember_export(p->act, p->reg);
    struct val *list = val_obj(p->a);
    for (size_t i = 0; i < n; i++)
        put_row(p, list, v[i], (int64_t)i + 1);
    return put_file(p, list);
}
