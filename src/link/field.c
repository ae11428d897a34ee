// SPDX-License-Identifier: AGPL-3.0-or-later
/* Parts of a person that are no names: day of birth, sex, personal number, phone. */
#include "link/link_int.h"

enum { YEAR_0 = 1899 };

/* ---- day of birth -------------------------------------------------------------------------------
 */

static struct birth birth_of(unsigned y, unsigned m, unsigned d)
{
    static const uint8_t days[] = {0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (y <= YEAR_0 || y > YEAR_0 + 255)
        return (struct birth){0};
    struct birth b = {.year = (uint8_t)(y - YEAR_0)};
    if (m > 12 && d >= 1 && d <= 12) { /* month first */
        unsigned t = m;
        m = d;
        d = t;
    }
    if (m < 1 || m > 12)
        return b;
    b.month = (uint8_t)m;
    b.day = d >= 1 && d <= days[m] ? (uint8_t)d : 0;
    return b;
}

struct birth field_birth(struct str s)
{
    unsigned part[3] = {0}, digits[3] = {0};
    int n = 0;
    s = str_trim(s);
    for (size_t i = 0; i < s.n && s.p[i] != 'T'; i++) {
        unsigned c = (unsigned char)s.p[i] - '0';
        if (c < 10) {
            part[n] = digits[n] < 8 ? part[n] * 10 + c : part[n];
            digits[n]++;
        } else if (!digits[n] || !strchr("-/. ", s.p[i]) || !s.p[i]) {
            return (struct birth){0};
        } else if (s.p[i] == ' ' || n == 2) {
            break; /* a time of day after it */
        } else {
            n++;
        }
    }
    if (n == 0 && digits[0] == 8)
        return birth_of(part[0] / 10000, part[0] / 100 % 100, part[0] % 100);
    if (n == 0)
        return digits[0] == 4 ? birth_of(part[0], 0, 0) : (struct birth){0};
    if (digits[0] == 4)
        return birth_of(part[0], part[1], part[2]);
    if (n == 1)
        return digits[1] == 4 ? birth_of(part[1], part[0], 0) : (struct birth){0};
    return digits[2] == 4 ? birth_of(part[2], part[1], part[0]) : (struct birth){0};
}

/* ---- sex ----------------------------------------------------------------------------------------
 */

int field_sex(struct str s)
{
    if (str_is(s, "nam"))
        return SEX_MALE;
    if (str_is(s, "n\xe1\xbb\xaf"))
        return SEX_FEMALE;
    s = str_trim(s);
    char c[8] = {0};
    for (size_t i = 0; i < s.n && i < sizeof c - 1; i++)
        c[i] = (char)(s.p[i] >= 'A' && s.p[i] <= 'Z' ? s.p[i] + 32 : s.p[i]);
    static const char *const male[] = {"nam", "m", "male", "trai"};
    for (size_t i = 0; i < COUNT(male); i++)
        if (streq(c, male[i]))
            return SEX_MALE;
    if (c[0] == 'f' || strncmp(c, "nu", 2) == 0 || strncmp(c, "n\xe1\xbb\xaf", 4) == 0 ||
        strncmp(c, "n\xe1\xbb\xae", 4) == 0 || strncmp(c, "n\xc6\xb0", 3) == 0 ||
        strncmp(c, "g", 1) == 0)
        return SEX_FEMALE;
    return SEX_NONE;
}

/* ---- numbers ------------------------------------------------------------------------------------
 */

/* Digits of a text; -1 when there is something else but spaces, dots, dashes and one leading sign.
 */
static int digits_of(struct str s, uint64_t *out)
{
    int n = 0;
    uint64_t v = 0;
    for (size_t i = 0; i < s.n; i++) {
        unsigned c = (unsigned char)s.p[i] - '0';
        if (c < 10) {
            v = v * 10 + c;
            if (++n > 18)
                return -1;
        } else if (!strchr(" .-+'()", s.p[i]) || !s.p[i]) {
            return -1;
        }
    }
    *out = v;
    return n;
}

/* 000000000000, 111111111111, 123456789…: typed to fill a cell. */
static bool is_filler(uint64_t v, int n)
{
    bool same = true, rising = true;
    for (uint64_t d = v, last = v % 10; --n > 0; last = d % 10) {
        d /= 10;
        same = same && d % 10 == last;
        rising = rising && (d % 10 + 1) % 10 == last;
    }
    return same || rising;
}

uint64_t field_pid(struct str s)
{
    uint64_t v;
    int n = digits_of(s, &v);
    if (n < 7 || n > 12 || is_filler(v, n))
        return 0; /* a spreadsheet may have eaten the first zero: the number is the same */
    return v + 1;
}

struct pid_says field_pid_says(uint64_t pid)
{
    uint64_t v = pid - 1;
    if (pid == 0 || v < 1000000000u) /* fewer digits: an older kind of number */
        return (struct pid_says){0};
    int g = (int)(v / 100000000 % 10), yy = (int)(v / 1000000 % 100);
    int year = 1900 + g / 2 * 100 + yy - YEAR_0;
    bool fits = year > 0 && year < 256;
    return (struct pid_says){
        (uint8_t)(fits ? year : 0), (uint8_t)(g % 2 ? SEX_FEMALE : SEX_MALE), true};
}

bool field_pid_suspect(uint64_t pid, int sex, int year)
{
    struct pid_says says = field_pid_says(pid);
    return says.any && ((sex != SEX_NONE && sex != says.sex) || (year != 0 && year != says.year));
}

/* Mobile numbers had 11 digits until 2018: 0165… became 035…. */
static uint64_t phone_now(uint64_t v)
{
    static const struct {
        uint16_t old;
        uint8_t now;
    } moved[] = {{120, 70}, {121, 79}, {122, 77}, {126, 76}, {128, 78}, {123, 83}, {124, 84},
        {125, 85}, {127, 81}, {129, 82}, {162, 32}, {163, 33}, {164, 34}, {165, 35}, {166, 36},
        {167, 37}, {168, 38}, {169, 39}, {186, 56}, {188, 58}, {199, 59}};
    for (size_t i = 0; i < COUNT(moved); i++)
        if (v / 10000000 == moved[i].old)
            return moved[i].now * 10000000u + v % 10000000;
    return v % 1000000000;
}

uint32_t field_phone(struct str s)
{
    uint64_t v;
    int n = digits_of(s, &v);
    if (n < 7 || is_filler(v, n))
        return 0;
    if (n >= 11 && v / 1000000000 == 84)
        v %= 1000000000;
    return (uint32_t)(v >= 1000000000 && v < 2000000000 ? phone_now(v) : v % 1000000000);
}
