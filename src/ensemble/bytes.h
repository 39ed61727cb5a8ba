/* Numbers as bytes, the same on every machine: a writer that grows, and a reader that never goes beyond its
 * end. Both remember that something went wrong, so that each call need not be checked. */
#ifndef DT_ENSEMBLE_BYTES_H
#define DT_ENSEMBLE_BYTES_H

#include <stddef.h>
#include <stdint.h>

/* Starts as {0}; `data` is to be freed. */
typedef struct dt_writer {
    unsigned char *data;
    size_t size, room;
    int is_failed; /* 1: out of memory */
} dt_writer;

/* A whole number in groups of seven bits, the lowest first: shorter the smaller it is. */
void dt_writer_count(dt_writer *w, uint64_t count);
/* Eight bytes, the lowest first. */
void dt_writer_word(dt_writer *w, uint64_t word);
void dt_writer_number(dt_writer *w, double x);
void dt_writer_bytes(dt_writer *w, const void *data, size_t size);

/* Bytes that are read; asking for more than there are gives zeros and sets is_short. */
typedef struct dt_reader {
    const unsigned char *data;
    size_t size, at;
    int is_short;
} dt_reader;

uint64_t dt_reader_count(dt_reader *r);
uint64_t dt_reader_word(dt_reader *r);
double dt_reader_number(dt_reader *r);
void dt_reader_bytes(dt_reader *r, void *data, size_t size);
/* A reader of the next `size` bytes, which this one passes over. */
dt_reader dt_reader_part(dt_reader *r, uint64_t size);

#endif
