/* The model started in an earlier year, against what happened: scores, and the last observed year of each
 * series in charts. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "report/bars.h"
#include "report/figure.h"
#include "report/format.h"
#include "report/html.h"
#include "report/section.h"

enum { MAX_ROW = 12 };

/* Says if far fewer or more observations than 80% lie in the range called 80% of futures. */
static const char *calibration(const dt_backtest_score *score)
{
    const double few = 0.7, many = 0.9;
    if (score->coverage_80 < few) return "; its range is too narrow";
    return score->coverage_80 > many ? "; its range is too wide" : "";
}

static const char *verdict(const dt_backtest_score *score)
{
    int beats_persistence = score->crps < score->crps_persistence,
        beats_trend = score->crps < score->crps_trend;
    if (beats_persistence && beats_trend) return "better than both";
    if (beats_persistence) return "better than no change, not than the trend";
    return beats_trend ? "better than the trend, not than no change" : "not better than either";
}

/* The name of a series in words: "solar capacity". */
typedef struct series_words {
    char text[64];
} series_words;

static series_words words_of(const char *series)
{
    series_words words;
    snprintf(words.text, sizeof words.text, "%s", series);
    for (char *p = words.text; *p; p++)
        if (*p == '_') *p = ' ';
    return words;
}

static void score_row(dt_text *out, const dt_backtest_score *score)
{
    dt_text_append(out, "<tr>");
    dt_html_element(out, "th", " scope=\"row\"", words_of(score->series).text);
    dt_text_printf(out, "<td>%d</td><td>%d</td><td>%d</td><td>%s</td><td>%s</td><td>%s</td><td>%s</td>",
                   score->start_year, score->n_state, score->n_point, dt_percent(score->coverage_80).text,
                   dt_number(score->crps, 3).text, dt_number(score->crps_persistence, 3).text,
                   dt_number(score->crps_trend, 3).text);
    dt_text_printf(out, "<td>%s%s</td>", verdict(score), calibration(score));
    dt_text_append(out, "</tr>\n");
}

static int points_in(const dt_backtest *backtest, const char *series, int year)
{
    int n = 0;
    for (int p = 0; p < dt_backtest_point_count(backtest); p++) {
        dt_backtest_point point = dt_backtest_point_at(backtest, p);
        n += point.year == year && strcmp(point.series, series) == 0;
    }
    return n;
}

/* The year in which most states were observed; the last of them. */
static int fullest_year(const dt_backtest *backtest, const char *series)
{
    int best = 0, n_best = 0;
    for (int p = 0; p < dt_backtest_point_count(backtest); p++) {
        dt_backtest_point point = dt_backtest_point_at(backtest, p);
        if (point.year == best || strcmp(point.series, series) != 0) continue;
        int n = points_in(backtest, series, point.year);
        if (n < n_best || (n == n_best && point.year < best)) continue;
        best = point.year;
        n_best = n;
    }
    return best;
}

/* The largest observations of a series in its fullest year, largest first; returns how many. */
static int largest_points(const dt_backtest *backtest, const char *series, dt_backtest_point best[MAX_ROW])
{
    int year = fullest_year(backtest, series), n = 0;
    for (int p = 0; p < dt_backtest_point_count(backtest); p++) {
        dt_backtest_point point = dt_backtest_point_at(backtest, p);
        if (point.year != year || strcmp(point.series, series) != 0) continue;
        if (n == MAX_ROW && point.observed <= best[n - 1].observed) continue;
        int place = n < MAX_ROW ? n++ : MAX_ROW - 1;
        for (; place > 0 && best[place - 1].observed < point.observed; place--)
            best[place] = best[place - 1];
        best[place] = point;
    }
    return n;
}

/* The logarithmic range that holds every positive number of the points. */
static void set_range(dt_bars_spec *spec, const dt_backtest_point *point, int n)
{
    const double deepest = 1e-6;
    spec->low = HUGE_VAL;
    for (int p = 0; p < n; p++) {
        spec->low = fmin(spec->low,
                         fmin(point[p].observed > 0.0 ? point[p].observed : HUGE_VAL,
                              point[p].p10 > 0.0 ? point[p].p10 : HUGE_VAL));
        spec->high = fmax(spec->high, fmax(point[p].observed, point[p].p90));
    }
    if (!(spec->high > 0.0)) spec->high = 1.0;
    spec->low = 0.8 * fmin(fmax(spec->low, deepest * spec->high), 0.5 * spec->high);
    spec->high *= 1.25;
}

static void series_chart(const dt_report *report, dt_text *out, const dt_backtest_score *score)
{
    char title[160];
    dt_backtest_point point[MAX_ROW];
    dt_bar bar[MAX_ROW];
    int n = largest_points(report->input->backtest, score->series, point);
    dt_bars_spec spec = {.title = title,
                         .unit = score->unit,
                         .is_log = 1,
                         .description = "Dots: observed. Lines: the model's 80% of futures, with a stroke at "
                                        "the median. Logarithmic axis."};
    if (!n) return;
    snprintf(title, sizeof title, "%s in %d, from %d", words_of(score->series).text, point[0].year,
             score->start_year);
    set_range(&spec, point, n);
    for (int p = 0; p < n; p++) {
        bar[p] = dt_bar_empty(point[p].iso3);
        bar[p].low = point[p].p10;
        bar[p].middle = point[p].p50;
        bar[p].high = point[p].p90;
        bar[p].dot = point[p].observed;
    }
    dt_figure_begin(out, title);
    dt_bars_draw(out, &spec, bar, n);
    dt_figure_rows_begin(out, "State|observed|P10|P50|P90|no change|trend");
    for (int p = 0; p < n; p++)
        dt_figure_row(out, point[p].iso3,
                      (double[]){point[p].observed, point[p].p10, point[p].p50, point[p].p90,
                                 point[p].persistence, point[p].trend},
                      6);
    dt_figure_rows_end(out);
    dt_figure_end(out);
}

void dt_section_backtest(const dt_report *report, dt_text *out)
{
    static const dt_key_entry key[] = {{"whisker", "the model's 80% of futures", DT_KEY_LINE},
                                       {"dot", "observed", DT_KEY_DOT}};
    const dt_backtest *backtest = report->input->backtest;
    if (!backtest) return;
    dt_html_section(out, "backtest", "How far the past can be trusted: back-tests");
    dt_text_append(out,
                   "<p>The model was started in an earlier year with what was known then. Of what was "
                   "observed later, 80% should lie in the "
                   "range called 80% of futures. The score (continuous ranked probability score of the "
                   "logarithm) is better the lower it is; "
                   "beside it stand the scores of two simple guesses.</p>\n");
    dt_html_table(
        out, "Scores",
        "Series|Start|States|Points|Inside the 80% range|Score|No change|Trend goes on|The model is");
    for (int s = 0; s < dt_backtest_score_count(backtest); s++) {
        dt_backtest_score score = dt_backtest_score_at(backtest, s);
        score_row(out, &score);
    }
    dt_html_table_end(out);
    dt_figure_key(out, key, 2);
    dt_panels_begin(out);
    for (int s = 0; s < dt_backtest_score_count(backtest); s++) {
        dt_backtest_score score = dt_backtest_score_at(backtest, s);
        series_chart(report, out, &score);
    }
    dt_panels_end(out);
    dt_html_section_end(out);
}
