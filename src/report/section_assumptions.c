/* Every assumption in force: what the scenario changes first, then all, by mechanism. */
#include <string.h>

#include "report/distribution.h"
#include "report/html.h"
#include "report/section.h"

static const char headings[] = "Name|What it is|Assumed|Unit|Source";

static void assumption_row(const dt_assumption *a, dt_text *out)
{
    dt_text words;
    dt_text_init(&words);
    dt_distribution_words(a, &words);
    dt_text_append(out, a->is_changed ? "<tr class=\"changed\">" : "<tr>");
    dt_html_element(out, "th", " scope=\"row\"", a->key);
    dt_html_element(out, "td", " class=\"words\"", a->param->text);
    dt_html_element(out, "td", " class=\"words\"", words.data);
    dt_html_element(out, "td", NULL, a->param->unit);
    dt_text_append(out, "<td class=\"words\">");
    dt_html_escape(out, a->source);
    dt_text_append(out, a->is_changed ? " <span class=\"mark\">changed</span></td></tr>\n" : "</td></tr>\n");
    out->has_failed |= words.has_failed;
    dt_text_clear(&words);
}

static void changed_table(const dt_report *report, dt_text *out)
{
    int n = dt_case_assumption_count(report->c), n_changed = 0;
    for (int a = 0; a < n; a++)
        n_changed += dt_case_assumption(report->c, a).is_changed != 0;
    if (!n_changed) {
        dt_text_append(out, "<p>This scenario changes no parameter: every assumption is the default.</p>\n");
        return;
    }
    dt_html_table(out, "What this scenario changes", headings);
    for (int a = 0; a < n; a++) {
        dt_assumption assumption = dt_case_assumption(report->c, a);
        if (assumption.is_changed) assumption_row(&assumption, out);
    }
    dt_html_table_end(out);
}

static void mechanism_table(const dt_report *report, dt_text *out, const char *mechanism)
{
    int n = dt_case_assumption_count(report->c), n_here = 0;
    for (int a = 0; a < n; a++)
        n_here += strcmp(dt_case_assumption(report->c, a).param->mechanism, mechanism) == 0;
    dt_text_append(out, "<details><summary>Mechanism ");
    dt_html_escape(out, mechanism);
    dt_text_printf(out, ": all %d assumptions</summary>", n_here);
    dt_html_table(out, NULL, headings);
    for (int a = 0; a < n; a++) {
        dt_assumption assumption = dt_case_assumption(report->c, a);
        if (strcmp(assumption.param->mechanism, mechanism) == 0) assumption_row(&assumption, out);
    }
    dt_html_table_end(out);
    dt_text_append(out, "</details>\n");
}

/* Whether an assumption before `index` is of the same mechanism. */
static int is_seen(const dt_case *c, int index)
{
    const char *mechanism = dt_case_assumption(c, index).param->mechanism;
    for (int a = 0; a < index; a++)
        if (strcmp(dt_case_assumption(c, a).param->mechanism, mechanism) == 0) return 1;
    return 0;
}

/* The page of questions says which of them matter. */
static void which_matter(const dt_report *report, dt_text *out)
{
    const char *page = report->input->questions_page;
    if (page) {
        dt_text_append(out, "<p><a href=\"");
        dt_html_escape(out, page);
        dt_text_append(out,
                       "\">Which of them matter</a>: what decides who leads, stranded compute, signatures, "
                       "survivors and the game, in which cases, and which policies stand.</p>\n");
        return;
    }
    dt_text_append(
        out, "<p>Which of them matter, in which cases, and which policies stand: <code>detente questions ");
    dt_html_escape(out, report->scenario.name);
    dt_text_append(out,
                   " --out questions.html</code>; a page of this name beside the results is linked here by "
                   "<code>detente report</code>.</p>\n");
}

void dt_section_assumptions(const dt_report *report, dt_text *out)
{
    dt_html_section(out, "assumptions", "What is assumed");
    dt_text_append(
        out, "<p>What is not known is drawn anew for every future from the distribution given here.</p>\n");
    which_matter(report, out);
    changed_table(report, out);
    for (int a = 0; a < dt_case_assumption_count(report->c); a++)
        if (!is_seen(report->c, a))
            mechanism_table(report, out, dt_case_assumption(report->c, a).param->mechanism);
    dt_html_section_end(out);
}
