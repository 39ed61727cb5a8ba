/* The table of methods and what surrounds every search: checks before it, order and verdict after it. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/clock.h"
#include "core/try.h"
#include "io/number.h"
#include "normal/game.h"
#include "normal/methods.h"

static const dt_method methods[] = {
#define DT_METHOD(name, function, least, most, has_exact, sentence) \
    {name, sentence, least, most, has_exact, function},
#include "normal/methods.def"
#undef DT_METHOD
};

static const double LARGEST_PAYOFF = 1e100, SMALLEST_RANGE = 1e-100;

#define CANDIDATE_SECONDS 0.2
enum { CANDIDATE_ROUNDS = 1000 };

enum { N_METHOD = sizeof methods / sizeof methods[0] };

int dt_method_count(void)
{
    return N_METHOD;
}

const dt_method *dt_method_at(int index)
{
    return index >= 0 && index < N_METHOD ? &methods[index] : NULL;
}

const dt_method *dt_method_find(const char *name)
{
    for (int k = 0; k < N_METHOD; k++)
        if (strcmp(methods[k].name, name) == 0) return &methods[k];
    return NULL;
}

dt_solve_options dt_solve_defaults(void)
{
    return (dt_solve_options){
        .time_limit = 60.0, .most = 100000, .tolerance = 1e-9, .seed = 1, .lambda = -1.0};
}

struct dt_search dt_search_begin(const dt_normal *game, const dt_solve_options *options, dt_equilibria *list)
{
    struct dt_search search = {.game = game, .options = options, .list = list, .end = HUGE_VAL};
    if (options->time_limit > 0.0) search.end = dt_clock() + options->time_limit;
    return search;
}

int dt_search_is_over(const struct dt_search *search)
{
    const dt_solve_options *options = search->options;
    int is_over = (options->most > 0 && search->list->count >= options->most) ||
        (options->stop && *options->stop) || dt_clock() >= search->end;
    if (is_over) search->list->is_limit_reached = 1;
    return is_over;
}

dt_status dt_search_consider(const struct dt_search *search, const double *mixed, double relative_regret)
{
    dt_equilibria *list = search->list;
    size_t bytes = (size_t)search->game->n_total * sizeof *mixed;
    if (!(relative_regret < list->best_regret)) return DT_OK;
    if (!list->best) list->best = malloc(bytes);
    if (!list->best) return DT_NO_MEMORY;
    memcpy(list->best, mixed, bytes);
    list->best_regret = relative_regret;
    return DT_OK;
}

dt_status dt_search_offer(const struct dt_search *search, const double *mixed, const char *exact)
{
    double relative = 0.0;
    dt_normal_regret(search->game, mixed, &relative);
    if (relative <= search->options->tolerance)
        return dt_equilibria_add(search->list, search->game, mixed, exact);
    return dt_search_consider(search, mixed, relative);
}

void dt_equilibria_note(dt_equilibria *list, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    dt_print(list->note, sizeof list->note, format, arguments);
    va_end(arguments);
}

/* Order for readers: pure equilibria first, then by falling probabilities of the first strategies. */
static int compare(const void *first, const void *second, void *context)
{
    const dt_equilibrium *a = first, *b = second;
    const dt_equilibria *list = context;
    if (a->is_pure != b->is_pure) return b->is_pure - a->is_pure;
    for (int k = 0; k < list->n_total; k++)
        if (a->mixed[k] != b->mixed[k]) return a->mixed[k] > b->mixed[k] ? -1 : 1;
    return (a->parameter > b->parameter) - (a->parameter < b->parameter);
}

/* The method of that name, or the first of the table that finds mixed equilibria of such games. */
static const dt_method *choose(const dt_normal *game, const char *name)
{
    if (name) return dt_method_find(name);
    if (game->n_player == 2 && dt_method_find("vertex")) return dt_method_find("vertex");
    for (int k = 0; k < N_METHOD; k++)
        if (strcmp(methods[k].name, "pure") != 0 && methods[k].least_players <= game->n_player &&
            methods[k].most_players >= game->n_player)
            return &methods[k];
    return dt_method_find("pure");
}

/* Payoffs must be finite before any arithmetic is done with them. */
static dt_status check_payoffs(const dt_normal *game, dt_diagnostics *diagnostics)
{
    for (int64_t k = 0; k < game->n_profile * game->n_player; k++) {
        if (isfinite(game->payoff[k])) continue;
        dt_diagnostic finding = {.code = DT_E_GAME_PAYOFF};
        snprintf(finding.key, sizeof finding.key, "profile %lld, player %d",
                 (long long)(k / game->n_player) + 1, (int)(k % game->n_player) + 1);
        snprintf(finding.found, sizeof finding.found, "%g", game->payoff[k]);
        snprintf(finding.expected, sizeof finding.expected, "a finite number");
        return dt_diagnose(diagnostics, &finding);
    }
    return DT_OK;
}

/* Products of several payoffs must neither overflow nor lose their digits in floating point. */
static dt_status check_range(const dt_normal *game, dt_diagnostics *diagnostics)
{
    for (int i = 0; i < game->n_player; i++) {
        double least = 0.0, most = 0.0;
        dt_normal_range(game, i, &least, &most);
        double range = most - least, size = fmax(fabs(least), fabs(most));
        if (size <= LARGEST_PAYOFF && (range == 0.0 || range >= SMALLEST_RANGE)) continue;
        dt_diagnostic finding = {.code = DT_E_GAME_RANGE};
        snprintf(finding.key, sizeof finding.key, "player %d", i + 1);
        snprintf(finding.found, sizeof finding.found, "payoffs from %g to %g", least, most);
        snprintf(finding.expected, sizeof finding.expected, "at most %g in size, and a range of at least %g",
                 LARGEST_PAYOFF, SMALLEST_RANGE);
        return dt_diagnose(diagnostics, &finding);
    }
    return DT_OK;
}

static dt_status check_method(const dt_normal *game, const char *name, const dt_method *method,
                              dt_diagnostics *diagnostics)
{
    dt_diagnostic finding = {.code = DT_E_GAME_METHOD};
    snprintf(finding.key, sizeof finding.key, "method");
    snprintf(finding.found, sizeof finding.found, "%s", name ? name : "");
    if (!method) {
        snprintf(finding.expected, sizeof finding.expected, "a name of the table of methods");
        return dt_diagnose(diagnostics, &finding);
    }
    if (game->n_player >= method->least_players && game->n_player <= method->most_players) return DT_OK;
    snprintf(finding.found, sizeof finding.found, "%s for %d players", method->name, game->n_player);
    if (method->least_players == method->most_players)
        snprintf(finding.expected, sizeof finding.expected, "%d players", method->least_players);
    else
        snprintf(finding.expected, sizeof finding.expected, "%d to %d players", method->least_players,
                 method->most_players);
    return dt_diagnose(diagnostics, &finding);
}

/* What a player answers to the others' part of a profile: the first of its best strategies. */
static int best_reply(const dt_normal *game, const double *mixed, int player, double *value)
{
    int best = 0;
    dt_normal_deviations(game, mixed, player, value);
    for (int s = 1; s < game->strategies[player]; s++)
        if (value[s] > value[best]) best = s;
    return best;
}

/* A step of fictitious play: each player's shares move to its best reply. */
static void move_shares(const dt_normal *game, double *mixed, double *value, int round)
{
    for (int i = 0; i < game->n_player; i++) {
        int best = best_reply(game, mixed, i, value);
        for (int s = 0; s < game->strategies[i]; s++)
            mixed[game->offset[i] + s] += ((s == best) - mixed[game->offset[i] + s]) / (round + 1);
    }
}

/* A candidate where a search found nothing: fictitious play from equal shares, for a moment. */
static dt_status find_candidate(const struct dt_search *search)
{
    const dt_normal *game = search->game;
    double *mixed = malloc(2 * (size_t)game->n_total * sizeof *mixed), end = dt_clock() + CANDIDATE_SECONDS;
    if (!mixed) return DT_NO_MEMORY;
    for (int i = 0; i < game->n_player; i++)
        for (int s = 0; s < game->strategies[i]; s++)
            mixed[game->offset[i] + s] = 1.0 / game->strategies[i];
    dt_status status = DT_OK;
    for (int round = 1; round <= CANDIDATE_ROUNDS && status == DT_OK; round++) {
        double relative = 0.0;
        dt_normal_regret(game, mixed, &relative);
        status = dt_search_consider(search, mixed, relative);
        if (dt_clock() > end) break;
        move_shares(game, mixed, mixed + game->n_total, round);
    }
    free(mixed);
    return status;
}

dt_status dt_normal_solve(const dt_normal *game, const char *method, const dt_solve_options *options,
                          dt_equilibria *list, dt_diagnostics *diagnostics)
{
    const dt_solve_options defaults = dt_solve_defaults();
    const dt_method *chosen = choose(game, method);
    if (!options) options = &defaults;
    dt_equilibria_init(list, game);
    DT_TRY(check_method(game, method, chosen, diagnostics));
    DT_TRY(check_payoffs(game, diagnostics));
    if (!options->is_exact || !chosen->has_exact) DT_TRY(check_range(game, diagnostics));
    snprintf(list->method, sizeof list->method, "%s", chosen->name);
    DT_TRY(chosen->solve(game, options, list));
    if (list->is_limit_reached) list->is_complete = 0;
    if (options->is_exact && !chosen->has_exact && !list->note[0])
        dt_equilibria_note(list, "This method works in floating point only.");
    if (list->count == 0) {
        struct dt_search search = dt_search_begin(game, options, list);
        if (!list->best) DT_TRY(find_candidate(&search));
        return DT_NO_SOLUTION;
    }
    free(list->best);
    list->best = NULL;
    qsort_r(list->item, (size_t)list->count, sizeof *list->item, compare, list);
    return DT_OK;
}
