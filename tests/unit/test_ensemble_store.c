/* Ensembles on disk: stopped and resumed, in slices and joined, run again and compared; designs; what
 * failures do. */
#include "test.h"

#include <signal.h>
#include <sys/wait.h>
#include <time.h>

#include "detente/ensemble.h"
#include "fake_race.h"
#include "scratch.h"

typedef struct place {
    char folder[SCRATCH_PATH];
    dt_store *store;
} place;

static place open_new(const dt_case *c)
{
    place p = {.store = NULL};
    scratch_create(p.folder);
    assert_int_equal(dt_ensemble_store(c, p.folder, 0, &p.store, NULL), DT_OK);
    return p;
}

static void drop(place *p)
{
    assert_int_equal(dt_store_close(p->store), DT_OK);
    scratch_remove(p->folder);
}

static dt_ensemble_options into(dt_store *store)
{
    dt_ensemble_options o = dt_ensemble_defaults();
    o.store = store;
    o.is_streamed = 1;
    o.threads = 2;
    return o;
}

static void run(const dt_case *c, const dt_ensemble_options *o, dt_status expected)
{
    dt_summary *s = NULL;
    assert_int_equal(dt_ensemble_run(c, o, &s, NULL), expected);
    dt_summary_free(s);
}

/* Both stores hold the same blocks with the same hashes, and the same counts. */
static void assert_same(dt_store *a, dt_store *b)
{
    unsigned char left[16], right[16];
    uint64_t in_a = 0, in_b = 0;
    dt_status status = DT_OK;
    for (uint64_t from = 0; status == DT_OK; from = in_a + 1) {
        status = dt_store_next_block(a, from, &in_a, left);
        assert_int_equal(dt_store_next_block(b, from, &in_b, right), status);
        if (status != DT_OK) break;
        assert_true(in_a == in_b);
        assert_memory_equal(left, right, sizeof left);
    }
    void *one = NULL, *other = NULL;
    size_t n = 0, m = 0;
    assert_int_equal(dt_store_get_blob(a, "summary", &one, &n), DT_OK);
    assert_int_equal(dt_store_get_blob(b, "summary", &other, &m), DT_OK);
    assert_int_equal(n, m);
    assert_memory_equal(one, other, n);
    free(one);
    free(other);
    assert_int_equal(dt_store_failure_count(a), dt_store_failure_count(b));
}

static place whole(const dt_case *c, dt_status expected)
{
    place p = open_new(c);
    dt_ensemble_options o = into(p.store);
    run(c, &o, expected);
    return p;
}

TEST(stopped_and_resumed_is_the_same)
{
    dt_case c = {.members = 3000, .fails = 1};
    place all = whole(&c, DT_MEMBERS_FAILED), part = open_new(&c);
    int stop = 0;
    dt_case stopping = {.members = 3000, .fails = 1, .stop = &stop, .stop_at = 1000};
    dt_ensemble_options o = into(part.store);
    o.stop = &stop;
    run(&stopping, &o, DT_INTERRUPTED);
    int64_t blocks, members;
    assert_int_equal(dt_ensemble_held(part.store, &blocks, &members), DT_OK);
    assert_true(members >= 1000 && members < 3000);
    assert_int_equal(dt_store_close(part.store), DT_OK);
    assert_int_equal(dt_store_open(part.folder, &part.store, NULL), DT_OK);
    o = into(part.store);
    run(&c, &o, DT_MEMBERS_FAILED);
    assert_same(all.store, part.store);
    run(&c, &o, DT_MEMBERS_FAILED); /* again: nothing to do, nothing changes */
    assert_same(all.store, part.store);
    drop(&all);
    drop(&part);
}

/* A resumed ensemble keeps its columns in memory, where that is asked for. */
TEST(resumed_columns_are_whole)
{
    dt_case c = {.members = 1000};
    place p = open_new(&c);
    dt_ensemble_options o = into(p.store);
    o.slice = 1;
    o.n_slice = 2;
    run(&c, &o, DT_OK);
    o = into(p.store);
    o.is_streamed = 0;
    dt_summary *s = NULL, *plain = NULL;
    assert_int_equal(dt_ensemble_run(&c, &o, &s, NULL), DT_OK);
    o.store = NULL;
    assert_int_equal(dt_ensemble_run(&c, &o, &plain, NULL), DT_OK);
    unsigned char a[16], b[16];
    dt_summary_hash(s, a);
    dt_summary_hash(plain, b);
    assert_memory_equal(a, b, sizeof a);
    dt_summary_free(s);
    dt_summary_free(plain);
    drop(&p);
}

TEST(slices_join_to_the_whole)
{
    dt_case c = {.members = 2500, .fails = 1};
    place all = whole(&c, DT_MEMBERS_FAILED), joined = open_new(&c), part[3];
    dt_store *store[3];
    for (int k = 0; k < 3; k++) {
        part[k] = open_new(&c);
        dt_ensemble_options o = into(part[k].store);
        o.slice = k;
        o.n_slice = 3;
        o.width = 1 << k;
        run(&c, &o, DT_MEMBERS_FAILED);
        store[2 - k] = part[k].store;
    }
    int64_t members = 0;
    assert_int_equal(dt_ensemble_merge(&c, store, 3, joined.store, &members, NULL), DT_OK);
    assert_true(members == 2500);
    assert_same(all.store, joined.store);
    for (int k = 0; k < 3; k++)
        drop(&part[k]);
    drop(&all);
    drop(&joined);
}

static double now_seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* A process that runs into a folder and is killed after so many seconds; 0: never. Returns how long it lived.
 */
static double run_and_kill(const dt_case *c, const char *folder, double seconds)
{
    double begin = now_seconds();
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        dt_store *store = NULL;
        dt_summary *s = NULL;
        if (dt_store_open(folder, &store, NULL) != DT_OK) _exit(1);
        dt_ensemble_options o = into(store);
        o.save_seconds = 1e-9;
        dt_ensemble_run(c, &o, &s, NULL);
        _exit(0); /* without closing: as if killed just after the end */
    }
    if (seconds > 0.0) {
        usleep((useconds_t)(1e6 * seconds));
        kill(child, SIGKILL);
    }
    waitpid(child, NULL, 0);
    return now_seconds() - begin;
}

/* Opens the folder again and says how many members it holds. */
static int64_t members_held(place *p)
{
    int64_t blocks, members;
    assert_int_equal(dt_store_open(p->folder, &p->store, NULL), DT_OK);
    assert_int_equal(dt_ensemble_held(p->store, &blocks, &members), DT_OK);
    return members;
}

/* Killed 100 times at moments spread over a run, each time gone on with from what was left: what was saved is
 * never lost, and the end is the same. */
TEST(killed_at_any_moment_resumes_to_the_same)
{
    dt_case c = {.members = 2000, .fails = 1};
    place all = open_new(&c), part = open_new(&c);
    assert_int_equal(dt_store_close(all.store) | dt_store_close(part.store), DT_OK);
    double whole_run = run_and_kill(&c, all.folder, 0.0);
    assert_true(members_held(&all) == 2000);
    int64_t last = 0;
    for (int trial = 0; trial < 100; trial++) {
        run_and_kill(&c, part.folder, 0.0005 + whole_run * (trial % 40) / 50.0);
        int64_t members = members_held(&part);
        assert_true(members >= last);
        last = members;
        if (members == 2000) { /* done: begin again */
            assert_same(all.store, part.store);
            drop(&part);
            part = open_new(&c);
            last = 0;
        }
        assert_int_equal(dt_store_close(part.store), DT_OK);
    }
    assert_int_equal(dt_store_open(part.folder, &part.store, NULL), DT_OK);
    dt_ensemble_options o = into(part.store);
    run(&c, &o, DT_MEMBERS_FAILED);
    assert_same(all.store, part.store);
    drop(&all);
    drop(&part);
}

static int64_t handed; /* blocks handed out; tests run one at a time in a process of their own */

static int claim_three(void *context, int64_t *first, int64_t *count)
{
    (void)context;
    *first = handed;
    *count = 3;
    handed += 3;
    return handed <= 30;
}

TEST(claimed_blocks_are_the_same)
{
    dt_case c = {.members = 2000};
    place all = whole(&c, DT_OK), p = open_new(&c);
    dt_ensemble_options o = into(p.store);
    o.claim = claim_three;
    run(&c, &o, DT_OK);
    assert_same(all.store, p.store);
    drop(&all);
    drop(&p);
}

TEST(joining_refuses_twins_and_strangers)
{
    dt_case c = {.members = 600}, other = {.members = 600, .fails = 1};
    place a = whole(&c, DT_OK), b = whole(&other, DT_MEMBERS_FAILED), to = open_new(&c);
    dt_store *twins[2] = {a.store, a.store}, *strangers[2] = {a.store, b.store};
    int64_t members = 0, blocks = 0;
    dt_diagnostics found;
    dt_diagnostics_init(&found);
    assert_int_equal(dt_ensemble_merge(&c, twins, 2, to.store, &members, &found), DT_INPUT);
    assert_int_equal(found.item[0].code, DT_E_BLOCKS_TWICE);
    assert_int_equal(dt_ensemble_merge(&c, strangers, 2, to.store, &members, &found), DT_MISMATCH);
    assert_int_equal(found.item[1].code, DT_E_STORE_OTHER_CASE);
    assert_int_equal(dt_ensemble_held(to.store, &blocks, &members), DT_OK);
    assert_true(blocks == 0); /* what failed left nothing */
    drop(&a);
    drop(&b);
    drop(&to);
}

/* A bit flipped in one outcome of member 300 is found where its block is run again. */
TEST(verify_finds_a_flipped_bit)
{
    dt_case c = {.members = 1000};
    place p = whole(&c, DT_OK);
    dt_ensemble_options o = into(NULL);
    dt_verification v;
    assert_int_equal(dt_ensemble_verify(&c, &o, p.store, 2, 1, &v), DT_OK);
    assert_true(v.blocks == 2 && v.differing == 0 && v.first_differing == -1);
    int n = dt_store_describe(p.store).n_column, count = 0;
    double *value = malloc((size_t)n * DT_ENSEMBLE_BLOCK * sizeof *value);
    assert_non_null(value);
    assert_int_equal(dt_store_get_block(p.store, 256, &count, value), DT_OK);
    uint64_t bits;
    memcpy(&bits, &value[5 * count + 44], sizeof bits);
    bits ^= 1;
    memcpy(&value[5 * count + 44], &bits, sizeof bits);
    assert_int_equal(dt_store_put_block(p.store, 256, count, value), DT_OK);
    free(value);
    assert_int_equal(dt_ensemble_verify(&c, &o, p.store, 100, 1, &v), DT_OK);
    assert_true(v.blocks == 4 && v.members == 1000 && v.differing == 1 && v.first_differing == 300);
    drop(&p);
}

TEST(failures_stop_or_go_on_as_asked)
{
    dt_case c = {.members = 4000, .fails = 1};
    dt_summary *s = NULL;
    dt_ensemble_options o = dt_ensemble_defaults();
    o.threads = 1;
    o.on_failure = DT_KEEP_GOING;
    assert_int_equal(dt_ensemble_run(&c, &o, &s, NULL), DT_OK);
    assert_true(dt_summary_members(s) + dt_summary_failed(s) == 4000 && dt_summary_failed(s) == 42);
    dt_summary_free(s);
    o.on_failure = DT_STOP_AT_FAILURE;
    assert_int_equal(dt_ensemble_run(&c, &o, &s, NULL), DT_MEMBERS_FAILED);
    assert_true(dt_summary_members(s) + dt_summary_failed(s) == DT_ENSEMBLE_BLOCK);
    dt_summary_free(s);
}

static dt_design *design_of(int columns, int rows)
{
    dt_design_options options = dt_design_defaults();
    options.n_column = columns;
    options.base = rows;
    dt_design *d = NULL;
    assert_int_equal(dt_design_create(&options, &d, NULL), DT_OK);
    return d;
}

/* Member m runs with row m of the design, at any width and number of threads. */
TEST(design_rows_reach_their_members)
{
    dt_case c = {.members = 10};
    dt_design *d = design_of(2, 600);
    for (int width = 1; width <= 8; width *= 8) {
        dt_ensemble_options o = dt_ensemble_defaults();
        o.design = d;
        o.width = width;
        o.threads = 2;
        dt_summary *s = NULL;
        assert_int_equal(dt_ensemble_run(&c, &o, &s, NULL), DT_OK);
        assert_true(dt_summary_members(s) == 600);
        const float *cost = NULL;
        for (int k = 0; k < dt_summary_outcome_count(s); k++)
            if (strncmp(dt_summary_outcome_name(s, k), "full_cost.A", 11) == 0)
                cost = dt_summary_outcome(s, k);
        assert_non_null(cost);
        for (int m = 0; m < 600; m++) {
            double u[2];
            dt_design_row(d, m, u);
            assert_near(cost[m], 1000.0 * (1.0 + u[0]), 0.0, 1e-6); /* kept as 32-bit numbers */
        }
        dt_summary_free(s);
    }
    dt_design_free(d);
}

TEST(designs_that_do_not_fit_are_refused)
{
    dt_case c = {.members = 10};
    dt_diagnostics found;
    dt_summary *s = NULL;
    dt_design *wide = design_of(3, 64), *small = design_of(2, 64);
    dt_ensemble_options o = dt_ensemble_defaults();
    dt_diagnostics_init(&found);
    o.design = wide;
    assert_int_equal(dt_ensemble_run(&c, &o, &s, &found), DT_INPUT);
    assert_int_equal(found.item[0].code, DT_E_DESIGN_OPTION);
    o.design = small;
    o.members = 65;
    assert_int_equal(dt_ensemble_run(&c, &o, &s, &found), DT_INPUT);
    assert_null(s);
    dt_design_free(wide);
    dt_design_free(small);
}

/* Streamed, a summary holds no outcome; a reader takes them from the blocks. */
TEST(streamed_outcomes_are_in_the_store)
{
    dt_case c = {.members = 700};
    place p = open_new(&c);
    dt_ensemble_options o = into(p.store);
    dt_summary *s = NULL, *loaded = NULL, *plain = NULL;
    assert_int_equal(dt_ensemble_run(&c, &o, &s, NULL), DT_OK);
    assert_null(dt_summary_outcome(s, 0));
    assert_int_equal(dt_summary_load(&c, p.store, &loaded), DT_OK);
    o.store = NULL;
    o.is_streamed = 0;
    assert_int_equal(dt_ensemble_run(&c, &o, &plain, NULL), DT_OK);
    for (int k = 0; k < dt_summary_outcome_count(s); k++)
        assert_memory_equal(dt_summary_outcome(loaded, k), dt_summary_outcome(plain, k), 700 * sizeof(float));
    dt_summary_free(s);
    dt_summary_free(loaded);
    dt_summary_free(plain);
    drop(&p);
}

RUN_TESTS(CASE(stopped_and_resumed_is_the_same), CASE(resumed_columns_are_whole),
          CASE(killed_at_any_moment_resumes_to_the_same), CASE(slices_join_to_the_whole),
          CASE(claimed_blocks_are_the_same), CASE(joining_refuses_twins_and_strangers),
          CASE(verify_finds_a_flipped_bit), CASE(failures_stop_or_go_on_as_asked),
          CASE(design_rows_reach_their_members), CASE(designs_that_do_not_fit_are_refused),
          CASE(streamed_outcomes_are_in_the_store))
