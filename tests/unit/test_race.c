/* The race on the shipped scenario: equal bits at every width and after a restore, balances that close,
 * limits, events, failures. */
#include "test.h"

#include <stdlib.h>

#include "detente/detente.h"
#include "failing_memory.h"
#include "model/model.h"
#include "race/race.h"

/* The shipped scenario with changes, ready to run. */
struct setup {
    dt_scenario *scenario;
    dt_world *world;
    dt_case *c;
};

static void set_up(struct setup *s, const char *const *change, int n_change)
{
    dt_diagnostics d;
    dt_diagnostics_init(&d);
    memset(s, 0, sizeof *s);
    assert_int_equal(dt_scenario_load(DT_SOURCE_DIR "/scenarios/coruna.yaml", &s->scenario, &d), DT_OK);
    for (int i = 0; i < n_change; i++)
        assert_int_equal(dt_scenario_set(s->scenario, change[2 * i], change[2 * i + 1], &d), DT_OK);
    assert_int_equal(
        dt_world_load(DT_SOURCE_DIR "/data", dt_scenario_describe(s->scenario).start_year - 1, &s->world, &d),
        DT_OK);
    assert_int_equal(dt_case_build(s->world, s->scenario, &s->c, &d), DT_OK);
}

static void tear_down(struct setup *s)
{
    dt_case_free(s->c);
    dt_world_free(s->world);
    dt_scenario_free(s->scenario);
}

static dt_race *make_race(const dt_case *c, int width)
{
    dt_race *race = NULL;
    dt_race_options options = {.width = width};
    assert_int_equal(dt_race_create(c, &options, &race), DT_OK);
    return race;
}

static void run(dt_race *race, uint64_t first, int count, int steps)
{
    dt_race_begin(race, first, count, NULL);
    for (int s = 0; s < steps; s++)
        dt_race_step(race);
}

static uint64_t digest_alone(const dt_case *c, uint64_t member, int width)
{
    dt_race *race = make_race(c, width);
    run(race, member, 1, dt_case_step_count(c));
    uint64_t digest = dt_race_hash(race);
    dt_race_free(race);
    return digest;
}

static int slot_of(const char *name, const char *mechanism)
{
    for (int f = 0; f < dt_field_count(); f++)
        if (strcmp(dt_field_at(f)->name, name) == 0 && strcmp(dt_field_at(f)->mechanism, mechanism) == 0)
            return dt_field_at(f)->slot;
    fail_msg("no field %s", name);
    return -1;
}

TEST(bits_equal_at_every_width)
{
    struct setup s;
    set_up(&s, NULL, 0);
    for (uint64_t member = 0; member < 3; member++) {
        uint64_t reference = digest_alone(s.c, member, 1);
        for (int k = 0; k < dt_kernel_count(); k++)
            if (dt_kernel_at(k).is_supported)
                assert_true(digest_alone(s.c, member, dt_kernel_at(k).width) == reference);
    }
    tear_down(&s);
}

/* A member's bits do not depend on who shares its block: the block's digest is that of its members one by
 * one. */
TEST(bits_do_not_depend_on_neighbours)
{
    struct setup s;
    set_up(&s, NULL, 0);
    dt_race *wide = make_race(s.c, 0);
    dt_race *narrow = make_race(s.c, 1);
    int width = dt_race_width(wide);
    run(wide, 100, width, 12);
    for (int l = 0; l < width; l++) {
        run(narrow, 100 + (uint64_t)l, 1, 12);
        for (int o = 0; o < dt_output_count(); o++)
            for (int i = 0; i < dt_case_state_count(s.c); i++)
                assert_true(dt_race_output(wide, o, i, l) == dt_race_output(narrow, o, i, 0));
    }
    dt_race_free(wide);
    dt_race_free(narrow);
    tear_down(&s);
}

/* The portable kernel, the first in the table, has the bits of the fastest one. */
TEST(portable_kernel_has_the_same_bits)
{
    struct setup s;
    set_up(&s, NULL, 0);
    dt_race *race = make_race(s.c, 1);
    run(race, 5, 1, dt_case_step_count(s.c));
    uint64_t native = dt_race_hash(race);
    race->kernel = dt_kernel_table_at(0);
    run(race, 5, 1, dt_case_step_count(s.c));
    assert_true(dt_race_hash(race) == native);
    dt_race_free(race);
    tear_down(&s);
}

TEST(restore_goes_on_with_the_same_bits_at_another_width)
{
    struct setup s;
    set_up(&s, NULL, 0);
    dt_race *race = make_race(s.c, 1);
    run(race, 7, 1, 20);
    size_t size = dt_race_save_size(race);
    void *saved = malloc(size);
    dt_race_save(race, saved);
    for (int step = 20; step < dt_case_step_count(s.c); step++)
        dt_race_step(race);

    dt_race *other = make_race(s.c, 0);
    assert_int_equal(dt_race_restore(other, saved, size), DT_OK);
    assert_int_equal(dt_race_step_index(other), 20);
    for (int step = 20; step < dt_case_step_count(s.c); step++)
        dt_race_step(other);
    assert_true(dt_race_hash(other) == dt_race_hash(race));
    free(saved);
    dt_race_free(race);
    dt_race_free(other);
    tear_down(&s);
}

TEST(restore_refuses_damage_and_other_cases)
{
    struct setup s, t;
    static const char *const change[] = {"seed", "77"};
    set_up(&s, NULL, 0);
    set_up(&t, change, 1);
    dt_race *race = make_race(s.c, 1);
    dt_race *other = make_race(t.c, 1);
    run(race, 0, 1, 3);
    uint64_t before = dt_race_hash(race);
    size_t size = dt_race_save_size(race);
    unsigned char *saved = malloc(size);
    dt_race_save(race, saved);
    assert_int_equal(dt_race_restore(other, saved, size), DT_MISMATCH);
    assert_int_equal(dt_race_restore(race, saved, size - 8), DT_INPUT);
    assert_int_equal(dt_race_restore(race, saved, 4), DT_INPUT);
    saved[size / 2] ^= 1;
    assert_int_equal(dt_race_restore(race, saved, size), DT_INPUT);
    assert_true(dt_race_hash(race) == before);
    free(saved);
    dt_race_free(race);
    dt_race_free(other);
    tear_down(&s);
    tear_down(&t);
}

/* Both balances add some hundred rounded numbers, each exact to 1.1e-16: 1e-9 is the bound that the model
 * states. */
TEST(balances_close_in_every_step)
{
    struct setup s;
    set_up(&s, NULL, 0);
    dt_race *race = make_race(s.c, 0);
    dt_race_begin(race, 0, dt_race_width(race), NULL);
    for (int step = 0; step < dt_case_step_count(s.c); step++) {
        dt_race_step(race);
        for (int l = 0; l < dt_race_count(race); l++) {
            dt_account account = dt_race_account(race, l);
            assert_true(account.energy < 1e-9);
            assert_true(account.chips < 1e-9);
        }
    }
    dt_race_free(race);
    tear_down(&s);
}

TEST(unlimited_power_switches_everything_on)
{
    struct setup s;
    static const char *const change[] = {"power_limit_off", "1"};
    set_up(&s, change, 1);
    int share = slot_of("powered_share", "compute");
    dt_race *race = make_race(s.c, 1);
    run(race, 3, 1, 40);
    for (int i = 0; i < dt_case_state_count(s.c); i++)
        assert_true(dt_race_state_value(race, share, i, 0) == 1.0);
    dt_race_free(race);
    tear_down(&s);
}

/* Without AI the power system must not notice how compute is parameterised: equal bits of everything that
 * power computes. */
TEST(without_ai_the_power_system_is_the_reference_system)
{
    struct setup s, t;
    static const char *const change_s[] = {"capex_scale", "0", "accelerators", "0"};
    static const char *const change_t[] = {
        "capex_scale",          "0", "accelerators", "0", "chip_efficiency_growth", "0.1",
        "accelerator_lifetime", "9"};
    set_up(&s, change_s, 2);
    set_up(&t, change_t, 4);
    dt_race *with = make_race(s.c, 1);
    dt_race *without = make_race(t.c, 1);
    double *u = malloc(sizeof *u * (size_t)(dt_case_factor_count(s.c) + dt_case_factor_count(t.c)));
    for (int f = 0; f < dt_case_factor_count(s.c) + dt_case_factor_count(t.c); f++)
        u[f] = 0.3;
    dt_race_begin(with, 0, 1, u);
    dt_race_begin(without, 0, 1, u);
    for (int step = 0; step < 40; step++) {
        dt_race_step(with);
        dt_race_step(without);
    }
    int n_power = (int)(sizeof(struct power_state) / sizeof(lane));
    for (int i = 0; i < dt_case_state_count(s.c); i++)
        for (int slot = 0; slot < n_power; slot++)
            assert_true(dt_race_state_value(with, slot, i, 0) == dt_race_state_value(without, slot, i, 0));
    free(u);
    dt_race_free(with);
    dt_race_free(without);
    tear_down(&s);
    tear_down(&t);
}

/* A number that is not finite, planted in one member, stops that member with its place and leaves its
 * neighbours' bits alone. */
TEST(a_member_that_breaks_is_named_and_does_not_touch_others)
{
    struct setup s;
    set_up(&s, NULL, 0);
    dt_race *race = make_race(s.c, 0);
    int width = dt_race_width(race), last = width - 1;
    int capacity = slot_of("capacity", "power"), usa = dt_world_state_index(s.world, "USA");
    run(race, 0, width, 4);
    *dt_race_at(race, dt_race_state_position(race, usa, capacity + DT_GAS), last) = NAN;
    for (int step = 4; step < 10; step++)
        dt_race_step(race);
    dt_failure failure = dt_race_failure(race, last);
    assert_true(failure.has_failed);
    assert_int_equal(failure.step, 5);
    assert_string_equal(failure.mechanism, "power");
    if (width > 1) {
        assert_false(dt_race_failure(race, 0).has_failed);
        dt_race *alone = make_race(s.c, 1);
        run(alone, 0, 1, 10);
        assert_true(dt_race_output(race, 0, usa, 0) == dt_race_output(alone, 0, usa, 0));
        dt_race_free(alone);
    }
    dt_race_free(race);
    tear_down(&s);
}

/* The countdown to a failing allocation does not move while members are begun and stepped. */
TEST(a_step_allocates_nothing)
{
    struct setup s;
    set_up(&s, NULL, 0);
    dt_race *race = make_race(s.c, 0);
    const long far = 1000000;
    memory_fail_at(far);
    run(race, 0, dt_race_width(race), dt_case_step_count(s.c));
    assert_int_equal(memory_left, far);
    memory_fail_at(-1);
    dt_race_free(race);
    tear_down(&s);
}

RUN_TESTS(CASE(a_step_allocates_nothing), CASE(bits_equal_at_every_width),
          CASE(bits_do_not_depend_on_neighbours), CASE(portable_kernel_has_the_same_bits),
          CASE(restore_goes_on_with_the_same_bits_at_another_width),
          CASE(restore_refuses_damage_and_other_cases), CASE(balances_close_in_every_step),
          CASE(unlimited_power_switches_everything_on),
          CASE(without_ai_the_power_system_is_the_reference_system),
          CASE(a_member_that_breaks_is_named_and_does_not_touch_others))
