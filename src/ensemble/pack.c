/* A summary as bytes: for the store and for its hash.
 *
 * Whole numbers stand in groups of seven bits, the lowest first, so that small counts take one byte; other
 * numbers as 64-bit little-endian words. Each property stands for all histograms together, for that deflates
 * best. Counts stand without the zeros at both ends, so that the bytes do not depend on the order in which
 * blocks were added. */
#include <stdlib.h>
#include <string.h>

#include "core/try.h"
#include "ensemble/summary.h"

enum { PACK_VERSION = 3 };

/* The words at the beginning, by which a reader sees whether the bytes fit a case. */
enum {
    HEAD_VERSION,
    HEAD_STATES,
    HEAD_GROUPS,
    HEAD_OUTPUTS,
    HEAD_LIMITS,
    HEAD_TIMES,
    HEAD_OUTCOMES,
    HEAD_BINS,
    HEAD_MEMBERS,
    HEAD_FAILED,
    HEAD_FAILURES,
    HEAD_WORDS
};

/* Bytes that grow while they are written. */
typedef struct writer {
    unsigned char *data;
    size_t size, room;
    int is_failed; /* 1: out of memory */
} writer;

static void put_byte(writer *w, uint64_t byte)
{
    if (w->is_failed) return;
    if (w->size == w->room) {
        size_t room = w->room ? 2 * w->room : 1 << 16;
        unsigned char *larger = realloc(w->data, room);
        if (!larger) {
            w->is_failed = 1;
            return;
        }
        w->data = larger;
        w->room = room;
    }
    w->data[w->size++] = (unsigned char)byte;
}

/* A whole number, shorter the smaller it is. */
static void put_count(writer *w, uint64_t count)
{
    for (; count >= 0x80; count >>= 7)
        put_byte(w, count | 0x80);
    put_byte(w, count);
}

static void put(writer *w, uint64_t word)
{
    for (int b = 0; b < 8; b++)
        put_byte(w, word >> 8 * b);
}

static void put_number(writer *w, double x)
{
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    put(w, bits);
}

/* The bins of a histogram without the empty ones at both ends. */
typedef struct span {
    int begin, end; /* in its counts */
} span;

static span used_bins(const dt_histogram *h)
{
    span used = {0, h->size};
    while (used.begin < used.end && h->count[used.begin] == 0)
        used.begin++;
    while (used.end > used.begin && h->count[used.end - 1] == 0)
        used.end--;
    return used;
}

static void put_histograms(writer *w, const dt_histogram *h, int n)
{
    for (int k = 0; k < n; k++) {
        span used = used_bins(&h[k]);
        put_count(w, used.begin < used.end ? (uint64_t)(h[k].first + used.begin) : 0);
        put_count(w, (uint64_t)(used.end - used.begin));
        put_count(w, h[k].under);
        put_count(w, h[k].over);
    }
    for (int k = 0; k < n; k++) {
        put(w, (uint64_t)h[k].sum);
        put_count(w, (uint64_t)(h[k].sum >> 64));
    }
    for (int k = 0; k < n; k++)
        put_number(w, h[k].least);
    for (int k = 0; k < n; k++)
        put_number(w, h[k].greatest);
    for (int k = 0; k < n; k++) {
        span used = used_bins(&h[k]);
        for (int b = used.begin; b < used.end; b++)
            put_count(w, h[k].count[b]);
    }
}

static void put_bytes(writer *w, const void *data, size_t size)
{
    const unsigned char *byte = data;
    for (size_t i = 0; i < size; i++)
        put_byte(w, byte[i]);
}

static void put_failure(writer *w, const dt_failed_member *failure)
{
    put_count(w, failure->member);
    put_count(w, (uint64_t)failure->step);
    put_count(w, (uint64_t)(failure->state + 1)); /* 0: the world */
    put_bytes(w, failure->mechanism, sizeof failure->mechanism - 1);
    put_bytes(w, failure->field, sizeof failure->field - 1);
}

static void head_of(const dt_summary *s, int64_t head[HEAD_WORDS])
{
    head[HEAD_VERSION] = PACK_VERSION;
    head[HEAD_STATES] = s->n_state;
    head[HEAD_GROUPS] = s->n_group;
    head[HEAD_OUTPUTS] = s->n_output;
    head[HEAD_LIMITS] = s->n_limit;
    head[HEAD_TIMES] = s->n_time;
    head[HEAD_OUTCOMES] = s->n_outcome;
    head[HEAD_BINS] = DT_OCTAVE_BITS;
    head[HEAD_MEMBERS] = s->members;
    head[HEAD_FAILED] = s->failed;
    head[HEAD_FAILURES] = s->n_failure;
}

dt_status dt_summary_pack(const dt_summary *s, unsigned char **data, size_t *size)
{
    writer w = {0};
    int64_t head[HEAD_WORDS];
    head_of(s, head);
    for (int i = 0; i < HEAD_WORDS; i++)
        put(&w, (uint64_t)head[i]);
    put_bytes(&w, s->case_hash, sizeof s->case_hash);
    put_histograms(&w, s->histogram, s->n_histogram);
    for (int i = 0; i < s->n_time * s->n_state; i++)
        put_count(&w, s->leader[i]);
    for (int i = 0; i < s->n_time * s->n_group * s->n_limit; i++)
        put_count(&w, s->limit[i]);
    for (int64_t f = 0; f < s->n_failure; f++)
        put_failure(&w, &s->failure[f]);
    if (w.is_failed) {
        free(w.data);
        return DT_NO_MEMORY;
    }
    *data = w.data;
    *size = w.size;
    return DT_OK;
}

/* Bytes that are read; asking for more than there are gives zeros and sets is_short. */
typedef struct reader {
    const unsigned char *data;
    size_t size, at;
    int is_short;
} reader;

static uint64_t take_byte(reader *r)
{
    if (r->at < r->size) return r->data[r->at++];
    r->is_short = 1;
    return 0;
}

static uint64_t take(reader *r)
{
    uint64_t word = 0;
    for (int b = 0; b < 8; b++)
        word |= take_byte(r) << 8 * b;
    return word;
}

static uint64_t take_count(reader *r)
{
    uint64_t count = 0, byte = 0x80;
    for (int shift = 0; byte & 0x80 && shift < 64; shift += 7) {
        byte = take_byte(r);
        count |= (byte & 0x7f) << shift;
    }
    return count;
}

static double take_number(reader *r)
{
    uint64_t bits = take(r);
    double x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

static void take_bytes(reader *r, char *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++)
        bytes[i] = (char)take_byte(r);
}

/* Where the counts of a histogram lie, with room for them. */
static dt_status take_span(reader *r, const dt_scale *scale, dt_histogram *h)
{
    uint64_t first = take_count(r), size = take_count(r), n_bin = (uint64_t)scale->n_bin;
    h->under = (uint32_t)take_count(r);
    h->over = (uint32_t)take_count(r);
    if (r->is_short || size > n_bin) return DT_IO;
    if (size == 0) return DT_OK;
    if (first < 1 || first > n_bin - size + 1) return DT_IO;
    h->count = calloc((size_t)size, sizeof *h->count);
    if (!h->count) return DT_NO_MEMORY;
    h->first = (int)first;
    h->size = (int)size;
    return DT_OK;
}

static dt_status take_histograms(reader *r, dt_summary *s)
{
    dt_histogram *h = s->histogram;
    for (int k = 0; k < s->n_histogram; k++)
        DT_TRY(take_span(r, &s->scale[k % s->n_output], &h[k]));
    for (int k = 0; k < s->n_histogram; k++) {
        uint64_t low = take(r);
        h[k].sum = (dt_wide)(int64_t)take_count(r) * ((dt_wide)1 << 64) + (dt_wide)low;
    }
    for (int k = 0; k < s->n_histogram; k++)
        h[k].least = take_number(r);
    for (int k = 0; k < s->n_histogram; k++)
        h[k].greatest = take_number(r);
    for (int k = 0; k < s->n_histogram; k++)
        for (int b = 0; b < h[k].size; b++)
            h[k].count[b] = (uint32_t)take_count(r);
    return r->is_short ? DT_IO : DT_OK;
}

static dt_status take_failures(reader *r, dt_summary *s, int64_t n)
{
    for (int64_t f = 0; f < n; f++) {
        dt_failed_member failure = {.member = take_count(r)};
        uint64_t step = take_count(r), state = take_count(r); /* 0: the world */
        take_bytes(r, failure.mechanism, sizeof failure.mechanism - 1);
        take_bytes(r, failure.field, sizeof failure.field - 1);
        if (r->is_short || step >= (uint64_t)s->n_time || state > (uint64_t)s->n_state) return DT_IO;
        failure.step = (int)step;
        failure.state = (int)state - 1;
        DT_TRY(dt_summary_note_failure(s, &failure));
    }
    return DT_OK;
}

/* Every histogram must count every member. */
static dt_status take_body(reader *r, dt_summary *s, int64_t n_failure)
{
    DT_TRY(take_histograms(r, s));
    for (int h = 0; h < s->n_histogram; h++)
        if (dt_histogram_total(&s->histogram[h]) != s->members) return DT_IO;
    for (int i = 0; i < s->n_time * s->n_state; i++)
        s->leader[i] = (uint32_t)take_count(r);
    for (int i = 0; i < s->n_time * s->n_group * s->n_limit; i++)
        s->limit[i] = (uint32_t)take_count(r);
    DT_TRY(take_failures(r, s, n_failure));
    return r->is_short || r->at != r->size ? DT_IO : DT_OK;
}

/* Whether sizes read from a store are those of an empty summary of the case. */
static int is_head_of(const dt_summary *s, const int64_t head[HEAD_WORDS])
{
    int64_t own[HEAD_WORDS];
    head_of(s, own);
    for (int i = 0; i < HEAD_WORDS; i++) {
        int is_free = i == HEAD_MEMBERS || i == HEAD_FAILED || i == HEAD_FAILURES;
        if (!is_free && head[i] != own[i]) return 0;
    }
    return 1;
}

dt_status dt_summary_unpack(const dt_case *c, const unsigned char *data, size_t size, dt_summary **out)
{
    reader r = {.data = data, .size = size};
    dt_summary *s = NULL;
    int64_t head[HEAD_WORDS];
    char hash[16];
    for (int i = 0; i < HEAD_WORDS; i++)
        head[i] = (int64_t)take(&r);
    take_bytes(&r, hash, sizeof hash);
    if (r.is_short) return DT_IO;
    if (head[HEAD_VERSION] != PACK_VERSION) return DT_MISMATCH;
    int64_t members = head[HEAD_MEMBERS], failed = head[HEAD_FAILED];
    if (members < 0 || failed < 0 || members > DT_MOST_MEMBERS || failed > DT_MOST_MEMBERS) return DT_IO;

    dt_status status = dt_summary_create(c, 0, &s);
    if (status != DT_OK) return status;
    if (memcmp(hash, s->case_hash, sizeof hash) != 0 || !is_head_of(s, head)) {
        status = DT_MISMATCH;
    } else {
        s->members = members;
        s->failed = failed;
        status = take_body(&r, s, head[HEAD_FAILURES]);
    }
    if (status != DT_OK) {
        dt_summary_free(s);
        return status;
    }
    *out = s;
    return DT_OK;
}
