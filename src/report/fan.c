/* Fan charts. Curves 0 to 4 of the report hold the quantiles of the output, 5 to 7 those of the one beside
 * it, 8 the median of the baseline. */
#include "report/fan.h"

#include <math.h>
#include <stdio.h>

#include "report/chart.h"
#include "report/figure.h"
#include "report/format.h"

enum { P10, P25, P50, P75, P90, BESIDE_10, BESIDE_50, BESIDE_90, BASE, N_FAN_CURVE };

/* Largest, or least positive, value of a curve; 0 if there is none. */
static double largest(const double *value, int n)
{
    double best = 0.0;
    for (int t = 0; t < n; t++)
        if (value[t] > best) best = value[t];
    return best;
}

static double least_positive(const double *value, int n)
{
    double best = 0.0;
    for (int t = 0; t < n; t++)
        if (value[t] > 0.0 && (best == 0.0 || value[t] < best)) best = value[t];
    return best;
}

/* The vertical range, and whether it is logarithmic: where the upper curves lie far apart or grow by more
 * than a factor of 30. */
static void set_range(const dt_report *report, const dt_fan_spec *spec, dt_chart_spec *chart)
{
    const double far = 30.0, deepest = 1e-4; /* of the top: nothing below is worth a decade of the axis */
    int n = report->n_point;
    double high = largest(report->curve[P90], n);
    double low = least_positive(report->curve[P10], n);
    double median = least_positive(report->curve[P50], n);
    if (spec->beside) high = fmax(high, largest(report->curve[BESIDE_90], n));
    if (report->input->baseline) high = fmax(high, largest(report->curve[BASE], n));
    chart->y_high = high;
    chart->is_log = spec->may_be_log && median > 0.0 && high / median > far;
    if (chart->is_log) chart->y_low = fmax(low, high * deepest);
}

static void draw_fan(const dt_report *report, const dt_fan_spec *spec, const dt_chart *chart)
{
    double *const *curve = report->curve;
    int n = report->n_point;
    dt_chart_area(chart, (dt_curve){n, report->time, curve[P10]}, curve[P90], "fan-outer");
    dt_chart_area(chart, (dt_curve){n, report->time, curve[P25]}, curve[P75], "fan-inner");
    if (spec->beside) {
        dt_chart_area(chart, (dt_curve){n, report->time, curve[BESIDE_10]}, curve[BESIDE_90], "beside-outer");
        dt_chart_line(chart, (dt_curve){n, report->time, curve[BESIDE_50]}, "beside-median");
    }
    if (report->input->baseline) dt_chart_line(chart, (dt_curve){n, report->time, curve[BASE]}, "base-line");
    dt_chart_line(chart, (dt_curve){n, report->time, curve[P50]}, "fan-median");
}

static void numbers(const dt_report *report, const dt_fan_spec *spec, dt_text *out)
{
    dt_column column[N_FAN_CURVE] = {{"P10", report->curve[P10], 3},
                                     {"P25", report->curve[P25], 3},
                                     {"P50", report->curve[P50], 3},
                                     {"P75", report->curve[P75], 3},
                                     {"P90", report->curve[P90], 3},
                                     {"beside P10", report->curve[BESIDE_10], 3},
                                     {"beside P50", report->curve[BESIDE_50], 3},
                                     {"beside P90", report->curve[BESIDE_90], 3}};
    char name[3][64];
    for (int k = 0; spec->beside && k < 3; k++) {
        static const char *const quantile[] = {"P10", "P50", "P90"};
        snprintf(name[k], sizeof name[k], "%s %s", spec->beside_subject, quantile[k]);
        column[BESIDE_10 + k].name = name[k];
    }
    int n = spec->beside ? BASE : BESIDE_10;
    if (report->input->baseline) column[n++] = (dt_column){"without the changes", report->curve[BASE], 3};
    dt_figure_numbers(out, report, column, n);
}

static void panel(const dt_report *report, dt_text *out, const dt_fan_spec *spec, int group)
{
    char title[256], description[512];
    int near = report->near.step, last = report->last.step;
    dt_chart_spec chart = {.title = title,
                           .description = description,
                           .unit = spec->unit,
                           .x_low = report->time[0],
                           .x_high = report->time[report->n_point - 1]};
    dt_report_fan(report, spec->output, group, P10);
    if (spec->beside) {
        dt_report_curve(report, spec->beside, group, 0.1, BESIDE_10);
        dt_report_curve(report, spec->beside, group, 0.5, BESIDE_50);
        dt_report_curve(report, spec->beside, group, 0.9, BESIDE_90);
    }
    if (report->input->baseline) dt_report_baseline(report, spec->output, group, BASE);
    set_range(report, spec, &chart);
    snprintf(title, sizeof title, "%s: %s over time", dt_report_group(report, group), spec->subject);
    snprintf(description, sizeof description,
             "Median %s at the end of %d (80%% of futures between %s and %s), %s at the end of %d; %s%s.",
             dt_number(report->curve[P50][near], 3).text, report->near.year,
             dt_number(report->curve[P10][near], 3).text, dt_number(report->curve[P90][near], 3).text,
             dt_number(report->curve[P50][last], 3).text, report->last.year, spec->unit,
             chart.is_log ? ", logarithmic axis" : "");
    dt_figure_begin_group(out, dt_report_group(report, group), group);
    dt_chart drawing = dt_chart_open(out, &chart);
    draw_fan(report, spec, &drawing);
    dt_chart_close(&drawing);
    numbers(report, spec, out);
    dt_figure_end(out);
}

void dt_fan_panels(const dt_report *report, dt_text *out, const dt_fan_spec *spec)
{
    char beside[2][96];
    dt_key_entry key[6] = {{"fan-median", "median, in the group's dashes", DT_KEY_LINE},
                           {"fan-inner", "half of all futures", DT_KEY_AREA},
                           {"fan-outer", "80% of futures", DT_KEY_AREA}};
    int n_key = 3;
    if (spec->beside) {
        snprintf(beside[0], sizeof beside[0], "%s, median", spec->beside_subject);
        snprintf(beside[1], sizeof beside[1], "%s, 80%% of futures", spec->beside_subject);
        key[n_key++] = (dt_key_entry){"beside-median", beside[0], DT_KEY_LINE};
        key[n_key++] = (dt_key_entry){"beside-outer", beside[1], DT_KEY_AREA};
    }
    if (report->input->baseline)
        key[n_key++] = (dt_key_entry){"base-line", "without the changes, median", DT_KEY_LINE};
    dt_text_append(out, "<div class=\"fans\">\n");
    dt_figure_key(out, key, n_key);
    dt_panels_begin(out);
    for (int k = 0; k < report->n_order; k++)
        panel(report, out, spec, report->order[k]);
    if (report->whole >= 0 && !spec->without_whole) panel(report, out, spec, report->whole);
    dt_panels_end(out);
    dt_text_append(out, "</div>\n");
}
