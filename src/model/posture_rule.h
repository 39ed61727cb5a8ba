/* The rules of postures (posture_rule.def) as the mechanisms read them: a row of weights for each state.
 *
 * A posture may differ between members, so the row is mixed lane by lane; only one rule has a share there. */
#ifndef DT_MODEL_POSTURE_RULE_H
#define DT_MODEL_POSTURE_RULE_H

#include "model/model.h"

/* In the order of the table; DT_OWN_POSTURE is the one that levers make; those that a scenario defines
 * follow. */
enum {
#define DT_POSTURE(name, ...) DT_POSTURE_##name,
#include "model/posture_rule.def"
#undef DT_POSTURE
    DT_OWN_POSTURE,
    DT_N_POSTURE
};

/* The weights of a rule, in the order of the table. */
struct posture_rule {
    lane base, lead, precision, binding, reciprocity, window, neighbours, threat, transfers;
    lane safety_floor, closing, restraint;
};

_Static_assert(DT_N_POSTURE_WEIGHT == sizeof(struct posture_rule) / sizeof(lane), "a number for each weight");

/* Places of the weights that act in every step. */
enum {
    DT_POSTURE_FLOOR = DT_N_POSTURE_WEIGHT - 3,
    DT_POSTURE_CLOSING = DT_N_POSTURE_WEIGHT - 2,
    DT_POSTURE_RESTRAINT = DT_N_POSTURE_WEIGHT - 1
};

static const double posture_table[DT_OWN_POSTURE][DT_N_POSTURE_WEIGHT] = {
#define DT_POSTURE(name, base, lead, precision, binding, reciprocity, window, neighbours, threat, transfers, \
                   safety_floor, closing, restraint, text)                                                   \
    {base,       lead,   precision, binding,      reciprocity, window,                                       \
     neighbours, threat, transfers, safety_floor, closing,     restraint},
#include "model/posture_rule.def"
#undef DT_POSTURE
};

/* 1 where the code is that of posture k, else 0. */
DT_EQ lane posture_is(lane code, int k)
{
    mask is = above(code, lane_of(k - 0.5)) & below(code, lane_of(k + 0.5));
    return pick(is, lane_of(1.0), lane_of(0.0));
}

/* One weight of a state's rule, by its place in the table; `own` is that of the posture that levers make. */
DT_EQ lane posture_weight(const struct model_constants *c, lane code, int weight, lane own)
{
    lane sum = posture_is(code, DT_OWN_POSTURE) * own;
    for (int k = 0; k < DT_OWN_POSTURE; k++)
        sum += posture_is(code, k) * posture_table[k][weight];
    for (int k = 0; k < c->n_defined; k++)
        sum += posture_is(code, DT_N_POSTURE + k) * c->defined[k][weight];
    return sum;
}

/* (S1) the rule of a state: that of its posture; the own one comes from levers, in the same order */
DT_EQ struct posture_rule posture_rule(const struct model *m, lane code)
{
    union {
        struct posture_rule rule;
        lane weight[DT_N_POSTURE_WEIGHT];
    } r;
    const struct posture_param *p = &m->param->posture;
    const lane own[DT_N_POSTURE_WEIGHT] = {
        p->own_base,        p->own_lead,         p->own_precision,  p->own_binding,
        p->own_reciprocity, p->own_window,       p->own_neighbours, p->own_threat,
        p->own_transfers,   p->own_safety_floor, p->own_closing,    m->param->pace.own_restraint};
    for (int w = 0; w < DT_N_POSTURE_WEIGHT; w++)
        r.weight[w] = posture_weight(m->constant, code, w, own[w]);
    return r.rule;
}

#endif
