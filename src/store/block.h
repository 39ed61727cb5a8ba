/* Blocks that are packed before they are stored: whoever lets blocks wait holds them so, in half the memory.
 */
#ifndef DT_STORE_BLOCK_H
#define DT_STORE_BLOCK_H

#include "detente/store.h"
#include "store/pack.h"

/** Adds a block of which dt_pack_numbers has packed the values, to `width` bytes a number. Otherwise as
 * dt_store_put_block. */
dt_status dt_store_put_packed(dt_store *store, uint64_t first, int count, const dt_packed *packed, int width);

#endif
