/* Compute that runs, and compute that was bought and cannot be switched on. */
#include <stdio.h>

#include "report/bars.h"
#include "report/fan.h"
#include "report/figure.h"
#include "report/html.h"
#include "report/section.h"

/* One row: means, because means of parts add up to the mean of the whole. */
static dt_bar powered_bar(const dt_report *report, int group)
{
    int step = report->near.step;
    dt_bar bar = dt_bar_empty(dt_report_group(report, group));
    bar.n_segment = 2;
    bar.segment[1] = dt_report_mean(report, "stranded_compute", group, step);
    bar.segment[0] = dt_report_mean(report, "accelerators", group, step) - bar.segment[1];
    bar.low = dt_report_quantile(report, "accelerators", group, step, 0.1);
    bar.high = dt_report_quantile(report, "accelerators", group, step, 0.9);
    return bar;
}

static void powered_chart(const dt_report *report, dt_text *out)
{
    static const dt_key_entry key[] = {{"powered", "can be switched on, mean", DT_KEY_AREA},
                                       {"stranded", "cannot be switched on, mean", DT_KEY_AREA},
                                       {"whisker", "all accelerators, 80% of futures", DT_KEY_LINE}};
    char title[128];
    dt_bar bar[DT_MAX_GROUP];
    dt_bars_spec spec = {
        .title = title,
        .unit = "million H100-equivalents",
        .style = {"powered", "stranded"},
        .description =
            "Bars: means of powered and stranded accelerators. Lines: 80% of futures for all of them."};
    snprintf(title, sizeof title, "Accelerators in service at the end of %d", report->near.year);
    for (int k = 0; k < report->n_order; k++) {
        bar[k] = powered_bar(report, report->order[k]);
        if (bar[k].high > spec.high) spec.high = bar[k].high;
        if (bar[k].segment[0] + bar[k].segment[1] > spec.high)
            spec.high = bar[k].segment[0] + bar[k].segment[1];
    }
    dt_figure_begin(out, title);
    dt_figure_key(out, key, 3);
    dt_bars_draw(out, &spec, bar, report->n_order);
    dt_figure_rows_begin(out, "Group|can be switched on, mean|cannot, mean|all, P10|all, P90");
    for (int k = 0; k < report->n_order; k++)
        dt_figure_row(out, bar[k].label,
                      (double[]){bar[k].segment[0], bar[k].segment[1], bar[k].low, bar[k].high}, 4);
    dt_figure_rows_end(out);
    dt_figure_end(out);
}

void dt_section_compute(const dt_report *report, dt_text *out)
{
    dt_html_section(out, "compute", "Compute that runs, and compute without power");
    dt_text_append(out,
                   "<p>Compute is counted in H100-equivalents. Running compute is the average over the year "
                   "of what has power; stranded "
                   "compute was bought and stands without power.</p>\n");
    powered_chart(report, out);
    dt_text_append(out, "<h3>Running compute</h3>\n");
    dt_fan_panels(report, out,
                  &(dt_fan_spec){.output = "running_compute",
                                 .unit = "million H100-equivalents",
                                 .subject = "running compute",
                                 .may_be_log = 1});
    dt_text_append(out, "<h3>Stranded compute</h3>\n");
    dt_fan_panels(report, out,
                  &(dt_fan_spec){.output = "stranded_compute",
                                 .unit = "million H100-equivalents",
                                 .subject = "stranded compute"});
    dt_html_section_end(out);
}
