/* "Did you mean": the nearest of several names by the number of single-letter edits. */
#include <limits.h>
#include <string.h>

#include "cli/cli.h"

enum { LONGEST_WORD = 48 };

static int least_of(int a, int b)
{
    return a < b ? a : b;
}

/* Insertions, deletions, replacements and swaps of neighbours that turn one word into the other. */
static int edit_distance(const char *a, const char *b)
{
    int rows[3][LONGEST_WORD + 1];
    int n = (int)strlen(a), m = (int)strlen(b);
    if (n > LONGEST_WORD || m > LONGEST_WORD) return INT_MAX;

    for (int j = 0; j <= m; j++)
        rows[0][j] = j;
    for (int i = 1; i <= n; i++) {
        int *above = rows[(i - 1) % 3], *here = rows[i % 3];
        const int *two_above = rows[(i + 1) % 3];
        here[0] = i;
        for (int j = 1; j <= m; j++) {
            int replace = above[j - 1] + (a[i - 1] != b[j - 1]);
            here[j] = least_of(replace, 1 + least_of(above[j], here[j - 1]));
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                here[j] = least_of(here[j], two_above[j - 2] + 1);
        }
    }
    return rows[n % 3][m];
}

struct cli_suggestion cli_suggest_begin(const char *word)
{
    return (struct cli_suggestion){word, NULL, INT_MAX};
}

void cli_suggest(struct cli_suggestion *suggestion, const char *candidate)
{
    /* Short words need a closer match: two edits turn "run" into anything. */
    size_t length = strlen(suggestion->word);
    int distance = edit_distance(suggestion->word, candidate);
    int limit = length <= 3 ? 1 : length <= 7 ? 2 : 3;
    int is_beginning = length >= 3 && strncmp(suggestion->word, candidate, length) == 0;
    if (is_beginning) distance = least_of(distance, limit);
    if (distance > limit || distance >= suggestion->distance) return;
    suggestion->nearest = candidate;
    suggestion->distance = distance;
}
