/* Builds a case step by step, answers what is asked of it, and frees it. */
#include "scenario/case.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/random.h"
#include "scenario/build.h"
#include "scenario/curve.h"

/* Every factor that a case can have. */
static int most_factors(const dt_scenario *s)
{
    int n = dt_maker_count() + s->n_change;
    for (int p = 0; p < dt_param_count(); p++)
        n += dt_param_at(p)->shape == DT_SHAPE_STATE ? DT_GROUP_COUNT : dt_param_at(p)->n_slot;
    return n;
}

static int has_discrete(const dt_scenario *s)
{
    for (int i = 0; i < s->n_setting; i++)
        if (s->setting[i].spec.kind == DT_DIST_DISCRETE) return 1;
    for (int i = 0; i < s->n_change; i++)
        if (s->change[i].setting.spec.kind == DT_DIST_DISCRETE) return 1;
    return 0;
}

/* Memory for n elements, of which there is always at least one. */
static void *room(size_t n, size_t size)
{
    return calloc(n ? n : 1, size);
}

static int allocate_states(dt_case *c)
{
    size_t n_state = (size_t)c->n_state;
    c->iso3 = room(n_state, sizeof *c->iso3);
    c->name = room(n_state, sizeof *c->name);
    c->tech_region = room(n_state, sizeof *c->tech_region);
    c->data_group = room(n_state, sizeof *c->data_group);
    c->fixed = room(n_state, sizeof *c->fixed);
    c->rivals = room(n_state, sizeof *c->rivals);
    c->partners = room(n_state, sizeof *c->partners);
    return c->iso3 && c->name && c->tech_region && c->data_group && c->fixed && c->rivals && c->partners;
}

static int allocate_distributions(dt_case *c)
{
    size_t n_site = (size_t)c->n_state * DT_N_SITE_SLOT;
    c->param = room(DT_N_PARAM_SLOT, sizeof *c->param);
    c->param_factor = room(DT_N_PARAM_SLOT, sizeof *c->param_factor);
    c->site = room(n_site, sizeof *c->site);
    c->site_factor = room(n_site, sizeof *c->site_factor);
    c->chip_output = room((size_t)c->constant.n_path_year * DT_N_MAKER, sizeof *c->chip_output);
    if (!c->param || !c->param_factor || !c->site || !c->site_factor || !c->chip_output) return 0;
    for (size_t i = 0; i < DT_N_PARAM_SLOT; i++)
        c->param_factor[i] = -1;
    for (size_t i = 0; i < n_site; i++)
        c->site_factor[i] = -1;
    return 1;
}

static int allocate(dt_case *c, const dt_scenario *s)
{
    size_t n_pool = has_discrete(s) ? (size_t)(s->n_setting + s->n_change) * 2 * DT_MAX_DISCRETE : 0;
    c->factor = room((size_t)most_factors(s), sizeof *c->factor);
    c->group = room((size_t)s->n_group, sizeof *c->group);
    c->pool = room(n_pool, sizeof *c->pool);
    return allocate_states(c) && allocate_distributions(c) && c->factor && c->group && c->pool;
}

/* Time, seed and sizes. */
static void set_head(dt_case *c, const dt_world *world, const dt_scenario *s)
{
    c->n_state = dt_world_state_count(world);
    c->n_step = dt_scenario_steps(s);
    c->dt = s->step;
    c->start_year = s->start / 4;
    c->start_quarter = s->start % 4 + 1;
    c->seed = s->seed;
    c->members = s->members;
    c->n_group = s->n_group;
    c->constant.dt = s->step;
    c->constant.start = s->start * 0.25;
    c->constant.n_path_year = dt_world_chip_year_count(world);
    c->constant.first_path_year = dt_world_chip_first_year(world);
    c->constant.n_defined = s->n_posture;
    for (int k = 0; k < s->n_posture; k++)
        memcpy(c->constant.defined[k], s->posture[k].weight, sizeof c->constant.defined[k]);
}

static void set_states(dt_case *c, const dt_world *world)
{
    for (int i = 0; i < c->n_state; i++) {
        const dt_state_info *state = dt_world_state(world, i);
        snprintf(c->iso3[i], sizeof c->iso3[i], "%.3s", state->iso3);
        snprintf(c->name[i], sizeof c->name[i], "%s", state->name);
        c->tech_region[i] = (int)state->tech_region;
        c->data_group[i] = (int)state->data_group;
    }
}

/* Fills an allocated case; what is wrong is in the findings. */
static void fill(dt_builder *b, dt_diagnostics *diagnostics)
{
    set_states(b->c, b->world);
    dt_build_check_names(b);
    dt_build_check_entry(b);
    dt_build_groups(b);
    if (b->f.n_error) return;
    dt_build_params(b);
    dt_build_sites(b);
    dt_build_supply_curves(b);
    dt_build_chips(b);
    dt_build_factors(b);
    dt_build_events(b);
    if (b->f.n_error) return;
    dt_build_copula(b);
    dt_build_assumptions(b);
    if (b->f.n_error) return;
    dt_status status = dt_case_prepare(b->c, b->world, diagnostics);
    if (status != DT_OK) {
        b->f.n_error++;
        b->f.status = status;
        return;
    }
    dt_build_required(b);
    dt_build_hash(b->c);
}

dt_status dt_case_build(const dt_world *world, const dt_scenario *scenario, dt_case **out,
                        dt_diagnostics *diagnostics)
{
    dt_builder b = {.world = world, .s = scenario};
    dt_findings_init(&b.f, diagnostics, &scenario->files);
    b.c = calloc(1, sizeof *b.c);
    if (!b.c) return dt_report_no_memory(&b.f);
    set_head(b.c, world, scenario);
    if (allocate(b.c, scenario))
        fill(&b, diagnostics);
    else
        dt_report_no_memory(&b.f);
    if (b.f.n_error) {
        dt_case_free(b.c);
        return b.f.status;
    }
    *out = b.c;
    return DT_OK;
}

void dt_case_free(dt_case *c)
{
    if (!c) return;
    for (int g = 0; c->group && g < c->n_group; g++)
        free(c->group[g].member);
    free(c->iso3);
    free(c->name);
    free(c->tech_region);
    free(c->data_group);
    free(c->fixed);
    free(c->rivals);
    free(c->partners);
    free(c->inclination_room);
    free(c->supply);
    free(c->param);
    free(c->param_factor);
    free(c->site);
    free(c->site_factor);
    free(c->chip_output);
    free(c->factor);
    free(c->correlated);
    free(c->cholesky);
    free(c->event);
    free(c->group);
    free(c->assumption);
    free(c->pool);
    free(c->strings);
    free(c);
}

int dt_case_state_count(const dt_case *c)
{
    return c->n_state;
}

const char *dt_case_state_iso3(const dt_case *c, int state)
{
    return state >= 0 && state < c->n_state ? c->iso3[state] : NULL;
}

const char *dt_case_state_name(const dt_case *c, int state)
{
    return state >= 0 && state < c->n_state ? c->name[state] : NULL;
}

int dt_case_step_count(const dt_case *c)
{
    return c->n_step;
}

double dt_case_dt(const dt_case *c)
{
    return c->dt;
}

uint64_t dt_case_seed(const dt_case *c)
{
    return c->seed;
}

int64_t dt_case_members(const dt_case *c)
{
    return c->members;
}

double dt_case_time(const dt_case *c, int step)
{
    return c->constant.start + step * c->dt;
}

int dt_case_group_count(const dt_case *c)
{
    return c->n_group;
}

const char *dt_case_group_name(const dt_case *c, int group)
{
    return group >= 0 && group < c->n_group ? c->group[group].name : NULL;
}

int dt_case_in_group(const dt_case *c, int group, int state)
{
    if (group < 0 || group >= c->n_group || state < 0 || state >= c->n_state) return 0;
    return c->group[group].member[state];
}

void dt_case_hash(const dt_case *c, unsigned char hash[16])
{
    memcpy(hash, c->hash, sizeof c->hash);
}

int dt_case_factor_count(const dt_case *c)
{
    return c->n_factor;
}

const dt_factor_info *dt_case_factor(const dt_case *c, int factor)
{
    return factor >= 0 && factor < c->n_factor ? &c->factor[factor].info : NULL;
}

void dt_case_draw(const dt_case *c, uint64_t member, double *u)
{
    for (int f = 0; f < c->n_factor; f++)
        u[f] = dt_uniform(c->seed, member, c->factor[f].stream, DT_PURPOSE_FACTOR);
    dt_case_correlate(c, u);
}

int dt_case_assumption_count(const dt_case *c)
{
    return c->n_assumption;
}

dt_assumption dt_case_assumption(const dt_case *c, int index)
{
    return index >= 0 && index < c->n_assumption ? c->assumption[index] : (dt_assumption){0};
}
