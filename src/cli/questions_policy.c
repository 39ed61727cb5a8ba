/* Other scenarios on the same members: which of the policies stands. */
#include <dirent.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cli/questions.h"

static const struct {
    const char *name, *unit, *begin;
    int is_less;
} aims[CLI_AIMS] = {
    {"states that stand", "states", "survivors.WORLD.", 0},
    {"parties to the text", "states", "parties.WORLD.", 0},
    {"stranded compute", "million H100e", NULL, 1},
    {"AI power of the world", "GW", "ai_power.WORLD.", 0},
};

static dt_status take_policy(struct cli *cli, struct cli_inquiry *q, const dt_summary *s, const char *name)
{
    int n = q->sample.n, policy = q->n_policy++;
    snprintf(q->standings.policy[policy], DT_QUESTION_NAME, "%s", name);
    for (int k = 0; k < CLI_AIMS; k++) {
        double *larger = realloc(q->value[k], (size_t)q->n_policy * (size_t)n * sizeof *larger);
        if (!larger) return cli_no_memory(cli);
        q->value[k] = larger;
        const float *column = aims[k].begin ? cli_questions_find(s, aims[k].begin, NULL) : NULL;
        if (aims[k].begin && !column) return cli_fail(cli, DT_E_POLICY_OBJECTIVE, name, aims[k].name, NULL);
        for (int m = 0; m < n; m++)
            larger[(size_t)policy * (size_t)n + (size_t)m] = column ? (double)column[m]
                                                                    : cli_questions_stranded(s, m);
    }
    return DT_OK;
}

/* A scenario that nobody can choose is run only if it is named, or with --all. */
static dt_status run_policy(struct cli *cli, struct cli_inquiry *q, const char *name, int is_named)
{
    struct cli_setup setup = {.c = NULL};
    dt_summary *summary = NULL;
    dt_status status = cli_setup_scenario(cli, &setup, name);
    int is_other = status == DT_OK && !is_named && !cli_flag(cli, "all") &&
        dt_scenario_describe(setup.scenario).kind == DT_SCENARIO_WORLD;
    if (is_other) {
        cli_setup_clear(&setup);
        return DT_OK;
    }
    if (status == DT_OK) status = cli_setup_case(cli, &setup);
    if (status == DT_OK) status = cli_questions_run(cli, q, setup.c, NULL, &summary);
    if (status == DT_OK) status = take_policy(cli, q, summary, name);
    dt_summary_free(summary);
    cli_setup_clear(&setup);
    return status;
}

static int is_yaml(const struct dirent *entry)
{
    size_t length = strlen(entry->d_name);
    return length > 5 && strcmp(entry->d_name + length - 5, ".yaml") == 0;
}

/* All shipped scenarios in order of name; returns how many. */
static int list_shipped(struct dirent ***entry)
{
    char *folder = cli_shipped("scenarios");
    int n = folder ? scandir(folder, entry, is_yaml, alphasort) : 0;
    free(folder);
    for (int e = 0; e < n; e++)
        *strrchr((*entry)[e]->d_name, '.') = '\0';
    return n > 0 ? n : 0;
}

int cli_questions_policies(const struct cli *cli)
{
    struct dirent **entry = NULL;
    if (cli->n_operand > 1) return cli->n_operand - 1;
    int n = list_shipped(&entry);
    for (int e = 0; e < n; e++)
        free(entry[e]);
    free(entry);
    return n;
}

/* All shipped scenarios that are choices, but for the one that is asked about. */
static dt_status run_shipped(struct cli *cli, struct cli_inquiry *q)
{
    struct dirent **entry = NULL;
    int n = list_shipped(&entry);
    dt_status status = DT_OK;
    for (int e = 0; e < n; e++) {
        int is_new = strcmp(entry[e]->d_name, cli->operand[0]) != 0 && q->n_policy < DT_QUESTION_POLICIES;
        if (status == DT_OK && is_new) status = run_policy(cli, q, entry[e]->d_name, 0);
        free(entry[e]);
    }
    free(entry);
    return status;
}

/* Policies that are finished when the rest is interrupted are compared all the same. */
dt_status cli_questions_compare(struct cli *cli, struct cli_inquiry *q)
{
    dt_standings *s = &q->standings;
    dt_status status = take_policy(cli, q, q->sample.summary, cli->operand[0]);
    for (int k = 1; k < cli->n_operand && status == DT_OK; k++)
        status = run_policy(cli, q, cli->operand[k], 1);
    if (status == DT_OK && cli->n_operand == 1) status = run_shipped(cli, q);
    if (status != DT_OK && (status != DT_INTERRUPTED || q->n_policy < 2)) return status;
    s->n_policy = q->n_policy;
    s->n_aim = CLI_AIMS;
    s->weight = q->effective > 0.0 ? q->weights.weight : NULL;
    for (int k = 0; k < CLI_AIMS; k++) {
        snprintf(s->aim[k].name, sizeof s->aim[k].name, "%s", aims[k].name);
        snprintf(s->aim[k].unit, sizeof s->aim[k].unit, "%s", aims[k].unit);
        s->aim[k].is_less = aims[k].is_less;
    }
    dt_status measured = dt_standings_measure(q->value, q->sample.n, s);
    s->weight = NULL;
    return measured == DT_OK ? status : measured;
}
