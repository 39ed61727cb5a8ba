/* Lobbying against Tullock's contest and closed forms. The mechanism under test is included, so that each
 * equation can be called. */
#include "model/lobby.c"

#include "model/rivalry.h"
#include "small_model.h"

/* ---- operations of reference cases ---- */

static const struct small_call calls[] = {{"begin", DT_WIDE(dt_lobby_begin)},
                                          {"step", DT_WIDE(dt_lobby_step)},
                                          {"perceive", DT_WIDE(dt_rivalry_perceive)},
                                          {NULL, NULL}};

static void run_model(struct reference *r)
{
    small_run(r, calls);
}

/* Two sides contest a prize that each values as it does. */
static void run_contest(struct reference *r)
{
    double value = reference_in(r, "value"), other = reference_in(r, "other"),
           decisiveness = reference_in(r, "decisiveness");
    double share = contest_share(contest_odds(value, other, decisiveness));
    double effort = contest_effort(value, share, decisiveness);
    double of_other = contest_effort(other, 1.0 - share, decisiveness);
    reference_check(r, "effort", effort);
    reference_check(r, "effort_of_other", of_other);
    reference_check(r, "share", share);
    reference_check(r, "dissipation", (effort + of_other) / fmax(value, other));
    reference_check(r, "net", value * share - effort);
}

static const struct reference_op ops[] = {{"model", run_model}, {"contest", run_contest}, {NULL, NULL}};

/* ---- properties ---- */

static double share_at(double own, double other, double r)
{
    return pow(own, r) / (pow(own, r) + pow(other, r));
}

/* Both play best replies: no effort on a fine grid pays more than that of the equilibrium. */
TEST(efforts_are_best_replies)
{
    const double cases[][3] = {{1.0, 1.0, 1.0}, {4.0, 1.0, 1.0}, {3.0, 2.0, 0.7}, {0.5, 6.0, 0.9}};
    for (size_t c = 0; c < sizeof cases / sizeof cases[0]; c++) {
        double v = cases[c][0], w = cases[c][1], r = cases[c][2];
        double q = contest_share(contest_odds(v, w, r)), b = contest_effort(v, q, r),
               o = contest_effort(w, 1.0 - q, r);
        assert_near(share_at(b, o, r), q, 0.0, 1e-13); /* rounding of two powers */
        for (int k = 1; k <= 4000; k++) {
            assert_true(v * share_at(k * v / 4000.0, o, r) - k * v / 4000.0 <= v * q - b + 1e-13);
            assert_true(w * share_at(k * w / 4000.0, b, r) - k * w / 4000.0 <= w * (1.0 - q) - o + 1e-13);
        }
    }
}

/* A state with money in AI that faces a stronger rival. */
static void make_state(struct small_model *s, double gain)
{
    small_start(s);
    s->m.n_state = 2;
    s->rivals[0] = (struct network_row){.count = 1, .named = {1}, .weight = {1.0}};
    small_derive(s);
    s->param.lobby.narrative_gain = gain;
    for (int i = 0; i < 2; i++)
        s->state[i].compute.gdp = 1000.0;
    s->state[0].compute.spending = 20.0;
    s->state[1].compute.spending = 20.0;
    s->state[1].capability.capability = 0.5;
    dt_rivalry_begin_w1(&s->m);
    dt_lobby_begin_w1(&s->m);
}

static void run_years(struct small_model *s, int years)
{
    for (int t = 0; t < 4 * years; t++) {
        dt_rivalry_perceive_w1(&s->m);
        dt_lobby_step_w1(&s->m);
    }
}

/* With narrative gain 0 the loop is open: the narrative spreads, and neither the threat that is felt nor the
 * contest moves. With a gain it raises both. */
TEST(loop_is_open_without_narrative_gain)
{
    static struct small_model open, closed;
    make_state(&open, 0.0);
    double threat = open.state[0].rivalry.perceived, effort = open.state[0].lobby.industry;
    run_years(&open, 10);
    assert_true(open.state[0].lobby.narrative > 0.05);
    assert_near(open.state[0].rivalry.perceived, threat, 0.0, 1e-14);
    assert_near(open.state[0].lobby.industry, effort, 0.0, 1e-14);
    assert_near(open.state[0].lobby.shift, 0.0, 1e-15, 0.0);
    make_state(&closed, 1.0);
    run_years(&closed, 10);
    assert_true(closed.state[0].rivalry.perceived > threat + 0.01);
    assert_true(closed.state[0].lobby.industry > effort);
    assert_true(closed.state[0].lobby.shift > 0.0);
}

/* However long and loud, the narrative multiplies what is felt by no more than 1 + gain. */
TEST(narrative_is_bounded)
{
    static struct small_model s;
    make_state(&s, 1.0);
    s.param.lobby.narrative_rate = 1e6;
    s.param.lobby.narrative_fade = 1e-3;
    run_years(&s, 50);
    assert_true(s.state[0].lobby.narrative <= 1.0);
    double odds = s.state[0].rivalry.perceived / (1.0 - s.state[0].rivalry.perceived);
    double true_odds = s.state[0].rivalry.threat / (1.0 - s.state[0].rivalry.threat);
    assert_near(odds / true_odds, 2.0, 1e-6, 0.0); /* what fade over rate leaves */
}

RUN_TESTS_AND_CASES("lobby", ops, CASE(efforts_are_best_replies), CASE(loop_is_open_without_narrative_gain),
                    CASE(narrative_is_bounded))
