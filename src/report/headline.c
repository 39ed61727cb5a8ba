/* The findings in sentences. Each function writes one. */
#include "report/headline.h"

#include <string.h>

#include "report/format.h"

const char *dt_headline_caution(void)
{
    return "This is what follows from the assumptions; it is not a forecast.";
}

static void who_leads(const dt_report *report, dt_text *out)
{
    int state[3];
    int n = dt_report_leaders(report, report->near.step, 3, state);
    for (int k = 0; k < n; k++) {
        double share = dt_summary_leader_share(report->summary, report->near.step, state[k]);
        const char *name = dt_report_state_in_sentence(report, state[k]);
        if (k == 0)
            dt_text_printf(out, "At the end of %d %s leads in %s of futures", report->near.year, name,
                           dt_percent(share).text);
        else
            dt_text_printf(out, "%s %s in %s", k == n - 1 ? " and" : ",", name, dt_percent(share).text);
    }
    if (n) dt_text_append(out, ".");
}

static void power_of(const dt_report *report, int group, dt_text *out)
{
    double share;
    int step = report->near.step;
    int limit = dt_report_top_limit(report, group, step, &share);
    dt_text_printf(out,
                   "AI facilities in %s draw %s GW at the end of %d (%s to %s GW in 80%% of futures); what "
                   "keeps them from drawing more is %s in %s of futures.",
                   dt_report_group_in_sentence(report, group),
                   dt_number(dt_report_quantile(report, "ai_power", group, step, 0.5), 2).text,
                   report->near.year,
                   dt_number(dt_report_quantile(report, "ai_power", group, step, 0.1), 2).text,
                   dt_number(dt_report_quantile(report, "ai_power", group, step, 0.9), 2).text,
                   dt_limit_words(limit), dt_percent(share).text);
}

/* Group with the largest (sign 1) or smallest (sign -1) quantile of an output in the near year. */
static int extreme_group(const dt_report *report, const char *output, double p, double sign)
{
    int best = report->order[0];
    for (int k = 1; k < report->n_order; k++) {
        double here = dt_report_quantile(report, output, report->order[k], report->near.step, p);
        if (sign * here > sign * dt_report_quantile(report, output, best, report->near.step, p))
            best = report->order[k];
    }
    return best;
}

static void stranded(const dt_report *report, dt_text *out)
{
    const double nothing = 0.001; /* million H100-equivalents */
    int step = report->near.step;
    int group = extreme_group(report, "stranded_compute", 0.5, 1.0);
    if (dt_report_quantile(report, "stranded_compute", group, step, 0.5) < nothing)
        group = extreme_group(report, "stranded_compute", 0.9, 1.0);
    double high = dt_report_quantile(report, "stranded_compute", group, step, 0.9);
    if (high < nothing) {
        dt_text_printf(
            out,
            "In nine futures of ten no group holds accelerators that it cannot switch on at the end of %d.",
            report->near.year);
        return;
    }
    dt_text_printf(out,
                   "Most accelerators that were bought and cannot be switched on stand in %s: %s million "
                   "H100-equivalents at the end of %d "
                   "(%s to %s million in 80%% of futures).",
                   dt_report_group_in_sentence(report, group),
                   dt_number(dt_report_quantile(report, "stranded_compute", group, step, 0.5), 2).text,
                   report->near.year,
                   dt_number(dt_report_quantile(report, "stranded_compute", group, step, 0.1), 2).text,
                   dt_number(high, 2).text);
}

static void cost(const dt_report *report, dt_text *out)
{
    int cheap = extreme_group(report, "full_cost", 0.5, -1.0),
        dear = extreme_group(report, "full_cost", 0.5, 1.0);
    int step = report->near.step;
    if (cheap == dear) return;
    dt_text_printf(out,
                   "One more H100-equivalent-year costs least in %s (%s USD, of which %s USD is energy) and "
                   "most in %s (%s USD, %s USD energy), "
                   "by medians at the end of %d.",
                   dt_report_group_in_sentence(report, cheap),
                   dt_number(dt_report_quantile(report, "full_cost", cheap, step, 0.5), 3).text,
                   dt_number(dt_report_quantile(report, "energy_cost", cheap, step, 0.5), 2).text,
                   dt_report_group_in_sentence(report, dear),
                   dt_number(dt_report_quantile(report, "full_cost", dear, step, 0.5), 3).text,
                   dt_number(dt_report_quantile(report, "energy_cost", dear, step, 0.5), 2).text,
                   report->near.year);
}

/* The outcome of a name that begins so; -1 if there is none. */
static int find_outcome(const dt_summary *summary, const char *begin)
{
    for (int o = 0; o < dt_summary_outcome_count(summary); o++)
        if (strncmp(dt_summary_outcome_name(summary, o), begin, strlen(begin)) == 0) return o;
    return -1;
}

/* How many states are left at the end. */
static void standing(const dt_report *report, dt_text *out)
{
    const dt_summary *summary = report->summary;
    int outcome = find_outcome(summary, "survivors.WORLD.");
    if (outcome < 0) return;
    const float *left = dt_summary_outcome(summary, outcome);
    int n_state = dt_case_state_count(report->c);
    int64_t n = 0, n_all = 0;
    float least = (float)n_state;
    for (int64_t m = 0; m < dt_summary_members(summary) + dt_summary_failed(summary); m++) {
        if (!(left[m] >= 0.0F)) continue; /* a member that failed */
        n++;
        n_all += left[m] >= (float)n_state;
        least = left[m] < least ? left[m] : least;
    }
    if (!n) return;
    dt_text_printf(out, "At the end of %d all %d states still stand in %s of futures", report->last.year,
                   n_state, dt_percent((double)n_all / (double)n).text);
    if (n_all < n) dt_text_printf(out, "; in the worst future %.0f do", (double)least);
    dt_text_append(out, ".");
}

void dt_headline(const dt_report *report, int index, dt_text *out)
{
    switch (index) {
    case 0: who_leads(report, out); break;
    case 1:
    case 2:
        if (index <= report->n_order) power_of(report, report->order[index - 1], out);
        break;
    case 3:
        if (report->n_order) stranded(report, out);
        break;
    case 4:
        if (report->n_order) cost(report, out);
        break;
    default: standing(report, out);
    }
}
