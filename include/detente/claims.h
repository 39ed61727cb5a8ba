/* Claims: each claim of the story as a hypothesis, tested on ensembles of a scenario and its variations.
 *
 * All variations use the same members and random numbers, so that each member is compared with itself. */
#ifndef DETENTE_CLAIMS_H
#define DETENTE_CLAIMS_H

#include <stdint.h>

#include "detente/ensemble.h"
#include "detente/scenario.h"
#include "detente/status.h"
#include "detente/world.h"

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

typedef struct dt_claims dt_claims;

/** Options of dt_claims_run. */
typedef struct dt_claims_options {
    int64_t members;  /* of each variation, default 400; 20 to 1000000 */
    int threads;      /* 0: one per core */
    const char *only; /* nullable: an id ("power_limits.USA") or a letter ("b"); other claims are left out */
    const char *command; /* nullable: the command line that makes all claims, for dt_claim.command */
    void (*progress)(void *context, const dt_progress *progress); /* nullable; members of all variations */
    void *context;
    const volatile int *stop; /* nullable: when it becomes 1, the call ends with DT_INTERRUPTED */
} dt_claims_options;
dt_claims_options dt_claims_defaults(void);

/** Verdict on a claim. */
typedef enum dt_verdict {
    DT_VERDICT_HOLDS,
    DT_VERDICT_FAILS,
    DT_VERDICT_UNDETERMINED,
    DT_VERDICT_NOT_TESTED, /* its mechanism is not in this build */
    DT_VERDICT_COUNT
} dt_verdict;
/** The verdict in words: "holds", "does not hold", "undetermined", "not tested". Static storage. */
const char *dt_verdict_words(dt_verdict verdict);

/** An assumption that a claim hinges on: an uncertain factor, and the rank correlation (Spearman) of its
 * probability with the effect over members. */
typedef struct dt_claim_hinge {
    const char *factor; /* "connection_rate.USA" */
    const char *text;   /* what it is, one sentence; empty if not known */
    double correlation;
    int is_clear; /* 0: chance alone could make it as large */
} dt_claim_hinge;

/** One claim. Strings are borrowed from the claims. Where it was not tested, only id, letter, text, rule,
 * note and command are set. */
typedef struct dt_claim {
    const char *id;
    char letter;         /* that of the story's claim, 'a' to 'i' */
    const char *text;    /* one sentence */
    const char *rule;    /* when it is true in a member, or how the verdict is found */
    const char *compare; /* the variations compared, in words */
    const char *note;    /* why not tested, or something to add; may be empty */
    const char *command; /* makes this claim again */
    dt_verdict verdict;
    int64_t members;               /* that count */
    double probability, low, high; /* share of members in which it is true, with its 95% interval (Wilson) */
    double holds_from, fails_to;   /* holds where low is at least, does not where high is at most */
    const char *effect_text;       /* what the effect is */
    const char *unit;
    double effect, effect_low, effect_high; /* median, 10% and 90% over members */
    int n_hinge;                            /* at most 2, strongest first */
    dt_claim_hinge hinge[2];
} dt_claim;

/** Tests the claims on a scenario. A claim whose levers or fields this build lacks is not tested, and says
 * so. `*out` is the caller's, to be freed with dt_claims_free. DT_INPUT for an unknown `only`, or a world
 * without the states that the claims speak of; DT_MEMBERS_FAILED if all members of a variation fail. */
dt_status dt_claims_run(const dt_world *world, const dt_scenario *scenario, const dt_claims_options *options,
                        dt_claims **out, dt_diagnostics *diagnostics);
/** Frees claims; NULL is allowed. */
void dt_claims_free(dt_claims *claims);

/** Variations that the claims which this build can test need. */
int dt_claims_planned(void);
/** Number of claims, and one of them; all zero outside. */
int dt_claims_count(const dt_claims *claims);
dt_claim dt_claims_at(const dt_claims *claims, int index);
/** Members of each variation, variations that were run, and the time that took. */
int64_t dt_claims_members(const dt_claims *claims);
int dt_claims_variations(const dt_claims *claims);
double dt_claims_seconds(const dt_claims *claims);

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
