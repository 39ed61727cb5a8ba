/* The first screen: the question, the answer in sentences, and the two charts that matter most. */
#include <stdio.h>
#include <string.h>

#include "report/bars.h"
#include "report/chart.h"
#include "report/figure.h"
#include "report/format.h"
#include "report/headline.h"
#include "report/html.h"
#include "report/section.h"

enum { N_LEADER = 6 };

static const char *const leader_style[N_LEADER + 1] = {"s0", "s1", "s2", "s3", "s4", "s5", "s-rest"};

/* The title: the first sentence of the scenario's text if it asks something, else the question of this
 * program. */
void dt_section_title(const dt_report *report, dt_text *out)
{
    const char *text = report->scenario.text ? report->scenario.text : "";
    size_t end = strcspn(text, ".!?");
    const char *rest = text;
    dt_text_append(out, "<h1>");
    if (text[end] == '?') {
        char question[256];
        snprintf(question, sizeof question, "%.*s", (int)end + 1, text);
        dt_html_escape(out, question);
        rest = text + end + 1;
    } else {
        dt_text_printf(out, "Who can power artificial intelligence until %d?", report->last.year);
    }
    dt_text_append(out, "</h1>\n<p class=\"scenario\"><strong>Scenario ");
    dt_html_escape(out, report->scenario.name);
    dt_text_append(out, ".</strong> ");
    dt_html_escape(out, rest);
    dt_text_append(out, "</p>\n");
    dt_report_page_link(report, out, "move its sliders yourself");
}

static void headlines(const dt_report *report, dt_text *out)
{
    dt_text sentence;
    dt_text_init(&sentence);
    dt_text_append(out, "<ul class=\"headlines\">\n");
    for (int h = 0; h < DT_N_HEADLINE; h++) {
        dt_headline(report, h, &sentence);
        if (sentence.length) {
            dt_html_element(out, "li", NULL, sentence.data);
            dt_text_append(out, "\n");
        }
        out->has_failed |= sentence.has_failed;
        dt_text_clear(&sentence);
    }
    dt_text_append(out, "</ul>\n<p class=\"caution\">");
    dt_html_escape(out, dt_headline_caution());
    dt_text_printf(out, " %s futures were simulated",
                   dt_decimal((double)dt_summary_members(report->summary), 0).text);
    if (dt_summary_failed(report->summary))
        dt_text_printf(out, "; %s more failed and are left out",
                       dt_decimal((double)dt_summary_failed(report->summary), 0).text);
    dt_text_append(out, ".</p>\n");
}

/* Shares of the states that lead most often, and of all others, into the report's first curves; returns the
 * number of states. */
static int leader_curves(const dt_report *report, int *state)
{
    double total = 0.0;
    int n = 0;
    for (int y = 0; y < report->n_year && n < N_LEADER;
         y++) { /* whoever is among the first three at some year's end */
        int first[3];
        int found = dt_report_leaders(report, report->year[y].step, 3, first);
        for (int k = 0; k < found; k++) {
            int is_new = 1;
            for (int s = 0; s < n; s++)
                is_new = is_new && state[s] != first[k];
            if (is_new && n < N_LEADER &&
                dt_summary_leader_share(report->summary, report->year[y].step, first[k]) >= 0.01)
                state[n++] = first[k];
        }
    }
    for (int t = 0; t < report->n_point; t++) {
        total = 0.0;
        for (int k = 0; k < n; k++)
            total += report->curve[k][t] = dt_summary_leader_share(report->summary, t, state[k]);
        report->curve[n][t] = total < 1.0 ? 1.0 - total : 0.0;
    }
    return n;
}

static void leader_chart(const dt_report *report, dt_text *out)
{
    int state[N_LEADER];
    int n = leader_curves(report, state);
    const char *name[N_LEADER + 1];
    dt_column column[N_LEADER + 1];
    dt_key_entry key[N_LEADER + 1];
    dt_chart_spec spec = {.title = "Who leads over time",
                          .unit = "share of futures",
                          .x_low = report->time[0],
                          .x_high = report->time[report->n_point - 1],
                          .y_high = 1.0,
                          .is_percent = 1,
                          .description = "Share of futures in which each state has the highest capability, "
                                         "stacked to 100%; the table below gives the numbers."};
    for (int k = 0; k <= n; k++) {
        int is_rest = k == n;
        name[k] = is_rest ? "all others" : dt_case_state_name(report->c, state[k]);
        column[k] = (dt_column){name[k], report->curve[k], 0};
        key[k] = (dt_key_entry){leader_style[is_rest ? N_LEADER : k], name[k], 0};
    }
    const char *style[N_LEADER + 1];
    for (int k = 0; k <= n; k++)
        style[k] = key[k].style;
    dt_figure_begin(out, "Who leads: share of futures in which a state has the highest capability");
    dt_figure_key(out, key, n + 1);
    dt_chart chart = dt_chart_open(out, &spec);
    dt_chart_layers(&chart, &(dt_layers){report->n_point, n + 1, report->time, report->curve[0], style, name},
                    report->curve[N_LEADER + 2]);
    dt_chart_close(&chart);
    dt_figure_numbers(out, report, column, n + 1);
    dt_figure_end(out);
}

static void power_chart(const dt_report *report, dt_text *out)
{
    char title[128];
    dt_bar bar[DT_MAX_GROUP];
    dt_bars_spec spec = {
        .title = title,
        .unit = "GW",
        .style = {"fan-inner"},
        .description = "Bars: median. Lines: 80% of futures. The table below gives the numbers."};
    snprintf(title, sizeof title, "Electric power that AI draws at the end of %d: median and 80%% of futures",
             report->near.year);
    for (int k = 0; k < report->n_order; k++) {
        int g = report->order[k];
        bar[k] = dt_bar_empty(dt_report_group(report, g));
        bar[k].n_segment = 1;
        bar[k].segment[0] = dt_report_quantile(report, "ai_power", g, report->near.step, 0.5);
        bar[k].low = dt_report_quantile(report, "ai_power", g, report->near.step, 0.1);
        bar[k].high = dt_report_quantile(report, "ai_power", g, report->near.step, 0.9);
        if (bar[k].high > spec.high) spec.high = bar[k].high;
    }
    dt_figure_begin(out, title);
    dt_bars_draw(out, &spec, bar, report->n_order);
    dt_figure_rows_begin(out, "Group|P10, GW|P50, GW|P90, GW");
    for (int k = 0; k < report->n_order; k++)
        dt_figure_row(out, bar[k].label, (double[]){bar[k].low, bar[k].segment[0], bar[k].high}, 3);
    dt_figure_rows_end(out);
    dt_figure_end(out);
}

void dt_section_overview(const dt_report *report, dt_text *out)
{
    dt_text_append(out, "<section id=\"overview\" class=\"first\">\n");
    if (report->input->claims) dt_text_append(out, "<h2>In short</h2>\n");
    headlines(report, out);
    dt_pairs_begin(out);
    leader_chart(report, out);
    power_chart(report, out);
    dt_panels_end(out);
    dt_html_section_end(out);
}
