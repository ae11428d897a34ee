// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * The vocabulary: words of names by number. Names are made of few words (15,000 in a million
 * records), so records hold numbers, and a cache of raw bytes spares 98 of 100 readings.
 */
#include "link/link_int.h"

#include <stdatomic.h>
#include <stdlib.h>

enum {
    VOCAB_MAX = 1 << 24, /* words of a hostile list; those after it are all the last one */
    CACHE = 1 << 16,
    WORD_BYTES = 16,
    RATE_NONE = 10 * 64, /* of a word nobody counted */
};

struct vocab {
    struct tok *tok;
    uint32_t *slot; /* open addressing over numbers */
    size_t slots;
    _Atomic uint32_t n;
    pthread_mutex_t lock;
    struct glyphs glyphs;
    uint64_t *like;
};

static void vocab_seed(struct vocab *v);

struct vocab *vocab_open(void)
{
    struct vocab *v = calloc(1, sizeof *v);
    BUG_IF(!v);
    v->tok = mem_map(VOCAB_MAX * sizeof *v->tok);
    v->slots = 1 << 15;
    v->slot = calloc(v->slots, sizeof *v->slot);
    BUG_IF(!v->slot);
    v->n = 1;
    pthread_mutex_init(&v->lock, NULL);
    glyphs_fill(&v->glyphs);
    vocab_seed(v);
    return v;
}

void vocab_close(struct vocab *v)
{
    if (!v)
        return;
    mem_unmap(v->tok, VOCAB_MAX * sizeof *v->tok);
    free(v->slot);
    free(v->like);
    pthread_mutex_destroy(&v->lock);
    free(v);
}

const struct tok *vocab_toks(const struct vocab *v)
{
    return v->tok;
}

uint32_t vocab_size(const struct vocab *v)
{
    return v->n;
}

size_t vocab_memory(const struct vocab *v)
{
    return v->n * sizeof *v->tok + v->slots * sizeof *v->slot + sizeof *v;
}

static void vocab_grow(struct vocab *v)
{
    size_t slots = v->slots * 2;
    uint32_t *slot = calloc(slots, sizeof *slot);
    BUG_IF(!slot);
    for (uint32_t i = 1; i < v->n; i++) {
        size_t at = v->tok[i].hash & (slots - 1);
        while (slot[at])
            at = (at + 1) & (slots - 1);
        slot[at] = i;
    }
    free(v->slot);
    v->slot = slot;
    v->slots = slots;
}

static uint32_t vocab_add(struct vocab *v, const struct letters *l)
{
    struct tok t = {.hash = letters_hash(l), .rate = RATE_NONE};
    t.fold = letters_fold(l, &t.len);
    t.flags = l->n == 1 ? TOK_INITIAL : 0;
    pthread_mutex_lock(&v->lock);
    if (v->n * 2 > v->slots)
        vocab_grow(v);
    size_t at = t.hash & (v->slots - 1);
    uint32_t id;
    while ((id = v->slot[at]) && (v->tok[id].hash != t.hash || v->tok[id].fold != t.fold))
        at = (at + 1) & (v->slots - 1);
    if (!id && v->n == VOCAB_MAX)
        id = VOCAB_MAX - 1;
    if (!id) {
        id = v->n;
        t.phon = letters_phon(l);
        t.used = letters_used(t.fold);
        t.flags |= letters_flags(t.fold);
        v->tok[id] = t;
        v->slot[at] = id;
        v->n = id + 1;
    }
    pthread_mutex_unlock(&v->lock);
    return id;
}

/* ---- how frequent words are --------------------------------------------------------------------
 */

/* Words of Vietnamese names with their share in 1/10,000 of all words: what is known before any
 * list was counted. Rounded from public counts of surnames and given names. */
static const char common[] =
    "nguyen 1000 tran 340 le 300 pham 210 hoang 140 huynh 70 phan 110 vu 90 vo 80 dang 70 bui 80 "
    "do 60 ho 45 ngo 50 duong 60 ly 30 thi 1100 van 450 thanh 160 minh 190 ngoc 190 anh 260 duc "
    "110 hong 80 quoc 80 kim 70 thu 90 phuong 140 linh 120 huy 90 hai 80 quang 90 tuan 80 hung 70 "
    "dung 70 thao 80 trang 70 lan 40 hoa 60 huong 60 mai 50 ha 60 hien 40 hanh 40 yen 50 nhi 70 "
    "tien 60 tam 40 nam 60 long 50 bao 100 gia 110 khanh 70 an 70 phuc 60 thien 50 tuong 10 vy 60 "
    "nga 30 loan 25 thuy 70 nhung 25 hang 35 tu 40 dat 45 khang 40 khoi 30 nguyet 12 xuan 50 huu "
    "60 cong 45 dinh 50 trung 45 tri 25 hieu 45 chi 40 my 50 nhu 70 quynh 60 bich 30 tuyet 30 "
    "truong 60 son 40 binh 30 cuong 30 thang 40 thinh 20 vinh 25 hoai 20 dieu 20 tho 15 khoa 25 "
    "nhat 35 hao 20 lam 35 ngan 35 thuong 20 tuyen 20 ngan 30 vi 12 dao 25 giang 30 y 25 a 20 "
    "mac 10 dinh 40 luong 25 cao 15 thach 8 son 20 kieu 15 sang 15 phat 25 loc 20 tan 25 phu 20 "
    "the 20 manh 20 viet 25 dai 10 chau 25 tram 20 han 15 thoa 8 oanh 12 tinh 12 lien 15 be 15";

/* What children are called at home, as far as few bear it as their name. */
static const char pets[] =
    "bin bo bi bong bon bom bun cun teo tom tep mit bap com kem khoai gao bot su bup nhim soc ken "
    "ben miu gau cua oc xoai buoi mun keo bim tit cu ti ca rot beo heo voi vit meo chuot coca "
    "cherry susu bobo";

static uint16_t rate_of(uint64_t count, uint64_t all)
{
    int bits = 0; /* -log2(count / all) in 1/64, by integers */
    uint64_t c = count;
    while (c < all && bits < 30 * 64) {
        c *= 2;
        bits += 64;
    }
    /* c in [all, 2 all): take back what is too much */
    uint64_t frac = all ? (c - all) * 64 / all : 0;
    bits -= (int)frac;
    return (uint16_t)(bits < 0 ? 0 : bits);
}

static void vocab_seed(struct vocab *v)
{
    struct str rest = {common, sizeof common - 1}, name, number;
    while (str_split(&rest, ' ', &name) && str_split(&rest, ' ', &number)) {
        struct letters l;
        int64_t share = 1;
        if (token_read(&v->glyphs, name, &l, 1) == 1 && str_to_int(number, &share))
            v->tok[vocab_add(v, &l)].rate = rate_of((uint64_t)share, 10000);
    }
    for (rest = (struct str){pets, sizeof pets - 1}; str_split(&rest, ' ', &name);) {
        struct letters l;
        if (token_read(&v->glyphs, name, &l, 1) == 1)
            v->tok[vocab_add(v, &l)].flags |= TOK_PET;
    }
}

static uint32_t known_words(const struct vocab *v)
{
    return v->n < VOCAB_LIKE ? v->n : VOCAB_LIKE;
}

struct liking {
    struct vocab *v;
    uint32_t n, used[VOCAB_LIKE], phon[VOCAB_LIKE];
};

/* Row i: what may not be like by its letters is most, and seen at once. */
static void like_word(void *ctx, size_t i)
{
    struct liking *l = ctx;
    uint64_t *row = l->v->like + i * (VOCAB_LIKE / 64);
    const struct tok *a = &l->v->tok[i];
    bool all = a->flags & (TOK_INITIAL | TOK_VARIANT);
    for (uint32_t k = 1; k < i; k++) {
        if (!all && word_bits_more(l->used[i] ^ l->used[k], 4) && l->phon[i] != l->phon[k] &&
            !(l->v->tok[k].flags & TOK_INITIAL))
            continue;
        const struct tok *b = &l->v->tok[k];
        if (word_may_be_like(a, b) && word_likeness(a, b) != LIKE_NOT)
            row[k / 64] |= (uint64_t)1 << (k % 64);
    }
}

void vocab_like(struct vocab *v, int threads)
{
    struct liking *l = malloc(sizeof *l);
    v->like = calloc((size_t)VOCAB_LIKE * (VOCAB_LIKE / 64), sizeof *v->like);
    BUG_IF(!v->like || !l);
    l->v = v;
    l->n = known_words(v);
    for (uint32_t i = 0; i < l->n; i++) {
        l->used[i] = v->tok[i].used;
        l->phon[i] = v->tok[i].phon;
    }
    mem_parallel(threads, l->n, like_word, l);
    for (uint32_t i = 1; i < l->n; i++)
        v->tok[i].like = v->like + (size_t)i * (VOCAB_LIKE / 64);
    free(l);
}

static void forget_like(struct vocab *v)
{
    for (uint32_t i = 1; v->like && i < known_words(v); i++)
        v->tok[i].like = NULL;
    free(v->like);
    v->like = NULL;
}

void vocab_rates(struct vocab *v, const uint32_t *counts, uint32_t size)
{
    forget_like(v);
    uint64_t all = 0, prior = 2000; /* what was known before weighs as much as so many words */
    for (uint32_t i = 1; i < size; i++)
        all += counts[i];
    for (uint32_t i = 1; i < size; i++) {
        uint64_t known = prior << 16 >> (v->tok[i].rate / 64);
        v->tok[i].rate = rate_of(((uint64_t)counts[i] << 16) + known, (all + prior) << 16);
    }
}

/* ---- reading ------------------------------------------------------------------------------------
 */

struct cached {
    uint64_t lo, hi; /* raw bytes */
    uint32_t id;
    uint8_t diac;
};
struct reader {
    struct vocab *v;
    struct cached cache[CACHE];
};

struct reader *reader_open(struct vocab *v)
{
    struct reader *r = mem_map(sizeof *r);
    r->v = v;
    return r;
}

void reader_close(struct reader *r)
{
    mem_unmap(r, sizeof(struct reader));
}

const struct vocab *reader_vocab(const struct reader *r)
{
    return r->v;
}

static const uint8_t is_separator[256] = {[' '] = 1,
    ['\t'] = 1,
    ['-'] = 1,
    ['.'] = 1,
    [','] = 1,
    ['/'] = 1,
    ['\''] = 1,
    ['`'] = 1,
    ['"'] = 1,
    ['('] = 1,
    [')'] = 1,
    [';'] = 1,
    ['_'] = 1,
    ['\n'] = 1,
    ['\r'] = 1,
    ['|'] = 1,
    ['*'] = 1,
    ['+'] = 1};

static size_t read_slowly(struct reader *r, struct str raw, struct word *out, size_t max)
{
    struct letters l[4];
    size_t n = token_read(&r->v->glyphs, raw, l, max < COUNT(l) ? max : COUNT(l)), k = 0;
    for (size_t i = 0; i < n; i++)
        if (l[i].n || l[i].other)
            out[k++] = (struct word){vocab_add(r->v, &l[i]), letters_diac(&l[i])};
    return k;
}

/* Two places for a word: the first for the one that came last, the second for the one before. */
static size_t read_missed(struct reader *r, struct cached *c, struct cached key, struct str raw,
    struct word *out, size_t max)
{
    if (c[1].lo == key.lo && c[1].hi == key.hi && c[1].id) {
        struct cached hit = c[1];
        c[1] = c[0];
        c[0] = hit;
        *out = (struct word){hit.id, hit.diac};
        return 1;
    }
    size_t n = read_slowly(r, raw, out, max);
    if (n == 1) {
        c[1] = c[0];
        c[0] = (struct cached){key.lo, key.hi, out->id, out->diac};
    }
    return n;
}

uint32_t reader_text(struct reader *r, struct str text)
{
    struct letters l = {0};
    for (size_t i = 0; i < text.n && l.n < LETTERS_MAX; i++) {
        unsigned char c = (unsigned char)text.p[i];
        unsigned digit = c - 48u, letter = (c | 32u) - 96u;
        l.base[l.n++] = (uint8_t)(digit < 10 ? digit + 1 : letter < 27 ? letter : 27u + c % 5);
        if (digit < 10) /* 23 is not bc */
            l.other |= 1;
        else if (letter >= 27)
            l.other = mix32((uint64_t)l.other << 8 | c);
    }
    return vocab_add(r->v, &l);
}

static inline size_t read_short(
    struct reader *r, uint64_t lo, uint64_t hi, struct str raw, struct word *out, size_t max)
{
    struct cached *c = &r->cache[mix64(lo ^ hi * 0x9e3779b97f4a7c15u) & (CACHE - 2)];
    if (c->lo != lo || c->hi != hi || !c->id)
        return read_missed(r, c, (struct cached){.lo = lo, .hi = hi}, raw, out, max);
    *out = (struct word){c->id, c->diac};
    return 1;
}

const char *word_end_plain(const char *p, const char *end, uint64_t part[2])
{
    part[0] = part[1] = 0;
    for (unsigned i = 0; p < end && !is_separator[(unsigned char)*p]; i++, p++)
        if (i < WORD_BYTES)
            part[i / 8] |= (uint64_t)(unsigned char)*p << (8 * (i % 8));
    return p;
}

#if defined(__SSE2__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#include <emmintrin.h>
/* Bytes that may be separators: all up to '/', and four others. */
static inline unsigned maybe_separators(const char *p)
{
    __m128i x = _mm_loadu_si128((const __m128i *)(const void *)p);
    __m128i low = _mm_cmpeq_epi8(_mm_min_epu8(x, _mm_set1_epi8('/')), x);
    __m128i a =
        _mm_or_si128(_mm_cmpeq_epi8(x, _mm_set1_epi8(';')), _mm_cmpeq_epi8(x, _mm_set1_epi8('_')));
    __m128i b =
        _mm_or_si128(_mm_cmpeq_epi8(x, _mm_set1_epi8('`')), _mm_cmpeq_epi8(x, _mm_set1_epi8('|')));
    return (unsigned)_mm_movemask_epi8(_mm_or_si128(low, _mm_or_si128(a, b)));
}

const char *word_end(const char *p, const char *end, uint64_t part[2])
{
    unsigned found = maybe_separators(p), n = found ? (unsigned)__builtin_ctz(found) : WORD_BYTES;
    if (end - p < (long)n)
        n = (unsigned)(end - p);
    else if (!found || (end - p > (long)n && !is_separator[(unsigned char)p[n]]))
        return word_end_plain(p, end, part);
    memcpy(part, p, WORD_BYTES);
    if (n <= 8) {
        part[0] &= n == 8 ? ~(uint64_t)0 : ((uint64_t)1 << (8 * n)) - 1;
        part[1] = 0;
    } else {
        part[1] &= ((uint64_t)1 << (8 * (n - 8))) - 1;
    }
    return p + n;
}
#else
const char *word_end(const char *p, const char *end, uint64_t part[2])
{
    return word_end_plain(p, end, part);
}
#endif

static size_t words_of(
    struct reader *r, const char *p, const char *end, struct word *out, size_t max)
{
    size_t n = 0;
    while (p < end && n < max) {
        if (is_separator[(unsigned char)*p]) {
            p++;
            continue;
        }
        uint64_t part[2];
        struct str raw = {p, 0};
        p = word_end(p, end, part);
        raw.n = (size_t)(p - raw.p);
        n += raw.n <= WORD_BYTES ? read_short(r, part[0], part[1], raw, out + n, max - n)
                                 : read_slowly(r, raw, out + n, max - n);
    }
    return n;
}

size_t reader_words(struct reader *r, struct str text, struct word *out, size_t max)
{
    char room[256 + WORD_SLACK]; /* so that reading may go past the end */
    if (text.n > 256) {
        char *more = calloc(1, text.n + WORD_SLACK);
        BUG_IF(!more);
        memcpy(more, text.p, text.n);
        size_t n = words_of(r, more, more + text.n, out, max);
        free(more);
        return n;
    }
    if (!text.n)
        return 0;
    memcpy(room, text.p, text.n);
    memset(room + text.n, ' ', WORD_SLACK);
    return words_of(r, room, room + text.n, out, max);
}
