/* The postures of the model as a list: names, weights and words, from posture_rule.def, for who writes or
 * reads a scenario. Compiled at width 1 like the registry. What must stay true: the order is that of the
 * codes. */
#include "model/posture_rule.h"
#include "model/registry.h"

#define N_ELEMENT(array) ((int)(sizeof(array) / sizeof((array)[0])))
#define IN_RANGE(index, n) ((index) >= 0 && (index) < (n))

static const char *const names[DT_N_POSTURE] = {
#define DT_POSTURE(name, ...) [DT_POSTURE_##name] = #name,
#include "model/posture_rule.def"
#undef DT_POSTURE
    [DT_OWN_POSTURE] = "own"};

static const char *const texts[DT_N_POSTURE] = {
#define DT_POSTURE(name, base, lead, precision, binding, reciprocity, window, neighbours, threat, transfers, \
                   safety_floor, closing, restraint, text)                                                   \
    [DT_POSTURE_##name] = text,
#include "model/posture_rule.def"
#undef DT_POSTURE
    [DT_OWN_POSTURE] = "Does what the levers own_base to own_restraint say"};

/* In the order of struct posture_rule; each has a lever own_NAME. */
static const char *const weight_names[] = {"base",        "lead",         "precision",  "binding",
                                           "reciprocity", "window",       "neighbours", "threat",
                                           "transfers",   "safety_floor", "closing",    "restraint"};

_Static_assert(N_ELEMENT(weight_names) == DT_N_POSTURE_WEIGHT, "a name for each weight");

int dt_posture_count(void)
{
    return DT_N_POSTURE;
}

const char *dt_posture_name(int posture)
{
    return IN_RANGE(posture, DT_N_POSTURE) ? names[posture] : NULL;
}

const char *dt_posture_text(int posture)
{
    return IN_RANGE(posture, DT_N_POSTURE) ? texts[posture] : NULL;
}

int dt_posture_weight_count(void)
{
    return DT_N_POSTURE_WEIGHT;
}

const char *dt_posture_weight_name(int weight)
{
    return IN_RANGE(weight, DT_N_POSTURE_WEIGHT) ? weight_names[weight] : NULL;
}

double dt_posture_weight(int posture, int weight)
{
    int is_known = IN_RANGE(posture, DT_OWN_POSTURE) && IN_RANGE(weight, DT_N_POSTURE_WEIGHT);
    return is_known ? posture_table[posture][weight] : 0.0;
}
