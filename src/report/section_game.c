/* The page of a game: what it is, payoffs, equilibria, the certificate, classes, the map, who loses, what
 * decides, and what a treaty takes. One HTML file that needs nothing else and runs no script. */
#include "report/section_game.h"

#include <math.h>

#include "io/file.h"
#include "report/game_words.h"
#include "report/html.h"
#include "report/style.h"

enum { LISTED = 64 };

static const char *const game_style[] = {
    ".k0 { fill: #d55e00; } .k1 { fill: #8a9199; } .k2 { fill: #009e73; } .k3 { fill: #56b4e9; }",
    ".k4 { fill: #e69f00; } .k5 { fill: #cc79a7; } .k6 { fill: #f0e442; } .k7 { fill: #0072b2; }",
    ".k8 { fill: #f2b08a; } .k9 { fill: #8fd6bf; } .k10 { fill: #4d4d4d; } .k11 { fill: #d5dbe1; }",
    "svg text.g-on { fill: #111; font-weight: 600; }",
    ".g-total { fill: var(--sky); fill-opacity: .55; } .g-alone { fill: var(--blue); }",
    ".g-share { fill: var(--green); }",
};

static void lines(dt_text *out, const char *const *line, size_t n)
{
    for (size_t k = 0; k < n; k++)
        dt_text_printf(out, "%s\n", line[k]);
}

static void head(const dt_game_page *page, dt_text *out)
{
    dt_text_append(out,
                   "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                   "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
                   "'unsafe-inline'; base-uri 'none'; form-action 'none'\">\n"
                   "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>");
    dt_html_escape(out, dt_game_describe(page->result->game).name);
    dt_text_append(out, ": d\xC3\xA9tente game</title>\n<style>\n");
    dt_style_append(out);
    lines(out, game_style, sizeof game_style / sizeof *game_style);
    dt_text_append(out, "</style>\n</head>\n<body>\n<main>\n");
}

/* A paragraph from a writer of words. */
static void paragraph(dt_text *out, void (*write)(const dt_game_result *, dt_text *), const dt_game_result *r)
{
    dt_text words;
    dt_text_init(&words);
    write(r, &words);
    dt_html_element(out, "p", NULL, words.data ? words.data : "");
    dt_text_append(out, "\n");
    out->has_failed |= words.has_failed;
    dt_text_clear(&words);
}

/* A cell of a table from a mixed profile. */
static void mixed_cell(dt_text *out, const dt_game_result *r, const double *mixed)
{
    dt_text words;
    dt_text_init(&words);
    dt_mixed_words(r, mixed, &words);
    dt_html_element(out, "th", " scope=\"row\" class=\"words\"", words.data ? words.data : "");
    out->has_failed |= words.has_failed;
    dt_text_clear(&words);
}

static void cell(dt_text *out, const char *text)
{
    dt_html_element(out, "td", NULL, text);
}

static void title(const dt_game_page *page, dt_text *out)
{
    const dt_game_result *r = page->result;
    dt_game_info info = dt_game_describe(r->game);
    dt_text_append(out, "<h1>Which game is it? ");
    dt_html_escape(out, info.name);
    dt_text_append(out, "</h1>\n");
    paragraph(out, dt_headline_words, r);
    dt_text_append(out, "<p class=\"scenario\">On <strong>");
    dt_html_escape(out, page->scenario);
    dt_text_append(out, "</strong>. ");
    dt_html_escape(out, info.text);
    dt_text_printf(out, " %lld profiles, at most %lld members of each, all with the same random numbers.",
                   (long long)r->n_profile, (long long)r->members);
    if (info.n_reduced < info.n_player)
        dt_text_printf(out, " %d players, reduced to %d (%s%s).", info.n_player, info.n_reduced,
                       info.reduction, r->is_rounded ? "; numbers of players were rounded" : "");
    dt_text_append(out, "</p>\n");
}

static void section_payoffs(const dt_game_result *r, dt_text *out)
{
    dt_html_section(out, "payoffs", "Payoffs");
    dt_text_printf(
        out,
        "<p>Means over members with half the width of their 95%% interval. Bold and underlined: best "
        "reply. Framed: equilibrium of these means.%s</p>\n",
        r->n_player > 2 ? " The other players keep their first strategy." : "");
    dt_picture_matrix(r, out);
    if (r->n_player > 2) {
        dt_html_table(out, NULL, "Profile|Payoffs in the order of players|Equilibrium in members");
        for (int64_t s = 0; s < r->n_profile && s < LISTED; s++) {
            dt_text words;
            dt_text_init(&words);
            dt_profile_words(r, s, &words);
            dt_text_append(out, "<tr>");
            dt_html_element(out, "th", " scope=\"row\"", words.data ? words.data : "");
            dt_text_append(out, "<td>");
            for (int k = 0; k < r->n_player; k++)
                dt_text_printf(out, "%s%s", k ? " / " : "",
                               dt_number(r->payoff[s * r->n_player + k].mean, 4).text);
            dt_text_append(out, "</td>");
            cell(out, dt_share_words(r->profile[s].share).text);
            dt_text_append(out, "</tr>\n");
            dt_text_clear(&words);
        }
        dt_html_table_end(out);
    }
    dt_html_section_end(out);
}

static void section_equilibria(const dt_game_result *r, dt_text *out)
{
    dt_html_section(out, "equilibria", "Equilibria");
    dt_text_printf(out, "<p>Of expected payoffs, by method %s; %s.</p>\n", r->method,
                   r->is_complete ? "none is missing" : "others may exist");
    dt_html_table(out, NULL,
                  "Equilibrium|Members to within 1% of the range|Regret in the sample, up to|Total");
    for (int e = 0; e < r->n_equilibrium; e++) {
        const dt_game_equilibrium *q = &r->equilibrium[e];
        dt_text_append(out, "<tr>");
        mixed_cell(out, r, q->mixed);
        cell(out, dt_percent(q->share).text);
        cell(out, dt_number(q->regret.high, 3).text);
        cell(out, dt_number(q->total, 4).text);
        dt_text_append(out, "</tr>\n");
    }
    dt_html_table_end(out);
    paragraph(out, dt_anarchy_words, r);
    if (r->n_quantal > 0) {
        dt_html_table(out, "Logit quantal response", "Lambda per range of payoffs|Choices");
        for (int q = 0; q < r->n_quantal; q++) {
            dt_text_append(out, "<tr>");
            cell(out, dt_typed(r->quantal[q].lambda).text);
            mixed_cell(out, r, r->quantal[q].mixed);
            dt_text_append(out, "</tr>\n");
        }
        dt_html_table_end(out);
    }
    dt_html_section_end(out);
}

static void section_certificate(const dt_game_result *r, dt_text *out)
{
    dt_html_section(out, "certificate", "Is it a dilemma?");
    paragraph(out, dt_dilemma_words, r);
    dt_html_table(out, NULL, "Condition|Mean difference|t|p|p by sign flips|Members");
    for (int k = 0; k < r->dilemma.n && k < LISTED; k++) {
        const dt_condition *c = &r->dilemma.condition[k];
        dt_text_append(out, "<tr>");
        dt_html_element(out, "th", " scope=\"row\"", c->name);
        cell(out, dt_number(c->mean, 3).text);
        cell(out, dt_number(c->t, 3).text);
        cell(out, dt_number(c->p, 2).text);
        cell(out, isnan(c->flip) ? "" : dt_number(c->flip, 2).text);
        dt_text_printf(out, "<td>%lld</td></tr>\n", (long long)c->n);
    }
    dt_html_table_end(out);
    dt_html_section_end(out);
}

static void section_classes(const dt_game_page *page, dt_text *out)
{
    dt_html_section(out, "classes", "Class of each pair, over uncertain parameters");
    dt_text_append(out,
                   "<p>Share of members whose own game is of a class. Both strategies named first count as "
                   "cooperation.</p>\n");
    dt_picture_classes(page->result, out);
    dt_html_section_end(out);
    if (!page->map) return;
    dt_html_section(out, "map", "What would change it: the class over two levers");
    dt_text_printf(
        out,
        "<p>Colour: the class that most members have; stronger where more have it (under 50, 70, 90%% and "
        "above). %d of %d points were simulated, the others lie between points that agree.</p>\n",
        page->map->n_simulated, page->map->n_x * page->map->n_y);
    dt_text_append(out, "<div class=\"panels pairs\"><figure><figcaption>Class of the game</figcaption>\n");
    dt_picture_map(page->map, out);
    dt_text_append(out,
                   "</figure><figure><figcaption>Members in which mutual cooperation is an "
                   "equilibrium</figcaption>\n");
    dt_picture_cooperation(page->map, out);
    dt_text_append(out, "</figure></div>\n");
    dt_html_section_end(out);
}

static void section_effects(const dt_game_result *r, dt_text *out)
{
    dt_html_section(out, "losers", "Who loses by whose restraint");
    dt_html_table(out, NULL,
                  "Who restrains|Whose payoff|Change, others not restraining|Change, all others do");
    for (int k = 0; k < r->n_effect_on; k++) {
        const dt_game_effect_on *e = &r->effect_on[k];
        dt_text_append(out, "<tr>");
        dt_html_element(out, "th", " scope=\"row\"", dt_normal_player_name(r->mean, e->player));
        cell(out, dt_game_column(r->game, e->column));
        cell(out, dt_estimate_words(e->alone).text);
        cell(out, dt_estimate_words(e->with_others).text);
        dt_text_append(out, "</tr>\n");
    }
    dt_html_table_end(out);
    dt_html_section_end(out);
    if (r->n_factor == 0) return;
    dt_html_section(out, "factors", "What decides the class");
    dt_text_append(out, "<p>Share of the variance of \xE2\x80\x9C");
    dt_html_escape(out, dt_game_class_words(r->class_explained));
    dt_text_append(out,
                   "\xE2\x80\x9D of the first pair: dark, what a factor explains alone; light, with all its "
                   "interactions (line: 95% interval).</p>\n");
    dt_picture_factors(r, out);
    dt_html_section_end(out);
}

/* ---- design ---- */

static void treaty_row(const dt_game_design_result *d, const char *name, const dt_game_treaty *t,
                       dt_text *out)
{
    dt_text_append(out, "<tr>");
    dt_html_element(out, "th", " scope=\"row\"", name);
    for (int k = 0; k < d->n_lever; k++)
        cell(out, t ? dt_number(t->level[k], 2).text : "none found");
    cell(out, t ? dt_number(t->cost, 3).text : "");
    cell(out, t ? dt_share_words(t->share).text : "");
    cell(out, t ? dt_estimate_words(t->gain).text : "");
    dt_text_append(out, "</tr>\n");
}

static void design_tables(const dt_game_design_result *d, dt_text *out)
{
    static const char *const rule[3] = {"cheapest: expected payoffs", "cheapest: 80% of members",
                                        "cheapest: 95% of members"};
    dt_text headings;
    dt_text_init(&headings);
    dt_text_append(&headings, "Treaty");
    for (int k = 0; k < d->n_lever; k++)
        dt_text_printf(&headings, "|%s", d->lever[k].name);
    dt_text_append(&headings, "|Cost|Equilibrium in members|Least gain from keeping to it");
    dt_html_table(out, NULL, headings.data ? headings.data : "");
    dt_text_clear(&headings);
    treaty_row(d, "none", &d->point[0], out);
    for (int k = 0; k < 3; k++)
        treaty_row(d, rule[k], d->has[k] ? &d->cheapest[k] : NULL, out);
    treaty_row(d, "strictest", &d->point[d->n_point - 1], out);
    dt_html_table_end(out);
    dt_html_table(out, "Stable coalitions", "Size|Members|Of expected payoffs");
    for (int k = 0; k < d->n_coalition; k++) {
        dt_text_printf(out, "<tr><th scope=\"row\">%d</th>", d->coalition[k].size);
        cell(out, dt_share_words(d->coalition[k].share).text);
        cell(out, d->coalition[k].of_means ? "yes" : "no");
        dt_text_append(out, "</tr>\n");
    }
    dt_html_table_end(out);
}

static void section_design(const dt_game_design_result *d, dt_text *out)
{
    if (!d) return;
    dt_html_section(out, "design", "What a treaty takes");
    dt_text_printf(
        out,
        "<p>%d treaties, %lld members of each: mutual restraint is an equilibrium of expected payoffs at "
        "%d of them.</p>\n",
        d->n_point, (long long)d->members, d->n_region);
    design_tables(d, out);
    dt_html_section_end(out);
}

static void foot(const dt_game_page *page, dt_text *out)
{
    dt_html_section(out, "reproduce", "Reproduce");
    dt_text_append(out, "<pre>");
    dt_html_escape(out, page->command);
    dt_text_append(out, "</pre>\n");
    dt_html_section_end(out);
    dt_text_append(out, "<footer>d\xC3\xA9tente ");
    dt_html_escape(out, page->version);
    dt_text_append(out,
                   ". What follows from the assumptions; not a forecast. This page loads nothing.</footer>\n"
                   "</main>\n</body>\n</html>\n");
}

dt_status dt_report_game_page(const dt_game_page *page, const char *path, dt_diagnostics *diagnostics)
{
    dt_text out;
    dt_text_init(&out);
    head(page, &out);
    title(page, &out);
    section_payoffs(page->result, &out);
    section_equilibria(page->result, &out);
    section_certificate(page->result, &out);
    section_classes(page, &out);
    section_effects(page->result, &out);
    section_design(page->design, &out);
    foot(page, &out);
    dt_status status = dt_text_status(&out);
    if (status == DT_OK) status = dt_file_write(path, out.data, out.length, diagnostics);
    dt_text_clear(&out);
    return status;
}
