// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * The other kind of test set: people of an English-speaking country, one to six records each,
 * fields damaged at random and independently, no parents. The shape is that of the sets that papers
 * on record linkage use.
 */
#include "bench/linkgen/linkgen.h"

static struct list given = {
    "James|Joshua|Emily|Thomas|Jack|Sophie|Jessica|Lachlan|William|Georgia|Isabella|Samuel|Chloe|"
    "Benjamin|Ella|Matthew|Daniel|Olivia|Ruby|Nicholas|Liam|Hannah|Alexander|Sarah|Mitchell|Emma|"
    "Jacob|Grace|Ryan|Charlotte|Ethan|Lucy|Luke|Mia|Jake|Zoe|Dylan|Madison|Cooper|Amelia|Riley|"
    "Brianna|Harrison|Caitlin|Oliver|Kayla|Max|Lily|Connor|Abbey|Tyler|Holly|Zachary|Rachel|Noah|"
    "Jasmine|Bailey|Alyssa|Aidan|Bethany|Jayden|Sienna|Kyle|Imogen|Angus|Lauren|Hayden|Phoebe|"
    "Blake|Rebecca|Joel|Nicole|Isaac|Molly|Marcus|Erin|Callum|Alexandra|Caleb|Eliza|Finn|Tahlia|"
    "Hamish|Claire|Toby|Stephanie|Logan|Natasha|Patrick|Mackenzie|George|Eva|Kieran|Victoria|Adam|"
    "Tara|Michael|Elizabeth|Jonathan|Brooke|Christian|Amy|Sebastian|Annabelle|Andrew|Maddison|"
    "Dominic|Taylah|Elijah|Alannah|Henry|Sara|Cameron|Paige|Harry|Kate|Leo|Vanessa|Owen|Hayley|"
    "Declan|Teagan|Nathan|Jorja|Archie|Keely|Bradley|Mikayla|Jordan|Lara|Xavier|Skye|Jett|Katelyn",
    .45, 0, NULL, NULL};
static struct list surname = {
    "Smith|White|Jones|Brown|Williams|Wilson|Taylor|Nguyen|Clarke|Reid|Thomas|Campbell|Ryan|Miller|"
    "Johnson|Green|Harris|Matthews|Morrison|Webb|Walker|King|Robinson|Burke|Martin|Bishop|Anderson|"
    "Coleman|Thompson|Stephenson|Hall|Rudd|Davis|Lombardi|Wright|Goode|Mason|Pascoe|Scott|Dixon|"
    "Nicholls|Roche|Evans|Priest|Ford|Lowe|Hammond|Blake|Parker|Kelly|Moore|Collins|Lee|Allen|"
    "Edwards|Cooper|Baker|Bell|Hughes|Phillips|Murray|Watson|Rogers|Carter|Turner|Simpson|Graham|"
    "Mitchell|Stewart|Bennett|Murphy|Gray|Cox|Hunter|Palmer|Russell|Adams|Marshall|Fraser|Grant|"
    "Ellis|Knight|Foster|Butler|Barnes|Fisher|Chapman|Richards|Lawson|Howard|Gibson|Henderson|"
    "Dunn|Doyle|Burton|Hart|Hudson|Holmes|Lloyd|Payne|Pearson|Perry|Porter|Powell|Quinn|Reynolds|"
    "Rose|Saunders|Shaw|Spencer|Stevens|Stone|Sullivan|Tran|Tucker|Vella|Wallace|Walsh|Warren|"
    "Webster|Wells|West|Wood|Woods|Young|Zhang|Adamson|Beattie|Berry|Bird|Boyle|Bradshaw|Bruce|"
    "Callaghan|Cheng|Coombs|Crawford|Cunningham|Dawson|Donnelly|Duffy|Farrell|Fletcher|Gallagher|"
    "Georgiou|Gill|Goldsworthy|Haines|Hendricks|Ingram|Jarvis|Kavanagh|Lambert|Leslie|Mackay|"
    "Maguire|McCarthy|McDonald|McGregor|McKenzie|Mellor|Morphett|Mullins|Nash|Norris|O'Brien|"
    "O'Connor|Oakley|Osborne|Papadopoulos|Pitt|Poole|Ramsay|Rees|Rossi|Salter|Schmidt|Sharp|Sims|"
    "Singh|Stubbs|Sutton|Todd|Travers|Tully|Upton|Vincent|Wang|Whitmore|Wong|Wyatt|Yates|Zammit",
    .6, 0, NULL, NULL};
static struct list street = {
    "Mulga|Anzac|Church|Fitchett|Hodgson|Ashkanasy|Barrallier|Coolgardie|Dalley|Ellery|Forrest|"
    "Goldfinch|Hambidge|Investigator|Jenke|Knoke|Lawley|Marungul|Namatjira|Officer|Pennefather|"
    "Quiros|Renny|Stonehaven|Tasman|Undoolya|Verdon|Wheatley|Yambina|Zelman",
    .3, 0, NULL, NULL};
enum { DRAW_PERSON = 900, DRAW_COPIES, DRAW_DAMAGE, FIELDS = 5 };

struct person {
    struct name given, surname, street;
    struct cal_date born;
    int number, postcode;
};

void english_open(struct arena *a)
{
    list_open(a, &given);
    list_open(a, &surname);
    list_open(a, &street);
}

int english_copies(const struct gen *g, uint64_t person)
{
    static const double upto[] = {.35, .63, .78, .88, .95};
    struct rng r = rng_of(g->seed, DRAW_COPIES, person);
    double at = rng_real(&r);
    int n = 0;
    while (n < (int)COUNT(upto) && at > upto[n])
        n++;
    return n;
}

static void make_person(const struct gen *g, uint64_t id, struct person *p)
{
    static const char *const kinds[] = {
        "Street", "Place", "Crescent", "Circuit", "Avenue", "Close"};
    struct rng r = rng_of(g->seed, DRAW_PERSON, id);
    p->given = *list_pick(&given, &r);
    p->surname = *list_pick(&surname, &r);
    p->street = *list_pick(&street, &r);
    name_add_text(&p->street, kinds[rng_below(&r, COUNT(kinds))]);
    p->born = cal_of_day(rng_span(&r, -25567, 10956));
    p->number = rng_span(&r, 1, 299);
    p->postcode = rng_span(&r, 2000, 6999);
}

static void damage_one(struct person *p, struct rng *r, struct cal_date *born)
{
    struct name swap;
    int how = rng_below(r, 24);
    if (how < 5) {
        damage_letters(&p->given, r);
    } else if (how < 10) {
        damage_letters(&p->surname, r);
    } else if (how < 11) {
        swap = p->given;
        p->given = p->surname;
        p->surname = swap;
    } else if (how < 12) {
        p->given.n = 0;
    } else if (how < 13) {
        p->given = *list_pick(&given, r);
    } else if (how < 14) {
        p->surname = *list_pick(&surname, r);
    } else if (how < 17) {
        struct office o = {.errors = 12, .missing = 4};
        damage_date(born, r, &o);
    } else if (how < 19) {
        p->postcode = rng_hit(r, .3) ? 0 : p->postcode + (rng_hit(r, .5) ? 9 : -90);
    } else if (how < 22) {
        damage_letters(&p->street, r);
    } else {
        p->number = rng_span(r, 1, 299);
    }
}

void english_make(const struct gen *g, uint64_t id, int nth, struct record *out)
{
    struct person p;
    struct name full = {0};
    make_person(g, id, &p);
    memset(out, 0, sizeof *out);
    struct rng r = rng_of(g->seed, DRAW_DAMAGE + (uint64_t)nth, id);
    struct cal_date born = p.born;
    double many = rng_real(&r);
    int slips = many < .5 ? 1 : many < .8 ? 2 : 3;
    for (int i = nth ? slips : 0; i > 0; i--) {
        damage_one(&p, &r, &born);
        out->errors |= ERROR_BIT(E_FIELD);
    }
    if (rng_hit(&r, .01))
        born = (struct cal_date){0, 0, 0};
    struct look look = {.form = FORM_NFC, .caps = CAPS_LOWER};
    name_add(&full, &p.given);
    name_add(&full, &p.surname);
    name_write(&full, &look, out->name, TEXT_MAX_OUT);
    date_write(born, 3, out->born);
    if (p.postcode)
        snprintf(out->unit, sizeof out->unit, "%d", p.postcode);
    size_t n = (size_t)snprintf(out->village, TEXT_MAX_OUT, "%d ", p.number);
    name_write(&p.street, &look, out->village + n, TEXT_MAX_OUT - n);
}
