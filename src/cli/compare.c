/* `detente compare`: two result folders, block by block. */
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cli/commands.h"
#include "cli/result.h"

/* What differs: members by bits, and how far outcomes are apart on average. */
struct difference {
    int n_column;
    int64_t members, only_left, only_right, differing;
    double *sum_left, *sum_right; /* by column, of members that both have */
    int64_t *count;
};

struct side {
    dt_store *store;
    dt_status status;
    uint64_t first;
    unsigned char hash[16];
    int count;
    double *value;
};

static dt_status step(struct side *side, uint64_t from)
{
    side->status = dt_store_next_block(side->store, from, &side->first, side->hash);
    if (side->status != DT_OK) return side->status == DT_NO ? DT_OK : side->status;
    return dt_store_get_block(side->store, side->first, &side->count, side->value);
}

static void compare_blocks(const struct side *a, const struct side *b, struct difference *d)
{
    int n = a->count < b->count ? a->count : b->count;
    d->members += n;
    d->only_left += a->count - n;
    d->only_right += b->count - n;
    for (int m = 0; m < n; m++) {
        int differs = 0;
        for (int c = 0; c < d->n_column; c++) {
            double x = a->value[c * a->count + m], y = b->value[c * b->count + m];
            differs |= memcmp(&x, &y, sizeof x) != 0;
            if (!isfinite(x) || !isfinite(y)) continue;
            d->sum_left[c] += x;
            d->sum_right[c] += y;
            d->count[c]++;
        }
        d->differing += differs;
    }
}

/* Whether the next block of `side` comes before that of the other, or with it. */
static int comes_next(const struct side *side, const struct side *other)
{
    return side->status == DT_OK && (other->status != DT_OK || side->first <= other->first);
}

/* Walks both stores in order of members. */
static dt_status walk(struct side *a, struct side *b, struct difference *d)
{
    dt_status status = step(a, 0);
    if (status == DT_OK) status = step(b, 0);
    while (status == DT_OK && (a->status == DT_OK || b->status == DT_OK)) {
        int takes_a = comes_next(a, b), takes_b = comes_next(b, a);
        if (takes_a && takes_b)
            compare_blocks(a, b, d);
        else if (takes_a)
            d->only_left += a->count;
        else
            d->only_right += b->count;
        if (takes_a) status = step(a, a->first + 1);
        if (takes_b && status == DT_OK) status = step(b, b->first + 1);
    }
    return status;
}

static void print_json(const struct difference *d, const dt_store_layout *layout)
{
    struct cli_json json = cli_json_begin(stdout);
    cli_json_open(&json, NULL, '{');
    cli_json_text(&json, "schema", "detente.compare/1");
    cli_json_integer(&json, "members", d->members);
    cli_json_integer(&json, "differing", d->differing);
    cli_json_integer(&json, "only_in_first", d->only_left);
    cli_json_integer(&json, "only_in_second", d->only_right);
    cli_json_open(&json, "outcomes", '[');
    for (int c = 0; c < d->n_column; c++) {
        cli_json_open(&json, NULL, '{');
        cli_json_text(&json, "name", layout->column[c]);
        cli_json_number(&json, "mean_first", d->sum_left[c] / (double)d->count[c]);
        cli_json_number(&json, "mean_second", d->sum_right[c] / (double)d->count[c]);
        cli_json_close(&json, '}');
    }
    cli_json_close(&json, ']');
    cli_json_close(&json, '}');
    cli_json_end(&json);
}

static void print_text(const struct difference *d, const dt_store_layout *layout)
{
    printf("%" PRId64 " members in both, %" PRId64 " of them differ; %" PRId64 " only in the first, %" PRId64
           " only in the second\n",
           d->members, d->differing, d->only_left, d->only_right);
    for (int c = 0; c < d->n_column && d->differing > 0; c++) {
        double left = d->sum_left[c] / (double)d->count[c], right = d->sum_right[c] / (double)d->count[c];
        if (left == right) continue;
        printf("  %-32s mean %12.5g  %12.5g  %+9.2f%%\n", layout->column[c], left, right,
               100.0 * (right / left - 1.0));
    }
}

static int same_columns(const dt_store_layout *a, const dt_store_layout *b)
{
    if (a->n_column != b->n_column || a->block_size != b->block_size) return 0;
    for (int c = 0; c < a->n_column; c++)
        if (strcmp(a->column[c], b->column[c]) != 0) return 0;
    return 1;
}

static dt_status compare(struct cli *cli, struct side *a, struct side *b)
{
    dt_store_layout left = dt_store_describe(a->store), right = dt_store_describe(b->store);
    if (!same_columns(&left, &right))
        return cli_fail(cli, DT_E_STORE_LAYOUT, NULL, "results with other outcomes",
                        "two folders with the same outcomes");
    size_t n = (size_t)left.n_column;
    struct difference d = {.n_column = left.n_column};
    d.sum_left = calloc(2 * n, sizeof *d.sum_left);
    d.count = calloc(n, sizeof *d.count);
    a->value = malloc(2 * n * (size_t)left.block_size * sizeof *a->value);
    dt_status status = d.sum_left && d.count && a->value ? DT_OK
                                                         : cli_fail(cli, DT_E_NO_MEMORY, NULL, NULL, NULL);
    if (status == DT_OK) {
        d.sum_right = d.sum_left + n;
        b->value = a->value + n * (size_t)left.block_size;
        status = walk(a, b, &d);
    }
    if (status == DT_OK && cli->json) print_json(&d, &left);
    if (status == DT_OK && !cli->json) print_text(&d, &left);
    int is_same = d.differing == 0 && d.only_left == 0 && d.only_right == 0;
    free(d.sum_left);
    free(d.count);
    free(a->value);
    return status == DT_OK && cli_flag(cli, "exact") && !is_same ? DT_NO : status;
}

static dt_status run(struct cli *cli)
{
    struct side a = {0}, b = {0};
    dt_status status = dt_store_open(cli->operand[0], &a.store, &cli->found);
    if (status == DT_OK) status = dt_store_open(cli->operand[1], &b.store, &cli->found);
    if (status == DT_OK) status = compare(cli, &a, &b);
    if (a.store) cli_result_fault(cli, a.store, status);
    if (b.store) cli_result_fault(cli, b.store, status);
    dt_store_close(a.store);
    dt_store_close(b.store);
    return status;
}

const struct cli_command cli_compare = {
    .name = "compare",
    .operands = "DIR DIR",
    .least_operand = 2,
    .most_operand = 2,
    .summary = "compare two result folders member by member",
    .text = "Says how many members differ in any bit, and by how much outcomes differ on average. With "
            "--exact the exit code "
            "is 1 unless both hold the same members with the same bits.",
    .examples = (const struct cli_example[]){{"detente compare results/a results/b --exact",
                                              "the same bits?"},
                                             {"detente compare results/coruna results/permit-reform",
                                              "what a policy changes"},
                                             {NULL, NULL}},
    .options = (const struct cli_option[]){{"exact", 0, CLI_FLAG, NULL,
                                            "exit code 1 unless every bit is equal", 0, 0, 0},
                                           CLI_OPTION_END},
    .run = run,
};
