/* What run, backtest and report have in common: scenario, world and case, with the options that change them.
 */
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"

/* Applies one `key=value` of --set. */
static dt_status set_pair(struct cli *cli, dt_scenario *scenario, const char *pair)
{
    char key[128];
    size_t length = strcspn(pair, "=");
    if (!pair[length] || length == 0 || length >= sizeof key)
        return cli_fail(cli, DT_E_OPTION_VALUE, "--set", pair, "key=value");
    memcpy(key, pair, length);
    key[length] = '\0';
    return dt_scenario_set(scenario, key, pair + length + 1, &cli->found);
}

/* Whether this processor has the lane width of --width; 0 stands for the widest. */
static dt_status check_width(struct cli *cli)
{
    char widths[64] = "0";
    const char *named = cli_text(cli, "width", "0");
    int wanted = (int)cli_integer(cli, "width", 0), last = 0;
    if (wanted == 0) return DT_OK;
    for (int k = 0; k < dt_kernel_count(); k++) {
        dt_kernel_info kernel = dt_kernel_at(k);
        if (!kernel.is_supported || kernel.width == last) continue;
        if (kernel.width == wanted) return DT_OK;
        last = kernel.width;
        size_t end = strlen(widths);
        snprintf(widths + end, sizeof widths - end, ", %d", last);
    }
    return cli_fail(cli, DT_E_OPTION_VALUE, "--width", named, widths);
}

/* Applies --set in the order given, then the options that have a name of their own. All findings are kept. */
static dt_status apply_options(struct cli *cli, dt_scenario *scenario)
{
    static const char *const named[] = {"seed", "members"};
    dt_status status = DT_OK;
    for (int v = 0; v < cli->n_value; v++) {
        const struct cli_value *value = &cli->value[v];
        dt_status one = DT_OK;
        if (strcmp(value->option->name, "set") == 0) one = set_pair(cli, scenario, value->text);
        for (int n = 0; n < CLI_COUNT(named); n++)
            if (strcmp(value->option->name, named[n]) == 0)
                one = dt_scenario_set(scenario, named[n], value->text, &cli->found);
        if (status == DT_OK) status = one;
    }
    const char *states = cli_text(cli, "states", NULL);
    if (status == DT_OK && states) status = dt_scenario_set_groups(scenario, states);
    if (states && status == DT_INPUT && cli->found.n_error == 0)
        status = cli_fail(cli, DT_E_OPTION_VALUE, "--states", states,
                          "names separated by commas: USA,CHN,EU");
    return status;
}

dt_status cli_setup_scenario(struct cli *cli, struct cli_setup *setup, const char *name)
{
    char *path = NULL;
    dt_status status = check_width(cli);
    if (status == DT_OK) status = cli_data_folder(cli, &setup->data);
    if (status == DT_OK) status = cli_scenario_path(cli, name, &path);
    if (status == DT_OK) status = dt_scenario_load(path, &setup->scenario, &cli->found);
    if (status == DT_OK) status = apply_options(cli, setup->scenario);
    free(path);
    return status;
}

dt_status cli_setup_case(struct cli *cli, struct cli_setup *setup)
{
    /* The run starts with the data that were known at the end of the year before. */
    int year = dt_scenario_describe(setup->scenario).start_year - 1;
    dt_status status = dt_world_load(setup->data, year, &setup->world, &cli->found);
    if (status == DT_OK) status = dt_treaty_inform(setup->world, setup->data, &cli->found);
    if (status == DT_OK) status = dt_case_build(setup->world, setup->scenario, &setup->c, &cli->found);
    return status;
}

void cli_setup_clear(struct cli_setup *setup)
{
    dt_case_free(setup->c);
    dt_world_free(setup->world);
    dt_scenario_free(setup->scenario);
    free(setup->data);
    memset(setup, 0, sizeof *setup);
}
