/* Words and numbers about games. A number that was not measured is "n/a", never 0. */
#include "report/game_words.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

dt_formatted dt_share_words(dt_estimate share)
{
    dt_formatted words = {"n/a"};
    if (isnan(share.mean)) return words;
    snprintf(words.text, sizeof words.text, "%.8s (%.0f to %.0f%%)", dt_percent(share.mean).text,
             100.0 * share.low, 100.0 * share.high);
    return words;
}

dt_formatted dt_estimate_words(dt_estimate e)
{
    dt_formatted words = {"n/a"};
    if (isnan(e.mean)) return words;
    snprintf(words.text, sizeof words.text, "%.14s (%.13s to %.13s)", dt_number(e.mean, 3).text,
             dt_number(e.low, 3).text, dt_number(e.high, 3).text);
    return words;
}

void dt_profile_words(const dt_game_result *r, int64_t profile, dt_text *out)
{
    int strategy[DT_NORMAL_PLAYERS];
    dt_normal_profile_strategies(r->mean, profile, strategy);
    for (int k = 0; k < r->n_player; k++)
        dt_text_printf(out, "%s%s %s", k ? ", " : "", dt_normal_player_name(r->mean, k),
                       dt_normal_strategy_name(r->mean, k, strategy[k]));
}

static void player_words(const dt_game_result *r, const double *mixed, int k, dt_text *out)
{
    const double *p = mixed + dt_normal_offset(r->mean, k);
    int n_named = 0;
    dt_text_printf(out, "%s%s", k ? "; " : "", dt_normal_player_name(r->mean, k));
    for (int s = 0; s < dt_normal_strategies(r->mean, k); s++) {
        if (!(p[s] > 0.0)) continue;
        dt_text_printf(out, "%s %s", n_named++ ? "," : "", dt_normal_strategy_name(r->mean, k, s));
        if (p[s] < 1.0) dt_text_printf(out, " %s", dt_percent(p[s]).text);
    }
}

void dt_mixed_words(const dt_game_result *r, const double *mixed, dt_text *out)
{
    for (int k = 0; k < r->n_player; k++)
        player_words(r, mixed, k, out);
}

void dt_face_words(const dt_game_result *r, const dt_game_face *face, dt_text *out)
{
    for (int k = 0; k < 2; k++) {
        int p = face->player[k];
        dt_text_printf(out, "%s%s (%s or %s)", k ? " and " : "", dt_normal_player_name(r->mean, p),
                       dt_normal_strategy_name(r->mean, p, face->strategy[k][0]),
                       dt_normal_strategy_name(r->mean, p, face->strategy[k][1]));
    }
}

int dt_face_order(const dt_game_face *face, int order[DT_GAME_CLASSES])
{
    int n = 0;
    for (int c = 0; c < DT_GAME_CLASSES; c++) {
        if (!(face->share[c].mean > 0.0)) continue;
        int at = n++;
        while (at > 0 && face->share[order[at - 1]].mean < face->share[c].mean) {
            order[at] = order[at - 1];
            at--;
        }
        order[at] = c;
    }
    return n;
}

void dt_dilemma_words(const dt_game_result *r, dt_text *out)
{
    const dt_certificate *c = &r->dilemma;
    dt_text_printf(
        out,
        "That it is a dilemma, not to cooperate paying whatever the others do and all being better "
        "off if all cooperated, is %s",
        dt_certified_words(c->verdict));
    if (c->n == 0) {
        dt_text_append(out, ": nobody has a choice.");
        return;
    }
    const dt_condition *weak = &c->condition[c->weakest];
    dt_text_printf(out, ". Weakest of %d conditions: %s, mean %s, p %s", c->n, weak->name,
                   dt_number(weak->mean, 3).text, dt_number(c->p, 2).text);
    if (c->verdict == DT_NOT_DETERMINED)
        dt_text_printf(out, "; about %s members would decide", dt_number(ceil(c->needed), 3).text);
    dt_text_append(out, ".");
}

void dt_anarchy_words(const dt_game_result *r, dt_text *out)
{
    if (isnan(r->worst_equilibrium)) {
        dt_text_append(out, "No equilibrium was found, so nothing can be said of what it costs.");
        return;
    }
    dt_text_printf(out, "Best total of the players' payoffs %s; worst equilibrium %s, best equilibrium %s. ",
                   dt_number(r->best_total, 4).text, dt_number(r->worst_equilibrium, 4).text,
                   dt_number(r->best_equilibrium, 4).text);
    if (isfinite(r->anarchy))
        dt_text_printf(out, "Price of anarchy %s, price of stability %s.", dt_number(r->anarchy, 4).text,
                       dt_number(r->stability, 4).text);
    else
        dt_text_printf(
            out,
            "Totals are not all positive, so that differences count: %s lost in the worst, %s in the "
            "best equilibrium.",
            dt_number(r->anarchy_difference, 3).text, dt_number(r->stability_difference, 3).text);
}

void dt_headline_words(const dt_game_result *r, dt_text *out)
{
    int order[DT_GAME_CLASSES];
    if (r->n_face > 0 && dt_face_order(&r->face[0], order) > 0) {
        const dt_game_face *face = &r->face[0];
        dt_text_printf(out, "%s with probability %s", dt_game_class_words(order[0]),
                       dt_share_words(face->share[order[0]]).text);
        dt_text_printf(out, "; of expected payoffs: %s.", dt_game_class_words(face->of_means));
    }
    for (int e = 0; e < r->n_equilibrium && e < 1; e++) {
        dt_text_append(out, " Equilibrium: ");
        dt_mixed_words(r, r->equilibrium[e].mixed, out);
        dt_text_append(out, ".");
    }
    if (r->n_equilibrium == 0) {
        dt_text_append(out, " No equilibrium was found; least regret: ");
        dt_profile_words(r, r->best_profile, out);
        dt_text_printf(out, " (%s of the range of payoffs).", dt_percent(r->best_regret).text);
    }
}
