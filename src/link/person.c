// SPDX-License-Identifier: AGPL-3.0-or-later
/* A person as typed becomes a record of numbers. What stands for "no name yet" is no name. */
#include "link/link_int.h"

enum { WORDS = 12 };

/* Hash of a word that is in these lists; computed once per use, they are short. */
static bool words_are(const struct tok *t, const struct word *w, size_t n, const char *text)
{
    struct str rest = str_of(text), part;
    size_t i = 0;
    for (; str_split(&rest, ' ', &part); i++) {
        struct letters l = {0};
        for (size_t k = 0; k < part.n; k++)
            l.base[l.n++] = (uint8_t)(part.p[k] - 'a' + 1);
        uint8_t len;
        if (i >= n || t[w[i].id].fold != letters_fold(&l, &len))
            return false;
    }
    return i == n;
}

/* Most names begin with no such letter: spares the rest. */
static bool may_be_filler(const struct tok *t, const struct word *w)
{
    uint64_t first = t[w->id].fold & 31;
    return first == 'b' - 96 || first == 'c' - 96 || first == 't' - 96 || first == 'k' - 96 ||
           first == 'u' - 96 || first == 'n' - 96;
}

/* "chưa đặt tên", "bé gái", "không rõ". */
static bool is_filler(const struct tok *t, const struct word *w, size_t n)
{
    static const char *const list[] = {"be", "be gai", "be trai", "be so sinh", "chua dat ten",
        "chua co ten", "chua co", "chua ro", "chua biet", "khong", "khong ro", "khong co",
        "khong biet", "khong co ten", "tre so sinh", "so sinh", "tre so sinh nam", "tre so sinh nu",
        "tre", "con", "unknown", "not known", "unnamed", "baby", "baby boy", "baby girl", "none",
        "null", "na"};
    for (size_t i = 0; i < COUNT(list); i++)
        if (words_are(t, w, n, list[i]))
            return true;
    return false;
}

/* "con bà X", "CB X": how many words stand before the mother's name; 0 = it is no such name. */
static size_t before_mother(const struct tok *t, const struct word *w, size_t n)
{
    static const char *const two[] = {
        "con ba", "con chi", "con me", "con co", "be con", "be ba", "be chi"};
    if (n > 1 && words_are(t, w, 1, "cb"))
        return 1;
    for (size_t i = 0; n > 2 && i < COUNT(two); i++)
        if (words_are(t, w, 2, two[i]))
            return n > 3 && words_are(t, w + 2, 1, "ba") ? 3 : 2;
    return 0;
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
    }
    out->set[at == AT_CHILD ? 0 : at == AT_MOTHER ? 1 : 2] = n ? set | 1 : 0;
}

static size_t read_name(struct reader *r, const struct tok *t, struct str s, struct word *w)
{
    size_t n = s.n ? reader_words(r, s, w, WORDS) : 0;
    return n && may_be_filler(t, w) && is_filler(t, w, n) ? 0 : n;
}

static void read_names(
    struct reader *r, const struct tok *t, const struct link_person *p, struct lrec *out)
{
    struct word child[WORDS], mother[WORDS], father[WORDS], other[WORDS];
    size_t nchild = read_name(r, t, p->name, child);
    size_t nmother = read_name(r, t, p->mother, mother);
    size_t nfather = read_name(r, t, p->father, father);
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
    static const char *const kinds[] = {
        "thon", "ban", "xom", "ap", "to", "khu", "buon", "lang", "khom", "pho", "khoi", "doi"};
    struct word w[WORDS];
    size_t n = reader_words(r, s, w, WORDS), from = 0;
    for (size_t i = 0; i < COUNT(kinds) && n > 1 && !from; i++)
        from = words_are(t, w, 1, kinds[i]);
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
    out->flags = (uint8_t)sex;
    out->pid = field_pid(p->pid);
    if (field_pid_suspect(out->pid, sex, b.year))
        out->flags |= LREC_SUSPECT;
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
