/* Which game a body asks for: a shipped one, or one that it puts together; and its simulator. */
#ifndef DT_SERVER_GAME_ASK_H
#define DT_SERVER_GAME_ASK_H

#include "detente/game.h"
#include "server/analyse.h"

typedef struct dt_game_ask {
    dt_game *game;
    const char *name; /* of a shipped one; NULL: the body's own */
    dt_text file;     /* of its own */
    dt_simulator simulator;
    int has_simulator;
} dt_game_ask;

/* The keys that say which game. */
#define DT_GAME_ASK_KEYS "changes|game|members|players|strategies|cooperate"

/* For checks: reads a body with `keys`, whose members are a size of `path`, into task->kept, and makes the
 * game; dt_game_ask_prepare then makes the simulator. */
dt_status dt_game_ask_read(dt_task *task, const char *path, const char *keys);
dt_status dt_game_ask_prepare(dt_task *task);
/* "detente game ACTION NAME" with the changes; nothing where the command line has no such game. */
void dt_game_ask_command(const dt_task *task, const char *action, dt_text *command);

#endif
