/* Fan charts: the middle and the likely range of an output over time, one panel per group. */
#ifndef DT_REPORT_FAN_H
#define DT_REPORT_FAN_H

#include "report/report.h"

typedef struct dt_fan_spec {
    const char *output;
    const char *unit;    /* as it stands above the axis */
    const char *subject; /* for the description: "AI power" */
    const char *beside;  /* nullable: another output, drawn as a dashed range */
    const char *beside_subject;
    int without_whole; /* no panel for the group of all states */
    int may_be_log;    /* a logarithmic axis where the values span more than a factor of about 30 */
} dt_fan_spec;

/* The panels of all groups with their key. */
void dt_fan_panels(const dt_report *report, dt_text *out, const dt_fan_spec *spec);

#endif
