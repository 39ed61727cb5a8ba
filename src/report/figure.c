/* The frame of a chart on the page. The table behind it makes the chart readable without seeing it. */
#include "report/figure.h"

#include "report/format.h"
#include "report/html.h"
#include "report/style.h"

void dt_panels_begin(dt_text *out)
{
    dt_text_append(out, "<div class=\"panels\">\n");
}

void dt_pairs_begin(dt_text *out)
{
    dt_text_append(out, "<div class=\"panels pairs\">\n");
}

void dt_panels_end(dt_text *out)
{
    dt_text_append(out, "</div>\n");
}

static void begin(dt_text *out, const char *caption)
{
    dt_html_element(out, "figcaption", NULL, caption);
    dt_text_append(out, "\n");
}

void dt_figure_begin(dt_text *out, const char *caption)
{
    dt_text_append(out, "<figure>\n");
    begin(out, caption);
}

void dt_figure_begin_group(dt_text *out, const char *caption, int place)
{
    dt_text_printf(out, "<figure class=\"group%d\">\n", place % DT_STYLE_GROUPS);
    begin(out, caption);
}

void dt_figure_begin_map(dt_text *out, const char *caption, int is_small)
{
    dt_text_printf(out, "<figure class=\"map%s\">\n", is_small ? " small" : "");
    begin(out, caption);
}

void dt_figure_end(dt_text *out)
{
    dt_text_append(out, "</figure>\n");
}

void dt_figure_key(dt_text *out, const dt_key_entry *entry, int n)
{
    static const struct {
        const char *element, *place;
    } shape[] = {
        [DT_KEY_AREA] = {"rect", "width=\"20\" height=\"12\""},
        [DT_KEY_LINE] = {"line", "x1=\"0\" x2=\"20\" y1=\"6\" y2=\"6\""},
        [DT_KEY_DOT] = {"circle", "cx=\"10\" cy=\"6\" r=\"4\""},
    };
    dt_text_append(out, "<ul class=\"key\">");
    for (int e = 0; e < n; e++) {
        dt_text_append(out, "<li><svg viewBox=\"0 0 20 12\" aria-hidden=\"true\">");
        dt_text_printf(out, "<%s class=\"%s\" %s/>", shape[entry[e].shape].element, entry[e].style,
                       shape[entry[e].shape].place);
        dt_text_append(out, "</svg> ");
        dt_html_escape(out, entry[e].name);
        dt_text_append(out, "</li>");
    }
    dt_text_append(out, "</ul>\n");
}

void dt_figure_rows_end(dt_text *out)
{
    dt_html_table_end(out);
    dt_text_append(out, "</details>\n");
}

static void numbers_row(dt_text *out, const dt_report *report, int step, const dt_column *column, int n)
{
    double span = report->time[report->n_point - 1] - report->time[0];
    double at = span > 0.0 ? (report->time[step] - report->time[0]) / span : 0.0;
    dt_text_printf(out, "<tr data-x=\"%.4f\"><th scope=\"row\">", at);
    if (step == 0)
        dt_text_append(out, "start");
    else
        dt_text_printf(out, "end of %.0f", report->time[step] - 1.0);
    dt_text_append(out, "</th>");
    for (int k = 0; k < n; k++) {
        double value = column[k].value[step];
        dt_html_element(out, "td", NULL,
                        column[k].digits ? dt_number(value, column[k].digits).text : dt_percent(value).text);
    }
    dt_text_append(out, "</tr>\n");
}

void dt_figure_numbers(dt_text *out, const dt_report *report, const dt_column *column, int n)
{
    dt_text_append(
        out, "<details><summary>Numbers</summary><div class=\"scroll\" tabindex=\"0\"><table>\n<thead><tr>");
    dt_html_element(out, "th", " scope=\"col\"", "Time");
    for (int k = 0; k < n; k++)
        dt_html_element(out, "th", " scope=\"col\"", column[k].name);
    dt_text_append(out, "</tr></thead>\n<tbody>\n");
    numbers_row(out, report, 0, column, n);
    for (int y = 0; y < report->n_year; y++)
        numbers_row(out, report, report->year[y].step, column, n);
    dt_figure_rows_end(out);
}

void dt_figure_rows_begin(dt_text *out, const char *headings)
{
    dt_text_append(out, "<details><summary>Numbers</summary>");
    dt_html_table(out, NULL, headings);
}

void dt_figure_row(dt_text *out, const char *label, const double *value, int n)
{
    dt_text_append(out, "<tr>");
    dt_html_element(out, "th", " scope=\"row\"", label);
    for (int k = 0; k < n; k++)
        dt_html_element(out, "td", NULL, dt_number(value[k], 3).text);
    dt_text_append(out, "</tr>\n");
}
