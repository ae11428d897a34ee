// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * The Vietnamese lunar calendar, computed: a month begins on the day (of UTC+7) of a new moon; the
 * month that holds the winter solstice is the 11th; when thirteen months lie between two 11th
 * months, the first one without a major solar term is leap. New moons and the sun's longitude by
 * Jean Meeus's series (Astronomical Formulae for Calculators, ch. 18 and 32), the way Hồ Ngọc Đức
 * described for this calendar. Days here are day numbers of cal_day().
 */
#include "base/cal.h"

#include <math.h>

enum { SYNODIC_EPOCH_DAY = -25568 }; /* 1899-12-31, near the new moon number 0 of 1900-01-01 */

#define RAD (3.14159265358979323846 / 180.0)
#define UNIX_JD 2440587.5
#define VN_DAY (7.0 / 24.0)

/* Periodic terms of a new moon: coefficient in days x sin(m·M + p·M' + f·2F). */
static double moon_terms(double t, double m, double p, double f)
{
    static const struct {
        double c;
        int m, p, f;
    } terms[] = {{0.0021, 2, 0, 0}, {-0.4068, 0, 1, 0}, {0.0161, 0, 2, 0}, {-0.0004, 0, 3, 0},
        {0.0104, 0, 0, 1}, {-0.0051, 1, 1, 0}, {-0.0074, 1, -1, 0}, {0.0004, 1, 0, 1},
        {-0.0004, -1, 0, 1}, {-0.0006, 0, 1, 1}, {0.0010, 0, -1, 1}, {0.0005, 1, 2, 0}};
    double sum = (0.1734 - 0.000393 * t) * sin(m * RAD);
    for (size_t i = 0; i < COUNT(terms); i++)
        sum += terms[i].c * sin((terms[i].m * m + terms[i].p * p + terms[i].f * 2 * f) * RAD);
    return sum;
}

/* Local day of the k-th new moon after the one of 1900-01-01. */
static int new_moon(int k)
{
    double t = k / 1236.85, t2 = t * t, t3 = t2 * t;
    double jd = 2415020.75933 + 29.53058868 * k + 0.0001178 * t2 - 0.000000155 * t3;
    jd += 0.00033 * sin((166.56 + 132.87 * t - 0.009173 * t2) * RAD);
    double m = 359.2242 + 29.10535608 * k - 0.0000333 * t2 - 0.00000347 * t3;
    double p = 306.0253 + 385.81691806 * k + 0.0107306 * t2 + 0.00001236 * t3;
    double f = 21.2964 + 390.67050646 * k - 0.0016528 * t2 - 0.00000239 * t3;
    double dynamic_minus_universal = -0.000278 + 0.000265 * t + 0.000262 * t2;
    jd += moon_terms(t, m, p, f) - dynamic_minus_universal;
    return (int)floor(jd - UNIX_JD + VN_DAY);
}

/* Which twelfth of the ecliptic the sun stands in when a local day begins: 0 from the spring
 * equinox, 9 from the winter solstice. */
static int sun_sector(int day)
{
    double t = (day + UNIX_JD - VN_DAY - 2451545.0) / 36525.0, t2 = t * t;
    double m = (357.52910 + 35999.05030 * t - 0.0001559 * t2 - 0.00000048 * t * t2) * RAD;
    double mean = 280.46645 + 36000.76983 * t + 0.0003032 * t2;
    double centre = (1.914600 - 0.004817 * t - 0.000014 * t2) * sin(m) +
                    (0.019993 - 0.000101 * t) * sin(2 * m) + 0.000290 * sin(3 * m);
    double longitude = fmod(mean + centre, 360.0);
    return (int)((longitude < 0 ? longitude + 360.0 : longitude) / 30.0);
}

/* Number of the new moon that begins the month holding `day`. */
static int moon_of(int day)
{
    int k = (int)((day - SYNODIC_EPOCH_DAY) / 29.530588853);
    while (new_moon(k + 1) <= day)
        k++;
    while (new_moon(k) > day)
        k--;
    return k;
}

/* New moon of the 11th month, the one that holds the solstice of year y. */
static int month_11(int y)
{
    int k = moon_of(cal_day((struct cal_date){y, 12, 31}));
    return sun_sector(new_moon(k)) >= 9 ? k - 1 : k;
}

/* A lunar year in moons: its first 11th month (of the year before), and which month after it is
 * leap (1.., 0 = none). */
struct sui {
    int first, leap;
};

static struct sui sui_ending(int y)
{
    struct sui s = {.first = month_11(y - 1)};
    if (month_11(y) - s.first == 12)
        return s;
    int i = 1;
    while (i < 13 && sun_sector(new_moon(s.first + i)) != sun_sector(new_moon(s.first + i + 1)))
        i++;
    s.leap = i;
    return s;
}

bool cal_to_lunar(struct cal_date solar, struct cal_lunar *out)
{
    if (!cal_ok(solar) || solar.d == 0)
        return false;
    int day = cal_day(solar), k = moon_of(day), y = solar.y;
    if (k >= month_11(y))
        y++;
    struct sui s = sui_ending(y);
    int i = k - s.first;
    bool leap = s.leap && i == s.leap;
    int months = i - (s.leap && i >= s.leap); /* ordinary months since the 11th */
    struct cal_lunar l = {.m = (months + 10) % 12 + 1, .d = day - new_moon(k) + 1, .leap = leap};
    l.y = months < 2 ? y - 1 : y;
    *out = l;
    return true;
}

bool cal_from_lunar(struct cal_lunar l, struct cal_date *out)
{
    if (l.y < CAL_YEAR_MIN - 1 || l.y > CAL_YEAR_MAX || l.m < 1 || l.m > 12 || l.d < 1 || l.d > 30)
        return false;
    struct sui s = sui_ending(l.m >= 11 ? l.y + 1 : l.y);
    int months = l.m >= 11 ? l.m - 11 : l.m + 1;
    int i = months + (s.leap && (months >= s.leap || (l.leap && months + 1 == s.leap)));
    if (l.leap && i != s.leap)
        return false;
    int first = new_moon(s.first + i);
    if (first + l.d > new_moon(s.first + i + 1))
        return false;
    struct cal_date d = cal_of_day(first + l.d - 1);
    if (!cal_ok(d))
        return false;
    *out = d;
    return true;
}
