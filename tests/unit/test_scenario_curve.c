/* Supply curves in scenarios: reading, the case, and what is wrong with them. */
#include <math.h>
#include <stdlib.h>

#include "detente/race.h"
#include "scenario/case.h"
#include "scenario/setting.h"
#include "test.h"
#include "scratch.h"

#define DATA DT_SOURCE_DIR "/data"
#define HEAD                                                                                    \
    "region,year,width_gw,cost_usd_per_mwh,capital_usd_per_kw_year,lead_years,error_usd_per_h," \
    "binding,source\n"

static void write_text(const char *folder, const char *name, const char *text, char path[SCRATCH_PATH])
{
    scratch_path(folder, name, path);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

/* A scenario beside its curve; what is found is in `list`. NULL if it is not valid. */
static dt_scenario *load(const char *curve, const char *key, dt_diagnostics *list)
{
    char folder[SCRATCH_PATH], path[SCRATCH_PATH];
    dt_scenario *s = NULL;
    scratch_create(folder);
    write_text(folder, "c.csv", curve, path);
    write_text(folder, "s.yaml", key, path);
    dt_diagnostics_init(list);
    dt_scenario_load(path, &s, list);
    scratch_remove(folder);
    return s;
}

static dt_scenario *parse(const char *text, dt_diagnostics *list)
{
    dt_scenario *s = NULL;
    dt_diagnostics_init(list);
    dt_scenario_parse(text, strlen(text), "test.yaml", NULL, &s, list);
    return s;
}

static dt_case *build(const char *text, dt_diagnostics *list)
{
    dt_world *world = NULL;
    dt_case *c = NULL;
    dt_scenario *s = parse(text, list);
    assert_non_null(s);
    assert_int_equal(dt_world_load(DATA, 2025, &world, NULL), DT_OK);
    dt_case_build(world, s, &c, list);
    dt_world_free(world);
    dt_scenario_free(s);
    return c;
}

/* 87.66 USD per kW and year over 8,766 hours are 10 USD/MWh. */
TEST(steps_of_a_file_in_the_order_of_their_price)
{
    dt_diagnostics list;
    dt_scenario *s = load(HEAD "USA,2025,5,30,87.66,4,0,line,test\nUSA,2025,3,28,0,0,0,,test\n",
                          "supply_curves: {USA: c.csv}\n", &list);
    assert_non_null(s);
    assert_int_equal(s->n_curve, 1);
    assert_int_equal(s->curve[0].n, 2);
    assert_near(s->curve[0].step[0].width, 3.0, 0.0, 0.0);
    assert_near(s->curve[0].step[0].price, 28.0, 0.0, 0.0);
    assert_near(s->curve[0].step[1].price, 40.0, 0.0, 1e-12);
    assert_near(s->curve[0].step[1].lead, 4.0, 0.0, 0.0);
    dt_scenario_free(s);
}

/* Nine steps of one lead time: the two whose prices are nearest become one, with the mean price by width:
 * (1 x 5 + 3 x 5.5) / 4 = 5.375. */
TEST(nearest_steps_are_joined)
{
    dt_diagnostics list;
    dt_scenario *s = parse("supply_curves: {USA: [{gw: 1, price: 1}, {gw: 1, price: 2}, {gw: 1, price: 3},\n"
                           "  {gw: 1, price: 4}, {gw: 1, price: 5}, {gw: 3, price: 5.5}, {gw: 1, price: 7},\n"
                           "  {gw: 1, price: 8}, {gw: 1, price: 9}]}\n",
                           &list);
    assert_non_null(s);
    assert_int_equal(s->curve[0].n, 8);
    assert_near(s->curve[0].step[4].width, 4.0, 0.0, 0.0);
    assert_near(s->curve[0].step[4].price, 5.375, 0.0, 1e-15);
    dt_scenario_free(s);
}

TEST(canonical_form_gives_the_same_curve)
{
    dt_diagnostics list;
    char *text = NULL, *again = NULL;
    dt_scenario *s = parse("supply_curves: {USA: [{gw: 20, price: 30}, "
                           "{gw: 5.5, price: 41.25, lead_years: 9}]}\n",
                           &list);
    assert_int_equal(dt_scenario_canonical(s, &text), DT_OK);
    dt_scenario *t = parse(text, &list);
    assert_non_null(t);
    assert_int_equal(dt_scenario_canonical(t, &again), DT_OK);
    assert_string_equal(text, again);
    assert_non_null(strstr(text,
                           "USA: [{gw: 20, price: 30, lead_years: 0}, "
                           "{gw: 5.5, price: 41.25, lead_years: 9}]"));
    dt_free(text);
    dt_free(again);
    dt_scenario_free(s);
    dt_scenario_free(t);
}

TEST(curves_are_replaced_by_name_and_taken_away)
{
    dt_diagnostics list;
    dt_scenario *s = parse("supply_curves: {USA: [{gw: 20, price: 30}], CHN: [{gw: 90, price: 40}]}\n",
                           &list);
    assert_int_equal(dt_scenario_set(s, "supply_curves", "{USA: [{gw: 7, price: 30}]}", &list), DT_OK);
    assert_int_equal(s->n_curve, 2);
    assert_near(s->curve[1].step[0].width, 7.0, 0.0, 0.0);
    assert_int_equal(dt_scenario_set(s, "supply_curves", "{CHN: none}", &list), DT_OK);
    assert_int_equal(s->n_curve, 1);
    assert_int_equal(dt_scenario_set(s, "supply_curves", "none", &list), DT_OK);
    assert_int_equal(s->n_curve, 0);
    dt_scenario_free(s);
}

/* The curve takes the place of trapped_capacity, unless the scenario sets one. */
TEST(curve_takes_the_place_of_trapped_capacity)
{
    dt_diagnostics list;
    int slot = dt_param_at(dt_param_find("trapped_capacity"))->slot, n_trapped = 0;
    dt_case *c = build("supply_curves: {USA: [{gw: 20, price: 30}], CHN: [{gw: 90, price: 40}]}\n"
                       "parameters: {trapped_capacity: {CHN: 12}}\n",
                       &list);
    assert_non_null(c);
    assert_int_equal(c->n_supply, 2);
    for (int i = 0; i < 2; i++) {
        const dt_dist *d = &c->site[c->supply[i].state * DT_N_SITE_SLOT + slot];
        assert_int_equal(d->kind, DT_DIST_FIXED);
        assert_near(d->a, strcmp(c->iso3[c->supply[i].state], "CHN") == 0 ? 12.0 : 0.0, 0.0, 0.0);
    }
    for (int f = 0; f < dt_case_factor_count(c); f++)
        n_trapped += strcmp(dt_case_factor(c, f)->name, "trapped_capacity.USA") == 0;
    assert_int_equal(n_trapped, 0);
    int n_row = 0;
    for (int a = 0; a < dt_case_assumption_count(c); a++) {
        dt_assumption row = dt_case_assumption(c, a);
        if (strcmp(row.key, "trapped_capacity.USA") != 0) continue;
        assert_true(row.is_changed && row.kind == DT_DIST_FIXED && row.a == 0.0);
        assert_non_null(strstr(row.source, "supply curve of the scenario"));
        n_row++;
    }
    assert_int_equal(n_row, 1);
    dt_case_free(c);
}

TEST(curve_changes_the_hash)
{
    static const char *const text[] = {
        "seed: 1\n", "supply_curves: {USA: [{gw: 20, price: 30}]}\n",
        "supply_curves: {USA: [{gw: 20, price: 30}, {gw: 2, price: 31}]}\n",
        "supply_curves: {USA: [{gw: 20, price: 30}, {gw: 2, price: 31, lead_years: 1}]}\n"};
    unsigned char hash[4][16];
    dt_diagnostics list;
    for (int k = 0; k < 4; k++) {
        dt_case *c = build(text[k], &list);
        dt_case_hash(c, hash[k]);
        dt_case_free(c);
        for (int j = 0; j < k; j++)
            assert_memory_not_equal(hash[j], hash[k], 16);
    }
}

/* With curves that never bind and one price, but the trapped capacity of the data: every output of every
 * state is that of the one-node account, to the last bit. */
TEST(flat_curve_without_limit_is_the_one_node_account)
{
    static const char *const text[2] = {
        "parameters: {trapped_capacity: {USA: 26, CHN: 42}}\n",
        "parameters: {trapped_capacity: {USA: 26, CHN: 42}}\n"
        "supply_curves: {USA: [{gw: 1000000, price: 30}], CHN: [{gw: 1000000, price: 9}]}\n"};
    dt_diagnostics list;
    dt_race *race[2];
    dt_case *c[2];
    for (int k = 0; k < 2; k++) {
        dt_race_options options = dt_race_defaults();
        c[k] = build(text[k], &list);
        assert_int_equal(dt_race_create(c[k], &options, &race[k]), DT_OK);
        double *u = calloc((size_t)(dt_race_width(race[k]) * dt_case_factor_count(c[k])), sizeof *u);
        for (int l = 0; l < dt_race_width(race[k]); l++)
            dt_case_draw(c[k], (uint64_t)l, u + l * dt_case_factor_count(c[k]));
        dt_race_begin(race[k], 0, dt_race_width(race[k]), u);
        for (int t = 0; t < dt_case_step_count(c[k]); t++)
            dt_race_step(race[k]);
        free(u);
    }
    for (int o = 0; o < dt_output_count(); o++)
        for (int i = 0; i < dt_case_state_count(c[0]); i++)
            for (int l = 0; l < dt_race_width(race[0]); l++)
                assert_true(dt_race_output(race[0], o, i, l) == dt_race_output(race[1], o, i, l));
    for (int k = 0; k < 2; k++) {
        dt_race_free(race[k]);
        dt_case_free(c[k]);
    }
}

/* ---- what is wrong ---- */

static void expect(const dt_scenario *s, const dt_diagnostics *list, dt_error_code code, int line, int column)
{
    assert_null(s);
    assert_true(list->count > 0);
    assert_int_equal(list->item[0].code, code);
    assert_int_equal(list->item[0].line, line);
    assert_int_equal(list->item[0].column, column);
}

TEST(missing_file_is_named_where_it_stands)
{
    dt_diagnostics list;
    dt_scenario *s = load(HEAD, "seed: 2\nsupply_curves:\n  USA: nowhere.csv\n", &list);
    expect(s, &list, DT_E_FILE_MISSING, 3, 8);
    assert_non_null(strstr(list.item[0].suggestion, "detente grid curve"));
}

/* Widths below nothing (GW that fall) and numbers that are none: found by the reader of the file, at their
 * line and column there. */
TEST(faults_of_the_file_keep_their_place)
{
    static const struct {
        const char *row;
        int column;
    } bad[] = {{"USA,2025,-5,30,0,0,0,,t\n", 10},
               {"USA,2025,5,nan,0,0,0,,t\n", 12},
               {"USA,2025,5,30,0,-1,0,,t\n", 17}};
    for (size_t k = 0; k < sizeof bad / sizeof bad[0]; k++) {
        char table[512];
        dt_diagnostics list;
        snprintf(table, sizeof table, "%sUSA,2025,3,28,0,0,0,,t\n%s", HEAD, bad[k].row);
        dt_scenario *s = load(table, "supply_curves: {USA: c.csv}\n", &list);
        assert_null(s);
        assert_int_equal(list.item[0].line, 3);
        assert_int_equal(list.item[0].column, bad[k].column);
        assert_non_null(strstr(list.item[0].file, "c.csv"));
    }
}

TEST(negative_cost_is_an_error)
{
    dt_diagnostics list;
    dt_scenario *s = load(HEAD "USA,2025,3,-28,0,0,0,,t\n", "supply_curves: {USA: c.csv}\n", &list);
    expect(s, &list, DT_E_SUPPLY_STEPS, 1, 22);
    assert_null(parse("supply_curves: {USA: [{gw: 3, price: -28}]}\n", &list));
    assert_int_equal(list.item[0].code, DT_E_OUT_OF_RANGE);
}

TEST(unknown_state_is_an_error_with_a_suggestion)
{
    dt_diagnostics list;
    dt_case *c = build("supply_curves: {CHNA: [{gw: 3, price: 28}]}\n", &list);
    assert_null(c);
    assert_int_equal(list.item[0].code, DT_E_SUPPLY_STATE);
    assert_int_equal(list.item[0].line, 1);
    assert_int_equal(list.item[0].column, 17);
    assert_non_null(strstr(list.item[0].suggestion, "CHN"));
}

TEST(too_many_lead_times_are_an_error)
{
    dt_diagnostics list;
    char text[1024] = "supply_curves: {USA: [";
    for (int k = 0; k < 9; k++) {
        size_t used = strlen(text);
        snprintf(text + used, sizeof text - used, "{gw: 1, price: %d, lead_years: %d}%s", k, k,
                 k < 8 ? ", " : "]}\n");
    }
    dt_scenario *s = parse(text, &list);
    expect(s, &list, DT_E_SUPPLY_STEPS, 1, 22);
}

TEST(wrong_shapes_are_errors)
{
    static const char *const bad[] = {
        "supply_curves: 3\n",
        "supply_curves: {USA: []}\n",
        "supply_curves: {USA: {gw: 3}}\n",
        "supply_curves: {USA: [{gw: 3}]}\n",
        "supply_curves: {USA: [{gw: 0, price: 3}]}\n",
        "supply_curves: {USA: [{gw: 3, price: 3, lead: 3}]}\n",
        "supply_curves: {USA: [{gw: .nan, price: 3}]}\n",
        "supply_curves: {USA: [3]}\n",
        "supply_curves: {usa: [{gw: 3, price: 3}]}\n",
        "supply_curves: {USA: c.csv}\n",
    };
    dt_diagnostics list;
    for (size_t k = 0; k < sizeof bad / sizeof bad[0]; k++) {
        dt_scenario *s = parse(bad[k], &list);
        if (s) fail_msg("accepted: %s", bad[k]);
        assert_true(list.item[0].line == 1 && list.item[0].column > 0);
    }
}

RUN_TESTS(CASE(steps_of_a_file_in_the_order_of_their_price), CASE(nearest_steps_are_joined),
          CASE(canonical_form_gives_the_same_curve), CASE(curves_are_replaced_by_name_and_taken_away),
          CASE(curve_takes_the_place_of_trapped_capacity), CASE(curve_changes_the_hash),
          CASE(flat_curve_without_limit_is_the_one_node_account), CASE(missing_file_is_named_where_it_stands),
          CASE(faults_of_the_file_keep_their_place), CASE(negative_cost_is_an_error),
          CASE(unknown_state_is_an_error_with_a_suggestion), CASE(too_many_lead_times_are_an_error),
          CASE(wrong_shapes_are_errors))
