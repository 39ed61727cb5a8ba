/* `detente data`: the tables of the world: list the states, show one, check all, name the sources. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "cli/cli.h"
#include "cli/commands.h"
#include "detente/treaty.h"

enum { LATEST_YEAR = 9999 };

static dt_status load(struct cli *cli, dt_world **world)
{
    char *folder = NULL;
    dt_status status = cli_data_folder(cli, &folder);
    int year = (int)cli_integer(cli, "year", LATEST_YEAR);
    if (status == DT_OK) status = dt_world_load(folder, year, world, &cli->found);
    free(folder);
    return status;
}

/* The named groups of a state, separated by spaces. */
static void print_groups(const dt_world *world, int state, char *text, size_t size)
{
    size_t length = 0;
    text[0] = '\0';
    for (int g = 0; g < dt_world_group_count(world); g++) {
        const char *name = dt_world_group_name(world, g);
        if (dt_world_in_group(world, name, state) != 1 || length + strlen(name) + 2 > size) continue;
        length += (size_t)snprintf(text + length, size - length, "%s%s", length ? " " : "", name);
    }
}

/* A field of CSV: quoted if a comma, a quote or a line end stands in it. */
static void put_csv(const char *text, int is_last)
{
    if (strpbrk(text, ",\"\n")) {
        putchar('"');
        for (; *text; text++) {
            if (*text == '"') putchar('"');
            putchar(*text);
        }
        putchar('"');
    } else {
        fputs(text, stdout);
    }
    putchar(is_last ? '\n' : ',');
}

static void list_states(struct cli *cli, const dt_world *world)
{
    char groups[512];
    struct cli_json json = cli_json_begin(stdout);
    int is_csv = cli_flag(cli, "csv");
    if (cli->json) {
        cli_json_open(&json, NULL, '{');
        cli_json_integer(&json, "schema", 1);
        cli_json_open(&json, "states", '[');
    } else if (is_csv) {
        puts("iso3,name,region,groups");
    }
    for (int i = 0; i < dt_world_state_count(world); i++) {
        const dt_state_info *state = dt_world_state(world, i);
        print_groups(world, i, groups, sizeof groups);
        if (cli->json) {
            cli_json_open(&json, NULL, '{');
            cli_json_text(&json, "iso3", state->iso3);
            cli_json_text(&json, "name", state->name);
            cli_json_text(&json, "region", state->region);
            cli_json_text(&json, "groups", groups);
            cli_json_close(&json, '}');
        } else if (is_csv) {
            put_csv(state->iso3, 0);
            put_csv(state->name, 0);
            put_csv(state->region, 0);
            put_csv(groups, 1);
        } else {
            printf("%-4s %-32s %-26s %s\n", state->iso3, state->name, state->region, groups);
        }
    }
    if (!cli->json) return;
    cli_json_close(&json, ']');
    cli_json_close(&json, '}');
    cli_json_end(&json);
}

/* One value in the form that is asked for. `tech` is -1 for a field without technologies. */
static void show_value(const struct cli *cli, struct cli_json *json, const dt_world_field_info *field,
                       int tech, dt_value v)
{
    char name[96];
    snprintf(name, sizeof name, "%s%s%s", field->name, tech >= 0 ? "." : "",
             tech >= 0 ? dt_tech_name(tech) : "");
    if (cli->json) {
        cli_json_open(json, NULL, '{');
        cli_json_text(json, "field", name);
        cli_json_bool(json, "present", v.is_present);
        if (v.is_present) {
            cli_json_number(json, "low", v.low);
            cli_json_number(json, "central", v.central);
            cli_json_number(json, "high", v.high);
            cli_json_text(json, "unit", v.unit);
            cli_json_integer(json, "year", v.year);
            cli_json_bool(json, "estimate", v.is_estimate);
            cli_json_text(json, "source", v.source);
        }
        cli_json_close(json, '}');
    } else if (cli_flag(cli, "csv")) {
        put_csv(name, 0);
        if (v.is_present)
            printf("%.17g,%.17g,%.17g,%s,%d,%d,", v.low, v.central, v.high, v.unit, v.year, v.is_estimate);
        else
            fputs(",,,,,,", stdout);
        put_csv(v.is_present ? v.source : "", 1);
    } else if (v.is_present) {
        printf("%-34s %12.6g %12.6g %12.6g  %-16s %4d %-4s %s\n", name, v.low, v.central, v.high, v.unit,
               v.year, v.is_estimate ? "est." : "", v.source);
    } else {
        printf("%-34s %12s\n", name, "missing");
    }
}

static void show_state(struct cli *cli, const dt_world *world, int index)
{
    const dt_state_info *state = dt_world_state(world, index);
    struct cli_json json = cli_json_begin(stdout);
    if (cli->json) {
        cli_json_open(&json, NULL, '{');
        cli_json_integer(&json, "schema", 1);
        cli_json_text(&json, "iso3", state->iso3);
        cli_json_text(&json, "name", state->name);
        cli_json_open(&json, "values", '[');
    } else if (cli_flag(cli, "csv")) {
        puts("field,low,central,high,unit,year,estimate,source");
    } else {
        printf("%s%s, %s%s\n", cli_bold(cli), state->name, state->region, cli_plain(cli));
        printf("%-34s %12s %12s %12s  %-16s %s\n", "field", "low", "central", "high", "unit",
               "year      source");
    }
    for (int f = 0; f < dt_world_field_count(); f++) {
        const dt_world_field_info *field = dt_world_field_at(f);
        int n = field->is_tech ? dt_tech_count() : 1;
        for (int k = 0; k < n; k++)
            show_value(cli, &json, field, field->is_tech ? k : -1, dt_world_value(world, f, index, k));
    }
    if (!cli->json) return;
    cli_json_close(&json, ']');
    cli_json_close(&json, '}');
    cli_json_end(&json);
}

static dt_status show(struct cli *cli, const dt_world *world)
{
    if (cli->n_operand < 2)
        return cli_fail(cli, DT_E_OPERAND, "data show", "no state", "an ISO code, for example USA");
    const char *name = cli->operand[1];
    struct cli_suggestion nearest = cli_suggest_begin(name);
    for (int i = 0; i < dt_world_state_count(world); i++) {
        const dt_state_info *state = dt_world_state(world, i);
        if (strcasecmp(name, state->iso3) == 0 || strcasecmp(name, state->name) == 0) {
            show_state(cli, world, i);
            return DT_OK;
        }
        cli_suggest(&nearest, state->iso3);
        cli_suggest(&nearest, state->name);
    }
    return cli_fail_near(cli, DT_E_OPERAND, name, "a state that `detente data list` lists", &nearest);
}

/* Reads what past votes and signatures are learned from, and what was learned. */
static dt_status check_treaties(struct cli *cli)
{
    dt_treaty_data *data = NULL;
    dt_treaty_fit *fit = NULL;
    char *folder = NULL, *path = NULL;
    dt_status status = cli_data_folder(cli, &folder);
    if (status == DT_OK && !(path = cli_join(folder, "participation_coefficients.csv")))
        status = cli_fail(cli, DT_E_NO_MEMORY, NULL, NULL, NULL);
    if (status == DT_OK) status = dt_treaty_data_load(folder, &data, &cli->found);
    if (status == DT_OK) status = dt_treaty_fit_load(path, &fit, &cli->found);
    dt_treaty_fit_free(fit);
    dt_treaty_data_free(data);
    free(path);
    free(folder);
    return status;
}

/* Counts what is there, what is an estimate and what is missing, over all states and fields. */
static dt_status check(struct cli *cli, const dt_world *world)
{
    dt_status status = check_treaties(cli);
    if (status != DT_OK) return status;
    int n_present = 0, n_estimate = 0, n_missing = 0;
    for (int f = 0; f < dt_world_field_count(); f++) {
        int n = dt_world_field_at(f)->is_tech ? dt_tech_count() : 1;
        for (int i = 0; i < dt_world_state_count(world); i++)
            for (int k = 0; k < n; k++) {
                dt_value v = dt_world_value(world, f, i, k);
                n_present += v.is_present;
                n_estimate += v.is_present && v.is_estimate;
                n_missing += !v.is_present;
            }
    }
    if (!cli->json) {
        printf("%d states, %d values, %d of them estimates, %d missing, %d warnings\n",
               dt_world_state_count(world), n_present, n_estimate, n_missing, cli->found.n_warning);
        return DT_OK;
    }
    struct cli_json json = cli_json_begin(stdout);
    cli_json_open(&json, NULL, '{');
    cli_json_integer(&json, "schema", 1);
    cli_json_integer(&json, "states", dt_world_state_count(world));
    cli_json_integer(&json, "values", n_present);
    cli_json_integer(&json, "estimates", n_estimate);
    cli_json_integer(&json, "missing", n_missing);
    cli_json_integer(&json, "warnings", cli->found.n_warning);
    cli_json_close(&json, '}');
    cli_json_end(&json);
    return DT_OK;
}

static dt_status print_sources(struct cli *cli)
{
    char *folder = NULL, *path = NULL, *text = NULL;
    dt_status status = cli_data_folder(cli, &folder);
    if (status == DT_OK && !(path = cli_join(folder, "SOURCES.md")))
        status = cli_fail(cli, DT_E_NO_MEMORY, NULL, NULL, NULL);
    if (status == DT_OK) status = cli_read_file(cli, path, &text);
    if (status == DT_OK && cli->json) {
        struct cli_json json = cli_json_begin(stdout);
        cli_json_open(&json, NULL, '{');
        cli_json_integer(&json, "schema", 1);
        cli_json_text(&json, "markdown", text);
        cli_json_close(&json, '}');
        cli_json_end(&json);
    } else if (status == DT_OK) {
        fputs(text, stdout);
    }
    free(folder);
    free(path);
    free(text);
    return status;
}

static dt_status run(struct cli *cli)
{
    const char *what = cli->n_operand ? cli->operand[0] : "list";
    dt_world *world = NULL;
    if (strcmp(what, "sources") == 0) return print_sources(cli);
    dt_status status = load(cli, &world);
    if (status == DT_OK) {
        if (strcmp(what, "show") == 0)
            status = show(cli, world);
        else if (strcmp(what, "check") == 0)
            status = check(cli, world);
        else
            list_states(cli, world);
    }
    dt_world_free(world);
    return status;
}

const struct cli_command cli_data = {
    .name = "data",
    .operands = "[list|show STATE|check|sources]",
    .choices = "list|show|check|sources",
    .most_operand = 2,
    .summary = "list, show and check the data",
    .text = "list: the states with region and groups. show STATE: every value of a state with range, unit, "
            "year and source; estimates are marked, missing values are said. check: reads and checks all "
            "tables and counts what is there. sources: where every value comes from, with licences.",
    .examples = (const struct cli_example[]){{"detente data", "the states"},
                                             {"detente data show CHN", "every value of China"},
                                             {"detente data show USA --csv", "the same for a spreadsheet"},
                                             {NULL, NULL}},
    .options = (const struct cli_option[]){{"year", 0, CLI_INTEGER, "YEAR",
                                            "as known at the end of this year; default: the latest", 1900,
                                            LATEST_YEAR, 0},
                                           CLI_OPTION_CSV,
                                           CLI_OPTION_END},
    .run = run,
};
