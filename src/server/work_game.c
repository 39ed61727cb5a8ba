/* The job `game`: payoffs, equilibria and classes of a game on the scenario with changes. */
#include "detente/game_report.h"
#include "server/game_ask.h"

dt_status dt_check_game(dt_task *task);
dt_status dt_work_game(dt_task *task, dt_text *result);

dt_status dt_check_game(dt_task *task)
{
    dt_status status = dt_game_ask_read(task, "game", DT_GAME_ASK_KEYS);
    return status == DT_OK ? dt_game_ask_prepare(task) : status;
}

dt_status dt_work_game(dt_task *task, dt_text *result)
{
    dt_json json;
    dt_text command;
    char *text = NULL;
    dt_game_result *played = NULL;
    const dt_game_ask *ask = task->kept;
    dt_game_options options = dt_game_defaults();
    options.members = task->members;
    options.threads = task->threads;
    options.progress = dt_task_progress;
    options.context = task;
    options.stop = task->stop;
    dt_status status = dt_game_play(ask->game, &ask->simulator, &options, &played, task->found);
    /* Without an equilibrium within limits, what was found says more than a failure. */
    if (played && status != DT_INTERRUPTED) status = dt_report_game(played, DT_SUMMARY_JSON, &text);
    dt_game_result_free(played);
    if (status != DT_OK) return status;
    dt_game_ask_command(task, "play", &command);
    if (command.data) dt_text_append(&command, " --json");
    dt_analyse_begin(&json, result, &command);
    if (ask->file.data) dt_json_put_string(&json, "game_file", ask->file.data);
    dt_json_key(&json, "game");
    dt_analyse_object(&json, text);
    dt_json_end(&json);
    return DT_OK;
}
