// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * bench_load: a client for the measurements, over keep-alive connections. Prints requests per
 * second, the latency and answers that were not 200 or 303.
 *
 * sign-in PORT CASES OUT   signs in each account of CASES (lines "n account record"), writes lines
 *                          "cookie csrf record" to OUT
 * first PORT               waits for the first answer of a server that is starting
 * report PORT SESSIONS CLIENTS SECONDS   each client sends reports of concern, one after the other,
 *                          each as another official, each with a fresh `once`
 * get PORT SESSIONS CLIENTS SECONDS PATH   the same with GET; "%s" in PATH is the record
 * search PORT SESSIONS CLIENTS SECONDS PATH LINES   POST of what is typed: LINES has lines
 *                          "n words", to be asked as the n-th of SESSIONS
 * save PORT SESSIONS CLIENTS SECONDS LINES   new children: "n name|born|sex|mother|phone"
 */
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>
#include <unistd.h>

#define PASSWORD "mang-bench-2026"
enum { MOST = 4096, ANSWER = 1 << 20, SAMPLES = 400000, HEAD = 2000, MOST_LINES = 8192 };

struct session {
    char cookie[128], csrf[128], record[64];
};
static struct session sessions[MOST];
static size_t nsessions;

static int64_t now_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static void die(const char *what)
{
    fprintf(stderr, "bench_load: %s\n", what);
    exit(1);
}

/* ---- HTTP ------------------------------------------------------------------------------------ */

struct link {
    int port, fd;
    size_t n;
    char in[ANSWER + 1];
};

static int dial(int port)
{
    struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    inet_pton(AF_INET, "127.0.0.1", &a.sin_addr);
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), on = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (connect(fd, (struct sockaddr *)&a, sizeof a) == 0)
        return fd;
    close(fd);
    return -1;
}

static size_t head_end(const struct link *l)
{
    const char *p = memmem(l->in, l->n, "\r\n\r\n", 4);
    return p ? (size_t)(p - l->in) + 4 : 0;
}

/* Reads one answer; its status, or -1 when the connection broke. The text is NUL-terminated. */
static int receive(struct link *l)
{
    size_t want = 0;
    l->n = 0;
    while (!want || l->n < want) {
        ssize_t k = read(l->fd, l->in + l->n, ANSWER - l->n);
        if (k <= 0)
            return -1;
        l->n += (size_t)k;
        l->in[l->n] = 0;
        size_t head = want ? 0 : head_end(l);
        if (!head)
            continue;
        const char *len = strcasestr(l->in, "\r\nContent-Length:");
        want = head + (len ? strtoul(len + 17, NULL, 10) : 0);
    }
    return atoi(l->in + 9);
}

static int ask(
    struct link *l, const char *method, const char *path, const char *cookie, const char *body)
{
    char out[8 * HEAD];
    int n = snprintf(out, sizeof out,
        "%s %s HTTP/1.1\r\nHost: localhost\r\nCookie: %s\r\nAccept-Encoding: gzip;q=%d\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: %zu\r\n\r\n%s",
        method, path, cookie, body[0] == '-', body[0] == '-' ? 0 : strlen(body),
        body[0] == '-' ? "" : body);
    if (l->fd < 0)
        l->fd = dial(l->port);
    if (l->fd < 0 || write(l->fd, out, (size_t)n) != n)
        return -1;
    int status = receive(l);
    if (status < 0) {
        close(l->fd);
        l->fd = -1;
    }
    return status;
}

/* Copies what stands between `before` and one of `ends`. */
static int cut(const char *text, const char *before, const char *ends, char *out, size_t size)
{
    const char *p = strstr(text, before);
    if (!p)
        return 0;
    p += strlen(before);
    size_t n = strcspn(p, ends);
    if (n >= size)
        return 0;
    memcpy(out, p, n);
    out[n] = 0;
    return 1;
}

/* ---- signing in ------------------------------------------------------------------------------ */

static void sign_in(struct link *l, const char *account, struct session *s)
{
    char before[128], csrf[128], body[HEAD], token[100];
    if (ask(l, "GET", "/dang-nhap", "x=y", "") != 200 ||
        !cut(l->in, "mang_truoc=", ";\r", before, sizeof before) ||
        !cut(l->in, "name=\"csrf\" value=\"", "\"", csrf, sizeof csrf))
        die("no sign-in page");
    char cookie[200];
    snprintf(cookie, sizeof cookie, "mang_truoc=%s", before);
    snprintf(body, sizeof body, "csrf=%s&ten=%s&mat_khau=" PASSWORD, csrf, account);
    if (ask(l, "POST", "/dang-nhap", cookie, body) != 303 ||
        !cut(l->in, "mang=", ";\r", token, sizeof token))
        die("sign-in refused");
    snprintf(s->cookie, sizeof s->cookie, "mang=%s", token);
    if (ask(l, "GET", "/so/ca/moi", s->cookie, "") != 200 ||
        !cut(l->in, "name=\"csrf\" value=\"", "\"", s->csrf, sizeof s->csrf))
        die("no form");
}

static int sign_in_all(int port, const char *cases, const char *to)
{
    static struct link l;
    l = (struct link){.port = port, .fd = -1};
    FILE *f = fopen(cases, "r"), *out = fopen(to, "w");
    char account[64], record[64];
    if (!f || !out)
        die("cannot open the lists");
    while (fscanf(f, "%*d %63s %63s", account, record) == 2) {
        struct session s = {.cookie = ""};
        sign_in(&l, account, &s);
        fprintf(out, "%s %s %s\n", s.cookie, s.csrf, record);
    }
    fclose(f);
    return fclose(out);
}

static void read_sessions(const char *path)
{
    FILE *f = fopen(path, "r");
    if (!f)
        die("no sessions");
    struct session *s = sessions;
    while (nsessions < MOST && fscanf(f, "%127s %127s %63s", s->cookie, s->csrf, s->record) == 3) {
        nsessions++;
        s++;
    }
    fclose(f);
    if (!nsessions)
        die("no sessions");
}

/* ---- the load -------------------------------------------------------------------------------- */

struct line {
    size_t office;
    char text[300];
};
static struct line lines[MOST_LINES];
static size_t nlines;

struct client;
typedef int ask_fn(struct client *c, const struct session *s);
struct client {
    pthread_t thread;
    ask_fn *ask;
    size_t index, clients;
    const char *path; /* of get and search */
    int64_t until;
    struct link link;
    size_t n, bad, bytes;
    int last_bad;
    uint32_t us[SAMPLES];
};

static void uuid7(char out[37])
{
    struct timespec t;
    unsigned char b[16];
    clock_gettime(CLOCK_REALTIME, &t);
    int64_t ms = (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
    if (getrandom(b, sizeof b, 0) != sizeof b)
        die("no randomness");
    for (int i = 0; i < 6; i++)
        b[i] = (unsigned char)(ms >> (8 * (5 - i)));
    b[6] = (unsigned char)(0x70 | (b[6] & 15));
    b[8] = (unsigned char)(0x80 | (b[8] & 63));
    for (int i = 0, k = 0; i < 16; i++) {
        k += snprintf(out + k, 3, "%02x", b[i]);
        if (i == 3 || i == 5 || i == 7 || i == 9)
            out[k++] = '-';
    }
    out[36] = 0;
}

static int report(struct client *c, const struct session *s)
{
    char once[37], body[HEAD];
    uuid7(once);
    snprintf(body, sizeof body,
        "csrf=%s&once=%s&muc_do=can_ho_tro&kenh=dien_thoai&ho_ten_tre=L%%C3%%B2+V%%C4%%83n+%%C4%%"
        "90%%E1%%BB%%A9c"
        "&noi_xay_ra=B%%E1%%BA%%A3n+M%%C6%%B0%%E1%%BB%%9Dng+%zu+nh%%C3%%A0+%zu&noi_dung=Nghe+ti%%"
        "E1%%BA%%BFng+"
        "kh%%C3%%B3c+nhi%%E1%%BB%%81u+l%%E1%%BA%%A7n%%2C+ch%%C3%%A1u+%%E1%%BB%%9F+nh%%C3%%A0+"
        "m%%E1%%BB%%99t+m%%C3%%ACnh",
        s->csrf, once, c->index, c->n);
    return ask(&c->link, "POST", "/so/ca/moi", s->cookie, body);
}

static int get(struct client *c, const struct session *s)
{
    char path[300];
    const char *at = strstr(c->path, "%s");
    if (at)
        snprintf(path, sizeof path, "%.*s%s%s", (int)(at - c->path), c->path, s->record, at + 2);
    else
        snprintf(path, sizeof path, "%s", c->path);
    return ask(&c->link, "GET", path, s->cookie, "-");
}

static void read_lines(const char *path)
{
    FILE *f = fopen(path, "r");
    if (!f)
        die("no lines");
    struct line *l = lines;
    while (nlines < MOST_LINES && fscanf(f, "%zu %299[^\n]", &l->office, l->text) == 2) {
        nlines++;
        l++;
    }
    fclose(f);
    if (!nlines)
        die("no lines");
}

/* Every client takes its own lines, in an order of its own. */
static const struct line *next_line(const struct client *c)
{
    size_t each = nlines / c->clients;
    return &lines[(c->index * each + c->n * 37 % (each ? each : 1)) % nlines];
}

static char *percent(char *out, const char *text, size_t n)
{
    for (size_t i = 0; i < n; i++)
        out += sprintf(out, "%%%02X", (unsigned char)text[i]);
    return out;
}

static int search(struct client *c, const struct session *s)
{
    char body[HEAD];
    const struct line *l = next_line(c);
    s = &sessions[l->office % nsessions];
    percent(body + snprintf(body, sizeof body, "csrf=%s&q=", s->csrf), l->text, strlen(l->text));
    return ask(&c->link, "POST", c->path, s->cookie, body);
}

static int save(struct client *c, const struct session *s)
{
    static const char *const names[] = {
        "ho_ten", "ngay_sinh", "gioi_tinh", "ho_ten_me", "dien_thoai"};
    char once[37], body[2 * HEAD], *at = body;
    const struct line *l = next_line(c);
    const char *text = l->text;
    s = &sessions[l->office % nsessions];
    uuid7(once);
    at += sprintf(at, "csrf=%s&once=%s&tinh_trang=dang_theo_doi", s->csrf, once);
    for (size_t i = 0; i < 5; i++) {
        size_t n = strcspn(text, "|");
        at += sprintf(at, "&%s=", names[i]);
        at = percent(at, text, n);
        text += n + (text[n] == '|');
    }
    return ask(&c->link, "POST", "/so/tre_em/moi", s->cookie, body);
}

static void *work(void *arg)
{
    struct client *c = arg;
    size_t turn = c->index;
    for (int64_t t = now_us(); t < c->until;) {
        const struct session *s = &sessions[turn % nsessions];
        turn += c->clients;
        int status = c->ask(c, s);
        int64_t after = now_us();
        if (status != 200 && status != 303) {
            c->bad++;
            c->last_bad = status;
        }
        if (c->n < SAMPLES)
            c->us[c->n] = (uint32_t)(after - t);
        c->n++;
        c->bytes += c->link.n;
        t = after;
    }
    return NULL;
}

static int by_value(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static void print_result(struct client **c, size_t clients, double seconds)
{
    size_t all = 0, kept = 0, bad = 0, bytes = 0;
    int last = 0;
    for (size_t i = 0; i < clients; i++) {
        all += c[i]->n;
        bytes += c[i]->bytes;
        kept += c[i]->n < SAMPLES ? c[i]->n : SAMPLES;
        bad += c[i]->bad;
        last = c[i]->bad ? c[i]->last_bad : last;
    }
    uint32_t *us = malloc((kept + 1) * sizeof *us);
    size_t k = 0;
    for (size_t i = 0; i < clients; i++)
        for (size_t j = 0; j < c[i]->n && j < SAMPLES; j++)
            us[k++] = c[i]->us[j];
    qsort(us, k, sizeof *us, by_value);
    if (k)
        printf("%.0f req/s p50 %.2f ms p99 %.2f ms max %.1f ms, %zu bytes each, %zu bad (%d)\n",
            (double)all / seconds, us[k / 2] / 1e3, us[k - 1 - k / 100] / 1e3, us[k - 1] / 1e3,
            bytes / all, bad, last);
    free(us);
}

static int run(int port, size_t clients, double seconds, ask_fn *kind, const char *path)
{
    struct client **c = calloc(clients, sizeof *c);
    int64_t start = now_us();
    for (size_t i = 0; i < clients; i++) {
        c[i] = calloc(1, sizeof **c);
        c[i]->index = i;
        c[i]->clients = clients;
        c[i]->ask = kind;
        c[i]->path = path;
        c[i]->until = start + (int64_t)(seconds * 1e6);
        c[i]->link.port = port;
        c[i]->link.fd = -1;
        pthread_create(&c[i]->thread, NULL, work, c[i]);
    }
    for (size_t i = 0; i < clients; i++)
        pthread_join(c[i]->thread, NULL);
    print_result(c, clients, (double)(now_us() - start) / 1e6);
    return 0;
}

static int first(int port)
{
    static struct link l;
    l = (struct link){.port = port, .fd = -1};
    for (int64_t until = now_us() + 10000000; now_us() < until; usleep(200))
        if (ask(&l, "GET", "/dang-nhap", "x=y", "") == 200)
            return 0;
    die("no answer");
    return 1;
}

int main(int argc, char **argv)
{
    int port = argc > 2 ? atoi(argv[2]) : 0;
    if (argc == 3 && strcmp(argv[1], "first") == 0)
        return first(port);
    if (argc == 5 && strcmp(argv[1], "sign-in") == 0)
        return sign_in_all(port, argv[3], argv[4]);
    const char *how = argc > 1 ? argv[1] : "";
    ask_fn *kind = NULL;
    kind = argc == 6 && strcmp(how, "report") == 0 ? report : kind;
    kind = argc == 7 && strcmp(how, "get") == 0 ? get : kind;
    kind = argc == 8 && strcmp(how, "search") == 0 ? search : kind;
    kind = argc == 7 && strcmp(how, "save") == 0 ? save : kind;
    if (!kind) {
        fprintf(stderr, "usage: see the head of bench/load.c\n");
        return 2;
    }
    if (kind == search || kind == save)
        read_lines(argv[argc - 1]);
    read_sessions(argv[3]);
    return run(
        port, strtoul(argv[4], NULL, 10), strtod(argv[5], NULL), kind, argc > 6 ? argv[6] : "");
}
