// SPDX-License-Identifier: AGPL-3.0-or-later
/* Errors, log, clock, randomness, UUIDv7: what base needs of the system. See base.h. */
#include "base/base.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/random.h>
#include <time.h>

static _Thread_local char detail[500];

enum err err_set(enum err e, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(detail, sizeof detail, fmt, ap);
    va_end(ap);
    return e;
}

const char *err_detail(void)
{
    return detail;
}

const char *err_name(enum err e)
{
    static const char *const names[ERR__COUNT] = {"ok", "not_found", "denied", "conflict",
        "invalid", "too_big", "busy", "unavailable", "io", "corrupt", "db"};
    return e >= 0 && e < ERR__COUNT ? names[e] : "unknown";
}

void bug_at(const char *file, int line, const char *what)
{
    fprintf(stderr, "BUG %s:%d: %s\n", file, line, what);
    abort();
}

/* ---- log ------------------------------------------------------------------------------------- */

static _Atomic int min_level = LOG_INFO;

void log_level(enum log_level min)
{
    atomic_store(&min_level, (int)min);
}

void log_event(enum log_level l, const char *event, ...)
{
    if ((int)l < atomic_load(&min_level))
        return;
    static const char *const names[] = {"debug", "info", "warn", "error"};
    AUTO_ARENA *a = arena_open();
    struct buf b = buf_in(a, 4000);
    time_t s = (time_t)(clock_ms() / 1000);
    struct tm tm;
    gmtime_r(&s, &tm);
    char when[32];
    strftime(when, sizeof when, "%Y-%m-%dT%H:%M:%SZ", &tm);
    buf_printf(&b, "{\"time\":\"%s\",\"level\":\"%s\",\"event\":", when, names[l]);
    buf_json_str(&b, str_of(event));
    va_list ap;
    va_start(ap, event);
    for (const char *k; (k = va_arg(ap, const char *));) {
        const char *v = va_arg(ap, const char *);
        buf_putc(&b, ',');
        buf_json_str(&b, str_of(k));
        buf_putc(&b, ':');
        buf_json_str(&b, str_of(v));
    }
    va_end(ap);
    fprintf(stderr, "%s}\n", b.p);
}

/* ---- clock ----------------------------------------------------------------------------------- */

static _Atomic int64_t fake_ms;

int64_t clock_ms(void)
{
    int64_t fake = atomic_load_explicit(&fake_ms, memory_order_relaxed);
    if (fake)
        return fake;
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

void clock_fake(int64_t ms)
{
    atomic_store(&fake_ms, ms);
}

int64_t clock_mono_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

/* ---- random, ids ----------------------------------------------------------------------------- */

void rand_bytes(void *p, size_t n)
{
    char *at = p;
    while (n > 0) {
        ssize_t k = getrandom(at, n, 0);
        if (k < 0 && errno == EINTR)
            continue;
        BUG_IF(k <= 0);
        at += k;
        n -= (size_t)k;
    }
}

void uuid7(char out[37])
{
    unsigned char b[16];
    rand_bytes(b, sizeof b);
    uint64_t ms = (uint64_t)clock_ms();
    for (int i = 0; i < 6; i++)
        b[i] = (unsigned char)(ms >> (40 - 8 * i));
    b[6] = (unsigned char)(0x70 | (b[6] & 0x0f));
    b[8] = (unsigned char)(0x80 | (b[8] & 0x3f));
    static const char hex[] = "0123456789abcdef";
    char *o = out;
    for (int i = 0; i < 16; i++) {
        if (i == 4 || i == 6 || i == 8 || i == 10)
            *o++ = '-';
        *o++ = hex[b[i] >> 4];
        *o++ = hex[b[i] & 15];
    }
    *o = 0;
}

bool uuid_ok(struct str s)
{
    if (s.n != 36)
        return false;
    for (size_t i = 0; i < 36; i++) {
        bool dash = i == 8 || i == 13 || i == 18 || i == 23;
        char c = s.p[i];
        bool hex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
        if (dash ? c != '-' : !hex)
            return false;
    }
    return true;
}
