/* The rules of postures as rows of weights. */
#include "model/posture_rule.h"

#include "test.h"

/* Each code picks its own row of the table, whole. */
TEST(a_code_picks_its_row)
{
    const struct posture_param own = {.own_base = 1.0, .own_closing = 0.25};
    for (int k = 0; k < DT_OWN_POSTURE; k++) {
        struct posture_rule rule = posture_rule(&own, k);
        double weight[DT_N_POSTURE_WEIGHT];
        memcpy(weight, &rule, sizeof rule);
        for (int w = 0; w < DT_N_POSTURE_WEIGHT; w++)
            assert_near(weight[w], posture_table[k][w], 0.0, 0.0);
    }
}

/* The rule of a scenario fills every weight by its name. */
TEST(own_rule_comes_from_the_scenario)
{
    const struct posture_param own = {.own_base = 1.0,
                                      .own_lead = 2.0,
                                      .own_precision = 3.0,
                                      .own_binding = 4.0,
                                      .own_reciprocity = 5.0,
                                      .own_window = 6.0,
                                      .own_neighbours = 7.0,
                                      .own_threat = 8.0,
                                      .own_transfers = 9.0,
                                      .own_safety_floor = 0.10,
                                      .own_closing = 0.11};
    struct posture_rule rule = posture_rule(&own, DT_OWN_POSTURE);
    assert_near(rule.base, 1.0, 0.0, 0.0);
    assert_near(rule.lead, 2.0, 0.0, 0.0);
    assert_near(rule.precision, 3.0, 0.0, 0.0);
    assert_near(rule.binding, 4.0, 0.0, 0.0);
    assert_near(rule.reciprocity, 5.0, 0.0, 0.0);
    assert_near(rule.window, 6.0, 0.0, 0.0);
    assert_near(rule.neighbours, 7.0, 0.0, 0.0);
    assert_near(rule.threat, 8.0, 0.0, 0.0);
    assert_near(rule.transfers, 9.0, 0.0, 0.0);
    assert_near(rule.safety_floor, 0.10, 0.0, 0.0);
    assert_near(rule.closing, 0.11, 0.0, 0.0);
}

RUN_TESTS(CASE(a_code_picks_its_row), CASE(own_rule_comes_from_the_scenario))
