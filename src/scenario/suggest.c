/* The nearest of a list of names, and the lists. */
#include "scenario/suggest.h"

#include <stddef.h>
#include <string.h>

#include "detente/param.h"
#include "detente/suggest.h"

enum { NEAR = 2 };

const char *dt_nearest(const char *name, dt_name_at name_at, const void *context)
{
    const char *best = NULL;
    int best_distance = NEAR + 1;
    for (int i = 0; name_at(context, i); i++) {
        const char *candidate = name_at(context, i);
        int distance = dt_edit_distance(name, candidate);
        if (distance < best_distance && distance < (int)strlen(candidate)) {
            best = candidate;
            best_distance = distance;
        }
    }
    return best;
}

const char *dt_param_name_at(const void *context, int index)
{
    (void)context;
    const dt_param_info *info = dt_param_at(index);
    return info ? info->name : NULL;
}

const char *dt_tech_name_at(const void *context, int index)
{
    (void)context;
    return dt_tech_name(index);
}

const char *dt_output_name_at(const void *context, int index)
{
    (void)context;
    const dt_output_info *info = dt_output_at(index);
    return info ? info->name : NULL;
}

const char *dt_array_name_at(const void *context, int index)
{
    const char *const *names = context;
    return names[index];
}
