/* The sections of the page, in the order in which a reader meets them. Each writes itself at the end of
 * `out`. */
#ifndef DT_REPORT_SECTION_H
#define DT_REPORT_SECTION_H

#include "report/report.h"

void dt_section_title(const dt_report *report, dt_text *out);
void dt_section_claims(const dt_report *report, dt_text *out); /* nothing without claims */
void dt_section_overview(const dt_report *report, dt_text *out);
void dt_section_parties(const dt_report *report, dt_text *out); /* nothing without shares of parties */
void dt_section_matrix(const dt_report *report, dt_text *out);  /* nothing without a game */
void dt_section_lead(const dt_report *report, dt_text *out);
void dt_section_power(const dt_report *report, dt_text *out);
void dt_section_limits(const dt_report *report, dt_text *out);
void dt_section_compute(const dt_report *report, dt_text *out);
void dt_section_cost(const dt_report *report, dt_text *out);
void dt_section_published(const dt_report *report, dt_text *out);
int dt_section_published_applies(const dt_report *report); /* 0: the run says nothing that was published */
void dt_section_backtest(const dt_report *report, dt_text *out); /* nothing without a back-test */
void dt_section_assumptions(const dt_report *report, dt_text *out);
void dt_section_sources(const dt_report *report, dt_text *out);
void dt_section_reproduce(const dt_report *report, dt_text *out);

#endif
