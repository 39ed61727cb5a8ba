/* The arena: alignment, zeros, marks, and what happens when it is full. */
#include <stdlib.h>

#include "core/arena.h"
#include "test.h"

TEST(pieces_are_aligned_zero_and_apart)
{
    dt_arena arena;
    assert_int_equal(dt_arena_init(&arena, 4096), DT_OK);
    unsigned char *end = NULL;
    for (size_t bytes = 1; bytes < 300; bytes += 37) {
        unsigned char *piece = dt_arena_alloc(&arena, bytes, 1);
        assert_non_null(piece);
        assert_int_equal((uintptr_t)piece % 64, 0);
        if (end) assert_true(piece >= end);
        for (size_t b = 0; b < bytes; b++)
            assert_int_equal(piece[b], 0);
        memset(piece, 0xff, bytes);
        end = piece + bytes;
    }
    dt_arena_clear(&arena);
    assert_null(arena.block);
}

TEST(release_goes_back_to_the_mark)
{
    dt_arena arena;
    assert_int_equal(dt_arena_init(&arena, 1024), DT_OK);
    double *kept = dt_arena_alloc(&arena, 4, sizeof *kept);
    kept[3] = 2.5;
    size_t mark = dt_arena_mark(&arena);
    unsigned char *scratch = dt_arena_alloc(&arena, 100, 1);
    memset(scratch, 0xff, 100);
    dt_arena_release(&arena, mark);
    unsigned char *again = dt_arena_alloc(&arena, 100, 1);
    assert_ptr_equal(again, scratch);
    assert_int_equal(again[99], 0);
    assert_true(kept[3] == 2.5);
    dt_arena_clear(&arena);
}

TEST(a_full_arena_gives_null_and_takes_nothing)
{
    dt_arena arena;
    assert_int_equal(dt_arena_init(&arena, 128), DT_OK);
    assert_non_null(dt_arena_alloc(&arena, 65, 1));
    assert_int_equal(dt_arena_mark(&arena), 128);
    assert_null(dt_arena_alloc(&arena, 1, 1));
    assert_non_null(dt_arena_alloc(&arena, 0, 8));
    assert_int_equal(dt_arena_mark(&arena), 128);
    dt_arena_clear(&arena);
}

TEST(sizes_that_overflow_are_refused)
{
    dt_arena arena;
    assert_int_equal(dt_arena_init(&arena, 256), DT_OK);
    assert_null(dt_arena_alloc(&arena, SIZE_MAX / 8 + 1, 8));
    assert_null(dt_arena_alloc(&arena, SIZE_MAX - 3, 1));
    assert_null(dt_arena_alloc(&arena, SIZE_MAX, SIZE_MAX));
    assert_int_equal(dt_arena_mark(&arena), 0);
    assert_true(dt_arena_room(SIZE_MAX, 2) == SIZE_MAX);
    assert_int_equal(dt_arena_room(9, 8), 128);
    dt_arena_clear(&arena);
}

TEST(an_impossible_size_leaves_the_arena_untouched)
{
    dt_arena arena = {.block = NULL, .size = 1, .used = 2};
    assert_int_equal(dt_arena_init(&arena, SIZE_MAX), DT_NO_MEMORY);
    assert_int_equal(arena.size, 1);
    assert_int_equal(arena.used, 2);
}

TEST(clear_accepts_null_and_twice)
{
    dt_arena arena;
    assert_int_equal(dt_arena_init(&arena, 0), DT_OK);
    dt_arena_clear(&arena);
    dt_arena_clear(&arena);
    dt_arena_clear(NULL);
    assert_null(dt_arena_alloc(&arena, 1, 1));
}

RUN_TESTS(CASE(pieces_are_aligned_zero_and_apart), CASE(release_goes_back_to_the_mark),
          CASE(a_full_arena_gives_null_and_takes_nothing), CASE(sizes_that_overflow_are_refused),
          CASE(an_impossible_size_leaves_the_arena_untouched), CASE(clear_accepts_null_and_twice))
