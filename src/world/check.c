/* What no single row shows: required fields that a state lacks, and totals that are far from the world's. */
#include <stdio.h>
#include <string.h>

#include "detente/param.h"
#include "world/read.h"

static void begin(dt_diagnostic *finding, const char *dir, dt_error_code code, const char *field,
                  const char *tech)
{
    *finding = (dt_diagnostic){.code = code};
    snprintf(finding->file, sizeof finding->file, "%.255s", dir);
    snprintf(finding->key, sizeof finding->key, "%s%s%s", field, tech ? "." : "", tech ? tech : "");
}

/* Lists the states that lack a field, or a field of a technology, in one finding. */
static dt_status check_field(const dt_world *world, const char *dir, int field, int tech,
                             dt_diagnostics *diagnostics)
{
    const dt_world_field_info *info = dt_world_field_at(field);
    dt_diagnostic finding;
    int n_missing = 0;
    begin(&finding, dir, DT_E_DATA_MISSING, info->name, info->is_tech ? dt_tech_name(tech) : NULL);
    snprintf(finding.found, sizeof finding.found, "no row up to %d for", world->year);
    for (int i = 0; i < world->n_state; i++) {
        if (dt_world_value(world, field, i, tech).is_present) continue;
        size_t length = strlen(finding.found);
        snprintf(finding.found + length, sizeof finding.found - length, " %s", world->state[i].iso3);
        n_missing++;
    }
    if (!n_missing) return DT_OK;
    snprintf(finding.expected, sizeof finding.expected, "a value in %s for each of these %d states",
             info->unit, n_missing);
    return dt_diagnose(diagnostics, &finding);
}

static dt_status check_required(const dt_world *world, const char *dir, dt_diagnostics *diagnostics)
{
    dt_status status = DT_OK;
    for (int f = 0; f < DT_N_WORLD_FIELD; f++) {
        const dt_world_field_info *info = dt_world_field_at(f);
        int n_tech = info->is_tech ? dt_tech_count() : 1;
        for (int k = 0; info->is_required && k < n_tech; k++)
            if (check_field(world, dir, f, k, diagnostics) != DT_OK) status = DT_INPUT;
    }
    return status;
}

/* Totals of the world that the tables should come to: from the year on, within the tolerance. */
static const struct {
    int field, year;
    double total, tolerance;
} totals[] = {
    {DT_FIELD_generation, 2024, 30938.0, 0.03}, /* TWh, Our World in Data on Ember */
    {DT_FIELD_generation, 2025, 31650.0, 0.03}, /* TWh, newest value of every state */
    {DT_FIELD_capacity, 2025, 10100.0,
     0.08}, /* GW, newest figures; storage and rooftop growth lie above them */
    {DT_FIELD_accelerators, 2024, 6.1e6, 0.05}, /* H100e, Epoch AI */
    {DT_FIELD_accelerators, 2025, 20e6, 0.05},  /* H100e, Epoch AI */
    {DT_FIELD_population, 2024, 8100.0, 0.02},  /* million, World Bank */
    {DT_FIELD_gdp, 2024, 110e3, 0.03},          /* bn USD, World Factbook */
};

static double total_of(const dt_world *world, int field)
{
    int n_tech = dt_world_field_at(field)->is_tech ? dt_tech_count() : 1;
    double sum = 0.0;
    for (int i = 0; i < world->n_state; i++)
        for (int k = 0; k < n_tech; k++)
            sum += dt_world_value(world, field, i, k).central;
    return sum;
}

/* Warns of totals; the newest line of a field counts. */
static void check_totals(const dt_world *world, const char *dir, dt_diagnostics *diagnostics)
{
    int n = (int)(sizeof totals / sizeof totals[0]);
    for (int t = 0; t < n; t++) {
        int has_newer = t + 1 < n && totals[t + 1].field == totals[t].field &&
            totals[t + 1].year <= world->year;
        if (totals[t].year > world->year || has_newer) continue;
        double sum = total_of(world, totals[t].field), off = sum / totals[t].total - 1.0;
        if (off >= -totals[t].tolerance && off <= totals[t].tolerance) continue;
        const dt_world_field_info *info = dt_world_field_at(totals[t].field);
        dt_diagnostic finding;
        begin(&finding, dir, DT_E_DATA_TOTAL, info->name, NULL);
        finding.is_warning = 1;
        snprintf(finding.found, sizeof finding.found, "%.6g %s in all states", sum, info->unit);
        snprintf(finding.expected, sizeof finding.expected, "%.6g within %g%%", totals[t].total,
                 100.0 * totals[t].tolerance);
        dt_diagnose(diagnostics, &finding);
    }
}

dt_status dt_world_check(const dt_world *world, const char *dir, dt_diagnostics *diagnostics)
{
    dt_status status = check_required(world, dir, diagnostics);
    if (status == DT_OK) check_totals(world, dir, diagnostics);
    return status;
}
