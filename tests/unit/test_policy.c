/* Search for policies on the real world: a known optimum, the same bits with and without interruption. */
#include "test.h"

#include <stdlib.h>

#include "detente/policy.h"
#include "scratch.h"

static const char text[] = "text: a short run\nstart: 2026-Q1\nend: 2030-Q4\nseed: 3\ngroups: [USA, CHN]\n";

typedef struct bench {
    dt_world *world;
    dt_scenario *scenario;
    dt_policy_lever lever[2];
    dt_policy_objective objective[2];
    dt_policy_problem problem;
    char folder[SCRATCH_PATH];
} bench;

static void open_bench(bench *b)
{
    assert_int_equal(dt_world_load(DT_SOURCE_DIR "/data", 2025, &b->world, NULL), DT_OK);
    assert_int_equal(dt_scenario_parse(text, sizeof text - 1, "short", ".", &b->scenario, NULL), DT_OK);
    assert_int_equal(dt_policy_read_lever("permit_delay_scale.USA:0.5:1", &b->lever[0]), DT_OK);
    assert_int_equal(dt_policy_read_lever("permit_delay_scale.CHN:0.2:1", &b->lever[1]), DT_OK);
    assert_int_equal(dt_policy_read_objective("ai_power.USA.2030:max:0.5", &b->objective[0]), DT_OK);
    assert_int_equal(dt_policy_read_objective("ai_power.CHN.2030:min:0.1:p90", &b->objective[1]), DT_OK);
    b->problem = (dt_policy_problem){b->world, b->scenario, 2, 2, b->lever, b->objective, 4};
    scratch_create(b->folder);
}

static void close_bench(bench *b)
{
    scratch_remove(b->folder);
    dt_scenario_free(b->scenario);
    dt_world_free(b->world);
}

/* In this range shorter permits always bring the USA more power by 2030: the optimum is the bound. */
TEST(optimum_lies_at_the_bound)
{
    bench b;
    dt_search *search = NULL;
    double value[2], objective[2], plain[2];
    open_bench(&b);
    b.problem.n_lever = 1;
    b.problem.n_objective = 1;
    b.objective[0].epsilon = 1e-3; /* GW: tells apart what the last tenth of the lever does */
    dt_policy_options options = {.evaluations = 64, .population = 16, .seed = 1, .threads = 1};
    assert_int_equal(dt_policy_search(&b.problem, &options, &search, NULL), DT_OK);
    assert_int_equal(dt_search_count(search), 1);
    dt_policy_at(&b.problem, search, 0, value, objective);
    assert_true(value[0] < 0.51);
    double bound = 0.5;
    assert_int_equal(dt_policy_judge(&b.problem, &bound, plain, NULL), DT_OK);
    assert_near(objective[0], plain[0], 1e-3, 0.0); /* within the epsilon of the best there is */
    assert_int_equal(dt_policy_judge(&b.problem, NULL, plain, NULL), DT_OK);
    assert_true(objective[0] > plain[0] + 0.3);
    dt_search_free(search);
    close_bench(&b);
}

static dt_search *search_with(bench *b, int64_t evaluations, int is_resumed, int threads)
{
    dt_search *search = NULL;
    dt_policy_options options = {.evaluations = evaluations,
                                 .population = 8,
                                 .seed = 5,
                                 .threads = threads,
                                 .folder = b->folder,
                                 .is_resumed = is_resumed};
    assert_int_equal(dt_policy_search(&b->problem, &options, &search, NULL), DT_OK);
    return search;
}

TEST(resumed_search_has_the_same_bits)
{
    bench b;
    open_bench(&b);
    dt_search *whole = search_with(&b, 32, 0, 1);
    dt_search_free(search_with(&b, 16, 0, 2));
    dt_search *resumed = search_with(&b, 32, 1, 2);
    size_t size = dt_search_save_size(whole);
    assert_int_equal(dt_search_save_size(resumed), size);
    unsigned char *bytes = malloc(2 * size);
    assert_non_null(bytes);
    dt_search_save(whole, bytes);
    dt_search_save(resumed, bytes + size);
    assert_memory_equal(bytes, bytes + size, size);
    free(bytes);
    dt_search_free(whole);
    dt_search_free(resumed);
    close_bench(&b);
}

TEST(state_of_another_search_is_refused)
{
    bench b;
    dt_search *search = NULL;
    open_bench(&b);
    dt_search_free(search_with(&b, 8, 0, 1));
    b.lever[0].high = 0.9;
    dt_policy_options options = {
        .evaluations = 16, .population = 8, .seed = 5, .threads = 1, .folder = b.folder, .is_resumed = 1};
    assert_int_equal(dt_policy_search(&b.problem, &options, &search, NULL), DT_MISMATCH);
    assert_null(search);
    close_bench(&b);
}

TEST(stop_keeps_whole_generations)
{
    bench b;
    dt_search *search = NULL;
    const int stop = 1;
    open_bench(&b);
    dt_policy_options options = {.evaluations = 16, .population = 8, .seed = 5, .threads = 1, .stop = &stop};
    assert_int_equal(dt_policy_search(&b.problem, &options, &search, NULL), DT_INTERRUPTED);
    assert_int_equal(dt_search_evaluations(search), 0);
    dt_search_free(search);
    close_bench(&b);
}

TEST(unknown_outcome_and_lever_are_reported)
{
    bench b;
    double value[2] = {0.5, 0.5}, objective[2];
    open_bench(&b);
    strcpy(b.objective[1].outcome, "ai_power.CHN.2029");
    assert_int_equal(dt_policy_judge(&b.problem, value, objective, NULL), DT_INPUT);
    strcpy(b.lever[1].key, "no_such_lever");
    assert_int_equal(dt_policy_judge(&b.problem, value, objective, NULL), DT_INPUT);
    close_bench(&b);
}

TEST(text_of_levers_and_objectives)
{
    dt_policy_lever lever;
    dt_policy_objective o;
    assert_int_equal(dt_policy_read_lever("a.B:1:1", &lever), DT_INPUT);
    assert_int_equal(dt_policy_read_lever("a.B:0:1:2", &lever), DT_INPUT);
    assert_int_equal(dt_policy_read_lever(":0:1", &lever), DT_INPUT);
    assert_int_equal(dt_policy_read_objective("x:most", &o), DT_INPUT);
    assert_int_equal(dt_policy_read_objective("x:max:p101", &o), DT_INPUT);
    assert_int_equal(dt_policy_read_objective("x:max:0", &o), DT_INPUT);
    assert_int_equal(dt_policy_read_objective("x:min:share<5", &o), DT_OK);
    assert_true(o.statistic == DT_POLICY_BELOW && o.parameter == 5.0 && !o.is_max && o.epsilon == 0.0);
    assert_int_equal(dt_policy_read_objective("x:max:2:p10", &o), DT_OK);
    assert_true(o.statistic == DT_POLICY_QUANTILE && o.epsilon == 2.0 && o.is_max);
    assert_near(o.parameter, 0.1, 0.0, 1e-15);
}

RUN_TESTS(CASE(optimum_lies_at_the_bound), CASE(resumed_search_has_the_same_bits),
          CASE(state_of_another_search_is_refused), CASE(stop_keeps_whole_generations),
          CASE(unknown_outcome_and_lever_are_reported), CASE(text_of_levers_and_objectives))
