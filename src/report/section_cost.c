/* The cost ladder: what one more H100-equivalent-year costs, by part and group. */
#include <stdio.h>

#include "report/bars.h"
#include "report/figure.h"
#include "report/html.h"
#include "report/section.h"

enum { ENERGY, STAFF, CAPITAL, N_PART };

/* Means of the parts, which add up to the mean of the full cost, and the range of the full cost. */
static dt_bar full_bar(const dt_report *report, int group, int step)
{
    dt_bar bar = dt_bar_empty(dt_report_group(report, group));
    double energy = dt_report_mean(report, "energy_cost", group, step);
    double running = dt_report_mean(report, "running_cost", group, step);
    bar.n_segment = N_PART;
    bar.segment[ENERGY] = energy;
    bar.segment[STAFF] = running - energy;
    bar.segment[CAPITAL] = dt_report_mean(report, "full_cost", group, step) - running;
    bar.low = dt_report_quantile(report, "full_cost", group, step, 0.1);
    bar.middle = dt_report_quantile(report, "full_cost", group, step, 0.5);
    bar.high = dt_report_quantile(report, "full_cost", group, step, 0.9);
    return bar;
}

static dt_bar energy_bar(const dt_report *report, int group, int step)
{
    dt_bar bar = dt_bar_empty(dt_report_group(report, group));
    bar.n_segment = 1;
    bar.segment[ENERGY] = dt_report_mean(report, "energy_cost", group, step);
    bar.low = dt_report_quantile(report, "energy_cost", group, step, 0.1);
    bar.middle = dt_report_quantile(report, "energy_cost", group, step, 0.5);
    bar.high = dt_report_quantile(report, "energy_cost", group, step, 0.9);
    return bar;
}

static void cost_chart(const dt_report *report, dt_text *out, int is_full, dt_year_end when)
{
    char title[128];
    dt_bar bar[DT_MAX_GROUP];
    dt_bars_spec spec = {.title = title,
                         .unit = "USD per H100-equivalent-year",
                         .style = {"c-energy", "c-staff", "c-capital"},
                         .description = "Bars: means of the parts. Strokes: median. Lines: 80% of futures. "
                                        "The table below gives the numbers."};
    snprintf(title, sizeof title, when.step ? "%s, end of %d" : "%s, start of %d",
             is_full ? "Full cost" : "Energy alone", when.year);
    for (int k = 0; k < report->n_order; k++) {
        bar[k] = is_full ? full_bar(report, report->order[k], when.step)
                         : energy_bar(report, report->order[k], when.step);
        if (bar[k].high > spec.high) spec.high = bar[k].high;
    }
    dt_figure_begin(out, title);
    dt_bars_draw(out, &spec, bar, report->n_order);
    dt_figure_rows_begin(
        out,
        is_full ? "Group|energy, mean|staff and repair, mean|capital, mean|full, P10|full, P50|full, P90"
                : "Group|mean|P10|P50|P90");
    for (int k = 0; k < report->n_order; k++) {
        const dt_bar *b = &bar[k];
        if (is_full)
            dt_figure_row(out, b->label,
                          (double[]){b->segment[ENERGY], b->segment[STAFF], b->segment[CAPITAL], b->low,
                                     b->middle, b->high},
                          6);
        else
            dt_figure_row(out, b->label, (double[]){b->segment[ENERGY], b->low, b->middle, b->high}, 4);
    }
    dt_figure_rows_end(out);
    dt_figure_end(out);
}

void dt_section_cost(const dt_report *report, dt_text *out)
{
    static const dt_key_entry key[] = {{"c-energy", "energy", DT_KEY_AREA},
                                       {"c-staff", "staff and repair", DT_KEY_AREA},
                                       {"c-capital", "capital", DT_KEY_AREA},
                                       {"whisker", "80% of futures", DT_KEY_LINE}};
    dt_year_end start = {report->scenario.start_year, 0};
    dt_html_section(out, "cost", "What one more unit of compute costs");
    dt_text_append(out,
                   "<p>The cost of running one more H100-equivalent for a year, on the accelerators that a "
                   "group can buy at that time. Energy "
                   "depends on the tariff and on how much power the accelerators draw; capital is the price "
                   "of accelerator and site, spread "
                   "over their lives.</p>\n");
    dt_figure_key(out, key, 4);
    dt_pairs_begin(out);
    cost_chart(report, out, 1, start);
    cost_chart(report, out, 1, report->near);
    cost_chart(report, out, 0, start);
    cost_chart(report, out, 0, report->near);
    dt_panels_end(out);
    dt_html_section_end(out);
}
