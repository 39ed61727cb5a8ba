/* Text that goes into HTML or SVG. */
#include "report/html.h"

#include <string.h>

#include "io/utf8.h"

static const char *entity(char c)
{
    switch (c) {
    case '&': return "&amp;";
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '"': return "&quot;";
    case '\'': return "&#39;";
    default: return NULL;
    }
}

static int is_forbidden(char c)
{
    unsigned char byte = (unsigned char)c;
    return (byte < 0x20 && c != '\n' && c != '\t' && c != '\r') || byte == 0x7f;
}

static void escape_bytes(dt_text *out, const char *string, size_t length)
{
    for (size_t i = 0; i < length;) {
        size_t size = dt_utf8_size(string + i, length - i);
        const char *instead = size == 0 || is_forbidden(string[i]) ? "\xEF\xBF\xBD" : entity(string[i]);
        if (instead)
            dt_text_append(out, instead);
        else
            dt_text_append_bytes(out, string + i, size);
        i += size ? size : 1;
    }
}

void dt_html_escape(dt_text *out, const char *string)
{
    if (string) escape_bytes(out, string, strlen(string));
}

void dt_html_element(dt_text *out, const char *tag, const char *attributes, const char *string)
{
    dt_text_printf(out, "<%s%s>", tag, attributes ? attributes : "");
    dt_html_escape(out, string);
    dt_text_printf(out, "</%s>", tag);
}

void dt_html_section(dt_text *out, const char *id, const char *heading)
{
    dt_text_printf(out, "<section id=\"%s\">\n", id);
    dt_html_element(out, "h2", NULL, heading);
    dt_text_append(out, "\n");
}

void dt_html_section_end(dt_text *out)
{
    dt_text_append(out, "</section>\n");
}

void dt_html_table(dt_text *out, const char *caption, const char *headings)
{
    const char *start = headings;
    dt_text_append(out, "<div class=\"scroll\" tabindex=\"0\"><table>\n");
    if (caption) dt_html_element(out, "caption", NULL, caption);
    dt_text_append(out, "<thead><tr>");
    for (;;) {
        size_t length = strcspn(start, "|");
        dt_text_append(out, "<th scope=\"col\">");
        escape_bytes(out, start, length);
        dt_text_append(out, "</th>");
        if (!start[length]) break;
        start += length + 1;
    }
    dt_text_append(out, "</tr></thead>\n<tbody>\n");
}

void dt_html_table_end(dt_text *out)
{
    dt_text_append(out, "</tbody></table></div>\n");
}
