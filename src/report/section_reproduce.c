/* How to make the same numbers again, and how to see that they are the same. */
#include "detente/version.h"
#include "io/hash.h"
#include "report/format.h"
#include "report/html.h"
#include "report/section.h"

static void fact(dt_text *out, const char *term, const char *value)
{
    dt_html_element(out, "dt", NULL, term);
    dt_text_append(out, "<dd><code>");
    dt_html_escape(out, value);
    dt_text_append(out, "</code></dd>\n");
}

static void hash_fact(dt_text *out, const char *term, const unsigned char hash[DT_HASH_SIZE])
{
    char text[DT_HASH_TEXT];
    dt_hash_hex(hash, text);
    fact(out, term, text);
}

static void hashes(const dt_report *report, dt_text *out)
{
    unsigned char hash[DT_HASH_SIZE];
    dt_world_hash(report->input->world, hash);
    hash_fact(out, "Data, hash", hash);
    dt_case_hash(report->c, hash);
    hash_fact(out, "Case, hash", hash);
    dt_summary_hash(report->summary, hash);
    hash_fact(out, "Results, hash", hash);
}

static void failures(const dt_report *report, dt_text *out)
{
    enum { SHOWN = 10 };
    int64_t n = dt_summary_failed(report->summary);
    if (!n) return;
    dt_text_printf(out, "<p>%s futures failed and are left out; the first of them:</p>\n<ul>\n",
                   dt_decimal((double)n, 0).text);
    for (int64_t f = 0; f < n && f < SHOWN; f++) {
        uint64_t member;
        dt_failure failure = dt_summary_failure(report->summary, f, &member);
        dt_text_printf(out, "<li>future %llu, step %d, %s: ", (unsigned long long)member, failure.step,
                       failure.state >= 0 ? dt_case_state_iso3(report->c, failure.state) : "world");
        dt_html_escape(out, failure.mechanism);
        dt_text_append(out, ", ");
        dt_html_escape(out, failure.field);
        dt_text_append(out, "</li>\n");
    }
    dt_text_append(out, "</ul>\n");
}

static void canonical_scenario(const dt_report *report, dt_text *out)
{
    char *text = NULL;
    dt_status status = dt_scenario_canonical(report->input->scenario, &text);
    out->has_failed |= status == DT_NO_MEMORY;
    if (status == DT_OK) {
        dt_text_append(out, "<details><summary>The scenario in full</summary><pre>");
        dt_html_escape(out, text);
        dt_text_append(out, "</pre></details>\n");
    }
    dt_free(text);
}

void dt_report_page_link(const dt_report *report, dt_text *out, const char *purpose)
{
    const dt_report_input *input = report->input;
    if (!input->page_link || !input->page_command) return;
    dt_text_printf(out, "<p class=\"app\">To %s, run <code>", purpose);
    dt_html_escape(out, input->page_command);
    dt_text_append(out, "</code>, which prints a link, and open <a href=\"");
    dt_html_escape(out, input->page_link);
    dt_text_append(out, "\">this scenario in the page</a>, which asks for the printed one.</p>\n");
}

/* The same with the link in full, for paper. */
static void page_facts(const dt_report *report, dt_text *out)
{
    const dt_report_input *input = report->input;
    if (!input->page_link || !input->page_command) return;
    fact(out, "Page, command", input->page_command);
    dt_text_append(out, "<dt>Page, link</dt><dd class=\"app\"><a href=\"");
    dt_html_escape(out, input->page_link);
    dt_text_append(out, "\"><code>");
    dt_html_escape(out, input->page_link);
    dt_text_append(out, "</code></a></dd>\n");
}

void dt_section_reproduce(const dt_report *report, dt_text *out)
{
    const dt_report_input *input = report->input;
    dt_formatted seconds = dt_number(input->seconds, 3);
    dt_html_section(out, "reproduce", "How to make these numbers again");
    dt_text_append(out,
                   "<p>The same version, data, scenario and seed give the same bits, on any number of "
                   "threads. Compare the hash of the "
                   "results.</p>\n<dl>\n");
    fact(out, "Command", input->command);
    page_facts(report, out);
    fact(out, "Version", input->version);
    fact(out, "Built with", dt_build_info());
    dt_text_printf(out, "<dt>Seed</dt><dd><code>%llu</code></dd>\n",
                   (unsigned long long)dt_case_seed(report->c));
    dt_text_printf(out, "<dt>Futures</dt><dd><code>%lld</code></dd>\n",
                   (long long)(dt_summary_members(report->summary) + dt_summary_failed(report->summary)));
    hashes(report, out);
    dt_text_printf(out, "<dt>Run time</dt><dd>%s s</dd>\n</dl>\n", seconds.text);
    failures(report, out);
    canonical_scenario(report, out);
    dt_html_section_end(out);
}
