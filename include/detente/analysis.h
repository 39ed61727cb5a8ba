/* Analysis of result folders: what decides an outcome, in which cases it happens, and which policy stands.
 *
 * An ensemble's folder holds outcomes by member; the factors of a member are made again from the case and the
 * design. So an analysis needs the store, the case and the design (NULL: independent draws) that belong to
 * it. */
#ifndef DETENTE_ANALYSIS_H
#define DETENTE_ANALYSIS_H

#include <stdint.h>

#include "detente/ensemble.h"
#include "detente/sample.h"
#include "detente/scenario.h"
#include "detente/statistics.h"
#include "detente/store.h"

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

/** Outcomes of an ensemble in memory, as dt_ensemble_options.take gives them; all those of the case. */
typedef struct dt_outcomes {
    int64_t members;
    const double *value; /* outcome * members + member; NAN where a member failed */
} dt_outcomes;

/** What an analysis reads; all borrowed. */
typedef struct dt_evidence {
    const dt_case *c;
    const dt_design *design; /* NULL: independent draws */
    dt_store *store;
    const dt_outcomes *memory; /* instead of a store, which is then NULL */
} dt_evidence;

/** Column of an outcome by name, "ai_power.USA.2030"; -1 if the store has none of that name. */
int dt_evidence_outcome(const dt_evidence *evidence, const char *name);

/** Members as cases: probabilities of the factors and all outcomes. */
typedef struct dt_table {
    int n, d, n_outcome;
    int64_t n_failed; /* members that failed: left out */
    double *u;        /* n rows of d */
    double *y;        /* n_outcome columns of n */
} dt_table;
/** Reads the first `most` members that did not fail. DT_NO if there are none. */
dt_status dt_table_load(const dt_evidence *evidence, int64_t most, dt_table *out);
/** Frees what a table holds. */
void dt_table_clear(dt_table *table);

/** One outcome of the members that were chosen and did not fail. */
typedef struct dt_member_column {
    int n;
    int64_t held, n_failed; /* members of the folder, failed ones too; of those looked at, how many failed */
    int64_t *member;        /* their numbers, ascending */
    double *y;
    double *weight;   /* NULL: all alike; sum: the effective number */
    double effective; /* members that weigh as much (dt_weights_scale); n without weights */
} dt_member_column;
/** Which members: at most `most` (0: all), the first ones of independent draws and of sequences, a random
 * choice of other designs, whose first members are no sample of the whole. With `weight`, by number of
 * member, those of weight 0 are left out. */
typedef struct dt_member_column_options {
    int64_t most;
    const double *weight; /* nullable */
    int64_t n_weight;
} dt_member_column_options;
/** Reads a column, 16 bytes of memory a member. DT_NO if there are no such members; DT_INPUT for weights of a
 * design, or of too few members. `*out` is to be cleared with dt_member_column_clear. */
dt_status dt_member_column_load(const dt_evidence *evidence, int outcome,
                                const dt_member_column_options *options, dt_member_column *out);
/** Probabilities of all factors of a column's members, n rows of dt_case_factor_count, to be freed with
 * dt_free. */
dt_status dt_member_column_rows(const dt_evidence *evidence, const dt_member_column *column, int threads,
                                double **rows);
/** What to do with each factor of a column; called from several threads, for each factor once. */
typedef struct dt_member_column_each {
    dt_status (*measure)(void *context, int factor, const dt_pairs *pairs);
    void *context;
    int threads;                                                  /* 0: one per core */
    void (*progress)(void *context, const dt_progress *progress); /* nullable; counts factors */
    void *progress_context;
    const volatile int *stop; /* nullable */
} dt_member_column_each;
/** Measures factor by factor, with at most 256 MB of factors at a time. The first status that is not DT_OK
 * ends it; DT_INTERRUPTED after a stop. */
dt_status dt_member_column_measure(const dt_evidence *evidence, const dt_member_column *column,
                                   const dt_member_column_each *each);
/** Calls `visit` for every member that did not fail, in order, with its outcome and the probabilities of its
 * factors; nothing is held. */
typedef void dt_member_visit(void *context, int64_t member, double y, const double *u);
dt_status dt_evidence_visit(const dt_evidence *evidence, int outcome, dt_member_visit *visit, void *context);
/** Frees what a column holds. */
void dt_member_column_clear(dt_member_column *column);

/** Sums for Sobol' indices of one outcome, over all base points of Saltelli's design that the store holds
 * whole, in `replicates` parts of neighbouring base points for dt_sobol_combine. Points of a scrambled
 * sequence depend on one another, and a bootstrap would not know; parts of it are each a scrambled sequence,
 * whose errors tend to cancel: intervals from them hold, and are rather too wide. sums[replicates] is the
 * caller's, each to be freed with dt_sobol_free. DT_INPUT for another design, or fewer base points than
 * replicates. */
dt_status dt_evidence_sobol(const dt_evidence *evidence, int outcome, int replicates, dt_sobol **sums);

/** First-order and total indices of all factors into first[factors] and total[factors], by the method of
 * Janon et al., with 95% intervals from at most eight parts of at least four base points; base points used
 * and left out. DT_INPUT for another design or fewer than eight base points, DT_NO_SOLUTION if the outcome
 * does not vary. */
dt_status dt_evidence_indices(const dt_evidence *evidence, int outcome, dt_interval *first,
                              dt_interval *total, int64_t *used, int64_t *dropped);

/** Elementary effects of one outcome into effect[factors], from Morris' or the radial design; `*dropped`
 * counts steps with a failed member. DT_INPUT for another design. */
dt_status dt_evidence_morris(const dt_evidence *evidence, int outcome, dt_effects *effect, int64_t *dropped);

/** Payoffs of policies: outcome `name` of the first `most` members of each store, payoff[policy * n + member]
 * to be freed with dt_free, NAN where a member failed; `*n` is the least number of members. */
dt_status dt_evidence_payoffs(dt_store *const *store, int n_store, const char *name, int64_t most,
                              double **payoff, int *n);

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
