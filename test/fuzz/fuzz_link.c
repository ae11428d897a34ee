// SPDX-License-Identifier: AGPL-3.0-or-later
/* A list of persons of any bytes: read, linked, explained. */
#include "link/link_int.h"

#include <math.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct link_options o = {.threads = 1, .threshold = (double)NAN};
    struct link_set *s = link_set_open(&o);
    struct link_input in = {.data = (const char *)data, .n = size, .borrowed = true};
    struct link_found found;
    pthread_mutex_init(&in.lock, NULL);
    if (input_read(&in, s) == OK && s->n < 400 && link_set_run(s, &found) == OK)
        for (size_t i = 0; i < found.npairs; i++)
            BUG_IF(!input_ma(&in, found.pairs[i].a) || found.pairs[i].a >= found.pairs[i].b);
    link_set_close(s);
    input_close(&in);
    return 0;
}
