/* Sections of the page of questions, and what their pictures share. */
#ifndef DT_REPORT_SECTION_QUESTIONS_H
#define DT_REPORT_SECTION_QUESTIONS_H

#include "detente/questions.h"
#include "io/text.h"

void dt_section_sensitivity(const dt_questions_page *page, dt_text *out);
void dt_section_discovery(const dt_questions_page *page, dt_text *out);
void dt_section_policies(const dt_questions_page *page, dt_text *out); /* nothing without standings */

/* Pieces of SVG; coordinates in its units, `style` a class of the page's style. */
void dt_sketch_open(dt_text *out, double height, const char *title, const char *description);
void dt_sketch_line(dt_text *out, const char *style, const double from[2], const double to[2]);
void dt_sketch_bar(dt_text *out, const char *style, const double corner[2], const double size[2]);
/* `anchor`: start, middle or end. */
void dt_sketch_text(dt_text *out, const char *style, const double at[2], const char *anchor,
                    const char *text);

#endif
