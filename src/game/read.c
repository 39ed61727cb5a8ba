/* Reads a game file: a map of players, strategies and levers in YAML, with the reader of scenarios.
 *
 * Values of settings are kept as the text that `--set` would take, so that types and ranges are checked where
 * all settings are: by the scenario. Names of parameters are checked here, with suggestions. All readers go
 * on after an error. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/try.h"
#include "detente/param.h"
#include "game/game.h"
#include "io/file.h"
#include "io/number.h"
#include "io/text.h"
#include "scenario/suggest.h"
#include "scenario/yaml.h"

enum { FILE_LIMIT = 1 << 20, MOST_MEMBERS = 1000000, MOST_WATCHED = 8 };

/* What the readers of one call share. */
typedef struct reader {
    dt_game *game;
    dt_findings f;
    const dt_yaml *shared; /* strategies of players that name none of their own */
} reader;

dt_status dt_game_settings_add(dt_game_settings *settings, const char *key, const char *value)
{
    dt_game_setting *grown = realloc(settings->item, (size_t)(settings->n + 1) * sizeof *grown);
    if (!grown) return DT_NO_MEMORY;
    settings->item = grown;
    char *copy = strdup(value);
    if (!copy) return DT_NO_MEMORY;
    dt_game_setting *item = &grown[settings->n++];
    item->value = copy;
    snprintf(item->key, sizeof item->key, "%s", key);
    return DT_OK;
}

void dt_game_settings_clear(dt_game_settings *settings)
{
    for (int k = 0; k < settings->n; k++)
        free(settings->item[k].value);
    free(settings->item);
    *settings = (dt_game_settings){0};
}

void dt_game_free(dt_game *game)
{
    if (!game) return;
    for (int p = 0; p < game->n_player; p++)
        for (int s = 0; s < game->player[p].n_strategy; s++)
            dt_game_settings_clear(&game->player[p].strategy[s].set);
    dt_game_settings_clear(&game->set);
    free(game->name);
    free(game->text);
    free(game->scenario);
    free(game->payoff);
    free(game->cooperate);
    free(game->aim);
    free(game);
}

/* ---- pieces ---- */

static void memory_short(reader *r)
{
    dt_report_no_memory(&r->f);
}

/* A text; a copy replaces what stood there. */
static void read_string(reader *r, const dt_yaml *node, char **out)
{
    if (node->kind != DT_YAML_SCALAR || !*node->text) {
        dt_yaml_wrong(&r->f, node, "a text");
        return;
    }
    free(*out);
    *out = strdup(node->text);
    if (!*out) memory_short(r);
}

/* Names stand in tables and in keys: letters, digits and a few signs. */
static int read_name(reader *r, dt_place place, const char *text, char out[DT_GAME_NAME])
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_- ";
    if (*text && strlen(text) < DT_GAME_NAME && strspn(text, plain) == strlen(text)) {
        snprintf(out, DT_GAME_NAME, "%s", text);
        return 1;
    }
    dt_report(&r->f, DT_E_PLAY_FILE, place, text, "a name of letters, digits, blanks, _ and -", NULL);
    return 0;
}

static int read_number(reader *r, const dt_yaml *node, double *out)
{
    if (node->kind == DT_YAML_SCALAR && dt_number_parse(node->text, out) == DT_OK) return 1;
    return dt_yaml_wrong(&r->f, node, "a number");
}

/* A scalar that would not read as itself inside a list or map is written with quotes. */
static void write_scalar(dt_text *out, const dt_yaml *node)
{
    const char *text = node->text;
    size_t end = strlen(text);
    int is_plain = end > 0 && !strpbrk(text, ",:{}[]#&*!|>'\"%@`\\\n") && text[0] != ' ' &&
        text[end - 1] != ' ';
    if (is_plain && !node->is_quoted) {
        dt_text_append(out, text);
        return;
    }
    dt_text_append(out, "\"");
    for (; *text; text++) {
        if (*text == '"' || *text == '\\') dt_text_append(out, "\\");
        dt_text_append_bytes(out, *text == '\n' ? " " : text, 1);
    }
    dt_text_append(out, "\"");
}

/* A value as --set takes it: YAML on one line. */
static void write_flow(dt_text *out, const dt_yaml *node)
{
    if (node->kind == DT_YAML_SCALAR) {
        write_scalar(out, node);
        return;
    }
    dt_text_append(out, node->kind == DT_YAML_LIST ? "[" : "{");
    DT_EACH_CHILD(child, node)
    {
        if (child != node->first) dt_text_append(out, ", ");
        if (child->key) dt_text_printf(out, "%s: ", child->key);
        write_flow(out, child);
    }
    dt_text_append(out, node->kind == DT_YAML_LIST ? "]" : "}");
}

/* ---- settings ---- */

/* Whether a key is a parameter, or one of a few keys of a scenario that a game may set for all profiles. */
static int check_key(reader *r, const dt_yaml *node, const char *key, int is_common)
{
    static const char *const common[] = {"end", "start", "step", "seed", "postures"};
    char name[96];
    snprintf(name, sizeof name, "%.*s", (int)strcspn(key, "."), key);
    if (dt_param_find(name) >= 0) return 1;
    for (int k = 0; is_common && k < (int)(sizeof common / sizeof *common); k++)
        if (strcmp(common[k], key) == 0) return 1;
    dt_report(&r->f, DT_E_PLAY_LEVER, node->key_place, key, "a lever or parameter of the model",
              dt_say_nearest(&r->f, dt_nearest(name, dt_param_name_at, NULL)));
    return 0;
}

/* A parameter of states without a name behind it is that of the player. */
static void write_key(char *out, size_t size, const char *key, const char *player)
{
    int param = dt_param_find(key);
    int is_own = player && param >= 0 && dt_param_at(param)->shape == DT_SHAPE_STATE;
    snprintf(out, size, "%s%s%s", key, is_own ? "." : "", is_own ? player : "");
}

static void read_settings(reader *r, const dt_yaml *node, const char *player, dt_game_settings *out)
{
    if (node->kind == DT_YAML_SCALAR && !*node->text) return;
    if (node->kind != DT_YAML_MAP) {
        dt_yaml_wrong(&r->f, node, "a map of levers");
        return;
    }
    DT_EACH_CHILD(child, node)
    {
        char key[96];
        dt_text value;
        dt_text_init(&value);
        if (!check_key(r, child, child->key, !player)) continue;
        write_key(key, sizeof key, child->key, player);
        write_flow(&value, child);
        if (dt_text_status(&value) != DT_OK || dt_game_settings_add(out, key, value.data) != DT_OK)
            memory_short(r);
        dt_text_clear(&value);
    }
}

/* ---- players ---- */

static void read_strategies(reader *r, const dt_yaml *node, dt_player *player)
{
    if (!node || node->kind != DT_YAML_MAP) {
        if (node) dt_yaml_wrong(&r->f, node, "a map of strategies");
        return;
    }
    DT_EACH_CHILD(child, node)
    {
        if (player->n_strategy == DT_GAME_STRATEGIES) {
            dt_report(&r->f, DT_E_PLAY_FILE, child->key_place, child->key, "at most 6 strategies", NULL);
            return;
        }
        dt_strategy *strategy = &player->strategy[player->n_strategy];
        if (!read_name(r, child->key_place, child->key, strategy->name)) continue;
        player->n_strategy++;
        read_settings(r, child, player->name, &strategy->set);
    }
}

static void read_player(reader *r, const dt_yaml *node)
{
    static const char *const known[] = {"role", "strategies", NULL};
    dt_game *game = r->game;
    dt_player *player = &game->player[game->n_player];
    if (!read_name(r, node->key_place, node->key, player->name)) return;
    game->n_player++;
    const dt_yaml *own = NULL;
    if (node->kind == DT_YAML_MAP) DT_EACH_CHILD(child, node)
        {
            if (strcmp(child->key, "role") == 0 && child->kind == DT_YAML_SCALAR)
                read_name(r, child->place, child->text, player->role_name);
            else if (strcmp(child->key, "strategies") == 0)
                own = child;
            else
                dt_report(&r->f, DT_E_UNKNOWN_KEY, child->key_place, child->key, "role or strategies",
                          dt_say_nearest(&r->f, dt_nearest(child->key, dt_array_name_at, known)));
        }
    read_strategies(r, own ? own : r->shared, player);
    if (player->n_strategy == 0)
        dt_report(&r->f, DT_E_PLAY_FILE, node->key_place, player->name, "a player with strategies", NULL);
}

static void read_players(reader *r, const dt_yaml *node)
{
    if (node->kind != DT_YAML_MAP) {
        dt_yaml_wrong(&r->f, node, "a map of players");
        return;
    }
    DT_EACH_CHILD(child, node)
    {
        if (r->game->n_player == DT_GAME_PLAYERS) {
            dt_report(&r->f, DT_E_PLAY_FILE, child->key_place, child->key, "at most 16 players", NULL);
            return;
        }
        read_player(r, child);
    }
}

/* The strategy that counts as cooperation, of each player. */
static void find_cooperation(reader *r, const dt_yaml *node)
{
    dt_game *game = r->game;
    for (int p = 0; p < game->n_player; p++) {
        dt_player *player = &game->player[p];
        player->cooperate = player->n_strategy - 1;
        for (int s = 0; game->cooperate && s < player->n_strategy; s++)
            if (strcmp(player->strategy[s].name, game->cooperate) == 0) {
                player->cooperate = s;
                break;
            } else if (s == player->n_strategy - 1) {
                dt_report(&r->f, DT_E_PLAY_FILE, node->place, game->cooperate,
                          "a strategy that every player has", NULL);
                return;
            }
    }
}

/* ---- levers ---- */

static int read_range(reader *r, const dt_yaml *node, dt_game_lever *lever)
{
    const dt_yaml *set = dt_yaml_find(node, "set"), *from = dt_yaml_find(node, "from"),
                  *to = dt_yaml_find(node, "to"), *cost = dt_yaml_find(node, "cost");
    if (!set || set->kind != DT_YAML_SCALAR || !from || !to)
        return dt_yaml_wrong(&r->f, node, "a map with set, from and to");
    if (!check_key(r, set, set->text, 0)) return 0;
    snprintf(lever->key, sizeof lever->key, "%s", set->text);
    lever->cost = 1.0;
    int is_read = read_number(r, from, &lever->from) & read_number(r, to, &lever->to);
    if (is_read && lever->from == lever->to) {
        dt_report(&r->f, DT_E_PLAY_FILE, to->place, to->text, "another number than that of from", NULL);
        return 0;
    }
    if (cost) is_read &= read_number(r, cost, &lever->cost);
    return is_read;
}

static void read_levers(reader *r, const dt_yaml *node, dt_game_lever *lever, int room, int *n)
{
    if (node->kind != DT_YAML_MAP) {
        dt_yaml_wrong(&r->f, node, "a map of levers");
        return;
    }
    DT_EACH_CHILD(child, node)
    {
        if (*n == room) {
            dt_report(&r->f, DT_E_PLAY_FILE, child->key_place, child->key,
                      dt_say(&r->f, "at most %d levers", room), NULL);
            return;
        }
        if (child->kind != DT_YAML_MAP)
            dt_yaml_wrong(&r->f, child, "a map with set, from and to");
        else if (read_name(r, child->key_place, child->key, lever[*n].name) &&
                 read_range(r, child, &lever[*n]))
            (*n)++;
    }
}

dt_status dt_game_set_map(dt_game *game, int index, const char *text, dt_diagnostics *diagnostics)
{
    dt_game_lever lever = {.cost = 1.0};
    char name[96] = "", from[48] = "", to[48] = "";
    dt_diagnostic finding = {.code = DT_E_PLAY_AXIS, .expected = "LEVER=FROM:TO, with two different numbers"};
    snprintf(finding.found, sizeof finding.found, "%s", text);
    int n = sscanf(text, "%95[^=]=%47[^:]:%47s", name, from, to);
    if (n != 3 || dt_number_parse(from, &lever.from) != DT_OK || dt_number_parse(to, &lever.to) != DT_OK ||
        lever.from == lever.to)
        return dt_diagnose(diagnostics, &finding);
    char parameter[96];
    snprintf(parameter, sizeof parameter, "%.*s", (int)strcspn(name, "."), name);
    if (dt_param_find(parameter) < 0) {
        finding = (dt_diagnostic){.code = DT_E_PLAY_LEVER, .expected = "a lever or parameter of the model"};
        snprintf(finding.found, sizeof finding.found, "%s", parameter);
        return dt_diagnose(diagnostics, &finding);
    }
    snprintf(lever.key, sizeof lever.key, "%s", name);
    snprintf(lever.name, sizeof lever.name, "%.47s", name);
    game->map[index] = lever;
    if (game->n_map <= index) game->n_map = index + 1;
    return DT_OK;
}

/* ---- roles ---- */

static int role_named(dt_game *game, const dt_player *player)
{
    const char *name = player->role_name[0] ? player->role_name : player->name;
    for (int k = 0; k < game->n_role; k++)
        if (strcmp(game->role[k].name, name) == 0) return k;
    dt_role *role = &game->role[game->n_role];
    snprintf(role->name, sizeof role->name, "%s", name);
    role->n_strategy = player->n_strategy;
    return game->n_role++;
}

/* Without a reduction each player is a role of its own. */
static void make_roles(reader *r, const dt_yaml *players)
{
    dt_game *game = r->game;
    for (int p = 0; p < game->n_player; p++) {
        dt_player *player = &game->player[p];
        if (game->reduction == DT_REDUCTION_NONE) player->role_name[0] = '\0';
        player->role = role_named(game, player);
        dt_role *role = &game->role[player->role];
        role->member[role->n++] = p;
        role->reduced = role->n;
        if (role->n_strategy != player->n_strategy)
            dt_report(&r->f, DT_E_PLAY_FILE, players->place, player->name,
                      "as many strategies as the other players of its role", NULL);
    }
}

static void read_reduced(reader *r, const dt_yaml *node)
{
    dt_game *game = r->game;
    DT_EACH_CHILD(child, node)
    {
        double n = 0.0;
        dt_role *role = NULL;
        if (strcmp(child->key, "kind") == 0 || !read_number(r, child, &n)) continue;
        for (int k = 0; k < game->n_role; k++)
            if (strcmp(game->role[k].name, child->key) == 0) role = &game->role[k];
        int least = game->reduction == DT_REDUCTION_DEVIATION && role && role->n > 1 ? 2 : 1;
        if (!role || n != (int)n || n < least || n > role->n)
            dt_report(&r->f, DT_E_PLAY_REDUCTION, child->key_place, dt_say(&r->f, "%s: %g", child->key, n),
                      role ? dt_say(&r->f, "%d to %d players", least, role->n) : "a role of the players",
                      NULL);
        else
            role->reduced = (int)n;
    }
}

static void read_reduction_kind(reader *r, const dt_yaml *node)
{
    const dt_yaml *kind = node->kind == DT_YAML_MAP ? dt_yaml_find(node, "kind") : NULL;
    if (kind && kind->kind == DT_YAML_SCALAR && strcmp(kind->text, "deviation") == 0)
        r->game->reduction = DT_REDUCTION_DEVIATION;
    else if (kind && kind->kind == DT_YAML_SCALAR && strcmp(kind->text, "hierarchical") == 0)
        r->game->reduction = DT_REDUCTION_HIERARCHICAL;
    else
        dt_yaml_wrong(&r->f, kind ? kind : node,
                      "kind: deviation or hierarchical, and a number for each role");
}

/* ---- the whole ---- */

/* Two players must not set the same thing to different values. */
static void check_conflicts(reader *r, const dt_yaml *players)
{
    const dt_game *game = r->game;
    for (int p = 0; p < game->n_player; p++)
        for (int q = p + 1; q < game->n_player; q++)
            for (int s = 0; s < game->player[p].n_strategy; s++)
                for (int t = 0; t < game->player[q].n_strategy; t++) {
                    const dt_game_settings *a = &game->player[p].strategy[s].set,
                                           *b = &game->player[q].strategy[t].set;
                    for (int k = 0; k < a->n * b->n; k++) {
                        const dt_game_setting *x = &a->item[k / b->n], *y = &b->item[k % b->n];
                        if (strcmp(x->key, y->key) != 0 || strcmp(x->value, y->value) == 0) continue;
                        dt_report(&r->f, DT_E_PLAY_CONFLICT, players->place, x->key,
                                  dt_say(&r->f, "one value from %s and %s", game->player[p].name,
                                         game->player[q].name),
                                  NULL);
                        return;
                    }
                }
}

static void read_watch(reader *r, const dt_yaml *node)
{
    dt_game *game = r->game;
    if (node->kind != DT_YAML_LIST) {
        dt_yaml_wrong(&r->f, node, "a list of states and groups");
        return;
    }
    DT_EACH_CHILD(child, node)
    {
        if (child->kind != DT_YAML_SCALAR || game->n_watch == MOST_WATCHED)
            dt_yaml_wrong(&r->f, child, "at most eight names of states and groups");
        else if (read_name(r, child->place, child->text, game->watch[game->n_watch]))
            game->n_watch++;
    }
}

/* What a treaty must bring: a field of states, and the least of it. */
static void read_aim(reader *r, const dt_yaml *node)
{
    const dt_yaml *field = node->kind == DT_YAML_MAP ? dt_yaml_find(node, "field") : NULL,
                  *least = node->kind == DT_YAML_MAP ? dt_yaml_find(node, "least") : NULL;
    if (!field || !least)
        dt_yaml_wrong(&r->f, node, "a map with field and least");
    else if (read_number(r, least, &r->game->aim_least))
        read_string(r, field, &r->game->aim);
}

static void read_members(reader *r, const dt_yaml *node)
{
    double n = 0.0;
    if (!read_number(r, node, &n)) return;
    if (n != (double)(int64_t)n || n < 8 || n > MOST_MEMBERS)
        dt_report(&r->f, DT_E_PLAY_MEMBERS, node->place, node->text, "8 to 1000000 members", NULL);
    else
        r->game->members = (int64_t)n;
}

static void read_payoff_range(reader *r, const dt_yaml *node)
{
    double *range = r->game->range;
    int is_pair = node->kind == DT_YAML_LIST && node->count == 2;
    if (!is_pair || !read_number(r, node->first, &range[0]) ||
        !read_number(r, node->first->next, &range[1]) || !(range[0] < range[1]))
        dt_yaml_wrong(&r->f, node, "the least and the greatest payoff: [low, high]");
}

/* Keys that stand for themselves; the others need the players and are read afterwards. */
static void read_key(reader *r, const dt_yaml *node)
{
    static const char *const known[] = {
        "name",  "text", "scenario", "payoff", "cooperate", "members",    "settings",  "watch",
        "range", "aim",  "map",      "design", "players",   "strategies", "reduction", NULL};
    dt_game *game = r->game;
    struct {
        const char *key;
        char **out;
    } texts[] = {{"name", &game->name},
                 {"text", &game->text},
                 {"scenario", &game->scenario},
                 {"payoff", &game->payoff},
                 {"cooperate", &game->cooperate}};
    for (size_t k = 0; k < sizeof texts / sizeof *texts; k++)
        if (strcmp(node->key, texts[k].key) == 0) {
            read_string(r, node, texts[k].out);
            return;
        }
    if (strcmp(node->key, "members") == 0)
        read_members(r, node);
    else if (strcmp(node->key, "settings") == 0)
        read_settings(r, node, NULL, &game->set);
    else if (strcmp(node->key, "watch") == 0)
        read_watch(r, node);
    else if (strcmp(node->key, "aim") == 0)
        read_aim(r, node);
    else if (strcmp(node->key, "range") == 0)
        read_payoff_range(r, node);
    else if (strcmp(node->key, "map") == 0)
        read_levers(r, node, game->map, 2, &game->n_map);
    else if (strcmp(node->key, "design") == 0)
        read_levers(r, node, game->lever, DT_GAME_LEVERS, &game->n_lever);
    else if (dt_array_name_at(known, 0) && strcmp(node->key, "players") != 0 &&
             strcmp(node->key, "strategies") != 0 && strcmp(node->key, "reduction") != 0)
        dt_report(&r->f, DT_E_UNKNOWN_KEY, node->key_place, node->key, "a key of a game",
                  dt_say_nearest(&r->f, dt_nearest(node->key, dt_array_name_at, known)));
}

static void read_root(reader *r, const dt_yaml *root)
{
    const dt_yaml *players = dt_yaml_find(root, "players"), *reduction = dt_yaml_find(root, "reduction"),
                  *cooperate = dt_yaml_find(root, "cooperate");
    r->shared = dt_yaml_find(root, "strategies");
    DT_EACH_CHILD(child, root)
    read_key(r, child);
    if (!players) {
        dt_report(&r->f, DT_E_PLAY_FILE, root->place, "no players", "players: with at least two", NULL);
        return;
    }
    read_players(r, players);
    if (reduction) read_reduction_kind(r, reduction);
    if (r->game->n_player < 2)
        dt_report(&r->f, DT_E_PLAY_FILE, players->place, "fewer than two players", "at least two", NULL);
    find_cooperation(r, cooperate ? cooperate : players);
    make_roles(r, players);
    if (reduction && reduction->kind == DT_YAML_MAP) read_reduced(r, reduction);
    check_conflicts(r, players);
}

/* What a file does not say. */
static dt_status set_defaults(dt_game *game)
{
    if (!game->name) game->name = strdup("game");
    if (!game->text) game->text = strdup("");
    if (!game->scenario) game->scenario = strdup("coruna");
    if (!game->payoff) game->payoff = strdup("payoff.total");
    if (game->members == 0) game->members = 400;
    return game->name && game->text && game->scenario && game->payoff ? DT_OK : DT_NO_MEMORY;
}

dt_status dt_game_parse(const char *text, size_t length, const char *name, dt_game **out,
                        dt_diagnostics *diagnostics)
{
    dt_files files = {.n = 1};
    snprintf(files.name[0], sizeof files.name[0], "%s", name);
    dt_yaml *root = NULL;
    reader r = {.game = calloc(1, sizeof *r.game)};
    if (!r.game) return DT_NO_MEMORY;
    dt_findings_init(&r.f, diagnostics, &files);
    dt_status status = dt_yaml_parse(text, length, 0, &r.f, &root);
    if (status == DT_OK && root && root->kind == DT_YAML_MAP)
        read_root(&r, root);
    else if (status == DT_OK)
        dt_report(&r.f, DT_E_PLAY_FILE, (dt_place){0, 1, 1}, "no map of keys",
                  "players: and their strategies", NULL);
    if (status == DT_OK && r.f.n_error > 0) status = r.f.status;
    if (status == DT_OK) status = set_defaults(r.game);
    if (status == DT_OK) {
        *out = r.game;
        r.game = NULL;
    }
    dt_yaml_free(root);
    dt_game_free(r.game);
    return status;
}

dt_status dt_game_load(const char *path, dt_game **out, dt_diagnostics *diagnostics)
{
    char *data = NULL;
    size_t length = 0;
    DT_TRY(dt_file_read(path, FILE_LIMIT, &data, &length, diagnostics));
    dt_status status = dt_game_parse(data, length, path, out, diagnostics);
    dt_free(data);
    return status;
}
