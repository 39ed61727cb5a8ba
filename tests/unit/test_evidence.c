/* Analysis of stores whose outcomes are known functions of the design: effects, indices and tables as they
 * must be. */
#include "test.h"

#include "detente/analysis.h"
#include "fake_race.h"
#include "scratch.h"

void dt_case_draw(const dt_case *c, uint64_t member, double *u)
{
    (void)c;
    u[0] = (double)(member % 10 + 1) / 11.0;
    u[1] = (double)(member % 7 + 1) / 8.0;
}

typedef struct folder {
    char path[SCRATCH_PATH];
    dt_store *store;
} folder;

static const char *const names[3] = {"line", "product", "other"};

/* A store with `rows` members: outcomes 3 a + b, a b and the member's number; members in `failed` fail. */
static folder fill(const dt_design *design, const dt_case *c, int64_t rows, int64_t failed)
{
    folder f = {.store = NULL};
    unsigned char hash[16] = {0};
    dt_store_layout layout = {
        .case_hash = hash, .n_column = 3, .column = names, .block_size = DT_ENSEMBLE_BLOCK};
    scratch_create(f.path);
    assert_int_equal(dt_store_create(f.path, &layout, 1, &f.store, NULL), DT_OK);
    double *value = malloc(3 * DT_ENSEMBLE_BLOCK * sizeof *value);
    assert_non_null(value);
    for (int64_t first = 0; first < rows; first += DT_ENSEMBLE_BLOCK) {
        int count = (int)(rows - first < DT_ENSEMBLE_BLOCK ? rows - first : DT_ENSEMBLE_BLOCK);
        for (int m = 0; m < count; m++) {
            double u[2];
            if (design)
                dt_design_row(design, first + m, u);
            else
                dt_case_draw(c, (uint64_t)(first + m), u);
            int fails = first + m == failed;
            value[m] = fails ? NAN : 3.0 * u[0] + u[1];
            value[count + m] = fails ? NAN : u[0] * u[1];
            value[2 * count + m] = fails ? NAN : (double)(first + m);
        }
        assert_int_equal(dt_store_put_block(f.store, (uint64_t)first, count, value), DT_OK);
    }
    free(value);
    return f;
}

static void drop(folder *f)
{
    assert_int_equal(dt_store_close(f->store), DT_OK);
    scratch_remove(f->path);
}

static dt_design *design_of(int kind, int64_t base)
{
    dt_design_options o = dt_design_defaults();
    o.kind = kind;
    o.n_column = 2;
    o.base = base;
    dt_design *d = NULL;
    assert_int_equal(dt_design_create(&o, &d, NULL), DT_OK);
    return d;
}

/* Of 3 a + b with uniform a, b: variances 9/12 and 1/12, so indices 0.9 and 0.1; base points cross block
 * borders, and one that lost a member is left out. */
TEST(indices_of_a_stored_line)
{
    dt_case c = {.members = 0};
    dt_design *design = design_of(DT_DESIGN_SALTELLI, 1024);
    folder f = fill(design, &c, dt_design_rows(design), 258);
    dt_evidence e = {&c, design, f.store};
    dt_sobol *part[4];
    assert_int_equal(dt_evidence_outcome(&e, "line"), 0);
    assert_int_equal(dt_evidence_outcome(&e, "lines"), -1);
    assert_int_equal(dt_evidence_sobol(&e, 0, 4, part), DT_OK);
    dt_sobol_options o = {.method = DT_SOBOL_JANON, .level = 0.95};
    dt_interval first[2], total[2];
    int64_t used = 0, dropped = 0;
    assert_int_equal(dt_sobol_combine((const dt_sobol *const *)part, 4, &o, first, total), DT_OK);
    for (int p = 0; p < 4; p++) {
        used += dt_sobol_used(part[p]);
        dropped += dt_sobol_dropped(part[p]);
        dt_sobol_free(part[p]);
    }
    assert_true(used == 1023 && dropped == 1);
    assert_near(first[0].value, 0.9, 0.01, 0.0); /* tolerance of the shared cases of this size */
    assert_near(total[1].value, 0.1, 0.01, 0.0);
    assert_true(first[0].low < 0.9 && first[0].high > 0.9);
    dt_design_free(design);
    drop(&f);
}

/* Effects per whole range: 3 and 1 of the line, exactly; a failed member takes the two steps that touch it.
 */
TEST(effects_of_a_stored_line)
{
    const int kind[2] = {DT_DESIGN_MORRIS, DT_DESIGN_MORRIS_RADIAL};
    dt_case c = {.members = 0};
    for (int k = 0; k < 2; k++) {
        dt_design *design = design_of(kind[k], 200);
        folder f = fill(design, &c, dt_design_rows(design), 256);
        dt_evidence e = {&c, design, f.store};
        dt_effects effect[2];
        int64_t dropped = 0;
        assert_int_equal(dt_evidence_morris(&e, 0, effect, &dropped), DT_OK);
        assert_near(effect[0].mean, 3.0, 1e-12, 0.0);
        assert_near(effect[1].mean_absolute, 1.0, 1e-12, 0.0);
        assert_near(effect[0].spread, 0.0, 1e-9, 0.0);
        assert_true(effect[0].n + effect[1].n + dropped == 400 && dropped >= 1 && dropped <= 2);
        dt_sobol *none[1];
        assert_int_equal(dt_evidence_sobol(&e, 0, 1, none), DT_INPUT);
        dt_design_free(design);
        drop(&f);
    }
}

TEST(tables_leave_failed_members_out)
{
    dt_case c = {.members = 0};
    folder f = fill(NULL, &c, 600, 300);
    dt_evidence e = {&c, NULL, f.store};
    dt_table t = {0};
    assert_int_equal(dt_table_load(&e, 10000, &t), DT_OK);
    assert_true(t.n == 599 && t.d == 2 && t.n_outcome == 3 && t.n_failed == 1);
    for (int i = 0; i < t.n; i++) {
        double number = t.y[2 * t.n + i], u[2];
        assert_true(number == (i < 300 ? i : i + 1));
        dt_case_draw(&c, (uint64_t)number, u);
        assert_true(t.u[2 * i] == u[0] && t.u[2 * i + 1] == u[1] && t.y[i] == 3.0 * u[0] + u[1]);
    }
    dt_table_clear(&t);
    assert_int_equal(dt_table_load(&e, 100, &t), DT_OK);
    assert_true(t.n == 100);
    dt_table_clear(&t);
    int64_t dropped;
    dt_effects effect[2];
    assert_int_equal(dt_evidence_morris(&e, 0, effect, &dropped), DT_INPUT); /* no such design */
    drop(&f);
}

TEST(payoffs_of_policies_side_by_side)
{
    dt_case c = {.members = 0};
    folder a = fill(NULL, &c, 600, -1), b = fill(NULL, &c, 520, 7);
    dt_store *store[2] = {a.store, b.store};
    double *payoff = NULL;
    int n = 0;
    assert_int_equal(dt_evidence_payoffs(store, 2, "other", 100000, &payoff, &n), DT_OK);
    assert_int_equal(n, 520);
    assert_true(payoff[519] == 519.0 && payoff[520 + 5] == 5.0 && isnan(payoff[520 + 7]));
    dt_free(payoff);
    assert_int_equal(dt_evidence_payoffs(store, 2, "none", 1000, &payoff, &n), DT_NO);
    drop(&a);
    drop(&b);
}

static dt_status sum_up(void *context, int factor, const dt_pairs *pairs)
{
    double *sum = context;
    sum[factor] = 0.0;
    for (int i = 0; i < pairs->n; i++)
        sum[factor] += pairs->x[i] * pairs->y[i];
    return DT_OK;
}

/* A column is what a table has of one outcome; factors made a few at a time are those of the rows. */
TEST(columns_are_those_of_tables)
{
    dt_case c = {.members = 0};
    folder f = fill(NULL, &c, 600, 300);
    dt_evidence e = {&c, NULL, f.store};
    dt_table t = {0};
    dt_member_column k;
    double *rows = NULL, sum[2], expected[2] = {0.0, 0.0};
    assert_int_equal(dt_table_load(&e, 10000, &t), DT_OK);
    assert_int_equal(dt_member_column_load(&e, 1, &(dt_member_column_options){0}, &k), DT_OK);
    assert_true(k.n == 599 && k.held == 600 && k.n_failed == 1 && k.effective == 599.0 && !k.weight);
    assert_memory_equal(k.y, t.y + t.n, 599 * sizeof *k.y);
    assert_int_equal(dt_member_column_rows(&e, &k, 2, &rows), DT_OK);
    assert_memory_equal(rows, t.u, 2 * 599 * sizeof *rows);
    for (int i = 0; i < 599; i++) {
        expected[0] += rows[2 * i] * k.y[i];
        expected[1] += rows[2 * i + 1] * k.y[i];
    }
    for (int threads = 1; threads < 4; threads += 2) {
        dt_member_column_each each = {.measure = sum_up, .context = sum, .threads = threads};
        assert_int_equal(dt_member_column_measure(&e, &k, &each), DT_OK);
        assert_true(sum[0] == expected[0] && sum[1] == expected[1]);
    }
    dt_free(rows);
    dt_member_column_clear(&k);
    dt_table_clear(&t);
    drop(&f);
}

/* Of a design whose first rows are a corner, a choice is a sample of the whole; of draws, the first. */
TEST(columns_choose_members)
{
    dt_case c = {.members = 0};
    dt_design_options o = dt_design_defaults();
    dt_design *design = NULL;
    o.kind = DT_DESIGN_FACTORIAL;
    o.n_column = 2;
    o.level = 32;
    assert_int_equal(dt_design_create(&o, &design, NULL), DT_OK);
    folder f = fill(design, &c, dt_design_rows(design), -1), g = fill(NULL, &c, 600, 3);
    dt_member_column k;
    double mean = 0.0;
    assert_int_equal(dt_member_column_load(&(dt_evidence){&c, design, f.store}, 2,
                                           &(dt_member_column_options){.most = 256}, &k),
                     DT_OK);
    assert_true(k.n == 256 && k.held == 1024);
    for (int i = 0; i < k.n; i++) {
        assert_true(k.member[i] == (int64_t)k.y[i] && (i == 0 || k.member[i] > k.member[i - 1]));
        mean += k.y[i] / k.n;
    }
    /* four standard errors of a mean of 256 of 1024 numbers: 1024 / sqrt(12) * sqrt(3 / 4 / 256) */
    assert_near(mean, 511.5, 4.0 * 16.0, 0.0);
    dt_member_column_clear(&k);
    assert_int_equal(dt_member_column_load(&(dt_evidence){&c, NULL, g.store}, 2,
                                           &(dt_member_column_options){.most = 100}, &k),
                     DT_OK);
    assert_true(k.n == 100 && k.member[99] == 100);
    dt_member_column_clear(&k);
    dt_design_free(design);
    drop(&f);
    drop(&g);
}

TEST(columns_with_weights)
{
    dt_case c = {.members = 0};
    folder f = fill(NULL, &c, 600, 3);
    dt_evidence e = {&c, NULL, f.store};
    double weight[600];
    dt_member_column k;
    for (int m = 0; m < 600; m++)
        weight[m] = m % 3 == 0 ? 0.0 : m % 3 == 1 ? 0.001 : 0.003;
    assert_int_equal(
        dt_member_column_load(&e, 2, &(dt_member_column_options){.weight = weight, .n_weight = 600}, &k),
        DT_OK);
    /* 200 of weight 1 and 200 of 3: worth 800^2 / 2000 */
    assert_true(k.n == 400 && k.member[0] == 1 && k.member[1] == 2);
    assert_near(k.effective, 320.0, 1e-9, 0.0); /* rounding */
    assert_near(k.weight[1], 3.0 * 800.0 / 2000.0, 1e-12, 0.0);
    dt_member_column_clear(&k);
    for (int m = 0; m < 600; m++)
        weight[m] = 1.0 / 600;
    assert_int_equal(
        dt_member_column_load(&e, 2, &(dt_member_column_options){.weight = weight, .n_weight = 600}, &k),
        DT_OK);
    assert_true(k.n == 599 && !k.weight && k.effective == 599.0);
    dt_member_column_clear(&k);
    assert_int_equal(
        dt_member_column_load(&e, 2, &(dt_member_column_options){.weight = weight, .n_weight = 500}, &k),
        DT_INPUT);
    drop(&f);
}

RUN_TESTS(CASE(indices_of_a_stored_line), CASE(effects_of_a_stored_line),
          CASE(tables_leave_failed_members_out), CASE(payoffs_of_policies_side_by_side),
          CASE(columns_are_those_of_tables), CASE(columns_choose_members), CASE(columns_with_weights))
