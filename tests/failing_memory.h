/* Memory that fails on request: a test that includes this file is linked so that the allocations of the
 * library (not those inside shared libraries) come here. `memory_fail_at(n)` makes the n-th allocation from
 * now, counted from 0, fail, and `memory_fail_from(n)` also all after it; `memory_held()` is the number of
 * pieces allocated and not freed. */
#ifndef DT_TEST_FAILING_MEMORY_H
#define DT_TEST_FAILING_MEMORY_H

#include <stdlib.h>
#include <string.h>

void *__real_malloc(size_t size);
void *__real_calloc(size_t n, size_t size);
void *__real_realloc(void *memory, size_t size);
void __real_free(void *memory);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t n, size_t size);
void *__wrap_realloc(void *memory, size_t size);
char *__wrap_strdup(const char *string);
char *__wrap_strndup(const char *string, size_t size);
void __wrap_free(void *memory);

static long memory_left = -1; /* allocations until one fails; negative: none does */
static int memory_stays_out;  /* once one has failed, all do */
static int memory_is_out;
static long memory_pieces;

static inline void memory_fail_at(long n)
{
    memory_left = n;
    memory_stays_out = memory_is_out = 0;
}

static inline void memory_fail_from(long n)
{
    memory_fail_at(n);
    memory_stays_out = 1;
}

/* Whether the allocation that was to fail was reached. */
static inline int memory_has_failed(void)
{
    return memory_left < 0;
}

static inline long memory_held(void)
{
    return memory_pieces;
}

/* Whether this allocation is to fail. */
static int memory_runs_out(void)
{
    if (memory_is_out) return 1;
    if (memory_left < 0 || memory_left-- > 0) return 0;
    memory_is_out = memory_stays_out;
    return 1;
}

static void *memory_counted(void *memory)
{
    memory_pieces += memory != NULL;
    return memory;
}

void *__wrap_malloc(size_t size)
{
    return memory_runs_out() ? NULL : memory_counted(__real_malloc(size));
}

void *__wrap_calloc(size_t n, size_t size)
{
    return memory_runs_out() ? NULL : memory_counted(__real_calloc(n, size));
}

void *__wrap_realloc(void *memory, size_t size)
{
    if (memory_runs_out()) return NULL;
    void *grown = __real_realloc(memory, size);
    return memory ? grown : memory_counted(grown);
}

char *__wrap_strndup(const char *string, size_t size)
{
    size_t length = strnlen(string, size);
    char *copy = __wrap_malloc(length + 1);
    if (!copy) return NULL;
    memcpy(copy, string, length);
    copy[length] = '\0';
    return copy;
}

char *__wrap_strdup(const char *string)
{
    return __wrap_strndup(string, strlen(string));
}

void __wrap_free(void *memory)
{
    memory_pieces -= memory != NULL;
    __real_free(memory);
}

#endif
