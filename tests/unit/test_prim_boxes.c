/* Several boxes. The cases lie on a grid, and those of interest in two squares that are known. */
#include "test.h"

#include <stdlib.h>

#include "detente/statistics.h"

enum { SIDE = 40, N = SIDE * SIDE };

/* Cases at the middles of a grid over the unit square, of interest where either square holds them. */
static void make_cases(double *x, unsigned char *y)
{
    for (int i = 0; i < N; i++) {
        double u = (i % SIDE + 0.5) / SIDE, v = (i / SIDE + 0.5) / SIDE;
        x[2 * i] = u;
        x[2 * i + 1] = v;
        y[i] = (u < 0.4 && v < 0.4) || (u > 0.55 && u < 0.8 && v > 0.65 && v < 0.9);
    }
}

static int inside(const dt_box *box, double u, double v)
{
    const double x[2] = {u, v};
    return dt_box_holds(box, x, 2, NULL);
}

/* One box for each square, the larger first: nothing of the first is in the second. */
TEST(two_squares)
{
    double *x = malloc(2 * N * sizeof *x);
    unsigned char *y = malloc(N);
    dt_prim_boxes boxes = {.n = 0};
    dt_prim_options options = dt_prim_defaults();
    make_cases(x, y);
    const dt_cases cases = {.x = x, .y = y, .n = N, .d = 2};
    assert_int_equal(dt_prim_find_boxes(&cases, &options, 2, -1, &boxes), DT_OK);
    assert_int_equal(boxes.n, 2);
    const dt_box *first = dt_prim_box(boxes.prim[0], boxes.step[0]);
    const dt_box *second = dt_prim_box(boxes.prim[1], boxes.step[1]);
    assert_true(inside(first, 0.1, 0.1) && !inside(first, 0.7, 0.8));
    assert_true(inside(second, 0.7, 0.8) && !inside(second, 0.1, 0.1));
    /* The squares are 16 by 16 and 10 by 10 cases, found up to one peel of 5% on a side. */
    assert_true(first->density > 0.85 && first->n_of_interest >= 230);
    assert_true(second->density > 0.85 && second->n_of_interest >= 90);
    dt_prim_boxes_clear(&boxes);
    assert_int_equal(boxes.n, 0);
    free(x);
    free(y);
}

/* No step has a greater product of coverage and density than the one that is chosen; a step that is asked for
 * is taken. */
TEST(balance_and_step)
{
    double *x = malloc(2 * N * sizeof *x);
    unsigned char *y = malloc(N);
    dt_prim_boxes boxes = {.n = 0};
    dt_prim_options options = dt_prim_defaults();
    make_cases(x, y);
    const dt_cases cases = {.x = x, .y = y, .n = N, .d = 2};
    assert_int_equal(dt_prim_find_boxes(&cases, &options, 1, 3, &boxes), DT_OK);
    assert_int_equal(boxes.step[0], 3);
    const dt_box *best = dt_prim_box(boxes.prim[0], dt_prim_balance(boxes.prim[0]));
    for (int b = 0; b < dt_prim_count(boxes.prim[0]); b++) {
        const dt_box *box = dt_prim_box(boxes.prim[0], b);
        assert_true(box->coverage * box->density <= best->coverage * best->density);
    }
    dt_prim_boxes_clear(&boxes);
    free(x);
    free(y);
}

/* More boxes than there are cases of interest for: fewer are found, and that is no mistake. Without any case
 * of interest it is one. */
TEST(nothing_left)
{
    double *x = malloc(2 * N * sizeof *x);
    unsigned char *y = malloc(N);
    dt_prim_boxes boxes = {.n = 0};
    dt_prim_options options = dt_prim_defaults();
    make_cases(x, y);
    for (int i = 0; i < N; i++)
        y[i] = x[2 * i] < 0.5;
    const dt_cases cases = {.x = x, .y = y, .n = N, .d = 2};
    assert_int_equal(dt_prim_find_boxes(&cases, &options, DT_PRIM_BOXES, -1, &boxes), DT_OK);
    assert_true(boxes.n >= 1 && boxes.n < DT_PRIM_BOXES);
    dt_prim_boxes_clear(&boxes);
    for (int i = 0; i < N; i++)
        y[i] = 0;
    assert_int_equal(dt_prim_find_boxes(&cases, &options, 2, -1, &boxes), DT_INPUT);
    assert_int_equal(boxes.n, 0);
    free(x);
    free(y);
}

RUN_TESTS(CASE(two_squares), CASE(balance_and_step), CASE(nothing_left))
