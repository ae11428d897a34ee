// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * The server as a process that dies: kill -9 at random moments while clients report, a database
 * whose connections are cut, a disk that fills, a stop in the middle of requests. Whatever was
 * acknowledged (303) must be there once, the rest whole or not at all, and a form sent again with
 * its `once` must give exactly one record.
 */
#include "../fault/site.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>

enum { CLIENTS = 4, MOST_REPORTS = 4000, SHORT_MS = 40, LONG_MS = 700 };

struct outcome {
    const char *once, *location; /* location: acknowledged */
};
struct server {
    struct ts *s;
    const char *data, *url, *log;
    pid_t pid;
    int port;
    pthread_mutex_t lock;
    struct outcome v[MOST_REPORTS];
    size_t n;
    atomic_bool stop;
};

static void nap(int ms)
{
    nanosleep(&(struct timespec){ms / 1000, (ms % 1000) * 1000000L}, NULL);
}

/* ---- the process -------------------------------------------------------------------------------
 */

static const char *program(struct arena *a)
{
    char self[400];
    ssize_t n = readlink("/proc/self/exe", self, sizeof self - 1);
    assert_true(n > 0);
    self[n] = 0;
    *strrchr(self, '/') = 0;
    return arena_printf(a, "%s/../mang", self);
}

static void exec_server(const struct server *k, rlim_t file_limit)
{
    int fd = open(k->log, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    dup2(fd, STDOUT_FILENO);
    dup2(fd, STDERR_FILENO);
    if (file_limit) {
        signal(SIGXFSZ, SIG_IGN);
        setrlimit(RLIMIT_FSIZE, &(struct rlimit){file_limit, RLIM_INFINITY});
    }
    const char *mang = program(k->s->t.a);
    execl(mang, mang, "serve", "--data", k->data, "--db", k->url, "--listen", "127.0.0.1:0",
        (char *)NULL);
    _exit(127);
}

static int port_in_log(const struct server *k)
{
    char text[20000] = "";
    FILE *f = fopen(k->log, "r");
    size_t n = f ? fread(text, 1, sizeof text - 1, f) : 0;
    text[n] = 0;
    if (f)
        fclose(f);
    const char *at = strstr(text, "\"port\":\"");
    return at ? atoi(at + 8) : 0;
}

static void start(struct server *k, rlim_t file_limit)
{
    unlink(k->log);
    k->pid = fork();
    assert_true(k->pid >= 0);
    if (k->pid == 0)
        exec_server(k, file_limit);
    for (int i = 0; i < 1500; i++, nap(20)) {
        k->port = port_in_log(k);
        if (k->port)
            return;
        assert_int_equal(waitpid(k->pid, NULL, WNOHANG), 0);
    }
    fail_msg("the server does not come up");
}

/* ---- a client
 * ------------------------------------------------------------------------------------ */

static int dial(int port)
{
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct sockaddr_in to = {.sin_family = AF_INET,
        .sin_port = htons((uint16_t)port),
        .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    struct timeval patience = {30, 0};
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    if (connect(fd, (struct sockaddr *)(void *)&to, sizeof to) == 0)
        return fd;
    close(fd);
    return -1;
}

static int send_form(struct ts *s, struct arena *a, int port, const char *path, const char *form)
{
    int fd = dial(port);
    if (fd < 0)
        return -1;
    const struct who *w = &s->who[OFFICER];
    const char *body = arena_printf(a, "csrf=%s&%s", ts_csrf(s, w), form);
    const char *text = arena_printf(a,
        "POST %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\nCookie: mang=%s\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: %zu\r\n\r\n%s",
        path, w->token, strlen(body), body);
    ssize_t n = send(fd, text, strlen(text), MSG_NOSIGNAL);
    if (n == (ssize_t)strlen(text))
        return fd;
    close(fd);
    return -1;
}

/* Status of the whole answer; 0 when it was cut. */
static int receive(struct arena *a, int fd, const char **location)
{
    struct buf b = buf_in(a, 4 << 20);
    char chunk[8192];
    for (ssize_t n; (n = recv(fd, chunk, sizeof chunk, 0)) > 0;)
        buf_add(&b, chunk, (size_t)n);
    close(fd);
    const char *end = b.n ? strstr(b.p, "\r\n\r\n") : NULL,
               *len = b.n ? strcasestr(b.p, "\r\nContent-Length: ") : NULL;
    if (!end || !len || b.n < (size_t)(end + 4 - b.p) + (size_t)atoll(len + 18))
        return 0;
    const char *loc = strcasestr(b.p, "\r\nLocation: ");
    if (loc && loc < end)
        *location = arena_dupn(a, loc + 12, strcspn(loc + 12, "\r"));
    return atoi(b.p + 9);
}

static int post_report(struct server *k, struct arena *a, const char *once, const char **location)
{
    struct ts by = *k->s;
    by.t.a = a;
    int fd = send_form(&by, a, k->port, "/so/ca/moi", ts_intake_form(&by, once));
    return fd < 0 ? -1 : receive(a, fd, location);
}

static void *client(void *ctx)
{
    struct server *k = ctx;
    while (!k->stop) {
        AUTO_ARENA *a = arena_open();
        char once[37];
        uuid7(once);
        const char *location = NULL;
        pthread_mutex_lock(&k->lock);
        size_t at = k->n++;
        BUG_IF(at >= MOST_REPORTS);
        k->v[at].once = arena_dup(k->s->t.a, once);
        pthread_mutex_unlock(&k->lock);
        int status = post_report(k, a, once, &location);
        pthread_mutex_lock(&k->lock);
        if (status == 303)
            k->v[at].location = arena_dup(k->s->t.a, location);
        pthread_mutex_unlock(&k->lock);
        if (status < 0)
            nap(2);
    }
    return NULL;
}

/* ---- what must be true
 * ------------------------------------------------------------------------------ */

/* Every report of v is sent again: those acknowledged get their old answer. */
static void send_all_again(struct server *k, size_t from)
{
    for (size_t i = from; i < k->n; i++) {
        AUTO_ARENA *a = arena_open();
        const char *location = NULL;
        int status = post_report(k, a, k->v[i].once, &location);
        if (status != 303)
            fail_msg("resend of report %zu: %d", i, status);
        if (k->v[i].location)
            assert_string_equal(location, k->v[i].location);
        k->v[i].location = arena_dup(k->s->t.a, location);
    }
}

static void expect(struct ts *s, const char *what, const char *sql, int64_t n)
{
    int64_t found = ts_count(s, sql);
    if (found != n)
        fail_msg("%s: %lld instead of %lld", what, (long long)found, (long long)n);
}

static void all_is_whole(struct server *k, int64_t cases)
{
    struct ts *s = k->s;
    expect(s, "cases", "SELECT count(*) FROM r_ca", cases);
    expect(s, "codes", "SELECT count(DISTINCT code) FROM r_ca", cases);
    expect(s, "answers", "SELECT count(*) FROM answered WHERE path = '/so/ca/moi'", cases);
    expect(s, "cases with one report",
        "SELECT count(*) FROM r_ca c WHERE (SELECT count(*) FROM r_tin_bao t WHERE t.parent = "
        "c.id) "
        "= 1",
        cases);
    expect(s, "cases with one event",
        "SELECT count(*) FROM r_ca c WHERE (SELECT count(*) FROM flow_event e WHERE e.record = "
        "c.id "
        "AND e.form IS NOT NULL) = 1",
        cases);
    expect(s, "cases with a clock",
        "SELECT count(*) FROM r_ca c WHERE (SELECT count(*) FROM flow_clock k WHERE k.record = "
        "c.id) "
        "= 1",
        cases);
    expect(s, "cases with their member",
        "SELECT count(*) FROM r_ca c WHERE EXISTS (SELECT 1 FROM member m WHERE m.record = c.id)",
        cases);
    expect(s, "cases with two journal lines",
        "SELECT count(*) FROM r_ca c WHERE (SELECT count(*) FROM journal j WHERE j.root = c.id AND "
        "j.action = 'tiep_nhan') = 2",
        cases);
    expect(s, "cases of an answer",
        "SELECT count(*) FROM r_ca c WHERE (SELECT count(*) FROM answered a WHERE a.result LIKE "
        "'%' || c.id || '%') = 1",
        cases);
    for (size_t i = 0; i < k->n; i++)
        if (k->v[i].location)
            expect(s, "an acknowledged report",
                arena_printf(s->t.a, "SELECT count(*) FROM r_ca WHERE id = '%s'",
                    ts_id_of(s, k->v[i].location)),
                1);
    assert_int_equal(ts_broken(s), 0);
}

static struct server *server_of(struct ts *s)
{
    struct server *k = NEW(s->t.a, struct server);
    k->s = s;
    k->data = s->t.pg ? arena_printf(s->t.a, "/tmp/%s", s->t.schema) : s->t.dir;
    k->url = s->t.pg ? arena_printf(s->t.a, "%s&application_name=t_kill_%d", s->t.url, getpid())
                     : s->t.url;
    k->log = arena_printf(s->t.a, "%s/server.log", k->data);
    pthread_mutex_init(&k->lock, NULL);
    return k;
}

static void reap(struct server *k, int signal_wanted)
{
    int st;
    assert_int_equal(waitpid(k->pid, &st, 0), k->pid);
    if (signal_wanted ? !WIFSIGNALED(st) || WTERMSIG(st) != signal_wanted
                      : !WIFEXITED(st) || WEXITSTATUS(st) != 0)
        fail_msg("the server ended with status %x", (unsigned)st);
    k->pid = 0;
}

static void with_clients(struct server *k, int ms, void (*harm)(struct server *k))
{
    pthread_t t[CLIENTS];
    k->stop = false;
    for (int i = 0; i < CLIENTS; i++)
        assert_int_equal(pthread_create(&t[i], NULL, client, k), 0);
    nap(ms);
    harm(k);
    k->stop = true;
    for (int i = 0; i < CLIENTS; i++)
        pthread_join(t[i], NULL);
}

/* ---- kill -9
 * ------------------------------------------------------------------------------------------ */

static void kill_hard(struct server *k)
{
    kill(k->pid, SIGKILL);
    reap(k, SIGKILL);
}

static void cut_connections(struct server *k)
{
    const char *cut = arena_printf(k->s->t.a,
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = "
        "'t_kill_%d'",
        getpid());
    assert_true(ts_count(k->s, cut) > 0);
    nap(300); /* they go on with new ones */
}

static void killed_at_any_moment(struct ts *s)
{
    struct server *k = server_of(s);
    int rounds = s->t.pg ? 4 : 10;
    int64_t before = ts_count(s, "SELECT count(*) FROM r_ca");
    size_t acknowledged = 0, sent_again = 0;
    for (int i = 0; i < rounds; i++) {
        unsigned char r;
        rand_bytes(&r, 1);
        start(k, 0);
        send_all_again(k, sent_again);
        sent_again = k->n;
        if (s->t.pg && i == 1)
            with_clients(k, SHORT_MS + r * 2, cut_connections);
        with_clients(k, SHORT_MS + r * (LONG_MS - SHORT_MS) / 255, kill_hard);
    }
    for (size_t i = 0; i < k->n; i++)
        acknowledged += k->v[i].location != NULL;
    /* What the crash left, before anything is mended by sending again. */
    int64_t found = ts_count(s, "SELECT count(*) FROM r_ca") - before;
    assert_in_range(found, acknowledged, k->n);
    all_is_whole(k, before + found);
    start(k, 0);
    send_all_again(k, 0);
    all_is_whole(k, before + (int64_t)k->n);
    kill(k->pid, SIGTERM);
    reap(k, 0);
    print_message("# %zu reports, %zu acknowledged, %d kills\n", k->n, acknowledged, rounds);
}
SITE_TEST_FN(killed_at_any_moment)

/* ---- a full disk
 * ------------------------------------------------------------------------------------- */

static int64_t size_of(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 ? st.st_size : 0;
}

/* Posts until one is refused; every refusal must be an honest page. */
static size_t post_until_refused(struct server *k, int most)
{
    size_t refused = 0;
    for (int i = 0; i < most && refused < 3; i++) {
        AUTO_ARENA *a = arena_open();
        const char *location = NULL;
        size_t at = k->n++;
        k->v[at].once = ts_once(k->s);
        int status = post_report(k, a, k->v[at].once, &location);
        if (status == 303) {
            k->v[at].location = arena_dup(k->s->t.a, location);
            continue;
        }
        if (status < 500)
            fail_msg("a full disk is told as %d", status);
        refused++;
    }
    return refused;
}

static void a_full_disk(void **state)
{
    (void)state;
    struct ts *s = ts_get(false);
    struct server *k = server_of(s);
    int64_t before = ts_count(s, "SELECT count(*) FROM r_ca");
    const char *file = s->t.url + strlen("sqlite:");
    ts_sql(s, "PRAGMA wal_checkpoint(TRUNCATE)");
    /* A limit on the size of files is a full disk for one process: the log of writes hits it. */
    int64_t room = size_of(file) + 64 * 1024;
    start(k, (rlim_t)room);
    size_t refused = post_until_refused(k, 3000);
    assert_int_equal(refused, 3);
    AUTO_ARENA *a = arena_open();
    int fd = dial(k->port); /* reading goes on */
    dprintf(fd, "GET /suc-khoe HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    const char *none = NULL;
    assert_int_equal(receive(a, fd, &none), 200);
    struct rlimit open_again = {RLIM_INFINITY, RLIM_INFINITY};
    assert_int_equal(prlimit(k->pid, RLIMIT_FSIZE, &open_again, NULL), 0);
    send_all_again(k, 0);
    kill(k->pid, SIGTERM);
    reap(k, 0);
    all_is_whole(k, before + (int64_t)k->n);
    print_message("# %zu reports around the full disk\n", k->n);
}

/* ---- stopping
 * --------------------------------------------------------------------------------------------- */

/* Requests are held in flight by a write lock of our own. */
static void stop_lets_requests_finish(void **state)
{
    (void)state;
    enum { HELD = 6 };
    struct ts *s = ts_get(false);
    struct server *k = server_of(s);
    start(k, 0);
    AUTO_ARENA *a = arena_open();
    ts_sql(s, "BEGIN IMMEDIATE");
    int fd[HELD];
    for (int i = 0; i < HELD; i++)
        fd[i] = send_form(s, a, k->port, "/so/ca/moi", ts_intake_form(s, ts_once(s)));
    nap(400);
    kill(k->pid, SIGTERM);
    nap(400);
    assert_int_equal(waitpid(k->pid, NULL, WNOHANG), 0);
    ts_sql(s, "COMMIT");
    for (int i = 0; i < HELD; i++) {
        const char *location = NULL;
        assert_int_equal(receive(a, fd[i], &location), 303);
    }
    reap(k, 0);
    assert_int_equal(dial(k->port), -1);
}

static void second_signal_ends_at_once(void **state)
{
    (void)state;
    struct ts *s = ts_get(false);
    struct server *k = server_of(s);
    start(k, 0);
    AUTO_ARENA *a = arena_open();
    int64_t cases = ts_count(s, "SELECT count(*) FROM r_ca");
    ts_sql(s, "BEGIN IMMEDIATE");
    int fd = send_form(s, a, k->port, "/so/ca/moi", ts_intake_form(s, ts_once(s)));
    nap(300);
    kill(k->pid, SIGTERM);
    nap(300);
    int64_t t = clock_mono_us();
    kill(k->pid, SIGTERM);
    reap(k, SIGTERM);
    assert_true(clock_mono_us() - t < 2000000);
    close(fd);
    ts_sql(s, "COMMIT");
    assert_int_equal(ts_count(s, "SELECT count(*) FROM r_ca"), cases);
}

int main(void)
{
    cmocka_set_message_output(CM_OUTPUT_TAP);
    signal(SIGPIPE, SIG_IGN);
    const struct CMUnitTest tests[] = {SITE_TEST(killed_at_any_moment),
        cmocka_unit_test(a_full_disk), cmocka_unit_test(stop_lets_requests_finish),
        cmocka_unit_test(second_signal_ends_at_once)};
    return cmocka_run_group_tests_name("kill", tests, NULL, ts_end);
}
