/* The file of payoffs: head, then for each cell the chunks that are there and their numbers, then a hash of
 * all of it. It is written whole under a temporary name and renamed, so that a reader never sees a part.
 * Numbers are little-endian doubles, as on every machine that the program is built for. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/try.h"
#include "game/sample.h"
#include "io/file.h"
#include "io/hash.h"
#include "io/text.h"

enum { HEAD_WORDS = 5 };

static const char magic[16] = "detente-game-1\n";
static const size_t FILE_LIMIT = (size_t)1 << 33;

static void write_head(const dt_game_samples *s, dt_text *out)
{
    const int64_t head[HEAD_WORDS] = {s->cells->n_cell, s->n_column, s->cells->n_count, s->cells->n_turn,
                                      DT_GAME_CHUNK};
    dt_text_append_bytes(out, magic, sizeof magic);
    dt_text_append_bytes(out, s->simulator->hash, sizeof s->simulator->hash);
    dt_text_append_bytes(out, head, sizeof head);
}

/* A cell: its counts, the number of whole chunks, their numbers, and the values. */
static void write_cell(const dt_game_samples *s, int64_t cell, dt_text *out)
{
    int64_t n = 0;
    for (int64_t c = 0; s->done[cell] && c < s->n_chunk; c++)
        n += s->done[cell][c] && (c + 1) * DT_GAME_CHUNK <= s->members;
    dt_text_append_bytes(out, s->cells->count + cell * s->cells->n_count, (size_t)s->cells->n_count);
    dt_text_append_bytes(out, &n, sizeof n);
    for (int64_t c = 0; n > 0 && c < s->n_chunk; c++) {
        if (!s->done[cell][c] || (c + 1) * DT_GAME_CHUNK > s->members) continue;
        dt_text_append_bytes(out, &c, sizeof c);
        for (int k = 0; k < s->n_column; k++)
            dt_text_append_bytes(out, s->value[cell] + k * s->members + c * DT_GAME_CHUNK,
                                 DT_GAME_CHUNK * sizeof(double));
    }
}

dt_status dt_samples_save(const dt_game_samples *s, dt_diagnostics *diagnostics)
{
    unsigned char hash[DT_HASH_SIZE];
    dt_text out;
    if (!s->options->file) return DT_OK;
    dt_text_init(&out);
    write_head(s, &out);
    for (int64_t c = 0; c < s->cells->n_cell; c++)
        write_cell(s, c, &out);
    dt_status status = dt_text_status(&out);
    if (status == DT_OK) {
        dt_hash_of(out.data, out.length, hash);
        dt_text_append_bytes(&out, hash, sizeof hash);
        status = dt_text_status(&out);
    }
    if (status == DT_OK) status = dt_file_write(s->options->file, out.data, out.length, diagnostics);
    dt_text_clear(&out);
    return status;
}

/* ---- reading ---- */

/* What is left of a file that is being read. */
typedef struct rest {
    const char *at;
    size_t left;
} rest;

static int take(rest *r, void *out, size_t size)
{
    if (r->left < size) return 0;
    memcpy(out, r->at, size);
    r->at += size;
    r->left -= size;
    return 1;
}

static dt_status fault(const dt_game_samples *s, dt_error_code code, dt_diagnostics *diagnostics)
{
    dt_diagnostic finding = {.code = code};
    snprintf(finding.file, sizeof finding.file, "%s", s->options->file);
    return dt_diagnose(diagnostics, &finding);
}

/* Chunks beyond the room of this play are passed over. */
static int read_chunk(dt_game_samples *s, int64_t cell, rest *r)
{
    double value[DT_GAME_COLUMNS * DT_GAME_CHUNK];
    int64_t chunk = 0;
    size_t size = (size_t)(s->n_column * DT_GAME_CHUNK) * sizeof *value;
    if (!take(r, &chunk, sizeof chunk) || !take(r, value, size) || chunk < 0) return 0;
    if ((chunk + 1) * DT_GAME_CHUNK > s->members) return 1;
    for (int k = 0; k < s->n_column; k++)
        memcpy(s->value[cell] + k * s->members + chunk * DT_GAME_CHUNK, value + k * DT_GAME_CHUNK,
               DT_GAME_CHUNK * sizeof *value);
    s->done[cell][chunk] = 1;
    return 1;
}

static dt_status read_cell(dt_game_samples *s, int64_t cell, rest *r, dt_diagnostics *diagnostics)
{
    unsigned char count[DT_GAME_COUNTS];
    int64_t n = 0;
    size_t n_value = (size_t)(s->n_column * s->members);
    if (!take(r, count, (size_t)s->cells->n_count) || !take(r, &n, sizeof n))
        return fault(s, DT_E_PLAY_DAMAGED, diagnostics);
    if (memcmp(count, s->cells->count + cell * s->cells->n_count, (size_t)s->cells->n_count) != 0)
        return fault(s, DT_E_PLAY_OTHER, diagnostics);
    s->value[cell] = malloc(n_value * sizeof **s->value);
    s->done[cell] = calloc((size_t)s->n_chunk, 1);
    if (!s->value[cell] || !s->done[cell]) return DT_NO_MEMORY;
    for (int64_t c = 0; c < n; c++)
        if (!read_chunk(s, cell, r)) return fault(s, DT_E_PLAY_DAMAGED, diagnostics);
    return DT_OK;
}

static dt_status read_all(dt_game_samples *s, rest r, dt_diagnostics *diagnostics)
{
    char found[sizeof magic];
    unsigned char hash[DT_HASH_SIZE], expected[DT_HASH_SIZE];
    int64_t head[HEAD_WORDS];
    if (r.left < sizeof hash) return fault(s, DT_E_PLAY_DAMAGED, diagnostics);
    dt_hash_of(r.at, r.left - sizeof hash, expected);
    r.left -= sizeof hash;
    if (memcmp(r.at + r.left, expected, sizeof hash) != 0) return fault(s, DT_E_PLAY_DAMAGED, diagnostics);
    if (!take(&r, found, sizeof found) || !take(&r, hash, sizeof hash) || !take(&r, head, sizeof head))
        return fault(s, DT_E_PLAY_DAMAGED, diagnostics);
    if (memcmp(found, magic, sizeof magic) != 0 || memcmp(hash, s->simulator->hash, sizeof hash) != 0 ||
        head[0] != s->cells->n_cell || head[1] != s->n_column || head[2] != s->cells->n_count ||
        head[3] != s->cells->n_turn || head[4] != DT_GAME_CHUNK)
        return fault(s, DT_E_PLAY_OTHER, diagnostics);
    dt_status status = DT_OK;
    for (int64_t c = 0; status == DT_OK && c < s->cells->n_cell; c++)
        status = read_cell(s, c, &r, diagnostics);
    return status;
}

dt_status dt_samples_load(dt_game_samples *s, dt_diagnostics *diagnostics)
{
    char *data = NULL;
    size_t length = 0;
    if (!s->options->file || access(s->options->file, F_OK) != 0) return DT_OK;
    DT_TRY(dt_file_read(s->options->file, FILE_LIMIT, &data, &length, diagnostics));
    dt_status status = read_all(s, (rest){data, length}, diagnostics);
    dt_free(data);
    return status;
}
