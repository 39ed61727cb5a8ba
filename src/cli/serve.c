/* `detente serve`: the local web application. */
#include <fcntl.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/cli.h"
#include "cli/commands.h"
#include "server/server.h"

extern char **environ;

/* Opens the link in the browser. The link holds the token, and the arguments of a program can be seen by
 * others on the machine: the browser gets a file that only its owner reads, and that leads on. */
static int open_browser(const char *link, char *file, size_t room)
{
    const char *folder = getenv("XDG_RUNTIME_DIR");
    char *arguments[] = {(char[]){"xdg-open"}, file, NULL};
    posix_spawn_file_actions_t actions;
    pid_t child = 0;
    if (snprintf(file, room, "%s/detente-XXXXXX.html", folder ? folder : "/tmp") >= (int)room) return 0;
    int descriptor = mkstemps(file, 5);
    if (descriptor < 0) return 0;
    int is_written = dprintf(descriptor,
                             "<!doctype html><meta charset=utf-8><title>detente</title>"
                             "<meta http-equiv=refresh content='0;url=%s'><a href='%s'>detente</a>\n",
                             link, link) > 0;
    close(descriptor);
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
    int is_open = is_written && posix_spawnp(&child, arguments[0], &actions, NULL, arguments, environ) == 0;
    posix_spawn_file_actions_destroy(&actions);
    return is_open;
}

static void print_link(struct cli *cli, const dt_server *server, const char *link)
{
    if (cli->json) {
        struct cli_json json = cli_json_begin(stdout);
        cli_json_open(&json, NULL, '{');
        cli_json_integer(&json, "schema", 1);
        cli_json_integer(&json, "port", dt_server_port(server));
        cli_json_text(&json, "link", link);
        cli_json_close(&json, '}');
        cli_json_end(&json);
    } else {
        printf("%s\n", link);
    }
    fflush(stdout);
}

/* Shows the link and stays until a signal comes, which is how a server ends well. */
static void stay(struct cli *cli, dt_server *server, const struct cli_watch *watch)
{
    char link[160], file[256] = "";
    snprintf(link, sizeof link, "http://127.0.0.1:%d/#token=%s", dt_server_port(server),
             dt_server_token(server));
    print_link(cli, server, link);
    int is_wanted = !cli_flag(cli, "no-browser") && !cli->json && isatty(STDOUT_FILENO);
    if (is_wanted && !open_browser(link, file, sizeof file)) cli_note(cli, "open the link in a browser");
    cli_note(cli, "only this computer can reach it; Ctrl-C ends it");
    dt_server_watch(server, cli_watch_flag(watch));
    if (file[0]) unlink(file);
}

/* The folder in which scenarios, games and networks stand, to be freed; NULL if there is none. */
static char *shipped_folder(void)
{
    char *scenarios = cli_shipped("scenarios");
    char *slash = scenarios ? strrchr(scenarios, '/') : NULL;
    if (slash) *slash = '\0';
    return scenarios;
}

static dt_status serve(struct cli *cli, const struct cli_setup *setup, const char *name)
{
    struct cli_watch *watch = NULL;
    dt_server *server = NULL;
    char *shipped = shipped_folder();
    dt_server_options options = {
        .data = setup->data,
        .shipped = shipped,
        .scenario_name = name,
        .world = setup->world,
        .scenario = setup->scenario,
        .port = (int)cli_integer(cli, "port", 0),
    };
    dt_status status = cli_watch_begin(&watch);
    if (status == DT_OK) status = dt_server_start(&options, &server, &cli->found);
    if (status == DT_OK) stay(cli, server, watch);
    dt_server_stop(server);
    cli_watch_end(watch);
    free(shipped);
    return status;
}

static dt_status run(struct cli *cli)
{
    struct cli_setup setup = {0};
    const char *name = cli->n_operand ? cli->operand[0] : "coruna";
    dt_status status = cli_setup_scenario(cli, &setup, name);
    if (status == DT_OK) status = cli_setup_case(cli, &setup);
    if (status == DT_OK) status = serve(cli, &setup, name);
    cli_setup_clear(&setup);
    return status;
}

const struct cli_command cli_serve = {
    .name = "serve",
    .operands = "[SCENARIO]",
    .most_operand = 1,
    .summary = "a page in the browser: sliders, charts, treaty, claims",
    .text =
        "Serves a page on which a scenario is changed with sliders and its results are seen at once. It "
        "needs "
        "no network: page and program are one file, and it can be reached from this computer only. The link "
        "that it prints holds a secret that is made anew each time; whoever has it may use the page. Without "
        "SCENARIO, the main scenario. Ctrl-C ends it.",
    .examples = (const struct cli_example[]){{"detente serve", "the main scenario, in the browser"},
                                             {"detente serve my.yaml --port 8080 --no-browser",
                                              "your own scenario; only print the link"},
                                             {NULL, NULL}},
    .options =
        (const struct cli_option[]){
            {"port", 'p', CLI_INTEGER, "N", "port; 0, the default, picks a free one", 0, 65535, 0},
            {"no-browser", 0, CLI_FLAG, NULL, "print the link and open no browser", 0, 0, 0},
            {"set", 's', CLI_TEXT, "KEY=VALUE", "change one value of the scenario; may be repeated", 0, 0, 1},
            {"seed", 0, CLI_INTEGER, "N", "seed of the random numbers", 0, INT64_MAX, 0},
            {"states", 0, CLI_TEXT, "LIST", "groups and ISO codes to report, separated by commas", 0, 0, 0},
            CLI_OPTION_END},
    .run = run,
};
