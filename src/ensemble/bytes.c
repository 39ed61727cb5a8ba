/* Numbers as bytes; see bytes.h. */
#include "ensemble/bytes.h"

#include <stdlib.h>
#include <string.h>

/* Makes room for so many bytes more; 0 if there is no memory. */
static int reserve(dt_writer *w, size_t more)
{
    size_t room = w->room ? 2 * w->room : 1 << 12;
    if (room < w->size + more) room = w->size + more;
    unsigned char *larger = w->is_failed ? NULL : realloc(w->data, room);
    if (!larger) {
        w->is_failed = 1;
        return 0;
    }
    w->data = larger;
    w->room = room;
    return 1;
}

static void write_byte(dt_writer *w, uint64_t byte)
{
    if (w->size < w->room || reserve(w, 1)) w->data[w->size++] = (unsigned char)byte;
}

void dt_writer_count(dt_writer *w, uint64_t count)
{
    for (; count >= 0x80; count >>= 7)
        write_byte(w, count | 0x80);
    write_byte(w, count);
}

void dt_writer_word(dt_writer *w, uint64_t word)
{
    for (int b = 0; b < 8; b++)
        write_byte(w, word >> 8 * b);
}

void dt_writer_number(dt_writer *w, double x)
{
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    dt_writer_word(w, bits);
}

void dt_writer_bytes(dt_writer *w, const void *data, size_t size)
{
    if (size == 0 || (w->room - w->size < size && !reserve(w, size))) return;
    memcpy(w->data + w->size, data, size);
    w->size += size;
}

static uint64_t read_byte(dt_reader *r)
{
    if (r->at < r->size) return r->data[r->at++];
    r->is_short = 1;
    return 0;
}

uint64_t dt_reader_count(dt_reader *r)
{
    uint64_t count = 0, byte = 0x80;
    for (int shift = 0; byte & 0x80 && shift < 64; shift += 7) {
        byte = read_byte(r);
        count |= (byte & 0x7f) << shift;
    }
    return count;
}

uint64_t dt_reader_word(dt_reader *r)
{
    uint64_t word = 0;
    for (int b = 0; b < 8; b++)
        word |= read_byte(r) << 8 * b;
    return word;
}

double dt_reader_number(dt_reader *r)
{
    uint64_t bits = dt_reader_word(r);
    double x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

void dt_reader_bytes(dt_reader *r, void *data, size_t size)
{
    size_t left = r->size - r->at;
    if (size > left) {
        memset(data, 0, size);
        r->is_short = 1;
        return;
    }
    memcpy(data, r->data + r->at, size);
    r->at += size;
}

dt_reader dt_reader_part(dt_reader *r, uint64_t size)
{
    size_t left = r->size - r->at;
    if (size > left) {
        r->is_short = 1;
        size = left;
    }
    dt_reader part = {.data = r->data + r->at, .size = (size_t)size};
    r->at += (size_t)size;
    return part;
}
