// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * What the pages of numbers share: what an address asks for (period, unit, map …), the bar that
 * offers it, and figures as views. One list of rows is the page, its JSON, its CSV and its
 * workbook.
 */
#ifndef MANG_WEB_STAT_INT_H
#define MANG_WEB_STAT_INT_H

#include "web/web_int.h"

#include "doc/doc.h"
#include "stat/stat.h"

/* ---- stat_ask.c: what the address asks for ----------------------------------------------------
 */

struct asking {
    struct page *p;
    struct stat_ask ask;
    const char *path; /* of the page: its bar and its links */
    const char *kind; /* of the period, as in the bar: "nam", "9t", "t03" …, "khac" */
    const char *sort; /* column the rows are ordered by, or NULL */
    bool down;
    const struct dimension *const *dims; /* that may be asked for */
    size_t ndims;
    enum period_kind usual; /* where no period is asked */
};
enum asking_with { WITH_LEVEL = 1, WITH_DIMS = 2, WITH_MAP = 4 };
/* Reads the address. False when it is wrong: the sentences are in p->faults and root `errors`. */
bool asking_read(struct asking *k);
/* Object `_bar`: the controls, with what is asked; `first` is a list with those of the page, or
 * NULL. */
void asking_put(struct asking *k, unsigned with, struct val *first);
struct val *asking_control(
    struct asking *k, struct val *list, const char *name, const char *type, const char *label);
void asking_option(struct val *f, const char *code, const char *label, bool now);
/* The query string that asks the same ("ky=2026&dv=11…"); `unit` NULL = the asked one. */
const char *asking_query(const struct asking *k, const char *unit);
/* The same without level and dimensions: of one figure. */
const char *asking_query_one(const struct asking *k, const char *unit);
/* "Năm 2026 · tỉnh Điện Biên": root keys period, unit, map, known. */
void asking_title(struct asking *k);
const char *asking_unit_name(const struct asking *k, const char *code);
/* May the reader ask for rows of units below? Those above his own he sees as totals. */
bool asking_below(const struct asking *k);

/* ---- stat_view.c: figures ---------------------------------------------------------------------
 */

/* value, numerator, denominator, status, estimated, origin …, and how they look. */
void put_figure(
    struct asking *k, struct val *x, const struct indicator *i, const struct stat_value *v);
/* target, target_op, target_year, target_of, document, baseline. */
void put_target(
    struct asking *k, struct val *x, const struct indicator *i, const struct stat_target *t);
void put_status(struct val *x, const char *key, enum stat_status s);
/* "12,5" with the decimals of the indicator, "96,245 tỷ" for large money if `brief`. */
const char *figure_text(struct arena *a, const struct indicator *i, double value, bool brief);
/* "tăng 6,55 điểm %", "giảm 12 (3,2 %)", "không đổi"; NULL when one is not known. */
struct val *change_val(struct arena *a, const struct indicator *i, double now, double before);
enum { MOST_YEARS = 6 };
/* The same period of the last `n` years, the asked one last. */
void past_periods(const struct period *p, struct period *out, size_t n);
struct box { /* of a drawing; low and high are figures */
    double left, top, w, h, low, high;
};
/* Object `_spark` of a row, when at least two figures are known. */
void put_spark(struct asking *k, struct val *x, const struct indicator *i,
    const struct period *periods, const struct stat_value *const *v, size_t n);
/* Object `_chart` of the page: a line over periods, with its target. */
void put_chart(struct asking *k, const struct indicator *i, const struct period *periods,
    const struct stat_value *v, size_t n);
const char *op_sign(enum target_op op);
/* A workbook of the rows in root `list`, with a sheet's name. */
enum err stat_xlsx(struct page *p, const char *list, const struct doc_col *cols, size_t n);

/* In addresses: records that fall into no code. */
#define CODE_NOT_KNOWN "chua_ro"

/* ---- given values (page_stat_records.c) --------------------------------------------------------
 */

/* unit, period, dims, value, state, evidence, note, by, at. */
void put_entry(struct page *p, struct val *x, const struct stat_entry *e);
/* List `before`: what was said of the same before it, the newest first; a query. */
MUST_CHECK enum err put_entry_before(struct page *p, struct val *x, const struct stat_entry *e);
void put_dims(struct page *p, struct val *x, const struct measure *m, const char *dims);
void put_value_state(struct val *x, enum stat_state s);

#endif
