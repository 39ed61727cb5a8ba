/* Compute against closed forms and accounts made by hand. The mechanism under test is included, so that each
 * equation can be called. */
#include "model/compute.c"

#include "small_model.h"

/* ---- operations of reference cases ---- */

static const struct small_call calls[] = {{"begin", DT_WIDE(dt_compute_begin)},
                                          {"begin_service", DT_WIDE(dt_compute_begin_service)},
                                          {"step", DT_WIDE(dt_compute_step)},
                                          {"offer", offer},
                                          {"adopt", adopt},
                                          {"order", order},
                                          {"sell", sell},
                                          {"serve", serve},
                                          {"switch_on", switch_on},
                                          {"cost", cost},
                                          {NULL, NULL}};

static void run_model(struct reference *r)
{
    small_run(r, calls);
}

static void run_bass(struct reference *r)
{
    double p = reference_in(r, "innovation"), q = reference_in(r, "imitation"), dt = reference_in(r, "dt");
    double growth = lane_exp((p + q) * dt), adoption = reference_in_or(r, "start", 0.0), fastest = -1.0,
           peak = 0.0, at_peak = 0.0;
    int steps = (int)reference_in(r, "steps");
    for (int t = 1; t <= steps; t++) {
        double next = bass_next(adoption, p, q, growth);
        if (next - adoption > fastest) {
            fastest = next - adoption;
            peak = (t - 0.5) * dt;
            at_peak = 0.5 * (adoption + next);
        }
        adoption = next;
        reference_check_at(r, "adoption", t, adoption);
    }
    reference_check(r, "peak_time", peak);
    reference_check(r, "adoption_at_peak", at_peak);
    reference_check(r, "peak_rate", fastest / dt);
}

static void run_annuity(struct reference *r)
{
    reference_check(r, "annuity", annuity(reference_in(r, "interest"), reference_in(r, "life")));
}

static void run_energy_cost(struct reference *r)
{
    reference_check(r, "cost",
                    energy_cost(reference_in(r, "power"), reference_in(r, "pue"),
                                reference_in(r, "load_factor"), reference_in(r, "price")));
}

static void run_output(struct reference *r)
{
    static struct small_model s;
    double time[MAX_REFERENCE_LIST];
    small_build(&s, r);
    int n = reference_list(r, "times", time);
    for (int t = 0; t < n; t++)
        reference_check_at(r, "output", t, maker_output(&s.m, DT_WEST, time[t]));
}

static const struct reference_op ops[] = {{"model", run_model},     {"bass", run_bass},
                                          {"annuity", run_annuity}, {"energy_cost", run_energy_cost},
                                          {"output", run_output},   {NULL, NULL}};

/* ---- properties ---- */

/* Three states that buy from two makers: a home of each, and one without. */
static void make_world(struct small_model *s)
{
    small_start(s);
    s->m.n_state = 3;
    s->constant.start = 2026.0;
    s->constant.first_path_year = 2025.0;
    s->constant.n_path_year = 3;
    s->constant.chip_home[DT_WEST] = 0;
    s->constant.chip_home[DT_CHINA] = 1;
    s->constant.chip_power[DT_WEST] = 0.73;
    s->constant.chip_power[DT_CHINA] = 1.92;
    s->constant.chip_price[DT_WEST] = 38000.0;
    s->constant.chip_price[DT_CHINA] = 44000.0;
    for (int y = 0; y < 3; y++) {
        s->path[y][DT_WEST] = 4e6 + 3e6 * y;
        s->path[y][DT_CHINA] = 4e5 + 3e5 * y;
    }
    for (int i = 0; i < 3; i++) {
        s->fixed[i].compute = (struct compute_fixed){
            .gdp = 20000.0 / (i + 1), .ai_capex = 150.0 / (i + 1), .accelerator_power = 1.0 + 0.1 * i};
        s->site[i].compute = (struct compute_site){.chip_access_west = i == 1 ? 0.2 : 1.0,
                                                   .chip_access_china = i == 0 ? 0.0 : 0.6,
                                                   .pue = 1.2,
                                                   .accelerators = 4e6 / (i + 1),
                                                   .capex_ceiling = 0.03,
                                                   .gdp_growth = 0.02};
        s->state[i].power = (struct power_state){.ai_supply = 8.0,
                                                 .room_at_peak = 8.0,
                                                 .room_in_energy = 30.0,
                                                 .connected = 9.0,
                                                 .connection_rate = 2.0,
                                                 .price = 60.0};
    }
}

static void begin_world(struct small_model *s)
{
    dt_compute_begin_w1(&s->m);
    dt_compute_begin_service_w1(&s->m);
}

/* Bought = in service + retired + destroyed, over 60 steps with purchases. 1e-12 is the rounding of some
 * hundred sums. */
TEST(chip_balance_closes)
{
    static struct small_model s;
    make_world(&s);
    begin_world(&s);
    for (int t = 0; t < 60; t++, s.m.step++) {
        dt_compute_step_w1(&s.m);
        for (int i = 0; i < 3; i++) {
            const struct compute_state *c = &s.state[i].compute;
            assert_near(c->in_service + c->total_retired + c->total_destroyed, c->total_bought, 0.0, 1e-12);
        }
    }
    for (int i = 0; i < 3; i++) /* there was something to balance */
        assert_true(s.state[i].compute.total_bought > 1.5 * s.site[i].compute.accelerators);
}

/* What stands in service and what it draws agree: each maker's stock at its own power, new accelerators at
 * the power of their day. */
TEST(stock_and_draw_agree)
{
    static struct small_model s;
    make_world(&s);
    s.param.compute.chip_efficiency_growth = 0.0;
    s.fixed[0].compute.accelerator_power = 0.73;
    s.site[0].compute.chip_access_china = 1.0;
    begin_world(&s);
    for (int t = 0; t < 20; t++, s.m.step++) {
        dt_compute_step_w1(&s.m);
        const struct compute_state *c = &s.state[0].compute;
        double units = 0.0, west = c->age_1[0] + c->age_2[0] + c->age_3[0],
               china = c->age_1[1] + c->age_2[1] + c->age_3[1];
        units += west + china;
        assert_near(c->in_service, units, 0.0, 1e-14);
        assert_near(c->facility, 1.2 * (0.73 * west + 1.92 * china) / 1e6, 0.0, 1e-12); /* rounding */
    }
}

/* Power without limit, or a scenario in which power never limits: everything is switched on, exactly. */
TEST(unlimited_power_switches_everything_on)
{
    static struct small_model s;
    for (int way = 0; way < 2; way++) {
        make_world(&s);
        if (way == 0)
            s.param.compute.power_limit_off = 1.0;
        else
            for (int i = 0; i < 3; i++)
                s.state[i].power = (struct power_state){
                    .ai_supply = 1e9, .room_at_peak = 1e9, .room_in_energy = 1e9, .connected = 1e9};
        begin_world(&s);
        for (int t = 0; t < 60; t++, s.m.step++) {
            dt_compute_step_w1(&s.m);
            for (int i = 0; i < 3; i++) {
                const struct compute_state *c = &s.state[i].compute;
                assert_true(c->powered_share == 1.0);
                assert_true(c->stranded == 0.0);
                assert_true(c->powered == c->facility);
                assert_true(c->wanted == c->affordable);
            }
        }
    }
}

/* With scarce power part of the fleet stands dark: running, powered and stranded follow from the share. */
TEST(stranded_is_what_power_leaves_dark)
{
    static struct small_model s;
    make_world(&s);
    begin_world(&s);
    for (int i = 0; i < 3; i++)
        s.state[i].power.ai_supply = 1.0;
    dt_compute_step_w1(&s.m);
    for (int i = 0; i < 3; i++) {
        const struct compute_state *c = &s.state[i].compute;
        assert_true(c->facility > 1.0);
        assert_near(c->powered_share, 1.0 / c->facility, 0.0, 1e-15);
        assert_near(c->powered, 1.0, 0.0, 1e-15);
        assert_near(c->stranded, c->in_service * (1.0 - 1.0 / c->facility), 0.0, 1e-15);
        assert_near(c->running, 0.7 * (c->in_service - c->stranded), 0.0, 1e-14);
    }
}

/* Nobody gets more than it may, and no maker sells more than it makes, in 60 steps in which supply goes from
 * scarce to plenty. */
TEST(rationing_keeps_its_bounds)
{
    static struct small_model s;
    make_world(&s);
    begin_world(&s);
    for (int t = 0; t < 60; t++, s.m.step++) {
        dt_compute_step_w1(&s.m);
        double sold[DT_N_MAKER] = {0.0};
        for (int i = 0; i < 3; i++) {
            const struct compute_state *buyer = &s.state[i].compute;
            double bought = buyer->bought[DT_WEST] + buyer->bought[DT_CHINA];
            assert_true(bought <= buyer->wanted * (1.0 + 1e-12)); /* rounding */
            assert_true(buyer->allowance >= 0.0);
            EACH_MAKER sold[c] += buyer->bought[c];
        }
        EACH_MAKER assert_true(sold[c] <= s.global.compute.chip_output[c] * (1.0 + 1e-12));
        assert_true(s.state[1].compute.bought[DT_WEST] <=
                    0.2 * s.state[1].compute.wanted * (1.0 + 1e-12)); /* export rules */
    }
}

/* Units put into service at once leave after a mean of the accelerator's life: an Erlang delay of three
 * stages, without failures. The mean is summed at mid-step: the error is of second order in the step, (dt /
 * life)^2 / 8 < 4e-4. */
TEST(mean_life_is_the_lifetime)
{
    static struct small_model s;
    small_start(&s);
    s.param.compute.accelerator_failure_rate = 0.0;
    s.param.compute.accelerator_lifetime = 5.0;
    s.state[0].compute.age_1[DT_WEST] = 1000.0;
    double mean = 0.0, left = 0.0;
    for (int t = 0; t < 400; t++) {
        serve(&s.m);
        double out = s.state[0].compute.total_retired - left;
        left = s.state[0].compute.total_retired;
        mean += out / 1000.0 * (t + 0.5) * 0.25;
    }
    assert_near(mean, 5.0, 0.0, 4e-4);
    assert_near(left, 1000.0, 0.0, 1e-12);
}

RUN_TESTS_AND_CASES("compute", ops, CASE(chip_balance_closes), CASE(stock_and_draw_agree),
                    CASE(unlimited_power_switches_everything_on), CASE(stranded_is_what_power_leaves_dark),
                    CASE(rationing_keeps_its_bounds), CASE(mean_life_is_the_lifetime))
