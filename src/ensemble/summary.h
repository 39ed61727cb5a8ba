/* The inside of a summary: counts over members and the columns of outcomes.
 *
 * Arrays are ordered [step][group][output]; step 0 is the start. */
#ifndef DT_ENSEMBLE_SUMMARY_H
#define DT_ENSEMBLE_SUMMARY_H

#include "detente/ensemble.h"
#include "ensemble/group.h"
#include "ensemble/histogram.h"
#include "ensemble/outcome.h"

enum { DT_KEPT_FAILURES = 1000, DT_MOST_MEMBERS = 1000000000 };

/* A member that failed, and why. */
typedef struct dt_failed_member {
    uint64_t member;
    int step, state; /* state: index, -1 for a value of the world */
    char mechanism[32], field[64];
} dt_failed_member;

struct dt_summary {
    unsigned char case_hash[16];
    int n_state, n_group, n_output, n_limit;
    int n_time;              /* steps and the start */
    int64_t members, failed; /* finished without and with failure */
    dt_scale *scale;         /* n_output */
    int n_histogram;
    dt_histogram *histogram; /* [n_time][n_group][n_output] */
    uint32_t *leader;        /* [n_time][n_state]: members that a state leads */
    uint32_t *limit;         /* [n_time][n_group][n_limit]: members in which a limit binds */
    int n_outcome;
    dt_outcome outcome[DT_MAX_OUTCOME];
    int64_t room;  /* members that a column has room for; 0: outcomes are in a store alone */
    float *column; /* [n_outcome][room] */
    int64_t n_failure, failure_room;
    dt_failed_member *failure; /* by member; after the run at most DT_KEPT_FAILURES */
};

/* An empty summary for a case with room for the outcomes of so many members. */
dt_status dt_summary_create(const dt_case *c, int64_t members, dt_summary **out);
/* Adds one failed member to the list (not to the counts). */
dt_status dt_summary_note_failure(dt_summary *summary, const dt_failed_member *failure);
/* Adds the counts and failures of other members of the same case; outcomes are left as they are. */
dt_status dt_summary_add(dt_summary *summary, const dt_summary *other);
/* Counts and failures from a store, without outcomes (room 0). */
dt_status dt_summary_load_counts(const dt_case *c, dt_store *store, dt_summary **out);
/* Makes room for the outcomes of so many members, zeros. */
dt_status dt_summary_make_room(dt_summary *summary, int64_t members);
/* Fills columns from the blocks of a store: a member at its own place, or, without `by_place`, one after
 * another. Places that get none are left. */
dt_status dt_summary_read_columns(dt_summary *summary, dt_store *store, int by_place);
/* Puts failures in order and keeps the first DT_KEPT_FAILURES. */
void dt_summary_sort_failures(dt_summary *summary);

/* Bytes of everything in a summary but the outcomes, in a form that does not depend on the order in which it
 * was filled.
 * `*data` is to be freed with free. */
dt_status dt_summary_pack(const dt_summary *summary, unsigned char **data, size_t *size);
/* The summary that was packed, without outcomes (room 0). DT_MISMATCH for another case or
 * version, DT_IO if the bytes are damaged. */
dt_status dt_summary_unpack(const dt_case *c, const unsigned char *data, size_t size, dt_summary **out);

#endif
