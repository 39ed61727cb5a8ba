/* The certificate that a game is an n-player prisoner's dilemma: not to cooperate pays whatever the others
 * do, and all would be better off if all cooperated. And who loses by whose restraint. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/try.h"
#include "game/play.h"

enum { SEPARATE_PLAYERS = 7 };

static const dt_player *first_of(const dt_play *play, int player)
{
    return &play->game->player[play->game->role[play->cells.role[player]].member[0]];
}

int dt_play_cooperation(const dt_play *play, int player)
{
    return first_of(play, player)->cooperate;
}

int dt_play_opposite(const dt_play *play, int player)
{
    const dt_player *p = first_of(play, player);
    return p->n_strategy == 1 ? 0 : p->cooperate == 0;
}

int64_t dt_play_coalition(const dt_play *play, unsigned set)
{
    int64_t profile = 0;
    for (int k = 0; k < play->cells.n_player; k++) {
        int s = set >> k & 1u ? dt_play_cooperation(play, k) : dt_play_opposite(play, k);
        profile = dt_cells_deviation(&play->cells, profile, k, s);
    }
    return profile;
}

/* Whether another player of the same role comes before: what holds for one holds for the other. */
static int is_repeated(const dt_play *play, int player)
{
    return player > 0 && play->cells.role[player] == play->cells.role[player - 1];
}

/* ---- conditions ---- */

/* Sets of others that one condition averages over: one set, or all of a size where there are many players. */
static int belongs(const dt_play *play, unsigned others, int player, int group)
{
    if (others >> player & 1u) return 0;
    unsigned low = others & ((1u << player) - 1u), high = others >> (player + 1) << player;
    if (play->cells.n_player <= SEPARATE_PLAYERS) return (int)(low | high) == group;
    return __builtin_popcount(others) == group;
}

static int group_count(const dt_play *play)
{
    int n = play->cells.n_player;
    return n <= SEPARATE_PLAYERS ? 1 << (n - 1) : n;
}

/* Adds b to a, member by member; the shorter of both counts. */
static int64_t add(double *a, int64_t na, const double *b, int64_t nb)
{
    int64_t n = na < nb ? na : nb;
    for (int64_t m = 0; m < n; m++)
        a[m] += b[m];
    return n;
}

/* Mean over the group's sets of the payoff of not cooperating over cooperating. */
static int64_t temptation(const dt_play *play, int player, int group)
{
    double *sum = play->scratch, *one = play->scratch + play->samples.members;
    int64_t n = -1;
    int n_set = 0;
    for (unsigned others = 0; others < 1u << play->cells.n_player; others++) {
        if (!belongs(play, others, player, group)) continue;
        int64_t a = dt_play_coalition(play, others), b = dt_play_coalition(play, others | 1u << player);
        double *out = n_set++ ? one : sum;
        int64_t k = dt_play_difference(play, a, b, player, out);
        n = out == sum ? k : add(sum, n, one, k);
    }
    for (int64_t m = 0; m < n; m++)
        sum[m] /= n_set;
    return n;
}

static void name_condition(const dt_play *play, int player, int group, dt_condition *c)
{
    const char *own = dt_normal_player_name(play->result->mean, player);
    const dt_player *p = first_of(play, player);
    const char *defect = p->strategy[dt_play_opposite(play, player)].name;
    int n_other = play->cells.n_player - 1;
    int k = n_other < SEPARATE_PLAYERS ? __builtin_popcount((unsigned)group) : group;
    if (n_other == 1)
        snprintf(c->name, sizeof c->name, "%.24s %s (%.24s pays if the other %s)", own, k ? "T>R" : "P>S",
                 defect, k ? "cooperates" : "does not");
    else
        snprintf(c->name, sizeof c->name, "%.20s: %.20s pays (%d of %d others cooperate)", own, defect, k,
                 n_other);
}

/* All conditions of one player. */
static void measure_player(const dt_play *play, int player, dt_condition *out)
{
    int n_group = group_count(play);
    for (int g = 0; g < n_group; g++) {
        name_condition(play, player, g, &out[g]);
        int64_t n = temptation(play, player, g);
        dt_condition_measure(&out[g], play->scratch, n, play->alpha);
    }
    dt_condition *last = &out[n_group];
    unsigned all = (1u << play->cells.n_player) - 1u;
    int64_t n = dt_play_difference(play, dt_play_coalition(play, all), dt_play_coalition(play, 0), player,
                                   play->scratch);
    snprintf(last->name, sizeof last->name, "%.40s %s (all cooperating over none)",
             dt_normal_player_name(play->result->mean, player), play->cells.n_player == 2 ? "R>P" : "gains");
    dt_condition_measure(last, play->scratch, n, play->alpha);
}

dt_status dt_play_dilemma(dt_play *play)
{
    dt_certificate *c = &play->result->dilemma;
    int each = group_count(play) + 1, n = 0;
    if (!c->condition) {
        c->condition = calloc((size_t)(each * play->cells.n_player), sizeof *c->condition);
        if (!c->condition) return DT_NO_MEMORY;
    }
    for (int k = 0; k < play->cells.n_player; k++) {
        int has_choice = dt_cells_strategies(&play->cells, k) > 1;
        if (is_repeated(play, k) || !has_choice) continue;
        measure_player(play, k, c->condition + n);
        n += each;
    }
    c->n = n;
    dt_certificate_judge(c, play->alpha);
    return DT_OK;
}

/* ---- who loses by whose restraint ---- */

/* Payoff of a column in one profile less that in another: the mean over members. Columns of players in roles
 * are means over the role. */
static dt_estimate change_of(const dt_play *play, int64_t a, int64_t b, int player, int column)
{
    const dt_game_samples *s = &play->samples;
    int64_t ca = play->cells.cell[a * play->cells.n_player + player],
            cb = play->cells.cell[b * play->cells.n_player + player],
            n = s->n[ca] < s->n[cb] ? s->n[ca] : s->n[cb];
    for (int64_t m = 0; m < n; m++)
        play->scratch[m] = s->value[ca][column * s->members + m] - s->value[cb][column * s->members + m];
    return dt_mean_of(play->scratch, n);
}

static void effect_on(const dt_play *play, int player, int column, dt_game_effect_on *out)
{
    unsigned all = (1u << play->cells.n_player) - 1u, own = 1u << player;
    int64_t none = dt_play_coalition(play, 0), alone = dt_play_coalition(play, own),
            others = dt_play_coalition(play, all & ~own), whole = dt_play_coalition(play, all);
    *out = (dt_game_effect_on){.player = player,
                               .column = column,
                               .alone = change_of(play, alone, none, player, column),
                               .with_others = change_of(play, whole, others, player, column)};
}

dt_status dt_play_effects_on(dt_play *play)
{
    dt_game_result *r = play->result;
    int n_column = play->samples.n_column;
    r->effect_on = calloc((size_t)(r->n_player * n_column), sizeof *r->effect_on);
    if (!r->effect_on) return DT_NO_MEMORY;
    for (int k = 0; k < r->n_player; k++)
        for (int c = 0; c < n_column; c++) {
            if (is_repeated(play, k) || dt_cells_strategies(&play->cells, k) < 2) continue;
            if (play->game->reduction != DT_REDUCTION_NONE && c < play->game->n_player) {
                const dt_role *role = &play->game->role[play->game->player[c].role];
                if (role->n > 1) continue;
            }
            effect_on(play, k, c, &r->effect_on[r->n_effect_on++]);
        }
    return DT_OK;
}
