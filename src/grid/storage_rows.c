/* Rows of stores: held now = held before + in * efficiency - out / efficiency, and the sizes of built ones.
 */
#include <math.h>

#include "grid/period.h"

/* The content of a store at the end of an sp. A store that must end as it began has its last period before
 * its first; another begins with what it is given. */
static void put_balance(const dt_period_program *p, dt_rows *rows, int i, int sp)
{
    const dt_store_at *s = &p->store[i];
    int is_first = 0, stage = sp / p->n_period;
    int before = dt_period_before(p, sp % p->n_period, &is_first);
    int starts = is_first && s->is_free, at = dt_period_at(p, sp, s->column);
    double given = starts ? s->initial : 0.0;
    dt_rows_open(rows, given, given, DT_GRID_BIND_STORAGE, i, -1);
    dt_rows_put(rows, at, -s->eff_in);
    dt_rows_put(rows, at + 1, 1.0 / s->eff_out);
    int held_before = dt_period_at(p, stage * p->n_period + before, s->column) + 2;
    if (starts) {
        dt_rows_put(rows, at + 2, 1.0);
    } else if (held_before != at + 2) {
        dt_rows_put(rows, at + 2, 1.0);
        dt_rows_put(rows, held_before, -1.0);
    }
}

static void put_size(const dt_period_program *p, dt_rows *rows, int i, int sp)
{
    const dt_store_at *s = &p->store[i];
    const dt_grid_candidate *c = &p->plan->candidate[s->candidate];
    int at = dt_period_at(p, sp, s->column);
    int size = dt_period_capacity(p, sp / p->n_period, s->candidate);
    for (int k = 0; k < 3; k++) {
        double per_unit = k < 2 ? 1.0 : c->hours > 0.0 ? c->hours : 1.0;
        if (k < 2 && c->hours <= 0.0) continue;
        dt_rows_open(rows, -INFINITY, 0.0, DT_GRID_BIND_BUILD, s->candidate, -1);
        dt_rows_put(rows, at + k, 1.0);
        dt_rows_put(rows, size, -per_unit);
    }
}

void dt_storage_rows(const dt_period_program *p, dt_rows *rows)
{
    for (int sp = 0; sp < p->n_sp; sp++)
        for (int i = 0; i < p->n_store; i++) {
            put_balance(p, rows, i, sp);
            if (p->store[i].candidate >= 0) put_size(p, rows, i, sp);
        }
}
