/* Outputs of every state over time. */
#include "server/states.h"

#include <math.h>
#include <stdlib.h>

static size_t place_of(const dt_states *states, int output, int state, int step)
{
    size_t n_state = (size_t)dt_case_state_count(states->c),
           n_step = (size_t)dt_case_step_count(states->c) + 1;
    return ((size_t)output * n_state + (size_t)state) * n_step + (size_t)step;
}

dt_status dt_states_read(dt_states *states, const dt_case *c, const json_t *body, dt_diagnostics *found)
{
    const json_t *list = json_object_get(body, "states");
    size_t n = json_array_size(list);
    states->c = c;
    if (!list) return DT_OK;
    if (!json_is_array(list) || n > DT_STATES_OUTPUTS)
        return dt_refuse(found, DT_E_SERVER_BODY, "states", "another value", "up to 4 names of outputs");
    for (size_t i = 0; i < n; i++) {
        const char *name = json_string_value(json_array_get(list, i));
        states->output[i] = name ? dt_output_find(name) : -1;
        if (states->output[i] < 0)
            return dt_refuse(found, DT_E_SERVER_BODY, "states", name, "names that GET /api/about lists");
    }
    states->n_output = (int)n;
    size_t size = place_of(states, (int)n, 0, 0) + 1;
    states->middle = calloc(size, sizeof *states->middle);
    states->sum = calloc(size, sizeof *states->sum);
    states->count = calloc(size, sizeof *states->count);
    return states->middle && states->sum && states->count ? DT_OK : DT_NO_MEMORY;
}

void dt_states_clear(dt_states *states)
{
    free(states->middle);
    free(states->sum);
    free(states->count);
}

void dt_states_keep(dt_states *states, const dt_race *race, int first)
{
    double value[DT_STATES_OUTPUTS][DT_RACE_LANES];
    int step = dt_race_step_index(race), count = dt_race_count(race),
        n_state = dt_case_state_count(states->c);
    for (int state = 0; states->n_output && state < n_state; state++) {
        dt_race_outputs(race, states->output, states->n_output, state, value);
        for (int o = 0; o < states->n_output; o++) {
            size_t place = place_of(states, o, state, step);
            if (first == 0) states->middle[place] = value[o][0];
            for (int lane = first == 0; lane < count; lane++) {
                if (!isfinite(value[o][lane])) continue;
                states->sum[place] += value[o][lane];
                states->count[place]++;
            }
        }
    }
}

static void write_state(const dt_states *states, dt_json *json, int o, int state)
{
    int n_step = dt_case_step_count(states->c);
    dt_json_key(json, dt_case_state_iso3(states->c, state));
    dt_json_begin_object(json);
    dt_json_key(json, "middle");
    dt_json_begin_array(json);
    for (int step = 0; step <= n_step; step++)
        dt_json_rounded(json, states->middle[place_of(states, o, state, step)], 4);
    dt_json_end(json);
    dt_json_key(json, "mean");
    dt_json_begin_array(json);
    for (int step = 0; step <= n_step; step++) {
        size_t place = place_of(states, o, state, step);
        dt_json_rounded(json, states->count[place] ? states->sum[place] / states->count[place] : NAN, 4);
    }
    dt_json_end(json);
    dt_json_end(json);
}

void dt_states_write(const dt_states *states, dt_json *json)
{
    if (states->n_output == 0) return;
    dt_json_key(json, "states");
    dt_json_begin_object(json);
    for (int o = 0; o < states->n_output; o++) {
        dt_json_key(json, dt_output_at(states->output[o])->name);
        dt_json_begin_object(json);
        for (int state = 0; state < dt_case_state_count(states->c); state++)
            write_state(states, json, o, state);
        dt_json_end(json);
    }
    dt_json_end(json);
}
