/* Pairs of corners that are equilibria. For each label, the corners of the second side that have it are a row
 * of bits; the partners of a corner of the first side are those in all rows of the labels that it lacks. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/try.h"
#include "normal/corners.h"

#define RESCUE_SECONDS 1.0

#define FINENESS 1e9 /* corners are told apart by shares rounded to 1/FINENESS */

/* Bits of the second side's corners, `words` words for each of n_label labels, and a row of work. */
struct rows {
    int n_label, words;
    uint64_t *bit, *partner;
};

static dt_status rows_init(struct rows *rows, const struct dt_corners *side, int n_label)
{
    rows->n_label = n_label;
    rows->words = (side->labels.count + 63) / 64;
    size_t n = (size_t)rows->words * (size_t)(n_label + 1);
    rows->bit = calloc(n ? n : 1, sizeof *rows->bit);
    if (!rows->bit) return DT_NO_MEMORY;
    rows->partner = rows->bit + (size_t)rows->words * (size_t)n_label;
    for (int k = 0; k < side->labels.count; k++) {
        const uint64_t *set = side->labels.set + (size_t)k * (size_t)side->labels.words;
        for (int label = 0; label < n_label; label++)
            if (set[label / 64] >> label % 64 & 1)
                rows->bit[label * rows->words + k / 64] |= (uint64_t)1 << k % 64;
    }
    return DT_OK;
}

/* Leaves in rows->partner the corners that have every label that `set` lacks; 0 if there are none. */
static int find_partners(const struct rows *rows, const uint64_t *set)
{
    uint64_t any = 1;
    memset(rows->partner, 0xFF, (size_t)rows->words * sizeof *rows->partner);
    for (int label = 0; label < rows->n_label && any; label++) {
        if (set[label / 64] >> label % 64 & 1) continue;
        const uint64_t *row = rows->bit + label * rows->words;
        any = 0;
        for (int w = 0; w < rows->words; w++)
            any |= rows->partner[w] &= row[w];
    }
    return any != 0;
}

dt_status dt_corners_offer(const struct dt_corner *first, const struct dt_corner *second,
                           const struct dt_search *search, int is_new)
{
    dt_text text;
    double *mixed = malloc((size_t)search->game->n_total * sizeof *mixed);
    if (!mixed) return DT_NO_MEMORY;
    dt_text_init(&text);
    dt_corner_shares(first, mixed);
    dt_corner_shares(second, mixed + first->n);
    if (first->width) {
        dt_corner_text(first, &text);
        dt_corner_text(second, &text);
    }
    dt_status status = dt_text_status(&text);
    if (status == DT_OK && text.length) text.data[text.length - 1] = '\0';
    if (status == DT_OK && is_new && first->width)
        status = dt_equilibria_append(search->list, search->game, mixed, text.data);
    else if (status == DT_OK)
        status = dt_search_offer(search, mixed, text.data);
    dt_text_clear(&text);
    free(mixed);
    return status;
}

/* Whether as many equilibria were found as are wanted. */
static int is_full(const struct dt_search *search)
{
    if (search->options->most == 0 || search->list->count < search->options->most) return 0;
    search->list->is_limit_reached = 1;
    return 1;
}

dt_status dt_corners_match(const struct dt_corners side[2], const struct dt_search *search)
{
    struct rows rows;
    DT_TRY(rows_init(&rows, &side[1], search->game->n_total));
    dt_status status = DT_OK;
    for (int k = 0; k < side[0].labels.count && status == DT_OK && !is_full(search); k++) {
        if (!find_partners(&rows, side[0].labels.set + (size_t)k * (size_t)side[0].labels.words)) continue;
        struct dt_corner first = dt_corners_at(&side[0], k);
        for (int other = 0; other < side[1].labels.count && status == DT_OK && !is_full(search); other++) {
            if (!(rows.partner[other / 64] >> other % 64 & 1)) continue;
            struct dt_corner second = dt_corners_at(&side[1], other);
            status = dt_corners_offer(&first, &second, search, 1);
        }
    }
    free(rows.bit);
    return status;
}

dt_status dt_corners_rescue(const struct dt_search *search)
{
    dt_equilibria *list = search->list;
    dt_solve_options options = *search->options;
    if (list->count > 0 || !list->is_limit_reached) return DT_OK;
    options.time_limit = RESCUE_SECONDS;
    DT_TRY(dt_solve_pure(search->game, &options, list));
    if (list->count == 0) DT_TRY(dt_solve_lemke(search->game, &options, list));
    list->is_limit_reached = 1;
    list->is_complete = 0;
    if (list->count > 0)
        dt_equilibria_note(list,
                           "The limit was reached before any corners met: these are what pure profiles, or "
                           "else Lemke-Howson paths, gave in a moment.");
    return DT_OK;
}

dt_status dt_corners_number(const dt_normal *game, const dt_equilibria *list, int side, int *number, int *n)
{
    struct dt_label_sets sets;
    int offset = game->offset[side], n_own = game->strategies[side], index;
    uint64_t *rounded = malloc((size_t)n_own * sizeof *rounded);
    if (!rounded) return DT_NO_MEMORY;
    dt_label_sets_init(&sets, 64 * n_own);
    dt_status status = DT_OK;
    for (int k = 0; k < list->count && status == DT_OK; k++) {
        for (int s = 0; s < n_own; s++)
            rounded[s] = (uint64_t)llround(list->item[k].mixed[offset + s] * FINENESS);
        status = dt_label_sets_add(&sets, rounded, &index);
        if (number) number[k] = index >= 0 ? index : dt_label_sets_find(&sets, rounded);
    }
    *n = sets.count;
    dt_label_sets_clear(&sets);
    free(rounded);
    return status;
}

/* Whether no two equilibria of a list are ends of a continuum: none has a corner of another. */
static dt_status are_isolated(const dt_normal *game, const dt_equilibria *list, int *out)
{
    int n[2] = {0, 0};
    for (int side = 0; side < 2; side++)
        DT_TRY(dt_corners_number(game, list, side, NULL, &n[side]));
    *out = n[0] == list->count && n[1] == list->count;
    return DT_OK;
}

dt_status dt_corners_conclude(const struct dt_corners side[2], const struct dt_search *search)
{
    dt_equilibria *list = search->list;
    int is_isolated = 0;
    DT_TRY(are_isolated(search->game, list, &is_isolated));
    list->is_complete = !list->is_limit_reached;
    list->is_degenerate = side[0].is_degenerate || side[1].is_degenerate;
    if (list->is_degenerate && is_isolated)
        dt_equilibria_note(list, "The game is degenerate, but every equilibrium listed is isolated.");
    else if (list->is_degenerate)
        dt_equilibria_note(list,
                           "The game is degenerate: extreme equilibria are listed, and there are "
                           "continua of equilibria between some of them.");
    else if (list->is_complete && list->count % 2 == 0) {
        list->is_complete = 0;
        dt_equilibria_note(list,
                           "An even number of equilibria in a game that is not degenerate: some may be "
                           "missing; solve in exact arithmetic.");
    }
    return DT_OK;
}
