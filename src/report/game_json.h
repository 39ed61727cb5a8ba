/* Games as JSON documents, written at the end of `out`. */
#ifndef DT_REPORT_GAME_JSON_H
#define DT_REPORT_GAME_JSON_H

#include "detente/game.h"
#include "io/text.h"

void dt_game_json(const dt_game_result *result, dt_text *out);
void dt_game_map_json(const dt_game *game, const dt_game_map *map, dt_text *out);
void dt_game_design_json(const dt_game *game, const dt_game_design_result *design, dt_text *out);

#endif
