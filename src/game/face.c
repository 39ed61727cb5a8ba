/* Faces: the 2x2 games that two players play while the others keep their first strategy, and their class in
 * the game of means and in each member's own. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/try.h"
#include "detente/games.h"
#include "game/play.h"

enum { MOST_FACES = 64, ORDERS = 144 };

enum face_class {
    PRISONERS,
    DEADLOCK,
    HARMONY,
    STAG_HUNT,
    CHICKEN,
    BATTLE,
    COORDINATION,
    ONE_COOPERATES,
    HALF_DILEMMA,
    ASSURED,
    CYCLE,
    TIED
};

int dt_game_class_count(void)
{
    return DT_GAME_CLASSES;
}

const char *dt_game_class_words(int class_index)
{
    static const char *const words[DT_GAME_CLASSES] = {"prisoner's dilemma",
                                                       "deadlock",
                                                       "harmony",
                                                       "stag hunt",
                                                       "chicken",
                                                       "battle of the sexes",
                                                       "coordination",
                                                       "one cooperates",
                                                       "half a dilemma",
                                                       "assured",
                                                       "cycle",
                                                       "tied"};
    return class_index >= 0 && class_index < DT_GAME_CLASSES ? words[class_index] : NULL;
}

/* What one player's payoffs T, R, P, S say: whether to cooperate pays against cooperation (a) and against the
 * opposite (b), and whether mutual cooperation is better than none (c); -1, 0 or 1. */
typedef struct order {
    int a, b, c, r_over_s;
} order;

static int sign(double x)
{
    return (x > 0.0) - (x < 0.0);
}

static order order_of(double t, double r, double p, double s)
{
    return (order){sign(r - t), sign(s - p), sign(r - p), r > s};
}

/* Both (C,C) and (D,D) are equilibria. */
static int class_of_diagonal(order x, order y)
{
    if (x.c > 0 && y.c > 0) return STAG_HUNT;
    return x.c < 0 && y.c < 0 ? COORDINATION : BATTLE;
}

/* Only (D,D) is. */
static int class_of_none(order x, order y)
{
    if (x.c < 0 || y.c < 0) return DEADLOCK;
    return x.a < 0 && y.a < 0 ? PRISONERS : HALF_DILEMMA;
}

/* Both (C,D) and (D,C) are equilibria: chicken where mutual cooperation beats being the one who cooperates.
 */
static int class_of_mixed(order x, order y)
{
    return x.r_over_s && y.r_over_s ? CHICKEN : BATTLE;
}

static int has_tie(order x)
{
    return !x.a || !x.b || !x.c;
}

int dt_game_class_of(double u[2][2][2])
{
    order x = order_of(u[0][1][0], u[0][0][0], u[0][1][1], u[0][0][1]),
          y = order_of(u[1][0][1], u[1][0][0], u[1][1][1], u[1][1][0]);
    if (has_tie(x) || has_tie(y)) return TIED;
    /* Equilibria as bits: 1 (C,C), 2 (D,D), 4 (C,D), 8 (D,C). */
    int set = (x.a > 0 && y.a > 0) | (x.b < 0 && y.b < 0) << 1 | (x.b > 0 && y.a < 0) << 2 |
        (x.a < 0 && y.b > 0) << 3;
    switch (set) {
    case 3: return class_of_diagonal(x, y);
    case 12: return class_of_mixed(x, y);
    case 2: return class_of_none(x, y);
    case 1: return x.b > 0 && y.b > 0 ? HARMONY : ASSURED;
    case 0: return CYCLE;
    default: return ONE_COOPERATES;
    }
}

/* ---- listing ---- */

void dt_play_face_profiles(const dt_play *play, const dt_game_face *face, int64_t profile[2][2])
{
    for (int row = 0; row < 2; row++)
        for (int column = 0; column < 2; column++) {
            int64_t s = dt_cells_deviation(&play->cells, 0, face->player[0], face->strategy[0][row]);
            profile[row][column] = dt_cells_deviation(&play->cells, s, face->player[1],
                                                      face->strategy[1][column]);
        }
}

/* Pairs of strategies of a player, cooperation with its opposite first: the pair at `index`, or 0. */
static int pair_at(const dt_play *play, int player, int index, int pair[2])
{
    int n = dt_cells_strategies(&play->cells, player), k = 0;
    int cooperate = dt_play_cooperation(play, player);
    for (int s = 0; s < n; s++)
        if (s != cooperate && k++ == index) {
            pair[0] = cooperate;
            pair[1] = s;
            return 1;
        }
    for (int s = 0; s < n; s++)
        for (int t = s + 1; t < n; t++)
            if (s != cooperate && t != cooperate && k++ == index) {
                pair[0] = t;
                pair[1] = s;
                return 1;
            }
    return 0;
}

/* Whether another pair of the same roles came before. */
static int is_listed(const dt_play *play, int i, int j)
{
    const int *role = play->cells.role;
    if (i > 0 && role[i - 1] == role[i]) return 1;
    return j - 1 > i && role[j - 1] == role[j];
}

static void list_pair(dt_play *play, int i, int j)
{
    dt_game_result *r = play->result;
    dt_game_face face = {.player = {i, j}};
    for (int a = 0; pair_at(play, i, a, face.strategy[0]); a++)
        for (int b = 0; pair_at(play, j, b, face.strategy[1]) && r->n_face < MOST_FACES; b++)
            r->face[r->n_face++] = face;
}

dt_status dt_play_list_faces(dt_play *play)
{
    dt_game_result *r = play->result;
    r->face = calloc(MOST_FACES, sizeof *r->face);
    if (!r->face) return DT_NO_MEMORY;
    for (int i = 0; i < r->n_player; i++)
        for (int j = i + 1; j < r->n_player; j++)
            if (!is_listed(play, i, j)) list_pair(play, i, j);
    return DT_OK;
}

/* ---- classes ---- */

static int64_t face_members(const dt_play *play, const dt_game_face *face, int64_t profile[2][2])
{
    int64_t least = play->samples.members;
    for (int k = 0; k < 8; k++) {
        int64_t n = dt_samples_members(&play->samples, profile[k >> 1 & 1][k >> 2], face->player[k & 1]);
        if (n < least) least = n;
    }
    return least;
}

/* Payoffs of a face in a member, or of the means for m < 0; 0 if one is missing. */
static int payoffs_in(const dt_play *play, const dt_game_face *face, int64_t profile[2][2], int64_t m,
                      double u[2][2][2])
{
    for (int k = 0; k < 8; k++) {
        int p = k & 1, row = k >> 1 & 1, column = k >> 2;
        u[p][row][column] = m < 0
            ? dt_normal_payoff(play->result->mean, profile[row][column], face->player[p])
            : dt_samples_payoff(&play->samples, profile[row][column], face->player[p], m);
        if (!isfinite(u[p][row][column])) return 0;
    }
    return 1;
}

/* Place of a game among the strict ones, -1 with a tie; its name is written to `name`. */
static int order_place(double u[2][2][2], char name[64])
{
    dt_game_2x2 game;
    dt_class_2x2 class;
    for (int k = 0; k < 4; k++) {
        game.row[k >> 1][k & 1] = u[0][k >> 1][k & 1];
        game.column[k >> 1][k & 1] = u[1][k >> 1][k & 1];
    }
    if (dt_class_of(&game, 0.0, &class) != DT_OK) return -1;
    snprintf(name, sizeof class.name, "%s", class.name);
    return class.place;
}

/* What the members of a face have shown. */
typedef struct tally {
    int64_t count[DT_GAME_CLASSES], order[ORDERS];
    char name[64]; /* of the most frequent order so far */
    int place;
} tally;

static void add_member(double u[2][2][2], tally *t)
{
    char name[64];
    int place = order_place(u, name);
    t->count[dt_game_class_of(u)]++;
    if (place < 0) return;
    t->order[place]++;
    if (t->place >= 0 && t->order[place] <= t->order[t->place]) return;
    t->place = place;
    snprintf(t->name, sizeof t->name, "%s", name);
}

static void measure_face(const dt_play *play, dt_game_face *face)
{
    int64_t profile[2][2];
    double u[2][2][2];
    tally t = {.place = -1};
    dt_play_face_profiles(play, face, profile);
    int64_t n = face_members(play, face, profile);
    face->members = 0;
    for (int64_t m = 0; m < n; m++) {
        if (!payoffs_in(play, face, profile, m, u)) continue;
        add_member(u, &t);
        face->members++;
    }
    face->of_means = payoffs_in(play, face, profile, -1, u) ? dt_game_class_of(u) : TIED;
    face->order_place = t.place;
    snprintf(face->order, sizeof face->order, "%s", t.name);
    face->order_share = t.place < 0 ? 0.0 : (double)t.order[t.place] / (double)face->members;
    for (int k = 0; k < DT_GAME_CLASSES; k++)
        face->share[k] = dt_share_of(t.count[k], face->members);
}

void dt_play_faces(dt_play *play)
{
    for (int f = 0; f < play->result->n_face; f++)
        measure_face(play, &play->result->face[f]);
}
