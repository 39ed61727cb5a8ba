/* What the simulator needs to know of who signs: the estimated log-odds as a normal distribution, for texts
 * on military AI of any form.
 *
 * The columns of a text are linear in what it is. So each part is a difference of columns: those of a treaty
 * less those of a declaration, and so on; the log-odds are columns times coefficients, and their load is
 * columns times the Cholesky factor of the coefficients' covariance. Further numbers draw the level of the
 * text, equal for all states: of a declaration what texts left out show, of the other parts what is unknown
 * because nobody has seen them together with military AI. What must stay true: only outcomes that were known
 * when the world's year ended enter a state's record. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/try.h"
#include "participation/fit.h"
#include "world/world.h"

enum { N_DRAW = N_THETA + DT_INCLINATION_PARTS, NEW_YEAR = 101, DAYS = 10000, PATH_ROOM = 1024 };

/* Parts that this file speaks of by name; the others follow in text_of_part. */
enum { PART_BINDING = 1, PART_VERIFICATION };

static const double UNIT_OF_YEARS = 19.085536923187668; /* e^3 - 1: where ln(1 + years) / 3 is 1 */

_Static_assert(N_DRAW <= 192, "as many as a world takes");

/* A declaration on military AI that no bloc drives, on the first day after the world's year. */
static dt_treaty_text plain_text(const dt_world *world)
{
    dt_treaty_text text = dt_treaty_text_defaults();
    snprintf(text.name, sizeof text.name, "declaration on military AI");
    text.date = (world->year + 1) * DAYS + NEW_YEAR;
    text.military_ai = 1;
    return text;
}

/* The text in which one part differs from the plain one; the order is that of DT_INCLINATION_PARTS. */
static dt_treaty_text text_of_part(const dt_treaty_text *plain, int part)
{
    dt_treaty_text text = *plain;
    switch (part) {
    case PART_BINDING:
        text.kind = DT_TREATY_CONVENTION;
        text.binding = 1;
        break;
    case PART_VERIFICATION: text.verification = 3; break;
    case 3: text.years = UNIT_OF_YEARS; break;
    case 4: text.sponsor = DT_SPONSOR_WEST; break;
    case 5: text.sponsor = DT_SPONSOR_EAST; break;
    case 6: text.sponsor = DT_SPONSOR_HUMANITARIAN; break;
    default: break;
    }
    return text;
}

/* Mean and loads of one state's part, from its columns. */
static void fill_part(const dt_treaty_fit *fit, const double *x, double *mean, double *load)
{
    *mean = 0.0;
    for (int c = 0; c < N_TERM; c++) {
        *mean += x[c] * fit->theta[c];
        for (int k = 0; k <= c; k++)
            load[k * DT_INCLINATION_PARTS] += x[c] * fit->factor[(long)c * N_THETA + k];
    }
}

/* All parts of all states. `x` holds two tables of columns. */
static void fill_parts(const dt_treaty_fit *fit, const dt_treaty_data *data, const dt_treaty_text *plain,
                       double *x, dt_inclination *out)
{
    unsigned char pool[MAX_INSTRUMENT];
    long size = (long)data->n_state * N_TERM;
    double *other = x + size;
    dt_design_pool(data, plain, NULL, 0, pool);
    dt_design_fill(data, plain, pool, x);
    for (int part = 0; part < DT_INCLINATION_PARTS; part++) {
        dt_treaty_text text = text_of_part(plain, part);
        dt_design_fill(data, &text, pool, other);
        for (long e = 0; part > 0 && e < size; e++)
            other[e] -= x[e];
        for (int i = 0; i < data->n_state; i++)
            fill_part(fit, other + (long)i * N_TERM, &out->mean[i * DT_INCLINATION_PARTS + part],
                      out->load + (long)i * N_DRAW * DT_INCLINATION_PARTS + part);
    }
}

/* Loads of the levels: the last draws, one of each part. */
static void fill_levels(const dt_treaty_fit *fit, const dt_treaty_data *data, const dt_treaty_text *plain,
                        dt_inclination *out)
{
    unsigned char pool[MAX_INSTRUMENT];
    dt_design_pool(data, plain, NULL, 0, pool);
    for (int part = 0; part < DT_INCLINATION_PARTS; part++) {
        /* Texts with inspections are treaties: what is new in one is new beside a treaty. */
        dt_treaty_text from = part == PART_VERIFICATION ? text_of_part(plain, PART_BINDING) : *plain;
        dt_treaty_text text = text_of_part(&from, part);
        double variance = part ? dt_design_unseen(data, &text, pool) - dt_design_unseen(data, &from, pool)
                               : fit->summary.level_spread + dt_design_unseen(data, plain, pool);
        for (int i = 0; i < data->n_state; i++) {
            long draw = (long)i * N_DRAW + N_THETA + part;
            out->load[draw * DT_INCLINATION_PARTS + part] = sqrt(fmax(0.0, variance));
        }
    }
}

/* Which states of the data the world has, and the strength of the network. */
static void fill_rest(const dt_treaty_fit *fit, const dt_treaty_data *data, const dt_world *world,
                      dt_inclination *out)
{
    for (int i = 0; i < data->n_state; i++)
        out->state[i] = dt_world_state_index(world, data->code[i]);
    out->pull = fit->theta[N_TERM];
    memcpy(out->pull_load, fit->factor + (long)N_TERM * N_THETA, sizeof *out->pull_load * N_THETA);
}

dt_status dt_treaty_incline(const dt_treaty_fit *fit, const dt_treaty_data *data, dt_world *world)
{
    unsigned char pool[MAX_INSTRUMENT];
    size_t n = (size_t)data->n_state, per_state = (size_t)N_DRAW * DT_INCLINATION_PARTS;
    const dt_treaty_text plain = plain_text(world);
    struct dt_net near = {0};
    dt_inclination out = {.n_player = data->n_state, .n_draw = N_DRAW};
    double *room = calloc(n * (DT_INCLINATION_PARTS + per_state + 2 * N_TERM) + N_DRAW, sizeof *room);
    out.state = calloc(n + 1, sizeof *out.state);
    dt_status status = room && out.state ? DT_OK : DT_NO_MEMORY;
    dt_design_pool(data, &plain, NULL, 0, pool);
    if (status == DT_OK) status = dt_design_network(data, &plain, pool, &near);
    if (status == DT_OK) {
        out.mean = room;
        out.load = out.mean + n * DT_INCLINATION_PARTS;
        out.pull_load = out.load + n * per_state;
        out.start = near.start;
        out.near = near.to;
        out.weight = near.weight;
        fill_parts(fit, data, &plain, out.pull_load + N_DRAW, &out);
        fill_levels(fit, data, &plain, &out);
        fill_rest(fit, data, world, &out);
        status = dt_world_incline(world, &out);
    }
    dt_net_clear(&near);
    free(out.state);
    free(room);
    return status;
}

dt_status dt_treaty_inform(dt_world *world, const char *dir, dt_diagnostics *diagnostics)
{
    dt_treaty_data *data = NULL;
    dt_treaty_fit *fit = NULL;
    char path[PATH_ROOM];
    snprintf(path, sizeof path, "%s/participation_coefficients.csv", dir);
    dt_status status = dt_treaty_data_load(dir, &data, diagnostics);
    if (status == DT_OK) status = dt_treaty_fit_load(path, &fit, diagnostics);
    if (status == DT_OK) status = dt_treaty_incline(fit, data, world);
    dt_treaty_fit_free(fit);
    dt_treaty_data_free(data);
    return status;
}
