/* The page: one HTML file that needs nothing else. dt_report_write reads as its table of contents. */
#include "detente/report.h"

#include <string.h>

#include "io/file.h"
#include "report/html.h"
#include "report/script.h"
#include "report/section.h"
#include "report/style.h"

enum { N_SCRIPT_LINE = sizeof script_lines / sizeof script_lines[0] };

static void append_lines(dt_text *out, const char *const *line, int n)
{
    for (int k = 0; k < n; k++) {
        dt_text_append(out, line[k]);
        dt_text_append(out, "\n");
    }
}

static void head(const dt_report *report, dt_text *out)
{
    dt_text_append(out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    dt_text_printf(out,
                   "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
                   "'unsafe-inline'; script-src '%s'; "
                   "base-uri 'none'; form-action 'none'\">\n",
                   script_hash);
    dt_text_append(out, "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>");
    dt_html_escape(out, report->scenario.name);
    dt_text_append(out, ": d\xC3\xA9tente report</title>\n<style>\n");
    dt_style_append(out);
    dt_text_append(out, "</style>\n</head>\n<body>\n");
    dt_style_patterns(out);
}

static void contents(const dt_report *report, dt_text *out)
{
    dt_text_append(out, "<nav aria-label=\"Contents\"><ul>");
    if (report->input->claims) dt_text_append(out, "<li><a href=\"#claims\">Claims</a></li>");
    if (report->input->parties) dt_text_append(out, "<li><a href=\"#parties\">Who signs</a></li>");
    if (report->input->game) dt_text_append(out, "<li><a href=\"#game\">The game</a></li>");
    dt_text_append(out,
                   "<li><a href=\"#lead\">Who leads</a></li><li><a href=\"#power\">Power</a></li><li><a "
                   "href=\"#limits\">What binds</a></li>"
                   "<li><a href=\"#compute\">Compute</a></li><li><a href=\"#cost\">Cost</a></li>");
    if (dt_section_published_applies(report))
        dt_text_append(out, "<li><a href=\"#published\">Published figures</a></li>");
    if (report->input->backtest) dt_text_append(out, "<li><a href=\"#backtest\">Back-tests</a></li>");
    dt_text_append(
        out,
        "<li><a href=\"#assumptions\">Assumptions</a></li><li><a href=\"#sources\">Sources</a></li>"
        "<li><a href=\"#reproduce\">Reproduce</a></li></ul></nav>\n");
}

static void foot(const dt_report *report, dt_text *out)
{
    dt_text_append(out, "<footer>d\xC3\xA9tente ");
    dt_html_escape(out, report->input->version);
    dt_text_append(out, ". This page needs no network and loads nothing.</footer>\n</main>\n<script>");
    append_lines(out, script_lines, N_SCRIPT_LINE);
    dt_text_append(out, "</script>\n</body>\n</html>\n");
}

static void page(const dt_report *report, dt_text *out)
{
    head(report, out);
    contents(report, out);
    dt_text_append(out, "<main>\n");
    dt_section_title(report, out);
    dt_section_claims(report, out);
    dt_section_overview(report, out);
    dt_section_parties(report, out);
    dt_section_matrix(report, out);
    dt_section_lead(report, out);
    dt_section_power(report, out);
    dt_section_limits(report, out);
    dt_section_compute(report, out);
    dt_section_cost(report, out);
    dt_section_published(report, out);
    dt_section_backtest(report, out);
    dt_section_assumptions(report, out);
    dt_section_sources(report, out);
    dt_section_reproduce(report, out);
    foot(report, out);
}

dt_status dt_report_html(const dt_report_input *input, char **html)
{
    dt_report report;
    dt_text out;
    dt_text_init(&out);
    dt_status status = dt_report_begin(&report, input);
    if (status == DT_OK) {
        page(&report, &out);
        status = dt_text_take(&out, html);
    }
    dt_report_end(&report);
    dt_text_clear(&out);
    return status;
}

dt_status dt_report_write(const dt_report_input *input, const char *path, dt_diagnostics *diagnostics)
{
    char *html = NULL;
    dt_status status = dt_report_html(input, &html);
    if (status == DT_OK) status = dt_file_write(path, html, strlen(html), diagnostics);
    dt_free(html);
    return status;
}
