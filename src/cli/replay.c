/* `detente replay`: the trajectory of one member of a result folder, run again from its number. */
#include <inttypes.h>
#include <stdlib.h>

#include "cli/commands.h"
#include "cli/result.h"

struct printer {
    struct cli *cli;
    const dt_case *c;
    struct cli_json json;
    int output; /* -1: all */
};

static void print_row(struct printer *p, double time, int group, int output, double value)
{
    const char *name = dt_output_at(output)->name, *group_name = dt_case_group_name(p->c, group);
    if (!p->cli->json) {
        printf("%.2f,%s,%s,%.17g\n", time, group_name, name, value);
        return;
    }
    cli_json_open(&p->json, NULL, '{');
    cli_json_number(&p->json, "time", time);
    cli_json_text(&p->json, "group", group_name);
    cli_json_text(&p->json, "output", name);
    cli_json_number(&p->json, "value", value);
    cli_json_close(&p->json, '}');
}

static dt_status print_step(void *context, const dt_race *race)
{
    struct printer *p = context;
    double time = dt_case_time(p->c, dt_race_step_index(race));
    for (int g = 0; g < dt_case_group_count(p->c); g++)
        for (int o = 0; o < dt_output_count(); o++)
            if (p->output < 0 || p->output == o)
                print_row(p, time, g, o, dt_group_output(race, p->c, o, g, 0));
    return DT_OK;
}

static dt_status run_member(struct cli *cli, const struct cli_result *result, uint64_t member,
                            struct printer *p)
{
    dt_race_options options = dt_race_defaults();
    dt_race *race = NULL;
    options.width = 1;
    if (result->design) options.stream = dt_ensemble_stream;
    options.stream_context = result->design;
    double *u = malloc(((size_t)dt_case_factor_count(p->c) + 1) * sizeof *u);
    dt_status status = u ? dt_race_create(p->c, &options, &race)
                         : cli_fail(cli, DT_E_NO_MEMORY, NULL, NULL, NULL);
    if (status == DT_OK && result->design) dt_design_row(result->design, (int64_t)member, u);
    if (status == DT_OK) status = dt_race_run(race, member, 1, result->design ? u : NULL, print_step, p);
    if (status == DT_OK && dt_race_failure(race, 0).has_failed) {
        dt_failure why = dt_race_failure(race, 0);
        cli_note(cli, "member %" PRIu64 " failed in step %d: %s.%s", member, why.step, why.mechanism,
                 why.field);
        status = DT_MEMBERS_FAILED;
    }
    dt_race_free(race);
    free(u);
    return status;
}

static dt_status replay(struct cli *cli, const struct cli_result *result)
{
    char *end = NULL;
    const char *name = cli_text(cli, "output", NULL);
    struct printer p = {.cli = cli, .c = result->setup.c, .output = -1};
    long long member = strtoll(cli->operand[1], &end, 10);
    if (*end || member < 0 || (result->design && member >= dt_design_rows(result->design)))
        return cli_fail(cli, DT_E_OPERAND, "MEMBER", cli->operand[1], "the number of a member, from 0");
    if (name && (p.output = dt_output_find(name)) < 0)
        return cli_fail(cli, DT_E_UNKNOWN_NAME, "--output", name,
                        "an output: `detente explain --outputs` lists them");
    if (!cli->json) {
        printf("time,group,output,value\n");
        return run_member(cli, result, (uint64_t)member, &p);
    }
    p.json = cli_json_begin(stdout);
    cli_json_open(&p.json, NULL, '{');
    cli_json_text(&p.json, "schema", "detente.replay/1");
    cli_json_integer(&p.json, "member", member);
    cli_json_open(&p.json, "values", '[');
    dt_status status = run_member(cli, result, (uint64_t)member, &p);
    cli_json_close(&p.json, ']');
    cli_json_close(&p.json, '}');
    cli_json_end(&p.json);
    return status;
}

static dt_status run(struct cli *cli)
{
    struct cli_result result = {.n_slice = 0};
    dt_status status = cli_result_open(cli, cli->operand[0], &result);
    if (status == DT_OK) status = replay(cli, &result);
    return cli_result_close(cli, &result, status);
}

const struct cli_command cli_replay = {
    .name = "replay",
    .operands = "DIR MEMBER",
    .least_operand = 2,
    .most_operand = 2,
    .summary = "print the trajectory of one member",
    .text = "Runs one member of a result folder again, from its number alone, and prints every output of "
            "every reported "
            "group after every step, as CSV or JSON.",
    .examples = (const struct cli_example[]){{"detente replay results/coruna 137 --output ai_power",
                                              "how AI power of member 137 went"},
                                             {NULL, NULL}},
    .options = (const struct cli_option[]){{"output", 0, CLI_TEXT, "NAME", "one output only", 0, 0, 0},
                                           CLI_OPTION_END},
    .run = run,
};
