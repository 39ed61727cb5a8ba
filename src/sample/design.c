/* Sampling designs: what each kind needs, how many rows it has, and which function makes a row. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/try.h"
#include "sample/design.h"

/* Most rows: their numbers stay exact in a double. Most base points of a Sobol' sequence of 32 digits. */
static const int64_t MOST_ROWS = INT64_C(1) << 53;
static const int64_t MOST_SOBOL = INT64_C(1) << 31;

typedef struct kind_info {
    const char *word, *text;
} kind_info;

static const kind_info kinds[] = {
#define DT_DESIGN(name, word, text) [DT_DESIGN_##name] = {word, text},
#include "detente/designs.def"
#undef DT_DESIGN
};

static dt_design_point *const points[] = {
    [DT_DESIGN_MONTE_CARLO] = dt_point_monte_carlo, [DT_DESIGN_LATIN] = dt_point_latin,
    [DT_DESIGN_MAXIMIN] = dt_point_maximin,         [DT_DESIGN_SOBOL] = dt_point_sobol,
    [DT_DESIGN_HALTON] = dt_point_halton,           [DT_DESIGN_SALTELLI] = dt_point_saltelli,
    [DT_DESIGN_MORRIS] = dt_point_morris,           [DT_DESIGN_MORRIS_RADIAL] = dt_point_morris_radial,
    [DT_DESIGN_FACTORIAL] = dt_point_factorial,
};

const char *dt_design_name(int kind)
{
    return kind >= 0 && kind < DT_DESIGN_COUNT ? kinds[kind].word : NULL;
}

const char *dt_design_text(int kind)
{
    return kind >= 0 && kind < DT_DESIGN_COUNT ? kinds[kind].text : NULL;
}

int dt_design_find(const char *name)
{
    for (int k = 0; k < DT_DESIGN_COUNT; k++)
        if (strcmp(kinds[k].word, name) == 0) return k;
    return -1;
}

dt_design_options dt_design_defaults(void)
{
    return (dt_design_options){.kind = DT_DESIGN_SOBOL, .base = 1024, .is_scrambled = 1, .level = 4};
}

/* Dimensions of the Sobol' sequence that a kind takes; 0 if it takes none. */
static int sobol_dimensions(const dt_design_options *o)
{
    if (o->kind == DT_DESIGN_SOBOL) return o->n_column;
    return o->kind == DT_DESIGN_SALTELLI || o->kind == DT_DESIGN_MORRIS_RADIAL ? 2 * o->n_column : 0;
}

static int group_of(const dt_design_options *o)
{
    if (o->kind == DT_DESIGN_SALTELLI) return o->second_order ? 2 * o->n_column + 2 : o->n_column + 2;
    return o->kind == DT_DESIGN_MORRIS || o->kind == DT_DESIGN_MORRIS_RADIAL ? o->n_column + 1 : 1;
}

/* Rows of a design; -1 if there are too many. */
static int64_t rows_of(const dt_design_options *o)
{
    int64_t group = group_of(o), rows = 1;
    if (o->kind != DT_DESIGN_FACTORIAL) return o->base <= MOST_ROWS / group ? o->base * group : -1;
    for (int c = 0; c < o->n_column; c++) {
        if (rows > MOST_ROWS / o->level) return -1;
        rows *= o->level;
    }
    return rows;
}

static dt_status refuse(dt_diagnostics *diagnostics, const char *key, double found, const char *expected)
{
    dt_diagnostic finding = {.code = DT_E_DESIGN_OPTION};
    snprintf(finding.key, sizeof finding.key, "%s", key);
    snprintf(finding.found, sizeof finding.found, "%.15g", found);
    snprintf(finding.expected, sizeof finding.expected, "%s", expected);
    return dt_diagnose(diagnostics, &finding);
}

static dt_status check_shape(const dt_design_options *o, dt_diagnostics *diagnostics)
{
    dt_status status = DT_OK;
    if (o->kind < 0 || o->kind >= DT_DESIGN_COUNT)
        return refuse(diagnostics, "kind", o->kind, "a kind of design");
    if (o->n_column < 1) status = refuse(diagnostics, "columns", o->n_column, "at least 1");
    if (o->kind != DT_DESIGN_FACTORIAL && o->base < 1)
        status = refuse(diagnostics, "base", (double)o->base, "at least 1");
    if (o->kind == DT_DESIGN_FACTORIAL && o->level < 1)
        status = refuse(diagnostics, "level", o->level, "at least 1");
    if (o->kind == DT_DESIGN_MORRIS && (o->level < 2 || o->level % 2))
        status = refuse(diagnostics, "level", o->level, "an even number of levels");
    return status;
}

static dt_status check_size(const dt_design_options *o, dt_diagnostics *diagnostics)
{
    dt_status status = DT_OK;
    if (sobol_dimensions(o) > DT_SOBOL_DIMENSIONS)
        status = refuse(diagnostics, "columns", o->n_column,
                        "at most 1111 factors of a Sobol' sequence, 555 of designs that take two of it");
    if (sobol_dimensions(o) > 0 && o->base > MOST_SOBOL)
        status = refuse(diagnostics, "base", (double)o->base,
                        "at most 2147483648 points of a Sobol' sequence");
    if (o->kind == DT_DESIGN_MAXIMIN && o->base > DT_MAXIMIN_POINTS)
        status = refuse(diagnostics, "base", (double)o->base,
                        "at most 2000 points of a maximin design; latin has no limit");
    if (status == DT_OK && rows_of(o) < 0)
        status = refuse(diagnostics, "rows", (double)o->base,
                        "at most 2^53 rows: fewer points, levels or factors");
    return status;
}

/* The tables of a kind. */
static dt_status fill_tables(dt_design *d)
{
    const dt_design_options *o = &d->made_by;
    int dimensions = sobol_dimensions(o);
    if (dimensions > 0) {
        d->direction = malloc((size_t)dimensions * DT_SOBOL_BITS * sizeof *d->direction);
        if (!d->direction) return DT_NO_MEMORY;
        dt_sobol_directions(dimensions, d->direction);
    }
    if (o->kind == DT_DESIGN_HALTON) {
        d->prime = malloc((size_t)o->n_column * sizeof *d->prime);
        if (!d->prime) return DT_NO_MEMORY;
        dt_primes(o->n_column, d->prime);
    }
    return o->kind == DT_DESIGN_MAXIMIN ? dt_maximin_search(d) : DT_OK;
}

dt_status dt_design_create(const dt_design_options *options, dt_design **out, dt_diagnostics *diagnostics)
{
    DT_TRY(check_shape(options, diagnostics));
    DT_TRY(check_size(options, diagnostics));
    dt_design *d = calloc(1, sizeof *d);
    if (!d) return DT_NO_MEMORY;
    d->made_by = *options;
    d->rows = rows_of(options);
    d->group = group_of(options);
    dt_status status = fill_tables(d);
    if (status == DT_OK)
        *out = d;
    else
        dt_design_free(d);
    return status;
}

void dt_design_free(dt_design *design)
{
    if (!design) return;
    free(design->direction);
    free(design->prime);
    free(design->stratum);
    free(design->value);
    free(design);
}

int64_t dt_design_rows(const dt_design *design)
{
    return design->rows;
}

int dt_design_columns(const dt_design *design)
{
    return design->made_by.n_column;
}

dt_design_options dt_design_made_by(const dt_design *design)
{
    return design->made_by;
}

int dt_design_group(const dt_design *design)
{
    return design->group;
}

uint64_t dt_design_stream(const dt_design *design, uint64_t row)
{
    uint64_t group = (uint64_t)design->group, number = row / group, place = row % group;
    if (design->made_by.kind != DT_DESIGN_SALTELLI) return number;
    int is_of_b = place > (uint64_t)design->made_by.n_column;
    return 2 * number + (uint64_t)is_of_b;
}

void dt_design_row(const dt_design *design, int64_t row, double *u)
{
    size_t n = (size_t)design->made_by.n_column;
    if (design->value)
        memcpy(u, design->value + (size_t)row * n, n * sizeof *u);
    else
        points[design->made_by.kind](design, row, u);
}
