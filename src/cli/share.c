/* Running what a result lacks; see share.h. Ranks take blocks through a counter that they share, a few at a
 * time, and tell at the same moment how many members failed, so that rank 0 shows the progress of all. */
#include "cli/share.h"

#include <dirent.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* Most blocks that a rank takes at a time, for each of its threads: enough that asking costs nothing; and how
 * often each rank takes at least, so that all end together. */
enum { BLOCKS_PER_CLAIM = 4, CLAIMS = 4 };

struct claimant {
    const struct cli_share *share;
    int64_t count;                      /* blocks taken at a time */
    int64_t at, end;                    /* taken and not yet begun: places among those that are missing */
    int64_t handed_out;                 /* blocks that anybody has taken, as far as this one knows */
    int64_t to_run;                     /* members that all together are to run */
    int64_t own_done, own_failed, told; /* members run here; failures that the others know of */
    int64_t all_failed;
    int is_shown;
    struct cli_progress progress;
};

static int is_alone(const struct cli_share *share)
{
    return cli_ranks_count(share->ranks) == 1;
}

/* Takes the next places from the counter of all ranks, or simply the next; 0 if there are none. */
static int take(struct claimant *c)
{
    const struct cli_share *share = c->share;
    c->at = c->handed_out;
    if (!is_alone(share))
        c->at = cli_ranks_take(share->ranks, c->count, c->own_failed - c->told, &c->all_failed);
    if (c->at < 0) return 0;
    c->told = c->own_failed;
    c->end = c->handed_out = c->at + c->count;
    if (share->missing && c->end > share->n_missing) c->end = share->n_missing;
    return c->at < c->end;
}

static int64_t block_at(const struct claimant *c, int64_t place)
{
    return c->share->missing ? c->share->missing[place] : place;
}

/* Hands out the taken blocks, as many at a time as follow one another. */
static int claim_blocks(void *context, int64_t *first, int64_t *count)
{
    struct claimant *c = context;
    if (c->at >= c->end && !take(c)) return 0;
    *first = block_at(c, c->at);
    for (*count = 1; c->at + *count < c->end && block_at(c, c->at + *count) == *first + *count;)
        ++*count;
    c->at += *count;
    return 1;
}

/* A rank knows its own members: of the others, how many are handed out and how many failed. */
static void show(void *context, const dt_progress *own)
{
    struct claimant *c = context;
    dt_progress all = *own;
    c->own_done = own->done;
    c->own_failed = own->failed;
    c->to_run = c->share->missing ? c->share->to_run : own->total;
    if (!c->is_shown) return;
    if (c->share->parent) {
        int64_t handed_out = c->handed_out * DT_ENSEMBLE_BLOCK;
        all.total = c->to_run;
        if (!is_alone(c->share)) all.done = handed_out < all.total ? handed_out : all.total;
        all.failed = c->all_failed + own->failed - c->told;
        all.per_second = own->seconds > 0.0 ? (double)all.done / own->seconds : 0.0;
        all.eta_seconds = all.per_second > 0.0 ? (double)(all.total - all.done) / all.per_second : 0.0;
    }
    cli_progress_show(&c->progress, &all);
}

static double now_seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static dt_status run_missing(struct cli *cli, struct cli_result *result, struct claimant *claimant,
                             dt_summary **summary)
{
    struct cli_watch *watch = NULL;
    claimant->progress = cli_progress_begin();
    dt_status status = cli_watch_begin(&watch);
    if (status != DT_OK) return status;
    dt_ensemble_options options = cli_result_options(cli, result);
    options.store = result->store;
    options.is_streamed = 1;
    options.stop = cli_watch_flag(watch);
    options.progress = show;
    options.context = claimant;
    options.claim = claimant->share->parent ? claim_blocks : NULL;
    options.claim_context = claimant;
    double begin = now_seconds();
    status = dt_ensemble_run(result->setup.c, &options, summary, &cli->found);
    if (claimant->is_shown) cli_progress_end(&claimant->progress);
    cli_watch_end(watch);
    dt_status put = *summary ? cli_result_end(result, *summary, now_seconds() - begin, status) : DT_OK;
    return status == DT_OK && put != DT_OK ? put : status;
}

/* What is printed of a run: of this process, or of all ranks. */
struct outcome {
    const char *folder;
    int64_t done, failed;
    int is_complete;
};

/* Adds up what ranks did. One that was interrupted does not ask, for others may be dead. */
static struct outcome add_up(const struct cli_result *result, const struct claimant *claimant,
                             const dt_summary *s, dt_status status)
{
    const struct cli_share *share = claimant->share;
    struct outcome o = {.folder = result->folder, .is_complete = status != DT_INTERRUPTED};
    int64_t sums[2] = {claimant->own_done, claimant->own_failed};
    if (!share->parent) {
        o.done = dt_summary_members(s) + dt_summary_failed(s);
        o.failed = dt_summary_failed(s);
        return o;
    }
    if (status != DT_INTERRUPTED) cli_ranks_sum(share->ranks, sums, 2);
    o.folder = share->parent;
    o.done = share->held + sums[0];
    o.failed = share->failed + sums[1];
    o.is_complete = sums[0] == claimant->to_run;
    return o;
}

static void print_failures(const dt_case *c, const dt_summary *s)
{
    int64_t shown = dt_summary_failed(s) < 3 ? dt_summary_failed(s) : 3;
    for (int64_t k = 0; k < shown; k++) {
        uint64_t member = 0;
        dt_failure why = dt_summary_failure(s, k, &member);
        printf("  member %" PRIu64 " failed in step %d: %s.%s of %s\n", member, why.step, why.mechanism,
               why.field, why.state >= 0 ? dt_case_state_iso3(c, why.state) : "the world");
    }
}

static void print_json(const struct cli_result *result, const struct outcome *o)
{
    struct cli_json json = cli_json_begin(stdout);
    cli_json_open(&json, NULL, '{');
    cli_json_text(&json, "schema", "detente.ensemble/1");
    cli_json_text(&json, "folder", o->folder);
    cli_json_integer(&json, "members", result->members);
    cli_json_integer(&json, "done", o->done);
    cli_json_integer(&json, "failed", o->failed);
    cli_json_bool(&json, "is_complete", o->is_complete);
    cli_json_close(&json, '}');
    cli_json_end(&json);
}

static void print_text(const struct cli_result *result, const struct cli_share *share,
                       const struct outcome *o, const dt_summary *s)
{
    printf("%s: %" PRId64 " of %" PRId64 " members, %" PRId64 " failed\n", o->folder, o->done,
           result->members, o->failed);
    print_failures(result->setup.c, s);
    if (!o->is_complete)
        printf("go on with: detente resume %s\n", o->folder);
    else if (share->parent)
        printf("join the shards with: detente merge %s%s%s/shard-*\n", share->is_part ? o->folder : "",
               share->is_part ? " " : "", o->folder);
}

/* Blocks that a rank takes at a time: at least one for each of its threads. */
static int64_t choose_claim(const struct cli *cli, const struct cli_result *result,
                            const struct cli_share *share)
{
    int64_t threads = cli_integer(cli, "threads", 0);
    int64_t n_block = share->missing ? share->n_missing : result->members / DT_ENSEMBLE_BLOCK;
    if (threads == 0) threads = cli_ranks_cores();
    int64_t count = n_block / (CLAIMS * cli_ranks_count(share->ranks));
    if (count > BLOCKS_PER_CLAIM * threads) count = BLOCKS_PER_CLAIM * threads;
    return count > threads ? count : threads;
}

dt_status cli_share_run(struct cli *cli, struct cli_result *result, const struct cli_share *share)
{
    dt_summary *summary = NULL;
    int is_first = cli_ranks_number(share->ranks) == 0;
    struct claimant claimant = {.share = share,
                                .count = choose_claim(cli, result, share),
                                .is_shown = !cli->quiet && !cli_flag(cli, "no-progress") && is_first};
    dt_status status = run_missing(cli, result, &claimant, &summary);
    struct outcome o = {0};
    if (summary) o = add_up(result, &claimant, summary, status);
    if (summary && is_first && cli->json) print_json(result, &o);
    if (summary && is_first && !cli->json) print_text(result, share, &o, summary);
    fflush(stdout);
    dt_summary_free(summary);
    return status;
}

char *cli_share_folder(const char *parent, int rank)
{
    char shard[32];
    snprintf(shard, sizeof shard, "shard-%05d", rank);
    return cli_join(parent, shard);
}

int cli_is_result(const char *folder)
{
    char *path = cli_join(folder, "results.sqlite");
    int is_there = path && access(path, F_OK) == 0;
    free(path);
    return is_there;
}

static int is_shard(const struct dirent *entry)
{
    return strncmp(entry->d_name, "shard-", 6) == 0;
}

int cli_share_parts(const char *folder, char *part[CLI_MOST_PARTS])
{
    struct dirent **entry = NULL;
    int n = 0, n_entry = scandir(folder, &entry, is_shard, alphasort);
    int is_short = 0;
    if (cli_is_result(folder)) {
        part[n] = strdup(folder);
        is_short |= !part[n++];
    }
    for (int e = 0; e < n_entry; e++) {
        char *path = cli_join(folder, entry[e]->d_name);
        is_short |= !path;
        if (path && n < CLI_MOST_PARTS && cli_is_result(path))
            part[n++] = path;
        else
            free(path);
        free(entry[e]);
    }
    free(entry);
    return is_short ? -1 : n;
}
