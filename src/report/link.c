/* Links that open a scenario in the page: what web/src/link.js writes and reads.
 *
 * What must stay true: the part after "#s=" is "1." and the base64url (RFC 4648, section 5, without padding)
 * of raw DEFLATE (RFC 1951) of the JSON object {c: changes, d: first half of the data's hash, f: 1, n: name,
 * v: version}, keys sorted. */
#include "detente/report.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "io/hash.h"
#include "io/json.h"
#include "io/text.h"

enum { HASH_DIGITS = 16 };

/* The next key in order after `last` (NULL: the first); -1 if there is none. Of equal keys the last one
 * counts. */
static int next_change(const dt_page_link *page, const char *last)
{
    int best = -1;
    for (int k = 0; k < page->n_change; k++) {
        int is_after = !last || strcmp(page->key[k], last) > 0;
        if (is_after && (best < 0 || strcmp(page->key[k], page->key[best]) <= 0)) best = k;
    }
    return best;
}

static void write_state(const dt_page_link *page, dt_text *out)
{
    dt_json json;
    unsigned char hash[DT_HASH_SIZE];
    char digits[DT_HASH_TEXT];
    dt_world_hash(page->world, hash);
    dt_hash_hex(hash, digits);
    digits[HASH_DIGITS] = '\0';
    dt_json_init(&json, out, 0);
    dt_json_begin_object(&json);
    dt_json_open_object(&json, "c");
    for (int k = next_change(page, NULL); k >= 0; k = next_change(page, page->key[k]))
        dt_json_put_string(&json, page->key[k], page->value[k]);
    dt_json_end(&json);
    dt_json_put_string(&json, "d", digits);
    dt_json_put_integer(&json, "f", 1);
    dt_json_put_string(&json, "n", page->scenario);
    dt_json_put_string(&json, "v", page->version);
    dt_json_end(&json);
}

/* Raw deflate of a text into a new buffer. */
static dt_status deflate_text(const dt_text *text, unsigned char **out, size_t *size)
{
    const int raw = -15, memory = 8;
    z_stream stream = {.next_in = (unsigned char *)text->data, .avail_in = (uInt)text->length};
    if (deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, raw, memory, Z_DEFAULT_STRATEGY) != Z_OK)
        return DT_NO_MEMORY;
    uLong room = deflateBound(&stream, (uLong)text->length);
    *out = malloc(room);
    stream.next_out = *out;
    stream.avail_out = (uInt)room;
    int is_done = *out && deflate(&stream, Z_FINISH) == Z_STREAM_END;
    *size = stream.total_out;
    deflateEnd(&stream);
    return is_done ? DT_OK : DT_NO_MEMORY;
}

static void append_base64(const unsigned char *byte, size_t size, dt_text *out)
{
    static const char digit[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    for (size_t k = 0; k < size; k += 3) {
        unsigned long group = (unsigned long)byte[k] << 16;
        if (k + 1 < size) group |= (unsigned long)byte[k + 1] << 8;
        if (k + 2 < size) group |= byte[k + 2];
        char four[4] = {digit[group >> 18], digit[group >> 12 & 63], digit[group >> 6 & 63],
                        digit[group & 63]};
        size_t left = size - k;
        dt_text_append_bytes(out, four, left < 3 ? left + 1 : 4);
    }
}

dt_status dt_report_link(const dt_page_link *page, char **link)
{
    dt_text state, out;
    unsigned char *packed = NULL;
    size_t size = 0;
    dt_text_init(&state);
    dt_text_init(&out);
    write_state(page, &state);
    dt_status status = dt_text_status(&state);
    if (status == DT_OK) status = deflate_text(&state, &packed, &size);
    if (status != DT_OK) goto done;
    dt_text_printf(&out, "http://127.0.0.1:%d/#s=1.", page->port);
    append_base64(packed, size, &out);
    status = dt_text_take(&out, link);
done:
    free(packed);
    dt_text_clear(&state);
    dt_text_clear(&out);
    return status;
}
