// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Templates from anybody: a zip (begins with PK) goes through the whole of doc; other bytes are
 * taken for word/document.xml, without the zip that would hide them from the fuzzer. What was
 * filled must be well-formed again.
 */
#include "doc/doc_int.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static struct val *sample(struct arena *a)
{
    struct val *v = val_obj(a), *in = val_child(v, "a");
    val_text(v, "x", "<&>\n\"");
    val_text(in, "b", "sâu");
    val_date(in, "d", "2026-02-05");
    val_code(v, "c", "co", "Có", "Yes");
    for (int i = 0; i < 3; i++)
        val_int(val_add(v, "l"), "n", i);
    return v;
}

static bool known(void *ctx, const char *list, const char *name)
{
    (void)ctx;
    return !list && streq(name, "x");
}

static void whole_file(struct arena *a, struct str bytes)
{
    struct doc *d;
    struct doc_faults f;
    struct str out;
    struct val *page;
    if (doc_open(a, bytes, &d, &f) != OK) {
        BUG_IF(f.n == 0);
        return;
    }
    doc_check(a, d, known, NULL, &f);
    if (doc_docx(a, d, sample(a), &out) == OK)
        BUG_IF(doc_open(a, out, &d, &f) != OK && f.n == 0);
    (void)!doc_paper(a, d, sample(a), &page);
}

static void document_xml(struct arena *a, struct str bytes)
{
    struct doc_faults f = {.n = 0};
    struct node *root = xml_parse(a, bytes);
    if (!root)
        return;
    tags_find(a, root, &f);
    tags_pair(a, root, &f);
    if (f.n > 0)
        return;
    struct buf out = buf_in(a, 1 << 20);
    fill(a, root, sample(a), &out);
    BUG_IF(!out.full && !xml_parse(a, buf_view(&out)) && out.n < 100000);
    struct doc d = {.parts = {{"word/document.xml", 0, root}}, .n_parts = 1};
    struct val *page;
    doc_check(a, &d, known, NULL, &f);
    (void)!doc_paper(a, &d, sample(a), &page);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    AUTO_ARENA *a = arena_open();
    struct str bytes = {(const char *)data, n};
    if (str_starts(bytes, "PK"))
        whole_file(a, bytes);
    else
        document_xml(a, bytes);
    return 0;
}
