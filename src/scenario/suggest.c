/* Nearest names by edit distance (Levenshtein 1966), with two rows of the table. */
#include "scenario/suggest.h"

#include <stddef.h>
#include <string.h>

#include "detente/param.h"

enum { LONGEST = 63, FAR = 1000, NEAR = 2 };

static int lower(char c)
{
    return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c;
}

static int least_of(int a, int b, int c)
{
    int ab = a < b ? a : b;
    return ab < c ? ab : c;
}

int dt_edit_distance(const char *a, const char *b)
{
    int row[LONGEST + 1];
    size_t n_a = strlen(a), n_b = strlen(b);
    if (n_a > LONGEST || n_b > LONGEST) return FAR;
    for (size_t j = 0; j <= n_b; j++)
        row[j] = (int)j;
    for (size_t i = 1; i <= n_a; i++) {
        int diagonal = row[0];
        row[0] = (int)i;
        for (size_t j = 1; j <= n_b; j++) {
            int change = diagonal + (lower(a[i - 1]) != lower(b[j - 1]));
            diagonal = row[j];
            row[j] = least_of(change, row[j] + 1, row[j - 1] + 1);
        }
    }
    return row[n_b];
}

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
