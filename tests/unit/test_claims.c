/* Claims: estimators against published tables and hand-worked examples, measures on ensembles made by hand,
 * and the whole on the shipped scenario. */
#include <stdlib.h>

#include "analysis/claim.h"
#include "analysis/claim_judge.h"
#include "statistics/basic.h"
#include "detente/claims.h"
#include "failing_memory.h"
#include "test.h"

static const double Z_95 = 1.959963984540054;

/* Newcombe, "Two-sided confidence intervals for the single proportion", Statistics in Medicine 17:857 (1998),
 * table I, method 3 (score without continuity correction): four decimals. */
TEST(wilson_published)
{
    static const struct {
        int k, n;
        double low, high;
    } row[] = {
        {81, 263, 0.2553, 0.3662}, {15, 148, 0.0624, 0.1605}, {0, 20, 0.0, 0.1611}, {1, 29, 0.0061, 0.1718}};
    for (size_t r = 0; r < sizeof row / sizeof row[0]; r++) {
        double low, high;
        dt_wilson(row[r].k, row[r].n, Z_95, &low, &high);
        assert_near(low, row[r].low, 5.1e-5, 0.0); /* half of the last printed decimal */
        assert_near(high, row[r].high, 5.1e-5, 0.0);
    }
}

TEST(wilson_mirrors)
{
    double low, high, mirror_low, mirror_high;
    dt_wilson(29, 29, Z_95, &low, &high);
    assert_true(high == 1.0);
    dt_wilson(7, 40, Z_95, &low, &high);
    dt_wilson(33, 40, Z_95, &mirror_low, &mirror_high);
    assert_near(low, 1.0 - mirror_high, 1e-15, 0.0); /* rounding */
    assert_near(high, 1.0 - mirror_low, 1e-15, 0.0);
}

/* Ranks by hand: 10 20 20 30 -> 1, 2.5, 2.5, 4. */
TEST(ranks_share_ties)
{
    const double x[] = {20.0, 10.0, 30.0, 20.0}, expected[] = {2.5, 1.0, 4.0, 2.5};
    double rank[4];
    dt_ranked scratch[4];
    dt_ranks(x, 4, scratch, rank);
    for (int i = 0; i < 4; i++)
        assert_true(rank[i] == expected[i]);
}

static double spearman(const double *x, const double *y, int n)
{
    double rx[16], ry[16];
    dt_ranked scratch[16];
    dt_ranks(x, n, scratch, rx);
    dt_ranks(y, n, scratch, ry);
    return dt_correlation(rx, ry, n);
}

/* IQ and hours of television, ten people, the worked example of the encyclopedias: rho = -29/165. */
TEST(spearman_without_ties)
{
    const double iq[] = {106, 100, 86, 101, 99, 103, 97, 113, 112, 110};
    const double hours[] = {7, 27, 2, 50, 28, 29, 20, 12, 6, 17};
    assert_near(spearman(iq, hours, 10), -29.0 / 165.0, 1e-14, 0.0); /* rounding */
}

/* By hand: ranks 1, 2.5, 2.5, 4 and 1, 2, 3, 4; covariance sum 4.5, squares 4.5 and 5: rho = 4.5 /
 * sqrt(22.5).
 */
TEST(spearman_with_ties)
{
    const double x[] = {10, 20, 20, 30}, y[] = {1, 2, 3, 4}, z[] = {4, 3, 2, 1}, flat[] = {5, 5, 5, 5};
    assert_near(spearman(x, y, 4), 4.5 / sqrt(22.5), 1e-15, 0.0); /* rounding */
    assert_near(spearman(x, z, 4), -4.5 / sqrt(22.5), 1e-15, 0.0);
    assert_true(spearman(x, flat, 4) == 0.0);
}

/* Sleep of ten patients under two drugs (Student, Biometrika 6:1, 1908): mean difference 1.58, t = 4.0621
 * with 9 degrees of freedom, two-sided p = 0.002833 (the example of R's t.test). */
TEST(paired_student_sleep)
{
    const double gain[] = {1.2, 2.4, 1.3, 1.3, 0.0, 1.0, 1.8, 0.8, 4.6, 1.4};
    dt_paired p = dt_paired_differences(gain, 10);
    assert_near(p.mean, 1.58, 1e-14, 0.0); /* rounding */
    assert_near(p.t, 4.0621, 5.1e-5, 0.0); /* half of the last printed decimal */
    assert_near(2.0 * dt_t_above(p.t, 9), 0.002833, 5.1e-7, 0.0);
}

/* Critical values of one-sided 5% and 2.5% from the usual table. */
TEST(student_table)
{
    static const struct {
        int df;
        double t, above;
    } row[] = {{1, 6.314, 0.05},  {2, 2.920, 0.05},   {5, 2.571, 0.025},
               {10, 1.812, 0.05}, {30, 2.042, 0.025}, {120, 1.658, 0.05}};
    for (size_t r = 0; r < sizeof row / sizeof row[0]; r++) {
        assert_near(dt_t_above(row[r].t, row[r].df), row[r].above, 1e-4, 0.0); /* t has four digits */
        assert_near(dt_t_above(-row[r].t, row[r].df), 1.0 - row[r].above, 1e-4, 0.0);
    }
    assert_near(dt_t_above(0.0, 7), 0.5, 1e-15, 0.0);
}

TEST(share_verdicts)
{
    assert_int_equal(dt_claim_by_share(0.70, 0.90, 2.0 / 3.0, 1.0 / 3.0), DT_VERDICT_HOLDS);
    assert_int_equal(dt_claim_by_share(0.10, 0.30, 2.0 / 3.0, 1.0 / 3.0), DT_VERDICT_FAILS);
    assert_int_equal(dt_claim_by_share(0.60, 0.90, 2.0 / 3.0, 1.0 / 3.0), DT_VERDICT_UNDETERMINED);
    assert_int_equal(dt_claim_by_share(0.30, 0.40, 2.0 / 3.0, 1.0 / 3.0), DT_VERDICT_UNDETERMINED);
}

/* ---- measures on four members made by hand: variations 0 to 3, probe 0 and the ones a case needs ---- */

enum { MEMBERS = 4 };

typedef struct ensemble {
    dt_claim_run run[DT_VARIATION_COUNT];
    double value[4][DT_PROBE_COUNT * MEMBERS];
    double effect[MEMBERS], second[MEMBERS];
    unsigned char is_true[MEMBERS];
} ensemble;

static void set_values(ensemble *e, int variation, int probe, const double *value)
{
    e->run[variation] = (dt_claim_run){.members = MEMBERS, .value = e->value[variation]};
    memcpy(e->value[variation] + probe * MEMBERS, value, MEMBERS * sizeof *value);
}

static void measure(ensemble *e, const dt_claim_row *row)
{
    dt_claim_measure(row, e->run, &(dt_claim_effect){e->effect, e->second, e->is_true});
}

static void check(const ensemble *e, const double *effect, const int *is_true)
{
    for (int m = 0; m < MEMBERS; m++) {
        if (isnan(effect[m]))
            assert_true(isnan(e->effect[m]));
        else
            assert_near(e->effect[m], effect[m], 1e-12, 1e-12); /* rounding */
        assert_int_equal(e->is_true[m], is_true[m]);
    }
}

/* 150 is 50% more than 100; 120 is 20% more, but freeing the other limit (130) would do more. The fourth
 * member failed in one variation. */
TEST(more_beats_other)
{
    static ensemble e;
    dt_claim_row row = {
        .measure = DT_MEASURE_MORE, .variation = {0, 1, 2, -1}, .probe = {0, -1, -1, -1}, .least = 10.0};
    set_values(&e, 0, 0, (double[]){150, 120, 105, 150});
    set_values(&e, 1, 0, (double[]){100, 100, 100, NAN});
    set_values(&e, 2, 0, (double[]){110, 130, 100, 110});
    measure(&e, &row);
    check(&e, (double[]){50, 20, 5, NAN}, (int[]){1, 0, 0, 0});
}

/* 80 costs 20% less than 100; dearer is false; where china is not the cheaper, who runs more says nothing. */
TEST(cost_and_who_follows)
{
    static ensemble e;
    dt_claim_row cheap = {
        .measure = DT_MEASURE_CHEAPER, .variation = {0, -1, -1, -1}, .probe = {2, 3, -1, -1}};
    dt_claim_row follows = {
        .measure = DT_MEASURE_FOLLOWS, .variation = {0, -1, -1, -1}, .probe = {0, 1, 2, 3}};
    set_values(&e, 0, 0, (double[]){10, 30, 10, 30});
    set_values(&e, 0, 1, (double[]){20, 20, 20, 20});
    set_values(&e, 0, 2, (double[]){80, 80, 125, 125});
    set_values(&e, 0, 3, (double[]){100, 100, 100, 100});
    measure(&e, &cheap);
    check(&e, (double[]){-20, -20, 25, 25}, (int[]){1, 1, 0, 0});
    measure(&e, &follows);
    check(&e, (double[]){-50, 50, NAN, NAN}, (int[]){0, 1, 0, 0});
}

TEST(differences)
{
    static ensemble e;
    dt_claim_row apart = {
        .measure = DT_MEASURE_APART, .variation = {0, 1, -1, -1}, .probe = {0, -1, -1, -1}, .least = 1.0};
    dt_claim_row lost = {
        .measure = DT_MEASURE_LOST, .variation = {0, -1, -1, -1}, .probe = {0, 1, -1, -1}, .least = 0.5};
    dt_claim_row below = {
        .measure = DT_MEASURE_BELOW, .variation = {1, -1, -1, -1}, .probe = {0, -1, -1, -1}};
    set_values(&e, 0, 0, (double[]){3, 2, 1, 110});
    set_values(&e, 0, 1, (double[]){3, 1, 0.75, 108});
    set_values(&e, 1, 0, (double[]){1, 1.5, -1, 0});
    measure(&e, &apart);
    check(&e, (double[]){2, 0.5, 2, 110}, (int[]){1, 0, 1, 1});
    measure(&e, &lost);
    check(&e, (double[]){0, 1, 0.25, 2}, (int[]){0, 1, 0, 1});
    measure(&e, &below);
    check(&e, (double[]){1, 1.5, -1, 0}, (int[]){0, 0, 1, 0});
}

/* Payoffs of a prisoner's dilemma (T 5, R 3, P 1, S 0), of a stag hunt (T 3, R 4, P 2, S 0), of harmony, and
 * of chicken (T 5, R 3, P 0, S 1): only the first dares not stop. */
TEST(dares_on_known_games)
{
    static ensemble e;
    dt_claim_row row = {.measure = DT_MEASURE_DARES, .variation = {0, 1, 2, 3}, .probe = {0, -1, -1, -1}};
    set_values(&e, 0, 0, (double[]){1, 2, 0, 0}); /* P: both race */
    set_values(&e, 1, 0, (double[]){0, 0, 2, 1}); /* S: only this one stops */
    set_values(&e, 2, 0, (double[]){5, 3, 1, 5}); /* T: only the other stops */
    set_values(&e, 3, 0, (double[]){3, 4, 4, 3}); /* R: both stop */
    measure(&e, &row);
    check(&e, (double[]){2, -1, -3, 2}, (int[]){1, 0, 0, 0});
    assert_true(e.second[0] == 1.0 && e.second[1] == 2.0 && e.second[2] == -2.0 && e.second[3] == -1.0);
}

/* Power gives 3, the treaty takes 1: outweighs by 2; and the reverse. */
TEST(outweighs)
{
    static ensemble e;
    dt_claim_row row = {.measure = DT_MEASURE_OUTWEIGHS, .variation = {0, 1, 2, 3}, .probe = {0, -1, -1, -1}};
    set_values(&e, 0, 0, (double[]){8, 6, 5, 5});
    set_values(&e, 1, 0, (double[]){5, 5, 5, 5});
    set_values(&e, 2, 0, (double[]){4, 2, 5, 6});
    set_values(&e, 3, 0, (double[]){5, 5, 5, 5});
    measure(&e, &row);
    check(&e, (double[]){2, -2, 0, 1}, (int[]){1, 0, 0, 1});
}

/* One gains half, the other doubles: 150% less 200%; and the reverse. */
TEST(outgrows)
{
    static ensemble e;
    dt_claim_row row = {.measure = DT_MEASURE_OUTGROWS, .variation = {0, 1, 2, 1}, .probe = {0, -1, -1, -1}};
    set_values(&e, 0, 0, (double[]){3, 8, 1, 4});
    set_values(&e, 1, 0, (double[]){2, 4, 1, 4});
    set_values(&e, 2, 0, (double[]){4, 6, 1, 3});
    measure(&e, &row);
    check(&e, (double[]){-50, 50, 0, 25}, (int[]){0, 1, 0, 1});
}

/* ---- the table ---- */

TEST(settings_are_split)
{
    char key[32], value[32];
    const char *rest = dt_claim_setting("a.USA=1; b=0.5", key, value, sizeof key);
    assert_string_equal(key, "a.USA");
    assert_string_equal(value, "1");
    rest = dt_claim_setting(rest, key, value, sizeof key);
    assert_string_equal(key, "b");
    assert_string_equal(value, "0.5");
    assert_null(dt_claim_setting(rest, key, value, sizeof key));
    assert_null(dt_claim_setting("", key, value, sizeof key));
}

/* A switch that a build lacks is passed over; a lever that it lacks, or has, counts. */
TEST(optional_settings)
{
    assert_true(dt_claim_is_optional("?lobby_on") && !dt_claim_is_optional("openness"));
    assert_true(dt_claim_has_parameter("?openness") && dt_claim_has_parameter("openness.USA"));
    assert_false(dt_claim_has_parameter("?no_such_switch"));
}

TEST(rows_are_sound)
{
    for (int k = 0; k < dt_claim_row_count(); k++) {
        const dt_claim_row *row = dt_claim_row_at(k);
        assert_true(row->variation[0] >= 0 && row->probe[0] >= 0);
        assert_true(row->letter >= 'a' && row->letter <= 'i');
        assert_true(row->likely > row->unlikely);
        for (int other = 0; other < k; other++)
            assert_string_not_equal(dt_claim_row_at(other)->id, row->id);
    }
}

/* ---- the whole ---- */

static dt_world *world;
static dt_scenario *scenario;

static void load(void)
{
    if (world) return;
    assert_int_equal(dt_world_load(DT_SOURCE_DIR "/data", 2025, &world, NULL), DT_OK);
    assert_int_equal(dt_scenario_load(DT_SOURCE_DIR "/scenarios/coruna.yaml", &scenario, NULL), DT_OK);
}

static dt_claims *run(const char *only, int64_t members, int threads)
{
    dt_claims *claims = NULL;
    dt_claims_options options = dt_claims_defaults();
    options.members = members;
    options.threads = threads;
    options.only = only;
    load();
    assert_int_equal(dt_claims_run(world, scenario, &options, &claims, NULL), DT_OK);
    return claims;
}

/* ---- on a case of the shipped world ---- */

static dt_case *make_case(void)
{
    dt_case *c = NULL;
    load();
    assert_int_equal(dt_scenario_set_groups(scenario, "USA,CHN,EU,GULF,WORLD"), DT_OK);
    assert_int_equal(dt_case_build(world, scenario, &c, NULL), DT_OK);
    return c;
}

/* A share that doubles in five years grows by 100 ln 2 / 5 a year; one that halves falls by as much. */
TEST(grows)
{
    static ensemble e;
    dt_case *c = make_case();
    dt_claim_row row = {
        .measure = DT_MEASURE_GROWS, .variation = {0, -1, -1, -1}, .probe = {0, 1, 2, 3}, .least = 1.0};
    set_values(&e, 0, 0, (double[]){8, 4, 2, 2});
    set_values(&e, 0, 1, (double[]){4, 2, 4, 2});
    set_values(&e, 0, 2, (double[]){3, 2, 3, 1});
    set_values(&e, 0, 3, (double[]){3, 1, 3, 1});
    e.run[0].c = c;
    e.run[0].step[0] = 60;
    e.run[0].step[2] = 40;
    measure(&e, &row);
    double a = 100.0 * log(2.0) / 5.0;
    check(&e, (double[]){a, 0.0, -a, 0.0}, (int[]){1, 0, 0, 0});
    dt_case_free(c);
}

/* An effect that is half of one factor less all of another hinges on them in order of size, with their
 * signs. */
TEST(hinges_are_found)
{
    enum { N = 400, FIRST = 3, SECOND = 7 };
    dt_case *c = make_case();
    static double value[DT_PROBE_COUNT * N];
    dt_claim_run run[DT_VARIATION_COUNT] = {{.c = c, .members = N, .value = value}};
    dt_claim_row row = {
        .measure = DT_MEASURE_BELOW, .variation = {0, -1, -1, -1}, .probe = {0, 1, -1, -1}, .likely = 1.0};
    static dt_claim_kept kept;
    double *u = calloc((size_t)dt_case_factor_count(c), sizeof *u);
    for (int m = 0; m < N; m++) {
        dt_case_draw(c, (uint64_t)m, u);
        value[m] = 0.5 * u[SECOND] - u[FIRST];
        value[N + m] = NAN;
    }
    assert_int_equal(dt_claim_judge(&row, run, &kept), DT_OK);
    assert_int_equal(kept.claim.n_hinge, 2);
    assert_string_equal(kept.claim.hinge[0].factor, dt_case_factor(c, FIRST)->name);
    assert_string_equal(kept.claim.hinge[1].factor, dt_case_factor(c, SECOND)->name);
    /* Correlation of a sum of independent uniforms with its parts: 1 and 0.5 over sqrt(1.25); ranks and 400
     * draws leave an error of about 0.05. */
    assert_near(kept.claim.hinge[0].correlation, -1.0 / sqrt(1.25), 0.08, 0.0);
    assert_near(kept.claim.hinge[1].correlation, 0.5 / sqrt(1.25), 0.12, 0.0);
    assert_true(kept.claim.hinge[0].is_clear && kept.claim.hinge[1].is_clear);
    free(u);
    dt_case_free(c);
}

static int state_named(const dt_case *c, const char *iso3)
{
    int i = 0;
    while (strcmp(dt_case_state_iso3(c, i), iso3) != 0)
        i++;
    return i;
}

/* Number of states whose output is below, and at most, a value: where that value stands in order. */
static void place_in_order(const dt_race *race, int output, int n, double value, int *below, int *up_to)
{
    *below = *up_to = 0;
    for (int i = 0; i < n; i++) {
        *below += dt_race_output(race, output, i, 0) < value;
        *up_to += dt_race_output(race, output, i, 0) <= value;
    }
}

static void claim_run_of(dt_claim_run *r, dt_case *c)
{
    static dt_claims_options options;
    dt_claim_clock clock = {.options = &options};
    *r = (dt_claim_run){.c = c, .members = 3};
    pthread_mutex_init(&clock.lock, NULL);
    r->wanted[DT_PROBE_lead_usa] = r->wanted[DT_PROBE_second_lag] = r->wanted[DT_PROBE_median_lag] = 1;
    r->wanted[DT_PROBE_overtaken_usa] = r->wanted[DT_PROBE_spending_late] = r->wanted[DT_PROBE_cost_chn] = 1;
    assert_int_equal(dt_claim_place(r, NULL), DT_OK);
    /* China trails from the start, so as its lead the reading is negative, and lost at the start. */
    r->state[DT_PROBE_lead_usa] = r->state[DT_PROBE_overtaken_usa] = state_named(c, "CHN");
    assert_int_equal(dt_claim_run_members(r, &clock), DT_OK);
    pthread_mutex_destroy(&clock.lock);
}

static void check_at_2030(const dt_claim_run *r, const dt_race *race)
{
    int n = dt_case_state_count(r->c), lag = dt_output_find("capability_lag"), below, up_to;
    place_in_order(race, lag, n, dt_claim_values(r, DT_PROBE_second_lag)[2], &below, &up_to);
    assert_true(below <= 1 && up_to >= 2);
    place_in_order(race, lag, n, dt_claim_values(r, DT_PROBE_median_lag)[2], &below, &up_to);
    assert_true(below <= (n + 1) / 2 && up_to >= n / 2);
    assert_true(dt_claim_values(r, DT_PROBE_cost_chn)[2] ==
                dt_race_output(race, dt_output_find("running_cost"), state_named(r->c, "CHN"), 0));
}

TEST(probes_read_what_they_say)
{
    dt_case *c = make_case();
    dt_claim_run r;
    dt_race *race = NULL;
    claim_run_of(&r, c);
    assert_int_equal(dt_race_create(c, &(dt_race_options){.width = 1}, &race), DT_OK);
    dt_race_begin(race, 2, 1, NULL);
    while (dt_race_step_index(race) < dt_case_step_count(c)) {
        dt_race_step(race);
        if (dt_race_step_index(race) == 20) check_at_2030(&r, race); /* 5 years of quarters from 2026 */
        if (dt_race_step_index(race) != 40) continue;
        double spent = 0.0;
        for (int i = 0; i < dt_case_state_count(c); i++)
            spent += dt_race_output(race, dt_output_find("ai_spending"), i, 0);
        assert_near(dt_claim_values(&r, DT_PROBE_spending_late)[2], spent, 0.0, 1e-12); /* rounding */
    }
    double own = dt_race_output(race, dt_output_find("capability_lag"), state_named(c, "CHN"), 0);
    double leads = dt_race_output(race, dt_output_find("capability_lag"), state_named(c, "USA"), 0);
    assert_true(own > 0.0 && leads == 0.0);
    assert_near(dt_claim_values(&r, DT_PROBE_lead_usa)[2], -own, 1e-12, 0.0); /* rounding */
    assert_near(dt_claim_values(&r, DT_PROBE_overtaken_usa)[2], 2026.0, 1e-9, 0.0);
    free(r.value);
    dt_race_free(race);
    dt_case_free(c);
}

/* The same members in all variations: where a lever changes nothing, every member has the effect 0. */
TEST(common_random_numbers)
{
    load();
    assert_int_equal(dt_scenario_set(scenario, "power_limit_off", "1", NULL), DT_OK);
    dt_claims *claims = run("power_limits.EU", 24, 2);
    dt_claim claim = dt_claims_at(claims, 0);
    assert_int_equal(dt_claims_count(claims), 1);
    assert_true(claim.effect_low == 0.0 && claim.effect_high == 0.0);
    assert_int_equal(claim.n_hinge, 0);
    dt_claims_free(claims);
    assert_int_equal(dt_scenario_set(scenario, "power_limit_off", "0", NULL), DT_OK);
}

TEST(threads_do_not_matter)
{
    dt_claims *one = run("b", 24, 1), *three = run("b", 24, 3);
    for (int k = 0; k < dt_claims_count(one); k++) {
        dt_claim a = dt_claims_at(one, k), b = dt_claims_at(three, k);
        assert_true(a.effect == b.effect && a.probability == b.probability && a.low == b.low);
        for (int h = 0; h < a.n_hinge; h++) {
            assert_string_equal(a.hinge[h].factor, b.hinge[h].factor);
            assert_true(a.hinge[h].correlation == b.hinge[h].correlation);
        }
    }
    dt_claims_free(one);
    dt_claims_free(three);
}

/* The notes on data: energy of an H100-equivalent-year costs about twice as much in China on its own
 * accelerators, so in 2030 China is the dearer in nearly all draws. */
TEST(cost_of_china_as_in_the_notes)
{
    dt_claims *claims = run("cheaper.today", 64, 0);
    dt_claim claim = dt_claims_at(claims, 0);
    assert_int_equal(claim.verdict, DT_VERDICT_FAILS);
    assert_true(claim.effect > 0.0);
    assert_int_equal(claim.n_hinge, 2);
    dt_claims_free(claims);
}

TEST(unknown_and_out_of_range)
{
    dt_claims *claims = NULL;
    dt_claims_options options = dt_claims_defaults();
    dt_diagnostics found;
    dt_diagnostics_init(&found);
    load();
    options.only = "nothing";
    assert_int_equal(dt_claims_run(world, scenario, &options, &claims, &found), DT_INPUT);
    assert_int_equal(found.item[0].code, DT_E_CLAIM_UNKNOWN);
    options.only = NULL;
    options.members = 19;
    assert_int_equal(dt_claims_run(world, scenario, &options, &claims, NULL), DT_INPUT);
    assert_null(claims);
    volatile int stop = 1;
    options.members = 20;
    options.stop = &stop;
    assert_int_equal(dt_claims_run(world, scenario, &options, &claims, NULL), DT_INTERRUPTED);
    assert_null(claims);
}

/* Each of many allocations fails in turn: the call says so and makes nothing; sanitizers see that it
 * keeps nothing. */
TEST(memory_runs_out_cleanly)
{
    dt_claims_options options = {.members = 20, .threads = 1, .only = "closed_bottleneck"};
    load();
    for (long n = 0;; n += 1 + n / 8) {
        dt_claims *claims = NULL;
        memory_fail_at(n);
        dt_status status = dt_claims_run(world, scenario, &options, &claims, NULL);
        int has_failed = memory_has_failed();
        memory_fail_at(-1);
        assert_int_equal(status, has_failed ? DT_NO_MEMORY : DT_OK);
        assert_int_equal(claims != NULL, !has_failed);
        dt_claims_free(claims);
        if (!has_failed) return;
    }
}

RUN_TESTS(CASE(wilson_published), CASE(wilson_mirrors), CASE(ranks_share_ties), CASE(spearman_without_ties),
          CASE(spearman_with_ties), CASE(paired_student_sleep), CASE(student_table), CASE(share_verdicts),
          CASE(more_beats_other), CASE(cost_and_who_follows), CASE(differences), CASE(dares_on_known_games),
          CASE(outweighs), CASE(outgrows), CASE(grows), CASE(hinges_are_found),
          CASE(probes_read_what_they_say), CASE(settings_are_split), CASE(optional_settings),
          CASE(rows_are_sound), CASE(common_random_numbers), CASE(threads_do_not_matter),
          CASE(cost_of_china_as_in_the_notes), CASE(unknown_and_out_of_range), CASE(memory_runs_out_cleanly))
