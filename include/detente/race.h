/* The race: the state of one lane block of members, stepped through all quarters.
 *
 * The kernel is one text compiled for several widths; the widest that this processor can run is chosen unless
 * options say otherwise. The bits of a result do not depend on the width. A race is not shared between
 * threads; its case is. */
#ifndef DETENTE_RACE_H
#define DETENTE_RACE_H

#include <stddef.h>
#include <stdint.h>

#include "detente/scenario.h"
#include "detente/status.h"

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

typedef struct dt_race dt_race;

/** Members of the widest block. */
enum { DT_RACE_LANES = 8 };

/** Options of dt_race_create. */
typedef struct dt_race_options {
    int width; /* members per block: 1, 2, 4 or 8; 0: the widest this processor can run */
    /* Stream of random shocks of a member: members with one stream meet the same shocks. NULL: each has its
     * own, by its number. The context is borrowed until dt_race_free. */
    uint64_t (*stream)(const void *context, uint64_t member);
    const void *stream_context;
} dt_race_options;
dt_race_options dt_race_defaults(void);

/** One compiled copy of the kernel. */
typedef struct dt_kernel_info {
    int width;
    const char *target; /* for example "w8" */
    const char *isa;    /* for example "x86-64-v4" */
    int is_supported;   /* by this processor */
} dt_kernel_info;
int dt_kernel_count(void);
dt_kernel_info dt_kernel_at(int index);

/** Makes a race for one block. The case is borrowed until dt_race_free. DT_INPUT if this processor has no
 * such width. */
dt_status dt_race_create(const dt_case *c, const dt_race_options *options, dt_race **out);
/** Frees a race; NULL is allowed. */
void dt_race_free(dt_race *race);

/** Lane width, in members. */
int dt_race_width(const dt_race *race);
/** Bytes of one block. */
size_t dt_race_block_size(const dt_race *race);

/** Starts members first .. first+count-1 (1 <= count <= width) at step 0. `u` holds count rows of
 * dt_case_factor_count factors (borrowed during the call); NULL draws them by dt_case_draw. */
void dt_race_begin(dt_race *race, uint64_t first_member, int count, const double *u);
/** Advances one step. Allocates nothing. */
void dt_race_step(dt_race *race);
/** Steps done since dt_race_begin. */
int dt_race_step_index(const dt_race *race);
int dt_race_count(const dt_race *race);
uint64_t dt_race_first_member(const dt_race *race);

/** Value of an output (dt_output_at) of one state for the member at `lane` of the block, after the steps
 * done. */
double dt_race_output(const dt_race *race, int output, int state, int lane);
/** Some outputs of one state for all members at once: value[k] holds output[k], k < n, of the members of the
 * block in its first dt_race_width places; those beyond dt_race_count are to be passed over. */
void dt_race_outputs(const dt_race *race, const int *output, int n, int state,
                     double (*value)[DT_RACE_LANES]);
/** Value of any evolving field by flat index (dt_field_at): of a state, or of the world. */
double dt_race_state_value(const dt_race *race, int slot, int state, int lane);
double dt_race_global_value(const dt_race *race, int slot, int lane);
/** Value of a parameter in force: slot as in dt_param_info, `state` for shape STATE. */
double dt_race_param_value(const dt_race *race, int param, int index_or_state, int lane);

/** Why a member stopped: the first number that was not finite. */
typedef struct dt_failure {
    int has_failed;
    int step;
    int state;             /* index; -1 for a value of the world */
    const char *mechanism; /* static */
    const char *field;     /* static */
} dt_failure;
dt_failure dt_race_failure(const dt_race *race, int lane);

/** Receives a race after each step; must not keep the pointer. A status other than DT_OK stops the run with
 * it. */
typedef dt_status dt_sink(void *context, const dt_race *race);
/** Runs members first .. first+count-1 through all steps into a sink (also called once before the first
 * step). */
dt_status dt_race_run(dt_race *race, uint64_t first_member, int count, const double *u, dt_sink *sink,
                      void *context);

/** Checkpoint: size, save and restore. The format does not depend on the width. Restore gives DT_MISMATCH for
 * another case and DT_INPUT for a damaged checkpoint; then the race is as it was. */
size_t dt_race_save_size(const dt_race *race);
void dt_race_save(const dt_race *race, void *buffer);
dt_status dt_race_restore(dt_race *race, const void *buffer, size_t size);
/** Digest of everything that evolves, of the members of the block: equal at every width. */
uint64_t dt_race_hash(const dt_race *race);

/** Balances that must close, as residuals relative to the quantity, worst over states, for the member at
 * `lane`. */
typedef struct dt_account {
    double energy; /* generated + imported + unserved - used - lost */
    double chips;  /* bought - in service - retired - destroyed */
} dt_account;
dt_account dt_race_account(const dt_race *race, int lane);

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
