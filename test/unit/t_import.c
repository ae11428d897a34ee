// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Lists into the register, on both databases: what old files hold, storing in stretches with a stop
 * in the middle, taking back, and our own export brought in again.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "cmd/cmd_int.h"
#include "webtest.h"

#include "import/import.h"

#include <signal.h>
#include <sys/wait.h>
#include <time.h>
#include <xlsxwriter.h>

static struct websys sys;
static struct web_base base;

struct done {
    const char *id;
    struct import im;
    const struct import_fault *faults;
    size_t n;
};

static void must(enum err e)
{
    if (e)
        fail_msg("%s: %s", err_name(e), err_detail());
}

typedef enum err step_fn(struct act *act, const char *id);

static void in_act(step_fn *fn, const char *id)
{
    struct act *act = act_new(&sys.site->site, sys.a, NULL, "", "");
    must(act_write(act));
    must(fn(act, id));
    must(act_commit(act, NULL));
    act_end(act);
}

static struct done look(const char *id)
{
    struct done d = {.id = id};
    struct act *act = act_new(&sys.site->site, sys.a, NULL, "", "");
    must(act_read(act));
    must(import_get(act, id, &d.im));
    must(import_faults(act, id, IMPORT_FAULT, &d.faults, &d.n));
    act_end(act);
    return d;
}

static struct done work(const char *id, bool (*progress)(void *, const char *, int64_t, int64_t))
{
    static int calls;
    calls = 0;
    struct import_work w = {.site = &sys.site->site, .progress = progress, .ctx = &calls};
    enum err e = import_do(&w, id);
    if (e != ERR_BUSY)
        must(e);
    return look(id);
}

static struct done check(struct str bytes)
{
    struct act *act = act_new(&sys.site->site, sys.a, NULL, "", "");
    struct import_new in = {.reg = pack_reg(sys.site->site.pack, "tre_em"),
        .province = "11",
        .unit = "03158",
        .file = "x",
        .bytes = bytes,
        .keep = true};
    const char *id = NULL;
    must(act_write(act));
    must(import_add(act, &in, &id));
    must(act_commit(act, NULL));
    act_end(act);
    return work(id, NULL);
}

static struct done store(struct done d)
{
    in_act(import_accept, d.id);
    return work(d.id, NULL);
}

/* All children as "name|born|sex|…" lines, by name. */
static const char *children(const char *const *fields)
{
    const struct reg *reg = pack_reg(sys.site->site.pack, "tre_em");
    struct act *act = act_new(&sys.site->site, sys.a, NULL, "", "");
    struct rec_query q = {.reg = reg, .order = reg_field(reg, "ho_ten"), .limit = 5000};
    struct rec **v;
    size_t n;
    must(act_read(act));
    must(rec_list(act, &q, &v, &n, NULL));
    struct buf b = buf_in(sys.a, 1 << 20);
    for (size_t i = 0; i < n; i++) {
        for (const char *const *f = fields; *f; f++) {
            const char *s = v_cstr(sys.a, v[i]->v[reg_field(reg, *f)->slot]);
            buf_printf(&b, "%s%s", f == fields ? "" : "|", s ? s : "");
        }
        buf_putc(&b, '\n');
    }
    act_end(act);
    return b.n ? b.p : "";
}

static enum err all_new(struct act *act, const char *id)
{
    return import_choose_rest(act, id, CHOICE_NEW);
}

static const char *const few[] = {"ho_ten", "ngay_sinh", "gioi_tinh", NULL};

static int64_t count(void)
{
    const char *s = children(few);
    int64_t n = 0;
    for (; *s; s++)
        n += *s == '\n';
    return n;
}

/* ---- tests ----------------------------------------------------------------------------------- */

static void test_headings(void **state)
{
    (void)state;
    struct done d = check(STR("DANH SÁCH TRẺ EM\n"
                              "STT,Họ và tên,Ngày sinh,,,Giới tính,,Hộ nghèo\n"
                              ",,Ngày,Tháng,Năm,Nam,Nữ,\n"
                              "(1),(2),(3),(4),(5),(6),(7),(8)\n"
                              "Bản Pa Ma,,,,,,,\n"
                              "1,Tòng Văn An,30,6,2015,x,,x\n"
                              "2,Lò Thị Ban,,,2016,,x,\n"
                              "Tổng cộng,2,,,,1,1,1\n"
                              "Người lập biểu,,,,,,,\n"));
    assert_int_equal(d.im.state, IMPORT_CHECKED);
    assert_int_equal(d.im.good, 2);
    assert_int_equal(d.im.bad, 0);
    store(d);
    static const char *const f[] = {
        "ho_ten", "ngay_sinh", "gioi_tinh", "tinh_trang_ho", "thon", NULL};
    assert_string_equal(children(f), "Lò Thị Ban|2016|nu||Bản Pa Ma\n"
                                     "Tòng Văn An|2015-06-30|nam|ngheo|Bản Pa Ma\n");
}

/* Year of birth in the column of the sex. */
static void test_dated_marks(void **state)
{
    (void)state;
    store(check(STR("Họ tên,Năm sinh / Nam,Năm sinh / Nữ\nLò Văn An,2015,\n")));
    store(check(STR("Họ tên,Năm sinh,\n,Nam,Nữ\nLò Thị Ban,,2016\nHờ Thị Mỷ,,2011\n")));
    assert_string_equal(
        children(few), "Hờ Thị Mỷ|2011|nu\nLò Thị Ban|2016|nu\nLò Văn An|2015|nam\n");
}

static void test_encodings(void **state)
{
    (void)state;
    struct done d = check(STR("Họ và tên,Giới tính,Tên mẹ\n"
                              "NguyÔn V¨n B×nh,Nam,Nguyeãn Thò Hoa\n"
                              "TrÇn ThÞ H\xc2\xb5,N÷,Traàn Thò Lan\n"
                              "Lò Văn Ăn,Nam,Ho\xcc\x80 Thi\xcc\xa3 My\xcc\x89\n"));
    assert_int_equal(d.im.bad, 0);
    store(d);
    static const char *const f[] = {"ho_ten", "gioi_tinh", "ho_ten_me", NULL};
    assert_string_equal(children(f), "Lò Văn Ăn|nam|Hò Thị Mỷ\n"
                                     "Nguyễn Văn Bình|nam|Nguyễn Thị Hoa\n"
                                     "Trần Thị Hà|nu|Trần Thị Lan\n");
}

static void test_faults(void **state)
{
    (void)state;
    struct done d = check(STR("Họ và tên,Ngày sinh,Giới tính,Dân tộc,SĐT,Số CCCD\n"
                              ",2015,Nam,,,\n"
                              "Lò An,31/02/2015,Nam,Tháy,12,1.2E+11\n"
                              "Lò Bình,30/6/2099,trai,Thái,912345678,011215000123\n"));
    assert_int_equal(d.im.good, 0);
    struct buf b = buf_in(sys.a, 4000);
    for (size_t i = 0; i < d.n; i++)
        buf_printf(&b, "%s ", d.faults[i].cell);
    assert_string_equal(b.p, "A2 D3 F3 B3 E3 B4 ");
    assert_non_null(strstr(d.faults[0].text, "Cần điền mục này"));
    assert_non_null(strstr(d.faults[3].text, "không có ngày 31"));
}

static void test_not_lists(void **state)
{
    (void)state;
    assert_non_null(strstr(check(STR("a,b\n1,2\n")).im.fault, "dòng tiêu đề"));
    assert_non_null(strstr(check(STR("Họ và tên,Giới tính\n")).im.fault, "không có dòng dữ liệu"));
    assert_non_null(strstr(check(STR("\xd0\xcf\x11\xe0")).im.fault, ".xls"));
    char *name = arena_alloc(sys.a, 10001, 1);
    memset(name, 'a', 10000);
    struct done d = check(
        str_of(arena_printf(sys.a, "Họ tên,Giới tính\n%s,Nam\n\x01\xe2\x80\x8fLò An,Nam\n", name)));
    assert_int_equal(d.im.good, 1);
    assert_int_equal(d.im.bad, 1);
}

static const char *many(int rows)
{
    struct buf b = buf_in(sys.a, 1 << 20);
    buf_puts(&b, "Họ và tên,Ngày sinh,Giới tính,Số CCCD\n");
    static const char *const v[] = {
        "An", "Bình", "Chi", "Dung", "Én", "Phúc", "Giang", "Hoa", "Ích", "Khánh"};
    for (int i = 0; i < rows; i++)
        buf_printf(&b, "%s %s %s,%d/%d/%d,%s,0112%02d%06d\n", v[i % 10], v[i / 10 % 10],
            v[i / 100 % 10], 1 + i % 28, 1 + i % 12, 2012 + i % 12, "Nam", (2012 + i % 12) % 100,
            i * 37);
    return b.p;
}

static bool stop_at_second(void *ctx, const char *stage, int64_t done, int64_t all)
{
    (void)done;
    (void)all;
    int *calls = ctx;
    return !streq(stage, "ghi vào sổ") || ++*calls < 2;
}

static void ignore_chain(void *ctx, const char *unit, int64_t seq, const char *hash, bool ok)
{
    (void)ctx, (void)unit, (void)seq, (void)hash, (void)ok;
}

static void test_stop_go_on_undo(void **state)
{
    (void)state;
    enum { ROWS = 1300 };
    struct done d = check(str_of(many(ROWS)));
    assert_int_equal(d.im.rows, ROWS);
    in_act(all_new, d.id);
    in_act(import_accept, d.id);
    d = work(d.id, stop_at_second);
    assert_int_equal(d.im.state, IMPORT_STORING);
    assert_int_equal(d.im.added, 1000);
    d = work(d.id, NULL);
    assert_int_equal(d.im.state, IMPORT_STORED);
    assert_int_equal(d.im.added, ROWS);
    assert_int_equal(count(), ROWS);
    in_act(import_undo, d.id);
    d = work(d.id, NULL);
    assert_int_equal(d.im.state, IMPORT_UNDONE);
    assert_int_equal(d.im.kept, 0);
    assert_int_equal(count(), 0);
    int64_t broken;
    must(rec_journal_verify(&sys.site->site, sys.a, ignore_chain, NULL, &broken));
    assert_int_equal(broken, 0);
}

/* This program again: works on a batch at a time of the parent's clock. */
static int work_alone(char **args)
{
    struct cmd c = {.name = "test", .a = arena_open(), .data = args[0], .db = args[1]};
    struct cmd_site *s;
    clock_fake(strtoll(args[3], NULL, 10));
    if (cmd_open(&c, false, &s) != OK)
        return 2;
    struct import_work w = {.site = &s->site};
    enum err e = import_do(&w, args[2]);
    if (e)
        printf("# %s: %s\n", err_name(e), err_detail());
    cmd_close(s);
    arena_close(c.a);
    return e ? 1 : 0;
}

static int killed_after(int ms, const char *id)
{
    const char *now = arena_printf(sys.a, "%lld", (long long)clock_ms());
    pid_t pid = fork();
    if (pid == 0) {
        execl(
            "/proc/self/exe", "t_import", "work", sys.cmd.data, sys.cmd.db, id, now, (char *)NULL);
        _exit(3);
    }
    nanosleep(&(struct timespec){ms / 1000, (ms % 1000) * 1000000L}, NULL);
    kill(pid, SIGKILL);
    int status;
    waitpid(pid, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void test_killed_goes_on(void **state)
{
    (void)state;
    enum { ROWS = 2600, HELD_MS = 21 * 1000 };
    struct done d = check(str_of(many(ROWS)));
    in_act(all_new, d.id);
    in_act(import_accept, d.id);
    int killed = 0, end = -1;
    for (int ms = 150; end != 0 && ms < 20000; ms += 100 + ms / 4) {
        clock_fake(clock_ms() + HELD_MS); /* the dead one's hold is over */
        end = killed_after(ms, d.id);
        assert_true(end <= 0);
        killed += end < 0;
    }
    d = look(d.id);
    assert_int_equal(d.im.state, IMPORT_STORED);
    assert_int_equal(d.im.added, ROWS);
    assert_int_equal(count(), ROWS);
    assert_true(killed > 0);
    int64_t broken;
    must(rec_journal_verify(&sys.site->site, sys.a, ignore_chain, NULL, &broken));
    assert_int_equal(broken, 0);
}

static void test_edited_is_kept(void **state)
{
    (void)state;
    struct done d = store(check(STR("Họ tên,Giới tính\nLò Văn An,Nam\nHờ Thị Mỷ,Nữ\n")));
    const struct reg *reg = pack_reg(sys.site->site.pack, "tre_em");
    struct act *act = act_new(&sys.site->site, sys.a, NULL, "sau", "");
    struct rec_query q = {.reg = reg, .words = "my", .limit = 1};
    struct rec **v;
    size_t n;
    must(act_write(act));
    must(rec_list(act, &q, &v, &n, NULL));
    v[0]->v[reg_field(reg, "thon")->slot] = v_text("Bản Pa Ma");
    must(rec_update(act, v[0], rec_version(v[0]), "sua", NULL));
    must(act_commit(act, NULL));
    act_end(act);
    in_act(import_undo, d.id);
    d = work(d.id, NULL);
    assert_int_equal(d.im.kept, 1);
    assert_string_equal(children(few), "Hờ Thị Mỷ||nu\n");
}

static enum err sweep(struct act *act, const char *id)
{
    (void)id;
    return import_sweep(act, clock_ms() + 1);
}

static void test_left_lying(void **state)
{
    (void)state;
    struct done kept = store(check(STR("Họ tên,Giới tính\nLò Văn An,Nam\n")));
    struct done left = check(STR("Họ tên,Giới tính\nHờ Thị Mỷ,Nữ\n"));
    in_act(sweep, NULL);
    struct act *act = act_new(&sys.site->site, sys.a, NULL, "", "");
    struct import im;
    must(act_read(act));
    must(import_get(act, kept.id, &im));
    assert_int_equal(import_get(act, left.id, &im), ERR_NOT_FOUND);
    act_end(act);
}

static void test_id_column(void **state)
{
    (void)state;
    store(check(STR("Họ tên,Giới tính\nLò Văn An,Nam\n")));
    const struct reg *reg = pack_reg(sys.site->site.pack, "tre_em");
    struct act *act = act_new(&sys.site->site, sys.a, NULL, "", "");
    struct rec_query q = {.reg = reg, .limit = 1};
    struct rec **v;
    size_t n;
    must(act_read(act));
    must(rec_list(act, &q, &v, &n, NULL));
    act_end(act);
    const char *file =
        arena_printf(sys.a, "_id,Họ tên,Giới tính,Thôn\n%s,Lò Văn An,Nam,Bản Mới\n", rec_id(v[0]));
    struct done d = store(check(str_of(file)));
    assert_int_equal(d.im.added, 0);
    assert_int_equal(d.im.updated, 1);
    d = store(check(str_of(file)));
    assert_int_equal(d.im.updated, 0);
    assert_int_equal(d.im.skipped, 1);
    assert_int_equal(count(), 1);
}

static void test_workbook_and_marked_copy(void **state)
{
    (void)state;
    const char *path = arena_printf(sys.a, "/tmp/t_import-%d.xlsx", (int)getpid());
    lxw_workbook *wb = workbook_new(path);
    lxw_worksheet *cover = workbook_add_worksheet(wb, "Bìa"),
                  *ws = workbook_add_worksheet(wb, "TE");
    lxw_format *day = workbook_add_format(wb);
    format_set_num_format(day, "dd/mm/yyyy");
    worksheet_write_string(cover, 0, 0, "Danh sách", NULL);
    static const char *const heads[] = {"Họ và tên", "Ngày sinh", "Giới tính", "Thôn", "SĐT"};
    for (size_t i = 0; i < COUNT(heads); i++)
        worksheet_write_string(ws, 1, (lxw_col_t)i, heads[i], NULL);
    worksheet_merge_range(ws, 2, 3, 3, 3, "Bản Pa Ma", NULL);
    static const char *const names[] = {"Lò An", "Lò Bình", "Lò Chi"};
    for (size_t i = 0; i < COUNT(names); i++) {
        worksheet_write_string(ws, (lxw_row_t)(2 + i), 0, names[i], NULL);
        worksheet_write_number(ws, (lxw_row_t)(2 + i), 1, i == 2 ? 60 : 42185, i == 1 ? NULL : day);
        worksheet_write_string(ws, (lxw_row_t)(2 + i), 2, "nam", NULL);
        worksheet_write_number(ws, (lxw_row_t)(2 + i), 4, 912345670 + (double)i, NULL);
    }
    assert_int_equal(workbook_close(wb), LXW_NO_ERROR);
    struct str bytes;
    must(cmd_read_file(sys.a, path, 1 << 20, &bytes));
    remove(path);
    struct done d = check(bytes);
    assert_int_equal(d.im.good, 2);
    assert_int_equal(d.im.bad, 1);
    assert_string_equal(d.faults[0].cell, "B5");
    struct act *act = act_new(&sys.site->site, sys.a, NULL, "", "");
    struct str marked, none = {NULL, 0};
    must(act_read(act));
    must(import_marked(act, d.id, none, false, &marked));
    act_end(act);
    struct done again = check(marked);
    assert_int_equal(again.im.good, 2);
    assert_int_equal(again.im.bad, 1);
    in_act(all_new, d.id);
    store(d);
    static const char *const f[] = {"ho_ten", "ngay_sinh", "thon", "dien_thoai", NULL};
    assert_string_equal(children(f), "Lò An|2015-06-30|Bản Pa Ma|0912345670\n"
                                     "Lò Bình|2015-06-30|Bản Pa Ma|0912345671\n");
}

/* Two lists in a workbook: one is read, the other when people say so, and a number of no sheet is
 * no harm. */
static enum err read_second(struct act *act, const char *id)
{
    return import_map(act, id, 1, NULL, 0);
}
static enum err read_none(struct act *act, const char *id)
{
    return import_map(act, id, 99, NULL, 0);
}

static void test_sheet_is_chosen(void **state)
{
    (void)state;
    static const char *const names[][2] = {{"Lò An", "Lò Bình"}, {"Hờ Chứ", ""}};
    const char *path = arena_printf(sys.a, "/tmp/t_import-%d.xlsx", (int)getpid());
    lxw_workbook *wb = workbook_new(path);
    for (size_t s = 0; s < COUNT(names); s++) {
        lxw_worksheet *ws = workbook_add_worksheet(wb, s ? "Thôn Hai" : "Thôn Một");
        worksheet_write_string(ws, 0, 0, "Họ và tên", NULL);
        worksheet_write_string(ws, 0, 1, "Ngày sinh", NULL);
        worksheet_write_string(ws, 0, 2, "Giới tính", NULL);
        for (lxw_row_t i = 0; i < 2 && *names[s][i]; i++) {
            worksheet_write_string(ws, i + 1, 0, names[s][i], NULL);
            worksheet_write_string(ws, i + 1, 1, "30/6/2015", NULL);
            worksheet_write_string(ws, i + 1, 2, "nam", NULL);
        }
    }
    assert_int_equal(workbook_close(wb), LXW_NO_ERROR);
    struct str bytes;
    must(cmd_read_file(sys.a, path, 1 << 20, &bytes));
    remove(path);
    struct done d = check(bytes);
    assert_string_equal(d.im.tabs, "Thôn Một\nThôn Hai");
    assert_string_equal(d.im.note, "Thôn Một");
    assert_int_equal(d.im.good, 2);
    in_act(read_second, d.id);
    d = work(d.id, NULL);
    assert_string_equal(d.im.note, "Thôn Hai");
    assert_int_equal(d.im.good, 1);
    in_act(read_none, d.id);
    assert_string_equal(work(d.id, NULL).im.note, "Thôn Một");
    in_act(read_second, d.id);
    d = work(d.id, NULL);
    in_act(all_new, d.id);
    store(d);
    static const char *const f[] = {"ho_ten", NULL};
    assert_string_equal(children(f), "Hờ Chứ\n");
}

/* ---- both databases -------------------------------------------------------------------------- */

static int open_case(void **state)
{
    (void)state;
    web_open(&sys, &base);
    return 0;
}

static int close_case(void **state)
{
    (void)state;
    web_close(&sys);
    return 0;
}

#define CASE(fn)                                                                                   \
    {                                                                                              \
#fn, fn, open_case, close_case, NULL                                                       \
    }

static int run_on(bool pg)
{
    static const struct CMUnitTest tests[] = {
        CASE(test_headings),
        CASE(test_dated_marks),
        CASE(test_encodings),
        CASE(test_faults),
        CASE(test_not_lists),
        CASE(test_stop_go_on_undo),
        CASE(test_killed_goes_on),
        CASE(test_edited_is_kept),
        CASE(test_left_lying),
        CASE(test_id_column),
        CASE(test_workbook_and_marked_copy),
        CASE(test_sheet_is_chosen),
    };
    if (!web_base_make(&base, pg)) {
        printf("# MANG_TEST_PG is not set: not tested on PostgreSQL\n");
        return 0;
    }
    int bad = cmocka_run_group_tests_name(pg ? "import pg" : "import sqlite", tests, NULL, NULL);
    web_base_drop(&base);
    return bad;
}

int main(int argc, char **argv)
{
    log_level(LOG_ERROR);
    if (argc == 6 && streq(argv[1], "work"))
        return work_alone(argv + 2);
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return run_on(false) + run_on(true);
}
