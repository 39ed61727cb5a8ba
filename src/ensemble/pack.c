/* A summary as bytes: for the store and for its hash.
 *
 * Numbers stand in the order of the summary as 64-bit little-endian words, counts of histograms without the
 * zeros at both ends, so that the bytes do not depend on the order in which blocks were added. */
#include <stdlib.h>
#include <string.h>

#include "core/try.h"
#include "ensemble/summary.h"

enum { PACK_VERSION = 2 };

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

static void put(writer *w, uint64_t word, int n_byte)
{
    if (w->is_failed) return;
    if (w->size + 8 > w->room) {
        size_t room = w->room ? 2 * w->room : 1 << 16;
        unsigned char *larger = realloc(w->data, room);
        if (!larger) {
            w->is_failed = 1;
            return;
        }
        w->data = larger;
        w->room = room;
    }
    for (int b = 0; b < n_byte; b++)
        w->data[w->size++] = (unsigned char)(word >> 8 * b);
}

static void put_number(writer *w, double x)
{
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    put(w, bits, 8);
}

static void put_histogram(writer *w, const dt_histogram *h)
{
    int begin = 0, end = h->size;
    while (begin < end && h->count[begin] == 0)
        begin++;
    while (end > begin && h->count[end - 1] == 0)
        end--;
    put(w, begin < end ? (uint64_t)(h->first + begin) : 0, 4);
    put(w, (uint64_t)(end - begin), 4);
    put(w, h->under, 4);
    put(w, h->over, 4);
    put(w, (uint64_t)h->sum, 8);
    put(w, (uint64_t)(h->sum >> 64), 8);
    put_number(w, h->least);
    put_number(w, h->greatest);
    for (int b = begin; b < end; b++)
        put(w, h->count[b], 4);
}

static void put_bytes(writer *w, const void *data, size_t size)
{
    const unsigned char *byte = data;
    for (size_t i = 0; i < size; i++)
        put(w, byte[i], 1);
}

static void put_failure(writer *w, const dt_failed_member *failure)
{
    put(w, failure->member, 8);
    put(w, (uint64_t)failure->step, 8);
    put(w, (uint64_t)(int64_t)failure->state, 8);
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
        put(&w, (uint64_t)head[i], 8);
    put_bytes(&w, s->case_hash, sizeof s->case_hash);
    for (int h = 0; h < s->n_histogram; h++)
        put_histogram(&w, &s->histogram[h]);
    for (int i = 0; i < s->n_time * s->n_state; i++)
        put(&w, s->leader[i], 4);
    for (int i = 0; i < s->n_time * s->n_group * s->n_limit; i++)
        put(&w, s->limit[i], 4);
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

static uint64_t take(reader *r, int n_byte)
{
    uint64_t word = 0;
    if (r->size - r->at < (size_t)n_byte) {
        r->is_short = 1;
        return 0;
    }
    for (int b = 0; b < n_byte; b++)
        word |= (uint64_t)r->data[r->at++] << 8 * b;
    return word;
}

static double take_number(reader *r)
{
    uint64_t bits = take(r, 8);
    double x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

static void take_bytes(reader *r, char *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++)
        bytes[i] = (char)take(r, 1);
}

static dt_status take_histogram(reader *r, const dt_scale *scale, dt_histogram *h)
{
    int first = (int)take(r, 4), size = (int)take(r, 4);
    h->under = (uint32_t)take(r, 4);
    h->over = (uint32_t)take(r, 4);
    uint64_t low = take(r, 8), high = take(r, 8);
    h->sum = (dt_wide)(int64_t)high * ((dt_wide)1 << 64) + (dt_wide)low;
    h->least = take_number(r);
    h->greatest = take_number(r);
    if (r->is_short || size < 0 || size > scale->n_bin) return DT_IO;
    if (size == 0) return DT_OK;
    if (first < 1 || first + size - 1 > scale->n_bin) return DT_IO;
    h->count = calloc((size_t)size, sizeof *h->count);
    if (!h->count) return DT_NO_MEMORY;
    h->first = first;
    h->size = size;
    for (int b = 0; b < size; b++)
        h->count[b] = (uint32_t)take(r, 4);
    return DT_OK;
}

static dt_status take_failures(reader *r, dt_summary *s, int64_t n)
{
    for (int64_t f = 0; f < n; f++) {
        dt_failed_member failure = {
            .member = take(r, 8), .step = (int)take(r, 8), .state = (int)(int64_t)take(r, 8)};
        take_bytes(r, failure.mechanism, sizeof failure.mechanism - 1);
        take_bytes(r, failure.field, sizeof failure.field - 1);
        if (r->is_short || failure.state < -1 || failure.state >= s->n_state) return DT_IO;
        DT_TRY(dt_summary_note_failure(s, &failure));
    }
    return DT_OK;
}

/* Every histogram must count every member. */
static dt_status take_body(reader *r, dt_summary *s, int64_t n_failure)
{
    for (int h = 0; h < s->n_histogram; h++) {
        DT_TRY(take_histogram(r, &s->scale[h % s->n_output], &s->histogram[h]));
        if (dt_histogram_total(&s->histogram[h]) != s->members) return DT_IO;
    }
    for (int i = 0; i < s->n_time * s->n_state; i++)
        s->leader[i] = (uint32_t)take(r, 4);
    for (int i = 0; i < s->n_time * s->n_group * s->n_limit; i++)
        s->limit[i] = (uint32_t)take(r, 4);
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
        head[i] = (int64_t)take(&r, 8);
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
