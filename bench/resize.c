/* Cases with more or fewer states and steps, for measuring how cost grows: the states of a case over and
 * over. */
#include <stdlib.h>
#include <string.h>

#include "kernel_bench.h"

void dt_bench_resize_free(dt_case *c)
{
    if (!c) return;
    free(c->fixed);
    free(c->tech_region);
    free(c->rivals);
    free(c->partners);
    free(c->site);
    free(c->site_factor);
    free(c);
}

/* A row without the neighbours that a smaller case lacks. */
static struct network_row resized_row(const struct network_row *row, int n_state)
{
    struct network_row r = *row;
    r.count = 0;
    for (int k = 0; k < row->count; k++) {
        if (row->named[k] >= n_state) continue;
        r.named[r.count] = row->named[k];
        r.weight[r.count++] = row->weight[k];
    }
    return r;
}

dt_case *dt_bench_resize(const dt_case *c, int n_state, int n_step)
{
    dt_case *r = malloc(sizeof *r);
    if (!r) return NULL;
    size_t n = (size_t)n_state;
    *r = *c;
    r->n_state = n_state;
    r->n_step = n_step;
    r->n_event = 0;
    r->fixed = malloc(n * sizeof *r->fixed);
    r->tech_region = malloc(n * sizeof *r->tech_region);
    r->rivals = malloc(n * sizeof *r->rivals);
    r->partners = malloc(n * sizeof *r->partners);
    r->site = malloc(n * DT_N_SITE_SLOT * sizeof *r->site);
    r->site_factor = malloc(n * DT_N_SITE_SLOT * sizeof *r->site_factor);
    if (!r->fixed || !r->tech_region || !r->rivals || !r->partners || !r->site || !r->site_factor) {
        dt_bench_resize_free(r);
        return NULL;
    }
    for (int maker = 0; maker < DT_N_MAKER; maker++)
        if (r->constant.chip_home[maker] >= n_state) r->constant.chip_home[maker] = -1;
    for (int i = 0; i < n_state; i++) {
        int from = i % c->n_state;
        r->fixed[i] = c->fixed[from];
        r->tech_region[i] = c->tech_region[from];
        r->rivals[i] = resized_row(&c->rivals[from], n_state);
        r->partners[i] = resized_row(&c->partners[from], n_state);
        memcpy(r->site + i * DT_N_SITE_SLOT, c->site + from * DT_N_SITE_SLOT,
               DT_N_SITE_SLOT * sizeof *r->site);
        memcpy(r->site_factor + i * DT_N_SITE_SLOT, c->site_factor + from * DT_N_SITE_SLOT,
               DT_N_SITE_SLOT * sizeof *r->site_factor);
    }
    network_close(r->rivals, n_state);
    network_close(r->partners, n_state);
    return r;
}
