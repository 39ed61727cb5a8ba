/* Charts of rows as SVG text. The height of the drawing grows with the number of rows. */
#include "report/bars.h"

#include <math.h>

#include "report/chart.h"
#include "report/format.h"
#include "report/html.h"

/* SVG units. */
enum { LEFT = 118, TOP = 22, ROW = 24, THICK = 12, UNDER = 24 };

dt_bar dt_bar_empty(const char *label)
{
    return (dt_bar){.label = label, .low = NAN, .high = NAN, .middle = NAN, .dot = NAN};
}

static void axis(dt_text *out, const dt_scale *x, const dt_ticks *ticks, double bottom)
{
    for (int t = 0; t < ticks->count; t++) {
        dt_formatted place = dt_coordinate(dt_scale_at(x, ticks->value[t]));
        dt_text_printf(out, "<line class=\"grid\" x1=\"%s\" x2=\"%s\" y1=\"%d\" y2=\"%s\"/>\n", place.text,
                       place.text, TOP, dt_coordinate(bottom).text);
        dt_text_printf(out, "<text class=\"tick\" text-anchor=\"middle\" x=\"%s\" y=\"%s\">%s</text>\n",
                       place.text, dt_coordinate(bottom + 16).text, dt_tick_label(ticks, t).text);
    }
}

static void segments(dt_text *out, const dt_bars_spec *spec, const dt_scale *x, const dt_bar *bar, double y)
{
    double from = 0.0;
    for (int s = 0; s < bar->n_segment; s++) {
        double left = dt_scale_at(x, from), right = dt_scale_at(x, from + bar->segment[s]);
        if (isfinite(bar->segment[s]) && right > left)
            dt_text_printf(out, "<rect class=\"%s\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"%d\"/>\n",
                           spec->style[s], dt_coordinate(left).text, dt_coordinate(y - THICK / 2).text,
                           dt_coordinate(right - left).text, THICK);
        from += bar->segment[s];
    }
}

/* A vertical stroke of a row, `half` above and below its middle. */
static void stroke(dt_text *out, const char *style, double x, double y, double half)
{
    dt_text_printf(out, "<line class=\"%s\" x1=\"%s\" x2=\"%s\" y1=\"%s\" y2=\"%s\"/>\n", style,
                   dt_coordinate(x).text, dt_coordinate(x).text, dt_coordinate(y - half).text,
                   dt_coordinate(y + half).text);
}

static void marks(dt_text *out, const dt_scale *x, const dt_bar *bar, double y)
{
    if (isfinite(bar->low) && isfinite(bar->high)) {
        double left = dt_scale_at(x, bar->low), right = dt_scale_at(x, bar->high);
        dt_text_printf(out, "<line class=\"whisker\" x1=\"%s\" x2=\"%s\" y1=\"%s\" y2=\"%s\"/>\n",
                       dt_coordinate(left).text, dt_coordinate(right).text, dt_coordinate(y).text,
                       dt_coordinate(y).text);
        stroke(out, "whisker", left, y, 4.0);
        stroke(out, "whisker", right, y, 4.0);
    }
    if (isfinite(bar->middle)) stroke(out, "middle", dt_scale_at(x, bar->middle), y, 6.0);
    if (isfinite(bar->dot))
        dt_text_printf(out, "<circle class=\"dot\" cx=\"%s\" cy=\"%s\" r=\"4\"/>\n",
                       dt_coordinate(dt_scale_at(x, bar->dot)).text, dt_coordinate(y).text);
}

void dt_bars_draw(dt_text *out, const dt_bars_spec *spec, const dt_bar *bar, int n)
{
    double bottom = TOP + ROW * n;
    double high = spec->high > spec->low ? spec->high : spec->low + 1.0;
    dt_ticks ticks = spec->is_log ? dt_ticks_log(spec->low, high, 4) : dt_ticks_nice(spec->low, high, 5);
    dt_scale x = {spec->low, high, LEFT, DT_PLOT_RIGHT - 8, spec->is_log};
    if (!spec->is_log) x.to = ticks.value[ticks.count - 1];
    dt_text_printf(out, "<svg viewBox=\"0 0 %d %s\" role=\"img\">\n", DT_CHART_WIDTH,
                   dt_coordinate(bottom + UNDER).text);
    dt_html_element(out, "title", NULL, spec->title);
    dt_html_element(out, "desc", NULL, spec->description);
    dt_text_append(out, "\n");
    axis(out, &x, &ticks, bottom);
    dt_html_element(out, "text", " class=\"unit\" x=\"4\" y=\"12\"", spec->unit);
    for (int b = 0; b < n; b++) {
        double y = TOP + ROW * (b + 0.5);
        dt_text_printf(out, "\n<text class=\"label\" text-anchor=\"end\" x=\"%d\" y=\"%s\">", LEFT - 8,
                       dt_coordinate(y + 4.0).text);
        dt_html_escape(out, bar[b].label);
        dt_text_append(out, "</text>\n");
        segments(out, spec, &x, &bar[b], y);
        marks(out, &x, &bar[b], y);
    }
    dt_text_append(out, "</svg>\n");
}
