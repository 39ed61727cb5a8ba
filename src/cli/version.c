/* `detente version`: what this build is. */
#include "cli/cli.h"
#include "cli/commands.h"

static dt_status run(struct cli *cli)
{
    if (!cli->json) {
        printf("detente %s (%s)\n", dt_version(), dt_build_info());
        return DT_OK;
    }
    struct cli_json json = cli_json_begin(stdout);
    cli_json_open(&json, NULL, '{');
    cli_json_integer(&json, "schema", 1);
    cli_json_text(&json, "version", dt_version());
    cli_json_text(&json, "build", dt_build_info());
    cli_json_open(&json, "kernels", '[');
    for (int k = 0; k < dt_kernel_count(); k++) {
        dt_kernel_info kernel = dt_kernel_at(k);
        cli_json_open(&json, NULL, '{');
        cli_json_text(&json, "target", kernel.target);
        cli_json_text(&json, "isa", kernel.isa);
        cli_json_integer(&json, "width", kernel.width);
        cli_json_bool(&json, "supported", kernel.is_supported);
        cli_json_close(&json, '}');
    }
    cli_json_close(&json, ']');
    cli_json_close(&json, '}');
    cli_json_end(&json);
    return DT_OK;
}

const struct cli_command cli_version = {
    .name = "version",
    .operands = "",
    .summary = "print the version and the build",
    .text = "Prints the version, the compiler and the target. With --json, also the compiled kernels and "
            "which of them this processor can run.",
    .examples = (const struct cli_example[]){{"detente version", "one line"},
                                             {"detente version --json", "with the kernels"},
                                             {NULL, NULL}},
    .run = run,
};
