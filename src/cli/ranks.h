/* Processes that share the blocks of one ensemble: the ranks of MPI where the program was built with it and
 * mpirun started it; otherwise there is one, and no ranks are made. */
#ifndef DT_CLI_RANKS_H
#define DT_CLI_RANKS_H

#include <stddef.h>
#include <stdint.h>

#include "detente/status.h"

struct cli_ranks;

/* `*out` is NULL where this process is alone. */
dt_status cli_ranks_begin(struct cli_ranks **out);
/* Ends when all do; a rank that was interrupted waits for nobody, for others may be dead: the launcher ends
 * them. */
void cli_ranks_end(struct cli_ranks *ranks, int is_interrupted);
/* This process and all: 0 and 1 for NULL. */
int cli_ranks_number(const struct cli_ranks *ranks);
int cli_ranks_count(const struct cli_ranks *ranks);
/* Counts from 0 again, for the next ensemble; all ranks call it. */
void cli_ranks_restart(struct cli_ranks *ranks);
/* The greatest number that any rank gives; all ranks call it. */
int cli_ranks_worst(struct cli_ranks *ranks, int number);
/* Processors that this process may run on. */
int cli_ranks_cores(void);
/* Takes `count` places: the first, different for every call of any rank; -1 if the ranks cannot be reached.
 * Tells them of `failed` members more, and learns of how many all told. */
int64_t cli_ranks_take(struct cli_ranks *ranks, int64_t count, int64_t failed, int64_t *all_failed);
/* Adds up numbers of all ranks, for each; all ranks call it. */
void cli_ranks_sum(struct cli_ranks *ranks, int64_t *value, int n);
/* Gives all ranks the bytes of rank 0; all ranks call it. */
void cli_ranks_share(struct cli_ranks *ranks, void *data, size_t size);

#endif
