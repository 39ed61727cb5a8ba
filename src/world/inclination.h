/* How states sign, as a world keeps it. */
#ifndef DT_WORLD_INCLINATION_H
#define DT_WORLD_INCLINATION_H

#include "detente/world.h"
#include "io/hash.h"

/* Adds all numbers of an inclination, none if it is empty. */
void dt_inclination_hash(dt_hash *hash, const dt_inclination *inclination);
/* Frees the arrays; they are NULL afterwards. */
void dt_inclination_clear(dt_inclination *inclination);

#endif
