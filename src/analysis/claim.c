/* Claims: which variations the wanted claims need, their runs, and the verdicts.
 *
 * A variation is the scenario with levers set on a copy. Streams of random numbers belong to parameters, not
 * to their order, so member m of every variation has the same draws wherever a lever does not fix them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/claim.h"
#include "analysis/claim_judge.h"
#include "core/clock.h"
#include "core/try.h"

enum { LEAST_MEMBERS = 20, MOST_MEMBERS = 1000000, DEFAULT_MEMBERS = 400 };

static const char groups[] = "USA,CHN,EU,GULF,WORLD";

struct dt_claims {
    int n, n_variation;
    int64_t members;
    double seconds;
    dt_claim_kept *kept;
};

/* One call of dt_claims_run. */
typedef struct job {
    const dt_world *world;
    const dt_claims_options *options;
    char *scenario; /* canonical text */
    dt_claims *claims;
    dt_claim_run run[DT_VARIATION_COUNT];
    unsigned char is_wanted[DT_VARIATION_COUNT];
    dt_claim_clock clock;
    dt_diagnostics *diagnostics;
} job;

dt_claims_options dt_claims_defaults(void)
{
    return (dt_claims_options){.members = DEFAULT_MEMBERS};
}

const char *dt_verdict_words(dt_verdict verdict)
{
    static const char *const words[DT_VERDICT_COUNT] = {"holds", "does not hold", "undetermined",
                                                        "not tested"};
    return verdict < DT_VERDICT_COUNT ? words[verdict] : "";
}

/* ---- which claims ---- */

static int is_chosen(const dt_claim_row *row, const char *only)
{
    if (!only || strcmp(row->id, only) == 0) return 1;
    return only[0] == row->letter && only[1] == '\0';
}

/* Texts of the variations that a claim compares, each once. */
static void list_variations(const dt_claim_row *row, char *text, size_t size)
{
    size_t length = 0;
    for (int a = 0; a < DT_CLAIM_ARGUMENTS; a++) {
        if (row->variation[a] < 0 || length >= size) continue;
        length += (size_t)snprintf(text + length, size - length, "%s%s", length ? "; " : "",
                                   dt_variation_table[row->variation[a]].text);
    }
}

static dt_status write_command(const dt_claim_row *row, const char *command, char **out)
{
    const char *all = command ? command : "detente claims";
    size_t size = strlen(all) + strlen(row->id) + sizeof " --only ";
    *out = malloc(size);
    if (!*out) return DT_NO_MEMORY;
    snprintf(*out, size, "%s --only %s", all, row->id);
    return DT_OK;
}

/* Wants all probes of a claim in all its variations. */
static void want(job *j, const dt_claim_row *row)
{
    for (int a = 0; a < DT_CLAIM_ARGUMENTS; a++) {
        int v = row->variation[a];
        if (v < 0) continue;
        j->is_wanted[v] = 1;
        for (int p = 0; p < DT_CLAIM_ARGUMENTS; p++)
            if (row->probe[p] >= 0) j->run[v].wanted[row->probe[p]] = 1;
    }
}

/* A claim before it is judged. */
static dt_status enter_claim(job *j, const dt_claim_row *row)
{
    dt_claim_kept *kept = &j->claims->kept[j->claims->n];
    DT_TRY(write_command(row, j->options->command, &kept->command));
    j->claims->n++;
    list_variations(row, kept->compare, sizeof kept->compare);
    kept->claim = (dt_claim){.id = row->id,
                             .letter = row->letter,
                             .text = row->text,
                             .rule = row->rule,
                             .compare = kept->compare,
                             .note = kept->note,
                             .command = kept->command,
                             .verdict = DT_VERDICT_NOT_TESTED,
                             .holds_from = row->likely,
                             .fails_to = row->unlikely,
                             .effect_text = row->effect,
                             .unit = row->unit};
    if (!dt_claim_is_testable(row, kept->note, sizeof kept->note)) return DT_OK;
    kept->claim.verdict = DT_VERDICT_UNDETERMINED;
    want(j, row);
    return DT_OK;
}

static dt_status choose_claims(job *j)
{
    const char *only = j->options->only;
    j->claims->kept = calloc((size_t)dt_claim_row_count(), sizeof *j->claims->kept);
    if (!j->claims->kept) return DT_NO_MEMORY;
    for (int k = 0; k < dt_claim_row_count(); k++)
        if (is_chosen(dt_claim_row_at(k), only)) DT_TRY(enter_claim(j, dt_claim_row_at(k)));
    if (j->claims->n > 0) return DT_OK;
    dt_diagnostic finding = {.code = DT_E_CLAIM_UNKNOWN};
    snprintf(finding.found, sizeof finding.found, "%s", only);
    snprintf(finding.expected, sizeof finding.expected, "an id such as %s, or a letter from a to i",
             dt_claim_row_at(0)->id);
    return dt_diagnose(j->diagnostics, &finding);
}

/* ---- variations ---- */

static dt_status apply(dt_scenario *scenario, const char *settings, dt_diagnostics *diagnostics)
{
    char key[64], value[64];
    const char *rest = settings;
    while ((rest = dt_claim_setting(rest, key, value, sizeof key)))
        if (dt_claim_has_parameter(key))
            DT_TRY(dt_scenario_set(scenario, key + dt_claim_is_optional(key), value, diagnostics));
    return dt_scenario_set_groups(scenario, groups);
}

/* Warnings about the scenario belong to whoever read it: only errors are passed on. */
static dt_status build_case(job *j, int v)
{
    dt_scenario *copy = NULL;
    dt_diagnostics found;
    dt_diagnostics_init(&found);
    dt_status status = dt_scenario_parse(j->scenario, strlen(j->scenario), "claims", NULL, &copy, &found);
    if (status == DT_OK) status = apply(copy, dt_variation_table[v].settings, &found);
    if (status == DT_OK) status = dt_case_build(j->world, copy, &j->run[v].c, &found);
    for (int k = 0; status != DT_OK && k < found.count; k++)
        dt_diagnose(j->diagnostics, &found.item[k]);
    dt_scenario_free(copy);
    return status;
}

static dt_status run_variations(job *j)
{
    for (int v = 0; v < DT_VARIATION_COUNT; v++)
        j->claims->n_variation += j->is_wanted[v];
    j->clock.progress.total = j->claims->n_variation * j->options->members;
    for (int v = 0; v < DT_VARIATION_COUNT; v++) {
        if (!j->is_wanted[v]) continue;
        j->run[v].members = j->options->members;
        DT_TRY(build_case(j, v));
        DT_TRY(dt_claim_place(&j->run[v], j->diagnostics));
        DT_TRY(dt_claim_run_members(&j->run[v], &j->clock));
    }
    return DT_OK;
}

static const dt_claim_row *row_of(const char *id)
{
    for (int k = 0; k < dt_claim_row_count(); k++)
        if (strcmp(dt_claim_row_at(k)->id, id) == 0) return dt_claim_row_at(k);
    return NULL;
}

static dt_status judge_all(job *j)
{
    for (int k = 0; k < j->claims->n; k++) {
        dt_claim_kept *kept = &j->claims->kept[k];
        if (kept->claim.verdict == DT_VERDICT_NOT_TESTED) continue;
        DT_TRY(dt_claim_judge(row_of(kept->claim.id), j->run, kept));
    }
    return DT_OK;
}

/* ---- the call ---- */

static dt_status check_members(int64_t members, dt_diagnostics *diagnostics)
{
    if (members >= LEAST_MEMBERS && members <= MOST_MEMBERS) return DT_OK;
    dt_diagnostic finding = {.code = DT_E_CLAIM_MEMBERS};
    snprintf(finding.found, sizeof finding.found, "%lld", (long long)members);
    snprintf(finding.expected, sizeof finding.expected, "a number from %lld to %lld",
             (long long)LEAST_MEMBERS, (long long)MOST_MEMBERS);
    return dt_diagnose(diagnostics, &finding);
}

static void clear_job(job *j)
{
    for (int v = 0; v < DT_VARIATION_COUNT; v++) {
        free(j->run[v].value);
        dt_case_free(j->run[v].c);
    }
    dt_free(j->scenario);
    pthread_mutex_destroy(&j->clock.lock);
    dt_claims_free(j->claims);
}

dt_status dt_claims_run(const dt_world *world, const dt_scenario *scenario, const dt_claims_options *options,
                        dt_claims **out, dt_diagnostics *diagnostics)
{
    dt_claims_options chosen = options ? *options : dt_claims_defaults();
    DT_TRY(check_members(chosen.members, diagnostics));
    job j = {.world = world, .options = &chosen, .diagnostics = diagnostics};
    j.clock = (dt_claim_clock){.options = &chosen, .begin = dt_clock()};
    pthread_mutex_init(&j.clock.lock, NULL);
    j.claims = calloc(1, sizeof *j.claims);
    dt_status status = j.claims ? choose_claims(&j) : DT_NO_MEMORY;
    if (status == DT_OK) status = dt_scenario_canonical(scenario, &j.scenario);
    if (status == DT_OK) status = run_variations(&j);
    if (status == DT_OK) status = judge_all(&j);
    if (status == DT_OK) {
        j.claims->members = chosen.members;
        j.claims->seconds = dt_clock() - j.clock.begin;
        *out = j.claims;
        j.claims = NULL;
    }
    clear_job(&j);
    return status;
}

void dt_claims_free(dt_claims *claims)
{
    if (!claims) return;
    for (int k = 0; k < claims->n; k++)
        free(claims->kept[k].command);
    free(claims->kept);
    free(claims);
}

int dt_claims_planned(void)
{
    unsigned char is_needed[DT_VARIATION_COUNT] = {0};
    char lacks[DT_CLAIM_TEXT];
    int n = 0;
    for (int k = 0; k < dt_claim_row_count(); k++) {
        const dt_claim_row *row = dt_claim_row_at(k);
        int is_testable = dt_claim_is_testable(row, lacks, sizeof lacks);
        for (int a = 0; is_testable && a < DT_CLAIM_ARGUMENTS; a++)
            if (row->variation[a] >= 0) is_needed[row->variation[a]] = 1;
    }
    for (int v = 0; v < DT_VARIATION_COUNT; v++)
        n += is_needed[v];
    return n;
}

int dt_claims_count(const dt_claims *claims)
{
    return claims->n;
}

dt_claim dt_claims_at(const dt_claims *claims, int index)
{
    int is_inside = index >= 0 && index < claims->n;
    return is_inside ? claims->kept[index].claim : (dt_claim){0};
}

int64_t dt_claims_members(const dt_claims *claims)
{
    return claims->members;
}

int dt_claims_variations(const dt_claims *claims)
{
    return claims->n_variation;
}

double dt_claims_seconds(const dt_claims *claims)
{
    return claims->seconds;
}
