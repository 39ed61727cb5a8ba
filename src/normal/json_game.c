/* Games as JSON: {"title": "...", "players": ["A", "B"], "strategies": [["a", "b"], ["c", "d"]],
 * "payoffs": [[[3, 3], [0, 5]], [[5, 0], [1, 1]]]}. `payoffs` is nested by the strategies of the first
 * player, then of the second, and so on; innermost stands one payoff for each player. A payoff is a number,
 * meant as the decimal that stands there, or a fraction in quotes. `title` may be missing. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/try.h"
#include "io/json.h"
#include "io/number.h"
#include "normal/exact.h"
#include "normal/formats.h"

enum { KEY = 96 };

/* Reports a value by the path of its key: Jansson keeps places of syntax errors only. */
static dt_status fault(const struct dt_game_text *in, dt_error_code code, const char *key, const char *found,
                       const char *expected)
{
    dt_diagnostic finding = {.code = code};
    snprintf(finding.file, sizeof finding.file, "%s", in->name);
    snprintf(finding.key, sizeof finding.key, "%s", key);
    snprintf(finding.found, sizeof finding.found, "%s", found);
    snprintf(finding.expected, sizeof finding.expected, "%s", expected);
    return dt_diagnose(in->diagnostics, &finding);
}

static const char *kind_of(const json_t *value)
{
    switch (value ? json_typeof(value) : JSON_NULL) {
    case JSON_OBJECT: return "an object";
    case JSON_ARRAY: return "an array";
    case JSON_STRING: return "a string";
    case JSON_INTEGER:
    case JSON_REAL: return "a number";
    case JSON_TRUE:
    case JSON_FALSE: return "true or false";
    default: return value ? "null" : "nothing";
    }
}

static dt_status check_names(const struct dt_game_text *in, const json_t *list, const char *key)
{
    size_t k;
    json_t *name;
    if (!json_is_array(list) || json_array_size(list) == 0)
        return fault(in, DT_E_GAME_SHAPE, key, kind_of(list), "an array of names");
    json_array_foreach(list, k, name)
    {
        if (!json_is_string(name)) return fault(in, DT_E_GAME_SHAPE, key, kind_of(name), "a name in quotes");
    }
    return DT_OK;
}

/* Checks players and strategies and counts them. */
static dt_status read_shape(const struct dt_game_text *in, const json_t *root, int *n_player, int *strategies)
{
    const json_t *players = json_object_get(root, "players"), *lists = json_object_get(root, "strategies");
    DT_TRY(check_names(in, players, "players"));
    size_t n = json_array_size(players);
    if (n > DT_NORMAL_PLAYERS) return fault(in, DT_E_GAME_SHAPE, "players", "more", "at most 64 players");
    if (!json_is_array(lists) || json_array_size(lists) != n)
        return fault(in, DT_E_GAME_SHAPE, "strategies", kind_of(lists), "an array of names for each player");
    for (size_t i = 0; i < n; i++) {
        char key[KEY];
        snprintf(key, sizeof key, "strategies[%zu]", i);
        DT_TRY(check_names(in, json_array_get(lists, i), key));
        strategies[i] = (int)json_array_size(json_array_get(lists, i));
    }
    *n_player = (int)n;
    return dt_shape_check(in, NULL, *n_player, strategies, DT_NORMAL_MOST_PAYOFFS);
}

static void set_names(dt_normal *game, const json_t *root)
{
    const json_t *title = json_object_get(root, "title");
    if (json_is_string(title)) dt_normal_set_title(game, json_string_value(title));
    for (int i = 0; i < game->n_player; i++) {
        const json_t *list = json_array_get(json_object_get(root, "strategies"), (size_t)i);
        dt_normal_set_player_name(
            game, i, json_string_value(json_array_get(json_object_get(root, "players"), (size_t)i)));
        for (int s = 0; s < game->strategies[i]; s++)
            dt_normal_set_strategy_name(game, i, s, json_string_value(json_array_get(list, (size_t)s)));
    }
}

/* The fraction that a JSON value means: a real number is the shortest decimal that reads back to it. */
static dt_status read_number(const json_t *value, mpq_t out)
{
    char text[DT_NUMBER_TEXT];
    if (json_is_string(value))
        return dt_exact_parse(json_string_value(value), json_string_length(value), out);
    if (json_is_integer(value))
        snprintf(text, sizeof text, "%lld", (long long)json_integer_value(value));
    else if (json_is_real(value))
        dt_number_format(json_real_value(value), text);
    else
        return DT_INPUT;
    return dt_exact_parse(text, strlen(text), out);
}

/* One profile that is being visited. */
struct visit {
    const struct dt_game_text *in;
    dt_normal *game;
    mpq_t value;
    int strategy[DT_NORMAL_PLAYERS];
};

/* "payoffs[0][1]" for the strategies of the first `depth` players. */
static void write_key(const struct visit *visit, int depth, char key[KEY])
{
    size_t at = (size_t)snprintf(key, KEY, "payoffs");
    for (int i = 0; i < depth && at + 16 < KEY; i++)
        at += (size_t)snprintf(key + at, KEY - at, "[%d]", visit->strategy[i]);
}

static dt_status read_leaf(struct visit *visit, const json_t *list, int64_t profile)
{
    char key[KEY];
    for (int i = 0; i < visit->game->n_player; i++) {
        const json_t *value = json_array_get(list, (size_t)i);
        if (read_number(value, visit->value) != DT_OK) {
            write_key(visit, visit->game->n_player, key);
            return fault(visit->in, DT_E_GAME_PAYOFF, key,
                         json_is_string(value) ? json_string_value(value) : kind_of(value),
                         "a number or a fraction in quotes");
        }
        DT_TRY(dt_normal_set_exact(visit->game, profile, i, visit->value));
    }
    return DT_OK;
}

/* Payoffs below the strategies of the first `depth` players. */
static dt_status read_level(struct visit *visit, const json_t *list, int depth, int64_t profile)
{
    const dt_normal *game = visit->game;
    int is_leaf = depth == game->n_player;
    size_t needed = (size_t)(is_leaf ? game->n_player : game->strategies[depth]);
    char key[KEY], expected[64];
    if (!json_is_array(list) || json_array_size(list) != needed) {
        write_key(visit, depth, key);
        snprintf(expected, sizeof expected, "an array of %zu, one for each %s", needed,
                 is_leaf ? "player" : "strategy");
        return fault(visit->in, DT_E_GAME_RAGGED, key, kind_of(list), expected);
    }
    if (is_leaf) return read_leaf(visit, list, profile);
    for (int s = 0; s < game->strategies[depth]; s++) {
        visit->strategy[depth] = s;
        DT_TRY(
            read_level(visit, json_array_get(list, (size_t)s), depth + 1, profile + s * game->stride[depth]));
    }
    return DT_OK;
}

static dt_status read_root(const struct dt_game_text *in, const json_t *root, dt_normal **out)
{
    int n_player = 0, strategies[DT_NORMAL_PLAYERS];
    struct visit visit = {.in = in};
    if (!json_is_object(root)) return fault(in, DT_E_GAME_SYNTAX, "", kind_of(root), "an object");
    DT_TRY(read_shape(in, root, &n_player, strategies));
    /* A payoff takes at least two characters: a table that the text cannot hold is not made. */
    if (dt_normal_size(n_player, strategies) > (double)in->length)
        return fault(in, DT_E_GAME_RAGGED, "payoffs", "too few", "payoffs of every profile and player");
    DT_TRY(dt_normal_create(n_player, strategies, &visit.game));
    set_names(visit.game, root);
    mpq_init(visit.value);
    dt_status status = read_level(&visit, json_object_get(root, "payoffs"), 0, 0);
    mpq_clear(visit.value);
    if (status == DT_OK)
        *out = visit.game;
    else
        dt_normal_free(visit.game);
    return status;
}

dt_status dt_json_game_read(const struct dt_game_text *in, dt_normal **out)
{
    json_error_t error;
    json_t *root = json_loadb(in->text, in->length, JSON_REJECT_DUPLICATES, &error);
    if (!root) {
        dt_diagnostic finding = {.code = DT_E_GAME_SYNTAX, .line = error.line, .column = error.column};
        snprintf(finding.file, sizeof finding.file, "%s", in->name);
        snprintf(finding.found, sizeof finding.found, "%.*s", (int)sizeof error.text, error.text);
        snprintf(finding.expected, sizeof finding.expected, "JSON");
        return dt_diagnose(in->diagnostics, &finding);
    }
    dt_status status = read_root(in, root, out);
    json_decref(root);
    return status;
}

/* A payoff as a number where the decimal is exact, else as a fraction in quotes. */
static void write_payoff(const dt_normal *game, int64_t profile, int player, dt_text *out)
{
    dt_text number;
    dt_text_init(&number);
    dt_payoff_text(game, profile, player, &number);
    if (number.has_failed) out->has_failed = 1;
    if (number.data && strchr(number.data, '/'))
        dt_text_printf(out, "\"%s\"", number.data);
    else if (number.data)
        dt_text_append(out, number.data);
    dt_text_clear(&number);
}

static void write_level(const dt_normal *game, int depth, int64_t profile, dt_text *out)
{
    int is_leaf = depth == game->n_player, n = is_leaf ? game->n_player : game->strategies[depth];
    dt_text_append(out, depth == game->n_player - 1 ? "\n    [" : "[");
    for (int k = 0; k < n; k++) {
        if (k > 0) dt_text_append(out, depth + 2 == game->n_player ? "," : ", ");
        if (is_leaf)
            write_payoff(game, profile, k, out);
        else
            write_level(game, depth + 1, profile + k * game->stride[depth], out);
    }
    dt_text_append(out, "]");
}

void dt_json_game_write(const dt_normal *game, dt_text *out)
{
    dt_json json;
    dt_text head;
    dt_text_init(&head);
    dt_json_init(&json, &head, 1);
    dt_json_begin_object(&json);
    dt_json_key(&json, "title");
    dt_json_string(&json, dt_normal_title(game));
    dt_json_key(&json, "players");
    dt_json_begin_array(&json);
    for (int i = 0; i < game->n_player; i++)
        dt_json_string(&json, dt_normal_player_name(game, i));
    dt_json_end(&json);
    dt_json_key(&json, "strategies");
    dt_json_begin_array(&json);
    for (int i = 0; i < game->n_player; i++) {
        dt_json_begin_array(&json);
        for (int s = 0; s < game->strategies[i]; s++)
            dt_json_string(&json, dt_normal_strategy_name(game, i, s));
        dt_json_end(&json);
    }
    dt_json_end(&json);
    dt_json_end(&json);
    if (head.has_failed) out->has_failed = 1;
    /* The payoffs are nested as deep as there are players, which the writer of values does not go: they are
     * written here, before the brace that closes the object. */
    if (head.data) dt_text_append_bytes(out, head.data, (size_t)(strrchr(head.data, '}') - head.data - 1));
    dt_text_append(out, ",\n  \"payoffs\": ");
    write_level(game, 0, 0, out);
    dt_text_append(out, "\n}\n");
    dt_text_clear(&head);
}
