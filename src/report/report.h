/* What every part of a report needs: the years it speaks of, the groups in order, and room for curves.
 *
 * Built once by dt_report_begin from a dt_report_input, which it borrows; read by the sections; freed by
 * dt_report_end. */
#ifndef DT_REPORT_REPORT_H
#define DT_REPORT_REPORT_H

#include "detente/report.h"
#include "io/text.h"

enum { DT_MAX_GROUP = 32, DT_MAX_YEAR = 256, DT_N_CURVE = 16, DT_N_LIMIT_WORD = 5 };

/* The end of a calendar year. */
typedef struct dt_year_end {
    int year, step;
} dt_year_end;

typedef struct dt_report {
    const dt_report_input *input;
    const dt_case *c;
    const dt_summary *summary;
    dt_scenario_info scenario;
    int n_group;
    int order[DT_MAX_GROUP]; /* groups by median AI power in the near year, largest first; without `whole` */
    int n_order;
    int whole; /* group that holds every state; -1 if none is reported */
    int n_year;
    dt_year_end year[DT_MAX_YEAR];
    dt_year_end near; /* 2030, or the last year of a run that ends before; the year of the headlines */
    dt_year_end last;
    int n_point;               /* steps with the start */
    double *time;              /* yr, n_point */
    double *curve[DT_N_CURVE]; /* scratch, n_point each */
} dt_report;

/* DT_NO_MEMORY if there is no room for the curves. */
dt_status dt_report_begin(dt_report *report, const dt_report_input *input);
void dt_report_end(dt_report *report);

/* Words for a group: the state's name, "European Union", ... */
const char *dt_report_group(const dt_report *report, int group);
/* The same as it stands within a sentence: "the USA". */
const char *dt_report_group_in_sentence(const dt_report *report, int group);
/* Words for a state within a sentence. */
const char *dt_report_state_in_sentence(const dt_report *report, int state);
/* Group with this name, -1 if it is not reported. */
int dt_report_find_group(const dt_report *report, const char *name);
/* The year end that belongs to a calendar year; NULL if the run does not reach it. */
const dt_year_end *dt_report_find_year(const dt_report *report, int year);

double dt_report_quantile(const dt_report *report, const char *output, int group, int step, double p);
double dt_report_mean(const dt_report *report, const char *output, int group, int step);
/* Fills curve[first] with the quantile p of an output over all steps. */
void dt_report_curve(const dt_report *report, const char *output, int group, double p, int first);
/* Fills curve[first] with the median of an output of the baseline over all steps. */
void dt_report_baseline(const dt_report *report, const char *output, int group, int first);
/* Fills curve[first .. first+4] with the quantiles 0.10, 0.25, 0.50, 0.75 and 0.90. */
void dt_report_fan(const dt_report *report, const char *output, int group, int first);

/* A paragraph on how to open the scenario in the page, with its link; nothing without one. */
void dt_report_page_link(const dt_report *report, dt_text *out, const char *purpose);

/* The limit that binds in most members, and in what share of them. */
int dt_report_top_limit(const dt_report *report, int group, int step, double *share);
/* Words for a limit, what the result turns on where it binds, and its class in the style. */
const char *dt_limit_words(int limit);
const char *dt_limit_meaning(int limit);
const char *dt_limit_style(int limit);

/* The states with the largest chance to lead after `step` steps, best first: at most n, only those with a
 * chance. */
int dt_report_leaders(const dt_report *report, int step, int n, int *state);

#endif
