// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * assetgen OUT.c FILE…: writes the files as one sorted C table (struct asset of base.h) with gzip
 * and brotli forms where they help, and a content hash as ETag. Bytes go through .incbin, so that a
 * megabyte of data costs the compiler nothing.
 */
#include <brotli/encode.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

struct file {
    const char *path, *name;
    unsigned char *data;
    size_t n;
};

static _Noreturn void die(const char *what, const char *path)
{
    fprintf(stderr, "assetgen: %s: %s\n", what, path);
    exit(1);
}

static void slurp(struct file *f)
{
    FILE *in = fopen(f->path, "rb");
    if (!in)
        die("cannot read", f->path);
    fseek(in, 0, SEEK_END);
    long n = ftell(in);
    rewind(in);
    f->data = malloc((size_t)n + 1);
    if (!f->data || fread(f->data, 1, (size_t)n, in) != (size_t)n)
        die("cannot read", f->path);
    f->n = (size_t)n;
    fclose(in);
}

static void spill(const char *path, const unsigned char *p, size_t n)
{
    FILE *out = fopen(path, "wb");
    if (!out || fwrite(p, 1, n, out) != n || fclose(out) != 0)
        die("cannot write", path);
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct file *)a)->name, ((const struct file *)b)->name);
}

/* Generated inputs (build/gen/x) are known by the name after that folder. */
static const char *asset_name(const char *path)
{
    static const char gen[] = "build/gen/";
    return strncmp(path, gen, sizeof gen - 1) == 0 ? path + sizeof gen - 1 : path;
}

static size_t gzip(const struct file *f, unsigned char *out, size_t cap)
{
    z_stream z = {0};
    if (deflateInit2(&z, 9, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY) != Z_OK)
        return 0;
    z.next_in = f->data;
    z.avail_in = (unsigned)f->n;
    z.next_out = out;
    z.avail_out = (unsigned)cap;
    int rc = deflate(&z, Z_FINISH);
    size_t n = z.total_out;
    deflateEnd(&z);
    return rc == Z_STREAM_END ? n : 0;
}

static size_t brotli(const struct file *f, unsigned char *out, size_t cap)
{
    size_t n = cap;
    return BrotliEncoderCompress(11, 22, BROTLI_MODE_TEXT, f->n, f->data, &n, out) ? n : 0;
}

/* Emits the symbol of one form of one file; returns its size. */
static size_t emit(
    FILE *out, const char *base, size_t i, const char *form, const unsigned char *p, size_t n)
{
    char path[4096];
    snprintf(path, sizeof path, "%s.%zu.%s", base, i, form);
    spill(path, p, n);
    fprintf(out,
        "__asm__(\".section .rodata\\n.balign 16\\nas_%zu_%s:\\n.incbin \\\"%s\\\"\\n"
        ".byte 0\\n.previous\\n\");\nextern const char as_%zu_%s[] __asm__(\"as_%zu_%s\");\n",
        i, form, path, i, form, i, form);
    return n;
}

int main(int argc, char **argv)
{
    if (argc < 2 || sodium_init() < 0)
        return 2;
    size_t n = (size_t)argc - 2;
    struct file *f = calloc(n + 1, sizeof *f);
    size_t *sizes = calloc(n * 3 + 1, sizeof *sizes);
    FILE *out = fopen(argv[1], "w");
    if (!f || !sizes || !out)
        die("cannot start", argv[1]);
    for (size_t i = 0; i < n; i++) {
        f[i].path = argv[i + 2];
        f[i].name = asset_name(f[i].path);
        slurp(&f[i]);
    }
    qsort(f, n, sizeof *f, by_name);
    fprintf(out, "/* Written by tools/assetgen; do not edit. */\n#include \"base/base.h\"\n");
    for (size_t i = 0; i < n; i++) {
        sizes[i * 3] = emit(out, argv[1], i, "raw", f[i].data, f[i].n);
        if (strncmp(f[i].name, "static/", 7) != 0)
            continue;
        size_t cap = f[i].n + 65536;
        unsigned char *tmp = malloc(cap);
        if (!tmp)
            die("out of memory", f[i].path);
        size_t gz = gzip(&f[i], tmp, cap);
        if (gz && gz < f[i].n)
            sizes[i * 3 + 1] = emit(out, argv[1], i, "gz", tmp, gz);
        size_t br = brotli(&f[i], tmp, cap);
        if (br && br < f[i].n)
            sizes[i * 3 + 2] = emit(out, argv[1], i, "br", tmp, br);
        free(tmp);
    }
    fprintf(out, "extern const struct asset asset_table[];\nextern const size_t asset_table_n;\n"
                 "const struct asset asset_table[] = {\n");
    for (size_t i = 0; i < n; i++) {
        unsigned char h[16];
        char hex[33];
        crypto_generichash(h, sizeof h, f[i].data, f[i].n, NULL, 0);
        sodium_bin2hex(hex, sizeof hex, h, sizeof h);
        fprintf(out, "    {\"%s\", {as_%zu_raw, %zu}", f[i].name, i, sizes[i * 3]);
        for (size_t k = 1; k < 3; k++)
            if (sizes[i * 3 + k])
                fprintf(out, ", {as_%zu_%s, %zu}", i, k == 1 ? "gz" : "br", sizes[i * 3 + k]);
            else
                fprintf(out, ", {\"\", 0}");
        fprintf(out, ", \"%.16s\"},\n", hex);
    }
    fprintf(out,
        "    {NULL, {\"\", 0}, {\"\", 0}, {\"\", 0}, NULL}};\n"
        "const size_t asset_table_n = %zu;\n",
        n);
    return fclose(out) == 0 ? 0 : 1;
}
