/* Scenarios and cases when memory runs out: each allocation fails in turn; the call must say so, leave its
 * result alone and hold nothing. */
#include "failing_memory.h"

#include "detente/scenario.h"
#include "test.h"

static const char
    *const text = "name: trial\ntext: Words.\ngroups: [USA, EU]\noutputs: [capability]\n"
                  "levers:\n  openness: {USA: 0.1, EU: {uniform: [0.1, 0.3]}, all: 0.7}\n"
                  "parameters:\n  algorithm_growth: {normal: {mean: 1.1, sd: 0.3}}\n"
                  "  build_ceiling: {discrete: {values: [2, 4, 8], weights: [1, 2, 1]}}\n"
                  "correlations:\n  - {parameters: [open_lag, ally_lag, leak_lag], rho: 0.3}\n"
                  "events:\n  - {at: 2030-Q3, add: {openness: {USA: -0.1}}, set: {equal_chips: 1}}\n";

enum { MOST_ALLOCATIONS = 100000 };

TEST(parse_without_memory)
{
    for (long n = 0; n < MOST_ALLOCATIONS; n++) {
        dt_scenario *s = NULL;
        long held = memory_held();
        memory_fail_at(n);
        dt_status status = dt_scenario_parse(text, strlen(text), "test.yaml", NULL, &s, NULL);
        int has_failed = memory_has_failed();
        memory_fail_at(-1);
        assert_int_equal(status, has_failed ? DT_NO_MEMORY : DT_OK);
        assert_int_equal(s != NULL, !has_failed);
        dt_scenario_free(s);
        assert_int_equal(memory_held(), held);
        if (!has_failed) return;
    }
    fail_msg("too many allocations");
}

TEST(load_without_memory)
{
    for (long n = 0; n < MOST_ALLOCATIONS; n++) {
        dt_scenario *s = NULL;
        long held = memory_held();
        memory_fail_at(n);
        dt_status status = dt_scenario_load(DT_SOURCE_DIR "/scenarios/permit-reform.yaml", &s, NULL);
        int has_failed = memory_has_failed();
        memory_fail_at(-1);
        assert_int_equal(status, has_failed ? DT_NO_MEMORY : DT_OK);
        dt_scenario_free(s);
        assert_int_equal(memory_held(), held);
        if (!has_failed) return;
    }
    fail_msg("too many allocations");
}

TEST(set_and_canonical_without_memory)
{
    dt_scenario *s = NULL;
    char *before = NULL;
    assert_int_equal(dt_scenario_parse(text, strlen(text), "test.yaml", NULL, &s, NULL), DT_OK);
    assert_int_equal(dt_scenario_canonical(s, &before), DT_OK);
    for (long n = 0; n < MOST_ALLOCATIONS; n++) {
        long held = memory_held();
        char *after = NULL;
        memory_fail_at(n);
        dt_status status = dt_scenario_set(s, "openness.CHN", "{uniform: [0.2, 0.4]}", NULL);
        int has_failed = memory_has_failed();
        memory_fail_at(-1);
        if (!has_failed) break;
        assert_int_equal(status, DT_NO_MEMORY);
        assert_int_equal(memory_held(), held);
        assert_int_equal(dt_scenario_canonical(s, &after), DT_OK);
        assert_string_equal(before, after);
        dt_free(after);
    }
    dt_free(before);
    for (long n = 0; n < MOST_ALLOCATIONS; n++) {
        char *canonical = NULL;
        memory_fail_at(n);
        dt_status status = dt_scenario_canonical(s, &canonical);
        int has_failed = memory_has_failed();
        memory_fail_at(-1);
        dt_free(canonical);
        if (!has_failed) break;
        assert_int_equal(status, DT_NO_MEMORY);
        assert_null(canonical);
    }
    dt_scenario_free(s);
}

TEST(case_without_memory)
{
    dt_world *world = NULL;
    dt_scenario *s = NULL;
    assert_int_equal(dt_world_load(DT_SOURCE_DIR "/data", 2025, &world, NULL), DT_OK);
    assert_int_equal(dt_scenario_parse(text, strlen(text), "test.yaml", NULL, &s, NULL), DT_OK);
    for (long n = 0; n < MOST_ALLOCATIONS; n++) {
        dt_case *c = NULL;
        long held = memory_held();
        memory_fail_at(n);
        dt_status status = dt_case_build(world, s, &c, NULL);
        int has_failed = memory_has_failed();
        memory_fail_at(-1);
        assert_int_equal(status, has_failed ? DT_NO_MEMORY : DT_OK);
        assert_int_equal(c != NULL, !has_failed);
        dt_case_free(c);
        assert_int_equal(memory_held(), held);
        if (!has_failed) break;
    }
    dt_scenario_free(s);
    dt_world_free(world);
}

RUN_TESTS(CASE(parse_without_memory), CASE(load_without_memory), CASE(set_and_canonical_without_memory),
          CASE(case_without_memory))
