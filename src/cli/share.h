/* Running what a result lacks: alone, or together with other ranks of which each has a shard of its own. */
#ifndef DT_CLI_SHARE_H
#define DT_CLI_SHARE_H

#include "cli/ranks.h"
#include "cli/result.h"

struct cli_share {
    struct cli_ranks *ranks;   /* NULL: this process is alone */
    const char *parent;        /* folder of the shards; NULL: the result is the whole ensemble */
    int is_part;               /* 1: the folder of the shards is itself a part */
    const int64_t *missing;    /* blocks of the ensemble (or of its slice) that no part has; NULL: all */
    int64_t n_missing, to_run; /* such blocks, and members in them */
    int64_t held, failed;      /* members that parts had before, and those of them that failed */
};

/* Runs, with one line of progress and under the watch for Ctrl-C, and prints how it ended and how to go on.
 */
dt_status cli_share_run(struct cli *cli, struct cli_result *result, const struct cli_share *share);
enum { CLI_MOST_PARTS = 4096 };
/* Whether a folder holds results of its own. */
int cli_is_result(const char *folder);
/* Paths of the results in a folder, each to be freed: its own, and those of its shards. Returns how many; -1
 * if memory is short. */
int cli_share_parts(const char *folder, char *part[CLI_MOST_PARTS]);
/* Folder of the shard of a rank, to be freed; NULL if memory is short. */
char *cli_share_folder(const char *parent, int rank);

#endif
