/* Several boxes, each sought among the cases that those before do not hold. */
#include <stdlib.h>

#include "detente/statistics.h"

static double balance_of(const dt_box *box)
{
    return box->coverage * box->density;
}

int dt_prim_balance(const dt_prim *prim)
{
    int best = 0;
    for (int b = 1; b < dt_prim_count(prim); b++)
        if (balance_of(dt_prim_box(prim, b)) > balance_of(dt_prim_box(prim, best))) best = b;
    return best;
}

static void take_cases(const dt_cases *cases, const dt_box *box, const unsigned char *categorical,
                       unsigned char *taken)
{
    for (int i = 0; i < cases->n; i++)
        taken[i] |= (unsigned char)dt_box_holds(box, cases->x + (size_t)i * (size_t)cases->d, cases->d,
                                                categorical);
}

dt_status dt_prim_find_boxes(const dt_cases *cases, const dt_prim_options *options, int most, int step,
                             dt_prim_boxes *out)
{
    dt_prim_boxes found = {.n = 0};
    unsigned char *taken = calloc((size_t)cases->n + 1, 1);
    dt_status status = taken ? DT_OK : DT_NO_MEMORY;
    while (status == DT_OK && found.n < most && found.n < DT_PRIM_BOXES) {
        dt_prim *prim = NULL;
        status = dt_prim_find(cases, taken, options, &prim);
        if (status != DT_OK) break;
        int chosen = step >= 0 && step < dt_prim_count(prim) ? step : dt_prim_balance(prim);
        take_cases(cases, dt_prim_box(prim, chosen), options->categorical, taken);
        found.prim[found.n] = prim;
        found.step[found.n++] = chosen;
    }
    /* After the first box it is no mistake that nothing is left to find. */
    if (status == DT_INPUT && found.n > 0) status = DT_OK;
    free(taken);
    if (status == DT_OK)
        *out = found;
    else
        dt_prim_boxes_clear(&found);
    return status;
}

void dt_prim_boxes_clear(dt_prim_boxes *boxes)
{
    for (int k = 0; k < boxes->n; k++)
        dt_prim_free(boxes->prim[k]);
    *boxes = (dt_prim_boxes){.n = 0};
}
