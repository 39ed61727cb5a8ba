/* Attendance: a logistic regression on roll calls, where it is known by name, and on conferences, where it is
 * known of the signatories and for the rest only in number.
 *
 * For conferences the unknown states share the remaining delegations: each is counted with the fraction that
 * the last estimate gives it, shifted so that the fractions sum to that number, and the regression is
 * repeated. */
#include "participation/attendance.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/try.h"
#include "participation/score.h"
#include "solve/logistic.h"

enum { N_FEATURE = 8, N_COLUMN = 2 * N_FEATURE, N_ROUND = 8, LAST_YEAR = 2024 };

static const double PENALTY = 1.0, PENALTY_INTERCEPT = 0.01, LEAST = 0.01;

struct attendance {
    const dt_treaty_data *data;
    int n, n_event;
    int event[MAX_INSTRUMENT];
    double *x, *y, *trials, *p;
};

static int is_conference(const dt_treaty_text *text)
{
    return text->kind == DT_TREATY_DECLARATION && text->attending > 0;
}

/* 1 took part, 0 did not, -1 not known. */
static int presence(const dt_treaty_data *data, int event, int state)
{
    switch (data->act[(long)event * data->n_state + state]) {
    case ACT_YES:
    case ACT_NO:
    case ACT_ABSTAIN:
    case ACT_SIGNED:
    case ACT_ATTENDED: return 1;
    case ACT_ABSENT:
    case ACT_OUTSIDE: return 0;
    default: return -1;
    }
}

/* Features of a state; those of conferences stand beside them. */
static void fill_row(const dt_treaty_data *data, int state, const dt_treaty_text *text, double row[N_COLUMN])
{
    int year = text->date / 10000 - 1 < LAST_YEAR ? text->date / 10000 - 1 : LAST_YEAR;
    double gdp = dt_treaty_value(data, state, FIELD_GDP, year, 1.0);
    double population = dt_treaty_value(data, state, FIELD_POPULATION, year, 0.1);
    double region = dt_treaty_value(data, state, FIELD_REGION, year, 0.0);
    const double feature[N_FEATURE] = {
        1.0,
        (log(gdp) - 3.5) / 2.0,
        (log(1000.0 * gdp / population) - 8.7) / 1.4,
        dt_treaty_value(data, state, FIELD_IDEAL_POINT, year, 0.0),
        0.5 * log1p(dt_treaty_value(data, state, FIELD_AI_MODELS, year, 0.0)),
        dt_treaty_value(data, state, FIELD_OECD, year, 0.0),
        fabs(region - 2.0) < 0.5 ? 1.0 : 0.0,
        fabs(region - 19.0) < 0.5 ? 1.0 : 0.0,
    };
    double is_there = text->kind == DT_TREATY_VOTE ? 0.0 : 1.0;
    for (int f = 0; f < N_FEATURE; f++) {
        row[f] = feature[f];
        row[N_FEATURE + f] = feature[f] * is_there;
    }
}

static dt_status attendance_init(struct attendance *a, const dt_treaty_data *data, const dt_treaty_text *text)
{
    *a = (struct attendance){.data = data};
    for (int o = 0; o < data->n_instrument; o++) {
        const dt_treaty_text *other = &data->instrument[o].text;
        int is_seen = data->instrument[o].known < text->date && strcmp(other->name, text->name) != 0;
        if (is_seen && (other->kind == DT_TREATY_VOTE || is_conference(other))) a->event[a->n_event++] = o;
    }
    a->n = a->n_event * data->n_state;
    a->x = calloc((size_t)a->n * (N_COLUMN + 3) + 1, sizeof(double));
    if (!a->x) return DT_NO_MEMORY;
    a->y = a->x + (long)a->n * N_COLUMN;
    a->trials = a->y + a->n;
    a->p = a->trials + a->n;
    for (int r = 0; r < a->n; r++) {
        int event = a->event[r / data->n_state], state = r % data->n_state,
            seen = presence(data, event, state);
        const dt_treaty_text *other = &data->instrument[event].text;
        fill_row(data, state, other, a->x + (long)r * N_COLUMN);
        a->trials[r] = seen >= 0 || is_conference(other);
        a->y[r] = seen >= 0 ? seen : 0.5;
    }
    return DT_OK;
}

static double chance(const double *row, const double *beta)
{
    double eta = 0.0;
    for (int c = 0; c < N_COLUMN; c++)
        eta += row[c] * beta[c];
    return dt_logistic(eta);
}

/* Gives the unknown states of a conference their fractions of the remaining delegations. */
static void share_out(struct attendance *a, int e, const double *beta)
{
    const dt_treaty_data *data = a->data;
    int unknown[DT_TREATY_STATES], n = 0;
    double p[DT_TREATY_STATES], left = data->instrument[a->event[e]].text.attending;
    for (int i = 0; i < data->n_state; i++) {
        int seen = presence(data, a->event[e], i);
        left -= seen == 1;
        if (seen >= 0) continue;
        p[n] = chance(a->x + ((long)e * data->n_state + i) * N_COLUMN, beta);
        unknown[n++] = i;
    }
    if (n == 0) return;
    dt_score_shift(p, n, fmin(n * (1.0 - LEAST), fmax(n * LEAST, left)));
    for (int u = 0; u < n; u++)
        a->y[e * data->n_state + unknown[u]] = p[u];
}

/* Probabilities for the text itself; those known to be present are part of the number. */
static void foresee(const dt_treaty_data *data, const dt_treaty_text *text, const double *beta, double *p)
{
    double row[N_COLUMN];
    for (int i = 0; i < data->n_state; i++) {
        fill_row(data, i, text, row);
        p[i] = chance(row, beta);
    }
    if (is_conference(text)) dt_score_shift(p, data->n_state, fmin(data->n_state - 1.0, text->attending));
}

dt_status dt_treaty_attendance(const dt_treaty_data *data, const dt_treaty_text *text, double *p)
{
    for (int i = 0; i < data->n_state; i++)
        p[i] = 1.0;
    if (text->kind != DT_TREATY_VOTE && !is_conference(text)) return DT_OK;

    struct attendance a;
    double beta[N_COLUMN] = {0.0}, penalty[N_COLUMN];
    for (int c = 0; c < N_COLUMN; c++)
        penalty[c] = c % N_FEATURE ? PENALTY : PENALTY_INTERCEPT;
    DT_TRY(attendance_init(&a, data, text));
    const struct dt_logistic_rows rows = {a.n, N_COLUMN, a.x, a.y, a.trials, penalty};
    dt_status status = a.n ? DT_OK : DT_NO_SOLUTION;
    for (int r = 0; r < N_ROUND && status == DT_OK; r++) {
        for (int e = 0; e < a.n_event; e++)
            if (data->instrument[a.event[e]].text.kind != DT_TREATY_VOTE) share_out(&a, e, beta);
        status = dt_logistic_fit(&rows, beta, NULL);
    }
    if (status == DT_OK) foresee(data, text, beta, p);
    free(a.x);
    return status;
}
