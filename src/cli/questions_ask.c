/* Questions about outcomes of a scenario's members: which factors decide them. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cli/questions.h"

const float *cli_questions_find(const dt_summary *s, const char *begin, const char **name)
{
    const float *found = NULL;
    for (int o = 0; o < dt_summary_outcome_count(s); o++) {
        const char *text = dt_summary_outcome_name(s, o);
        if (strncmp(text, begin, strlen(begin)) != 0) continue;
        found = dt_summary_outcome(s, o);
        if (name) *name = text;
    }
    return found;
}

double cli_questions_stranded(const dt_summary *s, int member)
{
    double sum = 0.0;
    for (int o = 0; o < dt_summary_outcome_count(s); o++) {
        const char *name = dt_summary_outcome_name(s, o);
        if (strncmp(name, "stranded_compute.", 17) == 0 && strstr(name, ".2030"))
            sum += (double)dt_summary_outcome(s, o)[member];
    }
    return sum;
}

/* ---- what decides ---- */

/* Cases of a question: members with an outcome, and a weight above 0 where there are weights that are worth
 * enough to measure with. */
struct cases {
    double *x, *y, *weight;
    int n;
};

static dt_status take_cases(struct cli *cli, const struct cli_inquiry *q, const struct cli_sample *s,
                            const double *y, struct cases *c)
{
    const double *w = q->effective >= 160.0 && q->weights.n >= s->n ? q->weights.weight : NULL;
    size_t n = (size_t)s->n, d = (size_t)s->d;
    c->x = malloc((n * d + 1) * sizeof *c->x);
    c->y = malloc((n + 1) * sizeof *c->y);
    c->weight = w ? malloc((n + 1) * sizeof *c->weight) : NULL;
    if (!c->x || !c->y || (w && !c->weight)) return cli_no_memory(cli);
    for (int m = 0; m < s->n; m++) {
        if (!isfinite(y[m]) || (w && !(w[m] > 0.0))) continue;
        memcpy(c->x + (size_t)c->n * d, s->u + (size_t)m * d, d * sizeof *c->x);
        if (w) c->weight[c->n] = w[m];
        c->y[c->n++] = y[m];
    }
    return DT_OK;
}

dt_status cli_questions_add(struct cli *cli, struct cli_inquiry *q, const struct cli_sample *s,
                            const char *title, double *y)
{
    dt_question *made = &q->question[q->n_question];
    struct cases c = {.n = 0};
    snprintf(made->title, sizeof made->title, "%s", title);
    made->rest = made->chance = (dt_interval){NAN, NAN, NAN};
    dt_status status = take_cases(cli, q, s, y, &c);
    if (status == DT_OK)
        status = dt_question_measure(&(dt_samples){c.x, c.y, c.n, s->d, c.weight}, s->factor, made);
    free(c.x);
    free(c.y);
    free(c.weight);
    q->n_question++;
    if (status == DT_NO_SOLUTION) return DT_OK; /* it does not vary: no bars */
    return status == DT_INPUT
        ? cli_fail(cli, DT_E_CLAIM_MEMBERS, "--members", NULL, "at least 160 members that did not fail")
        : status;
}

static int compare_numbers(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Appends what history makes of an outcome. */
static void describe_weighted(const struct cli_inquiry *q, dt_question *question, const double *y)
{
    size_t end = strlen(question->text);
    if (q->effective <= 0.0 || end >= sizeof question->text) return;
    double at[3] = {0.1, 0.5, 0.9};
    for (int k = 0; k < 3; k++)
        at[k] = dt_weighted_quantile(y, q->weights.weight, q->sample.n, at[k]);
    snprintf(question->text + end, sizeof question->text - end, " Weighted by history: %.3g, %.3g to %.3g.",
             at[1], at[0], at[2]);
}

static void describe_range(const struct cli_inquiry *q, dt_question *question, const double *y,
                           const char *words)
{
    int n = q->sample.n, kept = 0;
    double *sorted = malloc((size_t)n * sizeof *sorted);
    for (int i = 0; sorted && i < n; i++)
        if (isfinite(y[i])) sorted[kept++] = y[i];
    if (sorted && kept > 0) {
        qsort(sorted, (size_t)kept, sizeof *sorted, compare_numbers);
        snprintf(question->text, sizeof question->text, "%s: median %.3g, 80%% of members %.3g to %.3g.",
                 words, dt_quantile(sorted, kept, 0.5, 7), dt_quantile(sorted, kept, 0.1, 7),
                 dt_quantile(sorted, kept, 0.9, 7));
        describe_weighted(q, question, y);
    }
    free(sorted);
}

/* The state that leads most often at the end, and the share of members in which it does. */
static int usual_leader(const struct cli_inquiry *q, const float *leader, double *share)
{
    int best = 0, most = 0, n_state = dt_case_state_count(q->base.c);
    for (int s = 0; s < n_state; s++) {
        int count = 0;
        for (int m = 0; m < q->sample.n; m++)
            count += isfinite(leader[m]) && (int)leader[m] == s;
        if (count > most) best = s;
        if (count > most) most = count;
    }
    *share = (double)most / q->sample.n;
    return best;
}

static void extract_leader(const struct cli_inquiry *q, const dt_summary *s, int n, double *y)
{
    const float *leader = cli_questions_find(s, "leader.", NULL);
    for (int m = 0; m < n; m++)
        y[m] = isfinite(leader[m]) ? (int)leader[m] == q->leader : NAN;
}

static dt_status ask_leader(struct cli *cli, struct cli_inquiry *q, double *y)
{
    char title[DT_QUESTION_NAME];
    const char *name = "leader.0";
    const float *leader = cli_questions_find(q->sample.summary, "leader.", &name);
    double share = 0.0, weighted = 0.0, all = 0.0;
    dt_question *question = &q->question[q->n_question];
    q->leader = usual_leader(q, leader, &share);
    q->extract[q->n_question] = extract_leader;
    extract_leader(q, q->sample.summary, q->sample.n, y);
    snprintf(title, sizeof title, "Leader in %s: %s", strchr(name, '.') + 1,
             dt_case_state_name(q->base.c, q->leader));
    int end = snprintf(question->text, DT_QUESTION_TEXT,
                       "It has the highest capability in %.1f%% of members.", CLI_PERCENT * share);
    for (int m = 0; q->effective > 0.0 && m < q->sample.n; m++) {
        if (!isfinite(y[m])) continue;
        all += q->weights.weight[m];
        weighted += q->weights.weight[m] * y[m];
    }
    if (all > 0.0)
        snprintf(question->text + end, DT_QUESTION_TEXT - (size_t)end, " Weighted by history: %.1f%%.",
                 CLI_PERCENT * weighted / all);
    return cli_questions_add(cli, q, &q->sample, title, y);
}

/* The capability of the first reported group at the end: its name ends with the year. */
static const float *own_capability(const struct cli_inquiry *q, const dt_summary *s, const char **name)
{
    char own[DT_QUESTION_NAME];
    snprintf(own, sizeof own, "capability.%s.", dt_case_group_name(q->base.c, 0));
    return cli_questions_find(s, own, name);
}

/* Capability of the first reported group over the best of the others, at the end. */
static void extract_margin(const struct cli_inquiry *q, const dt_summary *s, int n, double *y)
{
    const char *name = "";
    const float *lead = own_capability(q, s, &name);
    const char *year = strrchr(name, '.');
    for (int m = 0; m < n; m++) {
        double best = -INFINITY;
        for (int o = 0; o < dt_summary_outcome_count(s); o++) {
            const char *other = dt_summary_outcome_name(s, o);
            int counts = strncmp(other, "capability.", 11) == 0 && strcmp(strrchr(other, '.'), year) == 0 &&
                dt_summary_outcome(s, o) != lead;
            if (counts) best = fmax(best, (double)dt_summary_outcome(s, o)[m]);
        }
        y[m] = (double)lead[m] - best;
    }
}

static dt_status ask_margin(struct cli *cli, struct cli_inquiry *q, double *y)
{
    char title[DT_QUESTION_NAME];
    const char *name = "";
    if (dt_case_group_count(q->base.c) < 2) return DT_OK; /* nobody to be ahead of */
    own_capability(q, q->sample.summary, &name);
    extract_margin(q, q->sample.summary, q->sample.n, y);
    q->extract[q->n_question] = extract_margin;
    snprintf(title, sizeof title, "How far %s is ahead in %s", dt_case_group_name(q->base.c, 0),
             strrchr(name, '.') + 1);
    describe_range(q, &q->question[q->n_question], y,
                   "Capability over the best other reported group, powers of ten of effective compute");
    return cli_questions_add(cli, q, &q->sample, title, y);
}

static void extract_outcome(const dt_summary *s, const char *begin, int n, double *y)
{
    const float *column = cli_questions_find(s, begin, NULL);
    for (int m = 0; m < n; m++)
        y[m] = (double)column[m];
}

static void extract_parties(const struct cli_inquiry *q, const dt_summary *s, int n, double *y)
{
    (void)q;
    extract_outcome(s, "parties.WORLD.", n, y);
}

static void extract_survivors(const struct cli_inquiry *q, const dt_summary *s, int n, double *y)
{
    (void)q;
    extract_outcome(s, "survivors.WORLD.", n, y);
}

static dt_status ask_outcome(struct cli *cli, struct cli_inquiry *q, cli_extract *extract, const char *title,
                             double *y)
{
    char words[DT_QUESTION_NAME];
    const char *name = "";
    cli_questions_find(q->sample.summary, "survivors.WORLD.", &name);
    extract(q, q->sample.summary, q->sample.n, y);
    q->extract[q->n_question] = extract;
    snprintf(words, sizeof words, "States, end of %s", strrchr(name, '.') + 1);
    describe_range(q, &q->question[q->n_question], y, words);
    return cli_questions_add(cli, q, &q->sample, title, y);
}

static void extract_stranded(const struct cli_inquiry *q, const dt_summary *s, int n, double *y)
{
    (void)q;
    for (int m = 0; m < n; m++)
        y[m] = cli_questions_stranded(s, m);
}

static dt_status ask_stranded(struct cli *cli, struct cli_inquiry *q, double *y)
{
    extract_stranded(q, q->sample.summary, q->sample.n, y);
    q->extract[q->n_question] = extract_stranded;
    describe_range(q, &q->question[q->n_question], y,
                   "Million H100-equivalents without power in the reported groups, end of 2030");
    return cli_questions_add(cli, q, &q->sample, "Stranded compute in 2030", y);
}

dt_status cli_questions_ask(struct cli *cli, struct cli_inquiry *q)
{
    double *y = malloc((size_t)q->sample.n * sizeof *y);
    if (!y) return cli_no_memory(cli);
    dt_status status = ask_leader(cli, q, y);
    if (status == DT_OK) status = ask_margin(cli, q, y);
    if (status == DT_OK) status = ask_stranded(cli, q, y);
    if (status == DT_OK) status = ask_outcome(cli, q, extract_parties, "Signatures: parties to the text", y);
    if (status == DT_OK) status = ask_outcome(cli, q, extract_survivors, "Survivors: states that stand", y);
    free(y);
    return status;
}
