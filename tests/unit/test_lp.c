/* Linear and quadratic programs: published or hand-solved problems, and the check of every answer. */
#include "solve/lp.h"

#include <math.h>
#include <stdlib.h>

#include "test.h"

/* Residuals that an accepted answer keeps: the solver's own bound. */
static const double tight = 1e-6;

/* Product mix of a textbook: max 3x + 5y, x <= 4, 2y <= 12, 3x + 2y <= 18 (Hillier and
 * Lieberman, Wyndor Glass): x = 2, y = 6, value 36, shadow prices 0, 3/2, 1. */
static const int wyndor_start[] = {0, 2, 4}, wyndor_row[] = {0, 2, 1, 2};
static const double wyndor_value[] = {1, 3, 2, 2}, wyndor_low[] = {-INFINITY, -INFINITY, -INFINITY},
                    wyndor_high[] = {4, 12, 18}, zero[] = {0, 0}, wyndor_cost[] = {-3, -5},
                    no_upper[] = {INFINITY, INFINITY};
static const dt_lp wyndor = {3,           2,    wyndor_start, wyndor_row,  wyndor_value, wyndor_low,
                             wyndor_high, zero, no_upper,     wyndor_cost, NULL};

static void assert_checked(const dt_lp_answer *a)
{
    assert_true(a->primal_residual <= tight);
    assert_true(a->dual_residual <= tight);
    assert_true(a->complementarity <= tight);
    assert_true(a->gap <= tight);
}

TEST(product_mix)
{
    dt_lp_solver *lp = NULL;
    dt_lp_answer a;
    assert_int_equal(dt_lp_create(&wyndor, &lp), DT_OK);
    assert_int_equal(dt_lp_solve(lp, NULL, &a), DT_OK);
    assert_int_equal(a.outcome, DT_LP_OPTIMAL);
    assert_checked(&a);
    assert_near(a.objective, -36.0, 0.0, 1e-9); /* simplex solves a vertex to rounding */
    assert_near(a.x[0], 2.0, 1e-9, 0.0);
    assert_near(a.x[1], 6.0, 1e-9, 0.0);
    assert_near(a.row_dual[0], 0.0, 1e-9, 0.0);
    assert_near(a.row_dual[1], -1.5, 1e-9, 0.0);
    assert_near(a.row_dual[2], -1.0, 1e-9, 0.0);
    dt_lp_free(lp);
}

TEST(warm_changes)
{
    dt_lp_solver *lp = NULL;
    dt_lp_answer a;
    assert_int_equal(dt_lp_create(&wyndor, &lp), DT_OK);
    assert_int_equal(dt_lp_solve(lp, NULL, &a), DT_OK);
    unsigned char basis[5];
    assert_int_equal(dt_lp_basis_get(lp, basis), DT_OK);
    /* One more hour in plant 3 is worth its shadow price 1. */
    dt_lp_set_row(lp, 2, -INFINITY, 19.0);
    assert_int_equal(dt_lp_solve(lp, NULL, &a), DT_OK);
    assert_near(a.objective, -37.0, 0.0, 1e-9);
    /* x + y <= 5 cuts the corner: (0, 5), value 25, beats (5, 0) since 5 > 3. */
    const int start[] = {0, 2}, column[] = {0, 1};
    const double one[] = {1, 1}, low = -INFINITY, high = 5.0;
    const dt_lp_new_rows rows = {1, start, column, one, &low, &high};
    assert_int_equal(dt_lp_add_rows(lp, &rows), DT_OK);
    assert_int_equal(dt_lp_solve(lp, NULL, &a), DT_OK);
    assert_near(a.objective, -25.0, 0.0, 1e-9);
    assert_checked(&a);
    /* y fixed at 1, cost of x doubled: x = 4, value 6 * 4 + 5. */
    dt_lp_set_column(lp, 1, 1.0, 1.0);
    dt_lp_set_cost(lp, 0, -6.0);
    assert_int_equal(dt_lp_solve(lp, NULL, &a), DT_OK);
    assert_near(a.objective, -29.0, 0.0, 1e-9);
    dt_lp_free(lp);
    /* A fresh solver that starts from the basis needs no step. */
    assert_int_equal(dt_lp_create(&wyndor, &lp), DT_OK);
    assert_int_equal(dt_lp_basis_set(lp, basis), DT_OK);
    assert_int_equal(dt_lp_solve(lp, NULL, &a), DT_OK);
    assert_near(a.objective, -36.0, 0.0, 1e-9);
    assert_int_equal(a.iterations, 0);
    dt_lp_free(lp);
}

TEST(infeasible_has_a_certificate)
{
    /* x + y >= 5 and x - y <= 1 with 0 <= x, y <= 2. */
    const int start[] = {0, 2, 4}, row[] = {0, 1, 0, 1};
    const double value[] = {1, 1, 1, -1}, low[] = {5, -INFINITY}, high[] = {INFINITY, 1}, upper[] = {2, 2},
                 cost[] = {1, 1};
    const dt_lp problem = {2, 2, start, row, value, low, high, zero, upper, cost, NULL};
    dt_lp_solver *lp = NULL;
    dt_lp_answer a;
    assert_int_equal(dt_lp_create(&problem, &lp), DT_OK);
    assert_int_equal(dt_lp_solve(lp, NULL, &a), DT_OK);
    assert_int_equal(a.outcome, DT_LP_INFEASIBLE);
    assert_non_null(a.ray);
    /* Only the first row is needed: 5 <= x + y <= 4. */
    assert_near(a.ray[0], 1.0, 1e-9, 0.0);
    assert_near(a.ray[1], 0.0, 1e-9, 0.0);
    dt_lp_free(lp);
}

TEST(unbounded)
{
    dt_lp open = wyndor;
    const double high[] = {INFINITY, 12, INFINITY};
    open.row_upper = high;
    dt_lp_solver *lp = NULL;
    dt_lp_answer a;
    assert_int_equal(dt_lp_create(&open, &lp), DT_OK);
    assert_int_equal(dt_lp_solve(lp, NULL, &a), DT_OK);
    assert_int_equal(a.outcome, DT_LP_UNBOUNDED);
    dt_lp_free(lp);
}

/* min 1/2 (0.1 x^2 + 0.2 y^2) + 10 x + 8 y, x + y = 180, y <= 100: equal marginal cost 0.1 x + 10 =
 * 0.2 y + 8 gives x = 340/3, y = 200/3, price 64/3, cost 2753 1/3. */
static void check_equal_marginal_cost(dt_lp_method method)
{
    const int start[] = {0, 1, 2}, row[] = {0, 0};
    const double value[] = {1, 1}, load[] = {180}, upper[] = {200, 100}, cost[] = {10, 8},
                 quadratic[] = {0.1, 0.2};
    const dt_lp problem = {1, 2, start, row, value, load, load, zero, upper, cost, quadratic};
    const dt_lp_options options = {.method = method};
    dt_lp_solver *lp = NULL;
    dt_lp_answer a;
    assert_int_equal(dt_lp_create(&problem, &lp), DT_OK);
    assert_int_equal(dt_lp_solve(lp, &options, &a), DT_OK);
    assert_int_equal(a.outcome, DT_LP_OPTIMAL);
    assert_checked(&a);
    assert_near(a.objective, 8260.0 / 3.0, 0.0, 1e-7); /* the accepted gap */
    assert_near(a.x[0], 340.0 / 3.0, 0.0, 1e-5); /* cost is flat near its least: error is a square root */
    assert_near(a.row_dual[0], 64.0 / 3.0, 0.0, 1e-5);
    dt_lp_free(lp);
}

TEST(tangents_reach_the_quadratic_optimum)
{
    check_equal_marginal_cost(DT_LP_TANGENT);
}

TEST(interior_point_reaches_the_quadratic_optimum)
{
    check_equal_marginal_cost(DT_LP_INTERIOR);
    check_equal_marginal_cost(DT_LP_AUTO);
}

/* Linear: the same vertex as the simplex; a row without bounds, a fixed column and a two-sided row besides.
 */
TEST(interior_point_agrees_with_the_simplex)
{
    const int start[] = {0, 3, 5, 7}, row[] = {0, 2, 3, 1, 2, 0, 3};
    const double value[] = {1, 3, 1, 2, 2, 1, 1}, low[] = {-INFINITY, -INFINITY, 2, -INFINITY},
                 high[] = {5, 12, 18, INFINITY}, lower[] = {0, 0, 1}, upper[] = {INFINITY, INFINITY, 1},
                 cost[] = {-3, -5, 2};
    const dt_lp problem = {4, 3, start, row, value, low, high, lower, upper, cost, NULL};
    const dt_lp_options options = {.method = DT_LP_INTERIOR};
    dt_lp_solver *lp = NULL;
    dt_lp_answer a;
    assert_int_equal(dt_lp_create(&problem, &lp), DT_OK);
    assert_int_equal(dt_lp_solve(lp, &options, &a), DT_OK);
    assert_int_equal(a.outcome, DT_LP_OPTIMAL);
    assert_int_equal(a.method, DT_LP_INTERIOR);
    assert_checked(&a);
    /* The product mix again: the fixed third column only adds its cost 2 and takes 1 of the 5. */
    assert_near(a.objective, -34.0, 0.0, 1e-7); /* the accepted gap */
    assert_near(a.row_dual[1], -1.5, 1e-5, 0.0);
    assert_near(a.row_dual[2], -1.0, 1e-5, 0.0);
    dt_lp_free(lp);
}

TEST(bad_problem)
{
    dt_lp bad = wyndor;
    dt_lp_solver *lp = NULL;
    const double nan_cost[] = {NAN, 0}, negative[] = {-1, 0};
    bad.cost = nan_cost;
    assert_int_equal(dt_lp_create(&bad, &lp), DT_INPUT);
    bad = wyndor;
    bad.quadratic = negative;
    assert_int_equal(dt_lp_create(&bad, &lp), DT_INPUT);
    const int row[] = {0, 2, 1, 3};
    bad = wyndor;
    bad.row = row;
    assert_int_equal(dt_lp_create(&bad, &lp), DT_INPUT);
    assert_null(lp);
    dt_lp_free(NULL);
}

RUN_TESTS(CASE(product_mix), CASE(warm_changes), CASE(infeasible_has_a_certificate), CASE(unbounded),
          CASE(tangents_reach_the_quadratic_optimum), CASE(interior_point_reaches_the_quadratic_optimum),
          CASE(interior_point_agrees_with_the_simplex), CASE(bad_problem))
