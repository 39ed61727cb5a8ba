/* Whole files: what was written is read, a failed write leaves the old file and no other, folders with
 * parents. */
#include "test.h"

#include <errno.h>
#include <signal.h>
#include <sys/resource.h>

#include "detente/scenario.h"
#include "failing_memory.h"
#include "io/file.h"
#include "scratch.h"

static dt_diagnostics found;

static void assert_content(const char *path, const void *expected, size_t size)
{
    char *data = NULL;
    size_t length = 0;
    assert_int_equal(dt_file_read(path, size, &data, &length, NULL), DT_OK);
    assert_int_equal(length, size);
    assert_memory_equal(data, expected, size);
    assert_int_equal(data[length], '\0');
    dt_free(data);
}

TEST(write_then_read)
{
    static char large[300000];
    char folder[SCRATCH_PATH], path[SCRATCH_PATH];
    for (size_t i = 0; i < sizeof large; i++)
        large[i] = (char)(i * 7 + i / 256);
    scratch_create(folder);
    scratch_path(folder, "f", path);
    assert_int_equal(dt_file_write(path, "a\0b", 3, NULL), DT_OK);
    assert_content(path, "a\0b", 3);
    assert_int_equal(dt_file_write(path, large, sizeof large, NULL), DT_OK);
    assert_content(path, large, sizeof large);
    assert_int_equal(dt_file_write(path, "", 0, NULL), DT_OK);
    assert_content(path, "", 0);
    assert_int_equal(scratch_count(folder), 1);
    scratch_remove(folder);
}

TEST(limit)
{
    char folder[SCRATCH_PATH], path[SCRATCH_PATH];
    char *data = NULL;
    size_t length = 99;
    scratch_create(folder);
    scratch_path(folder, "f", path);
    dt_diagnostics_init(&found);
    assert_int_equal(dt_file_write(path, "12345", 5, &found), DT_OK);
    assert_int_equal(dt_file_read(path, 4, &data, &length, &found), DT_INPUT);
    assert_int_equal(found.item[0].code, DT_E_FILE_SIZE);
    assert_null(data);
    assert_int_equal(length, 99);
    assert_content(path, "12345", 5);
    scratch_remove(folder);
}

TEST(not_a_file)
{
    char folder[SCRATCH_PATH], path[SCRATCH_PATH];
    char *data = NULL;
    size_t length;
    scratch_create(folder);
    scratch_path(folder, "missing", path);
    dt_diagnostics_init(&found);
    assert_int_equal(dt_file_read(path, 10, &data, &length, &found), DT_IO);
    assert_int_equal(found.item[0].code, DT_E_FILE_MISSING);
    assert_string_equal(found.item[0].file, path);
    assert_string_equal(found.item[0].found, "No such file or directory");
    assert_int_equal(dt_file_read(folder, 10, &data, &length, &found), DT_IO);
    assert_int_equal(found.item[1].code, DT_E_FILE_READ);
    scratch_remove(folder);
}

/* The name is taken by a folder: the rename fails after the temporary was written. */
TEST(failed_rename_leaves_nothing)
{
    char folder[SCRATCH_PATH], path[SCRATCH_PATH];
    scratch_create(folder);
    scratch_path(folder, "taken", path);
    dt_diagnostics_init(&found);
    assert_int_equal(dt_folder_create(path, NULL), DT_OK);
    assert_int_equal(dt_file_write(path, "x", 1, &found), DT_IO);
    assert_int_equal(found.item[0].code, DT_E_FILE_WRITE);
    assert_string_equal(found.item[0].file, path);
    assert_string_equal(found.item[0].found, "Is a directory");
    assert_int_equal(scratch_count(folder), 1);
    scratch_path(folder, "no/folder", path);
    assert_int_equal(dt_file_write(path, "x", 1, &found), DT_IO);
    scratch_remove(folder);
}

/* The disk takes only 1000 bytes (a limit on the size of files): the old text stays. */
TEST(full_disk_keeps_the_old_file)
{
    static const char large[5000];
    char folder[SCRATCH_PATH], path[SCRATCH_PATH];
    struct rlimit before, small;
    scratch_create(folder);
    scratch_path(folder, "f", path);
    dt_diagnostics_init(&found);
    assert_int_equal(dt_file_write(path, "old", 3, NULL), DT_OK);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    small = before;
    small.rlim_cur = 1000;
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    dt_status status = dt_file_write(path, large, sizeof large, &found);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    assert_int_equal(status, DT_IO);
    assert_string_equal(found.item[0].found, "File too large");
    assert_content(path, "old", 3);
    assert_int_equal(scratch_count(folder), 1);
    scratch_remove(folder);
}

TEST(folders_with_parents)
{
    char folder[SCRATCH_PATH], path[SCRATCH_PATH];
    struct stat info;
    scratch_create(folder);
    scratch_path(folder, "a//b/c/", path);
    dt_diagnostics_init(&found);
    assert_int_equal(dt_folder_create(path, &found), DT_OK);
    assert_int_equal(dt_folder_create(path, &found), DT_OK);
    assert_int_equal(stat(path, &info), 0);
    assert_true(S_ISDIR(info.st_mode));
    scratch_path(folder, "f", path);
    assert_int_equal(dt_file_write(path, "", 0, NULL), DT_OK);
    scratch_path(folder, "f/sub", path);
    assert_int_equal(dt_folder_create(path, &found), DT_IO);
    assert_int_equal(found.item[0].code, DT_E_FILE_WRITE);
    assert_int_equal(dt_folder_create("", &found), DT_IO);
    scratch_remove(folder);
}

/* As dirname of POSIX. */
TEST(paths)
{
    static const char *const cases[][2] = {{"a", "."},      {"a/b", "a"}, {"/a", "/"},
                                           {"a//b//", "a"}, {"/", "/"},   {"/a/b/c", "/a/b"}};
    char *path = NULL;
    for (size_t c = 0; c < sizeof cases / sizeof cases[0]; c++) {
        assert_int_equal(dt_path_folder(cases[c][0], &path), DT_OK);
        assert_string_equal(path, cases[c][1]);
        dt_free(path);
    }
    assert_int_equal(dt_path_join("a", "b", &path), DT_OK);
    assert_string_equal(path, "a/b");
    dt_free(path);
    assert_int_equal(dt_path_join("/", "b", &path), DT_OK);
    assert_string_equal(path, "/b");
    dt_free(path);
}

TEST(memory_fails)
{
    char folder[SCRATCH_PATH], path[SCRATCH_PATH];
    long before = memory_held();
    dt_status status = DT_NO_MEMORY;
    int n_failed = 0;
    scratch_create(folder);
    scratch_path(folder, "f", path);
    for (long n = 0; status != DT_OK; n++) {
        char *data = NULL;
        size_t length;
        memory_fail_at(n);
        status = dt_folder_create(folder, NULL);
        if (status == DT_OK) status = dt_file_write(path, "text", 4, NULL);
        if (status == DT_OK) status = dt_file_read(path, 10, &data, &length, NULL);
        memory_fail_at(-1);
        assert_true(status == DT_OK || (status == DT_NO_MEMORY && !data));
        n_failed += status != DT_OK;
        dt_free(data);
        assert_int_equal(memory_held(), before);
    }
    assert_int_equal(n_failed, 4);
    assert_int_equal(scratch_count(folder), 1);
    scratch_remove(folder);
}

RUN_TESTS(CASE(write_then_read), CASE(limit), CASE(not_a_file), CASE(failed_rename_leaves_nothing),
          CASE(full_disk_keeps_the_old_file), CASE(folders_with_parents), CASE(paths), CASE(memory_fails))
