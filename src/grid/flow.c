/* Linear power flow, transfer and outage factors, and the screening of all outages. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/try.h"
#include "grid/session.h"

dt_status dt_grid_flow(const dt_grid *grid, dt_grid_convention convention, const double *injection,
                       double *flow, double *angle)
{
    dt_network *n = NULL;
    double *own = malloc(((size_t)grid->n_bus + 1) * sizeof *own);
    if (!own) return DT_NO_MEMORY;
    dt_status status = dt_network_create(grid, convention, 1, &n);
    if (status == DT_OK) {
        dt_network_angles(n, injection, own);
        if (flow) dt_network_flows(n, own, flow);
        if (angle) memcpy(angle, own, (size_t)grid->n_bus * sizeof *own);
    }
    dt_network_free(n);
    free(own);
    return status;
}

dt_status dt_grid_ptdf(const dt_grid *grid, dt_grid_convention convention, int branch, double *row)
{
    const double one = 1.0;
    dt_network *n = NULL;
    if (branch < 0 || branch >= grid->n_branch) return DT_INPUT;
    DT_TRY(dt_network_create(grid, convention, 1, &n));
    dt_network_row(n, 1, &branch, &one, row);
    dt_network_free(n);
    return DT_OK;
}

dt_status dt_grid_lodf(const dt_grid *grid, dt_grid_convention convention, int outage, double *column)
{
    dt_network *n = NULL;
    if (outage < 0 || outage >= grid->n_branch || !grid->branch[outage].is_in) return DT_INPUT;
    double *response = malloc(((size_t)grid->n_bus + 1) * sizeof *response);
    if (!response) return DT_NO_MEMORY;
    dt_status status = dt_network_create(grid, convention, 1, &n);
    if (status == DT_OK) {
        dt_outage out = {outage, response, dt_network_response(n, outage, response)};
        if (dt_network_is_bridge(out.own_share)) status = DT_NO_SOLUTION;
        for (int l = 0; status == DT_OK && l < grid->n_branch; l++)
            column[l] = l == outage ? -1.0 : dt_outage_factor(n, &out, l);
    }
    dt_network_free(n);
    free(response);
    return status;
}

void dt_grid_screen_clear(dt_grid_screen *screen)
{
    if (!screen) return;
    free(screen->overload);
    free(screen->bridge);
    *screen = (dt_grid_screen){0};
}

/* The list is a heap by excess, the least on top, so that a worse overload takes its place. */
static double excess(const dt_grid_overload *o)
{
    return fabs(o->flow) - o->limit;
}

static void sink(dt_grid_overload *heap, int count, int at)
{
    for (;;) {
        int least = at, child = 2 * at + 1;
        for (int c = child; c <= child + 1 && c < count; c++)
            if (excess(&heap[c]) < excess(&heap[least])) least = c;
        if (least == at) return;
        dt_grid_overload moved = heap[at];
        heap[at] = heap[least];
        heap[least] = moved;
        at = least;
    }
}

static void rise(dt_grid_overload *heap, int at)
{
    while (at > 0 && excess(&heap[at]) < excess(&heap[(at - 1) / 2])) {
        dt_grid_overload moved = heap[at];
        heap[at] = heap[(at - 1) / 2];
        heap[(at - 1) / 2] = moved;
        at = (at - 1) / 2;
    }
}

static void keep(dt_grid_screen *out, int most, dt_grid_overload overload)
{
    if (out->n_overload < most) {
        out->overload[out->n_overload] = overload;
        rise(out->overload, out->n_overload++);
    } else if (most > 0 && excess(&overload) > excess(&out->overload[0])) {
        out->overload[0] = overload;
        sink(out->overload, most, 0);
    }
}

static int by_excess(const void *a, const void *b)
{
    double x = excess(a), y = excess(b);
    return (x < y) - (x > y);
}

static void screen_outage(const dt_network *n, const dt_outage *outage, const double *rate,
                          const double *flow, int most, dt_grid_screen *out)
{
    for (int l = 0; l < n->n_branch; l++) {
        if (n->b[l] == 0.0 || l == outage->branch) continue;
        out->n_pair++;
        if (isinf(rate[l])) continue;
        double after = flow[l] + dt_outage_factor(n, outage, l) * flow[outage->branch];
        double share = fabs(after) / rate[l];
        if (share > out->worst) out->worst = share;
        if (!(fabs(after) > rate[l] + 1e-6 * (1.0 + 0.01 * rate[l]))) continue;
        out->n_over++;
        keep(out, most, (dt_grid_overload){l, outage->branch, after, rate[l]});
    }
}

static void screen_all(dt_network *n, const double *rate, const double *flow, int most, double *response,
                       dt_grid_screen *out)
{
    for (int k = 0; k < n->n_branch; k++) {
        if (n->b[k] == 0.0) continue;
        dt_outage outage = {k, response, dt_network_response(n, k, response)};
        if (dt_network_is_bridge(outage.own_share))
            out->bridge[out->n_bridge++] = k;
        else
            screen_outage(n, &outage, rate, flow, most, out);
    }
    if (out->n_overload > 1) qsort(out->overload, (size_t)out->n_overload, sizeof *out->overload, by_excess);
}

dt_status dt_grid_screen_outages(const dt_grid *grid, const dt_grid_opf_options *options, const double *flow,
                                 int most, dt_grid_screen *out)
{
    dt_grid_opf_options o = options ? *options : dt_grid_opf_defaults();
    dt_grid_screen screen = {0};
    dt_network *n = NULL;
    double *rate = malloc(((size_t)grid->n_branch + (size_t)grid->n_bus + 1) * sizeof *rate);
    screen.overload = malloc(((size_t)most + 1) * sizeof *screen.overload);
    screen.bridge = malloc(((size_t)grid->n_branch + 1) * sizeof *screen.bridge);
    dt_status status = rate && screen.overload && screen.bridge ? DT_OK : DT_NO_MEMORY;
    if (status == DT_OK) status = dt_network_create(grid, o.convention, 1, &n);
    for (int l = 0; status == DT_OK && l < grid->n_branch; l++)
        rate[l] = dt_network_outage_rate(n, l, o.outage_rate);
    if (status == DT_OK) screen_all(n, rate, flow, most, rate + grid->n_branch, &screen);
    dt_network_free(n);
    free(rate);
    if (status != DT_OK) {
        dt_grid_screen_clear(&screen);
        return status;
    }
    *out = screen;
    return DT_OK;
}
