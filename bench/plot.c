/* Pictures as SVG text (see plot.h). */
#include "plot.h"

#include <math.h>

static const char *const colors[] = {"#5a6570", "#0072b2", "#d55e00", "#009e73"};

enum { N_COLOR = sizeof colors / sizeof colors[0] };

static const char *color_of(int color)
{
    return colors[color >= 0 && color < N_COLOR ? color : 0];
}

FILE *dt_plot_open(const char *path, int width, int height, const char *title)
{
    FILE *to = fopen(path, "w");
    if (!to) return NULL;
    fprintf(to,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\" "
            "font-family=\"system-ui, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', sans-serif\">\n"
            "<title>%s</title>\n<style>text { fill: #1b1f24; font-size: 12px; } .tick { fill: #5a6570; } "
            ".title { font-weight: 600; font-size: 13px; } .number { fill: #fff; font-size: 10px; }</style>\n"
            "<rect width=\"%d\" height=\"%d\" fill=\"#fff\"/>\n",
            width, height, title, width, height);
    return to;
}

int dt_plot_close(FILE *to)
{
    fprintf(to, "</svg>\n");
    int is_broken = ferror(to);
    return fclose(to) != 0 || is_broken;
}

static double share_of(const struct dt_axis *axis, double value)
{
    if (axis->is_log) return log(value / axis->low) / log(axis->high / axis->low);
    return (value - axis->low) / (axis->high - axis->low);
}

static int is_on(const struct dt_axis *axis, double value)
{
    double share = share_of(axis, value);
    return share > -1e-9 && share < 1.0 + 1e-9;
}

double dt_plot_left(const struct dt_frame *frame, double x)
{
    return frame->left + frame->width * share_of(&frame->x, x);
}

double dt_plot_top(const struct dt_frame *frame, double y)
{
    return frame->top + frame->height * (1.0 - share_of(&frame->y, y));
}

void dt_plot_words(FILE *to, double left, double top, const char *anchor, const char *words)
{
    fprintf(to, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>\n", left, top, anchor, words);
}

/* ---- the frame ---- */

static void draw_rule(FILE *to, const struct dt_frame *f, double value, int is_x)
{
    double left = is_x ? dt_plot_left(f, value) : f->left, top = is_x ? f->top : dt_plot_top(f, value);
    fprintf(to, "<path d=\"M%.1f %.1f%c%.1f\" stroke=\"#d5dbe1\" fill=\"none\"/>\n", left, top,
            is_x ? 'v' : 'h', is_x ? f->height : f->width);
    fprintf(to, "<text class=\"tick\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%g</text>\n",
            is_x ? left : f->left - 6.0, is_x ? f->top + f->height + 16.0 : top + 4.0,
            is_x ? "middle" : "end", value);
}

/* Rules at powers of ten, where the axis is short also at 2 and 5 times these, or on a linear axis at about
 * five whole steps. */
static void draw_rules(FILE *to, const struct dt_frame *f, const struct dt_axis *axis, int is_x)
{
    static const double steps[] = {1.0, 2.0, 5.0};
    double range = axis->high - axis->low, decade = pow(10.0, floor(log10(range / 4.0)));
    double step = range / decade > 20.0 ? 5.0 * decade : range / decade > 8.0 ? 2.0 * decade : decade;
    if (!axis->is_log) {
        for (int k = 0; axis->low + k * step <= axis->high * (1.0 + 1e-9); k++)
            draw_rule(to, f, axis->low + k * step, is_x);
        return;
    }
    for (double power = pow(10.0, floor(log10(axis->low))); power <= axis->high; power *= 10.0)
        for (int k = 0; k < (axis->high > 500.0 * axis->low ? 1 : 3); k++)
            if (is_on(axis, power * steps[k])) draw_rule(to, f, power * steps[k], is_x);
}

void dt_plot_frame(FILE *to, const struct dt_frame *f)
{
    double bottom = f->top + f->height, middle = f->top + 0.5 * f->height;
    draw_rules(to, f, &f->x, 1);
    draw_rules(to, f, &f->y, 0);
    fprintf(to,
            "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"none\" stroke=\"#5a6570\"/>\n",
            f->left, f->top, f->width, f->height);
    fprintf(to, "<text class=\"title\" x=\"%.1f\" y=\"%.1f\">%s</text>\n", f->left, f->top - 10.0, f->title);
    dt_plot_words(to, f->left + 0.5 * f->width, bottom + 36.0, "middle", f->x.label);
    fprintf(to, "<text transform=\"translate(%.1f %.1f) rotate(-90)\" text-anchor=\"middle\">%s</text>\n",
            f->left - 50.0, middle, f->y.label);
}

/* ---- what stands in it ---- */

void dt_plot_line(FILE *to, const struct dt_frame *frame, const double *x, const double *y, int n, int color)
{
    fprintf(to, "<path fill=\"none\" stroke=\"%s\" stroke-width=\"1.5\" d=\"", color_of(color));
    for (int k = 0; k < n; k++)
        fprintf(to, "%c%.1f %.1f", k == 0 ? 'M' : 'L', dt_plot_left(frame, x[k]), dt_plot_top(frame, y[k]));
    fprintf(to, "\"/>\n");
}

void dt_plot_dot(FILE *to, const struct dt_frame *frame, double x, double y, int color)
{
    if (!is_on(&frame->x, x) || !is_on(&frame->y, y)) return;
    fprintf(to, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4\" fill=\"%s\"/>\n", dt_plot_left(frame, x),
            dt_plot_top(frame, y), color_of(color));
}

void dt_plot_mark(FILE *to, const struct dt_frame *frame, double x, double y, const struct dt_mark *mark)
{
    double left = dt_plot_left(frame, x), top = dt_plot_top(frame, y) - mark->lift;
    if (!is_on(&frame->x, x) || !is_on(&frame->y, y)) return;
    dt_plot_dot(to, frame, x, y, mark->color);
    fprintf(to, "<path d=\"M%.1f %.1fv%.1f\" stroke=\"%s\"/>\n", left, top, mark->lift,
            color_of(mark->color));
    fprintf(to, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"8\" fill=\"%s\" stroke=\"#fff\"/>\n", left, top,
            color_of(mark->color));
    fprintf(to, "<text class=\"number\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\">%d</text>\n", left,
            top + 3.5, mark->number);
}
