/* What each claim says of a member: an effect from the probes of the variations, and whether it is true.
 * Claims differ in their table rows only; a measure is one form that such a row may have. */
#include <math.h>

#include "analysis/claim.h"

/* One member of a claim. */
typedef struct reading {
    const dt_claim_row *row;
    const dt_claim_run *run;
    int64_t member;
} reading;

enum { A, B, C, D };

enum { P, Q, R, S };

/* Probe of the row's variation; 1 where the row names no probe, so that it may divide. */
static double value(const reading *x, int variation, int probe)
{
    int p = x->row->probe[probe];
    return p < 0 ? 1.0 : dt_claim_values(&x->run[x->row->variation[variation]], p)[x->member];
}

static double percent(double more, double than)
{
    return 100.0 * (more / than - 1.0);
}

/* Years between the readings of two probes. */
static double years_between(const reading *x, int later, int earlier)
{
    const dt_claim_run *run = &x->run[x->row->variation[A]];
    return dt_case_time(run->c, run->step[x->row->probe[later]]) -
        dt_case_time(run->c, run->step[x->row->probe[earlier]]);
}

static double effect_of(const reading *x)
{
    switch (x->row->measure) {
    case DT_MEASURE_MORE: return percent(value(x, A, P), value(x, B, P));
    case DT_MEASURE_CHEAPER:
    case DT_MEASURE_FOLLOWS: return percent(value(x, A, P), value(x, A, Q));
    case DT_MEASURE_APART: return value(x, A, P) - value(x, B, P);
    case DT_MEASURE_LOST: return value(x, A, P) - value(x, A, Q);
    case DT_MEASURE_BELOW: return value(x, A, P);
    case DT_MEASURE_GROWS:
        return 100.0 * log(value(x, A, P) / value(x, A, Q) / (value(x, A, R) / value(x, A, S))) /
            years_between(x, P, R);
    case DT_MEASURE_OUTWEIGHS: return value(x, A, P) - value(x, B, P) - (value(x, D, P) - value(x, C, P));
    case DT_MEASURE_OUTGROWS:
        return percent(value(x, A, P), value(x, B, P)) - percent(value(x, C, P), value(x, D, P));
    case DT_MEASURE_DARES: return value(x, C, P) - value(x, D, P);
    }
    return NAN;
}

static int is_true(const reading *x, double effect, double second)
{
    double least = x->row->least;
    switch (x->row->measure) {
    case DT_MEASURE_MORE:
        return effect > least && (x->row->variation[C] < 0 || value(x, A, P) > value(x, C, P));
    case DT_MEASURE_CHEAPER:
    case DT_MEASURE_BELOW: return effect < least;
    case DT_MEASURE_DARES: return effect > least && second > least;
    default: return effect > least;
    }
}

/* Whether cost decides shows only where the cost of p is the lower. */
static int row_applies(const reading *x)
{
    return x->row->measure != DT_MEASURE_FOLLOWS || value(x, A, R) < value(x, A, S);
}

/* A claim counts a member only if all that it reads of it is known. */
static int is_known(const reading *x)
{
    for (int v = 0; v < DT_CLAIM_ARGUMENTS; v++)
        if (x->row->variation[v] >= 0 && isnan(value(x, v, P))) return 0;
    return row_applies(x);
}

void dt_claim_measure(const dt_claim_row *row, const dt_claim_run *run, const dt_claim_effect *out)
{
    reading x = {.row = row, .run = run};
    int is_dare = row->measure == DT_MEASURE_DARES;
    for (x.member = 0; x.member < run[row->variation[A]].members; x.member++) {
        double effect = is_known(&x) ? effect_of(&x) : NAN;
        double second = is_dare ? value(&x, A, P) - value(&x, B, P) : effect;
        out->effect[x.member] = isfinite(effect) ? effect : NAN;
        out->second[x.member] = second;
        out->is_true[x.member] = isfinite(effect) && is_true(&x, effect, second);
    }
}
