/* The shipped scenarios of restraint and of a treaty do what their names say: the state that holds back, or
 * every party, spends and runs less and is less capable in 2035 than the same members of the main scenario;
 * required parties keep a text out of force. */
#include "test.h"

#include "detente/detente.h"

enum { N_MEMBER = 8 }; /* the same in every scenario */

static const char *const outputs[] = {"ai_spending", "running_compute", "capability"};

enum { N_OUTPUT = sizeof outputs / sizeof outputs[0] };

/* What a state has at the end of 2035, and in how many members the text is in force then. */
struct result {
    double value[N_OUTPUT][N_MEMBER];
    int in_force;
    double next_conference; /* yr, of the last member */
};

static int slot_of(const char *field)
{
    int f = 0;
    while (strcmp(dt_field_at(f)->name, field) != 0)
        f++;
    return dt_field_at(f)->slot;
}

static int state_of(const dt_case *c, const char *iso3)
{
    int i = 0;
    while (strcmp(dt_case_state_iso3(c, i), iso3) != 0)
        i++;
    return i;
}

static void run_members(const dt_case *c, const char *iso3, struct result *r)
{
    const dt_race_options options = {.width = 1};
    dt_race *race = NULL;
    int state = state_of(c, iso3);
    assert_int_equal(dt_race_create(c, &options, &race), DT_OK);
    for (int m = 0; m < N_MEMBER; m++) {
        dt_race_begin(race, (uint64_t)m, 1, NULL);
        for (int t = 0; t < dt_case_step_count(c); t++)
            dt_race_step(race);
        for (int o = 0; o < N_OUTPUT; o++)
            r->value[o][m] = dt_race_output(race, dt_output_find(outputs[o]), state, 0);
        r->in_force += dt_race_global_value(race, slot_of("in_force"), 0) > 0.5;
        r->next_conference = dt_race_global_value(race, slot_of("next_conference"), 0);
    }
    dt_race_free(race);
}

/* Runs a shipped scenario to the end of 2035 with keys set: pairs of key and value, at the end NULL. */
static struct result run(const char *name, const char *iso3, const char *const *change)
{
    struct result r = {.in_force = 0};
    dt_world *world = NULL;
    dt_scenario *s = NULL;
    dt_case *c = NULL;
    char path[1024];
    snprintf(path, sizeof path, "%s/scenarios/%s.yaml", DT_SOURCE_DIR, name);
    assert_int_equal(dt_world_load(DT_SOURCE_DIR "/data", 2025, &world, NULL), DT_OK);
    assert_int_equal(dt_scenario_load(path, &s, NULL), DT_OK);
    assert_int_equal(dt_scenario_set(s, "end", "2035", NULL), DT_OK);
    for (; change && *change; change += 2)
        assert_int_equal(dt_scenario_set(s, change[0], change[1], NULL), DT_OK);
    assert_int_equal(dt_case_build(world, s, &c, NULL), DT_OK);
    run_members(c, iso3, &r);
    dt_case_free(c);
    dt_scenario_free(s);
    dt_world_free(world);
    return r;
}

/* No member has more, and all together have less: one in which war has left no compute has none in either. */
static void check_less(const char *scenario, const char *iso3)
{
    struct result plain = run("coruna", iso3, NULL), held = run(scenario, iso3, NULL);
    for (int o = 0; o < N_OUTPUT; o++) {
        int n_less = 0;
        for (int m = 0; m < N_MEMBER; m++) {
            assert_true(held.value[o][m] <= plain.value[o][m]);
            n_less += held.value[o][m] < plain.value[o][m];
        }
        assert_true(n_less >= N_MEMBER - 1);
    }
}

TEST(who_holds_back_has_less)
{
    check_less("unilateral-restraint-usa", "USA");
    check_less("unilateral-restraint-chn", "CHN");
}

TEST(parties_of_a_full_treaty_have_less)
{
    check_less("full-treaty", "USA");
    check_less("full-treaty", "CHN");
}

/* A required party that never signs keeps the text out of force; one that is not required does not. */
TEST(required_parties_hold_the_key)
{
    static const char *const required[] = {"postures", "{refuser: {base: -20, lead: -50}}", "posture.CHN",
                                           "refuser", NULL};
    static const char *const free_to_stay_out[] = {"postures",
                                                   "{refuser: {base: -20, lead: -50}}",
                                                   "posture.CHN",
                                                   "refuser",
                                                   "required_parties",
                                                   "[USA]",
                                                   NULL};
    assert_int_equal(run("full-treaty", "CHN", NULL).in_force, N_MEMBER);
    assert_int_equal(run("full-treaty", "CHN", required).in_force, 0);
    assert_int_equal(run("full-treaty", "CHN", free_to_stay_out).in_force, N_MEMBER);
}

/* Four conferences a year are held in steps of a year as well: the next one lies behind the end, 2036, by at
 * most a quarter. */
TEST(conferences_keep_up_with_long_steps)
{
    static const char *const often[] = {"step", "year", "conference_interval", "0.25", NULL};
    double next = run("coruna", "USA", often).next_conference;
    assert_true(next > 2036.0 - 1e-6 && next <= 2036.25 + 1e-6);
}

RUN_TESTS(CASE(who_holds_back_has_less), CASE(parties_of_a_full_treaty_have_less),
          CASE(required_parties_hold_the_key), CASE(conferences_keep_up_with_long_steps))
