/* Readers and writers of game files: one pair for each format. A reader reports what is wrong with its place
 * and leaves *out untouched on failure. */
#ifndef DT_NORMAL_FORMATS_H
#define DT_NORMAL_FORMATS_H

#include "io/text.h"
#include "normal/game.h"
#include "normal/scan.h"

/** Text of a file, its name in messages, and where findings go. */
struct dt_game_text {
    const char *text, *name;
    size_t length;
    dt_diagnostics *diagnostics;
};

dt_status dt_nfg_read(const struct dt_game_text *in, dt_normal **out);
dt_status dt_agg_read(const struct dt_game_text *in, dt_normal **out);
dt_status dt_json_game_read(const struct dt_game_text *in, dt_normal **out);
dt_status dt_csv_game_read(const struct dt_game_text *in, dt_normal **out);

void dt_nfg_write(const dt_normal *game, dt_text *out);
void dt_json_game_write(const dt_normal *game, dt_text *out);
void dt_csv_game_write(const dt_normal *game, dt_text *out);

/** Most payoffs of a table that is made from a smaller description. */
#define DT_NORMAL_MOST_EXPANDED ((int64_t)1 << 22)

/** Whether the shape is one that a game may have; reports a table too large with its size and what to do.
 * `place` tells where the shape stands, and may be NULL. */
dt_status dt_shape_check(const struct dt_game_text *in, const struct dt_token *place, int n_player,
                         const int *strategies, int64_t most);
/** Appends a payoff as a text that reads back to the same fraction. */
void dt_payoff_text(const dt_normal *game, int64_t profile, int player, dt_text *out);

#endif
