/* SQLite's memory that fails together with that of the library (failing_memory.h). */
#ifndef DT_TEST_FAILING_SQLITE_H
#define DT_TEST_FAILING_SQLITE_H

#include <sqlite3.h>

#include "failing_memory.h"
#include "test.h"

static sqlite3_mem_methods plain_memory;

static inline void *sqlite_allocate(int size)
{
    return memory_runs_out() ? NULL : plain_memory.xMalloc(size);
}

static inline void *sqlite_resize(void *memory, int size)
{
    return memory_runs_out() ? NULL : plain_memory.xRealloc(memory, size);
}

/* Makes SQLite's memory fail together with ours. */
static inline void wrap_sqlite(void)
{
    sqlite3_shutdown();
    assert_int_equal(sqlite3_config(SQLITE_CONFIG_GETMALLOC, &plain_memory), SQLITE_OK);
    sqlite3_mem_methods failing = plain_memory;
    failing.xMalloc = sqlite_allocate;
    failing.xRealloc = sqlite_resize;
    assert_int_equal(sqlite3_config(SQLITE_CONFIG_MALLOC, &failing), SQLITE_OK);
    assert_int_equal(sqlite3_initialize(), SQLITE_OK);
}

static inline void unwrap_sqlite(void)
{
    sqlite3_shutdown();
    assert_int_equal(sqlite3_config(SQLITE_CONFIG_MALLOC, &plain_memory), SQLITE_OK);
}

#endif
