/* POST /api/run: what a slider asks for. The middle member has every uncertain factor at its median and the
 * shocks of member 0; drawn members 1 to N are those of an ensemble of the same seed. All go through the
 * kernel in blocks of its width. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "ensemble/group.h"
#include "server/body.h"
#include "server/states.h"

dt_status dt_answer_run(dt_request *request);

struct run {
    dt_scenario *scenario;
    dt_case *c;
    dt_race *race;
    dt_groups groups;
    dt_fold *fold; /* scratch, and what was read of a block */
    dt_row *row;
    dt_reading reading;
    dt_series series;
    dt_states states;
    int n_member; /* with the middle one */
    int first;    /* of the block that runs */
    double *u;    /* factors of a block */
    double *value;
    unsigned char *has_failed;
    double *party; /* by state: members in which it is party at the end */
    int parties_output;
    double begin, built, ran; /* s */
};

static double *value_at(const struct run *run, int output, int group, int step)
{
    const dt_series *s = &run->series;
    size_t row = ((size_t)output * (size_t)s->n_group + (size_t)group) *
            ((size_t)dt_case_step_count(run->c) + 1) +
        (size_t)step;
    return run->value + row * (size_t)run->n_member;
}

static double middle_line(void *context, int output, int group, int step)
{
    return value_at(context, output, group, step)[0];
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Quantile of the drawn members that did not fail, type 7 of Hyndman and Fan. */
static double drawn_quantile(void *context, int output, int group, int step, double p)
{
    const struct run *run = context;
    double sorted[DT_RUN_MEMBERS];
    int n = 0;
    const double *value = value_at(run, output, group, step);
    for (int m = 1; m < run->n_member; m++)
        if (!run->has_failed[m] && isfinite(value[m])) sorted[n++] = value[m];
    if (n == 0) return NAN;
    qsort(sorted, (size_t)n, sizeof *sorted, compare);
    double place = p * (n - 1);
    int below = (int)place;
    int above = below + 1 < n ? below + 1 : below;
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
}

/* Keeps what is asked for after a step of a block. */
static dt_status keep(void *context, const dt_race *race)
{
    struct run *run = context;
    const dt_series *s = &run->series;
    int step = dt_race_step_index(race), count = dt_race_count(race);
    dt_groups_read(&run->groups, race, run->fold, run->row, &run->reading);
    dt_states_keep(&run->states, race, run->first);
    for (int o = 0; o < s->n_output; o++)
        for (int g = 0; g < s->n_group; g++) {
            const dt_row *row = &run->reading.value[(size_t)s->group[g] * (size_t)run->groups.n_output +
                                                    (size_t)s->output[o]];
            double *value = value_at(run, o, g, step) + run->first;
            memcpy(value, row->lane, (size_t)count * sizeof *value);
        }
    return DT_OK;
}

static void keep_end(struct run *run)
{
    for (int lane = 0; lane < dt_race_count(run->race); lane++)
        run->has_failed[run->first + lane] = (unsigned char)dt_race_failure(run->race, lane).has_failed;
    for (int state = 0; state < dt_case_state_count(run->c); state++)
        for (int lane = 0; lane < dt_race_count(run->race); lane++) {
            int member = run->first + lane;
            double is_party = dt_race_output(run->race, run->parties_output, state, lane);
            if (member == 0)
                run->party[2 * state] = is_party;
            else if (!run->has_failed[member])
                run->party[2 * state + 1] += is_party;
        }
}

static dt_status run_blocks(struct run *run)
{
    int n_factor = dt_case_factor_count(run->c), width = dt_race_width(run->race);
    dt_status status = DT_OK;
    for (run->first = 0; status == DT_OK && run->first < run->n_member; run->first += width) {
        int left = run->n_member - run->first, count = left < width ? left : width;
        for (int lane = 0; lane < count; lane++) {
            double *u = run->u + (size_t)lane * (size_t)n_factor;
            if (run->first + lane > 0)
                dt_case_draw(run->c, (uint64_t)(run->first + lane), u);
            else
                for (int f = 0; f < n_factor; f++)
                    u[f] = 0.5;
        }
        status = dt_race_run(run->race, (uint64_t)run->first, count, run->u, keep, run);
        if (status == DT_OK) keep_end(run);
    }
    return status;
}

static dt_status make_room(struct run *run, int n_member)
{
    size_t n_step = (size_t)dt_case_step_count(run->c) + 1, n_state = (size_t)dt_case_state_count(run->c);
    size_t n_series = (size_t)(run->series.n_output * run->series.n_group);
    size_t n_output = (size_t)run->groups.n_output, n_cell = n_output * (size_t)run->groups.n_group;
    run->n_member = n_member;
    run->parties_output = dt_output_find("parties");
    run->u = calloc((size_t)dt_case_factor_count(run->c) * DT_RACE_LANES + 1, sizeof *run->u);
    run->value = calloc(n_series * n_step * (size_t)n_member + 1, sizeof *run->value);
    run->has_failed = calloc((size_t)n_member, 1);
    run->party = calloc(2 * n_state + 1, sizeof *run->party);
    run->fold = calloc(n_cell, sizeof *run->fold);
    run->row = calloc(n_output, sizeof *run->row);
    run->reading.value = calloc(n_cell, sizeof *run->reading.value);
    int is_whole = run->u && run->value && run->has_failed && run->party;
    return is_whole && run->fold && run->row && run->reading.value ? DT_OK : DT_NO_MEMORY;
}

static dt_status prepare(struct run *run, const dt_server *server, const json_t *body, dt_diagnostics *found)
{
    json_int_t members = 0;
    dt_race_options options = dt_race_defaults();
    dt_status status = dt_body_keys(body, "changes|members|outputs|groups|quantiles|states", found);
    if (status == DT_OK) status = dt_size_read(body, "run", "members", &members, found);
    if (status == DT_OK) status = dt_change_scenario(server, body, &run->scenario, found);
    if (status == DT_OK) status = dt_case_build(server->options.world, run->scenario, &run->c, found);
    if (status == DT_OK) status = dt_series_read(&run->series, run->c, body, found);
    if (status == DT_OK) status = dt_states_read(&run->states, run->c, body, found);
    if (members == 0) options.width = 1; /* one member alone costs a third less in the narrow kernel */
    if (status == DT_OK) status = dt_race_create(run->c, &options, &run->race);
    if (status == DT_OK) status = dt_groups_init(&run->groups, run->c);
    return status == DT_OK ? make_room(run, (int)members + 1) : status;
}
static void write_parties(const struct run *run, dt_json *json, int n_drawn)
{
    dt_json_key(json, "parties");
    dt_json_begin_array(json);
    for (int state = 0; state < dt_case_state_count(run->c); state++) {
        dt_json_begin_object(json);
        dt_json_key(json, "iso3");
        dt_json_string(json, dt_case_state_iso3(run->c, state));
        dt_json_key(json, "name");
        dt_json_string(json, dt_case_state_name(run->c, state));
        dt_json_key(json, "middle");
        dt_json_rounded(json, run->party[2 * state], 3);
        dt_json_key(json, "share");
        dt_json_rounded(json, n_drawn ? run->party[2 * state + 1] / n_drawn : NAN, 3);
        dt_json_end(json);
    }
    dt_json_end(json);
}

static void write_cost(const struct run *run, dt_json *json)
{
    static const char *const name[] = {"build", "run", "write"};
    double now = dt_server_now();
    const double seconds[] = {run->built - run->begin, run->ran - run->built, now - run->ran};
    dt_json_key(json, "milliseconds");
    dt_json_begin_object(json);
    for (int k = 0; k < 3; k++) {
        dt_json_key(json, name[k]);
        dt_json_rounded(json, 1e3 * seconds[k], 4);
    }
    dt_json_end(json);
}

static void write_run(struct run *run, const dt_request *request, dt_text *out)
{
    dt_json json;
    dt_text command;
    int n_failed = 0;
    for (int m = 0; m < run->n_member; m++)
        n_failed += run->has_failed[m];
    dt_text_init(&command);
    dt_change_command(request->server, request->json, "run", &command);
    run->series.context = run;
    run->series.line = middle_line;
    run->series.fan = run->n_member > 1 ? drawn_quantile : NULL;
    dt_answer_begin(&json, out);
    dt_json_key(&json, "command");
    dt_json_string(&json, command.data);
    dt_json_key(&json, "members");
    dt_json_integer(&json, run->n_member - 1);
    dt_json_key(&json, "failed");
    dt_json_integer(&json, n_failed);
    dt_series_write(&run->series, &json);
    dt_states_write(&run->states, &json);
    write_parties(run, &json, run->n_member - 1 - n_failed + run->has_failed[0]);
    write_cost(run, &json);
    dt_json_end(&json);
    dt_text_clear(&command);
}

dt_status dt_answer_run(dt_request *request)
{
    struct run run = {.begin = dt_server_now()};
    dt_status status = prepare(&run, request->server, request->json, &request->found);
    run.built = dt_server_now();
    if (status == DT_OK) status = run_blocks(&run);
    run.ran = dt_server_now();
    if (status == DT_OK) write_run(&run, request, &request->text);
    dt_states_clear(&run.states);
    free(run.reading.value);
    free(run.row);
    free(run.fold);
    free(run.party);
    free(run.has_failed);
    free(run.value);
    free(run.u);
    dt_groups_clear(&run.groups);
    dt_race_free(run.race);
    dt_case_free(run.c);
    dt_scenario_free(run.scenario);
    return status;
}
