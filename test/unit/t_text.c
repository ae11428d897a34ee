// SPDX-License-Identifier: AGPL-3.0-or-later
/* Vietnamese text: what people type, what old files hold, keys for search and sorting. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <pthread.h>
#include <utf8proc.h>

#include "base/text.h"

static int setup(void **state)
{
    *state = arena_open();
    return 0;
}

static int teardown(void **state)
{
    arena_close(*state);
    return 0;
}

static const char *text_of(struct arena *a, struct str s)
{
    return arena_dupn(a, s.p, s.n);
}

/* Text in decomposed form, as macOS and some phones send it. */
static struct str nfd(struct arena *a, const char *s)
{
    utf8proc_uint8_t *p = utf8proc_NFD((const utf8proc_uint8_t *)s);
    char *copy = arena_dup(a, (char *)p);
    free(p);
    return str_of(copy);
}

static const char *clean(struct arena *a, const char *in, enum text_flags f)
{
    struct str out;
    assert_int_equal(text_clean(a, str_of(in), f, &out), OK);
    return text_of(a, out);
}

/* Names of many shapes; none of a real person. */
static const char *const names[] = {"Nguyễn Văn An", "Trần Thị Bưởi", "Lê Hoàng Phượng",
    "Phạm Đức Thuỷ", "Hoàng Ngọc Quỳnh", "Huỳnh Thị Mỹ Duyên", "Vũ Đình Khoẻ", "Võ Thị Ánh Tuyết",
    "Đặng Hữu Nghĩa", "Bùi Xuân Trường", "Đỗ Thị Huế", "Hồ Sỹ Lượng", "Ngô Bảo Yến",
    "Dương Quốc Việt", "Lý Thị Mẩy", "Giàng A Sử", "Lò Văn Ỏn", "Quàng Thị Ẻn", "Sùng Thị Dở",
    "Tẩn Ông Diếu", "Nông Thị Giềng", "Đinh Thị Ngoãn", "Cao Thị Ưởng", "Lương Thị Ổn", "Vừ Thị Ỡn",
    "Mai Phước Ỷ"};

/* ---- cleaning ----------------------------------------------------------------------------------
 */

static void clean_text_is_not_copied(void **state)
{
    struct str out;
    for (size_t i = 0; i < COUNT(names); i++) {
        assert_int_equal(text_clean(*state, str_of(names[i]), TEXT_LINE, &out), OK);
        assert_ptr_equal(out.p, names[i]);
        assert_int_equal(out.n, strlen(names[i]));
    }
    assert_int_equal(text_clean(*state, str_of(""), TEXT_LINE, &out), OK);
    assert_int_equal(out.n, 0);
}

static void clean_composes(void **state)
{
    for (size_t i = 0; i < COUNT(names); i++) {
        struct str d = nfd(*state, names[i]), out;
        assert_true(d.n > strlen(names[i]));
        assert_int_equal(text_clean(*state, d, TEXT_LINE, &out), OK);
        assert_string_equal(text_of(*state, out), names[i]);
    }
    /* Marks in the wrong order, and the old tone marks U+0340, U+0341. */
    assert_string_equal(clean(*state, "ma\xcc\x82\xcc\xa3n", TEXT_LINE), "mận");
    assert_string_equal(clean(*state, "a\xcd\x80 a\xcd\x81", TEXT_LINE), "à á");
}

static void clean_repairs(void **state)
{
    static const struct {
        const char *in, *out;
        enum text_flags f;
    } t[] = {
        {"\xc3\x90\xe1\xba\xb7ng", "Đặng", TEXT_LINE},
        {"\xc3\xb0\xc3\xb4ng \xc6\x89 \xc9\x96", "đông Đ đ", TEXT_LINE},
        {"H\xe2\x80\x99Hen Ni\xc3\xaa", "H'Hen Niê", TEXT_LINE},
        {"H`Hen", "H`Hen", TEXT_LINE},
        {"H`Hen", "H'Hen", TEXT_NAME},
        {"H\xc2\xb4Hen", "H'Hen", TEXT_NAME},
        {"  a\xc2\xa0\xc2\xa0 b\t\r\nc ", "a b c", TEXT_LINE},
        {"\xef\xbb\xbf"
         "An\xe2\x80\x8b h \xe2\x80\xae"
         "x\x01y\x7f",
            "An h xy", TEXT_LINE},
        {"a\xe2\x80\xa8"
         "b\xe3\x80\x80"
         "c",
            "a b c", TEXT_LINE},
        {" một  \r\n\r\n  hai\tba \n\n", "một\n\n  hai ba", TEXT_NOTE},
        {"một\rhai", "một\nhai", TEXT_NOTE},
        {"“Trẻ em” – 50 % … €", "“Trẻ em” – 50 % … €", TEXT_LINE},
        {" \n\t ", "", TEXT_NOTE},
    };
    for (size_t i = 0; i < COUNT(t); i++)
        assert_string_equal(clean(*state, t[i].in, t[i].f), t[i].out);
}

static void clean_refuses_broken_bytes(void **state)
{
    static const char *const bad[] = {"\xc3", "a\x80", "\xc0\x80", "\xed\xa0\x80",
        "\xf4\x90\x80\x80", "\xe0\x80\x80", "Nguy\xd4n", "\xff"};
    struct str out = STR("before");
    for (size_t i = 0; i < COUNT(bad); i++) {
        assert_false(text_utf8_ok(str_of(bad[i])));
        assert_int_equal(text_clean(*state, str_of(bad[i]), TEXT_NOTE, &out), ERR_INVALID);
        assert_true(str_is(out, "before"));
    }
    assert_int_equal(text_length(STR("Nguyễn")), 6);
}

/* Random text from the characters that matter. */
static struct str random_text(struct arena *a, unsigned *seed)
{
    static const uint16_t picks[] = {' ', ' ', 'a', 'H', '\'', '`', '\n', '\r', '\t', 0x301, 0x323,
        0x302, 0x31b, 0xd0, 0x110, 0xb4, 0x1fef, 0x1ffd, 0x374, 0x2019, 0x200b, 0x2028, 0xa0, 0x85,
        0x1ea5, 0x212b, 0x340, 0xad, 0x3b1, 0x1f00, 0xac00, 0xfb01, 0x17d2, 0x2000, 0xfeff, '9'};
    struct buf b = buf_in(a, 1000);
    for (int n = rand_r(seed) % 12; n >= 0; n--) {
        int32_t cp = picks[(size_t)rand_r(seed) % COUNT(picks)];
        if (rand_r(seed) % 4 == 0)
            do
                cp = rand_r(seed) % 0x30000;
            while (!utf8proc_codepoint_valid(cp));
        utf8proc_uint8_t u[4];
        buf_add(&b, u, (size_t)utf8proc_encode_char(cp, u));
    }
    return buf_view(&b);
}

static void clean_and_fold_are_idempotent(void **state)
{
    unsigned seed = 7;
    for (int i = 0; i < 60000; i++) {
        arena_reset(*state);
        struct str in = random_text(*state, &seed), one, two;
        enum text_flags f = (enum text_flags)(i % 3);
        assert_int_equal(text_clean(*state, in, f, &one), OK);
        assert_int_equal(text_clean(*state, one, f, &two), OK);
        assert_string_equal(text_of(*state, two), text_of(*state, one));
        one = text_fold(*state, in);
        assert_true(text_utf8_ok(one));
        two = text_fold(*state, one);
        assert_string_equal(text_of(*state, two), text_of(*state, one));
    }
}

/* ---- fold ------------------------------------------------------------------------------------ */

static void folds(void **state)
{
    static const char *const t[][2] = {{"Nguyễn Thị Mừng", "nguyen thi mung"},
        {"ĐẶNG đức", "dang duc"}, {"  H'Hen   Niê--Kđăm ", "h hen nie kdam"},
        {"Xã Thuỵ/Thụy, số 12B", "xa thuy thuy so 12b"}, {"", ""}, {"...", ""},
        {"Ưởng Ợ ằẳẵắặ", "uong o aaaaa"}, {"\xc3\x90inh", "dinh"},
        {"Straße Æsop ½", "strasse aesop 12"}, {"Ａ Ｂ", "a b"}, {"កម្ពុជា", "កម្ពុជា"},
        {"An\xe2\x80\x8bh", "anh"},
        {"a\xff"
         "b",
            "a b"},
        {"\xe5\x8c\x97\xe4\xba\xac", "\xe5\x8c\x97\xe4\xba\xac"}};
    for (size_t i = 0; i < COUNT(t); i++)
        assert_string_equal(text_of(*state, text_fold(*state, str_of(t[i][0]))), t[i][1]);
    /* One character that unfolds to many. */
    struct str long_one = text_fold(*state, STR("\xef\xb7\xba\xef\xb7\xba"));
    assert_true(long_one.n > 30);
}

static void fold_is_blind_to_form_and_tone_place(void **state)
{
    for (size_t i = 0; i < COUNT(names); i++) {
        struct str c = text_fold(*state, str_of(names[i]));
        struct str d = text_fold(*state, nfd(*state, names[i]));
        assert_true(str_eq(c, d));
    }
    assert_true(
        str_eq(text_fold(*state, STR("Hoà Thuý Khoẻ")), text_fold(*state, STR("Hòa Thúy Khỏe"))));
}

static void fold_words(void **state)
{
    struct str *w;
    assert_int_equal(text_fold_words(*state, STR(" Lò Văn  Ỏn!"), &w), 3);
    assert_string_equal(text_of(*state, w[2]), "on");
    assert_int_equal(text_fold_words(*state, STR(" - "), &w), 0);
}

/* ---- sorting --------------------------------------------------------------------------------- */

static void sorted(
    struct arena *a, const char *const *t, size_t n, struct str (*key)(struct arena *, struct str))
{
    for (size_t i = 1; i < n; i++) {
        struct str x = key(a, str_of(t[i - 1])), y = key(a, str_of(t[i]));
        if (strcmp(x.p, y.p) >= 0)
            fail_msg("%s does not sort before %s", t[i - 1], t[i]);
    }
}

static void sorts_letters_and_tones(void **state)
{
    static const char *const t[] = {"ba", "bà", "bả", "bã", "bá", "bạ", "bă", "bằ", "bâ", "bầ",
        "da", "đa", "e", "ê", "o", "ô", "ơ", "u", "ư", "y"};
    sorted(*state, t, COUNT(t), text_collate_key);
}

static void sorts_names_by_given_name(void **state)
{
    static const char *const t[] = {"An", "Lê An", "Lê Văn An", "Nguyễn Thị An", "Nguyễn Văn An",
        "Trần An", "Bùi Ánh", "An Ăn", "Ân", "Võ Ân", "Đỗ Bình", "Lê Dung", "Lê Đào", "Lê Yến"};
    sorted(*state, t, COUNT(t), text_sort_key);
    struct str k = text_sort_key(*state, STR("Lê Văn An"));
    assert_int_equal(strspn(k.p, "0123456789abcdef"), k.n);
    assert_true(str_eq(k, text_sort_key(*state, STR("  Lê  Văn An "))));
    assert_true(text_sort_key(*state, STR("")).n > 0);
}

static void *sort_in_thread(void *out)
{
    AUTO_ARENA *a = arena_open();
    for (int i = 0; i < 200; i++)
        snprintf(out, 400, "%s", text_sort_key(a, STR("Đặng Hữu Nghĩa")).p);
    return NULL;
}

static void sort_keys_agree_between_threads(void **state)
{
    pthread_t t[4];
    char out[4][400];
    for (int i = 0; i < 4; i++)
        assert_int_equal(pthread_create(&t[i], NULL, sort_in_thread, out[i]), 0);
    for (int i = 0; i < 4; i++) {
        pthread_join(t[i], NULL);
        assert_string_equal(out[i], text_sort_key(*state, STR("Đặng Hữu Nghĩa")).p);
    }
}

/* ---- names ----------------------------------------------------------------------------------- */

static void names_accepted_and_refused(void **state)
{
    (void)state;
    static const char *const ok[] = {
        "An", "H'Hen Niê", "K'Sor", "Sùng A Dế", "Y-Bhăm", "Nguyễn T. A.", "Ơ\xcc\x86n", "王伟"};
    static const char *const bad[] = {
        "", "An 2", "Nguyễn, An", "An@", "'-", "An\n", "\xff", "An (em)", "\xcc\x86"};
    for (size_t i = 0; i < COUNT(ok); i++)
        assert_null(text_name_ok(str_of(ok[i])));
    for (size_t i = 0; i < COUNT(names); i++)
        assert_null(text_name_ok(str_of(names[i])));
    for (size_t i = 0; i < COUNT(bad); i++)
        assert_non_null(text_name_ok(str_of(bad[i])));
    assert_string_equal(text_name_ok(STR("An 2")), "Họ và tên không có chữ số.");
    char longest[101 * 2 + 1] = "";
    for (int i = 0; i < 100; i++)
        strcat(longest, "ô");
    assert_null(text_name_ok(str_of(longest)));
    strcat(longest, "ô");
    assert_non_null(text_name_ok(str_of(longest)));
}

static void names_tidied(void **state)
{
    static const char *const t[][2] = {{"SÙNG A DẾ", "Sùng A Dế"}, {"h'hen  niê", "H'Hen Niê"},
        {"NGUYỄN THỊ ÁNH", "Nguyễn Thị Ánh"}, {"đặng văn ơn", "Đặng Văn Ơn"},
        {"Lê Văn AN", "Lê Văn AN"}, {"Hà Mc'Donald", "Hà Mc'Donald"}, {" an ", "An"},
        {"y-bhăm", "Y-Bhăm"}, {"", ""}, {"王", "王"}};
    for (size_t i = 0; i < COUNT(t); i++)
        assert_string_equal(text_of(*state, text_name_tidy(*state, str_of(t[i][0]))), t[i][1]);
}

static void initials(void **state)
{
    static const char *const t[][2] = {{"Hờ Thị Mỷ", "H.T.M."}, {"Đặng Ấn", "Đ.Â."}, {"ánh", "A."},
        {"H'Hen Niê", "H.N."}, {"Lê  Ở Ứng Ẵm", "L.Ơ.Ư.Ă."}, {"", ""}, {"- -", ""}};
    for (size_t i = 0; i < COUNT(t); i++)
        assert_string_equal(text_of(*state, text_initials(*state, str_of(t[i][0]))), t[i][1]);
}

/* ---- numbers --------------------------------------------------------------------------------- */

static void integers(void **state)
{
    (void)state;
    static const struct {
        const char *in;
        int64_t out;
    } ok[] = {{"0", 0}, {"96.245", 96245}, {"1.234.567", 1234567}, {" 12 ", 12}, {"-5", -5},
        {"007", 7}, {"−1.000", -1000}, {"12 345", 12345}, {"9223372036854775807", INT64_MAX}};
    static const char *const bad[] = {"", "1.5", "1.5.0", "1,5", "96,245", "1.2345", "1234.567",
        "0.123", "1,234,567", "a", "1 2", "5,", ",5", "1..000", "9223372036854775808", "--1", "1e5",
        "1.000 000", "5.", "1.000.", "1,234.5"};
    for (size_t i = 0; i < COUNT(ok); i++) {
        int64_t v = -1;
        assert_null(text_parse_int(str_of(ok[i].in), &v));
        assert_int_equal(v, ok[i].out);
    }
    for (size_t i = 0; i < COUNT(bad); i++) {
        int64_t v = 77;
        if (!text_parse_int(str_of(bad[i]), &v))
            fail_msg("accepted: %s", bad[i]);
        assert_int_equal(v, 77);
    }
    int64_t v;
    assert_non_null(strstr(text_parse_int(STR("1.5"), &v), "dùng dấu phẩy: 1,5"));
    assert_non_null(strstr(text_parse_int(STR("0.123"), &v), "dùng dấu phẩy: 1,5"));
}

static void reals(void **state)
{
    (void)state;
    static const struct {
        const char *in;
        double out;
    } ok[] = {{"96,245", 96.245}, {"96.245", 96245}, {"1.234,5", 1234.5}, {"-0,1", -0.1},
        {"275", 275}, {"0,30", 0.3}};
    for (size_t i = 0; i < COUNT(ok); i++) {
        double r = -1;
        assert_null(text_parse_real(str_of(ok[i].in), &r));
        assert_true(r == ok[i].out);
    }
    double r = 5;
    assert_non_null(strstr(text_parse_real(STR("1.5"), &r), "dùng dấu phẩy: 1,5"));
    assert_non_null(strstr(text_parse_real(STR("1,2,3"), &r), "Chỉ có một dấu phẩy"));
    assert_non_null(text_parse_real(STR("nan"), &r));
    assert_true(r == 5);
}

static void number_round_trip(void **state)
{
    unsigned seed = 3;
    for (int i = 0; i < 20000; i++) {
        arena_reset(*state);
        int64_t n = ((int64_t)rand_r(&seed) << 31 | rand_r(&seed)) >> rand_r(&seed) % 60, back = 0;
        n = i & 1 ? n : -n;
        assert_null(text_parse_int(str_of(text_format_int(*state, n)), &back));
        assert_int_equal(n, back);
        double r = (double)(n % 1000000000) / 1000.0, rback = 0;
        assert_null(text_parse_real(str_of(text_format_real(*state, r, -1)), &rback));
        assert_true(r == rback);
        int64_t dong = llabs(n);
        static const int64_t units[] = {1, 1000, 1000000, 1000000000};
        int64_t u = units[i % 4];
        assert_null(text_parse_money(str_of(text_format_money(*state, dong, u)), u, &back));
        assert_int_equal(dong, back);
    }
    assert_string_equal(text_format_real(*state, 1234.5, 2), "1.234,50");
    assert_string_equal(text_format_real(*state, -0.001, 1), "0,0");
    assert_string_equal(text_format_real(*state, NAN, 1), "");
    assert_string_equal(text_format_real(*state, 275, -1), "275");
    assert_string_equal(text_format_int(*state, INT64_MIN), "-9.223.372.036.854.775.808");
    assert_string_equal(text_format_money(*state, -1500, 1000), "-1,5");
}

static void money(void **state)
{
    (void)state;
    static const struct {
        const char *in;
        int64_t unit, out;
    } ok[] = {{"96,245 tỷ", 1, 96245000000}, {"96.245.000.000", 1, 96245000000},
        {"96.245", 1000000, 96245000000}, {"96,245", 1000000000, 96245000000},
        {"1,5 triệu đồng", 1, 1500000}, {"3 triệu 500 nghìn", 1, 3500000},
        {"2 nghìn tỷ đồng", 1, 2000000000000}, {"500k", 1, 500000}, {"1.000đ", 1000, 1000},
        {"1.000 ₫", 1, 1000}, {"35 TỈ", 1, 35000000000}, {"20 ngàn", 1, 20000},
        {"1 tỷ 2 triệu 3 nghìn 4 đồng", 1, 1002003004}, {"1,50", 1000, 1500}, {"0", 1, 0},
        {"700 VNĐ", 1, 700}};
    for (size_t i = 0; i < COUNT(ok); i++) {
        int64_t v = -1;
        const char *fault = text_parse_money(str_of(ok[i].in), ok[i].unit, &v);
        if (fault || v != ok[i].out)
            fail_msg("%s: %s %lld", ok[i].in, fault ? fault : "", (long long)v);
    }
    static const char *const bad[] = {"", "1,5", "-5", "-5 triệu", "5 usd", "triệu", "1,5 đồng",
        "0,0001 nghìn", "3 nghìn 5 triệu", "3 triệu 5", "5 triệu triệu", "9999999999999999 tỷ",
        "1.5 tỷ", "5 đồng tỷ", "5 triệu 3 triệu", "99999999999 nghìn tỷ"};
    for (size_t i = 0; i < COUNT(bad); i++) {
        int64_t v = 77;
        if (!text_parse_money(str_of(bad[i]), 1, &v))
            fail_msg("accepted: %s = %lld", bad[i], (long long)v);
        assert_int_equal(v, 77);
    }
}

static void number_words(void **state)
{
    static const struct {
        int64_t n;
        const char *words;
    } t[] = {{0, "không"}, {5, "năm"}, {10, "mười"}, {11, "mười một"}, {14, "mười bốn"},
        {15, "mười lăm"}, {20, "hai mươi"}, {21, "hai mươi mốt"}, {24, "hai mươi tư"},
        {25, "hai mươi lăm"}, {100, "một trăm"}, {101, "một trăm linh một"},
        {105, "một trăm linh năm"}, {110, "một trăm mười"}, {115, "một trăm mười lăm"},
        {555, "năm trăm năm mươi lăm"}, {1000, "một nghìn"},
        {1005, "một nghìn không trăm linh năm"}, {1015, "một nghìn không trăm mười lăm"},
        {21000, "hai mươi mốt nghìn"}, {1000005, "một triệu không trăm linh năm"},
        {96245000000, "chín mươi sáu tỷ hai trăm bốn mươi lăm triệu"},
        {1000000001, "một tỷ không trăm linh một"}, {2000000000000, "hai nghìn tỷ"},
        {1000000000000000000, "một tỷ tỷ"}, {-7, "âm bảy"},
        {1234567, "một triệu hai trăm ba mươi tư nghìn năm trăm sáu mươi bảy"}};
    for (size_t i = 0; i < COUNT(t); i++)
        assert_string_equal(text_number_words(*state, t[i].n), t[i].words);
    assert_string_equal(
        text_money_words(*state, 96245000000), "chín mươi sáu tỷ hai trăm bốn mươi lăm triệu đồng");
}

/* Reads number words back, by an independent grammar. */
static int64_t read_words(struct arena *a, const char *words)
{
    static const struct {
        const char *w;
        int64_t v;
    } digits[] = {{"không", 0}, {"một", 1}, {"mốt", 1}, {"hai", 2}, {"ba", 3}, {"bốn", 4},
        {"tư", 4}, {"năm", 5}, {"lăm", 5}, {"sáu", 6}, {"bảy", 7}, {"tám", 8}, {"chín", 9}};
    int64_t billions = 0, millions = 0, group = 0, digit = 0;
    struct str rest = str_of(words), w;
    while (str_split(&rest, ' ', &w)) {
        const char *s = text_of(a, w);
        if (streq(s, "trăm") || streq(s, "mươi")) {
            group += digit * (streq(s, "trăm") ? 100 : 10);
            digit = 0;
        } else if (streq(s, "mười")) {
            group += 10;
        } else if (streq(s, "nghìn") || streq(s, "triệu")) {
            millions += (group + digit) * (streq(s, "nghìn") ? 1000 : 1000000);
            group = digit = 0;
        } else if (streq(s, "tỷ")) {
            billions = (billions + millions + group + digit) * 1000000000;
            millions = group = digit = 0;
        } else if (!streq(s, "linh")) {
            for (size_t i = 0; i < COUNT(digits); i++)
                if (streq(s, digits[i].w))
                    digit = digits[i].v;
        }
    }
    return billions + millions + group + digit;
}

static void number_words_read_back(void **state)
{
    unsigned seed = 11;
    for (int i = 0; i < 30000; i++) {
        arena_reset(*state);
        int64_t n =
            i < 12000 ? i : ((int64_t)rand_r(&seed) << 31 | rand_r(&seed)) >> rand_r(&seed) % 50;
        assert_int_equal(read_words(*state, text_number_words(*state, n)), n);
    }
}

/* ---- phones, personal numbers ---------------------------------------------------------------- */

static void phones(void **state)
{
    (void)state;
    static const char *const ok[][2] = {{"0912 345 678", "0912345678"},
        {"+84 912.345.678", "0912345678"}, {"84912345678", "0912345678"},
        {"0084912345678", "0912345678"}, {"+84 0912345678", "0912345678"},
        {"(024) 3822-0000", "02438220000"}, {"111", "111"}, {"113", "113"},
        {"1800 1567", "18001567"}, {"0333123456", "0333123456"}};
    for (size_t i = 0; i < COUNT(ok); i++) {
        char out[16] = "";
        assert_null(text_phone(str_of(ok[i][0]), out));
        assert_string_equal(out, ok[i][1]);
    }
    static const char *const bad[] = {"", "091234567", "09123456789", "01234567890", "0412345678",
        "912345678", "+1 202 555 0100", "0912a45678", "024382200", "999", "0", "++84912345678",
        "180", "0912345678901234567890123", "+", "84"};
    for (size_t i = 0; i < COUNT(bad); i++) {
        char out[16] = "same";
        if (!text_phone(str_of(bad[i]), out))
            fail_msg("accepted: %s as %s", bad[i], out);
        assert_string_equal(out, "same");
    }
}

static void personal_numbers(void **state)
{
    (void)state;
    char pid[13] = "";
    assert_null(text_pid(STR(" 001 315 012345"), pid));
    assert_string_equal(pid, "001315012345");
    struct text_pid_info p;
    assert_true(text_pid_read(pid, &p));
    assert_string_equal(p.province, "001");
    assert_int_equal(p.sex, TEXT_SEX_FEMALE);
    assert_int_equal(p.birth_year, 2015);
    assert_true(text_pid_read("079099000001", &p));
    assert_int_equal(p.birth_year, 1999);
    assert_int_equal(p.sex, TEXT_SEX_MALE);
    assert_null(text_pid_warning(pid, TEXT_SEX_FEMALE, 2015));
    assert_null(text_pid_warning(pid, TEXT_SEX_UNKNOWN, 0));
    assert_non_null(strstr(text_pid_warning(pid, TEXT_SEX_MALE, 2015), "giới tính"));
    assert_non_null(strstr(text_pid_warning(pid, TEXT_SEX_FEMALE, 2014), "năm sinh"));
    assert_non_null(strstr(text_pid_warning(pid, TEXT_SEX_MALE, 1915), "và năm sinh"));
    assert_non_null(strstr(text_pid_warning("003315012345", TEXT_SEX_FEMALE, 2015), "tỉnh"));
    static const char *const bad[] = {
        "", "123456789", "12345678901", "1234567890123", "00131501234x", "00000000000000000000"};
    for (size_t i = 0; i < COUNT(bad); i++)
        assert_non_null(text_pid(str_of(bad[i]), pid));
    assert_string_equal(pid, "001315012345");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(clean_text_is_not_copied, setup, teardown),
        cmocka_unit_test_setup_teardown(clean_composes, setup, teardown),
        cmocka_unit_test_setup_teardown(clean_repairs, setup, teardown),
        cmocka_unit_test_setup_teardown(clean_refuses_broken_bytes, setup, teardown),
        cmocka_unit_test_setup_teardown(clean_and_fold_are_idempotent, setup, teardown),
        cmocka_unit_test_setup_teardown(folds, setup, teardown),
        cmocka_unit_test_setup_teardown(fold_is_blind_to_form_and_tone_place, setup, teardown),
        cmocka_unit_test_setup_teardown(fold_words, setup, teardown),
        cmocka_unit_test_setup_teardown(sorts_letters_and_tones, setup, teardown),
        cmocka_unit_test_setup_teardown(sorts_names_by_given_name, setup, teardown),
        cmocka_unit_test_setup_teardown(sort_keys_agree_between_threads, setup, teardown),
        cmocka_unit_test(names_accepted_and_refused),
        cmocka_unit_test_setup_teardown(names_tidied, setup, teardown),
        cmocka_unit_test_setup_teardown(initials, setup, teardown),
        cmocka_unit_test(integers),
        cmocka_unit_test(reals),
        cmocka_unit_test_setup_teardown(number_round_trip, setup, teardown),
        cmocka_unit_test(money),
        cmocka_unit_test_setup_teardown(number_words, setup, teardown),
        cmocka_unit_test_setup_teardown(number_words_read_back, setup, teardown),
        cmocka_unit_test(phones),
        cmocka_unit_test(personal_numbers),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("text", tests, NULL, NULL);
}
