/* Pictures of games as SVG. Classes have a colour and a letter each, so that colour is not the only sign.
 *
 * What must stay true: the text is well-formed XML; names pass through dt_html_escape. */
#include <math.h>
#include <stdio.h>

#include "report/game_words.h"
#include "report/html.h"
#include "report/section_game.h"

enum { CELL_WIDTH = 210, CELL_HEIGHT = 104, LEFT = 120, TOP = 46, MOST_ROWS = 6 };
enum { BAR_WIDTH = 520, BAR_HEIGHT = 24, BAR_STEP = 52, MOST_BARS = 12 };
enum { MAP_SIZE = 400, MAP_LEFT = 78, MAP_TOP = 10 };

static const char letters[DT_GAME_CLASSES + 1] = "PDHSCBO1hA~=";

static void label(dt_text *out, double x, double y, const char *attributes, const char *text)
{
    dt_text_printf(out, "<text x=\"%s\" y=\"%s\"%s>", dt_coordinate(x).text, dt_coordinate(y).text,
                   attributes);
    dt_html_escape(out, text);
    dt_text_append(out, "</text>");
}

static void open_svg(dt_text *out, int width, int height, const char *title)
{
    dt_text_printf(out, "<svg viewBox=\"0 0 %d %d\" role=\"img\" width=\"%d\"><title>", width, height, width);
    dt_html_escape(out, title);
    dt_text_append(out, "</title><desc>The tables and sentences beside it hold the same numbers.</desc>\n");
}

/* ---- the matrix ---- */

/* Profile of the first two players' strategies, the others at their first. */
static int64_t profile_at(const dt_game_result *r, int row, int column)
{
    int strategy[DT_NORMAL_PLAYERS] = {0};
    strategy[0] = row;
    strategy[1] = column;
    return dt_normal_profile(r->mean, strategy);
}

/* Whether a player's payoff is the best that it can have there. */
static int is_best_reply(const dt_game_result *r, int row, int column, int player)
{
    double own = dt_normal_payoff(r->mean, profile_at(r, row, column), player);
    for (int s = 0; s < dt_normal_strategies(r->mean, player); s++) {
        int64_t other = player == 0 ? profile_at(r, s, column) : profile_at(r, row, s);
        if (dt_normal_payoff(r->mean, other, player) > own) return 0;
    }
    return 1;
}

static void payoff_words(const dt_game_result *r, int64_t s, int player, char *text, size_t size)
{
    const dt_estimate *e = &r->payoff[s * r->n_player + player];
    snprintf(text, size, "%s \xC2\xB1 %s", dt_number(e->mean, 4).text,
             dt_number(0.5 * (e->high - e->low), 2).text);
}

static void matrix_cell(const dt_game_result *r, int row, int column, dt_text *out)
{
    int64_t s = profile_at(r, row, column);
    const dt_game_profile *p = &r->profile[s];
    double x = LEFT + column * CELL_WIDTH, y = TOP + row * CELL_HEIGHT;
    char text[128];
    dt_text_printf(out, "<rect class=\"%s\" x=\"%g\" y=\"%g\" width=\"%d\" height=\"%d\"/>",
                   p->is_equilibrium ? "g-cell g-nash" : "g-cell", x + 3, y + 3, CELL_WIDTH - 6,
                   CELL_HEIGHT - 6);
    for (int k = 0; k < 2; k++) {
        int is_best = is_best_reply(r, row, column, k);
        payoff_words(r, s, k, text, sizeof text);
        label(out, k ? x + CELL_WIDTH - 14 : x + 14, k ? y + 30 : y + 56,
              k ? (is_best ? " class=\"g-second g-best\" text-anchor=\"end\""
                           : " class=\"g-second\" text-anchor=\"end\"")
                : (is_best ? " class=\"g-first g-best\"" : " class=\"g-first\""),
              text);
    }
    snprintf(text, sizeof text, "equilibrium in %s of members", dt_percent(p->share.mean).text);
    label(out, x + 0.5 * CELL_WIDTH, y + 86, " class=\"tick\" text-anchor=\"middle\"", text);
    dt_text_append(out, "\n");
}

void dt_picture_matrix(const dt_game_result *r, dt_text *out)
{
    if (r->n_player < 2) return;
    int n_row = dt_normal_strategies(r->mean, 0), n_column = dt_normal_strategies(r->mean, 1);
    if (n_row > MOST_ROWS || n_column > MOST_ROWS) return;
    open_svg(out, LEFT + n_column * CELL_WIDTH + 6, TOP + n_row * CELL_HEIGHT + 10,
             "Payoffs of the first two players");
    label(out, 8, TOP - 8, " class=\"g-first\"", dt_normal_player_name(r->mean, 0));
    label(out, LEFT + 0.5 * n_column * CELL_WIDTH, 16, " class=\"g-second\" text-anchor=\"middle\"",
          dt_normal_player_name(r->mean, 1));
    for (int c = 0; c < n_column; c++)
        label(out, LEFT + (c + 0.5) * CELL_WIDTH, TOP - 8, " text-anchor=\"middle\"",
              dt_normal_strategy_name(r->mean, 1, c));
    for (int row = 0; row < n_row; row++) {
        label(out, 8, TOP + (row + 0.5) * CELL_HEIGHT, "", dt_normal_strategy_name(r->mean, 0, row));
        for (int c = 0; c < n_column; c++)
            matrix_cell(r, row, c, out);
    }
    dt_text_append(out, "</svg>\n");
}

/* ---- classes ---- */

void dt_picture_key(const int used[DT_GAME_CLASSES], dt_text *out)
{
    dt_text_append(out, "<ul class=\"key\">");
    for (int k = 0; k < DT_GAME_CLASSES; k++) {
        if (!used[k]) continue;
        dt_text_printf(out,
                       "<li><svg viewBox=\"0 0 20 12\" aria-hidden=\"true\"><rect class=\"k%d\" width=\"20\" "
                       "height=\"12\"/></svg>%c ",
                       k, letters[k]);
        dt_html_escape(out, dt_game_class_words(k));
        dt_text_append(out, "</li>");
    }
    dt_text_append(out, "</ul>\n");
}

static void class_bar(const dt_game_result *r, int f, dt_text *out)
{
    const dt_game_face *face = &r->face[f];
    int order[DT_GAME_CLASSES], n = dt_face_order(face, order);
    double x = 4.0, y = 4.0 + f * BAR_STEP;
    dt_text name;
    dt_text_init(&name);
    dt_face_words(r, face, &name);
    label(out, 4, y + 13, "", name.data ? name.data : "");
    dt_text_clear(&name);
    for (int k = 0; k < n; k++) {
        double width = BAR_WIDTH * face->share[order[k]].mean;
        char text[64];
        dt_text_printf(out, "<rect class=\"k%d\" x=\"%s\" y=\"%g\" width=\"%s\" height=\"%d\"/>", order[k],
                       dt_coordinate(x).text, y + 19, dt_coordinate(width).text, BAR_HEIGHT);
        snprintf(text, sizeof text, width > 70 ? "%c %s" : "%c", letters[order[k]],
                 dt_percent(face->share[order[k]].mean).text);
        if (width > 14) label(out, x + 5, y + 36, " class=\"g-on\"", text);
        x += width;
    }
    dt_text_append(out, "\n");
}

void dt_picture_classes(const dt_game_result *r, dt_text *out)
{
    int used[DT_GAME_CLASSES] = {0}, n = r->n_face < MOST_BARS ? r->n_face : MOST_BARS;
    for (int f = 0; f < n; f++)
        for (int k = 0; k < DT_GAME_CLASSES; k++)
            used[k] |= r->face[f].share[k].mean > 0.0;
    dt_picture_key(used, out);
    open_svg(out, BAR_WIDTH + 8, n * BAR_STEP + 8, "Classes of the games of pairs");
    for (int f = 0; f < n; f++)
        class_bar(r, f, out);
    dt_text_append(out, "</svg>\n");
}

/* ---- factors ---- */

void dt_picture_factors(const dt_game_result *r, dt_text *out)
{
    const double left = 190.0, width = 300.0;
    const int step = 26;
    open_svg(out, 560, r->n_factor * step + 26, "What decides the class");
    for (int k = 0; k < r->n_factor; k++) {
        const dt_game_factor *f = &r->factor[k];
        double y = 6.0 + k * step, total = fmin(fmax(f->total.mean, 0.0), 1.0),
               first = fmin(fmax(f->first, 0.0), 1.0);
        label(out, left - 8, y + 13, " text-anchor=\"end\"", f->name);
        if (isfinite(f->total.mean))
            dt_text_printf(out, "<rect class=\"g-total\" x=\"%g\" y=\"%g\" width=\"%s\" height=\"16\"/>",
                           left, y, dt_coordinate(width * total).text);
        if (isfinite(f->first))
            dt_text_printf(out, "<rect class=\"g-alone\" x=\"%g\" y=\"%g\" width=\"%s\" height=\"8\"/>", left,
                           y + 4, dt_coordinate(width * first).text);
        if (isfinite(f->total.mean))
            dt_text_printf(out, "<path class=\"whisker\" d=\"M%s,%g H%s\"/>\n",
                           dt_coordinate(left + width * fmin(f->total.low, 1.0)).text, y + 8,
                           dt_coordinate(left + width * fmin(f->total.high, 1.15)).text);
    }
    for (int t = 0; t <= 4; t++) {
        double x = left + width * t / 4;
        dt_text_printf(out, "<path class=\"grid\" d=\"M%g,2 V%d\"/>", x, r->n_factor * step + 4);
        label(out, x, r->n_factor * step + 20, " class=\"tick\" text-anchor=\"middle\"",
              dt_percent(t / 4.0).text);
    }
    dt_text_append(out, "</svg>\n");
}

/* ---- maps ---- */

static void map_axes(const dt_game_map *map, dt_text *out)
{
    char text[160];
    for (int t = 0; t <= 2; t++) {
        double share = 0.5 * t;
        double x = map->axis[0].from + share * (map->axis[0].to - map->axis[0].from),
               y = map->axis[1].from + share * (map->axis[1].to - map->axis[1].from);
        label(out, MAP_LEFT + share * MAP_SIZE, MAP_TOP + MAP_SIZE + 16,
              " class=\"tick\" text-anchor=\"middle\"", dt_typed(x).text);
        label(out, MAP_LEFT - 6,
              MAP_TOP + (1 - share) * MAP_SIZE +
                  (t == 2       ? 10
                       : t == 0 ? 0
                                : 4),
              " class=\"tick\" text-anchor=\"end\"", dt_typed(y).text);
    }
    label(out, MAP_LEFT + 0.5 * MAP_SIZE, MAP_TOP + MAP_SIZE + 34, " text-anchor=\"middle\"",
          map->axis[0].key);
    snprintf(text, sizeof text, " text-anchor=\"middle\" transform=\"rotate(-90 12 %d)\"",
             MAP_TOP + MAP_SIZE / 2);
    label(out, 12, MAP_TOP + 0.5 * MAP_SIZE, text, map->axis[1].key);
}

/* Strength of a colour in four steps, so that neighbours join to one rectangle. */
static int strength_of(double share)
{
    return share < 0.5 ? 0 : share < 0.7 ? 1 : share < 0.9 ? 2 : 3;
}

/* A cell's style: class and strength, or the step of a share. */
typedef int style_at(const dt_game_map_point *point);

static int class_style(const dt_game_map_point *p)
{
    return 4 * p->leading + strength_of((double)p->share[p->leading]);
}

static int share_style(const dt_game_map_point *p)
{
    int step = (int)(10.0f * p->cooperation);
    return step > 9 ? 9 : step;
}

static void map_run(const dt_game_map *map, int y, int x0, int x1, dt_text *out)
{
    double w = (double)MAP_SIZE / map->n_x, h = (double)MAP_SIZE / map->n_y;
    dt_text_printf(out, " x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\"/>",
                   dt_coordinate(MAP_LEFT + x0 * w).text,
                   dt_coordinate(MAP_TOP + (map->n_y - 1 - y) * h).text,
                   dt_coordinate((x1 - x0) * w + 0.3).text, dt_coordinate(h + 0.3).text);
}

static void map_cells(const dt_game_map *map, style_at *style, int is_class, dt_text *out)
{
    static const double opacity[4] = {0.45, 0.62, 0.8, 1.0};
    for (int y = 0; y < map->n_y; y++) {
        for (int x = 0, end; x < map->n_x; x = end) {
            int now = style(&map->point[y * map->n_x + x]);
            for (end = x + 1; end < map->n_x && style(&map->point[y * map->n_x + end]) == now; end++)
                continue;
            if (is_class)
                dt_text_printf(out, "<rect class=\"k%d\" fill-opacity=\"%g\"", now / 4, opacity[now % 4]);
            else
                dt_text_printf(out, "<rect class=\"g-share\" fill-opacity=\"%g\"", 0.05 + 0.1 * now);
            map_run(map, y, x, end, out);
        }
        dt_text_append(out, "\n");
    }
}

/* The letter of a class in the middle of the longest run that it has in any row. */
static void map_letters(const dt_game_map *map, dt_text *out)
{
    int longest[DT_GAME_CLASSES] = {0}, row[DT_GAME_CLASSES] = {0}, at[DT_GAME_CLASSES] = {0};
    for (int y = 0; y < map->n_y; y++)
        for (int x = 0, end; x < map->n_x; x = end) {
            int k = map->point[y * map->n_x + x].leading;
            for (end = x + 1; end < map->n_x && map->point[y * map->n_x + end].leading == k; end++)
                continue;
            if (end - x <= longest[k]) continue;
            longest[k] = end - x;
            row[k] = y;
            at[k] = (x + end) / 2;
        }
    for (int k = 0; k < DT_GAME_CLASSES; k++) {
        char text[2] = {letters[k], '\0'};
        if (longest[k] > 0)
            label(out, MAP_LEFT + (at[k] + 0.5) * MAP_SIZE / map->n_x,
                  MAP_TOP + (map->n_y - 0.5 - row[k]) * MAP_SIZE / map->n_y + 5,
                  " class=\"label\" text-anchor=\"middle\" font-weight=\"700\"", text);
    }
}

void dt_picture_map(const dt_game_map *map, dt_text *out)
{
    int used[DT_GAME_CLASSES] = {0};
    for (int k = 0; k < map->n_x * map->n_y; k++)
        used[map->point[k].leading] = 1;
    dt_picture_key(used, out);
    open_svg(out, MAP_LEFT + MAP_SIZE + 24, MAP_TOP + MAP_SIZE + 44, "Class of the game at each point");
    map_cells(map, class_style, 1, out);
    map_letters(map, out);
    map_axes(map, out);
    dt_text_append(out, "</svg>\n");
}

void dt_picture_cooperation(const dt_game_map *map, dt_text *out)
{
    dt_text_append(out,
                   "<ul class=\"key\"><li>white: in no member</li><li><svg viewBox=\"0 0 20 12\" "
                   "aria-hidden=\"true\"><rect class=\"g-share\" width=\"20\" height=\"12\"/></svg>in all "
                   "members</li></ul>\n");
    open_svg(out, MAP_LEFT + MAP_SIZE + 24, MAP_TOP + MAP_SIZE + 44,
             "Share of members in which mutual cooperation is an equilibrium");
    map_cells(map, share_style, 0, out);
    dt_text_printf(out, "<rect class=\"axis none\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"/>", MAP_LEFT,
                   MAP_TOP, MAP_SIZE, MAP_SIZE);
    map_axes(map, out);
    dt_text_append(out, "</svg>\n");
}
