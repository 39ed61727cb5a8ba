/* `detente questions`: which assumptions decide what, in which cases restraint holds and the race does not
 * end, and which policies stand; as text and as one page. */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "cli/commands.h"
#include "cli/questions.h"

dt_status cli_no_memory(struct cli *cli)
{
    return cli_fail(cli, DT_E_NO_MEMORY, NULL, NULL, NULL);
}

/* ---- runs and their progress ---- */

static double seconds_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

/* Runs that all stages take together, as far as it is known before. */
static int64_t plan(const struct cli *cli)
{
    int64_t n = cli_integer(cli, "members", 2000), all = n;
    if (!cli_flag(cli, "no-totals")) all += (CLI_TOTALS + 3) * cli_questions_pairs(cli);
    if (!cli_flag(cli, "no-games")) all += 8 * n;
    if (!cli_flag(cli, "no-policies")) all += n * cli_questions_policies(cli);
    return all;
}

void cli_questions_stage(struct cli_inquiry *q, int64_t runs)
{
    q->runs += q->stage;
    q->stage = runs;
}

void cli_questions_progress(void *context, const dt_progress *p)
{
    struct cli_inquiry *q = context;
    dt_progress all = {.total = q->total, .seconds = seconds_now() - q->begin, .failed = p->failed};
    if (!q->is_shown) return;
    all.done = q->runs +
        (p->total > 0 ? (int64_t)((double)q->stage * (double)p->done / (double)p->total) : 0);
    if (all.done > all.total) all.total = all.done;
    all.per_second = all.seconds > 0.0 ? (double)all.done / all.seconds : 0.0;
    all.eta_seconds = all.per_second > 0.0 ? (double)(all.total - all.done) / all.per_second : 0.0;
    cli_progress_show(&q->progress, &all);
}

dt_status cli_questions_run(struct cli *cli, struct cli_inquiry *q, const dt_case *c, const dt_design *design,
                            dt_summary **out)
{
    dt_ensemble_options options = dt_ensemble_defaults();
    options.members = design ? dt_design_rows(design) : cli_integer(cli, "members", 2000);
    options.design = design;
    options.threads = (int)cli_integer(cli, "threads", 0);
    options.on_failure = DT_KEEP_GOING;
    options.progress = cli_questions_progress;
    options.context = q;
    options.stop = cli_watch_flag(q->watch);
    cli_questions_stage(q, options.members);
    return dt_ensemble_run(c, &options, out, &cli->found);
}

static dt_status draw_factors(struct cli *cli, struct cli_inquiry *q)
{
    struct cli_sample *s = &q->sample;
    s->n = (int)(dt_summary_members(s->summary) + dt_summary_failed(s->summary));
    s->d = dt_case_factor_count(q->base.c);
    s->u = malloc((size_t)s->n * (size_t)s->d * sizeof *s->u);
    s->factor = malloc(((size_t)s->d + 1) * sizeof *s->factor);
    if (!s->u || !s->factor) return cli_no_memory(cli);
    for (int m = 0; m < s->n; m++)
        dt_case_draw(q->base.c, (uint64_t)m, s->u + (size_t)m * (size_t)s->d);
    for (int f = 0; f < s->d; f++)
        s->factor[f] = dt_case_factor(q->base.c, f)->name;
    return DT_OK;
}

/* Weights of history, scaled to the members that they are worth. */
static dt_status read_weights(struct cli *cli, struct cli_inquiry *q)
{
    dt_status status = cli_weights_read(cli, &(dt_evidence){.c = q->base.c}, &q->weights);
    if (status != DT_OK || !q->weights.weight) return status;
    if (q->weights.n < cli_integer(cli, "members", 2000))
        return cli_fail(cli, DT_E_CALIBRATE_WEIGHTS, cli_text(cli, "weights", ""), "fewer members",
                        "weights of as many members as are run: `detente calibrate --members`");
    q->effective = dt_weights_scale(q->weights.weight, cli_integer(cli, "members", 2000));
    cli_note_effective(cli, q->effective);
    return DT_OK;
}

/* ---- the command ---- */

static void write_note(const struct cli_inquiry *q, char note[DT_QUESTION_TEXT])
{
    int end = 0;
    note[0] = '\0';
    if (q->missing) end = snprintf(note, DT_QUESTION_TEXT, "Interrupted. Not done: %s. ", q->missing);
    if (q->effective > 0.0)
        snprintf(note + end, DT_QUESTION_TEXT - (size_t)end,
                 "Members are weighted by history; they weigh as much as %.0f equal ones%s.", q->effective,
                 q->effective >= 160.0 ? "" : ", too few for weighted bars: bars are of all members alike");
}

static dt_status write_page(struct cli *cli, const struct cli_inquiry *q)
{
    const char *path = cli_text(cli, "out", NULL);
    if (!path) return DT_OK;
    char *command = cli_command_line(cli);
    if (!command) return cli_no_memory(cli);
    char note[DT_QUESTION_TEXT];
    write_note(q, note);
    dt_questions_page page = {.scenario = cli->operand[0],
                              .command = command,
                              .version = dt_version(),
                              .note = note[0] ? note : NULL,
                              .n_question = q->n_question,
                              .n_discovery = q->n_discovery,
                              .question = q->question,
                              .discovery = q->discovery,
                              .standings = q->standings.n_policy > 0 ? &q->standings : NULL};
    dt_status status = dt_report_questions(&page, path, &cli->found);
    free(command);
    return status;
}

/* A stage, unless it is left out; what an interruption leaves out is noted. */
static dt_status stage(struct cli *cli, struct cli_inquiry *q, const char *without, const char *words,
                       dt_status (*run)(struct cli *cli, struct cli_inquiry *q))
{
    if (without && cli_flag(cli, without)) return DT_OK;
    dt_status status = run(cli, q);
    if (status == DT_INTERRUPTED) q->missing = words;
    return status;
}

static dt_status begin(struct cli *cli, struct cli_inquiry *q)
{
    dt_status status = cli_setup_scenario(cli, &q->base, cli->operand[0]);
    if (status == DT_OK) status = cli_setup_case(cli, &q->base);
    if (status == DT_OK) status = read_weights(cli, q);
    if (status == DT_OK) status = cli_watch_begin(&q->watch);
    if (status == DT_OK) status = cli_questions_run(cli, q, q->base.c, NULL, &q->sample.summary);
    return status == DT_OK ? draw_factors(cli, q) : status;
}

static dt_status inquire(struct cli *cli, struct cli_inquiry *q)
{
    dt_status status = begin(cli, q);
    if (status == DT_OK) status = cli_questions_ask(cli, q);
    if (status == DT_OK)
        status = stage(cli, q, "no-totals", "total effects, games and policies", cli_questions_totals);
    if (status == DT_OK) status = stage(cli, q, "no-games", "games and policies", cli_questions_play);
    if (status == DT_OK)
        status = stage(cli, q, "no-policies", "the policies that are not in the table",
                       cli_questions_compare);
    return status;
}

static void clear(struct cli_inquiry *q)
{
    for (int k = 0; k < CLI_DISCOVERIES; k++)
        dt_discovery_clear(&q->discovery[k]);
    for (int k = 0; k < CLI_AIMS; k++)
        free(q->value[k]);
    dt_summary_free(q->sample.summary);
    free(q->sample.u);
    free(q->sample.factor);
    free(q->weights.weight);
    cli_watch_end(q->watch);
    cli_setup_clear(&q->base);
    free(q);
}

static dt_status run(struct cli *cli)
{
    struct cli_inquiry *q = calloc(1, sizeof *q);
    if (!q) return cli_no_memory(cli);
    q->progress = cli_progress_begin();
    q->progress.unit = "runs";
    q->begin = seconds_now();
    q->total = plan(cli);
    q->is_shown = !cli->quiet && !cli_flag(cli, "no-progress");
    dt_status status = inquire(cli, q), written = DT_OK;
    if (q->is_shown) cli_progress_end(&q->progress);
    if (status == DT_OK || q->missing) {
        written = write_page(cli, q);
        cli_questions_print(cli, q);
        if (q->missing) cli_note(cli, "interrupted: without %s", q->missing);
    }
    clear(q);
    return status == DT_OK ? written : status;
}

const struct cli_command cli_questions = {
    .name = "questions",
    .operands = "SCENARIO [POLICY...]",
    .least_operand = 1,
    .most_operand = 60,
    .summary = "which assumptions matter, in which cases, and which policies stand",
    .text =
        "Runs the members of a scenario and says which uncertain factors decide who leads, how much compute "
        "is "
        "stranded, how many states sign and how many stand; plays the shipped games of the USA and China on "
        "the "
        "same scenario and says what decides their class, and in which cases mutual restraint holds and the "
        "race "
        "does not end; runs other scenarios (default: all shipped that are choices) on the same members and "
        "compares their "
        "regret. Bars are first-order indices from the members; total indices are from members that are run "
        "again "
        "with one factor exchanged. What is finished when it is interrupted is printed and written. --out "
        "writes a page.",
    .examples =
        (const struct cli_example[]){
            {"detente questions coruna --members 4000 --out questions.html", "the page, in a few minutes"},
            {"detente questions coruna permit-reform flexible-load --no-games", "two policies, no games"},
            {NULL, NULL}},
    .options =
        (const struct cli_option[]){
            {"members", 'n', CLI_INTEGER, "N", "members of each run; default 2,000", 160, 1000000, 0},
            {"seed", 0, CLI_INTEGER, "N", "seed of the members", 0, INT64_MAX, 0},
            CLI_OPTION_THREADS,
            {"set", 's', CLI_TEXT, "KEY=VALUE", "change one value of every scenario; may be repeated", 0, 0,
             1},
            {"all", 0, CLI_FLAG, NULL, "also shipped scenarios that are other worlds, not choices", 0, 0, 0},
            CLI_OPTION_WEIGHTS,
            {"pairs", 0, CLI_INTEGER, "N",
             "members run again for each total effect; default an eighth of the members, 32 to 512", 4,
             100000, 0},
            {"no-totals", 0, CLI_FLAG, NULL, "leave total effects out", 0, 0, 0},
            {"no-games", 0, CLI_FLAG, NULL, "leave the games out", 0, 0, 0},
            {"no-policies", 0, CLI_FLAG, NULL, "leave the other scenarios out", 0, 0, 0},
            {"out", 'o', CLI_TEXT, "FILE", "HTML file to write", 0, 0, 0},
            CLI_OPTION_NO_PROGRESS,
            CLI_OPTION_END},
    .run = run,
};
