/* The world as SVG. world_map.def holds the shapes; a shape may take several rows. */
#include "report/world_map.h"

#include <string.h>

#include "report/figure.h"
#include "report/format.h"
#include "report/html.h"

enum { WIDTH = 2000, HEIGHT = 975 };

static const struct {
    const char *iso3, *path;
} shapes[] = {
#define DT_SHAPE(iso3, path) {iso3, path},
#include "report/world_map.def"
};

static const struct {
    const char *iso3;
    int x, y;
} dots[] = {
#define DT_DOT(iso3, x, y) {iso3, x, y},
#include "report/world_map.def"
};

static const char *const globe[] = {
#define DT_GLOBE(path) path,
#include "report/world_map.def"
};

static const struct {
    double from;
    const char *style, *words;
} shades[] = {
#define DT_SHADE(place, from, words) {from, "m" #place, words},
#include "report/tokens.def"
};

enum {
    N_SHAPE = sizeof shapes / sizeof *shapes,
    N_DOT = sizeof dots / sizeof *dots,
    N_GLOBE = sizeof globe / sizeof *globe,
    N_SHADE = sizeof shades / sizeof *shades
};

static const double hatched_from = 0.5;

int dt_world_map_shade(double share)
{
    int shade = 0;
    for (int k = 1; k < N_SHADE; k++)
        if (share >= shades[k].from) shade = k;
    return shade;
}

/* The row after the last one of the shape that begins at `row`. */
static int shape_end(int row)
{
    int end = row + 1;
    while (end < N_SHAPE && strcmp(shapes[end].iso3, shapes[row].iso3) == 0)
        end++;
    return end;
}

void dt_world_map_shapes(dt_text *out)
{
    dt_text_append(out, "<svg class=\"defs\" aria-hidden=\"true\"><defs>\n<path id=\"w\" d=\"");
    for (int k = 0; k < N_GLOBE; k++)
        dt_text_append(out, globe[k]);
    dt_text_append(out, "\"/>\n");
    for (int row = 0, end; row < N_SHAPE; row = end) {
        end = shape_end(row);
        dt_text_printf(out, "<path id=\"w-%s\" d=\"", shapes[row].iso3);
        for (int k = row; k < end; k++)
            dt_text_append(out, shapes[k].path);
        dt_text_append(out, "\"/>\n");
    }
    dt_text_append(out, "</defs></svg>\n");
}

static int state_of(const dt_case *c, const char *iso3)
{
    for (int i = 0; i < dt_case_state_count(c); i++)
        if (strcmp(dt_case_state_iso3(c, i), iso3) == 0) return i;
    return -1;
}

static void say(dt_text *out, const dt_world_map *map, int state)
{
    dt_text_append(out, "<title>");
    dt_html_escape(out, dt_case_state_name(map->c, state));
    dt_text_append(out, ": ");
    dt_html_escape(out, dt_percent(map->share[state]).text);
    dt_text_append(out, "</title>");
}

static void draw_shape(dt_text *out, const dt_world_map *map, const char *iso3)
{
    int state = state_of(map->c, iso3);
    if (state < 0) {
        dt_text_printf(out, "<use href=\"#w-%s\" class=\"mnone\"/>\n", iso3);
        return;
    }
    dt_text_printf(out, "<use href=\"#w-%s\" class=\"%s\">", iso3,
                   shades[dt_world_map_shade(map->share[state])].style);
    say(out, map, state);
    dt_text_append(out, "</use>\n");
    if (map->share[state] >= hatched_from)
        dt_text_printf(out, "<use href=\"#w-%s\" class=\"over\" fill=\"url(#m-hatch)\"/>\n", iso3);
}

static void draw_dot(dt_text *out, const dt_world_map *map, int dot)
{
    int state = state_of(map->c, dots[dot].iso3);
    if (state < 0) return;
    dt_text_printf(out, "<circle class=\"%s\" cx=\"%d\" cy=\"%d\" r=\"8\">",
                   shades[dt_world_map_shade(map->share[state])].style, dots[dot].x, dots[dot].y);
    say(out, map, state);
    dt_text_append(out, "</circle>\n");
    if (map->share[state] >= hatched_from)
        dt_text_printf(out, "<circle class=\"over\" fill=\"url(#m-hatch)\" cx=\"%d\" cy=\"%d\" r=\"8\"/>\n",
                       dots[dot].x, dots[dot].y);
}

void dt_world_map_draw(dt_text *out, const dt_world_map *map)
{
    dt_text_printf(out, "<svg viewBox=\"0 0 %d %d\" role=\"img\">", WIDTH, HEIGHT);
    dt_html_element(out, "title", NULL, map->title);
    dt_html_element(out, "desc", NULL, map->description);
    dt_text_append(out, "\n<use href=\"#w\" class=\"world\"/>\n");
    for (int row = 0; row < N_SHAPE; row = shape_end(row))
        draw_shape(out, map, shapes[row].iso3);
    for (int k = 0; k < N_DOT; k++)
        draw_dot(out, map, k);
    dt_text_append(out, "</svg>\n");
}

void dt_world_map_key(dt_text *out)
{
    dt_text_append(out, "<ul class=\"key\">");
    for (int k = 0; k < N_SHADE; k++) {
        dt_text_printf(out,
                       "<li><svg viewBox=\"0 0 20 12\" aria-hidden=\"true\"><rect class=\"%s\" width=\"20\" "
                       "height=\"12\"/>",
                       shades[k].style);
        if (shades[k].from >= hatched_from)
            dt_text_append(out, "<path class=\"m-mark\" d=\"M-2,10 L8,0 M4,12 L16,0 M12,12 L22,2\"/>");
        dt_text_printf(out, "</svg> %s</li>", shades[k].words);
    }
    dt_text_append(out,
                   "<li><svg viewBox=\"0 0 20 12\" aria-hidden=\"true\"><rect class=\"mnone\" width=\"20\" "
                   "height=\"12\"/></svg> not in the model</li></ul>\n");
}
