/* One block and a position in it. What must stay true: used <= size, and both are multiples of the alignment.
 */
#include "core/arena.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

size_t dt_arena_room(size_t count, size_t size)
{
    const size_t padding = DT_ARENA_ALIGNMENT - 1;
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes)) return SIZE_MAX;
    if (__builtin_add_overflow(bytes, padding, &bytes)) return SIZE_MAX;
    return bytes & ~padding;
}

dt_status dt_arena_init(dt_arena *arena, size_t size)
{
    size_t room = dt_arena_room(size ? size : 1, 1);
    if (room == SIZE_MAX) return DT_NO_MEMORY;
    unsigned char *block = aligned_alloc(DT_ARENA_ALIGNMENT, room);
    if (!block) return DT_NO_MEMORY;
    *arena = (dt_arena){.block = block, .size = room, .used = 0};
    return DT_OK;
}

void dt_arena_clear(dt_arena *arena)
{
    if (!arena) return;
    free(arena->block);
    *arena = (dt_arena){0};
}

void *dt_arena_alloc(dt_arena *arena, size_t count, size_t size)
{
    size_t room = dt_arena_room(count, size);
    if (!arena->block || room > arena->size - arena->used) return NULL;
    void *piece = arena->block + arena->used;
    arena->used += room;
    return memset(piece, 0, room);
}

size_t dt_arena_mark(const dt_arena *arena)
{
    return arena->used;
}

void dt_arena_release(dt_arena *arena, size_t mark)
{
    assert(mark <= arena->used);
    arena->used = mark;
}
