// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * mang import data|targets: entered values and targets from .csv or .xlsx. A table of text is
 * streamed, whatever its length. Faults are printed as file:cell; good rows are stored.
 */
#include "cmd/cmd_int.h"

#include "import/import.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

enum { BOOK_MAX = 256 << 20, FAULTS_SHOWN = 200 };

struct telling {
    struct cmd *c;
    int64_t faults;
};

static void print_fault(void *ctx, int64_t row, const char *where, const char *text)
{
    struct telling *t = ctx;
    if (t->faults++ < FAULTS_SHOWN)
        printf("%s:%lld:%s: %s\n", t->c->args[1], (long long)row, where, text);
    else if (t->faults == FAULTS_SHOWN + 1)
        printf("… (còn nữa; dùng --marked TỆP.csv để lấy mọi dòng cần sửa)\n");
}

static bool progress(void *ctx, int64_t rows)
{
    const struct telling *t = ctx;
    if (!t->c->quiet && isatty(STDERR_FILENO))
        fprintf(stderr, "\r%lld dòng", (long long)rows);
    return true;
}

static enum err read_fd(void *ctx, char *p, size_t cap, size_t *n)
{
    ssize_t got;
    while ((got = read(*(int *)ctx, p, cap)) < 0 && errno == EINTR) {
    }
    *n = got > 0 ? (size_t)got : 0;
    return got < 0 ? err_set(ERR_IO, "cannot read the file") : OK;
}

static bool is_book(int fd)
{
    char head[2];
    return pread(fd, head, sizeof head, 0) == 2 && memcmp(head, "PK", 2) == 0;
}

static enum err write_marked(const struct cmd *c, struct str bytes)
{
    FILE *f = fopen(c->marked, "wb");
    if (!f)
        return err_set(ERR_IO, "cannot write %s", c->marked);
    bool whole = fwrite(bytes.p, 1, bytes.n, f) == bytes.n;
    if (fclose(f) != 0 || !whole)
        return err_set(ERR_IO, "cannot write %s", c->marked);
    return OK;
}

static int report(struct cmd *c, const struct numbers_report *r)
{
    if (r->fault) {
        fprintf(stderr, "%s: %s\n", c->args[1], r->fault);
        return EXIT_WORK;
    }
    printf("%lld dòng: %lld %s, %lld thay đổi, %lld đã có, %lld cần sửa\n", (long long)r->rows,
        (long long)r->added, c->dry_run ? "sẽ thêm" : "đã thêm", (long long)r->changed,
        (long long)r->same, (long long)r->bad);
    enum err e = c->marked && r->bad ? write_marked(c, r->marked) : OK;
    return e ? cmd_fail(c, "marked", e) : EXIT_DONE;
}

static enum err run(struct cmd *c, struct cmd_site *s, int fd, struct numbers_report *out)
{
    struct telling t = {.c = c};
    const char *slash = strrchr(c->args[1], '/');
    struct numbers_work w = {.site = &s->site,
        .kind = streq(c->args[0], "data") ? NUMBERS_DATA : NUMBERS_TARGETS,
        .batch = slash ? slash + 1 : c->args[1],
        .map = c->on ? unit_day(c->on) : 0,
        .dry_run = c->dry_run,
        .fault = print_fault,
        .progress = progress,
        .ctx = &t};
    if (is_book(fd)) {
        TRY(cmd_read_file(c->a, c->args[1], BOOK_MAX, &w.bytes));
    } else {
        w.source = read_fd;
        w.source_ctx = &fd;
    }
    return import_numbers(&w, c->a, out);
}

int cmd_import_numbers(struct cmd *c, struct cmd_site *s)
{
    if (c->nargs < 2 || (c->on && unit_day(c->on) < 0))
        return EXIT_USE;
    int fd = open(c->args[1], O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        fprintf(stderr, "mang import: cannot read %s\n", c->args[1]);
        return EXIT_WORK;
    }
    struct numbers_report r;
    enum err e = run(c, s, fd, &r);
    close(fd);
    return e ? cmd_fail(c, "import", e) : report(c, &r);
}
