// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * A fuzz target without a fuzzer: feeds each file of the folders given to LLVMFuzzerTestOneInput
 * and ends. Built with the ordinary compiler and sanitizers, so that what fuzzing once found stays
 * found in every test run. One TAP line a folder.
 */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Each file in a block of its own size, so that a read past its end is seen. */
static int feed(const char *path)
{
    FILE *f = fopen(path, "rb");
    if (!f || fseek(f, 0, SEEK_END) != 0) {
        if (f)
            fclose(f);
        return 0;
    }
    long n = ftell(f);
    rewind(f);
    uint8_t *data = malloc(n > 0 ? (size_t)n : 1);
    size_t got = data && n > 0 ? fread(data, 1, (size_t)n, f) : 0;
    fclose(f);
    LLVMFuzzerTestOneInput(data, got);
    free(data);
    return 1;
}

int main(int argc, char **argv)
{
    int bad = 0;
    printf("1..%d\n", argc - 1);
    for (int i = 1; i < argc; i++) {
        int files = 0;
        DIR *d = opendir(argv[i]);
        for (struct dirent *x; d && (x = readdir(d));) {
            char path[4096];
            snprintf(path, sizeof path, "%s/%s", argv[i], x->d_name);
            if (x->d_name[0] != '.')
                files += feed(path);
        }
        if (d)
            closedir(d);
        bad += files == 0;
        printf("%s %d - %s, %d files\n", files ? "ok" : "not ok", i, argv[i], files);
    }
    return bad != 0;
}
