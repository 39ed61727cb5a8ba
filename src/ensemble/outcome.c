/* The table of outcomes, and what of it a case has. */
#include "ensemble/outcome.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "detente/param.h"

enum { END = 0 };

typedef struct outcome_row {
    dt_outcome_kind kind;
    const char *output;
    int year; /* END: the end of the run */
} outcome_row;

static const outcome_row table[] = {
#define DT_OUTCOME(output, time) {DT_OUTCOME_OF_GROUP, #output, time},
#define DT_OUTCOME_LEADER(time) {DT_OUTCOME_LEADING_STATE, NULL, time},
#define DT_OUTCOME_WORLD(time) {DT_OUTCOME_WORLD_POWER, NULL, time},
#define DT_OUTCOME_STANDING(time) {DT_OUTCOME_WORLD_STANDING, NULL, time},
#define DT_OUTCOME_PARTIES(time) {DT_OUTCOME_WORLD_PARTIES, NULL, time},
#include "ensemble/outcomes.def"
};

enum { N_ROW = sizeof table / sizeof table[0] };

/* The step that ends with a year, -1 if the run does not reach it. */
static int step_of_year(const dt_case *c, int year)
{
    for (int t = 1; t <= dt_case_step_count(c); t++)
        if (fabs(dt_case_time(c, t) - (year + 1)) < 0.5 * dt_case_dt(c)) return t;
    return -1;
}

/* Year that a step belongs to: the one in which it ends, where the first instant of a year still counts as
 * the old one. */
static int year_of_step(const dt_case *c, int step)
{
    return (int)floor(dt_case_time(c, step) - 0.5 * dt_case_dt(c));
}

static int is_known(const dt_outcome *outcome, int count, const char *name)
{
    for (int i = 0; i < count; i++)
        if (strcmp(outcome[i].name, name) == 0) return 1;
    return 0;
}

/* Makes the outcome of one row for one group; returns 0 if the case does not have it. */
static int make_outcome(const dt_case *c, const outcome_row *row, int group, dt_outcome *made)
{
    int step = row->year == END ? dt_case_step_count(c) : step_of_year(c, row->year);
    if (step < 0) return 0;
    int year = year_of_step(c, step);
    *made = (dt_outcome){.kind = row->kind, .group = group, .step = step, .output = -1};
    if (row->kind == DT_OUTCOME_OF_GROUP) {
        made->output = dt_output_find(row->output);
        snprintf(made->name, sizeof made->name, "%s.%s.%d", row->output, dt_case_group_name(c, group), year);
    } else if (row->kind == DT_OUTCOME_LEADING_STATE) {
        snprintf(made->name, sizeof made->name, "leader.%d", year);
    } else if (row->kind == DT_OUTCOME_WORLD_POWER) {
        snprintf(made->name, sizeof made->name, "ai_power.WORLD.%d", year);
    } else {
        const char *what = row->kind == DT_OUTCOME_WORLD_PARTIES ? "parties" : "survivors";
        snprintf(made->name, sizeof made->name, "%s.WORLD.%d", what, year);
    }
    return row->kind != DT_OUTCOME_OF_GROUP || made->output >= 0;
}

int dt_outcome_list(const dt_case *c, dt_outcome *outcome)
{
    int count = 0;
    int n_group = dt_case_group_count(c) < DT_OUTCOME_GROUPS ? dt_case_group_count(c) : DT_OUTCOME_GROUPS;
    for (int r = 0; r < N_ROW; r++) {
        int n_copy = table[r].kind == DT_OUTCOME_OF_GROUP ? n_group : 1;
        for (int g = 0; g < n_copy && count < DT_MAX_OUTCOME; g++) {
            dt_outcome made;
            if (make_outcome(c, &table[r], g, &made) && !is_known(outcome, count, made.name))
                outcome[count++] = made;
        }
    }
    return count;
}
