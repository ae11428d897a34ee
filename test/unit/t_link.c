// SPDX-License-Identifier: AGPL-3.0-or-later
/* Who is who: reading names in all their forms, scores, a set all against all, lists in files. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "link/link_int.h"

/* ---- words --------------------------------------------------------------------------------------
 */

static uint64_t name_key(struct reader *r, const char *name)
{
    struct word w[8];
    size_t n = reader_words(r, str_of(name), w, 8);
    uint64_t h = n;
    for (size_t i = 0; i < n; i++)
        h = mix64(h * 31 + w[i].id * 256 + w[i].diac);
    return h;
}

static void test_forms(void **state)
{
    (void)state;
    static const char *const same[][2] = {
        {"Nguyễn Thị Hoà", "Nguyễn Thị Hòa"},                   /* place of the tone */
        {"Nguyễn Thúy", "Nguye\xcc\x82\xcc\x83n Thu\xcc\x81y"}, /* decomposed */
        {"Nguyễn", "Nguy\xc3\xaa\xcc\x83n"},                    /* CP1258 */
        {"Nguyễn", "Nguye\xcc\x83\xcc\x82n"},                   /* marks in other order */
        {"Đặng Văn Đức", "Ðặng Văn Ðức"},                       /* eth */
        {"NGUYỄN VĂN AN", "nguyễn  văn\xc2\xa0"
                          "an"},                                                  /* case, spaces */
        {"H'Hen Niê", "H\xe2\x80\x99Hen Niê"},                                    /* apostrophes */
        {"Trần Thị Mỹ", "Trần Thị Mĩ"},                                           /* i and y */
        {"Nguyễn Văn", "Nguye6n4 Va8n"},                                          /* VNI */
        {"Nguyễn Hưng", "Nguyeenx Huwng"},                                        /* Telex */
        {"Nguyễn Văn", "Nguy\xc3\x94n V\xc2\xa8n"},                               /* TCVN3 */
        {"Trần Bình", "Tr\xe2\x80\x8b\xc3\xa2\xcc\x80n B\xc3\xac\xe2\x80\x8fnh"}, /* invisible */
    };
    struct vocab *v = vocab_open();
    struct reader *r = reader_open(v);
    for (size_t i = 0; i < COUNT(same); i++)
        if (name_key(r, same[i][0]) != name_key(r, same[i][1]))
            fail_msg("%s is not %s", same[i][0], same[i][1]);
    assert_true(name_key(r, "Thúy") != name_key(r, "Thúi"));
    assert_true(name_key(r, "Ánh") != name_key(r, "Anh"));
    assert_true(name_key(r, "Ksor") == name_key(r, "KSOR"));
    reader_close(r);
    vocab_close(v);
}

static void test_fields(void **state)
{
    (void)state;
    static const char *const days[] = {
        "2015-03-04", "20150304", "04/03/2015", "4/3/2015", "2015-03-04 00:00:00", " 4.3.2015 "};
    for (size_t i = 0; i < COUNT(days); i++) {
        struct birth b = field_birth(str_of(days[i]));
        assert_int_equal(b.year, 2015 - 1899);
        assert_int_equal(b.month, 3);
        assert_int_equal(b.day, 4);
    }
    assert_int_equal(field_birth(str_of("2015-03")).month, 3);
    assert_int_equal(field_birth(str_of("03/2015")).month, 3);
    assert_int_equal(field_birth(str_of("2015")).day, 0);
    assert_int_equal(field_birth(str_of("30/02/2015")).day, 0);
    assert_int_equal(field_birth(str_of("hôm qua")).year, 0);
    assert_int_equal(field_sex(str_of("Nữ")), SEX_FEMALE);
    assert_int_equal(field_sex(str_of("NAM")), SEX_MALE);
    assert_int_equal(field_sex(str_of("")), SEX_NONE);
    assert_true(field_phone(str_of("+84 912 345 678")) == field_phone(str_of("0912.345.678")));
    assert_true(field_phone(str_of("01652345678")) == field_phone(str_of("0352345678")));
    assert_true(field_pid(str_of("000000000000")) == 0);
    assert_true(field_pid(str_of("01 1215 000417")) == field_pid(str_of("011215000417")));
    assert_false(field_pid_suspect(field_pid(str_of("011215000417")), SEX_MALE, 2015 - 1899));
    assert_true(field_pid_suspect(field_pid(str_of("011215000417")), SEX_FEMALE, 2015 - 1899));
    assert_true(field_pid_suspect(field_pid(str_of("011215000417")), SEX_MALE, 2014 - 1899));
}

/* ---- a small register with errors ---------------------------------------------------------------
 */

static const char *const family[] = {"Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Lò", "Sùng", "Vàng"};
static const char *const middle[] = {"Văn", "Thị", "Minh", "Ngọc", "Gia", "Bảo", "Thanh", "A"};
static const char *const given[] = {"An", "Anh", "Bình", "Cường", "Dũng", "Giang", "Hà", "Hạnh",
    "Hiếu", "Hoa", "Hùng", "Huy", "Khánh", "Khoa", "Lan", "Linh", "Long", "Mai", "Nam", "Nga",
    "Phúc", "Quân", "Sơn", "Tâm", "Thảo", "Trang", "Tú", "Tùng", "Vy", "Yến"};
static const char *const bare[] = {"Nguyen", "Tran", "Le", "Pham", "Hoang", "Lo", "Sung", "Vang"};

struct row {
    char name[64], born[16], sex[8], pid[16], mother[64], father[64], phone[16], unit[8];
    int person;
};

static unsigned draw(uint64_t *seed, unsigned n)
{
    *seed = mix64(*seed + 0x9e3779b97f4a7c15u);
    return (unsigned)((*seed >> 33) % n);
}

static void full_name(uint64_t *s, char out[64], unsigned f)
{
    snprintf(out, 64, "%s %s %s%s%s", family[f], middle[draw(s, 8)], given[draw(s, 30)],
        draw(s, 2) ? " " : "", "");
    snprintf(out + strlen(out), 64 - strlen(out), "%s", given[draw(s, 30)]);
}

/* One family's child; a third of the children have a second record with errors. */
static size_t add_child(struct row *r, uint64_t *s, int *person, const struct row *home, unsigned f)
{
    *r = *home;
    r->person = (*person)++;
    full_name(s, r->name, f);
    unsigned year = 2008 + draw(s, 16), sex = draw(s, 2);
    unsigned month = 1 + draw(s, 12), day = 1 + draw(s, 28);
    snprintf(r->born, sizeof r->born, "%04u-%02u-%02u", year, month, day);
    snprintf(r->sex, sizeof r->sex, "%s", sex ? "nữ" : "nam");
    if (draw(s, 2))
        snprintf(r->pid, sizeof r->pid, "011%u%02u%06u", 2 + sex, year % 100, draw(s, 1000000));
    if (draw(s, 3))
        return 1;
    r[1] = r[0];
    unsigned slip = draw(s, 5);
    if (slip == 0)
        snprintf(r[1].born, sizeof r->born, "%02u/%02u/%04u", month, day, year);
    else if (slip == 1)
        snprintf(r[1].name, sizeof r->name, "%.10s%s", bare[f], r[0].name + strlen(family[f]));
    else if (slip == 2)
        r[1].mother[0] = 0;
    else if (slip == 3)
        r[1].phone[0] = r[1].father[0] = 0;
    if (draw(s, 2))
        r[1].pid[0] = 0;
    return 2;
}

static struct row *make_rows(size_t want, size_t *n, size_t *pairs)
{
    struct row *r = calloc(want + 8, sizeof *r);
    uint64_t seed = 7;
    int person = 0;
    *n = *pairs = 0;
    while (*n < want) {
        struct row home = {0};
        unsigned f = draw(&seed, 8);
        full_name(&seed, home.mother, draw(&seed, 8));
        full_name(&seed, home.father, f);
        snprintf(home.phone, sizeof home.phone, "09%08u", draw(&seed, 100000000));
        snprintf(home.unit, sizeof home.unit, "%05u", draw(&seed, 40));
        for (unsigned k = 1 + draw(&seed, 3); k > 0 && *n < want; k--) {
            size_t added = add_child(r + *n, &seed, &person, &home, f);
            *pairs += added - 1;
            *n += added;
        }
    }
    return r;
}

static struct link_person person_of(const struct row *r)
{
    return (struct link_person){.name = str_of(r->name),
        .born = str_of(r->born),
        .sex = str_of(r->sex),
        .pid = str_of(r->pid),
        .mother = str_of(r->mother),
        .father = str_of(r->father),
        .phone = str_of(r->phone),
        .unit = str_of(r->unit)};
}

static struct link_set *run(
    const struct row *r, size_t n, int threads, int gate, struct link_found *out)
{
    struct link_options o = {.threads = threads, .threshold = (double)NAN};
    struct link_set *s = link_set_open(&o);
    s->gate = gate;
    for (size_t i = 0; i < n; i++) {
        struct link_person p = person_of(&r[i]);
        assert_int_equal(link_set_add(s, &p), OK);
    }
    assert_int_equal(link_set_run(s, out), OK);
    return s;
}

static void test_finds_doubles(void **state)
{
    (void)state;
    size_t n, pairs, right = 0;
    struct row *r = make_rows(3000, &n, &pairs);
    struct link_found f;
    struct link_set *s = run(r, n, 1, GATE_AVX512, &f);
    for (size_t i = 0; i < f.npairs; i++)
        right += r[f.pairs[i].a].person == r[f.pairs[i].b].person;
    double precision = (double)right / (double)f.npairs, recall = (double)right / (double)pairs;
    if (precision < .985 || recall < .97)
        fail_msg("precision %.4f recall %.4f", precision, recall);
    assert_true(f.expected > .9 * (double)pairs && f.expected < 1.1 * (double)pairs);
    link_set_close(s);
    free(r);
}

static void test_same_for_all_ways(void **state)
{
    (void)state;
    size_t n, pairs;
    struct row *r = make_rows(2500, &n, &pairs);
    struct link_found a, b;
    struct link_set *s = run(r, n, 1, GATE_AVX512, &a);
    static const int ways[][2] = {
        {1, GATE_PLAIN}, {1, GATE_AVX2}, {2, GATE_AVX512}, {5, GATE_PLAIN}};
    for (size_t k = 0; k < COUNT(ways); k++) {
        struct link_set *t = run(r, n, ways[k][0], ways[k][1], &b);
        assert_int_equal(a.npairs, b.npairs);
        assert_memory_equal(a.pairs, b.pairs, a.npairs * sizeof *a.pairs);
        assert_memory_equal(a.cluster, b.cluster, n * sizeof *a.cluster);
        assert_true(a.candidates == b.candidates);
        link_set_close(t);
    }
    link_set_close(s);
    free(r);
}

static void test_explanation(void **state)
{
    (void)state;
    size_t n, pairs;
    struct row *r = make_rows(400, &n, &pairs);
    uint64_t seed = 3;
    for (int i = 0; i < 120; i++) {
        struct link_person a = person_of(&r[draw(&seed, 400)]), b = person_of(&r[draw(&seed, 400)]);
        struct link_reason why[LINK_FIELD__COUNT], back[LINK_FIELD__COUNT];
        double bits, chance, bits2, chance2, sum = 0;
        size_t k = link_explain(NULL, NULL, &a, &b, why, &bits, &chance);
        for (size_t j = 0; j < k; j++)
            sum += why[j].bits;
        assert_true(fabs(sum - bits) < 1e-3);
        assert_true(chance >= 0 && chance <= 1);
        assert_int_equal(link_explain(NULL, NULL, &b, &a, back, &bits2, &chance2), k);
        assert_true(bits == bits2);
    }
    free(r);
}

/* ---- quick ways beside plain ones --------------------------------------------------------------
 */

static void test_word_end(void **state)
{
    (void)state;
    static const char letters[] = "aNg\xe1\xbb\x85-.,/'`\"();_|*+ !#0~\t";
    uint64_t seed = 11;
    for (int round = 0; round < 20000; round++) {
        char room[64 + WORD_SLACK];
        size_t n = 1 + draw(&seed, 40), at = draw(&seed, (unsigned)n);
        memset(room, draw(&seed, 2) ? ' ' : 'x', sizeof room);
        for (size_t i = 0; i < n; i++) /* long words and short ones */
            room[i] = draw(&seed, 4) ? 'n' : letters[draw(&seed, sizeof letters - 1)];
        uint64_t quick[2], plain[2];
        const char *end = room + n, *p = word_end(room + at, end, quick);
        assert_ptr_equal(p, word_end_plain(room + at, end, plain));
        if (p - room - (long)at <= 16)
            assert_memory_equal(quick, plain, sizeof plain);
    }
}

/* Words of the register's names, as a list of numbers. */
static struct vocab *some_words(uint32_t *n)
{
    struct vocab *v = vocab_open();
    struct reader *r = reader_open(v);
    struct word w[8];
    static const char *const odd[] = {"Ngyuễn", "nA", "An", "Am", "Y", "I", "H", "Hoàng", "Huỳnh",
        "Trang", "Chang", "Mạnhh", "Khnah", "Khanh", "Vũ", "Võ", "Bin", "Phươngg", "Phuognw"};
    for (size_t i = 0; i < COUNT(odd); i++)
        (void)reader_words(r, str_of(odd[i]), w, 8);
    for (size_t i = 0; i < COUNT(given); i++)
        (void)reader_words(r, str_of(given[i]), w, 8);
    reader_close(r);
    *n = vocab_size(v);
    return v;
}

static void test_like_words(void **state)
{
    (void)state;
    uint32_t n;
    struct vocab *v = some_words(&n);
    const struct tok *t = vocab_toks(v);
    vocab_like(v, 2);
    size_t like = 0;
    for (uint32_t a = 1; a < n; a++)
        for (uint32_t b = 1; b < a; b++) {
            bool plain = word_likeness(&t[a], &t[b]) != LIKE_NOT;
            assert_true(plain == (word_likeness(&t[b], &t[a]) != LIKE_NOT));
            if (plain)
                assert_true(word_may_be_like(&t[a], &t[b]));
            assert_true(plain == (t[a].like[b / 64] >> (b % 64) & 1));
            like += plain;
        }
    assert_true(like > 10 && like < n * n / 8);
    vocab_close(v);
}

static void test_sums_of_scores(void **state)
{
    (void)state;
    struct link_model m = *link_model_default();
    struct score_sums *sums = malloc(sizeof *sums);
    uint64_t seed = 5;
    score_sums_open(sums, &m);
    for (int i = 0; i < 5000; i++) {
        struct agreement g = {.rare = {(int16_t)(-(int)draw(&seed, 900)), 0, 0}};
        for (int f = 0; f < CMP_FIELDS; f++)
            g.pattern |= draw(&seed, cmp_levels[f]) << cmp_shift[f];
        int32_t plain[CLASSES], quick[CLASSES];
        score_classes(&m, &g, plain);
        score_quickly(sums, g.pattern, g.rare[0], quick);
        assert_memory_equal(plain, quick, sizeof plain);
        struct cand c = {.pattern = g.pattern, .rare = g.rare[0]};
        assert_int_equal(cand_score(sums, &c), score_of(&m, &g));
    }
    free(sums);
}

/* What is dropped at a glance is nobody's double; what is kept agrees as compare() says. */
static void test_glance(void **state)
{
    (void)state;
    size_t n, pairs, doubles = 0, lost = 0, dropped = 0, all = 0;
    struct row *r = make_rows(1500, &n, &pairs);
    struct link_found f;
    struct link_set *s = run(r, n, 1, GATE_PLAIN, &f);
    const struct tok *t = vocab_toks(s->vocab);
    struct likely likely;
    likely_open(&likely, &s->model);
    for (size_t a = 1; a < n; a++)
        for (size_t b = a > 40 ? a - 40 : 0; b < a; b++) {
            struct agreement plain, quick;
            compare(t, NULL, &s->model, &s->rec[a], &s->rec[b], &plain);
            bool kept = compare_likely(&likely, t, NULL, &s->rec[a], &s->rec[b], &quick);
            all++;
            dropped += !kept;
            if (kept)
                assert_memory_equal(&plain, &quick, sizeof plain);
            bool likely_double = score_of(&s->model, &plain) > 2 * BIT;
            doubles += likely_double;
            lost += likely_double && !kept;
        }
    if (doubles < 100 || lost > doubles / 200 || dropped < all / 2)
        fail_msg("%zu of %zu lost, %zu of %zu dropped", lost, doubles, dropped, all);
    link_set_close(s);
    free(r);
}

static struct lrec read_person(struct reader *r, const char *name, const char *pid)
{
    struct lrec out;
    struct link_person p = {.name = str_of(name), .pid = str_of(pid)};
    lrec_read(r, NULL, &p, &out);
    return out;
}

static void test_what_is_no_name(void **state)
{
    (void)state;
    struct vocab *v = vocab_open();
    struct reader *r = reader_open(v);
    static const char *const fillers[] = {
        "KhongRỏ", "Trẻ Sơ Sin", "Chưa Tên", "Chua DatTen", "Bé Trâi", "Bé Gái"};
    for (size_t i = 0; i < COUNT(fillers); i++)
        assert_int_equal(read_person(r, fillers[i], "").set[0], 0);
    struct lrec child = read_person(r, "Thảo Con chị Phạm Thị Phương", "");
    assert_int_equal(child.set[0], 0);
    assert_true(child.set[1] != 0);
    assert_true(read_person(r, "Bế Gia Khánh", "").set[0] != 0);
    assert_true(read_person(r, "Trần Sơn", "").set[0] != 0);
    struct lrec known = read_person(r, "Lò Thị An", "011315000417");
    assert_int_equal(known.year, 2015 - 1899);
    assert_int_equal(lrec_sex(&known), SEX_FEMALE);
    reader_close(r);
    vocab_close(v);
}

static enum name_level level_between(struct reader *r, const char *a, const char *b)
{
    struct lrec x = read_person(r, a, ""), y = read_person(r, b, "");
    int rare;
    enum name_level level = child_level(vocab_toks(reader_vocab(r)), &x, &y, false, &rare);
    assert_int_equal(level, child_level(vocab_toks(reader_vocab(r)), &y, &x, false, &rare));
    return level;
}

static void test_levels_of_names(void **state)
{
    (void)state;
    struct vocab *v = vocab_open();
    struct reader *r = reader_open(v);
    assert_true(level_between(r, "Vương Tuệ An", "Vương Tuệ Am") <= NAME_FUZZY);
    assert_true(level_between(r, "Trịnh Bảo An", "Trịnh Bảo nA") <= NAME_FUZZY);
    assert_int_equal(level_between(r, "NguuyễnQuốc Minh", "Nguyễn Quốcminh"), NAME_FUZZY);
    assert_int_equal(level_between(r, "Lê BảoAn", "Lê Bảo An"), NAME_ORDER);
    assert_int_equal(level_between(r, "Thao My Ngo", "Ngo Thi Thao My"), NAME_SHORT);
    assert_true(level_between(r, "Trần Thị An", "Trần Thị") > NAME_FUZZY);
    assert_true(level_between(r, "Lê Minh Anh", "Lê Minh Khôi") > NAME_FUZZY);
    reader_close(r);
    vocab_close(v);
}

/* ---- units --------------------------------------------------------------------------------------
 */

static void test_units(void **state)
{
    (void)state;
    struct link_units *u = NULL;
    assert_int_equal(
        link_units_read(STR("code,successor,area\n1,9,A\n2,9,A\n3,9,A\n3,8,A\n9,,A\n8,,B\n"), &u),
        OK);
    struct place one = link_units_place(u, STR("1")), two = link_units_place(u, STR("2"));
    struct place split = link_units_place(u, STR("3")), now = link_units_place(u, STR("9"));
    assert_true(one.id == two.id && one.id == now.id && !one.split);
    assert_true(split.split && link_units_same(u, split.id, now.id));
    assert_true(link_units_same(u, split.id, link_units_place(u, STR("8")).id));
    assert_false(link_units_same(u, one.id, link_units_place(u, STR("77")).id));
    assert_int_equal(link_units_place(u, STR("")).id, 0);
    link_units_close(u);
    assert_int_equal(link_units_read(STR("code,successor,area\nonly\n"), &u), ERR_INVALID);
}

/* ---- files --------------------------------------------------------------------------------------
 */

static const char *write_file(const char *name, const void *data, size_t n)
{
    static char path[2][128];
    static int turn;
    turn = !turn;
    snprintf(path[turn], sizeof path[0], "/tmp/t_link.%d.%s", (int)getpid(), name);
    FILE *f = fopen(path[turn], "w");
    assert_non_null(f);
    fwrite(data, 1, n, f);
    fclose(f);
    return path[turn];
}

static enum err dedupe(const char *data, size_t n, struct link_report *out, char *pairs, size_t cap)
{
    const char *in = write_file("csv", data, n), *to = write_file("pairs", "", 0);
    struct link_job job = {
        .in = in, .pairs = to, .options = {.threads = 2, .threshold = (double)NAN}};
    *out = (struct link_report){0};
    enum err e = link_dedupe(&job, out);
    FILE *f = fopen(to, "r");
    pairs[fread(pairs, 1, cap - 1, f)] = 0;
    fclose(f);
    unlink(in);
    unlink(to);
    return e;
}

static void test_lists(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum err e;
        size_t records, pairs, faults;
    } cases[] = {
        {"", ERR_INVALID, 0, 0, 0},
        {"ho_ten\nAn\n", ERR_INVALID, 0, 0, 0},
        {"\xff\xfem\0a\0", ERR_INVALID, 0, 0, 0},
        {"ma,ho_ten\n", OK, 0, 0, 0},
        {"ma,ho_ten\n1,An", OK, 1, 0, 0},
        {"\xef\xbb\xbfho_ten;ma;ma;x\n\"Lê; An\";1;2;\n\n", OK, 1, 0, 1},
        {"ma\tho_ten\tngay_sinh\r\n1\tAn\thôm qua\r\n\tBình\t2015\r\n", OK, 2, 0, 2},
        {"ma,ho_ten\n1,\xcc\x81\xcc\x81\n2,\xe2\x80\x8f\xe2\x80\x8e\n3,\xff\xfe\x80\n4,\"mo\n", OK,
            4, 0, 0},
        {"ma,ho_ten,ngay_sinh,so_dinh_danh,ho_ten_me,xa\n"
         "a,Sùng A Dế,2015-03-04,011215000417,Vàng Thị Mỷ,03325\n"
         "b,SUNG A DE,04/03/2015,011215000417,VANG THI MY,03325\n"
         "c,Lò Văn Pâng,2011-07-09,,Quàng Thị Ín,03326\n",
            OK, 3, 1, 0},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct link_report r;
        char pairs[4096];
        enum err e = dedupe(cases[i].text, strlen(cases[i].text), &r, pairs, sizeof pairs);
        if (e != cases[i].e || r.records != cases[i].records || r.pairs != cases[i].pairs ||
            r.faults != cases[i].faults)
            fail_msg("list %zu: error %d, %zu records, %zu pairs, %zu faults", i, e, r.records,
                r.pairs, r.faults);
        if (r.pairs == 1) {
            assert_non_null(strstr(pairs, "\na,b,"));
            assert_non_null(strstr(pairs, "Số định danh: giống nhau +"));
        }
    }
}

static void test_long_cells(void **state)
{
    (void)state;
    static char text[12000];
    size_t n = (size_t)snprintf(text, sizeof text, "ma,ho_ten\n1,");
    memset(text + n, 'a', 10000);
    n += 10000;
    memcpy(text + n, "\n2,A\0n\n", 7);
    struct link_report r;
    char pairs[256];
    assert_int_equal(dedupe(text, n + 7, &r, pairs, sizeof pairs), OK);
    assert_int_equal(r.records, 2);
    assert_int_equal(r.faults, 2);
}

int main(void)
{
    cmocka_set_message_output(CM_OUTPUT_TAP);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_forms),
        cmocka_unit_test(test_fields),
        cmocka_unit_test(test_finds_doubles),
        cmocka_unit_test(test_same_for_all_ways),
        cmocka_unit_test(test_explanation),
        cmocka_unit_test(test_word_end),
        cmocka_unit_test(test_like_words),
        cmocka_unit_test(test_sums_of_scores),
        cmocka_unit_test(test_glance),
        cmocka_unit_test(test_what_is_no_name),
        cmocka_unit_test(test_levels_of_names),
        cmocka_unit_test(test_units),
        cmocka_unit_test(test_lists),
        cmocka_unit_test(test_long_cells),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
