/* The claims of the story: verdict, share of futures, effect, and what it hinges on; below, rules and
 * commands. */
#include "report/claims_text.h"
#include "report/html.h"
#include "report/section.h"

static void hinge_cell(dt_text *out, const dt_claim *claim)
{
    dt_text_append(out, "<td class=\"words\">");
    for (int k = 0; k < claim->n_hinge; k++) {
        const dt_claim_hinge *hinge = &claim->hinge[k];
        dt_html_element(out, "code", NULL, hinge->factor);
        dt_text_printf(out, " %+.2f%s%s", hinge->correlation, hinge->is_clear ? "" : " (may be chance)",
                       k + 1 < claim->n_hinge ? "<br>" : "");
    }
    dt_text_append(out, "</td>");
}

/* The share with its interval on a line from 0 to 1; strokes at the bounds of the two verdicts. */
static void interval(dt_text *out, const dt_claim *claim)
{
    const double width = 120.0;
    if (claim->verdict == DT_VERDICT_NOT_TESTED || !(claim->high >= claim->low)) return;
    dt_text_append(out, "<svg class=\"interval\" viewBox=\"0 0 120 12\" aria-hidden=\"true\">");
    dt_text_append(out, "<path class=\"axis\" d=\"M0,6 H120\"/>");
    dt_text_printf(out, "<path class=\"axis\" d=\"M%s,1 V11 M%s,1 V11\"/>",
                   dt_coordinate(width * claim->fails_to).text,
                   dt_coordinate(width * claim->holds_from).text);
    dt_text_printf(out, "<rect class=\"fan-inner\" x=\"%s\" y=\"3\" width=\"%s\" height=\"6\"/>",
                   dt_coordinate(width * claim->low).text,
                   dt_coordinate(width * (claim->high - claim->low)).text);
    dt_text_printf(out, "<circle class=\"dot\" cx=\"%s\" cy=\"6\" r=\"3.5\"/></svg>",
                   dt_coordinate(width * claim->probability).text);
}

static void claim_row(dt_text *out, const dt_claim *claim)
{
    dt_formatted share = dt_claim_share_words(claim), effect = dt_claim_effect_words(claim);
    dt_text_printf(out, "<tr><th scope=\"row\">%c</th><td class=\"words\">", claim->letter);
    dt_html_escape(out, claim->text);
    if (*claim->note) {
        dt_text_append(out, "<br><small>");
        dt_html_escape(out, claim->note);
        dt_text_append(out, "</small>");
    }
    dt_text_append(out, "</td>");
    dt_html_element(out, claim->verdict == DT_VERDICT_NOT_TESTED ? "td" : "th", NULL,
                    dt_verdict_words(claim->verdict));
    dt_text_append(out, "<td>");
    dt_html_escape(out, share.text);
    interval(out, claim);
    dt_text_append(out, "</td><td>");
    dt_html_escape(out, effect.text);
    if (effect.text[0]) {
        dt_text_append(out, "<br><small>");
        dt_html_escape(out, claim->unit);
        dt_text_append(out, "</small>");
    }
    dt_text_append(out, "</td>");
    hinge_cell(out, claim);
    dt_text_append(out, "</tr>\n");
}

static void rule_row(dt_text *out, const dt_claim *claim)
{
    dt_text_append(out, "<tr>");
    dt_html_element(out, "th", " scope=\"row\"", claim->id);
    dt_html_element(out, "td", " class=\"words\"", claim->rule);
    dt_html_element(out, "td", " class=\"words\"", claim->effect_text);
    dt_html_element(out, "td", " class=\"words\"", claim->compare);
    dt_text_append(out, "<td><code>");
    dt_html_escape(out, claim->command);
    dt_text_append(out, "</code></td></tr>\n");
}

void dt_section_claims(const dt_report *report, dt_text *out)
{
    const dt_claims *claims = report->input->claims;
    if (!claims) return;
    dt_html_section(out, "claims", "What the story claims, and what the model says");
    dt_text_printf(
        out,
        "<p>Each claim is a test on %lld futures of this scenario and of variations of it, with the "
        "same chance in each. It holds if, with 95%% confidence, it is true in more than two "
        "thirds of futures, and does not hold if in less than one third; (a) is judged by a "
        "certificate.</p>\n",
        (long long)dt_claims_members(claims));
    dt_html_table(out, NULL, "|Claim|Verdict|True in|Effect, 80% of futures|Hinges on (rank correlation)");
    for (int k = 0; k < dt_claims_count(claims); k++) {
        dt_claim claim = dt_claims_at(claims, k);
        claim_row(out, &claim);
    }
    dt_html_table_end(out);
    dt_text_append(out, "<details><summary>Rules, variations and commands</summary>\n");
    dt_html_table(out, NULL, "Claim|True in a future if|Effect|Variations|Command");
    for (int k = 0; k < dt_claims_count(claims); k++) {
        dt_claim claim = dt_claims_at(claims, k);
        rule_row(out, &claim);
    }
    dt_html_table_end(out);
    dt_text_append(out, "</details>\n");
    if (report->input->game_page)
        dt_text_printf(
            out,
            "<p>Which game it is, its payoffs, equilibria and what would change it: <a href=\"%s\">the game "
            "between the United States and China</a>.</p>\n",
            report->input->game_page);
    dt_html_section_end(out);
}
