// SPDX-License-Identifier: AGPL-3.0-or-later
/* Headings of files with values and targets, in Vietnamese and English. */
#include "import/numbers_int.h"

/* Folded; the first word is how a message calls the column. */
static const char *const data_words[AIM__COUNT] = {
    [AIM_WHAT] = "chi tieu|ma chi tieu|ma|so lieu|ma so lieu|measure|indicator|dataelement|"
                 "data element|code",
    [AIM_UNIT] = "don vi|ma don vi|unit|unit code|orgunit|org unit|xa|ma xa|ten xa|ten don vi|"
                 "don vi hanh chinh|ma dvhc|tinh xa|xa phuong",
    [AIM_PROVINCE] = "tinh|ma tinh|ten tinh|province|tinh thanh pho",
    [AIM_PERIOD] = "ky|period|nam|year|thoi gian|ky bao cao|ky so lieu",
    [AIM_VALUE] = "gia tri|value|so|so luong|tong so|ket qua",
    [AIM_DIMS] = "phan to|dims|dimensions|categoryoptioncombo|category option combo",
    [AIM_EVIDENCE] = "can cu|minh chung|nguon|nguon so lieu|van ban|evidence|source|comment",
};
static const char *const target_words[AIM__COUNT] = {
    [AIM_WHAT] = "chi tieu|ma chi tieu|ma|indicator|code",
    [AIM_UNIT] = "don vi|ma don vi|unit|unit code|orgunit|xa|ma xa|ten xa|ten don vi",
    [AIM_PROVINCE] = "tinh|ma tinh|ten tinh|province",
    [AIM_PERIOD] = "nam|year|ky|period",
    [AIM_VALUE] = "muc tieu|gia tri|value|target|ke hoach|gia tri muc tieu",
    [AIM_EVIDENCE] = "van ban|document|quyet dinh|can cu|nghi quyet|source",
    [AIM_PROGRAMME] = "chuong trinh|programme|program|ma chuong trinh",
    [AIM_OP] = "phep so|phep so sanh|so sanh|dau|op|operator",
    [AIM_BASELINE] = "gia tri goc|baseline|hien trang|so goc",
    [AIM_BASELINE_YEAR] = "nam goc|baseline year|nam hien trang",
};

static bool one_of(struct str s, const char *words)
{
    struct str rest = str_of(words), one;
    while (words && str_split(&rest, '|', &one))
        if (str_eq(s, one))
            return true;
    return false;
}

static enum number_aim aim_of(const struct numbers_work *w, struct str fold)
{
    const char *const *words = w->kind == NUMBERS_DATA ? data_words : target_words;
    for (int i = 0; i < AIM__COUNT; i++)
        if (one_of(fold, words[i]))
            return (enum number_aim)i;
    return AIM_NOTHING;
}

static const struct dimension *dimension_of(
    const struct numbers_work *w, struct arena *a, struct str text, struct str fold)
{
    const struct pack *p = w->site->pack;
    for (size_t i = 0; i < p->ndimensions; i++)
        if (str_is(text, p->dimensions[i].id) ||
            str_eq(fold, text_fold(a, str_of(p->dimensions[i].label.vi))))
            return &p->dimensions[i];
    return NULL;
}

static const struct measure *measure_of(
    const struct numbers_work *w, struct arena *a, struct str text, struct str fold)
{
    const struct pack *p = w->site->pack;
    for (size_t i = 0; i < p->nmeasures; i++)
        if (str_is(text, p->measures[i].id) ||
            str_eq(fold, text_fold(a, str_of(p->measures[i].label.vi))))
            return &p->measures[i];
    return NULL;
}

static struct number_column read_one(const struct numbers_work *w, struct arena *a, struct str s)
{
    struct str fold = text_fold(a, s);
    struct number_column c = {.heading = arena_dupn(a, s.p, s.n), .aim = aim_of(w, fold)};
    if (w->kind != NUMBERS_DATA || c.aim != AIM_NOTHING || !fold.n)
        return c;
    if ((c.split = dimension_of(w, a, s, fold)))
        c.aim = AIM_SPLIT;
    else if ((c.measure = measure_of(w, a, s, fold)))
        c.aim = AIM_MEASURE;
    return c;
}

const char *number_head_lacks(const struct numbers_work *w, const struct number_head *h)
{
    if (h->at[AIM_UNIT] < 0)
        return "Tệp không có cột đơn vị (don_vi): mã hoặc tên đầy đủ của xã, tỉnh";
    if (h->at[AIM_PERIOD] < 0)
        return w->kind == NUMBERS_DATA ? "Tệp không có cột kỳ (ky): ví dụ 2024, 2024-Q3"
                                       : "Tệp không có cột năm (nam) của mục tiêu";
    if (h->wide)
        return NULL;
    if (h->at[AIM_WHAT] < 0)
        return "Tệp không có cột chỉ tiêu (chi_tieu): mã hoặc tên";
    return h->at[AIM_VALUE] < 0 ? "Tệp không có cột giá trị (gia_tri)" : NULL;
}

bool number_head_read(const struct numbers_work *w, struct arena *a, const struct str *cells,
    size_t n, struct number_head *out)
{
    size_t known = 0;
    *out = (struct number_head){.n = n < NUMBER_COLS ? n : NUMBER_COLS};
    for (int i = 0; i < AIM__COUNT; i++)
        out->at[i] = -1;
    for (size_t i = 0; i < out->n; i++) {
        struct number_column *c = &out->v[i];
        *c = read_one(w, a, str_trim(cells[i]));
        known += c->aim != AIM_NOTHING;
        out->wide = out->wide || c->aim == AIM_MEASURE;
        if (out->at[c->aim] < 0)
            out->at[c->aim] = (int)i;
    }
    if (out->at[AIM_WHAT] >= 0 && out->at[AIM_VALUE] >= 0)
        out->wide = false;
    return known >= 2 && out->at[AIM_UNIT] >= 0 && (known >= 3 || out->at[AIM_PERIOD] >= 0);
}
