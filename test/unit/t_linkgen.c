// SPDX-License-Identifier: AGPL-3.0-or-later
/* The generator of bench/: its truth is consistent with its records, for every kind. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/text.h"
#include "link/link.h"
#include "../../bench/linkgen/linkgen.h"

enum { MANY = 4000 };
struct made {
    char *text[3]; /* records, truth, units */
    size_t n[3];
};

static struct made make(enum kind kind, uint64_t seed)
{
    struct made m;
    FILE *f[3];
    for (int i = 0; i < 3; i++)
        f[i] = open_memstream(&m.text[i], &m.n[i]);
    linkgen_run(&(struct linkgen){MANY, seed, kind, 900, f[0], f[1], f[2]});
    for (int i = 0; i < 3; i++)
        fclose(f[i]);
    return m;
}

static void drop(struct made *m)
{
    for (int i = 0; i < 3; i++)
        free(m->text[i]);
}

static size_t cells(struct str line, struct str v[], size_t max)
{
    size_t n = 0;
    struct str part;
    while (str_split(&line, ',', &part))
        if (n++ < max)
            v[n - 1] = part;
    return n;
}

static int64_t number(struct str s)
{
    int64_t n = -1;
    assert_true(str_to_int(s, &n));
    return n;
}

static void test_every_record_is_whole_and_has_a_truth(void **state)
{
    (void)state;
    for (enum kind kind = KIND_ORDINARY; kind <= KIND_FEBRL4; kind++) {
        if (kind == KIND_FEBRL1) /* is shorter */
            continue;
        struct made m = make(kind, 5);
        struct str data = {m.text[0], m.n[0]}, truth = {m.text[1], m.n[1]}, a, b, v[11], t[5];
        assert_true(text_utf8_ok(data));
        str_split(&data, '\n', &a);
        str_split(&truth, '\n', &b);
        for (int64_t i = 1; i <= MANY; i++) {
            assert_true(str_split(&data, '\n', &a) && str_split(&truth, '\n', &b));
            assert_int_equal(cells(a, v, COUNT(v)), 11);
            assert_int_equal(cells(b, t, COUNT(t)), 5);
            assert_int_equal(number(v[0]), i);
            assert_int_equal(number(t[0]), i);
            if (kind < KIND_ENGLISH)
                assert_int_equal(number(t[1]) / KIDS_MAX, number(t[2]));
        }
        assert_true(data.n == 0 && truth.n == 0);
        drop(&m);
    }
}

static void test_a_seed_gives_one_file(void **state)
{
    (void)state;
    struct made a = make(KIND_HARD, 7), b = make(KIND_HARD, 7), c = make(KIND_HARD, 8);
    assert_int_equal(a.n[0], b.n[0]);
    assert_memory_equal(a.text[0], b.text[0], a.n[0]);
    assert_memory_equal(a.text[1], b.text[1], a.n[1]);
    assert_false(a.n[0] == c.n[0] && !memcmp(a.text[0], c.text[0], a.n[0]));
    drop(&a);
    drop(&b);
    drop(&c);
}

/* Records of one person agree where neither has an error. */
struct seen {
    struct str born, sex;
    bool any;
};

static void compare(struct seen *was, struct str v[11], uint64_t errors)
{
    enum { MORE = E_DOB_MISSING + 1 };
    AUTO_ARENA *a = arena_open();
    struct cal_date d, before;
    for (int e = E_DOB_SWAP; e < MORE; e++)
        if (errors & ERROR_BIT(e))
            return;
    if (was->any && v[3].n != 8 && was->born.n != 8) {
        assert_null(cal_parse(a, v[3], &d));
        assert_null(cal_parse(a, was->born, &before));
        assert_int_equal(cal_day(d), cal_day(before));
    }
    was->born = v[3];
    if (errors & (ERROR_BIT(E_SEX) | ERROR_BIT(E_NO_SEX)))
        return;
    if (was->sex.n)
        assert_true(str_eq(was->sex, v[4]));
    was->sex = v[4];
    was->any = true;
}

static void test_what_has_no_error_is_the_same(void **state)
{
    (void)state;
    struct made m = make(KIND_HARD, 9);
    static struct seen seen[MANY * 2 * KIDS_MAX];
    struct str data = {m.text[0], m.n[0]}, truth = {m.text[1], m.n[1]}, a, b, v[11], t[5];
    str_split(&data, '\n', &a);
    str_split(&truth, '\n', &b);
    int again = 0;
    uint64_t met = 0;
    while (str_split(&data, '\n', &a) && str_split(&truth, '\n', &b) && a.n) {
        cells(a, v, COUNT(v));
        cells(b, t, COUNT(t));
        int64_t person = number(t[1]);
        assert_true(person >= 0 && person < (int64_t)COUNT(seen));
        again += seen[person].any;
        met |= (uint64_t)number(t[4]);
        compare(&seen[person], v, (uint64_t)number(t[4]));
    }
    assert_true(again > MANY / 20);
    for (int e = 0; e < E_FIELD; e++)
        if (!(met & ERROR_BIT(e)))
            fail_msg("never: %s", error_names[e]);
    drop(&m);
}

static void test_communes_are_in_the_units(void **state)
{
    (void)state;
    struct made m = make(KIND_ORDINARY, 3);
    static bool known[COMMUNES * 3 + 2];
    struct str data = {m.text[0], m.n[0]}, units = {m.text[2], m.n[2]}, line, v[11];
    str_split(&units, '\n', &line);
    while (str_split(&units, '\n', &line) && line.n) {
        assert_int_equal(cells(line, v, COUNT(v)), 3);
        known[number(v[0])] = true;
    }
    str_split(&data, '\n', &line);
    while (str_split(&data, '\n', &line) && line.n) {
        cells(line, v, COUNT(v));
        assert_true(v[10].n == 0 || known[number(v[10])]);
    }
    drop(&m);
}

static struct link_set *linked(const struct made *m, int threads, struct link_found *out)
{
    struct link_options o = {.threads = threads, .threshold = __builtin_nan("")};
    struct link_set *s = link_set_open(&o);
    struct str rest = {m->text[0], m->n[0]}, line, v[11];
    str_split(&rest, '\n', &line);
    while (str_split(&rest, '\n', &line) && cells(line, v, COUNT(v)) == COUNT(v)) {
        struct link_person p = {
            .name = v[1], .born = v[3], .pid = v[5], .village = v[9], .unit = v[10]};
        assert_int_equal(link_set_add(s, &p), OK);
    }
    assert_int_equal(link_set_run(s, out), OK);
    return s;
}

/* Of a set of one copy each: how many pairs are right. */
static size_t right_pairs(const struct made *m, const struct link_found *f)
{
    enum { RECORDS = 1000 };
    struct str rest = {m->text[1], m->n[1]}, line, v[5];
    int64_t person[RECORDS];
    size_t right = 0;
    str_split(&rest, '\n', &line);
    for (int i = 0; i < RECORDS; i++) {
        assert_true(str_split(&rest, '\n', &line));
        assert_int_equal(cells(line, v, COUNT(v)), COUNT(v));
        person[i] = number(v[1]);
    }
    for (size_t i = 0; i < f->npairs; i++)
        right += person[f->pairs[i].a] == person[f->pairs[i].b];
    return right;
}

static void test_a_list_without_parents_is_linked(void **state)
{
    (void)state;
    enum { PAIRS = 500 };
    for (uint64_t seed = 1; seed <= 3; seed++) {
        struct made m = make(KIND_FEBRL1, seed);
        struct link_found a, b;
        struct link_set *s = linked(&m, 1, &a), *t = linked(&m, 3, &b);
        size_t right = right_pairs(&m, &a);
        double f1 = 2 * (double)right / (double)(a.npairs + PAIRS);
        if (f1 < .998)
            fail_msg("seed %d: F1 %.4f", (int)seed, f1);
        assert_int_equal(a.npairs, b.npairs);
        assert_memory_equal(a.pairs, b.pairs, a.npairs * sizeof *a.pairs);
        link_set_close(s);
        link_set_close(t);
        drop(&m);
    }
}

int main(void)
{
    cmocka_set_message_output(CM_OUTPUT_TAP);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_record_is_whole_and_has_a_truth),
        cmocka_unit_test(test_a_seed_gives_one_file),
        cmocka_unit_test(test_what_has_no_error_is_the_same),
        cmocka_unit_test(test_communes_are_in_the_units),
        cmocka_unit_test(test_a_list_without_parents_is_linked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
