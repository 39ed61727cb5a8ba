/* Payoffs against accounts made by hand. The mechanism under test is included, so that each equation can be
 * called. */
#include "model/payoff.c"

#include "model/rivalry.h"
#include "small_model.h"

static const struct small_call calls[] = {{"begin", DT_WIDE(dt_payoff_begin)},
                                          {"step", DT_WIDE(dt_payoff_step)},
                                          {"watch", DT_WIDE(dt_rivalry_begin)},
                                          {NULL, NULL}};

static void run_model(struct reference *r)
{
    small_run(r, calls);
}

/* Two sides with guns and butter: strength is guns to the power of decisiveness; the prize is all butter. */
static void run_guns_and_butter(struct reference *r)
{
    static struct small_model s;
    small_build(&s, r);
    double resources = reference_in(r, "resources_0") + reference_in(r, "resources_1");
    double guns[] = {reference_in(r, "guns_0"), reference_in(r, "guns_1")};
    s.param.rivalry.threat_slope = reference_in(r, "decisiveness");
    for (int i = 0; i < 2; i++)
        s.state[i].capability.capability = log(guns[i]);
    dt_rivalry_begin_w1(&s.m);
    for (int i = 0; i < 2; i++) {
        double threat = s.state[i].rivalry.threat;
        reference_check_at(r, "chance", i, 1.0 - threat);
        reference_check_at(r, "worth", i, security(resources - guns[0] - guns[1], threat));
    }
}

static const struct reference_op ops[] = {
    {"model", run_model}, {"guns_and_butter", run_guns_and_butter}, {NULL, NULL}};

/* A flow that stays, discounted over the years: (1 - e^(-r T)) / r within the midpoint rule's (r dt)^2 / 24.
 */
TEST(total_is_discounted)
{
    static struct small_model s;
    small_start(&s);
    memset(&s.param.payoff, 0, sizeof s.param.payoff);
    s.param.payoff.security_value = 0.01;
    s.param.payoff.discount_rate = 0.05;
    s.state[0].compute.gdp = 100.0;
    dt_payoff_begin_w1(&s.m);
    for (s.m.step = 0; s.m.step < 80; s.m.step++)
        dt_payoff_step_w1(&s.m);
    assert_near(s.state[0].payoff.total, (1.0 - exp(-1.0)) / 0.05, 0.0, 1e-5);
}

RUN_TESTS_AND_CASES("payoff", ops, CASE(total_is_discounted))
