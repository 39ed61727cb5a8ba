/* Nearness of names: the table of edit distances, of which three rows are kept. */
#include "detente/suggest.h"

#include <string.h>

enum { LONGEST = 63, FAR = 1000 };

static int lower(char c)
{
    return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c;
}

static int least_of(int a, int b)
{
    return a < b ? a : b;
}

static int is_same(char a, char b)
{
    return lower(a) == lower(b);
}

int dt_edit_distance(const char *a, const char *b)
{
    int rows[3][LONGEST + 1];
    size_t n_a = strlen(a), n_b = strlen(b);
    if (n_a > LONGEST || n_b > LONGEST) return FAR;
    for (size_t j = 0; j <= n_b; j++)
        rows[0][j] = (int)j;
    for (size_t i = 1; i <= n_a; i++) {
        int *above = rows[(i - 1) % 3], *here = rows[i % 3];
        const int *two_above = rows[(i + 1) % 3];
        here[0] = (int)i;
        for (size_t j = 1; j <= n_b; j++) {
            int change = above[j - 1] + !is_same(a[i - 1], b[j - 1]);
            here[j] = least_of(change, 1 + least_of(above[j], here[j - 1]));
            if (i > 1 && j > 1 && is_same(a[i - 1], b[j - 2]) && is_same(a[i - 2], b[j - 1]))
                here[j] = least_of(here[j], two_above[j - 2] + 1);
        }
    }
    return rows[n_a % 3][n_b];
}
