/* Weights of cases: a case of weight w must count as w cases that are the same, in every estimator. The
 * numbers expected are those of the same estimators without weights, which other tests hold against other
 * programs. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "detente/statistics.h"
#include "test.h"

enum { N = 60, D = 3, TOTAL = 120 };

/* Cases with weights 1, 2 and 3 in turn, and the same cases as often as they weigh. */
struct both {
    double x[N * D], y[N], weight[N];
    double many_x[TOTAL * D], many_y[TOTAL];
    unsigned char mark[N], many_mark[TOTAL];
};

static double noise(int k)
{
    double x = sin(12.9898 * k + 1.0) * 43758.5453;
    return x - floor(x);
}

static struct both *make(void)
{
    struct both *b = calloc(1, sizeof *b);
    int m = 0;
    assert_non_null(b);
    for (int i = 0; i < N; i++) {
        double *x = b->x + i * D;
        for (int f = 0; f < D; f++)
            x[f] = noise(i * D + f);
        b->y[i] = 2.0 * x[0] - x[1] + 0.3 * noise(1000 + i);
        b->mark[i] = x[0] > 0.4 && x[1] < 0.7;
        b->weight[i] = 1 + i % 3;
        for (int k = 0; k < 1 + i % 3; k++, m++) {
            memcpy(b->many_x + m * D, x, D * sizeof *x);
            b->many_y[m] = b->y[i];
            b->many_mark[m] = b->mark[i];
        }
    }
    assert_int_equal(m, TOTAL);
    return b;
}

static void column(const double *rows, int n, int f, double *x)
{
    for (int i = 0; i < n; i++)
        x[i] = rows[i * D + f];
}

TEST(first_order_of_repeated_cases)
{
    struct both *b = make();
    double x[N], many[TOTAL];
    const int slices[] = {2, 4, 5, 8, 12}; /* that divide the number of repeated cases */
    for (int f = 0; f < D; f++)
        for (int k = 0; k < 5; k++) {
            column(b->x, N, f, x);
            column(b->many_x, TOTAL, f, many);
            double weighted = dt_first_order(&(dt_pairs){x, b->y, N, b->weight}, slices[k]);
            double repeated = dt_first_order(&(dt_pairs){many, b->many_y, TOTAL}, slices[k]);
            assert_near(weighted, repeated, 1e-13, 0.0); /* rounding of sums in another order */
        }
    free(b);
}

/* Slices of a uniform number: of y = x, all variance but that within slices, (1/k)^2, is between them. */
TEST(first_order_closed_form)
{
    enum { MANY = 4000, SLICES = 10 };
    double *x = malloc(2 * MANY * sizeof *x), *w = x + MANY;
    double sum = 0.0, square = 0.0;
    for (int i = 0; i < MANY; i++) {
        /* density 2 x of the places, undone by weights 1 / (2 x) */
        x[i] = sqrt((i + 0.5) / MANY);
        w[i] = 0.5 / x[i];
        sum += w[i];
        square += w[i] * w[i];
    }
    assert_near(dt_weights_scale(w, MANY), sum * sum / square, 0.0, 1e-14); /* rounding */
    double index = dt_first_order(&(dt_pairs){x, x, MANY, w}, SLICES);
    double plain = 1.0 - 1.0 / (SLICES * SLICES), size = sum * sum / square;
    double chance = (1.0 - plain) * (SLICES - 1) / (size - SLICES);
    assert_near(index, plain - chance, 2e-4,
                0.0); /* width of the first places: 1 / sqrt(MANY) of the first slice */
    free(x);
}

TEST(pawn_of_repeated_cases)
{
    struct both *b = make();
    double x[N], many[TOTAL], one[2], other[2];
    /* slices whose border no case straddles */
    for (int f = 0; f < D; f++) {
        column(b->x, N, f, x);
        column(b->many_x, TOTAL, f, many);
        assert_int_equal(dt_pawn(&(dt_pairs){x, b->y, N, b->weight}, 1, one), DT_OK);
        assert_near(one[0], 0.0, 1e-13, 0.0); /* rounding */
    }
    for (int i = 0; i < N; i++)
        x[i] = i; /* weights 1, 2, 3 in turn: half of the weight is half of the cases */
    for (int i = 0, m = 0; i < N; i++)
        for (int k = 0; k < 1 + i % 3; k++)
            many[m++] = i;
    assert_int_equal(dt_pawn(&(dt_pairs){x, b->y, N, b->weight}, 2, one), DT_OK);
    assert_int_equal(dt_pawn(&(dt_pairs){many, b->many_y, TOTAL}, 2, other), DT_OK);
    assert_near(one[0], other[0], 1e-13, 0.0); /* rounding */
    assert_near(one[1], other[1], 1e-13, 0.0);
    free(b);
}

TEST(regression_of_repeated_cases)
{
    struct both *b = make();
    for (int ranked = 0; ranked < 2; ranked++) {
        dt_interval c[D], p[D], many_c[D], many_p[D];
        double r2, many_r2;
        assert_int_equal(dt_regression(&(dt_samples){b->x, b->y, N, D, b->weight}, ranked, 0.95, c, p, &r2),
                         DT_OK);
        assert_int_equal(dt_regression(&(dt_samples){b->many_x, b->many_y, TOTAL, D}, ranked, 0.95, many_c,
                                       many_p, &many_r2),
                         DT_OK);
        assert_near(r2, many_r2, 1e-12, 0.0); /* rounding of the inverse */
        for (int f = 0; f < D; f++) {
            assert_near(c[f].value, many_c[f].value, 1e-12, 0.0);
            assert_near(c[f].low, many_c[f].low, 1e-12, 0.0);
            assert_near(p[f].high, many_p[f].high, 1e-12, 0.0);
        }
    }
    free(b);
}

TEST(prim_of_repeated_cases)
{
    struct both *b = make();
    dt_prim *one = NULL, *many = NULL;
    const dt_prim_options o = dt_prim_defaults();
    assert_int_equal(dt_prim_find(&(dt_cases){b->x, b->mark, N, D, b->weight}, NULL, &o, &one), DT_OK);
    assert_int_equal(dt_prim_find(&(dt_cases){b->many_x, b->many_mark, TOTAL, D}, NULL, &o, &many), DT_OK);
    assert_int_equal(dt_prim_count(one), dt_prim_count(many));
    assert_true(dt_prim_count(one) > 5);
    for (int s = 0; s < dt_prim_count(one); s++) {
        const dt_box *p = dt_prim_box(one, s), *q = dt_prim_box(many, s);
        assert_true(p->weight == (double)q->n && p->weight_of_interest == (double)q->n_of_interest);
        assert_true(p->coverage == q->coverage && p->density == q->density && p->mass == q->mass);
        for (int f = 0; f < D; f++) {
            double low, high, many_low, many_high;
            assert_true(p->low[f] == q->low[f] && p->high[f] == q->high[f]);
            dt_prim_quasi_p(one, s, f, &low, &high);
            dt_prim_quasi_p(many, s, f, &many_low, &many_high);
            assert_near(low, many_low, 0.0, 1e-9); /* binomial sum against the incomplete beta function */
            assert_near(high, many_high, 0.0, 1e-9);
        }
    }
    dt_prim_free(one);
    dt_prim_free(many);
    free(b);
}

/* A value beyond all that were seen lies in a box that has no limit on that side. */
TEST(box_is_open_where_it_has_no_limit)
{
    struct both *b = make();
    dt_prim *p = NULL;
    const dt_prim_options o = dt_prim_defaults();
    assert_int_equal(dt_prim_find(&(dt_cases){b->x, b->mark, N, D}, NULL, &o, &p), DT_OK);
    const dt_box *box = dt_prim_box(p, dt_prim_balance(p));
    assert_true(box->low[0] > 0.3 && box->low[0] < 0.5 && box->high[1] < 0.8);
    const double far[D] = {2.0, -1.0, 7.0}, near_by[D] = {0.1, 0.5, 0.5};
    assert_true(dt_box_holds(box, far, D, NULL) ==
                (box->is_open[0] & DT_OPEN_ABOVE && box->is_open[1] & DT_OPEN_BELOW));
    assert_false(dt_box_holds(box, near_by, D, NULL));
    assert_true(dt_box_holds(dt_prim_box(p, 0), far, D, NULL));
    dt_prim_free(p);
    free(b);
}

TEST(tree_of_repeated_cases)
{
    struct both *b = make();
    dt_tree one, many;
    assert_int_equal(dt_tree_grow(&(dt_cases){b->x, b->mark, N, D, b->weight}, 6, 4, &one), DT_OK);
    assert_int_equal(dt_tree_grow(&(dt_cases){b->many_x, b->many_mark, TOTAL, D}, 6, 4, &many), DT_OK);
    assert_int_equal(one.count, many.count);
    assert_true(one.count > 3);
    for (int k = 0; k < one.count; k++) {
        assert_int_equal(one.node[k].factor, many.node[k].factor);
        assert_true(one.node[k].threshold == many.node[k].threshold);
        assert_true(one.node[k].weight == many.node[k].n &&
                    one.node[k].weight_of_interest == many.node[k].n_of_interest);
        assert_true(one.node[k].gain == many.node[k].gain);
    }
    dt_tree_clear(&one);
    dt_tree_clear(&many);
    free(b);
}

TEST(robustness_of_repeated_cases)
{
    struct both *b = make();
    double one[2 * N], many[2 * TOTAL];
    dt_robustness r[2], q[2];
    int used, many_used;
    for (int i = 0, m = 0; i < N; i++) {
        one[i] = b->x[i * D];
        one[N + i] = b->x[i * D + 1];
        for (int k = 0; k < 1 + i % 3; k++, m++) {
            many[m] = one[i];
            many[TOTAL + m] = one[N + i];
        }
    }
    assert_int_equal(dt_robustness_measure(&(dt_payoffs){one, 2, N, 0.5, 0.4, b->weight}, r, &used), DT_OK);
    assert_int_equal(dt_robustness_measure(&(dt_payoffs){many, 2, TOTAL, 0.5, 0.4}, q, &many_used), DT_OK);
    assert_int_equal(used, N);
    for (int p = 0; p < 2; p++) {
        assert_near(r[p].mean, q[p].mean, 1e-14, 0.0); /* rounding of sums in another order, here and below */
        assert_near(r[p].mean_regret, q[p].mean_regret, 1e-14, 0.0);
        assert_near(r[p].regret90, q[p].regret90, 1e-14, 0.0);
        assert_near(r[p].p10, q[p].p10, 1e-14, 0.0);
        assert_near(r[p].cvar20, q[p].cvar20, 1e-14, 0.0);
        assert_near(r[p].spread, q[p].spread, 1e-14, 0.0);
        assert_near(r[p].satisficing, q[p].satisficing, 1e-14, 0.0);
        assert_true(r[p].greatest_regret == q[p].greatest_regret && r[p].worst == q[p].worst);
    }
    free(b);
}

TEST(estimators_without_weighted_form)
{
    struct both *b = make();
    dt_interval delta;
    dt_hsic h;
    assert_int_equal(dt_delta(&(dt_pairs){b->y, b->y, N, b->weight}, &(dt_resampling){4, 1, 0.95}, &delta),
                     DT_INPUT);
    assert_int_equal(dt_hsic_measure(&(dt_pairs){b->y, b->y, N, b->weight}, &(dt_hsic_options){0}, &h),
                     DT_INPUT);
    free(b);
}

TEST(weights_that_weigh_nothing)
{
    double none[3] = {0.0, 0.0, 0.0}, equal[4] = {0.25, 0.25, 0.25, 0.25};
    assert_true(dt_weights_scale(none, 3) == 0.0);
    assert_true(dt_weights_scale(equal, 4) == 4.0);
    assert_true(equal[0] == 1.0 && equal[3] == 1.0);
}

RUN_TESTS(CASE(first_order_of_repeated_cases), CASE(first_order_closed_form), CASE(pawn_of_repeated_cases),
          CASE(regression_of_repeated_cases), CASE(prim_of_repeated_cases),
          CASE(box_is_open_where_it_has_no_limit), CASE(tree_of_repeated_cases),
          CASE(robustness_of_repeated_cases), CASE(estimators_without_weighted_form),
          CASE(weights_that_weigh_nothing))
