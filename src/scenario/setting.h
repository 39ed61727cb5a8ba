/* The inside of a scenario: flat lists of settings, in the order in which they were made, without pointers
 * from one to the other, so that a scenario is copied by copying its lists.
 *
 * A setting gives one parameter a distribution, for everything or for one technology, state or group of
 * states. A later setting of the same parameter and target replaces the earlier one and stands last. */
#ifndef DT_SCENARIO_SETTING_H
#define DT_SCENARIO_SETTING_H

#include "detente/scenario.h"
#include "scenario/case.h"
#include "scenario/finding.h"

enum {
    DT_NAME_ROOM = 128,
    DT_TARGET_ROOM = 16,
    DT_FACTOR_ROOM = 96,
    DT_EVENT_TEXT = 512,
    DT_POSTURE_ROOM = 32
};

/* A distribution as a user writes it. */
typedef struct dt_spec {
    int is_scale; /* 1: the default distribution times `a` */
    dt_dist_kind kind;
    double a, b, c;
    double low, high;
    int n; /* of a discrete distribution */
    double value[DT_MAX_DISCRETE], weight[DT_MAX_DISCRETE];
} dt_spec;

/* What a setting is for. */
typedef enum dt_target { DT_TARGET_ALL, DT_TARGET_TECH, DT_TARGET_NAME } dt_target;

typedef struct dt_setting {
    int param;
    dt_target target;
    int tech;                  /* for DT_TARGET_TECH */
    char name[DT_TARGET_ROOM]; /* for DT_TARGET_NAME: ISO code or group */
    dt_spec spec;
    dt_place place;
} dt_setting;

/* A dated event; what it changes stands in the list of changes. */
typedef struct dt_event {
    int quarter; /* year * 4 + quarter - 1 */
    char text[DT_EVENT_TEXT];
    dt_place place;
} dt_event;

typedef struct dt_change {
    int event;
    dt_event_op op;
    dt_setting setting;
} dt_change;

/* A posture that the scenario defines: its rule as a row of weights. */
typedef struct dt_posture_def {
    char name[DT_POSTURE_ROOM];
    char text[DT_EVENT_TEXT];
    double weight[DT_N_POSTURE_WEIGHT];
    dt_place place;
} dt_posture_def;

/* The supply curve of a state's network: steps in the order of their price. */
struct dt_curve_step {
    double width, price, lead; /* GW, USD/MWh, yr */
};
typedef struct dt_curve_def {
    char state[DT_TARGET_ROOM];
    int n;
    struct dt_curve_step step[DT_MAX_SUPPLY_STEP];
    dt_place place;
} dt_curve_def;

/* A correlation of two factors. */
typedef struct dt_pair {
    char a[DT_FACTOR_ROOM], b[DT_FACTOR_ROOM];
    double rho;
    dt_place place;
} dt_pair;

typedef struct dt_group_name {
    char text[DT_TARGET_ROOM];
    dt_place place;
} dt_group_name;

struct dt_scenario {
    char name[DT_NAME_ROOM];
    char *text;     /* never NULL */
    int start, end; /* quarters */
    double step;    /* yr */
    uint64_t seed;
    int64_t members;
    int kind; /* dt_scenario_kind */
    dt_place end_place, step_place;

    int n_group;
    dt_group_name *group;
    int n_required; /* states and groups without which the text cannot enter into force */
    dt_group_name *required;
    int n_posture;
    dt_posture_def *posture;
    int n_curve;
    dt_curve_def *curve;
    int n_output; /* 0: all */
    int *output;
    int n_setting;
    dt_setting *setting;
    int n_pair;
    dt_pair *pair;
    int n_event;
    dt_event *event;
    int n_change; /* sorted by event, operation and parameter */
    dt_change *change;

    dt_files files;
};

/* A scenario with every default; NULL if memory is short. */
dt_scenario *dt_scenario_create(void);
/* A copy; NULL if memory is short. */
dt_scenario *dt_scenario_copy(const dt_scenario *s);

/* Adds a setting in place of an earlier one of the same parameter and target; for DT_TARGET_ALL written as a
 * plain value
 * (`is_whole`) in place of every earlier one of that parameter. */
dt_status dt_scenario_add_setting(dt_scenario *s, const dt_setting *setting, int is_whole);
/* Adds a change at its place in the order. */
dt_status dt_scenario_add_change(dt_scenario *s, const dt_change *change);

/* Makes room for one more in a list of `n` elements of `size` bytes; the list grows by doubling. NULL if
 * memory is short; then the old list stands. */
void *dt_grow(void *list, int n, size_t size);

/* Number of steps; 0 if there is no whole number of them. */
int dt_scenario_steps(const dt_scenario *s);

/* Whether a settled setting says the same for all states or technologies, and its name as users write it:
 * "all", "solar", "USA". */
const char *dt_setting_target_name(const dt_setting *setting);

#endif
