/* Games as text: what `detente game play`, `map` and `design` print. At most 100 columns where names are
 * short. */
#include <math.h>
#include <stdio.h>

#include "report/column.h"
#include "report/game_json.h"
#include "report/game_words.h"

enum { LISTED_PROFILES = 32, LISTED_CONDITIONS = 12, SHOWN_FACES = 12 };

static const double BOUND_LEVEL = 0.05;

static void paragraph(dt_text *out, const char *indent, void (*write)(const dt_game_result *, dt_text *),
                      const dt_game_result *r)
{
    dt_text line;
    dt_text_init(&line);
    write(r, &line);
    dt_column_paragraph(out, indent, line.data ? line.data : "");
    out->has_failed |= line.has_failed;
    dt_text_clear(&line);
}

/* ---- payoffs ---- */

static void text_cell(const dt_game_result *r, int64_t s, dt_text *out)
{
    for (int k = 0; k < 2; k++) {
        const dt_estimate *e = &r->payoff[s * 2 + k];
        dt_text_printf(out, "%s%s \xC2\xB1 %s", k ? " / " : "", dt_number(e->mean, 4).text,
                       dt_number(0.5 * (e->high - e->low), 2).text);
    }
}

/* Two players: rows are the first one's strategies. */
static void text_matrix(const dt_game_result *r, dt_text *out)
{
    const dt_normal *g = r->mean;
    int n_row = dt_normal_strategies(g, 0), n_column = dt_normal_strategies(g, 1);
    dt_text_printf(out, " %-18s", "");
    for (int c = 0; c < n_column; c++)
        dt_text_printf(out, " %-36s", dt_normal_strategy_name(g, 1, c));
    dt_text_append(out, "\n");
    for (int row = 0; row < n_row; row++) {
        dt_text_printf(out, " %-18s", dt_normal_strategy_name(g, 0, row));
        for (int c = 0; c < n_column; c++) {
            const int strategy[2] = {row, c};
            dt_text cell;
            dt_text_init(&cell);
            text_cell(r, dt_normal_profile(g, strategy), &cell);
            dt_text_append(out, " ");
            dt_column_cell(out, cell.data ? cell.data : "", -36);
            dt_text_clear(&cell);
        }
        dt_text_append(out, "\n");
    }
}

static void text_profiles(const dt_game_result *r, dt_text *out)
{
    for (int64_t s = 0; s < r->n_profile && s < LISTED_PROFILES; s++) {
        dt_text_append(out, " ");
        dt_profile_words(r, s, out);
        dt_text_append(out, ":");
        for (int k = 0; k < r->n_player; k++)
            dt_text_printf(out, " %s", dt_number(r->payoff[s * r->n_player + k].mean, 4).text);
        dt_text_append(out, "\n");
    }
    if (r->n_profile > LISTED_PROFILES)
        dt_text_printf(out, " ... %lld more; --csv lists all\n", (long long)(r->n_profile - LISTED_PROFILES));
}

/* Bounds that hold without any assumption but the range of payoffs. */
static void text_bound(const dt_game_result *r, dt_text *out)
{
    dt_game_info info = dt_game_describe(r->game);
    double range = info.greatest - info.least;
    int64_t n = r->profile[0].members;
    if (!(range > 0.0) || n < 1) return;
    for (int64_t s = 1; s < r->n_profile; s++)
        if (r->profile[s].members < n) n = r->profile[s].members;
    double bound = dt_game_uniform_bound(range, r->n_player, (double)r->n_profile, n, BOUND_LEVEL);
    dt_text_printf(
        out,
        " payoffs within [%s, %s]: all means are within %s with 95%% (Hoeffding); an equilibrium of them "
        "is one of the true game within %s\n",
        dt_typed(info.least).text, dt_typed(info.greatest).text, dt_number(bound, 3).text,
        dt_number(2.0 * bound, 3).text);
}

static void text_payoffs(const dt_game_result *r, dt_text *out)
{
    dt_text_printf(out, "PAYOFFS, mean of members%s\n",
                   r->n_player == 2 ? " with half the width of the 95% interval" : "");
    if (r->n_player == 2) {
        dt_text_printf(out, " rows %s, columns %s\n", dt_normal_player_name(r->mean, 0),
                       dt_normal_player_name(r->mean, 1));
        text_matrix(r, out);
    } else {
        text_profiles(r, out);
    }
    text_bound(r, out);
}

/* ---- equilibria ---- */

static void text_equilibria(const dt_game_result *r, dt_text *out)
{
    dt_text_printf(out, "\nEQUILIBRIA of expected payoffs (%s%s), and in what share of members each is one\n",
                   r->method, r->is_complete ? "; none is missing" : "; others may exist");
    for (int e = 0; e < r->n_equilibrium; e++) {
        const dt_game_equilibrium *q = &r->equilibrium[e];
        dt_text_append(out, " ");
        dt_mixed_words(r, q->mixed, out);
        dt_text_printf(out,
                       "\n   in %s of members to within 1%% of the range; regret in the sample up to %s\n",
                       dt_percent(q->share).text, dt_number(q->regret.high, 3).text);
    }
    if (r->n_equilibrium == 0) {
        dt_text_append(out, " none found; least regret: ");
        dt_profile_words(r, r->best_profile, out);
        dt_text_printf(out, ", %s of the range of payoffs\n", dt_percent(r->best_regret).text);
    }
    if (isfinite(r->full_regret.mean))
        dt_text_printf(out,
                       " in the full game, the most that one player (%s) gains by leaving the first: %s\n",
                       dt_game_column(r->game, r->full_player), dt_estimate_words(r->full_regret).text);
    dt_text_append(out, " each pure profile, share of members whose own game has it as an equilibrium:\n");
    for (int64_t s = 0; s < r->n_profile && s < LISTED_PROFILES; s++) {
        dt_text_append(out, "   ");
        dt_profile_words(r, s, out);
        dt_text_printf(out, ": %s of %lld\n", dt_share_words(r->profile[s].share).text,
                       (long long)r->profile[s].members);
    }
}

static void text_quantal(const dt_game_result *r, dt_text *out)
{
    if (r->n_quantal == 0) return;
    dt_text_append(out, "\nQUANTAL RESPONSE, lambda per range of payoffs\n");
    for (int q = 0; q < r->n_quantal; q++) {
        dt_text_printf(out, " %5g  ", r->quantal[q].lambda);
        dt_mixed_words(r, r->quantal[q].mixed, out);
        dt_text_append(out, "\n");
    }
}

/* ---- dilemma and classes ---- */

static void text_dilemma(const dt_game_result *r, dt_text *out)
{
    dt_text_append(out, "\nCERTIFICATE\n");
    paragraph(out, " ", dt_dilemma_words, r);
    for (int k = 0; k < r->dilemma.n && k < LISTED_CONDITIONS; k++) {
        const dt_condition *c = &r->dilemma.condition[k];
        dt_text_printf(out, "  %-52s %11s  t %7.2f  p %s\n", c->name, dt_number(c->mean, 3).text, c->t,
                       dt_number(c->flip > c->p ? c->flip : c->p, 2).text);
    }
}

static void text_faces(const dt_game_result *r, dt_text *out)
{
    dt_text_append(out, "\nCLASS OF EACH PAIR, with its probability over the members (95% interval)\n");
    for (int f = 0; f < r->n_face && f < SHOWN_FACES; f++) {
        const dt_game_face *face = &r->face[f];
        int order[DT_GAME_CLASSES], n = dt_face_order(face, order);
        dt_text_append(out, " ");
        dt_face_words(r, face, out);
        dt_text_printf(out, ", %lld members; of expected payoffs: %s\n", (long long)face->members,
                       dt_game_class_words(face->of_means));
        for (int k = 0; k < n; k++)
            dt_text_printf(out, "   %-22s %s\n", dt_game_class_words(order[k]),
                           dt_share_words(face->share[order[k]]).text);
        if (face->order_place >= 0)
            dt_text_printf(out, "   most frequent order of payoffs: %s, %s of members\n", face->order,
                           dt_percent(face->order_share).text);
    }
    if (r->n_face > SHOWN_FACES)
        dt_text_printf(out, " ... %d more; --json lists all\n", r->n_face - SHOWN_FACES);
}

static void text_effects_on(const dt_game_result *r, dt_text *out)
{
    dt_text_append(out,
                   "\nWHO LOSES BY WHOSE RESTRAINT: change of payoff, others not restraining | all others\n");
    for (int k = 0; k < r->n_effect_on; k++) {
        const dt_game_effect_on *e = &r->effect_on[k];
        dt_text_printf(out, " %-10s restrains: %-8s %30s | %s\n", dt_normal_player_name(r->mean, e->player),
                       dt_game_column(r->game, e->column), dt_estimate_words(e->alone).text,
                       dt_estimate_words(e->with_others).text);
    }
}

static void text_factors(const dt_game_result *r, dt_text *out)
{
    if (r->n_factor == 0) return;
    dt_text_printf(out, "\nWHAT DECIDES whether the first pair is %s: share of the variance\n",
                   dt_game_class_words(r->class_explained));
    for (int k = 0; k < r->n_factor; k++) {
        const dt_game_factor *f = &r->factor[k];
        dt_text_printf(out, " %-32s", f->name);
        if (isfinite(f->first))
            dt_text_printf(out, " alone %5.2f%s", f->first,
                           f->is_clear ? "                 " : " (may be chance) ");
        else
            dt_text_printf(out, "%29s", "");
        if (isfinite(f->total.mean))
            dt_text_printf(out, "in all %5.2f (%.2f to %.2f)", f->total.mean, f->total.low, f->total.high);
        dt_text_append(out, "\n");
    }
}

static void text_game(const dt_game_result *r, dt_text *out)
{
    dt_game_info info = dt_game_describe(r->game);
    dt_text_printf(out, "Game %s: %d players, %lld profiles, at most %lld members of each, %lld runs",
                   info.name, r->n_player, (long long)r->n_profile, (long long)r->members,
                   (long long)r->runs);
    dt_text_printf(out, "%s\n", r->n_failed ? ", some members failed" : "");
    dt_column_paragraph(out, "", info.text);
    dt_text_append(out, "\n");
    paragraph(out, "", dt_headline_words, r);
    dt_text_append(out, "\n");
    text_payoffs(r, out);
    text_equilibria(r, out);
    text_quantal(r, out);
    text_dilemma(r, out);
    text_faces(r, out);
    dt_text_append(out, "\nWHAT EQUILIBRIUM COSTS\n");
    paragraph(out, " ", dt_anarchy_words, r);
    text_effects_on(r, out);
    text_factors(r, out);
}

/* ---- map ---- */

static const char signs[DT_GAME_CLASSES + 1] = "PDHSCBO1hA~=";

static void text_map(const dt_game *game, const dt_game_map *map, dt_text *out)
{
    int used[DT_GAME_CLASSES] = {0};
    dt_text_printf(out, "Class map of %s: %s (up) and %s (right)\n", dt_game_describe(game).name,
                   map->axis[1].key, map->axis[0].key);
    for (int y = map->n_y - 1; y >= 0; y--) {
        dt_text_printf(out, "%10s ", dt_typed(map->point[y * map->n_x].y).text);
        for (int x = 0; x < map->n_x; x++) {
            int k = map->point[y * map->n_x + x].leading;
            if (k >= 0) used[k]++;
            dt_text_append_bytes(out, k >= 0 ? &signs[k] : " ", 1);
        }
        dt_text_append(out, "\n");
    }
    dt_text_printf(out, "%10s %s%*s\n", "", dt_typed(map->axis[0].from).text,
                   map->n_x - 4 > 0 ? map->n_x - 4 : 1, dt_typed(map->axis[0].to).text);
    for (int k = 0; k < DT_GAME_CLASSES; k++)
        if (used[k])
            dt_text_printf(out, " %c %-20s %5.1f%% of points\n", signs[k], dt_game_class_words(k),
                           100.0 * used[k] / (map->n_x * map->n_y));
    dt_text_printf(
        out,
        "%d of %d points simulated, others inferred where neighbours agree; %lld runs instead of %lld "
        "in %.1f s\n",
        map->n_simulated, map->n_x * map->n_y, (long long)map->runs, (long long)map->full_runs, map->seconds);
}

/* ---- design ---- */

static void text_treaty(const dt_game *game, const dt_game_design_result *d, const dt_game_treaty *t,
                        dt_text *out)
{
    for (int k = 0; k < d->n_lever; k++)
        dt_text_printf(out, "%s%s %s", k ? ", " : "   ", d->lever[k].name, dt_number(t->level[k], 2).text);
    dt_text_printf(out, "; cost %s\n   an equilibrium in %s of members; least gain %s (%s)\n",
                   dt_number(t->cost, 3).text, dt_share_words(t->share).text, dt_estimate_words(t->gain).text,
                   dt_game_column(game, t->weakest));
    if (isfinite(t->aim.mean))
        dt_text_printf(out, "   %s at the end %s\n", dt_game_describe(game).aim,
                       dt_estimate_words(t->aim).text);
    dt_text_printf(out, "   all better off than without in %s; best reply to everything in %s\n",
                   dt_share_words(t->better).text, dt_share_words(t->dominant).text);
}

/* What a treaty must bring, where the game has an aim. */
static void text_aim(const dt_game *game, const dt_game_design_result *d, dt_text *out)
{
    dt_game_info info = dt_game_describe(game);
    if (!info.aim) return;
    dt_text_printf(out,
                   " %s of every player reaches %s under mutual restraint at %d points; both hold at %d\n",
                   info.aim, dt_number(info.aim_least, 2).text, d->n_aim, d->n_both);
}

static void text_thresholds(const dt_game_design_result *d, dt_text *out)
{
    if (d->n_threshold == 0) return;
    dt_text_printf(out, "\nENTRY INTO FORCE: at %s, restraint is a best reply to everything for all in\n",
                   d->threshold_key);
    for (int k = 0; k < d->n_threshold; k++)
        dt_text_printf(
            out, " %6s  %s of members; an equilibrium in %s\n", dt_number(d->threshold[k].level[0], 2).text,
            dt_share_words(d->threshold[k].dominant).text, dt_share_words(d->threshold[k].share).text);
}

static void text_design(const dt_game *game, const dt_game_design_result *d, dt_text *out)
{
    static const char *const rule[3] = {"for expected payoffs", "in at least 80% of members",
                                        "in at least 95% of members"};
    dt_text_printf(out, "Treaty design of %s: %d points, %lld members of each, %lld runs in %.1f s\n",
                   dt_game_describe(game).name, d->n_point, (long long)d->members, (long long)d->runs,
                   d->seconds);
    dt_text_printf(out,
                   "\nREGION: mutual restraint is an equilibrium of expected payoffs at %d of %d points\n",
                   d->n_region, d->n_point);
    text_aim(game, d, out);
    for (int k = 0; k < d->n_lever; k++)
        dt_text_printf(out, " %-14s rank correlation with the share of members %+.2f\n", d->lever[k].name,
                       d->correlation[k]);
    dt_text_append(out, "\nWITHOUT TREATY\n");
    text_treaty(game, d, &d->point[0], out);
    dt_text_append(out, "\nSTRICTEST\n");
    text_treaty(game, d, &d->point[d->n_point - 1], out);
    for (int k = 0; k < 3; k++) {
        dt_text_printf(out, "\nCHEAPEST FOUND that holds %s\n", rule[k]);
        if (d->has[k])
            text_treaty(game, d, &d->cheapest[k], out);
        else
            dt_text_append(out, "   none of the points\n");
    }
    if (d->has_robust && !d->has[1]) {
        dt_text_append(out, "\nMOST ROBUST of the points\n");
        text_treaty(game, d, &d->robust, out);
    }
    dt_text_printf(out, "\nSTABLE COALITIONS at %s\n",
                   d->has[0] ? "the cheapest treaty" : "the strictest treaty");
    for (int k = 0; k < d->n_coalition; k++)
        dt_text_printf(out, " %d of the players: in %s of members%s\n", d->coalition[k].size,
                       dt_share_words(d->coalition[k].share).text,
                       d->coalition[k].of_means ? "; of expected payoffs too" : "");
    text_thresholds(d, out);
}

/* ---- calls ---- */

dt_status dt_report_game(const dt_game_result *result, dt_summary_format format, char **text)
{
    dt_text out;
    dt_text_init(&out);
    if (format == DT_SUMMARY_JSON)
        dt_game_json(result, &out);
    else
        text_game(result, &out);
    return dt_text_take(&out, text);
}

dt_status dt_report_game_map(const dt_game *game, const dt_game_map *map, dt_summary_format format,
                             char **text)
{
    dt_text out;
    dt_text_init(&out);
    if (format == DT_SUMMARY_JSON)
        dt_game_map_json(game, map, &out);
    else
        text_map(game, map, &out);
    return dt_text_take(&out, text);
}

dt_status dt_report_game_design(const dt_game *game, const dt_game_design_result *design,
                                dt_summary_format format, char **text)
{
    dt_text out;
    dt_text_init(&out);
    if (format == DT_SUMMARY_JSON)
        dt_game_design_json(game, design, &out);
    else
        text_design(game, design, &out);
    return dt_text_take(&out, text);
}
