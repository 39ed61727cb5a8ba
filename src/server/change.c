/* Changes that a body asks for, on a copy of the scenario: parameters, seed and end, nothing that names a
 * file.
 */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "io/number.h"
#include "scenario/setting.h"
#include "server/inside.h"

enum { MAX_CHANGES = 200 };

int dt_change_may(const char *key)
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

int dt_change_value(const json_t *value, char text[DT_CHANGE_VALUE])
{
    int length = -1;
    if (json_is_string(value)) {
        /* Control characters would end up in messages. */
        for (const char *at = json_string_value(value); *at; at++)
            if ((unsigned char)*at < 0x20) return 0;
        length = snprintf(text, DT_CHANGE_VALUE, "%s", json_string_value(value));
    } else if (json_is_integer(value)) {
        length = snprintf(text, DT_CHANGE_VALUE, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
    } else if (json_is_real(value)) {
        length = (int)dt_number_format(json_real_value(value), text);
    }
    return length > 0 && length < DT_CHANGE_VALUE;
}

static dt_status change_one(dt_scenario *scenario, const char *key, const json_t *value,
                            dt_diagnostics *found)
{
    char text[DT_CHANGE_VALUE];
    if (!dt_change_may(key))
        return dt_refuse(found, DT_E_SERVER_CHANGE, key, "unknown", "a parameter, seed or end");
    if (!dt_change_value(value, text))
        return dt_refuse(found, DT_E_SERVER_CHANGE, key, "another kind of value", "a number or a short text");
    return dt_scenario_set(scenario, key, text, found);
}

dt_status dt_change_apply(dt_scenario *scenario, const json_t *body, dt_diagnostics *found)
{
    const json_t *changes = json_object_get(body, "changes");
    const char *key;
    json_t *value;
    dt_status status = DT_OK;
    if (changes && (!json_is_object(changes) || json_object_size(changes) > MAX_CHANGES))
        return dt_refuse(found, DT_E_SERVER_BODY, "changes", "another value",
                         "an object of at most 200 names and values");
    json_object_foreach((json_t *)(uintptr_t)changes, key, value)
    {
        dt_status one = change_one(scenario, key, value, found);
        if (status == DT_OK) status = one;
    }
    return status;
}

dt_status dt_change_scenario(const dt_server *server, const json_t *body, dt_scenario **out,
                             dt_diagnostics *found)
{
    dt_scenario *scenario = dt_scenario_copy(server->base);
    if (!scenario) return DT_NO_MEMORY;
    dt_status status = dt_change_apply(scenario, body, found);
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

void dt_change_word(dt_text *text, const char *word)
{
    dt_text_append(text, " ");
    write_word(text, word);
}

void dt_change_options(const json_t *body, dt_text *text)
{
    char value_text[DT_CHANGE_VALUE], pair[DT_CHANGE_VALUE + 128];
    const char *key;
    json_t *value;
    json_object_foreach(json_object_get(body, "changes"), key, value)
    {
        if (!dt_change_value(value, value_text)) continue;
        snprintf(pair, sizeof pair, "%.96s=%s", key, value_text);
        dt_text_append(text, " --set");
        dt_change_word(text, pair);
    }
}

void dt_change_command(const dt_server *server, const json_t *body, const char *command, dt_text *text)
{
    dt_text_printf(text, "detente %s", command);
    dt_change_word(text, server->options.scenario_name);
    dt_change_options(body, text);
}
