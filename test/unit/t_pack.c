// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Loading packs. test/pack/ok/nho is a small whole pack. Each test/pack/bad/NAME.txt changes files
 * of it and tells the complaints that must come: sections "@ FILE" hold a file's new text, "@-
 * FILE" takes a file away, "@ expect" the complaints (file:line:col: text). MANG_TEST_UPDATE=1
 * writes the complaints that came into the file; read them before you commit.
 */
#include "pack_files.h"

static const struct pack *load_ok(struct arena *a, const char *dir)
{
    struct files *fs = pack_dir(a, dir);
    const struct pack *p = NULL;
    struct pack_errors errs;
    if (pack_load(a, fs->v, fs->n, &p, &errs) != OK)
        fail_msg("%s", complaints(a, &errs));
    return p;
}

/* ---- the small pack -------------------------------------------------------------------------- */

static void test_small(void **state)
{
    (void)state;
    AUTO_ARENA *a = arena_open();
    const struct pack *p = load_ok(a, SMALL);
    assert_string_equal(p->id, "nho");
    assert_string_equal(p->label.en, "A small pack");
    assert_int_equal(strlen(p->version), 16);
    assert_int_equal(p->nholidays, 4);
    assert_int_equal(p->holidays[1].offset_from, -1);
    assert_int_equal(p->holidays[1].offset_to, 3);
    assert_false(p->holidays[2].working);
    assert_true(p->holidays[3].working);

    const struct codelist *l = pack_list(p, "muc_do");
    assert_string_equal(l->codes[1].label.en, "Thấp");
    assert_string_equal(l->source.to, "2026-01-01");
    assert_true(l->source.verify);
    assert_ptr_equal(list_code(l, STR("cao")), &l->codes[0]);
    assert_null(list_code(l, STR("ca")));
    assert_null(list_code(l, STR("caoo")));
    assert_string_equal(pack_list(p, "nhom_khac")->codes[1].parent, "a");

    const struct role *r = pack_role(p, "can_bo");
    assert_int_equal(r->ncan, 4);
    assert_int_equal(r->sees, CLASS_PERSONAL);
    assert_true(r->secret_if_member);
    assert_null(pack_role(p, "ai"));
    assert_ptr_equal(pack_doc(p, "mau_01")->reg, pack_reg(p, "ca"));
}

static void test_small_register(void **state)
{
    (void)state;
    AUTO_ARENA *a = arena_open();
    const struct pack *p = load_ok(a, SMALL);
    const struct reg *ca = pack_reg(p, "ca"), *tin = pack_reg(p, "tin");
    assert_int_equal(ca->nfields, 7);
    assert_string_equal(ca->plural.vi, "Ca bảo vệ");
    assert_string_equal(tin->plural.vi, "Các tin");
    assert_ptr_equal(tin->parent, ca);
    assert_null(reg_field(ca, "khong_co"));
    const struct field *f = reg_field(ca, "noi_dung");
    assert_int_equal(f->cls, CLASS_SECRET);
    assert_int_equal(f->max_len, 500);
    assert_ptr_equal(f->owner, ca);
    assert_ptr_equal(&ca->fields[f->slot], f);
    assert_int_equal(f->pos.line, 19);
    assert_int_equal(f->pos.col, 9);
    assert_ptr_equal(reg_field(ca, "tin_them")->reg, tin);
    assert_true(reg_field(ca, "ngay")->full_date);
    assert_int_equal(expr_type(reg_field(ca, "gap_doi")->compute), X_REAL);

    assert_int_equal(ca->nforms, 2);
    assert_ptr_equal(reg_form(ca, NULL), ca->forms);
    assert_int_equal(ca->forms[0].nsections, 2);
    assert_ptr_equal(ca->forms[0].sections[1].fields[0], f);
    assert_ptr_equal(reg_form(ca, "nhanh")->sections[0].fields[1], reg_field(ca, "muc_do"));
    assert_null(reg_form(ca, "cham"));
    assert_int_equal(ca->ncolumns, 2);
    assert_ptr_equal(ca->columns[1], reg_field(ca, "ngay"));
    assert_true(ca->checks[1].warning);
    assert_ptr_equal(ca->checks[0].field, reg_field(ca, "ngay"));
    assert_string_equal(reg_field(tin, "muc_do")->anchors[1].en, "Light");
    assert_true(reg_field(tin, "ten")->searched);
}

static void test_small_procedure(void **state)
{
    (void)state;
    AUTO_ARENA *a = arena_open();
    const struct pack *p = load_ok(a, SMALL);
    const struct procedure *x = pack_proc(p, "xu_ly");
    assert_ptr_equal(pack_reg(p, "ca")->procedure, x);
    const struct step *start = proc_step(x, "tiep_nhan"), *lam = proc_step(x, "lam");
    assert_true(start->start);
    assert_ptr_equal(start->proc, x);
    assert_int_equal(lam->slot, 1);
    assert_ptr_equal(start->form, pack_reg(p, "tin")->forms);
    assert_int_equal(start->nsets, 3);
    assert_ptr_equal(start->sets[0].field, reg_field(x->reg, "muc_do"));
    assert_string_equal(start->docs[0], "mau_01");
    assert_string_equal(start->verb.vi, "Tiếp nhận");
    assert_string_equal(lam->verb.vi, "Bắt tay làm");
    assert_int_equal(lam->nguards, 2);
    assert_false(lam->guards[0].of_form);
    assert_true(lam->guards[1].of_form);
    assert_int_equal(lam->ntargets, 2);
    assert_ptr_equal(lam->to[1].state, proc_state(x, "xong"));
    assert_int_equal(proc_step(x, "dong")->nfrom, 2);
    const struct clock *c = &x->clocks[0];
    assert_int_equal(c->span, SPAN_HOURS);
    assert_int_equal(c->limit, 12);
    assert_int_equal(c->again[1], 48);
    assert_int_equal(c->every, 24);
    assert_ptr_equal(c->cancels[0], proc_step(x, "dong"));
}

/* ---- names ----------------------------------------------------------------------------------- */

struct name_case {
    const char *text;
    enum name_kind kind;
    const char *reg, *field;
};

static struct xname only_name(struct arena *a, const struct pack_names *n, const char *text)
{
    struct expr_scope s = pack_scope(n);
    struct pack_error err;
    enum xtype t;
    int slot = -1;
    if (!expr_parse(a, str_of(text), (struct pos){"t", 1, 1}, &s, &err))
        fail_msg("%s: %s", text, err.text);
    assert_true(s.lookup(&s, str_of(text), &t, &slot));
    return pack_name(n->pack, slot);
}

static void check_names(
    struct arena *a, const struct pack_names *n, const struct name_case *c, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct xname x = only_name(a, n, c[i].text);
        assert_int_equal(x.kind, c[i].kind);
        if (c[i].reg) {
            assert_string_equal(x.reg->id, c[i].reg);
            assert_string_equal(x.field->id, c[i].field);
        }
        if (x.kind == NAME_DONE)
            assert_string_equal(x.step->id, c[i].field);
    }
}

static void test_names(void **state)
{
    (void)state;
    AUTO_ARENA *a = arena_open();
    const struct pack *p = load_ok(a, SMALL);
    static const struct name_case IN_STEP[] = {{"muc_do", NAME_FIELD, "ca", "muc_do"},
        {"ca.muc_do", NAME_FIELD, "ca", "muc_do"}, {"form.tiep", NAME_FORM, "tin", "tiep"},
        {"tin.muc_do", NAME_LATEST, "tin", "muc_do"}, {"steps.dong", NAME_DONE, NULL, "dong"},
        {"state", NAME_STATE, NULL, NULL}, {"unit", NAME_UNIT, NULL, NULL},
        {"code", NAME_CODE, NULL, NULL}};
    static const struct name_case IN_REG[] = {{"muc_do", NAME_FIELD, "tin", "muc_do"},
        {"form.tiep", NAME_FIELD, "tin", "tiep"}, {"parent.muc_do", NAME_PARENT, "ca", "muc_do"},
        {"ca.so", NAME_PARENT, "ca", "so"}, {"ngay", NAME_PARENT, "ca", "ngay"},
        {"tin.tiep", NAME_LATEST, "tin", "tiep"}, {"steps.lam", NAME_DONE, NULL, "lam"}};
    const struct procedure *x = pack_proc(p, "xu_ly");
    const struct pack_names step = {.pack = p, .proc = x, .step = proc_step(x, "lam")};
    const struct pack_names reg = {.pack = p, .reg = pack_reg(p, "tin")};
    check_names(a, &step, IN_STEP, COUNT(IN_STEP));
    check_names(a, &reg, IN_REG, COUNT(IN_REG));
    const struct pack_names no_form = {.pack = p, .proc = x, .step = proc_step(x, "dong")};
    struct expr_scope s = pack_scope(&no_form);
    enum xtype t;
    int slot;
    assert_false(s.lookup(&s, STR("form.tiep"), &t, &slot));
    assert_false(s.lookup(&s, STR("tin_them"), &t, &slot));
    assert_false(s.lookup(&s, STR("steps.khong"), &t, &slot));
    assert_false(s.lookup(&s, STR("khong.muc_do"), &t, &slot));
    assert_true(s.lookup(&s, STR("noi_dung"), &t, &slot));
    assert_null(pack_column(p, slot)); /* secret */
    assert_true(s.lookup(&s, STR("muc_do"), &t, &slot));
    assert_string_equal(pack_column(p, slot), "muc_do");
    assert_true(s.lookup(&s, STR("tin.muc_do"), &t, &slot));
    assert_null(pack_column(p, slot));
    assert_true(s.lookup(&s, STR("unit"), &t, &slot));
    assert_string_equal(pack_column(p, slot), "unit");
}

/* ---- version --------------------------------------------------------------------------------- */

static const char *version_of(struct arena *a, struct files *fs)
{
    const struct pack *p = NULL;
    struct pack_errors errs;
    assert_int_equal(pack_load(a, fs->v, fs->n, &p, &errs), OK);
    return p->version;
}

static void test_version(void **state)
{
    (void)state;
    AUTO_ARENA *a = arena_open();
    struct files *fs = pack_dir(a, SMALL);
    const char *first = version_of(a, fs);
    struct pack_file swap = fs->v[0];
    fs->v[0] = fs->v[fs->n - 1];
    fs->v[fs->n - 1] = swap;
    assert_string_equal(version_of(a, fs), first);
    for (size_t i = 0; i < fs->n; i++)
        if (streq(fs->v[i].name, "documents/mau_01.docx"))
            fs->v[i].data = STR("docy");
    assert_string_not_equal(version_of(a, fs), first);
}

/* ---- complaints ------------------------------------------------------------------------------ */

static void update(const char *path, struct str text, size_t head, const char *got)
{
    FILE *f = fopen(path, "wb");
    fwrite(text.p, 1, head, f);
    fputs(got, f);
    fclose(f);
}

static void run_case(const char *path)
{
    AUTO_ARENA *a = arena_open();
    struct files *fs = pack_dir(a, SMALL);
    struct str text = read_all(a, path);
    size_t head;
    struct str want = apply_case(fs, text, &head);
    const struct pack *p = NULL;
    struct pack_errors errs = {0};
    enum err e = pack_load(a, fs->v, fs->n, &p, &errs);
    const char *got = complaints(a, &errs);
    if (getenv("MANG_TEST_UPDATE"))
        update(path, text, head, got);
    else if (!str_is(want, got))
        fail_msg("%s: wanted\n" STR_FMT "got\n%s", path, STR_ARG(want), got);
    assert_int_equal(e, ERR_INVALID);
    assert_null(p);
}

static void test_complaints(void **state)
{
    (void)state;
    AUTO_ARENA *a = arena_open();
    struct dirent **e;
    int n = scandir("test/pack/bad", &e, NULL, alphasort), ran = 0;
    for (int i = 0; i < n; i++) {
        if (str_ends(str_of(e[i]->d_name), ".txt") && ++ran)
            run_case(arena_printf(a, "test/pack/bad/%s", e[i]->d_name));
        free(e[i]);
    }
    if (n >= 0)
        free(e);
    assert_true(ran > 10);
}

/* Not more than 200, and no crash when there are thousands. */
static void test_many_faults(void **state)
{
    (void)state;
    AUTO_ARENA *a = arena_open();
    struct files *fs = pack_dir(a, SMALL);
    struct buf b = buf_in(a, 1 << 20);
    buf_puts(&b, "lists:\n");
    for (int i = 0; i < 3000; i++)
        buf_printf(&b, "  - {list: X%d}\n", i);
    put_file(fs, "lists/chung.yaml", buf_view(&b), false);
    const struct pack *p = NULL;
    struct pack_errors errs = {0};
    assert_int_equal(pack_load(a, fs->v, fs->n, &p, &errs), ERR_INVALID);
    assert_int_equal(errs.n, 200);
    assert_string_equal(errs.v[0].pos.file, "lists/chung.yaml");
    assert_int_equal(errs.v[0].pos.line, 2);
}

/* The pack that is shipped, when it is there. */
static void test_vn(void **state)
{
    (void)state;
    struct stat st;
    if (stat("packs/vn/pack.yaml", &st) != 0) {
        print_message("# packs/vn is not here\n");
        return;
    }
    AUTO_ARENA *a = arena_open();
    int64_t t = clock_mono_us();
    const struct pack *p = load_ok(a, "packs/vn");
    print_message("# packs/vn read and loaded in %lld us\n", (long long)(clock_mono_us() - t));
    assert_non_null(pack_reg(p, "ca"));
    assert_non_null(pack_proc(p, "bao_ve_tre_em"));
    const struct reg *r = pack_reg(p, "tre_em");
    const struct identity *who = r->identity;
    assert_ptr_equal(who->pid, reg_field(r, "so_dinh_danh"));
    assert_true(who->name && who->other_name && who->born && who->sex && who->mother);
    assert_true(who->father && who->phone && who->village);
    assert_non_null(r->active);
    assert_int_equal(reg_mark(r, "khong_di_hoc")->kind, MARK_RISK);
    assert_int_equal(reg_mark(r, "so_sai_dang")->kind, MARK_MEND);
    assert_null(reg_mark(r, "khong_co"));
    assert_int_equal(expr_type(reg_field(r, "nhom_hcdb")->compute), X_SET);
}

int main(void)
{
    const struct CMUnitTest pack[] = {
        cmocka_unit_test(test_small),
        cmocka_unit_test(test_small_register),
        cmocka_unit_test(test_small_procedure),
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_version),
        cmocka_unit_test(test_complaints),
        cmocka_unit_test(test_many_faults),
        cmocka_unit_test(test_vn),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("pack", pack, NULL, NULL);
}
