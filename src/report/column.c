/* Columns of printed text. What must stay true: a line is broken at spaces only, so no word is cut. */
#include "report/column.h"

#include <stdio.h>
#include <string.h>

enum { WORD = 128, LINE = 512 };

int dt_column_width(const char *text)
{
    int width = 0;
    for (; *text; text++)
        width += ((unsigned char)*text & 0xC0) != 0x80;
    return width;
}

void dt_column_cell(dt_text *out, const char *text, int width)
{
    int room = (width < 0 ? -width : width) - dt_column_width(text);
    if (width <= 0) dt_text_append(out, text);
    for (int k = 0; k < room; k++)
        dt_text_append(out, " ");
    if (width > 0) dt_text_append(out, text);
    if (width < 0 && room <= 0) dt_text_append(out, " ");
}

/* Takes the words that fit into `width` off the text; at least one. */
static void take_line(const char **text, int width, char line[LINE])
{
    int used = 0;
    size_t length = 0;
    line[0] = '\0';
    while (**text) {
        char word[WORD];
        size_t bytes = strcspn(*text, " \n");
        snprintf(word, sizeof word, "%.*s", (int)bytes, *text);
        int wanted = dt_column_width(word) + (used > 0);
        if (used > 0 && used + wanted > width) return;
        length += (size_t)snprintf(line + length, LINE - length, "%s%s", used ? " " : "", word);
        if (length >= LINE) length = LINE - 1;
        used += wanted;
        *text += bytes;
        *text += strspn(*text, " \n");
    }
}

void dt_column_paragraph(dt_text *out, const char *first, const char *text)
{
    char line[LINE];
    int indent = dt_column_width(first);
    dt_text_append(out, first);
    do {
        take_line(&text, DT_TEXT_COLUMNS - indent, line);
        dt_text_append(out, line);
        dt_text_append(out, "\n");
        if (*text) dt_column_cell(out, "", indent);
    } while (*text);
}

static int is_left(const dt_text_column *column, int n)
{
    for (int k = 0; k < n; k++)
        if (*column[k].text) return 1;
    return 0;
}

void dt_column_row(dt_text *out, int indent, dt_text_column *column, int n)
{
    while (is_left(column, n)) {
        char line[LINE];
        int skipped = indent;
        for (int k = 0; k < n; k++) {
            take_line(&column[k].text, column[k].width - 1, line);
            if (*line) dt_column_cell(out, "", skipped);
            if (*line) dt_text_append(out, line);
            skipped = *line ? column[k].width - dt_column_width(line) : skipped + column[k].width;
        }
        dt_text_append(out, "\n");
    }
}
