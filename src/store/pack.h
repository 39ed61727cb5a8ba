/* Numbers and bytes in the compressed form in which they are stored. */
#ifndef DT_STORE_PACK_H
#define DT_STORE_PACK_H

#include <stddef.h>

#include "detente/status.h"

/** Compressed bytes; `data` is to be freed. */
typedef struct dt_packed {
    unsigned char *data;
    size_t size;
} dt_packed;

/** Compresses bytes. DT_NO_MEMORY, or DT_INPUT for more than 900 MiB. */
dt_status dt_pack_bytes(const void *data, size_t size, dt_packed *out);
/** Restores exactly `size` bytes. DT_IO if the packed bytes do not hold that. */
dt_status dt_unpack_bytes(const void *packed, size_t packed_size, void *data, size_t size);

/** Compresses n > 0 numbers. `*width` becomes the bytes per number: 4 where every one is exactly a float, 8
 * otherwise. */
dt_status dt_pack_numbers(const double *value, size_t n, dt_packed *out, int *width);
/** Restores n numbers bit by bit. DT_IO if the packed bytes do not hold that. */
dt_status dt_unpack_numbers(const void *packed, size_t packed_size, int width, double *value, size_t n);

#endif
