/* Games as JSON: all that is known, with names instead of numbers where there are names. */
#include "report/game_json.h"

#include <math.h>

#include "detente/version.h"
#include "io/json.h"

static void text(dt_json *j, const char *key, const char *value)
{
    dt_json_key(j, key);
    dt_json_string(j, value);
}

static void number(dt_json *j, const char *key, double value)
{
    dt_json_key(j, key);
    dt_json_number(j, value);
}

static void integer(dt_json *j, const char *key, int64_t value)
{
    dt_json_key(j, key);
    dt_json_integer(j, value);
}

static void flag(dt_json *j, const char *key, int value)
{
    dt_json_key(j, key);
    dt_json_bool(j, value);
}

static void estimate(dt_json *j, const char *key, dt_estimate e)
{
    dt_json_key(j, key);
    dt_json_begin_object(j);
    number(j, "value", e.mean);
    number(j, "low", e.low);
    number(j, "high", e.high);
    dt_json_end(j);
}

static void begin(dt_json *j, dt_text *out, const char *schema, const dt_game *game)
{
    dt_json_init(j, out, 1);
    dt_json_begin_object(j);
    text(j, "schema", schema);
    text(j, "version", dt_version());
    text(j, "game", dt_game_describe(game).name);
    text(j, "scenario", dt_game_describe(game).scenario);
}

static void end(dt_json *j, dt_text *out)
{
    dt_json_end(j);
    dt_text_append(out, "\n");
}

/* ---- the game ---- */

static void players(dt_json *j, const dt_game_result *r)
{
    dt_json_key(j, "players");
    dt_json_begin_array(j);
    for (int k = 0; k < r->n_player; k++) {
        dt_json_begin_object(j);
        text(j, "name", dt_normal_player_name(r->mean, k));
        dt_json_key(j, "strategies");
        dt_json_begin_array(j);
        for (int s = 0; s < dt_normal_strategies(r->mean, k); s++)
            dt_json_string(j, dt_normal_strategy_name(r->mean, k, s));
        dt_json_end(j);
        dt_json_end(j);
    }
    dt_json_end(j);
}

static void strategies(dt_json *j, const dt_game_result *r, int64_t profile)
{
    int strategy[DT_NORMAL_PLAYERS];
    dt_normal_profile_strategies(r->mean, profile, strategy);
    dt_json_key(j, "profile");
    dt_json_begin_array(j);
    for (int k = 0; k < r->n_player; k++)
        dt_json_string(j, dt_normal_strategy_name(r->mean, k, strategy[k]));
    dt_json_end(j);
}

static void profiles(dt_json *j, const dt_game_result *r)
{
    dt_json_key(j, "profiles");
    dt_json_begin_array(j);
    for (int64_t s = 0; s < r->n_profile; s++) {
        const dt_game_profile *p = &r->profile[s];
        dt_json_begin_object(j);
        strategies(j, r, s);
        dt_json_key(j, "payoffs");
        dt_json_begin_array(j);
        for (int k = 0; k < r->n_player; k++) {
            const dt_estimate *e = &r->payoff[s * r->n_player + k];
            dt_json_begin_object(j);
            number(j, "mean", e->mean);
            number(j, "low", e->low);
            number(j, "high", e->high);
            dt_json_end(j);
        }
        dt_json_end(j);
        integer(j, "members", p->members);
        flag(j, "is_equilibrium", p->is_equilibrium);
        estimate(j, "share_of_members", p->share);
        estimate(j, "regret", p->regret);
        number(j, "total", p->total);
        dt_json_end(j);
    }
    dt_json_end(j);
}

static void mixed(dt_json *j, const dt_game_result *r, const double *p)
{
    dt_json_key(j, "profile");
    dt_json_begin_array(j);
    for (int k = 0; k < r->n_player; k++) {
        dt_json_begin_array(j);
        for (int s = 0; s < dt_normal_strategies(r->mean, k); s++)
            dt_json_number(j, p[dt_normal_offset(r->mean, k) + s]);
        dt_json_end(j);
    }
    dt_json_end(j);
}

static void equilibria(dt_json *j, const dt_game_result *r)
{
    text(j, "method", r->method);
    flag(j, "is_complete", r->is_complete);
    dt_json_key(j, "equilibria");
    dt_json_begin_array(j);
    for (int e = 0; e < r->n_equilibrium; e++) {
        const dt_game_equilibrium *q = &r->equilibrium[e];
        dt_json_begin_object(j);
        mixed(j, r, q->mixed);
        dt_json_key(j, "payoffs");
        dt_json_begin_array(j);
        for (int k = 0; k < r->n_player; k++)
            dt_json_number(j, q->payoff[k]);
        dt_json_end(j);
        flag(j, "is_pure", q->is_pure);
        estimate(j, "regret", q->regret);
        number(j, "share_of_members", q->share);
        number(j, "total", q->total);
        dt_json_end(j);
    }
    dt_json_end(j);
    estimate(j, "regret_in_full_game", r->full_regret);
    dt_json_key(j, "quantal");
    dt_json_begin_array(j);
    for (int q = 0; q < r->n_quantal; q++) {
        dt_json_begin_object(j);
        number(j, "lambda", r->quantal[q].lambda);
        mixed(j, r, r->quantal[q].mixed);
        dt_json_end(j);
    }
    dt_json_end(j);
}

static void certificate(dt_json *j, const dt_certificate *c)
{
    dt_json_key(j, "dilemma");
    dt_json_begin_object(j);
    text(j, "verdict", dt_certified_words(c->verdict));
    number(j, "p", c->p);
    number(j, "members_needed", c->needed);
    dt_json_key(j, "conditions");
    dt_json_begin_array(j);
    for (int k = 0; k < c->n; k++) {
        const dt_condition *d = &c->condition[k];
        dt_json_begin_object(j);
        text(j, "name", d->name);
        integer(j, "members", d->n);
        number(j, "mean", d->mean);
        number(j, "sd", d->sd);
        number(j, "t", d->t);
        number(j, "p", d->p);
        number(j, "p_sign_flip", d->flip);
        number(j, "low", d->low);
        dt_json_end(j);
    }
    dt_json_end(j);
    dt_json_end(j);
}

static void faces(dt_json *j, const dt_game_result *r)
{
    dt_json_key(j, "pairs");
    dt_json_begin_array(j);
    for (int f = 0; f < r->n_face; f++) {
        const dt_game_face *face = &r->face[f];
        dt_json_begin_object(j);
        dt_json_key(j, "players");
        dt_json_begin_array(j);
        for (int k = 0; k < 2; k++) {
            dt_json_begin_object(j);
            text(j, "name", dt_normal_player_name(r->mean, face->player[k]));
            text(j, "cooperates", dt_normal_strategy_name(r->mean, face->player[k], face->strategy[k][0]));
            text(j, "does_not", dt_normal_strategy_name(r->mean, face->player[k], face->strategy[k][1]));
            dt_json_end(j);
        }
        dt_json_end(j);
        integer(j, "members", face->members);
        text(j, "of_means", dt_game_class_words(face->of_means));
        text(j, "most_frequent_order", face->order);
        integer(j, "order_place", face->order_place);
        number(j, "order_share", face->order_share);
        dt_json_key(j, "classes");
        dt_json_begin_object(j);
        for (int k = 0; k < DT_GAME_CLASSES; k++)
            estimate(j, dt_game_class_words(k), face->share[k]);
        dt_json_end(j);
        dt_json_end(j);
    }
    dt_json_end(j);
}

static void welfare(dt_json *j, const dt_game_result *r)
{
    dt_json_key(j, "totals");
    dt_json_begin_object(j);
    number(j, "best", r->best_total);
    number(j, "worst_equilibrium", r->worst_equilibrium);
    number(j, "best_equilibrium", r->best_equilibrium);
    number(j, "price_of_anarchy", r->anarchy);
    number(j, "price_of_stability", r->stability);
    number(j, "anarchy_difference", r->anarchy_difference);
    number(j, "stability_difference", r->stability_difference);
    dt_json_end(j);
}

static void effects(dt_json *j, const dt_game_result *r)
{
    dt_json_key(j, "effects_of_restraint");
    dt_json_begin_array(j);
    for (int k = 0; k < r->n_effect_on; k++) {
        const dt_game_effect_on *e = &r->effect_on[k];
        dt_json_begin_object(j);
        text(j, "of", dt_normal_player_name(r->mean, e->player));
        text(j, "on", dt_game_column(r->game, e->column));
        estimate(j, "alone", e->alone);
        estimate(j, "with_others", e->with_others);
        dt_json_end(j);
    }
    dt_json_end(j);
    text(j, "class_explained", r->n_factor ? dt_game_class_words(r->class_explained) : "");
    dt_json_key(j, "factors");
    dt_json_begin_array(j);
    for (int k = 0; k < r->n_factor; k++) {
        const dt_game_factor *f = &r->factor[k];
        dt_json_begin_object(j);
        text(j, "name", f->name);
        number(j, "first_order", f->first);
        flag(j, "is_clear", f->is_clear);
        estimate(j, "total", f->total);
        dt_json_end(j);
    }
    dt_json_end(j);
}

void dt_game_json(const dt_game_result *r, dt_text *out)
{
    dt_json j;
    begin(&j, out, "detente.game/1", r->game);
    text(&j, "reduction", dt_game_describe(r->game).reduction);
    flag(&j, "is_rounded", r->is_rounded);
    integer(&j, "members", r->members);
    integer(&j, "runs", r->runs);
    integer(&j, "failed", r->n_failed);
    players(&j, r);
    profiles(&j, r);
    equilibria(&j, r);
    certificate(&j, &r->dilemma);
    faces(&j, r);
    welfare(&j, r);
    effects(&j, r);
    end(&j, out);
}

/* ---- map ---- */

static void axis(dt_json *j, const char *key, const dt_game_lever *a, int n)
{
    dt_json_key(j, key);
    dt_json_begin_object(j);
    text(j, "lever", a->key);
    number(j, "from", a->from);
    number(j, "to", a->to);
    integer(j, "points", n);
    dt_json_end(j);
}

static void map_point(dt_json *j, const dt_game_map_point *p)
{
    dt_json_begin_object(j);
    dt_json_key(j, "x");
    dt_json_rounded(j, p->x, 9);
    dt_json_key(j, "y");
    dt_json_rounded(j, p->y, 9);
    text(j, "class", dt_game_class_words(p->leading));
    flag(j, "is_simulated", p->is_simulated);
    integer(j, "members", p->members);
    dt_json_key(j, "cooperation");
    dt_json_rounded(j, p->cooperation, 4);
    dt_json_key(j, "shares");
    dt_json_begin_array(j);
    for (int k = 0; k < DT_GAME_CLASSES; k++)
        dt_json_rounded(j, p->share[k], 4);
    dt_json_end(j);
    dt_json_end(j);
}

void dt_game_map_json(const dt_game *game, const dt_game_map *map, dt_text *out)
{
    dt_json j;
    begin(&j, out, "detente.game-map/1", game);
    axis(&j, "x", &map->axis[0], map->n_x);
    axis(&j, "y", &map->axis[1], map->n_y);
    integer(&j, "runs", map->runs);
    integer(&j, "simulated", map->n_simulated);
    dt_json_key(&j, "classes");
    dt_json_begin_array(&j);
    for (int k = 0; k < DT_GAME_CLASSES; k++)
        dt_json_string(&j, dt_game_class_words(k));
    dt_json_end(&j);
    dt_json_key(&j, "points");
    dt_json_begin_array(&j);
    for (int k = 0; k < map->n_x * map->n_y; k++)
        map_point(&j, &map->point[k]);
    dt_json_end(&j);
    end(&j, out);
}

/* ---- design ---- */

static void treaty(dt_json *j, const dt_game *game, const dt_game_design_result *d, const dt_game_treaty *t)
{
    dt_json_begin_object(j);
    dt_json_key(j, "levels");
    dt_json_begin_object(j);
    for (int k = 0; k < d->n_lever; k++)
        number(j, d->lever[k].name, t->level[k]);
    dt_json_end(j);
    number(j, "cost", t->cost);
    estimate(j, "share", t->share);
    estimate(j, "gain", t->gain);
    text(j, "weakest", dt_game_column(game, t->weakest));
    estimate(j, "all_better", t->better);
    estimate(j, "dominant", t->dominant);
    estimate(j, "aim", t->aim);
    dt_json_end(j);
}

static void treaties(dt_json *j, const dt_game *game, const dt_game_design_result *d)
{
    static const char *const rule[3] = {"of_means", "in_80_percent", "in_95_percent"};
    dt_json_key(j, "cheapest");
    dt_json_begin_object(j);
    for (int k = 0; k < 3; k++) {
        dt_json_key(j, rule[k]);
        if (d->has[k])
            treaty(j, game, d, &d->cheapest[k]);
        else
            dt_json_null(j);
    }
    dt_json_end(j);
    dt_json_key(j, "most_robust");
    if (d->has_robust)
        treaty(j, game, d, &d->robust);
    else
        dt_json_null(j);
    dt_json_key(j, "points");
    dt_json_begin_array(j);
    for (int k = 0; k < d->n_point; k++)
        treaty(j, game, d, &d->point[k]);
    dt_json_end(j);
}

void dt_game_design_json(const dt_game *game, const dt_game_design_result *d, dt_text *out)
{
    dt_json j;
    begin(&j, out, "detente.game-design/1", game);
    integer(&j, "members", d->members);
    integer(&j, "runs", d->runs);
    integer(&j, "in_region", d->n_region);
    text(&j, "aim", dt_game_describe(game).aim);
    integer(&j, "reach_aim", d->n_aim);
    integer(&j, "in_region_and_reach_aim", d->n_both);
    treaties(&j, game, d);
    dt_json_key(&j, "rank_correlations");
    dt_json_begin_object(&j);
    for (int k = 0; k < d->n_lever; k++)
        number(&j, d->lever[k].name, d->correlation[k]);
    dt_json_end(&j);
    dt_json_key(&j, "coalitions");
    dt_json_begin_array(&j);
    for (int k = 0; k < d->n_coalition; k++) {
        dt_json_begin_object(&j);
        integer(&j, "size", d->coalition[k].size);
        estimate(&j, "share", d->coalition[k].share);
        flag(&j, "of_means", d->coalition[k].of_means);
        dt_json_end(&j);
    }
    dt_json_end(&j);
    text(&j, "threshold", d->threshold_key);
    dt_json_key(&j, "thresholds");
    dt_json_begin_array(&j);
    for (int k = 0; k < d->n_threshold; k++) {
        dt_json_begin_object(&j);
        number(&j, "level", d->threshold[k].level[0]);
        estimate(&j, "dominant", d->threshold[k].dominant);
        estimate(&j, "share", d->threshold[k].share);
        dt_json_end(&j);
    }
    dt_json_end(&j);
    end(&j, out);
}
