/* The hash of a case: every number that the kernel, the draws or the summary read, and nothing else. Values
 * enter one by one, so that pointers do not. */
#include "io/hash.h"
#include "scenario/build.h"

static void add_integers(dt_hash *h, const int *values, int n)
{
    for (int i = 0; i < n; i++)
        dt_hash_integer(h, values[i]);
}

static void add_numbers(dt_hash *h, const double *values, int n)
{
    for (int i = 0; i < n; i++)
        dt_hash_number(h, values[i]);
}

static void add_dist(dt_hash *h, const dt_dist *d)
{
    dt_hash_integer(h, d->kind);
    const double values[] = {d->a, d->b, d->c, d->low, d->high};
    add_numbers(h, values, 5);
    dt_hash_integer(h, d->n);
    add_numbers(h, d->value, d->n);
    add_numbers(h, d->cumulative, d->n);
}

static void add_dists(dt_hash *h, const dt_dist *d, const int *factor, int n)
{
    for (int i = 0; i < n; i++)
        add_dist(h, &d[i]);
    if (factor) add_integers(h, factor, n);
}

static void add_head(dt_hash *h, const dt_case *c)
{
    dt_hash_string(h, "case 1");
    const int head[] = {c->n_state, c->n_step, c->start_year, c->start_quarter};
    add_integers(h, head, 4);
    dt_hash_number(h, c->dt);
    dt_hash_integer(h, (int64_t)c->seed);
    for (int i = 0; i < c->n_state; i++)
        dt_hash_string(h, c->iso3[i]);
    add_integers(h, c->tech_region, c->n_state);
    add_integers(h, c->data_group, c->n_state);
    dt_hash_update(h, &c->constant, sizeof c->constant); /* the case was cleared, so its padding is 0 */
    add_numbers(h, (const double *)(const void *)c->fixed,
                c->n_state * (int)(sizeof *c->fixed / sizeof(double)));
}

static void add_network(dt_hash *h, const struct network_row *rows, int n)
{
    for (int i = 0; i < n; i++) {
        dt_hash_integer(h, rows[i].count);
        add_integers(h, rows[i].named, rows[i].count);
        add_numbers(h, rows[i].weight, rows[i].count);
        add_numbers(h, rows[i].from, DT_N_COMMON);
        add_numbers(h, rows[i].to, DT_N_COMMON);
    }
}

static void add_inclination(dt_hash *h, const struct inclination *d, int n_state)
{
    if (!d->mean) return;
    dt_hash_integer(h, d->n_draw);
    add_numbers(h, d->mean, n_state * DT_N_PART);
    add_numbers(h, d->load, n_state * DT_N_PART * d->n_draw);
    dt_hash_number(h, d->pull);
    add_numbers(h, d->pull_load, d->n_draw);
}

/* Without curves nothing is added, so that such a case keeps its hash. */
static void add_supply(dt_hash *h, const struct supply *curve, int n)
{
    for (int c = 0; c < n; c++) {
        dt_hash_integer(h, curve[c].state);
        add_numbers(h, curve[c].width, DT_MAX_SUPPLY_STEP);
        add_numbers(h, curve[c].price, DT_MAX_SUPPLY_STEP);
        add_numbers(h, curve[c].lead, DT_MAX_SUPPLY_STEP);
    }
}

static void add_events(dt_hash *h, const dt_case *c)
{
    dt_hash_integer(h, c->n_event);
    for (int e = 0; e < c->n_event; e++) {
        const dt_case_event *event = &c->event[e];
        const int head[] = {event->step, event->is_site, event->state,
                            event->slot, (int)event->op, event->factor};
        add_integers(h, head, 6);
        add_dist(h, &event->dist);
        dt_hash_number(h, event->least);
        dt_hash_number(h, event->greatest);
    }
}

static void add_groups(dt_hash *h, const dt_case *c)
{
    dt_hash_integer(h, c->n_group);
    for (int g = 0; g < c->n_group; g++) {
        dt_hash_string(h, c->group[g].name);
        dt_hash_update(h, c->group[g].member, (size_t)c->n_state);
    }
}

void dt_build_hash(dt_case *c)
{
    dt_hash h;
    int n_path = c->constant.n_path_year * DT_N_MAKER;
    dt_hash_init(&h);
    add_head(&h, c);
    add_network(&h, c->rivals, c->n_state);
    add_network(&h, c->partners, c->n_state);
    add_inclination(&h, &c->inclination, c->n_state);
    add_supply(&h, c->supply, c->n_supply);
    add_dists(&h, c->param, c->param_factor, DT_N_PARAM_SLOT);
    add_dists(&h, c->site, c->site_factor, c->n_state * DT_N_SITE_SLOT);
    add_dists(&h, c->chip_output, NULL, n_path);
    add_integers(&h, c->chip_factor, DT_N_MAKER);
    dt_hash_integer(&h, c->n_factor);
    for (int f = 0; f < c->n_factor; f++)
        dt_hash_integer(&h, c->factor[f].stream);
    dt_hash_integer(&h, c->n_correlated);
    add_integers(&h, c->correlated, c->n_correlated);
    add_numbers(&h, c->cholesky, c->n_correlated * c->n_correlated);
    add_events(&h, c);
    add_groups(&h, c);
    dt_hash_finish(&h, c->hash);
}
