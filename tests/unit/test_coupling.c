/* The four mechanisms together, in the order of a step, on a small model made by hand: limits in which
 * nothing moves, balances, and the order of states. The mechanisms come from the library's copy of width one.
 */
#include "small_model.h"

static void begin_all(struct model *m)
{
    dt_compute_begin_w1(m);
    dt_power_begin_w1(m);
    dt_compute_begin_service_w1(m);
    dt_capability_begin_w1(m);
    dt_diffusion_begin_w1(m);
    dt_capability_begin_lags_w1(m);
}

static void step_all(struct model *m)
{
    dt_power_step_w1(m);
    dt_compute_step_w1(m);
    dt_capability_step_w1(m);
    dt_diffusion_step_w1(m);
    dt_capability_measure_w1(m);
}

static const struct small_call calls[] = {{"begin", begin_all}, {"step", step_all}, {NULL, NULL}};

static void run_model(struct reference *r)
{
    small_run(r, calls);
}

static const struct reference_op ops[] = {{"model", run_model}, {NULL, NULL}};

/* ---- properties ---- */

/* What state number `who` has; it stands at place i. */
static void place_state(struct small_model *s, int i, int who)
{
    struct power_fixed *x = &s->fixed[i].power;
    x->demand = 60.0 + 25.0 * who;
    x->peak_demand = 1.4 * x->demand;
    x->td_loss = 0.05 + 0.01 * who;
    x->peak_factor = 1.4 * (1.0 - x->td_loss);
    s->site[i].power = (struct power_site){.demand_growth = 0.02,
                                           .noncoincidence = 1.04,
                                           .connection_rate = 0.5 + 0.3 * who,
                                           .connection_growth = 0.2,
                                           .ai_share_of_connections = 0.6,
                                           .power_price = 60.0 + 10.0 * who,
                                           .permit_delay_scale = 1.0};
    EACH_TECH
    {
        x->capacity[k] = 12.0 + 2.0 * k + 3.0 * who;
        x->firm_credit[k] = 0.9 - 0.1 * k;
        x->availability[k] = 0.8 - 0.07 * k;
        x->new_cf[k] = k == DT_STORAGE ? 0.0 : 0.75 - 0.08 * k;
        x->capital_charge[k] = 60.0 + 11.0 * k + 5.0 * who;
        x->fixed_om[k] = 20.0 + 2.0 * k;
        x->variable_cost[k] = 5.0 + 4.0 * k;
        x->build_rate[k] = 0.3 + 0.1 * k;
        x->build_rate_best[k] = 1.0 + 0.2 * k + 0.1 * who;
    }
    s->fixed[i].compute = (struct compute_fixed){
        .gdp = 3000.0 * (who + 1), .ai_capex = 9.0 * (who + 1), .accelerator_power = 1.0};
    s->site[i].compute = (struct compute_site){.chip_access_west = 1.0 - 0.3 * who,
                                               .chip_access_china = 0.4 * who,
                                               .pue = 1.2 + 0.05 * who,
                                               .accelerators = 3e5 * (who + 1),
                                               .capex_ceiling = 0.02,
                                               .gdp_growth = 0.03};
    s->site[i].capability = (struct capability_site){.capability_lag = 5.0 * who, .openness = 0.4 * who};
    s->site[i].diffusion.absorptive_capacity = 1.0 - 0.2 * who;
    s->fixed[i].diffusion.bloc = who;
    s->shock[i].demand = 0.5 - who;
    s->shock[i].algorithm = 0.3 * who - 0.2;
    if (who < DT_N_MAKER) s->constant.chip_home[who] = i;
}

static void make_world(struct small_model *s, const int *who)
{
    small_start(s);
    s->m.n_state = 3;
    s->constant.start = 2026.0;
    s->constant.first_path_year = 2025.0;
    s->constant.n_path_year = 2;
    for (int y = 0; y < 2; y++) {
        s->path[y][DT_WEST] = 1e6 * (y + 1);
        s->path[y][DT_CHINA] = 2e5 * (y + 1);
    }
    EACH_MAKER
    {
        s->constant.chip_power[c] = 0.7 + c;
        s->constant.chip_price[c] = 38000.0 + 4000.0 * c;
    }
    EACH_TECH s->param.power.learning_rate[k] = 0.02 * k;
    for (int i = 0; i < 3; i++)
        place_state(s, i, who[i]);
    small_derive(s);
    begin_all(&s->m);
}

static void run_world(struct small_model *s, const int *who, int steps)
{
    make_world(s, who);
    for (; s->m.step < steps; s->m.step++)
        step_all(&s->m);
}

/* The order of states does not matter. Sums over states are made in the order of their numbers, so equal bits
 * cannot be asked for: 1e-10 is what rounding (1e-16) may grow to in 60 steps of a model that grows some
 * hundredfold. */
TEST(order_of_states_does_not_matter)
{
    static struct small_model a, b;
    const int forward[] = {0, 1, 2}, turned[] = {2, 0, 1};
    run_world(&a, forward, 60);
    run_world(&b, turned, 60);
    const int n = (int)(sizeof(struct model_state) / sizeof(double));
    for (int i = 0; i < 3; i++)
        for (int slot = 0; slot < n; slot++) {
            double got = ((const double *)(const void *)&b.state[i])[slot],
                   want = ((const double *)(const void *)&a.state[turned[i]])[slot];
            if (!(fabs(got - want) <= 1e-10 * (1.0 + fabs(want))))
                fail_msg("state %d, slot %d: %.17g and %.17g", turned[i], slot, got, want);
        }
    assert_near(b.global.capability.top_level, a.global.capability.top_level, 0.0, 1e-10);
    EACH_TECH assert_near(b.global.power.world_capacity[k], a.global.power.world_capacity[k], 0.0, 1e-12);
}

/* The mechanisms act on one another as a step orders them: what is powered is what power supplied, what runs
 * is what makes capability. */
TEST(mechanisms_hand_over)
{
    static struct small_model s;
    const int forward[] = {0, 1, 2};
    run_world(&s, forward, 59);
    for (int i = 0; i < 3; i++)
        s.state[i].compute.powered += 0.25; /* what the next dispatch must see */
    double powered[3];
    for (int i = 0; i < 3; i++)
        powered[i] = s.state[i].compute.powered;
    step_all(&s.m);
    double best = s.state[0].capability.log_compute;
    for (int i = 0; i < 3; i++) {
        const struct model_state *x = &s.state[i];
        assert_near(x->power.dispatched_ai, powered[i], 0.0, 0.0);
        assert_near(x->compute.powered, fmin(x->power.ai_supply, x->compute.facility), 0.0, 1e-15);
        assert_near(x->capability.log_compute, log(x->compute.running + 1.0), 0.0, 1e-15);
        best = fmax(best, x->capability.log_compute);
    }
    assert_near(s.global.capability.top_compute, best, 0.0, 0.0);
}

/* Both balances close in every step of the coupled model: accelerators, and energy to the 1e-9 that the model
 * promises. */
TEST(balances_close_together)
{
    static struct small_model s;
    const int forward[] = {0, 1, 2};
    make_world(&s, forward);
    for (; s.m.step < 60; s.m.step++) {
        step_all(&s.m);
        for (int i = 0; i < 3; i++) {
            const struct power_state *p = &s.state[i].power;
            const struct compute_state *c = &s.state[i].compute;
            double load = (p->other_demand + s.param.compute.load_factor * p->dispatched_ai) *
                s.fixed[i].power.gross;
            assert_near(p->generation + fmin(p->energy_adder, load) + p->unserved, load, 0.0, 1e-9);
            assert_near(c->in_service + c->total_retired + c->total_destroyed, c->total_bought, 0.0,
                        1e-12); /* rounding */
        }
    }
    assert_true(s.state[0].compute.total_bought >
                2.0 * s.site[0].compute.accelerators); /* there is something to balance */
}

RUN_TESTS_AND_CASES("coupling", ops, CASE(order_of_states_does_not_matter), CASE(mechanisms_hand_over),
                    CASE(balances_close_together))
