/* The network of a text. The weights say how alike two states are; only the strength of the network as a
 * whole is estimated. */
#include <math.h>
#include <stdlib.h>

#include "participation/design.h"

enum { N_NEAR = 12 };

/* What counts how much; a judgement, documented in docs/treaty.md. */
static const struct {
    int field;
    double weight;
} memberships[] = {
    {FIELD_EU, 0.7},        {FIELD_NATO, 0.3}, {FIELD_ARAB_LEAGUE, 0.5},       {FIELD_OECD, 0.2},
    {FIELD_CSTO, 0.5},      {FIELD_SCO, 0.3},  {FIELD_COUNCIL_OF_EUROPE, 0.2}, {FIELD_NAM, 0.2},
    {FIELD_FIVE_EYES, 0.5},
};
enum {
    N_MEMBERSHIP = sizeof memberships / sizeof memberships[0],
    TRAIT_IDEAL = 0,
    TRAIT_SUBREGION,
    TRAIT_REGION,
    TRAIT_MEMBERSHIP,
    N_TRAIT = TRAIT_MEMBERSHIP + N_MEMBERSHIP
};
static const double WEIGHT_SUBREGION = 1.0, WEIGHT_REGION = 0.3, WEIGHT_PACT = 1.0, WEIGHT_IDEAL = 1.0,
                    WEIGHT_AGREEMENT = 1.0, IDEAL_SCALE = 0.5;

/* Residuals of the pool: n_state rows of n_instrument, scaled so that each row has length 1. */
static void residuals(const dt_treaty_data *data, const unsigned char *pool, double *r)
{
    for (int o = 0; o < data->n_instrument; o++) {
        double n = 0.0, yes = 0.0;
        for (int i = 0; i < data->n_state; i++) {
            int y = data->y[(long)o * data->n_state + i];
            n += y >= 0;
            yes += y == 1;
        }
        for (int i = 0; i < data->n_state; i++) {
            int y = data->y[(long)o * data->n_state + i];
            r[(long)i * data->n_instrument + o] = pool[o] && y >= 0 ? y - yes / n : 0.0;
        }
    }
    for (int i = 0; i < data->n_state; i++) {
        double *row = r + (long)i * data->n_instrument, length = 0.0;
        for (int o = 0; o < data->n_instrument; o++)
            length += row[o] * row[o];
        for (int o = 0; o < data->n_instrument; o++)
            row[o] /= length > 0.0 ? sqrt(length) : 1.0;
    }
}

/* What likeness looks at: ideal point, subregion, region, memberships. */
static void traits_of(const dt_treaty_data *data, int i, int year, double trait[N_TRAIT])
{
    trait[TRAIT_IDEAL] = dt_treaty_value(data, i, FIELD_IDEAL_POINT, year, 0.0);
    trait[TRAIT_SUBREGION] = dt_treaty_value(data, i, FIELD_SUBREGION, year, 0.0);
    trait[TRAIT_REGION] = dt_treaty_value(data, i, FIELD_REGION, year, 0.0);
    for (int m = 0; m < N_MEMBERSHIP; m++)
        trait[TRAIT_MEMBERSHIP + m] = dt_treaty_value(data, i, memberships[m].field, year, 0.0);
}

static double likeness(const double *one, const double *other)
{
    double apart = (one[TRAIT_IDEAL] - other[TRAIT_IDEAL]) / IDEAL_SCALE;
    double sum = WEIGHT_IDEAL * exp(-apart * apart);
    if (fabs(one[TRAIT_SUBREGION] - other[TRAIT_SUBREGION]) < 0.5) sum += WEIGHT_SUBREGION;
    if (fabs(one[TRAIT_REGION] - other[TRAIT_REGION]) < 0.5) sum += WEIGHT_REGION;
    for (int m = 0; m < N_MEMBERSHIP; m++)
        sum += memberships[m].weight * one[TRAIT_MEMBERSHIP + m] * other[TRAIT_MEMBERSHIP + m];
    return sum;
}

dt_status dt_design_network(const dt_treaty_data *data, const dt_treaty_text *text, const unsigned char *pool,
                            struct dt_net *out)
{
    int n = data->n_state, m = data->n_instrument, year = text->date / 10000 - 1;
    double *alike = calloc((size_t)n * (size_t)(n + m + N_TRAIT) + 1, sizeof *alike);
    if (!alike) return DT_NO_MEMORY;
    double *r = alike + (long)n * n, *trait = r + (long)n * m;
    residuals(data, pool, r);
    for (int i = 0; i < n; i++)
        traits_of(data, i, year, trait + (long)i * N_TRAIT);
    for (int i = 0; i < n; i++)
        for (int j = 0; j < i; j++) {
            double agreement = 0.0;
            for (int o = 0; o < m; o++)
                agreement += r[(long)i * m + o] * r[(long)j * m + o];
            double sum = likeness(trait + (long)i * N_TRAIT, trait + (long)j * N_TRAIT) +
                WEIGHT_PACT * data->tie[(long)i * n + j] + WEIGHT_AGREEMENT * fmax(0.0, agreement);
            alike[(long)i * n + j] = alike[(long)j * n + i] = sum;
        }
    dt_status status = dt_net_nearest(alike, n, N_NEAR, out);
    free(alike);
    return status;
}
