/* The job `map`: the class of a game over two levers, on the scenario with changes. */
#include <stdio.h>

#include "detente/game_report.h"
#include "server/game_ask.h"

enum { AXIS = 160 };

dt_status dt_check_map(dt_task *task);
dt_status dt_work_map(dt_task *task, dt_text *result);

static const char *const axes[2] = {"x", "y"};

/* An axis of the body as the command line takes it: "LEVER=FROM:TO"; empty if it has none. */
static dt_status read_axis(dt_task *task, const char *key, char text[AXIS])
{
    static const double any[2] = {-1e300, 1e300};
    const json_t *axis = json_object_get(task->body, key);
    const char *lever = NULL;
    double end[2] = {0.0, 0.0};
    char number[2][DT_NUMBER_TEXT];
    dt_diagnostics *found = task->found;
    text[0] = '\0';
    if (!axis) return DT_OK;
    dt_status status = json_is_object(axis)
        ? dt_body_keys(axis, "lever|from|to", found)
        : dt_refuse(found, DT_E_SERVER_BODY, key, "another value", "an object with lever, from and to");
    if (status == DT_OK) status = dt_body_text(axis, "lever", &lever, "a parameter", found);
    if (status == DT_OK) status = dt_body_number(axis, "from", any, &end[0], found);
    if (status == DT_OK) status = dt_body_number(axis, "to", any, &end[1], found);
    if (status == DT_OK && (!lever || !dt_change_may(lever)))
        status = dt_refuse(found, DT_E_SERVER_BODY, key, lever ? lever : "nothing", "a parameter as lever");
    if (status != DT_OK) return status;
    for (int k = 0; k < 2; k++)
        dt_number_format(end[k], number[k]);
    snprintf(text, AXIS, "%.80s=%s:%s", lever, number[0], number[1]);
    return DT_OK;
}

dt_status dt_check_map(dt_task *task)
{
    json_int_t points = 0;
    dt_status status = dt_game_ask_read(task, "map", DT_GAME_ASK_KEYS "|points|x|y");
    if (status == DT_OK) status = dt_size_read(task->body, "map", "points", &points, task->found);
    for (int a = 0; a < 2 && status == DT_OK; a++) {
        char text[AXIS];
        dt_game_ask *ask = task->kept;
        status = read_axis(task, axes[a], text);
        if (status == DT_OK && text[0]) status = dt_game_set_map(ask->game, a, text, task->found);
    }
    if (status == DT_OK && dt_game_describe(((dt_game_ask *)task->kept)->game).n_map != 2)
        status = dt_refuse(task->found, DT_E_SERVER_BODY, "x", "a game without two levers", "x and y");
    return status == DT_OK ? dt_game_ask_prepare(task) : status;
}

static void write_command(dt_task *task, int points, dt_text *command)
{
    dt_game_ask_command(task, "map", command);
    if (!command->data) return;
    dt_text_printf(command, " --points %d", points);
    for (int a = 0; a < 2; a++) {
        char text[AXIS];
        if (read_axis(task, axes[a], text) != DT_OK || !text[0]) continue;
        dt_text_printf(command, " --%s", axes[a]);
        dt_change_word(command, text);
    }
    dt_text_append(command, " --json");
}

dt_status dt_work_map(dt_task *task, dt_text *result)
{
    dt_json json;
    dt_text command;
    char *text = NULL;
    json_int_t points = 0;
    dt_game_map *map = NULL;
    const dt_game_ask *ask = task->kept;
    dt_game_map_options options = dt_game_map_defaults();
    dt_status status = dt_size_read(task->body, "map", "points", &points, task->found);
    options.n_x = options.n_y = (int)points;
    options.members = task->members;
    options.threads = task->threads;
    options.progress = dt_task_progress;
    options.context = task;
    options.stop = task->stop;
    if (status == DT_OK) status = dt_game_map_make(ask->game, &ask->simulator, &options, &map, task->found);
    if (status == DT_OK) status = dt_report_game_map(ask->game, map, DT_SUMMARY_JSON, &text);
    dt_game_map_free(map);
    if (status != DT_OK) return status;
    write_command(task, (int)points, &command);
    dt_analyse_begin(&json, result, &command);
    if (ask->file.data) dt_json_put_string(&json, "game_file", ask->file.data);
    dt_json_key(&json, "map");
    dt_analyse_object(&json, text);
    dt_json_end(&json);
    return DT_OK;
}
