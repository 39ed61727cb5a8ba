/* The game of the claims: what each player gets, and where nobody gains by moving alone. */
#include "report/game_words.h"
#include "report/html.h"
#include "report/section.h"
#include "report/section_game.h"

/* Its class and equilibrium in one sentence. */
static void headline(const dt_game_result *game, dt_text *out)
{
    dt_text words;
    dt_text_init(&words);
    dt_headline_words(game, &words);
    dt_text_append(out, "<p>The United States and China, to race or to restrain: ");
    dt_html_escape(out, words.data);
    dt_text_append(out, "</p>\n");
    out->has_failed |= words.has_failed;
    dt_text_clear(&words);
}

void dt_section_matrix(const dt_report *report, dt_text *out)
{
    const dt_game_result *game = report->input->game;
    if (!game) return;
    dt_html_section(out, "game", "Who dares to stop first?");
    headline(game, out);
    dt_text_append(
        out,
        "<figure class=\"matrix\">\n<figcaption>Payoffs in bn USD, discounted: mean and half of its "
        "95% interval</figcaption>\n");
    dt_picture_matrix(game, out);
    dt_text_append(
        out,
        "</figure>\n<p>The row player's payoffs stand on the left, the column player's on the right. "
        "A best answer is underlined; a cell with a thick edge is an equilibrium.");
    if (report->input->game_page) {
        dt_text_append(out, " <a href=\"");
        dt_html_escape(out, report->input->game_page);
        dt_text_append(out,
                       "\">The whole game</a> has its classes, its map over levers and what decides it.");
    }
    dt_text_append(out, "</p>\n");
    dt_html_section_end(out);
}
