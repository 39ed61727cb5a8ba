/* `detente init`: a tutorial project that runs at once. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/cli.h"
#include "cli/commands.h"

static const char scenario_text[] =
    "# Your scenario: a few lines on top of the one it extends.\n"
    "# detente check scenario.yaml      finds every mistake, with line and column\n"
    "# detente explain NAME             says what a parameter means, its unit, range and source\n"
    "extends: coruna.yaml\n"
    "name: mine\n"
    "text: The main scenario with faster algorithms.\n"
    "\n"
    "parameters:\n"
    "  algorithm_growth: {triangular: [1.0, 1.5, 2.2]}   # 1/yr: low, most likely, high\n";

static const char readme_text[] =
    "# A détente project\n"
    "\n"
    "- `coruna.yaml` is a copy of the shipped scenario.\n"
    "- `networks/` holds the supply curves that it gives to states.\n"
    "- `scenario.yaml` extends it; change what you like.\n"
    "\n"
    "Run it, and open the report in a browser:\n"
    "\n"
    "    detente check scenario.yaml\n"
    "    detente run scenario.yaml\n"
    "\n"
    "The report is `results/mine/report.html`. Try one value without editing a file:\n"
    "\n"
    "    detente run scenario.yaml --set algorithm_growth=0.7 --out results/slower\n"
    "\n"
    "`detente explain` lists everything that can be set.\n";

/* What is copied from the shipped files. */
struct base {
    char *scenario, *usa, *china;
};

static dt_status make_folder(struct cli *cli, const char *folder)
{
    if (mkdir(folder, 0777) == 0 || errno == EEXIST) return DT_OK;
    return cli_fail(cli, DT_E_FILE_WRITE, folder, strerror(errno), NULL);
}

static dt_status read_shipped(struct cli *cli, const char *name, char **text)
{
    char *path = cli_shipped(name);
    dt_status status = path ? cli_read_file(cli, path, text)
                            : cli_fail(cli, DT_E_FILE_MISSING, name, NULL, NULL);
    free(path);
    return status;
}

/* The folder of networks stands in the project, not beside it. */
static void bring_networks_near(char *scenario)
{
    for (char *at = scenario; (at = strstr(at, "../networks/"));)
        memmove(at, at + 3, strlen(at + 3) + 1);
}

static dt_status read_base(struct cli *cli, struct base *base)
{
    char *path = NULL;
    dt_status status = cli_scenario_path(cli, "coruna", &path);
    if (status == DT_OK) status = cli_read_file(cli, path, &base->scenario);
    if (status == DT_OK) status = read_shipped(cli, "networks/usa_curve.csv", &base->usa);
    if (status == DT_OK) status = read_shipped(cli, "networks/china_curve.csv", &base->china);
    if (status == DT_OK) bring_networks_near(base->scenario);
    free(path);
    return status;
}

/* Writes the files, or none: what was written before a failure is taken away again. */
static dt_status write_project(struct cli *cli, const char *folder, const struct base *base)
{
    const struct {
        const char *name, *text;
    } files[] = {{"coruna.yaml", base->scenario},
                 {"scenario.yaml", scenario_text},
                 {"README.md", readme_text},
                 {"networks/usa_curve.csv", base->usa},
                 {"networks/china_curve.csv", base->china}};
    char *path[CLI_COUNT(files)] = {NULL};
    int n_written = 0;
    dt_status status = DT_OK;
    for (int f = 0; f < CLI_COUNT(files) && status == DT_OK; f++) {
        path[f] = cli_join(folder, files[f].name);
        status = path[f] ? cli_write_new(cli, path[f], files[f].text)
                         : cli_fail(cli, DT_E_NO_MEMORY, NULL, NULL, NULL);
        if (status == DT_OK) n_written++;
    }
    for (int f = 0; f < n_written && status != DT_OK; f++)
        unlink(path[f]);
    for (int f = 0; f < CLI_COUNT(files); f++)
        free(path[f]);
    return status;
}

static void print_result(const struct cli *cli, const char *folder)
{
    if (!cli->json) {
        printf("made a project in %s\n  cd %s\n  detente run scenario.yaml\n", folder, folder);
        return;
    }
    struct cli_json json = cli_json_begin(stdout);
    cli_json_open(&json, NULL, '{');
    cli_json_integer(&json, "schema", 1);
    cli_json_text(&json, "folder", folder);
    cli_json_text(&json, "scenario", "scenario.yaml");
    cli_json_close(&json, '}');
    cli_json_end(&json);
}

static dt_status run(struct cli *cli)
{
    const char *folder = cli->n_operand ? cli->operand[0] : "detente-project";
    struct base base = {NULL};
    char *networks = cli_join(folder, "networks");
    dt_status status = networks ? read_base(cli, &base) : cli_fail(cli, DT_E_NO_MEMORY, NULL, NULL, NULL);
    if (status == DT_OK) status = make_folder(cli, folder);
    if (status == DT_OK) status = make_folder(cli, networks);
    if (status == DT_OK) status = write_project(cli, folder, &base);
    if (status == DT_OK)
        print_result(cli, folder);
    else if (networks)
        rmdir(networks);
    free(networks);
    free(base.scenario);
    free(base.usa);
    free(base.china);
    return status;
}

const struct cli_command cli_init = {
    .name = "init",
    .operands = "[DIR]",
    .most_operand = 1,
    .summary = "make a tutorial project that runs",
    .text = "Writes a folder (default detente-project) with a copy of the main scenario, a short scenario "
            "that extends it, and a README. Files that are there already are never overwritten.",
    .examples = (const struct cli_example[]){{"detente init my-project",
                                              "then: cd my-project; detente run scenario.yaml"},
                                             {NULL, NULL}},
    .run = run,
};
