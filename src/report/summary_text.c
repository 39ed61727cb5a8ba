/* The summary as one screen of text. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "report/claims_text.h"
#include "report/column.h"
#include "report/format.h"
#include "report/headline.h"
#include "report/summary.h"

enum { NAME_WIDTH = 24, CELL_WIDTH = 12 };

static void title(const dt_report *report, dt_text *out)
{
    dt_scenario_info s = report->scenario;
    dt_text_printf(out, "d\xC3\xA9tente %s, scenario %s, %d-Q%d to %d-Q%d, seed %" PRIu64 "\n",
                   report->input->version, s.name, s.start_year, s.start_quarter, s.end_year, s.end_quarter,
                   dt_case_seed(report->c));
    dt_text_printf(out, "%s futures (%s failed) in %s s.\n",
                   dt_decimal((double)dt_summary_members(report->summary), 0).text,
                   dt_decimal((double)dt_summary_failed(report->summary), 0).text,
                   dt_number(report->input->seconds, 3).text);
    dt_text_printf(out, "%s\n", dt_headline_caution());
    if (s.text && *s.text) dt_column_paragraph(out, "", s.text);
}

static void headlines(const dt_report *report, dt_text *out)
{
    dt_text sentence;
    dt_text_init(&sentence);
    dt_text_append(out, "\nIN SHORT\n");
    for (int h = 0; h < DT_N_HEADLINE; h++) {
        dt_headline(report, h, &sentence);
        if (sentence.length) dt_column_paragraph(out, "  - ", sentence.data);
        out->has_failed |= sentence.has_failed;
        dt_text_clear(&sentence);
    }
}

static void leaders(const dt_report *report, dt_text *out)
{
    static const int years[] = {2026, 2028, 2030, 2035, 2040};
    dt_text_append(out, "\nWHO LEADS at the end of the year, share of futures\n");
    for (int y = 0; y < (int)(sizeof years / sizeof years[0]); y++) {
        const dt_year_end *end = dt_report_find_year(report, years[y]);
        int state[3];
        if (!end) continue;
        int n = dt_report_leaders(report, end->step, 3, state);
        dt_text_printf(out, "  %d  ", end->year);
        for (int k = 0; k < n; k++) {
            double share = dt_summary_leader_share(report->summary, end->step, state[k]);
            dt_text_printf(out, "%s%s %s", k ? ", " : "", dt_case_state_name(report->c, state[k]),
                           dt_percent(share).text);
        }
        dt_text_append(out, "\n");
    }
}

/* One output for all groups: P10, P50 and P90 in the near and in the last year. */
typedef struct text_table {
    const char *heading;
    const char *output;
    int is_share;
} text_table;

static void quantile_cells(const dt_report *report, dt_text *out, const text_table *table, int group,
                           int step)
{
    static const double p[] = {0.1, 0.5, 0.9};
    for (int q = 0; q < 3; q++) {
        double value = dt_report_quantile(report, table->output, group, step, p[q]);
        dt_column_cell(out, table->is_share ? dt_percent(value).text : dt_number(value, 3).text, CELL_WIDTH);
    }
}

static void group_row(const dt_report *report, dt_text *out, const text_table *table, int group)
{
    dt_text_append(out, "  ");
    dt_column_cell(out, dt_report_group(report, group), -NAME_WIDTH);
    quantile_cells(report, out, table, group, report->near.step);
    if (report->last.step != report->near.step) quantile_cells(report, out, table, group, report->last.step);
    dt_text_append(out, "\n");
}

static void column_heads(const dt_report *report, dt_text *out)
{
    dt_year_end when[2] = {report->near, report->last};
    dt_text_append(out, "\nBY GROUP: 80% of futures lie between P10 and P90, half below P50\n  ");
    dt_column_cell(out, "", -NAME_WIDTH);
    for (int y = 0; y < (report->last.step != report->near.step ? 2 : 1); y++) {
        static const char *const name[] = {"P10", "P50", "P90"};
        for (int q = 0; q < 3; q++) {
            char head[32];
            snprintf(head, sizeof head, "%d %s", when[y].year, name[q]);
            dt_column_cell(out, head, CELL_WIDTH);
        }
    }
    dt_text_append(out, "\n");
}

static void tables(const dt_report *report, dt_text *out)
{
    static const text_table table[] = {
        {"AI power, GW", "ai_power", 0},
        {"Running compute, million H100-equivalents", "running_compute", 0},
        {"Stranded compute (bought, without power), million H100-equivalents", "stranded_compute", 0},
        {"Full cost of one more H100-equivalent-year, USD", "full_cost", 0},
        {"Energy part of that cost, USD", "energy_cost", 0},
        {"Share of accelerators that can be switched on", "powered_share", 1},
    };
    column_heads(report, out);
    for (int t = 0; t < (int)(sizeof table / sizeof table[0]); t++) {
        dt_text_printf(out, " %s\n", table[t].heading);
        for (int k = 0; k < report->n_order; k++)
            group_row(report, out, &table[t], report->order[k]);
        if (report->whole >= 0) group_row(report, out, &table[t], report->whole);
    }
}

/* Years of the table of limits. */
static const int limit_years[] = {2027, 2030, 2035};

enum { N_LIMIT_YEAR = sizeof limit_years / sizeof limit_years[0], LIMIT_WIDTH = 24 };

static void limit_row(const dt_report *report, dt_text *out, int group)
{
    dt_text_append(out, "  ");
    dt_column_cell(out, dt_report_group(report, group), -NAME_WIDTH);
    for (int y = 0; y < N_LIMIT_YEAR; y++) {
        const dt_year_end *end = dt_report_find_year(report, limit_years[y]);
        char words[64];
        double share;
        if (!end) continue;
        int limit = dt_report_top_limit(report, group, end->step, &share);
        snprintf(words, sizeof words, "%s %s", dt_limit_words(limit), dt_percent(share).text);
        dt_column_cell(out, words, y + 1 < N_LIMIT_YEAR ? -LIMIT_WIDTH : 0);
    }
    dt_text_append(out, "\n");
}

/* The limit that binds most often in each of three years, one line per group. */
static void limits(const dt_report *report, dt_text *out)
{
    dt_text_append(out, "\nWHAT BINDS most often at the end of the year, share of futures\n  ");
    dt_column_cell(out, "", -NAME_WIDTH);
    for (int y = 0; y < N_LIMIT_YEAR; y++) {
        char year[16];
        snprintf(year, sizeof year, "%d", limit_years[y]);
        if (dt_report_find_year(report, limit_years[y]))
            dt_column_cell(out, year, y + 1 < N_LIMIT_YEAR ? -LIMIT_WIDTH : 0);
    }
    dt_text_append(out, "\n");
    for (int k = 0; k < report->n_order; k++)
        limit_row(report, out, report->order[k]);
}

void dt_summary_text(const dt_report *report, dt_text *out)
{
    title(report, out);
    if (report->input->claims) {
        dt_text_append(out, "\n");
        dt_claims_text(report->input->claims, out);
    }
    headlines(report, out);
    leaders(report, out);
    tables(report, out);
    limits(report, out);
}
