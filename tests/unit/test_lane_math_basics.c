/* The operations of lane.h, on two lanes: that each acts on its own lane, and what they do with numbers that
 * are not. */
#define DT_LANES 2
#include "core/lane.h"
#include "test.h"

static lane two(double a, double b)
{
    return (lane){a, b};
}

static int is(lane x, double a, double b)
{
    return x[0] == a && x[1] == b;
}

TEST(comparisons_give_masks)
{
    mask less = below(two(1.0, 3.0), two(2.0, 2.0)), more = above(two(1.0, 3.0), two(2.0, 2.0));
    assert_true(less[0] == -1 && less[1] == 0);
    assert_true(more[0] == 0 && more[1] == -1);
    assert_true(not_in(less)[0] == 0 && not_in(less)[1] == -1);
    mask equal = below(two(2.0, 2.0), two(2.0, 2.0)), nan = above(two(NAN, 1.0), two(0.0, NAN));
    assert_false(any(equal));
    assert_false(any(nan));
    assert_true(any(less));
}

TEST(pick_chooses_lane_by_lane)
{
    assert_true(is(pick(below(two(1.0, 3.0), lane_of(2.0)), two(10.0, 11.0), two(20.0, 21.0)), 10.0, 21.0));
}

TEST(least_and_most)
{
    assert_true(is(least(two(1.0, 5.0), two(2.0, 4.0)), 1.0, 4.0));
    assert_true(is(most(two(1.0, 5.0), two(2.0, 4.0)), 2.0, 5.0));
    assert_true(is(clamp(two(-3.0, 7.0), -1.0, 2.0), -1.0, 2.0));
    assert_true(is(clamp(two(0.5, -0.5), -1.0, 2.0), 0.5, -0.5));
    assert_true(is(at_least_zero(two(-3.0, 7.0)), 0.0, 7.0));
    assert_true(is(ratio(two(6.0, 6.0), two(3.0, 0.0), 0.5), 2.0, 12.0));
}

TEST(limits_let_through_what_is_not_a_number)
{
    const lane x = two(NAN, 1.0);
    lane clamped = clamp(x, 0.0, 2.0), positive = at_least_zero(x), divided = ratio(lane_of(1.0), x, 0.5);
    assert_true(isnan(clamped[0]) && clamped[1] == 1.0);
    assert_true(isnan(positive[0]) && positive[1] == 1.0);
    assert_true(isnan(divided[0]) && divided[1] == 1.0);
}

/* (1 + e)(1 - e) - 1 = -e^2 with e = 2^-30: lost if the product is rounded before the sum. */
TEST(fma_rounds_once)
{
    const double e = 0x1p-30;
    assert_true(is(lane_fma(two(1.0 + e, 2.0), two(1.0 - e, 3.0), two(-1.0, 4.0)), -0x1p-60, 10.0));
}

TEST(square_root_and_bits)
{
    assert_true(is(lane_sqrt(two(9.0, 2.25)), 3.0, 1.5));
    lane_bits bits = lane_to_bits(two(1.0, -2.0));
    assert_true(bits[0] == UINT64_C(0x3ff0000000000000) && bits[1] == UINT64_C(0xc000000000000000));
    assert_true(is(lane_from_bits(bits), 1.0, -2.0));
}

/* (2^32 - 1)^2 = 2^64 - 2^33 + 1; the high half of a lane does not count. */
TEST(multiply32_uses_the_low_half)
{
    lane_bits a = {UINT64_C(0xdeadbeefffffffff), UINT64_C(0xffffffff00000007)};
    lane_bits wide = lane_multiply32(a, UINT32_MAX), narrow = lane_multiply32(a, 3);
    assert_true(wide[0] == UINT64_C(0xfffffffe00000001) && wide[1] == UINT64_C(7) * UINT32_MAX);
    assert_true(narrow[0] == UINT64_C(3) * UINT32_MAX && narrow[1] == 21);
}

RUN_TESTS(CASE(comparisons_give_masks), CASE(pick_chooses_lane_by_lane), CASE(least_and_most),
          CASE(limits_let_through_what_is_not_a_number), CASE(fma_rounds_once), CASE(square_root_and_bits),
          CASE(multiply32_uses_the_low_half))
