/* Questions about the shipped games of the USA and China: what decides their class, and in which cases
 * restraint holds and the race does not end. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cli/questions.h"

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
    struct cli_sample sample; /* no summary */
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

static dt_status play(struct cli *cli, struct cli_inquiry *q, const char *file, struct played *p)
{
    char *path = cli_shipped(file);
    int threads = (int)cli_integer(cli, "threads", 0);
    dt_game_options o = dt_game_defaults();
    o.members = o.first = cli_integer(cli, "members", 2000);
    o.threads = threads;
    o.n_effect = cli_flag(cli, "no-totals") ? 0 : (int)cli_questions_pairs(cli);
    o.progress = cli_questions_progress;
    o.context = q;
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
    struct cli_sample *s = &p->sample;
    s->n = (int)p->result->members;
    s->d = p->simulator.n_factor;
    s->u = malloc((size_t)s->n * (size_t)s->d * sizeof *s->u);
    s->factor = malloc(((size_t)s->d + 1) * sizeof *s->factor);
    p->y = malloc((size_t)s->n * sizeof *p->y);
    p->mark = calloc((size_t)s->n, 1);
    if (!s->u || !s->factor || !p->y || !p->mark) return cli_no_memory(cli);
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

static dt_status discover(struct cli_inquiry *q, const struct played *p, const char *title, const char *text)
{
    dt_discovery *made = &q->discovery[q->n_discovery++];
    const struct cli_sample *s = &p->sample;
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
                                dt_game_class_words(c), CLI_PERCENT * share);
    }
    if (end < DT_QUESTION_TEXT)
        snprintf(question->text + end, DT_QUESTION_TEXT - end,
                 " of members. The bars explain whether both race in equilibrium.");
}

/* Total indices of the leading class, which the game has measured itself. */
static void take_totals(const dt_game_result *r, dt_question *question)
{
    size_t end = strlen(question->text);
    for (int b = 0; b < question->n_bar; b++)
        for (int f = 0; f < r->n_factor; f++)
            if (strcmp(r->factor[f].name, question->bar[b].factor) == 0)
                question->bar[b].total = (dt_interval){r->factor[f].total.mean, r->factor[f].total.low,
                                                       r->factor[f].total.high};
    for (int f = 0; f < r->n_factor; f++)
        if (strcmp(r->factor[f].name, "chance") == 0)
            question->chance = (dt_interval){r->factor[f].total.mean, r->factor[f].total.low,
                                             r->factor[f].total.high};
    if (r->n_factor > 0 && end < DT_QUESTION_TEXT)
        snprintf(question->text + end, DT_QUESTION_TEXT - end, " Total effects are of: %s, or not.",
                 dt_game_class_words(r->class_explained));
}

static dt_status play_race(struct cli *cli, struct cli_inquiry *q)
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
    if (status == DT_OK)
        status = cli_questions_add(cli, q, &p.sample, "Class of the game of the USA and China", p.y);
    if (status == DT_OK) take_totals(p.result, &q->question[q->n_question - 1]);
    clear_played(&p);
    return status;
}

static dt_status play_safety(struct cli *cli, struct cli_inquiry *q)
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

dt_status cli_questions_play(struct cli *cli, struct cli_inquiry *q)
{
    cli_questions_stage(q, 4 * cli_integer(cli, "members", 2000));
    dt_status status = play_race(cli, q);
    if (status != DT_OK) return status;
    cli_questions_stage(q, 4 * cli_integer(cli, "members", 2000));
    return play_safety(cli, q);
}
