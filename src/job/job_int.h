// SPDX-License-Identifier: AGPL-3.0-or-later
/* Shared between the files of src/job only. */
#ifndef MANG_JOB_INT_H
#define MANG_JOB_INT_H

#include "job/job.h"

/* numbers.c: the thread that renews kept figures. */
struct job_numbers;
MUST_CHECK enum err job_numbers_start(
    struct job_numbers **out, struct arena *a, const struct site *site);
void job_numbers_stop(struct job_numbers *j);

#endif
