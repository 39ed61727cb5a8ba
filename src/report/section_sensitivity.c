/* What decides each outcome: bars with intervals, the name of a factor above its bar so that it has room on a
 * telephone. */
#include <math.h>
#include <stdio.h>

#include "report/figure.h"
#include "report/html.h"
#include "report/scale.h"
#include "report/section_questions.h"

enum { LEFT = 6, RIGHT = 388, TOP = 20, ROW = 31, THICK = 9, UNDER = 22 };

static void draw_axis(dt_text *out, const dt_scale *x, const dt_ticks *ticks, double bottom)
{
    for (int t = 0; t < ticks->count; t++) {
        double at = dt_scale_at(x, ticks->value[t]);
        dt_sketch_line(out, "grid", (double[]){at, TOP}, (double[]){at, bottom});
        dt_sketch_text(out, "tick", (double[]){at, bottom + 16}, t == 0 ? "start" : "middle",
                       dt_percent(ticks->value[t]).text);
    }
}

static void draw_row(dt_text *out, const dt_scale *x, const dt_question_bar *bar, double top)
{
    char label[96];
    double zero = dt_scale_at(x, 0.0), end = dt_scale_at(x, bar->share.value),
           middle = top + 17 + 0.5 * THICK;
    double low = dt_scale_at(x, bar->share.low), high = dt_scale_at(x, bar->share.high);
    snprintf(label, sizeof label, "%s %s", bar->correlation < 0.0 ? "\xE2\x88\x92" : "+", bar->factor);
    dt_sketch_text(out, "label", (double[]){LEFT, top + 12}, "start", label);
    dt_sketch_bar(out, bar->share.low > 0.0 ? "powered" : "s-rest", (double[]){zero, top + 17},
                  (double[]){end - zero, THICK});
    dt_sketch_line(out, "whisker", (double[]){low, middle}, (double[]){high, middle});
    dt_sketch_line(out, "whisker", (double[]){low, middle - 4}, (double[]){low, middle + 4});
    dt_sketch_line(out, "whisker", (double[]){high, middle - 4}, (double[]){high, middle + 4});
}

static double greatest(const dt_question *q)
{
    double most = 0.02; /* an axis at least so long, so that chance does not fill it */
    for (int b = 0; b < q->n_bar; b++)
        most = fmax(most, q->bar[b].share.high);
    return fmin(most, 1.0);
}

static void draw_question(const dt_question *q, dt_text *out)
{
    double bottom = TOP + ROW * q->n_bar;
    dt_ticks ticks = dt_ticks_nice(0.0, greatest(q), 5);
    dt_scale x = {0.0, ticks.value[ticks.count - 1], LEFT, RIGHT, 0};
    dt_sketch_open(
        out, bottom + UNDER, q->title,
        "Bars: first-order index of each factor. Lines: 95% interval. The table below gives the numbers.");
    dt_sketch_text(out, "unit", (double[]){LEFT, 12}, "start",
                   "share of the variance that one factor explains alone");
    draw_axis(out, &x, &ticks, bottom);
    for (int b = 0; b < q->n_bar; b++)
        draw_row(out, &x, &q->bar[b], TOP + ROW * b);
    dt_text_append(out, "</svg>\n");
    dt_figure_rows_begin(out, "Factor|share|95%, from|to|rank correlation");
    for (int b = 0; b < q->n_bar; b++) {
        const dt_question_bar *bar = &q->bar[b];
        dt_figure_row(out, bar->factor,
                      (double[]){bar->share.value, bar->share.low, bar->share.high, bar->correlation}, 4);
    }
    dt_figure_rows_end(out);
}

static void show_question(const dt_question *q, dt_text *out)
{
    dt_figure_begin(out, q->title);
    dt_html_element(out, "p", NULL, q->text);
    if (q->n_bar == 0)
        dt_text_append(out, "<p>Nothing decides it: it does not vary.</p>\n");
    else
        draw_question(q, out);
    if (q->n_bar > 0)
        dt_text_printf(
            out,
            "<p class=\"scenario\">%d members, %d factors, %d with an interval above zero; %d would have one "
            "by chance.</p>\n",
            q->n, q->n_factor, q->n_clear, (int)lround(0.025 * q->n_factor));
    dt_figure_end(out);
}

void dt_section_sensitivity(const dt_questions_page *page, dt_text *out)
{
    dt_html_section(out, "decides", "What decides it");
    dt_text_append(
        out,
        "<p>A bar is the share of an outcome's variance that would vanish if one uncertain factor were "
        "known. Grey bars are no clearer than chance. The sign before a name says whether more of it "
        "brings more of the outcome. What is left to 100% is due to factors acting together, to shocks "
        "of each member, and to small factors that are not shown.</p>\n");
    dt_panels_begin(out);
    for (int k = 0; k < page->n_question; k++)
        show_question(&page->question[k], out);
    dt_panels_end(out);
    dt_html_section_end(out);
}
