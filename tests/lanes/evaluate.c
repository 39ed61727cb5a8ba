/* One loop per function over lanes of arrays, for the target that this object is compiled for. */
#include "core/random.h"

#include "lanes.h"

/* Four uniforms in one value that changes with any of their bits; its exponent is kept small, so it is a
 * number. */
DT_EQ lane mixed(struct lane_random r)
{
    lane_bits mix = lane_to_bits(r.uniform[0]);
    for (int j = 1; j < 4; j++)
        mix = ((mix << 17) | (mix >> 47)) ^ lane_to_bits(r.uniform[j]);
    return lane_from_bits(mix & UINT64_C(0x3fffffffffffffff));
}

DT_EQ lane both(struct lane_pair pair)
{
    return pair.first + 0.5 * pair.second;
}

DT_EQ lane load(const double *x)
{
    lane r;
    memcpy(&r, x, sizeof r);
    return r;
}

#define FUNCTION(name, expression)                                                            \
    static void map_##name(int64_t n, const double *first, const double *second, double *out) \
    {                                                                                         \
        for (int64_t i = 0; i < n; i += DT_LANES) {                                           \
            lane x = load(first + i);                                                         \
            lane y __attribute__((unused)) = load(second + i);                                \
            lane result = (expression);                                                       \
            memcpy(out + i, &result, sizeof result);                                          \
        }                                                                                     \
    }
EACH_LANE_FUNCTION
#undef FUNCTION

void DT_WIDE(lanes_run)(enum lanes_function function, int64_t n, const double *x, const double *y,
                        double *out)
{
    static void (*const map[])(int64_t, const double *, const double *, double *) = {
#define FUNCTION(name, expression) map_##name,
        EACH_LANE_FUNCTION
#undef FUNCTION
    };
    map[function](n, x, y, out);
}
