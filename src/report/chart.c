/* Charts over time as SVG text. */
#include "report/chart.h"

#include <string.h>

#include "report/format.h"
#include "report/html.h"

/* A line of the frame, in SVG units. */
static void rule(dt_text *out, const char *style, const double from[2], const double to[2])
{
    dt_text_printf(out, "<line class=\"%s\" x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\"/>\n", style,
                   dt_coordinate(from[0]).text, dt_coordinate(from[1]).text, dt_coordinate(to[0]).text,
                   dt_coordinate(to[1]).text);
}

static void label_at(dt_text *out, double x, double y, const char *attributes, const char *text)
{
    dt_text_printf(out, "<text x=\"%s\" y=\"%s\" %s>", dt_coordinate(x).text, dt_coordinate(y).text,
                   attributes);
    dt_html_escape(out, text);
    dt_text_append(out, "</text>\n");
}

static void vertical_axis(const dt_chart *chart, const dt_ticks *ticks, int is_percent)
{
    for (int t = 0; t < ticks->count; t++) {
        double y = dt_scale_at(&chart->y, ticks->value[t]);
        dt_formatted label = is_percent ? dt_percent(ticks->value[t]) : dt_tick_label(ticks, t);
        rule(chart->out, "grid", (double[]){DT_PLOT_LEFT, y}, (double[]){DT_PLOT_RIGHT, y});
        label_at(chart->out, DT_PLOT_LEFT - 6, y + 4, "class=\"tick\" text-anchor=\"end\"", label.text);
    }
}

static void year_axis(const dt_chart *chart)
{
    const double tick = 4.0; /* SVG units */
    dt_ticks ticks = dt_ticks_year(chart->x.from, chart->x.to, 8);
    for (int t = 0; t < ticks.count; t++) {
        double x = dt_scale_at(&chart->x, ticks.value[t]);
        dt_formatted label = dt_coordinate(ticks.value[t]);
        rule(chart->out, "axis", (double[]){x, DT_PLOT_BOTTOM}, (double[]){x, DT_PLOT_BOTTOM + tick});
        label_at(chart->out, x, DT_PLOT_BOTTOM + 17, "class=\"tick\" text-anchor=\"middle\"", label.text);
    }
    rule(chart->out, "axis", (double[]){DT_PLOT_LEFT, DT_PLOT_BOTTOM},
         (double[]){DT_PLOT_RIGHT, DT_PLOT_BOTTOM});
}

dt_chart dt_chart_open(dt_text *out, const dt_chart_spec *spec)
{
    dt_chart chart = {.out = out};
    double high = spec->y_high > spec->y_low ? spec->y_high : spec->y_low + 1.0;
    dt_ticks ticks = spec->is_log ? dt_ticks_log(spec->y_low, high, 6) : dt_ticks_nice(spec->y_low, high, 5);
    chart.x = (dt_scale){spec->x_low, spec->x_high > spec->x_low ? spec->x_high : spec->x_low + 1.0,
                         DT_PLOT_LEFT, DT_PLOT_RIGHT, 0};
    chart.y = (dt_scale){spec->y_low, high, DT_PLOT_BOTTOM, DT_PLOT_TOP, spec->is_log};
    if (!spec->is_log) {
        chart.y.from = ticks.value[0];
        chart.y.to = ticks.value[ticks.count - 1];
    }
    dt_text_printf(out, "<svg viewBox=\"0 0 %d %d\" role=\"img\" data-left=\"%d\" data-right=\"%d\">\n",
                   DT_CHART_WIDTH, DT_CHART_HEIGHT, DT_PLOT_LEFT, DT_PLOT_RIGHT);
    dt_html_element(out, "title", NULL, spec->title);
    dt_html_element(out, "desc", NULL, spec->description);
    dt_text_append(out, "\n");
    vertical_axis(&chart, &ticks, spec->is_percent);
    dt_text_append(out, "<text class=\"unit\" x=\"4\" y=\"12\">");
    dt_html_escape(out, spec->unit);
    dt_text_append(out, spec->is_log ? " (logarithmic scale)</text>\n" : "</text>\n");
    return chart;
}

void dt_chart_close(dt_chart *chart)
{
    year_axis(chart);
    dt_text_printf(chart->out, "<line class=\"cross\" y1=\"%d\" y2=\"%d\" x1=\"-9\" x2=\"-9\"/>\n</svg>\n",
                   DT_PLOT_TOP, DT_PLOT_BOTTOM);
}

static void add_point(const dt_chart *chart, double x, double y)
{
    dt_text_printf(chart->out, "%s,%s ", dt_coordinate(dt_scale_at(&chart->x, x)).text,
                   dt_coordinate(dt_scale_at(&chart->y, y)).text);
}

void dt_chart_line(const dt_chart *chart, dt_curve curve, const char *style)
{
    dt_text_printf(chart->out, "<polyline class=\"%s\" points=\"", style);
    for (int t = 0; t < curve.n; t++)
        add_point(chart, curve.x[t], curve.y[t]);
    dt_text_append(chart->out, "\"/>\n");
}

void dt_chart_area(const dt_chart *chart, dt_curve low, const double *high, const char *style)
{
    dt_text_printf(chart->out, "<polygon class=\"%s\" points=\"", style);
    for (int t = 0; t < low.n; t++)
        add_point(chart, low.x[t], low.y[t]);
    for (int t = low.n - 1; t >= 0; t--)
        add_point(chart, low.x[t], high[t]);
    dt_text_append(chart->out, "\"/>\n");
}

void dt_chart_label(const dt_chart *chart, double x, double y, const char *anchor, const char *text)
{
    dt_text_printf(chart->out, "<text class=\"label\" text-anchor=\"%s\" x=\"%s\" y=\"%s\">", anchor,
                   dt_coordinate(dt_scale_at(&chart->x, x)).text,
                   dt_coordinate(dt_scale_at(&chart->y, y) + 4.0).text);
    dt_html_escape(chart->out, text);
    dt_text_append(chart->out, "</text>\n");
}

/* Writes the name of a layer where it is thickest, if a line of text fits there and the text stays inside the
 * plot. */
static void name_layer(const dt_chart *chart, const dt_layers *layers, int layer, const double *low,
                       const double *high)
{
    const double enough = 0.13; /* of the height: a line of text with room around it */
    const double letter = 7.0;  /* SVG units: width of a wide letter of the 12-unit font */
    const double margin = 6.0;  /* between text and edge */
    double half = 0.5 * letter * (double)strlen(layers->name[layer]) + margin;
    int best = -1;
    for (int t = 0; t < layers->n; t++) {
        double x = dt_scale_at(&chart->x, layers->x[t]);
        if (x < DT_PLOT_LEFT + half || x > DT_PLOT_RIGHT - half) continue;
        if (best < 0 || high[t] - low[t] > high[best] - low[best]) best = t;
    }
    if (best >= 0 && high[best] - low[best] >= enough)
        dt_chart_label(chart, layers->x[best], 0.5 * (low[best] + high[best]), "middle", layers->name[layer]);
}

void dt_chart_layers(const dt_chart *chart, const dt_layers *layers, double *scratch)
{
    double *low = scratch, *high = scratch + layers->n;
    for (int pass = 0; pass < 2; pass++) { /* areas first: no area covers a name */
        for (int t = 0; t < layers->n; t++)
            high[t] = 0.0;
        for (int layer = 0; layer < layers->n_layer; layer++) {
            for (int t = 0; t < layers->n; t++) {
                low[t] = high[t];
                high[t] = low[t] + layers->value[layer * layers->n + t];
            }
            if (pass == 0)
                dt_chart_area(chart, (dt_curve){layers->n, layers->x, low}, high, layers->style[layer]);
            else
                name_layer(chart, layers, layer, low, high);
        }
    }
}
