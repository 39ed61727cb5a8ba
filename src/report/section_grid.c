/* The page of a power network: the drawing, what sites can host and what relieves them, the cost of a load.
 * One HTML file that needs nothing else and runs no script. */
#include "report/section_grid.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "io/file.h"
#include "report/format.h"
#include "report/html.h"
#include "report/style.h"

enum { LISTED = 40 };

static const char *const grid_style[] = {
    ".n0 { stroke: var(--grey); stroke-width: 1; } .n1 { stroke: var(--grey); stroke-width: 1.4; }",
    ".n2 { stroke: var(--sky); stroke-width: 1.8; } .n3 { stroke: var(--orange); stroke-width: 2.6; }",
    ".n4 { stroke: var(--vermillion); stroke-width: 3.6; }",
    ".n-dc { stroke: var(--purple); stroke-width: 2; stroke-dasharray: 6 3; }",
    ".n-dc-full { stroke: var(--vermillion); }",
    ".b0, .b1, .b2, .b3, .b4 { stroke: var(--back); stroke-width: 1; }",
    ".b0 { fill: #2c6fbb; } .b1 { fill: #7fb3e0; } .b2 { fill: #a8a8a8; } .b3 { fill: #f2a65a; }",
    ".b4 { fill: #c8451b; }",
    ".h-network { fill: var(--vermillion); } .h-other { fill: var(--blue); }",
    ".h-step { fill: none; stroke: var(--blue); stroke-width: 2.2; }",
};

static void lines(dt_text *out, const char *const *line, size_t n)
{
    for (size_t k = 0; k < n; k++)
        dt_text_printf(out, "%s\n", line[k]);
}

static void head(const dt_grid_page *page, dt_text *out)
{
    dt_text_append(out,
                   "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                   "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
                   "'unsafe-inline'; base-uri 'none'; form-action 'none'\">\n"
                   "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>");
    dt_html_escape(out, page->grid->name);
    dt_text_append(out, ": d\xC3\xA9tente grid</title>\n<style>\n");
    dt_style_append(out);
    lines(out, grid_style, sizeof grid_style / sizeof *grid_style);
    dt_text_append(out, "</style>\n</head>\n<body>\n<main>\n");
}

static void title(const dt_grid_page *page, dt_text *out)
{
    const dt_grid *g = page->grid;
    double load = 0.0;
    for (int i = 0; i < g->n_bus; i++)
        if (g->bus[i].is_in) load += g->bus[i].pd;
    dt_text_append(out, "<h1>What can this grid host? ");
    dt_html_escape(out, g->name);
    dt_text_printf(out,
                   "</h1>\n<p class=\"scenario\">%d buses, %d branches, %d generators, %d direct-current "
                   "lines; load %s MW.",
                   g->n_bus, g->n_branch, g->n_generator, g->n_dcline, dt_number(load, 5).text);
    if (page->opf)
        dt_text_printf(out, " Least cost without extra load: %s USD/h (%s convention).",
                       dt_number(page->opf->objective, 6).text,
                       dt_grid_convention_name(page->opf->convention));
    dt_text_append(out, "</p>\n");
    if (page->warning) dt_html_element(out, "p", " class=\"caution\"", page->warning);
    if (page->n_site > 0 && page->host[0].outcome == DT_GRID_OPTIMAL) {
        char words[DT_SUPPLY_TEXT] = "nothing";
        if (page->host[0].n_bound > 0) dt_grid_bound_words(g, page->plan, &page->host[0].bound[0], words);
        dt_text_printf(out,
                       "<p>Most can be hosted at <strong>%s</strong>: %s MW. The strongest limit there: ",
                       page->site[0].name, dt_number(page->host[0].mw, 4).text);
        dt_html_escape(out, words);
        dt_text_append(out, ".</p>\n");
    }
}

static dt_status section_network(const dt_grid_page *page, dt_text *out)
{
    size_t n = (size_t)page->grid->n_bus + 1;
    double *place = malloc(2 * n * sizeof *place);
    dt_status status = place ? dt_grid_layout(page->grid, place, place + n) : DT_NO_MEMORY;
    if (status == DT_OK) {
        dt_html_section(out, "network", "The network");
        dt_text_append(out,
                       "<p>Flows and prices at least cost without extra load. Places are drawn from "
                       "how buses hang together, not from a map. Larger circles have more load; dashed "
                       "lines are direct current.</p>\n");
        dt_picture_grid(page, place, place + n, out);
        dt_html_section_end(out);
    }
    free(place);
    return status;
}

static void relief_cell(const dt_grid_page *page, const dt_grid_host *host, dt_text *out)
{
    dt_text_append(out, "<td class=\"words\">");
    for (int k = 0; k < host->n_relief && k < 3; k++) {
        const dt_grid_relief *r = &host->relief[k];
        if (!isfinite(r->cost)) continue;
        dt_text_printf(out, "%s%s", k ? "; " : "", dt_grid_relief_name(r->kind));
        if (r->kind == DT_GRID_RELIEF_LINE) dt_text_printf(out, " %d", r->element + 1);
        if (r->kind == DT_GRID_RELIEF_GENERATION)
            dt_text_printf(out, " at bus %d", page->grid->bus[page->grid->generator[r->element].bus].number);
        dt_text_printf(out, ": %s USD per MW and year, %s years", dt_number(r->cost, 3).text,
                       dt_typed(r->years).text);
    }
    dt_text_append(out, "</td>");
}

static void section_hosting(const dt_grid_page *page, dt_text *out)
{
    if (page->n_site == 0) return;
    dt_html_section(out, "hosting", "What sites can host");
    dt_text_append(out,
                   "<p>Largest extra load at each site by itself, with free dispatch and no shedding.</p>\n");
    dt_picture_hosting(page, out);
    int has_relief = page->host[0].n_relief > 0;
    dt_html_table(out, NULL,
                  has_relief ? "Site|MW|Strongest limit|MW per unit of it|Relieved by, cheapest first"
                             : "Site|MW|Strongest limit|MW per unit of it");
    for (int k = 0; k < page->n_site && k < LISTED; k++) {
        const dt_grid_host *host = &page->host[k];
        char words[DT_SUPPLY_TEXT] = "";
        dt_text_append(out, "<tr>");
        dt_html_element(out, "th", " scope=\"row\"", page->site[k].name);
        dt_html_element(out, "td", NULL, dt_number(host->mw, 5).text);
        if (host->n_bound > 0) dt_grid_bound_words(page->grid, page->plan, &host->bound[0], words);
        dt_html_element(out, "td", " class=\"words\"", words);
        dt_html_element(out, "td", NULL, host->n_bound > 0 ? dt_number(host->bound[0].value, 3).text : "");
        if (has_relief) relief_cell(page, host, out);
        dt_text_append(out, "</tr>\n");
    }
    dt_html_table_end(out);
    dt_html_section_end(out);
}

static void section_cost(const dt_grid_page *page, dt_text *out)
{
    const dt_grid_curve *c = page->curve;
    if (!c) return;
    dt_html_section(out, "cost", "What a load costs");
    dt_text_append(out, "<p>Site ");
    dt_html_escape(out, page->curve_site);
    dt_text_printf(out, ", up to %s MW. ", dt_number(c->hosted, 5).text);
    if (c->is_exact)
        dt_text_append(out, "The steps are exact.</p>\n");
    else
        dt_text_printf(out, "Costs by these steps are at most %s%% of the added cost too high.</p>\n",
                       dt_number(100.0 * c->error, 2).text);
    dt_picture_cost(c, out);
    dt_html_table(out, NULL, "From MW|To MW|USD/MWh|Ends with");
    for (int k = 0; k + 1 < c->n_point && k < LISTED; k++) {
        dt_text_append(out, "<tr>");
        dt_html_element(out, "td", NULL, dt_number(c->point[k].mw, 5).text);
        dt_html_element(out, "td", NULL, dt_number(c->point[k + 1].mw, 5).text);
        dt_html_element(out, "td", NULL, dt_number(c->point[k].slope, 5).text);
        dt_html_element(out, "td", " class=\"words\"", c->point[k].binding);
        dt_text_append(out, "</tr>\n");
    }
    dt_html_table_end(out);
    dt_html_section_end(out);
}

static void foot(const dt_grid_page *page, dt_text *out)
{
    dt_html_section(out, "reproduce", "How to make this page again");
    dt_html_element(out, "pre", NULL, page->command);
    dt_html_section_end(out);
    dt_text_append(out, "<footer>d\xC3\xA9tente ");
    dt_html_escape(out, page->version);
    dt_text_append(out,
                   ". This page needs no network and loads nothing.</footer>\n</main>\n</body>\n</html>\n");
}

dt_status dt_report_grid_page(const dt_grid_page *page, const char *path, dt_diagnostics *diagnostics)
{
    dt_text out;
    dt_text_init(&out);
    head(page, &out);
    title(page, &out);
    dt_status status = section_network(page, &out);
    section_hosting(page, &out);
    section_cost(page, &out);
    foot(page, &out);
    if (status == DT_OK) status = dt_text_status(&out);
    if (status == DT_OK) status = dt_file_write(path, out.data, out.length, diagnostics);
    dt_text_clear(&out);
    return status;
}
