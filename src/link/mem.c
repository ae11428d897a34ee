// SPDX-License-Identifier: AGPL-3.0-or-later
/* Large arrays straight from the kernel, and loops over parts on several threads. */
#include "link/link_int.h"

#include <stdatomic.h>
#include <sys/mman.h>
#include <unistd.h>

void *mem_map(size_t bytes)
{
    int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE;
    void *p = mmap(NULL, bytes ? bytes : 1, PROT_READ | PROT_WRITE, flags, -1, 0);
    BUG_IF(p == MAP_FAILED);
    if (bytes >= (4u << 20))
        (void)madvise(p, bytes, MADV_HUGEPAGE);
    return p;
}

void mem_unmap(void *p, size_t bytes)
{
    if (p)
        munmap(p, bytes ? bytes : 1);
}

int mem_cores(void)
{
    long n = sysconf(_SC_NPROCESSORS_ONLN);
    return n < 1 ? 1 : n > 64 ? 64 : (int)n;
}

struct team {
    mem_work *work;
    void *ctx;
    size_t parts;
    _Atomic size_t next;
};

static void *team_run(void *arg)
{
    struct team *t = arg;
    for (size_t part; (part = atomic_fetch_add(&t->next, 1)) < t->parts;)
        t->work(t->ctx, part);
    return NULL;
}

void mem_parallel(int threads, size_t parts, mem_work *work, void *ctx)
{
    struct team t = {.work = work, .ctx = ctx, .parts = parts};
    pthread_t th[64];
    int n = 0, want = threads < 1 ? 1 : threads > 64 ? 64 : threads;
    while (n < want - 1 && (size_t)n + 1 < parts && pthread_create(&th[n], NULL, team_run, &t) == 0)
        n++;
    team_run(&t);
    for (int i = 0; i < n; i++)
        pthread_join(th[i], NULL);
}
