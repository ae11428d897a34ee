// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * import: old lists into a register (J8). A file is kept as a batch, checked row by row through the
 * one engine of forms (rec_fill) without writing a record, and only then, when a person says so,
 * are its good rows stored; the bad ones go back marked. A batch can be taken back for some days.
 *
 * Nothing of it is tied to a register: headings are matched with the labels and `aka` of the
 * pack's fields. Checking and storing may take minutes: they run step by step in transactions of
 * their own, tell the database how far they are, and go on where they stopped after a crash.
 */
#ifndef MANG_IMPORT_H
#define MANG_IMPORT_H

#include "base/csv.h"
#include "doc/doc.h"
#include "rec/rec.h"
#include "stat/stat.h"

/* May lists be imported into this register? Not into parts nor into what a procedure moves. */
bool import_takes(const struct reg *reg);
/* Is this a field that a list may hold? Not computed ones, secrets, files, rows, references. */
bool import_field(const struct field *f);

/* ---- a batch --------------------------------------------------------------------------------- */

enum import_state {
    IMPORT_CHECKING, /* asked for: the dry run */
    IMPORT_CHECKED,  /* waits for a person's yes */
    IMPORT_STORING,
    IMPORT_STORED,
    IMPORT_UNDOING,
    IMPORT_UNDONE,
    IMPORT_UNREADABLE, /* `fault` says why */
    IMPORT_STATE__COUNT
};
enum {
    IMPORT_MAX_BYTES = 12 << 20, /* of a file that a page takes */
    IMPORT_UNDO_MS = 7 * 24 * 3600 * 1000,
};
struct import {
    const char *id, *province, *unit, *account, *by; /* account NULL: the command line */
    const struct reg *reg;
    const char *file, *hash, *fault;
    enum import_state state;
    int tab; /* of the workbook; -1 = the one that looks like a list */
    /* rows: of data; right; with faults; with warnings; likely known already; done so far */
    int64_t rows, good, bad, warned, twins, done;
    int64_t added, updated, skipped, kept; /* kept: changed since, so not taken back */
    int64_t hidden;                        /* rows that are hidden in the file */
    int64_t made_at, checked_at, stored_at, undone_at;
    int64_t last_row; /* stored, or looked at and left out */
    const char *note; /* name of the sheet that was read, if there are several */
    const char *tabs; /* names of all sheets, a line each; NULL or "" = there is but one */
};
struct import_new {
    const struct reg *reg;
    const char *province, *unit; /* where its records belong */
    const char *file;            /* name, as sent */
    struct str bytes;
    bool keep; /* store the bytes with the batch; else the caller brings them each time */
};
/* Makes a batch to be checked; in a write act, the caller commits. Needs the right to write the
 * register. *id gets its id. */
MUST_CHECK enum err import_add(struct act *act, const struct import_new *in, const char **id);
/* A batch of the actor's scope; ERR_NOT_FOUND else. */
MUST_CHECK enum err import_get(struct act *act, const char *id, struct import *out);
/* The latest batches in scope, newest first; at most `most`. */
MUST_CHECK enum err import_list(struct act *act, size_t most, const struct import **out, size_t *n);
/* An earlier batch with the same file that stored something, or NULL. */
const struct import *import_same_file(struct act *act, const struct import *im);
/* Forgets a batch that stored nothing. */
MUST_CHECK enum err import_drop(struct act *act, const char *id);
/* Forgets some of those that were left lying since before `before_ms`. */
MUST_CHECK enum err import_sweep(struct act *act, int64_t before_ms);

/* ---- what the dry run found ------------------------------------------------------------------ */

struct import_column {
    int col;             /* in the sheet, from 0 */
    const char *heading; /* as read */
    const char *target;  /* "" = not taken; see import_targets */
    const char *sample;  /* a value */
    const char *before;  /* the same as the file holds it, if it was in an old encoding; or NULL */
    const char *enc;     /* name of that encoding, or NULL */
    bool twice;          /* another column holds the same field: not taken */
};
MUST_CHECK enum err import_columns(
    struct act *act, const char *id, const struct import_column **out, size_t *n);
/* What a column may be: codes for import_map and their labels. */
struct import_target {
    const char *code; /* "ho_ten", "ngay_sinh.thang", "gioi_tinh=nam", "@xa", "@id", "@ban" */
    const char *label;
};
const struct import_target *import_targets(struct arena *a, const struct reg *reg, size_t *n);

enum import_kind {
    IMPORT_FAULT,   /* the row is not stored */
    IMPORT_WARNING, /* to be looked at */
    IMPORT_CHANGE,  /* what a row of an export changes in its record */
    IMPORT_KIND__COUNT
};
struct import_fault {
    int64_t row;
    int col; /* -1 = the row as a whole */
    const char *cell, *text;
    enum import_kind kind;
};
enum { IMPORT_FAULTS_KEPT = 500 }; /* of each kind; the marked copy has all */
MUST_CHECK enum err import_faults(struct act *act, const char *id, enum import_kind kind,
    const struct import_fault **out, size_t *n);

enum import_choice { CHOICE_NONE, CHOICE_SKIP, CHOICE_SAME, CHOICE_NEW };
/* A row that may be a record of the register, or an earlier row of the same file. */
struct import_twin {
    int64_t row, other_row; /* other_row 0: of the register */
    const char *record;     /* id, or NULL */
    double chance;          /* that they are the same, 0..1 */
    enum import_choice choice;
    const char *mine, *other; /* what to show side by side: lines label\tvalue */
};
MUST_CHECK enum err import_twins(struct act *act, const char *id, int64_t offset, int64_t limit,
    const struct import_twin **out, size_t *n);

/* ---- what a person decides (write acts; the caller commits) -----------------------------------
 */

/* Sets the tab (-1 = as found) and what columns are, remembers it for the next file of this unit,
 * and asks for a new check. `col` and `target` of n columns. ERR_CONFLICT when already stored. */
MUST_CHECK enum err import_map(
    struct act *act, const char *id, int tab, const struct import_column *v, size_t n);
MUST_CHECK enum err import_choose(
    struct act *act, const char *id, int64_t row, enum import_choice choice);
/* The same choice for all that have none. */
MUST_CHECK enum err import_choose_rest(struct act *act, const char *id, enum import_choice choice);
/* Asks for the good rows to be stored; ERR_CONFLICT unless checked. */
MUST_CHECK enum err import_accept(struct act *act, const char *id);
/* Asks for the batch to be taken back; ERR_CONFLICT unless stored, ERR_DENIED after 7 days. */
MUST_CHECK enum err import_undo(struct act *act, const char *id);

/* ---- the work -------------------------------------------------------------------------------- */

struct import_work {
    const struct site *site;
    struct str bytes; /* of a batch that does not keep them */
    /* Told now and then; false stops the work after the transaction at hand (it can go on later).
     * May be NULL. */
    bool (*progress)(void *ctx, const char *stage, int64_t done, int64_t all);
    void *ctx;
    /* Told of each fault, all of them; may be NULL. */
    void (*fault)(void *ctx, const struct import_fault *f);
};
/* Does what the batch asks for, to the end. OK also when the file cannot be read (state). */
MUST_CHECK enum err import_do(const struct import_work *w, const char *id);

/* A thread that does it for all batches, also those left behind by a crash. */
struct importer;
MUST_CHECK enum err importer_start(struct importer **out, const struct site *site);
void importer_stop(struct importer *k); /* NULL is a no-op */
/* Says that a batch waits, and waits itself at most `wait_ms` for all to be done. */
void importer_wake(struct importer *k, int wait_ms);

/* ---- numbers: entered values, targets ---------------------------------------------------------
 */

enum numbers_kind { NUMBERS_DATA, NUMBERS_TARGETS };
struct numbers_work {
    const struct site *site;
    const struct user *user; /* NULL = the command line: what it brings is accepted */
    enum numbers_kind kind;
    struct str bytes;   /* a workbook, or a table of text … */
    csv_source *source; /* … or where such a table comes from, of any length; NULL = bytes */
    void *source_ctx;
    const char *batch; /* how entries are marked, e.g. the file's name */
    int32_t map;       /* day whose codes the file has; 0 = the end of each period */
    enum regime regime;
    bool dry_run;
    /* Told of each fault: row of the file, the cell or column it stands in. May be NULL. */
    void (*fault)(void *ctx, int64_t row, const char *where, const char *text);
    bool (*progress)(void *ctx, int64_t rows); /* false stops; what is stored stays. May be NULL */
    void *ctx;
};
struct numbers_report {
    int64_t rows, added, changed, same, bad;
    const char *fault; /* the file cannot be read: why, for people */
    struct str marked; /* bad rows as CSV, with what is wrong in a last column; at most 32 MB */
};
/* Good rows are stored, some thousands at a time; bad ones are told and marked. Headings in
 * Vietnamese or English, in any order; a column of its own for each measure, or one that names it.
 * A workbook holds one table. The same file again changes nothing. */
MUST_CHECK enum err import_numbers(
    const struct numbers_work *w, struct arena *a, struct numbers_report *out);

/* ---- files out ------------------------------------------------------------------------------- */

/* Their file again as .xlsx: values in Unicode, bad cells red with a comment, the last column says
 * what to mend. `rest` = only rows that were not stored. */
MUST_CHECK enum err import_marked(
    struct act *act, const char *id, struct str bytes, bool rest, struct str *out);
/* An empty table to fill in, with choices to pick from and what to write where. */
MUST_CHECK enum err import_template(struct act *act, const struct reg *reg, struct str *out);

#endif
