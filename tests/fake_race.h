/* A case and a race that are not a model: three states, 24 quarters, outputs in closed form, members that
 * fail on demand. They stand in for those of the library in tests of the ensemble. */
#ifndef DT_TEST_FAKE_RACE_H
#define DT_TEST_FAKE_RACE_H

#include <stdlib.h>

#include "detente/race.h"

enum { N_STATE = 3, N_STEP = 24, STRIDE = 387 };

struct dt_case {
    int64_t members;
    int fails; /* 1: members 5, 102, 199, ... fail at step 3 */
    int *stop; /* set when member stop_at begins; nullable */
    uint64_t stop_at;
};

struct dt_race {
    const dt_case *c;
    int width, count, step;
    uint64_t first;
    const double *u; /* of the first member of the block; NULL: the fake draws its own */
};

int dt_case_state_count(const dt_case *c)
{
    (void)c;
    return N_STATE;
}

const char *dt_case_state_iso3(const dt_case *c, int i)
{
    static const char *const iso3[N_STATE] = {"AAA", "BBB", "CCC"};
    (void)c;
    return iso3[i];
}

int dt_case_step_count(const dt_case *c)
{
    (void)c;
    return N_STEP;
}

double dt_case_dt(const dt_case *c)
{
    (void)c;
    return 0.25;
}

double dt_case_time(const dt_case *c, int step)
{
    (void)c;
    return 2026.0 + 0.25 * step;
}

int64_t dt_case_members(const dt_case *c)
{
    return c->members;
}

int dt_case_group_count(const dt_case *c)
{
    (void)c;
    return 2;
}

const char *dt_case_group_name(const dt_case *c, int group)
{
    (void)c;
    return group ? "B" : "A";
}

int dt_case_in_group(const dt_case *c, int group, int i)
{
    (void)c;
    return group ? i > 0 : i == 0;
}

void dt_case_hash(const dt_case *c, unsigned char hash[16])
{
    memset(hash, c->fails ? 7 : 3, 16);
}

dt_race_options dt_race_defaults(void)
{
    return (dt_race_options){0};
}

dt_status dt_race_create(const dt_case *c, const dt_race_options *options, dt_race **out)
{
    dt_race *race = calloc(1, sizeof *race);
    if (!race) return DT_NO_MEMORY;
    race->c = c;
    race->width = options->width ? options->width : 8;
    *out = race;
    return DT_OK;
}

void dt_race_free(dt_race *race)
{
    free(race);
}

int dt_race_width(const dt_race *race)
{
    return race->width;
}

int dt_race_count(const dt_race *race)
{
    return race->count;
}

int dt_race_step_index(const dt_race *race)
{
    return race->step;
}

uint64_t dt_race_first_member(const dt_race *race)
{
    return race->first;
}

int dt_case_factor_count(const dt_case *c)
{
    (void)c;
    return 2;
}

static int is_failing(const dt_case *c, uint64_t member)
{
    return c->fails && member % 97 == 5;
}

/* Rank of a member: STRIDE has no divisor in common with the numbers of members used here. */
static double u_of(const dt_case *c, uint64_t member)
{
    uint64_t n = (uint64_t)c->members;
    return ((double)(member * STRIDE % n) + 0.5) / (double)n;
}

/* AI power of state 0: log-uniform between 0.01 and 100 GW. */
static double power_at(double u)
{
    return pow(10.0, 4.0 * u - 2.0);
}

/* Outputs that are equal for all members: of state 0, 1 and 2. */
static const struct {
    const char *name;
    double value[N_STATE];
} constant[] = {
    {"running_compute", {1.0, 1.0, 3.0}},
    {"capability_lag", {10.0, 20.0, 30.0}},
    {"binding_limit", {0.0, 1.0, 4.0}},
};

/* The leader is state m mod 3 after the start. In group B state 1 has the larger supply of members with even
 * number. */
static double other_output(const dt_race *race, const char *name, uint64_t member, int i)
{
    if (strcmp(name, "capability") == 0) return (uint64_t)i == member % 3 ? race->step : 0.0;
    if (strcmp(name, "ai_supply") == 0) return i == 1 && member % 2 == 0 ? 5.0 : 2.0 + 0.1 * i;
    if (strcmp(name, "stranded_compute") == 0) return member % 10 == 0 ? 1.0 : 0.0;
    for (int k = 0; k < 3; k++)
        if (strcmp(name, constant[k].name) == 0) return constant[k].value[i];
    return 0.5;
}

double dt_race_output(const dt_race *race, int output, int i, int lane)
{
    uint64_t member = race->first + (uint64_t)lane;
    const char *name = dt_output_at(output)->name;
    double u = u_of(race->c, member);
    if (is_failing(race->c, member) && race->step >= 3) return NAN;
    if (strcmp(name, "ai_power") == 0) return power_at(u) * (i + 1);
    if (strcmp(name, "powered_share") == 0) return i == 0 ? u : 0.25 * i;
    if (strcmp(name, "full_cost") == 0 && race->u) return 1000.0 * (1.0 + race->u[2 * lane]);
    return other_output(race, name, member, i);
}

void dt_race_outputs(const dt_race *race, const int *output, int n, int i, double (*value)[DT_RACE_LANES])
{
    for (int k = 0; k < n; k++)
        for (int l = 0; l < race->count; l++)
            value[k][l] = dt_race_output(race, output[k], i, l);
}

dt_failure dt_race_failure(const dt_race *race, int lane)
{
    if (!is_failing(race->c, race->first + (uint64_t)lane) || race->step < 3)
        return (dt_failure){.state = -1};
    return (dt_failure){.has_failed = 1, .step = 3, .state = 1, .mechanism = "compute", .field = "powered"};
}

dt_status dt_race_run(dt_race *race, uint64_t first, int count, const double *u, dt_sink *sink, void *context)
{
    race->u = u;
    race->first = first;
    race->count = count;
    if (race->c->stop && first >= race->c->stop_at) __atomic_store_n(race->c->stop, 1, __ATOMIC_RELAXED);
    for (race->step = 0; race->step <= N_STEP; race->step++) {
        dt_status status = sink(context, race);
        if (status != DT_OK) return status;
    }
    race->step = N_STEP;
    return DT_OK;
}

#endif
