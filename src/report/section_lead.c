/* Who leads, year by year, and how far behind the others are. */
#include "report/fan.h"
#include "report/format.h"
#include "report/html.h"
#include "report/section.h"

static const int years[] = {2026, 2028, 2030, 2035, 2040};

static void leader_row(const dt_report *report, dt_text *out, dt_year_end end)
{
    int state[3];
    int n = dt_report_leaders(report, end.step, 3, state);
    dt_text_printf(out, "<tr><th scope=\"row\">end of %d</th>", end.year);
    for (int k = 0; k < 3; k++) {
        dt_text_append(out, "<td>");
        if (k < n) {
            dt_html_escape(out, dt_case_state_name(report->c, state[k]));
            dt_text_printf(out, " %s",
                           dt_percent(dt_summary_leader_share(report->summary, end.step, state[k])).text);
        }
        dt_text_append(out, "</td>");
    }
    dt_text_append(out, "</tr>\n");
}

void dt_section_lead(const dt_report *report, dt_text *out)
{
    dt_html_section(out, "lead", "Who leads, and how far behind the others are");
    dt_text_append(out,
                   "<p>The leader is the state with the highest capability: effective compute, which is "
                   "running compute times the "
                   "efficiency of its algorithms. A lag counts the months since the frontier had what a "
                   "group has now.</p>\n");
    dt_html_table(out, "The three states that lead most often", "Time|First|Second|Third");
    for (int y = 0; y < (int)(sizeof years / sizeof years[0]); y++) {
        const dt_year_end *end = dt_report_find_year(report, years[y]);
        if (end) leader_row(report, out, *end);
    }
    dt_html_table_end(out);
    dt_text_append(out, "<h3>Capability lag</h3>\n");
    dt_fan_panels(report, out,
                  &(dt_fan_spec){.output = "capability_lag",
                                 .unit = "months behind the frontier",
                                 .subject = "capability lag",
                                 .without_whole = 1});
    dt_html_section_end(out);
}
