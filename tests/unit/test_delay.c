/* Delays: the third-order chain and the first-order lag against their closed forms. */
#include "model/delay.h"

#include "reference.h"

/* One step of `dt` through stages of `stage` yr. */
static struct chain step_chain(struct chain c, double inflow, double dt, double stage)
{
    return erlang_step(c, inflow, erlang_moves(dt / stage, stage / dt));
}

/* Steps a chain through delays given as a list of yr and a list of steps that each lasts. */
struct chain_course {
    double delay[8], steps[8], dt;
    int n;
};

static struct chain_course read_course(struct reference *r)
{
    struct chain_course c = {.dt = reference_in(r, "dt")};
    c.n = reference_list(r, "delay", c.delay);
    assert_int_equal(reference_list(r, "steps", c.steps), c.n);
    return c;
}

/* An inflow of `inflow` a year into a chain that holds `pulse` in its first stage; results are named by the
 * step after which they hold. */
static void run_chain(struct reference *r)
{
    struct chain_course course = read_course(r);
    double inflow = reference_in_or(r, "inflow", 0.0), left = 0.0, put = reference_in_or(r, "pulse", 0.0);
    struct chain c = {.first = put};
    for (int part = 0, t = 0; part < course.n; part++)
        for (int s = 0; s < (int)course.steps[part]; s++) {
            double stage = course.delay[part] / 3.0;
            c = step_chain(c, inflow * course.dt, course.dt, stage);
            left += c.out;
            put += inflow * course.dt;
            t++;
            reference_check_at(r, "first", t, c.first);
            reference_check_at(r, "second", t, c.second);
            reference_check_at(r, "third", t, c.third);
            reference_check_at(r, "rate", t, c.third / stage);
            reference_check_at(r, "left", t, left);
            assert_near(c.first + c.second + c.third + left, put, 0.0,
                        1e-13); /* rounding of a few sums a step */
        }
}

/* A lag of `tau` behind a quantity that starts at `quantity` and grows by `growth` a year, while what lags
 * grows by `own`. */
static void run_lag(struct reference *r)
{
    double dt = reference_in(r, "dt"), tau = reference_in(r, "tau"),
           growth = reference_in_or(r, "growth", 0.0);
    double own = reference_in_or(r, "own", 0.0), now = reference_in(r, "quantity"),
           seen = reference_in(r, "seen");
    int steps = (int)reference_in(r, "steps");
    for (int t = 1; t <= steps; t++) {
        double before = now;
        now += growth * dt;
        seen = lagged(seen, before, now, own, 1.0 / tau, dt);
        reference_check_at(r, "seen", t, seen);
        reference_check_at(r, "trail", t, now - seen);
    }
}

static const struct reference_op ops[] = {{"chain", run_chain}, {"lag", run_lag}, {NULL, NULL}};

/* A steady inflow through any delay fills the chain with inflow times delay (Little's law). */
TEST(contents_follow_littles_law)
{
    struct chain c = {.first = 0.0};
    for (int t = 0; t < 400; t++)
        c = step_chain(c, 2.0 * 0.25, 0.25, 4.5 / 3.0);
    assert_near(c.first + c.second + c.third, 2.0 * 4.5, 0.0,
                1e-13); /* rounding; what is left of the start is below e^-60 */
    assert_near(c.out, 2.0 * 0.25, 0.0, 1e-12);
}

/* Two half steps equal one step when the inflow is even: the step is exact. */
TEST(half_steps_compose)
{
    struct chain whole = {.first = 1.0, .second = 0.3, .third = 0.7}, half = whole;
    whole = step_chain(whole, 0.5, 0.8, 1.0);
    half = step_chain(half, 0.25, 0.4, 1.0);
    double out = half.out;
    half = step_chain(half, 0.25, 0.4, 1.0);
    assert_near(half.first, whole.first, 0.0, 1e-15 * 4);
    assert_near(half.second, whole.second, 0.0, 1e-15 * 4);
    assert_near(half.third, whole.third, 0.0, 1e-15 * 4);
    assert_near(out + half.out, whole.out, 0.0, 1e-15 * 8);
}

RUN_TESTS_AND_CASES("delay", ops, CASE(contents_follow_littles_law), CASE(half_steps_compose))
