/* Scales and ticks: from data to the place on the paper. */
#ifndef DT_REPORT_SCALE_H
#define DT_REPORT_SCALE_H

#include "report/format.h"

/* Maps data in [from, to] to [start, end] on the paper; a value outside is drawn at the edge. */
typedef struct dt_scale {
    double from, to;   /* data; from < to, and from > 0 if is_log */
    double start, end; /* SVG units */
    int is_log;
} dt_scale;

double dt_scale_at(const dt_scale *scale, double value);

enum { DT_MAX_TICK = 16 };

/* Marks of an axis, in ascending order. */
typedef struct dt_ticks {
    int count;
    int decimals; /* that a label needs */
    double step;  /* between linear ticks; 0 for logarithmic ones */
    double value[DT_MAX_TICK];
} dt_ticks;

/* About `wanted` round values (1, 2 or 5 times a power of ten) that enclose [low, high]: P. Heckbert, "Nice
 * numbers for graph labels", Graphics Gems, 1990, pp. 61-63. */
dt_ticks dt_ticks_nice(double low, double high, int wanted);
/* The label of a mark. */
dt_formatted dt_tick_label(const dt_ticks *ticks, int index);
/* At most `wanted` marks in [low, high]: 1, 2 and 5 times powers of ten, or 1 and 3 times, or powers of ten,
 * or some of these. */
dt_ticks dt_ticks_log(double low, double high, int wanted);
/* Whole years in [low, high], every 1, 2, 5 or 10 years so that there are at most `wanted`. */
dt_ticks dt_ticks_year(double low, double high, int wanted);

#endif
