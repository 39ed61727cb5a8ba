/* Total indices of the factors that came first in any question, so that interactions are seen. Members are
 * run again with one factor from another draw, with all factors that were not chosen from another draw, and
 * with other shocks; all else, shocks too, stays as it was (Jansen 1999). */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cli/questions.h"

enum { BARS = 6, PARTS_OF_MEMBERS = 8, LEAST_PAIRS = 32, MOST_PAIRS = 512 };

static const uint64_t OTHER_DRAW = UINT64_C(1) << 40; /* members that no ensemble reaches */

struct totals {
    int factor[CLI_TOTALS], n, d, pairs, group;
    dt_summary *exchanged, *shocked;
};

int64_t cli_questions_pairs(const struct cli *cli)
{
    int64_t n = cli_integer(cli, "members", 2000) / PARTS_OF_MEMBERS;
    n = n > MOST_PAIRS ? MOST_PAIRS : n < LEAST_PAIRS ? LEAST_PAIRS : n;
    n = cli_integer(cli, "pairs", n);
    return n - n % 2;
}

static int is_chosen(const struct totals *t, int factor)
{
    for (int k = 0; k < t->n; k++)
        if (t->factor[k] == factor) return 1;
    return 0;
}

/* The first of every question, then the second of every question, and so on. */
static void choose(const struct cli_inquiry *q, struct totals *t)
{
    for (int b = 0; b < BARS; b++)
        for (int k = 0; k < q->n_question && t->n < CLI_TOTALS; k++) {
            const dt_question *a = &q->question[k];
            if (b < a->n_bar && !is_chosen(t, a->bar[b].number)) t->factor[t->n++] = a->bar[b].number;
        }
}

/* Rows of a group: the member, it with each chosen factor exchanged, it with all others exchanged. */
static void fill_group(const struct totals *t, const double *own, const double *other, double *row)
{
    size_t d = (size_t)t->d;
    for (int g = 0; g < t->group; g++, row += d) {
        memcpy(row, own, d * sizeof *row);
        if (g > 0 && g <= t->n) row[t->factor[g - 1]] = other[t->factor[g - 1]];
        for (int f = 0; g > t->n && f < t->d; f++)
            if (!is_chosen(t, f)) row[f] = other[f];
    }
}

static dt_status run_rows(struct cli *cli, struct cli_inquiry *q, const double *rows, int64_t n, int group,
                          dt_summary **out)
{
    dt_design *design = NULL;
    dt_status status = dt_design_of_rows(rows, n, q->sample.d, group, &design);
    if (status == DT_OK) status = cli_questions_run(cli, q, q->base.c, design, out);
    dt_design_free(design);
    return status;
}

/* Members in reverse order meet the shocks of one another, as their streams go by the row. */
static dt_status run_all(struct cli *cli, struct cli_inquiry *q, struct totals *t)
{
    size_t d = (size_t)t->d, pairs = (size_t)t->pairs, group = (size_t)t->group;
    double *rows = malloc(pairs * group * d * sizeof *rows), *other = malloc(d * sizeof *other);
    dt_status status = rows && other ? DT_OK : cli_no_memory(cli);
    for (size_t m = 0; status == DT_OK && m < pairs; m++) {
        dt_case_draw(q->base.c, OTHER_DRAW + m, other);
        fill_group(t, q->sample.u + m * d, other, rows + m * group * d);
    }
    if (status == DT_OK) status = run_rows(cli, q, rows, (int64_t)(pairs * group), t->group, &t->exchanged);
    for (size_t m = 0; status == DT_OK && m < pairs; m++)
        memcpy(rows + m * d, q->sample.u + (pairs - 1 - m) * d, d * sizeof *rows);
    if (status == DT_OK) status = run_rows(cli, q, rows, (int64_t)pairs, 1, &t->shocked);
    free(rows);
    free(other);
    return status;
}

/* What one question makes of the runs. */
struct answer {
    double *y, *shocked, *before, *after, *sample;
};

static dt_interval total_of(const struct totals *t, const struct answer *a, int place, int n_sample)
{
    dt_interval out = {NAN, NAN, NAN};
    for (int m = 0; m < t->pairs; m++) {
        a->before[m] = a->y[m * t->group];
        a->after[m] = place < t->group ? a->y[m * t->group + place] : a->shocked[t->pairs - 1 - m];
    }
    dt_total_effect(&(dt_total_runs){a->before, a->after, t->pairs, a->sample, n_sample}, 0.95, &out);
    return out;
}

static void answer(const struct cli_inquiry *q, const struct totals *t, const struct answer *a, int k,
                   dt_question *question)
{
    q->extract[k](q, t->exchanged, t->pairs * t->group, a->y);
    q->extract[k](q, t->shocked, t->pairs, a->shocked);
    q->extract[k](q, q->sample.summary, q->sample.n, a->sample);
    question->n_pair = t->pairs;
    question->rest = total_of(t, a, t->n + 1, q->sample.n);
    question->chance = total_of(t, a, t->group, q->sample.n);
    for (int b = 0; b < question->n_bar; b++)
        for (int f = 0; f < t->n; f++)
            if (t->factor[f] == question->bar[b].number)
                question->bar[b].total = total_of(t, a, f + 1, q->sample.n);
}

dt_status cli_questions_totals(struct cli *cli, struct cli_inquiry *q)
{
    int64_t wanted = cli_questions_pairs(cli);
    struct totals t = {.d = q->sample.d, .pairs = (int)(wanted < q->sample.n ? wanted : q->sample.n - 1)};
    t.pairs -= t.pairs % 2;
    choose(q, &t);
    t.group = t.n + 2;
    if (t.n == 0 || t.pairs < 4) return DT_OK;
    size_t pairs = (size_t)t.pairs, rows = pairs * (size_t)t.group;
    double *room = malloc((rows + 3 * pairs + (size_t)q->sample.n) * sizeof *room);
    struct answer a = {room, room + rows, room + rows + pairs, room + rows + 2 * pairs,
                       room + rows + 3 * pairs};
    dt_status status = room ? run_all(cli, q, &t) : cli_no_memory(cli);
    for (int k = 0; k < q->n_question && status == DT_OK; k++)
        if (q->question[k].n_bar > 0) answer(q, &t, &a, k, &q->question[k]);
    dt_summary_free(t.exchanged);
    dt_summary_free(t.shocked);
    free(room);
    return status;
}
