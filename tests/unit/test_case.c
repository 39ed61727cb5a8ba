/* Cases: scenarios on the world's data. */
#include <stdlib.h>

#include "scenario/case.h"
#include "scenario/build.h"
#include "scenario/normal.h"
#include "test.h"

#define DATA DT_SOURCE_DIR "/data"

static dt_world *load_world(void)
{
    dt_world *world = NULL;
    assert_int_equal(dt_world_load(DATA, 2025, &world, NULL), DT_OK);
    return world;
}

static dt_scenario *parse(const char *text)
{
    dt_scenario *s = NULL;
    assert_int_equal(dt_scenario_parse(text, strlen(text), "test.yaml", NULL, &s, NULL), DT_OK);
    return s;
}

static dt_case *build_with(const dt_world *world, const char *text, dt_diagnostics *list)
{
    dt_scenario *s = parse(text);
    dt_case *c = NULL;
    dt_diagnostics own;
    dt_diagnostics_init(list ? list : &own);
    dt_status status = dt_case_build(world, s, &c, list ? list : &own);
    dt_scenario_free(s);
    if (status != DT_OK && !list) {
        char line[2048];
        dt_diagnostic_format(&own.item[0], line, sizeof line);
        fail_msg("%s", line);
    }
    return c;
}

static dt_case *build(const char *text)
{
    dt_world *world = load_world();
    dt_case *c = build_with(world, text, NULL);
    dt_world_free(world);
    return c;
}

static int state_of(const dt_case *c, const char *iso3)
{
    for (int i = 0; i < c->n_state; i++)
        if (strcmp(c->iso3[i], iso3) == 0) return i;
    fail_msg("no state %s", iso3);
    return -1;
}

static const dt_dist *site_dist(const dt_case *c, const char *param, const char *iso3)
{
    return &c->site[state_of(c, iso3) * DT_N_SITE_SLOT + dt_param_at(dt_param_find(param))->slot];
}

static int find_factor(const dt_case *c, const char *name)
{
    for (int f = 0; f < dt_case_factor_count(c); f++)
        if (strcmp(dt_case_factor(c, f)->name, name) == 0) return f;
    return -1;
}

TEST(sizes_and_times)
{
    dt_case *c = build("start: 2026-Q3\nend: 2027-Q2\nstep: month\nseed: 4\nmembers: 9\n");
    assert_int_equal(dt_case_step_count(c), 12);
    assert_near(dt_case_dt(c), 1.0 / 12.0, 0.0, 0.0);
    assert_near(dt_case_time(c, 0), 2026.5, 0.0, 0.0);
    assert_near(dt_case_time(c, 12), 2027.5, 0.0, 1e-15);
    assert_int_equal(dt_case_seed(c), 4);
    assert_int_equal(dt_case_members(c), 9);
    assert_true(dt_case_state_count(c) > 80);
    assert_string_equal(dt_case_state_iso3(c, state_of(c, "USA")), "USA");
    assert_non_null(dt_case_state_name(c, 0));
    assert_null(dt_case_state_iso3(c, -1));
    assert_null(dt_case_state_name(c, c->n_state));
    dt_case_free(c);
}

TEST(groups_have_their_states)
{
    dt_case *c = build("groups: [USA, EU, GULF]\n");
    int n[3] = {0};
    assert_int_equal(dt_case_group_count(c), 3);
    for (int g = 0; g < 3; g++)
        for (int i = 0; i < c->n_state; i++)
            n[g] += dt_case_in_group(c, g, i);
    assert_int_equal(n[0], 1);
    assert_int_equal(n[1], 27);
    assert_true(n[2] >= 4 && n[2] <= 6);
    assert_int_equal(dt_case_in_group(c, 1, state_of(c, "FRA")), 1);
    assert_int_equal(dt_case_in_group(c, 1, state_of(c, "GBR")), 0);
    assert_int_equal(dt_case_in_group(c, 3, 0), 0);
    assert_int_equal(dt_case_in_group(c, 0, -1), 0);
    assert_string_equal(dt_case_group_name(c, 2), "GULF");
    assert_null(dt_case_group_name(c, 3));
    dt_case_free(c);
}

/* What the scenario does not set is the world's range, or the table's. */
TEST(defaults_come_from_world_and_table)
{
    dt_world *world = load_world();
    dt_case *c = build_with(world, "", NULL);
    int usa = dt_world_state_index(world, "USA");
    dt_value v = dt_world_value(world, dt_world_field_find("connection_rate"), usa, 0);
    const dt_dist *d = site_dist(c, "connection_rate", "USA");
    assert_int_equal(d->kind, DT_DIST_TRIANGULAR);
    assert_true(d->a == v.low && d->b == v.central && d->c == v.high);
    const dt_param_info *growth = dt_param_at(dt_param_find("algorithm_growth"));
    assert_true(c->param[growth->slot].a == growth->low && c->param[growth->slot].b == growth->central);
    const dt_param_info *learning = dt_param_at(dt_param_find("learning_rate"));
    dt_value solar = dt_world_tech_value(world, "learning_rate", DT_SOLAR);
    assert_true(c->param[learning->slot + DT_SOLAR].b == solar.central);
    dt_value chips = dt_world_chip_output(world, DT_CHINA, 1);
    assert_true(c->chip_output[1 * DT_N_MAKER + DT_CHINA].b == chips.central);
    dt_case_free(c);
    dt_world_free(world);
}

/* A state comes before a group and a group before all, in whatever order they stand; of two groups the later
 * one wins. */
TEST(most_specific_setting_holds)
{
    dt_case *c = build("levers:\n  openness: {DEU: 0.1, EU: 0.2, NATO: 0.3, all: 0.4}\n");
    assert_true(site_dist(c, "openness", "DEU")->a == 0.1);
    assert_true(site_dist(c, "openness", "FRA")->a == 0.3);
    assert_true(site_dist(c, "openness", "AUT")->a == 0.2);
    assert_true(site_dist(c, "openness", "IND")->a == 0.4);
    dt_case_free(c);
}

TEST(technology_before_all)
{
    dt_case *c = build("parameters:\n  learning_rate: {solar: 0.3, all: 0.1}\n");
    int slot = dt_param_at(dt_param_find("learning_rate"))->slot;
    assert_true(c->param[slot + DT_SOLAR].a == 0.3);
    assert_true(c->param[slot + DT_WIND].a == 0.1);
    dt_case_free(c);
}

TEST(scale_multiplies_the_default)
{
    dt_case *plain = build(""),
            *scaled = build(
                "parameters:\n  connection_rate: {USA: {scale: 2}}\n  algorithm_growth: {scale: 0.5}\n");
    const dt_dist *d = site_dist(plain, "connection_rate", "USA"),
                  *e = site_dist(scaled, "connection_rate", "USA");
    assert_true(e->a == 2 * d->a && e->b == 2 * d->b && e->c == 2 * d->c);
    assert_true(site_dist(scaled, "connection_rate", "CHN")->b ==
                site_dist(plain, "connection_rate", "CHN")->b);
    int slot = dt_param_at(dt_param_find("algorithm_growth"))->slot;
    assert_true(scaled->param[slot].c == 0.5 * plain->param[slot].c);
    dt_case_free(plain);
    dt_case_free(scaled);
}

/* Factors follow the order of the tables; fixed values have none. */
TEST(factors_follow_the_tables)
{
    dt_case *c = build("");
    int before = -1;
    for (int f = 0; f < dt_case_factor_count(c); f++) {
        const dt_factor_info *info = dt_case_factor(c, f);
        if (info->param < 0) continue;
        assert_true(info->param >= before);
        before = info->param;
    }
    assert_true(find_factor(c, "algorithm_growth") >= 0);
    assert_true(find_factor(c, "learning_rate.solar") >= 0);
    assert_true(find_factor(c, "connection_rate.REST") >= 0);
    assert_int_equal(find_factor(c, "chip_output.west"), dt_case_factor_count(c) - 2);
    assert_int_equal(find_factor(c, "equal_chips"), -1);
    assert_int_equal(find_factor(c, "it_share_of_capex"), -1);
    assert_null(dt_case_factor(c, dt_case_factor_count(c)));
    dt_case_free(c);
}

/* Every uncertain value has the factor of its parameter and group, every fixed one has none. */
TEST(each_value_has_its_factor)
{
    dt_case *c = build("levers:\n  openness: {DEU: 0.1}\n");
    for (int p = 0; p < dt_param_count(); p++) {
        const dt_param_info *info = dt_param_at(p);
        for (int i = 0; info->shape == DT_SHAPE_STATE && i < c->n_state; i++) {
            int place = i * DT_N_SITE_SLOT + info->slot, f = c->site_factor[place];
            assert_int_equal(f >= 0, c->site[place].kind != DT_DIST_FIXED);
            if (f >= 0) assert_int_equal(dt_case_factor(c, f)->param, p);
            if (f >= 0) assert_int_equal(dt_case_factor(c, f)->index, c->data_group[i]);
        }
        for (int k = 0; info->shape != DT_SHAPE_STATE && k < info->n_slot; k++) {
            int f = c->param_factor[info->slot + k];
            assert_int_equal(f >= 0, c->param[info->slot + k].kind != DT_DIST_FIXED);
            if (f >= 0) assert_int_equal(dt_case_factor(c, f)->index, k);
        }
    }
    dt_case_free(c);
}

/* A parameter draws the same numbers whatever else is fixed: scenarios are compared member by member. */
TEST(draws_do_not_depend_on_other_factors)
{
    dt_case *all = build(""),
            *fewer = build("parameters:\n  reserve_margin: 0.03\n  connection_rate: {USA: 9}\n");
    double u[400], v[400];
    assert_true(dt_case_factor_count(all) < 400);
    assert_int_equal(dt_case_factor_count(fewer), dt_case_factor_count(all) - 2);
    dt_case_draw(all, 7, u);
    dt_case_draw(fewer, 7, v);
    for (int f = 0; f < dt_case_factor_count(fewer); f++)
        assert_true(v[f] == u[find_factor(all, dt_case_factor(fewer, f)->name)]);
    dt_case_free(all);
    dt_case_free(fewer);
}

/* No two factors share a stream of random numbers. */
TEST(streams_are_distinct)
{
    dt_case *c = build(
        "events:\n  - {at: 2028, set: {openness: {uniform: [0, 1]}, equal_chips: {uniform: [0, 1]}}}\n"
        "  - {at: 2028, scale: {openness: {uniform: [0, 1]}}}\n");
    for (int f = 0; f < c->n_factor; f++)
        for (int g = 0; g < f; g++)
            assert_true(c->factor[f].stream != c->factor[g].stream);
    dt_case_free(c);
}

TEST(draws_depend_on_seed_and_member)
{
    dt_case *one = build("seed: 1\n"), *zero = build("seed: 0\n");
    double a[400], b[400];
    dt_case_draw(one, 3, a);
    dt_case_draw(one, 3, b);
    assert_memory_equal(a, b, (size_t)one->n_factor * sizeof(double));
    dt_case_draw(one, 4, b);
    assert_true(a[0] != b[0]);
    dt_case_draw(zero, 3, b);
    assert_true(a[0] != b[0]);
    dt_case_free(one);
    dt_case_free(zero);
}

/* The mean of n uniform draws has the standard deviation 1 / sqrt(12 n); 4.5 of them are passed once in
 * 150,000 factors. */
TEST(draws_are_uniform)
{
    enum { N = 4000 };
    dt_case *c = build("");
    double u[400], sum[400] = {0};
    for (int m = 0; m < N; m++) {
        dt_case_draw(c, (uint64_t)m, u);
        for (int f = 0; f < c->n_factor; f++)
            sum[f] += u[f];
    }
    for (int f = 0; f < c->n_factor; f++)
        assert_near(sum[f] / N, 0.5, 4.5 / sqrt(12.0 * N), 0.0);
    dt_case_free(c);
}

/* The correlation of the normal numbers behind n draws has the standard error (1 - rho^2) / sqrt(n); 4.5 of
 * them. */
static void check_correlation(const dt_case *c, const char *first, const char *second, double rho)
{
    enum { N = 20000 };
    int f = find_factor(c, first), g = find_factor(c, second);
    double u[400], sum_x = 0.0, sum_y = 0.0, xx = 0.0, yy = 0.0, xy = 0.0;
    assert_true(f >= 0 && g >= 0);
    for (int m = 0; m < N; m++) {
        dt_case_draw(c, (uint64_t)m, u);
        assert_true(u[f] > 0.0 && u[f] < 1.0);
        double x = dt_normal_quantile(u[f]), y = dt_normal_quantile(u[g]);
        sum_x += x;
        sum_y += y;
        xx += x * x;
        yy += y * y;
        xy += x * y;
    }
    double covariance = xy / N - sum_x / N * (sum_y / N);
    double correlation = covariance /
        sqrt((xx / N - sum_x / N * (sum_x / N)) * (yy / N - sum_y / N * (sum_y / N)));
    assert_near(correlation, rho, 4.5 * (1.0 - rho * rho) / sqrt(N), 0.0);
    assert_near(sum_x / N, 0.0, 4.5 / sqrt(N), 0.0);
    assert_near(xx / N, 1.0, 4.5 * sqrt(2.0 / N),
                0.0); /* the variance of the square of a normal number is 2 */
}

TEST(correlations_are_recovered)
{
    dt_case *c = build("correlations:\n  - {parameters: [algorithm_growth, connection_rate.USA], rho: 0.6}\n"
                       "  - {parameters: [algorithm_growth, learning_rate.solar], rho: -0.4}\n"
                       "  - {parameters: [chip_output.west, chip_output.china], rho: 0.9}\n");
    check_correlation(c, "algorithm_growth", "connection_rate.USA", 0.6);
    check_correlation(c, "algorithm_growth", "learning_rate.solar", -0.4);
    check_correlation(c, "connection_rate.USA", "learning_rate.solar", 0.0);
    check_correlation(c, "chip_output.west", "chip_output.china", 0.9);
    check_correlation(c, "algorithm_growth", "chip_output.west", 0.0);
    dt_case_free(c);
}

/* Uncorrelated factors keep their bits, correlated or not are the others. */
TEST(copula_leaves_others_alone)
{
    dt_case *plain = build(""),
            *tied = build("correlations:\n  - {parameters: [open_lag, ally_lag], rho: 0.5}\n");
    double u[400], v[400];
    dt_case_draw(plain, 11, u);
    dt_case_draw(tied, 11, v);
    int n_changed = 0;
    for (int f = 0; f < plain->n_factor; f++)
        n_changed += fabs(u[f] - v[f]) > 1e-12;
    assert_int_equal(n_changed, 1);
    dt_case_free(plain);
    dt_case_free(tied);
}

/* Of a factor that the scenario fixes the correlation is dropped with a warning. */
TEST(correlation_of_a_fixed_factor_is_a_warning)
{
    dt_world *world = load_world();
    dt_diagnostics list;
    dt_case *c = build_with(
        world, "parameters: {open_lag: 4}\ncorrelations:\n  - {parameters: [open_lag, ally_lag], rho: 0.5}\n",
        &list);
    assert_non_null(c);
    assert_int_equal(list.n_error, 0);
    assert_int_equal(list.n_warning, 1);
    assert_int_equal(list.item[0].code, DT_E_FACTOR_IS_FIXED);
    assert_int_equal(list.item[0].line, 3);
    dt_case_free(c);
    dt_world_free(world);
}

static void check_refused(const char *text, dt_error_code code, const char *suggestion)
{
    dt_world *world = load_world();
    dt_diagnostics list;
    assert_null(build_with(world, text, &list));
    assert_true(list.n_error > 0);
    assert_int_equal(list.item[0].code, code);
    assert_string_equal(list.item[0].suggestion, suggestion);
    dt_world_free(world);
}

TEST(unknown_state_in_a_setting)
{
    check_refused("levers:\n  openness: {USB: 0.5}\n", DT_E_UNKNOWN_TARGET, "did you mean \"USA\"?");
}

TEST(unknown_state_in_an_event)
{
    check_refused("events:\n  - {at: 2028, set: {openness: {QQQQQ: 0.5}}}\n", DT_E_UNKNOWN_TARGET, "");
}

TEST(unknown_reported_group)
{
    check_refused("groups: [USA, GOLF]\n", DT_E_UNKNOWN_GROUP, "did you mean \"GULF\"?");
}

TEST(unknown_required_party)
{
    check_refused("required_parties: [USA, GOLF]\n", DT_E_UNKNOWN_PARTY, "did you mean \"GULF\"?");
}

/* More parties than states in every member, at the start or by an event; as many as there are is possible. */
TEST(entry_that_cannot_be)
{
    check_refused("levers: {entry_count: 150}\n", DT_E_NEVER_IN_FORCE, "");
    check_refused("levers: {entry_count: {uniform: [120, 150]}}\n", DT_E_NEVER_IN_FORCE, "");
    check_refused("events: [{at: 2028, set: {entry_count: 150}}]\n", DT_E_NEVER_IN_FORCE, "");
    dt_case_free(build("levers: {entry_count: {uniform: [20, 150]}}\n"));
    dt_case_free(build("levers: {entry_count: 100}\n"));
}

TEST(required_parties_reach_the_case)
{
    dt_case *c = build("required_parties: [IND, GULF]\n");
    assert_true(c->fixed[state_of(c, "IND")].treaty.required == 1.0);
    assert_true(c->fixed[state_of(c, "SAU")].treaty.required == 1.0);
    assert_true(c->fixed[state_of(c, "USA")].treaty.required == 0.0);
    dt_case_free(c);
}

TEST(postures_reach_the_case)
{
    dt_case *c = build(
        "postures: {one: {base: 1.5, restraint: 0.25}}\nlevers: {posture: {USA: one, CHN: norm}}\n");
    assert_int_equal(c->constant.n_defined, 1);
    assert_true(c->constant.defined[0][0] == 1.5);
    assert_true(c->constant.defined[0][DT_N_POSTURE_WEIGHT - 1] == 0.25);
    assert_true(site_dist(c, "posture", "USA")->a == dt_posture_count());
    assert_true(site_dist(c, "posture", "CHN")->a == 2.0);
    dt_case_free(c);
}

TEST(scaled_data_out_of_range)
{
    check_refused("levers:\n  openness: {scale: 5}\n", DT_E_OUT_OF_RANGE, "");
}

/* Pairs that hold one by one but not together: x like y, y like z, x unlike z. */
TEST(correlations_that_do_not_fit_together)
{
    check_refused("correlations:\n  - {parameters: [open_lag, ally_lag], rho: 0.9}\n"
                  "  - {parameters: [ally_lag, leak_lag], rho: 0.9}\n  - {parameters: [open_lag, leak_lag], "
                  "rho: -0.9}\n",
                  DT_E_BAD_CORRELATION, "");
}

TEST(correlation_of_an_event_without_distribution)
{
    check_refused("events:\n  - {at: 2028, set: {openness: 0.5}}\n"
                  "correlations:\n  - {parameters: [event1.openness, open_lag], rho: 0.9}\n",
                  DT_E_UNKNOWN_FACTOR, "");
}

TEST(event_factor_can_be_correlated)
{
    dt_case *c = build("events:\n  - {at: 2028, set: {openness: {uniform: [0, 1]}}}\n"
                       "correlations:\n  - {parameters: [event1.openness, open_lag], rho: 0.9}\n");
    check_correlation(c, "event1.openness", "open_lag", 0.9);
    dt_case_free(c);
}

/* An event on two states and one on the world, given in the wrong order, become flat changes in the order of
 * their steps. */
TEST(events_become_flat_changes)
{
    dt_case *c = build(
        "events:\n  - {at: 2030-Q2, add: {chip_access_west: {CHN: {uniform: [0, 0.5]}, RUS: 0.25}}}\n"
        "  - {at: 2028-Q1, set: {equal_chips: 1}}\n");
    const dt_param_info *access = dt_param_at(dt_param_find("chip_access_west"));
    assert_int_equal(c->n_event, 3);
    assert_int_equal(c->event[0].step, 8);
    assert_int_equal(c->event[0].is_site, 0);
    assert_int_equal(c->event[0].slot, dt_param_at(dt_param_find("equal_chips"))->slot);
    assert_int_equal(c->event[0].factor, -1);
    int n_uncertain = 0;
    for (int e = 1; e < 3; e++) {
        const dt_case_event *event = &c->event[e];
        assert_int_equal(event->step, 17);
        assert_int_equal(event->is_site, 1);
        assert_int_equal(event->slot, access->slot);
        assert_int_equal(event->op, DT_EVENT_ADD);
        assert_true(event->least == 0.0 && event->greatest == 1.0);
        assert_int_equal(event->factor >= 0, event->state == state_of(c, "CHN"));
        n_uncertain += event->factor >= 0;
    }
    assert_int_equal(n_uncertain, 1);
    assert_true(find_factor(c, "event1.chip_access_west") >= 0);
    dt_case_free(c);
}

TEST(event_for_all_states_and_technologies)
{
    dt_case *c = build("events:\n  - {at: 2028, set: {openness: {all: 0.5, USA: 0.25}}}\n"
                       "  - {at: 2029, set: {learning_rate: 0.1}}\n");
    assert_int_equal(c->n_event, c->n_state + DT_N_TECH);
    for (int e = 0; e < c->n_state; e++)
        assert_true(c->event[e].dist.a == (c->event[e].state == state_of(c, "USA") ? 0.25 : 0.5));
    assert_int_equal(c->event[c->n_state + 3].slot, dt_param_at(dt_param_find("learning_rate"))->slot + 3);
    dt_case_free(c);
}

/* An event in the third quarter acts with the step that has begun when steps are years. */
TEST(event_in_a_long_step)
{
    dt_case *c = build("step: year\nevents:\n  - {at: 2028-Q3, set: {equal_chips: 1}}\n");
    assert_int_equal(c->event[0].step, 2);
    dt_case_free(c);
}

TEST(discrete_values_reach_the_case)
{
    dt_case *c = build("parameters:\n  open_lag: {discrete: {values: [3, 5, 9], weights: [1, 2, 1]}}\n");
    const dt_dist *d = &c->param[dt_param_at(dt_param_find("open_lag"))->slot];
    assert_int_equal(d->n, 3);
    assert_true(dt_dist_value(d, 0.2) == 3.0 && dt_dist_value(d, 0.7) == 5.0 && dt_dist_value(d, 0.8) == 9.0);
    assert_true(find_factor(c, "open_lag") >= 0);
    dt_case_free(c);
}

/* Values of settings and of changes stand apart. */
TEST(discrete_values_of_an_event)
{
    dt_case *c = build("parameters:\n  open_lag: {discrete: {values: [3, 5]}}\n"
                       "events:\n  - {at: 2028, set: {open_lag: {discrete: {values: [7, 9]}}}}\n");
    const dt_dist *d = &c->param[dt_param_at(dt_param_find("open_lag"))->slot];
    assert_true(dt_dist_value(d, 0.2) == 3.0 && dt_dist_value(d, 0.7) == 5.0);
    assert_true(dt_dist_value(&c->event[0].dist, 0.2) == 7.0 && dt_dist_value(&c->event[0].dist, 0.7) == 9.0);
    dt_case_free(c);
}

static dt_assumption assumption_of(const dt_case *c, const char *key)
{
    for (int a = 0; a < dt_case_assumption_count(c); a++)
        if (strcmp(dt_case_assumption(c, a).key, key) == 0) return dt_case_assumption(c, a);
    fail_msg("no assumption %s", key);
    return (dt_assumption){0};
}

TEST(assumptions_say_what_holds_and_why)
{
    dt_case *c = build("groups: [USA, EU]\nlevers:\n  openness: {DEU: 0.5}\nparameters:\n  algorithm_growth: "
                       "{uniform: [1, 2]}\n");
    dt_assumption growth = assumption_of(c, "algorithm_growth");
    assert_int_equal(growth.kind, DT_DIST_UNIFORM);
    assert_true(growth.is_changed && growth.low == 1.0 && growth.high == 2.0);
    assert_string_equal(growth.source, "test.yaml:5");
    assert_true(assumption_of(c, "openness.EU").is_changed);
    assert_false(assumption_of(c, "openness.USA").is_changed);
    assert_false(assumption_of(c, "research_returns").is_changed);
    assert_string_equal(assumption_of(c, "research_returns").source, "jones-1995");
    assert_string_equal(assumption_of(c, "learning_rate.solar").param->name, "learning_rate");
    assert_null(dt_case_assumption(c, dt_case_assumption_count(c)).key);
    dt_case_free(c);
}

/* For a group the row holds the means over its states. */
TEST(assumption_of_a_group_is_a_mean)
{
    dt_case *c = build("groups: [EU]\n");
    dt_assumption row = assumption_of(c, "gdp_growth.EU");
    double low = 0.0, central = 0.0, high = 0.0;
    for (int i = 0; i < c->n_state; i++) {
        const dt_dist *d = &c->site[i * DT_N_SITE_SLOT + row.param->slot];
        if (!dt_case_in_group(c, 0, i)) continue;
        low += d->low / 27;
        central += (d->kind == DT_DIST_FIXED ? d->a : d->b) / 27;
        high += d->high / 27;
    }
    assert_int_equal(row.kind, DT_DIST_DATA);
    assert_near(row.a, low, 0.0, 1e-14);
    assert_near(row.b, central, 0.0, 1e-14);
    assert_near(row.c, high, 0.0, 1e-14);
    dt_case_free(c);
}

static void hash_of(const dt_world *world, const char *text, unsigned char hash[16])
{
    dt_case *c = build_with(world, text, NULL);
    dt_case_hash(c, hash);
    dt_case_free(c);
}

/* Whatever can change a result changes the hash; each line against the plain scenario and against all the
 * others. */
TEST(hash_sees_every_setting)
{
    static const char *const texts[] = {
        "",
        "seed: 2\n",
        "start: 2026-Q2\n",
        "end: 2040-Q3\n",
        "step: month\n",
        "groups: [USA, CHN, EU, GULF]\n",
        "groups: [CHN, USA, EU, GULF, IND]\n",
        "levers: {equal_chips: 1}\n",
        "levers: {openness: {USA: 0.5}}\n",
        "levers: {posture: {USA: norm}}\n",
        "required_parties: [USA]\n",
        "postures: {one: {base: 1}}\nlevers: {posture: {USA: one}}\n",
        "postures: {one: {base: 2}}\nlevers: {posture: {USA: one}}\n",
        "levers: {openness: {USA: 0.5000000000000001}}\n",
        "levers: {openness: {CHN: 0.5}}\n",
        "parameters: {algorithm_growth: 1.1}\n",
        "parameters: {algorithm_growth: {uniform: [1, 2]}}\n",
        "parameters: {algorithm_growth: {triangular: [1, 1.5, 2]}}\n",
        "parameters: {algorithm_growth: {pert: [1, 1.5, 2]}}\n",
        "parameters: {algorithm_growth: {normal: {mean: 1, sd: 0.1}}}\n",
        "parameters: {algorithm_growth: {normal: {mean: 1, sd: 0.1, low: 0.5}}}\n",
        "parameters: {algorithm_growth: {discrete: {values: [1, 2], weights: [1, 2]}}}\n",
        "parameters: {algorithm_growth: {discrete: {values: [1, 2], weights: [2, 1]}}}\n",
        "parameters: {learning_rate: {solar: 0.2}}\n",
        "parameters: {connection_rate: {scale: 1.1}}\n",
        "correlations: [{parameters: [open_lag, ally_lag], rho: 0.5}]\n",
        "correlations: [{parameters: [open_lag, ally_lag], rho: 0.6}]\n",
        "correlations: [{parameters: [open_lag, leak_lag], rho: 0.5}]\n",
        "events: [{at: 2028-Q1, set: {equal_chips: 1}}]\n",
        "events: [{at: 2028-Q2, set: {equal_chips: 1}}]\n",
        "events: [{at: 2028-Q1, add: {equal_chips: 1}}]\n",
        "events: [{at: 2028-Q1, set: {power_limit_off: 1}}]\n",
        "events: [{at: 2028-Q1, set: {equal_chips: {uniform: [0, 1]}}}]\n",
    };
    enum { N = sizeof texts / sizeof texts[0] };
    unsigned char hash[N][16];
    dt_world *world = load_world();
    for (int i = 0; i < N; i++) {
        hash_of(world, texts[i], hash[i]);
        for (int j = 0; j < i; j++)
            if (memcmp(hash[i], hash[j], 16) == 0)
                fail_msg("one hash for \"%s\" and \"%s\"", texts[i], texts[j]);
    }
    dt_world_free(world);
}

/* What cannot change a member's result leaves the hash alone. */
TEST(hash_leaves_out_what_does_not_matter)
{
    static const char *const texts[] = {"members: 5\n", "name: other\ntext: Words.\n",
                                        "outputs: [capability]\n", "levers: {equal_chips: 0}\n",
                                        "correlations: [{parameters: [open_lag, ally_lag], rho: 0}]\n"};
    unsigned char plain[16], hash[16];
    dt_world *world = load_world();
    hash_of(world, "", plain);
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        hash_of(world, texts[i], hash);
        assert_memory_equal(hash, plain, 16);
    }
    dt_world_free(world);
}

TEST(canonical_text_gives_the_same_hash)
{
    const char *text =
        "levers:\n  openness: {NATO: 0.1, EU: {uniform: [0.1, 0.3]}, all: 0.7, USA: 0.5}\n"
        "parameters:\n  algorithm_growth: {normal: {mean: 1.1, sd: 0.3}}\n  learning_rate: {scale: 0.9}\n"
        "  build_ceiling: {discrete: {values: [2, 4, 8], weights: [1, 2, 0.3]}}\n"
        "correlations:\n  - {parameters: [open_lag, ally_lag, leak_lag], rho: 0.3}\n"
        "events:\n  - {at: 2030-Q3, scale: {openness: {uniform: [0.5, 1]}}, set: {equal_chips: {uniform: [0, "
        "1]}}}\n"
        "  - {at: 2028, scale: {chip_access_west: {CHN: {uniform: [0.5, 1]}}}}\n";
    unsigned char before[16], after[16];
    char *canonical = NULL;
    dt_world *world = load_world();
    dt_scenario *s = parse(text);
    assert_int_equal(dt_scenario_canonical(s, &canonical), DT_OK);
    hash_of(world, text, before);
    hash_of(world, canonical, after);
    assert_memory_equal(before, after, 16);
    dt_free(canonical);
    dt_scenario_free(s);
    dt_world_free(world);
}

TEST(free_accepts_null)
{
    dt_case_free(NULL);
}

RUN_TESTS(CASE(sizes_and_times), CASE(groups_have_their_states), CASE(defaults_come_from_world_and_table),
          CASE(most_specific_setting_holds), CASE(technology_before_all), CASE(scale_multiplies_the_default),
          CASE(factors_follow_the_tables), CASE(each_value_has_its_factor),
          CASE(draws_do_not_depend_on_other_factors), CASE(streams_are_distinct),
          CASE(draws_depend_on_seed_and_member), CASE(draws_are_uniform), CASE(correlations_are_recovered),
          CASE(copula_leaves_others_alone), CASE(correlation_of_a_fixed_factor_is_a_warning),
          CASE(unknown_state_in_a_setting), CASE(unknown_state_in_an_event), CASE(unknown_reported_group),
          CASE(unknown_required_party), CASE(entry_that_cannot_be), CASE(required_parties_reach_the_case),
          CASE(postures_reach_the_case), CASE(scaled_data_out_of_range),
          CASE(correlations_that_do_not_fit_together), CASE(correlation_of_an_event_without_distribution),
          CASE(event_factor_can_be_correlated), CASE(events_become_flat_changes),
          CASE(event_for_all_states_and_technologies), CASE(event_in_a_long_step),
          CASE(discrete_values_reach_the_case), CASE(discrete_values_of_an_event),
          CASE(assumptions_say_what_holds_and_why), CASE(assumption_of_a_group_is_a_mean),
          CASE(hash_sees_every_setting), CASE(hash_leaves_out_what_does_not_matter),
          CASE(canonical_text_gives_the_same_hash), CASE(free_accepts_null))
