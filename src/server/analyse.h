/* What jobs that analyse ensembles share: outcomes by name, runs with one progress, commands, results. */
#ifndef DT_SERVER_ANALYSE_H
#define DT_SERVER_ANALYSE_H

#include "detente/analysis.h"
#include "io/number.h"
#include "server/body.h"
#include "server/work.h"

/* Position of an outcome of a case by its name; notes a finding and gives -1 if there is none. */
int dt_analyse_outcome(const dt_case *c, const char *key, const char *name, dt_diagnostics *found);

/* Several ensembles after one another, with one progress over all. */
typedef struct dt_stages {
    dt_task *task;
    int64_t before, total; /* members that were run, and of all */
} dt_stages;
/* Runs members (with a design, all its rows), keeps their outcomes and counts them; free out->value, a
 * double *, with dt_analyse_clear. `summary` may be NULL. */
dt_status dt_analyse_run(dt_stages *stages, const dt_case *c, const dt_design *design, int64_t members,
                         dt_outcomes *out, dt_summary **summary);
void dt_analyse_clear(dt_outcomes *outcomes);

/* "--states" with the groups, where the server has made the world one of them. */
void dt_analyse_states(const dt_task *task, dt_text *command);
/* A number with as few digits as say it. */
void dt_analyse_number(dt_text *command, const char *before, double value);
/* Begins a result with its command, which is cleared; dt_json_end ends it. */
void dt_analyse_begin(dt_json *json, dt_text *result, dt_text *command);
/* Adds an object that the library wrote, and frees it. */
void dt_analyse_object(dt_json *json, char *text);

#endif
