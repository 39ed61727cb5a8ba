/* `detente claims`: each claim of the story as a hypothesis. Also makes the claims of `run` and `report`. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"
#include "cli/commands.h"

enum { LEAST_MEMBERS = 20, MOST_MEMBERS = 400 };

/* Members of all variations together over those of the run. Many variations end early: with this share the
 * claims were measured to take less time than the run. */
static const double SHARE_OF_RUN = 1.0;

static const double QUIET_SECONDS = 2.0;

/* Progress, from the third second on. */
struct slow_progress {
    struct cli_progress shown;
    int is_begun;
};

static void show_late(void *context, const dt_progress *p)
{
    struct slow_progress *progress = context;
    if (p->seconds < QUIET_SECONDS) return;
    progress->is_begun = 1;
    cli_progress_show(&progress->shown, p);
}

/* Runs the claims under the watch for Ctrl-C. */
static dt_status run_claims(struct cli *cli, const struct cli_setup *setup, dt_claims_options *options,
                            dt_claims **out, dt_diagnostics *found)
{
    struct cli_watch *watch = NULL;
    struct slow_progress progress = {.shown = cli_progress_begin()};
    dt_status status = cli_watch_begin(&watch);
    if (status != DT_OK) return status;
    options->threads = (int)cli_integer(cli, "threads", 0);
    options->stop = cli_watch_flag(watch);
    options->progress = cli->quiet || cli_flag(cli, "no-progress") ? NULL : show_late;
    options->context = &progress;
    status = dt_claims_run(setup->world, setup->scenario, options, out, found);
    if (progress.is_begun) cli_progress_end(&progress.shown);
    cli_watch_end(watch);
    return status;
}

char *cli_claims_command(const struct cli *cli, const char *scenario, int64_t members)
{
    static const char *const kept[] = {"seed", "set", "data"};
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    if (!out) return NULL;
    fputs("detente claims", out);
    cli_write_word(out, scenario);
    fprintf(out, " --members %" PRId64, members);
    for (int v = 0; v < cli->n_value; v++)
        for (int k = 0; k < CLI_COUNT(kept); k++) {
            if (strcmp(cli->value[v].option->name, kept[k]) != 0) continue;
            fprintf(out, " --%s", kept[k]);
            cli_write_word(out, cli->value[v].text);
        }
    return fclose(out) == 0 ? text : NULL;
}

int64_t cli_claims_members(int64_t of_run)
{
    int64_t members = (int64_t)(SHARE_OF_RUN * (double)of_run / dt_claims_planned());
    return members < LEAST_MEMBERS ? LEAST_MEMBERS : members > MOST_MEMBERS ? MOST_MEMBERS : members;
}

dt_status cli_make_claims(struct cli *cli, const struct cli_setup *setup, const char *command,
                          int64_t members, dt_claims **out)
{
    dt_diagnostics found;
    dt_diagnostics_init(&found);
    dt_claims_options options = dt_claims_defaults();
    options.members = members;
    options.command = command;
    dt_status status = run_claims(cli, setup, &options, out, &found);
    if (status == DT_NO_MEMORY || status == DT_INTERRUPTED || status == DT_OK) return status;
    /* A scenario of which the claims do not speak is still run and reported. */
    char line[DT_DIAGNOSTIC_TEXT];
    if (found.count) dt_diagnostic_format(&found.item[0], line, sizeof line);
    cli_note(cli, "no claims: %s", found.count ? line : dt_status_text(status));
    return DT_OK;
}

/* Quotes a field of CSV; inner quotes are doubled. */
static void print_field(const char *text)
{
    putchar('"');
    for (; *text; text++) {
        if (*text == '"') putchar('"');
        putchar(*text);
    }
    putchar('"');
}

static void print_numbers(const dt_claim *claim)
{
    if (claim->verdict == DT_VERDICT_NOT_TESTED || claim->members == 0)
        printf(",,,,,,");
    else
        printf(",%.9g,%.9g,%.9g,%.9g,%.9g,%.9g", claim->probability, claim->low, claim->high, claim->effect,
               claim->effect_low, claim->effect_high);
}

static void print_csv(const dt_claims *claims)
{
    printf("id,letter,verdict,members,probability,low,high,effect,effect_low,effect_high,unit,hinge_1,rho_1,"
           "hinge_2,rho_2,text,note\n");
    for (int k = 0; k < dt_claims_count(claims); k++) {
        dt_claim claim = dt_claims_at(claims, k);
        printf("%s,%c,%s,%" PRId64, claim.id, claim.letter, dt_verdict_words(claim.verdict), claim.members);
        print_numbers(&claim);
        printf(",%s", claim.unit);
        for (int h = 0; h < 2; h++)
            if (h < claim.n_hinge)
                printf(",%s,%.4f", claim.hinge[h].factor, claim.hinge[h].correlation);
            else
                printf(",,");
        putchar(',');
        print_field(claim.text);
        putchar(',');
        print_field(claim.note);
        putchar('\n');
    }
}

static dt_status print_claims(struct cli *cli, const struct cli_setup *setup, const dt_claims *claims,
                              const char *command)
{
    if (cli_flag(cli, "csv")) {
        print_csv(claims);
        return DT_OK;
    }
    char *text = NULL;
    dt_summary_format format = cli->json ? DT_SUMMARY_JSON : DT_SUMMARY_TEXT;
    dt_status status = dt_report_claims(claims, setup->scenario, format, &text);
    if (status != DT_OK) return status;
    fputs(text, stdout);
    dt_free(text);
    if (!cli->json) printf(" One claim again: %s --only %s\n", command, dt_claims_at(claims, 0).id);
    cli_note(cli, "%d variations of %" PRId64 " members in %.1f s", dt_claims_variations(claims),
             dt_claims_members(claims), dt_claims_seconds(claims));
    return DT_OK;
}

static dt_status run(struct cli *cli)
{
    struct cli_setup setup = {0};
    dt_claims *claims = NULL;
    const char *scenario = cli->n_operand ? cli->operand[0] : "coruna";
    dt_claims_options options = dt_claims_defaults();
    options.members = cli_integer(cli, "members", options.members);
    options.only = cli_text(cli, "only", NULL);
    char *command = cli_claims_command(cli, scenario, options.members);
    dt_status status = command ? DT_OK : cli_fail(cli, DT_E_NO_MEMORY, NULL, NULL, NULL);
    options.command = command;
    if (status == DT_OK) status = cli_setup_scenario(cli, &setup, scenario);
    if (status == DT_OK) status = cli_setup_case(cli, &setup);
    if (status == DT_OK) status = run_claims(cli, &setup, &options, &claims, &cli->found);
    if (status == DT_OK) status = print_claims(cli, &setup, claims, command);
    dt_claims_free(claims);
    cli_setup_clear(&setup);
    free(command);
    return status;
}

const struct cli_command cli_claims = {
    .name = "claims",
    .operands = "[SCENARIO]",
    .most_operand = 1,
    .summary = "test each claim of the story",
    .text =
        "Tests each claim of the story on ensembles of the scenario and of variations of it, all with the "
        "same random numbers, and prints for each: a verdict, the share of futures in which it is true with "
        "its 95% interval, the size of the effect, and the two assumptions on which it hinges most. Without "
        "SCENARIO, the main scenario.\n\n"
        "A claim whose mechanism this build does not have is not tested, and says so.",
    .examples = (const struct cli_example[]){{"detente claims", "all claims on the main scenario"},
                                             {"detente claims coruna --only b --members 2000",
                                              "what limits the race, on more futures"},
                                             {"detente claims coruna --json", "as JSON, with rules"},
                                             {NULL, NULL}},
    .options = (const struct cli_option[]){CLI_OPTION_MEMBERS,
                                           {"only", 0, CLI_TEXT, "ID",
                                            "one claim by its id, or those of a letter", 0, 0, 0},
                                           {"seed", 0, CLI_INTEGER, "N", "seed of the random numbers", 0,
                                            INT64_MAX, 0},
                                           CLI_OPTION_THREADS,
                                           {"set", 's', CLI_TEXT, "KEY=VALUE",
                                            "change one value of the scenario; may be repeated", 0, 0, 1},
                                           CLI_OPTION_CSV,
                                           CLI_OPTION_NO_PROGRESS,
                                           CLI_OPTION_END},
    .run = run,
};
