/* What the fields of the world are: the table fields.def as the caller sees it. */
#include <string.h>

#include "world/world.h"

static const dt_world_field_info fields[DT_N_WORLD_FIELD] = {
#define DT_WORLD_FIELD(name, unit, is_tech, is_required, least, greatest, text) \
    {#name, unit, text, is_tech, is_required, least, greatest},
#include "world/fields.def"
#undef DT_WORLD_FIELD
};

int dt_world_field_count(void)
{
    return DT_N_WORLD_FIELD;
}

const dt_world_field_info *dt_world_field_at(int field)
{
    return field >= 0 && field < DT_N_WORLD_FIELD ? &fields[field] : NULL;
}

int dt_world_field_find(const char *name)
{
    for (int f = 0; f < DT_N_WORLD_FIELD; f++)
        if (strcmp(fields[f].name, name) == 0) return f;
    return -1;
}
