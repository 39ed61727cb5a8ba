/* "Did you mean": the nearest of several names that are offered one by one. */
#include <limits.h>
#include <string.h>

#include "cli/cli.h"

struct cli_suggestion cli_suggest_begin(const char *word)
{
    return (struct cli_suggestion){word, NULL, INT_MAX};
}

void cli_suggest(struct cli_suggestion *suggestion, const char *candidate)
{
    /* Short words need a closer match: two edits turn "run" into anything. */
    size_t length = strlen(suggestion->word);
    int distance = dt_edit_distance(suggestion->word, candidate);
    int limit = length <= 3 ? 1 : length <= 7 ? 2 : 3;
    int is_beginning = length >= 3 && strncmp(suggestion->word, candidate, length) == 0;
    if (is_beginning) distance = distance < limit ? distance : limit;
    if (distance > limit || distance >= suggestion->distance) return;
    suggestion->nearest = candidate;
    suggestion->distance = distance;
}
