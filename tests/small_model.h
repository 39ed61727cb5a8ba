/* A model of a few states with values made by hand, without world or scenario, for tests of the
 * mechanisms.
 *
 * Every value has a name: mechanism.name, then .technology, .maker or .number for one of several, then @state
 * for one state; without @state a value is set for all states and read for the first. Names are those of the
 * mechanisms' tables; `constant.` stands before those of struct model_constants, `chip_path.maker` is a
 * maker's output by year. Start: parameters have their central values, multipliers are 1, and nothing else is
 * there. */
#ifndef DT_SMALL_MODEL_H
#define DT_SMALL_MODEL_H

#include "model/model.h"
#include "model/registry.h"
#include "reference.h"

enum { SMALL_MOST_STATES = 12 };

struct small_model {
    struct model m;
    struct model_constants constant;
    struct model_fixed fixed[SMALL_MOST_STATES];
    int region[SMALL_MOST_STATES];
    struct model_param param;
    struct model_site site[SMALL_MOST_STATES];
    struct model_state state[SMALL_MOST_STATES];
    struct model_global global;
    struct model_shock shock[SMALL_MOST_STATES];
    struct model_work work[SMALL_MOST_STATES];
    struct model_note note[SMALL_MOST_STATES];
    struct network_row rivals[SMALL_MOST_STATES], partners[SMALL_MOST_STATES];
    lane path[DT_MAX_PATH_YEAR][DT_N_MAKER];
    struct supply supply; /* of the first state; used where its first step has a width */
};

/* What depends on other fixed values, as the case that the program builds has it. */
static inline void small_derive(struct small_model *s)
{
    s->m.n_supply = s->supply.width[0] > 0.0;
    network_close(s->rivals, s->m.n_state);
    network_close(s->partners, s->m.n_state);
    s->constant.root_dt = sqrt(s->constant.dt);
    EACH_TECH
    {
        s->constant.survival[k] = exp(-s->constant.dt / s->constant.lifetime[k]);
        s->constant.per_lifetime[k] = 1.0 / s->constant.lifetime[k];
    }
    for (int i = 0; i < SMALL_MOST_STATES; i++) {
        struct power_fixed *x = &s->fixed[i].power;
        x->gross = 1.0 / (1.0 - x->td_loss);
        EACH_TECH
        {
            x->inverse_credit[k] = x->firm_credit[k] > 0.0 ? 1.0 / x->firm_credit[k] : 0.0;
            x->years_per_mwh[k] = x->new_cf[k] > 0.0 ? 1.0 / (x->new_cf[k] * 8.766) : 0.0;
            x->no_energy[k] = x->new_cf[k] > 0.0 ? 0.0 : 1e6;
            x->not_firm[k] = x->firm_credit[k] > 0.0 ? 0.0 : 1e6;
            x->fuel_variable[k] = k == DT_COAL || k == DT_GAS || k == DT_OTHER ? x->variable_cost[k] : 0.0;
            x->other_variable[k] = x->variable_cost[k] - x->fuel_variable[k];
            x->inverse_best[k] = x->build_rate_best[k] > 0.0 ? 1.0 / x->build_rate_best[k] : 0.0;
            x->permit_rate[k] = 1.0 / x->permit_stage[k];
            x->build_stage_rate[k] = 1.0 / x->build_stage[k];
        }
    }
}

static inline void small_start_state(struct small_model *s, int i)
{
    struct power_fixed *x = &s->fixed[i].power;
    x->peak_factor = x->peak_demand = 1.0;
    s->fixed[i].rivalry.weariness = s->fixed[i].lobby.opposition = 1.0;
    s->state[i].hazard.health = s->state[i].treaty.trust = 1.0;
    s->state[i].lobby.permit_speed = s->state[i].lobby.connection_boost = 1.0;
    s->state[i].attrition.linked = 1.0;
    s->site[i].attrition.concentration = 0.5;
    EACH_TECH x->permit_stage[k] = x->build_stage[k] = 1.0;
    s->site[i].power.noncoincidence = s->site[i].power.permit_delay_scale =
        s->site[i].power.ai_share_of_connections = 1.0;
    s->site[i].compute.pue = 1.0;
    s->site[i].diffusion.absorptive_capacity = 1.0;
}

static inline void small_start(struct small_model *s)
{
    memset(s, 0, sizeof *s);
    s->m = (struct model){.n_state = 1,
                          .constant = &s->constant,
                          .fixed = s->fixed,
                          .tech_region = s->region,
                          .rivals = s->rivals,
                          .partners = s->partners,
                          .param = &s->param,
                          .site = s->site,
                          .state = s->state,
                          .global = &s->global,
                          .shock = s->shock,
                          .work = s->work,
                          .note = s->note,
                          .chip_path = s->path,
                          .supply = &s->supply};
    for (int p = 0; p < dt_param_count(); p++) {
        const dt_param_info *info = dt_param_at(p);
        double *to = (double *)(void *)&s->param + info->slot;
        for (int k = 0; info->shape != DT_SHAPE_STATE && k < info->n_slot; k++)
            to[k] = info->central;
    }
    for (int i = 0; i < SMALL_MOST_STATES; i++)
        small_start_state(s, i);
    s->constant.dt = 0.25;
    s->constant.n_path_year = 1;
    EACH_MAKER s->constant.chip_home[c] = -1;
    EACH_TECH
    {
        s->constant.lifetime[k] = 40.0;
        s->constant.world_capacity[k] = 1.0;
        s->constant.merit_order[0][k] = k;
    }
    EACH_TECH s->global.power.learning[k] = s->global.power.world_capacity[k] = s->param.power
                                                                                    .build_pace[k] = 1.0;
    small_derive(s);
}

/* Where a named value stands: for each state `stride` doubles further; count values one after the other. */
struct small_place {
    double *at;
    size_t stride;
    int count;
};

static inline int small_is(const char *name, const char *mechanism, const char *want)
{
    size_t length = strlen(mechanism);
    return strncmp(want, mechanism, length) == 0 && want[length] == '.' &&
        strcmp(want + length + 1, name) == 0;
}

static inline struct small_place small_find_constant(struct small_model *s, const char *name)
{
    struct model_constants *c = &s->constant;
    struct {
        const char *name;
        double *at;
        int count;
    } const known[] = {{"constant.dt", &c->dt, 1},
                       {"constant.start", &c->start, 1},
                       {"constant.first_path_year", &c->first_path_year, 1},
                       {"constant.lifetime", c->lifetime, DT_N_TECH},
                       {"constant.world_capacity", c->world_capacity, DT_N_TECH},
                       {"supply.width", s->supply.width, DT_MAX_SUPPLY_STEP},
                       {"supply.price", s->supply.price, DT_MAX_SUPPLY_STEP},
                       {"supply.lead", s->supply.lead, DT_MAX_SUPPLY_STEP},
                       {"constant.chip_power", c->chip_power, DT_N_MAKER},
                       {"constant.chip_price", c->chip_price, DT_N_MAKER}};
    for (size_t k = 0; k < sizeof known / sizeof known[0]; k++)
        if (strcmp(known[k].name, name) == 0) return (struct small_place){known[k].at, 0, known[k].count};
    return (struct small_place){NULL};
}

static inline struct small_place small_find_field(struct small_model *s, const char *name)
{
    for (int f = 0; f < dt_field_count(); f++) {
        const dt_field_info *info = dt_field_at(f);
        if (!small_is(info->name, info->mechanism, name)) continue;
        double *from = info->is_global ? (double *)(void *)&s->global : (double *)(void *)s->state;
        return (struct small_place){from + info->slot,
                                    info->is_global ? 0 : sizeof(struct model_state) / sizeof(double),
                                    info->n_slot};
    }
    for (int f = 0; f < dt_fixed_count(); f++) {
        const dt_fixed_info *info = dt_fixed_at(f);
        if (!small_is(info->name, info->mechanism, name)) continue;
        return (struct small_place){(double *)(void *)s->fixed + info->slot,
                                    sizeof(struct model_fixed) / sizeof(double), info->n_slot};
    }
    return small_find_constant(s, name);
}

/* `compute.gdp` is both what evolves and what is known at the start: the first is found by its name, the
 * second as `fixed.compute.gdp`, a site value or parameter as `param.compute.gdp_growth` where a field of the
 * same name exists. */
static inline struct small_place small_find(struct small_model *s, const char *name)
{
    int only_fixed = strncmp(name, "fixed.", 6) == 0, only_param = strncmp(name, "param.", 6) == 0;
    const char *bare = name + (only_fixed || only_param ? 6 : 0);
    for (int f = 0; only_fixed && f < dt_fixed_count(); f++)
        if (small_is(dt_fixed_at(f)->name, dt_fixed_at(f)->mechanism, bare))
            return (struct small_place){(double *)(void *)s->fixed + dt_fixed_at(f)->slot,
                                        sizeof(struct model_fixed) / sizeof(double), dt_fixed_at(f)->n_slot};
    struct small_place field = only_param ? (struct small_place){NULL} : small_find_field(s, bare);
    if (field.at) return field;
    for (int p = 0; p < dt_param_count(); p++) {
        const dt_param_info *info = dt_param_at(p);
        if (!small_is(info->name, info->mechanism, bare)) continue;
        int is_site = info->shape == DT_SHAPE_STATE;
        double *from = is_site ? (double *)(void *)s->site : (double *)(void *)&s->param;
        return (struct small_place){from + info->slot,
                                    is_site ? sizeof(struct model_site) / sizeof(double) : 0, info->n_slot};
    }
    return (struct small_place){NULL};
}

/* Number of a technology or maker by its name, or of a number by itself. */
static inline int small_index(const char *text)
{
    for (int k = 0; k < dt_tech_count(); k++)
        if (strcmp(dt_tech_name(k), text) == 0) return k;
    for (int c = 0; c < dt_maker_count(); c++)
        if (strcmp(dt_maker_name(c), text) == 0) return c;
    return atoi(text);
}

/* A full name as a place: `state` is -1 where the name says none. */
static inline struct small_place small_parse(struct small_model *s, const char *key, int *state)
{
    char name[64];
    snprintf(name, sizeof name, "%.63s", key);
    char *at = strchr(name, '@');
    *state = at ? atoi(at + 1) : -1;
    if (at) *at = '\0';
    struct small_place place = small_find(s, name);
    char *dot = strrchr(name, '.');
    if (place.at || !dot) return place;
    *dot = '\0';
    place = small_find(s, name);
    int index = small_index(dot + 1);
    if (!place.at || index >= place.count) return (struct small_place){NULL};
    return (struct small_place){place.at + index, place.stride, 1};
}

/* Sets a named value; false if there is none of that name. */
static inline int small_set(struct small_model *s, const char *key, const double *value, int n)
{
    int state;
    struct small_place place = small_parse(s, key, &state);
    if (!place.at || (n != 1 && n != place.count)) return 0;
    for (int i = state < 0 ? 0 : state; i < (state < 0 ? SMALL_MOST_STATES : state + 1); i++)
        for (int k = 0; k < place.count; k++)
            place.at[(size_t)i * place.stride + (size_t)k] = value[n == 1 ? 0 : k];
    return 1;
}

/* Networks: `rivals@i` is a row of weights on state i, one of each state, `rivals.from@i` and `rivals.to@i`
 * are its common parts; the same for `partners`. */
static inline int small_set_network(struct network_row *rows, const char *key, const double *value, int n)
{
    const char *at = strchr(key, '@');
    if (!at) return 0;
    struct network_row *row = &rows[atoi(at + 1)];
    int is_part = strncmp(key, ".from@", 6) == 0 || strncmp(key, ".to@", 4) == 0;
    if (is_part) {
        for (int r = 0; r < n && r < DT_N_COMMON; r++)
            (key[1] == 'f' ? row->from : row->to)[r] = value[r];
        return n <= DT_N_COMMON;
    }
    for (int j = 0; j < n; j++) {
        if (value[j] == 0.0) continue;
        row->named[row->count] = j;
        row->weight[row->count++] = value[j];
    }
    return 1;
}

/* Keys that are no value of a table. */
static inline int small_set_special(struct small_model *s, const char *key, const double *value, int n)
{
    if (strncmp(key, "shock.perception@", 17) == 0) {
        s->shock[atoi(key + 17)].perception = value[0];
        return 1;
    }
    if (strncmp(key, "rivals", 6) == 0) return small_set_network(s->rivals, key + 6, value, n);
    if (strncmp(key, "partners", 8) == 0) return small_set_network(s->partners, key + 8, value, n);
    if (strcmp(key, "states") == 0)
        s->m.n_state = (int)value[0];
    else if (strcmp(key, "step") == 0)
        s->m.step = (int)value[0];
    else if (strncmp(key, "chip_path.", 10) == 0) {
        s->constant.n_path_year = n;
        for (int y = 0; y < n; y++)
            s->path[y][small_index(key + 10)] = value[y];
    } else if (strncmp(key, "constant.chip_home.", 19) == 0)
        s->constant.chip_home[small_index(key + 19)] = (int)value[0];
    else if (strcmp(key, "constant.merit_order") == 0 && n == DT_N_TECH)
        EACH_TECH s->constant.merit_order[0][k] = (int)value[k];
    else
        return 0;
    return 1;
}

/* Builds the model of a case: every key with a dot, and the special ones. Keys that begin with `then.` are
 * left for small_then. */
static inline void small_build(struct small_model *s, struct reference *r)
{
    double value[MAX_REFERENCE_LIST];
    small_start(s);
    for (int k = 0; k < r->n_input; k++) {
        const char *key = r->input[k].key;
        int is_special = strcmp(key, "states") == 0 || strcmp(key, "step") == 0;
        if (strncmp(key, "then.", 5) == 0 || (!strpbrk(key, ".@") && !is_special)) continue;
        int n = reference_split(r, key, r->input[k].value, value);
        r->input[k].used = small_set_special(s, key, value, n) || small_set(s, key, value, n);
    }
    small_derive(s);
}

/* Sets what a case gives as `then.name`: after the start and before the steps. */
static inline void small_then(struct small_model *s, struct reference *r)
{
    double value[MAX_REFERENCE_LIST];
    for (int k = 0; k < r->n_input; k++) {
        const char *key = r->input[k].key;
        if (strncmp(key, "then.", 5) != 0) continue;
        int n = reference_split(r, key, r->input[k].value, value);
        r->input[k].used = small_set(s, key + 5, value, n);
    }
}

/* A named value of the first state, or of the one that the name says. */
static inline double small_get(struct small_model *s, const char *key)
{
    int state;
    struct small_place place = small_parse(s, key, &state);
    if (!place.at) fail_msg("no value of the model is called '%s'", key);
    return place.at[(size_t)(state < 0 ? 0 : state) * place.stride];
}

/* Checks every expected row that names a value of the model. */
static inline void small_check(struct small_model *s, struct reference *r)
{
    for (int k = 0; k < r->n_expected; k++) {
        int state;
        if (small_parse(s, r->expected[k].name, &state).at)
            reference_check_row(r, &r->expected[k], small_get(s, r->expected[k].name));
    }
}

/* A step of a mechanism, or part of one, that a case can call by name. */
struct small_call {
    const char *name;
    void (*run)(struct model *m);
};

static inline void small_call_all(struct reference *r, const char *key, const char *names,
                                  const struct small_call *calls, struct model *m)
{
    char copy[512], *rest = copy;
    snprintf(copy, sizeof copy, "%s", names);
    for (char *word; (word = strsep(&rest, " "));) {
        const struct small_call *call = calls;
        while (call->name && strcmp(call->name, word) != 0)
            call++;
        if (!call->name) fail_msg("%s: %s: no part of a step is called '%s'", r->folder, key, word);
        call->run(m);
    }
}

/* The operation `model`: builds the model, calls what `begin` lists, sets `then.` values, and calls what
 * `call` lists `repeat` times. */
static inline void small_run(struct reference *r, const struct small_call *calls)
{
    static struct small_model s;
    small_build(&s, r);
    const char *begin = reference_text(r, "begin", "");
    const char *call = reference_text(r, "call", "");
    int repeat = (int)reference_in_or(r, "repeat", 1.0);
    if (*begin) small_call_all(r, "begin", begin, calls, &s.m);
    small_then(&s, r);
    for (int t = 0; t < repeat && *call; t++) {
        small_call_all(r, "call", call, calls, &s.m);
        s.m.step++;
    }
    small_check(&s, r);
}

#endif
