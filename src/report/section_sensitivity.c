/* What decides each outcome: bars with intervals, the name of a factor above its bar so that it has room on a
 * telephone. */
#include <math.h>
#include <stdio.h>

#include "report/figure.h"
#include "report/html.h"
#include "report/scale.h"
#include "report/section_questions.h"

enum { LEFT = 6, RIGHT = 388, TOP = 20, ROW = 31, THICK = 9, THIN = 7, UNDER = 22 };

/* Rows of a question: its bars, then what the factors that were not chosen and the shocks do in all. */
typedef struct row {
    char label[96];
    dt_interval first, total; /* NAN: not known */
} row;

enum { ROWS = DT_QUESTION_BARS + 2 };

static int list_rows(const dt_question *q, row *out)
{
    const dt_interval none = {NAN, NAN, NAN};
    int n = 0;
    for (int b = 0; b < q->n_bar; b++, n++) {
        const dt_question_bar *bar = &q->bar[b];
        out[n] = (row){.first = bar->share, .total = bar->total};
        snprintf(out[n].label, sizeof out[n].label, "%s %s", bar->correlation < 0.0 ? "\xE2\x88\x92" : "+",
                 bar->factor);
    }
    if (isfinite(q->rest.value))
        out[n++] = (row){.label = "all factors that were not chosen", .first = none, .total = q->rest};
    if (isfinite(q->chance.value))
        out[n++] = (row){.label = "shocks of each member", .first = none, .total = q->chance};
    return n;
}

static int has_totals(const row *rows, int n)
{
    for (int k = 0; k < n; k++)
        if (isfinite(rows[k].total.value)) return 1;
    return 0;
}

static void draw_axis(dt_text *out, const dt_scale *x, const dt_ticks *ticks, double bottom)
{
    for (int t = 0; t < ticks->count; t++) {
        double at = dt_scale_at(x, ticks->value[t]);
        dt_sketch_line(out, "grid", (double[]){at, TOP}, (double[]){at, bottom});
        dt_sketch_text(out, "tick", (double[]){at, bottom + 16}, t == 0 ? "start" : "middle",
                       dt_percent(ticks->value[t]).text);
    }
}

/* A bar with its interval; what lies beyond the axis ends there, without the end of the whisker. */
static void draw_bar(dt_text *out, const dt_scale *x, const dt_interval *v, const char *style,
                     const double at[2])
{
    double zero = dt_scale_at(x, 0.0), middle = at[0] + 0.5 * at[1];
    double end = dt_scale_at(x, fmax(0.0, fmin(v->value, x->to)));
    double low = dt_scale_at(x, fmax(v->low, 0.0)), high = dt_scale_at(x, fmin(v->high, x->to));
    dt_sketch_bar(out, style, (double[]){zero, at[0]}, (double[]){end - zero, at[1]});
    dt_sketch_line(out, "whisker", (double[]){low, middle}, (double[]){high, middle});
    dt_sketch_line(out, "whisker", (double[]){low, middle - 3}, (double[]){low, middle + 3});
    if (v->high <= x->to)
        dt_sketch_line(out, "whisker", (double[]){high, middle - 3}, (double[]){high, middle + 3});
}

static void draw_row(dt_text *out, const dt_scale *x, const row *r, double top)
{
    double under = isfinite(r->first.value) ? THICK + 1 : 0.0;
    dt_sketch_text(out, "label", (double[]){LEFT, top + 12}, "start", r->label);
    if (isfinite(r->first.value))
        draw_bar(out, x, &r->first, r->first.low > 0.0 ? "powered" : "s-rest", (double[]){top + 17, THICK});
    if (isfinite(r->total.value)) draw_bar(out, x, &r->total, "q-total", (double[]){top + 17 + under, THIN});
}

/* An axis at least so long that chance does not fill it, and not beyond the whole. */
static double greatest(const row *rows, int n)
{
    double most = 0.02;
    for (int k = 0; k < n; k++) {
        if (isfinite(rows[k].first.high)) most = fmax(most, rows[k].first.high);
        if (isfinite(rows[k].total.high)) most = fmax(most, rows[k].total.high);
    }
    return fmin(most, 1.0);
}

static void table(const row *rows, const dt_question *q, int n, dt_text *out)
{
    dt_figure_rows_begin(out, "Factor|first order|95%, from|to|total|95%, from|to|rank correlation");
    for (int k = 0; k < n; k++) {
        const row *r = &rows[k];
        dt_figure_row(out, k < q->n_bar ? q->bar[k].factor : r->label,
                      (double[]){r->first.value, r->first.low, r->first.high, r->total.value, r->total.low,
                                 r->total.high, k < q->n_bar ? q->bar[k].correlation : NAN},
                      7);
    }
    dt_figure_rows_end(out);
}

static void draw_question(const dt_question *q, dt_text *out)
{
    static const dt_key_entry key[] = {{"powered", "alone (first order)", DT_KEY_AREA},
                                       {"q-total", "with all it acts with (total)", DT_KEY_AREA}};
    row rows[ROWS];
    int n = list_rows(q, rows), is_double = has_totals(rows, n);
    double step = is_double ? ROW + THIN + 1 : ROW, bottom = TOP + step * n;
    dt_ticks ticks = dt_ticks_nice(0.0, greatest(rows, n), 5);
    dt_scale x = {0.0, ticks.value[ticks.count - 1], LEFT, RIGHT, 0};
    if (is_double) dt_figure_key(out, key, 2);
    dt_sketch_open(
        out, bottom + UNDER, q->title,
        "Bars: first-order and total index of each factor. Lines: 95% interval. The table below gives "
        "the numbers.");
    dt_sketch_text(out, "unit", (double[]){LEFT, 12}, "start", "share of the variance");
    draw_axis(out, &x, &ticks, bottom);
    for (int k = 0; k < n; k++)
        draw_row(out, &x, &rows[k], TOP + step * k);
    dt_text_append(out, "</svg>\n");
    table(rows, q, n, out);
}

static void show_question(const dt_question *q, dt_text *out)
{
    dt_figure_begin(out, q->title);
    dt_html_element(out, "p", NULL, q->text);
    if (q->n_bar == 0)
        dt_text_append(out, "<p>Nothing decides it: it does not vary.</p>\n");
    else
        draw_question(q, out);
    if (q->n_bar > 0) {
        dt_text_printf(
            out,
            "<p class=\"scenario\">%d members, %d factors, %d with an interval above zero; %d would have one "
            "by chance.",
            q->n, q->n_factor, q->n_clear, (int)lround(0.025 * q->n_factor));
        if (q->effective < q->n) dt_text_printf(out, " Weights are worth %.0f equal members.", q->effective);
        if (q->n_pair > 0) dt_text_printf(out, " Total effects from %d pairs of runs each.", q->n_pair);
        dt_text_append(out, "</p>\n");
    }
    dt_figure_end(out);
}

void dt_section_sensitivity(const dt_questions_page *page, dt_text *out)
{
    dt_html_section(out, "decides", "What decides it");
    dt_text_append(
        out,
        "<p>A bar is the share of an outcome's variance that would vanish if one uncertain factor were "
        "known. Grey bars are no clearer than chance. The sign before a name says whether more of it "
        "brings more of the outcome. The thin bar is the share that would be left if all other factors were "
        "known: where it is longer, the factor acts through others. Totals of factors that act together "
        "overlap, so that they add to more than 100%; where an outcome hangs on rare events, their "
        "intervals are wide. Below the factors stand all those that were not chosen for runs of their own, "
        "and the shocks of each member.</p>\n");
    dt_panels_begin(out);
    for (int k = 0; k < page->n_question; k++)
        show_question(&page->question[k], out);
    dt_panels_end(out);
    dt_html_section_end(out);
}
