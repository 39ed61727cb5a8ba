/* Ensembles: many members of one case over threads, and the summary of what they did.
 *
 * The result does not depend on threads, lane width or order: every count is an integer and every outcome is
 * stored by member number. The case is borrowed during dt_ensemble_run. */
#ifndef DETENTE_ENSEMBLE_H
#define DETENTE_ENSEMBLE_H

#include <stdint.h>

#include "detente/race.h"
#include "detente/sample.h"
#include "detente/scenario.h"
#include "detente/store.h"

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

/** How far an ensemble is; handed to the progress callback about five times a second, from one thread at a
 * time. */
typedef struct dt_progress {
    int64_t done, total, failed; /* members */
    double seconds;              /* since the start */
    double per_second;           /* members per second so far */
    double eta_seconds;          /* until the end at this rate */
} dt_progress;

/** What a member that fails (its numbers stop being finite) does to the ensemble. */
typedef enum dt_on_failure {
    DT_FINISH_THEN_FAIL, /* all members run; the status is DT_MEMBERS_FAILED */
    DT_KEEP_GOING,       /* all members run; failures are counted out, the status is DT_OK */
    DT_STOP_AT_FAILURE   /* no further block is begun; the status is DT_MEMBERS_FAILED */
} dt_on_failure;

/** Options of dt_ensemble_run. */
typedef struct dt_ensemble_options {
    int64_t members;         /* 0: as the scenario says, or as many as the design has rows */
    int threads;             /* 0: one per core */
    int width;               /* lane width; 0: widest */
    const dt_design *design; /* row m holds the factors of member m; NULL draws them independently */
    dt_on_failure on_failure;
    dt_store *store; /* receives outcome blocks and the summary; NULL keeps them in memory only. Blocks that
                        it holds are not run again: an ensemble that was interrupted goes on */
    int is_streamed; /* 1: outcomes go to the store alone, so that memory does not grow with members */
    double save_seconds; /* least time between saves; 0: 2 s, and seldom enough to cost half a percent of the
                            run */
    int64_t slice, n_slice; /* runs blocks with number = slice modulo n_slice; n_slice 0: all */
    /* Hands out blocks among processes: the next `*count` blocks from `*first`, counted among those of this
     * slice; 0 when there are none. NULL: all at once. */
    int (*claim)(void *context, int64_t *first, int64_t *count);
    void *claim_context;
    /* Takes the outcomes of each block that is run, as a store would: value[outcome * count + member -
     * first]. Blocks come in any order, one at a time. NULL: nobody wants them. */
    void (*take)(void *context, int64_t first, int count, const double *value);
    void *take_context;
    void (*progress)(void *context, const dt_progress *progress); /* nullable */
    void *context;                                                /* for progress */
    const volatile int *stop; /* nullable: when it becomes 1, blocks in flight are finished and kept, the rest
                                 is not begun */
} dt_ensemble_options;
dt_ensemble_options dt_ensemble_defaults(void);

/** Creates the store that an ensemble of this case fills: the case's hash, the outcomes as columns, the
 * ensemble's block size. Otherwise as dt_store_create. */
dt_status dt_ensemble_store(const dt_case *c, const char *folder, int replace, dt_store **out,
                            dt_diagnostics *diagnostics);

typedef struct dt_summary dt_summary;

/** Members of a block of outcomes in a store; the same at every width and thread count. */
enum { DT_ENSEMBLE_BLOCK = 256 };

/** Runs members 0 .. members-1 of the reported groups (a total of the world is a group like others: a
 * scenario lists "WORLD"), or those of a slice. A store must be one of dt_ensemble_store for this case
 * (DT_MISMATCH); it receives outcomes, failures and the summary, every few seconds and at the end, each time
 * whole: a process that is killed loses what it ran since. A design must have a column for each factor of the
 * case (DT_INPUT).
 * `*out` is the caller's, to be freed with dt_summary_free; it is also made, of what was finished, when the
 * status is DT_INTERRUPTED or DT_MEMBERS_FAILED. */
dt_status dt_ensemble_run(const dt_case *c, const dt_ensemble_options *options, dt_summary **out,
                          dt_diagnostics *diagnostics);
/** Stream of shocks of a member of an ensemble that runs a design (dt_race_options.stream; the context is the
 * design). */
uint64_t dt_ensemble_stream(const void *design, uint64_t member);
/** Joins the stores of slices or ranks of one ensemble into `to`, an empty store of dt_ensemble_store: what
 * one process would have written, bit for bit. `*members` is set to the members found. DT_MISMATCH where a
 * store is of another case, or two hold different bits for a block. */
dt_status dt_ensemble_merge(const dt_case *c, dt_store *const *part, int n_part, dt_store *to,
                            int64_t *members, dt_diagnostics *diagnostics);

/** What dt_ensemble_verify found. */
typedef struct dt_verification {
    int64_t blocks, members; /* run again */
    int64_t differing;       /* members whose outcomes differ in any bit */
    int64_t first_differing; /* -1: none */
} dt_verification;
/** Runs `blocks` of the blocks in a store again, chosen by a seed (all, where it holds no more), and compares
 * bits. Members, design, threads, width, progress and stop are taken from the options. */
dt_status dt_ensemble_verify(const dt_case *c, const dt_ensemble_options *options, dt_store *store,
                             int64_t blocks, uint64_t seed, dt_verification *out);

/** Blocks of an ensemble that a store holds, and members in them. */
dt_status dt_ensemble_held(dt_store *store, int64_t *blocks, int64_t *members);

/** Frees a summary; NULL is allowed. */
void dt_summary_free(dt_summary *summary);

/** Most members whose outcomes a summary takes from a store. */
enum { DT_SUMMARY_COLUMNS = 1 << 18 };
/** Writes the counts of a summary into a store; reads a summary back, with outcomes from the store's blocks
 * if they are of at most DT_SUMMARY_COLUMNS members. The case must be the one that made it (DT_MISMATCH). */
dt_status dt_summary_save(const dt_summary *summary, dt_store *store);
dt_status dt_summary_load(const dt_case *c, dt_store *store, dt_summary **out);

/** Members that were finished without failure, and members that failed. */
int64_t dt_summary_members(const dt_summary *summary);
int64_t dt_summary_failed(const dt_summary *summary);
/** One failed member, 0 <= index < min(dt_summary_failed, 1000): its number and reason. */
dt_failure dt_summary_failure(const dt_summary *summary, int64_t index, uint64_t *member);

/** Quantile p in [0,1] over members of an output of a reported group after `step` steps (0: the start). From
 * histograms whose bins are at most 0.8% wide (log outputs: 128 for each doubling) or 1/1024 of the range
 * (linear outputs), interpolated as type 7 of Hyndman and Fan; the least and the greatest are exact. NAN
 * where there is nothing to tell. */
double dt_summary_quantile(const dt_summary *summary, int output, int group, int step, double p);
/** Mean over members, from sums in whole units of 2^-56 of the output's range; values beyond 64 times the
 * range count as that. */
double dt_summary_mean(const dt_summary *summary, int output, int group, int step);
/** Share of members in which `state` has the highest capability after `step` steps. */
double dt_summary_leader_share(const dt_summary *summary, int step, int state);
/** Share of members in which `limit` binds in a group: in its state with the largest AI supply. */
double dt_summary_limit_share(const dt_summary *summary, int group, int step, int limit);
/** 128-bit hash of all counts and outcomes: equal for any threads and width. */
void dt_summary_hash(const dt_summary *summary, unsigned char hash[16]);

/** Group value of an output in a race, as aggregated by dt_output_info. */
double dt_group_output(const dt_race *race, const dt_case *c, int output, int group, int lane);

/** Outcomes kept per member: at most 66 numbers of the first six groups (src/ensemble/outcomes.def). Name as
 * "ai_power.USA.2030"; value borrowed from the summary by column, in member order, n = dt_summary_members +
 * dt_summary_failed (failed members hold NaN); NULL where outcomes are in a store alone. */
int dt_summary_outcome_count(const dt_summary *summary);
const char *dt_summary_outcome_name(const dt_summary *summary, int outcome);
const float *dt_summary_outcome(const dt_summary *summary, int outcome);

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
