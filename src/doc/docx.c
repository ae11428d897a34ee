// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * The .docx package: reading a template (and refusing what no paper needs: macros, passwords,
 * content fetched from elsewhere, bombs), and writing a filled copy. Parts without placeholders
 * are copied as they are, still compressed. All times in the zip are fixed: same input, same
 * bytes.
 */
#include "doc/doc_int.h"

#include <zip.h>

enum {
    MAX_ZIP = 10 << 20,
    MAX_ENTRIES = 500,
    MAX_PART = 16 << 20,  /* one part, unpacked */
    MAX_TOTAL = 64 << 20, /* all parts, unpacked */
    MAX_RATIO = 200,      /* unpacked / packed, for parts over RATIO_FROM */
    RATIO_FROM = 1 << 20,
    DOS_1980_01_01 = 0x21,
};

static void discard(zip_t **z)
{
    if (*z)
        zip_discard(*z);
}
#define AUTO_ZIP __attribute__((cleanup(discard))) zip_t

static void release(zip_source_t **s)
{
    if (*s)
        zip_source_free(*s);
}
#define AUTO_SOURCE __attribute__((cleanup(release))) zip_source_t

static zip_t *open_zip(struct str bytes)
{
    zip_source_t *src = zip_source_buffer_create(bytes.p, bytes.n, 0, NULL);
    zip_t *z = src ? zip_open_from_source(src, ZIP_RDONLY, NULL) : NULL;
    if (src && !z)
        zip_source_free(src);
    return z;
}

/* ---- reading --------------------------------------------------------------------------------- */

struct opening {
    struct arena *a;
    zip_t *z;
    struct doc *d;
    struct doc_faults *faults;
    uint64_t total;
};

static void refuse(struct opening *o, const char *what)
{
    fault(o->a, o->faults, "", "", "%s", what);
}

static bool read_entry(struct opening *o, const zip_stat_t *st, struct str *out)
{
    zip_file_t *f = zip_fopen_index(o->z, st->index, 0);
    if (!f)
        return false;
    char *p = arena_alloc(o->a, st->size + 1, 1);
    zip_int64_t n = zip_fread(f, p, st->size);
    bool whole = n == (zip_int64_t)st->size && zip_fread(f, p + n, 1) == 0;
    zip_fclose(f);
    *out = (struct str){p, st->size};
    return whole;
}

static bool numbered(const char *name, const char *stem)
{
    struct str s = str_of(name);
    return str_starts(s, stem) && str_ends(s, ".xml") && !strchr(name + strlen(stem), '/');
}

static bool has_placeholders(const char *name)
{
    return streq(name, "word/document.xml") || numbered(name, "word/header") ||
           numbered(name, "word/footer") || streq(name, "word/footnotes.xml") ||
           streq(name, "word/endnotes.xml");
}

/* Word notes where a template file of the author's PC lies; that is harmless. */
static bool fetches(const struct node *rel)
{
    const char *mode = node_att(rel, "TargetMode"), *type = node_att(rel, "Type"),
               *target = node_att(rel, "Target");
    if (!mode || !streq(mode, "External") || !type || !target)
        return false;
    if (str_ends(str_of(type), "/hyperlink"))
        return false;
    bool own_disk =
        str_starts(str_of(target), "file:///") && strlen(target) > 9 && target[9] == ':';
    return !(str_ends(str_of(type), "/attachedTemplate") && own_disk);
}

static void check_rels(struct opening *o, const struct node *root)
{
    for (const struct node *r = root->first; r; r = r->next)
        if (r->kind == N_ELEM && fetches(r)) {
            refuse(o, "Mẫu lấy hình hoặc nội dung từ nơi khác; hãy chèn thẳng vào tệp Word");
            return;
        }
}

static const struct part *part_named(const struct doc *d, const char *name)
{
    for (size_t i = 0; i < d->n_parts; i++)
        if (streq(d->parts[i].name, name))
            return &d->parts[i];
    return NULL;
}

static void keep_part(struct opening *o, const zip_stat_t *st, struct node *root)
{
    if (part_named(o->d, st->name)) {
        refuse(o, "Tệp Word hỏng: hai phần trùng tên");
        return;
    }
    if (o->d->n_parts == DOC_MAX_PARTS) {
        refuse(o, "Mẫu có quá nhiều đầu trang, chân trang");
        return;
    }
    o->d->parts[o->d->n_parts++] = (struct part){arena_dup(o->a, st->name), st->index, root};
    tags_find(o->a, root, o->faults);
    tags_pair(o->a, root, o->faults);
}

static void load_entry(struct opening *o, const zip_stat_t *st)
{
    bool placeholders = has_placeholders(st->name), styles = streq(st->name, "word/styles.xml"),
         rels = str_ends(str_of(st->name), ".rels");
    if (!placeholders && !styles && !rels)
        return;
    struct str bytes;
    struct node *root = read_entry(o, st, &bytes) ? xml_parse(o->a, bytes) : NULL;
    if (!root)
        fault(o->a, o->faults, "", "", "Tệp Word hỏng ở phần %s", st->name);
    else if (rels)
        check_rels(o, root);
    else if (styles)
        o->d->styles = root;
    else
        keep_part(o, st, root);
}

static bool too_big(struct opening *o, const zip_stat_t *st)
{
    o->total += st->size;
    return st->size > MAX_PART || o->total > MAX_TOTAL ||
           (st->size > RATIO_FROM && st->size / MAX_RATIO > st->comp_size);
}

static const char *reason_against(struct opening *o, const zip_stat_t *st)
{
    if (too_big(o, st))
        return "Tệp Word quá lớn khi mở ra";
    if (st->encryption_method != ZIP_EM_NONE)
        return "Tệp Word có mật khẩu";
    if (strstr(st->name, "..") || st->name[0] == '/')
        return "Tệp Word hỏng: tên phần bên trong không hợp lệ";
    if (strstr(st->name, "vbaProject"))
        return "Mẫu có macro; hãy lưu lại dưới dạng .docx không macro";
    return NULL;
}

static void load_all(struct opening *o, zip_int64_t n)
{
    for (zip_int64_t i = 0; i < n; i++) {
        zip_stat_t st;
        const uint64_t need = ZIP_STAT_NAME | ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE;
        if (zip_stat_index(o->z, (zip_uint64_t)i, 0, &st) != 0 || (st.valid & need) != need) {
            refuse(o, "Tệp Word hỏng");
            return;
        }
        const char *reason = reason_against(o, &st);
        if (reason) {
            refuse(o, reason);
            return;
        }
        load_entry(o, &st);
    }
}

enum err doc_open(struct arena *a, struct str docx, struct doc **out, struct doc_faults *faults)
{
    struct opening o = {.a = a, .d = NEW(a, struct doc), .faults = faults};
    *faults = (struct doc_faults){.n = 0};
    o.d->zip = docx;
    AUTO_ZIP *z = docx.n <= MAX_ZIP ? open_zip(docx) : NULL;
    o.z = z;
    zip_int64_t n = z ? zip_get_num_entries(z, 0) : 0;
    if (docx.n > MAX_ZIP || n > MAX_ENTRIES)
        refuse(&o, "Tệp Word quá lớn");
    else if (!z)
        refuse(&o, "Không phải tệp Word .docx; hãy mở bằng Word và lưu lại dưới dạng .docx");
    else
        load_all(&o, n);
    if (faults->n == 0 && !part_named(o.d, "word/document.xml"))
        refuse(&o, "Không phải tệp Word .docx; hãy mở bằng Word và lưu lại dưới dạng .docx");
    if (faults->n > 0)
        return err_set(ERR_INVALID, "docx template: %zu faults", faults->n);
    *out = o.d;
    return OK;
}

/* ---- writing --------------------------------------------------------------------------------- */

static enum err fill_part(
    struct arena *a, const struct part *p, const struct val *data, struct str *out)
{
    struct buf b = buf_in(a, DOC_MAX_OUT);
    fill(a, p->root, data, &b);
    if (b.full)
        return err_set(ERR_TOO_BIG, "docx part over %d bytes", (int)DOC_MAX_OUT);
    *out = buf_view(&b);
    return OK;
}

enum err doc_part(
    struct arena *a, const struct doc *d, const char *part, const struct val *data, struct str *out)
{
    const struct part *p = part_named(d, part);
    return p ? fill_part(a, p, data, out) : err_set(ERR_NOT_FOUND, "docx part");
}

static enum err zip_fault(const char *where)
{
    return err_set(ERR_IO, "docx: %s", where);
}

static enum err copy_entry(struct arena *a, const struct doc *d, zip_t *from, zip_t *to,
    zip_uint64_t i, const struct val *data)
{
    const char *name = zip_get_name(from, i, 0);
    if (!name || str_ends(str_of(name), "/"))
        return OK;
    const struct part *p = part_named(d, name);
    struct str bytes;
    zip_source_t *src;
    if (p) {
        TRY(fill_part(a, p, data, &bytes));
        src = zip_source_buffer(to, bytes.p, bytes.n, 0);
    } else {
        src = zip_source_zip(to, from, i, 0, 0, 0);
    }
    if (!src)
        return zip_fault("source");
    zip_int64_t at = zip_file_add(to, name, src, ZIP_FL_ENC_UTF_8);
    if (at < 0) {
        zip_source_free(src);
        return zip_fault("add");
    }
    zip_file_set_dostime(to, (zip_uint64_t)at, 0, DOS_1980_01_01, 0);
    return OK;
}

static enum err take_bytes(struct arena *a, zip_source_t *s, struct str *out)
{
    zip_stat_t st;
    if (zip_source_stat(s, &st) != 0 || zip_source_open(s) != 0)
        return zip_fault("stat");
    char *p = arena_alloc(a, st.size + 1, 1);
    zip_int64_t n = zip_source_read(s, p, st.size);
    zip_source_close(s);
    if (n != (zip_int64_t)st.size)
        return zip_fault("read");
    *out = (struct str){p, st.size};
    return OK;
}

enum err doc_docx(struct arena *a, const struct doc *d, const struct val *data, struct str *out)
{
    AUTO_ZIP *from = open_zip(d->zip);
    AUTO_SOURCE *made = zip_source_buffer_create(NULL, 0, 0, NULL);
    BUG_IF(!from || !made);
    zip_source_keep(made); /* for take_bytes, after zip_close took its own */
    AUTO_ZIP *to = zip_open_from_source(made, ZIP_TRUNCATE, NULL);
    BUG_IF(!to);
    zip_int64_t n = zip_get_num_entries(from, 0);
    for (zip_int64_t i = 0; i < n; i++)
        TRY(copy_entry(a, d, from, to, (zip_uint64_t)i, data));
    if (zip_close(to) != 0)
        return zip_fault("close");
    to = NULL;
    return take_bytes(a, made, out);
}
