/* UTF-8 as the Unicode standard defines it (table 3-7, well-formed byte sequences): the first byte gives the
 * length and the range of the second; all later bytes are 80..BF. */
#include "io/utf8.h"

/* First bytes first..last begin a character of `size` bytes whose second byte is in low..high. */
static const struct {
    unsigned char first, last, size, low, high;
} forms[] = {
    {0x00, 0x7f, 1, 0x00, 0x00}, {0xc2, 0xdf, 2, 0x80, 0xbf}, {0xe0, 0xe0, 3, 0xa0, 0xbf},
    {0xe1, 0xec, 3, 0x80, 0xbf}, {0xed, 0xed, 3, 0x80, 0x9f}, {0xee, 0xef, 3, 0x80, 0xbf},
    {0xf0, 0xf0, 4, 0x90, 0xbf}, {0xf1, 0xf3, 4, 0x80, 0xbf}, {0xf4, 0xf4, 4, 0x80, 0x8f},
};

size_t dt_utf8_size(const char *text, size_t length)
{
    const unsigned char *byte = (const unsigned char *)text;
    size_t f = 0, n_form = sizeof forms / sizeof forms[0];
    if (length == 0) return 0;
    while (f < n_form && !(byte[0] >= forms[f].first && byte[0] <= forms[f].last))
        f++;
    if (f == n_form || forms[f].size > length) return 0;
    if (forms[f].size > 1 && (byte[1] < forms[f].low || byte[1] > forms[f].high)) return 0;
    for (size_t b = 2; b < forms[f].size; b++)
        if ((byte[b] & 0xc0) != 0x80) return 0;
    return forms[f].size;
}
