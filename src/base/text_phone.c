// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Phone numbers of Vietnam's numbering plan since 2018 (mobile 10 digits, landline 11, short and
 * toll-free), and the personal number of Decree 137/2015: what it says about province, sex and
 * year.
 */
#include "base/base_int.h"

/* Digits only, into out; false when there is anything but digits and separators, or too many. */
static bool digits_of(struct str s, const char *separators, char *out, size_t cap)
{
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (c >= '0' && c <= '9') {
            if (n + 1 >= cap)
                return false;
            out[n++] = c;
        } else if (c == 0 || !strchr(separators, c)) {
            return false;
        }
    }
    out[n] = 0;
    return true;
}

static bool is_short(const char *d, size_t n)
{
    if (n == 3)
        return d[0] == '1' && d[1] == '1';
    return n >= 8 && n <= 10 && (strncmp(d, "1800", 4) == 0 || strncmp(d, "1900", 4) == 0);
}

/* Judges a number in its national form. */
static const char *phone_fault(const char *d)
{
    size_t n = strlen(d);
    if (is_short(d, n))
        return NULL;
    if (d[0] != '0')
        return N_("Số điện thoại bắt đầu bằng 0 hoặc +84.");
    if (d[1] == '2')
        return n == 11 ? NULL : N_("Số cố định có 11 chữ số, bắt đầu bằng 02 và mã vùng.");
    if (d[1] == '1')
        return N_(
            "Đầu số di động 01 đã đổi thành 03, 05, 07 hoặc 08; hãy nhập số mới có 10 chữ số.");
    if (!d[1] || !strchr("35789", d[1]) || n != 10)
        return N_("Số di động có 10 chữ số, bắt đầu bằng 03, 05, 07, 08 hoặc 09.");
    return NULL;
}

const char *text_phone(struct str s, char out[16])
{
    s = str_trim(s);
    if (s.n == 0)
        return N_("Chưa nhập số điện thoại.");
    bool plus = s.p[0] == '+';
    if (plus) {
        s.p++;
        s.n--;
    }
    char d[24], national[24];
    if (!digits_of(s, " .-()", d, sizeof d))
        return N_("Số điện thoại chỉ gồm chữ số, khoảng trắng, dấu chấm và +84 ở đầu.");
    const char *rest = strncmp(d, "0084", 4) == 0 ? d + 4 : d;
    bool abroad = plus || rest != d || (strncmp(d, "84", 2) == 0 && strlen(d) >= 11);
    if (abroad && rest == d) {
        if (strncmp(d, "84", 2) != 0)
            return N_("Chỉ nhận số điện thoại ở Việt Nam: bắt đầu bằng 0 hoặc +84.");
        rest += 2;
    }
    /* "+84 0912…" is often written; the zero belongs to the national form. */
    size_t n = 0;
    if (abroad && *rest != '0')
        national[n++] = '0';
    memcpy(national + n, rest, strlen(rest) + 1);
    const char *fault = phone_fault(national);
    if (!fault)
        memcpy(out, national, strlen(national) + 1);
    return fault;
}

/* ---- personal number ------------------------------------------------------------------------- */

const char *text_pid(struct str s, char out[13])
{
    char d[16];
    s = str_trim(s);
    if (s.n == 0)
        return N_("Chưa nhập số định danh cá nhân.");
    if (!digits_of(s, " .", d, sizeof d))
        return N_("Số định danh cá nhân chỉ gồm 12 chữ số.");
    if (strlen(d) == 9)
        return N_(
            "Đây là số chứng minh nhân dân cũ (9 chữ số); số định danh cá nhân có 12 chữ số.");
    if (strlen(d) != 12)
        return N_("Số định danh cá nhân phải có đúng 12 chữ số.");
    memcpy(out, d, 13);
    return NULL;
}

bool text_pid_read(const char *pid, struct text_pid_info *out)
{
    if (strlen(pid) != 12 || strspn(pid, "0123456789") != 12)
        return false;
    int century = pid[3] - '0';
    *out = (struct text_pid_info){
        .province = {pid[0], pid[1], pid[2], 0},
        .sex = century % 2 ? TEXT_SEX_FEMALE : TEXT_SEX_MALE,
        .birth_year = 1900 + century / 2 * 100 + (pid[4] - '0') * 10 + (pid[5] - '0'),
    };
    return true;
}

/* Provinces and cities 001..096 as numbered before 2025. */
static bool is_province(const char *code)
{
    static const unsigned char used[] = {1, 2, 4, 6, 8, 10, 11, 12, 14, 15, 17, 19, 20, 22, 24, 25,
        26, 27, 30, 31, 33, 34, 35, 36, 37, 38, 40, 42, 44, 45, 46, 48, 49, 51, 52, 54, 56, 58, 60,
        62, 64, 66, 67, 68, 70, 72, 74, 75, 77, 79, 80, 82, 83, 84, 86, 87, 89, 91, 92, 93, 94, 95,
        96};
    if (code[0] != '0')
        return true; /* a country */
    return memchr(used, (code[1] - '0') * 10 + (code[2] - '0'), sizeof used) != NULL;
}

const char *text_pid_warning(const char *pid, enum text_sex sex, int birth_year)
{
    struct text_pid_info p;
    if (!text_pid_read(pid, &p))
        return N_("Số định danh cá nhân phải có đúng 12 chữ số.");
    if (!is_province(p.province))
        return N_("Ba chữ số đầu của số định danh không phải mã tỉnh nào.");
    bool wrong_sex = sex != TEXT_SEX_UNKNOWN && p.sex != sex;
    bool wrong_year = birth_year != 0 && p.birth_year != birth_year;
    if (wrong_sex && wrong_year)
        return N_("Số định danh không khớp với giới tính và năm sinh đã nhập.");
    if (wrong_sex)
        return N_("Số định danh không khớp với giới tính đã nhập (chữ số thứ tư).");
    return wrong_year
               ? N_("Số định danh không khớp với năm sinh đã nhập (chữ số thứ tư đến thứ sáu).")
               : NULL;
}
