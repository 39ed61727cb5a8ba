/* Equilibria of the game of means with their regret in the sample, quantal responses, and what they leave of
 * the best total of payoffs. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/try.h"
#include "detente/games.h"
#include "game/play.h"

enum { MOST_EQUILIBRIA = 64, QUANTAL = 6, MOST_TRACED = 1024 };

static const double TIME_LIMIT = 20.0; /* s */

static double total_of(const dt_game_result *r, const double *payoff)
{
    double sum = 0.0;
    for (int k = 0; k < r->n_player; k++)
        sum += payoff[k];
    return sum;
}

/* ---- equilibria ---- */

static dt_status enter(dt_play *play, const dt_equilibrium *e)
{
    dt_game_result *r = play->result;
    dt_game_equilibrium *out = &r->equilibrium[r->n_equilibrium];
    *out = (dt_game_equilibrium){
        .mixed = e->mixed, .payoff = e->payoff, .is_pure = e->is_pure, .total = total_of(r, e->payoff)};
    DT_TRY(dt_play_regret(play, e->mixed, &out->regret, &out->share));
    r->n_equilibrium++;
    return DT_OK;
}

/* The whole search where a method takes the game; of games with many profiles the pure equilibria alone. */
static dt_status search(dt_play *play, dt_diagnostics *diagnostics)
{
    dt_game_result *r = play->result;
    dt_solve_options options = dt_solve_defaults();
    options.time_limit = TIME_LIMIT;
    options.most = MOST_EQUILIBRIA;
    options.stop = play->options.stop;
    const char *method = NULL;
    if (r->n_player > 2) method = r->n_profile <= 64 && dt_method_find("polynomial") ? "polynomial" : "pure";
    dt_diagnostics found;
    dt_diagnostics_init(&found);
    dt_status status = dt_normal_solve(r->mean, method, &options, &r->list, &found);
    for (int k = 0; status != DT_OK && status != DT_NO_SOLUTION && k < found.count; k++)
        dt_diagnose(diagnostics, &found.item[k]);
    return status == DT_NO_SOLUTION ? DT_OK : status;
}

/* ---- quantal responses ---- */

/* Greatest range of a player's payoffs. */
static double payoff_range(const dt_game_result *r)
{
    double range = 0.0;
    for (int k = 0; k < r->n_player; k++) {
        double least, most;
        dt_normal_range(r->mean, k, &least, &most);
        range = fmax(range, most - least);
    }
    return range;
}

/* The branch of logit responses, at some lambda for the greatest range of payoffs. Where it is lost, what
 * was found before stays. */
static dt_status trace(dt_play *play)
{
    static const double lambda[QUANTAL] = {0.5, 1.0, 2.0, 5.0, 10.0, 50.0};
    dt_game_result *r = play->result;
    double range = payoff_range(r);
    size_t n = (size_t)dt_normal_total_strategies(r->mean);
    if (r->n_profile > MOST_TRACED || !(range > 0.0)) return DT_OK;
    r->quantal = calloc(QUANTAL, sizeof *r->quantal);
    r->quantal_mixed = malloc(QUANTAL * n * sizeof *r->quantal_mixed);
    if (!r->quantal || !r->quantal_mixed) return DT_NO_MEMORY;
    for (int q = 0; q < QUANTAL; q++) {
        double *mixed = r->quantal_mixed + (size_t)q * n;
        dt_status status = dt_qre_at(r->mean, lambda[q] / range, mixed);
        if (status != DT_OK) return status == DT_NO_MEMORY ? status : DT_OK;
        r->quantal[r->n_quantal++] = (dt_game_quantal){lambda[q], mixed};
    }
    return DT_OK;
}

/* ---- what is left of the best ---- */

static dt_status measure_totals(dt_game_result *r)
{
    dt_anarchy a;
    DT_TRY(dt_anarchy_of(r->mean, &r->list, &a));
    r->best_total = a.best_total;
    r->worst_equilibrium = a.worst_equilibrium;
    r->best_equilibrium = a.best_equilibrium;
    r->anarchy = a.price_of_anarchy;
    r->stability = a.price_of_stability;
    r->anarchy_difference = a.loss_of_anarchy;
    r->stability_difference = a.loss_of_stability;
    return DT_OK;
}

/* The pure profile of least relative regret, for a game of which no equilibrium was found. */
static dt_status find_best(dt_play *play)
{
    dt_game_result *r = play->result;
    double *mixed = calloc((size_t)dt_normal_total_strategies(r->mean), sizeof *mixed);
    int strategy[DT_GAME_PLAYERS];
    if (!mixed) return DT_NO_MEMORY;
    r->best_regret = HUGE_VAL;
    for (int64_t s = 0; s < r->n_profile && r->n_profile <= 4096; s++) {
        double relative = 0.0;
        dt_cells_profile(&play->cells, s, strategy);
        for (int k = 0; k < r->n_player; k++)
            mixed[dt_normal_offset(r->mean, k) + strategy[k]] = 1.0;
        dt_normal_regret(r->mean, mixed, &relative);
        if (relative < r->best_regret) {
            r->best_regret = relative;
            r->best_profile = s;
        }
        for (int k = 0; k < r->n_player; k++)
            mixed[dt_normal_offset(r->mean, k) + strategy[k]] = 0.0;
    }
    free(mixed);
    return DT_OK;
}

dt_status dt_play_equilibria(dt_play *play, dt_diagnostics *diagnostics)
{
    dt_game_result *r = play->result;
    DT_TRY(search(play, diagnostics));
    r->is_complete = r->list.is_complete;
    snprintf(r->method, sizeof r->method, "%s", r->list.method);
    int n = r->list.count < MOST_EQUILIBRIA ? r->list.count : MOST_EQUILIBRIA;
    r->equilibrium = calloc((size_t)n + 1, sizeof *r->equilibrium);
    if (!r->equilibrium) return DT_NO_MEMORY;
    for (int e = 0; e < n; e++)
        DT_TRY(enter(play, &r->list.item[e]));
    DT_TRY(find_best(play));
    DT_TRY(measure_totals(r));
    return trace(play);
}
