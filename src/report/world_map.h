/* The world as SVG, in the shapes and the projection of the page's map: shares by state as shades, hatched
 * where a share is one half or more, so that colour is not the only sign; small states are dots.
 *
 * A page holds the shapes once; each map refers to them. */
#ifndef DT_REPORT_WORLD_MAP_H
#define DT_REPORT_WORLD_MAP_H

#include "detente/scenario.h"
#include "io/text.h"

typedef struct dt_world_map {
    const dt_case *c;
    const double *share; /* by state, 0..1 */
    const char *title, *description;
} dt_world_map;

/* Definitions that every map of the page refers to: once, before the first. */
void dt_world_map_shapes(dt_text *out);
void dt_world_map_draw(dt_text *out, const dt_world_map *map);
/* The key: shades in words. */
void dt_world_map_key(dt_text *out);
/* Shade of a share, 0 to 4. */
int dt_world_map_shade(double share);

#endif
