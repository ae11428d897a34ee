// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * mang import: old lists into registers from the command line. The dry run prints every fault as
 * file:tab:cell; then the good rows are stored as one batch, which `mang import undo` takes back.
 */
#include "cmd/cmd_int.h"

#include "import/import.h"

#include <signal.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <fcntl.h>
#include <unistd.h>

struct telling {
    struct cmd *c;
    const char *file;
    const char *stage;
    bool faults;
};

static volatile sig_atomic_t stopped;

static void on_signal(int sig)
{
    (void)sig;
    stopped = 1;
}

static bool progress(void *ctx, const char *stage, int64_t done, int64_t all)
{
    struct telling *t = ctx;
    cmd_progress(t->c, stage, done < all ? done : all, all);
    return !stopped;
}

static void print_fault(void *ctx, const struct import_fault *f)
{
    const struct telling *t = ctx;
    static const char *const what[] = {"", "lưu ý: ", "cập nhật: "};
    printf("%s:%s: %s%s\n", t->file, f->cell, what[f->kind], f->text);
}

/* ---- children and other registers ------------------------------------------------------------ */

static enum err map_file(const char *path, struct str *out)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    struct stat st;
    if (fd < 0 || fstat(fd, &st) != 0) {
        if (fd >= 0)
            close(fd);
        return err_set(ERR_NOT_FOUND, "cannot read %s", path);
    }
    void *p = st.st_size ? mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0) : NULL;
    close(fd);
    if (p == MAP_FAILED)
        return err_set(ERR_IO, "cannot map %s", path);
    *out = (struct str){p ? p : "", (size_t)st.st_size};
    return OK;
}

struct job {
    struct cmd *c;
    struct cmd_site *s;
    const struct reg *reg;
    struct str bytes;
    const char *id, *province;
    struct import im;
};

static enum err in_write(struct job *j, enum err (*fn)(struct job *j, struct act *act))
{
    struct act *act = act_new(&j->s->site, j->c->a, NULL, "", "");
    enum err e = act_write(act);
    if (!e)
        e = fn(j, act);
    if (!e)
        e = act_commit(act, NULL);
    act_end(act);
    return e;
}

static enum err add(struct job *j, struct act *act)
{
    struct import_new in = {.reg = j->reg,
        .province = j->province,
        .unit = j->c->unit,
        .file = j->c->args[1],
        .bytes = j->bytes};
    return import_add(act, &in, &j->id);
}

static enum err accept(struct job *j, struct act *act)
{
    if (j->c->force)
        TRY(import_choose_rest(act, j->id, CHOICE_NEW));
    return import_accept(act, j->id);
}

static enum err drop(struct job *j, struct act *act)
{
    return import_drop(act, j->id);
}

static enum err undo(struct job *j, struct act *act)
{
    return import_undo(act, j->id);
}

static enum err look(struct job *j)
{
    struct act *act = act_new(&j->s->site, j->c->a, NULL, "", "");
    enum err e = act_read(act);
    if (!e)
        e = import_get(act, j->id, &j->im);
    act_end(act);
    return e;
}

/* --map "Tên cháu=ho_ten;Cột khác=": headings as written in the file. */
static enum err map(struct job *j, struct act *act)
{
    const struct import_column *v;
    size_t n;
    TRY(import_columns(act, j->id, &v, &n));
    struct import_column *mine = NEW_N(j->c->a, struct import_column, n + 1);
    size_t k = 0;
    struct str rest = str_of(j->c->map), one;
    while (str_split(&rest, ';', &one)) {
        const char *eq = memrchr(one.p, '=', one.n);
        for (size_t i = 0; eq && i < n && k < n; i++) {
            if (!str_is(str_trim((struct str){one.p, (size_t)(eq - one.p)}), v[i].heading))
                continue;
            mine[k] = v[i];
            struct str to = {eq + 1, one.n - (size_t)(eq + 1 - one.p)};
            mine[k++].target = arena_printf(j->c->a, STR_FMT, STR_ARG(str_trim(to)));
        }
    }
    return import_map(act, j->id, j->im.tab, mine, k);
}

static enum err work(struct job *j, bool faults)
{
    struct telling t = {.c = j->c, .file = j->c->nargs > 1 ? j->c->args[1] : ""};
    struct import_work w = {.site = &j->s->site,
        .bytes = j->bytes,
        .progress = progress,
        .ctx = &t,
        .fault = faults ? print_fault : NULL};
    TRY(import_do(&w, j->id));
    return look(j);
}

static enum err write_marked(struct job *j)
{
    struct act *act = act_new(&j->s->site, j->c->a, NULL, "", "");
    struct str out;
    enum err e = act_read(act);
    if (!e)
        e = import_marked(act, j->id, j->bytes, false, &out);
    act_end(act);
    FILE *f = e ? NULL : fopen(j->c->marked, "wb");
    if (!e && (!f || fwrite(out.p, 1, out.n, f) != out.n))
        e = err_set(ERR_IO, "cannot write %s", j->c->marked);
    if (f && fclose(f) != 0)
        e = err_set(ERR_IO, "cannot write %s", j->c->marked);
    return e;
}

static enum err check(struct job *j)
{
    TRY(look(j));
    if (j->im.state == IMPORT_STORING)
        return OK;
    if (j->c->map)
        TRY(work(j, false));
    if (j->c->map)
        TRY(in_write(j, map));
    TRY(work(j, true));
    return j->c->marked && j->im.state == IMPORT_CHECKED ? write_marked(j) : OK;
}

static void print_counts(const struct import *im)
{
    printf("%lld dòng: %lld đúng, %lld cần sửa, %lld có lưu ý, %lld có thể trùng\n",
        (long long)im->rows, (long long)im->good, (long long)im->bad, (long long)im->warned,
        (long long)im->twins);
}

static enum err store(struct job *j)
{
    if (j->im.state == IMPORT_CHECKED)
        TRY(in_write(j, accept));
    TRY(work(j, false));
    printf(
        "đã nhập %lld mới, bổ sung %lld, bỏ qua %lld; đợt %s (mang import undo %s để hoàn tác)\n",
        (long long)j->im.added, (long long)j->im.updated, (long long)j->im.skipped, j->id, j->id);
    return OK;
}

static int import_file(struct job *j)
{
    enum err e = map_file(j->c->args[1], &j->bytes);
    if (!e)
        e = in_write(j, add);
    if (!e)
        e = check(j);
    if (e)
        return cmd_fail(j->c, "check", e);
    if (j->im.state == IMPORT_UNREADABLE) {
        fprintf(stderr, "%s: %s\n", j->c->args[1], j->im.fault);
        e = in_write(j, drop);
        return EXIT_WORK;
    }
    print_counts(&j->im);
    e = j->c->dry_run ? in_write(j, drop) : store(j);
    return e ? cmd_fail(j->c, "store", e) : EXIT_DONE;
}

static int into_register(struct cmd *c, struct cmd_site *s, const char *reg)
{
    struct job j = {.c = c, .s = s, .reg = pack_reg(s->site.pack, reg)};
    if (c->nargs < 2 || !c->unit || !j.reg || !import_takes(j.reg))
        return EXIT_USE;
    struct unit_tree *t = units_hold(s->site.units);
    const char *p = unit_province(t, c->unit, unit_day_of_ms(clock_ms()));
    j.province = arena_dup(c->a, p);
    bool whole = j.province && streq(j.province, c->unit);
    units_drop(s->site.units, t);
    if (!j.province) {
        fprintf(stderr, "mang import: no unit %s today\n", c->unit);
        return EXIT_USE;
    }
    if (whole) /* the rows name their communes */
        c->unit = "";
    signal(SIGINT, on_signal);
    signal(SIGTERM, on_signal);
    return import_file(&j);
}

static int children_cmd(struct cmd *c, struct cmd_site *s)
{
    return into_register(c, s, "tre_em");
}

/* ---- batches --------------------------------------------------------------------------------- */

static int undo_cmd(struct cmd *c, struct cmd_site *s)
{
    if (c->nargs < 2)
        return EXIT_USE;
    struct job j = {.c = c, .s = s, .id = c->args[1]};
    enum err e = look(&j);
    if (!e && j.im.state != IMPORT_UNDOING)
        e = in_write(&j, undo);
    if (!e)
        e = work(&j, false);
    if (e)
        return cmd_fail(c, "undo", e);
    printf("đã hoàn tác đợt %s; giữ lại %lld bản ghi đã sửa sau khi nhập\n", j.id,
        (long long)j.im.kept);
    return EXIT_DONE;
}

static int list_cmd(struct cmd *c, struct cmd_site *s)
{
    static const char *const states[IMPORT_STATE__COUNT] = {"đang kiểm tra", "chờ nhập",
        "đang nhập", "đã nhập", "đang hoàn tác", "đã hoàn tác", "không đọc được"};
    struct act *act = act_new(&s->site, c->a, NULL, "", "");
    const struct import *v = NULL;
    size_t n = 0;
    enum err e = act_read(act);
    if (!e)
        e = import_list(act, 100, &v, &n);
    act_end(act);
    for (size_t i = 0; i < n; i++)
        printf("%s  %s  %s  %s  %lld dòng, %lld mới, %lld bổ sung  %s\n", v[i].id, v[i].reg->id,
            v[i].unit, states[v[i].state], (long long)v[i].rows, (long long)v[i].added,
            (long long)v[i].updated, v[i].file);
    return e ? cmd_fail(c, "list", e) : EXIT_DONE;
}

static const struct {
    const char *name;
    int (*run)(struct cmd *c, struct cmd_site *s);
} subs[] = {{"children", children_cmd}, {"undo", undo_cmd}, {"list", list_cmd},
    {"data", cmd_import_numbers}, {"targets", cmd_import_numbers}, {"units", cmd_import_units},
    {"boundaries", cmd_import_boundaries}};

int cmd_import(struct cmd *c)
{
    if (!c->nargs)
        return EXIT_USE;
    if (streq(c->args[0], "units")) {
        const char *as_units[] = {"import", c->nargs > 1 ? c->args[1] : NULL};
        c->args = as_units;
        return cmd_units(c);
    }
    struct cmd_site *s;
    enum err e = cmd_open(c, true, &s);
    if (e)
        return cmd_fail(c, "import", e);
    int code = -1;
    for (size_t i = 0; code < 0 && i < COUNT(subs); i++)
        if (streq(subs[i].name, c->args[0]))
            code = subs[i].run(c, s);
    if (code < 0)
        code = into_register(c, s, c->args[0]);
    cmd_close(s);
    return code;
}
