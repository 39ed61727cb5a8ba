/* Result folders as evidence; tables of factors. */
#include "cli/evidence.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static dt_status find_outcome(struct cli *cli, struct cli_evidence *e)
{
    dt_store_layout layout = dt_store_describe(e->result.store);
    e->name = cli_text(cli, "outcome", NULL);
    if (!e->name)
        return cli_fail(cli, DT_E_OPTION_VALUE, "--outcome", "nothing",
                        "an outcome: `detente status DIR --outcomes` lists them");
    e->outcome = dt_evidence_outcome(&e->evidence, e->name);
    if (e->outcome >= 0) return DT_OK;
    struct cli_suggestion near = cli_suggest_begin(e->name);
    for (int o = 0; o < layout.n_column; o++)
        cli_suggest(&near, layout.column[o]);
    return cli_fail_near(cli, DT_E_UNKNOWN_NAME, "--outcome",
                         "an outcome: `detente status DIR --outcomes` lists them", &near);
}

dt_status cli_evidence_open(struct cli *cli, struct cli_evidence *e)
{
    dt_status status = cli_result_open(cli, cli->operand[0], &e->result);
    if (status != DT_OK) return status;
    e->evidence = (dt_evidence){e->result.setup.c, e->result.design, e->result.store};
    return find_outcome(cli, e);
}

dt_status cli_evidence_close(struct cli *cli, struct cli_evidence *e, dt_status status)
{
    return cli_result_close(cli, &e->result, status);
}

static int by_order(const void *a, const void *b)
{
    double x = ((const struct cli_measured *)a)->order, y = ((const struct cli_measured *)b)->order;
    if (isnan(x) || isnan(y)) return isnan(x) - isnan(y);
    return (x < y) - (x > y);
}

static void print_interval(struct cli_json *json, const char *key, const dt_interval *v)
{
    cli_json_open(json, key, '{');
    cli_json_number(json, "value", v->value);
    cli_json_number(json, "low", v->low);
    cli_json_number(json, "high", v->high);
    cli_json_close(json, '}');
}

static void print_json(const struct cli_evidence *e, const struct cli_measure_text *text,
                       const struct cli_measured *row, int n)
{
    char schema[64];
    struct cli_json json = cli_json_begin(stdout);
    snprintf(schema, sizeof schema, "detente.%s/1", text->what);
    cli_json_open(&json, NULL, '{');
    cli_json_text(&json, "schema", schema);
    cli_json_text(&json, "outcome", e->name);
    cli_json_integer(&json, "used", text->used);
    cli_json_integer(&json, "dropped", text->dropped);
    cli_json_open(&json, "factors", '[');
    for (int k = 0; k < n; k++) {
        cli_json_open(&json, NULL, '{');
        cli_json_text(&json, "name", row[k].factor);
        print_interval(&json, text->head, &row[k].value);
        if (text->second_head) print_interval(&json, text->second_head, &row[k].second);
        cli_json_close(&json, '}');
    }
    cli_json_close(&json, ']');
    cli_json_close(&json, '}');
    cli_json_end(&json);
}

static void print_value(const dt_interval *v)
{
    if (isnan(v->low))
        printf("  %9.4g %20s", v->value, "");
    else
        printf("  %9.4g (%8.3g to %8.3g)", v->value, v->low, v->high);
}

void cli_print_measured(struct cli *cli, const struct cli_evidence *e, const struct cli_measure_text *text,
                        struct cli_measured *row, int n)
{
    int64_t top = cli_integer(cli, "top", 15);
    qsort(row, (size_t)n, sizeof *row, by_order);
    if (cli->json) {
        print_json(e, text, row, n);
        return;
    }
    printf("%s: what decides it, from %" PRId64 " %s, %" PRId64 " left out\n", e->name, text->used,
           strcmp(text->what, "sobol") == 0 ? "base points" : "members", text->dropped);
    printf("%-40s  %-33s%s%s\n", "factor", text->head, text->second_head ? "  " : "",
           text->second_head ? text->second_head : "");
    for (int k = 0; k < n && k < top; k++) {
        printf("%-40s", row[k].factor);
        print_value(&row[k].value);
        if (text->second_head) print_value(&row[k].second);
        putchar('\n');
    }
}
