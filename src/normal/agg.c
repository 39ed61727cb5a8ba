/* Action-graph games (.agg of Jiang, Leyton-Brown and Bhat), expanded to the normal form.
 *
 * Players choose action nodes. A payoff depends on the node that is chosen and on the values of that node's
 * neighbours: for an action node, how many chose it; for a function node, a function of such numbers. The
 * values of all neighbours are a configuration. Payoffs stand in the file for every configuration that can
 * come up when somebody chooses the node, listed in lexicographic order (type 0) or one by one (type 1). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/try.h"
#include "normal/corners.h"
#include "normal/exact.h"
#include "normal/formats.h"

enum {
    MOST_NODES = 100000,
    EXTENDED = 10,         /* types 10 to 13 are types 0 to 3 with weights */
    MOST_WEIGHT = 1000000, /* so that no sum overflows */
};

enum function_type { SUM, EXISTENCE, HIGHEST, LOWEST };

struct node {
    int n, *neighbour;
    enum function_type type; /* of a function node */
    long base, *weight;      /* by action node; NULL: each has weight 1 */
    struct dt_label_sets configuration;
    mpq_t *payoff; /* by configuration */
    unsigned char *is_given;
};

struct agg {
    const struct dt_game_text *in;
    struct dt_scan scan;
    int n_player, n_action, n_node;
    int size[DT_NORMAL_PLAYERS], *action[DT_NORMAL_PLAYERS];
    struct node *node;
    long *value;             /* by node: at the profile that is looked at */
    uint64_t *configuration; /* of work */
    mpq_t number;
    dt_normal *game;
};

static void node_clear(struct node *node)
{
    for (int k = 0; node->payoff && k < node->configuration.count; k++)
        mpq_clear(node->payoff[k]);
    dt_label_sets_clear(&node->configuration);
    free(node->payoff);
    free(node->is_given);
    free(node->neighbour);
    free(node->weight);
}

static void agg_clear(struct agg *agg)
{
    for (int k = 0; agg->node && k < agg->n_node; k++)
        node_clear(&agg->node[k]);
    for (int i = 0; i < agg->n_player; i++)
        free(agg->action[i]);
    free(agg->node);
    free(agg->value);
    free(agg->configuration);
    mpq_clear(agg->number);
    dt_normal_free(agg->game);
}

static dt_status read_count(struct agg *agg, long least, long most, const char *expected, int *out)
{
    long value = 0;
    DT_TRY(dt_scan_integer(&agg->scan, least, most, expected, &value));
    *out = (int)value;
    return DT_OK;
}

static dt_status read_list(struct agg *agg, int n, int below, const char *expected, int **out)
{
    if (n > agg->scan.end - agg->scan.next.text) /* more numbers than characters */
        return dt_scan_fault(&agg->scan, &agg->scan.next, DT_E_GAME_SYNTAX,
                             "a number that the text can hold");
    *out = malloc((size_t)(n ? n : 1) * sizeof **out);
    if (!*out) return DT_NO_MEMORY;
    for (int k = 0; k < n; k++)
        DT_TRY(read_count(agg, 0, below - 1, expected, &(*out)[k]));
    return DT_OK;
}

static dt_status read_players(struct agg *agg)
{
    int n_function = 0, n_player = 0;
    DT_TRY(read_count(agg, 1, DT_NORMAL_PLAYERS, "a number of players from 1 to 64", &n_player));
    DT_TRY(read_count(agg, 1, MOST_NODES, "the number of action nodes", &agg->n_action));
    DT_TRY(read_count(agg, 0, MOST_NODES, "the number of function nodes", &n_function));
    agg->n_player = n_player;
    agg->n_node = agg->n_action + n_function;
    for (int i = 0; i < n_player; i++)
        DT_TRY(read_count(agg, 1, agg->n_action, "the number of a player's actions", &agg->size[i]));
    DT_TRY(dt_shape_check(agg->in, &agg->scan.next, n_player, agg->size, DT_NORMAL_MOST_EXPANDED));
    for (int i = 0; i < n_player; i++)
        DT_TRY(read_list(agg, agg->size[i], agg->n_action, "the number of an action node, from 0",
                         &agg->action[i]));
    agg->node = calloc((size_t)agg->n_node, sizeof *agg->node);
    agg->value = calloc((size_t)agg->n_node, sizeof *agg->value);
    agg->configuration = calloc((size_t)agg->n_node, sizeof *agg->configuration);
    return agg->node && agg->value && agg->configuration ? DT_OK : DT_NO_MEMORY;
}

static dt_status read_graph(struct agg *agg)
{
    for (int k = 0; k < agg->n_node; k++) {
        struct node *node = &agg->node[k];
        int below = k < agg->n_action ? agg->n_node : agg->n_action;
        DT_TRY(read_count(agg, k >= agg->n_action, agg->n_node, "the number of neighbours", &node->n));
        DT_TRY(read_list(agg, node->n, below,
                         k < agg->n_action ? "the number of a node" : "the number of an action node",
                         &node->neighbour));
        dt_label_sets_init(&node->configuration, 64 * (node->n ? node->n : 1));
    }
    return DT_OK;
}

/* Base and weights of an extended function: 0 [2 3 4]. */
static dt_status read_weights(struct agg *agg, struct node *node)
{
    DT_TRY(dt_scan_integer(&agg->scan, -MOST_WEIGHT, MOST_WEIGHT, "a whole number", &node->base));
    node->weight = malloc((size_t)agg->n_action * sizeof *node->weight);
    if (!node->weight) return DT_NO_MEMORY;
    DT_TRY(dt_scan_expect(&agg->scan, DT_TOKEN_OPEN, "[ before the weights", NULL));
    for (int k = 0; k < agg->n_action; k++)
        DT_TRY(dt_scan_integer(&agg->scan, -MOST_WEIGHT, MOST_WEIGHT, "a weight for every action node",
                               &node->weight[k]));
    return dt_scan_expect(&agg->scan, DT_TOKEN_CLOSE, "] behind the weights", NULL);
}

static dt_status read_functions(struct agg *agg)
{
    for (int k = agg->n_action; k < agg->n_node; k++) {
        int type = 0;
        struct dt_token place = agg->scan.next;
        DT_TRY(read_count(agg, 0, EXTENDED + LOWEST, "a type of function: 0 to 3 or 10 to 13", &type));
        if (type % EXTENDED > LOWEST)
            return dt_scan_fault(&agg->scan, &place, DT_E_GAME_SYNTAX, "a type: 0 to 3 or 10 to 13");
        agg->node[k].type = (enum function_type)(type % EXTENDED);
        if (type >= EXTENDED) DT_TRY(read_weights(agg, &agg->node[k]));
    }
    return DT_OK;
}

/* Value of a function node from the numbers of those who chose each action. */
static long function_value(const struct agg *agg, const struct node *node)
{
    long sum = node->base, at = -1;
    for (int k = 0; k < node->n; k++) {
        int action = node->neighbour[k];
        if (agg->value[action] == 0) continue;
        sum += agg->value[action] * (node->weight ? node->weight[action] : 1);
        int is_next = at < 0 || (node->type == HIGHEST ? action > at : action < at);
        if (is_next) at = action;
    }
    if (node->type == SUM) return sum;
    if (node->type == EXISTENCE) return sum > 0;
    if (node->weight) return at < 0 ? node->base : node->weight[at];
    return at < 0 ? agg->n_node : at;
}

static void evaluate(struct agg *agg, const int *strategy)
{
    memset(agg->value, 0, (size_t)agg->n_node * sizeof *agg->value);
    for (int i = 0; i < agg->n_player; i++)
        agg->value[agg->action[i][strategy[i]]]++;
    for (int k = agg->n_action; k < agg->n_node; k++)
        agg->value[k] = function_value(agg, &agg->node[k]);
}

/* Values are kept so that their order as words is that of the numbers. */
static uint64_t ordered(long value)
{
    return (uint64_t)value ^ (uint64_t)1 << 63;
}

static void set_configuration(struct agg *agg, const struct node *node)
{
    agg->configuration[0] = 0;
    for (int k = 0; k < node->n; k++)
        agg->configuration[k] = ordered(agg->value[node->neighbour[k]]);
}

/* The shape of the normal form, and every configuration that comes up in it. */
static dt_status expand(struct agg *agg)
{
    int strategy[DT_NORMAL_PLAYERS], index;
    DT_TRY(dt_normal_create(agg->n_player, agg->size, &agg->game));
    for (int64_t s = 0; s < agg->game->n_profile; s++) {
        dt_normal_profile_strategies(agg->game, s, strategy);
        evaluate(agg, strategy);
        for (int i = 0; i < agg->n_player; i++) {
            struct node *node = &agg->node[agg->action[i][strategy[i]]];
            set_configuration(agg, node);
            DT_TRY(dt_label_sets_add(&node->configuration, agg->configuration, &index));
        }
    }
    return DT_OK;
}

static int compare_sets(const void *first, const void *second, void *context)
{
    const struct dt_label_sets *sets = context;
    const uint64_t *a = sets->set + (size_t) * (const int *)first * (size_t)sets->words,
                   *b = sets->set + (size_t) * (const int *)second * (size_t)sets->words;
    for (int w = 0; w < sets->words; w++)
        if (a[w] != b[w]) return a[w] < b[w] ? -1 : 1;
    return 0;
}

static dt_status read_payoff(struct agg *agg, struct node *node, int index)
{
    const struct dt_token *token = &agg->scan.next;
    if (token->kind != DT_TOKEN_WORD || dt_exact_parse(token->text, token->length, agg->number) != DT_OK)
        return dt_scan_fault(&agg->scan, token, DT_E_GAME_PAYOFF, "a decimal or a fraction");
    dt_scan_take(&agg->scan);
    if (index < 0) return DT_OK;
    mpq_set(node->payoff[index], agg->number);
    node->is_given[index] = 1;
    return DT_OK;
}

/* Payoffs of all configurations in their order. */
static dt_status read_row(struct agg *agg, struct node *node)
{
    int n = node->configuration.count;
    int *order = malloc((size_t)(n ? n : 1) * sizeof *order);
    if (!order) return DT_NO_MEMORY;
    for (int k = 0; k < n; k++)
        order[k] = k;
    qsort_r(order, (size_t)n, sizeof *order, compare_sets, &node->configuration);
    dt_status status = DT_OK;
    for (int k = 0; k < n && status == DT_OK; k++)
        status = read_payoff(agg, node, order[k]);
    free(order);
    return status;
}

/* Configurations with their payoffs, in any order. Those that cannot come up are passed over. */
static dt_status read_mapping(struct agg *agg, struct node *node)
{
    long n = 0, value = 0;
    DT_TRY(dt_scan_integer(&agg->scan, 0, 1000000000, "the number of configurations", &n));
    for (long k = 0; k < n; k++) {
        agg->configuration[0] = 0;
        DT_TRY(dt_scan_expect(&agg->scan, DT_TOKEN_OPEN, "[ before a configuration", NULL));
        for (int j = 0; j < node->n; j++) {
            DT_TRY(dt_scan_integer(&agg->scan, -1000000000, 1000000000, "a whole number for each neighbour",
                                   &value));
            agg->configuration[j] = ordered(value);
        }
        DT_TRY(dt_scan_expect(&agg->scan, DT_TOKEN_CLOSE, "] behind a configuration", NULL));
        DT_TRY(read_payoff(agg, node, dt_label_sets_find(&node->configuration, agg->configuration)));
    }
    return DT_OK;
}

static dt_status read_node(struct agg *agg, struct node *node)
{
    int n = node->configuration.count, type = 0;
    node->is_given = calloc((size_t)(n ? n : 1), 1);
    node->payoff = malloc((size_t)(n ? n : 1) * sizeof *node->payoff);
    for (int k = 0; node->payoff && k < n; k++)
        mpq_init(node->payoff[k]);
    if (!node->is_given || !node->payoff) return DT_NO_MEMORY;
    DT_TRY(read_count(agg, 0, 1, "a type of payoffs: 0 or 1", &type));
    DT_TRY(type ? read_mapping(agg, node) : read_row(agg, node));
    for (int k = 0; k < n; k++)
        if (!node->is_given[k])
            return dt_scan_fault(&agg->scan, &agg->scan.next, DT_E_GAME_RAGGED,
                                 "a payoff for every configuration of the node before");
    return DT_OK;
}

static dt_status fill(struct agg *agg)
{
    int strategy[DT_NORMAL_PLAYERS];
    for (int64_t s = 0; s < agg->game->n_profile; s++) {
        dt_normal_profile_strategies(agg->game, s, strategy);
        evaluate(agg, strategy);
        for (int i = 0; i < agg->n_player; i++) {
            struct node *node = &agg->node[agg->action[i][strategy[i]]];
            set_configuration(agg, node);
            int index = dt_label_sets_find(&node->configuration, agg->configuration);
            DT_TRY(dt_normal_set_exact(agg->game, s, i, node->payoff[index]));
        }
    }
    return DT_OK;
}

static void set_names(struct agg *agg)
{
    char name[32];
    for (int i = 0; i < agg->n_player; i++) {
        snprintf(name, sizeof name, "player %d", i + 1);
        dt_normal_set_player_name(agg->game, i, name);
        for (int s = 0; s < agg->size[i]; s++) {
            snprintf(name, sizeof name, "node %d", agg->action[i][s]);
            dt_normal_set_strategy_name(agg->game, i, s, name);
        }
    }
}

static dt_status read_all(struct agg *agg)
{
    DT_TRY(dt_scan_begin(&agg->scan, agg->in->text, agg->in->length));
    if (agg->in->length < 4 || memcmp(agg->in->text, "#AGG", 4) != 0) {
        struct dt_token first = {
            .kind = DT_TOKEN_WORD, .text = agg->in->text, .line = 1, .line_start = agg->in->text};
        first.length = agg->in->length < 4 ? agg->in->length : 4;
        return dt_scan_fault(&agg->scan, &first, DT_E_GAME_SYNTAX, "#AGG in the first line");
    }
    DT_TRY(read_players(agg));
    DT_TRY(read_graph(agg));
    DT_TRY(read_functions(agg));
    DT_TRY(expand(agg));
    for (int k = 0; k < agg->n_action; k++)
        DT_TRY(read_node(agg, &agg->node[k]));
    if (agg->scan.next.kind != DT_TOKEN_END)
        return dt_scan_fault(&agg->scan, &agg->scan.next, DT_E_GAME_RAGGED, "the end of the text");
    set_names(agg);
    return fill(agg);
}

dt_status dt_agg_read(const struct dt_game_text *in, dt_normal **out)
{
    struct agg *agg = calloc(1, sizeof *agg);
    if (!agg) return DT_NO_MEMORY;
    agg->in = in;
    agg->scan = (struct dt_scan){
        .file = in->name, .brackets = "[]", .has_comments = 1, .diagnostics = in->diagnostics};
    mpq_init(agg->number);
    dt_status status = read_all(agg);
    if (status == DT_OK) {
        *out = agg->game;
        agg->game = NULL;
    }
    agg_clear(agg);
    free(agg);
    return status;
}
