/* The pictures of a game's page, and its style. */
#ifndef DT_REPORT_SECTION_GAME_H
#define DT_REPORT_SECTION_GAME_H

#include "detente/game_report.h"
#include "io/text.h"

/* Payoffs of the first two players as a matrix: best replies are marked, equilibria framed. */
void dt_picture_matrix(const dt_game_result *result, dt_text *out);
/* A bar for each pair: classes with their share of members. */
void dt_picture_classes(const dt_game_result *result, dt_text *out);
/* What decides the class: a bar for each factor. */
void dt_picture_factors(const dt_game_result *result, dt_text *out);
/* The class at each point of two levers, and the share of members in which mutual cooperation is stable. */
void dt_picture_map(const dt_game_map *map, dt_text *out);
void dt_picture_cooperation(const dt_game_map *map, dt_text *out);
/* Colours with names of the classes that are used. */
void dt_picture_key(const int used[DT_GAME_CLASSES], dt_text *out);

#endif
