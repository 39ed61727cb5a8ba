/* Game files: the table of formats, chosen by the ending of the name. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/try.h"
#include "io/file.h"
#include "io/number.h"
#include "normal/exact.h"
#include "normal/formats.h"

enum { MOST_BYTES = 1 << 28 };

struct format {
    const char *ending;
    dt_status (*read)(const struct dt_game_text *in, dt_normal **out);
    void (*write)(const dt_normal *game, dt_text *out);
};

static const struct format formats[] = {
    {".nfg", dt_nfg_read, dt_nfg_write},
    {".json", dt_json_game_read, dt_json_game_write},
    {".csv", dt_csv_game_read, dt_csv_game_write},
    {".agg", dt_agg_read, NULL},
};

enum { N_FORMAT = sizeof formats / sizeof formats[0] };

static dt_status find_format(const char *name, int is_write, const struct format **out,
                             dt_diagnostics *diagnostics)
{
    const char *ending = strrchr(name, '.');
    for (int k = 0; ending && k < N_FORMAT; k++)
        if (strcasecmp(ending, formats[k].ending) == 0 && (!is_write || formats[k].write)) {
            *out = &formats[k];
            return DT_OK;
        }
    dt_diagnostic finding = {.code = DT_E_GAME_FORMAT};
    snprintf(finding.file, sizeof finding.file, "%s", name);
    snprintf(finding.found, sizeof finding.found, "%s", ending ? ending : "a name without ending");
    snprintf(finding.expected, sizeof finding.expected, "%s",
             is_write ? ".nfg, .json or .csv" : ".nfg, .json, .csv or .agg");
    return dt_diagnose(diagnostics, &finding);
}

dt_status dt_normal_parse(const char *text, size_t length, const char *name, dt_normal **out,
                          dt_diagnostics *diagnostics)
{
    const struct format *format = NULL;
    struct dt_game_text in = {.text = text, .length = length, .name = name, .diagnostics = diagnostics};
    DT_TRY(find_format(name, 0, &format, diagnostics));
    return format->read(&in, out);
}

dt_status dt_normal_load(const char *path, dt_normal **out, dt_diagnostics *diagnostics)
{
    const struct format *format = NULL;
    char *text = NULL;
    size_t length = 0;
    DT_TRY(find_format(path, 0, &format, diagnostics));
    DT_TRY(dt_file_read(path, MOST_BYTES, &text, &length, diagnostics));
    dt_status status = dt_normal_parse(text, length, path, out, diagnostics);
    free(text);
    return status;
}

dt_status dt_normal_print(const dt_normal *game, const char *name, char **text)
{
    const struct format *format = NULL;
    dt_text out;
    DT_TRY(find_format(name, 1, &format, NULL));
    dt_text_init(&out);
    format->write(game, &out);
    dt_status status = dt_text_take(&out, text);
    if (status != DT_OK) dt_text_clear(&out);
    return status;
}

dt_status dt_normal_save(const dt_normal *game, const char *path, dt_diagnostics *diagnostics)
{
    const struct format *format = NULL;
    char *text = NULL;
    DT_TRY(find_format(path, 1, &format, diagnostics));
    DT_TRY(dt_normal_print(game, path, &text));
    dt_status status = dt_file_write(path, text, strlen(text), diagnostics);
    free(text);
    return status;
}

dt_status dt_shape_check(const struct dt_game_text *in, const struct dt_token *place, int n_player,
                         const int *strategies, int64_t most)
{
    double size = dt_normal_size(n_player, strategies);
    if (size <= (double)most) return DT_OK;
    dt_diagnostic finding = {.code = DT_E_GAME_SIZE};
    if (place) {
        finding.line = place->line;
        finding.column = dt_token_column(place);
    }
    snprintf(finding.file, sizeof finding.file, "%s", in->name);
    snprintf(finding.found, sizeof finding.found, "%.3g profiles of %d players: %.3g GB of payoffs",
             size / n_player, n_player, size * (double)sizeof(double) / 1e9);
    snprintf(finding.expected, sizeof finding.expected, "at most %.3g payoffs", (double)most);
    snprintf(finding.suggestion, sizeof finding.suggestion,
             "drop strategies or join players; many players alike make a symmetric game, which is small");
    return dt_diagnose(in->diagnostics, &finding);
}

void dt_payoff_text(const dt_normal *game, int64_t profile, int player, dt_text *out)
{
    char text[DT_NUMBER_TEXT];
    double value = dt_normal_payoff(game, profile, player);
    mpq_t exact, read;
    mpq_inits(exact, read, NULL);
    dt_normal_exact_payoff(game, profile, player, exact);
    dt_number_format(value, text);
    /* The short decimal where it says the same, else the fraction. */
    if (dt_exact_parse(text, strlen(text), read) == DT_OK && mpq_equal(read, exact))
        dt_text_append(out, text);
    else
        dt_exact_append(out, exact);
    mpq_clears(exact, read, NULL);
}
