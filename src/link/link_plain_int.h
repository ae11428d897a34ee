// SPDX-License-Identifier: AGPL-3.0-or-later
/* Plain lists, those that name no parents: how they are read, compared and searched. */
#ifndef MANG_LINK_PLAIN_INT_H
#define MANG_LINK_PLAIN_INT_H

#include "link/link_int.h"

/* By how much of what the words of two addresses say is in both. */
enum address_level {
    ADDRESS_NA,
    ADDRESS_SAME,
    ADDRESS_NEAR,
    ADDRESS_PART, /* nearly all of the shorter one */
    ADDRESS_HALF,
    ADDRESS_SOME,
    ADDRESS_LITTLE,
    ADDRESS_OTHER,
    ADDRESS_LEVELS
};

/* compare.c */
/* Packed letters: one more, less, other, or two neighbours changed; the same twice. */
bool fold_one_off(uint64_t a, uint64_t b);
bool fold_two_off(uint64_t a, uint64_t b);

/* plain.c */
/* Reads the address and what was typed, if the record names no parents. */
void lrec_plain(struct reader *r, const struct link_person *p, struct lrec *out);
/* Levels of the fields that are read otherwise there. */
void plain_levels(
    const struct tok *t, const struct lrec *a, const struct lrec *b, int level[CMP_FIELDS]);

/* Is it a plain list? If not, drops what was read for one. */
void set_plain(struct link_set *s);

/* share.c: who shares much with whom, for plain lists. */
struct shares;
struct shares *shares_open(const struct link_set *s);
void shares_close(struct shares *h);
/* What one thread needs to ask. */
struct share_room {
    uint16_t *sum; /* of each record, 0 between the questions */
    uint32_t *id;
};
struct share_room *share_room_open(const struct shares *h);
void share_room_close(struct share_room *r);
/* Records before this one that share enough with it, into r->id. */
size_t shares_before(const struct shares *h, uint32_t record, struct share_room *r);

#endif
