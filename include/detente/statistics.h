/* What many runs say: quantiles, sensitivity, scenario discovery, robustness, trade-offs.
 *
 * Inputs are plain arrays, borrowed during a call. A table of n cases and d factors is one array with the d
 * numbers of case 0 first (row-major). Results that a function fills belong to the caller. Numbers that are
 * not finite never spread: a function says which cases it left out. */
#ifndef DETENTE_STATISTICS_H
#define DETENTE_STATISTICS_H

#include <stdint.h>

#include "detente/status.h"

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

/** Quantile p in [0,1] of n values in ascending order, by one of the nine definitions of Hyndman and Fan
 * (1996, Am. Stat. 50:361); type 7 is the default of most programs. NAN for n = 0 or another type. */
double dt_quantile(const double *ascending, int64_t n, double p, int type);

/** Chance that Student's t with df degrees of freedom (any number above 0) lies above t, and its inverse. */
double dt_t_above(double t, double df);
double dt_t_quantile(double p, double df);

/* Weights. Where cases have weights, a case of weight w counts as if it stood there w times: whole weights
 * give what repeated cases give. Weights whose sum is the number of cases they are worth (dt_weights_scale)
 * therefore give honest intervals. NULL: every case has weight 1. */

/** Scales weights >= 0 so that their sum is the number of equal cases that they are worth, (sum w)^2 / sum
 * w^2 (Kish 1965, Survey Sampling), and returns it; 0 where nothing weighs. */
double dt_weights_scale(double *weight, int64_t n);

/** An estimate with the ends of its interval. */
typedef struct dt_interval {
    double value, low, high;
} dt_interval;

/* ---- Sobol' indices ---- */

/** Estimators of Sobol' indices. Saltelli 2010: Saltelli et al., Comput. Phys. Commun. 181:259, here with
 * outputs centred at their mean; Jansen 1999, Comput. Phys. Commun. 117:35; Martinez 2011 (correlation), in
 * Baudin et al. 2016; Janon et al. 2014, ESAIM P&S 18:342. Total effects: Jansen's, with MARTINEZ the
 * correlation form. */
typedef enum dt_sobol_method {
    DT_SOBOL_SALTELLI_RAW,
    DT_SOBOL_SALTELLI,
    DT_SOBOL_JANSEN,
    DT_SOBOL_MARTINEZ,
    DT_SOBOL_JANON,
    DT_SOBOL_METHOD_COUNT
} dt_sobol_method;
const char *dt_sobol_method_name(int method);

typedef struct dt_sobol dt_sobol;
/** Begins sums for a design of Saltelli with n_base base points of d factors (rows of dt_design_group).
 * Memory grows with d, and with d^2 for second_order, not with n_base. */
dt_status dt_sobol_create(int d, int64_t n_base, int second_order, dt_sobol **out);
void dt_sobol_free(dt_sobol *sums);
/** Adds the outputs of one base point: A, each A with a column of B, (each B with a column of A,) B. A base
 * point with any output that is not finite is left out whole and counted. Base points come in ascending
 * order. */
void dt_sobol_add(dt_sobol *sums, int64_t base, const double *y);
/** Base points used, and left out. */
int64_t dt_sobol_used(const dt_sobol *sums);
int64_t dt_sobol_dropped(const dt_sobol *sums);
/** First-order and total indices into first[d] and total[d], with intervals at `level` (for example 0.95)
 * from `resamples` bootstrap samples of base points, or of batches of neighbouring ones beyond 1,024: right
 * where base points are independent. For points of a scrambled sequence use dt_sobol_combine. resamples 0: no
 * interval (NAN). DT_NO_SOLUTION if fewer than 2 base points were used or the output does not vary. */
typedef struct dt_sobol_options {
    dt_sobol_method method;
    double level;
    int resamples;
    uint64_t seed;
} dt_sobol_options;
dt_status dt_sobol_indices(const dt_sobol *sums, const dt_sobol_options *options, dt_interval *first,
                           dt_interval *total);
/** Second-order index of factors j < k (Saltelli 2002, Comput. Phys. Commun. 145:280); NAN without
 * second_order. */
double dt_sobol_second(const dt_sobol *sums, const dt_sobol_options *options, int j, int k);
/** Indices of independent replicates (n >= 2, each of the same shape): their means, with Student's interval.
 */
dt_status dt_sobol_combine(const dt_sobol *const *replicate, int n, const dt_sobol_options *options,
                           dt_interval *first, dt_interval *total);

/* ---- elementary effects ---- */

/** Elementary effects of one factor (Morris 1991, Technometrics 33:161; mu_star: Campolongo et al. 2007). */
typedef struct dt_effects {
    int64_t n;
    double mean, mean_absolute; /* mu and mu_star, output per whole range of the factor */
    double spread;              /* sigma, population standard deviation */
    double sum_square;          /* inside: of deviations */
    double absolute_square;     /* inside: of deviations of the absolute effects */
} dt_effects;
/** Adds one effect; passes over one that is not finite. Start from zeros. */
void dt_effects_add(dt_effects *effects, double effect);
/** Interval of mu_star at a level, by the normal approximation. */
dt_interval dt_effects_interval(const dt_effects *effects, double level);

/* ---- measures from given data ---- */

/** Cases of one factor and one output. */
typedef struct dt_pairs {
    const double *x, *y;
    int n;
    const double *weight; /* nullable; > 0 */
} dt_pairs;

/** Greatest distance (Kolmogorov-Smirnov) between the distribution of y and that of y where x lies in one of
 * n_slice equally likely slices: distance[n_slice]. PAWN (Pianosi and Wagener 2018, Environ. Model. Softw.
 * 108:33). DT_INPUT for fewer cases than slices, or a slice without weight. */
dt_status dt_pawn(const dt_pairs *pairs, int n_slice, double *distance);

/** How intervals are made from given data. */
typedef struct dt_resampling {
    int resamples;
    uint64_t seed;
    double level;
} dt_resampling;
/** Delta, the moment-independent measure of Borgonovo (2007), from kernel densities in slices of x as
 * Plischke, Borgonovo and Smith (2013, Eur. J. Oper. Res. 226:536), less what chance alone gives; interval
 * from bootstrap samples. DT_INPUT for fewer than 20 cases, or weights: it has no form with them. */
dt_status dt_delta(const dt_pairs *pairs, const dt_resampling *resampling, dt_interval *out);
/** First-order index from given data: variance of the means of y in n_slice slices of x, corrected for
 * chance, over the variance of y. */
double dt_first_order(const dt_pairs *pairs, int n_slice);

/** Total index of a factor by Jansen (1999) from n pairs of runs that differ by that factor alone, drawn
 * anew: half the mean square of their differences over the variance of `n_sample` other runs. Interval by the
 * normal approximation, with the errors of both (delta method). Pairs and runs that are not finite are left
 * out. DT_INPUT for fewer than 4 pairs or runs, DT_NO_SOLUTION if the output does not vary. */
typedef struct dt_total_runs {
    const double *before, *after; /* n pairs */
    int n;
    const double *sample;
    int n_sample;
} dt_total_runs;
dt_status dt_total_effect(const dt_total_runs *runs, double level, dt_interval *out);

/** Hilbert-Schmidt independence criterion with Gaussian kernels (Gretton et al. 2005; da Veiga 2015, J. Stat.
 * Comput. Simul. 85:1283). */
typedef struct dt_hsic {
    double v, u;  /* V- and U-statistic */
    double share; /* R2: v over the root of the two with themselves */
    double p;     /* share of shuffles with a v at least as large, (1 + k)/(1 + n); NAN without shuffles */
} dt_hsic;
/** Options: standard deviations of the kernels, 0 that of the data; shuffles of the test of independence. */
typedef struct dt_hsic_options {
    double bandwidth_x, bandwidth_y;
    int permutations;
    uint64_t seed;
} dt_hsic_options;
/** n^2 work for each shuffle. DT_INPUT for fewer than 4 cases, or weights: it has no form with them. */
dt_status dt_hsic_measure(const dt_pairs *pairs, const dt_hsic_options *options, dt_hsic *out);

/** Cases of d factors and one output. */
typedef struct dt_samples {
    const double *x; /* n rows of d */
    const double *y;
    int n, d;
    const double *weight; /* nullable; > 0 */
} dt_samples;
/** Linear regression of y on all factors, all standardised; `ranked` replaces numbers by ranks. Into
 * coefficient[d] and partial[d] (partial correlation), with intervals at a level, and `*r2`, the share
 * explained. DT_INPUT for n (or the sum of weights) <= d + 2, DT_NO_SOLUTION where factors are collinear. A
 * factor without spread has 0. */
dt_status dt_regression(const dt_samples *samples, int ranked, double level, dt_interval *coefficient,
                        dt_interval *partial, double *r2);

/* ---- scenario discovery ---- */

/** Cases of d factors, each of interest (y not 0) or not. */
typedef struct dt_cases {
    const double *x; /* n rows of d */
    const unsigned char *y;
    int n, d;
    const double *weight; /* nullable; > 0 */
} dt_cases;

/** One box of a peeling trajectory: limits of each factor (of a categorical one: bits of the categories that
 * are left), and what it holds. */
typedef struct dt_box {
    double *low, *high;   /* d each; without a limit, the least and greatest of the cases */
    uint64_t *categories; /* d */
    int64_t n, n_of_interest;
    double coverage, density, mass;
    int restricted;                    /* factors that are limited */
    double weight, weight_of_interest; /* of the cases that it holds; their numbers without weights */
    unsigned char *is_open;            /* d: sides without a limit, DT_OPEN_BELOW | DT_OPEN_ABOVE */
} dt_box;
/** Sides of a factor that a box does not limit. */
enum { DT_OPEN_BELOW = 1, DT_OPEN_ABOVE = 2 };

/** Options of dt_prim_find. */
typedef struct dt_prim_options {
    double peel, paste;               /* share of the box that one step removes, or adds */
    double least_mass;                /* share of all cases below which peeling stops */
    const unsigned char *categorical; /* d flags, or NULL: factor holds category numbers 0 .. 63 */
} dt_prim_options;
/** Peels and pastes of 5%, a least mass of 5%, no categories. */
dt_prim_options dt_prim_defaults(void);

typedef struct dt_prim dt_prim;
/** The patient rule induction method (Friedman and Fisher 1999, Stat. Comput. 9:123) for cases of interest y
 * = 1 among n cases: the trajectory of boxes from the whole to the last, each step the one that gains most
 * mean per case lost (Kwakkel and Jaxa-Rozen 2016, Environ. Model. Softw. 79:311). Cases with `taken` (may be
 * NULL) not 0 are passed over, so that a next box can be sought among the rest. DT_INPUT where all or no
 * cases are of interest. */
dt_status dt_prim_find(const dt_cases *cases, const unsigned char *taken, const dt_prim_options *options,
                       dt_prim **out);
void dt_prim_free(dt_prim *prim);
int dt_prim_count(const dt_prim *prim);
/** Box at a step, 0 the whole; owned by the trajectory. */
const dt_box *dt_prim_box(const dt_prim *prim, int step);
/** Chance that a box as pure comes about without the limits of one factor (Bryant and Lempert 2010, Technol.
 * Forecast. Soc. Change 77:34): below the lower and above the upper limit; 1 where there is none. */
void dt_prim_quasi_p(const dt_prim *prim, int step, int factor, double *lower, double *upper);
/** The step with the greatest product of coverage and density. */
int dt_prim_balance(const dt_prim *prim);
/** Several boxes; cleared by dt_prim_boxes_clear. */
enum { DT_PRIM_BOXES = 8 };
typedef struct dt_prim_boxes {
    int n;
    dt_prim *prim[DT_PRIM_BOXES];
    int step[DT_PRIM_BOXES]; /* of each trajectory the one that was chosen */
} dt_prim_boxes;
/** Up to `most` boxes, each sought among the cases that the steps chosen before do not hold: step `step`, or
 * where that is negative or too large dt_prim_balance. Ends early when no case of interest is left. */
dt_status dt_prim_find_boxes(const dt_cases *cases, const dt_prim_options *options, int most, int step,
                             dt_prim_boxes *out);
void dt_prim_boxes_clear(dt_prim_boxes *boxes);
/** Whether a case lies in a box; where the box has no limit, any value does. */
int dt_box_holds(const dt_box *box, const double *x, int d, const unsigned char *categorical);

/** A node of a tree. */
typedef struct dt_tree_node {
    int factor; /* -1: a leaf */
    double threshold;
    int left, right; /* children: at most the threshold, above it */
    int n, n_of_interest;
    double gini, gain; /* impurity, and what the split takes off, weighted by the node's share of all cases */
    double weight, weight_of_interest; /* n and n_of_interest without weights */
} dt_tree_node;
typedef struct dt_tree {
    int count;
    dt_tree_node *node; /* 0 is the root */
} dt_tree;
/** A classification tree (CART, Breiman et al. 1984) by Gini impurity, thresholds midway between values;
 * leaves have at least `least` cases. */
dt_status dt_tree_grow(const dt_cases *cases, int least, int depth, dt_tree *out);
void dt_tree_clear(dt_tree *tree);

/* ---- robustness ---- */

/** Measures of one policy over scenarios; for payoffs, where more is better. */
typedef struct dt_robustness {
    double worst, best, mean, hurwicz, greatest_regret, mean_regret, regret90, satisficing, p10, spread,
        cvar20, undesirable_deviation;
    int is_dominated; /* another policy is as good in every scenario and better in one */
} dt_robustness;
/** Payoffs of policies over scenarios, payoff[policy * n_scenario + scenario], and what two measures need. */
typedef struct dt_payoffs {
    const double *payoff;
    int n_policy, n_scenario;
    double threshold;     /* what satisfies */
    double optimism;      /* weight of the best in Hurwicz' measure */
    const double *weight; /* of each scenario, nullable; those of weight 0 are left out */
} dt_payoffs;
/** Robustness (McPhail et al. 2018, Earth's Future 6:169) into out[n_policy]. Scenarios in which any policy
 * has no finite payoff are left out for all; `*used` counts the rest. DT_INPUT if none is left. */
dt_status dt_robustness_measure(const dt_payoffs *payoffs, dt_robustness *out, int *used);

/* ---- trade-offs ---- */

/** Non-dominated ranks, 1 the best, of n points of m objectives that are all to be small. */
dt_status dt_pareto_ranks(const double *f, int n, int m, int *rank);
/** Volume between points and a reference point, objectives to be small (While, Bradstreet and Barone 2012,
 * IEEE Trans. Evol. Comput. 16:86); points beyond the reference count nothing. */
dt_status dt_hypervolume(const double *f, int n, int m, const double *reference, double *out);

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
