/* What the case derives from the world's tables, for every state and technology of the shipped scenario,
 * against the closed forms with the mathematics of the C library. Tolerances are the rounding of a few
 * operations. */
#include "scenario/case.h"
#include "test.h"

struct setup {
    dt_scenario *scenario;
    dt_world *world;
    dt_case *c;
};

static void set_up(struct setup *s)
{
    memset(s, 0, sizeof *s);
    dt_diagnostics d;
    dt_diagnostics_init(&d);
    assert_int_equal(dt_scenario_load(DT_SOURCE_DIR "/scenarios/coruna.yaml", &s->scenario, &d), DT_OK);
    int year = dt_scenario_describe(s->scenario).start_year - 1;
    assert_int_equal(dt_world_load(DT_SOURCE_DIR "/data", year, &s->world, &d), DT_OK);
    assert_int_equal(dt_case_build(s->world, s->scenario, &s->c, &d), DT_OK);
}

static void tear_down(struct setup *s)
{
    dt_case_free(s->c);
    dt_world_free(s->world);
    dt_scenario_free(s->scenario);
}

static double table(const struct setup *s, const char *field, int i, int k)
{
    dt_value v = dt_world_value(s->world, dt_world_field_find(field), i, k);
    assert_true(v.is_present);
    return v.central;
}

/* Present value of 1 a year over a life that need not be whole: summed for whole years, closed form between.
 */
static double present_value(double interest, double life)
{
    return (1.0 - pow(1.0 + interest, -life)) / interest;
}

TEST(capital_charge_is_an_annuity)
{
    struct setup made, *s = &made;
    set_up(s);
    for (int i = 0; i < s->c->n_state; i++) {
        double interest = table(s, "interest", i, 0);
        EACH_TECH
        {
            double life = dt_world_tech_value(s->world, "lifetime", k).central;
            double capital = table(s, "capital_cost", i, k) *
                pow(1.0 + interest, 0.5 * table(s, "build_time", i, k));
            assert_near(s->c->fixed[i].power.capital_charge[k], capital / present_value(interest, life), 0.0,
                        1e-12);
        }
    }
    tear_down(s);
}

TEST(inverses_and_stages)
{
    struct setup made, *s = &made;
    set_up(s);
    for (int i = 0; i < s->c->n_state; i++) {
        const struct power_fixed *x = &s->c->fixed[i].power;
        assert_near(x->gross * (1.0 - table(s, "td_loss", i, 0)), 1.0, 0.0, 1e-15 * 4);
        assert_near(x->peak_factor * table(s, "demand", i, 0),
                    table(s, "peak_demand", i, 0) * (1.0 - table(s, "td_loss", i, 0)), 0.0, 1e-14);
        EACH_TECH
        {
            double cf = table(s, "capacity_factor", i, k), credit = table(s, "firm_credit", i, k);
            assert_near(x->years_per_mwh[k] * cf * 8.766, cf > 0.0 ? 1.0 : 0.0, 0.0, 1e-14);
            assert_near(x->inverse_credit[k] * credit, credit > 0.02 ? 1.0 : 0.0, 0.0, 1e-15 * 4);
            assert_true((x->no_energy[k] > 1e5) == (cf <= 0.0));
            assert_true((x->not_firm[k] > 1e5) == (credit <= 0.02));
            assert_near(x->permit_stage[k] * x->permit_rate[k], 1.0, 0.0, 1e-15 * 4);
            assert_near(x->build_stage[k] * x->build_stage_rate[k], 1.0, 0.0, 1e-15 * 4);
            assert_near(3.0 * x->build_stage[k], fmax(table(s, "build_time", i, k), 0.05), 0.0, 1e-14);
            assert_near(3.0 * x->permit_stage[k], fmax(table(s, "permit_time", i, k), 0.05), 0.0, 1e-14);
            assert_near(x->fuel_variable[k] + x->other_variable[k], table(s, "variable_cost", i, k), 0.0,
                        1e-15 * 4);
        }
        assert_true(x->fuel_variable[DT_NUCLEAR] == 0.0 && x->other_variable[DT_GAS] == 0.0);
    }
    tear_down(s);
}

/* Net builds of the tables and what replaced retirements add to gross builds: where capacity did not fall,
 * all that retired; where it fell, all but the fall. */
TEST(builds_are_gross)
{
    struct setup made, *s = &made;
    set_up(s);
    for (int i = 0; i < s->c->n_state; i++) {
        const struct power_fixed *x = &s->c->fixed[i].power;
        EACH_TECH
        {
            double retired = table(s, "capacity", i, k) /
                dt_world_tech_value(s->world, "lifetime", k).central;
            double net = table(s, "build_rate", i, k), gross = fmax(0.0, retired + net);
            assert_near(x->build_rate[k] + x->replacement[k], net > 0.0 ? retired + net : gross, 1e-12,
                        1e-12);
            assert_true(x->build_rate_best[k] >= x->build_rate[k] + x->replacement[k] - 1e-12);
            assert_true(x->closed[k] == (x->build_rate_best[k] == 0.0));
        }
    }
    tear_down(s);
}

/* Technologies of every state stand in the order of its own variable costs. */
TEST(merit_order_is_by_cost)
{
    struct setup made, *s = &made;
    set_up(s);
    for (int i = 0; i < s->c->n_state; i++) {
        assert_in_range(s->c->tech_region[i], 0, 7);
        const int *order = s->c->constant.merit_order[s->c->tech_region[i]];
        const double *cost = s->c->fixed[i].power.variable_cost;
        unsigned seen = 1u << order[0];
        for (int o = 1; o < DT_N_TECH; o++) {
            assert_true(cost[order[o - 1]] <= cost[order[o]]);
            seen |= 1u << order[o];
        }
        assert_int_equal(seen, (1u << DT_N_TECH) - 1u);
    }
    tear_down(s);
}

/* The account of power costs for new plants, USD/MWh, that was made outside this program from the same
 * sources (NREL ATB, IEA, IRENA; thermal plants at 75% load): within a quarter, since interest, fuel and
 * capacity factors there are rounded class values. */
TEST(levelised_costs_are_near_the_published)
{
    struct setup made, *s = &made;
    set_up(s);
    const struct {
        const char *iso3;
        int k;
        double usd_per_mwh;
    } known[] = {{"USA", DT_SOLAR, 58.0},
                 {"USA", DT_WIND, 52.0},
                 {"CHN", DT_SOLAR, 33.0},
                 {"CHN", DT_WIND, 37.0},
                 {"IND", DT_SOLAR, 46.0}};
    for (size_t n = 0; n < sizeof known / sizeof known[0]; n++) {
        int i = 0, k = known[n].k;
        while (i < s->c->n_state && strcmp(s->c->iso3[i], known[n].iso3) != 0)
            i++;
        assert_true(i < s->c->n_state);
        const struct power_fixed *x = &s->c->fixed[i].power;
        double cost = (x->capital_charge[k] + x->fixed_om[k]) * x->years_per_mwh[k] + x->variable_cost[k];
        assert_near(cost, known[n].usd_per_mwh, 0.0, 0.25);
    }
    tear_down(s);
}

RUN_TESTS(CASE(capital_charge_is_an_annuity), CASE(inverses_and_stages), CASE(builds_are_gross),
          CASE(merit_order_is_by_cost), CASE(levelised_costs_are_near_the_published))
