/* `detente questions`: which assumptions decide what, in which cases restraint holds and the race does not
 * end, and which policies stand; as text and as one page. */
#include <dirent.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cli/commands.h"
#include "detente/questions.h"

enum { MOST_QUESTIONS = 8, MOST_DISCOVERIES = 2, AIMS = 4, PERCENT = 100 };

/* Members of a scenario: factors by row and outcomes by column. */
struct sample {
    dt_summary *summary;
    double *u; /* n rows of d */
    const char **factor;
    int n, d;
};

struct inquiry {
    struct cli_watch *watch;
    struct cli_progress progress;
    int is_shown, n_question, n_discovery, n_policy;
    struct cli_setup base;
    struct sample sample;
    dt_question question[MOST_QUESTIONS];
    dt_discovery discovery[MOST_DISCOVERIES];
    dt_standings standings;
    double *value[AIMS]; /* policy * n + member */
};

static dt_status no_memory(struct cli *cli)
{
    return cli_fail(cli, DT_E_NO_MEMORY, NULL, NULL, NULL);
}

/* ---- outcomes ---- */

/* The last outcome of a summary whose name begins and ends so; NULL if it has none. */
static const float *find_outcome(const dt_summary *s, const char *begin, const char *end, const char **name)
{
    const float *found = NULL;
    for (int o = 0; o < dt_summary_outcome_count(s); o++) {
        const char *text = dt_summary_outcome_name(s, o);
        size_t length = strlen(text), tail = strlen(end);
        if (strncmp(text, begin, strlen(begin)) != 0 || length < tail ||
            strcmp(text + length - tail, end) != 0)
            continue;
        found = dt_summary_outcome(s, o);
        if (name) *name = text;
    }
    return found;
}

/* Stranded compute of all reported groups in 2030, or at the end of a run that ends before. */
static double stranded_of(const dt_summary *s, int member)
{
    double sum = 0.0;
    for (int o = 0; o < dt_summary_outcome_count(s); o++) {
        const char *name = dt_summary_outcome_name(s, o);
        if (strncmp(name, "stranded_compute.", 17) == 0 && strstr(name, ".2030"))
            sum += (double)dt_summary_outcome(s, o)[member];
    }
    return sum;
}

/* ---- ensembles ---- */

static dt_status run_members(struct cli *cli, struct inquiry *q, const dt_case *c, dt_summary **out)
{
    dt_ensemble_options options = dt_ensemble_defaults();
    options.members = cli_integer(cli, "members", 2000);
    options.threads = (int)cli_integer(cli, "threads", 0);
    options.on_failure = DT_KEEP_GOING;
    options.progress = q->is_shown ? cli_progress_show : NULL;
    options.context = &q->progress;
    options.stop = cli_watch_flag(q->watch);
    return dt_ensemble_run(c, &options, out, &cli->found);
}

static dt_status draw_factors(struct cli *cli, struct inquiry *q)
{
    struct sample *s = &q->sample;
    s->n = (int)(dt_summary_members(s->summary) + dt_summary_failed(s->summary));
    s->d = dt_case_factor_count(q->base.c);
    s->u = malloc((size_t)s->n * (size_t)s->d * sizeof *s->u);
    s->factor = malloc(((size_t)s->d + 1) * sizeof *s->factor);
    if (!s->u || !s->factor) return no_memory(cli);
    for (int m = 0; m < s->n; m++)
        dt_case_draw(q->base.c, (uint64_t)m, s->u + (size_t)m * (size_t)s->d);
    for (int f = 0; f < s->d; f++)
        s->factor[f] = dt_case_factor(q->base.c, f)->name;
    return DT_OK;
}

/* ---- what decides ---- */

/* Adds a question about y; members without a finite y are left out. */
static dt_status ask(struct cli *cli, struct inquiry *q, const struct sample *s, const char *title, double *y)
{
    dt_question *made = &q->question[q->n_question];
    double *x = malloc((size_t)s->n * (size_t)s->d * sizeof *x);
    int n = 0;
    if (!x) return no_memory(cli);
    for (int m = 0; m < s->n; m++) {
        if (!isfinite(y[m])) continue;
        memcpy(x + (size_t)n * (size_t)s->d, s->u + (size_t)m * (size_t)s->d, (size_t)s->d * sizeof *x);
        y[n++] = y[m];
    }
    snprintf(made->title, sizeof made->title, "%s", title);
    dt_status status = dt_question_measure(&(dt_samples){x, y, n, s->d}, s->factor, made);
    free(x);
    q->n_question++;
    if (status == DT_NO_SOLUTION) return DT_OK; /* it does not vary: no bars */
    return status == DT_INPUT
        ? cli_fail(cli, DT_E_CLAIM_MEMBERS, "--members", NULL, "at least 160 members that did not fail")
        : status;
}

static int compare_numbers(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void describe_range(dt_question *question, const double *y, int n, const char *words)
{
    double *sorted = malloc((size_t)n * sizeof *sorted);
    int kept = 0;
    for (int i = 0; sorted && i < n; i++)
        if (isfinite(y[i])) sorted[kept++] = y[i];
    if (sorted && kept > 0) {
        qsort(sorted, (size_t)kept, sizeof *sorted, compare_numbers);
        snprintf(question->text, sizeof question->text, "%s: median %.3g, 80%% of members %.3g to %.3g.",
                 words, dt_quantile(sorted, kept, 0.5, 7), dt_quantile(sorted, kept, 0.1, 7),
                 dt_quantile(sorted, kept, 0.9, 7));
    }
    free(sorted);
}

/* The state that leads most often at the end, and the share of members in which it does. */
static int usual_leader(const struct inquiry *q, const float *leader, double *share)
{
    int best = 0, most = 0, n_state = dt_case_state_count(q->base.c);
    for (int s = 0; s < n_state; s++) {
        int count = 0;
        for (int m = 0; m < q->sample.n; m++)
            count += isfinite(leader[m]) && (int)leader[m] == s;
        if (count > most) best = s;
        if (count > most) most = count;
    }
    *share = (double)most / q->sample.n;
    return best;
}

static dt_status ask_leader(struct cli *cli, struct inquiry *q, double *y)
{
    char title[DT_QUESTION_NAME];
    const char *name = "leader.0";
    const float *leader = find_outcome(q->sample.summary, "leader.", "", &name);
    double share = 0.0;
    int state = usual_leader(q, leader, &share);
    for (int m = 0; m < q->sample.n; m++)
        y[m] = isfinite(leader[m]) ? (int)leader[m] == state : NAN;
    snprintf(title, sizeof title, "Leader in %s: %s", strchr(name, '.') + 1,
             dt_case_state_name(q->base.c, state));
    snprintf(q->question[q->n_question].text, DT_QUESTION_TEXT,
             "It has the highest capability in %.1f%% of members.", PERCENT * share);
    return ask(cli, q, &q->sample, title, y);
}

/* Capability of the first reported group over the best of the others, at the end. */
static dt_status ask_margin(struct cli *cli, struct inquiry *q, double *y)
{
    char title[DT_QUESTION_NAME], own[DT_QUESTION_NAME];
    const dt_summary *s = q->sample.summary;
    const char *first = dt_case_group_name(q->base.c, 0), *name = "";
    if (dt_case_group_count(q->base.c) < 2) return DT_OK; /* nobody to be ahead of */
    snprintf(own, sizeof own, "capability.%s.", first);
    const float *lead = find_outcome(s, own, "", &name);
    const char *year = strrchr(name, '.');
    for (int m = 0; m < q->sample.n; m++) {
        double best = -INFINITY;
        for (int o = 0; o < dt_summary_outcome_count(s); o++) {
            const char *other = dt_summary_outcome_name(s, o);
            int counts = strncmp(other, "capability.", 11) == 0 && strcmp(strrchr(other, '.'), year) == 0 &&
                dt_summary_outcome(s, o) != lead;
            if (counts) best = fmax(best, (double)dt_summary_outcome(s, o)[m]);
        }
        y[m] = (double)lead[m] - best;
    }
    snprintf(title, sizeof title, "How far %s is ahead in %s", first, year + 1);
    describe_range(&q->question[q->n_question], y, q->sample.n,
                   "Capability over the best other reported group, powers of ten of effective compute");
    return ask(cli, q, &q->sample, title, y);
}

static dt_status ask_outcome(struct cli *cli, struct inquiry *q, const char *begin, const char *title,
                             double *y)
{
    char words[DT_QUESTION_NAME];
    const char *name = "";
    const float *column = find_outcome(q->sample.summary, begin, "", &name);
    for (int m = 0; m < q->sample.n; m++)
        y[m] = (double)column[m];
    snprintf(words, sizeof words, "States, end of %s", strrchr(name, '.') + 1);
    describe_range(&q->question[q->n_question], y, q->sample.n, words);
    return ask(cli, q, &q->sample, title, y);
}

static dt_status ask_stranded(struct cli *cli, struct inquiry *q, double *y)
{
    for (int m = 0; m < q->sample.n; m++)
        y[m] = stranded_of(q->sample.summary, m);
    describe_range(&q->question[q->n_question], y, q->sample.n,
                   "Million H100-equivalents without power in the reported groups, end of 2030");
    return ask(cli, q, &q->sample, "Stranded compute in 2030", y);
}

static dt_status ask_all(struct cli *cli, struct inquiry *q)
{
    double *y = malloc((size_t)q->sample.n * sizeof *y);
    if (!y) return no_memory(cli);
    dt_status status = ask_leader(cli, q, y);
    if (status == DT_OK) status = ask_margin(cli, q, y);
    if (status == DT_OK) status = ask_stranded(cli, q, y);
    if (status == DT_OK) status = ask_outcome(cli, q, "parties.WORLD.", "Signatures: parties to the text", y);
    if (status == DT_OK) status = ask_outcome(cli, q, "survivors.WORLD.", "Survivors: states that stand", y);
    free(y);
    return status;
}

/* ---- games ---- */

/* Whether nobody gains by leaving a profile in a member's own game; NAN if a payoff is missing. */
static double is_equilibrium(const dt_game_result *r, int64_t profile, int64_t member)
{
    int strategy[DT_NORMAL_PLAYERS];
    for (int k = 0; k < r->n_player; k++) {
        dt_normal_profile_strategies(r->mean, profile, strategy);
        double own = dt_game_member(r, profile, k, member);
        if (!isfinite(own)) return NAN;
        for (int s = 0; s < dt_normal_strategies(r->mean, k); s++) {
            strategy[k] = s;
            double other = dt_game_member(r, dt_normal_profile(r->mean, strategy), k, member);
            if (!isfinite(other)) return NAN;
            if (other > own) return 0.0;
        }
    }
    return 1.0;
}

/* The profile in which all cooperate, or in which all do the first thing that is not to cooperate. */
static int64_t profile_of(const dt_game *game, const dt_game_result *r, int is_cooperating)
{
    int strategy[DT_NORMAL_PLAYERS] = {0};
    for (int k = 0; k < r->n_player; k++) {
        int cooperate = dt_game_cooperate(game, k);
        strategy[k] = is_cooperating ? cooperate : cooperate == 0;
    }
    return dt_normal_profile(r->mean, strategy);
}

struct played {
    dt_game *game;
    dt_simulator simulator;
    dt_game_result *result;
    struct sample sample; /* no summary */
    double *y;
    unsigned char *mark;
};

static void clear_played(struct played *p)
{
    dt_game_result_free(p->result);
    dt_simulator_free(&p->simulator);
    dt_game_free(p->game);
    free(p->sample.u);
    free(p->sample.factor);
    free(p->y);
    free(p->mark);
}

static dt_status play(struct cli *cli, struct inquiry *q, const char *file, struct played *p)
{
    char *path = cli_shipped(file);
    int threads = (int)cli_integer(cli, "threads", 0);
    dt_game_options o = dt_game_defaults();
    o.members = o.first = cli_integer(cli, "members", 2000);
    o.threads = threads;
    o.n_effect = 0;
    o.progress = q->is_shown ? cli_progress_show : NULL;
    o.context = &q->progress;
    o.stop = cli_watch_flag(q->watch);
    dt_status status = path ? dt_game_load(path, &p->game, &cli->found)
                            : cli_fail(cli, DT_E_FILE_MISSING, file, NULL, NULL);
    free(path);
    if (status == DT_OK)
        status = dt_simulator_create(q->base.world, q->base.scenario, p->game, threads, &p->simulator,
                                     &cli->found);
    return status == DT_OK ? dt_game_play(p->game, &p->simulator, &o, &p->result, &cli->found) : status;
}

/* Factors of the members that were played, and whether a profile is an equilibrium in each; `without` (-1:
 * none) is one that may not be. */
static dt_status judge_members(struct cli *cli, struct played *p, int64_t profile, int64_t without)
{
    struct sample *s = &p->sample;
    s->n = (int)p->result->members;
    s->d = p->simulator.n_factor;
    s->u = malloc((size_t)s->n * (size_t)s->d * sizeof *s->u);
    s->factor = malloc(((size_t)s->d + 1) * sizeof *s->factor);
    p->y = malloc((size_t)s->n * sizeof *p->y);
    p->mark = calloc((size_t)s->n, 1);
    if (!s->u || !s->factor || !p->y || !p->mark) return no_memory(cli);
    for (int f = 0; f < s->d; f++)
        s->factor[f] = p->simulator.factor(p->simulator.context, f);
    s->n = 0;
    for (int64_t m = 0; m < p->result->members; m++) {
        double y = is_equilibrium(p->result, profile, m);
        if (!isfinite(y)) continue; /* it failed in a profile */
        if (without >= 0 && is_equilibrium(p->result, without, m) > 0.0) y = 0.0;
        p->simulator.draw(p->simulator.context, (uint64_t)m, s->u + (size_t)s->n * (size_t)s->d);
        p->y[s->n] = y;
        p->mark[s->n++] = y > 0.0;
    }
    return DT_OK;
}

static dt_status discover(struct inquiry *q, const struct played *p, const char *title, const char *text)
{
    dt_discovery *made = &q->discovery[q->n_discovery++];
    const struct sample *s = &p->sample;
    snprintf(made->title, sizeof made->title, "%s", title);
    snprintf(made->text, sizeof made->text, "%s", text);
    return dt_discovery_find(&(dt_cases){s->u, p->mark, s->n, s->d}, s->factor, made);
}

/* Classes of the first face with their shares, those above one in a hundred. */
static void describe_classes(const dt_game_result *r, dt_question *question)
{
    size_t end = (size_t)snprintf(question->text, DT_QUESTION_TEXT, "Classes:");
    for (int c = 0; r->n_face > 0 && c < DT_GAME_CLASSES; c++) {
        double share = r->face[0].share[c].mean;
        if (share < 0.01 || end >= DT_QUESTION_TEXT) continue;
        end += (size_t)snprintf(question->text + end, DT_QUESTION_TEXT - end, " %s %.0f%%,",
                                dt_game_class_words(c), PERCENT * share);
    }
    if (end < DT_QUESTION_TEXT)
        snprintf(question->text + end, DT_QUESTION_TEXT - end,
                 " of members. The bars explain whether both race in equilibrium.");
}

static dt_status play_race(struct cli *cli, struct inquiry *q)
{
    struct played p = {.game = NULL};
    dt_status status = play(cli, q, "games/usa-china.yaml", &p);
    if (status == DT_OK)
        status = judge_members(cli, &p, profile_of(p.game, p.result, 0), profile_of(p.game, p.result, 1));
    if (status == DT_OK)
        status = discover(
            q, &p, "Race without end",
            "Game usa-china: both race in equilibrium, and that both restrain their building is none.");
    if (status == DT_OK) describe_classes(p.result, &q->question[q->n_question]);
    if (status == DT_OK) status = ask(cli, q, &p.sample, "Class of the game of the USA and China", p.y);
    clear_played(&p);
    return status;
}

static dt_status play_safety(struct cli *cli, struct inquiry *q)
{
    struct played p = {.game = NULL};
    dt_status status = play(cli, q, "games/usa-china-safety.yaml", &p);
    if (status == DT_OK) status = judge_members(cli, &p, profile_of(p.game, p.result, 1), -1);
    if (status == DT_OK)
        status = discover(q, &p, "Mutual restraint holds",
                          "Game usa-china-safety: that both keep full safety is an equilibrium.");
    clear_played(&p);
    return status;
}

/* ---- policies ---- */

static const struct {
    const char *name, *unit, *begin, *end;
    int is_less;
} aims[AIMS] = {
    {"states that stand", "states", "survivors.WORLD.", "", 0},
    {"parties to the text", "states", "parties.WORLD.", "", 0},
    {"stranded compute", "million H100e", NULL, NULL, 1},
    {"AI power of the world", "GW", "ai_power.WORLD.", "", 0},
};

static dt_status take_policy(struct cli *cli, struct inquiry *q, const dt_summary *s, const char *name)
{
    int n = q->sample.n, policy = q->n_policy++;
    snprintf(q->standings.policy[policy], DT_QUESTION_NAME, "%s", name);
    for (int k = 0; k < AIMS; k++) {
        double *larger = realloc(q->value[k], (size_t)q->n_policy * (size_t)n * sizeof *larger);
        if (!larger) return no_memory(cli);
        q->value[k] = larger;
        const float *column = aims[k].begin ? find_outcome(s, aims[k].begin, aims[k].end, NULL) : NULL;
        if (aims[k].begin && !column) return cli_fail(cli, DT_E_POLICY_OBJECTIVE, name, aims[k].name, NULL);
        for (int m = 0; m < n; m++)
            larger[(size_t)policy * (size_t)n + (size_t)m] = column ? (double)column[m] : stranded_of(s, m);
    }
    return DT_OK;
}

static dt_status run_policy(struct cli *cli, struct inquiry *q, const char *name)
{
    struct cli_setup setup = {.c = NULL};
    dt_summary *summary = NULL;
    dt_status status = cli_setup_scenario(cli, &setup, name);
    if (status == DT_OK) status = cli_setup_case(cli, &setup);
    if (status == DT_OK) status = run_members(cli, q, setup.c, &summary);
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

/* Shipped scenarios that nobody can choose: other worlds, and events. */
static const char *const other_worlds[] = {"attrition-2030", "chips-free", "closed-world", "equal-chips",
                                           "grid-free",      "open-world", "window-closed"};

static int is_choice(const struct cli *cli, const char *name)
{
    for (int k = 0; k < CLI_COUNT(other_worlds); k++)
        if (strcmp(other_worlds[k], name) == 0) return cli_flag(cli, "all");
    return strcmp(name, cli->operand[0]) != 0;
}

/* All shipped scenarios that are choices, but for the one that is asked about. */
static dt_status run_shipped(struct cli *cli, struct inquiry *q)
{
    char *folder = cli_shipped("scenarios");
    struct dirent **entry = NULL;
    int n = folder ? scandir(folder, &entry, is_yaml, alphasort) : 0;
    dt_status status = DT_OK;
    for (int e = 0; e < n; e++) {
        *strrchr(entry[e]->d_name, '.') = '\0';
        int is_new = is_choice(cli, entry[e]->d_name) && q->n_policy < DT_QUESTION_POLICIES;
        if (status == DT_OK && is_new) status = run_policy(cli, q, entry[e]->d_name);
        free(entry[e]);
    }
    free(entry);
    free(folder);
    return status;
}

static dt_status compare_policies(struct cli *cli, struct inquiry *q)
{
    dt_standings *s = &q->standings;
    dt_status status = take_policy(cli, q, q->sample.summary, cli->operand[0]);
    for (int k = 1; k < cli->n_operand && status == DT_OK; k++)
        status = run_policy(cli, q, cli->operand[k]);
    if (status == DT_OK && cli->n_operand == 1) status = run_shipped(cli, q);
    s->n_policy = q->n_policy;
    s->n_aim = AIMS;
    for (int k = 0; k < AIMS; k++) {
        snprintf(s->aim[k].name, sizeof s->aim[k].name, "%s", aims[k].name);
        snprintf(s->aim[k].unit, sizeof s->aim[k].unit, "%s", aims[k].unit);
        s->aim[k].is_less = aims[k].is_less;
    }
    return status == DT_OK ? dt_standings_measure(q->value, q->sample.n, s) : status;
}

/* ---- printing ---- */

static void print_text(const struct inquiry *q)
{
    for (int k = 0; k < q->n_question; k++) {
        const dt_question *a = &q->question[k];
        printf("%s. %s\n", a->title, a->text);
        for (int b = 0; b < a->n_bar && b < 6; b++)
            printf("  %-40s %5.1f%% (%.1f to %.1f)  %s\n", a->bar[b].factor, PERCENT * a->bar[b].share.value,
                   PERCENT * a->bar[b].share.low, PERCENT * a->bar[b].share.high,
                   a->bar[b].correlation < 0.0 ? "less" : "more");
    }
    for (int k = 0; k < q->n_discovery; k++) {
        const dt_discovery *a = &q->discovery[k];
        printf("%s. %s %d of %d members.\n", a->title, a->text, a->n_of_interest, a->n);
        if (!a->prim) continue;
        printf("  box: coverage %.2f, density %.2f; on other members %.2f, %.2f\n", a->coverage, a->density,
               a->tested_coverage, a->tested_density);
        for (int f = 0; f < a->d; f++) {
            double low, high;
            if (dt_discovery_limit(a, f, &low, &high, NULL))
                printf("  %-40s %3.0f%% to %3.0f%% quantile\n", a->factor[f], PERCENT * low, PERCENT * high);
        }
    }
    for (int p = 0; p < q->standings.n_policy; p++) {
        printf("%-28s%s", q->standings.policy[p], q->standings.is_robust[p] ? " robust " : "        ");
        for (int k = 0; k < AIMS; k++)
            printf(" %10.4g (%.3g%s)", q->standings.mean[p][k], q->standings.regret90[p][k],
                   q->standings.is_least[p][k] ? ", least" : "");
        putchar('\n');
    }
}

static void json_questions(struct cli_json *json, const struct inquiry *q)
{
    cli_json_open(json, "questions", '[');
    for (int k = 0; k < q->n_question; k++) {
        cli_json_open(json, NULL, '{');
        cli_json_text(json, "title", q->question[k].title);
        cli_json_text(json, "text", q->question[k].text);
        cli_json_integer(json, "members", q->question[k].n);
        cli_json_open(json, "factors", '[');
        for (int b = 0; b < q->question[k].n_bar; b++) {
            const dt_question_bar *bar = &q->question[k].bar[b];
            cli_json_open(json, NULL, '{');
            cli_json_text(json, "name", bar->factor);
            cli_json_number(json, "share", bar->share.value);
            cli_json_number(json, "low", bar->share.low);
            cli_json_number(json, "high", bar->share.high);
            cli_json_number(json, "rank_correlation", bar->correlation);
            cli_json_close(json, '}');
        }
        cli_json_close(json, ']');
        cli_json_close(json, '}');
    }
    cli_json_close(json, ']');
}

static void json_discoveries(struct cli_json *json, const struct inquiry *q)
{
    cli_json_open(json, "discoveries", '[');
    for (int k = 0; k < q->n_discovery; k++) {
        const dt_discovery *d = &q->discovery[k];
        cli_json_open(json, NULL, '{');
        cli_json_text(json, "title", d->title);
        cli_json_integer(json, "members", d->n);
        cli_json_integer(json, "of_interest", d->n_of_interest);
        if (d->prim) {
            cli_json_number(json, "coverage", d->coverage);
            cli_json_number(json, "density", d->density);
            cli_json_number(json, "tested_coverage", d->tested_coverage);
            cli_json_number(json, "tested_density", d->tested_density);
        }
        cli_json_close(json, '}');
    }
    cli_json_close(json, ']');
}

static void print_json(const struct inquiry *q)
{
    struct cli_json json = cli_json_begin(stdout);
    cli_json_open(&json, NULL, '{');
    cli_json_text(&json, "schema", "detente.questions/1");
    json_questions(&json, q);
    json_discoveries(&json, q);
    cli_json_open(&json, "policies", '[');
    for (int p = 0; p < q->standings.n_policy; p++) {
        cli_json_open(&json, NULL, '{');
        cli_json_text(&json, "name", q->standings.policy[p]);
        cli_json_bool(&json, "is_robust", q->standings.is_robust[p]);
        cli_json_open(&json, "regret_90", '{');
        for (int k = 0; k < AIMS; k++)
            cli_json_number(&json, q->standings.aim[k].name, q->standings.regret90[p][k]);
        cli_json_close(&json, '}');
        cli_json_close(&json, '}');
    }
    cli_json_close(&json, ']');
    cli_json_close(&json, '}');
    cli_json_end(&json);
}

/* ---- the command ---- */

static dt_status write_page(struct cli *cli, const struct inquiry *q)
{
    const char *path = cli_text(cli, "out", NULL);
    if (!path) return DT_OK;
    char *command = cli_command_line(cli);
    if (!command) return no_memory(cli);
    dt_questions_page page = {.scenario = cli->operand[0],
                              .command = command,
                              .version = dt_version(),
                              .n_question = q->n_question,
                              .n_discovery = q->n_discovery,
                              .question = q->question,
                              .discovery = q->discovery,
                              .standings = q->standings.n_policy > 0 ? &q->standings : NULL};
    dt_status status = dt_report_questions(&page, path, &cli->found);
    free(command);
    return status;
}

static dt_status inquire(struct cli *cli, struct inquiry *q)
{
    dt_status status = cli_setup_scenario(cli, &q->base, cli->operand[0]);
    if (status == DT_OK) status = cli_setup_case(cli, &q->base);
    if (status == DT_OK) status = cli_watch_begin(&q->watch);
    if (status == DT_OK) status = run_members(cli, q, q->base.c, &q->sample.summary);
    if (status == DT_OK) status = draw_factors(cli, q);
    if (status == DT_OK) status = ask_all(cli, q);
    if (status == DT_OK && !cli_flag(cli, "no-games")) status = play_race(cli, q);
    if (status == DT_OK && !cli_flag(cli, "no-games")) status = play_safety(cli, q);
    if (status == DT_OK && !cli_flag(cli, "no-policies")) status = compare_policies(cli, q);
    return status == DT_OK ? write_page(cli, q) : status;
}

static dt_status run(struct cli *cli)
{
    struct inquiry *q = calloc(1, sizeof *q);
    if (!q) return no_memory(cli);
    q->progress = cli_progress_begin();
    q->is_shown = !cli->quiet && !cli_flag(cli, "no-progress");
    dt_status status = inquire(cli, q);
    if (q->is_shown) cli_progress_end(&q->progress);
    if (status == DT_OK && cli->json) print_json(q);
    if (status == DT_OK && !cli->json) print_text(q);
    for (int k = 0; k < MOST_DISCOVERIES; k++)
        dt_discovery_clear(&q->discovery[k]);
    for (int k = 0; k < AIMS; k++)
        free(q->value[k]);
    dt_summary_free(q->sample.summary);
    free(q->sample.u);
    free(q->sample.factor);
    cli_watch_end(q->watch);
    cli_setup_clear(&q->base);
    free(q);
    return status;
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
        "regret. --out writes a page.",
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
            {"no-games", 0, CLI_FLAG, NULL, "leave the games out", 0, 0, 0},
            {"no-policies", 0, CLI_FLAG, NULL, "leave the other scenarios out", 0, 0, 0},
            {"out", 'o', CLI_TEXT, "FILE", "HTML file to write", 0, 0, 0},
            CLI_OPTION_NO_PROGRESS,
            CLI_OPTION_END},
    .run = run,
};
