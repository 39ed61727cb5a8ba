/* The style of all pages that the library writes. */
#ifndef DT_REPORT_STYLE_H
#define DT_REPORT_STYLE_H

#include "io/text.h"

/* Groups that have a colour and dashes of their own: classes group0 to group5; beyond the last they begin
 * anew. */
enum { DT_STYLE_GROUPS = 6 };

/* The content of a page's <style>. */
void dt_style_append(dt_text *out);
/* Patterns that areas are filled with, so that colour is not the only sign: first in the body. */
void dt_style_patterns(dt_text *out);

#endif
