/* Stores: what was put is what is got, bit by bit; nothing is ever half in; damage, full disks, other writers
 * and failing memory are reported. Expected values are those that were put, made by a formula from member and
 * column. */
#include "test.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sqlite3.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include "detente/scenario.h"
#include "detente/store.h"
#include "failing_memory.h"
#include "failing_sqlite.h"
#include "io/file.h"
#include "io/hash.h"
#include "scratch.h"

enum { COLUMNS = 3, BLOCK = 64, NOBODY = 65534 };

static const unsigned char case_hash[16] = {0xde, 0x7e, 0x17, 0xe0, 5,  6,  7,  8,
                                            9,    10,   11,   12,   13, 14, 15, 0xff};
static const char *const names[COLUMNS] = {"ai_power.USA.2030", "ai_power.CHN.2030", "lead"};
static dt_diagnostics found;

static dt_store_layout layout(void)
{
    return (dt_store_layout){
        .case_hash = case_hash, .n_column = COLUMNS, .column = names, .block_size = BLOCK};
}

/* Outcome of a member: no pattern that deflate could use (multiplicative hash of both numbers). */
static double outcome(uint64_t member, int column)
{
    uint64_t bits = (member * 31 + (uint64_t)column + 1) * UINT64_C(0x9e3779b97f4a7c15);
    return (double)(bits >> 11) / 9007199254740992.0;
}

static void fill(uint64_t first, int count, double *value)
{
    for (int c = 0; c < COLUMNS; c++)
        for (int m = 0; m < count; m++)
            value[c * count + m] = outcome(first + (uint64_t)m, c);
}

static dt_status put(dt_store *store, uint64_t first, int count)
{
    double value[COLUMNS * BLOCK];
    fill(first, count, value);
    return dt_store_put_block(store, first, count, value);
}

/* The status of getting a block; what comes must be what was put. */
static dt_status get(dt_store *store, uint64_t first, int expected_count)
{
    double value[COLUMNS * BLOCK], expected[COLUMNS * BLOCK];
    int count = 0;
    dt_status status = dt_store_get_block(store, first, &count, value);
    if (status != DT_OK) return status;
    assert_int_equal(count, expected_count);
    fill(first, count, expected);
    assert_memory_equal(value, expected, (size_t)count * COLUMNS * sizeof *value);
    return DT_OK;
}

static dt_store *created(const char *folder)
{
    dt_store_layout shape = layout();
    dt_store *store = NULL;
    dt_diagnostics_init(&found);
    assert_int_equal(dt_store_create(folder, &shape, 0, &store, &found), DT_OK);
    assert_int_equal(found.n_error, 0);
    return store;
}

static dt_store *opened(const char *folder)
{
    dt_store *store = NULL;
    dt_diagnostics_init(&found);
    assert_int_equal(dt_store_open(folder, &store, &found), DT_OK);
    return store;
}

static void assert_text(dt_store *store, const char *key, const char *expected)
{
    char *text = NULL;
    assert_int_equal(dt_store_get_text(store, key, &text), DT_OK);
    assert_string_equal(text, expected);
    dt_free(text);
}

TEST(round_trip)
{
    char folder[SCRATCH_PATH], path[SCRATCH_PATH];
    scratch_create(folder);
    scratch_path(folder, "a/b", path);
    dt_store *store = created(path);
    assert_int_equal(put(store, 0, BLOCK), DT_OK);
    assert_int_equal(put(store, 2 * BLOCK, 5), DT_OK);
    assert_int_equal(dt_store_put_text(store, "command", "detente run \"x\"\n\xc3\xa9"), DT_OK);
    assert_int_equal(dt_store_put_text(store, "command", "again"), DT_OK);
    assert_int_equal(dt_store_put_text(store, "empty", ""), DT_OK);
    assert_int_equal(dt_store_close(store), DT_OK);
    assert_int_equal(scratch_count(path), 1);

    store = opened(path);
    assert_int_equal(get(store, 0, BLOCK), DT_OK);
    assert_int_equal(get(store, 2 * BLOCK, 5), DT_OK);
    assert_int_equal(get(store, BLOCK, 0), DT_NO);
    assert_int_equal(dt_store_has_block(store, 0), 1);
    assert_int_equal(dt_store_has_block(store, BLOCK), 0);
    assert_int_equal(dt_store_has_block(store, 1), 0);
    assert_text(store, "command", "again");
    assert_text(store, "empty", "");
    char *text = NULL;
    assert_int_equal(dt_store_get_text(store, "none", &text), DT_NO);
    assert_null(text);
    assert_int_equal(dt_store_close(store), DT_OK);
    scratch_remove(folder);
}

TEST(layout_is_kept)
{
    char folder[SCRATCH_PATH];
    scratch_create(folder);
    assert_int_equal(dt_store_close(created(folder)), DT_OK);
    dt_store *store = opened(folder);
    dt_store_layout kept = dt_store_describe(store);
    assert_memory_equal(kept.case_hash, case_hash, sizeof case_hash);
    assert_int_equal(kept.n_column, COLUMNS);
    assert_int_equal(kept.block_size, BLOCK);
    for (int c = 0; c < COLUMNS; c++)
        assert_string_equal(kept.column[c], names[c]);
    assert_int_equal(dt_store_put_text(store, "format", "9"), DT_INPUT);
    assert_int_equal(dt_store_close(store), DT_OK);
    assert_int_equal(dt_store_close(NULL), DT_OK);
    scratch_remove(folder);
}

/* Numbers come back with the same bits: both zeros, subnormals, infinities and NaN with payload, floats and
 * doubles. */
TEST(bits_are_kept)
{
    static const uint64_t special[] = {
        0x0000000000000000, 0x8000000000000000, 0x7ff0000000000000, 0xfff0000000000000, 0x7ff8000000000000,
        0xfff8000020000000, 0x7ff8000000000001, 0x0000000000000001, 0x7fefffffffffffff, 0x3fb99999a0000000,
        0x3fb999999999999a, 0x36a0000000000000, 0x47efffffe0000000, 0x47efffffefffffff};
    char folder[SCRATCH_PATH];
    scratch_create(folder);
    dt_store *store = created(folder);
    for (uint64_t s = 0; s < sizeof special / sizeof special[0]; s++) {
        double value[COLUMNS] = {0.5, -2.0}, back[COLUMNS * BLOCK];
        int count = 0;
        memcpy(&value[2], &special[s], sizeof special[s]);
        assert_int_equal(dt_store_put_block(store, s * BLOCK, 1, value), DT_OK);
        assert_int_equal(dt_store_get_block(store, s * BLOCK, &count, back), DT_OK);
        assert_int_equal(count, 1);
        assert_memory_equal(back, value, sizeof value);
    }
    assert_int_equal(dt_store_close(store), DT_OK);
    scratch_remove(folder);
}

TEST(arrays)
{
    static unsigned char bytes[100000];
    char folder[SCRATCH_PATH];
    void *data = NULL;
    size_t size = 0;
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (unsigned char)(i * i / 7);
    scratch_create(folder);
    dt_store *store = created(folder);
    assert_int_equal(dt_store_put_blob(store, "counts", bytes, sizeof bytes), DT_OK);
    assert_int_equal(dt_store_put_blob(store, "nothing", NULL, 0), DT_OK);
    assert_int_equal(dt_store_get_blob(store, "none", &data, &size), DT_NO);
    assert_int_equal(dt_store_get_blob(store, "counts", &data, &size), DT_OK);
    assert_int_equal(size, sizeof bytes);
    assert_memory_equal(data, bytes, size);
    dt_free(data);
    assert_int_equal(dt_store_get_blob(store, "nothing", &data, &size), DT_OK);
    assert_int_equal(size, 0);
    dt_free(data);
    assert_int_equal(dt_store_close(store), DT_OK);
    scratch_remove(folder);
}

TEST(failures)
{
    static const uint64_t order[] = {40, 3, 1000000007, 7};
    static const uint64_t sorted[] = {3, 7, 40, 1000000007};
    char folder[SCRATCH_PATH];
    dt_store_failure failure;
    scratch_create(folder);
    dt_store *store = created(folder);
    assert_int_equal(dt_store_failure_count(store), 0);
    for (int f = 0; f < 4; f++) {
        failure = (dt_store_failure){
            .member = order[f], .step = f, .state = "USA", .mechanism = "power", .field = "for_ai_gw"};
        assert_int_equal(dt_store_put_failure(store, &failure), DT_OK);
    }
    assert_int_equal(dt_store_put_failure(store, &failure), DT_OK);
    assert_int_equal(dt_store_failure_count(store), 4);
    for (int f = 0; f < 4; f++) {
        assert_int_equal(dt_store_get_failure(store, f, &failure), DT_OK);
        assert_true(failure.member == sorted[f]);
    }
    assert_int_equal(dt_store_get_failure(store, 1, &failure), DT_OK);
    assert_true(failure.member == 7);
    assert_int_equal(failure.step, 3);
    assert_string_equal(failure.state, "USA");
    assert_string_equal(failure.mechanism, "power");
    assert_string_equal(failure.field, "for_ai_gw");
    assert_int_equal(dt_store_get_failure(store, 3, &failure), DT_OK);
    assert_true(failure.member == 1000000007);
    assert_int_equal(dt_store_get_failure(store, 4, &failure), DT_NO);
    assert_int_equal(dt_store_get_failure(store, -1, &failure), DT_NO);
    assert_int_equal(dt_store_close(store), DT_OK);
    scratch_remove(folder);
}

TEST(wrong_requests)
{
    static const char *const twice[] = {"a", "b", "a"};
    static const char *const line_end[] = {"a", "b\n", "c"};
    char folder[SCRATCH_PATH];
    dt_store *store = NULL;
    dt_store_layout shape = layout();
    scratch_create(folder);
    dt_diagnostics_init(&found);
    shape.column = twice;
    assert_int_equal(dt_store_create(folder, &shape, 0, &store, &found), DT_INPUT);
    assert_int_equal(found.item[0].code, DT_E_STORE_LAYOUT);
    shape.column = line_end;
    assert_int_equal(dt_store_create(folder, &shape, 0, &store, &found), DT_INPUT);
    shape = layout();
    shape.block_size = 0;
    assert_int_equal(dt_store_create(folder, &shape, 0, &store, &found), DT_INPUT);
    assert_int_equal(dt_store_open(folder, &store, &found), DT_IO);
    assert_int_equal(found.item[3].code, DT_E_STORE_MISSING);
    assert_null(store);
    assert_int_equal(scratch_count(folder), 0);
    store = created(folder);
    assert_int_equal(put(store, 1, 1), DT_INPUT);
    assert_int_equal(dt_store_put_block(store, 0, BLOCK + 1, NULL), DT_INPUT);
    assert_int_equal(dt_store_put_block(store, 0, 0, NULL), DT_INPUT);
    assert_int_equal(dt_store_close(store), DT_OK);
    scratch_remove(folder);
}

TEST(replace)
{
    char folder[SCRATCH_PATH];
    dt_store *store;
    dt_store_layout shape = layout();
    scratch_create(folder);
    store = created(folder);
    assert_int_equal(put(store, 0, BLOCK), DT_OK);
    assert_int_equal(dt_store_close(store), DT_OK);
    store = NULL;
    assert_int_equal(dt_store_create(folder, &shape, 0, &store, &found), DT_INPUT);
    assert_int_equal(found.item[0].code, DT_E_STORE_EXISTS);
    assert_null(store);
    store = opened(folder);
    assert_int_equal(get(store, 0, BLOCK), DT_OK);
    assert_int_equal(dt_store_close(store), DT_OK);
    assert_int_equal(dt_store_create(folder, &shape, 1, &store, &found), DT_OK);
    assert_int_equal(dt_store_has_block(store, 0), 0);
    assert_int_equal(dt_store_close(store), DT_OK);
    assert_int_equal(scratch_count(folder), 1);
    scratch_remove(folder);
}

/* Starts a process that puts blocks one after the other and tells each over a pipe; returns the pipe's end to
 * read. */
static int start_writer(const char *folder, pid_t *writer)
{
    int end[2];
    assert_int_equal(pipe(end), 0);
    *writer = fork();
    assert_true(*writer >= 0);
    if (*writer > 0) {
        close(end[1]);
        return end[0];
    }
    dt_store *store = NULL;
    dt_status status = dt_store_open(folder, &store, NULL);
    for (uint64_t first = 0; status == DT_OK; first += BLOCK) {
        status = put(store, first, BLOCK);
        if (status == DT_OK && write(end[1], "x", 1) != 1) break;
    }
    _exit(1);
}

/* Reads n messages of the writer, kills it, and returns how many it sent in all. */
static uint64_t kill_after(int end, pid_t writer, int n)
{
    char byte;
    uint64_t told = 0;
    while (n-- > 0 && read(end, &byte, 1) == 1)
        told++;
    assert_int_equal(kill(writer, SIGKILL), 0);
    assert_int_equal(waitpid(writer, NULL, 0), writer);
    while (read(end, &byte, 1) == 1)
        told++;
    close(end);
    return told;
}

/* kill -9 at many moments: what was told is in, each block wholly, and at most the one under way besides. */
TEST(killed_writer)
{
    for (int n = 1; n < 200; n += 20) {
        char folder[SCRATCH_PATH];
        pid_t writer;
        scratch_create_in_memory(folder);
        assert_int_equal(dt_store_close(created(folder)), DT_OK);
        int end = start_writer(folder, &writer);
        uint64_t told = kill_after(end, writer, n);
        assert_true(told >= (uint64_t)n);
        dt_store *store = opened(folder);
        for (uint64_t b = 0; b < told; b++)
            assert_int_equal(get(store, b * BLOCK, BLOCK), DT_OK);
        dt_status last = get(store, told * BLOCK, BLOCK);
        assert_true(last == DT_OK || last == DT_NO);
        assert_int_equal(get(store, (told + 1) * BLOCK, BLOCK), DT_NO);
        assert_int_equal(put(store, (told + 1) * BLOCK, BLOCK), DT_OK);
        assert_int_equal(dt_store_close(store), DT_OK);
        assert_int_equal(scratch_count(folder), 1);
        scratch_remove(folder);
    }
}

/* The log of a killed writer is never taken for that of the store that replaces it. */
TEST(replace_after_kill)
{
    char folder[SCRATCH_PATH];
    pid_t writer;
    dt_store_layout shape = layout();
    dt_store *store = NULL;
    scratch_create(folder);
    assert_int_equal(dt_store_close(created(folder)), DT_OK);
    int end = start_writer(folder, &writer);
    assert_true(kill_after(end, writer, 5) >= 5);
    assert_true(scratch_count(folder) > 1);
    assert_int_equal(dt_store_create(folder, &shape, 1, &store, &found), DT_OK);
    assert_int_equal(dt_store_has_block(store, 0), 0);
    assert_int_equal(dt_store_close(store), DT_OK);
    scratch_remove(folder);
}

/* The same where the file of the old store was removed without its log. */
TEST(create_beside_an_old_log)
{
    char folder[SCRATCH_PATH], path[SCRATCH_PATH];
    pid_t writer;
    dt_store *store;
    scratch_create(folder);
    scratch_path(folder, "results.sqlite", path);
    assert_int_equal(dt_store_close(created(folder)), DT_OK);
    int end = start_writer(folder, &writer);
    assert_true(kill_after(end, writer, 5) >= 5);
    assert_int_equal(unlink(path), 0);
    store = created(folder);
    assert_int_equal(dt_store_has_block(store, 0), 0);
    assert_int_equal(dt_store_close(store), DT_OK);
    assert_int_equal(scratch_count(folder), 1);
    scratch_remove(folder);
}

/* While one process writes, another can neither open nor replace the store. */
TEST(two_writers)
{
    char folder[SCRATCH_PATH], byte;
    pid_t writer;
    dt_store_layout shape = layout();
    dt_store *store = NULL;
    scratch_create(folder);
    assert_int_equal(dt_store_close(created(folder)), DT_OK);
    int end = start_writer(folder, &writer);
    assert_int_equal(read(end, &byte, 1), 1);
    assert_int_equal(dt_store_open(folder, &store, &found), DT_IO);
    assert_int_equal(found.item[0].code, DT_E_STORE_BUSY);
    assert_int_equal(dt_store_create(folder, &shape, 1, &store, &found), DT_IO);
    assert_int_equal(found.item[1].code, DT_E_STORE_BUSY);
    uint64_t told = 1 + kill_after(end, writer, 0);
    store = opened(folder);
    assert_int_equal(get(store, (told - 1) * BLOCK, BLOCK), DT_OK);
    assert_int_equal(dt_store_close(store), DT_OK);
    scratch_remove(folder);
}

static void flip(const char *path, off_t at)
{
    unsigned char byte;
    int fd = open(path, O_RDWR);
    assert_true(fd >= 0);
    assert_int_equal(pread(fd, &byte, 1, at), 1);
    byte ^= 0x10;
    assert_int_equal(pwrite(fd, &byte, 1, at), 1);
    close(fd);
}

static off_t size_of(const char *path)
{
    struct stat info;
    assert_int_equal(stat(path, &info), 0);
    return info.st_size;
}

/* One byte near the end of a page of the database (4096 bytes, filled from its end) in the middle of the file
 * changes: exactly one block is damaged, and the store says which. */
TEST(damaged_block)
{
    char folder[SCRATCH_PATH], path[SCRATCH_PATH], expected[64] = "";
    int n_damaged = 0;
    scratch_create(folder);
    scratch_path(folder, "results.sqlite", path);
    dt_store *store = created(folder);
    for (uint64_t b = 0; b < 100; b++)
        assert_int_equal(put(store, b * BLOCK, BLOCK), DT_OK);
    assert_int_equal(dt_store_close(store), DT_OK);
    flip(path, size_of(path) / 2 / 4096 * 4096 + 4096 - 200);
    store = opened(folder);
    assert_null(dt_store_fault(store));
    for (uint64_t b = 0; b < 100; b++) {
        if (get(store, b * BLOCK, BLOCK) == DT_OK) continue;
        assert_int_equal(dt_store_fault(store)->code, DT_E_STORE_DAMAGED);
        snprintf(expected, sizeof expected, "block of member %d", (int)b * BLOCK);
        n_damaged++;
    }
    assert_int_equal(n_damaged, 1);
    assert_string_equal(dt_store_fault(store)->key, expected);
    assert_int_equal(dt_store_close(store), DT_OK);
    scratch_remove(folder);
}

static void put_everything(dt_store *store)
{
    dt_store_failure failure = {
        .member = 5, .step = 2, .state = "USA", .mechanism = "power", .field = "stock"};
    assert_int_equal(put(store, 0, BLOCK), DT_OK);
    assert_int_equal(put(store, BLOCK, 9), DT_OK);
    assert_int_equal(dt_store_put_blob(store, "array", "0123456789", 10), DT_OK);
    assert_int_equal(dt_store_put_text(store, "command", "detente run"), DT_OK);
    assert_int_equal(dt_store_put_failure(store, &failure), DT_OK);
}

/* Gets everything: each answer is what was put, or an error, or "absent". Returns the number of right
 * answers, of 5. */
static int get_everything(dt_store *store)
{
    char *text = NULL;
    void *data = NULL;
    size_t size = 0;
    dt_store_failure failure;
    int n_right = (get(store, 0, BLOCK) == DT_OK) + (get(store, BLOCK, 9) == DT_OK);
    if (dt_store_get_blob(store, "array", &data, &size) == DT_OK) {
        assert_int_equal(size, 10);
        assert_memory_equal(data, "0123456789", 10);
        n_right++;
    }
    if (dt_store_get_text(store, "command", &text) == DT_OK) {
        assert_string_equal(text, "detente run");
        n_right++;
    }
    if (dt_store_get_failure(store, 0, &failure) == DT_OK) {
        assert_true(failure.member == 5 && failure.step == 2);
        assert_string_equal(failure.field, "stock");
        n_right++;
    }
    dt_free(text);
    dt_free(data);
    return n_right;
}

/* A byte changes anywhere in the file: nothing wrong is ever handed out. */
TEST(damage_anywhere)
{
    char folder[SCRATCH_PATH], path[SCRATCH_PATH];
    int n_noticed = 0;
    scratch_create_in_memory(folder);
    scratch_path(folder, "results.sqlite", path);
    dt_store *store = created(folder);
    put_everything(store);
    assert_int_equal(get_everything(store), 5);
    assert_int_equal(dt_store_close(store), DT_OK);
    for (off_t at = 0; at < size_of(path); at += 17) {
        char *before, *after;
        size_t length;
        assert_int_equal(dt_file_read(path, 1 << 24, &before, &length, NULL), DT_OK);
        flip(path, at);
        store = NULL;
        dt_status status = dt_store_open(folder, &store, NULL);
        assert_true(status == DT_OK || status == DT_IO || status == DT_MISMATCH);
        n_noticed += status != DT_OK || get_everything(store) < 5;
        if (store) dt_store_close(store);
        assert_int_equal(dt_file_read(path, 1 << 24, &after, &length, NULL), DT_OK);
        dt_free(after);
        FILE *file = fopen(path, "wb");
        assert_non_null(file);
        assert_int_equal(fwrite(before, 1, length, file), length);
        fclose(file);
        dt_free(before);
    }
    assert_true(n_noticed > 50);
    scratch_remove(folder);
}

static void run_sql(const char *path, const char *sql)
{
    sqlite3 *database;
    assert_int_equal(sqlite3_open(path, &database), SQLITE_OK);
    assert_int_equal(sqlite3_exec(database, sql, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(database);
}

static dt_error_code code_of_opening(const char *folder, dt_status expected)
{
    dt_store *store = NULL;
    dt_diagnostics_init(&found);
    assert_int_equal(dt_store_open(folder, &store, &found), expected);
    assert_null(store);
    assert_int_equal(found.n_error, 1);
    return found.item[0].code;
}

TEST(other_format)
{
    char folder[SCRATCH_PATH], path[SCRATCH_PATH], hex[DT_HASH_TEXT], sql[256];
    unsigned char sum[DT_HASH_SIZE];
    dt_hash hash;
    scratch_create(folder);
    scratch_path(folder, "results.sqlite", path);
    assert_int_equal(dt_store_close(created(folder)), DT_OK);
    dt_hash_init(&hash);
    dt_hash_string(&hash, "format");
    dt_hash_string(&hash, "1");
    dt_hash_finish(&hash, sum);
    dt_hash_hex(sum, hex);
    snprintf(sql, sizeof sql, "UPDATE manifest SET value = '1', hash = x'%s' WHERE key = 'format'", hex);
    run_sql(path, sql);
    assert_int_equal(code_of_opening(folder, DT_MISMATCH), DT_E_STORE_VERSION);
    assert_string_equal(found.item[0].found, "1");
    assert_string_equal(found.item[0].expected, "2");
    run_sql(path, "DELETE FROM manifest");
    assert_int_equal(code_of_opening(folder, DT_IO), DT_E_STORE_DAMAGED);
    run_sql(path, "PRAGMA application_id = 1");
    assert_int_equal(code_of_opening(folder, DT_IO), DT_E_STORE_DAMAGED);
    assert_int_equal(dt_file_write(path, "text", 4, NULL), DT_OK);
    assert_int_equal(code_of_opening(folder, DT_IO), DT_E_STORE_DAMAGED);
    scratch_remove(folder);
}

static void limit_files(rlim_t size)
{
    struct rlimit limit;
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
    limit.rlim_cur = size < limit.rlim_max ? size : limit.rlim_max;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

/* Puts blocks until one fails; returns how many are in. */
static uint64_t put_until_full(dt_store *store)
{
    uint64_t n = 0;
    dt_status status = DT_OK;
    while (n < 100000 && (status = put(store, n * BLOCK, BLOCK)) == DT_OK)
        n++;
    assert_int_equal(status, DT_IO);
    return n;
}

/* Files cannot grow: the block that fails is reported and all before it are kept. */
TEST(full_disk_in_a_block)
{
    char folder[SCRATCH_PATH];
    scratch_create(folder);
    dt_store *store = created(folder);
    limit_files(1 << 20);
    uint64_t n = put_until_full(store);
    assert_int_equal(dt_store_fault(store)->code, DT_E_STORE_WRITE);
    limit_files(RLIM_INFINITY);
    assert_true(n > 10);
    assert_int_equal(get(store, (n - 1) * BLOCK, BLOCK), DT_OK);
    assert_int_equal(put(store, n * BLOCK, BLOCK), DT_OK);
    assert_int_equal(dt_store_close(store), DT_OK);
    store = opened(folder);
    for (uint64_t b = 0; b <= n; b++)
        assert_int_equal(get(store, b * BLOCK, BLOCK), DT_OK);
    assert_int_equal(dt_store_close(store), DT_OK);
    scratch_remove(folder);
}

/* The log was written but cannot be taken into the file: closing says so, and the next opening finds all. */
TEST(full_disk_at_close)
{
    char folder[SCRATCH_PATH], path[SCRATCH_PATH];
    scratch_create(folder);
    scratch_path(folder, "results.sqlite", path);
    dt_store *store = created(folder);
    for (uint64_t b = 0; b < 20; b++)
        assert_int_equal(put(store, b * BLOCK, BLOCK), DT_OK);
    limit_files((rlim_t)size_of(path));
    dt_status status = dt_store_close(store);
    limit_files(RLIM_INFINITY);
    assert_int_equal(status, DT_IO);
    store = opened(folder);
    for (uint64_t b = 0; b < 20; b++)
        assert_int_equal(get(store, b * BLOCK, BLOCK), DT_OK);
    assert_int_equal(dt_store_close(store), DT_OK);
    scratch_remove(folder);
}

/* A real small disk, where this process may mount one. */
TEST(full_disk)
{
    char folder[SCRATCH_PATH], disk[SCRATCH_PATH], results[SCRATCH_PATH];
    scratch_create(folder);
    scratch_path(folder, "disk", disk);
    scratch_path(folder, "disk/results", results);
    assert_int_equal(mkdir(disk, 0777), 0);
    if (mount("none", disk, "tmpfs", 0, "size=600k") != 0) {
        scratch_remove(folder);
        skip();
    }
    dt_store *store = created(results);
    uint64_t n = put_until_full(store);
    assert_int_equal(dt_store_fault(store)->code, DT_E_STORE_WRITE);
    assert_int_equal(dt_store_close(store), DT_IO);
    assert_int_equal(mount("none", disk, "tmpfs", MS_REMOUNT, "size=4m"), 0);
    store = opened(results);
    for (uint64_t b = 0; b < n; b++)
        assert_int_equal(get(store, b * BLOCK, BLOCK), DT_OK);
    assert_int_equal(dt_store_close(store), DT_OK);
    assert_int_equal(umount(disk), 0);
    scratch_remove(folder);
}

/* A folder that may be read only: results can be read, not added, and none can be made there. */
TEST(read_only_folder)
{
    char folder[SCRATCH_PATH], path[SCRATCH_PATH], other[SCRATCH_PATH];
    dt_store_layout shape = layout();
    dt_store *store;
    scratch_create(folder);
    scratch_path(folder, "results.sqlite", path);
    scratch_path(folder, "new", other);
    store = created(folder);
    assert_int_equal(put(store, 0, BLOCK), DT_OK);
    assert_int_equal(dt_store_close(store), DT_OK);
    assert_int_equal(chmod(path, 0444), 0);
    assert_int_equal(chmod(folder, 0555), 0);
    int is_root = geteuid() == 0;
    if (is_root) assert_int_equal(seteuid(NOBODY), 0);
    int can_read = faccessat(AT_FDCWD, path, R_OK, AT_EACCESS) == 0; /* nobody may be shut out above */
    if (can_read) {
        store = opened(folder);
        assert_int_equal(get(store, 0, BLOCK), DT_OK);
        assert_int_equal(put(store, BLOCK, BLOCK), DT_IO);
        assert_int_equal(dt_store_fault(store)->code, DT_E_STORE_WRITE);
        dt_store_close(store);
        store = NULL;
        assert_int_equal(dt_store_create(other, &shape, 0, &store, &found), DT_IO);
        assert_int_equal(dt_store_create(folder, &shape, 1, &store, &found), DT_IO);
        assert_null(store);
    }
    if (is_root) assert_int_equal(seteuid(0), 0);
    assert_int_equal(chmod(folder, 0755), 0);
    assert_int_equal(scratch_count(folder), 1);
    scratch_remove(folder);
}

/* Makes, fills and reads a store while the n-th allocation fails. Returns the first status that is not DT_OK,
 * and whether there were so many allocations. */
static dt_status use_store(const char *folder, long n, int *has_failed)
{
    dt_store_layout shape = layout();
    dt_store *store = NULL;
    double value[COLUMNS * BLOCK];
    int count;
    memory_fail_at(n);
    dt_status status = dt_store_create(folder, &shape, 1, &store, NULL);
    if (status == DT_OK) status = put(store, 0, BLOCK);
    if (status == DT_OK) status = dt_store_put_text(store, "command", "x");
    if (status == DT_OK) status = dt_store_put_blob(store, "array", "x", 1);
    if (status == DT_OK) status = dt_store_get_block(store, 0, &count, value);
    dt_status close_status = dt_store_close(store);
    *has_failed = memory_has_failed();
    memory_fail_at(-1);
    return status == DT_OK ? close_status : status;
}

/* Each allocation fails in turn, in the library or in SQLite: the status says so, nothing is lost, and the
 * store that is there can be opened. SQLite does without some of its memory, so that success is allowed too.
 */
TEST(memory_fails)
{
    char folder[SCRATCH_PATH];
    int has_failed = 1, n_reported = 0;
    scratch_create_in_memory(folder);
    wrap_sqlite();
    assert_int_equal(use_store(folder, -1, &has_failed), DT_OK);
    long held = memory_held();
    for (long n = 0; has_failed; n++) {
        dt_status status = use_store(folder, n, &has_failed);
        n_reported += status == DT_NO_MEMORY;
        assert_true(status == DT_OK || (status == DT_NO_MEMORY && has_failed));
        assert_int_equal(memory_held(), held);
        assert_int_equal(dt_store_close(opened(folder)), DT_OK);
    }
    assert_true(n_reported > 100);
    unwrap_sqlite();
    scratch_remove(folder);
}

RUN_TESTS(CASE(round_trip), CASE(layout_is_kept), CASE(bits_are_kept), CASE(arrays), CASE(failures),
          CASE(wrong_requests), CASE(replace), CASE(killed_writer), CASE(replace_after_kill),
          CASE(create_beside_an_old_log), CASE(two_writers), CASE(damaged_block), CASE(damage_anywhere),
          CASE(other_format), CASE(full_disk_in_a_block), CASE(full_disk_at_close), CASE(full_disk),
          CASE(read_only_folder), CASE(memory_fails))
