// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * text: Vietnamese text as people type it. Cleaning at the door, old encodings, search and sort
 * keys, person names, numbers, money, phones, personal numbers. doc/input.md tells the rules.
 *
 * What goes in is UTF-8 (except text_guess/text_convert); what comes out is UTF-8 in NFC, in the
 * arena given. A parser of something a person typed returns NULL when it is right, or the message
 * to show beside the field: one Vietnamese sentence, static; the outputs are then untouched.
 */
#ifndef MANG_BASE_TEXT_H
#define MANG_BASE_TEXT_H

#include "base/base.h"

/* ---- cleaning -------------------------------------------------------------------------------- */

enum text_flags {
    TEXT_LINE = 0, /* one line: white space of any kind collapses to single spaces */
    TEXT_NOTE = 1, /* keeps line breaks (as \n), inner spaces and indentation */
    TEXT_NAME = 2, /* a line; also ` and acute accents standing alone become apostrophes */
};
/* The door for every text: checks UTF-8, makes it NFC, repairs look-alikes (Ð U+00D0 to Đ, curly
 * single quotes to ', no-break and other spaces to a space), drops control, zero-width and bidi
 * characters, trims. `out` is `in` itself when nothing had to change (the common case: no copy),
 * otherwise it lives in `a`. Idempotent. ERR_INVALID when the bytes are not UTF-8.
 * Run text_guess first where old encodings may come: cleaning drops what TCVN3 needs. */
MUST_CHECK enum err text_clean(
    struct arena *a, struct str in, enum text_flags flags, struct str *out);
bool text_utf8_ok(struct str s);
/* Number of code points of valid UTF-8 (what a person counts, once in NFC). */
size_t text_length(struct str s);

/* ---- old encodings ----------------------------------------------------------------------------
 */

enum text_enc { TEXT_UTF8, TEXT_NFD, TEXT_TCVN3, TEXT_VNI, TEXT_CP1258, TEXT_UTF8_TWICE };
struct text_guess {
    enum text_enc enc;
    int confidence;  /* 0..100; below 60 ask, do not convert */
    struct str text; /* NFC UTF-8 of the guess; for TEXT_UTF8 the input itself */
};
/* What a cell or field really holds. Takes raw bytes of any encoding, or UTF-8 whose characters
 * are such bytes read as Windows-1252 ("NguyÔn V¨n An", "Nguyeãn Vaên An"). Judged by how many
 * words become well-formed Vietnamese syllables. Text that is fine as it stands is TEXT_UTF8. */
struct text_guess text_guess(struct arena *a, struct str in);
/* Converts from a known encoding (same two kinds of input); characters that the encoding does not
 * use stay as they are. Never fails: for TEXT_UTF8, broken bytes become U+FFFD. */
struct str text_convert(struct arena *a, struct str in, enum text_enc enc);
const char *text_enc_name(enum text_enc enc); /* "TCVN3 (ABC)", for people */
/* Share (0..100) of the words with non-ASCII letters that are Vietnamese syllables; 100 if none. */
int text_vietnamese_pct(struct str s);

/* ---- search and sort keys ---------------------------------------------------------------------
 */

/* Search key: lower case, marks off, đ to d, anything but letters and digits to one space. So
 * "Hoà" = "hòa" = "hoa". Takes any form (NFC, NFD); broken bytes count as spaces. Idempotent. */
struct str text_fold(struct arena *a, struct str s);
/* The words of text_fold(s), in order; returns their number. */
size_t text_fold_words(struct arena *a, struct str s, struct str **words);
/* Sort key of a full name: given name (last word), then family name, then the middle; Vietnamese
 * order of letters and tones. Lower-case hex, so memcmp and any database order it alike. */
struct str text_sort_key(struct arena *a, struct str name);
/* Sort key of any other text, same form. */
struct str text_collate_key(struct arena *a, struct str s);

/* ---- person names -----------------------------------------------------------------------------
 */

enum { TEXT_NAME_MAX = 100 }; /* characters */
/* Checks one field "Họ và tên", already cleaned. */
const char *text_name_ok(struct str name);
/* Collapses spaces; Title Case, but only when the whole name was typed in capitals or in small
 * letters ("SÙNG A DẾ" to "Sùng A Dế", "h'hen niê" to "H'Hen Niê"). */
struct str text_name_tidy(struct arena *a, struct str name);
/* "Hờ Thị Mỷ" to "H.T.M."; letters keep their hook, lose their tone ("Ấn" gives "Â."). */
struct str text_initials(struct arena *a, struct str name);

/* ---- numbers and money ------------------------------------------------------------------------
 */

/* Comma is the decimal sign, dots (or spaces) part thousands. "96.245" is 96245; "1.5" is a fault,
 * never a guess. */
const char *text_parse_int(struct str s, int64_t *out);
const char *text_parse_real(struct str s, double *out);
/* Money in đồng. `unit` (1, 1000, 1000000, 1000000000) counts when the text names none; "96,245
 * tỷ", "3 triệu 500 nghìn", "2 nghìn tỷ đồng" name theirs. Exact: a part of a đồng is a fault. */
const char *text_parse_money(struct str s, int64_t unit, int64_t *out);
/* "96.245" */
const char *text_format_int(struct arena *a, int64_t i);
/* "1.234,5": `decimals` 0..9 fixed, or -1 for the shortest text that reads back. Huge or not
 * finite numbers give "". */
const char *text_format_real(struct arena *a, double r, int decimals);
/* Number of units, exact, no trailing zeros: (96245000000, 1000000000) gives "96,245". */
const char *text_format_money(struct arena *a, int64_t dong, int64_t unit);
/* "chín mươi sáu tỷ hai trăm bốn mươi lăm triệu", and the same with " đồng". */
const char *text_number_words(struct arena *a, int64_t i);
const char *text_money_words(struct arena *a, int64_t dong);

/* ---- phones, personal numbers ------------------------------------------------------------------
 */

/* Vietnamese number to its plain form "0912345678", "02438220000", "111", "18001567". */
const char *text_phone(struct str s, char out[16]);
/* Personal number (số định danh cá nhân, Decree 137/2015 art. 13): 12 digits, spaces and dots
 * dropped. */
const char *text_pid(struct str s, char out[13]);

enum text_sex { TEXT_SEX_UNKNOWN = -1, TEXT_SEX_MALE, TEXT_SEX_FEMALE };
struct text_pid_info {
    char province[4]; /* of birth registration; codes before 2025; 100 and above are countries */
    enum text_sex sex;
    int birth_year;
};
/* Reads what a number from text_pid() says; false when it is not 12 digits. */
bool text_pid_read(const char *pid, struct text_pid_info *out);
/* Cross-checks with what the record says (sex unknown and year 0 are skipped). NULL when they
 * agree, else a warning to show: a warning, because registers do hold wrong numbers. */
const char *text_pid_warning(const char *pid, enum text_sex sex, int birth_year);

#endif
