/* Claims in words: what a reader who has a minute sees first. One row for each claim; what it hinges on, or
 * why it was not tested, stands below. */
#include "report/claims_text.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "detente/report.h"
#include "detente/version.h"
#include "report/column.h"

static int is_tested(const dt_claim *claim)
{
    return claim->verdict != DT_VERDICT_NOT_TESTED && claim->members > 0;
}

dt_formatted dt_claim_share_words(const dt_claim *claim)
{
    dt_formatted words = {""};
    if (!is_tested(claim)) return words;
    snprintf(words.text, sizeof words.text, "%.8s (%.0f to %.0f%%)", dt_percent(claim->probability).text,
             100.0 * claim->low, 100.0 * claim->high);
    return words;
}

/* A number with its sign in front; what is too small to print has none. */
static dt_formatted with_sign(double value)
{
    const double least = 0.001;
    if (value != 0.0 && fabs(value) < least) return (dt_formatted){"~0"};
    dt_formatted words = {""}, number = dt_number(fabs(value), fabs(value) < 1.0 ? 2 : 3);
    const char *sign = value > 0.0 ? "+" : value < 0.0 ? "-" : "";
    snprintf(words.text, sizeof words.text, "%s%.20s", sign, number.text);
    return words;
}

dt_formatted dt_claim_effect_words(const dt_claim *claim)
{
    dt_formatted words = {""};
    if (!is_tested(claim)) return words;
    snprintf(words.text, sizeof words.text, "%.12s (%.12s to %.12s)", with_sign(claim->effect).text,
             with_sign(claim->effect_low).text, with_sign(claim->effect_high).text);
    return words;
}

static void write_hinges(const dt_claim *claim, dt_text *out)
{
    dt_text line;
    dt_text_init(&line);
    if (claim->verdict == DT_VERDICT_NOT_TESTED) {
        dt_text_append(&line, claim->note);
    } else if (claim->n_hinge == 0) {
        dt_text_append(&line, "hinges on: nothing, all futures agree");
    } else {
        dt_text_append(&line, "hinges on: ");
        for (int k = 0; k < claim->n_hinge; k++)
            dt_text_printf(&line, "%s%s %+.2f%s", k ? ", " : "", claim->hinge[k].factor,
                           claim->hinge[k].correlation, claim->hinge[k].is_clear ? "" : " (may be chance)");
    }
    if (claim->verdict != DT_VERDICT_NOT_TESTED && *claim->note) dt_text_printf(&line, "; %s", claim->note);
    dt_column_paragraph(out, "       ", line.data ? line.data : "");
    out->has_failed |= line.has_failed;
    dt_text_clear(&line);
}

static void write_row(const dt_claim *claim, dt_text *out)
{
    char text[256], effect[256];
    snprintf(text, sizeof text, "(%c) %s", claim->letter, claim->text);
    snprintf(effect, sizeof effect, "%s %s", dt_claim_effect_words(claim).text,
             is_tested(claim) ? claim->unit : "");
    dt_formatted share = dt_claim_share_words(claim);
    dt_text_column column[] = {
        {text, 40}, {dt_verdict_words(claim->verdict), 15}, {share.text, 17}, {effect, 27}};
    dt_column_row(out, 1, column, 4);
    write_hinges(claim, out);
}

void dt_claims_text(const dt_claims *claims, dt_text *out)
{
    dt_text_printf(out, "CLAIMS OF THE STORY, each tested on %lld futures of up to four variations\n",
                   (long long)dt_claims_members(claims));
    dt_text_column head[] = {{"claim", 40}, {"verdict", 15}, {"true in", 17}, {"effect, 80% of futures", 27}};
    dt_column_row(out, 1, head, 4);
    for (int k = 0; k < dt_claims_count(claims); k++) {
        dt_claim claim = dt_claims_at(claims, k);
        write_row(&claim, out);
    }
    dt_column_paragraph(
        out, " ",
        "Holds: the 95% interval of the share of futures lies above two thirds; does not hold: below one "
        "third; (a) is judged by a certificate. Numbers behind assumptions are rank correlations with the "
        "effect.");
}

static void number_member(dt_json *json, const char *key, double value)
{
    dt_json_key(json, key);
    dt_json_number(json, value);
}

static void text_member(dt_json *json, const char *key, const char *value)
{
    dt_json_key(json, key);
    dt_json_string(json, value);
}

static void json_hinges(const dt_claim *claim, dt_json *json)
{
    dt_json_key(json, "hinges_on");
    dt_json_begin_array(json);
    for (int k = 0; k < claim->n_hinge; k++) {
        dt_json_begin_object(json);
        text_member(json, "factor", claim->hinge[k].factor);
        text_member(json, "text", claim->hinge[k].text);
        number_member(json, "rank_correlation", claim->hinge[k].correlation);
        dt_json_key(json, "is_clear");
        dt_json_bool(json, claim->hinge[k].is_clear);
        dt_json_end(json);
    }
    dt_json_end(json);
}

/* What was not tested has no numbers: null. */
static void json_numbers(const dt_claim *claim, dt_json *json)
{
    int is_known = is_tested(claim);
    number_member(json, "probability", is_known ? claim->probability : NAN);
    dt_json_key(json, "interval");
    dt_json_begin_array(json);
    dt_json_number(json, is_known ? claim->low : NAN);
    dt_json_number(json, is_known ? claim->high : NAN);
    dt_json_end(json);
    dt_json_key(json, "effect");
    dt_json_begin_object(json);
    text_member(json, "text", claim->effect_text);
    number_member(json, "value", is_known ? claim->effect : NAN);
    number_member(json, "low", is_known ? claim->effect_low : NAN);
    number_member(json, "high", is_known ? claim->effect_high : NAN);
    text_member(json, "unit", claim->unit);
    dt_json_end(json);
}

static void json_claim(const dt_claim *claim, dt_json *json)
{
    char letter[2] = {claim->letter, '\0'};
    dt_json_begin_object(json);
    text_member(json, "id", claim->id);
    text_member(json, "letter", letter);
    text_member(json, "text", claim->text);
    text_member(json, "verdict", dt_verdict_words(claim->verdict));
    text_member(json, "note", claim->note);
    dt_json_key(json, "members");
    dt_json_integer(json, claim->members);
    json_numbers(claim, json);
    json_hinges(claim, json);
    text_member(json, "rule", claim->rule);
    number_member(json, "holds_from", claim->holds_from);
    number_member(json, "fails_to", claim->fails_to);
    text_member(json, "compares", claim->compare);
    text_member(json, "command", claim->command);
    dt_json_end(json);
}

void dt_claims_json(const dt_claims *claims, dt_json *json)
{
    dt_json_key(json, "claims");
    dt_json_begin_array(json);
    for (int k = 0; k < dt_claims_count(claims); k++) {
        dt_claim claim = dt_claims_at(claims, k);
        json_claim(&claim, json);
    }
    dt_json_end(json);
}

static void write_json(const dt_claims *claims, const dt_scenario *scenario, dt_text *out)
{
    dt_json json;
    dt_json_init(&json, out, 1);
    dt_json_begin_object(&json);
    text_member(&json, "schema", "detente.claims/1");
    text_member(&json, "version", dt_version());
    text_member(&json, "scenario", dt_scenario_describe(scenario).name);
    dt_json_key(&json, "members");
    dt_json_integer(&json, dt_claims_members(claims));
    dt_claims_json(claims, &json);
    dt_json_end(&json);
    dt_text_append(out, "\n");
}

dt_status dt_report_claims(const dt_claims *claims, const dt_scenario *scenario, dt_summary_format format,
                           char **text)
{
    dt_text out;
    dt_text_init(&out);
    if (format == DT_SUMMARY_JSON)
        write_json(claims, scenario, &out);
    else
        dt_claims_text(claims, &out);
    dt_status status = dt_text_take(&out, text);
    dt_text_clear(&out);
    return status;
}
