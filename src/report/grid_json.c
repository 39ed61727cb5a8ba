/* Power networks as JSON: what `detente grid opf`, `hosting` and `curve` print, and what the local server
 * answers. Elements are counted from 1, as in case files. */
#include <math.h>

#include "detente/grid_report.h"
#include "io/json.h"

static const char *method_name(dt_grid_method method)
{
    static const char *const name[] = {"auto", "lazy", "simplex", "interior"};
    return name[method];
}

static const char *outcome_name(dt_grid_outcome outcome)
{
    static const char *const name[] = {"optimal", "infeasible", "stopped"};
    return name[outcome];
}

static void begin(dt_json *j, dt_text *out, const dt_grid *grid, const dt_grid_opf_options *options)
{
    dt_text_init(out);
    dt_json_init(j, out, 1);
    dt_json_begin_object(j);
    dt_json_put_integer(j, "schema", 1);
    dt_json_put_string(j, "case", grid->name);
    dt_json_put_string(j, "convention", dt_grid_convention_name(options->convention));
}

/* ---- optimal power flow ---- */

static void limits(dt_json *j, const dt_grid *grid, const char *key, const dt_grid_limit *limit, int count)
{
    dt_json_open_array(j, key);
    for (int k = 0; k < count; k++) {
        char place[DT_GRID_LIMIT_WORDS];
        dt_grid_limit_words(grid, &limit[k], place);
        dt_json_begin_object(j);
        dt_json_put_string(j, "kind", dt_grid_limit_name(limit[k].kind));
        dt_json_put_integer(j, "element", limit[k].element + 1);
        if (limit[k].outage >= 0) dt_json_put_integer(j, "outage", limit[k].outage + 1);
        dt_json_put_string(j, "place", place);
        dt_json_put_number(j, "value_mw", limit[k].value);
        dt_json_put_number(j, "limit_mw", limit[k].limit);
        dt_json_put_number(j, "shadow_price_usd_per_mwh", limit[k].shadow_price);
        dt_json_end(j);
    }
    dt_json_end(j);
}

static void buses(dt_json *j, const dt_grid *grid, const dt_grid_opf *r)
{
    dt_json_open_array(j, "lmp");
    for (int i = 0; i < r->n_bus; i++) {
        if (!grid->bus[i].is_in) continue;
        dt_json_begin_object(j);
        dt_json_put_integer(j, "bus", grid->bus[i].number);
        dt_json_put_number(j, "usd_per_mwh", r->lmp[i]);
        dt_json_put_number(j, "energy", r->energy[i]);
        dt_json_put_number(j, "congestion", r->congestion[i]);
        if (r->shed[i] > 0.0) dt_json_put_number(j, "shed_mw", r->shed[i]);
        dt_json_end(j);
    }
    dt_json_end(j);
}

static void branches(dt_json *j, const dt_grid *grid, const dt_grid_opf *r)
{
    dt_json_open_array(j, "flows");
    for (int l = 0; l < r->n_branch; l++) {
        const dt_grid_branch *b = &grid->branch[l];
        if (!b->is_in) continue;
        dt_json_begin_object(j);
        dt_json_put_integer(j, "branch", l + 1);
        dt_json_put_integer(j, "from", grid->bus[b->from].number);
        dt_json_put_integer(j, "to", grid->bus[b->to].number);
        dt_json_put_number(j, "mw", r->flow[l]);
        dt_json_put_number(j, "rate_mw", b->rate_a > 0.0 ? b->rate_a : INFINITY);
        dt_json_end(j);
    }
    dt_json_end(j);
}

static void dclines(dt_json *j, const dt_grid *grid, const dt_grid_opf *r)
{
    dt_json_open_array(j, "dc_flows");
    for (int d = 0; d < r->n_dcline; d++) {
        const dt_grid_dcline *line = &grid->dcline[d];
        if (!line->is_in) continue;
        dt_json_begin_object(j);
        dt_json_put_integer(j, "dcline", d + 1);
        dt_json_put_integer(j, "from", grid->bus[line->from].number);
        dt_json_put_integer(j, "to", grid->bus[line->to].number);
        dt_json_put_number(j, "sent_mw", r->dc_flow[d]);
        dt_json_put_number(j, "least_mw", line->pmin);
        dt_json_put_number(j, "most_mw", line->pmax);
        dt_json_end(j);
    }
    dt_json_end(j);
}

static void dispatch(dt_json *j, const dt_grid *grid, const dt_grid_opf *r)
{
    dt_json_open_array(j, "dispatch");
    for (int i = 0; i < r->n_generator; i++) {
        if (!grid->generator[i].is_in) continue;
        dt_json_begin_object(j);
        dt_json_put_integer(j, "generator", i + 1);
        dt_json_put_integer(j, "bus", grid->bus[grid->generator[i].bus].number);
        dt_json_put_number(j, "mw", r->dispatch[i]);
        dt_json_end(j);
    }
    dt_json_end(j);
}

static void residuals(dt_json *j, const dt_grid_opf *r)
{
    dt_json_open_object(j, "residuals");
    dt_json_put_number(j, "balance_mw", r->balance_residual);
    dt_json_put_number(j, "limit_mw", r->limit_residual);
    dt_json_put_number(j, "dual", r->dual_residual);
    dt_json_put_number(j, "complementarity", r->complementarity);
    dt_json_put_number(j, "gap", r->gap);
    dt_json_end(j);
}

dt_status dt_report_grid_opf(const dt_grid *grid, const dt_grid_opf_options *options, const dt_grid_opf *r,
                             char **text)
{
    dt_json j;
    dt_text out;
    begin(&j, &out, grid, options);
    dt_json_put_string(&j, "outcome", outcome_name(r->outcome));
    dt_json_put_string(&j, "method", method_name(r->method));
    dt_json_put_bool(&j, "n_1", options->is_n1);
    if (options->is_n1) dt_json_put_integer(&j, "bridges_skipped", r->n_bridge);
    if (r->outcome == DT_GRID_OPTIMAL) {
        dt_json_put_number(&j, "objective_usd_per_h", r->objective);
        dt_json_put_number(&j, "shed_mw", r->shed_total);
        buses(&j, grid, r);
        branches(&j, grid, r);
        dclines(&j, grid, r);
        dispatch(&j, grid, r);
        limits(&j, grid, "binding", r->binding, r->n_binding);
        residuals(&j, r);
    } else {
        dt_json_put_number(&j, "least_shed_mw", r->shed_total);
        if (options->is_n1) dt_json_put_number(&j, "least_excess_mw", r->outage_excess);
        limits(&j, grid, "conflict", r->conflict, r->n_conflict);
    }
    return dt_json_take(&j, text);
}

/* ---- hosting ---- */

static void bounds(dt_json *j, const dt_grid_page *page, const dt_grid_host *host)
{
    dt_json_open_array(j, "binding");
    for (int k = 0; k < host->n_bound; k++) {
        const dt_grid_bound *bound = &host->bound[k];
        char words[DT_SUPPLY_TEXT];
        dt_grid_bound_words(page->grid, page->plan, bound, words);
        dt_json_begin_object(j);
        dt_json_put_string(j, "kind", dt_grid_bind_name(bound->kind));
        dt_json_put_integer(j, "element", bound->element + 1);
        if (bound->outage >= 0) dt_json_put_integer(j, "outage", bound->outage + 1);
        dt_json_put_string(j, "place", words);
        dt_json_put_number(j, "limit", bound->limit);
        dt_json_put_number(j, "mw_per_unit", bound->value);
        dt_json_put_integer(j, "hours", bound->n_period);
        dt_json_end(j);
    }
    dt_json_end(j);
}

static void reliefs(dt_json *j, const dt_grid *grid, const dt_grid_host *host)
{
    dt_json_open_array(j, "relief");
    for (int k = 0; k < host->n_relief; k++) {
        const dt_grid_relief *r = &host->relief[k];
        dt_json_begin_object(j);
        dt_json_put_string(j, "kind", dt_grid_relief_name(r->kind));
        if (r->kind == DT_GRID_RELIEF_LINE) dt_json_put_integer(j, "branch", r->element + 1);
        if (r->kind == DT_GRID_RELIEF_GENERATION) {
            dt_json_put_integer(j, "generator", r->element + 1);
            dt_json_put_integer(j, "bus", grid->bus[grid->generator[r->element].bus].number);
        }
        dt_json_put_number(j, "gain_mw_per_mw", r->gain);
        dt_json_put_number(j, "tried_mw", r->step);
        dt_json_put_number(j, "gained_mw", r->gained);
        dt_json_put_number(j, "usd_per_year_and_mw", r->cost);
        dt_json_put_number(j, "years", r->years);
        dt_json_end(j);
    }
    dt_json_end(j);
}

static void sites(dt_json *j, const dt_grid_page *page)
{
    dt_json_open_array(j, "sites");
    for (int k = 0; k < page->n_site; k++) {
        const dt_grid_host *host = &page->host[k];
        dt_json_begin_object(j);
        dt_json_put_string(j, "site", page->site[k].name);
        dt_json_put_number(j, "hosted_mw", host->outcome == DT_GRID_OPTIMAL ? host->mw : NAN);
        bounds(j, page, host);
        reliefs(j, page->grid, host);
        dt_json_end(j);
    }
    dt_json_end(j);
}

static void curtailment(dt_json *j, const dt_grid_page *page, const dt_grid_shares *shares)
{
    dt_json_open_array(j, "curtailment");
    for (int c = 0; c < shares->n; c++) {
        dt_json_begin_object(j);
        dt_json_put_number(j, "share", shares->share[c]);
        dt_json_open_array(j, "hosted_mw");
        for (int k = 0; k < page->n_site; k++)
            dt_json_number(j, shares->mw[c * page->n_site + k]);
        dt_json_end(j);
        dt_json_end(j);
    }
    dt_json_end(j);
}

dt_status dt_report_grid_hosting(const dt_grid_page *page, const dt_grid_hosting *hosting,
                                 const dt_grid_shares *shares, char **text)
{
    dt_json j;
    dt_text out;
    begin(&j, &out, page->grid, &page->plan->opf);
    dt_json_put_bool(&j, "n_1", page->plan->opf.is_n1);
    if (page->warning) dt_json_put_string(&j, "warning", page->warning);
    dt_json_put_bool(&j, "is_base_feasible", hosting->is_base_secure);
    dt_json_put_integer(&j, "sites_asked", hosting->n_site);
    dt_json_put_integer(&j, "sites_done", hosting->n_done);
    sites(&j, page);
    curtailment(&j, page, shares);
    return dt_json_take(&j, text);
}

/* ---- cost of a load ---- */

dt_status dt_report_grid_curve(const dt_grid_page *page, char **text)
{
    dt_json j;
    dt_text out;
    const dt_grid_curve *curve = page->curve;
    begin(&j, &out, page->grid, &page->plan->opf);
    dt_json_put_string(&j, "site", page->curve_site);
    dt_json_put_number(&j, "hosted_mw", curve->hosted);
    dt_json_put_number(&j, "error_share", curve->error);
    dt_json_put_bool(&j, "is_exact", curve->is_exact);
    dt_json_open_array(&j, "points");
    for (int k = 0; k < curve->n_point; k++) {
        const dt_grid_curve_point *p = &curve->point[k];
        dt_json_begin_object(&j);
        dt_json_put_number(&j, "mw", p->mw);
        dt_json_put_number(&j, "cost_usd_per_h", p->cost);
        dt_json_put_number(&j, "price_usd_per_mwh", p->slope);
        dt_json_put_number(&j, "error_usd_per_h", p->error);
        dt_json_put_string(&j, "ends_with", p->binding);
        dt_json_end(&j);
    }
    dt_json_end(&j);
    return dt_json_take(&j, text);
}
