/* Text that goes into HTML or SVG. Every string that is not a literal of the report passes through
 * dt_html_escape. */
#ifndef DT_REPORT_HTML_H
#define DT_REPORT_HTML_H

#include "io/text.h"

/* Appends a string with & < > " ' replaced by entities, so that it may stand in an element and in a quoted
 * attribute. Control characters that XML forbids become U+FFFD. NULL adds nothing. */
void dt_html_escape(dt_text *out, const char *string);
/* The same inside an element: <tag>string</tag>. `attributes` (nullable) is written as it is: " class=\"n\"".
 */
void dt_html_element(dt_text *out, const char *tag, const char *attributes, const char *string);

/* Opens a section of the page with a heading; `id` is what the table of contents links to. */
void dt_html_section(dt_text *out, const char *id, const char *heading);
void dt_html_section_end(dt_text *out);

/* Opens a table that can be scrolled sideways on a narrow screen; `headings` are separated by '|', the
 * caption may be NULL. */
void dt_html_table(dt_text *out, const char *caption, const char *headings);
void dt_html_table_end(dt_text *out);

#endif
