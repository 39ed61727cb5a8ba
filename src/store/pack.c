/* Compression: little-endian numbers are shuffled, first the lowest byte of all, then the second, and so on,
 * so that the bytes of sign and exponent, which vary little, stand together; then deflated.
 *
 * What must stay true: unpacking gives back the same bits, on machines of either byte order. */
#include "store/pack.h"

#include <float.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define ZLIB_CONST
#include <zlib.h>

#include "core/try.h"

/* Largest input: SQLite takes no row above 1 GB. */
#define DEFLATE_LIMIT ((size_t)900 << 20)

/* Higher levels find nothing more here. */
enum { DEFLATE_LEVEL = 1 };

/* Deflates. Shuffled bytes and counts repeat in runs only: a search for longer repeats finds less in twice
 * the time. */
dt_status dt_pack_bytes(const void *data, size_t size, dt_packed *out)
{
    z_stream stream = {.next_in = data, .avail_in = (uInt)size};
    if (size > DEFLATE_LIMIT) return DT_INPUT;
    if (deflateInit2(&stream, DEFLATE_LEVEL, Z_DEFLATED, MAX_WBITS, MAX_MEM_LEVEL, Z_RLE) != Z_OK)
        return DT_NO_MEMORY;
    uLong room = deflateBound(&stream, (uLong)size);
    unsigned char *packed = malloc(room);
    stream.next_out = packed;
    stream.avail_out = (uInt)room;
    int code = packed ? deflate(&stream, Z_FINISH) : Z_MEM_ERROR;
    deflateEnd(&stream);
    if (code != Z_STREAM_END) {
        free(packed);
        return DT_NO_MEMORY;
    }
    unsigned char *fitting = realloc(packed, stream.total_out);
    if (!fitting) {
        free(packed);
        return DT_NO_MEMORY;
    }
    out->data = fitting;
    out->size = stream.total_out;
    return DT_OK;
}

dt_status dt_unpack_bytes(const void *packed, size_t packed_size, void *data, size_t size)
{
    unsigned char spare;
    uLongf length = size ? size : 1;
    int code = uncompress(size ? data : &spare, &length, packed, packed_size);
    if (code == Z_MEM_ERROR) return DT_NO_MEMORY;
    return code == Z_OK && length == size ? DT_OK : DT_IO;
}

static uint64_t bits_of_double(double value)
{
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    return bits;
}

static double double_of_bits(uint64_t bits)
{
    double value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

static uint32_t bits_of_float(float value)
{
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    return bits;
}

static float float_of_bits(uint32_t bits)
{
    float value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

/* Whether a number is, bit by bit, the double of a float. */
static int is_float(double value)
{
    if (isfinite(value) && fabs(value) > (double)FLT_MAX) return 0;
    return bits_of_double((double)(float)value) == bits_of_double(value);
}

static int are_floats(const double *value, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!is_float(value[i])) return 0;
    return 1;
}

dt_status dt_pack_numbers(const double *value, size_t n, dt_packed *out, int *width)
{
    int n_byte = are_floats(value, n) ? 4 : 8;
    unsigned char *shuffled = malloc(n * (size_t)n_byte);
    if (!shuffled) return DT_NO_MEMORY;
    for (size_t i = 0; i < n; i++) {
        uint64_t bits = n_byte == 4 ? bits_of_float((float)value[i]) : bits_of_double(value[i]);
        for (int b = 0; b < n_byte; b++)
            shuffled[(size_t)b * n + i] = (unsigned char)(bits >> (8 * b));
    }
    dt_status status = dt_pack_bytes(shuffled, n * (size_t)n_byte, out);
    free(shuffled);
    if (status == DT_OK) *width = n_byte;
    return status;
}

dt_status dt_unpack_numbers(const void *packed, size_t packed_size, int width, double *value, size_t n)
{
    if (width != 4 && width != 8) return DT_IO;
    unsigned char *shuffled = malloc(n * (size_t)width);
    if (!shuffled) return DT_NO_MEMORY;
    dt_status status = dt_unpack_bytes(packed, packed_size, shuffled, n * (size_t)width);
    for (size_t i = 0; i < n && status == DT_OK; i++) {
        uint64_t bits = 0;
        for (int b = 0; b < width; b++)
            bits |= (uint64_t)shuffled[(size_t)b * n + i] << (8 * b);
        value[i] = width == 4 ? (double)float_of_bits((uint32_t)bits) : double_of_bits(bits);
    }
    free(shuffled);
    return status;
}
