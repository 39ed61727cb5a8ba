/* Games as CSV: one row for each pure profile. A column "payoff NAME" holds the payoff of player NAME; every
 * other column is a player of that name and holds its strategies, which are numbered as they first appear. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/try.h"
#include "io/csv.h"
#include "normal/exact.h"
#include "normal/formats.h"

static const char prefix[] = "payoff ";

struct table {
    const struct dt_game_text *in;
    dt_csv *csv;
    int n_player;
    int column[DT_NORMAL_PLAYERS], payoff[DT_NORMAL_PLAYERS]; /* columns of strategies and of payoffs */
    int strategies[DT_NORMAL_PLAYERS];
    int *first[DT_NORMAL_PLAYERS]; /* by strategy: the row where it first appears */
    int *strategy;                 /* [row * n_player + player] */
    unsigned char *is_given;       /* by profile */
    dt_normal *game;
};

static void clear(struct table *t)
{
    for (int i = 0; i < t->n_player; i++)
        free(t->first[i]);
    free(t->strategy);
    free(t->is_given);
    dt_normal_free(t->game);
    dt_csv_free(t->csv);
}

static dt_status fault(const struct table *t, int row, int column, dt_error_code code, const char *expected)
{
    dt_diagnostic finding = {.code = code};
    snprintf(finding.expected, sizeof finding.expected, "%s", expected);
    return dt_csv_fault(t->csv, row, column, &finding, t->in->diagnostics);
}

static dt_status find_columns(struct table *t)
{
    size_t skip = strlen(prefix);
    int n_payoff = 0;
    for (int c = 0; c < dt_csv_column_count(t->csv); c++) {
        const char *name = dt_csv_text(t->csv, DT_CSV_HEADER, c);
        n_payoff += strncmp(name, prefix, skip) == 0;
        if (strncmp(name, prefix, skip) == 0) continue;
        if (t->n_player == DT_NORMAL_PLAYERS)
            return fault(t, DT_CSV_HEADER, c, DT_E_GAME_SHAPE, "at most 64 players");
        t->column[t->n_player++] = c;
    }
    for (int i = 0; i < t->n_player; i++) {
        char name[256];
        snprintf(name, sizeof name, "%s%s", prefix, dt_csv_text(t->csv, DT_CSV_HEADER, t->column[i]));
        t->payoff[i] = dt_csv_column(t->csv, name);
        if (t->payoff[i] < 0) return fault(t, DT_CSV_HEADER, t->column[i], DT_E_GAME_SHAPE, name);
    }
    if (t->n_player == 0 || n_payoff != t->n_player)
        return fault(t, DT_CSV_HEADER, 0, DT_E_GAME_SHAPE, "a column \"payoff NAME\" for each column NAME");
    return DT_OK;
}

/* Number of a strategy by its name; a new one is added. */
static int number_of(struct table *t, int player, int row)
{
    const char *name = dt_csv_text(t->csv, row, t->column[player]);
    for (int s = 0; s < t->strategies[player]; s++)
        if (strcmp(name, dt_csv_text(t->csv, t->first[player][s], t->column[player])) == 0) return s;
    t->first[player][t->strategies[player]] = row;
    return t->strategies[player]++;
}

static dt_status find_strategies(struct table *t)
{
    int n_row = dt_csv_row_count(t->csv);
    if (n_row == 0) return fault(t, DT_CSV_HEADER, 0, DT_E_GAME_MISSING, "a row for every profile");
    t->strategy = malloc((size_t)n_row * (size_t)t->n_player * sizeof *t->strategy);
    if (!t->strategy) return DT_NO_MEMORY;
    for (int i = 0; i < t->n_player; i++) {
        t->first[i] = malloc((size_t)n_row * sizeof *t->first[i]);
        if (!t->first[i]) return DT_NO_MEMORY;
        for (int row = 0; row < n_row; row++)
            t->strategy[row * t->n_player + i] = number_of(t, i, row);
    }
    DT_TRY(dt_shape_check(t->in, NULL, t->n_player, t->strategies, DT_NORMAL_MOST_PAYOFFS));
    double profiles = dt_normal_size(t->n_player, t->strategies) / t->n_player;
    if (profiles <= n_row) return DT_OK;
    char expected[96];
    snprintf(expected, sizeof expected, "%.0f rows, one for every profile; there are %d", profiles, n_row);
    return fault(t, n_row - 1, 0, DT_E_GAME_MISSING, expected);
}

static dt_status read_row(struct table *t, int row, mpq_t value)
{
    int64_t profile = dt_normal_profile(t->game, t->strategy + row * t->n_player);
    if (t->is_given[profile]++) return fault(t, row, t->column[0], DT_E_GAME_DUPLICATE, "another profile");
    for (int i = 0; i < t->n_player; i++) {
        const char *text = dt_csv_text(t->csv, row, t->payoff[i]);
        if (dt_exact_parse(text, strlen(text), value) != DT_OK)
            return fault(t, row, t->payoff[i], DT_E_GAME_PAYOFF, "a decimal or a fraction");
        DT_TRY(dt_normal_set_exact(t->game, profile, i, value));
    }
    return DT_OK;
}

static dt_status read_rows(struct table *t, mpq_t value)
{
    DT_TRY(dt_normal_create(t->n_player, t->strategies, &t->game));
    t->is_given = calloc((size_t)t->game->n_profile, 1);
    if (!t->is_given) return DT_NO_MEMORY;
    for (int i = 0; i < t->n_player; i++) {
        dt_normal_set_player_name(t->game, i, dt_csv_text(t->csv, DT_CSV_HEADER, t->column[i]));
        for (int s = 0; s < t->strategies[i]; s++)
            dt_normal_set_strategy_name(t->game, i, s, dt_csv_text(t->csv, t->first[i][s], t->column[i]));
    }
    for (int row = 0; row < dt_csv_row_count(t->csv); row++)
        DT_TRY(read_row(t, row, value));
    return DT_OK;
}

dt_status dt_csv_game_read(const struct dt_game_text *in, dt_normal **out)
{
    struct table t = {.in = in};
    mpq_t value;
    DT_TRY(dt_csv_parse(in->text, in->length, in->name, &t.csv, in->diagnostics));
    mpq_init(value);
    dt_status status = find_columns(&t);
    if (status == DT_OK) status = find_strategies(&t);
    if (status == DT_OK) status = read_rows(&t, value);
    if (status == DT_OK) {
        *out = t.game;
        t.game = NULL;
    }
    mpq_clear(value);
    clear(&t);
    return status;
}

/* A field in quotes where it needs them. */
static void write_field(dt_text *out, const char *before, const char *text)
{
    if (!strpbrk(text, ",\"\r\n") && text[0] != '#') {
        dt_text_printf(out, "%s%s", before, text);
        return;
    }
    dt_text_printf(out, "\"%s", before);
    for (; *text; text++)
        dt_text_append(out, *text == '"' ? "\"\"" : (char[]){*text, '\0'});
    dt_text_append(out, "\"");
}

/* A name, or one made from its number where it is empty. */
static void write_name(dt_text *out, const char *before, const char *name, const char *kind, int number)
{
    char made[32];
    snprintf(made, sizeof made, "%s %d", kind, number + 1);
    write_field(out, before, *name ? name : made);
}

void dt_csv_game_write(const dt_normal *game, dt_text *out)
{
    int strategy[DT_NORMAL_PLAYERS];
    for (int i = 0; i < game->n_player; i++) {
        write_name(out, "", dt_normal_player_name(game, i), "player", i);
        dt_text_append(out, ",");
    }
    for (int i = 0; i < game->n_player; i++) {
        write_name(out, prefix, dt_normal_player_name(game, i), "player", i);
        dt_text_append(out, i + 1 < game->n_player ? "," : "\n");
    }
    for (int64_t s = 0; s < game->n_profile; s++) {
        dt_normal_profile_strategies(game, s, strategy);
        for (int i = 0; i < game->n_player; i++) {
            write_name(out, "", dt_normal_strategy_name(game, i, strategy[i]), "strategy", strategy[i]);
            dt_text_append(out, ",");
        }
        for (int i = 0; i < game->n_player; i++) {
            dt_payoff_text(game, s, i, out);
            dt_text_append(out, i + 1 < game->n_player ? "," : "\n");
        }
    }
}
