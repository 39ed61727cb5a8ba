/* Result folders as evidence; tables of factors. */
#include "cli/evidence.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { LEAST_EFFECTIVE = 50 };

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
    e->evidence = (dt_evidence){.c = e->result.setup.c, .design = e->result.design, .store = e->result.store};
    return find_outcome(cli, e);
}

dt_status cli_evidence_load(struct cli *cli, struct cli_evidence *e, int64_t most)
{
    struct cli_weights w = {.n = 0};
    dt_status status = cli_weights_read(cli, &e->evidence, &w);
    dt_member_column_options o = {.most = most, .weight = w.weight, .n_weight = w.n};
    if (status == DT_OK) {
        status = dt_member_column_load(&e->evidence, e->outcome, &o, &e->column);
        if (status == DT_INPUT)
            status = cli_fail(cli, DT_E_CALIBRATE_WEIGHTS, cli_text(cli, "weights", ""), "fewer members",
                              "weights of every member of the folder: `detente calibrate --members`");
    }
    free(w.weight);
    if (status == DT_OK && e->column.weight) cli_note_effective(cli, e->column.effective);
    return status;
}

void cli_note_effective(const struct cli *cli, double effective)
{
    if (effective < LEAST_EFFECTIVE)
        cli_note(cli, "the weights are worth %.0f equal members: too few to trust; calibrate and run more",
                 effective);
}

void cli_evidence_note_size(const struct cli *cli, const struct cli_evidence *e, int bytes)
{
    double giga = (double)e->column.n * dt_case_factor_count(e->evidence.c) * bytes * 1e-9;
    if (giga > 1.0) cli_note(cli, "%d members take %.1f GB of memory", e->column.n, giga);
}

int64_t cli_evidence_held(const struct cli_evidence *e)
{
    const dt_member_column *k = &e->column;
    return k->n + k->n_failed < k->held && !k->weight ? k->held : 0;
}

double cli_evidence_effective(const struct cli_evidence *e)
{
    return e->column.weight ? e->column.effective : 0.0;
}

const char *cli_evidence_words(const struct cli_evidence *e, char text[128])
{
    const dt_member_column *k = &e->column;
    int end = 0;
    text[0] = '\0';
    if (cli_evidence_held(e) > 0)
        end = snprintf(text, 128, " of %" PRId64 " (--members N takes more)", k->held);
    if (k->weight) snprintf(text + end, 128 - (size_t)end, ", worth %.0f equal ones", k->effective);
    return text;
}

dt_status cli_evidence_close(struct cli *cli, struct cli_evidence *e, dt_status status)
{
    dt_member_column_clear(&e->column);
    return cli_result_close(cli, &e->result, status);
}

static void print_json(const struct cli_evidence *e, const struct cli_measure_text *text,
                       const dt_measured *row, int n)
{
    char *json = NULL;
    const dt_measures measures = {.what = text->what,
                                  .outcome = e->name,
                                  .head = text->head,
                                  .second_head = text->second_head,
                                  .used = text->used,
                                  .dropped = text->dropped,
                                  .held = e->column.n > 0 ? cli_evidence_held(e) : 0,
                                  .effective = cli_evidence_effective(e),
                                  .n = n,
                                  .row = row};
    if (dt_report_measures(&measures, &json) == DT_OK) fputs(json, stdout);
    dt_free(json);
}

static void print_value(const dt_interval *v)
{
    if (isnan(v->low))
        printf("  %9.4g %20s", v->value, "");
    else
        printf("  %9.4g (%8.3g to %8.3g)", v->value, v->low, v->high);
}

void cli_print_measured(struct cli *cli, const struct cli_evidence *e, const struct cli_measure_text *text,
                        dt_measured *row, int n)
{
    int64_t top = cli_integer(cli, "top", 15);
    dt_measured_sort(row, n);
    if (cli->json) {
        print_json(e, text, row, n);
        return;
    }
    char words[128];
    printf("%s: what decides it, from %" PRId64 " %s%s, %" PRId64 " left out\n", e->name, text->used,
           strcmp(text->what, "sobol") == 0 ? "base points" : "members", cli_evidence_words(e, words),
           text->dropped);
    printf("%-40s  %-33s%s%s\n", "factor", text->head, text->second_head ? "  " : "",
           text->second_head ? text->second_head : "");
    for (int k = 0; k < n && k < top; k++) {
        printf("%-40s", row[k].factor);
        print_value(&row[k].value);
        if (text->second_head) print_value(&row[k].second);
        putchar('\n');
    }
}
