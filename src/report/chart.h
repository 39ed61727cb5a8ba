/* Charts over time as SVG text: a frame with axes, and bands, lines and layers drawn into it.
 *
 * A chart is 400 units wide, so that its letters stay readable on a telephone and two or three charts fit
 * side by side on a desk. Colours are classes of the page's style, never values here. What must stay true:
 * the text is well-formed XML, nothing is drawn outside the frame, and every chart has a title and a
 * description. */
#ifndef DT_REPORT_CHART_H
#define DT_REPORT_CHART_H

#include "io/text.h"
#include "report/scale.h"

enum { DT_CHART_WIDTH = 400, DT_CHART_HEIGHT = 240 };

/* Place of the plot inside a chart, SVG units. */
enum { DT_PLOT_LEFT = 50, DT_PLOT_RIGHT = 388, DT_PLOT_TOP = 24, DT_PLOT_BOTTOM = 214 };

typedef struct dt_chart_spec {
    const char *title, *description; /* for those who hear the page */
    const char *unit;                /* of the vertical axis */
    double x_low, x_high;            /* years */
    double y_low, y_high;
    int is_log;     /* the vertical axis */
    int is_percent; /* shares 0..1, labelled in per cent */
} dt_chart_spec;

/* A chart that is being drawn; `out` is borrowed until dt_chart_close. */
typedef struct dt_chart {
    dt_text *out;
    dt_scale x, y;
} dt_chart;

/* Points of a curve: n of them, the same x for all curves of a chart. */
typedef struct dt_curve {
    int n;
    const double *x;
    const double *y;
} dt_curve;

/* Opens a chart: frame, grid, marks and their labels. A range without extent is widened. */
dt_chart dt_chart_open(dt_text *out, const dt_chart_spec *spec);
void dt_chart_close(dt_chart *chart);

/* A line through the points, and the area between two curves, in a class of the style. */
void dt_chart_line(const dt_chart *chart, dt_curve curve, const char *style);
void dt_chart_area(const dt_chart *chart, dt_curve low, const double *high, const char *style);
/* Text at a place given in data. `anchor`: start, middle or end. */
void dt_chart_label(const dt_chart *chart, double x, double y, const char *anchor, const char *text);

/* Layers on top of one another that add up to at most 1: shares of n_layer things at n times, value[layer * n
 * + time]. */
typedef struct dt_layers {
    int n, n_layer;
    const double *x;
    const double *value;
    const char *const *style; /* class of each layer */
    const char *const *name;  /* written into the layer where it is thick enough */
} dt_layers;

/* `scratch` has room for 2 n numbers. */
void dt_chart_layers(const dt_chart *chart, const dt_layers *layers, double *scratch);

#endif
