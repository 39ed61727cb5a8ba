/* Classes of 2x2 games: the order of each player's payoffs, the place among the 144 strict ordinal games, and
 * what follows from the payoffs themselves.
 *
 * A player's four payoffs are R, S, T, P as the strategies are numbered. Turning renames strategies so that
 * the first player's best payoff stands where the second cooperates (it is R or T), and the second's where
 * the first cooperates: every strict game then has one of 12 patterns for each player, 144 games in all. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "detente/games.h"

static const struct pattern {
    const char *order; /* letters from the greatest payoff to the least */
    const char *name, *letters;
    enum dt_family family;
} patterns[DT_PATTERNS] = {
    [DT_CHICKEN] = {"TRSP", "Chicken", "Ch", DT_FAMILY_CHICKEN},
    [DT_BATTLE] = {"TSRP", "Battle", "Ba", DT_FAMILY_BATTLE},
    [DT_HERO] = {"TSPR", "Hero", "Hr", DT_FAMILY_BATTLE},
    [DT_COMPROMISE] = {"TPSR", "Compromise", "Cm", DT_FAMILY_DEADLOCK},
    [DT_DEADLOCK] = {"TPRS", "Deadlock", "Dl", DT_FAMILY_DEADLOCK},
    [DT_DILEMMA] = {"TRPS", "Prisoner's Dilemma", "Pd", DT_FAMILY_DILEMMA},
    [DT_STAG_HUNT] = {"RTPS", "Stag Hunt", "Sh", DT_FAMILY_STAG_HUNT},
    [DT_ASSURANCE] = {"RPTS", "Assurance", "As", DT_FAMILY_COORDINATION},
    [DT_COORDINATION] = {"RPST", "Coordination", "Co", DT_FAMILY_COORDINATION},
    [DT_PEACE] = {"RSPT", "Peace", "Pc", DT_FAMILY_COORDINATION},
    [DT_HARMONY] = {"RSTP", "Harmony", "Ha", DT_FAMILY_HARMONY},
    [DT_CONCORD] = {"RTSP", "Concord", "Nc", DT_FAMILY_HARMONY},
};

static const char *const family_key[DT_FAMILIES] = {
    [DT_FAMILY_DILEMMA] = "prisoners_dilemma",
    [DT_FAMILY_CHICKEN] = "chicken",
    [DT_FAMILY_STAG_HUNT] = "stag_hunt",
    [DT_FAMILY_HARMONY] = "harmony",
    [DT_FAMILY_DEADLOCK] = "deadlock",
    [DT_FAMILY_BATTLE] = "battle",
    [DT_FAMILY_COORDINATION] = "coordination",
    [DT_FAMILY_OTHER] = "other",
    [DT_FAMILY_TIE] = "tie",
};

const char *dt_pattern_name(enum dt_pattern pattern)
{
    return pattern >= 0 && pattern < DT_PATTERNS ? patterns[pattern].name : "";
}

const char *dt_pattern_letters(enum dt_pattern pattern)
{
    return pattern >= 0 && pattern < DT_PATTERNS ? patterns[pattern].letters : "";
}

const char *dt_family_key(enum dt_family family)
{
    return family >= 0 && family < DT_FAMILIES ? family_key[family] : "";
}

/* One player's payoffs in the order R, S, T, P. */
struct view {
    double payoff[4];
};

enum { R, S, T, P };

static struct view view_of(const dt_game_2x2 *game, int player)
{
    struct view v;
    for (int own = 0; own < 2; own++)
        for (int other = 0; other < 2; other++)
            v.payoff[2 * own + other] = player == 0 ? game->row[own][other] : game->column[other][own];
    return v;
}

static int has_tie(const struct view *v, double tolerance)
{
    for (int a = 0; a < 4; a++)
        for (int b = a + 1; b < 4; b++)
            if (fabs(v->payoff[a] - v->payoff[b]) <= tolerance) return 1;
    return 0;
}

/* The pattern of an order in which R or T is best; DT_PATTERNS if another is. */
static enum dt_pattern pattern_of(const struct view *v)
{
    static const char letter[] = "RSTP";
    char order[5] = "";
    for (int a = 0; a < 4; a++) {
        int above = 0;
        for (int b = 0; b < 4; b++)
            above += v->payoff[b] > v->payoff[a];
        order[above] = letter[a];
    }
    for (int p = 0; p < DT_PATTERNS; p++)
        if (strcmp(order, patterns[p].order) == 0) return (enum dt_pattern)p;
    return DT_PATTERNS;
}

static enum dt_family family_of(enum dt_pattern row, enum dt_pattern column)
{
    if (row == DT_PATTERNS || column == DT_PATTERNS) return DT_FAMILY_OTHER;
    return patterns[row].family == patterns[column].family ? patterns[row].family : DT_FAMILY_OTHER;
}

static int best_place(const struct view *v)
{
    int best = 0;
    for (int a = 1; a < 4; a++)
        if (v->payoff[a] > v->payoff[best]) best = a;
    return best;
}

/* Renames strategies so that each player's best payoff stands where the other cooperates. */
static dt_game_2x2 turn(const dt_game_2x2 *game)
{
    struct view row = view_of(game, 0), column = view_of(game, 1);
    int flip_column = best_place(&row) & 1, flip_row = best_place(&column) & 1;
    dt_game_2x2 turned;
    for (int i = 0; i < 2; i++)
        for (int j = 0; j < 2; j++) {
            turned.row[i][j] = game->row[i ^ flip_row][j ^ flip_column];
            turned.column[i][j] = game->column[i ^ flip_row][j ^ flip_column];
        }
    return turned;
}

/* Strictly dominant strategy of a player. */
static int dominant(const struct view *v)
{
    const double *u = v->payoff;
    if (u[R] > u[T] && u[S] > u[P]) return 0;
    if (u[T] > u[R] && u[P] > u[S]) return 1;
    return -1;
}

/* Chance to cooperate that makes the opponent, whose view this is, indifferent; NaN unless it lies inside. */
static double indifference(const struct view *opponent)
{
    const double *u = opponent->payoff;
    double p = (u[P] - u[S]) / ((u[R] - u[T]) + (u[P] - u[S]));
    return p > 0.0 && p < 1.0 ? p : NAN;
}

static double grim_discount(const struct view *v)
{
    const double *u = v->payoff;
    return u[T] > u[R] ? (u[T] - u[R]) / (u[T] - u[P]) : NAN;
}

static void find_equilibria(const dt_game_2x2 *game, const struct view view[2], dt_class_2x2 *c)
{
    for (int i = 0; i < 2; i++)
        for (int j = 0; j < 2; j++)
            if (game->row[i][j] >= game->row[1 - i][j] && game->column[i][j] >= game->column[i][1 - j])
                c->pure[c->n_pure++] = 2 * i + j;
    c->mixed_row = indifference(&view[1]);
    c->mixed_column = indifference(&view[0]);
    c->has_mixed = !isnan(c->mixed_row) && !isnan(c->mixed_column);
    if (!c->has_mixed) c->mixed_row = c->mixed_column = NAN;
}

static void find_prices(const dt_game_2x2 *game, dt_class_2x2 *c)
{
    double best = -INFINITY, high = -INFINITY, low = INFINITY;
    for (int i = 0; i < 2; i++)
        for (int j = 0; j < 2; j++)
            best = fmax(best, game->row[i][j] + game->column[i][j]);
    for (int k = 0; k < c->n_pure; k++) {
        double total = game->row[c->pure[k] / 2][c->pure[k] % 2] +
            game->column[c->pure[k] / 2][c->pure[k] % 2];
        high = fmax(high, total);
        low = fmin(low, total);
    }
    c->price_of_anarchy = c->n_pure > 0 && low > 0.0 ? best / low : NAN;
    c->price_of_stability = c->n_pure > 0 && low > 0.0 ? best / high : NAN;
}

/* The better strategy against an even mix, where both players agree on it. */
static int risk_dominant(const struct view view[2])
{
    int choice[2];
    for (int k = 0; k < 2; k++) {
        const double *u = view[k].payoff;
        double lead = (u[R] - u[T]) - (u[P] - u[S]);
        choice[k] = lead > 0.0 ? 0 : 1;
    }
    return choice[0] == choice[1] ? choice[0] : -1;
}

/* Patterns and names of a game without ties. */
static void find_patterns(const dt_game_2x2 *game, const struct view view[2], dt_class_2x2 *c)
{
    dt_game_2x2 turned = turn(game);
    struct view row = view_of(&turned, 0), column = view_of(&turned, 1);
    c->row = pattern_of(&view[0]);
    c->column = pattern_of(&view[1]);
    c->family = family_of(c->row, c->column);
    c->turned_row = pattern_of(&row);
    c->turned_column = pattern_of(&column);
    c->turned_family = family_of(c->turned_row, c->turned_column);
    c->place = DT_PATTERNS * (int)c->turned_row + (int)c->turned_column;
    if (c->turned_row == c->turned_column)
        snprintf(c->name, sizeof c->name, "%s", patterns[c->turned_row].name);
    else
        snprintf(c->name, sizeof c->name, "%s-%s", patterns[c->turned_row].name,
                 patterns[c->turned_column].name);
}

dt_status dt_class_of(const dt_game_2x2 *game, double tolerance, dt_class_2x2 *result)
{
    const struct view view[2] = {view_of(game, 0), view_of(game, 1)};
    dt_class_2x2 c = {.row = DT_PATTERNS, .column = DT_PATTERNS, .turned_row = DT_PATTERNS, .place = -1};
    for (int k = 0; k < 4; k++)
        if (!isfinite(view[0].payoff[k]) || !isfinite(view[1].payoff[k])) return DT_INPUT;
    if (!(tolerance >= 0.0)) return DT_INPUT;
    c.turned_column = DT_PATTERNS;
    c.family = c.turned_family = DT_FAMILY_TIE;
    c.has_tie = has_tie(&view[0], tolerance) || has_tie(&view[1], tolerance);
    if (!c.has_tie) find_patterns(game, view, &c);
    find_equilibria(game, view, &c);
    find_prices(game, &c);
    c.row_dominant = dominant(&view[0]);
    c.column_dominant = dominant(&view[1]);
    c.risk_dominant = risk_dominant(view);
    c.alternating = 1;
    for (int k = 0; k < 2; k++)
        c.alternating &= 2.0 * view[k].payoff[R] > view[k].payoff[T] + view[k].payoff[S];
    c.discount_row = grim_discount(&view[0]);
    c.discount_column = grim_discount(&view[1]);
    *result = c;
    return DT_OK;
}
