/* Finite populations: fixation of a mutant, the chain of rare mutations, the chain of two strategies with
 * mutation, and group games by hypergeometric sampling.
 *
 * A population of z imitates by pairwise comparison: with i mutants the ratio of the chances to lose and to
 * win one is exp(-beta * (fitness of the mutant - fitness of the resident)). All sums of products of these
 * are taken in logarithms, so that probabilities far below the range of doubles keep their digits. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/try.h"
#include "detente/games.h"
#include "normal/population_chain.h"
#include "normal/symmetric_counts.h"

/* Both fixations of a ladder whose partial sums of -beta * difference are in sum[0..z-1], sum[0] = 0: of one
 * mutant, and of one resident among mutants. */
static void fixations(const double *sum, int z, double *mutant, double *resident)
{
    double top = sum[0], total = 0.0;
    for (int i = 1; i < z; i++)
        top = fmax(top, sum[i]);
    for (int i = 0; i < z; i++)
        total += exp(sum[i] - top);
    *mutant = -(top + log(total));
    *resident = *mutant + sum[z - 1];
}

dt_status dt_log_fixation(const double *difference, int z, double beta, double *log_rho)
{
    if (z < 2 || !(beta >= 0.0)) return DT_INPUT;
    double *sum = malloc((size_t)z * sizeof *sum), resident;
    if (!sum) return DT_NO_MEMORY;
    sum[0] = 0.0;
    for (int i = 1; i < z; i++)
        sum[i] = sum[i - 1] - beta * difference[i - 1];
    fixations(sum, z, log_rho, &resident);
    free(sum);
    return DT_OK;
}

/* Partial sums for strategy m among r with fitness from pairs without oneself. The difference of fitness is
 * linear in the number of mutants. */
static void pair_ladder(const double *payoff, int k, const int pair[2], double beta_over, double *sum, int z)
{
    int m = pair[0], r = pair[1];
    double mm = payoff[m * k + m], mr = payoff[m * k + r], rm = payoff[r * k + m], rr = payoff[r * k + r];
    sum[0] = 0.0;
    for (int i = 1; i < z; i++) {
        double mutant = (i - 1) * mm + (z - i) * mr, resident = i * rm + (z - i - 1) * rr;
        sum[i] = sum[i - 1] - beta_over * (mutant - resident);
    }
}

dt_status dt_fixation_matrix(const double *payoff, int k, int z, double beta, double *log_rho)
{
    if (k < 1 || z < 2 || !(beta >= 0.0)) return DT_INPUT;
    double *sum = malloc((size_t)z * sizeof *sum);
    if (!sum) return DT_NO_MEMORY;
    for (int a = 0; a < k; a++) {
        log_rho[a * k + a] = -INFINITY;
        for (int b = a + 1; b < k; b++) {
            const int pair[2] = {b, a};
            pair_ladder(payoff, k, pair, beta / (z - 1), sum, z);
            fixations(sum, z, &log_rho[a * k + b], &log_rho[b * k + a]);
        }
    }
    free(sum);
    return DT_OK;
}

dt_status dt_small_mutation(const double *log_rho, int k, double *log_vector)
{
    return dt_stationary_log(log_rho, k, log_vector);
}

dt_status dt_mutation_selection(const double *difference, int z, double beta, double mutation, double *vector)
{
    if (z < 2 || !(beta >= 0.0) || !(mutation > 0.0 && mutation <= 1.0)) return DT_INPUT;
    double top = 0.0, total = 0.0, *log_weight = malloc(((size_t)z + 1) * sizeof *log_weight);
    if (!log_weight) return DT_NO_MEMORY;
    double previous_up = 0.0;
    log_weight[0] = 0.0;
    for (int i = 0; i <= z; i++) {
        double d = i > 0 && i < z ? beta * difference[i - 1] : 0.0;
        double share = (double)i / z, met = (1.0 - mutation) / (z - 1);
        double up = (1.0 - share) * (met * i / (1.0 + exp(-d)) + mutation);
        double down = share * (met * (z - i) / (1.0 + exp(d)) + mutation);
        if (i > 0) log_weight[i] = log_weight[i - 1] + log(previous_up) - log(down);
        top = fmax(top, log_weight[i]);
        previous_up = up;
    }
    for (int i = 0; i <= z; i++)
        total += exp(log_weight[i] - top);
    for (int i = 0; i <= z; i++)
        vector[i] = exp(log_weight[i] - top) / total;
    free(log_weight);
    return DT_OK;
}

void dt_pair_difference(const double payoff[4], int z, double *difference)
{
    for (int i = 1; i < z; i++) {
        double mutant = (i - 1) * payoff[3] + (z - i) * payoff[2];
        double resident = i * payoff[1] + (z - i - 1) * payoff[0];
        difference[i - 1] = (mutant - resident) / (z - 1);
    }
}

/* Mean of value[j] over the number j of mutants among n others drawn from a population of z with i. */
static double group_mean(const double *value, int n, int z, int i)
{
    double sum = 0.0, all = dt_log_choose(z, n);
    for (int j = 0; j <= n; j++)
        if (j <= i && n - j <= z - i)
            sum += value[j] * exp(dt_log_choose(i, j) + dt_log_choose(z - i, n - j) - all);
    return sum;
}

dt_status dt_group_difference(const double *mutant, const double *resident, int group, int z,
                              double *difference)
{
    if (group < 1 || z < 2 || group > z) return DT_INPUT;
    for (int i = 1; i < z; i++)
        difference[i - 1] = group_mean(mutant, group - 1, z - 1, i - 1) -
            group_mean(resident, group - 1, z - 1, i);
    return DT_OK;
}

/* ---- collective risk ---------------------------------------------------------------------------------- */

static int is_risk_game(const dt_collective_risk *game)
{
    return game->group >= 2 && game->threshold >= 1 && game->threshold <= game->group && game->risk >= 0.0 &&
        game->risk <= 1.0;
}

dt_status dt_collective_risk_payoffs(const dt_collective_risk *game, double *cooperator, double *defector)
{
    if (!is_risk_game(game)) return DT_INPUT;
    double saved = game->endowment, lost = game->endowment * (1.0 - game->risk);
    for (int k = 0; k < game->group; k++) {
        defector[k] = k >= game->threshold ? saved : lost;
        cooperator[k] = (k + 1 >= game->threshold ? saved : lost) - game->contribution * game->endowment;
    }
    return DT_OK;
}

/* Chance that a cooperator is pivotal, at the share x of cooperators, times the risk. */
static double pivotal(const dt_collective_risk *game, double x)
{
    int n = game->group - 1, m = game->threshold - 1;
    if (x <= 0.0) return m == 0 ? game->risk : 0.0;
    if (x >= 1.0) return m == n ? game->risk : 0.0;
    return game->risk * exp(dt_log_choose(n, m) + m * log(x) + (n - m) * log1p(-x));
}

/* Point of low..high where the rising (or falling) chance is the contribution. */
static double meet(const dt_collective_risk *game, double low, double high)
{
    int is_rising = pivotal(game, low) < pivotal(game, high);
    for (int round = 0; round < 200 && high - low > 1e-17; round++) {
        double middle = 0.5 * (low + high);
        int is_below = pivotal(game, middle) < game->contribution;
        if (is_below == is_rising)
            low = middle;
        else
            high = middle;
    }
    return 0.5 * (low + high);
}

dt_status dt_collective_risk_interior(const dt_collective_risk *game, dt_risk_interior *interior)
{
    if (!is_risk_game(game) || !(game->contribution > 0.0)) return DT_INPUT;
    dt_risk_interior found = {.unstable = NAN, .stable = NAN};
    found.peak = (double)(game->threshold - 1) / (game->group - 1);
    found.critical = pivotal(game, found.peak);
    double c = game->contribution, slack = 1e-12 * found.critical;
    if (c <= found.critical + slack) {
        if (fabs(c - found.critical) <= slack) {
            found.unstable = found.stable = found.peak;
        } else {
            if (pivotal(game, 0.0) < c) found.unstable = meet(game, 0.0, found.peak);
            if (pivotal(game, 1.0) < c) found.stable = meet(game, found.peak, 1.0);
        }
    }
    *interior = found;
    return DT_OK;
}
