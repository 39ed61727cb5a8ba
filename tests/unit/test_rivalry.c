/* Rivalry against Richardson's linear system and closed forms. The mechanism under test is included, so that
 * each equation can be called. */
#include "model/rivalry.c"

#include "small_model.h"

/* ---- operations of reference cases ---- */

static const struct small_call calls[] = {{"begin", DT_WIDE(dt_rivalry_begin)},
                                          {"perceive", DT_WIDE(dt_rivalry_perceive)},
                                          {"react", DT_WIDE(dt_rivalry_react)},
                                          {NULL, NULL}};

static void run_model(struct reference *r)
{
    small_run(r, calls);
}

static const struct reference_op ops[] = {{"model", run_model}, {NULL, NULL}};

/* ---- properties ---- */

/* Two states that react with k and l to one another and tire at 1. */
static void make_pair(struct small_model *s, double k, double l)
{
    small_start(s);
    s->m.n_state = 2;
    s->rivals[0] = (struct network_row){.count = 1, .named = {1}, .weight = {k}};
    s->rivals[1] = (struct network_row){.count = 1, .named = {0}, .weight = {l}};
    struct rivalry_param *p = &s->param.rivalry;
    p->threat_reaction = p->grievance = p->rest_share = 0.0;
    p->spending_reaction = p->fatigue = 1.0;
    p->fiscal_room = 1e30;
    small_derive(s);
    s->state[0].rivalry.effort = 1.0;
    s->state[1].rivalry.effort = 0.7;
}

/* Richardson's condition: the race is stable if and only if ab > kl. Long after the start spending grows at
 * the greatest eigenvalue, sqrt(kl) - 1 for a = b = 1; the other has died out by e^(-2 sqrt(kl) 40). */
TEST(stable_if_fatigue_exceeds_reaction)
{
    static struct small_model s;
    const double reaction[][2] = {{0.5, 0.8}, {0.9, 0.9}, {1.0, 1.0}, {1.2, 0.9}, {1.4, 1.1}};
    for (size_t c = 0; c < sizeof reaction / sizeof reaction[0]; c++) {
        make_pair(&s, reaction[c][0], reaction[c][1]);
        for (int t = 0; t < 160; t++)
            dt_rivalry_react_w1(&s.m);
        double before = s.state[0].rivalry.effort;
        dt_rivalry_react_w1(&s.m);
        double growth = log(s.state[0].rivalry.effort / before) / s.constant.dt;
        double stability = sqrt(reaction[c][0] * reaction[c][1]) - 1.0;
        assert_near(growth, stability, 1e-8, 0.0); /* six terms leave (dt stability)^7 / 7!, over dt */
        assert_int_equal(growth < 1e-8, reaction[c][0] * reaction[c][1] <= 1.0);
    }
}

/* The step is exact: steps of a quarter end where shorter ones do. */
TEST(step_length_does_not_matter)
{
    static struct small_model s;
    double end[3];
    const int steps[] = {4, 8, 24};
    for (int c = 0; c < 3; c++) {
        make_pair(&s, 0.6, 0.3);
        s.param.rivalry.grievance = 0.2;
        s.constant.dt = 1.0 / steps[c];
        for (int t = 0; t < steps[c]; t++)
            dt_rivalry_react_w1(&s.m);
        end[c] = s.state[0].rivalry.effort;
    }
    assert_near(end[0], end[2], 0.0, 1e-6); /* 6 terms at a rate of 1.4 / 4 a step: 0.35^7 / 7! a step */
    assert_near(end[1], end[2], 0.0, 1e-8); /* 0.175^7 / 7! a step */
}

/* A state without rivals is not threatened and does not react. */
TEST(no_rivals_no_threat)
{
    static struct small_model s;
    small_start(&s);
    s.m.n_state = 2;
    s.fixed[0].rivalry.military_share = s.fixed[1].rivalry.military_share = 0.02;
    s.param.rivalry.grievance = 0.0;
    small_derive(&s);
    dt_rivalry_begin_w1(&s.m);
    double rest = s.state[0].rivalry.effort;
    for (int t = 0; t < 40; t++) {
        s.shock[0].perception = 1.0;
        dt_rivalry_perceive_w1(&s.m);
        dt_rivalry_react_w1(&s.m);
    }
    assert_near(s.state[0].rivalry.perceived, 0.0, 0.0, 0.0);
    assert_near(s.state[0].rivalry.effort, rest, 0.0, 1e-12); /* rounding of forty steps */
    assert_near(s.rivals[0].per_total, 0.0, 0.0, 0.0);
}

RUN_TESTS_AND_CASES("rivalry", ops, CASE(stable_if_fatigue_exceeds_reaction),
                    CASE(step_length_does_not_matter), CASE(no_rivals_no_threat))
