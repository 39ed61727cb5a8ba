/* Dense systems and logistic regression against closed forms and published factors. */
#include "solve/dense.h"
#include "solve/logistic.h"
#include "test.h"

/* A textbook factor: (4 12 -16; 12 37 -43; -16 -43 98) = L L' with L = (2; 6 1; -8 5 3). All numbers are
 * whole, so nothing is rounded. */
TEST(cholesky_of_a_textbook_matrix)
{
    double a[] = {4, 0, 0, 12, 37, 0, -16, -43, 98};
    const double expected[] = {2, 0, 0, 6, 1, 0, -8, 5, 3};
    assert_int_equal(dt_dense_cholesky(a, 3), DT_OK);
    for (int i = 0; i < 3; i++)
        for (int j = 0; j <= i; j++)
            assert_near(a[3 * i + j], expected[3 * i + j], 0.0, 0.0);
}

/* L L' x = b for x = (1, 2, 3): b = A x by hand. The determinant is 36, so the inverse has thirty-sixths. */
TEST(cholesky_solves_and_inverts)
{
    double a[] = {4, 0, 0, 12, 37, 0, -16, -43, 98}, b[] = {-20, -43, 192}, inverse[9];
    const double expected[] = {1777.0 / 36, -488.0 / 36, 76.0 / 36};
    assert_int_equal(dt_dense_cholesky(a, 3), DT_OK);
    dt_dense_cholesky_solve(a, 3, b);
    dt_dense_cholesky_inverse(a, 3, inverse);
    for (int i = 0; i < 3; i++) {
        assert_near(b[i], i + 1.0, 1e-12, 0.0);               /* rounding times the condition, about 1e3 */
        assert_near(inverse[i], expected[i], 0.0, 1e-12);     /* first row: cofactors over the determinant */
        assert_near(inverse[3 * i], expected[i], 0.0, 1e-12); /* it is symmetric */
    }
}

TEST(cholesky_refuses_what_is_not_positive)
{
    double indefinite[] = {1, 0, 2, 1}, singular[] = {1, 0, 1, 1};
    assert_int_equal(dt_dense_cholesky(indefinite, 2), DT_NO_SOLUTION);
    assert_int_equal(dt_dense_cholesky(singular, 2), DT_NO_SOLUTION);
}

/* A matrix that needs an exchange of rows, two right-hand sides; x = (1, -1), (2, 3) by hand. */
TEST(lu_exchanges_rows)
{
    double a[] = {0, 2, 4, 1}, b[] = {-2, 6, 3, 11};
    int pivot[2];
    assert_int_equal(dt_dense_lu(a, 2, pivot), DT_OK);
    dt_dense_lu_solve(a, pivot, 2, b, 2);
    const double expected[] = {1, 2, -1, 3};
    for (int i = 0; i < 4; i++)
        assert_near(b[i], expected[i], 1e-15, 0.0); /* dyadic numbers */
}

/* Three rows in the order that pivoting turns twice: P A = L U with two exchanges. A x = b for x = (1, 2, 3).
 */
TEST(lu_of_three)
{
    double a[] = {1, 2, 4, 2, 1, 3, 3, 2, 4}, b[] = {17, 13, 19};
    int pivot[3];
    assert_int_equal(dt_dense_lu(a, 3, pivot), DT_OK);
    dt_dense_lu_solve(a, pivot, 3, b, 1);
    for (int i = 0; i < 3; i++)
        assert_near(b[i], i + 1.0, 1e-14, 0.0); /* a few roundings */
}

TEST(lu_refuses_a_singular_matrix)
{
    double a[] = {1, 2, 2, 4};
    int pivot[2];
    assert_int_equal(dt_dense_lu(a, 2, pivot), DT_NO_SOLUTION);
}

/* Two groups: the slope is the logarithm of the odds ratio, its variance the sum of the reciprocal counts. */
TEST(logistic_of_two_groups)
{
    const double x[] = {1, 0, 1, 1}, success[] = {12, 30}, trials[] = {40, 50};
    double beta[2] = {0}, covariance[4];
    const struct dt_logistic_rows rows = {2, 2, x, success, trials, NULL};
    assert_int_equal(dt_logistic_fit(&rows, beta, covariance), DT_OK);
    double intercept = log(12.0 / 28.0), slope = log(30.0 / 20.0) - intercept;
    assert_near(beta[0], intercept, 1e-10, 0.0); /* the tolerance of the step */
    assert_near(beta[1], slope, 1e-10, 0.0);
    assert_near(covariance[3], 1.0 / 12 + 1.0 / 28 + 1.0 / 30 + 1.0 / 20, 0.0, 1e-8);
}

/* With an intercept and penalty c alone the score is n (mean - p) = c beta: at beta = 1 it gives the mean. */
TEST(logistic_with_a_penalty)
{
    const double p = 1.0 / (1.0 + exp(-1.0)), penalty[] = {3.0}, x[] = {1}, trials[] = {20};
    const double success[] = {20.0 * p + 3.0 * 1.0};
    double beta[1] = {0};
    const struct dt_logistic_rows rows = {1, 1, x, success, trials, penalty};
    assert_int_equal(dt_logistic_fit(&rows, beta, NULL), DT_OK);
    assert_near(beta[0], 1.0, 1e-9, 0.0); /* the tolerance of the step */
}

TEST(logistic_without_a_maximum)
{
    const double x[] = {1, -1, 1, 1}, success[] = {0, 9}, trials[] = {9, 9}, same[] = {1, 1, 1, 1};
    double beta[2] = {0.25, 0.5};
    const struct dt_logistic_rows separated = {2, 2, x, success, trials, NULL};
    const struct dt_logistic_rows collinear = {2, 2, same, success, trials, NULL};
    assert_int_equal(dt_logistic_fit(&separated, beta, NULL), DT_NO_SOLUTION);
    assert_int_equal(dt_logistic_fit(&collinear, beta, NULL), DT_NO_SOLUTION);
    assert_near(beta[0], 0.25, 0.0, 0.0); /* untouched on failure */
}

TEST(logistic_function_has_no_overflow)
{
    assert_near(dt_logistic(800.0), 1.0, 0.0, 0.0);
    assert_near(dt_logistic(-800.0), 0.0, 0.0, 0.0);
    assert_near(dt_log_logistic(-800.0), -800.0, 0.0, 1e-15);
    assert_near(dt_logistic(dt_logit(0.3)), 0.3, 1e-15, 0.0);
}

RUN_TESTS(CASE(cholesky_of_a_textbook_matrix), CASE(cholesky_solves_and_inverts),
          CASE(cholesky_refuses_what_is_not_positive), CASE(lu_exchanges_rows), CASE(lu_of_three),
          CASE(lu_refuses_a_singular_matrix), CASE(logistic_of_two_groups), CASE(logistic_with_a_penalty),
          CASE(logistic_without_a_maximum), CASE(logistic_function_has_no_overflow))
