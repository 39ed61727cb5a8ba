/* Fuzz target of the readers of games: the first byte says which format the others are. Any bytes give a game
 * or findings. A game that was read must be whole, and what is written from it must read back as the same. */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "detente/detente.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { N_FORMAT = 4, MOST_WRITTEN = 4096 };

static const char *const names[N_FORMAT] = {"fuzz.nfg", "fuzz.json", "fuzz.csv", "fuzz.agg"};

static void require(int condition)
{
    if (!condition) abort();
}

static int64_t payoffs(const dt_normal *game)
{
    return dt_normal_profiles(game) * dt_normal_players(game);
}

/* Writes the game in a format and reads it again: the same doubles. Names are not compared: CSV has none that
 * are empty. */
static void check_round_trip(const dt_normal *game, const char *name)
{
    char *text = NULL;
    dt_normal *again = NULL;
    if (dt_normal_print(game, name, &text) != DT_OK) return;
    if (dt_normal_parse(text, strlen(text), name, &again, NULL) == DT_OK) {
        require(payoffs(again) == payoffs(game));
        require(memcmp(dt_normal_table(again), dt_normal_table(game),
                       (size_t)payoffs(game) * sizeof(double)) == 0);
    } else {
        require(strcmp(name, "fuzz.nfg") != 0);
    }
    dt_normal_free(again);
    dt_free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    dt_normal *game = NULL;
    dt_diagnostics found;
    if (size < 1) return 0;
    dt_diagnostics_init(&found);
    dt_status status = dt_normal_parse((const char *)data + 1, size - 1, names[data[0] % N_FORMAT], &game,
                                       &found);
    require((status == DT_OK) == (game != NULL));
    require(status == DT_OK || status == DT_NO_MEMORY || found.n_error > 0);
    if (!game) return 0;
    for (int64_t k = 0; k < payoffs(game); k++)
        require(isfinite(dt_normal_table(game)[k]));
    for (int k = 0; k < N_FORMAT - 1 && payoffs(game) <= MOST_WRITTEN; k++)
        check_round_trip(game, names[k]);
    dt_normal_free(game);
    return 0;
}
