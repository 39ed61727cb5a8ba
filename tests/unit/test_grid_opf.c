/* Optimal power flow against hand-solved cases and published or independently computed tables: the shared
 * verification set (its README names the routes), the baselines of PGLib in both conventions, prices and
 * flows, security, hosting, and the least load to shed of an infeasible case. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "detente/grid.h"
#include "io/csv.h"
#include "test.h"

#define CASES DT_SOURCE_DIR "/../shared/verification/grid/"
#define PGLIB DT_SOURCE_DIR "/../shared/pglib/"

/* Residuals that any answer must keep: MW for flows and balances (rounding of networks of 10^5 MW), relative
 * for the program. */
static const double flow_residual = 1e-5, program_residual = 1e-6;

static dt_grid *load_grid(const char *folder, const char *prefix, const char *name)
{
    char path[512];
    dt_grid *grid = NULL;
    snprintf(path, sizeof path, "%s%s%s.m", folder, prefix, name);
    assert_int_equal(dt_grid_load(path, &grid, NULL), DT_OK);
    return grid;
}

static dt_grid *load_named(const char *name)
{
    if (strcmp(name, "case_RTS_GMLC") == 0) return load_grid(PGLIB, "", name);
    return strncmp(name, "case", 4) == 0 ? load_grid(PGLIB, "pglib_opf_", name) : load_grid(CASES, "", name);
}

static void assert_sound(const dt_grid_opf *r)
{
    assert_true(r->balance_residual <= flow_residual);
    assert_true(r->limit_residual <= flow_residual);
    assert_true(r->dual_residual <= program_residual);
    assert_true(r->complementarity <= program_residual);
    assert_true(r->gap <= program_residual);
    for (int i = 0; i < r->n_bus; i++)
        assert_near(r->lmp[i], r->energy[i] + r->congestion[i], 1e-9, 1e-12);
}

static void solve(const dt_grid *grid, const dt_grid_opf_options *options, dt_grid_opf *r)
{
    assert_int_equal(dt_grid_opf_solve(grid, options, r, NULL), DT_OK);
    if (r->outcome == DT_GRID_OPTIMAL) assert_sound(r);
}

/* Everything that one hand case can be asked. */
struct asked {
    dt_grid *grid;
    dt_grid_opf plain, secure;
};

static void ask_begin(const char *name, dt_grid_convention convention, struct asked *a)
{
    dt_grid_opf_options options = dt_grid_opf_defaults();
    options.convention = convention;
    if (strcmp(name, "s21_load_shedding") == 0) options.shed_cost = 5000.0;
    a->grid = load_named(name);
    solve(a->grid, &options, &a->plain);
    options.is_n1 = 1;
    solve(a->grid, &options, &a->secure);
}

static void ask_end(struct asked *a)
{
    dt_grid_opf_clear(&a->plain);
    dt_grid_opf_clear(&a->secure);
    dt_grid_free(a->grid);
}

/* Branches are named L and both bus numbers (one digit each), or by a letter in the order of the file. */
static int branch_of(const dt_grid *grid, const char *name)
{
    if (name[0] != 'L') return name[0] == 'D' ? name[1] - '1' : name[0] - 'A';
    for (int l = 0; l < grid->n_branch; l++) {
        const dt_grid_branch *b = &grid->branch[l];
        if (b->is_in && grid->bus[b->from].number == name[1] - '0' &&
            grid->bus[b->to].number == name[2] - '0')
            return l;
    }
    fail_msg("no branch %s", name);
    return -1;
}

static int bus_of(const dt_grid *grid, const char *number)
{
    int bus = dt_grid_find_bus(grid, atoi(number));
    assert_true(bus >= 0);
    return bus;
}

static double host(const dt_grid *grid, dt_grid_convention convention, int is_n1, int bus)
{
    dt_grid_opf_options options = dt_grid_opf_defaults();
    options.convention = convention;
    options.is_n1 = is_n1;
    dt_grid_session *session = NULL;
    dt_grid_opf r = {0};
    const double all = 1.0;
    assert_int_equal(dt_grid_session_create(grid, &options, &session, NULL), DT_OK);
    assert_int_equal(dt_grid_session_site(session, 1, &bus, &all, 0.0), DT_OK);
    assert_int_equal(dt_grid_session_host(session, &r), DT_OK);
    double value = r.outcome == DT_GRID_OPTIMAL ? r.objective : NAN;
    dt_grid_opf_clear(&r);
    dt_grid_session_free(session);
    return value;
}

static double rent(const dt_grid *grid, const dt_grid_opf *r)
{
    double sum = 0.0;
    for (int l = 0; l < grid->n_branch; l++)
        sum += r->flow[l] * (r->lmp[grid->branch[l].to] - r->lmp[grid->branch[l].from]);
    return sum;
}

static double factor(const dt_grid *grid, const char *text)
{
    double column[16];
    assert_true(grid->n_branch <= 16);
    assert_int_equal(
        dt_grid_lodf(grid, DT_GRID_MATPOWER, branch_of(grid, strstr(text, "outage ") + 7), column), DT_OK);
    return column[branch_of(grid, text + strlen("monitored "))];
}

static double transfer(const dt_grid *grid, const char *text)
{
    double row[16];
    assert_true(grid->n_bus <= 16);
    assert_int_equal(dt_grid_ptdf(grid, DT_GRID_MATPOWER, branch_of(grid, text), row), DT_OK);
    /* Relative to bus 3, where the case takes power out. */
    return row[atoi(strchr(text, '/') + 1)] - row[bus_of(grid, "3")];
}

static const char *behind(const char *text, const char *prefix)
{
    size_t length = strlen(prefix);
    return strncmp(text, prefix, length) == 0 ? text + length : NULL;
}

/* Value of a quantity of the whole network; NaN if it is not one of these. */
static double total_of(const struct asked *a, const char *q)
{
    const dt_grid_opf *r = &a->plain, *n1 = &a->secure;
    if (strcmp(q, "objective") == 0 || strcmp(q, "objective_n0") == 0) return r->objective;
    if (strcmp(q, "objective_n1") == 0) return n1->objective;
    if (strcmp(q, "security_premium") == 0) return n1->objective - r->objective;
    return strcmp(q, "congestion_rent") == 0 ? rent(a->grid, r) : NAN;
}

/* Value of a quantity of dispatch; NaN if it is not one of these. */
static double part_of(const struct asked *a, const char *q)
{
    const dt_grid_opf *r = &a->plain, *n1 = &a->secure;
    const char *rest = NULL;
    if ((rest = behind(q, "p_n1/G"))) return n1->dispatch[atoi(rest) - 1];
    if ((rest = behind(q, "p/G"))) return r->dispatch[atoi(rest) - 1];
    if ((rest = behind(q, "lmp_n1/"))) return n1->lmp[bus_of(a->grid, rest)];
    if ((rest = behind(q, "lmp/"))) return r->lmp[bus_of(a->grid, rest)];
    if ((rest = behind(q, "flow/"))) return r->flow[branch_of(a->grid, rest)];
    if ((rest = behind(q, "shadow_price_per_MW/"))) return fabs(r->flow_price[branch_of(a->grid, rest)]);
    if ((rest = behind(q, "dc_sent_MW/D"))) return r->dc_flow[atoi(rest) - 1];
    if ((rest = behind(q, "shed_MW/"))) return r->shed[bus_of(a->grid, rest)];
    return NAN;
}

/* Value of a quantity; NaN if this test does not know it. */
static double value_of(const struct asked *a, dt_grid_convention convention, const char *q)
{
    const char *rest = NULL;
    double value = total_of(a, q);
    if (isnan(value)) value = part_of(a, q);
    if (!isnan(value)) return value;
    if ((rest = behind(q, "lodf/"))) return factor(a->grid, rest);
    if ((rest = behind(q, "ptdf/"))) return transfer(a->grid, rest);
    if ((rest = behind(q, "hosting_MW/")) || (rest = behind(q, "hosting_n0_MW/")))
        return host(a->grid, convention, 0, bus_of(a->grid, rest));
    if ((rest = behind(q, "hosting_n1_MW/"))) return host(a->grid, convention, 1, bus_of(a->grid, rest));
    return NAN;
}

static dt_csv *table_of(const char *path)
{
    dt_csv *csv = NULL;
    assert_int_equal(dt_csv_read(path, &csv, NULL), DT_OK);
    return csv;
}

static double number_at(const dt_csv *csv, int row, const char *column)
{
    double value = 0.0;
    assert_int_equal(dt_csv_number(csv, row, dt_csv_column(csv, column), &value, NULL), DT_OK);
    return value;
}

static const char *text_at(const dt_csv *csv, int row, const char *column)
{
    return dt_csv_text(csv, row, dt_csv_column(csv, column));
}

/* All quantities of a case. Returns how many were compared. */
static int check_case(const char *name, dt_grid_convention convention)
{
    const char *file = strcmp(name, "s03_pjm5") == 0 ? "case5_pjm" : name;
    dt_csv *csv = table_of(CASES "expected.csv");
    struct asked a = {0};
    int compared = 0;
    ask_begin(file, convention, &a);
    for (int row = 0; row < dt_csv_row_count(csv); row++) {
        if (strcmp(text_at(csv, row, "case"), name) != 0) continue;
        double value = value_of(&a, convention, text_at(csv, row, "quantity"));
        double expected = number_at(csv, row, "expected"), tolerance = number_at(csv, row, "tolerance_rel");
        if (isnan(value)) continue;
        if (!(fabs(value - expected) <= tolerance * fmax(1.0, fabs(expected))))
            fail_msg("%s: %s is %.12g, expected %.12g", name, text_at(csv, row, "quantity"), value, expected);
        compared++;
    }
    ask_end(&a);
    dt_csv_free(csv);
    return compared;
}

TEST(hand_cases)
{
    static const struct {
        const char *name;
        int count; /* quantities of expected.csv that are compared */
    } list[] = {
        {"s01_triangle_uncongested", 9}, {"s02_triangle_congested", 11}, {"s03_pjm5", 18},
        {"s04_parallel_lines", 8},       {"s06_ptdf_lodf_triangle", 15}, {"s07_lodf_ring_diagonal", 8},
        {"s08_n1_three_parallel", 7},    {"s09_n1_triangle", 7},         {"s10_hosting_triangle", 3},
        {"s11_hosting_n1_parallel", 2},  {"s12_hosting_n1_triangle", 2}, {"s15_pwl_cost_120", 4},
        {"s15_pwl_cost_140", 4},         {"s16_quadratic_pmax100", 4},   {"s16_quadratic_pmax50", 4},
        {"s21_load_shedding", 4},        {"s22_out_of_service", 4},      {"s23_dcline_pmax100", 4},
        {"s23_dcline_pmax50", 4},        {"s26_angle_limit", 4},         {"s28_negative_reactance", 7}};
    for (size_t k = 0; k < sizeof list / sizeof list[0]; k++)
        for (int convention = 0; convention < 2; convention++)
            assert_int_equal(check_case(list[k].name, (dt_grid_convention)convention), list[k].count);
}

/* Shifter and tap exist in one convention only. */
TEST(hand_cases_of_one_convention)
{
    assert_int_equal(check_case("s05_phase_shifter", DT_GRID_MATPOWER), 7);
    assert_int_equal(check_case("s27_tap_and_shunt", DT_GRID_MATPOWER), 7);
}

TEST(shifter_drives_a_loop_flow)
{
    dt_grid *grid = load_named("s05_phase_shifter");
    double injection[3] = {0, 0, 0}, flow[3];
    assert_int_equal(dt_grid_flow(grid, DT_GRID_MATPOWER, injection, flow, NULL), DT_OK);
    /* phi / (3 x) with phi = 3 degrees, x = 0.1, base 100 MVA; against the shifter's branch 1-3. */
    assert_near(flow[1], -17.4532925199, 0.0, 1e-9);
    assert_near(flow[0], 17.4532925199, 0.0, 1e-9);
    dt_grid_free(grid);
}

TEST(joint_hosting)
{
    dt_grid *grid = load_named("s10_hosting_triangle");
    dt_grid_session *session = NULL;
    dt_grid_opf r = {0};
    const int bus[] = {1, 2}, twice[] = {1, 1}, absent[] = {7};
    const double share[] = {0.5, 0.5};
    assert_int_equal(dt_grid_session_create(grid, NULL, &session, NULL), DT_OK);
    assert_int_equal(dt_grid_session_site(session, 2, twice, share, 0.0), DT_INPUT);
    assert_int_equal(dt_grid_session_site(session, 1, absent, share, 0.0), DT_INPUT);
    assert_int_equal(dt_grid_session_host(session, &r), DT_INPUT);
    assert_int_equal(dt_grid_session_site(session, 2, bus, share, 0.0), DT_OK);
    assert_int_equal(dt_grid_session_host(session, &r), DT_OK);
    assert_near(r.objective, 60.0, 0.0, 1e-6); /* s10, joint_equal_split_buses_2_3_total_MW */
    dt_grid_opf_clear(&r);
    dt_grid_session_free(session);
    dt_grid_free(grid);
}

/* s24: cost along a growing load, warm from step to step; slopes are the prices at the bus. */
TEST(cost_curve)
{
    static const struct {
        int bus;
        double load, cost, slope;
    } point[] = {{0, 0, 3600, 20},     {0, 55, 4700, 20}, {0, 110.5, 5815, 30}, {0, 199.9, 8497, 30},
                 {1, 139.9, 7797, 30}, {1, 70, 5700, 30}, {2, 10, 4000, 40},    {2, 29.9, 4796, 40}};
    dt_grid *grid = load_named("s24_marginal_cost_curve");
    dt_grid_session *session = NULL;
    const double all = 1.0;
    assert_int_equal(dt_grid_session_create(grid, NULL, &session, NULL), DT_OK);
    for (size_t k = 0; k < sizeof point / sizeof point[0]; k++) {
        dt_grid_opf r = {0};
        assert_int_equal(dt_grid_session_site(session, 1, &point[k].bus, &all, point[k].load), DT_OK);
        assert_int_equal(dt_grid_session_solve(session, &r), DT_OK);
        assert_int_equal(r.outcome, DT_GRID_OPTIMAL);
        assert_sound(&r);
        assert_near(r.objective, point[k].cost, 0.0, 1e-9);
        assert_near(r.lmp[point[k].bus], point[k].slope, 0.0, 1e-9);
        assert_near(r.extra_load, point[k].load, 1e-9, 0.0);
        dt_grid_opf_clear(&r);
    }
    dt_grid_session_free(session);
    dt_grid_free(grid);
}

/* The published column of PGLib and our note's second convention; relative 1e-4 or half of the last digit. */
static void check_baseline(dt_grid_method method)
{
    dt_csv *csv = table_of(PGLIB "baseline.csv");
    int compared = 0;
    for (int row = 0; row < dt_csv_row_count(csv); row++) {
        dt_grid *grid = load_named(text_at(csv, row, "case"));
        for (int convention = 0; convention < 2; convention++) {
            const char *column = convention ? "dc_matpower_convention" : "dc_powermodels_convention";
            dt_grid_opf_options options = dt_grid_opf_defaults();
            dt_grid_opf r = {0};
            options.convention = (dt_grid_convention)convention;
            options.method = method;
            solve(grid, &options, &r);
            if (strcmp(text_at(csv, row, column), "infeasible") == 0) {
                assert_int_equal(r.outcome,
                                 method == DT_GRID_FLOW_INTERIOR ? DT_GRID_STOPPED : DT_GRID_INFEASIBLE);
            } else {
                assert_int_equal(r.outcome, DT_GRID_OPTIMAL);
                assert_near(r.objective, number_at(csv, row, column), 0.0, 1e-6); /* nine printed digits */
                if (!convention) assert_near(r.objective, number_at(csv, row, "published_dc"), 0.0, 1e-4);
                compared++;
            }
            dt_grid_opf_clear(&r);
        }
        dt_grid_free(grid);
    }
    assert_int_equal(compared, 26);
    dt_csv_free(csv);
}

TEST(pglib_auto)
{
    check_baseline(DT_GRID_AUTO);
}

TEST(pglib_lazy)
{
    check_baseline(DT_GRID_LAZY);
}

TEST(pglib_interior)
{
    check_baseline(DT_GRID_FLOW_INTERIOR);
}

static dt_grid_convention convention_of(const char *name)
{
    return strcmp(name, "matpower") == 0 ? DT_GRID_MATPOWER : DT_GRID_POWERMODELS;
}

/* Prices and flows where they are unique. The table's routes agree to 1e-8 and print six decimals; with
 * tangents the error of a quadratic unit's output is the root of the accepted gap. */
static void check_prices(dt_grid_method method, double tolerance)
{
    dt_csv *csv = table_of(CASES "pglib_lmp_flow.csv");
    char now[64] = "";
    dt_grid *grid = NULL;
    dt_grid_opf r = {0};
    for (int row = 0; row < dt_csv_row_count(csv); row++) {
        char key[64];
        snprintf(key, sizeof key, "%s %s", text_at(csv, row, "case"), text_at(csv, row, "convention"));
        if (strcmp(key, now) != 0) {
            dt_grid_opf_options options = dt_grid_opf_defaults();
            options.convention = convention_of(text_at(csv, row, "convention"));
            options.method = method;
            dt_grid_opf_clear(&r);
            dt_grid_free(grid);
            grid = load_named(text_at(csv, row, "case"));
            solve(grid, &options, &r);
            snprintf(now, sizeof now, "%s", key);
        }
        int id = atoi(text_at(csv, row, "id"));
        double expected = number_at(csv, row, "value");
        if (strcmp(text_at(csv, row, "kind"), "lmp") == 0)
            assert_near(r.lmp[dt_grid_find_bus(grid, id)], expected, 2e-5, tolerance);
        else
            assert_near(r.flow[id - 1], expected, 2e-5, tolerance);
    }
    dt_grid_opf_clear(&r);
    dt_grid_free(grid);
    dt_csv_free(csv);
}

TEST(prices_and_flows_lazy)
{
    check_prices(DT_GRID_LAZY, 1e-4);
}

TEST(prices_and_flows_auto)
{
    check_prices(DT_GRID_AUTO, 1e-6);
}

TEST(prices_and_flows_flow_form)
{
    check_prices(DT_GRID_FLOW_SIMPLEX, 1e-4);
}

/* Cost under security, hosting at every bus, and the overload that no dispatch removes. One session for each
 * case, convention and kind, so that hosting runs warm from bus to bus. */
static double hosted(dt_grid_session *session, int bus)
{
    const double all = 1.0;
    dt_grid_opf r = {0};
    assert_int_equal(dt_grid_session_site(session, 1, &bus, &all, 0.0), DT_OK);
    assert_int_equal(dt_grid_session_host(session, &r), DT_OK);
    assert_int_equal(r.outcome, DT_GRID_OPTIMAL);
    assert_sound(&r);
    assert_true(r.n_binding > 0 || r.objective == 0.0);
    double value = r.objective;
    dt_grid_opf_clear(&r);
    return value;
}

static void check_secure_row(const dt_grid *grid, dt_grid_session *session,
                             const dt_grid_opf_options *options, const dt_csv *csv, int row)
{
    const char *quantity = text_at(csv, row, "quantity");
    const char *column = options->convention == DT_GRID_MATPOWER ? "expected_matpower_convention"
                                                                 : "expected_powermodels_convention";
    double expected = number_at(csv, row, column), tolerance = number_at(csv, row, "tolerance_rel");
    double value = NAN;
    if (strncmp(quantity, "hosting", 7) == 0) {
        value = hosted(session, dt_grid_find_bus(grid, atoi(text_at(csv, row, "bus"))));
    } else {
        dt_grid_opf r = {0};
        solve(grid, options, &r);
        value = r.outcome == DT_GRID_INFEASIBLE ? r.outage_excess : r.objective;
        dt_grid_opf_clear(&r);
    }
    if (!(fabs(value - expected) <= tolerance * fmax(1.0, fabs(expected))))
        fail_msg("%s %s %s: %.9g, expected %.9g", text_at(csv, row, "case"), quantity,
                 text_at(csv, row, "bus"), value, expected);
}

static void check_secure(dt_grid_convention convention)
{
    dt_csv *csv = table_of(CASES "pglib_n1_hosting.csv");
    char now[96] = "";
    dt_grid *grid = NULL;
    dt_grid_session *session = NULL;
    dt_grid_opf_options options = dt_grid_opf_defaults();
    options.convention = convention;
    for (int row = 0; row < dt_csv_row_count(csv); row++) {
        char key[96];
        int is_n1 = strstr(text_at(csv, row, "quantity"), "n1") != NULL;
        snprintf(key, sizeof key, "%s %d", text_at(csv, row, "case"), is_n1);
        if (strcmp(key, now) != 0) {
            dt_grid_session_free(session);
            dt_grid_free(grid);
            options.is_n1 = is_n1;
            grid = load_named(text_at(csv, row, "case"));
            assert_int_equal(dt_grid_session_create(grid, &options, &session, NULL), DT_OK);
            snprintf(now, sizeof now, "%s", key);
        }
        check_secure_row(grid, session, &options, csv, row);
    }
    dt_grid_session_free(session);
    dt_grid_free(grid);
    dt_csv_free(csv);
}

TEST(security_and_hosting_powermodels)
{
    check_secure(DT_GRID_POWERMODELS);
}

TEST(security_and_hosting_matpower)
{
    check_secure(DT_GRID_MATPOWER);
}

/* Both forms under security agree on the published cost. */
TEST(security_in_the_flow_form)
{
    dt_grid *grid = load_named("case5_pjm");
    dt_grid_opf_options options = dt_grid_opf_defaults();
    options.is_n1 = 1;
    for (int method = DT_GRID_FLOW_SIMPLEX; method <= DT_GRID_FLOW_INTERIOR; method++) {
        dt_grid_opf r = {0};
        options.method = (dt_grid_method)method;
        solve(grid, &options, &r);
        assert_int_equal(r.outcome, DT_GRID_OPTIMAL);
        assert_near(r.objective, 22869.596, 0.0, 1e-6);
        dt_grid_opf_clear(&r);
    }
    dt_grid_free(grid);
}

TEST(infeasible_least_shedding)
{
    dt_csv *csv = table_of(CASES "pglib_infeasible.csv");
    dt_grid *grid = load_named("case5_pjm__sad");
    for (int convention = 0; convention < 2; convention++) {
        dt_grid_opf_options options = dt_grid_opf_defaults();
        dt_grid_opf r = {0};
        options.convention = (dt_grid_convention)convention;
        solve(grid, &options, &r);
        assert_int_equal(r.outcome, DT_GRID_INFEASIBLE);
        assert_near(r.shed_total,
                    number_at(csv, 0, convention ? "matpower_convention" : "powermodels_convention"), 0.0,
                    number_at(csv, 0, "tolerance_rel"));
        assert_true(r.n_conflict > 1);
        dt_grid_opf_clear(&r);
    }
    dt_grid_free(grid);
    dt_csv_free(csv);
}

/* The set named is irreducible: its limits alone conflict, without any one of them a dispatch exists. */
static void loosen(dt_grid *grid, const dt_grid_limit *limit)
{
    dt_grid_branch *b = limit->kind <= DT_GRID_LIMIT_OUTAGE ? &grid->branch[limit->element] : NULL;
    dt_grid_generator *g = &grid->generator[b || limit->kind == DT_GRID_LIMIT_LOAD ? 0 : limit->element];
    switch (limit->kind) {
    case DT_GRID_LIMIT_BRANCH: b->rate_a = 0.0; break;
    case DT_GRID_LIMIT_ANGLE:
        b->angmin = -360.0;
        b->angmax = 360.0;
        break;
    case DT_GRID_LIMIT_GENERATOR_MAX: g->pmax += 1e5; break;
    case DT_GRID_LIMIT_GENERATOR_MIN: g->pmin -= 1e5; break;
    case DT_GRID_LIMIT_LOAD:
        for (int i = 0; i < grid->n_bus; i++)
            grid->bus[i].pd = 0.0;
        break;
    default: fail_msg("a limit of kind %s", dt_grid_limit_name(limit->kind));
    }
}

static int is_named(const dt_grid_opf *r, dt_grid_limit_kind kind, int element)
{
    for (int c = 0; c < r->n_conflict; c++)
        if (r->conflict[c].kind == kind && r->conflict[c].element == element) return 1;
    return 0;
}

/* Lifts every limit that the conflict does not name. */
static void lift_others(dt_grid *grid, const dt_grid_opf *r)
{
    for (int l = 0; l < grid->n_branch; l++) {
        if (!is_named(r, DT_GRID_LIMIT_BRANCH, l)) grid->branch[l].rate_a = 0.0;
        if (is_named(r, DT_GRID_LIMIT_ANGLE, l)) continue;
        grid->branch[l].angmin = -360.0;
        grid->branch[l].angmax = 360.0;
    }
    for (int i = 0; i < grid->n_generator; i++) {
        if (!is_named(r, DT_GRID_LIMIT_GENERATOR_MAX, i)) grid->generator[i].pmax += 1e5;
        if (!is_named(r, DT_GRID_LIMIT_GENERATOR_MIN, i)) grid->generator[i].pmin -= 1e5;
    }
}

static void check_conflict(const char *name)
{
    dt_grid *grid = load_named(name), *relaxed = NULL;
    dt_grid_opf r = {0}, again = {0};
    dt_grid_opf_options options = dt_grid_opf_defaults();
    options.convention = DT_GRID_MATPOWER; /* where -360 to 360 degrees is no limit */
    solve(grid, &options, &r);
    assert_int_equal(r.outcome, DT_GRID_INFEASIBLE);
    for (int k = -1; k < r.n_conflict; k++) {
        assert_int_equal(dt_grid_copy(grid, &relaxed), DT_OK);
        lift_others(relaxed, &r);
        if (k >= 0) loosen(relaxed, &r.conflict[k]);
        solve(relaxed, &options, &again);
        assert_int_equal(again.outcome, k < 0 ? DT_GRID_INFEASIBLE : DT_GRID_OPTIMAL);
        dt_grid_opf_clear(&again);
        dt_grid_free(relaxed);
    }
    dt_grid_opf_clear(&r);
    dt_grid_free(grid);
}

TEST(conflict_is_irreducible)
{
    check_conflict("s21_load_shedding");
    check_conflict("case5_pjm__sad");
}

/* s21 names its binding limits: line A and unit G2, beside the load. */
TEST(conflict_names_the_limits)
{
    dt_grid *grid = load_named("s21_load_shedding");
    dt_grid_opf r = {0};
    solve(grid, NULL, &r);
    assert_int_equal(r.outcome, DT_GRID_INFEASIBLE);
    assert_int_equal(r.n_conflict, 3);
    assert_int_equal(r.conflict[0].kind, DT_GRID_LIMIT_GENERATOR_MAX);
    assert_int_equal(r.conflict[0].element, 1);
    assert_int_equal(r.conflict[1].kind, DT_GRID_LIMIT_BRANCH);
    assert_int_equal(r.conflict[1].element, 0);
    assert_int_equal(r.conflict[2].kind, DT_GRID_LIMIT_LOAD);
    assert_near(r.shed_total, 30.0, 0.0, 1e-9);
    dt_grid_opf_clear(&r);
    dt_grid_free(grid);
}

TEST(binding_limits)
{
    dt_grid *grid = load_named("s21_load_shedding");
    dt_grid_opf_options options = dt_grid_opf_defaults();
    dt_grid_opf r = {0};
    options.shed_cost = 5000.0;
    solve(grid, &options, &r);
    int has_line = 0, has_unit = 0;
    for (int k = 0; k < r.n_binding; k++) {
        has_line |= r.binding[k].kind == DT_GRID_LIMIT_BRANCH && r.binding[k].element == 0;
        has_unit |= r.binding[k].kind == DT_GRID_LIMIT_GENERATOR_MAX && r.binding[k].element == 1;
        if (r.binding[k].kind == DT_GRID_LIMIT_BRANCH)
            assert_near(r.binding[k].shadow_price, 4990.0, 0.0, 1e-9);
        if (r.binding[k].kind == DT_GRID_LIMIT_GENERATOR_MAX)
            assert_near(r.binding[k].shadow_price, 4950.0, 0.0, 1e-9);
    }
    assert_true(has_line && has_unit);
    assert_int_equal(r.n_binding, 2);
    dt_grid_opf_clear(&r);
    dt_grid_free(grid);
}

RUN_TESTS(CASE(hand_cases), CASE(hand_cases_of_one_convention), CASE(shifter_drives_a_loop_flow),
          CASE(joint_hosting), CASE(cost_curve), CASE(pglib_auto), CASE(pglib_lazy), CASE(pglib_interior),
          CASE(prices_and_flows_lazy), CASE(prices_and_flows_auto), CASE(prices_and_flows_flow_form),
          CASE(security_and_hosting_powermodels), CASE(security_and_hosting_matpower),
          CASE(security_in_the_flow_form), CASE(infeasible_least_shedding), CASE(conflict_is_irreducible),
          CASE(conflict_names_the_limits), CASE(binding_limits))
