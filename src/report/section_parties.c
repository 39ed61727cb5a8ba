/* Who is party to the text: the world at the end, and smaller maps of the years before. */
#include <stdio.h>
#include <string.h>

#include "report/figure.h"
#include "report/format.h"
#include "report/html.h"
#include "report/section.h"
#include "report/world_map.h"

/* Year at whose end a step of the shares lies. */
static int year_of(const dt_report *report, const dt_party_shares *parties, int k)
{
    return (int)(report->time[parties->step[k]] + 0.01) - 1;
}

static const double *shares_at(const dt_party_shares *parties, int k)
{
    return parties->share + k * parties->n_state;
}

static double expected(const dt_party_shares *parties, int k)
{
    double sum = 0.0;
    for (int i = 0; i < parties->n_state; i++)
        sum += shares_at(parties, k)[i];
    return sum;
}

static int likely(const dt_party_shares *parties, int k)
{
    int n = 0;
    for (int i = 0; i < parties->n_state; i++)
        n += shares_at(parties, k)[i] >= 0.5;
    return n;
}

/* One sentence, and the reported groups that are states. */
static void sentence(const dt_report *report, dt_text *out)
{
    const dt_party_shares *parties = report->input->parties;
    int last = parties->n_step - 1, n = 0;
    dt_text_printf(
        out,
        "<p>A state is party once it has signed and has not left. By the end of %d about <strong>%s of "
        "%d states</strong> are party, %d of them in at least half of all futures",
        year_of(report, parties, last), dt_number(expected(parties, last), 2).text, parties->n_state,
        likely(parties, last));
    for (int g = 0; g < report->n_group; g++)
        for (int i = 0; i < parties->n_state; i++) {
            if (strcmp(dt_case_group_name(report->c, g), dt_case_state_iso3(report->c, i)) != 0) continue;
            dt_text_append(out, n++ ? ", " : ": ");
            dt_html_escape(out, dt_report_state_in_sentence(report, i));
            dt_text_append(out, " in ");
            dt_html_element(out, "strong", NULL, dt_percent(shares_at(parties, last)[i]).text);
        }
    dt_text_printf(out,
                   ". The maps show the first %s futures; hatching marks what is likelier than not.</p>\n",
                   dt_decimal((double)parties->members, 0).text);
}

static void table(const dt_report *report, dt_text *out)
{
    const dt_party_shares *parties = report->input->parties;
    dt_text_append(out,
                   "<details><summary>List of states</summary><div class=\"scroll\" tabindex=\"0\"><table>\n"
                   "<thead><tr><th scope=\"col\">State</th>");
    for (int k = 0; k < parties->n_step; k++)
        dt_text_printf(out, "<th scope=\"col\">end of %d</th>", year_of(report, parties, k));
    dt_text_append(out, "</tr></thead>\n<tbody>\n");
    for (int i = 0; i < parties->n_state; i++) {
        dt_text_append(out, "<tr>");
        dt_html_element(out, "th", " scope=\"row\"", dt_case_state_name(report->c, i));
        for (int k = 0; k < parties->n_step; k++)
            dt_html_element(out, "td", NULL, dt_percent(shares_at(parties, k)[i]).text);
        dt_text_append(out, "</tr>\n");
    }
    dt_html_table_end(out);
    dt_text_append(out, "</details>\n");
}

static void draw(const dt_report *report, dt_text *out, int k)
{
    const dt_party_shares *parties = report->input->parties;
    char caption[128], description[192];
    int is_last = k == parties->n_step - 1;
    dt_world_map map = {report->c, shares_at(parties, k), caption, description};
    snprintf(caption, sizeof caption, "Parties to the text at the end of %d%s", year_of(report, parties, k),
             is_last ? ": share of futures" : "");
    snprintf(
        description, sizeof description,
        "World map in the Equal Earth projection. %d of %d states are party in at least half of all futures.",
        likely(parties, k), parties->n_state);
    dt_figure_begin_map(out, caption, !is_last);
    dt_world_map_draw(out, &map);
    if (is_last) table(report, out);
    dt_figure_end(out);
}

void dt_section_parties(const dt_report *report, dt_text *out)
{
    const dt_party_shares *parties = report->input->parties;
    if (!parties) return;
    dt_html_section(out, "parties", "Who is party to the text");
    sentence(report, out);
    dt_world_map_shapes(out);
    dt_world_map_key(out);
    dt_pairs_begin(out);
    draw(report, out, parties->n_step - 1);
    for (int k = 0; k < parties->n_step - 1; k++)
        draw(report, out, k);
    dt_panels_end(out);
    dt_html_section_end(out);
}
