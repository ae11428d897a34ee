// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Reads a list of persons (CSV or TSV) into a set, in stretches that threads share. Own reader and
 * not base/csv.h, which is one stream: a million rows have to be read in a tenth of a second.
 * Rows with faults are told of and kept as far as they can be read.
 */
#include "link/link_int.h"
#include "link/link_plain_int.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

enum { STRETCH = 1 << 20, CELL_MAX = 4000, COLUMNS_MAX = 1000, FAULTS_MAX = 1000 };

static const char *const headings[] = {"ma", "ho_ten", "ten_goi", "ngay_sinh", "gioi_tinh",
    "so_dinh_danh", "ho_ten_me", "ho_ten_cha", "dien_thoai", "thon", "xa"};
enum {
    COL_MA,
    COL_NAME,
    COL_OTHER,
    COL_BORN,
    COL_SEX,
    COL_PID,
    COL_MOTHER,
    COL_FATHER,
    COL_PHONE,
    COL_VILLAGE,
    COL_UNIT,
    COL__COUNT
};

/* ---- faults -------------------------------------------------------------------------------------
 */

static void fault(struct link_input *in, size_t line, size_t col, const char *what)
{
    pthread_mutex_lock(&in->lock);
    in->nfaults++;
    if (in->kept < FAULTS_MAX) {
        struct link_fault *f = &in->faults[in->kept++];
        *f = (struct link_fault){line, col, what};
    }
    pthread_mutex_unlock(&in->lock);
}

static int by_place(const void *a, const void *b)
{
    const struct link_fault *x = a, *y = b;
    if (x->line != y->line)
        return x->line < y->line ? -1 : 1;
    return x->col < y->col ? -1 : x->col > y->col;
}

/* ---- rows ---------------------------------------------------------------------------------------
 */

/* Past the end of the row that begins at p; quoted line ends do not end it. */
static const char *row_end(const char *p, const char *end, bool quotes)
{
    const char *nl = memchr(p, '\n', (size_t)(end - p));
    nl = nl ? nl + 1 : end;
    if (!quotes || !memchr(p, '"', (size_t)(nl - p)))
        return nl;
    bool open = false;
    for (const char *q = p; q < end && q - p < (1 << 20); q++) {
        open ^= *q == '"';
        if (*q == '\n' && !open)
            return q + 1;
    }
    return nl; /* a stray quote: taken as text */
}

const char *input_cell_end(const char *p, const char *end, char sep)
{
    while (p < end && *p != sep)
        p++;
    return p < end ? p : end;
}

/* Text of a quoted cell; *p is after the first quote, and afterwards at the separator. */
static struct str quoted(const char **p, const char *end, char sep, char *scratch)
{
    size_t n = 0;
    const char *q = *p;
    for (; q < end; q++) {
        if (*q == '"') {
            if (q + 1 == end || q[1] != '"')
                break;
            q++;
        }
        if (n < CELL_MAX)
            scratch[n++] = *q;
    }
    while (q < end && *q != sep)
        q++;
    *p = q;
    return (struct str){scratch, n};
}

/* The first separator from p on, or `end`. */
#ifdef __SSE2__
static const char *cell_end(const struct link_input *in, const char *p, const char *end)
{
    const char *safe = in->data + in->n - 16; /* nothing is read past the file */
    __m128i sep = _mm_set1_epi8(in->sep);
    for (; p <= safe && p < end; p += 16) {
        __m128i x = _mm_loadu_si128((const __m128i *)(const void *)p);
        unsigned found = (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(x, sep));
        if (found) {
            p += __builtin_ctz(found);
            return p < end ? p : end;
        }
    }
    return input_cell_end(p, end, in->sep);
}
#else
static const char *cell_end(const struct link_input *in, const char *p, const char *end)
{
    return input_cell_end(p, end, in->sep);
}
#endif

struct cells {
    struct str of[COL__COUNT];
    uint16_t col[COL__COUNT]; /* in the file, from 1; 0 = not there */
    size_t n;
    char scratch[COL__COUNT][CELL_MAX];
};

static void split_row(const struct link_input *in, const char *p, const char *end, struct cells *c)
{
    memset(c->of, 0, sizeof c->of);
    memset(c->col, 0, sizeof c->col);
    while (end > p && (end[-1] == '\n' || end[-1] == '\r'))
        end--;
    size_t i = 0;
    for (; p <= end && i < in->ncols; i++) {
        int to = in->col[i];
        struct str s;
        if (p < end && *p == '"') {
            p++;
            char waste[CELL_MAX];
            s = quoted(&p, end, in->sep, to >= 0 ? c->scratch[to] : waste);
        } else {
            const char *from = p;
            p = cell_end(in, p, end);
            s = (struct str){from, (size_t)(p - from)};
        }
        if (to >= 0) {
            c->of[to] = s;
            c->col[to] = (uint16_t)(i + 1);
        }
        p++;
    }
    c->n = i;
}

static bool has_nul(struct str s)
{
    return s.n && memchr(s.p, 0, s.n) != NULL;
}

/* Cuts what is far too long, tells of what is odd. */
static void check_cells(struct link_input *in, struct cells *c, size_t line)
{
    for (int k = 0; k < COL__COUNT; k++) {
        if (c->of[k].n > 300) {
            fault(in, line, c->col[k], "ô quá dài, chỉ đọc phần đầu");
            c->of[k].n = 300;
        }
        if (has_nul(c->of[k]))
            fault(in, line, c->col[k], "ô có ký tự rỗng (NUL)");
    }
}

/* Tells what was there but could not be read. */
static void check_read(
    struct link_input *in, const struct cells *c, const struct lrec *r, size_t line)
{
    if (!r->year && c->of[COL_BORN].n)
        fault(in, line, c->col[COL_BORN], "không đọc được ngày sinh");
    if (!lrec_sex(r) && c->of[COL_SEX].n)
        fault(in, line, c->col[COL_SEX], "không đọc được giới tính");
    if (!c->of[COL_MA].n)
        fault(in, line, c->col[COL_MA] ? c->col[COL_MA] : 1, "thiếu mã");
}

/* ---- stretches ----------------------------------------------------------------------------------
 */

static void count_rows(void *ctx, size_t part)
{
    struct link_input *in = ctx;
    struct stretch *t = &in->stretch[part];
    for (const char *p = t->from, *next; p < t->to; p = next) {
        next = row_end(p, t->to, in->quotes);
        t->lines++;
        t->rows += next - p > 2 || (*p != '\n' && *p != '\r');
    }
}

static void read_row(struct link_input *in, struct stretch *t, struct reader *r, struct cells *c,
    size_t at, size_t line)
{
    const struct str *s = c->of;
    struct link_person p = {.name = s[COL_NAME],
        .other_name = s[COL_OTHER],
        .born = s[COL_BORN],
        .sex = s[COL_SEX],
        .pid = s[COL_PID],
        .mother = s[COL_MOTHER],
        .father = s[COL_FATHER],
        .phone = s[COL_PHONE],
        .village = s[COL_VILLAGE],
        .unit = s[COL_UNIT]};
    lrec_read(r, in->set->o.units, &p, &in->set->rec[at]);
    if (in->plain)
        lrec_plain(r, &p, &in->set->rec[at]);
    check_read(in, c, &in->set->rec[at], line);
    size_t n = s[COL_MA].n;
    in->ma[at] = (uint32_t)t->nma;
    memcpy(t->ma + t->nma, s[COL_MA].p ? s[COL_MA].p : "", n);
    t->ma[t->nma + n] = 0;
    t->nma += n + 1;
}

static void read_stretch(void *ctx, size_t part)
{
    struct link_input *in = ctx;
    struct stretch *t = &in->stretch[part];
    struct reader *r = set_reader(in->set);
    struct cells *c = malloc(sizeof *c);
    t->ma = malloc((size_t)(t->to - t->from) + t->rows + 1);
    BUG_IF(!c || !t->ma);
    size_t at = t->first, line = t->first_line;
    for (const char *p = t->from, *next; p < t->to; p = next, line++) {
        next = row_end(p, t->to, in->quotes);
        if (next - p <= 2 && (*p == '\n' || *p == '\r'))
            continue;
        split_row(in, p, next, c);
        if (next - p > 300 || has_nul((struct str){p, (size_t)(next - p)}))
            check_cells(in, c, line);
        read_row(in, t, r, c, at++, line);
    }
    char *less = realloc(t->ma, t->nma + 1);
    t->ma = less ? less : t->ma;
    set_reader_back(in->set, r);
    free(c);
    if (in->mapped) /* the pages are not needed any more */
        (void)madvise((void *)((uintptr_t)t->from & ~(uintptr_t)4095),
            (size_t)(t->to - t->from) & ~(size_t)4095, MADV_DONTNEED);
}

static void cut_stretches(struct link_input *in, const char *p)
{
    const char *end = in->data + in->n;
    in->stretch = calloc(in->n / STRETCH + 2, sizeof *in->stretch);
    BUG_IF(!in->stretch);
    while (p < end) {
        const char *to = p;
        if (!in->quotes && (size_t)(end - p) > STRETCH)
            to = row_end(p + STRETCH, end, false);
        else
            while (to < end && (size_t)(to - p) < STRETCH)
                to = row_end(to, end, in->quotes);
        in->stretch[in->nstretch++] = (struct stretch){.from = p, .to = to};
        p = to;
    }
}

/* Do its first rows name parents? */
static bool names_parents(const struct link_input *in, const char *p)
{
    enum { LOOK = 1000, ONE_IN = 20 };
    const char *end = in->data + in->n;
    struct cells *c = malloc(sizeof *c);
    BUG_IF(!c);
    size_t named = 0, rows = 0;
    for (const char *next; p < end && rows < LOOK; p = next, rows++) {
        next = row_end(p, end, in->quotes);
        split_row(in, p, next, c);
        named += c->of[COL_MOTHER].n || c->of[COL_FATHER].n;
    }
    free(c);
    return named * ONE_IN > rows;
}

static void read_body(struct link_input *in, const char *body)
{
    int threads = in->set->o.threads;
    in->plain = !names_parents(in, body);
    cut_stretches(in, body);
    mem_parallel(threads, in->nstretch, count_rows, in);
    size_t rows = 0, line = in->first_line;
    for (size_t i = 0; i < in->nstretch; i++) {
        in->stretch[i].first = rows;
        in->stretch[i].first_line = line;
        rows += in->stretch[i].rows;
        line += in->stretch[i].lines;
    }
    set_grow(in->set, rows);
    in->ma = malloc((rows + 1) * sizeof *in->ma);
    BUG_IF(!in->ma);
    mem_parallel(threads, in->nstretch, read_stretch, in);
    qsort(in->faults, in->kept, sizeof *in->faults, by_place);
}

/* ---- heading ------------------------------------------------------------------------------------
 */

static char separator_of(const char *p, const char *end)
{
    size_t n[3] = {0};
    for (; p < end; p++)
        for (int i = 0; i < 3; i++)
            n[i] += *p == ",;\t"[i];
    return n[2] > n[0] && n[2] >= n[1] ? '\t' : n[1] > n[0] ? ';' : ',';
}

static enum err read_heading(struct link_input *in, const char *p, const char *end)
{
    while (end > p && (end[-1] == '\n' || end[-1] == '\r'))
        end--;
    in->sep = separator_of(p, end);
    bool have[COL__COUNT] = {0};
    struct str rest = {p, (size_t)(end - p)}, cell;
    while (in->ncols < COLUMNS_MAX && str_split(&rest, in->sep, &cell)) {
        cell = str_trim(cell);
        if (cell.n >= 2 && *cell.p == '"')
            cell = (struct str){cell.p + 1, cell.n - 2};
        int to = -1;
        for (int k = 0; k < COL__COUNT; k++)
            if (str_is(cell, headings[k]))
                to = k;
        in->ncols++;
        if (to >= 0 && have[to]) {
            fault(in, 1, in->ncols, "cột có hai lần, dùng cột đầu");
            to = -1;
        }
        if (to >= 0)
            have[to] = true;
        in->col[in->ncols - 1] = (int8_t)to;
    }
    if (!have[COL_MA] || !have[COL_NAME])
        return err_set(ERR_INVALID, "1:1: thiếu cột %s", have[COL_MA] ? "ho_ten" : "ma");
    return OK;
}

enum err input_read(struct link_input *in, struct link_set *s)
{
    in->set = s;
    const char *p = in->data, *end = p + in->n;
    if (in->n >= 2 && (memcmp(p, "\xff\xfe", 2) == 0 || memcmp(p, "\xfe\xff", 2) == 0))
        return err_set(ERR_INVALID, "1:1: tệp ở dạng UTF-16, hãy lưu lại dạng UTF-8");
    if (in->n >= 3 && memcmp(p, "\xef\xbb\xbf", 3) == 0)
        p += 3;
    if (p == end)
        return err_set(ERR_INVALID, "1:1: tệp rỗng");
    in->col = calloc(COLUMNS_MAX, 1);
    in->faults = calloc(FAULTS_MAX, sizeof *in->faults);
    BUG_IF(!in->col || !in->faults);
    const char *body = row_end(p, end, true);
    in->first_line = 2;
    TRY(read_heading(in, p, body));
    in->quotes = memchr(body, '"', (size_t)(end - body)) != NULL;
    read_body(in, body);
    return OK;
}

/* ---- the file -----------------------------------------------------------------------------------
 */

static enum err read_all(int fd, struct link_input *in)
{
    char *data = NULL;
    size_t cap = 0;
    for (;;) {
        if (in->n == cap) {
            cap = cap ? cap * 2 : 1 << 16;
            data = realloc(data, cap);
            BUG_IF(!data);
        }
        ssize_t k = read(fd, data + in->n, cap - in->n);
        if (k <= 0) {
            in->data = data;
            return k == 0 ? OK : err_set(ERR_IO, "không đọc được tệp");
        }
        in->n += (size_t)k;
    }
}

enum err input_open(struct link_input *in, const char *path)
{
    memset(in, 0, sizeof *in);
    pthread_mutex_init(&in->lock, NULL);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return err_set(ERR_NOT_FOUND, "không mở được tệp");
    struct stat st;
    enum err e = OK;
    if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_size > 0) {
        in->n = (size_t)st.st_size;
        void *p = mmap(NULL, in->n, PROT_READ, MAP_PRIVATE, fd, 0);
        in->mapped = p != MAP_FAILED;
        in->data = in->mapped ? p : NULL;
        e = in->mapped ? OK : err_set(ERR_IO, "không đọc được tệp");
    } else {
        e = read_all(fd, in);
    }
    close(fd);
    return e;
}

void input_close(struct link_input *in)
{
    for (size_t i = 0; i < in->nstretch; i++)
        free(in->stretch[i].ma);
    free(in->stretch);
    free(in->ma);
    free(in->col);
    free(in->faults);
    if (in->mapped)
        munmap((void *)(uintptr_t)in->data, in->n);
    else if (!in->borrowed)
        free((void *)(uintptr_t)in->data);
    pthread_mutex_destroy(&in->lock);
}

const char *input_ma(const struct link_input *in, size_t record)
{
    size_t lo = 0, hi = in->nstretch;
    while (hi - lo > 1) {
        size_t mid = (lo + hi) / 2;
        if (in->stretch[mid].first <= record)
            lo = mid;
        else
            hi = mid;
    }
    return in->stretch[lo].ma + in->ma[record];
}
