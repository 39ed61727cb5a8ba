/* The readers of a world's tables. Each reads one file of folder `dir` into a world that is being made, in
 * the order below: states and sources come first, since the other tables name them. */
#ifndef DT_WORLD_READ_H
#define DT_WORLD_READ_H

#include "world/world.h"

dt_status dt_world_read_sources(dt_world *world, const char *dir, dt_diagnostics *diagnostics);
dt_status dt_world_read_states(dt_world *world, const char *dir, dt_diagnostics *diagnostics);
dt_status dt_world_read_groups(dt_world *world, const char *dir, dt_diagnostics *diagnostics);
dt_status dt_world_read_rivals(dt_world *world, const char *dir, dt_diagnostics *diagnostics);
dt_status dt_world_read_values(dt_world *world, const char *dir, dt_diagnostics *diagnostics);
dt_status dt_world_read_chips(dt_world *world, const char *dir, dt_diagnostics *diagnostics);
dt_status dt_world_read_series(dt_world *world, const char *dir, dt_diagnostics *diagnostics);

/* Checks what no single row shows: DT_INPUT if a state lacks a required field; totals that are far from the
 * world's are warned of. */
dt_status dt_world_check(const dt_world *world, const char *dir, dt_diagnostics *diagnostics);

#endif
