/* Power against closed forms and accounts made by hand. The mechanism under test is included, so that each
 * equation can be called; its neighbours come from the library's copy of width one. */
#include "model/power.c"

#include "small_model.h"

/* ---- operations of reference cases ---- */

static void call_dispatch(struct model *m)
{
    EACH_STATE(m) dispatch(m, i);
}

static void call_flexible(struct model *m)
{
    m->global->power.flexible_curve = flexible_curve(&m->param->power);
}

static const struct small_call calls[] = {{"begin", DT_WIDE(dt_power_begin)},
                                          {"step", DT_WIDE(dt_power_step)},
                                          {"grow_demand", grow_demand},
                                          {"learn", learn},
                                          {"expand", expand},
                                          {"connect", connect},
                                          {"balance", balance},
                                          {"begin_network", begin_network},
                                          {"build_lines", build_lines},
                                          {"host", host},
                                          {"price", price},
                                          {"flexible", call_flexible},
                                          {"dispatch", call_dispatch},
                                          {NULL, NULL}};

static void run_model(struct reference *r)
{
    small_run(r, calls);
}

static void plan_starts(struct model *m, struct plan *plan, struct plan *before)
{
    const struct terms t = terms_of(m);
    share_tile(m, 0, 1, plan, &t);
    find_gaps(m, 0, plan);
    *before = *plan;
    close_gaps(&m->fixed[0].power, plan, &t);
    plan->momentum = m->param->power.build_momentum * lane_exp(m->state[0].power.pace);
    start_projects(m, 0, plan, &t);
}

/* Gaps, pulls and starts of the first state. */
static void run_plan(struct reference *r)
{
    static struct small_model s;
    struct plan plan, before;
    small_build(&s, r);
    plan_starts(&s.m, &plan, &before);
    reference_check(r, "energy_gap", before.energy_gap);
    reference_check(r, "firm_gap", before.firm_gap);
    EACH_TECH
    {
        reference_check_at(r, "energy_pull", k, plan.energy_pull[k]);
        reference_check_at(r, "firm_pull", k, plan.firm_pull[k]);
        reference_check_at(r, "starts", k, plan.flow[k]);
    }
    small_check(&s, r);
}

static void run_wright(struct reference *r)
{
    reference_check(
        r, "cost",
        wright(reference_in(r, "cumulative"), reference_in(r, "first"), reference_in(r, "learning_rate")));
}

static void run_levelised(struct reference *r)
{
    static struct small_model s;
    small_build(&s, r);
    const struct power_fixed *x = &s.fixed[0].power;
    double fuel = s.param.power.fuel_price_scale, scale = reference_in(r, "capital_scale");
    reference_check(r, "fixed", fixed_cost(x, DT_GAS, scale));
    reference_check(r, "levelised", levelised_cost(x, DT_GAS, fixed_cost(x, DT_GAS, scale), fuel));
    reference_check(r, "variable", variable_cost(x, DT_GAS, fuel));
    reference_check(r, "variable_of_nuclear", variable_cost(x, DT_NUCLEAR, fuel));
}

static const struct reference_op ops[] = {{"model", run_model},
                                          {"plan", run_plan},
                                          {"wright", run_wright},
                                          {"levelised", run_levelised},
                                          {NULL, NULL}};

/* ---- properties ---- */

/* A state with eight technologies whose numbers have nothing in common. */
static void make_system(struct small_model *s, int n_state)
{
    small_start(s);
    s->m.n_state = n_state;
    s->param.power.learning_rate[DT_SOLAR] = 0.23;
    s->param.power.learning_rate[DT_NUCLEAR] = -0.1;
    for (int i = 0; i < n_state; i++) {
        struct power_fixed *x = &s->fixed[i].power;
        x->demand = 100.0 + 30.0 * i;
        x->peak_demand = 150.0 + 41.0 * i;
        x->td_loss = 0.05 + 0.01 * i;
        x->peak_factor = x->peak_demand * (1.0 - x->td_loss) / x->demand;
        x->import_energy = 1.0 - i;
        s->site[i].power.demand_growth = 0.03;
        s->site[i].power.connection_rate = 1.0 + i;
        s->site[i].power.connection_growth = 0.2;
        s->site[i].power.power_price = 70.0;
        s->fixed[i].compute.gdp = 0.0;
        EACH_TECH
        {
            x->capacity[k] = 20.0 + 3.0 * k + i;
            x->firm_credit[k] = 0.9 - 0.1 * k;
            x->availability[k] = 0.8 - 0.07 * k;
            x->new_cf[k] = k == DT_STORAGE ? 0.0 : 0.75 - 0.08 * k;
            x->capital_charge[k] = 60.0 + 11.0 * k;
            x->fixed_om[k] = 20.0 + 2.0 * k;
            x->variable_cost[k] = 5.0 + 4.0 * k;
            x->permit_stage[k] = 0.5 + 0.1 * k;
            x->build_stage[k] = 0.4 + 0.1 * k;
            x->build_rate[k] = 1.0 + 0.2 * k;
            x->replacement[k] = 0.4 + 0.05 * k;
            x->build_rate_best[k] = 2.0 + 0.3 * k;
        }
    }
    small_derive(s);
}

static void give_ai(struct small_model *s, int i, double facility)
{
    struct compute_state *c = &s->state[i].compute;
    c->facility = c->powered = facility;
    c->intended = 1.3 * facility;
}

static void run_steps(struct small_model *s, int steps)
{
    for (int t = 0; t < steps; t++, s->m.step++) {
        for (int i = 0; i < s->m.n_state; i++) {
            s->shock[i].demand = sin(3.0 * t + i);
            give_ai(s, i, s->state[i].compute.facility * 1.05);
        }
        dt_power_step_w1(&s->m);
    }
}

/* Generated, imported and unserved energy equal what is used and lost, in every one of 60 steps. 1e-9 is what
 * the model promises; rounding is 1e-15. */
TEST(energy_balance_closes)
{
    static struct small_model s;
    make_system(&s, 3);
    for (int i = 0; i < 3; i++)
        give_ai(&s, i, 2.0 + i);
    dt_power_begin_w1(&s.m);
    for (int t = 0; t < 60; t++) {
        run_steps(&s, 1);
        for (int i = 0; i < 3; i++) {
            const struct power_state *p = &s.state[i].power;
            double used = p->other_demand + s.param.compute.load_factor * p->dispatched_ai;
            double load = used / (1.0 - s.fixed[i].power.td_loss);
            assert_near(p->generation + fmin(p->energy_adder, load) + p->unserved, load, 0.0, 1e-9);
        }
    }
}

/* What is started is in permitting, in construction, in service or retired: capacity and projects change by
 * starts less retirement. */
TEST(projects_are_conserved)
{
    static struct small_model s;
    make_system(&s, 1);
    dt_power_begin_w1(&s.m);
    for (int t = 0; t < 40; t++) {
        struct plan plan, gaps;
        struct erlang moves[DT_N_TECH];
        struct power_state *p = &s.state[0].power, before = *p;
        const struct terms terms = terms_of(&s.m);
        plan_starts(&s.m, &plan, &gaps);
        double starts = plan.flow[DT_GAS];
        plan.slow = s.site[0].power.permit_delay_scale / s.constant.dt;
        plan.fast = 1.0 / plan.slow;
        plan.kept = 1.0;
        time_permits(&s.m, 0, &plan);
        pass_permits(&s.m, 0, &plan);
        time_construction(&s.fixed[0].power, &terms, moves);
        build(&s.m, 0, &plan, moves);
        commission(&s.m, 0, 1, &plan);
        double held = p->permit_1[1] + p->permit_2[1] + p->permit_3[1] + p->build_1[1] + p->build_2[1] +
            p->build_3[1] + p->capacity[1];
        double was = before.permit_1[1] + before.permit_2[1] + before.permit_3[1] + before.build_1[1] +
            before.build_2[1] + before.build_3[1] + before.capacity[1];
        assert_near(held, was + starts - before.capacity[1] * (1.0 - exp(-0.25 / 40.0)), 0.0,
                    1e-13); /* rounding */
    }
}

/* A state that builds slower than its region's first keeps its own times: to the bits as if the region were
 * its own. */
TEST(states_build_at_their_own_rates)
{
    static struct small_model shared, apart;
    make_system(&shared, 2);
    make_system(&apart, 2);
    for (int m = 0; m < 2; m++) {
        struct small_model *s = m == 0 ? &shared : &apart;
        EACH_TECH s->fixed[1].power.build_stage[k] = 2.0 + 0.1 * k;
        EACH_TECH s->constant.merit_order[1][k] = k;
        s->region[1] = m;
        small_derive(s);
        dt_power_begin_w1(&s->m);
        run_steps(s, 40);
    }
    assert_memory_equal(&shared.state[1].power, &apart.state[1].power, sizeof apart.state[1].power);
}

/* Without AI load the run equals the reference system, whatever accelerators cost or draw: equal bits. */
TEST(no_ai_load_is_the_reference_system)
{
    static struct small_model a, b;
    make_system(&a, 2);
    make_system(&b, 2);
    b.param.compute.load_factor = 0.9;
    b.param.compute.chip_efficiency_growth = 0.1;
    b.param.compute.compute_value = 1.0;
    b.site[0].compute.pue = 2.0;
    dt_power_begin_w1(&a.m);
    dt_power_begin_w1(&b.m);
    run_steps(&a, 60);
    run_steps(&b, 60);
    for (int i = 0; i < 2; i++) {
        a.state[i].power.room_in_energy = b.state[i].power.room_in_energy =
            0.0; /* room is said in nameplate, which the load factor scales */
        assert_memory_equal(&a.state[i].power, &b.state[i].power, sizeof a.state[i].power);
    }
}

/* The same system with AI load differs: the test above could fail. */
TEST(ai_load_changes_the_system)
{
    static struct small_model a, b;
    make_system(&a, 1);
    make_system(&b, 1);
    give_ai(&b, 0, 5.0);
    dt_power_begin_w1(&a.m);
    dt_power_begin_w1(&b.m);
    run_steps(&a, 60);
    run_steps(&b, 60);
    assert_true(b.state[0].power.room_in_energy > a.state[0].power.room_in_energy + 1.0);
    assert_true(b.state[0].power.generation > a.state[0].power.generation + 1.0);
}

/* Demand at 8 years against the integral of its fading growth; explicit steps converge with order one: half
 * the step, half the error. */
TEST(demand_growth_converges_with_order_one)
{
    double error[2];
    for (int fine = 0; fine < 2; fine++) {
        static struct small_model s;
        small_start(&s);
        s.constant.dt = 0.02 / (1 + fine);
        s.param.power.demand_noise = 0.0;
        s.param.power.demand_growth_long = 0.01;
        s.param.power.demand_growth_fade = 5.0;
        s.site[0].power.demand_growth = 0.06;
        s.state[0].power.other_demand = 100.0;
        for (int t = 0; t < 400 * (1 + fine); t++, s.m.step++)
            grow_demand(&s.m);
        double closed = 100.0 * exp(0.01 * 8.0 + 0.05 * 5.0 * (1.0 - exp(-8.0 / 5.0)));
        error[fine] = s.state[0].power.other_demand / closed - 1.0;
    }
    assert_near(error[0] / error[1], 2.0, 0.02,
                0.0); /* the next order in the step, 0.02 / 5, is below a hundredth */
    assert_near(error[1], 0.0, 0.001, 0.0);
}

/* Shocks: demand moves by the standard deviation of a year times the root of the step. */
TEST(demand_shocks_scale_with_the_root_of_the_step)
{
    assert_near(demand_next(100.0, 0.02, 0.03, 1.7, 0.25, 0.5), 100.0 * exp(0.005 + 0.03 * 0.5 * 1.7), 0.0,
                1e-15 * 4); /* rounding */
}

/* The pace of building is an Ornstein-Uhlenbeck process, exact in the step: it forgets as e^(-t / memory),
 * and its variance settles at the square of the spread, which a step with keep and spread sqrt(1 - keep^2)
 * leaves as it is. */
TEST(pace_forgets_and_keeps_its_spread)
{
    static struct small_model s;
    small_start(&s);
    s.param.power.pace_memory = 5.0;
    s.param.power.pace_spread = 0.6;
    s.state[0].power.pace = 1.0;
    for (int t = 0; t < 20; t++)
        wander(&s.m);
    assert_near(s.state[0].power.pace, exp(-1.0), 0.0, 1e-14); /* rounding of 20 products */
    s.state[0].power.pace = 0.0;
    s.shock[0].pace = 1.7;
    wander(&s.m);
    assert_near(s.state[0].power.pace, 1.7 * 0.6 * sqrt(1.0 - exp(-0.1)), 0.0, 1e-14);
}

/* Yearly connections against the logistic curve; order one again. */
TEST(connection_curve_converges_to_the_logistic)
{
    double error[2];
    for (int fine = 0; fine < 2; fine++) {
        double dt = 0.02 / (1 + fine), first = 9.0, ceiling = 38.0, growth = 0.14, rate = first;
        for (int t = 0; t < 500 * (1 + fine); t++)
            rate = throughput_next(rate, first, growth, ceiling, dt);
        double r = growth /
            (1.0 - first / ceiling); /* 1/yr, of the logistic curve whose growth at the start is 0.14 */
        double closed = ceiling / (1.0 + (ceiling / first - 1.0) * exp(-r * 10.0));
        error[fine] = rate / closed - 1.0;
    }
    assert_near(error[0] / error[1], 2.0, 0.02, 0.0); /* next order in the step */
    assert_near(error[1], 0.0, 0.002, 0.0);
}

/* What industry can start, where all is used, against the logistic curve; order one. */
TEST(build_ceiling_converges_to_the_logistic)
{
    double error[2];
    for (int fine = 0; fine < 2; fine++) {
        double dt = 0.02 / (1 + fine), now = 5.0;
        for (int t = 0; t < 500 * (1 + fine); t++)
            now = can_start_next(now, 1e9, 0.2 * dt, 1.0 / 20.0);
        error[fine] = now / (20.0 / (1.0 + 3.0 * exp(-0.2 * 10.0))) - 1.0;
    }
    assert_near(error[0] / error[1], 2.0, 0.02, 0.0); /* next order in the step */
    assert_near(error[1], 0.0, 0.002, 0.0);
    assert_near(can_start_next(5.0, 0.0, 0.05, 1.0 / 20.0), 5.0, 0.0,
                0.0); /* unused industry does not grow */
    assert_near(can_start_next(30.0, 9.0, 0.05, 1.0 / 20.0), 30.0, 0.0,
                0.0); /* nor does it beyond its ceiling, or shrink */
}

/* Shares do not depend on how the plans are cut into tiles: the first state of a larger world gets the same
 * bits. */
TEST(states_do_not_disturb_one_another)
{
    static struct small_model a, b;
    make_system(&a, 1);
    make_system(&b, 3);
    EACH_TECH a.param.power.learning_rate[k] = b.param.power
                                                   .learning_rate[k] = 0.0; /* learning is the world's */
    dt_power_begin_w1(&a.m);
    dt_power_begin_w1(&b.m);
    run_steps(&a, 20);
    run_steps(&b, 20);
    assert_memory_equal(&a.state[0].power, &b.state[0].power, sizeof a.state[0].power);
}

/* Plans are made for some states at a time: of nine equal states all get the same bits, and those beyond are
 * left alone. */
TEST(every_state_is_planned_once)
{
    static struct small_model s;
    make_system(&s, 9);
    for (int i = 1; i < 9; i++) {
        s.fixed[i] = s.fixed[0];
        s.site[i] = s.site[0];
    }
    dt_power_begin_w1(&s.m);
    const struct power_state untouched = s.state[9].power;
    for (; s.m.step < 8; s.m.step++)
        dt_power_step_w1(&s.m);
    for (int i = 1; i < 9; i++)
        assert_memory_equal(&s.state[i].power, &s.state[0].power, sizeof untouched);
    assert_memory_equal(&s.state[9].power, &untouched, sizeof untouched);
    assert_true(s.state[0].power.permit_1[DT_GAS] > 0.0);
}

/* Capacity and projects of one technology. */
static double held(const struct power_state *p, int k)
{
    return p->permit_1[k] + p->permit_2[k] + p->permit_3[k] + p->build_1[k] + p->build_2[k] + p->build_3[k] +
        p->capacity[k];
}

/* A state that builds at twice the demonstrated pace starts twice as much beyond its replacements. */
TEST(pace_multiplies_what_is_planned)
{
    static struct small_model slow, fast;
    struct small_model *both[] = {&slow, &fast};
    for (int v = 0; v < 2; v++) {
        make_system(both[v], 1);
        dt_power_begin_w1(&both[v]->m);
        both[v]->state[0].power.margin_cost = -1e4; /* no new plant earns */
        both[v]->state[0].power.firm_adder = both[v]->state[0].power.energy_adder = 1e4; /* no gap */
        both[v]->state[0].power.pace = v == 0 ? 0.0 : log(2.0);
        EACH_TECH both[v]->state[0].power.can_start[k] = 100.0;
    }
    double before_slow = held(&slow.state[0].power, DT_GAS), before_fast = held(&fast.state[0].power, DT_GAS);
    expand(&slow.m);
    expand(&fast.m);
    double more = (held(&fast.state[0].power, DT_GAS) - before_fast) -
        (held(&slow.state[0].power, DT_GAS) - before_slow);
    double planned = slow.param.power.build_momentum * slow.param.power.build_pace[DT_GAS] *
        slow.fixed[0].power.build_rate[DT_GAS];
    assert_true(planned > 0.0);
    assert_near(more, slow.constant.dt * planned, 0.0, 1e-12); /* rounding of some ten sums */
}

/* Power is not paid for being used, however cheap the plant that runs last. */
TEST(price_is_not_below_zero)
{
    static struct small_model s;
    make_system(&s, 1);
    dt_power_begin_w1(&s.m);
    s.state[0].power.price_adder = -1e4;
    run_steps(&s, 1);
    assert_near(s.state[0].power.price, 0.0, 0.0, 0.0);
}

/* What lobbying adds to the growth of connection acts as a faster growth in the data does: equal bits. */
TEST(lobbying_lets_connection_grow_faster)
{
    static struct small_model fast, won;
    make_system(&fast, 1);
    make_system(&won, 1);
    fast.site[0].power.connection_growth = 0.3;
    won.site[0].power.connection_growth = 0.15;
    won.state[0].lobby.connection_boost = 2.0;
    dt_power_begin_w1(&fast.m);
    dt_power_begin_w1(&won.m);
    double start = won.state[0].power.connection_rate;
    run_steps(&fast, 20);
    run_steps(&won, 20);
    assert_true(won.state[0].power.connection_rate > start);
    assert_near(won.state[0].power.connection_rate, fast.state[0].power.connection_rate, 0.0, 0.0);
}

/* The number of fields of the first state that differ, those of the curve left out. */
static int differing_fields(const struct small_model *a, const struct small_model *b)
{
    static const char *const own[] = {"network_time", "first_load", "first_served", "first_firm", "hosted"};
    int n = 0;
    for (int f = 0; f < dt_field_count(); f++) {
        const dt_field_info *info = dt_field_at(f);
        int is_own = 0;
        for (size_t k = 0; k < sizeof own / sizeof own[0]; k++)
            is_own |= strcmp(info->mechanism, "power") == 0 && strcmp(info->name, own[k]) == 0;
        if (is_own || info->is_global) continue;
        for (int k = 0; k < info->n_slot; k++)
            n += ((const double *)(const void *)a->state)[info->slot + k] !=
                ((const double *)(const void *)b->state)[info->slot + k];
    }
    return n;
}

/* A system with half the demand, so that its peak leaves room, and a curve of one step. */
static void run_with_curve(struct small_model *s, double width)
{
    make_system(s, 2);
    for (int i = 0; i < 2; i++) {
        s->fixed[i].power.demand *= 0.5;
        s->fixed[i].power.peak_demand *= 0.5;
    }
    give_ai(s, 0, 3.0);
    s->supply.width[0] = width;
    s->m.n_supply = width > 0.0;
    dt_power_begin_w1(&s->m);
    run_steps(s, 60);
}

/* A curve without limit, of one price: the one-node account, to the last bit. */
TEST(curve_without_limit_changes_no_bit)
{
    static struct small_model plain, curve;
    run_with_curve(&plain, 0.0);
    run_with_curve(&curve, 1e6);
    assert_true(curve.state[0].power.hosted > 1e5);
    assert_int_equal(differing_fields(&plain, &curve), 0);
}

/* A narrow curve binds, and planners build for what it traps. */
TEST(narrow_curve_binds_and_is_built_for)
{
    static struct small_model plain, curve;
    run_with_curve(&plain, 0.0);
    run_with_curve(&curve, 1e-3);
    const struct power_state *p = &plain.state[0].power, *c = &curve.state[0].power;
    assert_true(c->trapped > 0.0);
    assert_true(c->room_at_peak < p->room_at_peak);
    assert_true(c->firm > p->firm);
}

/* Lines wait for permits: reform that halves them brings a step of 6 years after 3. */
TEST(lines_wait_for_permits)
{
    static struct small_model s;
    make_system(&s, 1);
    s.supply.width[0] = 1.0;
    s.m.n_supply = 1;
    s.site[0].power.permit_delay_scale = 0.5;
    dt_power_begin_w1(&s.m);
    run_steps(&s, 12);
    assert_near(s.state[0].power.network_time, 6.0, 1e-12, 0.0);
}

RUN_TESTS_AND_CASES("power", ops, CASE(energy_balance_closes), CASE(projects_are_conserved),
                    CASE(states_build_at_their_own_rates), CASE(no_ai_load_is_the_reference_system),
                    CASE(ai_load_changes_the_system), CASE(demand_growth_converges_with_order_one),
                    CASE(demand_shocks_scale_with_the_root_of_the_step),
                    CASE(pace_forgets_and_keeps_its_spread), CASE(connection_curve_converges_to_the_logistic),
                    CASE(build_ceiling_converges_to_the_logistic), CASE(states_do_not_disturb_one_another),
                    CASE(every_state_is_planned_once), CASE(pace_multiplies_what_is_planned),
                    CASE(price_is_not_below_zero), CASE(lobbying_lets_connection_grow_faster),
                    CASE(curve_without_limit_changes_no_bit), CASE(narrow_curve_binds_and_is_built_for),
                    CASE(lines_wait_for_permits))
