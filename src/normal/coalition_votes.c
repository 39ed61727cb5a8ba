/* Entry into force by number and weight: sets of states are counted by members and by the sum of weights.
 *
 * Counts of up to 120 states fit into 128 bits, so nothing is rounded before the shares are formed. Sums of
 * weights from the threshold on are kept as one. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "detente/games.h"
#include "normal/symmetric_counts.h"

__extension__ typedef unsigned __int128 whole;

struct counter {
    const dt_two_keys *rule;
    int n, threshold; /* weight from which on sums count as one */
    whole *sets;      /* [members * (threshold + 1) + weight] */
};

static dt_status open_counter(const dt_two_keys *rule, struct counter *c)
{
    int64_t sum = 0;
    if (rule->n < 1 || rule->n > DT_KEY_STATES) return DT_INPUT;
    for (int i = 0; i < rule->n; i++) {
        if (rule->weight[i] < 0) return DT_INPUT;
        sum += rule->weight[i];
    }
    *c = (struct counter){.rule = rule, .n = rule->n};
    int64_t threshold = rule->min_weight < 0 ? 0 : rule->min_weight > sum ? sum + 1 : rule->min_weight;
    if (threshold > INT64_C(1) << 22) return DT_INPUT;
    c->threshold = (int)threshold;
    c->sets = malloc(((size_t)c->n + 1) * ((size_t)threshold + 1) * sizeof *c->sets);
    return c->sets ? DT_OK : DT_NO_MEMORY;
}

static whole *row_of(const struct counter *c, int members)
{
    return c->sets + (size_t)members * ((size_t)c->threshold + 1);
}

static void begin(struct counter *c)
{
    memset(c->sets, 0, ((size_t)c->n + 1) * ((size_t)c->threshold + 1) * sizeof *c->sets);
    row_of(c, 0)[0] = 1;
}

/* Adds a state that may stand in a set or not; `most` sets of members are filled so far. */
static void add_state(struct counter *c, int weight, int most)
{
    for (int k = most; k >= 0; k--) {
        const whole *from = row_of(c, k);
        whole *to = row_of(c, k + 1);
        for (int w = 0; w <= c->threshold; w++) {
            int sum = w > c->threshold - weight ? c->threshold : w + weight;
            to[sum] += from[w];
        }
    }
}

static int is_winning(const struct counter *c, int members, int64_t weight)
{
    return members >= c->rule->min_parties && weight >= c->rule->min_weight;
}

static double count_winning(struct counter *c)
{
    double sum = 0.0;
    begin(c);
    for (int i = 0; i < c->n; i++)
        add_state(c, c->rule->weight[i], i);
    for (int k = 0; k <= c->n; k++)
        for (int w = 0; w <= c->threshold; w++)
            if (is_winning(c, k, w)) sum += (double)row_of(c, k)[w];
    return sum;
}

/* Swings of a state: sets of the others that do not win and win with it. */
static void find_power(struct counter *c, int state, double *swings, double *pivots)
{
    int most = 0, own = c->rule->weight[state];
    *swings = *pivots = 0.0;
    begin(c);
    for (int i = 0; i < c->n; i++)
        if (i != state) add_state(c, c->rule->weight[i], most++);
    for (int k = 0; k < c->n; k++) {
        double sum = 0.0;
        for (int w = 0; w <= c->threshold; w++)
            if (!is_winning(c, k, w) && is_winning(c, k + 1, (int64_t)w + own))
                sum += (double)row_of(c, k)[w];
        *swings += sum;
        *pivots += sum / (c->n * exp(dt_log_choose(c->n - 1, k)));
    }
}

static int by_weight(const void *one, const void *other)
{
    int a = *(const int *)one, b = *(const int *)other;
    return (a < b) - (a > b);
}

/* Sets that win and lose without any one of their members. States come in falling order of weight, so the one
 * added last is the least: a set with more members than needed is minimal if it loses without that one. */
static double count_minimal(struct counter *c)
{
    int weight[DT_KEY_STATES];
    double sum = is_winning(c, 0, 0) ? 1.0 : 0.0;
    memcpy(weight, c->rule->weight, (size_t)c->n * sizeof *weight);
    qsort(weight, (size_t)c->n, sizeof *weight, by_weight);
    begin(c);
    for (int i = 0; i < c->n; i++) {
        for (int k = 0; k <= i; k++)
            for (int w = 0; w <= c->threshold; w++)
                if (!is_winning(c, k, w) && is_winning(c, k + 1, (int64_t)w + weight[i]))
                    sum += (double)row_of(c, k)[w];
        add_state(c, weight[i], i);
    }
    return sum;
}

dt_status dt_two_key_power(const dt_two_keys *rule, dt_key_power *power)
{
    struct counter c;
    double swings[DT_KEY_STATES], pivots[DT_KEY_STATES], total = 0.0;
    int n_with = rule->n - 1;
    int64_t sum = 0;
    dt_status status = open_counter(rule, &c);
    if (status != DT_OK) return status;
    power->winning = count_winning(&c);
    power->minimal_winning = count_minimal(&c);
    for (int i = 0; i < rule->n; i++) {
        find_power(&c, i, &swings[i], &pivots[i]);
        total += swings[i];
        sum += rule->weight[i];
    }
    for (int i = 0; i < rule->n; i++) {
        if (power->swings) power->swings[i] = swings[i];
        if (power->banzhaf) power->banzhaf[i] = total > 0.0 ? swings[i] / total : 0.0;
        if (power->shapley_shubik) power->shapley_shubik[i] = pivots[i];
        if (power->is_veto) power->is_veto[i] = !is_winning(&c, n_with, sum - rule->weight[i]);
    }
    free(c.sets);
    return DT_OK;
}
