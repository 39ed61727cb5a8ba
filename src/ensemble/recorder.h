/* A recorder: what one thread keeps of the block of members that it runs.
 *
 * While a lane block runs, its group values are only written down. When it ends, the members that did not
 * fail are put into bins; a member that failed at any step is counted nowhere. When all lane blocks of a
 * store block are through, the whole is added to the shared summary. */
#ifndef DT_ENSEMBLE_RECORDER_H
#define DT_ENSEMBLE_RECORDER_H

#include "ensemble/summary.h"

typedef struct dt_recorder {
    const dt_groups *groups; /* borrowed, shared */
    const dt_summary *shape; /* borrowed, shared: sizes, scales and outcomes; nothing that changes is read */

    /* The lane block that runs. */
    dt_row *value;       /* [n_time][n_group][n_output] */
    dt_reading *reading; /* [n_time], their values in `value` */
    dt_fold *fold;       /* scratch of dt_groups_read */
    dt_row *row;

    /* The store block. */
    int count, done;        /* its members, and those that are through */
    uint16_t *bin;          /* [n_histogram][DT_ENSEMBLE_BLOCK] */
    dt_histogram *part;     /* n_histogram: sums, least and greatest; their counts stay empty */
    uint32_t *leader_count; /* as in the summary */
    uint32_t *limit_count;
    double *outcome; /* [n_outcome][count] */
    int n_failed;
    dt_failed_member failure[DT_ENSEMBLE_BLOCK];
} dt_recorder;

dt_status dt_recorder_init(dt_recorder *r, const dt_groups *groups, const dt_summary *shape);
void dt_recorder_clear(dt_recorder *r);
/* Begins a store block of count members. */
void dt_recorder_begin(dt_recorder *r, int count);
/* Sink of dt_race_run; the context is the recorder. */
dt_status dt_recorder_sink(void *context, const dt_race *race);
/* Runs n members from `first` as one lane block and ends it. Their factors are rows of the design, with room
 * for a lane block of them in u; without a design they are drawn. */
dt_status dt_recorder_run_lanes(dt_recorder *r, dt_race *race, const dt_design *design, double *u,
                                int64_t first, int n);
/* Ends the lane block that `race` has run. */
void dt_recorder_end_lanes(dt_recorder *r, const dt_race *race);
/* Adds histograms first .. last-1 of the store block to a summary. */
dt_status dt_recorder_add_histograms(const dt_recorder *r, dt_summary *summary, int first, int last);
/* Adds the rest of the store block, with first member `first`, to a summary. */
dt_status dt_recorder_add_rest(const dt_recorder *r, dt_summary *summary, int64_t first);

#endif
