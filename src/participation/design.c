/* Columns of the game. Features are those of the year before the text, so that an ideal point never contains
 * the vote that it predicts. Centres and scales are fixed numbers: a coefficient means the same in every fit.
 */
#include "participation/design.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { FIRST_YEAR = 1990, LAST_YEAR = 2024 };

static const struct {
    const char *name;
    int is_crossed;
} state_variables[] =
    {
#define DT_STATE_VARIABLE(name, is_crossed, text) {#name, is_crossed},
#include "participation/terms.def"
#undef DT_STATE_VARIABLE
},
  text_attributes[] = {
#define DT_TEXT_ATTRIBUTE(name, is_crossed, text) {#name, is_crossed},
#include "participation/terms.def"
#undef DT_TEXT_ATTRIBUTE
};

static const char *const past_names[] = {
#define DT_PAST_VARIABLE(name, text) #name,
#include "participation/terms.def"
#undef DT_PAST_VARIABLE
};

/* Penalties: half of each times the square of the coefficient goes off the log-likelihood. A penalty of 5
 * says that an effect of more than one in log-odds per unit would surprise. */
static const double PENALTY_INTERCEPT = 0.01, PENALTY_MAIN = 1.0, PENALTY_PRODUCT = 5.0, PENALTY_PAST = 0.1,
                    PENALTY_NETWORK = 4.0;

/* Tendencies shrink towards 0 as if that many further texts had been seen without any. */
static const double SHRINK_ALL = 2.0, SHRINK_NEAR = 0.5, TENDENCY_SCALE = 2.0;
enum { ONE_YEAR = 10000 }; /* of a date yyyymmdd */

static const double HALF = 0.5;

const char *dt_design_state_variable_name(int variable)
{
    return state_variables[variable].name;
}

void dt_design_parts(int term, int *state_variable, int *text_attribute)
{
    *state_variable = *text_attribute = -1;
    if (term >= FIRST_STATE_TERM && term < FIRST_TEXT_TERM) *state_variable = term - FIRST_STATE_TERM;
    if (term >= FIRST_TEXT_TERM && term < FIRST_PRODUCT_TERM) *text_attribute = term - FIRST_TEXT_TERM;
    if (term < FIRST_PRODUCT_TERM || term >= FIRST_PAST_TERM) return;
    int product = term - FIRST_PRODUCT_TERM;
    for (int a = 0, left = product / N_CROSSED_STATE; a < N_TEXT_ATTRIBUTE; a++)
        if (text_attributes[a].is_crossed && left-- == 0) *text_attribute = a;
    for (int s = 0, left = product % N_CROSSED_STATE; s < N_STATE_VARIABLE; s++)
        if (state_variables[s].is_crossed && left-- == 0) *state_variable = s;
}

void dt_design_term_name(int term, char name[DT_TREATY_NAME])
{
    int s, a;
    dt_design_parts(term, &s, &a);
    if (s >= 0 && a >= 0)
        snprintf(name, DT_TREATY_NAME, "%s:%s", text_attributes[a].name, state_variables[s].name);
    else if (s >= 0 || a >= 0)
        snprintf(name, DT_TREATY_NAME, "%s", s >= 0 ? state_variables[s].name : text_attributes[a].name);
    else if (term == 0)
        snprintf(name, DT_TREATY_NAME, "intercept");
    else
        snprintf(name, DT_TREATY_NAME, "%s",
                 term == N_TERM ? "neighbours" : past_names[term - FIRST_PAST_TERM]);
}

void dt_design_penalty(double ridge, double penalty[N_THETA])
{
    for (int k = 0; k < N_TERM; k++) {
        int is_past = k >= FIRST_PAST_TERM, is_product = k >= FIRST_PRODUCT_TERM && !is_past;
        penalty[k] = is_past ? PENALTY_PAST : ridge * (is_product ? PENALTY_PRODUCT : PENALTY_MAIN);
    }
    penalty[0] = PENALTY_INTERCEPT;
    penalty[N_TERM] = PENALTY_NETWORK;
}

void dt_design_pool(const dt_treaty_data *data, const dt_treaty_text *text, const unsigned char *use,
                    int is_any_time, unsigned char *pool)
{
    for (int o = 0; o < data->n_instrument; o++) {
        const struct dt_instrument *other = &data->instrument[o];
        int is_itself = &other->text == text || strcmp(other->text.name, text->name) == 0;
        pool[o] = (unsigned char)((!use || use[o]) && other->is_fit && !is_itself &&
                                  (is_any_time || other->known < text->date));
    }
}

static int feature_year(const dt_treaty_text *text)
{
    int year = text->date / 10000 - 1;
    return year < FIRST_YEAR ? FIRST_YEAR : year > LAST_YEAR ? LAST_YEAR : year;
}

static void state_values(const dt_treaty_data *data, int i, int year, double z[N_STATE_VARIABLE])
{
    double ideal = dt_treaty_value(data, i, FIELD_IDEAL_POINT, year, 0.0);
    double gdp = dt_treaty_value(data, i, FIELD_GDP, year, 1.0);               /* USD billion */
    double population = dt_treaty_value(data, i, FIELD_POPULATION, year, 0.1); /* million */
    double region = dt_treaty_value(data, i, FIELD_REGION, year, 0.0); /* M49: 2 Africa, 19 Americas */
    z[STATE_ideal_point] = ideal;
    z[STATE_ideal_point_squared] = ideal * ideal - 1.0;
    z[STATE_log_gdp] = (log(gdp) - 3.5) / 2.0;
    z[STATE_log_gdp_per_head] = (log(1000.0 * gdp / population) - 8.7) / 1.4;
    z[STATE_nato] = dt_treaty_value(data, i, FIELD_NATO, year, 0.0);
    z[STATE_eu] = dt_treaty_value(data, i, FIELD_EU, year, 0.0);
    z[STATE_nam] = dt_treaty_value(data, i, FIELD_NAM, year, 0.0);
    z[STATE_nuclear_armed] = dt_treaty_value(data, i, FIELD_NUCLEAR_ARMED, year, 0.0);
    z[STATE_us_ally] = dt_treaty_value(data, i, FIELD_ALLY_US_CORE, year, 0.0);
    z[STATE_russian_ally] = fmax(dt_treaty_value(data, i, FIELD_CSTO, year, 0.0),
                                 dt_treaty_value(data, i, FIELD_ALLY_RU, year, 0.0));
    z[STATE_arab_league] = dt_treaty_value(data, i, FIELD_ARAB_LEAGUE, year, 0.0);
    z[STATE_ai_models] = 0.5 * log1p(dt_treaty_value(data, i, FIELD_AI_MODELS, year, 0.0));
    z[STATE_sco] = dt_treaty_value(data, i, FIELD_SCO, year, 0.0);
    z[STATE_oecd] = dt_treaty_value(data, i, FIELD_OECD, year, 0.0);
    z[STATE_africa] = region > 1.5 && region < 2.5 ? 1.0 : 0.0;
    z[STATE_americas] = region > 18.5 && region < 19.5 ? 1.0 : 0.0;
}

static void text_values(const dt_treaty_text *text, double a[N_TEXT_ATTRIBUTE])
{
    int is_nuclear = strcmp(text->topic, "nuclear") == 0,
        is_humanitarian = text->sponsor == DT_SPONSOR_HUMANITARIAN;
    a[TEXT_binding] = text->binding;
    a[TEXT_signature] = text->kind == DT_TREATY_DECLARATION || text->kind == DT_TREATY_SPONSORS;
    a[TEXT_sponsors] = text->kind == DT_TREATY_SPONSORS;
    a[TEXT_military_ai] = text->military_ai;
    a[TEXT_nuclear] = is_nuclear;
    a[TEXT_nuclear_ban] = is_nuclear && is_humanitarian;
    a[TEXT_west] = text->sponsor == DT_SPONSOR_WEST;
    a[TEXT_east] = text->sponsor == DT_SPONSOR_EAST;
    a[TEXT_humanitarian] = is_humanitarian;
    a[TEXT_verification] = text->verification / 3.0;
    a[TEXT_years_open] = log1p(text->years) / 3.0;
}

/* Whether a text of the pool has two of the attributes, each at least half as strongly. */
static int is_pair_seen(const dt_treaty_data *data, const unsigned char *pool,
                        const double a[N_TEXT_ATTRIBUTE], int one, int other)
{
    double b[N_TEXT_ATTRIBUTE];
    for (int o = 0; o < data->n_instrument; o++) {
        if (!pool[o]) continue;
        text_values(&data->instrument[o].text, b);
        if (b[one] >= HALF * a[one] && b[other] >= HALF * a[other]) return 1;
    }
    return 0;
}

double dt_design_unseen(const dt_treaty_data *data, const dt_treaty_text *text, const unsigned char *pool)
{
    double a[N_TEXT_ATTRIBUTE];
    int n_pair = 0;
    text_values(text, a);
    for (int one = 0; one < N_TEXT_ATTRIBUTE; one++)
        for (int other = 0; other < one; other++)
            if (a[one] > 0.0 && a[other] > 0.0) n_pair += !is_pair_seen(data, pool, a, one, other);
    return n_pair / PENALTY_PRODUCT;
}

/* Mean of the outcomes of an instrument. */
static double mean_outcome(const dt_treaty_data *data, int instrument)
{
    int n = 0, yes = 0;
    for (int i = 0; i < data->n_state; i++) {
        int y = data->y[(long)instrument * data->n_state + i];
        n += y >= 0;
        yes += y == 1;
    }
    return n ? (double)yes / n : 0.5;
}

/* Adds the tendencies: twice the sum of residuals over the number of texts plus what shrinks it. */
static void add_tendencies(const dt_treaty_data *data, const dt_treaty_text *text, const unsigned char *pool,
                           double *x)
{
    for (int i = 0; i < data->n_state; i++) {
        double sum[N_PAST] = {0.0}, count[N_PAST] = {SHRINK_ALL, SHRINK_NEAR, SHRINK_NEAR, SHRINK_NEAR};
        for (int o = 0; o < data->n_instrument; o++) {
            int y = data->y[(long)o * data->n_state + i];
            if (!pool[o] || y < 0) continue;
            const dt_treaty_text *other = &data->instrument[o].text;
            int is_topic = strcmp(other->topic, text->topic) == 0;
            int is_near[N_PAST] = {1, is_topic, dt_treaty_group(other) == dt_treaty_group(text),
                                   is_topic && other->date > text->date - ONE_YEAR};
            double residual = y - mean_outcome(data, o);
            for (int t = 0; t < N_PAST; t++) {
                sum[t] += is_near[t] * residual;
                count[t] += is_near[t];
            }
        }
        for (int t = 0; t < N_PAST; t++)
            x[(long)i * N_TERM + FIRST_PAST_TERM + t] = TENDENCY_SCALE * sum[t] / count[t];
    }
}

void dt_design_fill(const dt_treaty_data *data, const dt_treaty_text *text, const unsigned char *pool,
                    double *x)
{
    double z[N_STATE_VARIABLE], a[N_TEXT_ATTRIBUTE];
    text_values(text, a);
    for (int i = 0; i < data->n_state; i++) {
        double *row = x + (long)i * N_TERM;
        state_values(data, i, feature_year(text), z);
        row[0] = 1.0;
        memcpy(row + FIRST_STATE_TERM, z, sizeof z);
        memcpy(row + FIRST_TEXT_TERM, a, sizeof a);
        double *product = row + FIRST_PRODUCT_TERM;
        for (int t = 0; t < N_TEXT_ATTRIBUTE; t++)
            for (int s = 0; text_attributes[t].is_crossed && s < N_STATE_VARIABLE; s++)
                if (state_variables[s].is_crossed) *product++ = a[t] * z[s];
    }
    add_tendencies(data, text, pool, x);
}
