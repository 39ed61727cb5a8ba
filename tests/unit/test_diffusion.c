/* Diffusion against closed forms. The mechanism under test is included, so that each equation can be called.
 */
#include "model/diffusion.c"

#include "small_model.h"

/* ---- operations of reference cases ---- */

static const struct small_call calls[] = {
    {"begin", DT_WIDE(dt_diffusion_begin)}, {"step", DT_WIDE(dt_diffusion_step)}, {NULL, NULL}};

static void run_model(struct reference *r)
{
    small_run(r, calls);
}

/* A state that starts at `own` and grows by `own_growth` a year sees what starts at `visible` and grows by
 * `growth`. */
static void run_catch_up(struct reference *r)
{
    double dt = reference_in(r, "dt"), own = reference_in(r, "own"),
           own_growth = reference_in_or(r, "own_growth", 0.0);
    double now = reference_in(r, "visible"), growth = reference_in(r, "growth"),
           rate = reference_in(r, "rate");
    int steps = (int)reference_in(r, "steps");
    for (int t = 1; t <= steps; t++) {
        double before = now;
        now += growth * dt;
        own = catch_up(own, before, now, own_growth, rate, dt);
        reference_check_at(r, "own", t, own);
        reference_check_at(r, "gap", t, now - own);
    }
}

static void run_released(struct reference *r)
{
    reference_check(
        r, "released",
        released(reference_in(r, "log_algorithm"), reference_in(r, "openness"), reference_in(r, "holdback")));
}

/* The level that followers can imitate behind one that grows by `growth` a year. */
static void run_level(struct reference *r)
{
    static struct small_model s;
    small_build(&s, r);
    double growth = reference_in(r, "growth"), top = s.global.capability.top_level;
    int steps = (int)reference_in(r, "steps");
    for (int t = 1; t <= steps; t++) {
        double before = top;
        top += growth * s.constant.dt;
        s.global.capability.top_level = top;
        dt_diffusion_level_w1(&s.m, &before);
        reference_check_at(r, "trail", t, top - s.global.diffusion.visible_level);
    }
}

static const struct reference_op ops[] = {{"model", run_model},
                                          {"catch_up", run_catch_up},
                                          {"released", run_released},
                                          {"level", run_level},
                                          {NULL, NULL}};

/* ---- properties ---- */

enum pool { OPEN, ALLIED, LEAKED };

static const double LEADER_GROWTH = 0.8;

/* A leader and a follower without own research that sees it through one pool with a lag in months. */
static void make_pair(struct small_model *s, enum pool pool, double months)
{
    const double never = -1e3;
    small_start(s);
    s->m.n_state = 2;
    struct diffusion_param *p = &s->param.diffusion;
    p->diffusion_rate = 2.0;
    p->closed_holdback = 0.0;
    p->open_lag = pool == OPEN ? months : 600.0;
    p->ally_lag = pool == ALLIED ? months : 600.0;
    p->leak_lag = pool == LEAKED ? months : 600.0;
    s->param.capability.algorithm_growth = LEADER_GROWTH;
    s->fixed[0].diffusion.bloc = DT_BLOC_USA;
    s->fixed[1].diffusion.bloc = pool == ALLIED ? DT_BLOC_USA : DT_NO_BLOC;
    s->site[0].capability.openness = pool == OPEN ? 1.0 : 0.0;
    s->site[1].diffusion.absorptive_capacity = 0.75;
    s->state[0].capability.log_algorithm = 1.0;
    s->state[1].capability.log_algorithm = never;
    dt_diffusion_begin_w1(&s->m);
    s->state[1].capability.log_algorithm = 0.0;
    s->state[0].capability.own_growth = LEADER_GROWTH;
}

static double gap_after(struct small_model *s, int steps)
{
    for (int t = 0; t < steps; t++, s->m.step++)
        dt_diffusion_step_w1(&s->m);
    return s->state[0].capability.log_algorithm - s->state[1].capability.log_algorithm;
}

/* Nelson and Phelps (1966): behind a frontier that grows at g a follower trails by g / delta, and by g tau
 * more where it sees the frontier with a lag tau, through each of the three pools. delta = 2 x 0.75; 60 years
 * leave less than e^-60 of the start. */
TEST(gap_converges_to_growth_over_rate)
{
    static struct small_model s;
    const double months[] = {0.012, 4.0, 15.0};
    for (enum pool pool = OPEN; pool <= LEAKED; pool++)
        for (int k = 0; k < 3; k++) {
            make_pair(&s, pool, months[k]);
            assert_near(gap_after(&s, 240), LEADER_GROWTH / 1.5 + LEADER_GROWTH * months[k] / 12.0, 0.0,
                        1e-11);
        }
}

/* The leader does not learn from its own past, and nobody is pulled down by worse neighbours. */
TEST(nobody_is_pulled_down)
{
    static struct small_model s;
    make_pair(&s, OPEN, 0.0);
    gap_after(&s, 40);
    assert_near(s.state[0].capability.log_algorithm, 1.0 + LEADER_GROWTH * 10.0, 0.0, 1e-13); /* rounding */
    make_pair(&s, OPEN, 4.0);
    s.state[1].capability.log_algorithm = 0.99;
    s.state[1].capability.own_growth = 2.0;
    gap_after(&s, 1);
    assert_near(s.state[1].capability.log_algorithm, 0.99 + 0.5, 0.0, 1e-14);
}

/* A closed leader's releases stay behind by what it holds back: an outsider that sees nothing else trails by
 * that much more. */
TEST(holdback_adds_to_the_gap)
{
    static struct small_model s;
    make_pair(&s, OPEN, 4.0);
    s.param.diffusion.closed_holdback = 1.1;
    s.site[0].capability.openness = 0.4;
    s.state[1].capability.log_algorithm = -1e3;
    dt_diffusion_begin_w1(&s.m);
    s.state[1].capability.log_algorithm = 0.0;
    double gap = gap_after(&s, 240);
    assert_near(gap, LEADER_GROWTH / 1.5 + LEADER_GROWTH * 4.0 / 12.0 + 0.6 * 1.1, 0.0,
                1e-11); /* what is left of the start */
}

/* States without a bloc see no bloc's closed work: their own pool stays empty. */
TEST(states_without_a_bloc_share_nothing)
{
    static struct small_model s;
    make_pair(&s, ALLIED, 1.0);
    s.fixed[0].diffusion.bloc = s.fixed[1].diffusion.bloc = DT_NO_BLOC;
    s.param.diffusion.closed_holdback = 500.0;
    s.param.diffusion.leak_lag = 6000.0;
    dt_diffusion_begin_w1(&s.m);
    gap_after(&s, 40);
    assert_near(s.state[1].capability.log_algorithm, 0.0, 0.0, 0.0);
    assert_true(s.global.diffusion.bloc_pool[DT_NO_BLOC] < -999.0);
}

/* Each bloc sees its own best alone. */
TEST(blocs_see_their_own)
{
    static struct small_model s;
    make_pair(&s, ALLIED, 0.0);
    s.m.n_state = 3;
    s.param.diffusion.closed_holdback = 500.0;
    s.param.diffusion.leak_lag = 6000.0;
    s.fixed[0].diffusion.bloc = DT_BLOC_USA;
    s.fixed[1].diffusion.bloc = DT_BLOC_CHINA;
    s.fixed[2].diffusion.bloc = DT_BLOC_RUSSIA;
    for (int i = 0; i < 3; i++)
        s.state[i].capability.log_algorithm = 3.0 - i;
    for (int i = 0; i < 3; i++)
        s.state[i].capability.own_growth = 0.0;
    s.param.capability.algorithm_growth = 0.0;
    dt_diffusion_begin_w1(&s.m);
    for (int i = 0; i < 3; i++)
        assert_near(s.global.diffusion.bloc_best[DT_BLOC_USA + i], 3.0 - i, 0.0, 0.0);
    assert_near(s.state[1].diffusion.visible, 3.0, 0.0,
                1e-12); /* with no growth everything has leaked long ago */
}

/* Without absorptive capacity or catch-up rate nothing is learned, exactly. */
TEST(no_rate_no_learning)
{
    static struct small_model s;
    make_pair(&s, OPEN, 0.0);
    s.site[1].diffusion.absorptive_capacity = 0.0;
    gap_after(&s, 100);
    assert_near(s.state[1].capability.log_algorithm, 0.0, 0.0, 0.0);
}

/* A state that closes by a share releases as one that is less open by that share. */
TEST(closing_hides_as_less_openness_does)
{
    static struct small_model closing, less_open;
    struct small_model *both[] = {&closing, &less_open};
    for (int v = 0; v < 2; v++) {
        make_pair(both[v], OPEN, 4.0);
        both[v]->param.diffusion.closed_holdback = 1.0;
    }
    closing.site[0].capability.openness = 0.8;
    closing.state[0].posture.closed = 0.5;
    less_open.site[0].capability.openness = 0.4;
    gap_after(&closing, 8);
    gap_after(&less_open, 8);
    assert_near(closing.global.diffusion.open_best, less_open.global.diffusion.open_best, 1e-13,
                0.0); /* rounding */
}

RUN_TESTS_AND_CASES("diffusion", ops, CASE(gap_converges_to_growth_over_rate), CASE(nobody_is_pulled_down),
                    CASE(holdback_adds_to_the_gap), CASE(states_without_a_bloc_share_nothing),
                    CASE(blocs_see_their_own), CASE(no_rate_no_learning),
                    CASE(closing_hides_as_less_openness_does))
