/* Series over time: which ones a body asks for, and how they are written. */
#include <stdio.h>
#include <string.h>

#include "server/inside.h"

static const double usual[] = {0.05, 0.25, 0.5, 0.75, 0.95};
enum { DIGITS = 6 };

static int find_group(const dt_case *c, const char *name)
{
    for (int g = 0; g < dt_case_group_count(c); g++)
        if (strcmp(dt_case_group_name(c, g), name) == 0) return g;
    return -1;
}

static int find_output(const dt_case *c, const char *name)
{
    (void)c;
    return dt_output_find(name);
}

/* Which names a body lists under a key. */
struct choice {
    const char *key;
    int (*find)(const dt_case *c, const char *name);
    int n_all, room;
};

/* Indices of the names in a list; all where there is no list. */
static dt_status read_names(const struct choice *choice, const dt_case *c, const json_t *body, int *index,
                            dt_diagnostics *found)
{
    const json_t *list = json_object_get(body, choice->key);
    int n = list ? (int)json_array_size(list) : choice->n_all;
    if (list && (!json_is_array(list) || n > choice->room))
        return dt_refuse(found, DT_E_SERVER_BODY, choice->key, "another value", "a list of names");
    for (int i = 0; i < n && i < choice->room; i++) {
        const char *name = list ? json_string_value(json_array_get(list, (size_t)i)) : NULL;
        index[i] = list ? (name ? choice->find(c, name) : -1) : i;
        if (index[i] < 0)
            return dt_refuse(found, DT_E_SERVER_BODY, choice->key, name, "names that GET /api/about lists");
    }
    return DT_OK;
}

static int count_names(const json_t *body, const char *key, int n_all, int room)
{
    const json_t *list = json_object_get(body, key);
    int n = list ? (int)json_array_size(list) : n_all;
    return n < room ? n : room;
}

static dt_status read_quantiles(dt_series *series, const json_t *body, dt_diagnostics *found)
{
    const json_t *list = json_object_get(body, "quantiles");
    if (!list) {
        series->n_quantile = sizeof usual / sizeof usual[0];
        memcpy(series->quantile, usual, sizeof usual);
        return DT_OK;
    }
    size_t n = json_array_size(list);
    if (!json_is_array(list) || n > DT_SERIES_QUANTILES)
        return dt_refuse(found, DT_E_SERVER_BODY, "quantiles", "another value", "up to 9 numbers");
    for (size_t q = 0; q < n; q++) {
        const json_t *value = json_array_get(list, q);
        double p = json_number_value(value);
        if (!json_is_number(value) || !(p >= 0.0 && p <= 1.0))
            return dt_refuse(found, DT_E_SERVER_BODY, "quantiles", "another value", "numbers from 0 to 1");
        series->quantile[q] = p;
    }
    series->n_quantile = (int)n;
    return DT_OK;
}

dt_status dt_series_read(dt_series *series, const dt_case *c, const json_t *body, dt_diagnostics *found)
{
    const struct choice outputs = {"outputs", find_output, dt_output_count(), DT_SERIES_OUTPUTS};
    const struct choice groups = {"groups", find_group, dt_case_group_count(c), DT_SERIES_GROUPS};
    series->c = c;
    dt_status status = read_names(&outputs, c, body, series->output, found);
    if (status == DT_OK) status = read_names(&groups, c, body, series->group, found);
    if (status == DT_OK) status = read_quantiles(series, body, found);
    if (status != DT_OK) return status;
    series->n_output = count_names(body, outputs.key, outputs.n_all, outputs.room);
    series->n_group = count_names(body, groups.key, groups.n_all, groups.room);
    return DT_OK;
}

static void write_lines(const dt_series *series, dt_json *json, int o)
{
    int n_step = dt_case_step_count(series->c);
    dt_json_key(json, "line");
    dt_json_begin_object(json);
    for (int g = 0; g < series->n_group; g++) {
        dt_json_key(json, dt_case_group_name(series->c, series->group[g]));
        dt_json_begin_array(json);
        for (int step = 0; step <= n_step; step++)
            dt_json_rounded(json, series->line(series->context, o, g, step), DIGITS);
        dt_json_end(json);
    }
    dt_json_end(json);
}

/* One array over time for each quantile. */
static void write_fans(const dt_series *series, dt_json *json, int o)
{
    int n_step = dt_case_step_count(series->c);
    dt_json_key(json, "fan");
    dt_json_begin_object(json);
    for (int g = 0; g < series->n_group; g++) {
        dt_json_key(json, dt_case_group_name(series->c, series->group[g]));
        dt_json_begin_array(json);
        for (int q = 0; q < series->n_quantile; q++) {
            dt_json_begin_array(json);
            for (int step = 0; step <= n_step; step++)
                dt_json_rounded(json, series->fan(series->context, o, g, step, series->quantile[q]), DIGITS);
            dt_json_end(json);
        }
        dt_json_end(json);
    }
    dt_json_end(json);
}

static void write_times(const dt_series *series, dt_json *json)
{
    dt_json_key(json, "time");
    dt_json_begin_array(json);
    for (int step = 0; step <= dt_case_step_count(series->c); step++)
        dt_json_rounded(json, dt_case_time(series->c, step), 8);
    dt_json_end(json);
    dt_json_key(json, "quantiles");
    dt_json_begin_array(json);
    for (int q = 0; q < series->n_quantile; q++)
        dt_json_number(json, series->quantile[q]);
    dt_json_end(json);
}

void dt_series_write(const dt_series *series, dt_json *json)
{
    write_times(series, json);
    dt_json_key(json, "outputs");
    dt_json_begin_array(json);
    for (int o = 0; o < series->n_output; o++) {
        const dt_output_info *info = dt_output_at(series->output[o]);
        dt_json_begin_object(json);
        dt_json_key(json, "name");
        dt_json_string(json, info->name);
        dt_json_key(json, "unit");
        dt_json_string(json, info->unit);
        if (series->line) write_lines(series, json, o);
        if (series->fan && series->n_quantile) write_fans(series, json, o);
        dt_json_end(json);
    }
    dt_json_end(json);
}
