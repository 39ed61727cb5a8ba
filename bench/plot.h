/* Small pictures for the documents: frames with axes, lines and numbered marks, written as SVG.
 *
 * A frame is drawn in the units of its axes; places outside its range are not drawn. */
#ifndef DT_BENCH_PLOT_H
#define DT_BENCH_PLOT_H

#include <stdio.h>

struct dt_axis {
    double low, high;
    int is_log;
    const char *label;
};

struct dt_frame {
    double left, top, width, height; /* pixels */
    struct dt_axis x, y;
    const char *title;
};

struct dt_mark {
    int number, color;
    double lift;
};

/* A file for a picture of so many pixels; NULL if it cannot be written. */
FILE *dt_plot_open(const char *path, int width, int height, const char *title);
/* 0 if all was written. */
int dt_plot_close(FILE *to);

void dt_plot_frame(FILE *to, const struct dt_frame *frame);
/* Color 0 is that of lines in the background. */
void dt_plot_line(FILE *to, const struct dt_frame *frame, const double *x, const double *y, int n, int color);
/* A dot. */
void dt_plot_dot(FILE *to, const struct dt_frame *frame, double x, double y, int color);
/* A number in a disc that stands so many pixels over a dot. */
void dt_plot_mark(FILE *to, const struct dt_frame *frame, double x, double y, const struct dt_mark *mark);
/* Words at a place in pixels; anchor start, middle or end. */
void dt_plot_words(FILE *to, double left, double top, const char *anchor, const char *words);

/* Pixels of a value on an axis. */
double dt_plot_left(const struct dt_frame *frame, double x);
double dt_plot_top(const struct dt_frame *frame, double y);

#endif
