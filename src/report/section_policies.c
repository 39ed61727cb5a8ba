/* Which policies stand: means by all aims as parallel coordinates, and the table of regrets. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "report/figure.h"
#include "report/format.h"
#include "report/html.h"
#include "report/scale.h"
#include "report/section_questions.h"

enum { LEFT = 46, RIGHT = 354, TOP = 58, BOTTOM = 226, HEIGHT = 262, COLOURS = 8 };

/* Worst and best mean by an aim. */
static dt_scale axis_of(const dt_standings *s, int aim)
{
    double least = INFINITY, most = -INFINITY;
    for (int p = 0; p < s->n_policy; p++) {
        least = fmin(least, s->mean[p][aim]);
        most = fmax(most, s->mean[p][aim]);
    }
    if (!(most > least)) most = least + 1.0;
    return s->aim[aim].is_less ? (dt_scale){least, most, TOP, BOTTOM, 0}
                               : (dt_scale){least, most, BOTTOM, TOP, 0};
}

static double place_of(const dt_standings *s, int aim)
{
    return s->n_aim > 1 ? LEFT + (double)(RIGHT - LEFT) * aim / (s->n_aim - 1) : 0.5 * (LEFT + RIGHT);
}

/* A label of one or two lines, broken at the space that is nearest to its middle. */
static void axis_name(const char *name, double x, dt_text *out)
{
    char first[DT_QUESTION_NAME];
    int length = 0, at = -1;
    while (name[length])
        length++;
    for (int k = 0; k < length; k++)
        if (name[k] == ' ' && (at < 0 || abs(2 * k - length) < abs(2 * at - length))) at = k;
    if (at < 0) {
        dt_sketch_text(out, "tick", (double[]){x, 12}, "middle", name);
        return;
    }
    snprintf(first, sizeof first, "%.*s", at, name);
    dt_sketch_text(out, "tick", (double[]){x, 12}, "middle", first);
    dt_sketch_text(out, "tick", (double[]){x, 26}, "middle", name + at + 1);
}

static void draw_axes(const dt_standings *s, dt_text *out)
{
    for (int k = 0; k < s->n_aim; k++) {
        dt_scale y = axis_of(s, k);
        double x = place_of(s, k);
        axis_name(s->aim[k].name, x, out);
        dt_sketch_text(out, "tick", (double[]){x, TOP - 8}, "middle",
                       dt_number(s->aim[k].is_less ? y.from : y.to, 4).text);
        dt_sketch_text(out, "tick", (double[]){x, BOTTOM + 16}, "middle",
                       dt_number(s->aim[k].is_less ? y.to : y.from, 4).text);
        dt_sketch_line(out, "axis", (double[]){x, TOP}, (double[]){x, BOTTOM});
    }
    dt_sketch_text(out, "unit", (double[]){4, HEIGHT - 4}, "start",
                   "best above, worst below; means over members");
}

static void draw_policy(const dt_standings *s, int policy, const char *style, dt_text *out)
{
    dt_text_printf(out, "<polyline class=\"%s\" points=\"", style);
    for (int k = 0; k < s->n_aim; k++) {
        dt_scale y = axis_of(s, k);
        dt_text_printf(out, "%s,%s ", dt_coordinate(place_of(s, k)).text,
                       dt_coordinate(dt_scale_at(&y, s->mean[policy][k])).text);
    }
    dt_text_append(out, "\"><title>");
    dt_html_escape(out, s->policy[policy]);
    dt_text_append(out, "</title></polyline>\n");
}

/* Colours for the first eight of the robust set; all others are grey. */
static int colour_of(const dt_standings *s, int policy)
{
    int n = 0;
    if (!s->is_robust[policy]) return -1;
    for (int p = 0; p < policy; p++)
        n += s->is_robust[p];
    return n < COLOURS ? n : -1;
}

static const char *const line_style[COLOURS] = {"q-line q0", "q-line q1", "q-line q2", "q-line q3",
                                                "q-line q4", "q-line q5", "q-line q6", "q-line q7"};

static void parallel_coordinates(const dt_standings *s, dt_text *out)
{
    dt_key_entry key[COLOURS + 1];
    int n = 0;
    for (int p = 0; p < s->n_policy; p++)
        if (colour_of(s, p) >= 0)
            key[n++] = (dt_key_entry){line_style[colour_of(s, p)], s->policy[p], DT_KEY_LINE};
    key[n++] = (dt_key_entry){"q-line q-rest", "others", DT_KEY_LINE};
    dt_figure_begin(out, "Policies by all aims");
    dt_figure_key(out, key, n);
    dt_sketch_open(out, HEIGHT, "Policies by all aims",
                   "Each line is a policy, each axis an aim with the best mean at the top. The table gives "
                   "the numbers.");
    draw_axes(s, out);
    for (int p = 0; p < s->n_policy; p++)
        if (colour_of(s, p) < 0) draw_policy(s, p, "q-line q-rest", out);
    for (int p = 0; p < s->n_policy; p++)
        if (colour_of(s, p) >= 0) draw_policy(s, p, line_style[colour_of(s, p)], out);
    dt_text_append(out, "</svg>\n");
    dt_figure_end(out);
}

static void regret_cells(const dt_standings *s, int policy, dt_text *out)
{
    for (int k = 0; k < s->n_aim; k++) {
        dt_text_printf(out, "<td>%s</td><td>", dt_number(s->mean[policy][k], 4).text);
        dt_html_escape(out, dt_number(s->regret90[policy][k], 3).text);
        dt_text_append(out, s->is_least[policy][k] ? " <span class=\"mark\">least</span></td>" : "</td>");
    }
}

static void regret_table(const dt_standings *s, dt_text *out)
{
    dt_text heading;
    dt_text_init(&heading);
    dt_text_append(&heading, "Policy|Set");
    for (int k = 0; k < s->n_aim; k++)
        dt_text_printf(&heading, "|%s, mean (%s)|regret", s->aim[k].name, s->aim[k].unit);
    dt_html_table(out, NULL, heading.data ? heading.data : "");
    for (int p = 0; p < s->n_policy; p++) {
        dt_text_append(out, s->is_robust[p] ? "<tr class=\"changed\">" : "<tr>");
        dt_html_element(out, "th", " scope=\"row\"", s->policy[p]);
        dt_html_element(out, "td", NULL, s->is_robust[p] ? "robust" : "");
        regret_cells(s, p, out);
        dt_text_append(out, "</tr>\n");
    }
    dt_html_table_end(out);
    out->has_failed |= heading.has_failed;
    dt_text_clear(&heading);
}

void dt_section_policies(const dt_questions_page *page, dt_text *out)
{
    const dt_standings *s = page->standings;
    if (!s) return;
    dt_html_section(out, "policies", "Which policies stand");
    dt_text_printf(
        out,
        "<p>%d scenarios on the same %d members. The regret of a policy in a member is what it lacks to the "
        "best policy there; the table shows the regret that one member in ten exceeds. A policy belongs to "
        "the robust set if no other has as little regret by all aims and less by one. More AI power "
        "counts as better here, which not everybody will agree with.</p>\n",
        s->n_policy, s->used);
    parallel_coordinates(s, out);
    regret_table(s, out);
    dt_html_section_end(out);
}
