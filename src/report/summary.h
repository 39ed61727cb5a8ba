/* The two forms of the printed summary. */
#ifndef DT_REPORT_SUMMARY_H
#define DT_REPORT_SUMMARY_H

#include "report/report.h"

/* One screen of text, at most 100 columns, for people. */
void dt_summary_text(const dt_report *report, dt_text *out);
/* JSON of schema "detente.summary/1", for programs. */
void dt_summary_json(const dt_report *report, dt_text *out);

#endif
