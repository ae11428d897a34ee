// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * http over TCP: a small app on a free port, and clients that behave well, slowly, rudely or in
 * half. Also run with ThreadSanitizer (make V=tsan).
 */
#include "http/http_int.h"

#include <arpa/inet.h>
#include <errno.h>
#include <libdeflate.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <semaphore.h>
#include <setjmp.h>
#include <stdatomic.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

enum { REPLY_MAX = 128 << 10, UPLOAD_MAX = 11 << 20 };

/* ---- the app --------------------------------------------------------------------------------- */

struct fixture {
    struct http *h;
    int port;
    struct arena *a;
    atomic_int handled, running;  /* by the app */
    atomic_size_t peak;           /* bytes of the last request's arena */
    sem_t lane_gate, handle_gate; /* hold up /hold on the event thread, then on its worker */
    atomic_int seen;              /* by clients */
};

static enum http_lane lane(void *ctx, const char *method, const char *path, size_t *max_body)
{
    struct fixture *f = ctx;
    if (strcmp(path, "/hold") == 0)
        sem_wait(&f->lane_gate);
    if (strcmp(method, "POST") == 0) {
        *max_body = strcmp(path, "/upload") == 0 ? UPLOAD_MAX : 10000;
        return LANE_WRITE;
    }
    return strcmp(path, "/slow") == 0 ? LANE_SLOW : LANE_READ;
}

static void echo(struct http_req *r, struct http_res *res)
{
    struct buf b = buf_in(r->a, 100000);
    buf_printf(&b, "method=%s path=%s id=%zu remote=%s https=%d body=%zu", r->method, r->path,
        strlen(r->id), r->remote, r->https, r->body.n);
    for (size_t i = 0; i < r->nform; i++)
        buf_printf(&b, " %s=%s", r->form[i].name.p, r->form[i].value.p);
    for (size_t i = 0; i < r->nfiles; i++)
        buf_printf(&b, " file %s %zu", r->files[i].name.p, r->files[i].data.n);
    for (size_t i = 0; i < r->ncookies; i++)
        buf_printf(&b, " cookie %s=%s", r->cookies[i].name.p, r->cookies[i].value.p);
    res->body = buf_view(&b);
}

static void page(struct http_req *r, struct http_res *res)
{
    struct buf b = buf_in(r->a, 100000);
    for (int i = 0; i < 500; i++)
        buf_printf(&b, "<p>Dòng %d</p>\n", i);
    res->body = buf_view(&b);
    res->type = "text/html; charset=utf-8";
}

static void handle(void *ctx, struct http_req *r, struct http_res *res)
{
    struct fixture *f = ctx;
    f->running++;
    res->status = 200;
    res->type = "text/plain";
    if (strcmp(r->path, "/hold") == 0)
        sem_wait(&f->handle_gate);
    if (strcmp(r->path, "/slow") == 0)
        usleep(600000);
    if (strcmp(r->path, "/none") == 0) {
        res->status = 404;
        res->body = STR("none");
    } else if (strcmp(r->path, "/page") == 0) {
        page(r, res);
    } else if (strcmp(r->path, "/forgot") == 0) {
        res->status = 0;
    } else if (strcmp(r->path, "/304") == 0) {
        res->status = 304;
    } else {
        echo(r, res);
    }
    f->peak = arena_used(r->a);
    f->running--;
    f->handled++;
}

static int start_with(void **state, struct http_options o)
{
    struct fixture *f = *state = test_calloc(1, sizeof *f);
    f->a = arena_open();
    sem_init(&f->lane_gate, 0, 0);
    sem_init(&f->handle_gate, 0, 0);
    o.listen = "127.0.0.1:0";
    enum err e = http_start(&f->h, &o, &(struct http_app){lane, handle, f});
    if (e != OK)
        fail_msg("%s", err_detail());
    f->port = http_port(f->h);
    return 0;
}

static int start(void **state)
{
    return start_with(state, (struct http_options){.trust_proxy = true});
}

static int start_strict(void **state)
{
    return start_with(state,
        (struct http_options){.header_timeout_s = 1, .body_timeout_s = 1, .threads = {1, 1, 1}});
}

static int stop(void **state)
{
    struct fixture *f = *state;
    sem_post(&f->lane_gate);
    sem_post(&f->handle_gate);
    http_stop(f->h);
    arena_close(f->a);
    test_free(f);
    return 0;
}

/* ---- the client ------------------------------------------------------------------------------ */

static int dial(const struct fixture *f)
{
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct sockaddr_in sa = {.sin_family = AF_INET, .sin_port = htons((uint16_t)f->port)};
    sa.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (connect(fd, (const struct sockaddr *)(const void *)&sa, sizeof sa) != 0) {
        close(fd);
        return -1;
    }
    struct timeval t = {.tv_sec = 10};
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &t, sizeof t);
    return fd;
}

static bool put(int fd, const char *p, size_t n)
{
    while (n > 0) {
        ssize_t k = send(fd, p, n, MSG_NOSIGNAL);
        if (k <= 0)
            return false;
        p += k;
        n -= (size_t)k;
    }
    return true;
}

static bool say(int fd, const char *text)
{
    return put(fd, text, strlen(text));
}

/* Everything until the server closes. */
static struct str hear_all(struct fixture *f, int fd)
{
    char *p = arena_alloc(f->a, REPLY_MAX, 1);
    size_t n = 0;
    for (ssize_t k; n < REPLY_MAX - 1 && (k = recv(fd, p + n, REPLY_MAX - 1 - n, 0)) > 0;)
        n += (size_t)k;
    return (struct str){p, n};
}

static size_t reply_size(const char *p)
{
    const char *end = strstr(p, "\r\n\r\n"), *length = strcasestr(p, "\r\nContent-Length: ");
    int64_t n = 0;
    if (!end)
        return SIZE_MAX;
    if (length && length < end) {
        length += 18;
        str_to_int((struct str){length, strcspn(length, "\r")}, &n);
    }
    return (size_t)(end - p) + 4 + (size_t)n;
}

/* One answer, by its Content-Length. */
static const char *hear(struct fixture *f, int fd)
{
    char *p = arena_alloc(f->a, REPLY_MAX, 1);
    size_t n = 0;
    while (n < reply_size(p)) {
        size_t left = reply_size(p) == SIZE_MAX ? 1 : reply_size(p) - n;
        ssize_t k = recv(fd, p + n, left, 0);
        if (k <= 0)
            break;
        n += (size_t)k;
    }
    return p;
}

static const char *ask(struct fixture *f, const char *request)
{
    int fd = dial(f);
    assert_true(fd >= 0);
    assert_true(say(fd, request));
    const char *reply = hear(f, fd);
    close(fd);
    return reply;
}

static int status_of(const char *reply)
{
    int status = 0;
    return sscanf(reply, "HTTP/1.1 %d", &status) == 1 ? status : 0;
}

#define assert_has(text, part)                                                                     \
    do {                                                                                           \
        if (!strstr(text, part))                                                                   \
            fail_msg("no \"%s\" in: %s", part, text);                                              \
    } while (0)

static bool closed_within(int fd, int ms)
{
    struct pollfd p = {.fd = fd, .events = POLLIN};
    char c;
    int64_t until = clock_mono_us() + ms * 1000;
    while (clock_mono_us() < until)
        if (poll(&p, 1, 50) == 1 && recv(fd, &c, 1, MSG_DONTWAIT) <= 0)
            return true;
    return false;
}

static int64_t ms_since(int64_t us)
{
    return (clock_mono_us() - us) / 1000;
}

#define H "Host: x\r\n"

/* ---- good clients ---------------------------------------------------------------------------- */

static void keep_alive(void **state)
{
    struct fixture *f = *state;
    int fd = dial(f);
    for (int i = 0; i < 5; i++) {
        assert_true(say(fd, "GET /a HTTP/1.1\r\n" H "Cookie: s=1\r\nCookie: t=2\r\n\r\n"));
        const char *reply = hear(f, fd);
        assert_int_equal(status_of(reply), 200);
        assert_has(reply, "method=GET path=/a id=16 remote=127.0.0.1 https=0 body=0 cookie s=1 "
                          "cookie t=2");
    }
    close(fd);
}

static void pipelining(void **state)
{
    struct fixture *f = *state;
    int fd = dial(f);
    assert_true(say(fd, "GET /1 HTTP/1.1\r\n" H "\r\n"
                        "POST /2 HTTP/1.1\r\n" H "Content-Type: application/x-www-form-urlencoded"
                        "\r\nContent-Length: 3\r\n\r\na=b"
                        "GET /3 HTTP/1.1\r\n" H "Connection: close\r\n\r\n"));
    const char *all = hear_all(f, fd).p;
    const char *one = strstr(all, "path=/1"), *two = strstr(all, "path=/2");
    const char *three = strstr(all, "path=/3");
    assert_non_null(one);
    assert_true(one < two && two < three);
    assert_has(all, "path=/2 id=16 remote=127.0.0.1 https=0 body=0 a=b");
    close(fd);
}

static void chunked_upload(void **state)
{
    const char *reply = ask(*state, "POST /c HTTP/1.1\r\n" H "Transfer-Encoding: chunked\r\n"
                                    "Content-Type: application/json\r\n\r\n"
                                    "6\r\n{\"a\":{\r\n7\r\n\"b\":1}}\r\n0\r\n\r\n");
    assert_int_equal(status_of(reply), 200);
    assert_has(reply, "body=13 a.b=1");
}

static void head_has_no_body(void **state)
{
    struct fixture *f = *state;
    int fd = dial(f);
    assert_true(say(fd, "HEAD /x HTTP/1.1\r\n" H "Connection: close\r\n\r\n"));
    struct str all = hear_all(f, fd);
    assert_int_equal(status_of(all.p), 200);
    assert_null(strstr(all.p, "Content-Length: 0"));
    assert_has(all.p, "Content-Length: ");
    assert_true(str_ends(all, "\r\n\r\n"));
    close(fd);
}

static void app_statuses(void **state)
{
    assert_has(ask(*state, "GET /none HTTP/1.1\r\n" H "\r\n"), "none");
    assert_int_equal(status_of(ask(*state, "GET /none HTTP/1.1\r\n" H "\r\n")), 404);
    assert_int_equal(status_of(ask(*state, "GET /forgot HTTP/1.1\r\n" H "\r\n")), 500);
    struct fixture *f = *state;
    int fd = dial(f);
    assert_true(say(fd, "GET /304 HTTP/1.1\r\n" H "\r\n"));
    assert_int_equal(status_of(hear(f, fd)), 304);
    assert_true(say(fd, "GET /a HTTP/1.1\r\n" H "\r\n")); /* nothing left over in between */
    assert_int_equal(status_of(hear(f, fd)), 200);
    close(fd);
}

static void compression(void **state)
{
    struct fixture *f = *state;
    int fd = dial(f);
    assert_true(say(
        fd, "GET /page HTTP/1.1\r\n" H "Accept-Encoding: br, gzip\r\nConnection: close\r\n\r\n"));
    struct str all = hear_all(f, fd);
    close(fd);
    assert_has(all.p, "Content-Encoding: gzip");
    assert_has(all.p, "Vary: Accept-Encoding");
    const char *body = strstr(all.p, "\r\n\r\n") + 4;
    char *plain = arena_alloc(f->a, 100000, 1);
    size_t n;
    struct libdeflate_decompressor *d = libdeflate_alloc_decompressor();
    enum libdeflate_result ok =
        libdeflate_gzip_decompress(d, body, all.n - (size_t)(body - all.p), plain, 100000, &n);
    libdeflate_free_decompressor(d);
    assert_int_equal(ok, LIBDEFLATE_SUCCESS);
    assert_has(plain, "<p>Dòng 499</p>");
    const char *without = ask(f, "GET /page HTTP/1.1\r\n" H "\r\n");
    assert_null(strstr(without, "Content-Encoding"));
    assert_has(without, "Vary: Accept-Encoding");
    assert_has(without, "<p>Dòng 499</p>");
}

static void forwarded_headers(void **state)
{
    const char *request = "GET /a HTTP/1.1\r\n" H "X-Forwarded-For: 1.2.3.4, 203.0.113.9\r\n"
                          "X-Forwarded-Proto: https\r\n\r\n";
    assert_has(ask(*state, request), "remote=203.0.113.9 https=1");
    assert_has(ask(*state, "GET /a HTTP/1.1\r\n" H "X-Forwarded-For: <script>\r\n\r\n"),
        "remote=127.0.0.1 https=0");
}

static void forwarded_headers_untrusted(void **state)
{
    const char *request = "GET /a HTTP/1.1\r\n" H "X-Forwarded-For: 203.0.113.9\r\n"
                          "X-Forwarded-Proto: https\r\n\r\n";
    assert_has(ask(*state, request), "remote=127.0.0.1 https=0");
}

/* ---- uploads --------------------------------------------------------------------------------- */

static void upload_10_mb(void **state)
{
    static const char head[] = "--b\r\nContent-Disposition: form-data; name=\"f\"; "
                               "filename=\"a.bin\"\r\n\r\n";
    struct fixture *f = *state;
    size_t n = 10 << 20, total = sizeof head - 1 + n + 9;
    char *data = arena_alloc(f->a, n, 1);
    int fd = dial(f);
    assert_true(say(fd, arena_printf(f->a,
                            "POST /upload HTTP/1.1\r\n" H "Content-Length: %zu\r\n"
                            "Content-Type: multipart/form-data; boundary=b\r\n\r\n",
                            total)));
    assert_true(say(fd, head));
    assert_true(put(fd, data, n));
    assert_true(say(fd, "\r\n--b--\r\n"));
    const char *reply = hear(f, fd);
    assert_has(reply, "file a.bin 10485760");
    /* With the copies left behind while growing. */
    assert_in_range(f->peak, n, n * 5 / 4);
    close(fd);
}

static void upload_too_big(void **state)
{
    struct fixture *f = *state;
    const char *reply = ask(f, "POST /a HTTP/1.1\r\n" H "Content-Length: 10001\r\n\r\n");
    assert_int_equal(status_of(reply), 413);
    assert_has(reply, "Connection: close");
    assert_int_equal(status_of(ask(f, "GET /a HTTP/1.1\r\n" H "Content-Length: 1\r\n\r\n")), 413);
    assert_int_equal(status_of(ask(f, "POST /a HTTP/1.1\r\n" H
                                      "Content-Length: 99999999999999999999999\r\n\r\n")),
        413); /* by libmicrohttpd itself */
    assert_int_equal(f->handled, 0);
}

/* A client that sends everything before it reads still gets the answer, not a reset. */
static void upload_too_big_sent_anyway(void **state)
{
    struct fixture *f = *state;
    char *data = arena_alloc(f->a, 3 << 20, 1);
    int fd = dial(f);
    assert_true(say(fd, "POST /a HTTP/1.1\r\n" H "Content-Length: 3145728\r\n\r\n"));
    assert_true(put(fd, data, 3 << 20));
    usleep(100000);
    assert_int_equal(status_of(hear(f, fd)), 413);
    close(fd);
}

static void chunked_too_big(void **state)
{
    struct fixture *f = *state;
    int fd = dial(f);
    assert_true(say(fd, "POST /a HTTP/1.1\r\n" H "Transfer-Encoding: chunked\r\n\r\n"));
    char chunk[4096 + 8] = "1000\r\n";
    memcpy(chunk + 6 + 4096, "\r\n", 2);
    for (int i = 0; i < 100; i++)
        if (!put(fd, chunk, sizeof chunk))
            break;
    assert_int_equal(status_of(hear(f, fd)), 413);
    assert_true(closed_within(fd, 1000));
    assert_int_equal(f->handled, 0);
    close(fd);
}

static void expect_continue(void **state)
{
    struct fixture *f = *state;
    int fd = dial(f);
    assert_true(
        say(fd, "POST /a HTTP/1.1\r\n" H "Expect: 100-continue\r\nContent-Length: 2\r\n\r\n"));
    char first[26] = "";
    assert_int_equal(recv(fd, first, 25, MSG_WAITALL), 25);
    assert_string_equal(first, "HTTP/1.1 100 Continue\r\n\r\n");
    assert_true(say(fd, "hi"));
    assert_has(hear(f, fd), "body=2");
    close(fd);
    const char *refused =
        ask(f, "POST /a HTTP/1.1\r\n" H "Expect: 100-continue\r\nContent-Length: 20000\r\n\r\n");
    assert_int_equal(status_of(refused), 413);
}

/* ---- bad requests ---------------------------------------------------------------------------- */

static void bad_requests(void **state)
{
    static const char *const bad[] = {"GET /% HTTP/1.1\r\n" H "\r\n",
        "GET /a%00b HTTP/1.1\r\n" H "\r\n", "GET /../a HTTP/1.1\r\n" H "\r\n",
        "GET /a?b=%xx HTTP/1.1\r\n" H "\r\n", "GET a HTTP/1.1\r\n" H "\r\n",
        "GET /a HTTP/1.1\r\n\r\n", /* no host */
        "GET /a HTTP/1.1\r\n" H H "\r\n",
        "POST /a HTTP/1.1\r\n" H "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "POST /a HTTP/1.1\r\n" H "Content-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        "POST /a HTTP/1.1\r\n" H "Transfer-Encoding: gzip\r\n\r\n",
        "POST /a HTTP/1.1\r\n" H "Content-Length: -1\r\n\r\n",
        "POST /a HTTP/1.1\r\n" H "Transfer-Encoding: chunked\r\n\r\nzz\r\n",
        "POST /a HTTP/1.1\r\n" H "Content-Type: application/x-www-form-urlencoded\r\n"
        "Content-Length: 3\r\n\r\na=%"};
    struct fixture *f = *state;
    for (size_t i = 0; i < COUNT(bad); i++) {
        int status = status_of(ask(f, bad[i]));
        if (status != 400)
            fail_msg("%d for: %s", status, bad[i]);
    }
    assert_int_equal(f->handled, 0);
}

static void bad_request_keeps_the_connection(void **state)
{
    struct fixture *f = *state;
    int fd = dial(f);
    assert_true(say(fd, "GET /% HTTP/1.1\r\n" H "\r\n"));
    assert_int_equal(status_of(hear(f, fd)), 400);
    assert_true(say(fd, "GET /a HTTP/1.1\r\n" H "\r\n"));
    assert_int_equal(status_of(hear(f, fd)), 200);
    close(fd);
}

static void too_long(void **state)
{
    struct fixture *f = *state;
    char *x = arena_alloc(f->a, 60001, 1);
    memset(x, 'x', 60000);
    assert_int_equal(
        status_of(ask(f, arena_printf(f->a, "GET /%.3000s HTTP/1.1\r\n" H "\r\n", x))), 414);
    for (int n = 1000; n < 16000; n += 1000) { /* always an answer, also where memory gets short */
        const char *reply =
            ask(f, arena_printf(f->a, "GET / HTTP/1.1\r\n" H "X: %.*s\r\n\r\n", n, x));
        assert_int_equal(status_of(reply), n > 8000 ? 431 : 200);
    }
    int fd = dial(f);
    say(fd, arena_printf(f->a, "GET / HTTP/1.1\r\n" H "X: %s\r\n\r\n", x));
    assert_int_equal(status_of(hear(f, fd)), 431);
    close(fd);
    struct buf b = buf_in(f->a, 10000);
    buf_puts(&b, "GET / HTTP/1.1\r\n" H);
    for (int i = 0; i < 110; i++)
        buf_puts(&b, "A: b\r\n");
    buf_puts(&b, "\r\n");
    assert_int_equal(status_of(ask(f, b.p)), 400);
}

static void garbage(void **state)
{
    static const struct str bad[] = {{"\0\0\0\0\r\n\r\n", 8}, {"\x16\x03\x01\x02\r\n\r\n", 8},
        {"GET\r\n\r\n", 7}, {"GET /a\0b HTTP/1.1\r\n\r\n", 22}, {"\r\n\r\n\r\n\r\n", 8}};
    struct fixture *f = *state;
    for (size_t i = 0; i < COUNT(bad); i++) {
        int fd = dial(f);
        assert_true(put(fd, bad[i].p, bad[i].n));
        shutdown(fd, SHUT_WR);
        hear_all(f, fd);
        close(fd);
    }
    assert_int_equal(f->handled, 0);
    assert_int_equal(status_of(ask(f, "GET /a HTTP/1.1\r\n" H "\r\n")), 200);
}

/* ---- slow clients (limits of 1 s) ------------------------------------------------------------ */

static void half_a_head_then_silence(void **state)
{
    int silent = dial(*state), half = dial(*state);
    assert_true(say(half, "GET /a HTTP/1.1\r\nHos"));
    assert_false(closed_within(half, 700));
    assert_true(closed_within(half, 2000));
    assert_true(closed_within(silent, 500));
    close(half);
    close(silent);
}

static void drip(int fd, const char *start)
{
    int64_t from = clock_mono_us();
    assert_true(say(fd, start));
    char c;
    while (ms_since(from) < 4000 && recv(fd, &c, 1, MSG_DONTWAIT) != 0) {
        usleep(100000);
        if (!say(fd, "x"))
            break;
    }
    assert_in_range(ms_since(from), 700, 3000);
    close(fd);
}

static void dripped_head_and_body(void **state)
{
    struct fixture *f = *state;
    drip(dial(f), "GET /a HTTP/1.1\r\nX-Long: ");
    drip(dial(f), "POST /a HTTP/1.1\r\n" H "Content-Length: 9000\r\n\r\n");
    assert_int_equal(f->handled, 0);
}

/* A handler may take longer than any limit on the client. */
static void slow_handler_is_not_reaped(void **state)
{
    struct fixture *f = *state;
    int fd[3];
    for (size_t i = 0; i < COUNT(fd); i++) {
        fd[i] = dial(f);
        assert_true(say(fd[i], "GET /slow HTTP/1.1\r\n" H "\r\n"));
    }
    for (size_t i = 0; i < COUNT(fd); i++) {
        assert_int_equal(status_of(hear(f, fd[i])), 200); /* one after the other: 1.8 s */
        close(fd[i]);
    }
}

static void full_lane_refuses(void **state)
{
    enum { CLIENTS = 40 }; /* one works, 32 wait */
    struct fixture *f = *state;
    int fd[CLIENTS], refused = 0;
    for (int i = 0; i < CLIENTS; i++) {
        fd[i] = dial(f);
        assert_true(say(fd[i], "GET /slow HTTP/1.1\r\n" H "\r\n"));
    }
    usleep(300000);
    struct http_stats st;
    http_stats(f->h, &st);
    assert_in_range(st.queued[LANE_SLOW], 31, 32);
    assert_int_equal(status_of(ask(f, "GET /a HTTP/1.1\r\n" H "\r\n")), 200);
    for (int i = 0; i < CLIENTS; i++) {
        struct pollfd p = {.fd = fd[i], .events = POLLIN};
        if (poll(&p, 1, 0) == 1) {
            const char *reply = hear(f, fd[i]);
            assert_int_equal(status_of(reply), 503);
            assert_has(reply, "Retry-After: 5");
            refused++;
        }
        close(fd[i]); /* the others leave while their request waits */
    }
    assert_in_range(refused, CLIENTS - 34, CLIENTS - 32);
    http_stats(f->h, &st);
    assert_true(st.rejected >= refused);
}

/* ---- rude clients, many requests ------------------------------------------------------------- */

static void client_leaves_while_suspended(void **state)
{
    struct fixture *f = *state;
    for (int i = 0; i < 2; i++) {
        int fd = dial(f);
        assert_true(say(fd, "GET /slow HTTP/1.1\r\n" H "\r\n"));
        usleep(50000);
        struct linger reset = {.l_onoff = 1};
        if (i == 1)
            setsockopt(fd, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
        close(fd);
    }
    for (int i = 0; i < 30 && f->handled < 2; i++)
        usleep(100000);
    assert_int_equal(f->handled, 2);
    assert_int_equal(status_of(ask(f, "GET /a HTTP/1.1\r\n" H "\r\n")), 200);
}

static void *many(void *arg)
{
    struct fixture *f = arg;
    AUTO_ARENA *a = arena_open();
    struct fixture mine = {.a = a, .port = f->port};
    int fd = dial(f);
    for (int i = 0; i < 1000; i++) {
        arena_reset(a);
        if (i % 100 == 99) {
            close(fd);
            fd = dial(f);
        }
        const char *request = i % 3 ? "GET /a HTTP/1.1\r\n" H "\r\n"
                                    : "POST /a HTTP/1.1\r\n" H "Content-Length: 5\r\n\r\nhello";
        if (!say(fd, request) || status_of(hear(&mine, fd)) != 200)
            break;
        f->seen++;
    }
    close(fd);
    return NULL;
}

static void thousands_of_requests(void **state)
{
    struct fixture *f = *state;
    pthread_t t[4];
    for (size_t i = 0; i < COUNT(t); i++)
        pthread_create(&t[i], NULL, many, f);
    for (size_t i = 0; i < COUNT(t); i++)
        pthread_join(t[i], NULL);
    assert_int_equal(f->seen, 4000);
    assert_int_equal(f->handled, 4000);
    struct http_stats st;
    http_stats(f->h, &st);
    assert_int_equal(st.requests, 4000);
    assert_int_equal(st.by_status[2], 4000);
    assert_int_equal(st.latency_le[11], 4000);
    assert_true(st.latency_le[0] <= st.latency_le[1] && st.latency_sum_us > 0);
    assert_int_equal(st.rejected, 0);
}

/* libmicrohttpd takes 128 events in one batch. Exactly so many arrive here while its thread is held
 * up, and then nothing else happens that could wake a server that has forgotten them. */
static void full_batch_does_not_stall(void **state)
{
    enum { BATCH = 128 };
    struct fixture *f = *state;
    int fd[BATCH], hold = dial(f);
    for (int i = 0; i < BATCH; i++) {
        fd[i] = dial(f);
        assert_true(say(fd[i], "GET /a HTTP/1.1\r\n" H "\r\n"));
        assert_int_equal(status_of(hear(f, fd[i])), 200);
    }
    assert_true(say(hold, "GET /hold HTTP/1.1\r\n" H "\r\n"));
    usleep(100000);
    for (int i = 0; i < BATCH; i++)
        assert_true(say(fd[i], "GET /a HTTP/1.1\r\n" H "\r\n"));
    sem_post(&f->lane_gate);
    for (int i = 0; i < BATCH; i++) {
        struct pollfd p = {.fd = fd[i], .events = POLLIN};
        assert_int_equal(poll(&p, 1, 3000), 1);
        assert_int_equal(status_of(hear(f, fd[i])), 200);
        close(fd[i]);
    }
    sem_post(&f->handle_gate);
    assert_int_equal(status_of(hear(f, hold)), 200);
    close(hold);
}

/* ---- stop ------------------------------------------------------------------------------------ */

static void *stop_server(void *arg)
{
    http_stop(arg);
    return NULL;
}

static void graceful_stop(void **state)
{
    struct fixture *f = *state;
    int idle = dial(f), busy = dial(f);
    assert_true(say(idle, "GET /a HTTP/1.1\r\n" H "\r\n"));
    assert_int_equal(status_of(hear(f, idle)), 200);
    assert_true(say(busy, "GET /slow HTTP/1.1\r\n" H "\r\n"));
    usleep(200000);
    assert_int_equal(f->running, 1);
    int64_t from = clock_mono_us();
    pthread_t t;
    pthread_create(&t, NULL, stop_server, f->h);
    assert_true(closed_within(idle, 500));
    assert_int_equal(dial(f), -1); /* refused */
    const char *reply = hear(f, busy);
    assert_int_equal(status_of(reply), 200);
    assert_has(reply, "path=/slow");
    assert_has(reply, "Connection: close");
    pthread_join(t, NULL);
    assert_in_range(ms_since(from), 300, 1500);
    f->h = NULL;
    close(idle);
    close(busy);
}

/* More is waiting than the drain allows: what runs is finished, the rest is refused. */
static void stop_does_not_wait_for_a_queue(void **state)
{
    struct fixture *f = *state;
    int fd[8];
    for (size_t i = 0; i < COUNT(fd); i++) {
        fd[i] = dial(f);
        assert_true(say(fd[i], "GET /slow HTTP/1.1\r\n" H "\r\n"));
    }
    usleep(200000);
    int64_t from = clock_mono_us();
    http_stop(f->h);
    f->h = NULL;
    assert_in_range(ms_since(from), 900, 3000);
    assert_in_range(f->handled, 1, 4);
    for (size_t i = 0; i < COUNT(fd); i++)
        close(fd[i]);
}

static int start_short_drain(void **state)
{
    return start_with(state, (struct http_options){.drain_s = 1, .threads = {1, 1, 1}});
}

/* ---- the connection table ---------------------------------------------------------------------
 */

static struct sockaddr_in6 mapped(const char *ip)
{
    struct sockaddr_in6 sa = {.sin6_family = AF_INET6};
    assert_int_equal(inet_pton(AF_INET6, ip, &sa.sin6_addr), 1);
    return sa;
}

#define SA(x) ((const struct sockaddr *)(const void *)&(x))

static void one_address_gets_a_share(void **state)
{
    AUTO_ARENA *a = arena_open();
    struct http_options o = {.max_connections = 1000, .header_timeout_s = 9, .body_timeout_s = 9};
    struct conns cs;
    struct conn *c[200];
    (void)state;
    conns_init(&cs, a, &o);
    struct sockaddr_in v4 = {.sin_family = AF_INET};
    inet_pton(AF_INET, "203.0.113.1", &v4.sin_addr);
    struct sockaddr_in6 same = mapped("::ffff:203.0.113.1"), other = mapped("::ffff:203.0.113.2");
    struct sockaddr_in6 local = mapped("::1");
    for (size_t i = 0; i < COUNT(c); i++) {
        assert_true(conns_admit(&cs, SA(same)));
        c[i] = conns_add(&cs, -1, i % 2 ? SA(v4) : SA(same));
        assert_string_equal(c[i]->ip, "203.0.113.1");
    }
    assert_false(conns_admit(&cs, SA(same)));
    assert_false(conns_admit(&cs, SA(v4)));
    assert_true(conns_admit(&cs, SA(other)));
    assert_true(conns_admit(&cs, SA(local)));
    conns_remove(&cs, c[77]);
    assert_true(conns_admit(&cs, SA(v4)));
    c[77] = conns_add(&cs, -1, SA(local));
    assert_true(c[77]->loopback);
    for (size_t i = 0; i < COUNT(c); i++)
        conns_remove(&cs, c[i]);
    assert_int_equal(cs.n, 0);
}

/* A phase's time runs from its start, so a client gains nothing by sending a little. */
static void phases_have_deadlines(void **state)
{
    struct conns cs = {.header_us = 1, .body_us = 2000000};
    struct conn c = {0};
    (void)state;
    int64_t now = clock_mono_us();
    conn_receiving(&cs, &c);
    assert_in_range(c.due - now, 2000000, 2100000);
    conn_working(&c);
    assert_true(c.due == INT64_MAX);
    conn_sending(&cs, &c, 4096 * 30);
    assert_in_range(c.due - now, 32000000, 32100000);
    assert_false(c.idle);
    conn_idle(&c);
    assert_true(c.idle);
    assert_in_range(c.due - now, 75000000, 75100000);
}

static void crowded_server_drops_idle_connections(void **state)
{
    struct fixture *f = *state;
    int fd[15];
    for (size_t i = 0; i < COUNT(fd); i++) {
        fd[i] = dial(f);
        assert_true(say(fd[i], "GET /a HTTP/1.1\r\n" H "\r\n"));
        assert_int_equal(status_of(hear(f, fd[i])), 200);
    }
    assert_true(closed_within(fd[0], 4000));
    for (size_t i = 0; i < COUNT(fd); i++)
        close(fd[i]);
}

static int start_small(void **state)
{
    return start_with(state, (struct http_options){.max_connections = 16});
}

/* ---- listening ------------------------------------------------------------------------------- */

static void listen_addresses(void **state)
{
    struct http *h = NULL;
    struct http_app app = {lane, handle, *state};
    static const char *const bad[] = {
        "", "8686", "localhost:1", "127.0.0.1:", "127.0.0.1:x", "1.2.3:80", ":70000", "[::1:80"};
    for (size_t i = 0; i < COUNT(bad); i++)
        assert_int_equal(
            http_start(&h, &(struct http_options){.listen = bad[i]}, &app), ERR_INVALID);
    struct fixture *f = *state;
    char taken[40];
    snprintf(taken, sizeof taken, "127.0.0.1:%d", f->port);
    assert_int_equal(
        http_start(&h, &(struct http_options){.listen = taken}, &app), ERR_UNAVAILABLE);
    assert_null(h);
    assert_int_equal(http_start(&h, &(struct http_options){.listen = ":0"}, &app), OK);
    struct fixture all = {.port = http_port(h), .a = f->a};
    assert_has(ask(&all, "GET /a HTTP/1.1\r\n" H "\r\n"), "remote=127.0.0.1 ");
    http_stop(h);
    http_stop(NULL);
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, start, stop)
#define STRICT(f) cmocka_unit_test_setup_teardown(f, start_strict, stop)
    const struct CMUnitTest tests[] = {T(keep_alive), T(pipelining), T(chunked_upload),
        T(head_has_no_body), T(app_statuses), T(compression), T(forwarded_headers),
        STRICT(forwarded_headers_untrusted), T(upload_10_mb), T(upload_too_big),
        T(upload_too_big_sent_anyway), T(chunked_too_big), T(expect_continue), T(bad_requests),
        T(bad_request_keeps_the_connection), T(too_long), STRICT(garbage),
        STRICT(half_a_head_then_silence), STRICT(dripped_head_and_body),
        STRICT(slow_handler_is_not_reaped),
        cmocka_unit_test_setup_teardown(full_lane_refuses, start_short_drain, stop),
        T(client_leaves_while_suspended), T(thousands_of_requests), T(full_batch_does_not_stall),
        T(graceful_stop),
        cmocka_unit_test_setup_teardown(stop_does_not_wait_for_a_queue, start_short_drain, stop),
        cmocka_unit_test(one_address_gets_a_share), cmocka_unit_test(phases_have_deadlines),
        cmocka_unit_test_setup_teardown(crowded_server_drops_idle_connections, start_small, stop),
        T(listen_addresses)};
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("http over TCP", tests, NULL, NULL);
}
