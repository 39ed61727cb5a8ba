/* What the registry knows beyond the public tables (detente/param.h): the fixed values of a state. */
#ifndef DT_MODEL_REGISTRY_H
#define DT_MODEL_REGISTRY_H

#include "detente/param.h"

/* One fixed value of a state (struct model_fixed), equal for all members. */
typedef struct dt_fixed_info {
    const char *name;
    const char *mechanism;
    const char *unit;
    const char *field; /* the world's field; "derived" if the case computes it */
    const char *text;
    int slot; /* first flat index, in doubles */
    int n_slot;
} dt_fixed_info;

int dt_fixed_count(void);
const dt_fixed_info *dt_fixed_at(int index);

#endif
