// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Walls of a served process. Each case forks, raises the walls there, tries one thing and tells by
 * its exit code. Where the kernel has no such wall the case is skipped, not passed.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/sandbox.h"

enum { PASSED = 0, REFUSED = 10, NO_WALL = 20 };

/* A data folder and a file next to it, both outside /tmp, which libraries use. */
static char home[64], inside[96], outside[96];

static int set_up(void **state)
{
    (void)state;
    snprintf(home, sizeof home, "/dev/shm/mang-sandbox-XXXXXX");
    if (!mkdtemp(home))
        return 1;
    snprintf(inside, sizeof inside, "%s/data", home);
    snprintf(outside, sizeof outside, "%s/shadow", home);
    int fd = open(outside, O_CREAT | O_WRONLY | O_CLOEXEC, 0644);
    close(fd);
    return mkdir(inside, 0700) != 0 || fd < 0;
}

static int tear_down(void **state)
{
    (void)state;
    char path[128];
    snprintf(path, sizeof path, "%s/made", inside);
    unlink(path);
    unlink(outside);
    rmdir(inside);
    rmdir(home);
    return 0;
}

/* Raises the walls in a child and does `act` there; gives the exit code, or minus the signal. */
static int walled(unsigned need, bool connect, int (*act)(void))
{
    fflush(NULL);
    pid_t pid = fork();
    if (pid == 0) {
        const char *const write[] = {inside, NULL};
        struct sandbox s = {.write = write, .connect = connect};
        unsigned up = sandbox_enter(&s);
        _exit((up & need) == need ? act() : NO_WALL);
    }
    int status;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    int code = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
    if (code == NO_WALL)
        skip();
    return code;
}

static int refused_if(bool bad)
{
    return bad ? REFUSED : PASSED;
}

static int read_outside(void)
{
    return refused_if(open(outside, O_RDONLY | O_CLOEXEC) < 0 && errno == EACCES);
}

static int read_shadow(void)
{
    return refused_if(open("/etc/shadow", O_RDONLY | O_CLOEXEC) < 0 && errno == EACCES);
}

static int write_outside(void)
{
    return refused_if(open(outside, O_WRONLY | O_CLOEXEC) < 0 && errno == EACCES);
}

static int write_inside(void)
{
    char path[128];
    snprintf(path, sizeof path, "%s/made", inside);
    int fd = open(path, O_CREAT | O_RDWR | O_TRUNC | O_CLOEXEC, 0600);
    char c = 'x';
    return refused_if(fd < 0 || write(fd, &c, 1) != 1 || pread(fd, &c, 1, 0) != 1 ||
                      ftruncate(fd, 0) != 0 || unlink(path) != 0);
}

static int temporary_file(void)
{
    FILE *f = tmpfile();
    return refused_if(!f || fputs("x", f) < 0);
}

static int read_from_thread(void)
{
    pthread_t t;
    void *code = NULL;
    if (pthread_create(&t, NULL, (void *(*)(void *))(void (*)(void))read_outside, NULL) != 0 ||
        pthread_join(t, &code) != 0)
        return 1;
    return (int)(intptr_t)code;
}

static int connect_out(void)
{
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct sockaddr_in to = {
        .sin_family = AF_INET, .sin_port = htons(9), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    return refused_if(connect(fd, (struct sockaddr *)&to, sizeof to) != 0 && errno == EACCES);
}

static int start_program(void)
{
    execl("/bin/true", "true", (char *)NULL);
    return REFUSED;
}

static int run_written_page(void)
{
    void *p = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (p == MAP_FAILED)
        return 1;
    bool later = mprotect(p, 4096, PROT_READ | PROT_EXEC) != 0;
    bool both = mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS,
                    -1, 0) == MAP_FAILED;
    return refused_if(later && both);
}

static int packet_socket(void)
{
    return refused_if(socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0) < 0 && errno == ENOSYS);
}

static int core_dumps(void)
{
    return refused_if(prctl(PR_GET_DUMPABLE, 0, 0, 0, 0) == 0);
}

static void files_outside_are_out_of_reach(void **state)
{
    (void)state;
    assert_int_equal(walled(SANDBOX_FILES, false, read_outside), REFUSED);
    assert_int_equal(walled(SANDBOX_FILES, false, read_shadow), REFUSED);
    assert_int_equal(walled(SANDBOX_FILES, false, write_outside), REFUSED);
    assert_int_equal(walled(SANDBOX_FILES, false, read_from_thread), REFUSED);
}

static void data_and_temporary_files_work(void **state)
{
    (void)state;
    assert_int_equal(walled(0, false, write_inside), PASSED);
    assert_int_equal(walled(0, false, temporary_file), PASSED);
}

static void tcp_out_only_for_a_database_server(void **state)
{
    (void)state;
    assert_int_equal(walled(SANDBOX_NET, false, connect_out), REFUSED);
    /* Nobody listens on port 9: refused by the peer, not by the wall. */
    assert_int_equal(walled(SANDBOX_FILES, true, connect_out), PASSED);
}

static void no_program_is_started(void **state)
{
    (void)state;
    assert_int_equal(walled(SANDBOX_CALLS, false, start_program), -SIGSYS);
}

static void no_written_page_is_run(void **state)
{
    (void)state;
    assert_int_equal(walled(SANDBOX_CALLS, false, run_written_page), REFUSED);
}

static void no_raw_socket(void **state)
{
    (void)state;
    assert_int_equal(walled(SANDBOX_CALLS, false, packet_socket), REFUSED);
}

static void no_core_dump(void **state)
{
    (void)state;
    assert_int_equal(walled(SANDBOX_CORE, false, core_dumps), REFUSED);
}

int main(void)
{
    const struct CMUnitTest sandbox[] = {
        cmocka_unit_test(files_outside_are_out_of_reach),
        cmocka_unit_test(data_and_temporary_files_work),
        cmocka_unit_test(tcp_out_only_for_a_database_server),
        cmocka_unit_test(no_program_is_started),
        cmocka_unit_test(no_written_page_is_run),
        cmocka_unit_test(no_raw_socket),
        cmocka_unit_test(no_core_dump),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(sandbox, set_up, tear_down);
}
