/* A folder of its own for a test case, under the build folder; removed with all that is in it by
 * scratch_remove. */
#ifndef DT_TEST_SCRATCH_H
#define DT_TEST_SCRATCH_H

#include <dirent.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SCRATCH_PATH = 512 };

static inline void scratch_create(char path[SCRATCH_PATH])
{
    snprintf(path, SCRATCH_PATH, "%s/scratch-XXXXXX", DT_BINARY_DIR);
    assert_non_null(mkdtemp(path));
}

/* The same in memory, where the system has such a place: for cases that write very often and do not need a
 * disk. */
static inline void scratch_create_in_memory(char path[SCRATCH_PATH])
{
    snprintf(path, SCRATCH_PATH, "/dev/shm/detente-test-XXXXXX");
    if (!mkdtemp(path)) scratch_create(path);
}

static inline void scratch_path(const char *folder, const char *name, char path[SCRATCH_PATH])
{
    int length = snprintf(path, SCRATCH_PATH, "%s/%s", folder, name);
    assert_true(length > 0 && length < SCRATCH_PATH);
}

static inline int scratch_remove_one(const char *path, const struct stat *info, int kind, struct FTW *place)
{
    (void)info;
    (void)kind;
    (void)place;
    return remove(path);
}

static inline void scratch_remove(const char *path)
{
    assert_int_equal(nftw(path, scratch_remove_one, 8, FTW_DEPTH | FTW_PHYS), 0);
}

/* Number of files and folders in a folder. */
static inline int scratch_count(const char *path)
{
    struct dirent **entry;
    int n = scandir(path, &entry, NULL, NULL);
    for (int e = 0; e < n; e++)
        free(entry[e]);
    if (n >= 0) free(entry);
    return n - 2;
}

#endif
