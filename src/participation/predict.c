/* Prediction of who joins a text: the game played at the estimate and at draws from its covariance. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/random.h"
#include "core/try.h"
#include "participation/attendance.h"
#include "participation/fit.h"

enum {
    N_DRAW = 300,
    SEED = 20260205,
    REASON_PAST = N_STATE_VARIABLE,
    REASON_NEIGHBOURS,
    REASON_TEXT,
    N_REASON
};

static const double CERTAIN = 40.0; /* log-odds of a state whose choice is known */
static const double LOW = 0.1, HIGH = 0.9, SURE = 0.999;

struct dt_treaty_prediction {
    int n;
    const dt_treaty_data *data;
    dt_treaty_state *state; /* n */
    double *reason;         /* n rows of N_REASON */
    double *tips;           /* n rows of n */
    dt_treaty_total total;
};

/* What is being worked on. */
struct play {
    const dt_treaty_fit *fit;
    const dt_treaty_data *data;
    const dt_treaty_text *text;
    struct dt_net network;
    struct dt_net_game game;
    double spread; /* variance of the level of this text */
    double *room, *x, *zero, *base, *p, *near;
};

int dt_treaty_reason_count(void)
{
    return N_REASON;
}

const char *dt_treaty_reason_name(int reason)
{
    static const char *const more[] = {"past_tendency", "neighbours", "text"};
    if (reason < 0 || reason >= N_REASON) return NULL;
    return reason < N_STATE_VARIABLE ? dt_design_state_variable_name(reason)
                                     : more[reason - N_STATE_VARIABLE];
}

static void play_clear(struct play *play)
{
    dt_net_clear(&play->network);
    free(play->room);
}

static dt_status play_init(struct play *play, const dt_treaty_fit *fit, const dt_treaty_data *data,
                           const dt_treaty_text *text)
{
    unsigned char pool[MAX_INSTRUMENT];
    size_t n = (size_t)data->n_state;
    *play = (struct play){.fit = fit, .data = data, .text = text};
    play->room = calloc(n * (N_TERM + 4) + 1, sizeof(double));
    if (!play->room) return DT_NO_MEMORY;
    play->x = play->room;
    play->zero = play->x + n * N_TERM;
    play->base = play->zero + n;
    play->p = play->base + n;
    play->near = play->p + n;
    dt_design_pool(data, text, NULL, 0, pool);
    dt_design_fill(data, text, pool, play->x);
    play->spread = fit->summary.level_spread + dt_design_unseen(data, text, pool);
    play->game = (struct dt_net_game){data->n_state, play->x, play->zero, play->zero, &play->network};
    dt_status status = dt_design_network(data, text, pool, &play->network);
    if (status != DT_OK) play_clear(play);
    return status;
}

/* Log-odds without neighbours at the middle level. */
static void middle_base(struct play *play)
{
    for (int i = 0; i < play->data->n_state; i++) {
        play->base[i] = 0.0;
        for (int c = 0; c < N_TERM; c++)
            play->base[i] += play->x[(long)i * N_TERM + c] * play->fit->theta[c];
    }
}

/* Reason that a term belongs to. */
static int reason_of(int term)
{
    int s, a;
    dt_design_parts(term, &s, &a);
    if (s >= 0) return s;
    return term >= FIRST_PAST_TERM ? REASON_PAST : REASON_TEXT;
}

/* Parts of each state's log-odds, as differences from the mean of all states; the means go to the text. */
static void give_reasons(struct play *play, dt_treaty_prediction *out)
{
    int n = out->n;
    double mean[N_REASON] = {0.0};
    for (int i = 0; i < n; i++) {
        double *reason = out->reason + (long)i * N_REASON;
        for (int c = 0; c < N_TERM; c++)
            reason[reason_of(c)] += play->x[(long)i * N_TERM + c] * play->fit->theta[c];
        reason[REASON_NEIGHBOURS] = play->fit->theta[N_TERM] * play->near[i];
        for (int r = 0; r < N_REASON; r++)
            mean[r] += reason[r] / n;
        out->state[i].neighbours = reason[REASON_NEIGHBOURS];
        out->state[i].log_odds = play->base[i] + reason[REASON_NEIGHBOURS];
    }
    for (int i = 0; i < n; i++)
        for (int r = 0; r < N_REASON; r++) {
            double *reason = out->reason + (long)i * N_REASON;
            if (r == REASON_TEXT) continue;
            reason[r] -= mean[r];
            reason[REASON_TEXT] += mean[r];
        }
}

/* All equilibria at the middle level. */
static dt_status list_equilibria(struct play *play, dt_treaty_total *total)
{
    const struct dt_net_game_rule rule = {&play->network, play->base, play->fit->theta[N_TERM]};
    struct dt_net_equilibria found;
    int n = play->data->n_state;
    DT_TRY(dt_net_equilibria_find(&rule, &found));
    total->n_equilibrium = found.count;
    for (int e = 0; e < found.count; e++) {
        total->is_stable[e] = found.stable[e];
        for (int i = 0; i < n; i++)
            total->equilibrium[e] += found.p[(long)e * n + i];
    }
    dt_net_equilibria_clear(&found);
    return DT_OK;
}

/* What changes when a state's choice becomes known: the game with that state certain, either way. */
static dt_status find_tips(struct play *play, dt_treaty_prediction *out)
{
    const struct dt_net_game_rule rule = {&play->network, play->base, play->fit->theta[N_TERM]};
    int n = out->n;
    for (int i = 0; i < n; i++) {
        double own = play->base[i], *row = out->tips + (long)i * n;
        for (int side = 0; side < 2; side++) {
            memcpy(play->near, play->p, sizeof(double) * (size_t)n);
            play->base[i] = side ? CERTAIN : -CERTAIN;
            dt_status status = dt_net_equilibrium_follow(&rule, play->near);
            play->base[i] = own;
            if (status != DT_OK) return status;
            for (int j = 0; j < n; j++)
                row[j] += side ? play->near[j] : -play->near[j];
        }
        row[i] = 0.0;
    }
    return DT_OK;
}

static int compare_numbers(const void *one, const void *other)
{
    double a = *(const double *)one, b = *(const double *)other;
    return (a > b) - (a < b);
}

static double quantile(double *value, int n, double q)
{
    qsort(value, (size_t)n, sizeof *value, compare_numbers);
    double at = q * (n - 1);
    int below = (int)at;
    return below + 1 < n ? value[below] + (at - below) * (value[below + 1] - value[below]) : value[n - 1];
}

/* One member: coefficients, level and choices drawn; probabilities into the columns of `drawn`. */
static dt_status draw_member(struct play *play, int m, double *drawn, double *count)
{
    double theta[N_THETA], level = 0.0;
    int n = play->data->n_state;
    dt_treaty_draw(play->fit, SEED, (unsigned long long)m, theta);
    /* The sum of twelve uniforms less six is normal enough for a level and has no tail to guard. */
    for (uint32_t u = 0; u < 12; u++)
        level += dt_uniform(SEED, (uint64_t)m, 4 * N_THETA + u, DT_PURPOSE_GAME);
    level = (level - 6.0) * sqrt(play->spread);
    for (int i = 0; i < n; i++)
        play->near[i] = 0.5;
    DT_TRY(dt_net_game_play(&play->game, N_TERM, theta, level, play->near));
    *count = 0.0;
    for (int i = 0; i < n; i++) {
        drawn[(long)i * N_DRAW + m] = play->near[i];
        *count += dt_uniform(SEED, (uint64_t)m, 5 * N_THETA + (uint32_t)i, DT_PURPOSE_GAME) < play->near[i];
    }
    return DT_OK;
}

static dt_status draw_ranges(struct play *play, dt_treaty_prediction *out)
{
    double count[N_DRAW], *drawn = calloc((size_t)out->n * N_DRAW, sizeof *drawn);
    dt_status status = drawn ? DT_OK : DT_NO_MEMORY;
    for (int m = 0; m < N_DRAW && status == DT_OK; m++)
        status = draw_member(play, m, drawn, &count[m]);
    for (int i = 0; status == DT_OK && i < out->n; i++) {
        out->state[i].low = quantile(drawn + (long)i * N_DRAW, N_DRAW, LOW);
        out->state[i].high = quantile(drawn + (long)i * N_DRAW, N_DRAW, HIGH);
    }
    if (status == DT_OK) {
        out->total.low = quantile(count, N_DRAW, LOW);
        out->total.high = quantile(count, N_DRAW, HIGH);
    }
    free(drawn);
    return status;
}

/* The stage of taking part. Whoever signs at a conference is there, so that the probability given that it is
 * there is the ratio of the two; it is what counts for those who are known to be there. */
static dt_status add_attendance(struct play *play, dt_treaty_prediction *out)
{
    double there[DT_TREATY_STATES];
    dt_status status = dt_treaty_attendance(play->data, play->text, there);
    int is_conference = play->text->kind == DT_TREATY_DECLARATION && play->text->attending > 0;
    int is_stage = status == DT_OK && is_conference;
    if (status == DT_NO_MEMORY) return status;
    for (int i = 0; i < out->n; i++) {
        dt_treaty_state *state = &out->state[i];
        state->attends = status != DT_OK || play->text->present[i] ? 1.0 : there[i];
        state->signs_if_attends = is_stage ? fmin(SURE, state->signs / there[i]) : state->signs;
        out->total.expected += state->signs;
        out->total.expected_known += is_stage ? state->attends * state->signs_if_attends : state->signs;
    }
    return DT_OK;
}

static dt_status fill_prediction(struct play *play, dt_treaty_prediction *out)
{
    double marginal[DT_TREATY_STATES];
    int n = out->n;
    middle_base(play);
    for (int i = 0; i < n; i++)
        play->p[i] = 0.5;
    const struct dt_net_game_rule rule = {&play->network, play->base, play->fit->theta[N_TERM]};
    DT_TRY(dt_net_equilibrium_follow(&rule, play->p));
    dt_net_apply(&play->network, play->p, play->near);
    DT_TRY(dt_treaty_marginal(&play->game, play->fit->theta, play->spread, marginal));
    for (int i = 0; i < n; i++) {
        out->state[i].iso3 = play->data->code[i];
        out->state[i].signs = marginal[i];
    }
    give_reasons(play, out);
    DT_TRY(list_equilibria(play, &out->total));
    DT_TRY(find_tips(play, out));
    DT_TRY(draw_ranges(play, out));
    return add_attendance(play, out);
}

dt_status dt_treaty_predict(const dt_treaty_fit *fit, const dt_treaty_data *data, const dt_treaty_text *text,
                            dt_treaty_prediction **out)
{
    struct play play;
    size_t n = (size_t)data->n_state;
    DT_TRY(play_init(&play, fit, data, text));
    dt_treaty_prediction *made = calloc(1, sizeof *made);
    dt_status status = DT_NO_MEMORY;
    if (!made) goto done;
    made->n = data->n_state;
    made->state = calloc(n + 1, sizeof *made->state);
    made->reason = calloc(n * N_REASON + 1, sizeof *made->reason);
    made->tips = calloc(n * n + 1, sizeof *made->tips);
    if (made->state && made->reason && made->tips) status = fill_prediction(&play, made);
done:
    play_clear(&play);
    if (status == DT_OK)
        *out = made;
    else
        dt_treaty_prediction_free(made);
    return status;
}

void dt_treaty_prediction_free(dt_treaty_prediction *prediction)
{
    if (!prediction) return;
    free(prediction->state);
    free(prediction->reason);
    free(prediction->tips);
    free(prediction);
}

dt_treaty_state dt_treaty_prediction_state(const dt_treaty_prediction *prediction, int state)
{
    return prediction->state[state];
}

dt_treaty_total dt_treaty_prediction_total(const dt_treaty_prediction *prediction)
{
    return prediction->total;
}

double dt_treaty_prediction_reason(const dt_treaty_prediction *prediction, int state, int reason)
{
    return prediction->reason[(long)state * N_REASON + reason];
}

double dt_treaty_prediction_tips(const dt_treaty_prediction *prediction, int state, int other)
{
    return prediction->tips[(long)state * prediction->n + other];
}

dt_status dt_treaty_play_text(const dt_treaty_fit *fit, const dt_treaty_data *data,
                              const dt_treaty_text *text, double *p)
{
    struct play play;
    DT_TRY(play_init(&play, fit, data, text));
    dt_status status = dt_treaty_marginal(&play.game, fit->theta, play.spread, p);
    play_clear(&play);
    return status;
}
