/* Capability against closed forms and accounts made by hand. The mechanism under test is included, so that
 * each equation can be called; diffusion comes from the library's copy of width one. */
#include "model/capability.c"

#include "small_model.h"

/* ---- operations of reference cases ---- */

static const struct small_call calls[] = {{"begin", DT_WIDE(dt_capability_begin)},
                                          {"begin_diffusion", DT_WIDE(dt_diffusion_begin)},
                                          {"begin_lags", DT_WIDE(dt_capability_begin_lags)},
                                          {"step", DT_WIDE(dt_capability_step)},
                                          {"diffuse", DT_WIDE(dt_diffusion_step)},
                                          {"measure", DT_WIDE(dt_capability_measure)},
                                          {"openness", measure_openness},
                                          {"levels", measure_levels},
                                          {"frontier", move_frontier},
                                          {"compare", compare},
                                          {NULL, NULL}};

static void run_model(struct reference *r)
{
    small_run(r, calls);
}

static void run_growth(struct reference *r)
{
    struct capability_param p = {.algorithm_growth = reference_in(r, "xi"),
                                 .research_returns = reference_in(r, "lambda"),
                                 .research_fishing_out = reference_in(r, "beta")};
    reference_check(r, "growth",
                    algorithm_growth(&p, log(reference_in(r, "input")), log(reference_in(r, "efficiency"))));
}

static void run_speed(struct reference *r)
{
    struct capability_param p = {.closed_speed = reference_in(r, "closed_speed"),
                                 .open_contribution = reference_in(r, "open_contribution")};
    reference_check(r, "speed",
                    ecosystem_speed(&p, reference_in(r, "openness"), reference_in(r, "open_share")));
}

static void run_level(struct reference *r)
{
    struct capability_param p = {.training_share = reference_in(r, "training_share"),
                                 .safety_drag = reference_in(r, "safety_drag"),
                                 .safety_share = reference_in(r, "safety_share")};
    double use = log_use(&p, reference_in(r, "reference_compute")) + log_drag(&p, p.safety_share);
    reference_check(r, "level",
                    level(log(reference_in(r, "efficiency")), log(reference_in(r, "compute")), use));
}

static void run_follow(struct reference *r)
{
    double top = reference_in(r, "top"), own = reference_in(r, "own"), growth = reference_in(r, "growth");
    reference_check(r, "capability",
                    capability(own, reference_in(r, "visible"), reference_in(r, "discount")));
    reference_check(r, "lag", lag_months(top, own, 12.0 / growth));
}

static const struct reference_op ops[] = {{"model", run_model}, {"growth", run_growth}, {"speed", run_speed},
                                          {"level", run_level}, {"follow", run_follow}, {NULL, NULL}};

/* ---- properties ---- */

/* A leader whose running compute grows at g_input. */
static void make_leader(struct small_model *s, double dt, double lambda, double beta)
{
    small_start(s);
    s->constant.dt = dt;
    small_derive(s);
    s->param.capability.algorithm_growth = 0.8;
    s->param.capability.research_returns = lambda;
    s->param.capability.research_fishing_out = beta;
    s->param.capability.algorithm_noise = 0.1;
    s->param.capability.safety_share = s->param.capability.closed_speed = s->param.capability
                                                                              .open_contribution = 0.0;
    s->site[0].diffusion.absorptive_capacity = 0.0;
    s->state[0].compute.running = 1e6;
    dt_capability_begin_w1(&s->m);
    dt_diffusion_begin_w1(&s->m);
    dt_capability_begin_lags_w1(&s->m);
}

static double run_leader(struct small_model *s, double years, double g_input)
{
    double dt = s->constant.dt;
    for (int t = 0; t < (int)(years / dt + 0.5); t++, s->m.step++) {
        s->state[0].compute.running = 1e6 * exp(g_input * dt * (t + 1));
        dt_capability_step_w1(&s->m);
        dt_diffusion_step_w1(&s->m);
        dt_capability_measure_w1(&s->m);
    }
    return s->state[0].capability.log_algorithm;
}

/* beta = lambda = 0: log efficiency grows at xi, exactly, whatever compute does. */
TEST(without_returns_growth_is_exponential)
{
    static struct small_model s;
    make_leader(&s, 0.25, 0.0, 0.0);
    assert_near(run_leader(&s, 20.0, 0.7), 0.8 * 20.0, 0.0, 1e-13); /* rounding of 80 sums */
}

/* Jones (1995): with input growing at g, efficiency settles at a growth of lambda g / beta. The approach is
 * e^(-lambda g t), below e^-20 after 80 years. */
TEST(steady_growth_is_lambda_g_over_beta)
{
    static struct small_model s;
    make_leader(&s, 0.25, 0.5, 0.4);
    run_leader(&s, 80.0, 0.5);
    assert_near(s.state[0].capability.own_growth, 0.5 * 0.5 / 0.4, 0.0, 1e-6);
}

/* Constant input: A^beta = 1 + beta xi t. Explicit steps converge with order one: half the step, half the
 * error. */
TEST(fishing_out_converges_with_order_one)
{
    double error[2];
    for (int fine = 0; fine < 2; fine++) {
        static struct small_model s;
        make_leader(&s, 0.02 / (1 + fine), 0.5, 0.4);
        error[fine] = run_leader(&s, 10.0, 0.0) - log(1.0 + 0.4 * 0.8 * 10.0) / 0.4;
    }
    assert_near(error[0] / error[1], 2.0, 0.02, 0.0); /* the next order in the step */
    assert_near(error[1], 0.0, 0.01, 0.0);
}

/* Noise: shocks z give log efficiency a change of noise times the root of the step times z. */
TEST(noise_scales_with_the_root_of_the_step)
{
    static struct small_model s;
    make_leader(&s, 0.25, 0.0, 0.0);
    s.shock[0].algorithm = 1.7;
    assert_near(run_leader(&s, 0.25, 0.0), 0.8 * 0.25 + 0.1 * 0.5 * 1.7, 0.0, 1e-14);
}

/* Levels with compute growing at g: log10 of efficiency times compute; the frontier's growth settles at (xi +
 * g) / ln 10. */
TEST(frontier_growth_is_measured)
{
    static struct small_model s;
    make_leader(&s, 0.25, 0.0, 0.0);
    double before = s.state[0].capability.level;
    run_leader(&s, 40.0, 0.5);
    assert_near(s.state[0].capability.level - before, 1.3 * 40.0 / log(10.0), 1e-5,
                0.0); /* the one accelerator that is added to a million */
    assert_near(s.global.capability.top_growth, 1.3 / log(10.0), 0.0, 1e-6);
    assert_near(s.global.capability.top_compute_growth, 0.5, 0.0, 1e-6);
    assert_near(s.state[0].capability.compute_lag, 0.0, 0.0, 0.0);
}

/* A follower with a quarter of the compute, all else equal: compute lag ln 4 / g; capability lag after a
 * discount of the gap to what is visible, which trails by the lag of open releases. */
TEST(lags_of_a_follower)
{
    static struct small_model s;
    make_leader(&s, 0.25, 0.0, 0.0);
    s.m.n_state = 2;
    s.param.diffusion.follower_discount = 0.75;
    s.param.diffusion.open_lag = 4.0;
    s.param.diffusion.diffusion_rate = 0.0;
    s.site[1].diffusion.absorptive_capacity = 1.0;
    dt_capability_begin_w1(&s.m);
    dt_diffusion_begin_w1(&s.m);
    for (int t = 0; t < 400; t++, s.m.step++) {
        s.state[0].compute.running = 1e6 * exp(0.5 * 0.25 * (t + 1));
        s.state[1].compute.running = 0.25 * s.state[0].compute.running;
        dt_capability_step_w1(&s.m);
        dt_diffusion_step_w1(&s.m);
        dt_capability_measure_w1(&s.m);
    }
    double growth = 1.3 / log(10.0), gap = log10(4.0), trail = growth * 4.0 / 12.0;
    assert_near(s.state[1].capability.compute_lag, 12.0 * log(4.0) / 0.5, 0.0, 1e-6);
    assert_near(s.state[1].capability.capability_lag, 12.0 * (gap - 0.75 * (gap - trail)) / growth, 0.0,
                1e-6);
}

RUN_TESTS_AND_CASES("capability", ops, CASE(without_returns_growth_is_exponential),
                    CASE(steady_growth_is_lambda_g_over_beta), CASE(fishing_out_converges_with_order_one),
                    CASE(noise_scales_with_the_root_of_the_step), CASE(frontier_growth_is_measured),
                    CASE(lags_of_a_follower))
