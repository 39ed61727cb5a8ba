/* Why a plan has no solution: it is solved again without each requirement in turn, and with shedding. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/try.h"
#include "detente/grid_plan.h"

enum {
    WITHOUT_MARGIN,
    WITHOUT_CARBON,
    WITHOUT_RESERVE,
    WITHOUT_OUTAGES,
    WITHOUT_RAMPS,
    WITH_SHEDDING,
    N_CHANGE
};

/* USD/MWh at which load may be shed, where that is tried. */
static const double shed_cost = 1e4;

static int is_capped(const dt_grid_plan *plan)
{
    for (int s = 0; s < plan->n_stage; s++)
        if (isfinite(plan->stage[s].carbon_cap)) return 1;
    return 0;
}

/* Takes a requirement away. Returns 0 if the plan has none of it. `stage` is room for all stages. */
static int change(dt_grid_plan *plan, int what, dt_grid_stage *stage)
{
    int had = 1;
    switch (what) {
    case WITHOUT_MARGIN: had = plan->has_margin; break;
    case WITHOUT_CARBON: had = is_capped(plan); break;
    case WITHOUT_RESERVE: had = plan->reserve_mw > 0.0 || plan->reserve_share > 0.0; break;
    case WITHOUT_OUTAGES: had = plan->opf.is_n1; break;
    case WITHOUT_RAMPS: had = plan->ramp != NULL; break;
    default: had = plan->opf.shed_cost <= 0.0; break;
    }
    if (what == WITHOUT_MARGIN) plan->has_margin = 0;
    if (what == WITHOUT_RESERVE) plan->reserve_mw = plan->reserve_share = 0.0;
    if (what == WITHOUT_OUTAGES) plan->opf.is_n1 = 0;
    if (what == WITHOUT_RAMPS) plan->ramp = NULL;
    if (what == WITH_SHEDDING) plan->opf.shed_cost = shed_cost;
    for (int s = 0; what == WITHOUT_CARBON && s < plan->n_stage; s++) {
        stage[s] = plan->stage[s];
        stage[s].carbon_cap = INFINITY;
        if (s + 1 == plan->n_stage) plan->stage = stage;
    }
    return had;
}

static void say(char *text, const char *words)
{
    size_t length = strlen(text);
    snprintf(text + length, DT_GRID_CONFLICT - length, "%s%s", length ? "; " : "", words);
}

static dt_status attempt(const dt_grid *grid, const dt_grid_plan *plan, int what, char *text)
{
    static const char *const words[N_CHANGE] = {
        "feasible without the planning margin", "feasible without the carbon cap",
        "feasible without the reserve",         "feasible without outages",
        "feasible without ramp limits",         ""};
    dt_grid_plan_result r = {0};
    char shed[96];
    DT_TRY(dt_grid_plan_solve(grid, plan, &r, NULL));
    if (r.outcome == DT_GRID_OPTIMAL && what == WITH_SHEDDING) {
        double most = 0.0;
        for (int s = 0; s < r.n_stage; s++)
            most = fmax(most, r.shed[s]);
        snprintf(shed, sizeof shed, "feasible if %.4g MWh of load a year are shed", most);
        say(text, shed);
    } else if (r.outcome == DT_GRID_OPTIMAL) {
        say(text, words[what]);
    }
    dt_grid_plan_clear(&r);
    return DT_OK;
}

dt_status dt_grid_plan_conflict(const dt_grid *grid, const dt_grid_plan *plan, char text[DT_GRID_CONFLICT])
{
    dt_grid_plan_result r = {0};
    text[0] = '\0';
    DT_TRY(dt_grid_plan_solve(grid, plan, &r, NULL));
    int is_feasible = r.outcome == DT_GRID_OPTIMAL;
    dt_grid_plan_clear(&r);
    if (is_feasible) return DT_OK;
    dt_grid_stage *stage = calloc((size_t)plan->n_stage + 1, sizeof *stage);
    dt_status status = stage ? DT_OK : DT_NO_MEMORY;
    for (int what = 0; status == DT_OK && what < N_CHANGE; what++) {
        dt_grid_plan changed = *plan;
        if (change(&changed, what, stage)) status = attempt(grid, &changed, what, text);
    }
    if (status == DT_OK && !text[0]) say(text, "no single requirement is the cause");
    free(stage);
    return status;
}
