/* What every part of a report needs. Queries of the summary by name, so that a section reads as what it
 * shows. */
#include "report/report.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { NEAR_YEAR = 2030 };

static const struct {
    const char *name, *words, *in_sentence;
} group_words[] = {
    {"USA", "United States", "the United States"},
    {"EU", "European Union", "the European Union"},
    {"GULF", "Gulf states", "the Gulf states"},
    {"WORLD", "World", "the world"},
    {"NATO", "NATO", "NATO"},
    {"G20", "G20", "the G20"},
    {"GBR", "United Kingdom", "the United Kingdom"},
    {"ARE", "United Arab Emirates", "the United Arab Emirates"},
};

/* In the order of dt_limit_name. */
static const struct {
    const char *words, *meaning, *style;
} limit_words[] = {
#define DT_LIMIT(key, words, meaning, colour, pattern) {words, meaning, "l-" #key},
#include "report/tokens.def"
};

_Static_assert(sizeof limit_words / sizeof limit_words[0] == DT_N_LIMIT_WORD, "words for each limit");

const char *dt_limit_words(int limit)
{
    return limit_words[limit].words;
}

const char *dt_limit_meaning(int limit)
{
    return limit_words[limit].meaning;
}

const char *dt_limit_style(int limit)
{
    return limit_words[limit].style;
}

static int words_of(const char *name)
{
    for (int w = 0; w < (int)(sizeof group_words / sizeof group_words[0]); w++)
        if (strcmp(group_words[w].name, name) == 0) return w;
    return -1;
}

const char *dt_report_group(const dt_report *report, int group)
{
    const char *name = dt_case_group_name(report->c, group);
    int w = words_of(name);
    if (w >= 0) return group_words[w].words;
    for (int i = 0; i < dt_case_state_count(report->c); i++)
        if (strcmp(dt_case_state_iso3(report->c, i), name) == 0) return dt_case_state_name(report->c, i);
    return name;
}

const char *dt_report_group_in_sentence(const dt_report *report, int group)
{
    int w = words_of(dt_case_group_name(report->c, group));
    return w >= 0 ? group_words[w].in_sentence : dt_report_group(report, group);
}

const char *dt_report_state_in_sentence(const dt_report *report, int state)
{
    int w = words_of(dt_case_state_iso3(report->c, state));
    return w >= 0 ? group_words[w].in_sentence : dt_case_state_name(report->c, state);
}

int dt_report_find_group(const dt_report *report, const char *name)
{
    for (int g = 0; g < report->n_group; g++)
        if (strcmp(dt_case_group_name(report->c, g), name) == 0) return g;
    return -1;
}

const dt_year_end *dt_report_find_year(const dt_report *report, int year)
{
    for (int y = 0; y < report->n_year; y++)
        if (report->year[y].year == year) return &report->year[y];
    return NULL;
}

static int output_of(const char *name)
{
    int output = dt_output_find(name);
    assert(output >= 0 && "outputs that reports name stand in output.def");
    return output;
}

double dt_report_quantile(const dt_report *report, const char *output, int group, int step, double p)
{
    return dt_summary_quantile(report->summary, output_of(output), group, step, p);
}

double dt_report_mean(const dt_report *report, const char *output, int group, int step)
{
    return dt_summary_mean(report->summary, output_of(output), group, step);
}

void dt_report_curve(const dt_report *report, const char *output, int group, double p, int first)
{
    for (int t = 0; t < report->n_point; t++)
        report->curve[first][t] = dt_summary_quantile(report->summary, output_of(output), group, t, p);
}

void dt_report_baseline(const dt_report *report, const char *output, int group, int first)
{
    for (int t = 0; t < report->n_point; t++)
        report->curve[first][t] = dt_summary_quantile(report->input->baseline, output_of(output), group, t,
                                                      0.5);
}

void dt_report_fan(const dt_report *report, const char *output, int group, int first)
{
    static const double p[] = {
#define DT_FAN(place, probability) probability,
#include "report/tokens.def"
    };
    for (int q = 0; q < 5; q++)
        dt_report_curve(report, output, group, p[q], first + q);
}

int dt_report_top_limit(const dt_report *report, int group, int step, double *share)
{
    int best = 0;
    *share = -1.0;
    for (int limit = 0; limit < DT_N_LIMIT_WORD; limit++) {
        double here = dt_summary_limit_share(report->summary, group, step, limit);
        if (here > *share) {
            *share = here;
            best = limit;
        }
    }
    return best;
}

int dt_report_leaders(const dt_report *report, int step, int n, int *state)
{
    int found = 0;
    for (int i = 0; i < dt_case_state_count(report->c); i++) {
        double share = dt_summary_leader_share(report->summary, step, i);
        int place = found;
        if (!(share > 0.0)) continue;
        while (place > 0 && share > dt_summary_leader_share(report->summary, step, state[place - 1]))
            place--;
        if (place == n) continue;
        if (found < n) found++;
        memmove(&state[place + 1], &state[place], (size_t)(found - 1 - place) * sizeof *state);
        state[place] = i;
    }
    return found;
}

/* The step at whose end each calendar year of the run is over. */
static void find_years(dt_report *report)
{
    double half = 0.5 * dt_case_dt(report->c);
    for (int t = 1; t < report->n_point && report->n_year < DT_MAX_YEAR; t++) {
        double end = round(report->time[t]);
        int year = (int)end - 1;
        int is_new = report->n_year == 0 || report->year[report->n_year - 1].year != year;
        if (fabs(report->time[t] - end) < half && is_new)
            report->year[report->n_year++] = (dt_year_end){year, t};
    }
    if (report->n_year == 0) { /* a run that ends within its first year */
        int step = report->n_point - 1;
        report->year[report->n_year++] = (dt_year_end){(int)floor(report->time[step]), step};
    }
    report->last = report->year[report->n_year - 1];
    const dt_year_end *near = dt_report_find_year(report, NEAR_YEAR);
    report->near = near ? *near : report->last;
}

static int holds_every_state(const dt_case *c, int group)
{
    for (int i = 0; i < dt_case_state_count(c); i++)
        if (!dt_case_in_group(c, group, i)) return 0;
    return 1;
}

static void order_groups(dt_report *report)
{
    report->whole = -1;
    for (int g = 0; g < report->n_group; g++) {
        if (report->n_group > 1 && holds_every_state(report->c, g)) {
            report->whole = g;
            continue;
        }
        double power = dt_report_quantile(report, "ai_power", g, report->near.step, 0.5);
        int place = report->n_order++;
        for (; place > 0; place--) {
            int above = report->order[place - 1];
            if (!(power > dt_report_quantile(report, "ai_power", above, report->near.step, 0.5))) break;
            report->order[place] = above;
        }
        report->order[place] = g;
    }
}

dt_status dt_report_begin(dt_report *report, const dt_report_input *input)
{
    *report = (dt_report){.input = input, .c = input->c, .summary = input->summary};
    report->scenario = dt_scenario_describe(input->scenario);
    report->n_point = dt_case_step_count(input->c) + 1;
    report->n_group = dt_case_group_count(input->c);
    if (report->n_group > DT_MAX_GROUP) report->n_group = DT_MAX_GROUP;
    report->time = calloc((size_t)report->n_point * (DT_N_CURVE + 1), sizeof *report->time);
    if (!report->time) return DT_NO_MEMORY;
    for (int k = 0; k < DT_N_CURVE; k++)
        report->curve[k] = report->time + (size_t)report->n_point * (size_t)(k + 1);
    for (int t = 0; t < report->n_point; t++)
        report->time[t] = dt_case_time(input->c, t);
    find_years(report);
    order_groups(report);
    return DT_OK;
}

void dt_report_end(dt_report *report)
{
    free(report->time);
    report->time = NULL;
}
