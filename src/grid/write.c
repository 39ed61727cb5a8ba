/* Writes a grid as a MATPOWER case of version 2, and as JSON. Numbers are written so that reading gives the
 * same double. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/try.h"
#include "detente/grid.h"
#include "io/file.h"
#include "io/json.h"
#include "io/number.h"

/* One number of a row; infinities as the language writes them. */
static void number(dt_text *t, double value)
{
    char text[DT_NUMBER_TEXT];
    dt_text_append(t, "\t");
    if (isinf(value)) {
        dt_text_append(t, value > 0.0 ? "Inf" : "-Inf");
    } else {
        dt_number_format(value, text);
        dt_text_append(t, text);
    }
}

static void row(dt_text *t, const double *value, int count)
{
    for (int k = 0; k < count; k++)
        number(t, value[k]);
    dt_text_append(t, ";\n");
}

static void begin(dt_text *t, const char *name, const char *columns)
{
    dt_text_printf(t, "\n%%\t%s\nmpc.%s = [\n", columns, name);
}

static void end(dt_text *t)
{
    dt_text_append(t, "];\n");
}

static void write_buses(dt_text *t, const dt_grid *g)
{
    begin(t, "bus", "bus_i type Pd Qd Gs Bs area Vm Va baseKV zone Vmax Vmin");
    for (int i = 0; i < g->n_bus; i++) {
        const dt_grid_bus *b = &g->bus[i];
        const double value[] = {b->number, b->type, b->pd,      b->qd,   b->gs,   b->bs,  b->area,
                                b->vm,     b->va,   b->base_kv, b->zone, b->vmax, b->vmin};
        row(t, value, 13);
    }
    end(t);
}

static void write_generators(dt_text *t, const dt_grid *g)
{
    begin(
        t, "gen",
        "bus Pg Qg Qmax Qmin Vg mBase status Pmax Pmin Pc1 Pc2 Qc1min Qc1max Qc2min Qc2max ramp_agc ramp_10 "
        "ramp_30");
    for (int i = 0; i < g->n_generator; i++) {
        const dt_grid_generator *u = &g->generator[i];
        const double value[] = {g->bus[u->bus].number,
                                u->pg,
                                u->qg,
                                u->qmax,
                                u->qmin,
                                u->vg,
                                u->mbase,
                                u->status,
                                u->pmax,
                                u->pmin,
                                0,
                                0,
                                0,
                                0,
                                0,
                                0,
                                0,
                                u->ramp_10,
                                u->ramp_30};
        row(t, value, 19);
    }
    end(t);
}

static void write_branches(dt_text *t, const dt_grid *g)
{
    begin(t, "branch", "fbus tbus r x b rateA rateB rateC ratio angle status angmin angmax");
    for (int i = 0; i < g->n_branch; i++) {
        const dt_grid_branch *b = &g->branch[i];
        const double value[] = {g->bus[b->from].number,
                                g->bus[b->to].number,
                                b->r,
                                b->x,
                                b->b,
                                b->rate_a,
                                b->rate_b,
                                b->rate_c,
                                b->ratio,
                                b->angle,
                                b->status,
                                b->angmin,
                                b->angmax};
        row(t, value, 13);
    }
    end(t);
}

static void write_dclines(dt_text *t, const dt_grid *g)
{
    begin(t, "dcline", "fbus tbus status Pf Pt Qf Qt Vf Vt Pmin Pmax QminF QmaxF QminT QmaxT loss0 loss1");
    for (int i = 0; i < g->n_dcline; i++) {
        const dt_grid_dcline *d = &g->dcline[i];
        const double value[] = {g->bus[d->from].number,
                                g->bus[d->to].number,
                                d->status,
                                d->pf,
                                d->pt,
                                d->qf,
                                d->qt,
                                d->vf,
                                d->vt,
                                d->pmin,
                                d->pmax,
                                d->qminf,
                                d->qmaxf,
                                d->qmint,
                                d->qmaxt,
                                d->loss0,
                                d->loss1};
        row(t, value, 17);
    }
    end(t);
}

static int cost_width(const dt_grid_cost *c)
{
    return c->model == 1 ? 2 * c->count : c->count;
}

/* One row; a missing cost is a polynomial of no coefficients. Padded with zeros to `width` numbers. */
static void write_cost(dt_text *t, const dt_grid_cost *c, int width)
{
    const double head[] = {c->model ? c->model : 2, c->startup, c->shutdown, c->count};
    for (int k = 0; k < 4; k++)
        number(t, head[k]);
    for (int k = 0; k < width; k++)
        number(t, k < cost_width(c) ? c->value[k] : 0.0);
    dt_text_append(t, ";\n");
}

static void write_costs(dt_text *t, const dt_grid *g)
{
    int width = 0, has_cost = 0, has_reactive = 0;
    for (int i = 0; i < g->n_generator; i++) {
        const dt_grid_cost *both[2] = {&g->generator[i].cost, &g->generator[i].reactive_cost};
        has_cost |= both[0]->model != 0;
        has_reactive |= both[1]->model != 0;
        for (int e = 0; e < 2; e++)
            if (cost_width(both[e]) > width) width = cost_width(both[e]);
    }
    if (!has_cost && !has_reactive) return;
    begin(t, "gencost", "model startup shutdown n values");
    for (int e = 0; e <= has_reactive; e++)
        for (int i = 0; i < g->n_generator; i++)
            write_cost(t, e ? &g->generator[i].reactive_cost : &g->generator[i].cost, width);
    end(t);
}

static void write_line_costs(dt_text *t, const dt_grid *g)
{
    int width = 0, has_cost = 0;
    for (int i = 0; i < g->n_dcline; i++) {
        has_cost |= g->dcline[i].cost.model != 0;
        if (cost_width(&g->dcline[i].cost) > width) width = cost_width(&g->dcline[i].cost);
    }
    if (!has_cost) return;
    begin(t, "dclinecost", "model startup shutdown n values");
    for (int i = 0; i < g->n_dcline; i++)
        write_cost(t, &g->dcline[i].cost, width);
    end(t);
}

/* A cell of texts, one for each of `count` records of `size` bytes that hold a text at `name`. */
static void write_names(dt_text *t, const char *field, const char *name, int count, size_t size)
{
    int has_name = 0;
    for (int i = 0; i < count; i++)
        has_name |= name[(size_t)i * size] != '\0';
    if (!has_name) return;
    dt_text_printf(t, "\nmpc.%s = {\n", field);
    for (int i = 0; i < count; i++) {
        dt_text_append(t, "\t'");
        for (const char *c = name + (size_t)i * size; *c; c++) {
            if (*c == '\'') dt_text_append(t, "'");
            dt_text_append_bytes(t, c, 1);
        }
        dt_text_append(t, "';\n");
    }
    dt_text_append(t, "};\n");
}

dt_status dt_grid_format(const dt_grid *g, char **text)
{
    dt_text t;
    dt_text_init(&t);
    dt_text_printf(&t, "function mpc = %s\nmpc.version = '2';\nmpc.baseMVA =", g->name[0] ? g->name : "grid");
    number(&t, g->base_mva);
    dt_text_append(&t, ";\n");
    write_buses(&t, g);
    write_generators(&t, g);
    write_branches(&t, g);
    write_costs(&t, g);
    if (g->n_dcline > 0) write_dclines(&t, g);
    write_line_costs(&t, g);
    if (g->n_bus > 0) write_names(&t, "bus_name", g->bus[0].name, g->n_bus, sizeof *g->bus);
    if (g->n_generator > 0) {
        write_names(&t, "gen_name", g->generator[0].name, g->n_generator, sizeof *g->generator);
        write_names(&t, "genfuel", g->generator[0].fuel, g->n_generator, sizeof *g->generator);
    }
    dt_status status = dt_text_take(&t, text);
    dt_text_clear(&t);
    return status;
}

dt_status dt_grid_save(const dt_grid *grid, const char *path, dt_diagnostics *diagnostics)
{
    char *text = NULL;
    DT_TRY(dt_grid_format(grid, &text));
    dt_status status = dt_file_write(path, text, strlen(text), diagnostics);
    free(text);
    return status;
}

/* Names and numbers of one object. */
static void pair(dt_json *j, const char *key, double value)
{
    dt_json_key(j, key);
    dt_json_number(j, value);
}

static void pairs(dt_json *j, const char *const *key, const double *value, int count)
{
    for (int k = 0; k < count; k++)
        pair(j, key[k], value[k]);
}

static void name_pair(dt_json *j, const char *key, const char *value)
{
    if (!value[0]) return;
    dt_json_key(j, key);
    dt_json_string(j, value);
}

static void service(dt_json *j, int is_in)
{
    dt_json_key(j, "in_service");
    dt_json_bool(j, is_in);
}

static void json_cost(dt_json *j, const dt_grid_cost *c)
{
    if (!c->model) return;
    dt_json_key(j, c->model == 1 ? "cost_points" : "cost_polynomial");
    dt_json_begin_array(j);
    for (int k = 0; k < cost_width(c); k++)
        dt_json_number(j, c->value[k]);
    dt_json_end(j);
}

static void json_buses(dt_json *j, const dt_grid *g)
{
    static const char *const key[] = {"bus",   "type",    "pd_mw",   "qd_mvar",
                                      "gs_mw", "bs_mvar", "base_kv", "island"};
    dt_json_key(j, "buses");
    dt_json_begin_array(j);
    for (int i = 0; i < g->n_bus; i++) {
        const dt_grid_bus *b = &g->bus[i];
        const double value[] = {b->number, b->type, b->pd, b->qd, b->gs, b->bs, b->base_kv, b->island};
        dt_json_begin_object(j);
        pairs(j, key, value, 8);
        name_pair(j, "name", b->name);
        service(j, b->is_in);
        dt_json_end(j);
    }
    dt_json_end(j);
}

static void json_generators(dt_json *j, const dt_grid *g)
{
    static const char *const key[] = {"bus", "pg_mw", "pmin_mw", "pmax_mw"};
    dt_json_key(j, "generators");
    dt_json_begin_array(j);
    for (int i = 0; i < g->n_generator; i++) {
        const dt_grid_generator *u = &g->generator[i];
        const double value[] = {g->bus[u->bus].number, u->pg, u->pmin, u->pmax};
        dt_json_begin_object(j);
        pairs(j, key, value, 4);
        name_pair(j, "name", u->name);
        name_pair(j, "fuel", u->fuel);
        json_cost(j, &u->cost);
        service(j, u->is_in);
        dt_json_end(j);
    }
    dt_json_end(j);
}

static void json_lines(dt_json *j, const dt_grid *g)
{
    static const char *const key[] = {"from",  "to",        "r_pu",       "x_pu",      "rate_mw",
                                      "ratio", "shift_deg", "angmin_deg", "angmax_deg"};
    static const char *const dc_key[] = {"from", "to", "pmin_mw", "pmax_mw", "loss0_mw", "loss1"};
    dt_json_key(j, "branches");
    dt_json_begin_array(j);
    for (int i = 0; i < g->n_branch; i++) {
        const dt_grid_branch *b = &g->branch[i];
        const double value[] = {g->bus[b->from].number,
                                g->bus[b->to].number,
                                b->r,
                                b->x,
                                b->rate_a,
                                b->ratio,
                                b->angle,
                                b->angmin,
                                b->angmax};
        dt_json_begin_object(j);
        pairs(j, key, value, 9);
        service(j, b->is_in);
        dt_json_end(j);
    }
    dt_json_end(j);
    dt_json_key(j, "dclines");
    dt_json_begin_array(j);
    for (int i = 0; i < g->n_dcline; i++) {
        const dt_grid_dcline *d = &g->dcline[i];
        const double value[] = {
            g->bus[d->from].number, g->bus[d->to].number, d->pmin, d->pmax, d->loss0, d->loss1};
        dt_json_begin_object(j);
        pairs(j, dc_key, value, 6);
        json_cost(j, &d->cost);
        service(j, d->is_in);
        dt_json_end(j);
    }
    dt_json_end(j);
}

dt_status dt_grid_format_json(const dt_grid *g, char **text)
{
    dt_text t;
    dt_json j;
    dt_text_init(&t);
    dt_json_init(&j, &t, 0);
    dt_json_begin_object(&j);
    dt_json_key(&j, "schema");
    dt_json_integer(&j, 1);
    dt_json_key(&j, "name");
    dt_json_string(&j, g->name);
    pair(&j, "base_mva", g->base_mva);
    dt_json_key(&j, "islands");
    dt_json_integer(&j, g->n_island);
    json_buses(&j, g);
    json_generators(&j, g);
    json_lines(&j, g);
    dt_json_end(&j);
    dt_text_append(&t, "\n");
    dt_status status = dt_text_take(&t, text);
    dt_text_clear(&t);
    return status;
}
