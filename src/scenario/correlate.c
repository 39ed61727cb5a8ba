/* The copula of a case: which factors are correlated, and the Cholesky factor of their correlations. */
#include <stdlib.h>
#include <string.h>

#include "scenario/build.h"
#include "scenario/copula.h"

static int find_factor(const dt_case *c, const char *name)
{
    for (int f = 0; f < c->n_factor; f++)
        if (strcmp(c->factor[f].name, name) == 0) return f;
    return -1;
}

/* Place of a factor among the correlated ones, where it is put if it is new; -1 if there are too many. */
static int place_of(dt_case *c, int factor)
{
    for (int i = 0; i < c->n_correlated; i++)
        if (c->correlated[i] == factor) return i;
    if (c->n_correlated == DT_MAX_CORRELATED) return -1;
    c->correlated[c->n_correlated] = factor;
    return c->n_correlated++;
}

/* A pair whose factors both exist. */
static void add_pair(dt_builder *b, const dt_pair *pair, int first, int second, double *full)
{
    int i = place_of(b->c, first), j = place_of(b->c, second);
    if (i < 0 || j < 0) {
        dt_report(&b->f, DT_E_BAD_CORRELATION, pair->place, NULL,
                  dt_say(&b->f, "at most %d correlated factors", DT_MAX_CORRELATED), NULL);
        return;
    }
    full[i * DT_MAX_CORRELATED + j] = full[j * DT_MAX_CORRELATED + i] = pair->rho;
}

static void read_pair(dt_builder *b, const dt_pair *pair, double *full)
{
    int first = find_factor(b->c, pair->a), second = find_factor(b->c, pair->b);
    if (first >= 0 && second >= 0) {
        if (pair->rho != 0.0) add_pair(b, pair, first, second, full);
        return;
    }
    const char *missing = first < 0 ? pair->a : pair->b;
    if (strncmp(missing, "event", 5) == 0)
        dt_report(&b->f, DT_E_UNKNOWN_FACTOR, pair->place, dt_say(&b->f, "\"%s\"", missing),
                  "an event's parameter with a distribution, such as event1.chip_access_west", NULL);
    else
        dt_warn(&b->f, DT_E_FACTOR_IS_FIXED, pair->place,
                dt_say(&b->f, "%s has one value in this scenario", missing), NULL);
}

void dt_build_copula(dt_builder *b)
{
    dt_case *c = b->c;
    if (!b->s->n_pair) return;
    double *full = calloc((size_t)DT_MAX_CORRELATED * DT_MAX_CORRELATED, sizeof *full);
    c->correlated = calloc(DT_MAX_CORRELATED, sizeof *c->correlated);
    c->cholesky = calloc((size_t)DT_MAX_CORRELATED * DT_MAX_CORRELATED, sizeof *c->cholesky);
    size_t mark = dt_key_enter(&b->f, "correlations");
    if (full && c->correlated && c->cholesky) {
        for (int p = 0; p < b->s->n_pair; p++)
            read_pair(b, &b->s->pair[p], full);
        int n = c->n_correlated;
        for (int i = 0; i < n * n; i++)
            c->cholesky[i] = i / n == i % n ? 1.0 : full[i / n * DT_MAX_CORRELATED + i % n];
        if (!dt_cholesky(n, c->cholesky))
            dt_report(&b->f, DT_E_BAD_CORRELATION, b->s->pair[b->s->n_pair - 1].place,
                      "correlations that cannot hold together",
                      "a positive definite matrix of all correlations", NULL);
    } else {
        dt_report_no_memory(&b->f);
    }
    dt_key_leave(&b->f, mark);
    free(full);
}
