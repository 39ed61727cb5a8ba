/* The page of questions: what decides, in which cases, and which policies stand. One HTML file that needs
 * nothing else and runs no script. */
#include "io/file.h"
#include "report/html.h"
#include "report/section_questions.h"
#include "report/style.h"

static const char *const own_style[] = {
    "figure > p { margin: .2rem 0 .4rem; font-size: .92rem; }",
    ".q-ring { fill: none; stroke: var(--vermillion); stroke-width: 2; stroke-dasharray: 3 2; }",
    ".q-total { fill: var(--orange); }",
    ".q-line { fill: none; stroke-width: 2.2; } .q-rest { stroke: var(--grey); stroke-width: 1.2; }",
    ".q0 { stroke: var(--blue); } .q1 { stroke: var(--vermillion); stroke-dasharray: 7 3; }",
    ".q2 { stroke: var(--green); stroke-dasharray: 2 3; } .q3 { stroke: var(--orange); }",
    ".q4 { stroke: var(--purple); stroke-dasharray: 9 3 2 3; }",
    ".q5 { stroke: var(--sky); stroke-dasharray: 4 2; } .q6 { stroke: var(--text); }",
    ".q7 { stroke: var(--text); stroke-dasharray: 5 4; }",
};

static void write_lines(dt_text *out, const char *const *line, size_t n)
{
    for (size_t k = 0; k < n; k++)
        dt_text_printf(out, "%s\n", line[k]);
}

static void begin_page(const dt_questions_page *page, dt_text *out)
{
    dt_text_append(out,
                   "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                   "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
                   "'unsafe-inline'; base-uri 'none'; form-action 'none'\">\n");
    dt_text_append(out, "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>");
    dt_html_escape(out, page->scenario);
    dt_text_append(out, ": d\xC3\xA9tente questions</title>\n<style>\n");
    dt_style_append(out);
    write_lines(out, own_style, sizeof own_style / sizeof *own_style);
    dt_text_append(
        out,
        "</style>\n</head>\n<body>\n<nav aria-label=\"Contents\"><ul><li><a href=\"#decides\">What "
        "decides it</a></li><li><a href=\"#cases\">In which cases</a></li>");
    if (page->standings) dt_text_append(out, "<li><a href=\"#policies\">Policies</a></li>");
    dt_text_append(out, "</ul></nav>\n<main>\n<h1>Which assumptions matter? ");
    dt_html_escape(out, page->scenario);
    dt_text_append(
        out,
        "</h1>\n<p class=\"caution\">All numbers are what the model's equations make of its ranges: they "
        "say which assumptions matter, not what will happen.</p>\n");
    if (page->note) dt_html_element(out, "p", " class=\"caution\"", page->note);
}

static void end_page(const dt_questions_page *page, dt_text *out)
{
    dt_text_append(out, "<p>Made by</p>\n");
    dt_html_element(out, "pre", NULL, page->command);
    dt_text_append(out, "\n<footer>d\xC3\xA9tente ");
    dt_html_escape(out, page->version);
    dt_text_append(out,
                   ". This page needs no network and loads nothing.</footer>\n</main>\n</body>\n</html>\n");
}

dt_status dt_report_questions(const dt_questions_page *page, const char *path, dt_diagnostics *diagnostics)
{
    dt_text out;
    dt_text_init(&out);
    begin_page(page, &out);
    dt_section_sensitivity(page, &out);
    dt_section_discovery(page, &out);
    dt_section_policies(page, &out);
    end_page(page, &out);
    dt_status status = dt_text_status(&out);
    if (status == DT_OK) status = dt_file_write(path, out.data, out.length, diagnostics);
    dt_text_clear(&out);
    return status;
}
