/* Solvers of games when memory runs out: each allocation fails in turn; the call must say so and hold
 * nothing. */
#include "failing_memory.h"

#include "detente/games.h"
#include "test.h"

enum { MOST_ALLOCATIONS = 20000 };

/* A game of three players with three equilibria. */
static dt_normal *three_players(void)
{
    static const double payoff[8][3] = {{9, 8, 12}, {0, 0, 0}, {0, 0, 0}, {9, 8, 2},
                                        {0, 0, 0},  {3, 4, 6}, {3, 4, 6}, {0, 0, 0}};
    dt_normal *game = NULL;
    assert_int_equal(dt_normal_create(3, (int[]){2, 2, 2}, &game), DT_OK);
    for (int s = 0; s < 8; s++)
        for (int i = 0; i < 3; i++)
            dt_normal_set_payoff(game, s, i, payoff[s][i]);
    return game;
}

/* One call; returns its status and frees what it made. */
typedef dt_status call(const dt_normal *game);

static void fail_each(call *run)
{
    dt_normal *game = three_players();
    for (long n = 0; n < MOST_ALLOCATIONS; n++) {
        long held = memory_held();
        memory_fail_at(n);
        dt_status status = run(game);
        int has_failed = memory_has_failed();
        memory_fail_at(-1);
        assert_int_equal(status, has_failed ? DT_NO_MEMORY : DT_OK);
        assert_int_equal(memory_held(), held);
        if (has_failed) continue;
        dt_normal_free(game);
        return;
    }
    fail_msg("too many allocations");
}

static dt_status by_method(const dt_normal *game, const char *method)
{
    dt_equilibria list;
    dt_solve_options options = dt_solve_defaults();
    options.starts = 1;
    dt_status status = dt_normal_solve(game, method, &options, &list, NULL);
    dt_equilibria_free(&list);
    return status;
}

static dt_status polynomial(const dt_normal *game)
{
    return by_method(game, "polynomial");
}

static dt_status newton(const dt_normal *game)
{
    return by_method(game, "newton");
}

static dt_status logit(const dt_normal *game)
{
    return by_method(game, "logit");
}

static dt_status replicator(const dt_normal *game)
{
    return by_method(game, "replicator");
}

TEST(methods_without_memory)
{
    fail_each(polynomial);
    fail_each(newton);
    fail_each(logit);
    fail_each(replicator);
}

static dt_status estimate(const dt_normal *game)
{
    const double count[6] = {5, 3, 4, 4, 6, 2};
    dt_qre_fit fit;
    return dt_qre_estimate(game, count, &fit, NULL);
}

static dt_status learn(const dt_normal *game)
{
    double mixed[6], joint[8];
    dt_status status = dt_fictitious_play(game, 10, mixed, NULL);
    return status == DT_OK ? dt_regret_matching(game, 10, 1, mixed, joint, NULL) : status;
}

static dt_status rank(const dt_normal *game)
{
    double vector[8];
    int component[8], n;
    enum dt_potential kind;
    dt_status status = dt_alpha_rank(game, 10, 1.0, vector);
    if (status == DT_OK) status = dt_alpha_rank_limit(game, 10, component, vector, &n);
    return status == DT_OK ? dt_potential_find(game, 0.0, NULL, &kind) : status;
}

static dt_status alike(const dt_normal *game)
{
    (void)game;
    dt_roles *roles = NULL, *reduced = NULL;
    dt_role_equilibria list = {0};
    double mixed[2];
    dt_status status = dt_roles_create(1, (int[]){4}, (int[]){2}, &roles);
    for (int64_t s = 0; status == DT_OK && s < 5; s++)
        for (int a = 0; a < 2; a++)
            dt_roles_set_payoff(roles, s, 0, a, (double)((3 * s + 2 * a) % 5));
    if (status == DT_OK) status = dt_roles_solve(roles, NULL, &list);
    if (status == DT_OK) status = dt_roles_qre(roles, 0.5, mixed);
    if (status == DT_OK) status = dt_roles_reduce(roles, DT_HIERARCHICAL, (int[]){2}, &reduced, NULL);
    dt_role_equilibria_free(&list);
    dt_roles_free(roles);
    dt_roles_free(reduced);
    return status;
}

static dt_status populate(const dt_normal *game)
{
    (void)game;
    const double payoff[4] = {1, 3, 2, 1.5};
    double difference[19], log_rho[4], vector[21];
    const int weight[3] = {3, 2, 1};
    const dt_two_keys rule = {3, weight, 2, 4};
    dt_key_power power = {0};
    dt_pair_difference(payoff, 20, difference);
    dt_status status = dt_fixation_matrix(payoff, 2, 20, 1.0, log_rho);
    if (status == DT_OK) status = dt_small_mutation(log_rho, 2, vector);
    if (status == DT_OK) status = dt_mutation_selection(difference, 20, 1.0, 0.1, vector);
    if (status == DT_OK) status = dt_log_fixation(difference, 20, 1.0, vector);
    if (status == DT_OK) status = dt_two_key_power(&rule, &power);
    return status;
}

static dt_status foresee(const dt_normal *game)
{
    (void)game;
    const double payoff[8] = {0, 0, -1, 1, 1, -1, 2, 2};
    char consistent[4];
    return dt_farsighted_sets(2, payoff, 0.0, 0, consistent);
}

TEST(calls_without_memory)
{
    fail_each(estimate);
    fail_each(learn);
    fail_each(rank);
    fail_each(alike);
    fail_each(populate);
    fail_each(foresee);
}

RUN_TESTS(CASE(methods_without_memory), CASE(calls_without_memory))
