/* The counting lane: stands in the place of src/core/lane.h when the kernel is compiled as C++ to count what
 * it does. One member; every arithmetic operation adds to a counter, and so does the first reading and the
 * first writing of each value of the block. Minimum, maximum and selection count one each, a fused
 * multiply-add two. */
#ifndef DT_CORE_LANE_H
#define DT_CORE_LANE_H

#include <cmath>
#include <cstdint>
#include <cstring>

#define _Static_assert static_assert /* as the kernel's C calls it */

#define DT_LANES 1
#define DT_JOIN_(name, target) name##_##target
#define DT_JOIN(name, target) DT_JOIN_(name, target)
#define DT_WIDE(name) DT_JOIN(name, count)
#define DT_EQ static inline __attribute__((unused))
#define DT_LANE(x, l) (x)
#define EACH_LANE for (int l = 0; l < 1; l++)

struct dt_flop_count {
    long add, mul, div, fma, choose, root;
};
extern struct dt_flop_count dt_flops;

/* The block of memory that is watched: what of each value has been seen since the marks were cleared. */
enum { DT_TOUCHED = 1, DT_WRITTEN = 2 };
struct dt_watch {
    const double *first;
    size_t count;
    unsigned char *mark;
    long touched, written;
};
extern struct dt_watch dt_watched;

DT_EQ void dt_watch_note(const double *at, int is_write)
{
    size_t place = (size_t)(at - dt_watched.first);
    if (at < dt_watched.first || place >= dt_watched.count) return;
    unsigned char before = dt_watched.mark[place];
    dt_watched.touched += !(before & DT_TOUCHED);
    dt_watched.written += is_write && !(before & DT_WRITTEN);
    dt_watched.mark[place] = (unsigned char)(before | DT_TOUCHED | (is_write ? DT_WRITTEN : 0));
}

struct lane {
    double v;
    lane() = default;
    lane(double x) : v(x)
    {
    }
    lane(const lane &x) : v(x.v)
    {
        dt_watch_note(&x.v, 0);
    }
    lane &operator=(const lane &x)
    {
        dt_watch_note(&x.v, 0);
        dt_watch_note(&v, 1);
        v = x.v;
        return *this;
    }
};

typedef int64_t mask;
typedef uint64_t lane_bits;
struct lane_pair {
    lane first, second;
};

DT_EQ lane operator+(lane a, lane b)
{
    dt_flops.add++;
    return lane(a.v + b.v);
}
DT_EQ lane operator-(lane a, lane b)
{
    dt_flops.add++;
    return lane(a.v - b.v);
}
DT_EQ lane operator*(lane a, lane b)
{
    dt_flops.mul++;
    return lane(a.v * b.v);
}
DT_EQ lane operator/(lane a, lane b)
{
    dt_flops.div++;
    return lane(a.v / b.v);
}
DT_EQ lane operator-(lane a)
{
    return lane(-a.v);
}
DT_EQ lane &operator+=(lane &a, const lane &b)
{
    a = a + b;
    return a;
}
DT_EQ bool operator==(lane a, double b)
{
    return a.v == b;
}

DT_EQ lane lane_of(double x)
{
    return lane(x);
}
DT_EQ mask below(lane a, lane b)
{
    return -(mask)(a.v < b.v);
}
DT_EQ mask above(lane a, lane b)
{
    return -(mask)(a.v > b.v);
}
DT_EQ mask not_in(mask m)
{
    return ~m;
}
DT_EQ lane pick(mask m, lane yes, lane no)
{
    dt_flops.choose++;
    return m ? yes : no;
}
DT_EQ lane least(lane a, lane b)
{
    dt_flops.choose++;
    return a.v < b.v ? a : b;
}
DT_EQ lane most(lane a, lane b)
{
    dt_flops.choose++;
    return a.v > b.v ? a : b;
}
DT_EQ lane clamp(lane x, double low, double high)
{
    return least(lane_of(high), most(lane_of(low), x));
}
DT_EQ lane at_least_zero(lane x)
{
    return most(lane_of(0.0), x);
}
DT_EQ lane ratio(lane a, lane b, double tiny)
{
    return a / most(lane_of(tiny), b);
}
DT_EQ int any(mask m)
{
    return m != 0;
}
DT_EQ lane lane_fma(lane a, lane b, lane c)
{
    dt_flops.fma++;
    return lane(std::fma(a.v, b.v, c.v));
}
DT_EQ lane lane_sqrt(lane x)
{
    dt_flops.root++;
    return lane(std::sqrt(x.v));
}
DT_EQ lane_bits lane_multiply32(lane_bits a, uint32_t b)
{
    return (a & 0xffffffffu) * b;
}
DT_EQ lane_bits lane_to_bits(lane x)
{
    lane_bits b;
    std::memcpy(&b, &x.v, sizeof b);
    return b;
}
DT_EQ lane lane_from_bits(lane_bits b)
{
    lane x;
    std::memcpy(&x.v, &b, sizeof b);
    return x;
}

#endif
