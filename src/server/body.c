/* Pieces of a body. */
#include "server/body.h"

#include <stdio.h>
#include <string.h>

#include "detente/statistics.h"

static const dt_size sizes[] = {
#define DT_SIZE(path, key, least, usual, most) {#path, #key, {least, most}, usual},
#include "server/sizes.def"
#undef DT_SIZE
};

int dt_size_count(void)
{
    return (int)(sizeof sizes / sizeof sizes[0]);
}

const dt_size *dt_size_at(int index)
{
    return index >= 0 && index < dt_size_count() ? &sizes[index] : NULL;
}

const dt_size *dt_size_find(const char *path, const char *key)
{
    int s = 0;
    while (s + 1 < dt_size_count() && (strcmp(sizes[s].path, path) != 0 || strcmp(sizes[s].key, key) != 0))
        s++;
    return &sizes[s];
}

dt_status dt_size_read(const json_t *body, const char *path, const char *key, json_int_t *value,
                       dt_diagnostics *found)
{
    const dt_size *size = dt_size_find(path, key);
    *value = size->usual;
    return dt_body_integer(body, key, size->range, value, found);
}

static dt_status refuse(dt_diagnostics *found, const char *key, const char *expected)
{
    return dt_refuse(found, DT_E_SERVER_BODY, key, "another value", expected);
}

dt_status dt_body_number(const json_t *body, const char *key, const double range[2], double *value,
                         dt_diagnostics *found)
{
    char expected[96];
    const json_t *given = json_object_get(body, key);
    if (!given) return DT_OK;
    double number = json_number_value(given);
    if (json_is_number(given) && number >= range[0] && number <= range[1]) {
        *value = number;
        return DT_OK;
    }
    snprintf(expected, sizeof expected, "a number from %g to %g", range[0], range[1]);
    return refuse(found, key, expected);
}

dt_status dt_body_flag(const json_t *body, const char *key, int *value, dt_diagnostics *found)
{
    const json_t *given = json_object_get(body, key);
    if (!given) return DT_OK;
    if (!json_is_boolean(given)) return refuse(found, key, "true or false");
    *value = json_is_true(given);
    return DT_OK;
}

dt_status dt_body_text(const json_t *body, const char *key, const char **value, const char *expected,
                       dt_diagnostics *found)
{
    const json_t *given = json_object_get(body, key);
    if (!given) return DT_OK;
    if (!json_is_string(given)) return refuse(found, key, expected);
    *value = json_string_value(given);
    return DT_OK;
}

dt_status dt_body_choice(const json_t *body, const char *key, const char *const *word, int n, int *value,
                         dt_diagnostics *found)
{
    char expected[128] = "";
    const json_t *given = json_object_get(body, key);
    const char *text = json_string_value(given);
    if (!given) return DT_OK;
    for (int k = 0; k < n && word[k]; k++) {
        size_t length = strlen(expected);
        if (text && strcmp(word[k], text) == 0) {
            *value = k;
            return DT_OK;
        }
        snprintf(expected + length, sizeof expected - length, "%s%s", k ? " or " : "", word[k]);
    }
    return dt_refuse(found, DT_E_SERVER_BODY, key, text ? text : "another value", expected);
}

dt_status dt_body_list(const json_t *body, const char *key, const char **item, int room, int *n,
                       dt_diagnostics *found)
{
    char expected[64];
    const json_t *list = json_object_get(body, key);
    size_t count = json_array_size(list);
    if (!list) return DT_OK;
    snprintf(expected, sizeof expected, "a list of 1 to %d different names", room);
    if (!json_is_array(list) || count == 0 || count > (size_t)room) return refuse(found, key, expected);
    for (size_t k = 0; k < count; k++) {
        item[k] = json_string_value(json_array_get(list, k));
        if (!item[k]) return refuse(found, key, expected);
        for (size_t e = 0; e < k; e++)
            if (strcmp(item[e], item[k]) == 0)
                return dt_refuse(found, DT_E_SERVER_BODY, key, item[k], expected);
    }
    *n = (int)count;
    return DT_OK;
}
