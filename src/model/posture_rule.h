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

/* Where the code is that of posture k. */
DT_EQ mask posture_is(lane code, int k)
{
    return above(code, lane_of(k - 0.5)) & below(code, lane_of(k + 0.5));
}

#define EACH_WEIGHT _Pragma("GCC unroll 12") for (int w = 0; w < count; w++)

/* Weights where the code is that of posture k. */
DT_EQ void posture_take(lane code, int k, const double *row, int count, lane *weight)
{
    mask is = posture_is(code, k);
    EACH_WEIGHT weight[w] = pick(is, lane_of(row[w]), weight[w]);
}

/* `count` weights of a state's rule, from the place `first` of the table on; `own` are those of the posture
 * that levers make. */
DT_EQ void posture_weights(const struct model_constants *c, lane code, int first, int count, const lane *own,
                           lane *weight)
{
    mask is_own = posture_is(code, DT_OWN_POSTURE);
    EACH_WEIGHT weight[w] = pick(is_own, own[w], lane_of(0.0));
    _Pragma("GCC unroll 5") for (int k = 0; k < DT_OWN_POSTURE; k++)
        posture_take(code, k, posture_table[k] + first, count, weight);
    for (int k = 0; k < c->n_defined; k++)
        posture_take(code, DT_N_POSTURE + k, c->defined[k] + first, count, weight);
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
    posture_weights(m->constant, code, 0, DT_N_POSTURE_WEIGHT, own, r.weight);
    return r.rule;
}

#endif
