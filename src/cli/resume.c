/* `detente resume`: what a result folder, or a folder of shards, lacks.
 *
 * Alone on a folder of one result, the missing blocks are added to it. With ranks, or where there are shards,
 * rank 0 reads all parts and tells the others which blocks are missing; then each goes on with a shard of its
 * own. What must stay true: nobody writes before all have read. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "cli/commands.h"
#include "cli/share.h"

enum { PATH = 4096 };

/* What rank 0 finds out and all know afterwards. */
struct plan {
    int is_readable; /* 0: the parts could not be read, and rank 0 says why */
    int is_part;     /* the folder itself is a part */
    char like[PATH]; /* a part from which another can be made */
    int64_t n_missing, to_run, held, failed;
};

/* ---- the plan ---- */

/* Marks the blocks that a part holds, and counts its members. */
static dt_status mark_blocks(dt_store *store, const struct cli_result *whole, unsigned char *is_held,
                             struct plan *plan)
{
    unsigned char hash[16];
    int64_t blocks = 0, members = 0, n_slice = whole->n_slice ? whole->n_slice : 1;
    dt_status status = dt_ensemble_held(store, &blocks, &members);
    for (uint64_t first = 0; status == DT_OK; first++) {
        status = dt_store_next_block(store, first, &first, hash);
        int64_t block = (int64_t)first / DT_ENSEMBLE_BLOCK - whole->slice;
        if (status == DT_OK && (int64_t)first < whole->members && block >= 0 && block % n_slice == 0)
            is_held[block / n_slice] = 1;
    }
    int64_t failed = dt_store_failure_count(store);
    plan->held += members;
    plan->failed += failed;
    return failed < 0 ? DT_IO : status == DT_NO ? DT_OK : status;
}

static dt_status read_part(struct cli *cli, const char *folder, const struct cli_result *whole,
                           unsigned char *is_held, struct plan *plan)
{
    dt_store *store = NULL;
    dt_status status = dt_store_open(folder, &store, &cli->found);
    if (status == DT_OK && cli_result_is_begun(store)) {
        int is_same = memcmp(dt_store_describe(store).case_hash, dt_store_describe(whole->store).case_hash,
                             16) == 0;
        status = is_same ? mark_blocks(store, whole, is_held, plan)
                         : cli_fail(cli, DT_E_STORE_OTHER_CASE, folder, NULL, NULL);
    }
    if (store) cli_result_fault(cli, store, status);
    dt_store_close(store);
    return status;
}

/* The blocks of this ensemble, or of its slice, that no part holds. */
static dt_status list_missing(const struct cli_result *whole, int64_t n_block, const unsigned char *is_held,
                              int64_t **missing, struct plan *plan)
{
    int64_t n_slice = whole->n_slice ? whole->n_slice : 1;
    int64_t *list = malloc(((size_t)n_block + 1) * sizeof *list);
    if (!list) return DT_NO_MEMORY;
    for (int64_t k = 0; k < n_block; k++) {
        if (is_held[k]) continue;
        int64_t left = whole->members - (whole->slice + k * n_slice) * DT_ENSEMBLE_BLOCK;
        plan->to_run += left < DT_ENSEMBLE_BLOCK ? left : DT_ENSEMBLE_BLOCK;
        list[plan->n_missing++] = k;
    }
    *missing = list;
    return DT_OK;
}

static dt_status read_parts(struct cli *cli, char *const *part, int n, const struct cli_result *whole,
                            struct plan *plan, int64_t **missing)
{
    int64_t all = (whole->members + DT_ENSEMBLE_BLOCK - 1) / DT_ENSEMBLE_BLOCK;
    int64_t n_slice = whole->n_slice ? whole->n_slice : 1;
    int64_t n_block = all > whole->slice ? (all - whole->slice + n_slice - 1) / n_slice : 0;
    unsigned char *is_held = calloc((size_t)n_block + 1, 1);
    dt_status status = is_held ? DT_OK : DT_NO_MEMORY;
    for (int p = 0; p < n && status == DT_OK; p++)
        status = read_part(cli, part[p], whole, is_held, plan);
    if (status == DT_OK) status = list_missing(whole, n_block, is_held, missing, plan);
    free(is_held);
    return status;
}

/* The first part with a manifest; the folder itself, so that its fault is reported, if there is none. */
static const char *choose_part(const char *folder, char *const *part, int n)
{
    for (int p = 0; p < n; p++) {
        dt_store *store = NULL;
        int is_begun = dt_store_open(part[p], &store, NULL) == DT_OK && cli_result_is_begun(store);
        dt_store_close(store);
        if (is_begun) return part[p];
    }
    return n > 0 ? part[0] : folder;
}

static dt_status make_plan(struct cli *cli, const char *folder, char *const *part, int n, struct plan *plan,
                           int64_t **missing)
{
    struct cli_result whole = {.n_slice = 0};
    snprintf(plan->like, sizeof plan->like, "%s", choose_part(folder, part, n));
    plan->is_part = cli_is_result(folder);
    dt_status status = cli_result_open(cli, plan->like, &whole);
    if (status == DT_OK) status = read_parts(cli, part, n, &whole, plan, missing);
    plan->is_readable = status == DT_OK;
    return cli_result_close(cli, &whole, status);
}

/* All ranks get the plan and the list of rank 0. */
static dt_status share_plan(struct cli_ranks *ranks, struct plan *plan, int64_t **missing)
{
    cli_ranks_share(ranks, plan, sizeof *plan);
    if (!plan->is_readable) return DT_OK;
    size_t size = (size_t)plan->n_missing * sizeof **missing;
    if (!*missing) *missing = malloc(size + 1);
    int is_short = cli_ranks_worst(ranks, !*missing);
    if (!is_short) cli_ranks_share(ranks, *missing, size);
    return is_short ? DT_NO_MEMORY : DT_OK;
}

/* ---- running ---- */

/* Opens the shard of this rank, or makes it. */
static dt_status open_shard(struct cli *cli, const char *folder, const struct plan *plan, int rank,
                            struct cli_result *result)
{
    dt_store *store = NULL;
    char *shard = cli_share_folder(folder, rank);
    if (!shard) return cli_fail(cli, DT_E_NO_MEMORY, NULL, NULL, NULL);
    int is_there = cli_is_result(shard), is_begun = 0;
    dt_status status = is_there ? dt_store_open(shard, &store, &cli->found) : DT_OK;
    if (status == DT_OK && is_there) is_begun = cli_result_is_begun(store);
    dt_store_close(store);
    if (status == DT_OK && is_begun)
        status = cli_result_open(cli, shard, result);
    else if (status == DT_OK)
        status = cli_result_copy(cli, plan->like, shard, is_there, 0, result);
    free(shard);
    return status;
}

static dt_status run_shards(struct cli *cli, struct cli_ranks *ranks, const struct plan *plan,
                            const int64_t *missing)
{
    const char *folder = cli->operand[0];
    struct cli_result result = {.n_slice = 0};
    struct cli_share share = {.ranks = ranks,
                              .parent = folder,
                              .is_part = plan->is_part,
                              .missing = missing,
                              .n_missing = plan->n_missing,
                              .to_run = plan->to_run,
                              .held = plan->held,
                              .failed = plan->failed};
    dt_status status = open_shard(cli, folder, plan, cli_ranks_number(ranks), &result);
    int is_failed = cli_ranks_worst(ranks, status != DT_OK);
    if (!is_failed) status = cli_share_run(cli, &result, &share);
    return cli_result_close(cli, &result, status);
}

/* All ranks together; only rank 0 has looked for parts. */
static dt_status resume_shards(struct cli *cli, struct cli_ranks *ranks, char *const *part, int n)
{
    struct plan *plan = calloc(1, sizeof *plan);
    int64_t *missing = NULL;
    dt_status status = DT_OK;
    if (cli_ranks_worst(ranks, !plan)) {
        free(plan);
        return cli_fail(cli, DT_E_NO_MEMORY, NULL, NULL, NULL);
    }
    if (cli_ranks_number(ranks) == 0) status = make_plan(cli, cli->operand[0], part, n, plan, &missing);
    dt_status shared = share_plan(ranks, plan, &missing);
    if (status == DT_OK) status = shared;
    if (status == DT_OK && plan->is_readable) status = run_shards(cli, ranks, plan, missing);
    free(missing);
    free(plan);
    return status;
}

static dt_status resume_whole(struct cli *cli)
{
    struct cli_result result = {.n_slice = 0};
    struct cli_share share = {.ranks = NULL};
    dt_status status = cli_result_open(cli, cli->operand[0], &result);
    if (status == DT_OK) status = cli_share_run(cli, &result, &share);
    return cli_result_close(cli, &result, status);
}

static dt_status resume(struct cli *cli, struct cli_ranks *ranks)
{
    int n = 0;
    char **part = calloc(CLI_MOST_PARTS, sizeof *part);
    if (part && cli_ranks_number(ranks) == 0) n = cli_share_parts(cli->operand[0], part);
    int is_short = !part || n < 0;
    dt_status status = DT_NO_MEMORY;
    if (cli_ranks_worst(ranks, is_short))
        cli_fail(cli, DT_E_NO_MEMORY, NULL, NULL, NULL);
    else if (cli_ranks_count(ranks) == 1 && (n == 0 || (n == 1 && cli_is_result(cli->operand[0]))))
        status = resume_whole(cli);
    else
        status = resume_shards(cli, ranks, part, n);
    for (int p = 0; part && p < CLI_MOST_PARTS; p++)
        free(part[p]);
    free(part);
    return status;
}

static dt_status run(struct cli *cli)
{
    struct cli_ranks *ranks = NULL;
    dt_status status = cli_ranks_begin(&ranks);
    if (status == DT_OK) status = resume(cli, ranks);
    cli_ranks_end(ranks, status == DT_INTERRUPTED);
    return status;
}

const struct cli_command cli_resume = {
    .name = "resume",
    .operands = "DIR",
    .least_operand = 1,
    .most_operand = 1,
    .summary = "go on with an ensemble that was interrupted",
    .text =
        "Runs the members that a result folder lacks, or a folder of shards that ranks wrote. The bits are "
        "those of an ensemble that was never interrupted. Under mpirun every rank takes blocks as it is free "
        "and goes on with a shard of its own; their number may be another than before. "
        "The exit code is 7 if data or program have changed so that it would be another ensemble.",
    .examples = (const struct cli_example[]){{"detente resume results/big", "run what is missing"},
                                             {"mpirun -n 64 detente resume results/big --threads 1",
                                              "the same by many ranks"},
                                             {NULL, NULL}},
    .options = (const struct cli_option[]){CLI_OPTION_THREADS, CLI_OPTION_WIDTH, CLI_OPTION_NO_PROGRESS,
                                           CLI_OPTION_END},
    .run = run,
};
