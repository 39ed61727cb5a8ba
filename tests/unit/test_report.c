/* Reports over a summary of our own making: this program defines the functions of a summary and of a
 * back-test itself, so that the linker does not take the real ones. World, scenario and case are real. Output
 * o of group g after t steps has the quantile (o + 1)(g + 1)(1 + t/4)(1/2 + p) and the mean of p = 1/2, so
 * every number in a report has a closed form.
 *
 * The page and the JSON are read by Python's parsers (report_page.py), not by ours. */
#include "test.h"

#include "detente/report.h"
#include "failing_memory.h"
#include "report/bars.h"
#include "report/chart.h"
#include "report/distribution.h"
#include "report/format.h"
#include "report/html.h"
#include "report/report.h"
#include "report/scale.h"
#include "scratch.h"

enum { N_GROUP = 4, N_STEP = 40 };

struct dt_summary {
    int64_t failed;
};

struct dt_backtest {
    int n_point;
    double coverage;
};

double dt_summary_quantile(const dt_summary *s, int output, int group, int step, double p)
{
    (void)s;
    return (output + 1.0) * (group + 1.0) * (1.0 + 0.25 * step) * (0.5 + p);
}

double dt_summary_mean(const dt_summary *s, int output, int group, int step)
{
    return dt_summary_quantile(s, output, group, step, 0.5);
}

/* The first three states share what is left to them; all others never lead. */
double dt_summary_leader_share(const dt_summary *s, int step, int state)
{
    static const double share[] = {0.125, 0.625, 0.25};
    (void)s;
    (void)step;
    return state < 3 ? share[state] : 0.0;
}

double dt_summary_limit_share(const dt_summary *s, int group, int step, int limit)
{
    static const double share[] = {0.0625, 0.0, 0.875, 0.03125, 0.03125};
    (void)s;
    (void)group;
    (void)step;
    return share[limit];
}

int64_t dt_summary_members(const dt_summary *s)
{
    return 12345 - s->failed;
}

int64_t dt_summary_failed(const dt_summary *s)
{
    return s->failed;
}

dt_failure dt_summary_failure(const dt_summary *s, int64_t index, uint64_t *member)
{
    (void)s;
    *member = 100 + (uint64_t)index;
    return (dt_failure){1, 7, -1, "power", "price"};
}

/* One outcome: of every four members one has three states left, the others have all. */
int dt_summary_outcome_count(const dt_summary *s)
{
    (void)s;
    return 1;
}

const char *dt_summary_outcome_name(const dt_summary *s, int outcome)
{
    (void)s;
    (void)outcome;
    return "survivors.WORLD.2035";
}

const float *dt_summary_outcome(const dt_summary *s, int outcome)
{
    static float left[12345];
    (void)s;
    (void)outcome;
    for (int m = 0; m < 12345; m++)
        left[m] = m % 4 ? 1000.0F : 3.0F;
    return left;
}

void dt_summary_hash(const dt_summary *s, unsigned char hash[16])
{
    (void)s;
    memset(hash, 0x5a, 16);
}

int dt_backtest_score_count(const dt_backtest *b)
{
    (void)b;
    return 1;
}

dt_backtest_score dt_backtest_score_at(const dt_backtest *b, int index)
{
    (void)index;
    return (dt_backtest_score){"solar_capacity", "GW", 2015, b->n_point, b->n_point,
                               b->coverage,      0.21, 0.55, 0.1};
}

int dt_backtest_point_count(const dt_backtest *b)
{
    return b->n_point;
}

/* Observations 1, 2, 3, ... of 2024, and one larger one of an earlier year. */
dt_backtest_point dt_backtest_point_at(const dt_backtest *b, int index)
{
    static const char *const iso3[] = {"AAA", "BBB", "CCC", "DDD", "EEE"};
    double x = index + 1.0;
    (void)b;
    return (dt_backtest_point){"solar_capacity",
                               iso3[index % 5],
                               index == 0 ? 2020 : 2024,
                               index == 0 ? 1000.0 : x,
                               0.5 * x,
                               x,
                               2.0 * x,
                               0.4 * x,
                               0.9 * x};
}

static const char plain_text[] =
    "name: plain\ntext: Nothing is agreed. Nothing breaks.\nstart: 2026-Q1\nend: 2035-Q4\nstep: quarter\n"
    "seed: 18446744073709551615\nmembers: 10\ngroups: [USA, CHN, EU, WORLD]\n";
static const char hostile_text[] =
    "name: \"<b>&'\\\"\"\ntext: \"Is <script>alert(1)</script> & 'quoted' \\\"text\\\" harmless? It </p> "
    "must be.\"\n"
    "start: 2026-Q1\nend: 2035-Q4\nstep: quarter\nseed: 1\nmembers: 10\ngroups: [USA, CHN, EU, WORLD]\n";

typedef struct scene {
    dt_world *world;
    dt_scenario *scenario;
    dt_case *c;
    dt_summary summary;
    dt_backtest backtest;
    dt_report_input input;
} scene;

static void scene_open(scene *s, const char *text)
{
    *s = (scene){.backtest = {.n_point = 20, .coverage = 0.77}};
    assert_int_equal(
        dt_scenario_parse(text, strlen(text), "test", DT_SOURCE_DIR "/scenarios", &s->scenario, NULL), DT_OK);
    assert_int_equal(dt_world_load(DT_SOURCE_DIR "/data", 2025, &s->world, NULL), DT_OK);
    assert_int_equal(dt_case_build(s->world, s->scenario, &s->c, NULL), DT_OK);
    assert_int_equal(dt_case_group_count(s->c), N_GROUP);
    assert_int_equal(dt_case_step_count(s->c), N_STEP);
    s->input = (dt_report_input){
        s->world, s->scenario, s->c, &s->summary, NULL, "detente run 'x' --set a=<1>&b", "0.1.0", 12.34};
}

static void scene_close(scene *s)
{
    dt_case_free(s->c);
    dt_scenario_free(s->scenario);
    dt_world_free(s->world);
}

/* Runs report_page.py on a file; what it prints is read from the pipe, which pclose closes. */
static FILE *run_python(const char *mode, const char *path)
{
    char command[2 * SCRATCH_PATH];
    snprintf(command, sizeof command, "python3 %s/tests/unit/report_page.py %s '%s'", DT_SOURCE_DIR, mode,
             path);
    FILE *pipe = popen(command, "r");
    assert_non_null(pipe);
    return pipe;
}

static char *summary_of(const scene *s, dt_summary_format format)
{
    char *text = NULL;
    assert_int_equal(dt_report_summary(&s->input, format, &text), DT_OK);
    return text;
}

static void assert_contains(const char *text, const char *part)
{
    if (!strstr(text, part)) fail_msg("\"%s\" is not in:\n%s", part, text);
}

static char *page_of(const scene *s, const char *folder, char path[SCRATCH_PATH])
{
    scratch_path(folder, "report.html", path);
    assert_int_equal(dt_report_write(&s->input, path, NULL), DT_OK);
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    assert_int_equal(fseek(file, 0, SEEK_END), 0);
    size_t length = (size_t)ftell(file);
    char *text = calloc(length + 1, 1);
    rewind(file);
    assert_int_equal(fread(text, 1, length, file), length);
    fclose(file);
    return text;
}

TEST(numbers_have_significant_digits)
{
    assert_string_equal(dt_number(0.0, 3).text, "0");
    assert_string_equal(dt_number(52.348, 3).text, "52.3");
    assert_string_equal(dt_number(52348.0, 3).text, "52,300");
    assert_string_equal(dt_number(1234567.0, 9).text, "1,234,567.00");
    assert_string_equal(dt_number(0.012345, 3).text, "0.0123");
    assert_string_equal(dt_number(9.996, 3).text, "10.0");
    assert_string_equal(dt_number(999.6, 3).text, "1,000");
    assert_string_equal(dt_number(-7.25, 2).text, "-7.2");
    assert_string_equal(dt_number(0.0004, 3).text, "<0.001");
    assert_string_equal(dt_number(NAN, 3).text, "n/a");
    assert_string_equal(dt_number(INFINITY, 3).text, "n/a");
    assert_string_equal(dt_decimal(1234567.4, 0).text, "1,234,567");
    assert_string_equal(dt_decimal(-1234.0, 1).text, "-1,234.0");
    assert_string_equal(dt_typed(0.03).text, "0.03");
}

TEST(shares_never_round_to_certainty)
{
    assert_string_equal(dt_percent(0.876).text, "88%");
    assert_string_equal(dt_percent(0.004).text, "<1%");
    assert_string_equal(dt_percent(0.996).text, ">99%");
    assert_string_equal(dt_percent(0.0).text, "0%");
    assert_string_equal(dt_percent(1.0).text, "100%");
    assert_string_equal(dt_percent(NAN).text, "n/a");
}

TEST(coordinates_are_short)
{
    assert_string_equal(dt_coordinate(12.0).text, "12");
    assert_string_equal(dt_coordinate(12.5).text, "12.5");
    assert_string_equal(dt_coordinate(-0.001).text, "0");
    assert_string_equal(dt_coordinate(100.0).text, "100");
    assert_string_equal(dt_coordinate(NAN).text, "0");
}

/* The example of Heckbert, Graphics Gems, p. 61: data from 105 to 543 is plotted from 100 to 600 with marks
 * every 100. */
TEST(nice_ticks_of_the_book)
{
    dt_ticks ticks = dt_ticks_nice(105.0, 543.0, 5);
    assert_int_equal(ticks.count, 6);
    for (int t = 0; t < 6; t++)
        assert_near(ticks.value[t], 100.0 * (t + 1), 0.0, 1e-15); /* whole numbers */
    assert_string_equal(dt_tick_label(&ticks, 5).text, "600");
}

TEST(nice_ticks_of_small_and_empty_ranges)
{
    dt_ticks small = dt_ticks_nice(0.0, 0.9, 5);
    assert_string_equal(dt_tick_label(&small, 1).text, "0.2");
    assert_near(small.value[small.count - 1], 1.0, 0.0, 1e-12); /* a few roundings of 0.2 */
    dt_ticks fives = dt_ticks_nice(0.0, 18.0, 5); /* the range is taken as 20, a quarter of it is 5 */
    assert_near(fives.step, 5.0, 0.0, 1e-15);
    dt_ticks empty = dt_ticks_nice(0.0, 0.0, 5);
    assert_true(empty.count >= 2 && empty.value[empty.count - 1] > empty.value[0]);
}

TEST(log_ticks_are_powers_of_ten)
{
    dt_ticks wide = dt_ticks_log(0.5, 20000.0, 5);
    assert_int_equal(wide.count, 5);
    assert_string_equal(dt_tick_label(&wide, 0).text, "1");
    assert_string_equal(dt_tick_label(&wide, 4).text, "10,000");
    dt_ticks middle = dt_ticks_log(1.0, 500.0, 6); /* eight of 1, 2 and 5 times powers are too many */
    assert_int_equal(middle.count, 6);
    assert_string_equal(dt_tick_label(&middle, 5).text, "300");
    dt_ticks narrow = dt_ticks_log(3.0, 60.0, 5);
    assert_int_equal(narrow.count, 4);
    assert_string_equal(dt_tick_label(&narrow, 0).text, "5");
    assert_string_equal(dt_tick_label(&narrow, 3).text, "50");
}

TEST(year_ticks_are_whole_years)
{
    dt_ticks ticks = dt_ticks_year(2025.75, 2041.0, 8);
    assert_int_equal(ticks.count, 8);
    assert_near(ticks.value[0], 2026.0, 0.0, 0.0);
    assert_near(ticks.step, 2.0, 0.0, 0.0);
}

TEST(scales_map_and_keep_inside)
{
    dt_scale linear = {0.0, 10.0, 100.0, 200.0, 0};
    dt_scale log = {1.0, 100.0, 0.0, 50.0, 1};
    assert_near(dt_scale_at(&linear, 2.5), 125.0, 0.0, 1e-15);
    assert_near(dt_scale_at(&linear, 11.0), 200.0, 0.0, 1e-15);
    assert_near(dt_scale_at(&log, 10.0), 25.0, 0.0, 1e-14); /* the middle decade */
    assert_near(dt_scale_at(&log, 0.0), 0.0, 1e-15, 0.0);
    assert_near(dt_scale_at(&linear, NAN), 100.0, 0.0, 1e-15);
}

/* Corners of a layer that is half of the whole: the middle of the plot's height. */
TEST(layers_stand_on_one_another)
{
    static const double x[] = {2026.0, 2027.0}, value[] = {0.5, 0.5, 0.5, 0.5};
    static const char *const style[] = {"s0", "s1"}, *const name[] = {"one", "two"};
    double scratch[4];
    char corners[128];
    dt_text out;
    dt_text_init(&out);
    dt_chart_spec spec = {.title = "t",
                          .description = "d",
                          .unit = "u",
                          .x_low = 2026.0,
                          .x_high = 2027.0,
                          .y_high = 1.0,
                          .is_percent = 1};
    dt_chart chart = dt_chart_open(&out, &spec);
    dt_chart_layers(&chart, &(dt_layers){2, 2, x, value, style, name}, scratch);
    dt_chart_close(&chart);
    int middle = (DT_PLOT_TOP + DT_PLOT_BOTTOM) / 2;
    snprintf(corners, sizeof corners, "\"s1\" points=\"%d,%d %d,%d %d,%d %d,%d \"", DT_PLOT_LEFT, middle,
             DT_PLOT_RIGHT, middle, DT_PLOT_RIGHT, DT_PLOT_TOP, DT_PLOT_LEFT, DT_PLOT_TOP);
    assert_contains(out.data, corners);
    assert_contains(out.data, "100%");
    dt_text_clear(&out);
}

TEST(bars_draw_segments_end_to_end)
{
    dt_text out;
    dt_text_init(&out);
    dt_bar bar = dt_bar_empty("<one>");
    bar.n_segment = 2;
    bar.segment[0] = 25.0;
    bar.segment[1] = 75.0;
    dt_bars_draw(
        &out,
        &(dt_bars_spec){
            .title = "t", .description = "d", .unit = "u", .high = 100.0, .style = {"powered", "stranded"}},
        &bar, 1);
    /* the axis runs from 118 to 380 for 0 to 100: 262 units */
    assert_contains(out.data, "class=\"powered\" x=\"118\" y=\"28\" width=\"65.5\"");
    assert_contains(out.data, "class=\"stranded\" x=\"183.5\" y=\"28\" width=\"196.5\"");
    assert_contains(out.data, "&lt;one&gt;");
    assert_null(strstr(out.data, "whisker"));
    dt_text_clear(&out);
}

TEST(escaping_of_every_special_character)
{
    dt_text out;
    dt_text_init(&out);
    dt_html_escape(&out,
                   "a<b>&\"'\xC3\xA9\x01\xFF"
                   "z");
    assert_string_equal(out.data, "a&lt;b&gt;&amp;&quot;&#39;\xC3\xA9\xEF\xBF\xBD\xEF\xBF\xBDz");
    dt_text_clear(&out);
}

TEST(distributions_in_words)
{
    static const struct {
        dt_assumption assumption;
        const char *words;
    } expected[] = {
        {{.kind = DT_DIST_FIXED, .a = 0.36}, "always 0.36"},
        {{.kind = DT_DIST_UNIFORM, .a = 1, .c = 2}, "uniform: 1 to 2"},
        {{.kind = DT_DIST_TRIANGULAR, .a = 0.5, .b = 0.7, .c = 0.88},
         "triangular: 0.5, most likely 0.7, 0.88"},
        {{.kind = DT_DIST_NORMAL, .a = 1, .b = 0.5, .low = 0, .high = 3},
         "normal: mean 1, standard deviation 0.5, within 0 to 3"},
    };
    for (size_t k = 0; k < sizeof expected / sizeof expected[0]; k++) {
        dt_text out;
        dt_text_init(&out);
        dt_distribution_words(&expected[k].assumption, &out);
        assert_string_equal(out.data, expected[k].words);
        dt_text_clear(&out);
    }
}

/* Year ends of a run from 2026-Q1 in quarters: 2026 is over after 4 steps. */
TEST(year_ends_and_group_order)
{
    scene s;
    dt_report report;
    scene_open(&s, plain_text);
    assert_int_equal(dt_report_begin(&report, &s.input), DT_OK);
    assert_int_equal(report.n_year, 10);
    assert_int_equal(dt_report_find_year(&report, 2026)->step, 4);
    assert_int_equal(report.near.year, 2030);
    assert_int_equal(report.near.step, 20);
    assert_int_equal(report.last.year, 2035);
    assert_null(dt_report_find_year(&report, 2036));
    assert_int_equal(report.whole, 3); /* WORLD */
    assert_int_equal(report.n_order, 3);
    assert_int_equal(report.order[0], 2); /* the largest by the closed form */
    int leader[2];
    assert_int_equal(dt_report_leaders(&report, 20, 2, leader), 2);
    assert_int_equal(leader[0], 1);
    assert_int_equal(leader[1], 2);
    dt_report_end(&report);
    scene_close(&s);
}

/* AI power is output 0: of EU, group 2, at the end of 2030 the median is 3 * (1 + 20/4) = 18 GW, P10 10.8 and
 * P90 25.2. */
TEST(text_says_what_the_summary_says)
{
    scene s;
    char line[256];
    scene_open(&s, plain_text);
    s.summary.failed = 3;
    char *text = summary_of(&s, DT_SUMMARY_TEXT);
    assert_contains(text, "12,342 futures (3 failed)");
    assert_contains(text, "seed 18446744073709551615");
    assert_contains(text, "it is not a forecast");
    assert_contains(text, "the European Union draw 18 GW at the end of 2030 (11 to 25 GW");
    snprintf(line, sizeof line, "  2030  %s 62%%, %s 25%%, %s 12%%\n", dt_case_state_name(s.c, 1),
             dt_case_state_name(s.c, 2), dt_case_state_name(s.c, 0));
    assert_contains(text, line);
    assert_contains(text, "European Union                  10.8        18.0        25.2");
    assert_contains(text, "grid connection 88%");
    for (char *start = text, *end; (end = strchr(start, '\n')); start = end + 1) {
        if (end - start > 100) fail_msg("%.*s", (int)(end - start), start);
        assert_true(end == start || end[-1] != ' ');
    }
    dt_free(text);
    scene_close(&s);
}

TEST(json_holds_every_number_exactly)
{
    scene s;
    char folder[SCRATCH_PATH], path[SCRATCH_PATH], line[512];
    int n_value = 0, n_leader = 0, n_limit = 0;
    scene_open(&s, plain_text);
    scratch_create(folder);
    scratch_path(folder, "summary.json", path);
    char *text = summary_of(&s, DT_SUMMARY_JSON);
    assert_contains(text, "\"seed\": \"18446744073709551615\"");
    assert_contains(text, "5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a");
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
    dt_free(text);
    FILE *pipe = run_python("json", path);
    while (fgets(line, sizeof line, pipe)) {
        char group_name[32], output_name[64], part[8];
        int index, group = 0;
        double time, value, p;
        n_leader += strncmp(line, "leader 2030 ", 12) == 0 && strstr(line, " 0.625 ") &&
            strstr(line, " 0.125");
        n_limit += strncmp(line, "limit ", 6) == 0 && strstr(line, "0.0625 0 0.875 0.03125 0.03125");
        if (sscanf(line, "value %31s %63s %7s %d %lf %lf", group_name, output_name, part, &index, &time,
                   &value) != 6)
            continue;
        while (strcmp(dt_case_group_name(s.c, group), group_name) != 0)
            group++;
        p = part[0] == 'p' ? atof(part + 1) / 100.0 : 0.5;
        assert_true(value ==
                    dt_summary_quantile(&s.summary, dt_output_find(output_name), group, 4 * index, p));
        assert_true(time == dt_case_time(s.c, 4 * index));
        n_value++;
    }
    assert_int_equal(pclose(pipe), 0);
    assert_int_equal(n_value, N_GROUP * dt_output_count() * 4 * 11);
    assert_int_equal(n_leader, 1);
    assert_int_equal(n_limit, N_GROUP * 10);
    scratch_remove(folder);
    scene_close(&s);
}

static void check_page(const char *text, int with_backtest)
{
    scene s;
    char folder[SCRATCH_PATH], path[SCRATCH_PATH], line[256];
    scene_open(&s, text);
    s.summary.failed = 2;
    if (with_backtest) s.input.backtest = &s.backtest;
    scratch_create(folder);
    char *page = page_of(&s, folder, path);
    FILE *pipe = run_python("page", path);
    int n_drawing = 0, n_figure = 0;
    assert_non_null(fgets(line, sizeof line, pipe));
    assert_int_equal(sscanf(line, "drawings %d figures %d", &n_drawing, &n_figure), 2);
    assert_int_equal(pclose(pipe), 0);
    assert_int_equal(n_drawing, n_figure);
    /* 2 on the first screen; lag 3, power 4, limits 3, bars 1, running 4, stranded 4, cost 4, published 1;
     * the back-test's series */
    assert_int_equal(n_figure, 26 + (with_backtest != 0));
    free(page);
    scratch_remove(folder);
    scene_close(&s);
}

TEST(page_is_well_formed)
{
    check_page(plain_text, 0);
}

TEST(page_with_backtest_is_well_formed)
{
    check_page(plain_text, 1);
}

TEST(page_with_hostile_texts_is_well_formed)
{
    check_page(hostile_text, 1);
}

TEST(page_escapes_names_and_command)
{
    scene s;
    char folder[SCRATCH_PATH], path[SCRATCH_PATH];
    scene_open(&s, hostile_text);
    scratch_create(folder);
    char *page = page_of(&s, folder, path);
    assert_null(strstr(page, "alert(1)</script>"));
    assert_contains(page,
                    "<h1>Is &lt;script&gt;alert(1)&lt;/script&gt; &amp; &#39;quoted&#39; &quot;text&quot; "
                    "harmless?</h1>");
    assert_contains(page, "detente run &#39;x&#39; --set a=&lt;1&gt;&amp;b");
    free(page);
    scratch_remove(folder);
    scene_close(&s);
}

/* The twelve largest of the year with most points, largest first: 20 to 9; the larger one of 2020 is not
 * among them. */
TEST(backtest_shows_the_largest_of_the_fullest_year)
{
    scene s;
    char folder[SCRATCH_PATH], path[SCRATCH_PATH];
    scene_open(&s, plain_text);
    s.input.backtest = &s.backtest;
    scratch_create(folder);
    char *page = page_of(&s, folder, path);
    assert_contains(page, "solar capacity in 2024, from 2015");
    assert_contains(page, "<td>better than no change, not than the trend</td>");
    assert_contains(page, "<td>20.0</td><td>10.0</td><td>20.0</td><td>40.0</td><td>8.00</td><td>18.0</td>");
    assert_contains(page, "<td>9.00</td><td>4.50</td>");
    assert_null(strstr(page, "<td>8.00</td><td>4.00</td>"));
    assert_null(strstr(page, "<td>1,000</td>"));
    free(page);
    scratch_remove(folder);
    scene_close(&s);
}

TEST(backtest_says_when_the_range_is_too_narrow)
{
    scene s;
    char folder[SCRATCH_PATH], path[SCRATCH_PATH];
    scene_open(&s, plain_text);
    s.backtest.coverage = 0.01;
    s.input.backtest = &s.backtest;
    scratch_create(folder);
    char *page = page_of(&s, folder, path);
    assert_contains(page, "<td>better than no change, not than the trend; its range is too narrow</td>");
    free(page);
    scratch_remove(folder);
    scene_close(&s);
}

/* Closed forms for group EU, the third, at the end of 2030, where an output's mean is 18 (o + 1): every table
 * of the page. */
TEST(tables_hold_the_closed_forms)
{
    scene s;
    char folder[SCRATCH_PATH], path[SCRATCH_PATH], row[512];
    scene_open(&s, plain_text);
    scratch_create(folder);
    char *page = page_of(&s, folder, path);
    double energy = 18.0 * (dt_output_find("energy_cost") + 1),
           running = 18.0 * (dt_output_find("running_cost") + 1);
    double full = 18.0 * (dt_output_find("full_cost") + 1), all = 18.0 * (dt_output_find("accelerators") + 1);
    double stranded = 18.0 * (dt_output_find("stranded_compute") + 1);
    snprintf(row, sizeof row,
             "European Union</th><td>%s</td><td>%s</td><td>%s</td><td>%s</td><td>%s</td><td>%s</td>",
             dt_number(energy, 3).text, dt_number(running - energy, 3).text,
             dt_number(full - running, 3).text, dt_number(0.6 * full, 3).text, dt_number(full, 3).text,
             dt_number(1.4 * full, 3).text);
    assert_contains(page, row);
    snprintf(row, sizeof row, "European Union</th><td>%s</td><td>%s</td><td>%s</td><td>%s</td>",
             dt_number(all - stranded, 3).text, dt_number(stranded, 3).text, dt_number(0.6 * all, 3).text,
             dt_number(1.4 * all, 3).text);
    assert_contains(page, row);
    assert_contains(page, "start</th><td>n/a</td><td>n/a</td><td>n/a</td><td>n/a</td><td>n/a</td>");
    assert_contains(page, "end of 2030</th><td>6%</td><td>0%</td><td>88%</td><td>3%</td><td>3%</td>");
    /* power: quantiles 0.6, 0.75, 1, 1.25 and 1.4 of 18 GW; supply, the second output: 0.6, 1 and 1.4 of 36
     * GW */
    assert_contains(page,
                    "end of "
                    "2030</th><td>10.8</td><td>13.5</td><td>18.0</td><td>22.5</td><td>25.2</td><td>21.6</"
                    "td><td>36.0</td><td>50.4</td>");
    assert_contains(page, "costs least in the United States (");
    assert_contains(page, "and most in the European Union (");
    assert_contains(
        page, "states still stand in 75% of futures; in the worst future 3 do."); /* 3086 of 12345 have 3 */
    free(page);
    scratch_remove(folder);
    scene_close(&s);
}

/* IEA, Energy and AI: 426 TWh in 2030 after 183 TWh in 2024 for the USA is 243 / 8.766 / 0.6 = 46 GW added.
 * Ours, group 0: 6 - 1 = 5 GW. */
TEST(published_figures_beside_ours)
{
    scene s;
    char folder[SCRATCH_PATH], path[SCRATCH_PATH];
    scene_open(&s, plain_text);
    scratch_create(folder);
    char *page = page_of(&s, folder, path);
    assert_contains(page, "<td>426 (330 to 606) TWh/yr</td><td>46 (28 to 80)</td><td>5.0 (2.6 to 7.4)</td>");
    assert_contains(page,
                    "our median of 5.0 GW added lies below the range of 40 to 68 GW of the worked estimate "
                    "and lies below");
    free(page);
    scratch_remove(folder);
    scene_close(&s);
}

TEST(page_that_cannot_be_written)
{
    scene s;
    dt_diagnostics found;
    dt_diagnostics_init(&found);
    scene_open(&s, plain_text);
    assert_int_equal(dt_report_write(&s.input, DT_BINARY_DIR "/no/such/folder/report.html", &found), DT_IO);
    assert_int_equal(found.n_error, 1);
    scene_close(&s);
}

/* Fails every allocation of a page in turn: nothing is lost and no part of a page is written. */
TEST(memory_fails_in_every_place)
{
    scene s;
    char folder[SCRATCH_PATH], path[SCRATCH_PATH];
    dt_status status = DT_NO_MEMORY;
    scene_open(&s, plain_text);
    scratch_create_in_memory(folder);
    scratch_path(folder, "report.html", path);
    long n = 0;
    for (; status == DT_NO_MEMORY; n++) {
        long before = memory_held();
        char *text = NULL;
        memory_fail_at(n);
        status = dt_report_write(&s.input, path, NULL);
        int is_reached = memory_has_failed();
        memory_fail_at(-1);
        assert_int_equal(memory_held(), before);
        assert_int_equal(status, is_reached ? DT_NO_MEMORY : DT_OK);
        memory_fail_at(n);
        dt_status text_status = dt_report_summary(&s.input, DT_SUMMARY_TEXT, &text);
        memory_fail_at(-1);
        assert_true(text_status == DT_OK || (text_status == DT_NO_MEMORY && !text));
        dt_free(text);
        assert_int_equal(memory_held(), before);
        if (status == DT_NO_MEMORY) assert_int_equal(scratch_count(folder), 0);
    }
    assert_true(n > 10);
    scratch_remove(folder);
    scene_close(&s);
}

RUN_TESTS(CASE(numbers_have_significant_digits), CASE(shares_never_round_to_certainty),
          CASE(coordinates_are_short), CASE(nice_ticks_of_the_book),
          CASE(nice_ticks_of_small_and_empty_ranges), CASE(log_ticks_are_powers_of_ten),
          CASE(year_ticks_are_whole_years), CASE(scales_map_and_keep_inside),
          CASE(layers_stand_on_one_another), CASE(bars_draw_segments_end_to_end),
          CASE(escaping_of_every_special_character), CASE(distributions_in_words),
          CASE(year_ends_and_group_order), CASE(text_says_what_the_summary_says),
          CASE(json_holds_every_number_exactly), CASE(page_is_well_formed),
          CASE(page_with_backtest_is_well_formed), CASE(page_with_hostile_texts_is_well_formed),
          CASE(page_escapes_names_and_command), CASE(backtest_shows_the_largest_of_the_fullest_year),
          CASE(backtest_says_when_the_range_is_too_narrow), CASE(tables_hold_the_closed_forms),
          CASE(published_figures_beside_ours), CASE(page_that_cannot_be_written),
          CASE(memory_fails_in_every_place))
