/* Arena: one block of memory from which scratch is taken in order and given back all at once.
 *
 * The block is allocated once, by dt_arena_init; taking memory from it never calls the allocator. Each piece
 * starts at a multiple of 64 bytes, a cache line and the widest vector. dt_arena_mark remembers how far the
 * arena is used; dt_arena_release goes back there and invalidates every piece taken since. The arena owns the
 * block: pieces are never freed one by one. One thread uses an arena at a time. */
#ifndef DT_CORE_ARENA_H
#define DT_CORE_ARENA_H

#include <stddef.h>

#include "detente/status.h"

enum { DT_ARENA_ALIGNMENT = 64 };

typedef struct dt_arena {
    unsigned char *block; /* NULL if the arena is clear */
    size_t size;          /* bytes in the block, a multiple of the alignment */
    size_t used;          /* bytes taken, a multiple of the alignment */
} dt_arena;

/* Allocates the block: room for at least `size` bytes. On failure, DT_NO_MEMORY, *arena is untouched. */
dt_status dt_arena_init(dt_arena *arena, size_t size);
/* Frees the block; the arena may be NULL or already clear. */
void dt_arena_clear(dt_arena *arena);
/* Room for `count` elements of `size` bytes, filled with zeros; NULL if it does not fit, and then nothing is
 * taken. Never NULL because of a zero count. */
void *dt_arena_alloc(dt_arena *arena, size_t count, size_t size);
/* How far the arena is used now. */
size_t dt_arena_mark(const dt_arena *arena);
/* Gives back what was taken since the mark. */
void dt_arena_release(dt_arena *arena, size_t mark);
/* Bytes that a piece of `count` elements of `size` takes, the padding included; SIZE_MAX if that overflows.
 * Summed, it tells the size of an arena in advance. */
size_t dt_arena_room(size_t count, size_t size);

#endif
