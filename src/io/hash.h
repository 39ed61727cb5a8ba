/* Content hashes: XXH3 of 128 bits, against accidents and not against forgers.
 *
 * Numbers enter as little-endian bytes and texts with their length, so that a hash is equal on every machine
 * and no two sequences of values give the same bytes. */
#ifndef DT_IO_HASH_H
#define DT_IO_HASH_H

#include <stddef.h>
#include <stdint.h>

enum { DT_HASH_SIZE = 16, DT_HASH_TEXT = 33 };

/** A hash that is being made. Declare it as a variable: malloc does not give its alignment. Nothing in it is
 * to be freed. */
typedef struct dt_hash {
    _Alignas(64) unsigned char state[576];
} dt_hash;

void dt_hash_init(dt_hash *hash);
/** Adds bytes, or one value. */
void dt_hash_update(dt_hash *hash, const void *data, size_t size);
void dt_hash_integer(dt_hash *hash, int64_t value);
void dt_hash_number(dt_hash *hash, double value);
void dt_hash_string(dt_hash *hash, const char *value);
/** The hash of what was added so far, most significant byte first. More may be added after it. */
void dt_hash_finish(const dt_hash *hash, unsigned char out[DT_HASH_SIZE]);

/** Hash of some bytes in one call. */
void dt_hash_of(const void *data, size_t size, unsigned char out[DT_HASH_SIZE]);
/** Writes a hash as 32 hexadecimal digits. */
void dt_hash_hex(const unsigned char hash[DT_HASH_SIZE], char text[DT_HASH_TEXT]);

#endif
