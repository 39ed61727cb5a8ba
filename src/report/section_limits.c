/* Which limit binds, in which group, when. */
#include <math.h>
#include <stdio.h>

#include "report/chart.h"
#include "report/figure.h"
#include "report/format.h"
#include "report/html.h"
#include "report/section.h"

static void limit_panel(const dt_report *report, dt_text *out, int group)
{
    char title[256];
    const char *style[DT_N_LIMIT_WORD], *name[DT_N_LIMIT_WORD];
    dt_column column[DT_N_LIMIT_WORD];
    dt_chart_spec spec = {.title = title,
                          .unit = "share of futures",
                          .x_low = report->time[0],
                          .x_high = report->time[report->n_point - 1],
                          .y_high = 1.0,
                          .is_percent = 1,
                          .description = "Share of futures in which each limit binds, stacked to 100%; the "
                                         "table below gives the numbers."};
    snprintf(title, sizeof title, "%s: which limit binds over time", dt_report_group(report, group));
    for (int limit = 0; limit < DT_N_LIMIT_WORD; limit++) {
        style[limit] = dt_limit_style(limit);
        name[limit] = dt_limit_words(limit);
        column[limit] = (dt_column){name[limit], report->curve[limit], 0};
        for (int t = 0; t < report->n_point; t++)
            report->curve[limit][t] = dt_summary_limit_share(report->summary, group, t, limit);
        if (report->n_point > 1)
            report->curve[limit][0] = report->curve[limit][1]; /* nothing binds at the start */
    }
    dt_figure_begin(out, dt_report_group(report, group));
    dt_chart chart = dt_chart_open(out, &spec);
    dt_chart_layers(
        &chart, &(dt_layers){report->n_point, DT_N_LIMIT_WORD, report->time, report->curve[0], style, name},
        report->curve[DT_N_LIMIT_WORD]);
    dt_chart_close(&chart);
    for (int limit = 0; limit < DT_N_LIMIT_WORD; limit++)
        report->curve[limit][0] = NAN;
    dt_figure_numbers(out, report, column, DT_N_LIMIT_WORD);
    dt_figure_end(out);
}

static void limit_sentence(const dt_report *report, dt_text *out, int group)
{
    double share;
    int limit = dt_report_top_limit(report, group, report->near.step, &share);
    dt_text_append(out, "<li><strong>");
    dt_html_escape(out, dt_report_group(report, group));
    dt_text_printf(out,
                   ":</strong> at the end of %d %s binds in %s of futures; the result turns on %s.</li>\n",
                   report->near.year, dt_limit_words(limit), dt_percent(share).text, dt_limit_meaning(limit));
}

void dt_section_limits(const dt_report *report, dt_text *out)
{
    dt_key_entry key[DT_N_LIMIT_WORD];
    dt_html_section(out, "limits", "What binds");
    dt_text_append(out,
                   "<p>In every quarter of every future one limit keeps AI compute from growing further. For "
                   "a group it is the limit of "
                   "its member with the largest AI supply.</p>\n<ul>\n");
    for (int k = 0; k < report->n_order; k++)
        limit_sentence(report, out, report->order[k]);
    dt_text_append(out, "</ul>\n");
    for (int limit = 0; limit < DT_N_LIMIT_WORD; limit++)
        key[limit] = (dt_key_entry){dt_limit_style(limit), dt_limit_words(limit), 0};
    dt_figure_key(out, key, DT_N_LIMIT_WORD);
    dt_panels_begin(out);
    for (int k = 0; k < report->n_order; k++)
        limit_panel(report, out, report->order[k]);
    dt_panels_end(out);
    dt_html_section_end(out);
}
