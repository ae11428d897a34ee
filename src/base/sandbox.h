// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * sandbox: walls around a running process, raised once and never lowered. A hole in the program or
 * in a library then reaches the data folder and its database, not the machine.
 */
#ifndef MANG_SANDBOX_H
#define MANG_SANDBOX_H

#include "base/base.h"

/* What the process still needs. Lists end with NULL; a path that is not there is passed over. */
struct sandbox {
    const char *const *write; /* folders and files to read, make, change, remove */
    const char *const *read;  /* folders and files to read */
    bool connect;             /* open TCP connections to others (a database server) */
};

/* Which walls stand after sandbox_enter(); an old kernel has fewer. */
enum {
    SANDBOX_FILES = 1, /* Landlock: no file but those named and what system libraries read */
    SANDBOX_NET = 2,   /* Landlock: no TCP connection out; only where `connect` is false */
    SANDBOX_CALLS = 4, /* seccomp: a list of system calls; to start a program ends the process */
    SANDBOX_CORE = 8,  /* no core dump, no reading of our memory by others of the same user */
};
/* Raises the walls for this thread and all it starts from here on: call it before the first one.
 * Never fails; gives the walls that stand. Builds with sanitizers get files and network only. */
unsigned sandbox_enter(const struct sandbox *s);

#endif
