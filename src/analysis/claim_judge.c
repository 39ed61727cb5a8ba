/* Verdicts: share of members with its interval, effect with its quantiles, and what the effect hinges on.
 *
 * Members of which an effect is not known (failed, or without a base to compare with) count nowhere. Hinges
 * are rank correlations over members between the effect and each uncertain factor's probability: of a
 * monotone influence, the square is about the share of the variance of ranks that the factor explains. */
#include "analysis/claim_judge.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/score.h"
#include "core/try.h"
#include "detente/game.h"

enum { HINGE_MEMBERS = 4096 };

static const double Z_95 = 1.95996398454005423552;
static const double ALPHA = 0.05;
static const double CLEAR = 3.7; /* standard errors: 5% in all for up to 230 factors (Bonferroni) */

/* Members that count, with scratch. */
typedef struct sample {
    int64_t n, n_true;
    int64_t *member;
    double *effect, *second, *sorted;
    unsigned char *is_true;
} sample;

static void clear_sample(sample *s)
{
    free(s->member);
    free(s->effect);
    free(s->second);
    free(s->sorted);
    free(s->is_true);
}

/* Measures all members and keeps those that count, in order. */
static dt_status take_sample(const dt_claim_row *row, const dt_claim_run *run, sample *s)
{
    size_t members = (size_t)run[row->variation[0]].members;
    s->member = malloc(members * sizeof *s->member);
    s->effect = malloc(members * sizeof *s->effect);
    s->second = malloc(members * sizeof *s->second);
    s->sorted = malloc(members * sizeof *s->sorted);
    s->is_true = malloc(members);
    if (!s->member || !s->effect || !s->second || !s->sorted || !s->is_true) return DT_NO_MEMORY;
    dt_claim_measure(row, run, &(dt_claim_effect){s->effect, s->second, s->is_true});
    for (size_t m = 0; m < members; m++) {
        if (isnan(s->effect[m])) continue;
        s->member[s->n] = (int64_t)m;
        s->effect[s->n] = s->effect[m];
        s->second[s->n] = s->second[m];
        s->is_true[s->n] = s->is_true[m];
        s->n_true += s->is_true[m];
        s->n++;
    }
    return DT_OK;
}

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* ---- verdicts ---- */

dt_verdict dt_claim_by_share(double low, double high, double likely, double unlikely)
{
    if (low >= likely) return DT_VERDICT_HOLDS;
    return high <= unlikely ? DT_VERDICT_FAILS : DT_VERDICT_UNDETERMINED;
}

/* ---- who dares ---- */

/* Two players, race or restrain: the four variations of a row, and the payoffs of this state and of the
 * other. */
typedef struct dilemma {
    const dt_claim_row *row;
    const dt_claim_run *run;
    const sample *s;
} dilemma;

enum { BOTH_RACE, ONLY_THIS_RESTRAINS, ONLY_OTHER_RESTRAINS, BOTH_RESTRAIN };

static double payoff_of(const dilemma *d, int variation, int probe, int64_t member)
{
    return dt_claim_values(&d->run[d->row->variation[variation]], d->row->probe[probe])[member];
}

/* Class of the game in one member: strategy 0 is to restrain. */
static int class_in(const dilemma *d, int64_t member)
{
    static const int variation[2][2] = {{BOTH_RESTRAIN, ONLY_THIS_RESTRAINS},
                                        {ONLY_OTHER_RESTRAINS, BOTH_RACE}};
    double u[2][2][2];
    for (int player = 0; player < 2; player++)
        for (int row = 0; row < 2; row++)
            for (int column = 0; column < 2; column++)
                u[player][row][column] = payoff_of(d, variation[row][column], player, member);
    return dt_game_class_of(u);
}

/* The two most frequent classes over members, in words with their shares. */
static void write_classes(const dilemma *d, char *text, size_t size)
{
    int64_t count[DT_GAME_CLASSES] = {0};
    int first = 0, second = -1;
    for (int64_t k = 0; k < d->s->n; k++)
        count[class_in(d, d->s->member[k])]++;
    for (int c = 1; c < DT_GAME_CLASSES; c++)
        if (count[c] > count[first]) first = c;
    for (int c = 0; c < DT_GAME_CLASSES; c++)
        if (c != first && count[c] > 0 && (second < 0 || count[c] > count[second])) second = c;
    double n = (double)d->s->n;
    int at = snprintf(text, size, "%s in %.0f%% of futures", dt_game_class_words(first),
                      100.0 * (double)count[first] / n);
    if (second >= 0 && at > 0 && (size_t)at < size)
        snprintf(text + at, size - (size_t)at, ", %s in %.0f%%", dt_game_class_words(second),
                 100.0 * (double)count[second] / n);
}

/* What both restraining would do to this state. */
static const char *gain_words(const dilemma *d)
{
    dt_condition gain = {.n = 0};
    for (int64_t k = 0; k < d->s->n; k++)
        d->s->sorted[k] = payoff_of(d, BOTH_RESTRAIN, 0, d->s->member[k]) -
            payoff_of(d, BOTH_RACE, 0, d->s->member[k]);
    dt_condition_measure(&gain, d->s->sorted, d->s->n, ALPHA);
    if (gain.p <= ALPHA) return "better off";
    return 1.0 - gain.p <= ALPHA ? "worse off" : "neither better nor worse off";
}

static void note_dilemma(const dilemma *d, const dt_certificate *certificate, dt_claim_kept *kept)
{
    char classes[DT_CLAIM_TEXT / 2], needed[48] = "";
    write_classes(d, classes, sizeof classes);
    if (certificate->verdict == DT_NOT_DETERMINED)
        snprintf(needed, sizeof needed, "about %.0f members would decide; ",
                 ceil(fmin(certificate->needed, 1e9)));
    snprintf(kept->note, sizeof kept->note,
             "%sthe game is %s; both restraining leaves it %s than both racing", needed, classes,
             gain_words(d));
}

/* The certificate of games: racing pays against restraint, and against racing. */
static void judge_dare(const dt_claim_row *row, const dt_claim_run *run, const sample *s, dt_claim_kept *kept)
{
    static const dt_verdict verdict[] = {[DT_CERTIFIED] = DT_VERDICT_HOLDS,
                                         [DT_REFUTED] = DT_VERDICT_FAILS,
                                         [DT_NOT_DETERMINED] = DT_VERDICT_UNDETERMINED};
    dt_condition condition[2] = {{.name = "T>R"}, {.name = "P>S"}};
    dt_certificate certificate = {.n = 2, .condition = condition};
    memcpy(s->sorted, s->effect, (size_t)s->n * sizeof *s->sorted);
    dt_condition_measure(&condition[0], s->sorted, s->n, ALPHA);
    memcpy(s->sorted, s->second, (size_t)s->n * sizeof *s->sorted);
    dt_condition_measure(&condition[1], s->sorted, s->n, ALPHA);
    dt_certificate_judge(&certificate, ALPHA);
    kept->claim.verdict = verdict[certificate.verdict];
    if (s->n > 1) note_dilemma(&(dilemma){row, run, s}, &certificate, kept);
}

/* When the lead was lost first, over the members in which it was. */
static void note_overtaken(const dt_claim_row *row, const dt_claim_run *run, const sample *s,
                           dt_claim_kept *kept)
{
    const double *time = dt_claim_values(&run[row->variation[0]], row->probe[1]);
    int n = 0;
    for (int64_t k = 0; k < s->n; k++)
        if (s->is_true[k] && !isnan(time[s->member[k]])) s->sorted[n++] = time[s->member[k]];
    if (n == 0) {
        snprintf(kept->note, sizeof kept->note, "in none of %lld futures", (long long)s->n);
        return;
    }
    qsort(s->sorted, (size_t)n, sizeof *s->sorted, ascending);
    snprintf(kept->note, sizeof kept->note, "where it is true, first in %.0f (%.0f to %.0f)",
             floor(dt_sample_quantile(s->sorted, n, 0.5)), floor(dt_sample_quantile(s->sorted, n, 0.1)),
             floor(dt_sample_quantile(s->sorted, n, 0.9)));
}

static void judge_sample(const dt_claim_row *row, const dt_claim_run *run, const sample *s,
                         dt_claim_kept *kept)
{
    dt_claim *claim = &kept->claim;
    claim->members = s->n;
    claim->probability = (double)s->n_true / (double)s->n;
    dt_wilson(s->n_true, s->n, Z_95, &claim->low, &claim->high);
    memcpy(s->sorted, s->effect, (size_t)s->n * sizeof *s->sorted);
    qsort(s->sorted, (size_t)s->n, sizeof *s->sorted, ascending);
    claim->effect = dt_sample_quantile(s->sorted, (int)s->n, 0.5);
    claim->effect_low = dt_sample_quantile(s->sorted, (int)s->n, 0.1);
    claim->effect_high = dt_sample_quantile(s->sorted, (int)s->n, 0.9);
    if (row->measure == DT_MEASURE_DARES) {
        judge_dare(row, run, s, kept);
        return;
    }
    claim->verdict = dt_claim_by_share(claim->low, claim->high, row->likely, row->unlikely);
    if (row->measure == DT_MEASURE_BELOW) note_overtaken(row, run, s, kept);
}

/* ---- hinges ---- */

/* Ranks of members by the effect and by one factor. */
typedef struct ranks {
    int n, n_factor;
    double *u; /* [n_factor][n]: probabilities of factors */
    double *of_effect, *of_factor;
    dt_ranked *scratch;
} ranks;

static void clear_ranks(ranks *r)
{
    free(r->u);
    free(r->of_effect);
    free(r->of_factor);
    free(r->scratch);
}

static dt_status draw_factors(const dt_case *c, const sample *s, ranks *r)
{
    r->n = s->n < HINGE_MEMBERS ? (int)s->n : HINGE_MEMBERS;
    r->n_factor = dt_case_factor_count(c);
    double *u = malloc(((size_t)r->n_factor + 1) * sizeof *u);
    r->u = malloc(((size_t)r->n_factor * (size_t)r->n + 1) * sizeof *r->u);
    r->of_effect = malloc((size_t)r->n * sizeof *r->of_effect);
    r->of_factor = malloc((size_t)r->n * sizeof *r->of_factor);
    r->scratch = malloc((size_t)r->n * sizeof *r->scratch);
    int has_room = u && r->u && r->of_effect && r->of_factor && r->scratch;
    for (int k = 0; has_room && k < r->n; k++) {
        dt_case_draw(c, (uint64_t)s->member[k], u);
        for (int f = 0; f < r->n_factor; f++)
            r->u[(size_t)f * (size_t)r->n + (size_t)k] = u[f];
    }
    free(u);
    return has_room ? DT_OK : DT_NO_MEMORY;
}

/* Puts a factor among the strongest; equal strength leaves the first. */
static void offer(dt_claim_kept *kept, const dt_factor_info *info, double correlation, int n)
{
    dt_claim *claim = &kept->claim;
    int place = claim->n_hinge;
    while (place > 0 && fabs(correlation) > fabs(claim->hinge[place - 1].correlation))
        place--;
    if (place == DT_CLAIM_HINGES) return;
    if (claim->n_hinge < DT_CLAIM_HINGES) claim->n_hinge++;
    for (int k = claim->n_hinge - 1; k > place; k--) {
        memcpy(kept->factor[k], kept->factor[k - 1], sizeof kept->factor[k]);
        claim->hinge[k] = claim->hinge[k - 1];
    }
    snprintf(kept->factor[place], sizeof kept->factor[place], "%s", info->name);
    const dt_param_info *param = dt_param_at(info->param);
    claim->hinge[place] = (dt_claim_hinge){.text = param ? param->text : "Output of a maker of accelerators",
                                           .correlation = correlation,
                                           .is_clear = fabs(correlation) * sqrt(n - 1.0) > CLEAR};
    for (int k = 0; k < claim->n_hinge; k++)
        claim->hinge[k].factor = kept->factor[k];
}

static dt_status find_hinges(const dt_case *c, const sample *s, dt_claim_kept *kept)
{
    ranks r = {0};
    dt_status status = draw_factors(c, s, &r);
    if (status == DT_OK) dt_ranks(s->effect, r.n, r.scratch, r.of_effect);
    for (int f = 0; status == DT_OK && f < r.n_factor; f++) {
        dt_ranks(r.u + (size_t)f * (size_t)r.n, r.n, r.scratch, r.of_factor);
        double correlation = dt_correlation(r.of_effect, r.of_factor, r.n);
        if (correlation != 0.0) offer(kept, dt_case_factor(c, f), correlation, r.n);
    }
    clear_ranks(&r);
    return status;
}

dt_status dt_claim_judge(const dt_claim_row *row, const dt_claim_run *run, dt_claim_kept *kept)
{
    sample s = {0};
    dt_status status = take_sample(row, run, &s);
    kept->claim.verdict = DT_VERDICT_UNDETERMINED;
    if (status == DT_OK && s.n == 0) {
        snprintf(kept->note, sizeof kept->note, "no member has an effect");
    } else if (status == DT_OK) {
        judge_sample(row, run, &s, kept);
        status = find_hinges(run[row->variation[0]].c, &s, kept);
    }
    clear_sample(&s);
    return status;
}
