/* Who is party to the text, state by state: the first members of an ensemble, run once more for one output of
 * every state. The summary has it for reported groups only.
 *
 * What must stay true: member m is the member m of dt_ensemble_run without a design. */
#include "detente/report.h"

#include <math.h>
#include <stdlib.h>

#include "detente/race.h"

/* Ends of these years are shown, and the last step. */
static const int years[DT_PARTY_STEPS - 1] = {2026, 2028, 2030, 2035};

/* What the sink adds to. */
struct counting {
    dt_party_shares *shares;
    int output;
    int64_t member[DT_PARTY_STEPS]; /* that had not failed at a step */
};

static void choose_steps(const dt_case *c, dt_party_shares *out)
{
    int last = dt_case_step_count(c);
    double half = 0.5 * dt_case_dt(c);
    for (int y = 0; y < DT_PARTY_STEPS - 1; y++)
        for (int t = 1; t < last; t++)
            if (fabs(dt_case_time(c, t) - years[y] - 1.0) < half) {
                out->step[out->n_step++] = t;
                break;
            }
    out->step[out->n_step++] = last;
}

/* Adds the parties of a block after a step that is shown. */
static dt_status count(void *context, const dt_race *race)
{
    struct counting *counting = context;
    dt_party_shares *shares = counting->shares;
    int k = 0;
    while (k < shares->n_step && shares->step[k] != dt_race_step_index(race))
        k++;
    for (int lane = 0; k < shares->n_step && lane < dt_race_count(race); lane++) {
        if (dt_race_failure(race, lane).has_failed) continue;
        counting->member[k]++;
        for (int state = 0; state < shares->n_state; state++)
            shares->share[k * shares->n_state + state] += dt_race_output(race, counting->output, state, lane);
    }
    return DT_OK;
}

static dt_status run(const dt_case *c, int64_t members, dt_party_shares *out)
{
    dt_race *race = NULL;
    dt_race_options options = dt_race_defaults();
    struct counting counting = {.shares = out, .output = dt_output_find("parties")};
    dt_status status = dt_race_create(c, &options, &race);
    int width = status == DT_OK ? dt_race_width(race) : 1;
    for (int64_t first = 0; status == DT_OK && first < members; first += width) {
        int64_t left = members - first;
        status = dt_race_run(race, (uint64_t)first, left < width ? (int)left : width, NULL, count, &counting);
    }
    dt_race_free(race);
    for (int k = 0; k < out->n_step; k++)
        for (int state = 0; state < out->n_state && counting.member[k] > 0; state++)
            out->share[k * out->n_state + state] /= (double)counting.member[k];
    return status;
}

dt_status dt_party_shares_make(const dt_case *c, int64_t members, dt_party_shares *out)
{
    dt_party_shares made = {.members = members, .n_state = dt_case_state_count(c)};
    if (members < 1) return DT_INPUT;
    choose_steps(c, &made);
    size_t n = (size_t)made.n_step * (size_t)made.n_state;
    made.share = calloc(n, sizeof *made.share);
    dt_status status = made.share ? run(c, members, &made) : DT_NO_MEMORY;
    if (status == DT_OK)
        *out = made;
    else
        free(made.share);
    return status;
}

void dt_party_shares_clear(dt_party_shares *shares)
{
    free(shares->share);
    *shares = (dt_party_shares){.members = 0};
}
