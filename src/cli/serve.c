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
static dt_status stay(struct cli *cli, dt_server *server, const struct cli_watch *watch)
{
    char link[512], file[256] = "";
    if (!dt_server_link(server, link, sizeof link)) return DT_USAGE;
    print_link(cli, server, link);
    int is_wanted = dt_server_port(server) > 0 && !cli_flag(cli, "no-browser") && !cli->json &&
        isatty(STDOUT_FILENO);
    if (is_wanted && !open_browser(link, file, sizeof file)) cli_note(cli, "open the link in a browser");
    if (dt_server_is_open(server))
        fprintf(stderr, "warning: other computers can reach it, and what is sent is not encrypted\n");
    else
        cli_note(cli, "only this computer can reach it; Ctrl-C ends it");
    dt_status status = dt_server_watch(server, cli_watch_flag(watch), &cli->found);
    if (file[0]) unlink(file);
    return status;
}

/* The folder in which scenarios, games and networks stand, to be freed; NULL if there is none. */
static char *shipped_folder(void)
{
    char *scenarios = cli_shipped("scenarios");
    char *slash = scenarios ? strrchr(scenarios, '/') : NULL;
    if (slash) *slash = '\0';
    return scenarios;
}

enum { MOST_HOSTS = 16 };

/* The names of --allow-host. */
static int list_hosts(const struct cli *cli, const char *host[MOST_HOSTS])
{
    int n = 0;
    for (int v = 0; v < cli->n_value; v++)
        if (strcmp(cli->value[v].option->name, "allow-host") == 0 && n < MOST_HOSTS)
            host[n++] = cli->value[v].text;
    return n;
}

/* Forks first, then watches for signals and makes threads. */
static dt_status start_and_stay(struct cli *cli, const dt_server_options *options)
{
    struct cli_watch *watch = NULL;
    dt_server *server = NULL;
    dt_status status = dt_server_create(options, &server, &cli->found);
    if (status == DT_OK) status = cli_watch_begin(&watch);
    if (status == DT_OK) status = dt_server_start(server, &cli->found);
    if (status == DT_OK) status = stay(cli, server, watch);
    dt_server_free(server);
    cli_watch_end(watch);
    return status;
}

static dt_status serve(struct cli *cli, const struct cli_setup *setup, const char *name)
{
    const char *host[MOST_HOSTS];
    char *shipped = shipped_folder();
    dt_server_options options = {
        .data = setup->data,
        .shipped = shipped,
        .scenario_name = name,
        .world = setup->world,
        .scenario = setup->scenario,
        .address = cli_text(cli, "bind", "127.0.0.1"),
        .socket = cli_text(cli, "socket", NULL),
        .host = host,
        .n_host = list_hosts(cli, host),
        .port = (int)cli_integer(cli, "port", -1),
        .token_file = cli_text(cli, "token-file", NULL),
        .memory_mib = (int)cli_integer(cli, "memory", 2048),
        .job_seconds = (double)cli_integer(cli, "limit", 300),
        .leave = _exit,
    };
    dt_status status = start_and_stay(cli, &options);
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
        "needs no network: page and program are one file, and it can be reached from this computer only. The "
        "link that it prints holds a secret that is made anew each time; whoever has it may use the page. "
        "Without SCENARIO, the main scenario. Ctrl-C ends it. Each run and each job is a process of its own: "
        "one that crashes, or takes too much memory or time, ends alone.\n\n"
        "For a team, put a proxy with TLS and a login in front, and name the host that it is called by with "
        "--allow-host; docs/security.md has the configuration.",
    .examples = (const struct cli_example[]){{"detente serve", "the main scenario, in the browser"},
                                             {"detente serve my.yaml --port 8080 --no-browser",
                                              "your own scenario; only print the link"},
                                             {NULL, NULL}},
    .options =
        (const struct cli_option[]){
            {"port", 'p', CLI_INTEGER, "N",
             "port; 0 picks a free one; without it 8410, or a free one if that is taken", 0, 65535, 0},
            {"bind", 0, CLI_TEXT, "ADDRESS",
             "address to listen on, 127.0.0.1 without it; any but 127.0.0.1 and ::1 needs --allow-host", 0, 0,
             0},
            {"socket", 0, CLI_TEXT, "PATH", "listen on a local socket, for its owner only, and on no address",
             0, 0, 0},
            {"allow-host", 0, CLI_TEXT, "NAME[:PORT]", "name by which others call it; may be repeated", 0, 0,
             1},
            {"token-file", 0, CLI_TEXT, "FILE",
             "keep the secret in FILE, so that links stay good; made if missing", 0, 0, 0},
            {"limit", 0, CLI_INTEGER, "SECONDS", "time that a job may take; 300 without it", 1, 86400, 0},
            {"memory", 0, CLI_INTEGER, "MIB", "memory that a run or a job may use; 2048 without it", 1,
             1048576, 0},
            {"no-browser", 0, CLI_FLAG, NULL, "print the link and open no browser", 0, 0, 0},
            {"set", 's', CLI_TEXT, "KEY=VALUE", "change one value of the scenario; may be repeated", 0, 0, 1},
            {"seed", 0, CLI_INTEGER, "N", "seed of the random numbers", 0, INT64_MAX, 0},
            {"states", 0, CLI_TEXT, "LIST", "groups and ISO codes to report, separated by commas", 0, 0, 0},
            CLI_OPTION_END},
    .run = run,
};
