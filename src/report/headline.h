/* The findings in sentences, as plain text: the first screen of the page and the top of the printed summary
 * say the same. */
#ifndef DT_REPORT_HEADLINE_H
#define DT_REPORT_HEADLINE_H

#include "report/report.h"

enum { DT_N_HEADLINE = 6 };

/* Appends headline `index`, 0 <= index < DT_N_HEADLINE; nothing where the run has nothing to say about it. */
void dt_headline(const dt_report *report, int index, dt_text *out);

/* What a reader must know about every number here. */
const char *dt_headline_caution(void);

#endif
