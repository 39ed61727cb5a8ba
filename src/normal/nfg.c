/* Gambit's .nfg: a header with title, players and strategies, then either all payoffs, first player's
 * strategy fastest, or a list of outcomes and the number of the outcome at each profile. */
#include <stdio.h>
#include <stdlib.h>

#include "core/try.h"
#include "normal/exact.h"
#include "normal/formats.h"

/* What is known while a file is read. */
struct nfg {
    const struct dt_game_text *in;
    struct dt_scan scan;
    struct dt_token shape; /* where strategies stand */
    char title[DT_NORMAL_NAME];
    int n_player;
    char player[DT_NORMAL_PLAYERS][DT_NORMAL_NAME];
    int strategies[DT_NORMAL_PLAYERS];
    struct dt_scan names; /* the scan as it stood before the names of strategies; at the end if none */
    int has_names;
    dt_normal *game;
};

/* NFG 1 R "title" */
static dt_status read_head(struct nfg *nfg)
{
    struct dt_scan *scan = &nfg->scan;
    struct dt_token token;
    long version = 0;
    if (!dt_scan_is_word(scan, "NFG"))
        return dt_scan_fault(scan, &scan->next, DT_E_GAME_SYNTAX, "NFG at the beginning");
    dt_scan_take(scan);
    DT_TRY(dt_scan_integer(scan, 1, 1, "version 1", &version));
    if (!dt_scan_is_word(scan, "R") && !dt_scan_is_word(scan, "D"))
        return dt_scan_fault(scan, &scan->next, DT_E_GAME_SYNTAX, "R or D, the kind of numbers");
    dt_scan_take(scan);
    DT_TRY(dt_scan_expect(scan, DT_TOKEN_STRING, "a title in quotes", &token));
    dt_token_copy(&token, nfg->title, sizeof nfg->title);
    return DT_OK;
}

static dt_status read_players(struct nfg *nfg)
{
    struct dt_scan *scan = &nfg->scan;
    DT_TRY(dt_scan_expect(scan, DT_TOKEN_OPEN, "{ before the names of players", NULL));
    while (scan->next.kind == DT_TOKEN_STRING) {
        if (nfg->n_player == DT_NORMAL_PLAYERS)
            return dt_scan_fault(scan, &scan->next, DT_E_GAME_SHAPE, "at most 64 players");
        struct dt_token token = dt_scan_take(scan);
        dt_token_copy(&token, nfg->player[nfg->n_player++], DT_NORMAL_NAME);
    }
    if (nfg->n_player == 0)
        return dt_scan_fault(scan, &scan->next, DT_E_GAME_SHAPE, "the name of a player in quotes");
    return dt_scan_expect(scan, DT_TOKEN_CLOSE, "a name in quotes or } behind the players", NULL);
}

/* { 2 3 } */
static dt_status read_counts(struct nfg *nfg)
{
    for (int i = 0; i < nfg->n_player; i++) {
        long n = 0;
        DT_TRY(dt_scan_integer(&nfg->scan, 1, 1000000000, "a number of strategies for each player", &n));
        nfg->strategies[i] = (int)n;
    }
    return DT_OK;
}

/* { { "a" "b" } { "c" "d" "e" } } */
static dt_status read_names(struct nfg *nfg)
{
    struct dt_scan *scan = &nfg->scan;
    for (int i = 0; i < nfg->n_player; i++) {
        DT_TRY(dt_scan_expect(scan, DT_TOKEN_OPEN, "{ before the strategies of each player", NULL));
        while (scan->next.kind == DT_TOKEN_STRING) {
            dt_scan_take(scan);
            nfg->strategies[i]++;
        }
        if (nfg->strategies[i] == 0)
            return dt_scan_fault(scan, &scan->next, DT_E_GAME_SHAPE, "the name of a strategy in quotes");
        DT_TRY(dt_scan_expect(scan, DT_TOKEN_CLOSE, "} behind the strategies of a player", NULL));
    }
    return DT_OK;
}

static dt_status read_strategies(struct nfg *nfg)
{
    struct dt_scan *scan = &nfg->scan;
    nfg->shape = scan->next;
    DT_TRY(dt_scan_expect(scan, DT_TOKEN_OPEN, "{ before the strategies", NULL));
    nfg->has_names = scan->next.kind == DT_TOKEN_OPEN;
    nfg->names = *scan;
    DT_TRY(nfg->has_names ? read_names(nfg) : read_counts(nfg));
    DT_TRY(dt_scan_expect(scan, DT_TOKEN_CLOSE, "} behind the strategies of all players", NULL));
    if (scan->next.kind == DT_TOKEN_STRING) dt_scan_take(scan); /* a comment */
    return DT_OK;
}

/* Fails before memory is taken if the rest of the text cannot hold so many numbers. */
static dt_status check_rest(struct nfg *nfg, double needed)
{
    struct dt_scan rest = nfg->scan;
    if ((double)(rest.end - rest.next.text) >= 2.0 * needed - 1.0) return DT_OK;
    double found = 0.0;
    while (rest.next.kind == DT_TOKEN_WORD) {
        dt_scan_take(&rest);
        found++;
    }
    char expected[96];
    snprintf(expected, sizeof expected, "%.0f numbers, one for each profile%s; there are %.0f", needed,
             nfg->scan.next.kind == DT_TOKEN_WORD ? " and player" : "", found);
    return dt_scan_fault(&nfg->scan, &rest.next, DT_E_GAME_RAGGED, expected);
}

static dt_status read_payoff(struct dt_scan *scan, mpq_t value)
{
    const struct dt_token *token = &scan->next;
    if (token->kind == DT_TOKEN_END || token->kind == DT_TOKEN_CLOSE)
        return dt_scan_fault(scan, token, DT_E_GAME_RAGGED, "a payoff for every profile and player");
    if (token->kind != DT_TOKEN_WORD || dt_exact_parse(token->text, token->length, value) != DT_OK)
        return dt_scan_fault(scan, token, DT_E_GAME_PAYOFF, "a decimal or a fraction");
    dt_scan_take(scan);
    return DT_OK;
}

/* All payoffs, one after the other. */
static dt_status read_payoffs(struct nfg *nfg, mpq_t value)
{
    for (int64_t s = 0; s < dt_normal_profiles(nfg->game); s++)
        for (int i = 0; i < nfg->n_player; i++) {
            DT_TRY(read_payoff(&nfg->scan, value));
            DT_TRY(dt_normal_set_exact(nfg->game, s, i, value));
        }
    return DT_OK;
}

/* The list of outcomes: { { "name" 1 2 } ... }. Keeps where the payoffs of each begin. */
static dt_status read_outcomes(struct nfg *nfg, struct dt_scan **outcome, long *n, mpq_t value)
{
    struct dt_scan *scan = &nfg->scan;
    long capacity = 0;
    DT_TRY(dt_scan_expect(scan, DT_TOKEN_OPEN, "{ before the outcomes", NULL));
    while (scan->next.kind == DT_TOKEN_OPEN) {
        if (*n == capacity) {
            capacity = capacity ? 2 * capacity : 64;
            struct dt_scan *place = realloc(*outcome, (size_t)capacity * sizeof *place);
            if (!place) return DT_NO_MEMORY;
            *outcome = place;
        }
        dt_scan_take(scan);
        DT_TRY(dt_scan_expect(scan, DT_TOKEN_STRING, "the name of an outcome in quotes", NULL));
        (*outcome)[(*n)++] = *scan;
        for (int i = 0; i < nfg->n_player; i++)
            DT_TRY(read_payoff(scan, value));
        DT_TRY(dt_scan_expect(scan, DT_TOKEN_CLOSE, "} behind the payoffs of an outcome", NULL));
    }
    return dt_scan_expect(scan, DT_TOKEN_CLOSE, "{ of another outcome or } behind them all", NULL);
}

/* The number of the outcome at each profile. */
static dt_status read_profiles(struct nfg *nfg, const struct dt_scan *outcome, long n, mpq_t value)
{
    for (int64_t s = 0; s < dt_normal_profiles(nfg->game); s++) {
        long number = 0;
        struct dt_token place = nfg->scan.next;
        if (place.kind == DT_TOKEN_END)
            return dt_scan_fault(&nfg->scan, &place, DT_E_GAME_RAGGED, "an outcome for every profile");
        DT_TRY(dt_scan_integer(&nfg->scan, 0, 1000000000, "the number of an outcome", &number));
        if (number > n)
            return dt_scan_fault(&nfg->scan, &place, DT_E_GAME_OUTCOME, "the number of an outcome listed");
        if (number == 0) continue;
        struct dt_scan payoffs = outcome[number - 1];
        for (int i = 0; i < nfg->n_player; i++) {
            DT_TRY(read_payoff(&payoffs, value));
            DT_TRY(dt_normal_set_exact(nfg->game, s, i, value));
        }
    }
    return DT_OK;
}

/* Names of the strategies, read once the game is there to take them. */
static void set_names(struct nfg *nfg)
{
    dt_normal_set_title(nfg->game, nfg->title);
    for (int i = 0; i < nfg->n_player; i++)
        dt_normal_set_player_name(nfg->game, i, nfg->player[i]);
    for (int i = 0; i < nfg->n_player && nfg->has_names; i++) {
        dt_scan_take(&nfg->names);
        for (int s = 0; s < nfg->strategies[i]; s++) {
            char name[DT_NORMAL_NAME];
            struct dt_token token = dt_scan_take(&nfg->names);
            dt_token_copy(&token, name, sizeof name);
            dt_normal_set_strategy_name(nfg->game, i, s, name);
        }
        dt_scan_take(&nfg->names);
    }
}

static dt_status read_body(struct nfg *nfg, struct dt_scan **outcome, mpq_t value)
{
    long n = 0;
    int has_outcomes = nfg->scan.next.kind == DT_TOKEN_OPEN;
    double needed = 1.0;
    for (int i = 0; i < nfg->n_player; i++)
        needed *= nfg->strategies[i];
    if (has_outcomes) DT_TRY(read_outcomes(nfg, outcome, &n, value));
    DT_TRY(check_rest(nfg, has_outcomes ? needed : needed * nfg->n_player));
    DT_TRY(dt_normal_create(nfg->n_player, nfg->strategies, &nfg->game));
    set_names(nfg);
    DT_TRY(has_outcomes ? read_profiles(nfg, *outcome, n, value) : read_payoffs(nfg, value));
    if (nfg->scan.next.kind != DT_TOKEN_END)
        return dt_scan_fault(&nfg->scan, &nfg->scan.next, DT_E_GAME_RAGGED, "the end of the text");
    return DT_OK;
}

static dt_status read_all(struct nfg *nfg, struct dt_scan **outcome, mpq_t value)
{
    DT_TRY(dt_scan_begin(&nfg->scan, nfg->in->text, nfg->in->length));
    DT_TRY(read_head(nfg));
    DT_TRY(read_players(nfg));
    DT_TRY(read_strategies(nfg));
    DT_TRY(dt_shape_check(nfg->in, &nfg->shape, nfg->n_player, nfg->strategies, DT_NORMAL_MOST_PAYOFFS));
    return read_body(nfg, outcome, value);
}

dt_status dt_nfg_read(const struct dt_game_text *in, dt_normal **out)
{
    struct nfg *nfg = calloc(1, sizeof *nfg);
    struct dt_scan *outcome = NULL;
    mpq_t value;
    if (!nfg) return DT_NO_MEMORY;
    nfg->in = in;
    nfg->scan = (struct dt_scan){.file = in->name, .brackets = "{}", .diagnostics = in->diagnostics};
    mpq_init(value);
    dt_status status = read_all(nfg, &outcome, value);
    if (status == DT_OK)
        *out = nfg->game;
    else
        dt_normal_free(nfg->game);
    mpq_clear(value);
    free(outcome);
    free(nfg);
    return status;
}

static void append_quoted(dt_text *out, const char *text)
{
    dt_text_append(out, "\"");
    for (; *text; text++) {
        if (*text == '"' || *text == '\\') dt_text_append(out, "\\");
        dt_text_append_bytes(out, text, 1);
    }
    dt_text_append(out, "\"");
}

void dt_nfg_write(const dt_normal *game, dt_text *out)
{
    dt_text_append(out, "NFG 1 R ");
    append_quoted(out, dt_normal_title(game));
    dt_text_append(out, " {");
    for (int i = 0; i < game->n_player; i++) {
        dt_text_append(out, " ");
        append_quoted(out, dt_normal_player_name(game, i));
    }
    dt_text_append(out, " }\n\n{");
    for (int i = 0; i < game->n_player; i++) {
        dt_text_append(out, " {");
        for (int s = 0; s < game->strategies[i]; s++) {
            dt_text_append(out, " ");
            append_quoted(out, dt_normal_strategy_name(game, i, s));
        }
        dt_text_append(out, " }");
    }
    dt_text_append(out, " }\n\"\"\n\n");
    for (int64_t s = 0; s < game->n_profile; s++)
        for (int i = 0; i < game->n_player; i++) {
            dt_payoff_text(game, s, i, out);
            dt_text_append(out, i + 1 < game->n_player ? " " : "\n");
        }
}
