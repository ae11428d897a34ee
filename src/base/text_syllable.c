// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Is a word a well-formed Vietnamese syllable? An initial, a rime and at most one tone, from closed
 * lists; a rime that ends in c, ch, p, t carries only sắc or nặng. Used to judge guesses of old
 * encodings, where it separates right from wrong conversions without a dictionary.
 * Letters are written as in base_int.h: 1 ă, 2 â, 3 ê, 4 ô, 5 ơ, 6 ư, 7 đ.
 */
#include "base/base_int.h"

#include <stdlib.h>

static const char *const initials[] = {"", "7", "b", "c", "ch", "d", "g", "gh", "gi", "h", "k",
    "kh", "l", "m", "n", "ng", "ngh", "nh", "p", "ph", "qu", "r", "s", "t", "th", "tr", "v", "x"};

static const char *const rimes[] = {"1c", "1m", "1n", "1ng", "1p", "1t", "2c", "2m", "2n", "2ng",
    "2p", "2t", "2u", "2y", "3", "3ch", "3m", "3n", "3nh", "3p", "3t", "3u", "4", "4c", "4i", "4m",
    "4n", "4ng", "4p", "4t", "5", "5i", "5m", "5n", "5p", "5t", "6", "61", "6a", "6c", "6i", "6m",
    "6n", "6ng", "6t", "6u", "65c", "65i", "65m", "65n", "65ng", "65p", "65t", "65u", "a", "ac",
    "ach", "ai", "am", "an", "ang", "anh", "ao", "ap", "at", "au", "ay", "e", "ec", "em", "en",
    "eng", "eo", "ep", "et", "i", "i3c", "i3m", "i3n", "i3ng", "i3p", "i3t", "i3u", "ia", "ich",
    "im", "in", "inh", "ip", "it", "iu", "o", "o1c", "o1m", "o1n", "o1ng", "o1t", "oa", "oac",
    "oach", "oai", "oam", "oan", "oang", "oanh", "oao", "oap", "oat", "oay", "oc", "oe", "oen",
    "oeo", "oet", "oi", "om", "on", "ong", "ooc", "oong", "op", "ot", "u", "u2n", "u2ng", "u2t",
    "u2y", "u3", "u3ch", "u3nh", "u4c", "u4i", "u4m", "u4n", "u4ng", "u4t", "u5", "ua", "uc", "ui",
    "um", "un", "ung", "up", "ut", "uy", "uy3n", "uy3t", "uya", "uych", "uyn", "uynh", "uyp", "uyt",
    "uyu", "y", "y3m", "y3n", "y3ng", "y3t", "y3u", "ynh", "yt"};

static bool is_in(const char *const *list, size_t n, const char *word, size_t len)
{
    for (size_t i = 0; i < n; i++)
        if (strncmp(list[i], word, len) == 0 && list[i][len] == 0)
            return true;
    return false;
}

static bool is_rime(const char *rime, int tone)
{
    size_t n = strlen(rime);
    if (n == 0 || !is_in(rimes, COUNT(rimes), rime, n))
        return false;
    char end = rime[n - 1];
    bool stop = end == 'c' || end == 'p' || end == 't' || (end == 'h' && rime[n - 2] == 'c');
    return !stop || tone >= 4;
}

bool text_is_syllable(struct str word)
{
    char w[16];
    size_t n = 0;
    int tone = 0;
    for (size_t i = 0; i < word.n;) {
        uint32_t cp = 0;
        size_t k = text_decode(word.p + i, word.n - i, &cp);
        int row = k ? text_row(cp) : -1;
        if (row < 0 || !text_gen_letter[row] || n + 1 == sizeof w)
            return false;
        int t = text_gen_flags[row] & TEXT_TONE;
        if (t && tone)
            return false;
        tone |= t;
        w[n++] = text_gen_letter[row];
        i += k;
    }
    w[n] = 0;
    for (size_t cut = 0; cut < n && cut <= 3; cut++)
        if (is_in(initials, COUNT(initials), w, cut) && is_rime(w + cut, tone))
            return true;
    return false;
}

/* A word is a run of ASCII letters and of anything beyond ASCII (but the dashes and quotes of
 * U+2000..206F and the no-break space): in wrongly read text letters look like symbols. */
static bool in_word(uint32_t cp)
{
    if (cp >= 0x80)
        return cp != 0xa0 && !(cp >= 0x2000 && cp < 0x2070);
    return text_gen_flags[cp] & TEXT_ALPHA;
}

struct text_score text_score(struct str s)
{
    struct text_score score = {0};
    size_t from = 0;
    bool marked = false; /* the word holds something beyond ASCII */
    for (size_t i = 0, k; i <= s.n; i += k) {
        uint32_t cp = ' ';
        k = i < s.n ? text_decode(s.p + i, s.n - i, &cp) : 1;
        if (k == 0) {
            k = 1;
            cp = 0xfffd;
        }
        if (in_word(cp)) {
            marked = marked || cp >= 0x80;
            continue;
        }
        bool good = marked && text_is_syllable((struct str){s.p + from, i - from});
        score.good += good;
        score.bad += marked && !good;
        marked = false;
        from = i + k;
    }
    return score;
}

int text_vietnamese_pct(struct str s)
{
    struct text_score c = text_score(s);
    return c.good + c.bad ? c.good * 100 / (c.good + c.bad) : 100;
}
