/* Hazard against the race to the precipice and counts of events. The mechanism under test is included, so
 * that each equation can be called. */
#include "model/hazard.c"

#include "small_model.h"

/* ---- operations of reference cases ---- */

static const struct small_call calls[] = {{"begin", DT_WIDE(dt_hazard_begin)},
                                          {"choose", DT_WIDE(dt_hazard_choose)},
                                          {"step", DT_WIDE(dt_hazard_step)},
                                          {"rates", measure_rates},
                                          {NULL, NULL}};

static void run_model(struct reference *r)
{
    small_run(r, calls);
}

/* Nobody knows anything: all play the same. */
static void run_unknown(struct reference *r)
{
    double safety = safety_unknown(reference_in(r, "spread"), reference_in(r, "contenders"),
                                   reference_in(r, "enmity"));
    reference_check(r, "safety", safety);
    reference_check(r, "risk", 1.0 - safety);
}

enum { NODES = 2000000 };

/* Each knows its own capability, uniform on [0, spread]: the winner is the most capable, whose share of the
 * spread has distribution x^n. The mean is taken over evenly spaced quantiles. */
static void run_private(struct reference *r)
{
    double spread = reference_in(r, "spread"), n = reference_in(r, "contenders"),
           e = reference_in(r, "enmity");
    double sum = 0.0;
    for (int k = 0; k < NODES; k++)
        sum += safety_private(spread * pow((k + 0.5) / NODES, 1.0 / n), n, e);
    reference_check(r, "mean_winner_safety", sum / NODES);
    reference_check(r, "risk", 1.0 - sum / NODES);
}

/* All know all: the gap between the two most capable over the spread has distribution 1 - (1 - x)^n. */
static void run_public(struct reference *r)
{
    double spread = reference_in(r, "spread"), n = reference_in(r, "contenders"),
           e = reference_in(r, "enmity");
    double sum = 0.0;
    for (int k = 0; k < NODES; k++)
        sum += safety_of_leader(spread * (1.0 - pow((k + 0.5) / NODES, 1.0 / n)), e);
    reference_check(r, "mean_winner_safety", sum / NODES);
    reference_check(r, "risk", 1.0 - sum / NODES);
}

static const struct reference_op ops[] = {{"model", run_model},
                                          {"unknown", run_unknown},
                                          {"private", run_private},
                                          {"public", run_public},
                                          {NULL, NULL}};

/* ---- events ---- */

enum { DRAWS = 40000 };

/* One leader without safety, a rate of accidents and no conflict unless a threat is set. */
static void make_leader(struct small_model *s, double rate)
{
    small_start(s);
    s->param.hazard.accident_rate = rate;
    s->param.hazard.accident_ceiling = 1e9;
    s->param.hazard.closing_gain = 0.0;
    s->param.hazard.accident_severity = 0.2;
}

/* Accidents in a quarter come as often as 1 - exp(-rate / 4), and destroy the share that they should in the
 * mean: within 4.5 standard errors of the mean (chance of failure 7e-6). u^(1/m - 1) with m = 0.2 has the
 * variance 1/9 - 1/25. */
TEST(accidents_come_at_their_rate)
{
    static struct small_model s;
    make_leader(&s, 1.2);
    double damage = 0.0;
    for (uint64_t member = 0; member < DRAWS; member++) {
        s.m.member = member;
        s.state[0].hazard.health = 1.0;
        dt_hazard_step_w1(&s.m);
        damage += s.state[0].hazard.lost;
        assert_near(s.state[0].hazard.health, 1.0 - s.state[0].hazard.lost, 1e-15, 0.0);
    }
    double p = 1.0 - exp(-0.3), hits = s.global.hazard.accidents;
    assert_near(hits / DRAWS, p, 4.5 * sqrt(p * (1.0 - p) / DRAWS), 0.0);
    assert_near(damage / hits, 0.2, 4.5 * sqrt((1.0 / 9.0 - 0.04) / hits), 0.0);
}

/* Conflicts are opened at their rate and last 1 / (peace rate) in the mean. With rates a and b the share of
 * time at war settles at A / (A + B (1 - A)) with the chances A and B of a step. */
TEST(conflicts_open_and_end)
{
    static struct small_model s;
    make_leader(&s, 0.0);
    s.param.hazard.conflict_rate = 0.8;
    s.param.hazard.peace_rate = 2.0;
    s.state[0].rivalry.perceived = 0.5;
    double at_war = 0.0;
    for (s.m.step = 0; s.m.step < DRAWS; s.m.step++) {
        dt_hazard_step_w1(&s.m);
        at_war += s.state[0].hazard.war;
    }
    double opens = 1.0 - exp(-0.1), ends = 1.0 - exp(-0.5);
    double share = opens / (opens + ends * (1.0 - opens));
    /* a chain that forgets by (1 - opens)(1 - ends) = 0.55 a step has (1 + 0.55) / (1 - 0.55) times the
     * variance */
    double error = sqrt(share * (1.0 - share) * 1.55 / 0.45 / DRAWS);
    assert_near(at_war / DRAWS, share, 4.5 * error, 0.0);
    double starts = s.global.hazard.conflicts / DRAWS, expected = (1.0 - share) * opens;
    assert_near(starts, expected, 4.5 * sqrt(expected / DRAWS), 0.0);
}

/* The rise of a threat adds to conflict, its fall takes nothing off. */
TEST(gaps_that_close_fast_are_dangerous)
{
    struct hazard_param p = {.conflict_rate = 0.01, .closing_gain = 5.0};
    assert_near(conflict_rate(&p, 0.4, 0.1), 0.01 * 0.4 * 1.5, 0.0, 1e-15);
    assert_near(conflict_rate(&p, 0.4, -0.1), 0.01 * 0.4, 0.0, 1e-15);
}

/* A great accident is felt by all, as far as it reaches; a state below the threshold does not stand. */
TEST(survivors_are_counted)
{
    static struct small_model s;
    make_leader(&s, 1e9);
    s.m.n_state = 3;
    s.param.hazard.accident_severity = 0.5;
    s.param.hazard.accident_reach = 0.4;
    s.param.hazard.survival_threshold = 0.8;
    s.param.hazard.closeness_width = 1e-3;
    s.state[1].capability.level = s.state[2].capability.level = -1.0;
    s.state[2].hazard.health = 0.5;
    dt_hazard_step_w1(&s.m);
    double lost = s.state[0].hazard.lost;
    assert_true(lost > 0.0);
    assert_near(s.state[1].hazard.lost, 0.0, 0.0, 0.0);
    assert_near(s.state[1].hazard.health, 1.0 - 0.4 * lost, 0.0, 1e-14);
    assert_near(s.state[2].hazard.health, 0.5 * (1.0 - 0.4 * lost), 0.0, 1e-14);
    double standing = (1.0 - lost >= 0.8) + (1.0 - 0.4 * lost >= 0.8);
    assert_near(s.global.hazard.survivors, standing, 0.0, 0.0);
    double each = s.state[0].hazard.standing + s.state[1].hazard.standing + s.state[2].hazard.standing;
    assert_near(each, standing, 0.0, 0.0);
    assert_near(s.state[2].hazard.standing, 0.0, 0.0, 0.0);
}

/* War takes its toll of what attacks destroy. */
TEST(war_has_a_toll)
{
    static struct small_model s;
    make_leader(&s, 0.0);
    s.param.hazard.war_toll = 0.5;
    s.state[0].attrition.destroyed = 0.3;
    dt_hazard_step_w1(&s.m);
    assert_near(s.state[0].hazard.health, 0.85, 0.0, 1e-15);
    assert_near(s.state[0].hazard.lost, 0.0, 0.0, 0.0);
}

/* Practice closes the gap to the safety that is wanted by the same share in each step, exp(-dt / delay) of it
 * is left. */
TEST(safety_follows_with_its_lag)
{
    static struct small_model s;
    small_start(&s);
    s.m.n_state = 2;
    s.param.hazard.safety_delay = 0.8;
    s.param.hazard.safety_scale = 0.5;
    s.state[0].posture.safety_floor = 0.9;
    s.state[0].hazard.safety = 0.1;
    double safety[3];
    for (int t = 0; t < 3; t++) {
        safety[t] = s.state[0].hazard.safety;
        dt_hazard_choose_w1(&s.m);
    }
    assert_true(safety[1] > safety[0]);
    assert_near((safety[2] - safety[1]) / (safety[1] - safety[0]), exp(-0.25 / 0.8), 0.0,
                1e-13); /* rounding */
}

/* One call of the generator serves two states: the events of the second come at its rate, and the last of an
 * odd number of states has its own. Within 4.5 standard errors. */
TEST(every_state_draws_its_own_events)
{
    static struct small_model s;
    make_leader(&s, 0.0);
    s.m.n_state = 3;
    s.param.hazard.conflict_rate = 0.8;
    s.param.hazard.peace_rate = 1e9;
    double opened[3] = {0.0};
    for (int i = 0; i < 3; i++)
        s.state[i].rivalry.perceived = 0.5 * i;
    for (s.m.step = 0; s.m.step < DRAWS; s.m.step++) {
        for (int i = 0; i < 3; i++)
            s.state[i].hazard.war = 0.0;
        dt_hazard_step_w1(&s.m);
        for (int i = 0; i < 3; i++)
            opened[i] += s.state[i].hazard.war;
    }
    for (int i = 0; i < 3; i++) {
        double p = 1.0 - exp(-0.8 * 0.5 * i * 0.25);
        assert_near(opened[i] / DRAWS, p, 4.5 * sqrt(p * (1.0 - p) / DRAWS) + 1e-12, 0.0);
    }
}

RUN_TESTS_AND_CASES("hazard", ops, CASE(accidents_come_at_their_rate), CASE(conflicts_open_and_end),
                    CASE(gaps_that_close_fast_are_dangerous), CASE(survivors_are_counted),
                    CASE(war_has_a_toll), CASE(safety_follows_with_its_lag),
                    CASE(every_state_draws_its_own_events))
