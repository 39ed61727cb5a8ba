/* Changes that a body asks for, on a copy of the scenario: parameters, seed and end, nothing that names a
 * file.
 */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "scenario/setting.h"
#include "server/inside.h"

enum { MAX_CHANGES = 200, VALUE_LENGTH = 256 };

/* Whether a key is "seed", "end" or a parameter, alone or for one state or technology. */
static int may_change(const char *key)
{
    char name[96];
    size_t length = strcspn(key, ".");
    for (const char *at = key; *at; at++)
        if (!isalnum((unsigned char)*at) && *at != '_' && *at != '.') return 0;
    if (strcmp(key, "seed") == 0 || strcmp(key, "end") == 0) return 1;
    if (length >= sizeof name) return 0;
    memcpy(name, key, length);
    name[length] = '\0';
    return dt_param_find(name) >= 0;
}

/* The value of a change as a command line writes it; 0 if it is none. */
static int write_value(const json_t *value, char text[VALUE_LENGTH])
{
    int length = -1;
    if (json_is_string(value)) {
        /* Control characters would end up in messages. */
        for (const char *at = json_string_value(value); *at; at++)
            if ((unsigned char)*at < 0x20) return 0;
        length = snprintf(text, VALUE_LENGTH, "%s", json_string_value(value));
    } else if (json_is_integer(value)) {
        length = snprintf(text, VALUE_LENGTH, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
    } else if (json_is_real(value)) {
        length = snprintf(text, VALUE_LENGTH, "%.17g", json_real_value(value));
    }
    return length > 0 && length < VALUE_LENGTH;
}

static dt_status change_one(dt_scenario *scenario, const char *key, const json_t *value,
                            dt_diagnostics *found)
{
    char text[VALUE_LENGTH];
    if (!may_change(key))
        return dt_refuse(found, DT_E_SERVER_CHANGE, key, "unknown", "a parameter, seed or end");
    if (!write_value(value, text))
        return dt_refuse(found, DT_E_SERVER_CHANGE, key, "another kind of value", "a number or a short text");
    return dt_scenario_set(scenario, key, text, found);
}

dt_status dt_change_scenario(const dt_server *server, const json_t *body, dt_scenario **out,
                             dt_diagnostics *found)
{
    const json_t *changes = json_object_get(body, "changes");
    if (changes && (!json_is_object(changes) || json_object_size(changes) > MAX_CHANGES))
        return dt_refuse(found, DT_E_SERVER_BODY, "changes", "another value",
                         "an object of at most 200 names and values");
    dt_scenario *scenario = dt_scenario_copy(server->base);
    if (!scenario) return DT_NO_MEMORY;
    const char *key;
    json_t *value;
    dt_status status = DT_OK;
    json_object_foreach((json_t *)(uintptr_t)changes, key, value)
    {
        dt_status one = change_one(scenario, key, value, found);
        if (status == DT_OK) status = one;
    }
    if (status == DT_OK)
        *out = scenario;
    else
        dt_scenario_free(scenario);
    return status;
}

/* A word for a shell, in quotes where it needs them. */
static void write_word(dt_text *text, const char *word)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.=,/+-";
    if (word[strspn(word, plain)] == '\0') {
        dt_text_append(text, word);
        return;
    }
    dt_text_append(text, "'");
    for (; *word; word++)
        if (*word == '\'')
            dt_text_append(text, "'\\''");
        else
            dt_text_append_bytes(text, word, 1);
    dt_text_append(text, "'");
}

void dt_change_command(const dt_server *server, const json_t *body, const char *command, dt_text *text)
{
    char value_text[VALUE_LENGTH], pair[VALUE_LENGTH + 128];
    const char *key;
    json_t *value;
    dt_text_printf(text, "detente %s ", command);
    write_word(text, server->options.scenario_name);
    json_object_foreach(json_object_get(body, "changes"), key, value)
    {
        if (!write_value(value, value_text)) continue;
        snprintf(pair, sizeof pair, "%.96s=%s", key, value_text);
        dt_text_append(text, " --set ");
        write_word(text, pair);
    }
}
