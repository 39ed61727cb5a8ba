/* Plays a game: rounds of simulation, in which only those cells get more members from which the tests or the
 * shares are not yet clear, and then everything that is said about it.
 *
 * Tests are made once a round; each round gets an equal share of the level, so that looking often does not
 * make a false certificate likelier. What must stay true: which cells go on depends on payoffs alone. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/clock.h"
#include "core/try.h"
#include "game/play.h"

enum { FIRST_MEMBERS = 64, LEAST_MEMBERS = 8, MOST_MEMBERS = 1000000 };

dt_game_options dt_game_defaults(void)
{
    return (dt_game_options){
        .first = FIRST_MEMBERS, .alpha = 0.05, .precision = 0.05, .n_bootstrap = 1000, .n_effect = 64};
}

/* ---- which cells go on ---- */

/* Wants twice the members for the cells of a profile. */
static int want_profile(dt_play *play, int64_t profile, int64_t wanted)
{
    int is_more = 0;
    for (int k = 0; k < play->cells.n_player; k++) {
        int64_t cell = play->cells.cell[profile * play->cells.n_player + k];
        is_more |= play->samples.n[cell] < wanted;
        if (play->samples.want[cell] < wanted) play->samples.want[cell] = wanted;
    }
    return is_more;
}

static double half_width(const dt_estimate *share)
{
    return 0.5 * (share->high - share->low);
}

static int want_equilibria(dt_play *play, int64_t wanted)
{
    const dt_game_result *r = play->result;
    int is_more = 0;
    for (int64_t s = 0; s < r->n_profile; s++) {
        if (half_width(&r->profile[s].share) <= play->options.precision) continue;
        for (int k = 0; k < r->n_player; k++)
            for (int t = 0; t < dt_cells_strategies(&play->cells, k); t++)
                is_more |= want_profile(play, dt_cells_deviation(&play->cells, s, k, t), wanted);
    }
    return is_more;
}

static int want_faces(dt_play *play, int64_t wanted)
{
    const dt_game_result *r = play->result;
    int is_more = 0;
    for (int f = 0; f < r->n_face; f++) {
        int64_t profile[2][2];
        double widest = 0.0;
        for (int k = 0; k < DT_GAME_CLASSES; k++)
            widest = fmax(widest, half_width(&r->face[f].share[k]));
        if (widest <= play->options.precision) continue;
        dt_play_face_profiles(play, &r->face[f], profile);
        for (int k = 0; k < 4; k++)
            is_more |= want_profile(play, profile[k >> 1][k & 1], wanted);
    }
    return is_more;
}

static int want_dilemma(dt_play *play, int64_t wanted)
{
    int is_more = 0;
    if (play->result->dilemma.verdict != DT_NOT_DETERMINED) return 0;
    for (unsigned set = 0; set < 1u << play->cells.n_player; set++)
        is_more |= want_profile(play, dt_play_coalition(play, set), wanted);
    return is_more;
}

/* The first profile has as many members as any: other means are taken relative to it. */
static int want_more(dt_play *play, int64_t wanted)
{
    int is_more = want_dilemma(play, wanted) | want_faces(play, wanted) | want_equilibria(play, wanted);
    return is_more ? want_profile(play, 0, wanted) | 1 : 0;
}

/* ---- rounds ---- */

/* Rounds that double from the first number of members to the last. */
static int count_rounds(int64_t first, int64_t members)
{
    int n = 1;
    for (int64_t m = first; m < members; m *= 2)
        n++;
    return n;
}

static dt_status look(dt_play *play)
{
    DT_TRY(dt_play_means(play));
    dt_play_profiles(play);
    dt_play_faces(play);
    return dt_play_dilemma(play);
}

static dt_status run_rounds(dt_play *play, dt_diagnostics *diagnostics)
{
    int64_t members = play->samples.members,
            now = play->options.first < members ? play->options.first : members;
    for (int64_t c = 0; c < play->cells.n_cell; c++)
        play->samples.want[c] = now;
    for (;;) {
        DT_TRY(dt_samples_fill(&play->samples, diagnostics));
        DT_TRY(look(play));
        now = 2 * now < members ? 2 * now : members;
        if (!want_more(play, now)) return DT_OK;
    }
}

/* ---- the result ---- */

static void name_players(dt_play *play)
{
    const dt_game *game = play->game;
    char name[DT_NORMAL_NAME];
    dt_normal *mean = play->result->mean;
    dt_normal_set_title(mean, game->name);
    for (int k = 0, number = 1; k < play->cells.n_player; k++) {
        const dt_role *role = &game->role[play->cells.role[k]];
        number = k > 0 && play->cells.role[k] == play->cells.role[k - 1] ? number + 1 : 1;
        snprintf(name, sizeof name, role->reduced > 1 ? "%s %d" : "%s", role->name, number);
        dt_normal_set_player_name(mean, k, name);
        for (int s = 0; s < role->n_strategy; s++)
            dt_normal_set_strategy_name(mean, k, s, game->player[role->member[0]].strategy[s].name);
    }
}

static dt_status make_result(dt_play *play, dt_kept *kept)
{
    dt_game_result *r = &kept->result;
    int strategies[DT_GAME_PLAYERS];
    play->result = r;
    *r = (dt_game_result){.game = play->game,
                          .n_player = play->cells.n_player,
                          .n_profile = play->cells.n_profile,
                          .members = play->samples.members,
                          .is_rounded = play->cells.is_rounded,
                          .alpha = play->options.alpha};
    for (int k = 0; k < r->n_player; k++)
        strategies[k] = dt_cells_strategies(&play->cells, k);
    DT_TRY(dt_normal_create(r->n_player, strategies, &r->mean));
    name_players(play);
    r->payoff = calloc((size_t)(r->n_profile * r->n_player), sizeof *r->payoff);
    r->profile = calloc((size_t)r->n_profile, sizeof *r->profile);
    play->scratch = malloc((size_t)(3 * play->samples.members) * sizeof *play->scratch);
    if (!r->payoff || !r->profile || !play->scratch) return DT_NO_MEMORY;
    return dt_play_list_faces(play);
}

/* Intervals of the regret of each pure profile that matters: equilibria, and the best of a small game. */
static dt_status measure_regrets(dt_play *play)
{
    dt_game_result *r = play->result;
    int strategy[DT_GAME_PLAYERS];
    double *mixed = calloc((size_t)dt_normal_total_strategies(r->mean), sizeof *mixed);
    dt_status status = mixed ? DT_OK : DT_NO_MEMORY;
    for (int64_t s = 0; status == DT_OK && s < r->n_profile; s++) {
        r->profile[s].regret = (dt_estimate){NAN, NAN, NAN};
        if (!r->profile[s].is_equilibrium && r->n_profile > 64) continue;
        dt_cells_profile(&play->cells, s, strategy);
        for (int k = 0; k < r->n_player; k++)
            mixed[dt_normal_offset(r->mean, k) + strategy[k]] = 1.0;
        status = dt_play_regret(play, mixed, &r->profile[s].regret, NULL);
        for (int k = 0; k < r->n_player; k++)
            mixed[dt_normal_offset(r->mean, k) + strategy[k]] = 0.0;
    }
    free(mixed);
    return status;
}

static dt_status conclude(dt_play *play, dt_diagnostics *diagnostics)
{
    DT_TRY(measure_regrets(play));
    DT_TRY(dt_play_equilibria(play, diagnostics));
    DT_TRY(dt_play_full_regret(play));
    DT_TRY(dt_play_effects_on(play));
    return dt_play_factors(play);
}

static void free_play(dt_play *play)
{
    free(play->scratch);
    dt_samples_free(&play->samples);
    dt_cells_free(&play->cells);
}

static dt_status say_not_finite(dt_diagnostics *diagnostics)
{
    return dt_diagnose(diagnostics, &(dt_diagnostic){.code = DT_E_PLAY_PAYOFF});
}

static dt_status begin(dt_play *play, dt_kept **kept, dt_diagnostics *diagnostics)
{
    dt_game_options *o = &play->options, usual = dt_game_defaults();
    if (o->members == 0) o->members = play->game->members;
    if (o->first <= 0) o->first = usual.first;
    if (!(o->alpha > 0.0)) o->alpha = usual.alpha;
    if (!(o->precision > 0.0)) o->precision = usual.precision;
    if (o->n_bootstrap <= 0) o->n_bootstrap = usual.n_bootstrap;
    if (o->members < LEAST_MEMBERS || o->members > MOST_MEMBERS) {
        dt_diagnostic finding = {.code = DT_E_PLAY_MEMBERS};
        snprintf(finding.found, sizeof finding.found, "%lld", (long long)o->members);
        return dt_diagnose(diagnostics, &finding);
    }
    play->alpha = o->alpha / count_rounds(o->first, o->members);
    DT_TRY(dt_cells_make(play->game, o->members, &play->cells, diagnostics));
    DT_TRY(dt_samples_make(&play->cells, play->simulator, o, o->members, &play->samples));
    *kept = calloc(1, sizeof **kept);
    return *kept ? make_result(play, *kept) : DT_NO_MEMORY;
}

/* Hands the parts of a play over to the result that needs them. */
static void keep(dt_play *play, dt_kept *kept, double seconds)
{
    kept->result.seconds = seconds;
    kept->result.runs += play->samples.runs;
    kept->result.n_failed = play->samples.n_failed;
    kept->cells = play->cells;
    kept->samples = play->samples;
    kept->samples.cells = &kept->cells;
    play->cells = (dt_cells){0};
    play->samples = (dt_game_samples){0};
}

dt_status dt_game_play(const dt_game *game, const dt_simulator *simulator, const dt_game_options *options,
                       dt_game_result **out, dt_diagnostics *diagnostics)
{
    dt_play play = {.game = game, .simulator = simulator, .options = options ? *options : dt_game_defaults()};
    dt_kept *kept = NULL;
    double start = dt_clock();
    dt_status status = begin(&play, &kept, diagnostics);
    if (status == DT_OK) status = dt_samples_load(&play.samples, diagnostics);
    if (status == DT_OK) status = run_rounds(&play, diagnostics);
    if (status == DT_MEMBERS_FAILED) say_not_finite(diagnostics);
    if (status == DT_OK) status = conclude(&play, diagnostics);
    if (status == DT_OK) {
        keep(&play, kept, dt_clock() - start);
        *out = &kept->result;
        if (kept->result.n_equilibrium == 0)
            status = dt_diagnose(diagnostics, &(dt_diagnostic){.code = DT_E_PLAY_NO_EQUILIBRIUM});
        kept = NULL;
    }
    free_play(&play);
    dt_game_result_free(kept ? &kept->result : NULL);
    return status;
}

void dt_game_result_free(dt_game_result *result)
{
    if (!result) return;
    dt_kept *kept = (dt_kept *)result;
    free(result->quantal_mixed);
    dt_normal_free(result->mean);
    dt_equilibria_free(&result->list);
    free(result->payoff);
    free(result->profile);
    free(result->equilibrium);
    free(result->quantal);
    free(result->dilemma.condition);
    free(result->face);
    free(result->effect_on);
    free(result->factor);
    dt_samples_free(&kept->samples);
    dt_cells_free(&kept->cells);
    free(kept);
}

double dt_game_member(const dt_game_result *result, int64_t profile, int player, int64_t member)
{
    const dt_kept *kept = (const dt_kept *)result;
    int is_there = profile >= 0 && profile < result->n_profile && player >= 0 && player < result->n_player;
    return is_there && member >= 0 ? dt_samples_payoff(&kept->samples, profile, player, member) : NAN;
}
