// SPDX-License-Identifier: AGPL-3.0-or-later
/* Shared between the files of src/flow only. */
#ifndef MANG_FLOW_INT_H
#define MANG_FLOW_INT_H

#include "flow/flow.h"

/* A case without history yet. */
struct flow_case *flow_case_new(struct act *act, struct rec *moving);
/* Stops, cancels and starts the clocks that a step touches; `to` is the state after it. */
enum err flow_move_clocks(
    struct flow_case *c, const struct step *s, const struct state *to, int64_t done_at);

#endif
