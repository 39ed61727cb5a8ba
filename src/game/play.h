/* A play under way: samples, and the result that grows from them. */
#ifndef DT_GAME_PLAY_H
#define DT_GAME_PLAY_H

#include "game/sample.h"

typedef struct dt_play {
    const dt_game *game;
    const dt_simulator *simulator;
    dt_game_options options;
    dt_cells cells;
    dt_game_samples samples;
    dt_game_result *result;
    double alpha;    /* of one look; sequential looks share options.alpha */
    double *scratch; /* members of a profile, three times */
} dt_play;

/* What dt_game_result_free and dt_game_member need beside the public part, which comes first. */
typedef struct dt_kept {
    dt_game_result result;
    dt_cells cells;
    dt_game_samples samples;
} dt_kept;

/* Score interval of a share k of n at 95% (Wilson 1927). */
dt_estimate dt_share_of(int64_t k, int64_t n);
/* Mean of numbers with Student's interval at 95%; NAN are left out and the rest is moved to the front. */
dt_estimate dt_mean_of(double *x, int64_t n);

/* estimate.c */
/* Means of payoffs with intervals, and the game of means. */
dt_status dt_play_means(dt_play *play);
/* Whether each profile is an equilibrium: of the means, and in what share of members. */
void dt_play_profiles(dt_play *play);
/* Payoff of `player` in profile a less that in b, of each member that both have: their number. */
int64_t dt_play_difference(const dt_play *play, int64_t a, int64_t b, int player, double *out);
/* Members that a profile and all its deviations have. */
int64_t dt_play_members(const dt_play *play, int64_t profile);

/* regret.c: interval of the regret of a mixed profile by resampling members; `share` (nullable) of members in
 * which it is at most 1% of the range of payoffs. */
dt_status dt_play_regret(const dt_play *play, const double *mixed, dt_estimate *regret, double *share);

/* dilemma.c */
dt_status dt_play_dilemma(dt_play *play);
/* The strategies of a reduced player that count as cooperation and its opposite. */
int dt_play_cooperation(const dt_play *play, int player);
int dt_play_opposite(const dt_play *play, int player);
/* Profile in which the players of a set cooperate and the others do not. */
int64_t dt_play_coalition(const dt_play *play, unsigned set);
dt_status dt_play_effects_on(dt_play *play);

/* face.c */
dt_status dt_play_list_faces(dt_play *play);
void dt_play_faces(dt_play *play);
/* The four profiles of a face: [row][column]. */
void dt_play_face_profiles(const dt_play *play, const dt_game_face *face, int64_t profile[2][2]);

/* factor.c: what decides the class of the first face. */
dt_status dt_play_factors(dt_play *play);

/* welfare.c */
dt_status dt_play_equilibria(dt_play *play, dt_diagnostics *diagnostics);

/* full.c: regret of the first equilibrium of a reduced game in the full one. */
dt_status dt_play_full_regret(dt_play *play);

#endif
