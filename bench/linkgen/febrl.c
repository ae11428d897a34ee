// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Sets of the shape of FEBRL's (Christen 2008): persons of an English-speaking country with a
 * person's number, address and postcode; copies with a number of changes drawn by lot, to letters
 * (keyboard, shape, sound), words (moved, joined, parted), and fields (lost, replaced, exchanged).
 * Three ways, by seed, in which the address comes into the columns of a list.
 */
#include "bench/linkgen/linkgen.h"

enum field { GIVEN, SURNAME, NUMBER, STREET, BUILDING, SUBURB, POSTCODE, STATE, BORN, PERSON, ALL };
enum { TEXT = 40, DRAW_ORIGINAL = 1200, DRAW_MANY, DRAW_CHANGES };

struct fields {
    char v[ALL][TEXT];
};
static const struct shape {
    uint32_t originals, copies;
    uint8_t copies_max, per_field, per_record;
    double skew; /* of the number of copies: 1 = all as likely */
} shapes[] = {{500, 500, 1, 1, 4, 1}, {4000, 1000, 5, 1, 4, .45}, {2000, 3000, 5, 3, 10, .8},
    {5000, 5000, 1, 2, 5, 1}};

static struct list given = {
    "oliver|amelia|harry|evie|alfie|poppy|freddie|freya|theodore|florence|arthur|willow|edward|"
    "rosie|albert|matilda|stanley|harriet|ronald|beatrice|louis|martha|gabriel|penelope|jasper|"
    "eleanor|rupert|philippa|hugo|cordelia|barnaby|felicity|desmond|gwendolyn|clive|marjorie|"
    "trevor|maureen|kenneth|beryl|douglas|doreen|gordon|shirley|malcolm|yvonne|leonard|noreen|"
    "graeme|heather|russell|glenys|warwick|bronwyn|lindsay|kerry|murray|robyn|stewart|jillian|"
    "darren|michelle|craig|melissa|scott|tracey|brett|simone|jarrod|kylie|dean|belinda|shane|"
    "narelle|wayne|rhonda|duncan|fiona|alistair|morag|fergus|kirsty|rory|shona|neil|aileen|colin|"
    "moira|stuart|isla|bruce|catriona|damian|siobhan|brendan|orla|cormac|niamh|kevin|maeve|"
    "seamus|bridget|tristan|guinevere|julian|miranda|adrian|portia|silas|ophelia|ezra|naomi|"
    "levi|abigail|tobias|miriam|reuben|judith|asher|leah|solomon|tabitha|gideon|susannah|mary jane",
    .5, 0, NULL, NULL};
static struct list surname = {
    "ashworth|barker|caldwell|dalton|eastwood|fairfax|gardner|hargreaves|illingworth|jennings|"
    "kirkby|langley|middleton|naylor|ogden|pemberton|quigley|ratcliffe|sheffield|thornton|"
    "underwood|vickers|wainwright|yardley|atkinson|blackburn|cartwright|denham|ellison|fothergill|"
    "greenwood|haworth|ibbotson|jackson|kershaw|lockwood|metcalfe|nuttall|openshaw|pickering|"
    "rawlings|sutcliffe|tattersall|unsworth|varley|whitaker|armitage|bottomley|crossley|drummond|"
    "entwistle|finlay|gillespie|haldane|innes|jardine|kinnaird|lamont|mcallister|mcbride|mcewan|"
    "mcintyre|mcpherson|mctavish|napier|ogilvie|paterson|rankin|sinclair|tulloch|urquhart|"
    "abernathy|baird|cairns|dalziel|erskine|forsyth|galbraith|hogg|irvine|johnstone|kerr|lennox|"
    "muir|nicol|oliphant|pringle|rennie|struthers|telfer|weir|brennan|cassidy|dempsey|egan|"
    "flanagan|geraghty|hanrahan|keogh|lonergan|moriarty|nolan|o'dwyer|o'leary|prendergast|"
    "rafferty|scully|tierney|bergman|christou|dimitriou|eriksen|ferrari|gonzalez|hoffman|ivanov|"
    "jansen|kowalski|larsen|moretti|novak|olsen|petrov|ricci|santoro|tanaka|van dijk|weber|xu|"
    "ng|chan|lim|ho|patel|sharma|kaur|khan|de silva|smith|taylor|brown|jones|wilson|martin|white",
    .45, 0, NULL, NULL};
static struct list before = {
    "banksia|wattle|kooka|black|red|green|river|lake|hill|stone|glen|brook|ash|oak|elm|wood|"
    "spring|north|south|east|west|king|queen|bishop|mill|fern|rose|sand|silver|gold",
    .2, 0, NULL, NULL};
static struct list after = {
    "burra|field|dale|ford|ton|ville|haven|mont|view|worth|bank|side|gate|bourne|wick|ley|"
    "combe|mere|stead|well",
    .2, 0, NULL, NULL};
static struct list way = {
    "street|place|crescent|circuit|avenue|close|court|drive|road|lane", .6, 0, NULL, NULL};
static struct list state = {"nsw|vic|qld|wa|sa|tas|act|nt", .9, 0, NULL, NULL};

void febrl_open(struct arena *a)
{
    struct list *const lists[] = {&given, &surname, &before, &after, &way, &state};
    for (size_t i = 0; i < COUNT(lists); i++)
        list_open(a, lists[i]);
}

static void put_from(const struct list *l, struct rng *r, char *out)
{
    struct look look = {.form = FORM_NFC, .caps = CAPS_LOWER};
    name_write(list_pick(l, r), &look, out, TEXT);
}

/* A name of two parts, as streets and suburbs have. */
static void put_place(struct rng *r, char *out)
{
    char one[TEXT], two[TEXT];
    put_from(&before, r, one);
    put_from(&after, r, two);
    snprintf(out, TEXT, "%.15s%.15s", one, two);
}

static void make_original(const struct gen *g, uint64_t id, struct fields *f)
{
    struct rng r = rng_of(g->seed, DRAW_ORIGINAL, id);
    char text[TEXT], kind[TEXT];
    memset(f, 0, sizeof *f);
    put_from(&given, &r, f->v[GIVEN]);
    put_from(&surname, &r, f->v[SURNAME]);
    snprintf(f->v[NUMBER], TEXT, "%d", rng_span(&r, 1, rng_hit(&r, .7) ? 80 : 400));
    put_place(&r, text);
    put_from(&way, &r, kind);
    snprintf(f->v[STREET], TEXT, "%.20s %.15s", text, kind);
    put_place(&r, text);
    if (rng_hit(&r, .25))
        snprintf(f->v[BUILDING], TEXT, "unit %d", rng_span(&r, 1, 30));
    else if (rng_hit(&r, .3))
        snprintf(f->v[BUILDING], TEXT, "%.20s farm", text);
    put_place(&r, f->v[SUBURB]);
    snprintf(f->v[POSTCODE], TEXT, "%d", rng_span(&r, 2000, 6999));
    put_from(&state, &r, f->v[STATE]);
    date_write(cal_of_day(rng_span(&r, -25567, 10956)), 3, f->v[BORN]);
    snprintf(f->v[PERSON], TEXT, "%d", rng_span(&r, 1000000, 9999999));
    /* originals have gaps too */
    static const double gaps[ALL] = {.02, .01, .03, .02, 0, .005, 0, .05, .06, 0};
    for (int i = 0; i < ALL; i++)
        if (rng_hit(&r, gaps[i]))
            f->v[i][0] = 0;
}

/* ---- changes ----------------------------------------------------------------------------------
 */

static char other_letter(struct rng *r, char c)
{
    static const char rows[3][11] = {"qwertyuiop", "asdfghjkl", "zxcvbnm"};
    if (c >= '0' && c <= '9')
        return (char)('0' + rng_below(r, 10));
    for (int i = 0; i < 3; i++) {
        const char *at = c ? strchr(rows[i], c) : NULL;
        if (!at || rng_hit(r, .3))
            continue;
        bool left = at > rows[i] && (rng_hit(r, .5) || !at[1]);
        return left ? at[-1] : at[1] ? at[1] : at[-1];
    }
    return (char)('a' + rng_below(r, 26));
}

/* Puts `with` in the place of `drop` letters at `at`. */
static void put_in(char *s, size_t at, size_t drop, const char *with)
{
    char rest[TEXT];
    snprintf(rest, sizeof rest, "%s", s + at + drop);
    snprintf(s + at, TEXT - at, "%s%s", with, rest);
}

static void slip(char *s, struct rng *r, bool number)
{
    size_t n = strlen(s), at = (size_t)rng_below(r, (int)n);
    char with[3] = {other_letter(r, s[at]), 0, 0};
    int how = number ? rng_below(r, 2) * 3 : rng_below(r, 4);
    if (n < 2)
        how = 0;
    if (how == 1 && n < TEXT - 2) {
        put_in(s, at, 0, with);
    } else if (how == 2) {
        put_in(s, at, 1, "");
    } else if (how == 3) {
        at = at + 1 == n ? at - 1 : at;
        char c = s[at];
        s[at] = s[at + 1];
        s[at + 1] = c;
    } else {
        s[at] = with[0];
    }
}

/* One pair of spellings that are mixed up, if the text has one of them. */
static bool respell(char *s, struct rng *r, const char *const (*pairs)[2], int n)
{
    int from = rng_below(r, n);
    for (int i = 0; i < n; i++) {
        const char *const *p = pairs[(from + i) % n];
        int side = rng_below(r, 2);
        char *at = strstr(s, p[side]);
        if (at && strlen(s) + 2 < TEXT) {
            put_in(s, (size_t)(at - s), strlen(p[side]), p[!side]);
            return true;
        }
    }
    return false;
}

static bool by_sound(char *s, struct rng *r)
{
    static const char *const pairs[][2] = {{"ph", "f"}, {"ck", "k"}, {"ie", "y"}, {"ee", "ea"},
        {"c", "k"}, {"s", "z"}, {"ll", "l"}, {"tt", "t"}, {"nn", "n"}, {"gh", "g"}, {"wh", "w"},
        {"ey", "y"}, {"au", "or"}, {"sch", "sh"}, {"th", "t"}, {"mc", "mac"}, {"x", "ks"}};
    return respell(s, r, pairs, COUNT(pairs));
}

static bool by_shape(char *s, struct rng *r)
{
    static const char *const pairs[][2] = {{"m", "rn"}, {"cl", "d"}, {"l", "i"}, {"u", "v"},
        {"q", "g"}, {"h", "b"}, {"w", "vv"}, {"e", "c"}, {"y", "v"}, {"f", "t"}};
    return respell(s, r, pairs, COUNT(pairs));
}

static bool change_words(char *s, struct rng *r)
{
    char *gap = strchr(s, ' ');
    char copy[TEXT];
    if (!gap) {
        if (strlen(s) < 4 || rng_hit(r, .6))
            return false;
        put_in(s, 1 + (size_t)rng_below(r, (int)strlen(s) - 2), 0, " ");
    } else if (rng_hit(r, .5)) {
        put_in(s, (size_t)(gap - s), 1, "");
    } else {
        *gap = 0;
        snprintf(copy, sizeof copy, "%.20s %.18s", gap + 1, s);
        memcpy(s, copy, TEXT);
    }
    return true;
}

static bool is_number(int f)
{
    return f == NUMBER || f == POSTCODE || f == BORN || f == PERSON;
}

static void exchange(struct fields *f, int a)
{
    static const uint8_t with[ALL] = {
        SURNAME, GIVEN, NUMBER, BUILDING, STREET, BUILDING, POSTCODE, STATE, BORN, PERSON};
    struct fields was = *f;
    memcpy(f->v[a], was.v[with[a]], TEXT);
    memcpy(f->v[with[a]], was.v[a], TEXT);
}

static void change(const struct gen *g, struct fields *f, int at, struct rng *r)
{
    char *s = f->v[at];
    struct fields stranger;
    int how = rng_below(r, 100);
    if (!*s)
        return;
    if (how < 8) {
        *s = 0;
    } else if (how < 13) {
        make_original(g, rng_next(r) | 1ull << 40, &stranger);
        memcpy(s, stranger.v[at], TEXT);
    } else if (how < 18 && !is_number(at)) {
        exchange(f, at);
    } else if (!(how < 30 && !is_number(at) && change_words(s, r)) &&
               !(how < 50 && !is_number(at) && by_sound(s, r)) &&
               !(how < 60 && !is_number(at) && by_shape(s, r))) {
        slip(s, r, is_number(at));
    }
}

static void make_copy(const struct gen *g, uint64_t id, int nth, struct fields *f)
{
    static const uint8_t lot[] = {GIVEN, GIVEN, GIVEN, SURNAME, SURNAME, SURNAME, NUMBER, NUMBER,
        STREET, STREET, STREET, BUILDING, BUILDING, SUBURB, SUBURB, SUBURB, POSTCODE, POSTCODE,
        STATE, BORN, BORN, BORN, PERSON, PERSON};
    const struct shape *shape = &shapes[g->kind - KIND_FEBRL1];
    struct rng r = rng_of(g->seed, DRAW_CHANGES + (uint64_t)nth, id);
    int changes = rng_span(&r, 1, shape->per_record), done[ALL] = {0};
    for (int tries = 0; changes > 0 && tries < 60; tries++) {
        int at = lot[rng_below(&r, COUNT(lot))];
        if (done[at] >= shape->per_field || !f->v[at][0])
            continue;
        done[at]++;
        changes--;
        change(g, f, at, &r);
    }
}

/* ---- a list -----------------------------------------------------------------------------------
 */

uint64_t febrl_originals(enum kind k)
{
    return shapes[k - KIND_FEBRL1].originals;
}

uint64_t febrl_records(enum kind k)
{
    return shapes[k - KIND_FEBRL1].originals + shapes[k - KIND_FEBRL1].copies;
}

int febrl_copies(const struct gen *g, uint64_t id)
{
    const struct shape *s = &shapes[g->kind - KIND_FEBRL1];
    if (s->copies == s->originals)
        return 1;
    struct rng r = rng_of(g->seed, DRAW_MANY, id);
    double mean = 0, sum = 0, p = 1;
    for (int i = 1; i <= s->copies_max; i++, p *= s->skew) {
        sum += p;
        mean += p * i;
    }
    if (!rng_hit(&r, (double)s->copies / s->originals / (mean / sum) * 1.02))
        return 0;
    double at = rng_real(&r) * sum;
    int n = 1;
    for (p = 1; n < s->copies_max && at > p; p *= s->skew, n++)
        at -= p;
    return n;
}

static void join(char *out, const struct fields *f, const uint8_t *which, size_t n)
{
    size_t at = 0;
    for (size_t i = 0; i < n; i++)
        if (f->v[which[i]][0])
            at += (size_t)snprintf(
                out + at, TEXT_MAX_OUT - at, "%s%s", at ? " " : "", f->v[which[i]]);
}

void febrl_make(const struct gen *g, uint64_t id, int nth, struct record *out)
{
    static const uint8_t name[] = {GIVEN, SURNAME},
                         ways[3][5] = {{NUMBER, STREET, BUILDING, SUBURB, STATE},
                             {NUMBER, STREET, BUILDING, SUBURB}, {NUMBER, STREET}};
    static const uint8_t long_way[] = {5, 4, 2};
    struct fields f;
    make_original(g, id, &f);
    memset(out, 0, sizeof *out);
    if (nth) {
        make_copy(g, id, nth, &f);
        out->errors = ERROR_BIT(E_FIELD);
    }
    int how = (int)(g->seed % 3);
    join(out->name, &f, name, COUNT(name));
    join(out->village, &f, ways[how], long_way[how]);
    snprintf(out->born, sizeof out->born, "%.15s", f.v[BORN]);
    snprintf(out->pid, sizeof out->pid, "%.19s", f.v[PERSON]);
    snprintf(out->unit, sizeof out->unit, "%.31s", how == 2 ? f.v[SUBURB] : f.v[POSTCODE]);
}
