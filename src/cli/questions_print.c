/* Answers of `detente questions` as text and as JSON. */
#include <math.h>

#include "cli/questions.h"

static void print_total(const dt_interval *t)
{
    if (isfinite(t->value))
        printf("  total %5.1f%% (%.1f to %.1f)", CLI_PERCENT * t->value, CLI_PERCENT * t->low,
               CLI_PERCENT * t->high);
}

static void print_remainder(const char *name, const dt_interval *t)
{
    if (!isfinite(t->value)) return;
    printf("  %-40s %28s", name, "");
    print_total(t);
    putchar('\n');
}

static void print_text(const struct cli_inquiry *q)
{
    for (int k = 0; k < q->n_question; k++) {
        const dt_question *a = &q->question[k];
        printf("%s. %s\n", a->title, a->text);
        for (int b = 0; b < a->n_bar && b < 6; b++) {
            const dt_question_bar *bar = &a->bar[b];
            printf("  %-40s %5.1f%% (%4.1f to %4.1f)  %s", bar->factor, CLI_PERCENT * bar->share.value,
                   CLI_PERCENT * bar->share.low, CLI_PERCENT * bar->share.high,
                   bar->correlation < 0.0 ? "less" : "more");
            print_total(&bar->total);
            putchar('\n');
        }
        print_remainder("all factors that were not chosen", &a->rest);
        print_remainder("shocks of each member", &a->chance);
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
                printf("  %-40s %3.0f%% to %3.0f%% quantile\n", a->factor[f], CLI_PERCENT * low,
                       CLI_PERCENT * high);
        }
    }
    for (int p = 0; p < q->standings.n_policy; p++) {
        printf("%-28s%s", q->standings.policy[p], q->standings.is_robust[p] ? " robust " : "        ");
        for (int k = 0; k < CLI_AIMS; k++)
            printf(" %10.4g (%.3g%s)", q->standings.mean[p][k], q->standings.regret90[p][k],
                   q->standings.is_least[p][k] ? ", least" : "");
        putchar('\n');
    }
}

static void json_total(struct cli_json *json, const char *key, const dt_interval *t)
{
    if (!isfinite(t->value)) return;
    cli_json_open(json, key, '{');
    cli_json_number(json, "value", t->value);
    cli_json_number(json, "low", t->low);
    cli_json_number(json, "high", t->high);
    cli_json_close(json, '}');
}

static void json_questions(struct cli_json *json, const struct cli_inquiry *q)
{
    cli_json_open(json, "questions", '[');
    for (int k = 0; k < q->n_question; k++) {
        cli_json_open(json, NULL, '{');
        cli_json_text(json, "title", q->question[k].title);
        cli_json_text(json, "text", q->question[k].text);
        cli_json_integer(json, "members", q->question[k].n);
        cli_json_number(json, "effective", q->question[k].effective);
        cli_json_integer(json, "pairs", q->question[k].n_pair);
        cli_json_open(json, "factors", '[');
        for (int b = 0; b < q->question[k].n_bar; b++) {
            const dt_question_bar *bar = &q->question[k].bar[b];
            cli_json_open(json, NULL, '{');
            cli_json_text(json, "name", bar->factor);
            cli_json_number(json, "share", bar->share.value);
            cli_json_number(json, "low", bar->share.low);
            cli_json_number(json, "high", bar->share.high);
            json_total(json, "total", &bar->total);
            cli_json_number(json, "rank_correlation", bar->correlation);
            cli_json_close(json, '}');
        }
        cli_json_close(json, ']');
        json_total(json, "other_factors", &q->question[k].rest);
        json_total(json, "shocks", &q->question[k].chance);
        cli_json_close(json, '}');
    }
    cli_json_close(json, ']');
}

static void json_discoveries(struct cli_json *json, const struct cli_inquiry *q)
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

static void print_json(const struct cli_inquiry *q)
{
    struct cli_json json = cli_json_begin(stdout);
    cli_json_open(&json, NULL, '{');
    cli_json_text(&json, "schema", "detente.questions/1");
    cli_json_bool(&json, "is_complete", !q->missing);
    if (q->missing) cli_json_text(&json, "missing", q->missing);
    if (q->effective > 0.0) cli_json_number(&json, "effective", q->effective);
    json_questions(&json, q);
    json_discoveries(&json, q);
    cli_json_open(&json, "policies", '[');
    for (int p = 0; p < q->standings.n_policy; p++) {
        cli_json_open(&json, NULL, '{');
        cli_json_text(&json, "name", q->standings.policy[p]);
        cli_json_bool(&json, "is_robust", q->standings.is_robust[p]);
        cli_json_open(&json, "regret_90", '{');
        for (int k = 0; k < CLI_AIMS; k++)
            cli_json_number(&json, q->standings.aim[k].name, q->standings.regret90[p][k]);
        cli_json_close(&json, '}');
        cli_json_close(&json, '}');
    }
    cli_json_close(&json, ']');
    cli_json_close(&json, '}');
    cli_json_end(&json);
}

void cli_questions_print(const struct cli *cli, const struct cli_inquiry *q)
{
    if (cli->json)
        print_json(q);
    else
        print_text(q);
}
