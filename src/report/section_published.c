/* This run beside published figures for 2030. What others expect stands in one table, with its source. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "report/bars.h"
#include "report/figure.h"
#include "report/format.h"
#include "report/html.h"
#include "report/section.h"

enum { COMPARED_YEAR = 2030 };

/* A figure for 2030. Those in TWh are the electricity of all data centres, with what it was in 2024. */
typedef struct published_figure {
    const char *group;
    double low, central, high;
    double twh_2024; /* 0: the figures are GW added for AI */
    const char *source;
} published_figure;

static const char worked[] = "worked estimate, the least of adequacy, connection and chips in 200,000 draws "
                             "(docs/validation.md): GW added for AI 2026-30";
static const char iea[] = "IEA, Energy and AI, April 2025, base case: electricity of all data centres in "
                          "2030; range as in data/SOURCES.md";

static const published_figure figures[] = {
    {"USA", 40, 52, 68, 0, worked},   {"USA", 330, 426, 606, 183, iea},    {"CHN", 11, 17, 25, 0, worked},
    {"CHN", 200, 277, 400, 102, iea}, {"EU", 5, 8, 11, 0, worked},         {"EU", 95, 113, 150, 68, iea},
    {"GULF", 4.5, 7, 10, 0, worked},  {"WORLD", 700, 945, 1250, 415, iea},
};

enum { N_FIGURE = sizeof figures / sizeof figures[0] };

/* GW of facilities that a yearly electricity of `twh` in 2030 means beyond that of 2024. */
static double gw_added(const published_figure *figure, double value)
{
    const double load_factor = 0.6; /* of all data centres; the AI sites of the model run higher */
    return figure->twh_2024 > 0.0 ? (value - figure->twh_2024) / (8.766 * load_factor) : value;
}

/* Quantile of the AI power in 2030 less the median at the start. */
static double ours(const dt_report *report, int group, double p)
{
    const dt_year_end *end = dt_report_find_year(report, COMPARED_YEAR);
    return dt_report_quantile(report, "ai_power", group, end->step, p) -
        dt_report_quantile(report, "ai_power", group, 0, 0.5);
}

/* A published number as it was printed: whole, or with one decimal. */
static dt_formatted printed(double value)
{
    return dt_decimal(value, value != floor(value));
}

static void as_published(const published_figure *f, dt_text *out)
{
    dt_text_printf(out, "<td>%s (%s to %s) %s</td>", printed(f->central).text, printed(f->low).text,
                   printed(f->high).text, f->twh_2024 > 0.0 ? "TWh/yr" : "GW added");
}

static void figure_row(const dt_report *report, dt_text *out, const published_figure *f, int group)
{
    dt_text_append(out, "<tr>");
    dt_html_element(out, "th", " scope=\"row\"", dt_report_group(report, group));
    as_published(f, out);
    dt_text_printf(out, "<td>%s (%s to %s)</td>", dt_number(gw_added(f, f->central), 2).text,
                   dt_number(gw_added(f, f->low), 2).text, dt_number(gw_added(f, f->high), 2).text);
    dt_text_printf(out, "<td>%s (%s to %s)</td>", dt_number(ours(report, group, 0.5), 2).text,
                   dt_number(ours(report, group, 0.1), 2).text, dt_number(ours(report, group, 0.9), 2).text);
    dt_html_element(out, "td", " class=\"words\"", f->source);
    dt_text_append(out, "</tr>\n");
}

/* Whether two numbers look alike as they are printed in the sentences. */
static int looks_equal(double a, double b)
{
    return strcmp(dt_number(a, 2).text, dt_number(b, 2).text) == 0;
}

static const char *position(double value, double low, double high)
{
    if (value < low && !looks_equal(value, low)) return "lies below";
    return value > high && !looks_equal(value, high) ? "lies above" : "lies within";
}

/* One sentence on where ours stands beside each figure of a group, and one on what ours turns on. */
static void explain(const dt_report *report, dt_text *out, int group)
{
    const char *name = dt_case_group_name(report->c, group);
    double share, median = ours(report, group, 0.5);
    int n = 0, step = dt_report_find_year(report, COMPARED_YEAR)->step;
    int limit = dt_report_top_limit(report, group, step, &share);
    for (int f = 0; f < N_FIGURE; f++) {
        if (strcmp(figures[f].group, name) != 0) continue;
        double low = gw_added(&figures[f], figures[f].low), high = gw_added(&figures[f], figures[f].high);
        if (n++ == 0) {
            dt_text_append(out, "<li><strong>");
            dt_html_escape(out, dt_report_group(report, group));
            dt_text_printf(out, ":</strong> our median of %s GW added", dt_number(median, 2).text);
        }
        dt_text_printf(out, "%s %s the range of %s to %s GW %s", n > 1 ? " and" : "",
                       position(median, low, high), dt_number(low, 2).text, dt_number(high, 2).text,
                       figures[f].twh_2024 > 0.0 ? "that follows from the IEA for all data centres, AI or not"
                                                 : "of the worked estimate");
    }
    if (n)
        dt_text_printf(out, ". In %s of futures %s binds at the end of %d, so ours turns on %s.</li>\n",
                       dt_percent(share).text, dt_limit_words(limit), COMPARED_YEAR, dt_limit_meaning(limit));
}

static void range_chart(const dt_report *report, dt_text *out)
{
    static const dt_key_entry key[] = {{"published", "published range", DT_KEY_AREA},
                                       {"whisker", "this run, 80% of futures; dot: median", DT_KEY_LINE}};
    char label[N_FIGURE][64];
    dt_bar bar[N_FIGURE];
    int n = 0;
    dt_bars_spec spec = {.title = "GW added by 2030: this run and published figures",
                         .unit = "GW added by the end of 2030",
                         .style = {"none", "published"},
                         .description = "Bars: published ranges. Lines and dots: this run."};
    for (int f = 0; f < N_FIGURE; f++) {
        int group = dt_report_find_group(report, figures[f].group);
        if (group < 0) continue;
        snprintf(label[n], sizeof label[n], "%s%s", figures[f].group,
                 figures[f].twh_2024 > 0.0 ? ", IEA" : ", estimate");
        bar[n] = dt_bar_empty(label[n]);
        bar[n].n_segment = 2;
        bar[n].segment[0] = gw_added(&figures[f], figures[f].low);
        bar[n].segment[1] = gw_added(&figures[f], figures[f].high) - bar[n].segment[0];
        bar[n].low = ours(report, group, 0.1);
        bar[n].dot = ours(report, group, 0.5);
        bar[n].high = ours(report, group, 0.9);
        spec.high = fmax(spec.high, fmax(bar[n].high, bar[n].segment[0] + bar[n].segment[1]));
        n++;
    }
    dt_figure_begin(out, spec.title);
    dt_figure_key(out, key, 2);
    dt_bars_draw(out, &spec, bar, n);
    dt_figure_end(out);
}

int dt_section_published_applies(const dt_report *report)
{
    for (int f = 0; f < N_FIGURE; f++)
        if (dt_report_find_group(report, figures[f].group) >= 0)
            return dt_report_find_year(report, COMPARED_YEAR) != NULL;
    return 0;
}

void dt_section_published(const dt_report *report, dt_text *out)
{
    if (!dt_section_published_applies(report)) return;
    dt_html_section(out, "published", "Beside published figures for 2030");
    dt_text_printf(out,
                   "<p>Ours is the AI power at the end of %d less the median at the start of the run (%d). "
                   "Published electricity is turned into "
                   "GW added since 2024 at a load factor of 0.6; that step is ours.</p>\n",
                   COMPARED_YEAR, report->scenario.start_year);
    range_chart(report, out);
    dt_html_table(out, "Published figures and this run",
                  "Group|As published, 2030|As GW added|This run, GW added, P50 (P10 to P90)|Source");
    for (int f = 0; f < N_FIGURE; f++) {
        int group = dt_report_find_group(report, figures[f].group);
        if (group >= 0) figure_row(report, out, &figures[f], group);
    }
    dt_html_table_end(out);
    dt_text_append(out, "<ul>\n");
    for (int g = 0; g < report->n_group; g++)
        explain(report, out, g);
    dt_text_append(out, "</ul>\n");
    dt_html_section_end(out);
}
