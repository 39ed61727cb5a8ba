/* Which distribution is in force: the scenario's most specific setting, or the default of the table or the
 * world. */
#include <string.h>

#include "scenario/build.h"
#include "scenario/spec.h"

int dt_build_match(const dt_builder *b, const dt_setting *setting, int part)
{
    switch (setting->target) {
    case DT_TARGET_ALL: return 1;
    case DT_TARGET_TECH: return setting->tech == part ? 2 : 0;
    default: break;
    }
    const dt_state_info *state = dt_world_state(b->world, part);
    if (strcmp(state->iso3, setting->name) == 0) return 3;
    return dt_world_in_group(b->world, setting->name, part) == 1 ? 2 : 0;
}

int dt_build_find(const dt_builder *b, int param, int part)
{
    int best = -1, best_match = 0;
    for (int i = 0; i < b->s->n_setting; i++) {
        if (b->s->setting[i].param != param) continue;
        int match = dt_build_match(b, &b->s->setting[i], part);
        if (match && match >= best_match) {
            best = i;
            best_match = match;
        }
    }
    return best;
}

dt_dist dt_build_dist(const dt_builder *b, const dt_spec *spec, int index)
{
    dt_dist d = {
        .kind = spec->kind, .a = spec->a, .b = spec->b, .c = spec->c, .low = spec->low, .high = spec->high};
    if (spec->kind != DT_DIST_DISCRETE) return d;
    double *value = b->c->pool + (size_t)index * 2 * DT_MAX_DISCRETE, *cumulative = value + DT_MAX_DISCRETE;
    double total = 0.0, sum = 0.0;
    for (int i = 0; i < spec->n; i++)
        total += spec->weight[i];
    for (int i = 0; i < spec->n; i++) {
        sum += spec->weight[i];
        value[i] = spec->value[i];
        cumulative[i] = sum / total;
    }
    d.n = spec->n;
    d.value = value;
    d.cumulative = cumulative;
    return d;
}

/* The distribution between the three numbers of a value of the world; fixed where they are equal. */
static dt_dist world_dist(dt_value v)
{
    dt_dist d = {
        .kind = DT_DIST_TRIANGULAR, .a = v.low, .b = v.central, .c = v.high, .low = v.low, .high = v.high};
    if (v.low == v.high) {
        d.kind = DT_DIST_FIXED;
        d.a = v.central;
    }
    return d;
}

/* Reports a distribution of which something lies outside the parameter's range. `place` is that of a setting,
 * if one scales. */
static void check_range(dt_builder *b, const dt_param_info *info, const char *part, const dt_dist *d,
                        dt_place place)
{
    if (d->low >= info->least && d->high <= info->greatest) return;
    size_t mark = dt_key_enter(&b->f, info->name);
    dt_key_enter(&b->f, part);
    dt_report(&b->f, DT_E_OUT_OF_RANGE, place, dt_say(&b->f, "%.6g to %.6g", d->low, d->high),
              dt_say(&b->f, "values between %s and %s %s", dt_say_number(&b->f, info->least),
                     dt_say_number(&b->f, info->greatest), info->unit),
              NULL);
    dt_key_leave(&b->f, mark);
}

static void report_missing(dt_builder *b, const dt_param_info *info, const char *part, const char *field)
{
    size_t mark = dt_key_enter(&b->f, info->name);
    dt_key_enter(&b->f, part);
    dt_report(
        &b->f, DT_E_MISSING_VALUE, (dt_place){0, 0, 0}, NULL,
        dt_say(&b->f, "a value of the world's field \"%s\" for %s, or one in the scenario", field, part),
        NULL);
    dt_key_leave(&b->f, mark);
}

/* The distribution from the setting and the world's value: scaled, set, or as the world has it. */
static dt_dist from_world(dt_builder *b, const dt_param_info *info, const char *part, int setting, dt_value v)
{
    const dt_setting *s = setting < 0 ? NULL : &b->s->setting[setting];
    if (s && !s->spec.is_scale) return dt_build_dist(b, &s->spec, setting);
    dt_dist d = world_dist(v);
    if (!v.is_present) {
        report_missing(b, info, part, info->field ? info->field : info->name);
        return d;
    }
    if (s) dt_scale_dist(&d, s->spec.a);
    check_range(b, info, part, &d, s ? s->place : (dt_place){0, 0, 0});
    return d;
}

static dt_dist from_table(dt_builder *b, const dt_param_info *info, int setting)
{
    dt_dist d = dt_default_dist(info);
    if (setting < 0) return d;
    const dt_spec *spec = &b->s->setting[setting].spec;
    if (!spec->is_scale) return dt_build_dist(b, spec, setting);
    dt_scale_dist(&d, spec->a);
    return d;
}

void dt_build_params(dt_builder *b)
{
    for (int p = 0; p < dt_param_count(); p++) {
        const dt_param_info *info = dt_param_at(p);
        if (info->shape == DT_SHAPE_STATE) continue;
        for (int k = 0; k < info->n_slot; k++) {
            int setting = dt_build_find(b, p, k);
            b->c->param[info->slot + k] = info->distribution == DT_DIST_DATA
                ? from_world(b, info, dt_tech_name(k), setting, dt_world_tech_value(b->world, info->name, k))
                : from_table(b, info, setting);
        }
    }
}

void dt_build_sites(dt_builder *b)
{
    for (int p = 0; p < dt_param_count(); p++) {
        const dt_param_info *info = dt_param_at(p);
        if (info->shape != DT_SHAPE_STATE) continue;
        int field = dt_world_field_find(info->field);
        for (int i = 0; i < b->c->n_state; i++) {
            dt_value v = dt_world_value(b->world, field, i, 0);
            b->c->site[i * DT_N_SITE_SLOT + info->slot] = from_world(b, info, b->c->iso3[i],
                                                                     dt_build_find(b, p, i), v);
        }
    }
}

void dt_build_chips(dt_builder *b)
{
    int n = b->c->constant.n_path_year;
    if (n > DT_MAX_PATH_YEAR)
        dt_report(&b->f, DT_E_TOO_MANY_YEARS, (dt_place){0, 0, 0}, dt_say(&b->f, "%d years", n),
                  dt_say(&b->f, "at most %d", DT_MAX_PATH_YEAR), NULL);
    for (int year = 0; year < n; year++)
        for (int maker = 0; maker < DT_N_MAKER; maker++) {
            dt_value v = dt_world_chip_output(b->world, maker, year);
            if (!v.is_present)
                dt_report(&b->f, DT_E_MISSING_VALUE, (dt_place){0, 0, 0}, NULL,
                          dt_say(&b->f, "output of accelerators of \"%s\" in %d", dt_maker_name(maker),
                                 (int)b->c->constant.first_path_year + year),
                          NULL);
            b->c->chip_output[year * DT_N_MAKER + maker] = world_dist(v);
        }
}
