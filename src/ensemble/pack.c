/* A summary as bytes: for the store and for its hash.
 *
 * Each property stands for all histograms together, for that deflates best. Counts stand without the zeros at
 * both ends, so that the bytes do not depend on the order in which blocks were added, and apart by how large
 * those before them in their histogram are: what stands together is then alike, and deflates to three
 * quarters of what it would take in order. */
#include <stdlib.h>
#include <string.h>

#include "core/try.h"
#include "ensemble/bytes.h"
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

static void put_histograms(dt_writer *w, const dt_histogram *h, int n)
{
    for (int k = 0; k < n; k++) {
        span used = used_bins(&h[k]);
        dt_writer_count(w, used.begin < used.end ? (uint64_t)(h[k].first + used.begin) : 0);
        dt_writer_count(w, (uint64_t)(used.end - used.begin));
        dt_writer_count(w, h[k].under);
        dt_writer_count(w, h[k].over);
    }
    for (int k = 0; k < n; k++) {
        dt_writer_word(w, (uint64_t)h[k].sum);
        dt_writer_count(w, (uint64_t)(h[k].sum >> 64));
    }
    for (int k = 0; k < n; k++)
        dt_writer_number(w, h[k].least);
    for (int k = 0; k < n; k++)
        dt_writer_number(w, h[k].greatest);
}

/* Counts that are expected to be alike stand in one class: by halves of a doubling of the last four together.
 */
enum { N_CLASS = 48, N_BEFORE = 4, MOST_BEFORE = 1 << 23 };

/* Class of the count at place b of `count`, whose first place is `begin`. */
static int class_of(const uint32_t *count, int begin, int b)
{
    uint64_t sum = 0;
    for (int k = b - 1; k >= begin && k >= b - N_BEFORE; k--)
        sum += count[k];
    if (sum > MOST_BEFORE) sum = MOST_BEFORE;
    return sum ? 64 - __builtin_clzll(sum * sum) : 0;
}

static void put_counts(dt_writer *w, const dt_histogram *h, int n)
{
    dt_writer class[N_CLASS] = {0};
    for (int k = 0; k < n; k++) {
        span used = used_bins(&h[k]);
        for (int b = used.begin; b < used.end; b++)
            dt_writer_count(&class[class_of(h[k].count, used.begin, b)], h[k].count[b]);
    }
    for (int c = 0; c < N_CLASS; c++) {
        dt_writer_count(w, class[c].size);
        dt_writer_bytes(w, class[c].data, class[c].size);
        w->is_failed |= class[c].is_failed;
        free(class[c].data);
    }
}

static void put_failure(dt_writer *w, const dt_failed_member *failure)
{
    dt_writer_count(w, failure->member);
    dt_writer_count(w, (uint64_t)failure->step);
    dt_writer_count(w, (uint64_t)(failure->state + 1)); /* 0: the world */
    dt_writer_bytes(w, failure->mechanism, sizeof failure->mechanism - 1);
    dt_writer_bytes(w, failure->field, sizeof failure->field - 1);
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
    dt_writer w = {0};
    int64_t head[HEAD_WORDS];
    head_of(s, head);
    for (int i = 0; i < HEAD_WORDS; i++)
        dt_writer_word(&w, (uint64_t)head[i]);
    dt_writer_bytes(&w, s->case_hash, sizeof s->case_hash);
    put_histograms(&w, s->histogram, s->n_histogram);
    put_counts(&w, s->histogram, s->n_histogram);
    for (int i = 0; i < s->n_time * s->n_state; i++)
        dt_writer_count(&w, s->leader[i]);
    for (int i = 0; i < s->n_time * s->n_group * s->n_limit; i++)
        dt_writer_count(&w, s->limit[i]);
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

/* Where the counts of a histogram lie, with room for them. */
static dt_status take_span(dt_reader *r, const dt_scale *scale, dt_histogram *h)
{
    uint64_t first = dt_reader_count(r), size = dt_reader_count(r), n_bin = (uint64_t)scale->n_bin;
    h->under = (uint32_t)dt_reader_count(r);
    h->over = (uint32_t)dt_reader_count(r);
    if (r->is_short || size > n_bin) return DT_IO;
    if (size == 0) return DT_OK;
    if (first < 1 || first > n_bin - size + 1) return DT_IO;
    h->count = calloc((size_t)size, sizeof *h->count);
    if (!h->count) return DT_NO_MEMORY;
    h->first = (int)first;
    h->size = (int)size;
    return DT_OK;
}

static dt_status take_histograms(dt_reader *r, dt_summary *s)
{
    dt_histogram *h = s->histogram;
    for (int k = 0; k < s->n_histogram; k++)
        DT_TRY(take_span(r, &s->scale[k % s->n_output], &h[k]));
    for (int k = 0; k < s->n_histogram; k++) {
        uint64_t low = dt_reader_word(r);
        h[k].sum = (dt_wide)(int64_t)dt_reader_count(r) * ((dt_wide)1 << 64) + (dt_wide)low;
    }
    for (int k = 0; k < s->n_histogram; k++)
        h[k].least = dt_reader_number(r);
    for (int k = 0; k < s->n_histogram; k++)
        h[k].greatest = dt_reader_number(r);
    return r->is_short ? DT_IO : DT_OK;
}

static dt_status take_counts(dt_reader *r, dt_histogram *h, int n)
{
    dt_reader class[N_CLASS];
    int is_short = 0;
    for (int c = 0; c < N_CLASS; c++)
        class[c] = dt_reader_part(r, dt_reader_count(r));
    for (int k = 0; k < n; k++)
        for (int b = 0; b < h[k].size; b++)
            h[k].count[b] = (uint32_t)dt_reader_count(&class[class_of(h[k].count, 0, b)]);
    for (int c = 0; c < N_CLASS; c++)
        is_short |= class[c].is_short || class[c].at != class[c].size;
    return is_short || r->is_short ? DT_IO : DT_OK;
}

static dt_status take_failures(dt_reader *r, dt_summary *s, int64_t n)
{
    for (int64_t f = 0; f < n; f++) {
        dt_failed_member failure = {.member = dt_reader_count(r)};
        uint64_t step = dt_reader_count(r), state = dt_reader_count(r); /* 0: the world */
        dt_reader_bytes(r, failure.mechanism, sizeof failure.mechanism - 1);
        dt_reader_bytes(r, failure.field, sizeof failure.field - 1);
        if (r->is_short || step >= (uint64_t)s->n_time || state > (uint64_t)s->n_state) return DT_IO;
        failure.step = (int)step;
        failure.state = (int)state - 1;
        DT_TRY(dt_summary_note_failure(s, &failure));
    }
    return DT_OK;
}

/* Every histogram must count every member. */
static dt_status take_body(dt_reader *r, dt_summary *s, int64_t n_failure)
{
    DT_TRY(take_histograms(r, s));
    DT_TRY(take_counts(r, s->histogram, s->n_histogram));
    for (int h = 0; h < s->n_histogram; h++)
        if (dt_histogram_total(&s->histogram[h]) != s->members) return DT_IO;
    for (int i = 0; i < s->n_time * s->n_state; i++)
        s->leader[i] = (uint32_t)dt_reader_count(r);
    for (int i = 0; i < s->n_time * s->n_group * s->n_limit; i++)
        s->limit[i] = (uint32_t)dt_reader_count(r);
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
    dt_reader r = {.data = data, .size = size};
    dt_summary *s = NULL;
    int64_t head[HEAD_WORDS];
    char hash[16];
    for (int i = 0; i < HEAD_WORDS; i++)
        head[i] = (int64_t)dt_reader_word(&r);
    dt_reader_bytes(&r, hash, sizeof hash);
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
