/* Questions: what decides an outcome, in which cases something happens, which policies stand. The answers are
 * plain data that a page shows. */
#ifndef DETENTE_QUESTIONS_H
#define DETENTE_QUESTIONS_H

#include "detente/statistics.h"
#include "detente/status.h"

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

/** Limits: factors that are shown of a question, policies, aims, letters of a name and of a sentence. */
enum {
    DT_QUESTION_BARS = 10,
    DT_QUESTION_POLICIES = 64,
    DT_QUESTION_AIMS = 6,
    DT_QUESTION_NAME = 64,
    DT_QUESTION_TEXT = 256
};

/** A factor, its first-order index, and its total index where there is one (else NAN). */
typedef struct dt_question_bar {
    char factor[DT_QUESTION_NAME];
    dt_interval share, total;
    int number;         /* of the factor */
    double correlation; /* of ranks: its sign says in which direction */
} dt_question_bar;

/** What decides one outcome; title and text are the caller's to fill in. */
typedef struct dt_question {
    char title[DT_QUESTION_NAME], text[DT_QUESTION_TEXT];
    int n, n_factor, n_bar, n_clear; /* members; factors in all; bars; factors whose interval lies above 0 */
    double explained;                /* sum of all indices: the share without interactions and chance */
    double effective;                /* members that the weights are worth; n without weights */
    int n_pair;                      /* pairs of runs behind total indices; 0: none */
    dt_interval rest, chance; /* total indices of all other factors together, and of shocks; NAN: not known */
    dt_question_bar bar[DT_QUESTION_BARS]; /* largest first */
} dt_question;
/** First-order indices of all factors (dt_first_order), each the mean over eight parts of the cases with
 * Student's 95% interval: the parts are independent, so the interval holds, for one factor at a time. With
 * weights, those of the samples; total indices are the caller's.
 * DT_INPUT for fewer than 160 cases, or weights that are worth fewer, DT_NO_SOLUTION if the outcome does not
 * vary in a part. */
dt_status dt_question_measure(const dt_samples *samples, const char *const *factor, dt_question *out);

/** Where something happens; title and text are the caller's to fill in. Cleared by dt_discovery_clear. */
typedef struct dt_discovery {
    char title[DT_QUESTION_NAME], text[DT_QUESTION_TEXT];
    int n, d, n_of_interest;
    dt_prim *prim; /* NULL: all or no cases are of interest, or there are fewer than 20 */
    int step;      /* that tells most: greatest coverage less the share of other cases that the box holds */
    char (*factor)[DT_QUESTION_NAME];
    double *limit; /* low, high and quasi-p of each factor */
    int n_limited;
    double coverage, density;               /* of the box, on the cases that made it */
    double tested_coverage, tested_density; /* and on the others */
} dt_discovery;
/** Finds a box on the first two thirds of the cases (dt_prim_find) and tests it on the rest. Limits with a
 * quasi-p value of 0.01 or more are dropped: they are peels that happened by chance. */
dt_status dt_discovery_find(const dt_cases *cases, const char *const *factor, dt_discovery *out);
/** Limits of the box on a factor, 0 and 1 on a side without one; 0 if there is none. For factors that are
 * probabilities. `quasi_p` may be NULL. */
int dt_discovery_limit(const dt_discovery *discovery, int factor, double *low, double *high, double *quasi_p);
/** Frees what it holds. */
void dt_discovery_clear(dt_discovery *discovery);

/** What policies are judged by. */
typedef struct dt_policy_aim {
    char name[DT_QUESTION_NAME], unit[DT_QUESTION_NAME];
    int is_less; /* 1: less is better */
} dt_policy_aim;

/** How policies stand by several aims. */
typedef struct dt_standings {
    int n_policy, n_aim, used; /* futures that all have */
    const double *weight;      /* of each future, nullable; borrowed while it is measured */
    dt_policy_aim aim[DT_QUESTION_AIMS];
    char policy[DT_QUESTION_POLICIES][DT_QUESTION_NAME];
    double mean[DT_QUESTION_POLICIES][DT_QUESTION_AIMS];
    double regret90[DT_QUESTION_POLICIES][DT_QUESTION_AIMS]; /* regret that one future in ten exceeds */
    double greatest[DT_QUESTION_POLICIES][DT_QUESTION_AIMS]; /* regret */
    int is_least[DT_QUESTION_POLICIES][DT_QUESTION_AIMS];    /* 1: no policy has less regret90 */
    int is_robust[DT_QUESTION_POLICIES]; /* 1: no other has as little regret90 by all aims and less by one */
} dt_standings;
/** Fills the numbers from values[aim][policy * n_future + future]; names and aims are the caller's to fill in
 * before. Futures in which any policy has no finite value are left out for all, by each aim. DT_INPUT if none
 * is left. */
dt_status dt_standings_measure(double *const *values, int n_future, dt_standings *out);

/** A page of answers; all borrowed. */
typedef struct dt_questions_page {
    const char *scenario, *command, *version;
    const char *note; /* nullable: what is missing, or what the weights are worth */
    int n_question, n_discovery;
    const dt_question *question;
    const dt_discovery *discovery;
    const dt_standings *standings; /* nullable */
} dt_questions_page;
/** Writes one self-contained HTML file. DT_IO if it cannot be written. */
dt_status dt_report_questions(const dt_questions_page *page, const char *path, dt_diagnostics *diagnostics);

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
