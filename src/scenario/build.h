/* The making of a case: what its steps share. Each step fills its arrays of the case and reports what is
 * wrong; the case is handed over only if nothing was. */
#ifndef DT_SCENARIO_BUILD_H
#define DT_SCENARIO_BUILD_H

#include "scenario/setting.h"

typedef struct dt_builder {
    dt_case *c;
    const dt_world *world;
    const dt_scenario *s;
    dt_findings f;
} dt_builder;

/* Checks the names of states and groups in settings, changes and reported groups. */
void dt_build_check_names(dt_builder *b);
/* Checks that entry into force is possible. */
void dt_build_check_entry(dt_builder *b);
/* Marks the states without which the text cannot enter into force. */
void dt_build_required(dt_builder *b);
/* Membership of the reported groups. */
void dt_build_groups(dt_builder *b);
/* Distributions of parameters, sites and the output of accelerators. */
void dt_build_params(dt_builder *b);
void dt_build_sites(dt_builder *b);
void dt_build_chips(dt_builder *b);
/* Factors of all these, in the order of the tables; then events, with theirs. */
void dt_build_factors(dt_builder *b);
void dt_build_events(dt_builder *b);
/* The copula of the correlated factors. */
void dt_build_copula(dt_builder *b);
/* The table of assumptions. */
void dt_build_assumptions(dt_builder *b);
/* The hash, when everything else stands. */
void dt_build_hash(dt_case *c);

/* Names of the data groups, as in names of factors; DT_GROUP_COUNT of them. */
const char *dt_data_group_name(int group);

/* The distribution of a specification. `index` is the place of its setting in the scenario (changes follow
 * the settings), under which a discrete one finds its values in the case's pool. */
dt_dist dt_build_dist(const dt_builder *b, const dt_spec *spec, int index);
/* The setting of a parameter that holds for a state or technology, its index in the scenario; -1 if there is
 * none. A state comes before a group, a group before all, a later setting before an earlier one. */
int dt_build_find(const dt_builder *b, int param, int part);
/* Whether a setting holds for a state or technology: 0 no, otherwise how specific it is. */
int dt_build_match(const dt_builder *b, const dt_setting *setting, int part);

/* Adds a factor and returns its number. `part`: text after the point in its name, or NULL. */
int dt_build_add_factor(dt_builder *b, dt_factor_info info, const char *name, const char *part,
                        uint32_t stream);

/* Streams of the random generator: each factor that can exist has its own, whatever else the scenario holds.
 */
enum {
    DT_STREAM_PARAM = 0,    /* + slot */
    DT_STREAM_SITE = 4096,  /* + slot * DT_GROUP_COUNT + group */
    DT_STREAM_CHIP = 16384, /* + maker */
    DT_STREAM_EVENT = 32768 /* + event * number of parameters + parameter */
};

#endif
