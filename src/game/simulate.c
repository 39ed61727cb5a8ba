/* The simulator of a game on a scenario: each thread has a bench with the case and the race of the profile
 * that it ran last, and makes them anew when another comes. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/threads.h"
#include "core/try.h"
#include "detente/version.h"
#include "game/game.h"
#include "io/hash.h"
#include "io/number.h"
#include "io/text.h"
#include "scenario/finding.h"

typedef struct bench {
    int strategy[DT_GAME_PLAYERS]; /* of the task that it stands for */
    int n_point;
    double point[DT_GAME_LEVERS];
    const char *key[DT_GAME_LEVERS];
    dt_case *c; /* NULL before the first */
    dt_race *race;
    double *u;   /* factors of a block */
    int *factor; /* [factor of the base case]: that of this case, -1 if it has none */
} bench;

typedef struct stage {
    const dt_world *world;
    const dt_game *game;
    char *scenario; /* canonical, with the game's settings */
    dt_case *base;
    int slot, aim_slot; /* of the payoff, and of the aim's field if there is one */
    int n_bench;
    bench *bench;
} stage;

/* ---- cases ---- */

static dt_status apply(dt_scenario *scenario, const dt_game_settings *settings, dt_diagnostics *diagnostics)
{
    for (int k = 0; k < settings->n; k++)
        DT_TRY(dt_scenario_set(scenario, settings->item[k].key, settings->item[k].value, diagnostics));
    return DT_OK;
}

static dt_status apply_task(const stage *s, dt_scenario *scenario, const dt_game_task *task,
                            dt_diagnostics *diagnostics)
{
    for (int p = 0; task->strategy && p < s->game->n_player; p++)
        DT_TRY(apply(scenario, &s->game->player[p].strategy[task->strategy[p]].set, diagnostics));
    for (int k = 0; k < task->n_point; k++) {
        char value[DT_NUMBER_TEXT];
        dt_number_format(task->point[k], value);
        DT_TRY(dt_scenario_set(scenario, task->point_key[k], value, diagnostics));
    }
    return DT_OK;
}

/* Passes on what is wrong, once: profiles share most of what they set. Places are those of the canonical
 * text, which nobody wrote: the game is named instead. Warnings about the scenario belong to whoever read it.
 */
static void pass_on(const stage *s, const dt_diagnostics *found, dt_diagnostics *diagnostics)
{
    for (int k = 0; k < found->count; k++) {
        dt_diagnostic d = found->item[k];
        d.line = d.column = 0;
        snprintf(d.file, sizeof d.file, "%s", s->game->name);
        if (!d.is_warning && !dt_is_said(diagnostics, &d)) dt_diagnose(diagnostics, &d);
    }
}

static dt_status build(const stage *s, const dt_game_task *task, dt_case **out, dt_diagnostics *diagnostics)
{
    dt_scenario *scenario = NULL;
    dt_diagnostics found;
    dt_diagnostics_init(&found);
    dt_status status = dt_scenario_parse(s->scenario, strlen(s->scenario), "game", NULL, &scenario, &found);
    if (status == DT_OK) status = apply_task(s, scenario, task, &found);
    if (status == DT_OK) status = dt_case_build(s->world, scenario, out, &found);
    if (status != DT_OK) pass_on(s, &found, diagnostics);
    dt_scenario_free(scenario);
    return status;
}

static int factor_named(const dt_case *c, const char *name)
{
    for (int f = 0; f < dt_case_factor_count(c); f++)
        if (strcmp(dt_case_factor(c, f)->name, name) == 0) return f;
    return -1;
}

static void clear_bench(bench *b)
{
    dt_race_free(b->race);
    dt_case_free(b->c);
    free(b->u);
    b->race = NULL;
    b->c = NULL;
    b->u = NULL;
}

static int is_set(const stage *s, const bench *b, const dt_game_task *task)
{
    if (!b->c || !b->race || !b->u || b->n_point != task->n_point) return 0;
    if (memcmp(b->strategy, task->strategy, (size_t)s->game->n_player * sizeof *b->strategy) != 0) return 0;
    for (int k = 0; k < task->n_point; k++)
        if (b->point[k] != task->point[k] || b->key[k] != task->point_key[k]) return 0;
    return 1;
}

static dt_status set_bench(const stage *s, bench *b, const dt_game_task *task)
{
    if (is_set(s, b, task)) return DT_OK;
    clear_bench(b);
    memcpy(b->strategy, task->strategy, (size_t)s->game->n_player * sizeof *b->strategy);
    b->n_point = task->n_point;
    for (int k = 0; k < task->n_point; k++) {
        b->point[k] = task->point[k];
        b->key[k] = task->point_key[k];
    }
    DT_TRY(build(s, task, &b->c, NULL));
    DT_TRY(dt_race_create(b->c, NULL, &b->race));
    b->u = malloc((size_t)(dt_case_factor_count(b->c) * DT_RACE_LANES + 1) * sizeof *b->u);
    if (!b->u) return DT_NO_MEMORY;
    for (int f = 0; f < dt_case_factor_count(s->base); f++)
        b->factor[f] = factor_named(b->c, dt_case_factor(s->base, f)->name);
    return DT_OK;
}

/* ---- runs ---- */

static double payoff_of(const stage *s, const bench *b, int column, int lane)
{
    double sum = 0.0;
    if (dt_race_failure(b->race, lane).has_failed) return NAN;
    for (int i = 0; i < dt_case_state_count(b->c); i++)
        if (dt_case_in_group(b->c, column, i)) sum += dt_race_state_value(b->race, s->slot, i, lane);
    return sum;
}

/* Mean of the aim's field over the states of a player. */
static double aim_of(const stage *s, const bench *b, int player, int lane)
{
    double sum = 0.0, n = 0.0;
    for (int i = 0; i < dt_case_state_count(b->c); i++)
        if (dt_case_in_group(b->c, player, i)) {
            sum += dt_race_state_value(b->race, s->aim_slot, i, lane);
            n += 1.0;
        }
    return sum / n;
}

/* Rows of factors in the order of this bench's case; what the base case lacks is drawn. */
static const double *arrange(const stage *s, const bench *b, const dt_game_task *task, int first, int count)
{
    int n = dt_case_factor_count(b->c), n_base = dt_case_factor_count(s->base);
    for (int l = 0; l < count; l++) {
        double *u = b->u + l * n;
        dt_case_draw(b->c, task->first + (uint64_t)(first + l), u);
        for (int f = 0; f < n_base; f++)
            if (b->factor[f] >= 0) u[b->factor[f]] = task->u[(first + l) * n_base + f];
    }
    return b->u;
}

static dt_status run(void *context, int thread, const dt_game_task *task, double *value)
{
    const stage *s = context;
    bench *b = &s->bench[thread];
    DT_TRY(set_bench(s, b, task));
    int width = dt_race_width(b->race), n_step = dt_case_step_count(b->c);
    int n_column = dt_game_describe(s->game).n_column;
    for (int first = 0; first < task->count; first += width) {
        int count = task->count - first < width ? task->count - first : width;
        const double *u = task->u ? arrange(s, b, task, first, count) : NULL;
        dt_race_begin(b->race, task->first + (uint64_t)first, count, u);
        for (int t = 0; t < n_step; t++)
            dt_race_step(b->race);
        for (int c = 0; c < n_column; c++)
            for (int l = 0; l < count; l++)
                value[c * DT_RACE_LANES + first + l] = payoff_of(s, b, c, l);
        for (int p = 0; s->game->aim && p < s->game->n_player; p++)
            for (int l = 0; l < count; l++)
                value[(n_column + p) * DT_RACE_LANES + first + l] = aim_of(s, b, p, l);
    }
    return DT_OK;
}

static const char *factor_name(void *context, int factor)
{
    const stage *s = context;
    return dt_case_factor(s->base, factor)->name;
}

static void draw(void *context, uint64_t member, double *u)
{
    const stage *s = context;
    dt_case_draw(s->base, member, u);
}

/* ---- making ---- */

/* Slot of a field of states by its name. */
static dt_status find_field(const char *wanted, int *slot, dt_diagnostics *diagnostics)
{
    char name[96];
    for (int k = 0; k < dt_field_count(); k++) {
        const dt_field_info *field = dt_field_at(k);
        snprintf(name, sizeof name, "%s.%s", field->mechanism, field->name);
        if (field->is_global || strcmp(name, wanted) != 0) continue;
        *slot = field->slot;
        return DT_OK;
    }
    dt_diagnostic finding = {.code = DT_E_PLAY_FIELD};
    snprintf(finding.found, sizeof finding.found, "%s", wanted);
    return dt_diagnose(diagnostics, &finding);
}

static dt_status set_columns(const dt_game *game, dt_scenario *scenario, dt_diagnostics *diagnostics)
{
    dt_text list;
    dt_text_init(&list);
    int n = dt_game_describe(game).n_column;
    for (int c = 0; c < n; c++)
        dt_text_printf(&list, "%s%s", c ? "," : "", dt_game_column(game, c));
    dt_status status = dt_text_status(&list);
    if (status == DT_OK) status = dt_scenario_set_groups(scenario, list.data);
    if (status == DT_INPUT) {
        dt_diagnostic finding = {.code = DT_E_PLAY_PLACE};
        snprintf(finding.found, sizeof finding.found, "%s", list.data);
        status = dt_diagnose(diagnostics, &finding);
    }
    dt_text_clear(&list);
    return status;
}

/* The scenario with what the game sets in every profile. */
static dt_status take_scenario(stage *s, const dt_scenario *scenario, dt_diagnostics *diagnostics)
{
    dt_scenario *copy = NULL;
    char *text = NULL;
    dt_diagnostics found;
    dt_diagnostics_init(&found);
    DT_TRY(dt_scenario_canonical(scenario, &text));
    dt_status status = dt_scenario_parse(text, strlen(text), "game", NULL, &copy, &found);
    if (status == DT_OK) status = apply(copy, &s->game->set, diagnostics);
    if (status == DT_OK) status = set_columns(s->game, copy, diagnostics);
    if (status == DT_OK) status = dt_scenario_canonical(copy, &s->scenario);
    dt_scenario_free(copy);
    dt_free(text);
    return status;
}

/* Builds the case of every strategy once, so that all that is wrong is said before the play. */
static dt_status check_strategies(const stage *s, dt_diagnostics *diagnostics)
{
    int strategy[DT_GAME_PLAYERS] = {0};
    dt_status status = DT_OK;
    for (int p = 0; p < s->game->n_player; p++) {
        for (int k = 0; k < s->game->player[p].n_strategy; k++) {
            dt_case *c = NULL;
            strategy[p] = k;
            dt_status one = build(s, &(dt_game_task){.strategy = strategy}, &c, diagnostics);
            if (status == DT_OK) status = one;
            dt_case_free(c);
        }
        strategy[p] = 0;
    }
    return status;
}

static dt_status check_levers(const stage *s, dt_diagnostics *diagnostics)
{
    dt_status status = DT_OK;
    for (int k = 0; k < s->game->n_map + s->game->n_lever; k++) {
        const dt_game_lever *lever = k < s->game->n_map ? &s->game->map[k]
                                                        : &s->game->lever[k - s->game->n_map];
        const char *key = lever->key;
        if (!*key) continue; /* an axis that nobody named: the map says so */
        const double ends[2] = {lever->from, lever->to};
        for (int e = 0; e < 2; e++) {
            dt_case *c = NULL;
            dt_game_task task = {.n_point = 1, .point = &ends[e], .point_key = &key};
            dt_status one = build(s, &task, &c, diagnostics);
            if (status == DT_OK) status = one;
            dt_case_free(c);
        }
    }
    return status;
}

/* Players share no state: it would be asked to do two things at once, and its payoff would count twice. */
static dt_status check_apart(const stage *s, dt_diagnostics *diagnostics)
{
    for (int i = 0; i < dt_case_state_count(s->base); i++) {
        int first = -1;
        for (int p = 0; p < s->game->n_player; p++) {
            if (!dt_case_in_group(s->base, p, i)) continue;
            if (first < 0) {
                first = p;
                continue;
            }
            dt_diagnostic finding = {.code = DT_E_PLAY_FILE};
            snprintf(finding.found, sizeof finding.found, "%s, a state of both %s and %s",
                     dt_case_state_iso3(s->base, i), s->game->player[first].name, s->game->player[p].name);
            snprintf(finding.expected, sizeof finding.expected, "players that share no state");
            return dt_diagnose(diagnostics, &finding);
        }
    }
    return DT_OK;
}

static void hash_settings(dt_hash *hash, const dt_game_settings *settings)
{
    dt_hash_integer(hash, settings->n);
    for (int k = 0; k < settings->n; k++) {
        dt_hash_string(hash, settings->item[k].key);
        dt_hash_string(hash, settings->item[k].value);
    }
}

static void hash_stage(const stage *s, unsigned char out[16])
{
    unsigned char part[16];
    dt_hash hash;
    dt_hash_init(&hash);
    dt_hash_string(&hash, dt_version());
    dt_world_hash(s->world, part);
    dt_hash_update(&hash, part, sizeof part);
    dt_case_hash(s->base, part);
    dt_hash_update(&hash, part, sizeof part);
    dt_hash_string(&hash, s->game->payoff);
    for (int c = 0; c < dt_game_describe(s->game).n_column; c++)
        dt_hash_string(&hash, dt_game_column(s->game, c));
    for (int p = 0; p < s->game->n_player; p++)
        for (int k = 0; k < s->game->player[p].n_strategy; k++)
            hash_settings(&hash, &s->game->player[p].strategy[k].set);
    dt_hash_finish(&hash, out);
}

static dt_status make_benches(stage *s, int n_thread)
{
    s->bench = calloc((size_t)n_thread, sizeof *s->bench);
    if (!s->bench) return DT_NO_MEMORY;
    s->n_bench = n_thread;
    for (int t = 0; t < n_thread; t++) {
        s->bench[t].factor = malloc((size_t)(dt_case_factor_count(s->base) + 1) * sizeof(int));
        if (!s->bench[t].factor) return DT_NO_MEMORY;
    }
    return DT_OK;
}

static void free_stage(stage *s)
{
    for (int t = 0; t < s->n_bench; t++) {
        clear_bench(&s->bench[t]);
        free(s->bench[t].factor);
    }
    free(s->bench);
    dt_case_free(s->base);
    dt_free(s->scenario);
    free(s);
}

dt_status dt_simulator_create(const dt_world *world, const dt_scenario *scenario, const dt_game *game,
                              int n_thread, dt_simulator *out, dt_diagnostics *diagnostics)
{
    stage *s = calloc(1, sizeof *s);
    if (!s) return DT_NO_MEMORY;
    s->world = world;
    s->game = game;
    dt_status status = find_field(game->payoff, &s->slot, diagnostics);
    if (status == DT_OK && game->aim) status = find_field(game->aim, &s->aim_slot, diagnostics);
    if (status == DT_OK) status = take_scenario(s, scenario, diagnostics);
    if (status == DT_OK) status = build(s, &(dt_game_task){0}, &s->base, diagnostics);
    if (status == DT_OK) status = check_apart(s, diagnostics);
    if (status == DT_OK) status = check_strategies(s, diagnostics);
    if (status == DT_OK) status = check_levers(s, diagnostics);
    if (status == DT_OK) status = make_benches(s, dt_thread_count(n_thread));
    if (status != DT_OK) {
        free_stage(s);
        return status;
    }
    *out = (dt_simulator){.context = s,
                          .n_factor = dt_case_factor_count(s->base),
                          .factor = factor_name,
                          .draw = draw,
                          .run = run};
    hash_stage(s, out->hash);
    return DT_OK;
}

void dt_simulator_free(dt_simulator *simulator)
{
    if (simulator->context) free_stage(simulator->context);
    *simulator = (dt_simulator){0};
}
