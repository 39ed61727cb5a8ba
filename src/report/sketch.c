/* Pieces of SVG from which the pictures of the page of questions are made. */
#include "report/chart.h"
#include "report/format.h"
#include "report/html.h"
#include "report/section_questions.h"

void dt_sketch_open(dt_text *out, double height, const char *title, const char *description)
{
    dt_text_printf(out, "<svg viewBox=\"0 0 %d %s\" role=\"img\">", DT_CHART_WIDTH,
                   dt_coordinate(height).text);
    dt_html_element(out, "title", NULL, title);
    dt_html_element(out, "desc", NULL, description);
    dt_text_append(out, "\n");
}

void dt_sketch_line(dt_text *out, const char *style, const double from[2], const double to[2])
{
    dt_text_printf(out, "<path class=\"%s\" d=\"M%s,%s L%s,%s\"/>\n", style, dt_coordinate(from[0]).text,
                   dt_coordinate(from[1]).text, dt_coordinate(to[0]).text, dt_coordinate(to[1]).text);
}

void dt_sketch_bar(dt_text *out, const char *style, const double corner[2], const double size[2])
{
    if (!(size[0] > 0.0)) return;
    dt_text_printf(out, "<rect class=\"%s\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\"/>\n", style,
                   dt_coordinate(corner[0]).text, dt_coordinate(corner[1]).text, dt_coordinate(size[0]).text,
                   dt_coordinate(size[1]).text);
}

void dt_sketch_text(dt_text *out, const char *style, const double at[2], const char *anchor, const char *text)
{
    dt_text_printf(out, "<text class=\"%s\" text-anchor=\"%s\" x=\"%s\" y=\"%s\">", style, anchor,
                   dt_coordinate(at[0]).text, dt_coordinate(at[1]).text);
    dt_html_escape(out, text);
    dt_text_append(out, "</text>\n");
}
