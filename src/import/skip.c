// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Rows that are no data: totals and what stands below them, names of villages between, signatures.
 */
#include "import/import_int.h"

static const char *plain(struct row_in *in, const struct sheet_cell *cell)
{
    static const struct column none = {.mixed = true};
    const struct column *c = in->p->by_col[cell->col];
    return cell_plain(in->act->a, c ? c : &none, cell);
}

static bool begins(struct str fold, const char *words)
{
    struct str rest = str_of(words), one;
    while (str_split(&rest, '|', &one))
        if (fold.n >= one.n && memcmp(fold.p, one.p, one.n) == 0 &&
            (fold.n == one.n || fold.p[one.n] == ' '))
            return true;
    return false;
}

/* With its marks: Tòng is a family name. */
static bool is_total(struct row_in *in, const struct sheet_row *row)
{
    static const char *const words[] = {"TỔNG CỘNG", "TỔNG SỐ", "TỔNG", "CỘNG", "TỔNG:", "CỘNG:"};
    struct arena *a = in->act->a;
    for (size_t i = 0; i < row->n && i < 3; i++) {
        struct str s = str_trim(row->v[i].text);
        if (row->v[i].kind != SHEET_TEXT || s.n == 0 || s.n > 60 || !strchr("TtCc", s.p[0]))
            continue; /* these letters are the same in the old encodings */
        s = text_capitals(a, str_of(plain(in, &row->v[i])));
        for (size_t k = 0; k < COUNT(words); k++)
            if (str_is(s, words[k]) || (k < 2 && str_starts(s, words[k])))
                return true;
    }
    return false;
}

static size_t mapped_cells(const struct row_in *in, const struct sheet_row *row, bool *named)
{
    size_t n = 0;
    *named = false;
    for (size_t i = 0; i < row->n; i++) {
        const struct column *c = in->p->by_col[row->v[i].col];
        if (!c || !c->to.kind || row->v[i].merged)
            continue;
        n++;
        *named |= c->to.kind == TO_FIELD && c->to.field->required && c->to.field->type == F_NAME;
    }
    return n;
}

/* "Bản Pa Ma" in a row of its own says where the people below it live. */
static bool is_group(struct row_in *in, const struct sheet_row *row, size_t own)
{
    if (own != 1)
        return false;
    const char *text = plain(in, &row->v[0]);
    struct str fold = text_fold(in->act->a, str_of(text));
    if (begins(fold, "thon|ban|to|xom|ap|buon|lang|khu|khu pho|khoi") ||
        begins(fold, "i|ii|iii|iv|v|vi|vii|viii|ix|x")) {
        if (!begins(fold, "i|ii|iii|iv|v|vi|vii|viii|ix|x"))
            in->village = text;
        return true;
    }
    return false;
}

/* A lone number of the row, or nothing of what we know. */
bool row_no_data(struct row_in *in, const struct sheet_row *row)
{
    bool named;
    size_t n = mapped_cells(in, row, &named), own = 0;
    for (size_t i = 0; i < row->n; i++)
        own += !row->v[i].merged;
    if (own && is_total(in, row)) {
        in->ended = true;
        return true;
    }
    return is_group(in, row, own) || n == 0 || (in->ended && n <= 2);
}
