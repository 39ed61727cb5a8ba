/* `detente prim` and `detente cart`: in which cases an outcome happens. */
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cli/commands.h"
#include "cli/evidence.h"

enum { MOST_CASES = 20000, MOST_BOXES = 8 };

/* Cases of interest: the outcome lies beyond a limit. */
struct question {
    struct cli_evidence e;
    int n, d;
    double *x; /* n rows of d */
    unsigned char *y;
    double limit;
    int is_above;
    int64_t of_interest;
    double share; /* of interest, by weight */
};

static dt_status read_limit(struct cli *cli, struct question *q)
{
    const char *above = cli_text(cli, "above", NULL), *below = cli_text(cli, "below", NULL);
    const char *text = above ? above : below;
    char *end = NULL;
    if (!text || (above && below))
        return cli_fail(cli, DT_E_OPTION_VALUE, "--above", text ? "both --above and --below" : "nothing",
                        "one of --above NUMBER and --below NUMBER: which cases are of interest");
    q->limit = strtod(text, &end);
    q->is_above = above != NULL;
    if (*end || !isfinite(q->limit))
        return cli_fail(cli, DT_E_OPTION_VALUE, above ? "--above" : "--below", text, "a number");
    return DT_OK;
}

static int is_of_interest(const struct question *q, double y)
{
    return q->is_above ? y > q->limit : y < q->limit;
}

static dt_status mark_cases(struct cli *cli, struct question *q)
{
    const dt_member_column *k = &q->e.column;
    double all = 0.0, weight;
    q->n = k->n;
    q->d = dt_case_factor_count(q->e.evidence.c);
    q->y = malloc((size_t)k->n);
    if (!q->y) return cli_fail(cli, DT_E_NO_MEMORY, NULL, NULL, NULL);
    for (int i = 0; i < k->n; i++) {
        q->y[i] = (unsigned char)is_of_interest(q, k->y[i]);
        q->of_interest += q->y[i];
        weight = k->weight ? k->weight[i] : 1.0;
        all += weight;
        if (q->y[i]) q->share += weight;
    }
    q->share /= all;
    char found[64];
    snprintf(found, sizeof found, "%" PRId64 " of %d members", q->of_interest, k->n);
    return q->of_interest > 0 && q->of_interest < k->n
        ? DT_OK
        : cli_fail(cli, DT_E_NO_VARIATION, q->e.name, found,
                   "a limit that some members pass and some do not");
}

/* `bytes` of memory a number of the table. */
static dt_status open_question(struct cli *cli, struct question *q, int bytes)
{
    dt_status status = read_limit(cli, q);
    if (status == DT_OK) status = cli_evidence_open(cli, &q->e);
    if (status == DT_OK) status = cli_evidence_load(cli, &q->e, cli_integer(cli, "members", MOST_CASES));
    if (status == DT_OK) status = mark_cases(cli, q);
    if (status != DT_OK) return status;
    cli_evidence_note_size(cli, &q->e, bytes);
    return dt_member_column_rows(&q->e.evidence, &q->e.column, (int)cli_integer(cli, "threads", 0), &q->x);
}

static dt_cases cases_of(const struct question *q)
{
    return (dt_cases){q->x, q->y, q->n, q->d, q->e.column.weight};
}

static dt_status close_question(struct cli *cli, struct question *q, dt_status status)
{
    dt_free(q->x);
    free(q->y);
    return cli_evidence_close(cli, &q->e, status);
}

static const char *factor_name(const struct question *q, int factor)
{
    return dt_case_factor(q->e.result.setup.c, factor)->name;
}

static void print_question(const struct question *q)
{
    char words[128];
    printf("%s %s %g: %" PRId64 " of interest in %d members%s", q->e.name, q->is_above ? "above" : "below",
           q->limit, q->of_interest, q->n, cli_evidence_words(&q->e, words));
    if (q->e.column.weight) printf("; %.1f%% by weight", 100.0 * q->share);
    putchar('\n');
}

/* ---- PRIM ---- */

static int is_restricted(const dt_prim *prim, const dt_box *box, int f)
{
    const dt_box *whole = dt_prim_box(prim, 0);
    return box->low[f] > whole->low[f] || box->high[f] < whole->high[f];
}

static void print_box(const struct question *q, const dt_prim *prim, int step, int number)
{
    const dt_box *box = dt_prim_box(prim, step);
    printf("box %d: step %d of %d, coverage %.2f, density %.2f, mass %.2f, %d factors\n", number, step,
           dt_prim_count(prim) - 1, box->coverage, box->density, box->mass, box->restricted);
    for (int f = 0; f < q->d; f++) {
        double lower, upper;
        if (!is_restricted(prim, box, f)) continue;
        dt_prim_quasi_p(prim, step, f, &lower, &upper);
        printf("  %-40s between its %.0f%% and %.0f%% quantile (quasi-p %.2g)\n", factor_name(q, f),
               100.0 * box->low[f], 100.0 * box->high[f], fmin(lower, upper));
    }
}

static void print_trajectory(const dt_prim *prim)
{
    printf("  step  coverage  density  factors\n");
    for (int b = 0; b < dt_prim_count(prim); b++) {
        const dt_box *box = dt_prim_box(prim, b);
        printf("  %4d  %8.3f  %7.3f  %7d\n", b, box->coverage, box->density, box->restricted);
    }
}

static dt_status find_boxes(struct cli *cli, const struct question *q, dt_prim_boxes *found)
{
    dt_prim_options options = dt_prim_defaults();
    options.peel = (double)cli_integer(cli, "peel", 5) / 100.0;
    const dt_cases cases = cases_of(q);
    return dt_prim_find_boxes(&cases, &options, (int)cli_integer(cli, "boxes", 1),
                              (int)cli_integer(cli, "step", -1), found);
}

/* Boxes on the members of the folder that did not make them. Each member belongs to the first box that holds
 * it, as those that made the boxes do. */
struct test {
    const struct question *q;
    const dt_prim_boxes *found;
    int next; /* of the members that made the boxes */
    int64_t all, of_interest, n[DT_PRIM_BOXES], hit[DT_PRIM_BOXES];
};

static void test_member(void *context, int64_t member, double y, const double *u)
{
    struct test *t = context;
    const dt_member_column *k = &t->q->e.column;
    int is_hit = is_of_interest(t->q, y);
    if (t->next < k->n && k->member[t->next] == member) {
        t->next++;
        return;
    }
    t->all++;
    t->of_interest += is_hit;
    for (int b = 0; b < t->found->n; b++) {
        if (!dt_box_holds(dt_prim_box(t->found->prim[b], t->found->step[b]), u, t->q->d, NULL)) continue;
        t->n[b]++;
        t->hit[b] += is_hit;
        return;
    }
}

static dt_status test_boxes(const struct question *q, const dt_prim_boxes *found, struct test *t)
{
    *t = (struct test){.q = q, .found = found};
    if (q->e.column.weight || q->n + q->e.column.n_failed >= q->e.column.held) return DT_OK;
    return dt_evidence_visit(&q->e.evidence, q->e.outcome, test_member, t);
}

static void print_test(const struct test *t, int box)
{
    if (t->of_interest > 0 && t->n[box] > 0)
        printf("  on the other %" PRId64 " members: coverage %.3f, density %.3f\n", t->all,
               (double)t->hit[box] / (double)t->of_interest, (double)t->hit[box] / (double)t->n[box]);
}

static dt_status print_json(const struct question *q, const dt_prim_boxes *found)
{
    char *text = NULL;
    const dt_boxes boxes = {.c = q->e.result.setup.c,
                            .outcome = q->e.name,
                            .members = q->n,
                            .of_interest = (int)q->of_interest,
                            .held = cli_evidence_held(&q->e),
                            .effective = cli_evidence_effective(&q->e),
                            .found = found};
    dt_status status = dt_report_boxes(&boxes, &text);
    if (status == DT_OK) fputs(text, stdout);
    dt_free(text);
    return status;
}

static dt_status run_prim(struct cli *cli)
{
    struct question q = {.y = NULL};
    struct test test;
    dt_prim_boxes found = {.n = 0};
    dt_status status = open_question(cli, &q, 20);
    if (status == DT_OK) status = find_boxes(cli, &q, &found);
    if (status == DT_OK) status = test_boxes(&q, &found, &test);
    if (status == DT_OK && cli->json) {
        status = print_json(&q, &found);
    } else if (status == DT_OK) {
        print_question(&q);
        for (int k = 0; k < found.n; k++) {
            print_box(&q, found.prim[k], found.step[k], k + 1);
            print_test(&test, k);
            if (cli_flag(cli, "trajectory")) print_trajectory(found.prim[k]);
        }
    }
    dt_prim_boxes_clear(&found);
    return close_question(cli, &q, status);
}

/* ---- trees ---- */

static void print_node(const struct question *q, const dt_tree *tree, int index, int depth)
{
    const dt_tree_node *node = &tree->node[index];
    double share = 100.0 * node->weight_of_interest / node->weight;
    printf("%*s%d members, %.0f%% of interest", 2 * depth, "", node->n, share);
    if (node->factor < 0) {
        putchar('\n');
        return;
    }
    printf("; split by %s at its %.0f%% quantile\n", factor_name(q, node->factor), 100.0 * node->threshold);
    print_node(q, tree, node->left, depth + 1);
    print_node(q, tree, node->right, depth + 1);
}

static void json_tree(const struct question *q, const dt_tree *tree)
{
    struct cli_json json = cli_json_begin(stdout);
    cli_json_open(&json, NULL, '{');
    cli_json_text(&json, "schema", "detente.cart/1");
    cli_json_text(&json, "outcome", q->e.name);
    cli_json_integer(&json, "held", q->e.column.held);
    cli_json_number(&json, "effective", q->e.column.effective);
    cli_json_open(&json, "nodes", '[');
    for (int k = 0; k < tree->count; k++) {
        const dt_tree_node *node = &tree->node[k];
        cli_json_open(&json, NULL, '{');
        cli_json_integer(&json, "members", node->n);
        cli_json_integer(&json, "of_interest", node->n_of_interest);
        if (q->e.column.weight) cli_json_number(&json, "share", node->weight_of_interest / node->weight);
        cli_json_text(&json, "factor", node->factor >= 0 ? factor_name(q, node->factor) : "");
        cli_json_number(&json, "threshold", node->threshold);
        cli_json_integer(&json, "at_most", node->left);
        cli_json_integer(&json, "above", node->right);
        cli_json_close(&json, '}');
    }
    cli_json_close(&json, ']');
    cli_json_close(&json, '}');
    cli_json_end(&json);
}

static dt_status run_cart(struct cli *cli)
{
    struct question q = {.y = NULL};
    dt_tree tree = {0};
    dt_status status = open_question(cli, &q, 8);
    const dt_cases cases = cases_of(&q);
    int fiftieth = (int)(q.e.column.effective / 50.0);
    if (status == DT_OK)
        status = dt_tree_grow(&cases, (int)cli_integer(cli, "leaf", fiftieth > 5 ? fiftieth : 5),
                              (int)cli_integer(cli, "depth", 4), &tree);
    if (status == DT_OK && cli->json) json_tree(&q, &tree);
    if (status == DT_OK && !cli->json) {
        print_question(&q);
        print_node(&q, &tree, 0, 0);
    }
    dt_tree_clear(&tree);
    return close_question(cli, &q, status);
}

#define OPTIONS_QUESTION                                                                            \
    CLI_OPTION_OUTCOME,                                                                             \
        {"above", 0, CLI_TEXT, "NUMBER", "cases of interest: the outcome is above it", 0, 0, 0},    \
        {"below", 0, CLI_TEXT, "NUMBER", "cases of interest: the outcome is below it", 0, 0, 0},    \
        {"members", 'n', CLI_INTEGER, "N", "members to use; default 20,000", 20, INT32_MAX / 2, 0}, \
        CLI_OPTION_WEIGHTS, CLI_OPTION_THREADS

const struct cli_command cli_prim = {
    .name = "prim",
    .operands = "DIR",
    .least_operand = 1,
    .most_operand = 1,
    .summary = "scenario discovery: boxes in which an outcome happens",
    .text = "Finds a few limits on a few factors that hold most cases of interest (coverage) and little else "
            "(density), by "
            "the patient rule induction method. The step printed balances both; --trajectory shows all, "
            "--step picks one. A "
            "quasi-p value says how likely a limit is by chance. Where the folder holds more members than "
            "are used, "
            "the boxes are tested on the others.",
    .examples =
        (const struct cli_example[]){
            {"detente prim results/big --outcome survivors.WORLD.2040 --below 105", "when do states fall?"},
            {"detente prim results/big --outcome ai_power.USA.2030 --above 60 --boxes 2", "two boxes"},
            {NULL, NULL}},
    .options =
        (const struct cli_option[]){
            OPTIONS_QUESTION,
            {"boxes", 0, CLI_INTEGER, "N", "boxes, each of cases that those before lack", 1, MOST_BOXES, 0},
            {"peel", 0, CLI_INTEGER, "PERCENT", "share of a box that a step takes off; default 5", 1, 30, 0},
            {"step", 0, CLI_INTEGER, "N", "step of the trajectory to print", 0, 100000, 0},
            {"trajectory", 0, CLI_FLAG, NULL, "print coverage and density of every step", 0, 0, 0},
            CLI_OPTION_END},
    .run = run_prim,
};

const struct cli_command cli_cart = {
    .name = "cart",
    .operands = "DIR",
    .least_operand = 1,
    .most_operand = 1,
    .summary = "scenario discovery: a tree of cases",
    .text = "Splits the members again and again by the factor and the value that part cases of interest best "
            "from others.",
    .examples =
        (const struct cli_example[]){
            {"detente cart results/big --outcome ai_power.USA.2030 --above 60", "a tree of depth four"},
            {NULL, NULL}},
    .options = (const struct cli_option[]){OPTIONS_QUESTION,
                                           {"depth", 0, CLI_INTEGER, "N",
                                            "most splits above a leaf; default 4", 1, 30, 0},
                                           {"leaf", 0, CLI_INTEGER, "N",
                                            "least members of a leaf; default a fiftieth", 1, 1000000, 0},
                                           CLI_OPTION_END},
    .run = run_cart,
};
