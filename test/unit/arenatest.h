// SPDX-License-Identifier: AGPL-3.0-or-later
/* An arena of the test program's own: open_arena and close_arena are its set-up and tear-down. */
#ifndef MANG_ARENATEST_H
#define MANG_ARENATEST_H
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/base.h"

static struct arena *a;

static int open_arena(void **state)
{
    (void)state;
    a = arena_open();
    return 0;
}

static int close_arena(void **state)
{
    (void)state;
    arena_close(a);
    return 0;
}

#endif
