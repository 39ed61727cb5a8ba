/* The rules of postures as rows of weights. */
#include "model/posture_rule.h"

#include "small_model.h"

/* Each code picks its own row of the table, whole; what the scenario defines takes no part in it. */
TEST(a_code_picks_its_row)
{
    static struct small_model s;
    small_start(&s);
    s.param.posture.own_base = 1.0;
    s.param.posture.own_closing = 0.25;
    s.constant.n_defined = 1;
    s.constant.defined[0][0] = 3.0;
    for (int k = 0; k < DT_OWN_POSTURE; k++) {
        struct posture_rule rule = posture_rule(&s.m, k);
        double weight[DT_N_POSTURE_WEIGHT];
        memcpy(weight, &rule, sizeof rule);
        for (int w = 0; w < DT_N_POSTURE_WEIGHT; w++)
            assert_near(weight[w], posture_table[k][w], 0.0, 0.0);
    }
}

/* The levers of posture `own` fill every weight by its name. */
TEST(own_rule_comes_from_levers)
{
    static struct small_model s;
    small_start(&s);
    s.param.posture = (struct posture_param){.own_base = 1.0,
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
    s.param.pace.own_restraint = 0.12;
    struct posture_rule rule = posture_rule(&s.m, DT_OWN_POSTURE);
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
    assert_near(rule.restraint, 0.12, 0.0, 0.0);
}

/* The rules that a scenario defines follow those of the table, each with its own code. */
TEST(defined_rules_have_their_codes)
{
    static struct small_model s;
    small_start(&s);
    s.constant.n_defined = 2;
    for (int k = 0; k < 2; k++)
        for (int w = 0; w < DT_N_POSTURE_WEIGHT; w++)
            s.constant.defined[k][w] = 10.0 * (k + 1) + w;
    for (int k = 0; k < 2; k++) {
        struct posture_rule rule = posture_rule(&s.m, DT_N_POSTURE + k);
        assert_near(rule.base, 10.0 * (k + 1), 0.0, 0.0);
        assert_near(rule.restraint, 10.0 * (k + 1) + DT_N_POSTURE_WEIGHT - 1, 0.0, 0.0);
    }
}

RUN_TESTS(CASE(a_code_picks_its_row), CASE(own_rule_comes_from_levers), CASE(defined_rules_have_their_codes))
