/* Supply curves of networks: the key `supply_curves`, and the steps that the kernel reads.
 *
 * A curve is the name of a file (detente/supply_curve.h), beside the scenario's file, or a list of steps
 * {gw, price, lead_years}, as the canonical form has it. Steps are put in the order of their price, energy
 * and capital; where there are more than the kernel has, neighbours with the same lead time are joined, those
 * first whose prices differ least. A state with a curve has no `trapped_capacity` unless the scenario sets
 * one: the curve takes its place. */
#include "scenario/curve.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "detente/supply_curve.h"
#include "io/file.h"
#include "model/unit.h"
#include "scenario/spec.h"
#include "scenario/suggest.h"
#include "scenario/target.h"

static const double MOST_GW = 1e6, MOST_PRICE = 1e6, MOST_YEARS = 1000.0;

/* Steps while they are brought into their order and number. */
struct steps {
    int n;
    struct dt_curve_step step[DT_SUPPLY_MAX_STEP];
};

/* ---- the shape ---- */

/* By price; of equal prices what is there first. */
static int by_price(const void *a, const void *b)
{
    const struct dt_curve_step *p = a, *q = b;
    if (p->price != q->price) return p->price < q->price ? -1 : 1;
    if (p->lead != q->lead) return p->lead < q->lead ? -1 : 1;
    return 0;
}

/* Squared error of the price that joining step k with the next brings, weighted by width; INFINITY if their
 * lead times differ. */
static double cost_of_joining(const struct steps *s, int k)
{
    const struct dt_curve_step *a = &s->step[k], *b = &s->step[k + 1];
    if (a->lead != b->lead) return INFINITY;
    double gap = b->price - a->price;
    return gap * gap * a->width * b->width / (a->width + b->width);
}

static void join(struct steps *s, int k)
{
    struct dt_curve_step *a = &s->step[k], *b = &s->step[k + 1];
    double width = a->width + b->width;
    a->price = (a->price * a->width + b->price * b->width) / width;
    a->width = width;
    memmove(b, b + 1, (size_t)(s->n - k - 2) * sizeof *b);
    s->n--;
}

/* Joins steps until `most` are left; 0 if lead times keep them apart. */
static int shorten(struct steps *s, int most)
{
    while (s->n > most) {
        int best = 0;
        for (int k = 1; k + 1 < s->n; k++)
            if (cost_of_joining(s, k) < cost_of_joining(s, best)) best = k;
        if (isinf(cost_of_joining(s, best))) return 0;
        join(s, best);
    }
    return 1;
}

/* ---- reading ---- */

static void report_steps(dt_reader *r, const dt_yaml *node, const char *found, const char *expected)
{
    dt_report(&r->f, DT_E_SUPPLY_STEPS, node->place, found, expected, NULL);
}

/* Whether the kernel can use the steps; what is wrong is reported. */
static int check_steps(dt_reader *r, const dt_yaml *node, const struct steps *s)
{
    for (int k = 0; k < s->n; k++) {
        const struct dt_curve_step *step = &s->step[k];
        if (!(step->price >= 0.0 && step->price <= MOST_PRICE)) {
            report_steps(r, node,
                         dt_say(&r->f, "step %d costs %s USD/MWh", k + 1, dt_say_number(&r->f, step->price)),
                         "costs of at least 0");
            return 0;
        }
        if (!(step->width > 0.0 && step->width <= MOST_GW && step->lead >= 0.0 && step->lead <= MOST_YEARS)) {
            report_steps(r, node,
                         dt_say(&r->f, "step %d adds %s GW after %s years", k + 1,
                                dt_say_number(&r->f, step->width), dt_say_number(&r->f, step->lead)),
                         "widths above 0 and lead times of at least 0");
            return 0;
        }
    }
    return 1;
}

/* Puts the steps in order and into the curve. */
static int take_steps(dt_reader *r, const dt_yaml *node, struct steps *s, dt_curve_def *def)
{
    if (!check_steps(r, node, s)) return 0;
    qsort(s->step, (size_t)s->n, sizeof *s->step, by_price);
    if (!shorten(s, DT_MAX_SUPPLY_STEP)) {
        report_steps(r, node, dt_say(&r->f, "%d steps with different lead times", s->n),
                     dt_say(&r->f, "at most %d different ones", DT_MAX_SUPPLY_STEP));
        return 0;
    }
    def->n = s->n;
    memcpy(def->step, s->step, (size_t)s->n * sizeof *s->step);
    return 1;
}

static int read_number(dt_reader *r, const dt_yaml *node, const char *key, double least, double most,
                       double *out)
{
    const dt_yaml *child = dt_yaml_find(node, key);
    const dt_rule rule = {key, least, most, 0, NULL};
    if (child) return dt_read_number(&r->f, child, &rule, out);
    if (strcmp(key, "lead_years") == 0) return 1;
    return dt_yaml_wrong(&r->f, node, dt_say(&r->f, "a step with %s", key));
}

static int read_step(dt_reader *r, const dt_yaml *node, struct dt_curve_step *step)
{
    static const char *const names[] = {"gw", "price", "lead_years", NULL};
    if (node->kind != DT_YAML_MAP)
        return dt_yaml_wrong(&r->f, node, "a step {gw: 20, price: 30, lead_years: 0}");
    DT_EACH_CHILD(child, node)
    {
        int known = 0;
        for (int k = 0; names[k]; k++)
            known |= strcmp(child->key, names[k]) == 0;
        if (known) continue;
        dt_report_unknown_key(r, child, names);
        return 0;
    }
    return read_number(r, node, "gw", 0.0, MOST_GW, &step->width) &&
        read_number(r, node, "price", 0.0, MOST_PRICE, &step->price) &&
        read_number(r, node, "lead_years", 0.0, MOST_YEARS, &step->lead);
}

static int read_list(dt_reader *r, const dt_yaml *node, dt_curve_def *def)
{
    struct steps s = {0};
    if (node->count < 1 || node->count > DT_SUPPLY_MAX_STEP)
        return dt_yaml_wrong(&r->f, node, dt_say(&r->f, "a list of 1 to %d steps", DT_SUPPLY_MAX_STEP));
    DT_EACH_CHILD(child, node)
    if (!read_step(r, child, &s.step[s.n++])) return 0;
    return take_steps(r, node, &s, def);
}

static struct steps steps_of(const dt_supply_curve *curve)
{
    struct steps s = {.n = curve->n_step};
    for (int k = 0; k < s.n; k++) {
        const dt_supply_step *step = &curve->step[k];
        s.step[k].width = step->gw;
        s.step[k].price = step->cost + step->capital * DT_KWH_PER_MWH / DT_HOURS_PER_YEAR;
        s.step[k].lead = step->lead_years;
    }
    return s;
}

/* Passes on what was found in the file, or says at the place of its name that there is none. */
static void report_file(dt_reader *r, const dt_yaml *node, const dt_diagnostics *found, dt_status status)
{
    if (status == DT_NO_MEMORY || !found->count) {
        dt_report_no_memory(&r->f);
        return;
    }
    for (int i = 0; i < found->count && status != DT_IO; i++) {
        status = dt_diagnose(r->f.list, &found->item[i]);
        r->f.status = r->f.n_error++ ? r->f.status : status;
    }
    if (status == DT_IO)
        dt_report(&r->f, DT_E_FILE_MISSING, node->place, dt_say(&r->f, "\"%.150s\"", node->text),
                  "a file with a supply curve", "make one with `detente grid curve`");
}

static int read_file(dt_reader *r, const dt_yaml *node, dt_curve_def *def)
{
    char *path = NULL;
    dt_supply_curve *curve = calloc(1, sizeof *curve);
    dt_diagnostics found;
    dt_diagnostics_init(&found);
    dt_status status = curve ? DT_OK : DT_NO_MEMORY;
    if (status == DT_OK && node->text[0] != '/') status = dt_path_join(r->folder, node->text, &path);
    if (status == DT_OK) status = dt_supply_curve_load(path ? path : node->text, curve, &found);
    int is_fine = status == DT_OK;
    if (is_fine) {
        struct steps s = steps_of(curve);
        is_fine = take_steps(r, node, &s, def);
    } else {
        report_file(r, node, &found, status);
    }
    free(curve);
    dt_free(path);
    return is_fine;
}

static void forget(dt_scenario *s, const char *state)
{
    int n = 0;
    for (int c = 0; c < s->n_curve; c++)
        if (state && strcmp(s->curve[c].state, state) != 0) s->curve[n++] = s->curve[c];
    s->n_curve = n;
}

static void store(dt_reader *r, const dt_curve_def *def)
{
    dt_curve_def *list = dt_grow(r->s->curve, r->s->n_curve, sizeof *list);
    if (!list) {
        dt_report_no_memory(&r->f);
        return;
    }
    r->s->curve = list;
    list[r->s->n_curve++] = *def;
}

static int is_none(const dt_yaml *node)
{
    return node->kind == DT_YAML_SCALAR && !node->is_quoted && strcmp(node->text, "none") == 0;
}

static void read_curve(dt_reader *r, const dt_yaml *node)
{
    dt_curve_def def = {.place = node->place};
    if (!dt_check_target_name(&r->f, node->key, node->key_place)) return;
    memcpy(def.state, node->key, strlen(node->key) + 1);
    def.place = node->key_place;
    int is_fine = 1;
    if (is_none(node))
        is_fine = 0;
    else if (node->kind == DT_YAML_LIST)
        is_fine = read_list(r, node, &def);
    else if (node->kind == DT_YAML_SCALAR && node->text[0] && r->folder)
        is_fine = read_file(r, node, &def);
    else
        is_fine = dt_yaml_wrong(&r->f, node, "the name of a file, a list of steps, or none");
    forget(r->s, def.state);
    if (is_fine) store(r, &def);
}

void dt_read_supply_curves(dt_reader *r, const dt_yaml *node)
{
    if (is_none(node)) {
        forget(r->s, NULL);
        return;
    }
    if (node->kind != DT_YAML_MAP) {
        dt_yaml_wrong(&r->f, node, "a map from states to curves such as {USA: usa_curve.csv}, or none");
        return;
    }
    DT_EACH_CHILD(child, node)
    {
        size_t mark = dt_key_enter(&r->f, child->key);
        read_curve(r, child);
        dt_key_leave(&r->f, mark);
    }
}

/* ---- the case ---- */

static const char *state_at(const void *context, int index)
{
    const dt_case *c = context;
    return dt_case_state_iso3(c, index);
}

/* Position of a curve's state; -1 if the world has none, which is reported. */
static int find_state(dt_builder *b, const dt_curve_def *def)
{
    int state = dt_world_state_index(b->world, def->state);
    if (state < 0)
        dt_report(&b->f, DT_E_SUPPLY_STATE, def->place, dt_say(&b->f, "\"%s\"", def->state),
                  "the ISO 3166 code of a state that the world has",
                  dt_say_nearest(&b->f, dt_nearest(def->state, state_at, b->c)));
    return state;
}

static void set_curve(struct supply *out, const dt_curve_def *def, int state)
{
    out->state = state;
    for (int k = 0; k < def->n; k++) {
        out->width[k] = def->step[k].width;
        out->price[k] = def->step[k].price - def->step[0].price;
        out->lead[k] = def->step[k].lead;
    }
}

const dt_curve_def *dt_build_curve_for(const dt_builder *b, int param, int state)
{
    const dt_curve_def *found = NULL;
    for (int c = 0; c < b->s->n_curve; c++)
        if (strcmp(b->s->curve[c].state, b->c->iso3[state]) == 0) found = &b->s->curve[c];
    if (!found || param != dt_param_find("trapped_capacity")) return NULL;
    return dt_build_find(b, param, state) < 0 ? found : NULL;
}

/* The curve says what lines trap. */
static void release_trapped(dt_builder *b, int state)
{
    int param = dt_param_find("trapped_capacity");
    if (!dt_build_curve_for(b, param, state)) return;
    b->c->site[state * DT_N_SITE_SLOT + dt_param_at(param)->slot] = (dt_dist){.kind = DT_DIST_FIXED};
}

void dt_build_supply_curves(dt_builder *b)
{
    const dt_scenario *s = b->s;
    if (!s->n_curve) return;
    b->c->supply = calloc((size_t)s->n_curve, sizeof *b->c->supply);
    if (!b->c->supply) {
        dt_report_no_memory(&b->f);
        return;
    }
    size_t mark = dt_key_enter(&b->f, "supply_curves");
    for (int c = 0; c < s->n_curve; c++) {
        int state = find_state(b, &s->curve[c]);
        if (state < 0) continue;
        set_curve(&b->c->supply[b->c->n_supply++], &s->curve[c], state);
        release_trapped(b, state);
    }
    dt_key_leave(&b->f, mark);
}
