/* In which cases something happens: the trade-off of coverage and density along the peeling, and the limits
 * of the box that is shown. */
#include <math.h>
#include <stdio.h>

#include "report/figure.h"
#include "report/format.h"
#include "report/html.h"
#include "report/scale.h"
#include "report/section_questions.h"

enum { LEFT = 44, RIGHT = 388, TOP = 24, BOTTOM = 214, ROW = 31, THICK = 9, UNDER = 22 };

/* ---- the trade-off ---- */

static void trade_axes(dt_text *out, const dt_scale *x, const dt_scale *y)
{
    for (int t = 0; t <= 5; t++) {
        double at = 0.2 * t, left = dt_scale_at(x, at), height = dt_scale_at(y, at);
        dt_sketch_line(out, "grid", (double[]){LEFT, height}, (double[]){RIGHT, height});
        dt_sketch_line(out, "grid", (double[]){left, TOP}, (double[]){left, BOTTOM});
        dt_sketch_text(out, "tick", (double[]){LEFT - 6, height + 4}, "end", dt_percent(at).text);
        dt_sketch_text(out, "tick", (double[]){left, BOTTOM + 16}, t == 5 ? "end" : "middle",
                       dt_percent(at).text);
    }
    dt_sketch_text(out, "unit", (double[]){4, 12}, "start", "density: share of the box that is of interest");
    dt_sketch_text(out, "unit", (double[]){RIGHT, BOTTOM + 34}, "end",
                   "coverage: share of what is of interest in the box");
}

static void circle(dt_text *out, const char *style, double radius, double x, double y)
{
    dt_text_printf(out, "<circle class=\"%s\" r=\"%s\" cx=\"%s\" cy=\"%s\"/>\n", style,
                   dt_coordinate(radius).text, dt_coordinate(x).text, dt_coordinate(y).text);
}

static void trade_off(const dt_discovery *d, dt_text *out)
{
    dt_scale x = {0.0, 1.0, LEFT, RIGHT, 0}, y = {0.0, 1.0, BOTTOM, TOP, 0};
    dt_figure_begin(out, "Trade-off along the peeling");
    dt_sketch_open(
        out, BOTTOM + 40, "Coverage and density of each step",
        "Dots: boxes from the whole, at the right, to the smallest. The large dot is the box that is shown; "
        "the ring is the same box on members that did not make it.");
    trade_axes(out, &x, &y);
    for (int b = 0; b < dt_prim_count(d->prim); b++) {
        const dt_box *box = dt_prim_box(d->prim, b);
        circle(out, "powered", 2.5, dt_scale_at(&x, box->coverage), dt_scale_at(&y, box->density));
    }
    circle(out, "dot", 6.0, dt_scale_at(&x, d->coverage), dt_scale_at(&y, d->density));
    if (isfinite(d->tested_coverage) && isfinite(d->tested_density))
        circle(out, "q-ring", 6.0, dt_scale_at(&x, d->tested_coverage), dt_scale_at(&y, d->tested_density));
    dt_text_append(out, "</svg>\n");
    dt_figure_rows_begin(out, "Step|coverage|density|factors limited");
    for (int b = 0; b < dt_prim_count(d->prim); b++) {
        const dt_box *box = dt_prim_box(d->prim, b);
        dt_figure_row(out, dt_decimal(b, 0).text, (double[]){box->coverage, box->density, box->restricted},
                      3);
    }
    dt_figure_rows_end(out);
    dt_figure_end(out);
}

/* ---- the box ---- */

static void box_row(const dt_discovery *d, int f, const dt_scale *x, double top, dt_text *out)
{
    char label[128];
    double from, to, p;
    dt_discovery_limit(d, f, &from, &to, &p);
    double low = dt_scale_at(x, from), high = dt_scale_at(x, to);
    snprintf(label, sizeof label, "%s (p %s)", d->factor[f], dt_number(p, 2).text);
    dt_sketch_text(out, "label", (double[]){6, top + 12}, "start", label);
    dt_sketch_bar(out, "s-rest", (double[]){x->start, top + 17}, (double[]){x->end - x->start, THICK});
    dt_sketch_bar(out, "powered", (double[]){low, top + 15}, (double[]){high - low, THICK + 4});
}

static void box_plot(const dt_discovery *d, dt_text *out)
{
    double bottom = TOP + ROW * d->n_limited, low, high, p;
    dt_scale x = {0.0, 1.0, 6, RIGHT, 0};
    dt_figure_begin(out, "Limits of the box");
    dt_sketch_open(out, bottom + UNDER, "Limits of the box",
                   "Each row is a factor: its whole range in grey, the part inside the box in colour.");
    dt_sketch_text(out, "unit", (double[]){6, 12}, "start", "probability of the factor's distribution");
    for (int t = 0; t <= 4; t++) {
        double at = dt_scale_at(&x, 0.25 * t);
        dt_sketch_line(out, "grid", (double[]){at, TOP}, (double[]){at, bottom});
        dt_sketch_text(out, "tick", (double[]){at, bottom + 16},
                       t == 0       ? "start"
                           : t == 4 ? "end"
                                    : "middle",
                       dt_percent(0.25 * t).text);
    }
    for (int f = 0, k = 0; f < d->d; f++)
        if (dt_discovery_limit(d, f, &low, &high, NULL)) box_row(d, f, &x, TOP + ROW * k++, out);
    dt_text_append(out, "</svg>\n");
    dt_figure_rows_begin(out, "Factor|from quantile|to quantile|quasi-p");
    for (int f = 0; f < d->d; f++) {
        if (dt_discovery_limit(d, f, &low, &high, &p))
            dt_figure_row(out, d->factor[f], (double[]){low, high, p}, 3);
    }
    dt_figure_rows_end(out);
    dt_figure_end(out);
}

static void show_discovery(const dt_discovery *d, dt_text *out)
{
    dt_html_element(out, "h3", NULL, d->title);
    dt_html_element(out, "p", NULL, d->text);
    if (!d->prim) {
        dt_text_printf(out, "<p>%d of %d members: there is nothing to tell apart.</p>\n", d->n_of_interest,
                       d->n);
        return;
    }
    dt_text_printf(
        out,
        "<p>%d of %d members. The box limits %d factor%s; it holds %s of the members of interest, and %s of "
        "what it holds is of interest, against %s of all. On the third of the members that did not make "
        "it: %s and %s.</p>\n",
        d->n_of_interest, d->n, d->n_limited, d->n_limited == 1 ? "" : "s", dt_percent(d->coverage).text,
        dt_percent(d->density).text, dt_percent((double)d->n_of_interest / d->n).text,
        dt_percent(d->tested_coverage).text, dt_percent(d->tested_density).text);
    dt_pairs_begin(out);
    trade_off(d, out);
    if (d->n_limited > 0)
        box_plot(d, out);
    else
        dt_text_append(out, "<p>No limit tells more than the whole.</p>\n");
    dt_panels_end(out);
}

void dt_section_discovery(const dt_questions_page *page, dt_text *out)
{
    dt_html_section(out, "cases", "In which cases it happens");
    dt_text_append(
        out,
        "<p>The patient rule induction method looks for a few limits on a few factors that hold most of "
        "what is of interest and little else. A small p says that the limit is unlikely to be chance; "
        "of many factors, some have one all the same, so that the test on other members counts "
        "more.</p>\n");
    for (int k = 0; k < page->n_discovery; k++)
        show_discovery(&page->discovery[k], out);
    dt_html_section_end(out);
}
