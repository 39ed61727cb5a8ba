/* Content hashes over xxHash, compiled in whole: the size of its state is then that of the header we were
 * built with, whatever shared library is installed. */
#include "io/hash.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <string.h>

_Static_assert(sizeof(XXH3_state_t) <= sizeof(dt_hash), "dt_hash has no room for the state of XXH3");
_Static_assert(_Alignof(XXH3_state_t) <= _Alignof(dt_hash), "dt_hash is not aligned as XXH3 needs it");

void dt_hash_init(dt_hash *hash)
{
    memset(hash, 0, sizeof *hash);
    XXH3_128bits_reset((XXH3_state_t *)(void *)hash->state);
}

void dt_hash_update(dt_hash *hash, const void *data, size_t size)
{
    if (size > 0) XXH3_128bits_update((XXH3_state_t *)(void *)hash->state, data, size);
}

void dt_hash_integer(dt_hash *hash, int64_t value)
{
    unsigned char byte[8];
    for (int b = 0; b < 8; b++)
        byte[b] = (unsigned char)((uint64_t)value >> (8 * b));
    dt_hash_update(hash, byte, sizeof byte);
}

void dt_hash_number(dt_hash *hash, double value)
{
    int64_t bits;
    memcpy(&bits, &value, sizeof bits);
    dt_hash_integer(hash, bits);
}

void dt_hash_string(dt_hash *hash, const char *value)
{
    size_t length = strlen(value);
    dt_hash_integer(hash, (int64_t)length);
    dt_hash_update(hash, value, length);
}

void dt_hash_finish(const dt_hash *hash, unsigned char out[DT_HASH_SIZE])
{
    XXH128_canonical_t canonical;
    XXH128_canonicalFromHash(&canonical,
                             XXH3_128bits_digest((const XXH3_state_t *)(const void *)hash->state));
    memcpy(out, canonical.digest, DT_HASH_SIZE);
}

void dt_hash_of(const void *data, size_t size, unsigned char out[DT_HASH_SIZE])
{
    dt_hash hash;
    dt_hash_init(&hash);
    dt_hash_update(&hash, data, size);
    dt_hash_finish(&hash, out);
}

void dt_hash_hex(const unsigned char hash[DT_HASH_SIZE], char text[DT_HASH_TEXT])
{
    static const char hex[] = "0123456789abcdef";
    for (int b = 0; b < DT_HASH_SIZE; b++) {
        text[2 * b] = hex[hash[b] >> 4];
        text[2 * b + 1] = hex[hash[b] & 15];
    }
    text[2 * DT_HASH_SIZE] = '\0';
}
