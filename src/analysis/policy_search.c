/* Search for policies: generations judged over threads, and the state on disk between them.
 *
 * The state is one file: a magic word, the hash of everything that can change the search, and the search as
 * dt_search_save gives it. It is written under a temporary name and renamed, so that a process that is killed
 * leaves the state of the last whole generation. */
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/clock.h"
#include "core/threads.h"
#include "core/try.h"
#include "detente/policy.h"
#include "io/file.h"
#include "io/hash.h"
#include "io/text.h"

enum { MAGIC = 8, HASH = 16, HEAD = MAGIC + HASH, USUAL_POPULATION = 32, MOST_STATE = 1 << 28 };

static const char magic[MAGIC + 1] = "DTPOLS01";
static const char state_file[] = "search.state";

typedef struct hunt {
    const dt_policy_problem *problem;
    const dt_policy_options *options;
    dt_search *search;
    unsigned char hash[HASH];
    double *objective;     /* of the generation in flight, all to be small */
    pthread_mutex_t clock; /* guards what follows, and the callback */
    int64_t done, before;
    double begin;
} hunt;

void dt_policy_at(const dt_policy_problem *p, const dt_search *search, int index, double *value,
                  double *objective)
{
    const double *u = dt_search_levers(search, index), *f = dt_search_objectives(search, index);
    for (int l = 0; l < p->n_lever; l++)
        value[l] = p->lever[l].low + u[l] * (p->lever[l].high - p->lever[l].low);
    for (int k = 0; k < p->n_objective; k++)
        objective[k] = p->objective[k].is_max ? -f[k] : f[k];
}

/* ---- one generation ---- */

static void show(hunt *h)
{
    int64_t each = h->problem->members, left = h->options->evaluations - h->before;
    pthread_mutex_lock(&h->clock);
    h->done++;
    double seconds = dt_clock() - h->begin;
    dt_progress progress = {.done = (h->before + h->done) * each,
                            .total = h->options->evaluations * each,
                            .seconds = seconds,
                            .per_second = seconds > 0.0 ? (double)(h->done * each) / seconds : 0.0};
    if (progress.total < progress.done) progress.total = progress.done;
    progress.eta_seconds = h->done < left ? seconds * (double)(left - h->done) / (double)h->done : 0.0;
    if (h->options->progress) h->options->progress(h->options->context, &progress);
    pthread_mutex_unlock(&h->clock);
}

/* A policy that cannot be judged fails alone: its objectives are not finite. */
static void judge_point(void *context, int thread, int64_t item)
{
    hunt *h = context;
    const dt_policy_problem *p = h->problem;
    int n = 0;
    double value[DT_POLICY_LEVERS], *f = h->objective + item * p->n_objective;
    const double *u = dt_search_ask(h->search, &n) + item * p->n_lever;
    (void)thread;
    for (int l = 0; l < p->n_lever; l++)
        value[l] = p->lever[l].low + u[l] * (p->lever[l].high - p->lever[l].low);
    dt_status status = dt_policy_judge(p, value, f, NULL);
    for (int k = 0; k < p->n_objective; k++)
        f[k] = status != DT_OK ? NAN : p->objective[k].is_max ? -f[k] : f[k];
    show(h);
}

static dt_status run_generation(hunt *h)
{
    int n = 0;
    dt_search_ask(h->search, &n);
    h->objective = malloc((size_t)n * (size_t)h->problem->n_objective * sizeof *h->objective);
    if (!h->objective) return DT_NO_MEMORY;
    dt_status status = dt_parallel(h->options->threads, n, judge_point, h, h->options->stop);
    if (status == DT_OK) status = dt_search_tell(h->search, h->objective);
    free(h->objective);
    h->objective = NULL;
    return status;
}

/* ---- the state on disk ---- */

static dt_status hash_problem(const dt_policy_problem *p, const dt_search_options *o,
                              unsigned char hash[HASH])
{
    dt_case *c = NULL;
    dt_text text;
    unsigned char of_case[HASH] = {0};
    dt_text_init(&text);
    DT_TRY(dt_case_build(p->world, p->scenario, &c, NULL));
    dt_case_hash(c, of_case);
    dt_case_free(c);
    dt_text_append_bytes(&text, of_case, HASH);
    dt_text_printf(&text, "%lld %d %llu ", (long long)p->members, o->population, (unsigned long long)o->seed);
    for (int l = 0; l < p->n_lever; l++)
        dt_text_printf(&text, "%s:%.17g:%.17g ", p->lever[l].key, p->lever[l].low, p->lever[l].high);
    for (int k = 0; k < p->n_objective; k++) {
        const dt_policy_objective *q = &p->objective[k];
        dt_text_printf(&text, "%s:%d:%.17g:%d:%.17g ", q->outcome, q->is_max, o->epsilon[k],
                       (int)q->statistic, q->parameter);
    }
    dt_status status = dt_text_status(&text);
    if (status == DT_OK) dt_hash_of(text.data, text.length, hash);
    dt_text_clear(&text);
    return status;
}

static dt_status save(const hunt *h, dt_diagnostics *diagnostics)
{
    char *path = NULL;
    if (!h->options->folder) return DT_OK;
    size_t size = HEAD + dt_search_save_size(h->search);
    unsigned char *data = malloc(size);
    if (!data) return DT_NO_MEMORY;
    memcpy(data, magic, MAGIC);
    memcpy(data + MAGIC, h->hash, HASH);
    dt_search_save(h->search, data + HEAD);
    dt_status status = dt_folder_create(h->options->folder, diagnostics);
    if (status == DT_OK) status = dt_path_join(h->options->folder, state_file, &path);
    if (status == DT_OK) status = dt_file_write(path, data, size, diagnostics);
    dt_free(path);
    free(data);
    return status;
}

static dt_status report(dt_error_code code, const char *path, dt_diagnostics *diagnostics)
{
    dt_diagnostic finding = {.code = code};
    snprintf(finding.key, sizeof finding.key, "%s", path);
    return dt_diagnose(diagnostics, &finding);
}

static dt_status restore(hunt *h, dt_diagnostics *diagnostics)
{
    char *path = NULL, *data = NULL;
    size_t size = 0;
    dt_status status = dt_path_join(h->options->folder, state_file, &path);
    if (status == DT_OK) status = dt_file_read(path, MOST_STATE, &data, &size, diagnostics);
    if (status == DT_OK && (size < HEAD || memcmp(data, magic, MAGIC) != 0))
        status = report(DT_E_POLICY_DAMAGED, path, diagnostics);
    if (status == DT_OK && memcmp(data + MAGIC, h->hash, HASH) != 0)
        status = report(DT_E_POLICY_OTHER, path, diagnostics);
    if (status == DT_OK) {
        status = dt_search_restore(data + HEAD, size - HEAD, &h->search);
        if (status == DT_INPUT) status = report(DT_E_POLICY_DAMAGED, path, diagnostics);
    }
    dt_free(data);
    dt_free(path);
    return status;
}

/* ---- the whole ---- */

/* Differences that count: as asked, or a hundredth of what the scenario gives without levers. */
static dt_status choose_epsilon(const dt_policy_problem *p, dt_search_options *o, dt_diagnostics *diagnostics)
{
    double plain[DT_SEARCH_OBJECTIVES];
    DT_TRY(dt_policy_judge(p, NULL, plain, diagnostics));
    for (int k = 0; k < p->n_objective; k++) {
        double usual = plain[k] == 0.0 ? 0.01 : 0.01 * fabs(plain[k]);
        o->epsilon[k] = p->objective[k].epsilon > 0.0 ? p->objective[k].epsilon : usual;
    }
    return DT_OK;
}

/* Both ends of every lever are allowed, found before hours are spent. */
static dt_status check_levers(const dt_policy_problem *p, dt_diagnostics *diagnostics)
{
    double value[DT_POLICY_LEVERS], objective[DT_SEARCH_OBJECTIVES];
    dt_policy_problem one = *p;
    one.members = 1;
    for (int end = 0; end < 2; end++) {
        for (int l = 0; l < p->n_lever; l++)
            value[l] = end ? p->lever[l].high : p->lever[l].low;
        dt_status status = dt_policy_judge(&one, value, objective, diagnostics);
        if (status != DT_OK && status != DT_MEMBERS_FAILED) return status;
    }
    return DT_OK;
}

static dt_status begin(hunt *h, dt_diagnostics *diagnostics)
{
    const dt_policy_problem *p = h->problem;
    dt_search_options o = dt_search_defaults();
    o.n_lever = p->n_lever;
    o.n_objective = p->n_objective;
    o.population = h->options->population ? h->options->population : USUAL_POPULATION;
    o.seed = h->options->seed;
    DT_TRY(check_levers(p, diagnostics));
    DT_TRY(choose_epsilon(p, &o, diagnostics));
    DT_TRY(hash_problem(p, &o, h->hash));
    return h->options->is_resumed ? restore(h, diagnostics) : dt_search_create(&o, &h->search);
}

static int is_shaped(const dt_policy_problem *p, const dt_policy_options *o)
{
    int has_levers = p->n_lever >= 1 && p->n_lever <= DT_POLICY_LEVERS;
    int has_aims = p->n_objective >= 1 && p->n_objective <= DT_SEARCH_OBJECTIVES;
    return has_levers && has_aims && p->members >= 1 && (o->folder || !o->is_resumed);
}

dt_status dt_policy_search(const dt_policy_problem *problem, const dt_policy_options *options,
                           dt_search **out, dt_diagnostics *diagnostics)
{
    hunt h = {.problem = problem, .options = options, .begin = dt_clock()};
    if (!is_shaped(problem, options)) return DT_INPUT;
    pthread_mutex_init(&h.clock, NULL);
    dt_status status = begin(&h, diagnostics);
    if (status == DT_OK) h.before = dt_search_evaluations(h.search);
    while (status == DT_OK && dt_search_evaluations(h.search) < options->evaluations) {
        status = run_generation(&h);
        if (status == DT_OK) status = save(&h, diagnostics);
    }
    pthread_mutex_destroy(&h.clock);
    if (status == DT_OK && dt_search_count(h.search) == 0)
        status = report(DT_E_POLICY_NONE, problem->lever[0].key, diagnostics);
    if (status == DT_OK || status == DT_INTERRUPTED)
        *out = h.search;
    else
        dt_search_free(h.search);
    return status;
}
