// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Landlock and seccomp. Landlock holds for the calling thread and its children only, so the walls
 * are raised before any thread runs; both are inherited and cannot be taken back.
 *
 * The kernel's Landlock interface grows; Debian 12 headers know its second version. The rights of
 * later ones are named here, and what the running kernel does not know is left out.
 */
#include "base/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <sched.h>
#include <seccomp.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SANITIZED 1
#endif
#endif
#ifndef SANITIZED
#define SANITIZED 0
#endif

/* ---- files and network: Landlock ------------------------------------------------------------- */

enum {
    READ = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR,
    TRUNCATE = 1 << 14, /* version 3 */
    WRITE = READ | LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_MAKE_REG |
            LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_REMOVE_FILE |
            LANDLOCK_ACCESS_FS_REMOVE_DIR | TRUNCATE,
    OF_FILES = LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_WRITE_FILE |
               LANDLOCK_ACCESS_FS_READ_FILE | TRUNCATE,
    VERSION_1 = (LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1,
    CONNECT_TCP = 1 << 1, /* version 4 */
    ABSTRACT_SOCKETS = 1, /* version 6 */
    SIGNALS = 1 << 1      /* version 6 */
};

/* struct landlock_ruleset_attr as of version 6; older kernels take a shorter one. */
struct ruleset {
    uint64_t fs, net, scoped;
};

/* What the C library, libpq, SQLite and libxlsxwriter open of their own. */
static const char *const library_reads[] = {"/proc/self/exe", "/lib", "/lib64", "/usr/lib",
    "/etc/ld.so.cache", "/etc/resolv.conf", "/etc/hosts", "/etc/host.conf", "/etc/nsswitch.conf",
    "/etc/gai.conf", "/etc/services", "/etc/passwd", "/etc/ssl/certs", "/etc/ssl/openssl.cnf",
    "/etc/localtime", "/usr/share/zoneinfo", "/dev/urandom", "/sys/devices/system/cpu", NULL};
static const char *const library_writes[] = {"/dev/null", "/tmp", "/var/tmp", NULL};
/* Sanitizers read the memory map and the symbols when they report. */
static const char *const sanitizer_reads[] = {"/proc", "/usr", NULL};

static void allow(int ruleset, uint64_t handled, const char *path, uint64_t rights)
{
    int fd = open(path, O_PATH | O_CLOEXEC);
    if (fd < 0)
        return;
    struct stat st;
    if (fstat(fd, &st) == 0) {
        if (!S_ISDIR(st.st_mode))
            rights &= OF_FILES;
        struct landlock_path_beneath_attr rule = {
            .allowed_access = rights & handled, .parent_fd = fd};
        syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
    }
    close(fd);
}

static void allow_all(int ruleset, uint64_t handled, const char *const *paths, uint64_t rights)
{
    for (; paths && *paths; paths++)
        allow(ruleset, handled, *paths, rights);
}

static unsigned wall_files(const struct sandbox *s)
{
    long version = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
    if (version < 1)
        return 0;
    struct ruleset set = {.fs = VERSION_1};
    size_t size = sizeof set.fs;
    if (version >= 2)
        set.fs |= LANDLOCK_ACCESS_FS_REFER;
    if (version >= 3)
        set.fs |= TRUNCATE;
    if (version >= 4) {
        size = 2 * sizeof set.fs;
        set.net = s->connect ? 0 : CONNECT_TCP;
    }
    if (version >= 6) {
        size = sizeof set;
        set.scoped = ABSTRACT_SOCKETS | SIGNALS;
    }
    int fd = (int)syscall(SYS_landlock_create_ruleset, &set, size, 0);
    if (fd < 0)
        return 0;
    allow_all(fd, set.fs, library_reads, READ);
    allow_all(fd, set.fs, library_writes, WRITE);
    allow_all(fd, set.fs, s->read, READ);
    allow_all(fd, set.fs, s->write, WRITE);
    if (SANITIZED)
        allow_all(fd, set.fs, sanitizer_reads, READ | LANDLOCK_ACCESS_FS_EXECUTE);
    bool up = syscall(SYS_landlock_restrict_self, fd, 0) == 0;
    close(fd);
    if (!up)
        return 0;
    return SANDBOX_FILES | (set.net ? SANDBOX_NET : 0u);
}

/* ---- system calls: seccomp ------------------------------------------------------------------- */

/* What a server of files and sockets with threads needs. Not in the list: "not implemented", which
 * libraries answer by their older way. */
static const char *const calls[] = {
    /* memory; mmap and mprotect have conditions */
    "brk", "madvise", "mremap", "munmap", "msync", "mlock", "mlock2", "munlock", "membarrier",
    /* files */
    "access", "chmod", "close", "close_range", "creat", "dup", "dup2", "dup3", "faccessat",
    "faccessat2", "fadvise64", "fallocate", "fchmod", "fchmodat", "fchown", "fcntl", "fdatasync",
    "flock", "fstat", "fstatfs", "fsync", "ftruncate", "getcwd", "getdents", "getdents64", "link",
    "linkat", "lseek", "lstat", "mkdir", "mkdirat", "newfstatat", "open", "openat", "pread64",
    "preadv", "preadv2", "pwrite64", "pwritev", "pwritev2", "read", "readahead", "readlink",
    "readlinkat", "readv", "rename", "renameat", "renameat2", "rmdir", "sendfile", "splice", "stat",
    "statfs", "statx", "sync_file_range", "tee", "truncate", "umask", "unlink", "unlinkat", "utime",
    "utimensat", "utimes", "write", "writev", "copy_file_range", "memfd_create", "ioctl",
    /* sockets; socket has a condition */
    "accept", "accept4", "bind", "connect", "getpeername", "getsockname", "getsockopt", "listen",
    "recvfrom", "recvmmsg", "recvmsg", "sendmmsg", "sendmsg", "sendto", "setsockopt", "shutdown",
    "socketpair",
    /* waiting */
    "clock_getres", "clock_gettime", "clock_nanosleep", "epoll_create", "epoll_create1",
    "epoll_ctl", "epoll_pwait", "epoll_pwait2", "epoll_wait", "eventfd", "eventfd2", "futex",
    "futex_waitv", "getitimer", "gettimeofday", "nanosleep", "pause", "pipe", "pipe2", "poll",
    "ppoll", "pselect6", "restart_syscall", "select", "setitimer", "time", "timerfd_create",
    "timerfd_gettime", "timerfd_settime",
    /* threads and signals; clone has a condition */
    "arch_prctl", "exit", "exit_group", "get_robust_list", "kill", "rseq", "rt_sigaction",
    "rt_sigpending", "rt_sigprocmask", "rt_sigqueueinfo", "rt_sigreturn", "rt_sigsuspend",
    "rt_sigtimedwait", "sched_get_priority_max", "sched_get_priority_min", "sched_getaffinity",
    "sched_getparam", "sched_getscheduler", "sched_setaffinity", "sched_yield", "set_robust_list",
    "set_tid_address", "sigaltstack", "signalfd4", "tgkill", "tkill", "wait4", "waitid",
    /* who we are */
    "getcpu", "getegid", "geteuid", "getgid", "getgroups", "getpgid", "getpgrp", "getpid",
    "getppid", "getpriority", "getrandom", "getresgid", "getresuid", "getrlimit", "getrusage",
    "getsid", "gettid", "getuid", "prctl", "prlimit64", "setrlimit", "sysinfo", "times", "uname"};

/* Nothing of ours calls these: whoever does has taken the process over. */
static const char *const killers[] = {"acct", "add_key", "bpf", "chroot", "delete_module", "execve",
    "execveat", "finit_module", "fsopen", "init_module", "io_uring_setup", "kexec_file_load",
    "kexec_load", "keyctl", "mount", "move_mount", "open_by_handle_at", "open_tree",
    "perf_event_open", "pidfd_getfd", "pivot_root", "process_vm_readv", "process_vm_writev",
    "ptrace", "reboot", "request_key", "setgid", "setns", "setresuid", "setuid", "swapon",
    "swapoff", "umount2", "unshare", "userfaultfd"};

static bool rule(scmp_filter_ctx f, uint32_t action, const char *name)
{
    int nr = seccomp_syscall_resolve_name(name);
    /* An older libseccomp or another processor does not have them all. */
    return nr == __NR_SCMP_ERROR || seccomp_rule_add(f, action, nr, 0) == 0;
}

/* Allows a call when (argument `arg` & `mask`) is `is`. */
static bool when(scmp_filter_ctx f, int nr, unsigned arg, uint64_t mask, uint64_t is)
{
    const struct scmp_arg_cmp c = {
        .arg = arg, .op = SCMP_CMP_MASKED_EQ, .datum_a = mask, .datum_b = is};
    return seccomp_rule_add_array(f, SCMP_ACT_ALLOW, nr, 1, &c) == 0;
}

/* Pages are written or run, never both, and nothing written is made to run later; only the four
 * families of sockets; threads, but no name spaces. */
static bool conditions(scmp_filter_ctx f)
{
    static const int families[] = {AF_UNIX, AF_INET, AF_INET6, AF_NETLINK};
    enum {
        SPACES = CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWUSER |
                 CLONE_NEWPID | CLONE_NEWNET
    };
    for (size_t i = 0; i < COUNT(families); i++)
        if (!when(f, SCMP_SYS(socket), 0, UINT32_MAX, (uint64_t)families[i]))
            return false;
    return when(f, SCMP_SYS(mmap), 2, PROT_EXEC, 0) && when(f, SCMP_SYS(mmap), 2, PROT_WRITE, 0) &&
           when(f, SCMP_SYS(mprotect), 2, PROT_EXEC, 0) && when(f, SCMP_SYS(clone), 0, SPACES, 0);
}

static bool fill(scmp_filter_ctx f)
{
    for (size_t i = 0; i < COUNT(calls); i++)
        if (!rule(f, SCMP_ACT_ALLOW, calls[i]))
            return false;
    for (size_t i = 0; i < COUNT(killers); i++)
        if (!rule(f, SCMP_ACT_KILL_PROCESS, killers[i]))
            return false;
    return conditions(f);
}

static unsigned wall_calls(void)
{
    scmp_filter_ctx f = seccomp_init(SCMP_ACT_ERRNO(ENOSYS));
    if (!f)
        return 0;
    /* A tree of comparisons instead of a list: the calls of every request pass quickly. */
    (void)seccomp_attr_set(f, SCMP_FLTATR_CTL_OPTIMIZE, 2);
    bool up = fill(f) && seccomp_load(f) == 0;
    seccomp_release(f);
    return up ? SANDBOX_CALLS : 0;
}

unsigned sandbox_enter(const struct sandbox *s)
{
    const struct rlimit none = {0, 0};
    unsigned up = 0;
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        return 0;
    if (setrlimit(RLIMIT_CORE, &none) == 0 && !SANITIZED && prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0)
        up |= SANDBOX_CORE;
    up |= wall_files(s);
    if (!SANITIZED)
        up |= wall_calls();
    return up;
}
