/* Pictures of power networks as SVG. Loading and price have a colour and a width or size each, so that colour
 * is not the only sign.
 *
 * What must stay true: the text is well-formed XML; names pass through dt_html_escape. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "report/html.h"
#include "report/scale.h"
#include "report/section_grid.h"

enum { MAP_WIDTH = 900, MAP_HEIGHT = 640, EDGE = 24, MOST_NUMBERS = 130 };
enum { BAR_LEFT = 110, BAR_WIDTH = 320, BAR_STEP = 26, BAR_SPAN = 900, MOST_BARS = 20 };
enum {
    COST_WIDTH = 640,
    COST_HEIGHT = 280,
    COST_LEFT = 70,
    COST_RIGHT = 20,
    COST_TOP = 24,
    COST_BOTTOM = 44
};
enum { N_PRICE = 5 };

static void label(dt_text *out, double x, double y, const char *attributes, const char *text)
{
    dt_text_printf(out, "<text x=\"%s\" y=\"%s\"%s>", dt_coordinate(x).text, dt_coordinate(y).text,
                   attributes);
    dt_html_escape(out, text);
    dt_text_append(out, "</text>\n");
}

static void line(dt_text *out, const char *style, double x1, double y1, double x2, double y2)
{
    dt_text_printf(out, "<line class=\"%s\" x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\"/>\n", style,
                   dt_coordinate(x1).text, dt_coordinate(y1).text, dt_coordinate(x2).text,
                   dt_coordinate(y2).text);
}

static void open_svg(dt_text *out, int width, int height, const char *title)
{
    dt_text_printf(out, "<svg viewBox=\"0 0 %d %d\" role=\"img\" style=\"max-width:%dpx\"><title>", width,
                   height, width);
    dt_html_escape(out, title);
    dt_text_append(out, "</title>\n");
}

/* ---- the network ---- */

static double at_x(double x)
{
    return EDGE + x * (MAP_WIDTH - 2 * EDGE);
}

static double at_y(double y)
{
    return EDGE + y * (MAP_HEIGHT - 2 * EDGE);
}

/* Class of a branch by its loading: n0 has no limit, n1 to n4 from light to full. */
static int loading_class(const dt_grid_branch *b, double flow)
{
    if (!(b->rate_a > 0.0)) return 0;
    double share = fabs(flow) / b->rate_a;
    return share >= 0.9999 ? 4 : share >= 0.9 ? 3 : share >= 0.6 ? 2 : 1;
}

static void draw_branch(const dt_grid_page *page, int l, const double *x, const double *y, dt_text *out)
{
    const dt_grid_branch *b = &page->grid->branch[l];
    double flow = page->opf ? page->opf->flow[l] : 0.0;
    dt_text_printf(
        out, "<line class=\"n%d\" x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\"><title>branch %d, bus %d to %d: ",
        page->opf ? loading_class(b, flow) : 0, dt_coordinate(at_x(x[b->from])).text,
        dt_coordinate(at_y(y[b->from])).text, dt_coordinate(at_x(x[b->to])).text,
        dt_coordinate(at_y(y[b->to])).text, l + 1, page->grid->bus[b->from].number,
        page->grid->bus[b->to].number);
    if (page->opf) dt_text_printf(out, "%s MW", dt_number(flow, 4).text);
    if (b->rate_a > 0.0) dt_text_printf(out, " of %s MW", dt_number(b->rate_a, 4).text);
    dt_text_append(out, "</title></line>\n");
}

static void draw_dcline(const dt_grid_page *page, int d, const double *x, const double *y, dt_text *out)
{
    const dt_grid_dcline *dc = &page->grid->dcline[d];
    double sent = page->opf ? page->opf->dc_flow[d] : 0.0, most = sent < 0.0 ? -dc->pmin : dc->pmax;
    int is_full = page->opf && sent != 0.0 && fabs(sent) >= 0.9999 * most;
    line(out, is_full ? "n-dc n-dc-full" : "n-dc", at_x(x[dc->from]), at_y(y[dc->from]), at_x(x[dc->to]),
         at_y(y[dc->to]));
}

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Bounds of the classes of prices: fifths of the buses, so that a few extreme prices do not hide the rest. */
static int price_bounds(const dt_grid_page *page, double bound[N_PRICE - 1])
{
    int n = 0;
    double *price = malloc(((size_t)page->grid->n_bus + 1) * sizeof *price);
    for (int i = 0; price && i < page->grid->n_bus; i++)
        if (page->grid->bus[i].is_in) price[n++] = page->opf->lmp[i];
    if (n > 1) qsort(price, (size_t)n, sizeof *price, ascending);
    for (int k = 0; k < N_PRICE - 1; k++)
        bound[k] = n > 0 ? price[(k + 1) * n / N_PRICE] : 0.0;
    int is_flat = n == 0 || price[n - 1] - price[0] <= 1e-6 * (1.0 + fabs(price[0]));
    free(price);
    return !is_flat;
}

static int price_class(const double *bound, double price)
{
    int k = 0;
    while (k < N_PRICE - 1 && price >= bound[k])
        k++;
    return k;
}

static void draw_bus(const dt_grid_page *page, int i, const double *x, const double *y, int class,
                     dt_text *out)
{
    const dt_grid_bus *b = &page->grid->bus[i];
    double crowd = fmin(1.0, sqrt(150.0 / page->grid->n_bus));
    double radius = (4.0 + fmin(6.0, 0.35 * sqrt(fmax(b->pd, 0.0)))) * crowd;
    dt_text_printf(out, "<circle class=\"b%d\" cx=\"%s\" cy=\"%s\" r=\"%s\"><title>bus %d: load %s MW", class,
                   dt_coordinate(at_x(x[i])).text, dt_coordinate(at_y(y[i])).text, dt_coordinate(radius).text,
                   b->number, dt_number(b->pd, 4).text);
    if (page->opf) dt_text_printf(out, ", %s USD/MWh", dt_number(page->opf->lmp[i], 4).text);
    dt_text_append(out, "</title></circle>\n");
    char number[DT_GRID_NAME + 16];
    snprintf(number, sizeof number, "%d%s%s", b->number, b->name[0] ? " " : "", b->name);
    if (page->grid->n_bus <= MOST_NUMBERS)
        label(out, at_x(x[i]) + radius + 2.0, at_y(y[i]) - 3.0, " class=\"label tick\"", number);
}

static void key_entry(dt_text *out, const char *shape, const char *words)
{
    dt_text_printf(out, "<li><svg viewBox=\"0 0 20 12\" aria-hidden=\"true\">%s</svg>", shape);
    dt_html_escape(out, words);
    dt_text_append(out, "</li>");
}

static void draw_key(const dt_grid_page *page, int has_prices, const double *bound, dt_text *out)
{
    static const char *const loading[] = {"no limit", "below 60% of its limit", "60 to 90%", "above 90%",
                                          "full"};
    char shape[96], words[128];
    dt_text_append(out, "<ul class=\"key\">");
    for (int k = 0; page->opf && k < 5; k++) {
        snprintf(shape, sizeof shape, "<line class=\"n%d\" x1=\"0\" y1=\"6\" x2=\"20\" y2=\"6\"/>", k);
        key_entry(out, shape, loading[k]);
    }
    for (int k = 0; has_prices && k < N_PRICE; k++) {
        snprintf(shape, sizeof shape, "<circle class=\"b%d\" cx=\"10\" cy=\"6\" r=\"5\"/>", k);
        if (k == 0)
            snprintf(words, sizeof words, "below %s USD/MWh", dt_number(bound[0], 4).text);
        else if (k == N_PRICE - 1)
            snprintf(words, sizeof words, "from %s", dt_number(bound[k - 1], 4).text);
        else
            snprintf(words, sizeof words, "%s to %s", dt_number(bound[k - 1], 4).text,
                     dt_number(bound[k], 4).text);
        if (k == 0 || k == N_PRICE - 1 || bound[k] > bound[k - 1]) key_entry(out, shape, words);
    }
    dt_text_append(out, "</ul>\n");
}

void dt_picture_grid(const dt_grid_page *page, const double *x, const double *y, dt_text *out)
{
    const dt_grid *g = page->grid;
    double bound[N_PRICE - 1] = {0.0};
    int has_prices = page->opf && price_bounds(page, bound);
    draw_key(page, has_prices, bound, out);
    open_svg(out, MAP_WIDTH, MAP_HEIGHT, "The network: branches by loading, buses by price");
    for (int class = 0; class < 5; class ++)
        for (int l = 0; l < g->n_branch; l++) {
            if (!g->branch[l].is_in) continue;
            int own = page->opf ? loading_class(&g->branch[l], page->opf->flow[l]) : 0;
            if (own == class) draw_branch(page, l, x, y, out);
        }
    for (int d = 0; d < g->n_dcline; d++)
        if (g->dcline[d].is_in) draw_dcline(page, d, x, y, out);
    for (int i = 0; i < g->n_bus; i++)
        if (g->bus[i].is_in)
            draw_bus(page, i, x, y, has_prices ? price_class(bound, page->opf->lmp[i]) : 2, out);
    dt_text_append(out, "</svg>\n");
}

/* ---- hosting ---- */

static void hosting_bar(const dt_grid_page *page, int k, double most, dt_text *out)
{
    const dt_grid_host *host = &page->host[k];
    double y = 18.0 + k * BAR_STEP, width = most > 0.0 ? BAR_WIDTH * host->mw / most : 0.0;
    char words[DT_SUPPLY_TEXT] = "", text[DT_SUPPLY_TEXT + 64];
    if (host->n_bound > 0) dt_grid_bound_words(page->grid, page->plan, &host->bound[0], words);
    label(out, BAR_LEFT - 8, y + 12, " text-anchor=\"end\"", page->site[k].name);
    int is_network = host->n_bound > 0 && host->bound[0].kind <= DT_GRID_BIND_OUTAGE;
    dt_text_printf(out, "<rect class=\"%s\" x=\"%d\" y=\"%s\" width=\"%s\" height=\"17\"/>\n",
                   is_network ? "h-network" : "h-other", BAR_LEFT, dt_coordinate(y).text,
                   dt_coordinate(width).text);
    snprintf(text, sizeof text, "%s MW: %s", dt_number(host->mw, 4).text, words[0] ? words : "nothing binds");
    label(out, BAR_LEFT + width + 6, y + 13, "", text);
}

void dt_picture_hosting(const dt_grid_page *page, dt_text *out)
{
    int n = page->n_site < MOST_BARS ? page->n_site : MOST_BARS;
    double most = 0.0;
    for (int k = 0; k < n; k++)
        most = fmax(most, page->host[k].mw);
    dt_text_append(out, "<ul class=\"key\">");
    key_entry(out, "<rect class=\"h-network\" width=\"20\" height=\"12\"/>",
              "the network is the strongest limit");
    key_entry(out, "<rect class=\"h-other\" width=\"20\" height=\"12\"/>", "generation or something else is");
    dt_text_append(out, "</ul>\n");
    open_svg(out, BAR_SPAN, 30 + n * BAR_STEP, "Extra load that sites can host, with the strongest limit");
    for (int k = 0; k < n; k++)
        hosting_bar(page, k, most, out);
    dt_text_append(out, "</svg>\n");
}

/* ---- cost ---- */

static void cost_axes(const dt_scale *x, const dt_scale *y, const dt_ticks *at_mw, const dt_ticks *at_price,
                      dt_text *out)
{
    for (int k = 0; k < at_mw->count; k++) {
        double at = dt_scale_at(x, at_mw->value[k]);
        line(out, "grid", at, COST_TOP, at, COST_HEIGHT - COST_BOTTOM);
        label(out, at, COST_HEIGHT - COST_BOTTOM + 16, " class=\"tick\" text-anchor=\"middle\"",
              dt_tick_label(at_mw, k).text);
    }
    for (int k = 0; k < at_price->count; k++) {
        double at = dt_scale_at(y, at_price->value[k]);
        line(out, "grid", COST_LEFT, at, COST_WIDTH - COST_RIGHT, at);
        label(out, COST_LEFT - 6, at + 4, " class=\"tick\" text-anchor=\"end\"",
              dt_tick_label(at_price, k).text);
    }
    label(out, COST_LEFT, COST_TOP - 10, " class=\"unit\"", "USD/MWh of the last MW");
    label(out, COST_WIDTH - COST_RIGHT, COST_HEIGHT - 8, " class=\"unit\" text-anchor=\"end\"",
          "MW of extra load");
}

void dt_picture_cost(const dt_grid_curve *c, dt_text *out)
{
    double least = 0.0, most = 0.0;
    for (int k = 0; k + 1 < c->n_point; k++) {
        least = fmin(least, c->point[k].slope);
        most = fmax(most, c->point[k].slope);
    }
    if (c->n_point < 2 || !(c->hosted > 0.0)) return;
    if (!(most > least)) most = least + 1.0;
    dt_ticks at_mw = dt_ticks_nice(0.0, c->hosted, 6), at_price = dt_ticks_nice(least, most, 5);
    dt_scale x = {at_mw.value[0], at_mw.value[at_mw.count - 1], COST_LEFT, COST_WIDTH - COST_RIGHT, 0};
    dt_scale y = {at_price.value[0], at_price.value[at_price.count - 1], COST_HEIGHT - COST_BOTTOM, COST_TOP,
                  0};
    open_svg(out, COST_WIDTH, COST_HEIGHT, "Price of the last MW over the extra load");
    cost_axes(&x, &y, &at_mw, &at_price, out);
    dt_text_append(out, "<path class=\"h-step\" d=\"");
    for (int k = 0; k + 1 < c->n_point; k++) {
        dt_formatted height = dt_coordinate(dt_scale_at(&y, c->point[k].slope));
        dt_text_printf(out, "%s%s,%s ", k ? "L" : "M", dt_coordinate(dt_scale_at(&x, c->point[k].mw)).text,
                       height.text);
        dt_text_printf(out, "L%s,%s ", dt_coordinate(dt_scale_at(&x, c->point[k + 1].mw)).text, height.text);
    }
    dt_text_append(out, "\"/>\n</svg>\n");
}
