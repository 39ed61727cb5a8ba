/* The registry: tables of parameters, fields and outputs, made from the mechanisms' .def files.
 *
 * A flat index counts lanes from the start of the struct in which a value stands (model/model.h). This file
 * is compiled at width 1, where a lane is one double; the structs are sequences of lanes, so the index is the
 * same at every width. */
#include "model/registry.h"

#include <stddef.h>
#include <string.h>

#include "model/model.h"

#define SLOT(type, member) ((int)(offsetof(struct type, member) / sizeof(lane)))
#define N_ELEMENT(array) ((int)(sizeof(array) / sizeof((array)[0])))

static const dt_param_info params[] = {
#define DT_PARAM(name, unit, least, greatest, distribution, low, central, high, role, source, text) \
    {#name,                                                                                         \
     MECHANISM_NAME,                                                                                \
     unit,                                                                                          \
     source,                                                                                        \
     text,                                                                                          \
     NULL,                                                                                          \
     DT_SHAPE_WORLD,                                                                                \
     DT_ROLE_##role,                                                                                \
     least,                                                                                         \
     greatest,                                                                                      \
     DT_DIST_##distribution,                                                                        \
     low,                                                                                           \
     central,                                                                                       \
     high,                                                                                          \
     SLOT(model_param, MECHANISM.name),                                                             \
     1},
#define DT_PARAM_TECH(name, unit, least, greatest, distribution, low, central, high, role, source, text) \
    {#name,                                                                                              \
     MECHANISM_NAME,                                                                                     \
     unit,                                                                                               \
     source,                                                                                             \
     text,                                                                                               \
     NULL,                                                                                               \
     DT_SHAPE_TECH,                                                                                      \
     DT_ROLE_##role,                                                                                     \
     least,                                                                                              \
     greatest,                                                                                           \
     DT_DIST_##distribution,                                                                             \
     low,                                                                                                \
     central,                                                                                            \
     high,                                                                                               \
     SLOT(model_param, MECHANISM.name),                                                                  \
     DT_N_TECH},
#define DT_SITE(name, unit, least, greatest, field, role, text) \
    {#name,                                                     \
     MECHANISM_NAME,                                            \
     unit,                                                      \
     "data",                                                    \
     text,                                                      \
     #field,                                                    \
     DT_SHAPE_STATE,                                            \
     DT_ROLE_##role,                                            \
     least,                                                     \
     greatest,                                                  \
     DT_DIST_DATA,                                              \
     0,                                                         \
     0,                                                         \
     0,                                                         \
     SLOT(model_site, MECHANISM.name),                          \
     1},
#include "model/each_table.h"
};

static const dt_field_info fields[] = {
#define FIELD(name, unit, text, holder, global, n) \
    {#name, MECHANISM_NAME, unit, text, global, SLOT(holder, MECHANISM.name), n},
#define DT_STATE(name, unit, text) FIELD(name, unit, text, model_state, 0, 1)
#define DT_STATE_TECH(name, unit, text) FIELD(name, unit, text, model_state, 0, DT_N_TECH)
#define DT_STATE_MAKER(name, unit, text) FIELD(name, unit, text, model_state, 0, DT_N_MAKER)
#define DT_GLOBAL(name, unit, text) FIELD(name, unit, text, model_global, 1, 1)
#define DT_GLOBAL_TECH(name, unit, text) FIELD(name, unit, text, model_global, 1, DT_N_TECH)
#define DT_GLOBAL_MAKER(name, unit, text) FIELD(name, unit, text, model_global, 1, DT_N_MAKER)
#define DT_GLOBAL_BLOC(name, unit, text) FIELD(name, unit, text, model_global, 1, DT_N_BLOC)
#include "model/each_table.h"
};

static const dt_fixed_info fixed[] = {
#define FIXED_SLOT(name) ((int)(offsetof(struct model_fixed, MECHANISM.name) / sizeof(double)))
#define DT_FIXED(name, unit, field, text) {#name, MECHANISM_NAME, unit, #field, text, FIXED_SLOT(name), 1},
#define DT_FIXED_TECH(name, unit, field, text) \
    {#name, MECHANISM_NAME, unit, #field, text, FIXED_SLOT(name), DT_N_TECH},
#include "model/each_table.h"
};

static const dt_output_info outputs[] = {
#define LOG 1
#define LINEAR 0
#define DT_OUTPUT(name, unit, factor, aggregate, scale, least, greatest, mechanism, field, text) \
    {#name,                                                                                      \
     unit,                                                                                       \
     text,                                                                                       \
     factor,                                                                                     \
     DT_AGGREGATE_##aggregate,                                                                   \
     scale,                                                                                      \
     least,                                                                                      \
     greatest,                                                                                   \
     SLOT(model_state, mechanism.field)},
#include "model/table.h"
#include "model/output.def"
#include "model/table_end.h"
};

static const char *const tech_names[] = {"coal", "gas",   "nuclear", "hydro",
                                         "wind", "solar", "storage", "other"};
static const char *const maker_names[] = {"west", "china"};
static const char *const limit_names[] = {"money", "chips", "connection", "adequacy", "energy"};

_Static_assert(N_ELEMENT(tech_names) == DT_N_TECH, "a name for each technology");
_Static_assert(N_ELEMENT(maker_names) == DT_N_MAKER, "a name for each maker");
_Static_assert(N_ELEMENT(limit_names) == DT_N_LIMIT, "a name for each limit");

#define IN_RANGE(index, array) ((index) >= 0 && (index) < N_ELEMENT(array))

int dt_param_count(void)
{
    return N_ELEMENT(params);
}

const dt_param_info *dt_param_at(int index)
{
    return IN_RANGE(index, params) ? &params[index] : NULL;
}

int dt_param_find(const char *name)
{
    for (int p = 0; p < N_ELEMENT(params); p++)
        if (strcmp(params[p].name, name) == 0) return p;
    return -1;
}

int dt_field_count(void)
{
    return N_ELEMENT(fields);
}

const dt_field_info *dt_field_at(int index)
{
    return IN_RANGE(index, fields) ? &fields[index] : NULL;
}

int dt_fixed_count(void)
{
    return N_ELEMENT(fixed);
}

const dt_fixed_info *dt_fixed_at(int index)
{
    return IN_RANGE(index, fixed) ? &fixed[index] : NULL;
}

int dt_output_count(void)
{
    return N_ELEMENT(outputs);
}

const dt_output_info *dt_output_at(int index)
{
    return IN_RANGE(index, outputs) ? &outputs[index] : NULL;
}

int dt_output_find(const char *name)
{
    for (int o = 0; o < N_ELEMENT(outputs); o++)
        if (strcmp(outputs[o].name, name) == 0) return o;
    return -1;
}

int dt_tech_count(void)
{
    return DT_N_TECH;
}

const char *dt_tech_name(int tech)
{
    return IN_RANGE(tech, tech_names) ? tech_names[tech] : NULL;
}

int dt_maker_count(void)
{
    return DT_N_MAKER;
}

const char *dt_maker_name(int maker)
{
    return IN_RANGE(maker, maker_names) ? maker_names[maker] : NULL;
}

int dt_limit_count(void)
{
    return DT_N_LIMIT;
}

const char *dt_limit_name(int limit)
{
    return IN_RANGE(limit, limit_names) ? limit_names[limit] : NULL;
}
