/* Empirical games for readers: as text, as JSON, and as a page. */
#ifndef DETENTE_GAME_REPORT_H
#define DETENTE_GAME_REPORT_H

#include "detente/game.h"
#include "detente/report.h"

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

/** What `detente game play`, `game map` and `game design` print, as text for people or JSON of schemas
 * "detente.game/1", "detente.game-map/1" and "detente.game-design/1". `*text` is to be freed with dt_free. */
dt_status dt_report_game(const dt_game_result *result, dt_summary_format format, char **text);
dt_status dt_report_game_map(const dt_game *game, const dt_game_map *map, dt_summary_format format,
                             char **text);
dt_status dt_report_game_design(const dt_game *game, const dt_game_design_result *design,
                                dt_summary_format format, char **text);

/** What the page of a game is made of; all borrowed during the call. */
typedef struct dt_game_page {
    const dt_game_result *result;
    const dt_game_map *map;              /* nullable */
    const dt_game_design_result *design; /* nullable */
    const char *scenario, *command, *version;
} dt_game_page;

/** Writes one self-contained HTML file about a game: payoffs drawn, equilibria, certificate, classes, the
 * class map, what would change it. Written to a temporary name and renamed. DT_IO if it cannot be written. */
dt_status dt_report_game_page(const dt_game_page *page, const char *path, dt_diagnostics *diagnostics);

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
