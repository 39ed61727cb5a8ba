/* The frame of a chart on the page: caption, key, and the numbers behind it in a table that can be opened. */
#ifndef DT_REPORT_FIGURE_H
#define DT_REPORT_FIGURE_H

#include "report/report.h"

/* Figures side by side: as many in a row as fit, or at most two. */
void dt_panels_begin(dt_text *out);
void dt_pairs_begin(dt_text *out);
void dt_panels_end(dt_text *out);

void dt_figure_begin(dt_text *out, const char *caption);
/* In the colour and the dashes of the group at this place. */
void dt_figure_begin_group(dt_text *out, const char *caption, int place);
void dt_figure_begin_map(dt_text *out, const char *caption, int is_small);
void dt_figure_end(dt_text *out);

/* The key of one or more charts: classes of the style with their names. */
typedef struct dt_key_entry {
    const char *style;
    const char *name;
    enum { DT_KEY_AREA, DT_KEY_LINE, DT_KEY_DOT } shape;
} dt_key_entry;
void dt_figure_key(dt_text *out, const dt_key_entry *entry, int n);

/* A column of the numbers behind a chart over time. */
typedef struct dt_column {
    const char *name;
    const double *value; /* one per step, with the start */
    int digits;          /* significant; 0: a share, shown in per cent */
} dt_column;
/* Numbers at the start and at the end of every year. The script reads them for the cross-hair. */
void dt_figure_numbers(dt_text *out, const dt_report *report, const dt_column *column, int n);

/* A row of the numbers behind bars: a label and n numbers. */
void dt_figure_rows_begin(dt_text *out, const char *headings);
void dt_figure_row(dt_text *out, const char *label, const double *value, int n);
void dt_figure_rows_end(dt_text *out);

#endif
