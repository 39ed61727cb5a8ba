/* The participation game: equilibria and estimates against published cases, recovery of known coefficients,
 * and what the shipped data give. */
#include <unistd.h>

#include "core/random.h"
#include "detente/treaty.h"
#include "participation/attendance.h"
#include "participation/design.h"
#include "participation/estimate.h"
#include "participation/fit.h"
#include "participation/score.h"
#include "reference.h"
#include "scratch.h"
#include "solve/logistic.h"

enum { MAX_PLAYER = 64, MAX_NEAR = 8 };

/* Reference cases. */

/* One player that is its own neighbour: p = (1 + m) / 2 gives logit p = 2 beta (h - J) + 4 beta J p. */
static void mean_field(struct reference *r)
{
    double beta = reference_in(r, "beta"), h = reference_in(r, "h"), j = reference_in(r, "J");
    double base = 2.0 * beta * (h - j);
    struct dt_net self;
    struct dt_net_equilibria found;
    assert_int_equal(dt_net_init(&self, 1, 1), DT_OK);
    self.start[1] = 1;
    self.weight[0] = 1.0;
    const struct dt_net_game_rule rule = {&self, &base, 4.0 * beta * j};
    assert_int_equal(dt_net_equilibria_find(&rule, &found), DT_OK);
    reference_check(r, "count", found.count);
    for (int e = 0; e < found.count; e++) {
        reference_check_at(r, "m", e, 2.0 * found.p[e] - 1.0);
        reference_check_at(r, "stable", e, found.stable[e]);
    }
    dt_net_equilibria_clear(&found);
    dt_net_clear(&self);
}

/* A network in which each player has equally many neighbours, listed player by player. */
static struct dt_net equal_network(const double *neighbour, int n, int n_near)
{
    struct dt_net network;
    assert_int_equal(dt_net_init(&network, n, n * n_near), DT_OK);
    for (int e = 0; e < n * n_near; e++) {
        network.to[e] = (int)neighbour[e];
        network.weight[e] = 1.0 / n_near;
        network.start[e / n_near + 1] = e + 1;
    }
    return network;
}

static void network(struct reference *r)
{
    double x[MAX_REFERENCE_LIST], neighbour[MAX_REFERENCE_LIST], base[MAX_PLAYER], p[MAX_PLAYER];
    int n = reference_list(r, "x", x), n_near = reference_list(r, "neighbours", neighbour) / n;
    double alpha = reference_in(r, "alpha"), beta = reference_in(r, "beta"), delta = reference_in(r, "delta");
    struct dt_net net = equal_network(neighbour, n, n_near);
    struct dt_net_equilibria found;
    for (int i = 0; i < n; i++) {
        base[i] = alpha + beta * x[i];
        p[i] = 0.5;
    }
    const struct dt_net_game_rule rule = {&net, base, delta};
    assert_int_equal(dt_net_equilibrium_follow(&rule, p), DT_OK);
    for (int i = 0; i < n; i++)
        reference_check_at(r, "p", i, p[i]);
    reference_check(r, "contraction", delta / 4.0);
    assert_int_equal(dt_net_equilibria_find(&rule, &found), DT_OK);
    assert_int_equal(found.count, 1); /* a contraction has one */
    dt_net_equilibria_clear(&found);
    dt_net_clear(&net);
}

/* Two players: the gain from the first choice is linear in what the other does, so each has the other as its
 * only neighbour, with its own weight. */
static void response(struct reference *r)
{
    double u1[4], u2[4], lambda = reference_in(r, "lambda");
    assert_int_equal(reference_list(r, "u1", u1), 4);
    assert_int_equal(reference_list(r, "u2", u2), 4);
    const double gain[2][2] = {{u1[0] - u1[1], u1[2] - u1[3]}, {u2[0] - u2[2], u2[1] - u2[3]}};
    double base[2];
    struct dt_net pair;
    struct dt_net_equilibria found;
    assert_int_equal(dt_net_init(&pair, 2, 2), DT_OK);
    for (int i = 0; i < 2; i++) {
        pair.start[i + 1] = i + 1;
        pair.to[i] = 1 - i;
        pair.weight[i] = gain[i][0] - gain[i][1];
        base[i] = lambda * gain[i][1];
    }
    const struct dt_net_game_rule rule = {&pair, base, lambda};
    assert_int_equal(dt_net_equilibria_find(&rule, &found), DT_OK);
    /* The branch from lambda = 0 stays in the lower half in all these games where several exist. */
    reference_check(r, "p.0", found.p[0]);
    reference_check(r, "p.1", found.p[1]);
    dt_net_equilibria_clear(&found);
    dt_net_clear(&pair);
}

struct sample {
    int n;
    double x[2 * MAX_PLAYER], success[MAX_PLAYER], trials[MAX_PLAYER];
    struct dt_net network;
};

/* Reads players.csv: player, x, count, trials, neighbours separated by semicolons. */
static void read_players(const char *folder, struct sample *s)
{
    char path[1024], line[512];
    snprintf(path, sizeof path, "%s/players.csv", folder);
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    assert_int_equal(dt_net_init(&s->network, MAX_PLAYER, MAX_PLAYER * MAX_NEAR), DT_OK);
    assert_non_null(fgets(line, sizeof line, file));
    for (s->n = 0; fgets(line, sizeof line, file); s->n++) {
        char *rest = line;
        int e = s->network.start[s->n], first = e;
        strsep(&rest, ",");
        s->x[2 * s->n] = 1.0;
        s->x[2 * s->n + 1] = strtod(strsep(&rest, ","), NULL);
        s->success[s->n] = strtod(strsep(&rest, ","), NULL);
        s->trials[s->n] = strtod(strsep(&rest, ","), NULL);
        for (char *word; (word = strsep(&rest, ";\n")) && *word;)
            s->network.to[e++] = atoi(word);
        for (int k = first; k < e; k++)
            s->network.weight[k] = 1.0 / (e - first);
        s->network.start[s->n + 1] = e;
    }
    s->network.n = s->n;
    fclose(file);
}

static void estimate(struct reference *r)
{
    static struct sample s;
    double theta[3] = {0};
    struct dt_net_game_estimate full;
    read_players(r->folder, &s);
    const struct dt_net_game game = {s.n, s.x, s.success, s.trials, &s.network};
    const struct dt_net_game_problem problem = {.k = 2, .n_game = 1, .game = &game};
    assert_int_equal(dt_net_game_two_step(&problem, theta), DT_OK);
    for (int c = 0; c < 3; c++)
        reference_check_at(r, "two_step", c, theta[c]);
    assert_int_equal(dt_net_game_pseudo_likelihood(&problem, theta), DT_OK);
    for (int c = 0; c < 3; c++)
        reference_check_at(r, "pseudo", c, theta[c]);
    assert_int_equal(dt_net_game_full_solution(&problem, NULL, &full), DT_OK);
    for (int c = 0; c < 3; c++) {
        reference_check_at(r, "full", c, full.theta[c]);
        reference_check_at(r, "se", c, sqrt(full.covariance[4 * c]));
    }
    reference_check(r, "log_likelihood", full.log_likelihood);
    dt_net_game_estimate_clear(&full);
    dt_net_clear(&s.network);
}

static const struct reference_op operations[] = {{"mean_field", mean_field},
                                                 {"network", network},
                                                 {"response", response},
                                                 {"estimate", estimate},
                                                 {NULL, NULL}};

/* Known coefficients from simulated games. */

enum { N_GAME = 12, N_PLAYER = 120, N_RING = 3 };

struct simulated {
    double x[N_GAME][N_PLAYER * 2], success[N_GAME][N_PLAYER], trials[N_PLAYER], level[N_GAME];
    struct dt_net network;
    struct dt_net_game game[N_GAME];
};

static double uniform(uint32_t which, uint32_t index)
{
    return dt_uniform(77, which, index, DT_PURPOSE_GAME);
}

/* Players on a ring, each with the next three on either side; choices drawn from the equilibrium at theta. */
static void simulate(struct simulated *s, const double *theta, double level_sd)
{
    assert_int_equal(dt_net_init(&s->network, N_PLAYER, N_PLAYER * 2 * N_RING), DT_OK);
    for (int i = 0, e = 0; i < N_PLAYER; i++) {
        for (int k = -N_RING; k <= N_RING; k++) {
            if (k == 0) continue;
            s->network.to[e] = (i + k + N_PLAYER) % N_PLAYER;
            s->network.weight[e++] = 1.0 / (2 * N_RING);
        }
        s->network.start[i + 1] = e;
        s->trials[i] = 1.0;
    }
    for (uint32_t t = 0; t < N_GAME; t++) {
        double p[N_PLAYER];
        s->level[t] = level_sd * (t % 2 ? 1.0 : -1.0);
        s->game[t] = (struct dt_net_game){N_PLAYER, s->x[t], s->success[t], s->trials, &s->network};
        for (uint32_t i = 0; i < N_PLAYER; i++) {
            p[i] = 0.5;
            s->x[t][2 * i] = 1.0;
            /* Clusters of like neighbours move what the neighbours do. */
            s->x[t][2 * i + 1] = 4.0 * uniform(t, i) - 2.0 + 3.0 * (uniform(t, 1000 + i / 10) - 0.5);
        }
        assert_int_equal(dt_net_game_play(&s->game[t], 2, theta, s->level[t], p), DT_OK);
        for (uint32_t i = 0; i < N_PLAYER; i++)
            s->success[t][i] = uniform(t, 2000 + i) < p[i];
    }
}

/* The estimate lies within three standard errors of the truth: one in 370 samples would not, and this one is
 * fixed. */
TEST(known_coefficients_are_recovered)
{
    static struct simulated s;
    const double truth[] = {-1.0, 0.8, 1.5};
    struct dt_net_game_estimate e;
    simulate(&s, truth, 0.0);
    const struct dt_net_game_problem problem = {.k = 2, .n_game = N_GAME, .game = s.game};
    assert_int_equal(dt_net_game_full_solution(&problem, NULL, &e), DT_OK);
    for (int c = 0; c < 3; c++)
        assert_near(e.theta[c], truth[c], 3.0 * sqrt(e.covariance[4 * c]), 0.0);
    assert_true(e.theta[2] > 2.0 * sqrt(e.covariance[8])); /* the network is seen */
    dt_net_game_estimate_clear(&e);
    dt_net_clear(&s.network);
}

/* Levels of plus and minus one are a variance of 1; twelve of them fix it to a factor of two or so. */
TEST(levels_of_games_are_recovered)
{
    static struct simulated s;
    const double truth[] = {-1.0, 0.8, 0.5}, penalty[] = {0.0, 0.0, 1.0};
    struct dt_net_game_estimate e;
    simulate(&s, truth, 1.0);
    const struct dt_net_game_problem problem = {2, N_GAME, s.game, penalty, 1, 1.0, 0.0};
    assert_int_equal(dt_net_game_full_solution(&problem, NULL, &e), DT_OK);
    assert_true(e.level_variance > 0.5 && e.level_variance < 2.0);
    for (int t = 0; t < N_GAME; t++)
        assert_true(e.level[t] * s.level[t] > 0.0);
    assert_near(e.theta[1], truth[1], 3.0 * sqrt(e.covariance[4]), 0.0);
    dt_net_game_estimate_clear(&e);
    dt_net_clear(&s.network);
}

static double likelihood(const struct dt_net_game *game, const double *theta, double level)
{
    double p[N_PLAYER], sum = 0.0;
    for (int i = 0; i < N_PLAYER; i++)
        p[i] = 0.5;
    assert_int_equal(dt_net_game_play(game, 2, theta, level, p), DT_OK);
    for (int i = 0; i < N_PLAYER; i++)
        sum += game->success[i] > 0.5 ? log(p[i]) : log1p(-p[i]);
    return sum;
}

/* The score agrees with differences of the likelihood, the equilibrium solved anew on either side. */
TEST(score_is_the_slope_of_the_likelihood)
{
    static struct simulated s;
    double theta[] = {-0.7, 0.6, 1.2}, p[N_PLAYER], score[4], information[16];
    const double h = 1e-5, level = 0.3;
    simulate(&s, theta, 0.0);
    for (int i = 0; i < N_PLAYER; i++)
        p[i] = 0.5;
    assert_int_equal(dt_net_game_play(&s.game[0], 2, theta, level, p), DT_OK);
    assert_int_equal(dt_net_game_information(&s.game[0], 2, theta, p, score, information), DT_OK);
    for (int c = 0; c < 4; c++) {
        double up[] = {theta[0], theta[1], theta[2]}, down[] = {theta[0], theta[1], theta[2]};
        if (c < 3) up[c] += h;
        if (c < 3) down[c] -= h;
        double slope = (likelihood(&s.game[0], up, level + (c == 3) * h) -
                        likelihood(&s.game[0], down, level - (c == 3) * h)) /
            (2.0 * h);
        assert_near(score[c], slope, 1e-5,
                    1e-5); /* the error of the difference is of the order of h squared */
    }
    dt_net_clear(&s.network);
}

/* The score by the adjoint is the one that goes with the information, where the map contracts and where it is
 * steep. */
TEST(score_alone_is_that_with_the_information)
{
    static struct simulated s;
    for (int is_steep = 0; is_steep < 2; is_steep++) {
        const double theta[] = {is_steep ? -6.0 : -0.7, 0.6, is_steep ? 12.0 : 1.2};
        double p[N_PLAYER], score[4], alone[4], information[16];
        simulate(&s, theta, 0.0);
        for (int i = 0; i < N_PLAYER; i++)
            p[i] = 0.5;
        assert_int_equal(dt_net_game_play(&s.game[0], 2, theta, 0.0, p), DT_OK);
        assert_int_equal(dt_net_game_information(&s.game[0], 2, theta, p, score, information), DT_OK);
        assert_int_equal(dt_net_game_score(&s.game[0], 2, theta, p, alone), DT_OK);
        for (int c = 0; c < 4; c++)
            assert_near(alone[c], score[c], 1e-6, 1e-8); /* both series stop at 1e-9 of each player */
        dt_net_clear(&s.network);
    }
}

/* Columns that are multiples of one another, as products with attributes of a text are, have scores and
 * information in that proportion. */
TEST(multiples_of_a_column_are_worked_with_once)
{
    static struct simulated s;
    static double x[N_PLAYER * 4];
    const double theta[] = {-0.7, 0.6, 1.2}, wide[] = {-0.7, 0.5, 0.05, 0.0, 1.2};
    double p[N_PLAYER], score[4], information[16], more[6], table[36];
    simulate(&s, theta, 0.0);
    for (int i = 0; i < N_PLAYER; i++) {
        const double row[] = {1.0, s.x[0][2 * i + 1], 2.0 * s.x[0][2 * i + 1], 0.0};
        memcpy(x + 4 * i, row, sizeof row);
        p[i] = 0.5;
    }
    struct dt_net_game game = s.game[0];
    game.x = x;
    assert_int_equal(dt_net_game_play(&game, 4, wide, 0.0, p), DT_OK);
    assert_int_equal(dt_net_game_information(&s.game[0], 2, theta, p, score, information), DT_OK);
    assert_int_equal(dt_net_game_information(&game, 4, wide, p, more, table), DT_OK);
    const double expected[] = {score[0], score[1], 2.0 * score[1], 0.0, score[2], score[3]};
    for (int c = 0; c < 6; c++)
        assert_near(more[c], expected[c], 1e-12, 1e-12); /* rounding */
    assert_near(table[2 * 6 + 1], 2.0 * information[1 * 4 + 1], 0.0, 1e-12);
    assert_near(table[2 * 6 + 2], 4.0 * information[1 * 4 + 1], 0.0, 1e-12);
    assert_near(table[4 * 6 + 2], 2.0 * information[2 * 4 + 1], 0.0, 1e-12);
    dt_net_clear(&s.network);
}

/* Where the map is steep the response is solved directly; where it is flat, as a series: at one point both
 * agree with the difference of two equilibria. */
TEST(response_of_an_equilibrium)
{
    static struct simulated s;
    const double theta[] = {-2.0, 0.6, 3.9}, h = 1e-6;
    double p[N_PLAYER], up[N_PLAYER], one[N_PLAYER], d[N_PLAYER];
    simulate(&s, theta, 0.0);
    for (int i = 0; i < N_PLAYER; i++) {
        p[i] = up[i] = 0.5;
        one[i] = 1.0;
    }
    assert_int_equal(dt_net_game_play(&s.game[0], 2, theta, 0.0, p), DT_OK);
    assert_int_equal(dt_net_game_play(&s.game[0], 2, theta, h, up), DT_OK);
    const struct dt_net_game_rule rule = {&s.network, NULL, theta[2]};
    assert_int_equal(dt_net_equilibrium_response(&rule, p, one, d, 1), DT_OK);
    for (int i = 0; i < N_PLAYER; i++)
        assert_near(d[i], (up[i] - p[i]) / h, 1e-5, 1e-4); /* first difference */
    dt_net_clear(&s.network);
}

TEST(nearest_keeps_the_most_similar)
{
    const double alike[] = {0, 3, 1, 2, 3, 0, 0, 0, 1, 0, 0, 1, 2, 0, 1, 0};
    struct dt_net w;
    double sum[4];
    const double one[] = {1, 1, 1, 1};
    assert_int_equal(dt_net_nearest(alike, 4, 2, &w), DT_OK);
    assert_int_equal(w.start[1], 2);
    assert_int_equal(w.to[0], 1);
    assert_int_equal(w.to[1], 3);
    assert_near(w.weight[0], 0.6, 1e-15, 0.0);
    assert_int_equal(w.start[2] - w.start[1], 1); /* player 1 has one who is like it at all */
    dt_net_apply(&w, one, sum);
    for (int i = 0; i < 4; i++)
        assert_near(sum[i], 1.0, 1e-15, 0.0);
    dt_net_clear(&w);
}

static double unseen(const dt_treaty_data *data, const dt_treaty_text *text)
{
    unsigned char pool[MAX_INSTRUMENT];
    dt_design_pool(data, text, NULL, 0, pool);
    return dt_design_unseen(data, text, pool);
}

/* Scores by hand. */
TEST(scores_by_hand)
{
    const double y[] = {1, 1, 0, 0}, p[] = {0.9, 0.4, 0.4, 0.1};
    double q[] = {0.2, 0.2, 0.2, 0.2};
    assert_near(dt_score_auc(y, p, 4), 3.5 / 4.0, 0.0, 0.0); /* one pair of four is a tie */
    assert_near(dt_score_brier(y, p, 4), (0.01 + 0.36 + 0.16 + 0.01) / 4.0, 1e-15, 0.0);
    dt_score_shift(q, 4, 3.0);
    for (int i = 0; i < 4; i++)
        assert_near(q[i], 0.75, 1e-12, 0.0); /* equal chances share the total */
}

/* The shipped data. */

struct shipped {
    dt_treaty_data *data;
    dt_treaty_fit *fit;
    dt_treaty_text coruna;
};

static struct shipped load_shipped(void)
{
    struct shipped s = {0};
    assert_int_equal(dt_treaty_data_load(DT_SOURCE_DIR "/data", &s.data, NULL), DT_OK);
    assert_int_equal(dt_treaty_fit_load(DT_SOURCE_DIR "/data/participation_coefficients.csv", &s.fit, NULL),
                     DT_OK);
    assert_int_equal(dt_treaty_text_load(DT_SOURCE_DIR "/data/texts/coruna.yaml", s.data, &s.coruna, NULL),
                     DT_OK);
    return s;
}

static void free_shipped(struct shipped *s)
{
    dt_treaty_fit_free(s->fit);
    dt_treaty_data_free(s->data);
}

/* Tallies as the United Nations published them. */
TEST(tallies_are_those_that_were_published)
{
    static const struct {
        const char *key;
        int yes, no;
    } tally[] = {{"A_RES_78_241", 152, 15},
                 {"A_RES_79_62", 166, 18},
                 {"A_RES_80_57", 164, 13},
                 {"A_RES_80_58", 167, 10}};
    struct shipped s = load_shipped();
    for (int k = 0; k < 4; k++)
        for (int o = 0; o < dt_treaty_instrument_count(s.data); o++) {
            int count[2] = {0};
            if (strcmp(dt_treaty_instrument_key(s.data, o), tally[k].key) != 0) continue;
            for (int i = 0; i < dt_treaty_state_count(s.data); i++)
                if (dt_treaty_outcome(s.data, o, i) >= 0) count[dt_treaty_outcome(s.data, o, i)]++;
            assert_int_equal(count[1], tally[k].yes);
            assert_int_equal(count[0], tally[k].no); /* no and abstentions */
        }
    free_shipped(&s);
}

/* The table is what an estimate gives. Compilers round exp and log differently; the step of the estimate is
 * 1e-5. */
TEST(coefficients_are_those_of_the_data)
{
    struct shipped s = load_shipped();
    dt_treaty_options options = {dt_treaty_fit_summary(s.fit).ridge};
    dt_treaty_fit *anew = NULL;
    assert_int_equal(dt_treaty_estimate(s.data, &options, &anew, NULL), DT_OK);
    for (int c = 0; c < dt_treaty_term_count(); c++) {
        dt_treaty_term one = dt_treaty_term_at(s.fit, c), other = dt_treaty_term_at(anew, c);
        assert_near(one.value, other.value, 1e-3, 0.0); /* a hundredth of a standard error */
        assert_near(one.se, other.se, 1e-3, 1e-2);
    }
    dt_treaty_fit_free(anew);
    free_shipped(&s);
}

/* By the rows of instruments.csv: texts like that of A Coruna were seen; no text on military AI binds and
 * none is verified, so that two pairs of a verified treaty were not. Each adds the variance of a product, 1
 * / 5. */
TEST(pairs_that_nobody_saw_widen_the_level)
{
    struct shipped s = load_shipped();
    dt_treaty_text text = s.coruna;
    assert_near(unseen(s.data, &text), 0.0, 0.0, 0.0);
    assert_int_equal(dt_treaty_support_of(s.data, &text).alike,
                     3); /* the USA's declaration and both of REAIM */
    snprintf(text.name, sizeof text.name, "treaty");
    text.kind = DT_TREATY_CONVENTION;
    text.sponsor = DT_SPONSOR_MIXED;
    text.binding = 1;
    text.verification = 3;
    assert_near(unseen(s.data, &text), 0.4, 1e-15, 0.0);
    dt_treaty_support n = dt_treaty_support_of(s.data, &text);
    assert_int_equal(n.binding, 7);
    assert_int_equal(n.verification, 3); /* both of the test ban, and chemical weapons */
    assert_int_equal(n.alike, 0);
    free_shipped(&s);
}

/* Reasons add up to the log-odds, and what a state's own signature moves is positive for its neighbours. */
TEST(prediction_explains_itself)
{
    struct shipped s = load_shipped();
    dt_treaty_prediction *p = NULL;
    assert_int_equal(dt_treaty_predict(s.fit, s.data, &s.coruna, &p), DT_OK);
    double expected = 0.0;
    for (int i = 0; i < dt_treaty_state_count(s.data); i++) {
        dt_treaty_state seen = dt_treaty_prediction_state(p, i);
        double sum = 0.0;
        for (int r = 0; r < dt_treaty_reason_count(); r++)
            sum += dt_treaty_prediction_reason(p, i, r);
        assert_near(sum, seen.log_odds, 1e-9, 0.0); /* rounding of 130 terms */
        assert_true(seen.low <= seen.high && seen.signs > 0.0 && seen.signs < 1.0);
        for (int j = 0; j < dt_treaty_state_count(s.data); j++)
            assert_true(dt_treaty_prediction_tips(p, i, j) >= -1e-9); /* gamma is positive */
        expected += seen.signs;
    }
    dt_treaty_total total = dt_treaty_prediction_total(p);
    assert_near(total.expected, expected, 1e-9, 0.0);
    assert_int_equal(total.n_equilibrium, 1); /* the contraction is below 1 */
    assert_true(total.low < total.expected && total.expected < total.high);
    assert_true(total.expected_known <= s.coruna.attending);
    dt_treaty_prediction_free(p);
    free_shipped(&s);
}

/* Outcomes and the number of signatures stand beside the prediction and never enter it. */
TEST(observed_outcomes_do_not_enter)
{
    struct shipped s = load_shipped();
    dt_treaty_prediction *one = NULL, *other = NULL;
    assert_int_equal(dt_treaty_predict(s.fit, s.data, &s.coruna, &one), DT_OK);
    memset(s.coruna.outcome, 1, sizeof s.coruna.outcome);
    s.coruna.signed_count = 193;
    assert_int_equal(dt_treaty_predict(s.fit, s.data, &s.coruna, &other), DT_OK);
    for (int i = 0; i < dt_treaty_state_count(s.data); i++)
        assert_near(dt_treaty_prediction_state(one, i).signs, dt_treaty_prediction_state(other, i).signs, 0.0,
                    0.0);
    dt_treaty_prediction_free(one);
    dt_treaty_prediction_free(other);
    free_shipped(&s);
}

/* Only what was known before the date of a text informs about it. */
TEST(later_outcomes_do_not_enter)
{
    struct shipped s = load_shipped();
    unsigned char pool[MAX_INSTRUMENT];
    s.coruna.date = 20231101;
    dt_design_pool(s.data, &s.coruna, NULL, 0, pool);
    for (int o = 0; o < dt_treaty_instrument_count(s.data); o++)
        if (pool[o]) assert_true(s.data->instrument[o].known < 20231101);
    free_shipped(&s);
}

/* Delegations sum to the number that is known. */
TEST(attendance_sums_to_the_delegations)
{
    struct shipped s = load_shipped();
    double p[DT_TREATY_STATES], sum = 0.0;
    assert_int_equal(dt_treaty_attendance(s.data, &s.coruna, p), DT_OK);
    for (int i = 0; i < dt_treaty_state_count(s.data); i++)
        sum += p[i];
    assert_near(sum, 85.0, 1e-9, 0.0); /* bisection */
    assert_true(p[dt_treaty_state_find(s.data, "DEU")] > p[dt_treaty_state_find(s.data, "TUV")]);
    free_shipped(&s);
}

/* Draws repeat, and their mean and spread are those of the table: 400 draws fix a mean to 0.05 standard
 * errors; 4 of those are allowed, and 15 per cent of the spread, which is 4 of its own errors. */
TEST(draws_have_the_covariance)
{
    struct shipped s = load_shipped();
    static double theta[N_THETA], again[N_THETA], sum[N_THETA], square[N_THETA];
    const int n = 400;
    memset(sum, 0, sizeof sum);
    memset(square, 0, sizeof square);
    for (int m = 0; m < n; m++) {
        dt_treaty_draw(s.fit, 5, (unsigned long long)m, theta);
        dt_treaty_draw(s.fit, 5, (unsigned long long)m, again);
        assert_memory_equal(theta, again, sizeof theta);
        for (int c = 0; c < N_THETA; c++) {
            double z = (theta[c] - dt_treaty_term_at(s.fit, c).value) / dt_treaty_term_at(s.fit, c).se;
            sum[c] += z / n;
            square[c] += z * z / n;
        }
    }
    for (int c = 0; c < N_THETA; c++) {
        assert_near(sum[c], 0.0, 0.2, 0.0);
        assert_near(sqrt(square[c]), 1.0, 0.15, 0.0);
    }
    free_shipped(&s);
}

/* Changes are in order, the text itself takes no step, and more cannot be worse than the best. */
TEST(design_finds_the_least_change)
{
    struct shipped s = load_shipped();
    dt_treaty_change change[8];
    dt_treaty_goal goal = {dt_treaty_state_find(s.data, "CHN"), 0.5, 0.0};
    int count = 8;
    assert_int_equal(dt_treaty_design(s.fit, s.data, &s.coruna, &goal, change, &count), DT_OK);
    assert_int_equal(count, 8);
    for (int c = 0; c + 1 < count; c++) {
        assert_true(change[c].is_reached >= change[c + 1].is_reached);
        if (change[c].is_reached && change[c + 1].is_reached)
            assert_true(change[c].steps <= change[c + 1].steps);
    }
    goal = (dt_treaty_goal){-1, 0.0, 1.0};
    assert_int_equal(dt_treaty_design(s.fit, s.data, &s.coruna, &goal, change, &count), DT_OK);
    assert_int_equal(change[0].steps, 0); /* one signature needs no change */
    free_shipped(&s);
}

/* One fold, all methods: the pool of a forward fold is smaller, and the scores lie where scores lie. */
TEST(backtest_of_one_instrument)
{
    struct shipped s = load_shipped();
    dt_treaty_test_options options = {1.0, 1, "USPD"};
    dt_treaty_backtest *b = NULL;
    assert_int_equal(dt_treaty_test(s.data, &options, &b, NULL), DT_OK);
    assert_int_equal(dt_treaty_score_count(b), 2 * DT_TREATY_SCHEME_COUNT * DT_METHOD_COUNT);
    dt_treaty_score game = dt_treaty_score_at(b, 0);
    assert_int_equal(game.n_instrument, 1);
    assert_near(game.share, 57.0 / 193.0, 1e-12, 0.0); /* the official list, without Kosovo */
    assert_true(game.auc > 0.85 && game.brier < 0.13); /* an ideal point alone ranks at 0.89 */
    assert_true(game.brier_known <= game.brier);
    dt_treaty_backtest_free(b);
    options.only = "NOBODY";
    assert_int_equal(dt_treaty_test(s.data, &options, &b, NULL), DT_INPUT);
    free_shipped(&s);
}

/* Coefficients that are written and read again are the same to the digits of the table. */
TEST(coefficients_survive_the_file)
{
    struct shipped s = load_shipped();
    char folder[SCRATCH_PATH], path[SCRATCH_PATH];
    dt_treaty_fit *again = NULL;
    scratch_create(folder);
    scratch_path(folder, "coefficients.csv", path);
    assert_int_equal(dt_treaty_fit_save(s.fit, path, NULL), DT_OK);
    assert_int_equal(dt_treaty_fit_load(path, &again, NULL), DT_OK);
    for (int c = 0; c < N_THETA; c++)
        assert_near(dt_treaty_term_at(again, c).value, dt_treaty_term_at(s.fit, c).value, 1e-12, 1e-9);
    dt_treaty_fit_free(again);
    scratch_remove(folder);
    free_shipped(&s);
}

/* Bad input. */

/* A folder with the shipped tables, one of which has a line more. */
static void folder_with(const char *table, const char *line, char folder[SCRATCH_PATH])
{
    static const char *const tables[] = {"features.csv", "instruments.csv", "votes.csv", "ties.csv"};
    scratch_create(folder);
    for (int k = 0; k < 4; k++) {
        char from[SCRATCH_PATH], to[SCRATCH_PATH], block[4096];
        scratch_path(DT_SOURCE_DIR "/data", tables[k], from);
        scratch_path(folder, tables[k], to);
        FILE *in = fopen(from, "r"), *out = fopen(to, "w");
        assert_true(in && out);
        for (size_t n; (n = fread(block, 1, sizeof block, in)) > 0;)
            assert_int_equal(fwrite(block, 1, n, out), n);
        if (strcmp(table, tables[k]) == 0) fprintf(out, "%s\n", line);
        fclose(in);
        fclose(out);
    }
}

/* Loads such a folder; the first finding must be `code` with a place in the table. */
static void check_bad_table(const char *table, const char *line, dt_error_code code)
{
    char folder[SCRATCH_PATH];
    dt_diagnostics found;
    dt_treaty_data *data = NULL;
    dt_diagnostics_init(&found);
    folder_with(table, line, folder);
    assert_int_equal(dt_treaty_data_load(folder, &data, &found), DT_INPUT);
    assert_null(data);
    assert_true(found.count > 0);
    assert_int_equal(found.item[0].code, code);
    assert_true(found.item[0].line > 1 && found.item[0].column >= 1);
    assert_non_null(strstr(found.item[0].file, table));
    scratch_remove(folder);
}

TEST(bad_tables_are_reported_with_their_place)
{
    check_bad_table("ties.csv", "USA,QQQ,defence_pact,1,flag,2025,atop", DT_E_TREATY_STATE);
    check_bad_table("ties.csv", "CUB,USA,defence_pact,1,flag,2025,atop", DT_E_TREATY_TIE);
    check_bad_table("ties.csv", "CUB,CUB,defence_pact,1,flag,2025,atop", DT_E_TREATY_TIE);
    check_bad_table("ties.csv", "CUB,USA,defence_pact,7,flag,2025,atop", DT_E_DATA_RANGE);
    check_bad_table("votes.csv", "USPD,QQQ,signed,1,confirmed,memory", DT_E_TREATY_STATE);
    check_bad_table("votes.csv", "NOTHING,USA,signed,1,confirmed,memory", DT_E_TREATY_INSTRUMENT);
    check_bad_table("votes.csv", "USPD,USA,signed,1,confirmed,memory", DT_E_DATA_DUPLICATE);
    check_bad_table("votes.csv", "USPD,USA,nodded,1,confirmed,memory", DT_E_DATA_WORD);
    check_bad_table("instruments.csv", "X,X,2025-13-01,2025-12-01,vote,ai,west,0,0,1,g,1,5,9,memory",
                    DT_E_TREATY_DATE);
    check_bad_table("instruments.csv", "USPD,X,2025-12-01,2025-12-01,vote,ai,west,0,0,1,g,1,5,9,memory",
                    DT_E_DATA_DUPLICATE);
    check_bad_table("instruments.csv", "X,X,2025-12-01,2025-12-01,vote,ai,west,0,9,1,g,1,5,9,memory",
                    DT_E_DATA_WORD);
    check_bad_table("features.csv", "ZZZ,gdp,USD billion,2020,1,reported,memory", DT_E_DATA_MISSING);
    check_bad_table("features.csv", "ABC,gdp,USD billion,2020,1,reported,memory", DT_E_DATA_STATE);
}

/* An instrument that everybody joined says nothing about who does. */
TEST(one_outcome_only_is_an_error)
{
    char folder[SCRATCH_PATH];
    dt_diagnostics found;
    dt_treaty_data *data = NULL;
    dt_treaty_fit *fit = NULL;
    dt_diagnostics_init(&found);
    folder_with("instruments.csv", "ALL,All,2025-12-02,2025-12-02,vote,ai,west,0,0,1,g,1,0,0,memory", folder);
    assert_int_equal(dt_treaty_data_load(folder, &data, &found), DT_OK);
    assert_int_equal(dt_treaty_estimate(data, NULL, &fit, &found), DT_INPUT);
    assert_null(fit);
    assert_int_equal(found.item[0].code, DT_E_TREATY_ONE_OUTCOME);
    assert_string_equal(found.item[0].key, "ALL");
    assert_true(found.item[0].line > 1 && found.item[0].column == 1);
    dt_treaty_data_free(data);
    scratch_remove(folder);
}

/* One finding for a text in YAML: code, line and column. */
static void check_bad_text(const struct shipped *s, const char *content, dt_error_code code, int line,
                           int column)
{
    char folder[SCRATCH_PATH], path[SCRATCH_PATH];
    dt_diagnostics found;
    dt_treaty_text text = dt_treaty_text_defaults();
    dt_diagnostics_init(&found);
    scratch_create(folder);
    scratch_path(folder, "text.yaml", path);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(content, file);
    fclose(file);
    assert_int_equal(dt_treaty_text_load(path, s->data, &text, &found), DT_INPUT);
    assert_string_equal(text.name, ""); /* untouched */
    assert_int_equal(found.item[0].code, code);
    assert_int_equal(found.item[0].line, line);
    assert_int_equal(found.item[0].column, column);
    scratch_remove(folder);
}

TEST(bad_texts_are_reported_with_their_place)
{
    struct shipped s = load_shipped();
    check_bad_text(&s, "name: A\nsponsors: west\n", DT_E_UNKNOWN_KEY, 2, 1);
    check_bad_text(&s, "name: A\nsponsor: nobody\n", DT_E_WRONG_TYPE, 2, 10);
    check_bad_text(&s, "name: A\nverification: 4\n", DT_E_OUT_OF_RANGE, 2, 15);
    check_bad_text(&s, "name: A\ndate: 2026-2-5\n", DT_E_TREATY_DATE, 2, 7);
    check_bad_text(&s, "name: A\npresent: [USA, QQQ]\n", DT_E_TREATY_STATE, 2, 16);
    check_bad_text(&s, "kind: treaty\n", DT_E_WRONG_TYPE, 1, 1);
    free_shipped(&s);
}

/* Coefficients of another model are refused. */
TEST(other_coefficients_are_refused)
{
    char folder[SCRATCH_PATH], path[SCRATCH_PATH];
    dt_diagnostics found;
    dt_treaty_fit *fit = NULL;
    dt_diagnostics_init(&found);
    scratch_create(folder);
    scratch_path(folder, "c.csv", path);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs("term,value,unit,se,se_clustered,source,factor\nnothing,1,1,1,1,x,1\n", file);
    fclose(file);
    assert_int_equal(dt_treaty_fit_load(path, &fit, &found), DT_MISMATCH);
    assert_null(fit);
    assert_int_equal(found.item[0].code, DT_E_TREATY_COEFFICIENTS);
    scratch_remove(folder);
}

RUN_TESTS_AND_CASES("participation", operations, CASE(known_coefficients_are_recovered),
                    CASE(levels_of_games_are_recovered), CASE(score_is_the_slope_of_the_likelihood),
                    CASE(score_alone_is_that_with_the_information),
                    CASE(multiples_of_a_column_are_worked_with_once), CASE(response_of_an_equilibrium),
                    CASE(nearest_keeps_the_most_similar), CASE(scores_by_hand),
                    CASE(tallies_are_those_that_were_published), CASE(coefficients_are_those_of_the_data),
                    CASE(prediction_explains_itself), CASE(pairs_that_nobody_saw_widen_the_level),
                    CASE(observed_outcomes_do_not_enter), CASE(later_outcomes_do_not_enter),
                    CASE(attendance_sums_to_the_delegations), CASE(draws_have_the_covariance),
                    CASE(design_finds_the_least_change), CASE(backtest_of_one_instrument),
                    CASE(coefficients_survive_the_file), CASE(bad_tables_are_reported_with_their_place),
                    CASE(one_outcome_only_is_an_error), CASE(bad_texts_are_reported_with_their_place),
                    CASE(other_coefficients_are_refused))
