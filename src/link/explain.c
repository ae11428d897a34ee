// SPDX-License-Identifier: AGPL-3.0-or-later
/* Why two records may be the same child: each field's part of the score, in words. */
#include "link/link_int.h"
#include "link/link_plain_int.h"

#include <math.h>
#include <stdlib.h>

static const char *const labels[LINK_FIELD__COUNT] = {
    [LINK_PRIOR] = N_("Xuất phát"),
    [LINK_NAME] = N_("Họ tên"),
    [LINK_BORN] = N_("Ngày sinh"),
    [LINK_SEX] = N_("Giới tính"),
    [LINK_PID] = N_("Số định danh"),
    [LINK_MOTHER] = N_("Mẹ"),
    [LINK_FATHER] = N_("Cha"),
    [LINK_PHONE] = N_("Điện thoại"),
    [LINK_PLACE] = N_("Nơi ở"),
    [LINK_ADDRESS] = N_("Địa chỉ"),
    [LINK_HOUSEHOLD] = N_("Cùng nhà"),
};

static const char *const names[NAME_LEVELS] = {
    [NAME_SAME] = N_("giống nhau"),
    [NAME_BARE] = N_("giống nhau, một bên không dấu"),
    [NAME_MARKS] = N_("giống nhau, khác dấu"),
    [NAME_ORDER] = N_("giống nhau, khác thứ tự hoặc viết liền"),
    [NAME_SLIP] = N_("giống nhau, sai một chữ"),
    [NAME_SOUND] = N_("gần giống: một từ đọc gần như nhau"),
    [NAME_ALIKE] = N_("gần giống: một từ na ná"),
    [NAME_FUZZY] = N_("gần giống: vài từ na ná"),
    [NAME_SHORT] = N_("một bên viết thiếu hoặc viết tắt"),
    [NAME_ODD] = N_("một bên là tên gọi ở nhà hoặc từ lạ"),
    [NAME_FAMILY] = N_("khác họ"),
    [NAME_MIDDLE] = N_("khác tên đệm"),
    [NAME_GIVEN] = N_("khác tên"),
    [NAME_PART] = N_("giống một phần"),
    [NAME_OTHER] = N_("khác nhau"),
};
static const char *const borns[BORN_LEVELS] = {
    [BORN_SAME] = N_("giống nhau"),
    [BORN_SAME_FIRST] = N_("giống nhau, ngày 01/01"),
    [BORN_SWAP] = N_("đảo ngày và tháng"),
    [BORN_DAY] = N_("chỉ khác ngày"),
    [BORN_MONTH] = N_("chỉ khác tháng"),
    [BORN_YEAR] = N_("chỉ khác năm"),
    [BORN_DATE] = N_("cùng ngày tháng, khác hẳn năm"),
    [BORN_PART] = N_("cùng năm, một bên không đủ ngày tháng"),
    [BORN_NEAR] = N_("cách nhau dưới 50 ngày"),
    [BORN_CLOSE] = N_("cách nhau dưới 2 năm"),
    [BORN_OTHER] = N_("khác nhau"),
    [BORN_DIGITS] = N_("khác một hai chữ số"),
};
static const char *const sexes[SEX_LEVELS] = {
    [SEX_SAME] = N_("giống nhau"), [SEX_OTHER] = N_("khác nhau")};
static const char *const pids[PID_LEVELS] = {
    [PID_SAME] = N_("giống nhau"),
    [PID_SLIP] = N_("khác một chữ số"),
    [PID_OTHER] = N_("khác nhau"),
    [PID_SAME_SUSPECT] = N_("giống nhau, nhưng số không khớp năm sinh hoặc giới tính"),
    [PID_NEXT] = N_("hai số liền nhau, như của trẻ sinh đôi"),
    [PID_OTHER_SUSPECT] = N_("khác nhau, một số không khớp năm sinh hoặc giới tính"),
    [PID_NEAR] = N_("khác hai chữ số"),
    [PID_DIFFERS] = N_("khác nhau"),
};
static const char *const phones[PHONE_LEVELS] = {
    [PHONE_SAME] = N_("giống nhau"),
    [PHONE_SLIP] = N_("khác một chữ số"),
    [PHONE_OTHER] = N_("khác nhau"),
};
static const char *const places[PLACE_LEVELS] = {
    [PLACE_VILLAGE] = N_("cùng xã, cùng thôn"),
    [PLACE_SAME] = N_("cùng xã"),
    [PLACE_SAME_OTHER] = N_("cùng xã, khác thôn"),
    [PLACE_NEAR] = N_("xã lân cận"),
    [PLACE_NAMESAKE] = N_("khác xã, thôn hoặc phố cùng tên"),
    [PLACE_OTHER] = N_("khác xã"),
};

static const char *const addresses[ADDRESS_LEVELS] = {
    [ADDRESS_SAME] = N_("giống nhau"),
    [ADDRESS_NEAR] = N_("gần giống"),
    [ADDRESS_PART] = N_("một bên viết thiếu"),
    [ADDRESS_HALF] = N_("giống một nửa"),
    [ADDRESS_SOME] = N_("giống một phần"),
    [ADDRESS_LITTLE] = N_("giống rất ít"),
    [ADDRESS_OTHER] = N_("khác nhau"),
};

static const struct {
    enum link_field field;
    const char *const *how;
} fields[CMP_FIELDS] = {
    {LINK_NAME, names},
    {LINK_MOTHER, names},
    {LINK_FATHER, names},
    {LINK_BORN, borns},
    {LINK_SEX, sexes},
    {LINK_PID, pids},
    {LINK_PHONE, phones},
    {LINK_PLACE, places},
    {LINK_ADDRESS, addresses},
};

static struct link_reason reason(enum link_field f, const char *how, int32_t bits)
{
    return (struct link_reason){f, labels[f], how, (double)bits / BIT};
}

static int stronger(const void *a, const void *b)
{
    const struct link_reason *x = a, *y = b;
    double d = fabs(y->bits) - fabs(x->bits);
    return d < 0 ? -1 : d > 0 ? 1 : (int)x->field - (int)y->field;
}

size_t explain_agreement(const struct link_model *m, const struct agreement *g,
    struct link_reason out[LINK_FIELD__COUNT])
{
    size_t n = 0;
    int32_t household;
    (void)score_parts(m, g, &household);
    for (int f = 0; f < CMP_FIELDS; f++) {
        int level = cmp_level(g->pattern, (enum cmp_field)f);
        int32_t bits = m->w[CLS_SAME][f][level] - m->w[CLS_STRANGER][f][level];
        if (f < NAMES)
            bits -= g->rare[f] * (BIT / 64);
        if (level)
            out[n++] = reason(fields[f].field, fields[f].how[level], bits);
    }
    if (household < 0)
        out[n++] = reason(LINK_HOUSEHOLD, N_("anh chị em cũng giống như vậy"), household);
    out[n++] = reason(LINK_PRIOR, N_("hiếm khi hai bản ghi là một người"),
        m->prior[CLS_SAME] - m->prior[CLS_STRANGER]);
    qsort(out, n, sizeof *out, stronger);
    return n;
}

size_t link_explain(const struct link_model *model, const struct link_units *units,
    const struct link_person *a, const struct link_person *b,
    struct link_reason out[LINK_FIELD__COUNT], double *bits, double *chance)
{
    const struct link_model *m = model ? model : link_model_default();
    struct vocab *v = vocab_open();
    struct reader *r = reader_open(v);
    struct lrec x, y;
    struct agreement g;
    lrec_read(r, units, a, &x);
    lrec_read(r, units, b, &y);
    compare(vocab_toks(v), units, m, &x, &y, &g);
    *bits = (double)score_of(m, &g) / BIT;
    *chance = score_chance(*bits);
    size_t n = explain_agreement(m, &g, out);
    reader_close(r);
    vocab_close(v);
    return n;
}
