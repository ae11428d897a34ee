// SPDX-License-Identifier: AGPL-3.0-or-later
/* What goes wrong with names between the mouth that says them and the list. */
#include "bench/linkgen/linkgen.h"

#define ERROR_NAME(code, text) text,
const char *const error_names[E__COUNT] = {ERRORS(ERROR_NAME)};

typedef bool damage_fn(struct name *n, struct rng *r); /* false: nothing to damage */

static struct word *any_word(struct name *n, struct rng *r)
{
    return &n->w[rng_below(r, n->n)];
}

void strip_marks(struct word *w)
{
    for (int i = 0; i < w->n; i++)
        w->c[i] = letter_plain(w->c[i]);
}

static bool strip_all(struct name *n, struct rng *r)
{
    (void)r;
    for (int i = 0; i < n->n; i++)
        strip_marks(&n->w[i]);
    return true;
}

static bool strip_some(struct name *n, struct rng *r)
{
    strip_marks(any_word(n, r));
    return true;
}

/* Place in the word of the vowel that carries the tone, else the last vowel; -1 = none. */
static int tone_letter(const struct word *w)
{
    int base, tone, last = -1;
    bool capital;
    for (int i = 0; i < w->n; i++) {
        if (!letter_split(w->c[i], &base, &tone, &capital))
            continue;
        last = i;
        if (tone)
            return i;
    }
    return last;
}

static bool wrong_tone(struct name *n, struct rng *r)
{
    struct word *w = any_word(n, r);
    int base, tone, at = tone_letter(w);
    bool capital;
    if (at < 0 || !letter_split(w->c[at], &base, &tone, &capital))
        return false;
    /* Hook and tilde are one tone to half of the country. */
    int other = tone == 3 ? 4 : tone == 4 ? 3 : rng_below(r, TONES);
    if (rng_hit(r, .3))
        other = rng_below(r, TONES);
    w->c[at] = letter_join(base, other, capital);
    return other != tone;
}

static bool wrong_mark(struct name *n, struct rng *r)
{
    static const uint8_t like[12][2] = {{1, 2}, {0, 2}, {0, 1}, {4, 4}, {3, 3}, {11, 11}, {7, 8},
        {6, 8}, {6, 7}, {10, 10}, {9, 9}, {5, 5}};
    struct word *w = any_word(n, r);
    int at = rng_below(r, w->n);
    for (int i = 0; i < w->n; i++) {
        int base, tone, k = (at + i) % w->n;
        bool capital;
        if (letter_split(w->c[k], &base, &tone, &capital)) {
            w->c[k] = letter_join(like[base][rng_below(r, 2)], tone, capital);
            return true;
        }
    }
    return false;
}

/* ---- sounds ---------------------------------------------------------------------------------- */

static bool begins(const struct word *w, const char *with)
{
    int i = 0;
    for (; with[i]; i++)
        if (i >= w->n || letter_lower(w->c[i]) != (unsigned char)with[i])
            return false;
    return i < w->n;
}

static bool ends(const struct word *w, const char *with)
{
    int n = (int)strlen(with), at = w->n - n, base, tone;
    bool capital;
    if (at < 1 || !letter_split(w->c[at - 1], &base, &tone, &capital))
        return false;
    for (int i = 0; i < n; i++)
        if (w->c[at + i] != (unsigned char)with[i])
            return false;
    return true;
}

static void put_start(struct word *w, int drop, const char *with)
{
    struct word out = {0}, head = word_of(with, strlen(with));
    bool capital = letter_is_capital(w->c[0]);
    for (int i = 0; i < head.n; i++)
        out.c[out.n++] = i || !capital ? head.c[i] : letter_upper(head.c[i]);
    for (int i = drop; i < w->n && out.n < WORD_MAX; i++)
        out.c[out.n++] = w->c[i];
    *w = out;
}

static void put_end(struct word *w, int drop, const char *with)
{
    w->n = (uint8_t)(w->n - drop);
    for (; *with && w->n < WORD_MAX; with++)
        w->c[w->n++] = (unsigned char)*with;
}

static bool dialect(struct name *n, struct rng *r)
{
    static const struct {
        const char *from, *to;
        bool end;
    } sounds[] = {{"tr", "ch", 0}, {"ch", "tr", 0}, {"s", "x", 0}, {"x", "s", 0}, {"l", "n", 0},
        {"n", "l", 0}, {"gi", "d", 0}, {"d", "gi", 0}, {"v", "d", 0}, {"d", "v", 0}, {"r", "g", 0},
        {"r", "d", 0}, {"ng", "n", 1}, {"n", "ng", 1}, {"t", "c", 1}, {"c", "t", 1}, {"nh", "n", 1},
        {"ch", "t", 1}};
    struct word *w = any_word(n, r);
    int at = rng_below(r, COUNT(sounds));
    for (size_t k = 0; k < COUNT(sounds); k++, at = (at + 1) % (int)COUNT(sounds)) {
        int drop = (int)strlen(sounds[at].from);
        bool digraph = drop == 1 && w->n > 1 && letter_plain(w->c[1]) != w->c[1];
        if (sounds[at].end && ends(w, sounds[at].from))
            put_end(w, drop, sounds[at].to);
        else if (!sounds[at].end && !digraph && begins(w, sounds[at].from) &&
                 letter_lower(w->c[drop]) != 'h' && letter_lower(w->c[drop]) != 'g')
            put_start(w, drop, sounds[at].to);
        else
            continue;
        return true;
    }
    return false;
}

static bool swap_iy(struct name *n, struct rng *r)
{
    int from = rng_below(r, n->n);
    for (int k = 0; k < n->n; k++) {
        struct word *w = &n->w[(from + k) % n->n];
        int base, tone, at = w->n - 1, b2, t2;
        bool capital, c2;
        if (w->n < 2 || !letter_split(w->c[at], &base, &tone, &capital))
            continue;
        if ((base != 5 && base != 11) || letter_split(w->c[at - 1], &b2, &t2, &c2))
            continue;
        w->c[at] = letter_join(base == 5 ? 11 : 5, tone, capital);
        return true;
    }
    return false;
}

/* hòa, hoà; thúy, thuý */
bool damage_tone_place(struct name *n)
{
    bool done = false;
    for (int i = 0; i < n->n; i++) {
        struct word *w = &n->w[i];
        int b1, t1, b2, t2;
        bool c1, c2;
        if (w->n < 3 || letter_lower(w->c[w->n - 3]) == 'q' ||
            !letter_split(w->c[w->n - 2], &b1, &t1, &c1) ||
            !letter_split(w->c[w->n - 1], &b2, &t2, &c2))
            continue;
        bool pair = (b1 == 6 && (b2 == 0 || b2 == 3)) || (b1 == 9 && b2 == 11);
        if (!pair || (!t1) == (!t2))
            continue;
        w->c[w->n - 2] = letter_join(b1, t2, c1);
        w->c[w->n - 1] = letter_join(b2, t1, c2);
        done = true;
    }
    return done;
}

/* ---- keys ------------------------------------------------------------------------------------ */

static uint16_t beside(uint16_t c, struct rng *r)
{
    static const char rows[] = "qwertyuiop|asdfghjkl|zxcvbnm|";
    const char *at = memchr(rows, letter_lower(letter_plain(c)), sizeof rows - 1);
    if (!at || *at == '|')
        return c;
    char left = at > rows ? at[-1] : '|', right = at[1];
    char to = left == '|' || (right != '|' && rng_hit(r, .5)) ? right : left;
    return letter_is_capital(c) ? letter_upper((uint16_t)to) : (uint16_t)to;
}

static void drop_letter(struct word *w, int at)
{
    memmove(w->c + at, w->c + at + 1, (size_t)(w->n - at - 1) * sizeof w->c[0]);
    w->n--;
}

static void add_letter(struct word *w, int at, uint16_t c)
{
    if (w->n == WORD_MAX)
        return;
    memmove(w->c + at + 1, w->c + at, (size_t)(w->n - at) * sizeof w->c[0]);
    w->c[at] = c;
    w->n++;
}

void damage_letters(struct name *n, struct rng *r)
{
    struct word *w = any_word(n, r);
    int at = rng_below(r, w->n);
    switch (rng_below(r, 10)) {
    case 0:
    case 1:
    case 2:
        w->c[at] = beside(w->c[at], r);
        break;
    case 3:
    case 4:
        if (w->n > 2)
            drop_letter(w, at);
        break;
    case 5:
        add_letter(w, at, letter_lower(w->c[at]));
        break;
    case 6:
        add_letter(w, at + 1, (uint16_t)('a' + rng_below(r, 26)));
        break;
    default:
        if (at + 1 < w->n) {
            uint16_t c = w->c[at];
            w->c[at] = w->c[at + 1];
            w->c[at + 1] = c;
        }
    }
}

static bool typo(struct name *n, struct rng *r)
{
    struct name was = *n;
    damage_letters(n, r);
    return !name_same(&was, n);
}

static bool typo_twice(struct name *n, struct rng *r)
{
    bool one = typo(n, r);
    return typo(n, r) || one;
}

/* ---- words ----------------------------------------------------------------------------------- */

static void drop_word(struct name *n, int at)
{
    for (int i = at; i + 1 < n->n; i++)
        n->w[i] = n->w[i + 1];
    n->n--;
}

static bool other_order(struct name *n, struct rng *r)
{
    if (n->n < 2)
        return false;
    struct word first = n->w[0], last = n->w[n->n - 1];
    double how = rng_real(r);
    if (how < .45) { /* given name first: An Nguyễn Văn */
        memmove(n->w + 1, n->w, (size_t)(n->n - 1) * sizeof first);
        n->w[0] = last;
    } else if (how < .8) { /* family name last: Văn An Nguyễn */
        memmove(n->w, n->w + 1, (size_t)(n->n - 1) * sizeof first);
        n->w[n->n - 1] = first;
    } else {
        n->w[0] = last;
        n->w[n->n - 1] = first;
    }
    return true;
}

static bool no_middle(struct name *n, struct rng *r)
{
    if (n->n < 3)
        return false;
    drop_word(n, rng_span(r, 1, n->n - 2));
    return true;
}

static bool more_middle(struct name *n, struct rng *r)
{
    static const char *const more[] = {"Thị", "Văn", "Thị", "Văn", "Ngọc", "Minh", "A"};
    if (n->n > 4 || n->n < 2)
        return false;
    for (int i = n->n; i > 1; i--)
        n->w[i] = n->w[i - 1];
    const char *w = more[rng_below(r, COUNT(more))];
    n->w[1] = word_of(w, strlen(w));
    n->n++;
    return true;
}

static bool initials(struct name *n, struct rng *r)
{
    int from = rng_hit(r, .5) ? 0 : 1;
    if (n->n < 3)
        return false;
    for (int i = from; i + 1 < n->n; i++)
        n->w[i].n = 1;
    return true;
}

static bool joined(struct name *n, struct rng *r)
{
    if (n->n < 2)
        return false;
    int at = rng_below(r, n->n - 1);
    struct word *w = &n->w[at], *next = &n->w[at + 1];
    if (w->n + next->n > WORD_MAX)
        return false;
    bool small = rng_hit(r, .5);
    for (int i = 0; i < next->n; i++)
        w->c[w->n++] = small ? letter_lower(next->c[i]) : next->c[i];
    drop_word(n, at + 1);
    return true;
}

static bool apostrophe(struct name *n, struct rng *r)
{
    for (int i = 0; i < n->n; i++) {
        struct word *w = &n->w[i];
        if (w->n < 3 || w->c[1] != '\'')
            continue;
        int how = rng_below(r, 4);
        if (how == 0 && n->n < NAME_WORDS) { /* H Hen */
            memmove(&n->w[i + 2], &n->w[i + 1], (size_t)(n->n - i - 1) * sizeof *w);
            n->w[i + 1] = *w;
            drop_letter(&n->w[i + 1], 0);
            drop_letter(&n->w[i + 1], 0);
            w->n = 1;
            n->n++;
        } else if (how == 1) {
            w->c[1] = 0x2019;
        } else { /* HHen, Hhen */
            drop_letter(w, 1);
            w->c[1] = how == 2 ? letter_lower(w->c[1]) : w->c[1];
        }
        return true;
    }
    return false;
}

error_set damage_name(struct name *n, struct rng *r, double e)
{
    static const struct {
        enum error error;
        double rate;
        damage_fn *fn;
    } kinds[] = {{E_STRIP, .11, strip_all}, {E_STRIP_SOME, .04, strip_some},
        {E_TONE, .035, wrong_tone}, {E_MARK, .02, wrong_mark}, {E_DIALECT, .04, dialect},
        {E_IY, .07, swap_iy}, {E_TYPO, .048, typo}, {E_TYPO2, .011, typo_twice},
        {E_ORDER, .025, other_order}, {E_MIDDLE, .04, no_middle},
        {E_MIDDLE_ADDED, .008, more_middle}, {E_INITIALS, .011, initials}, {E_JOINED, .012, joined},
        {E_APOSTROPHE, .35, apostrophe}};
    error_set done = 0;
    for (size_t i = 0; i < COUNT(kinds); i++)
        if (n->n && rng_hit(r, kinds[i].rate * e) && kinds[i].fn(n, r))
            done |= ERROR_BIT(kinds[i].error);
    return done;
}
