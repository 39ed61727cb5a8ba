/* Charts of rows as SVG text: horizontal bars, each with segments, a range and marks. */
#ifndef DT_REPORT_BARS_H
#define DT_REPORT_BARS_H

#include "io/text.h"
#include "report/scale.h"

enum { DT_MAX_SEGMENT = 3 };

/* One row. A number that is not finite is not drawn. */
typedef struct dt_bar {
    const char *label;
    int n_segment;
    double segment[DT_MAX_SEGMENT]; /* lengths, one after the other from zero */
    double low, high;               /* range: a thin line with ends */
    double middle;                  /* a short stroke across */
    double dot;                     /* a filled circle */
} dt_bar;

typedef struct dt_bars_spec {
    const char *title, *description;
    const char *unit; /* of the horizontal axis */
    double low, high; /* range of the axis */
    int is_log;
    const char *style[DT_MAX_SEGMENT]; /* classes of the segments */
} dt_bars_spec;

/* A row without segments and marks. */
dt_bar dt_bar_empty(const char *label);
/* Draws n rows from the top down. */
void dt_bars_draw(dt_text *out, const dt_bars_spec *spec, const dt_bar *bar, int n);

#endif
