/* Claims inside: the table as data, and the numbers that the runs of a variation leave. */
#ifndef DT_ANALYSIS_CLAIM_H
#define DT_ANALYSIS_CLAIM_H

#include <pthread.h>
#include <stdint.h>

#include "detente/claims.h"
#include "detente/race.h"

enum { DT_CLAIM_NONE = -1, DT_CLAIM_ARGUMENTS = 4 };

enum dt_probe_id {
#define DT_PROBE(name, kind, source, place, when) DT_PROBE_##name,
#include "analysis/claims.def"
    DT_PROBE_COUNT,
    DT_PROBE_none = DT_CLAIM_NONE
};

enum dt_variation_id {
#define DT_VARIATION(name, settings, text) DT_VARIATION_##name,
#include "analysis/claims.def"
    DT_VARIATION_COUNT,
    DT_VARIATION_none = DT_CLAIM_NONE
};

/* How a probe is read; explained in claims.def. */
typedef enum dt_probe_kind {
    DT_PROBE_GROUP,
    DT_PROBE_STATE,
    DT_PROBE_SUM,
    DT_PROBE_WORLD,
    DT_PROBE_AHEAD,
    DT_PROBE_SECOND,
    DT_PROBE_MEDIAN,
    DT_PROBE_OVERTAKEN
} dt_probe_kind;

enum { DT_WHEN_START = 0, DT_WHEN_LATE = 1, DT_WHEN_END = 2 }; /* other numbers are years */

typedef struct dt_probe {
    dt_probe_kind kind;
    const char *source, *place;
    int when;
} dt_probe;

typedef struct dt_variation {
    const char *settings, *text;
} dt_variation;

typedef enum dt_measure {
    DT_MEASURE_MORE,
    DT_MEASURE_CHEAPER,
    DT_MEASURE_FOLLOWS,
    DT_MEASURE_APART,
    DT_MEASURE_LOST,
    DT_MEASURE_BELOW,
    DT_MEASURE_GROWS,
    DT_MEASURE_OUTWEIGHS,
    DT_MEASURE_OUTGROWS,
    DT_MEASURE_DARES
} dt_measure;

typedef struct dt_claim_row {
    const char *id;
    char letter;
    dt_measure measure;
    int variation[DT_CLAIM_ARGUMENTS], probe[DT_CLAIM_ARGUMENTS];
    double least, likely, unlikely;
    const char *unit, *text, *effect, *rule;
} dt_claim_row;

/* claim_table.c */
extern const dt_probe dt_probe_table[DT_PROBE_COUNT];
extern const dt_variation dt_variation_table[DT_VARIATION_COUNT];
int dt_claim_row_count(void);
const dt_claim_row *dt_claim_row_at(int index);
/* Slot of a field "mechanism.name" of states, or of the world; -1 if there is none. */
int dt_claim_field(const char *name, int is_global);
/* Whether this build can test a claim; if not, `lacks` (of `size` bytes) names what is missing. */
int dt_claim_is_testable(const dt_claim_row *row, char *lacks, size_t size);
/* Next "key=value" of settings into key and value of `size` bytes; returns what is left, NULL at the end. */
const char *dt_claim_setting(const char *settings, char *key, char *value, size_t size);
/* Whether a key may be missing ("?lobby_on"), and whether this build has its parameter. */
int dt_claim_is_optional(const char *key);
int dt_claim_has_parameter(const char *key);

/* claim_run.c: the numbers that the members of a variation leave. */
typedef struct dt_claim_run {
    dt_case *c;
    unsigned char wanted[DT_PROBE_COUNT]; /* probes that are read */
    int step[DT_PROBE_COUNT];             /* step after which each is read */
    int group[DT_PROBE_COUNT], state[DT_PROBE_COUNT], slot[DT_PROBE_COUNT]; /* what it reads; -1 none */
    int last;                                                               /* last step that a probe needs */
    int64_t members;                                                        /* numbers of a probe */
    double *value;    /* [DT_PROBE_COUNT][members]; of a failed member not a number */
    int64_t n_failed; /* members; threads add to it atomically */
} dt_claim_run;

/* How far all runs are; shared by the threads. */
typedef struct dt_claim_clock {
    pthread_mutex_t lock;
    const dt_claims_options *options;
    double begin, shown;
    dt_progress progress;
} dt_claim_clock;

/* Places the wanted probes in the case r->c. DT_INPUT if the case lacks a state or group. */
dt_status dt_claim_place(dt_claim_run *r, dt_diagnostics *diagnostics);
/* Runs all members; r->value is made here, to be freed with free. */
dt_status dt_claim_run_members(dt_claim_run *r, dt_claim_clock *clock);
static inline double *dt_claim_values(const dt_claim_run *r, int probe)
{
    return r->value + (int64_t)probe * r->members;
}

/* claim_measure.c: the effect of each member (not a number where it has none) and whether the claim is true
 * in it. `second` is that of DARES against a racing rival, of the same size. */
typedef struct dt_claim_effect {
    double *effect, *second;
    unsigned char *is_true;
} dt_claim_effect;
void dt_claim_measure(const dt_claim_row *row, const dt_claim_run *run, const dt_claim_effect *out);

#endif
