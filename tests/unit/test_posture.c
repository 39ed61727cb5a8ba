/* Postures: rules as data. The mechanism under test is included, so that each equation can be called. */
#include "model/posture.c"

#include "small_model.h"

static const struct small_call calls[] = {
    {"begin", DT_WIDE(dt_posture_begin)}, {"step", DT_WIDE(dt_posture_step)}, {NULL, NULL}};

static void run_model(struct reference *r)
{
    small_run(r, calls);
}

static const struct reference_op ops[] = {{"model", run_model}, {NULL, NULL}};

/* What the words of each posture say holds of its weights. */
TEST(rules_say_what_their_words_say)
{
    static struct small_model s;
    small_start(&s);
    struct posture_rule racer = posture_rule(&s.m, DT_POSTURE_racer);
    struct posture_rule sovereign = posture_rule(&s.m, DT_POSTURE_sovereign);
    struct posture_rule norm = posture_rule(&s.m, DT_POSTURE_norm);
    struct posture_rule hedger = posture_rule(&s.m, DT_POSTURE_hedger);
    struct posture_rule free_rider = posture_rule(&s.m, DT_POSTURE_free_rider);
    assert_true(racer.lead < sovereign.lead && racer.lead < norm.lead && racer.lead < hedger.lead);
    assert_true(sovereign.precision > 0.0 && sovereign.binding > 0.0 && sovereign.reciprocity > 0.0);
    assert_true(sovereign.window < racer.window && sovereign.window < norm.window);
    assert_true(norm.base > 0.0 && norm.safety_floor > sovereign.safety_floor);
    assert_true(hedger.neighbours > norm.neighbours && hedger.neighbours > sovereign.neighbours);
    assert_true(free_rider.neighbours < 0.0 && free_rider.transfers > hedger.transfers);
}

RUN_TESTS_AND_CASES("posture", ops, CASE(rules_say_what_their_words_say))
