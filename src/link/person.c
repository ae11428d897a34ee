// SPDX-License-Identifier: AGPL-3.0-or-later
/* A person as typed becomes a record of numbers. What stands for "no name yet" is no name. */
#include "link/link_int.h"
#include "link/link_plain_int.h"

enum { WORDS = 12 };

/* Up to four words by their letters, 0 ends. */
struct phrase {
    uint64_t w[4];
};

static bool begins_with(const struct tok *t, const struct word *w, size_t n, const struct phrase *p)
{
    for (size_t i = 0; i < 4 && p->w[i]; i++)
        if (i >= n || t[w[i].id].fold != p->w[i])
            return false;
    return true;
}

static size_t phrase_words(const struct phrase *p)
{
    size_t n = 0;
    while (n < 4 && p->w[n])
        n++;
    return n;
}

/* Letters one after the other, as far as 12 of them fit. */
static uint64_t joined(const struct tok *t, const struct word *w, size_t n)
{
    uint64_t all = 0;
    unsigned at = 0;
    for (size_t i = 0; i < n && at < 60; at += 5u * t[w[i].id].len, i++)
        all |= t[w[i].id].fold << at;
    return all & (((uint64_t)1 << 60) - 1);
}

static uint64_t joined_phrase(const struct phrase *p)
{
    uint64_t all = 0;
    unsigned at = 0;
    for (size_t i = 0; i < 4 && p->w[i]; i++)
        for (uint64_t f = p->w[i]; f && at < 60; f >>= 5, at += 5)
            all |= (f & 31) << at;
    return all;
}

/* "KhongRỏ", "Chưa đặt tn": joined, with a slip. Short ones may be somebody's name. */
static bool is_slip_of(uint64_t name, uint64_t phrase)
{
    return phrase >> 25 ? fold_one_off(name, phrase) : name == phrase;
}

#define BE W5('b', 'e', 0, 0, 0)
#define CON W5('c', 'o', 'n', 0, 0)
#define BA W5('b', 'a', 0, 0, 0)
#define TRE W5('t', 'r', 'e', 0, 0)
#define SO W5('s', 'o', 0, 0, 0)
#define SINH W5('s', 'i', 'n', 'h', 0)
#define GAI W5('g', 'a', 'i', 0, 0)
#define TRAI W5('t', 'r', 'a', 'i', 0)
#define NAM W5('n', 'a', 'm', 0, 0)
#define NU W5('n', 'u', 0, 0, 0)
#define CHUA W5('c', 'h', 'u', 'a', 0)
#define KHONG W5('k', 'h', 'o', 'n', 'g')
#define CO W5('c', 'o', 0, 0, 0)
#define TEN W5('t', 'e', 'n', 0, 0)
#define RO W5('r', 'o', 0, 0, 0)
#define BIET W5('b', 'i', 'e', 't', 0)
#define BABY W5('b', 'a', 'b', 'i', 0)

/* "chưa đặt tên", "bé gái", "không rõ". */
static bool is_filler(const struct tok *t, const struct word *w, size_t n)
{
    static const struct phrase list[] = {{{BE}}, {{BE, GAI}}, {{BE, TRAI}}, {{BE, SO, SINH}},
        {{CHUA, W5('d', 'a', 't', 0, 0), TEN}}, {{CHUA, CO, TEN}}, {{CHUA, TEN}}, {{CHUA, CO}},
        {{CHUA, RO}}, {{CHUA, BIET}}, {{KHONG}}, {{KHONG, RO}}, {{KHONG, CO}}, {{KHONG, BIET}},
        {{KHONG, CO, TEN}}, {{TRE, SO, SINH}}, {{SO, SINH}}, {{TRE, SO, SINH, NAM}},
        {{TRE, SO, SINH, NU}}, {{TRE}}, {{CON}}, {{BABY}}, {{BABY, W5('b', 'o', 'i', 0, 0)}},
        {{BABY, W5('g', 'i', 'r', 'l', 0)}}, {{W5('n', 'o', 'n', 'e', 0)}},
        {{W5('n', 'u', 'l', 'l', 0)}}, {{TRE, TRAI}}, {{TRE, GAI}}, {{CON, GAI}}, {{CON, TRAI}},
        {{W5('u', 'n', 'k', 'n', 'o') | 23ull << 25 | 14ull << 30}}};
    uint64_t all = joined(t, w, n);
    for (size_t i = 0; i < COUNT(list); i++) {
        if ((list[i].w[0] ^ t[w->id].fold) & 1023)
            continue;
        if (list[i].w[0] == t[w->id].fold && phrase_words(&list[i]) == n &&
            begins_with(t, w, n, &list[i]))
            return true;
        if (phrase_words(&list[i]) > 1 && is_slip_of(all, joined_phrase(&list[i])))
            return true;
    }
    return false;
}

static bool all_among(
    const struct tok *t, const struct word *w, size_t n, const uint64_t *list, size_t words)
{
    for (size_t i = 0; i < n; i++) {
        size_t k = 0;
        while (k < words && list[k] != t[w[i].id].fold)
            k++;
        if (k == words)
            return false;
    }
    return true;
}

/* The same with a word left out or in other order: "Trẻ Sinh", "Gái Bé". */
static bool is_torn_filler(const struct tok *t, const struct word *w, size_t n)
{
    static const uint64_t born[] = {TRE, SO, SINH, GAI, TRAI, NAM, NU}, baby[] = {BE, GAI, TRAI};
    for (size_t i = 0; i < n; i++) {
        uint64_t f = t[w[i].id].fold;
        if (f == TRE && all_among(t, w, n, born, COUNT(born)))
            return true;
        if ((f == GAI || f == TRAI) && n > 1 && all_among(t, w, n, baby, COUNT(baby)))
            return true;
    }
    return false;
}

/* "Lan con chị Phạm": list with the last word first, so to speak. "Con" comes first again. */
static void turn_to_child_of(const struct tok *t, struct word *w, size_t n)
{
    static const uint64_t whose[] = {BA, W5('c', 'h', 'i', 0, 0), W5('m', 'e', 0, 0, 0)};
    struct word out[WORDS];
    size_t at = n;
    for (size_t i = 1; i < n && at == n; i++)
        if (t[w[i].id].fold == CON && all_among(t, &w[(i + 1) % n], 1, whose, COUNT(whose)))
            at = i;
    for (size_t i = 0; i < n && at < n; i++)
        out[i] = w[(at + i) % n];
    if (at < n)
        memcpy(w, out, n * sizeof *w);
}

/* "con bà X", "CB X": how many words stand before the mother's name; 0 = it is no such name. */
static size_t before_mother(const struct tok *t, const struct word *w, size_t n)
{
    static const uint64_t chi = W5('c', 'h', 'i', 0, 0), me = W5('m', 'e', 0, 0, 0);
    uint64_t one = t[w[0].id].fold, two = n > 1 ? t[w[1].id].fold : 0;
    if (n > 1 && one == W5('c', 'b', 0, 0, 0))
        return 1;
    bool her = two == BA || two == chi || two == me || two == CO;
    if (n > 2 && (one == CON || one == BE) && her)
        return 2;
    bool after = one == BE && two == CON && n > 3;
    return after && t[w[2].id].fold == BA ? 3 : after ? 2 : 0;
}

/* Most names begin with no such word: spares the rest. Two letters tell. */
static bool may_be_filler(const struct tok *t, const struct word *w)
{
    static const uint16_t first[] = {W5('b', 'e', 0, 0, 0), W5('c', 'o', 0, 0, 0),
        W5('b', 'a', 0, 0, 0), W5('t', 'r', 0, 0, 0), W5('s', 'o', 0, 0, 0), W5('c', 'h', 0, 0, 0),
        W5('k', 'h', 0, 0, 0), W5('n', 'o', 0, 0, 0), W5('n', 'u', 0, 0, 0), W5('u', 'n', 0, 0, 0),
        W5('c', 'b', 0, 0, 0), W5('s', 'i', 0, 0, 0), W5('g', 'a', 0, 0, 0), W5('n', 'a', 0, 0, 0)};
    uint64_t fold = t[w->id].fold & 1023;
    bool may = false;
    for (size_t i = 0; i < COUNT(first); i++)
        may |= fold == first[i];
    return may;
}

static void put_name(
    const struct tok *t, struct lrec *out, const struct word *w, size_t n, size_t at, size_t max)
{
    uint32_t set = 0;
    for (size_t i = 0; i < n; i++)
        set += mix32(t[w[i].id].hash);
    /* of a name that is too long the first words and the last one are kept */
    for (size_t i = 0; i < n && i < max; i++) {
        const struct word *from = i + 1 == max ? &w[n - 1] : &w[i];
        out->tok[at + i] = from->id;
        out->diac[at + i] = from->diac;
        if (t[from->id].flags & (TOK_PARTICLE | TOK_PARTICLE_FIRST))
            out->flags |= LREC_PARTICLE;
    }
    unsigned kept = (unsigned)(n < max ? n : max);
    if (at == AT_FATHER)
        out->words[1] = (uint8_t)kept;
    else
        out->words[0] |= (uint8_t)(at == AT_CHILD ? kept : kept << 4);
    out->set[at == AT_CHILD ? 0 : at == AT_MOTHER ? 1 : 2] = n ? set | 1 : 0;
}

static size_t read_name(struct reader *r, const struct tok *t, struct str s, struct word *w)
{
    size_t n = s.n ? reader_words(r, s, w, WORDS) : 0;
    if (n && may_be_filler(t, w) && (is_filler(t, w, n) || is_torn_filler(t, w, n)))
        return 0;
    return n;
}

static void read_names(
    struct reader *r, const struct tok *t, const struct link_person *p, struct lrec *out)
{
    struct word child[WORDS], mother[WORDS], father[WORDS], other[WORDS];
    size_t nchild = read_name(r, t, p->name, child);
    size_t nmother = read_name(r, t, p->mother, mother);
    size_t nfather = read_name(r, t, p->father, father);
    turn_to_child_of(t, child, nchild);
    size_t skip = nchild && may_be_filler(t, child) ? before_mother(t, child, nchild) : 0;
    if (skip) {
        if (!nmother) {
            nmother = nchild - skip;
            memcpy(mother, child + skip, nmother * sizeof *mother);
        }
        nchild = 0;
    }
    put_name(t, out, child, nchild, AT_CHILD, AT_MOTHER - AT_CHILD);
    put_name(t, out, mother, nmother, AT_MOTHER, AT_FATHER - AT_MOTHER);
    put_name(t, out, father, nfather, AT_FATHER, TOKENS - AT_FATHER);
    uint32_t joined = 0;
    for (size_t i = 0; i < nchild; i++)
        for (uint64_t f = t[child[i].id].fold; f; f >>= 5)
            joined = joined * 31 + (uint32_t)(f & 31);
    out->joined = (uint16_t)(mix32(joined) >> 8 | (nchild > 0));
    size_t n = p->other_name.n ? read_name(r, t, p->other_name, other) : 0;
    out->alias = n ? (uint16_t)(t[other[n - 1].id].hash >> 8 | 1) : 0;
}

/* "Thôn Nà Tấu", "Bản Nà Tấu", "nà tấu" are one village. */
static uint16_t read_village(struct reader *r, const struct tok *t, struct str s)
{
    static const uint64_t kinds[] = {W5('t', 'h', 'o', 'n', 0), W5('b', 'a', 'n', 0, 0),
        W5('x', 'o', 'm', 0, 0), W5('a', 'p', 0, 0, 0), W5('t', 'o', 0, 0, 0),
        W5('k', 'h', 'u', 0, 0), W5('b', 'u', 'o', 'n', 0), W5('l', 'a', 'n', 'g', 0),
        W5('k', 'h', 'o', 'm', 0), W5('p', 'h', 'o', 0, 0), W5('k', 'h', 'o', 'i', 0),
        W5('d', 'o', 'i', 0, 0)};
    struct word w[WORDS];
    size_t n = reader_words(r, s, w, WORDS), from = 0;
    for (size_t i = 0; i < COUNT(kinds) && n > 1 && !from; i++)
        from = t[w->id].fold == kinds[i];
    uint32_t h = 0;
    for (size_t i = from; i < n; i++)
        h = h * 31 + t[w[i].id].hash;
    for (size_t i = 0; i < s.n; i++) /* numbers count: Thôn 3 */
        if (s.p[i] >= '0' && s.p[i] <= '9')
            h = h * 31 + (unsigned char)s.p[i];
    return h ? (uint16_t)(mix32(h) | 1) : 0;
}

void lrec_rates(const struct vocab *v, struct lrec *r)
{
    static const uint8_t at[NAMES + 1] = {AT_CHILD, AT_MOTHER, AT_FATHER, TOKENS};
    const struct tok *t = vocab_toks(v);
    for (int f = 0; f < NAMES; f++) {
        uint32_t sum = 0;
        for (int i = at[f]; i < at[f + 1]; i++)
            sum += r->tok[i] ? (uint32_t)t[r->tok[i]].rate : 0;
        /* words go together more often than chance has it, and have their usual places */
        uint32_t rate = sum * 3 / 4 / 8 + 8;
        r->rate[f] = (uint8_t)(rate > 28 * 8 ? 28 * 8 : rate);
        r->near_rate[f] = r->rate[f];
    }
}

/* Year and sex that are not said stand in the number. */
static void read_from_pid(struct lrec *out)
{
    struct pid_says says = field_pid_says(out->pid);
    if (!out->year)
        out->year = says.year;
    if (!lrec_sex(out))
        out->flags |= (uint8_t)says.sex;
}

void lrec_read(
    struct reader *r, const struct link_units *u, const struct link_person *p, struct lrec *out)
{
    const struct vocab *v = reader_vocab(r);
    const struct tok *t = vocab_toks(v);
    memset(out, 0, sizeof *out);
    read_names(r, t, p, out);
    struct birth b = field_birth(p->born);
    out->year = b.year;
    out->month = b.month;
    out->day = b.day;
    int sex = field_sex(p->sex);
    out->flags |= (uint8_t)sex;
    out->pid = field_pid(p->pid);
    if (field_pid_suspect(out->pid, sex, b.year))
        out->flags |= LREC_SUSPECT;
    read_from_pid(out);
    out->phone = field_phone(p->phone);
    struct place place = link_units_place(u, p->unit);
    out->place = place.id;
    out->area = place.area;
    if (place.split)
        out->flags |= LREC_SPLIT;
    if (p->village.n)
        out->village = read_village(r, t, p->village);
    lrec_rates(v, out);
}
