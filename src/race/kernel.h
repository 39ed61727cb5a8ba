/* The kernel: one step of all mechanisms over one block of members, compiled once per lane width.
 *
 * A block is one piece of memory, a sequence of lanes: the member's parameters, then for each state its site
 * values, for each state its evolving values, the world's evolving values, the path of accelerator output,
 * and what does not outlive a step: shocks and scratch, which share their room. race.c, compiled once,
 * reaches any value of any member by flat index; kernel.c sees the same memory as the structs of
 * model/model.h. */
#ifndef DT_RACE_KERNEL_H
#define DT_RACE_KERNEL_H

#include <stdint.h>

#include "scenario/case.h"

/* Where the parts of a block begin, in lanes. */
struct dt_layout {
    int param, site, state, global, path;
    int work; /* scratch and shocks: what does not outlive a step */
    int note; /* scratch: struct model_note */
    int n_site_slot, n_state_slot;
    int end;
};

/* Where the parts of a case's blocks begin. */
struct dt_layout dt_layout_of(const dt_case *c);

/* A block of members and what it needs. Memory is aligned to a lane and owned by the race. */
struct dt_block {
    double *memory;
    struct dt_layout layout;
    const dt_case *c;
    uint64_t first_member;
    uint64_t stream[8]; /* of shocks, by lane; lanes beyond repeat the first */
    int count;          /* members; lanes beyond repeat the first */
    int step;           /* steps done */
};

/* One compiled copy. */
struct dt_kernel {
    int width;
    const char *target;
    const char *isa;
    void (*begin)(const struct dt_block *block); /* first values, from parameters and data */
    void (*step)(const struct dt_block *block);  /* one step */
    unsigned (*broken)(
        const struct dt_block *block);    /* bit l set: lane l holds a number that is not finite */
    const char *(*phase_name)(int phase); /* mechanism of a part of a step; NULL beyond the last */
    void (*run_phase)(const struct dt_block *block, int phase); /* that part alone */
};

/* All copies in this build, narrowest first; the portable one is at index 0. */
int dt_kernel_table_count(void);
const struct dt_kernel *dt_kernel_table_at(int index);
/* Whether this processor can run a copy. */
int dt_kernel_is_supported(const struct dt_kernel *kernel);
/* The copy for a width (0: the widest) that this processor runs best; NULL if there is none. */
const struct dt_kernel *dt_kernel_choose(int width);

#endif
