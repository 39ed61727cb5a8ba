/* Hosting capacity of sites: one after the other with one session for a snapshot, one program each for
 * hours. */
#include "grid/hosting.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/clock.h"
#include "core/try.h"

dt_grid_relief_cost dt_grid_relief_defaults(void)
{
    return (dt_grid_relief_cost){60000.0, 110000.0, 90000.0, 25000.0, 6.0, 3.0, 1.5};
}

const char *dt_grid_relief_name(dt_grid_relief_kind kind)
{
    static const char *const name[] = {"line", "generation", "site_generation", "storage", "flexibility"};
    return name[kind];
}

void dt_grid_hosting_clear(dt_grid_hosting *hosting)
{
    if (!hosting) return;
    free(hosting->site);
    *hosting = (dt_grid_hosting){0};
}

int dt_hosting_is_stopped(const dt_grid_watch *watch)
{
    return watch && watch->stop && *watch->stop;
}

int dt_hosting_is_snapshot(const dt_grid_hosting_options *o)
{
    return !o->plan.periods && o->plan.n_storage == 0 && o->plan.reserve_mw <= 0.0 &&
        o->plan.reserve_share <= 0.0 && o->curtailed <= 0.0;
}

dt_grid_plan dt_hosting_plan(const dt_grid_hosting_options *o, const dt_grid_site *site, const double *mw,
                             dt_grid_extra_load *load)
{
    dt_grid_plan plan = o->plan;
    *load = (dt_grid_extra_load){.count = site->count,
                                 .bus = site->bus,
                                 .share = site->share,
                                 .mw = mw,
                                 .worth = 1.0,
                                 .curtailed = o->curtailed};
    plan.n_load = 1;
    plan.load = load;
    plan.n_candidate = 0;
    plan.is_most_load = mw == NULL;
    return plan;
}

dt_grid_bound dt_hosting_bound(const dt_grid_limit *limit)
{
    static const dt_grid_bind kind[] = {
        [DT_GRID_LIMIT_BRANCH] = DT_GRID_BIND_LINE,
        [DT_GRID_LIMIT_ANGLE] = DT_GRID_BIND_ANGLE,
        [DT_GRID_LIMIT_OUTAGE] = DT_GRID_BIND_OUTAGE,
        [DT_GRID_LIMIT_GENERATOR_MAX] = DT_GRID_BIND_GENERATION,
        [DT_GRID_LIMIT_GENERATOR_MIN] = DT_GRID_BIND_MUST_RUN,
        [DT_GRID_LIMIT_DCLINE_MAX] = DT_GRID_BIND_DCLINE,
        [DT_GRID_LIMIT_DCLINE_MIN] = DT_GRID_BIND_DCLINE,
        [DT_GRID_LIMIT_LOAD] = DT_GRID_BIND_GENERATION,
        [DT_GRID_LIMIT_SHED] = DT_GRID_BIND_GENERATION,
    };
    return (dt_grid_bound){kind[limit->kind], limit->element,     limit->outage, 1,
                           limit->limit,      limit->shadow_price};
}

static void take_limits(const dt_grid_opf *r, dt_grid_host *host)
{
    for (int k = 0; k < r->n_binding && host->n_bound < DT_GRID_HOST_BOUNDS; k++) {
        int is_trivial = r->binding[k].kind == DT_GRID_LIMIT_GENERATOR_MIN && r->binding[k].limit == 0.0;
        if (!is_trivial) host->bound[host->n_bound++] = dt_hosting_bound(&r->binding[k]);
    }
}

/* Everything that finding needs. */
struct search {
    const dt_grid *grid;
    const dt_grid_hosting_options *options;
    dt_grid_session *session; /* NULL with hours */
    dt_grid_hosting *out;
};

/* A session without diagnosis: most sites need none. */
static dt_status renew_session(struct search *f, int is_plain)
{
    dt_grid_opf_options opf = f->options->plan.opf;
    opf.is_plain = is_plain;
    dt_grid_session_free(f->session);
    f->session = NULL;
    return dt_grid_session_create(f->grid, &opf, &f->session, NULL);
}

static dt_status ask(struct search *f, const dt_grid_site *site, dt_grid_opf *r)
{
    DT_TRY(dt_grid_session_site(f->session, site->count, site->bus, site->share, 0.0));
    return dt_grid_session_host(f->session, r);
}

/* An answer without a capacity is asked for again from scratch, with the reasons: a warm start may mislead
 * the simplex. */
static dt_status host_snapshot(struct search *f, const dt_grid_site *site, dt_grid_host *host)
{
    dt_grid_opf r = {0};
    DT_TRY(ask(f, site, &r));
    if (r.outcome != DT_GRID_OPTIMAL) {
        dt_grid_opf_clear(&r);
        DT_TRY(renew_session(f, 0));
        DT_TRY(ask(f, site, &r));
    }
    *host = (dt_grid_host){.outcome = r.outcome, .mw = r.extra_load};
    if (r.outcome == DT_GRID_OPTIMAL) {
        take_limits(&r, host);
    } else if (r.outcome == DT_GRID_INFEASIBLE) {
        host->mw = 0.0;
        f->out->is_base_secure = 0;
        f->out->base_excess = r.outage_excess;
        f->out->base_shed = r.shed_total;
    }
    dt_grid_opf_clear(&r);
    return DT_OK;
}

static dt_status host_hours(struct search *f, const dt_grid_site *site, dt_grid_host *host)
{
    dt_grid_extra_load load;
    dt_grid_plan plan = dt_hosting_plan(f->options, site, NULL, &load);
    dt_grid_plan_result r = {0};
    DT_TRY(dt_grid_plan_solve(f->grid, &plan, &r, NULL));
    *host = (dt_grid_host){.outcome = r.outcome};
    if (r.outcome == DT_GRID_OPTIMAL) {
        host->mw = r.load[0];
        host->n_bound = r.n_bound < DT_GRID_HOST_BOUNDS ? r.n_bound : DT_GRID_HOST_BOUNDS;
        if (host->n_bound > 0) memcpy(host->bound, r.bound, (size_t)host->n_bound * sizeof *host->bound);
    } else if (r.outcome == DT_GRID_INFEASIBLE) {
        f->out->is_base_secure = 0;
    }
    dt_grid_plan_clear(&r);
    return DT_OK;
}

/* One site after the other, until all are done, one shows that the base case is not secure, or somebody stops
 * it. */
static dt_status find(struct search *f, const dt_grid_site *site)
{
    dt_grid_hosting *out = f->out;
    const dt_grid_watch *watch = f->options->plan.watch;
    for (int k = 0; k < out->n_site && !dt_hosting_is_stopped(watch); k++) {
        dt_grid_host *host = &out->site[k];
        DT_TRY(f->session ? host_snapshot(f, &site[k], host) : host_hours(f, &site[k], host));
        if (!out->is_base_secure) return DT_OK;
        if (f->options->has_relief && host->outcome == DT_GRID_OPTIMAL)
            DT_TRY(dt_hosting_relief(f->grid, f->options, &site[k], host));
        out->n_done = k + 1;
        if (watch && watch->on_progress)
            watch->on_progress(watch->context, "sites", out->n_done, out->n_site);
    }
    return DT_OK;
}

dt_status dt_grid_hosting_find(const dt_grid *grid, const dt_grid_hosting_options *options, int n_site,
                               const dt_grid_site *site, dt_grid_hosting *out)
{
    dt_grid_hosting h = {.is_base_secure = 1, .base_excess = NAN, .base_shed = NAN, .n_site = n_site};
    struct search f = {grid, options, NULL, &h};
    double begin = dt_clock();
    h.site = calloc((size_t)n_site + 1, sizeof *h.site);
    dt_status status = h.site ? DT_OK : DT_NO_MEMORY;
    if (status == DT_OK && dt_hosting_is_snapshot(options)) status = renew_session(&f, 1);
    if (status == DT_OK) status = find(&f, site);
    dt_grid_session_free(f.session);
    if (status != DT_OK) {
        dt_grid_hosting_clear(&h);
        return status;
    }
    h.seconds = dt_clock() - begin;
    *out = h;
    return DT_OK;
}

dt_status dt_grid_hosting_find_any(const dt_grid *grid, dt_grid_hosting_options *options, int n_site,
                                   const dt_grid_site *site, dt_grid_hosting *out, double *excess)
{
    *excess = 0.0;
    DT_TRY(dt_grid_hosting_find(grid, options, n_site, site, out));
    if (out->is_base_secure || !options->plan.opf.is_n1) return DT_OK;
    *excess = out->base_excess;
    dt_grid_hosting_clear(out);
    options->plan.opf.is_n1 = 0;
    return dt_grid_hosting_find(grid, options, n_site, site, out);
}

void dt_grid_hosting_rank(const dt_grid_hosting *hosting, int *order)
{
    for (int k = 0; k < hosting->n_done; k++) {
        int at = k;
        for (; at > 0 && hosting->site[order[at - 1]].mw < hosting->site[k].mw; at--)
            order[at] = order[at - 1];
        order[at] = k;
    }
}

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

double dt_grid_headroom(const double *demand, int n, double threshold, double curtailed)
{
    double *gap = malloc(((size_t)n + 1) * sizeof *gap), sum = 0.0, found = 0.0;
    if (!gap) return NAN;
    for (int t = 0; t < n; t++)
        gap[t] = threshold - demand[t];
    qsort(gap, (size_t)n, sizeof *gap, ascending);
    gap[n] = INFINITY;
    for (int k = 1; k <= n; k++) {
        /* while k gaps are used up: k L - sum = curtailed n L */
        double slope = k - curtailed * n;
        sum += gap[k - 1];
        double level = slope > 1e-12 ? sum / slope : sum <= 0.0 ? gap[k] : 0.0;
        if (level >= gap[k - 1] && level <= gap[k] && isfinite(level)) found = fmax(found, level);
    }
    free(gap);
    return found;
}
