// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * LD_PRELOAD shim: fsync() and fdatasync() take $SLOW_FSYNC_US microseconds longer (default 1000).
 * A virtual disk answers in no time and hides what durability costs; this shows it.
 *
 *     gcc -shared -fPIC -O2 -o build/slow_fsync.so bench/slow_fsync.c
 *     LD_PRELOAD=build/slow_fsync.so SLOW_FSYNC_US=1000 build/bench_db …
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <dlfcn.h>
#include <stdlib.h>
#include <unistd.h>

static int slowly(const char *name, int fd)
{
    const char *us = getenv("SLOW_FSYNC_US");
    usleep(us ? (useconds_t)atoi(us) : 1000);
    int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
    return real(fd);
}

__attribute__((visibility("default"))) int fsync(int fd)
{
    return slowly("fsync", fd);
}

__attribute__((visibility("default"))) int fdatasync(int fd)
{
    return slowly("fdatasync", fd);
}
