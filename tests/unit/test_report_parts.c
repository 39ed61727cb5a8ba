/* What a report shows beside the summary, on the real world: shares of parties against the ensemble's means,
 * links read back by Python's zlib and JSON, the map against the published formula of its projection. */
#include "test.h"

#include <math.h>
#include <stdlib.h>

#include "detente/report.h"
#include "report/world_map.h"

enum { MEMBERS = 20 };

static const char text[] =
    "name: parts\ntext: \"Parties.\"\nstart: 2026-Q1\nend: 2031-Q4\nstep: quarter\nseed: 3\nmembers: 20\n"
    "groups: [USA, CHN, WORLD]\nextends: coruna.yaml\n";

typedef struct scene {
    dt_world *world;
    dt_scenario *scenario;
    dt_case *c;
} scene;

static void scene_open(scene *s)
{
    *s = (scene){.world = NULL};
    assert_int_equal(
        dt_scenario_parse(text, strlen(text), "test", DT_SOURCE_DIR "/scenarios", &s->scenario, NULL), DT_OK);
    assert_int_equal(dt_world_load(DT_SOURCE_DIR "/data", 2025, &s->world, NULL), DT_OK);
    assert_int_equal(dt_case_build(s->world, s->scenario, &s->c, NULL), DT_OK);
}

static void scene_close(scene *s)
{
    dt_case_free(s->c);
    dt_scenario_free(s->scenario);
    dt_world_free(s->world);
}

/* ---- parties ---- */

static double sum_of(const dt_party_shares *shares, int k)
{
    double sum = 0.0;
    for (int i = 0; i < shares->n_state; i++)
        sum += shares->share[k * shares->n_state + i];
    return sum;
}

TEST(parties_are_those_of_the_ensemble)
{
    const double bits = 1e-9; /* sums of the summary are in units of 2^-56 of the range, 120 */
    scene s;
    dt_summary *summary = NULL;
    dt_party_shares shares;
    dt_ensemble_options options = dt_ensemble_defaults();
    options.members = MEMBERS;
    options.threads = 1;
    scene_open(&s);
    assert_int_equal(dt_ensemble_run(s.c, &options, &summary, NULL), DT_OK);
    assert_int_equal(dt_party_shares_make(s.c, MEMBERS, &shares), DT_OK);
    int output = dt_output_find("parties"), moved = 0;
    for (int k = 0; k < shares.n_step; k++) {
        assert_near(sum_of(&shares, k), dt_summary_mean(summary, output, 2, shares.step[k]), bits, 0.0);
        for (int i = 0; i < shares.n_state; i++)
            for (int g = 0; g < 2; g++)
                if (strcmp(dt_case_state_iso3(s.c, i), dt_case_group_name(s.c, g)) == 0)
                    assert_near(shares.share[k * shares.n_state + i],
                                dt_summary_mean(summary, output, g, shares.step[k]), bits, 0.0);
        moved += k > 0 && sum_of(&shares, k) > sum_of(&shares, k - 1);
    }
    assert_true(moved > 0);
    dt_party_shares_clear(&shares);
    dt_summary_free(summary);
    scene_close(&s);
}

TEST(parties_are_shown_at_ends_of_years)
{
    static const double end[] = {2027.0, 2029.0, 2031.0, 2032.0}; /* 2035 lies beyond the run */
    scene s;
    dt_party_shares shares;
    scene_open(&s);
    assert_int_equal(dt_party_shares_make(s.c, 1, &shares), DT_OK);
    assert_int_equal(shares.n_step, 4);
    for (int k = 0; k < 4; k++)
        assert_near(dt_case_time(s.c, shares.step[k]), end[k], 1e-9, 0.0);
    assert_int_equal(dt_party_shares_make(s.c, 0, &shares), DT_INPUT);
    dt_party_shares_clear(&shares);
    scene_close(&s);
}

/* ---- links ---- */

TEST(links_are_read_by_other_programs)
{
    static const char *const key[] = {"power_price.USA", "seed", "algorithm_growth", "seed"};
    static const char *const value[] = {"{triangular: [1, 2, 3]}", "7", "\"<\xC3\xA9>\"", "8"};
    scene s;
    char *link = NULL, command[4096], line[512] = "";
    unsigned char hash[16];
    scene_open(&s);
    dt_page_link page = {"coruna", s.world, "1.2.3", 8410, 4, key, value};
    assert_int_equal(dt_report_link(&page, &link), DT_OK);
    snprintf(
        command, sizeof command,
        "python3 -c \"import base64, zlib, sys; a, b = sys.argv[1].split('#s=1.'); print(a); "
        "print(zlib.decompress(base64.urlsafe_b64decode(b + '=' * (-len(b) %% 4)), -15).decode())\" '%s'",
        link);
    FILE *pipe = popen(command, "r");
    assert_non_null(pipe);
    assert_non_null(fgets(line, sizeof line, pipe));
    assert_string_equal(line, "http://127.0.0.1:8410/\n");
    assert_non_null(fgets(line, sizeof line, pipe));
    assert_int_equal(pclose(pipe), 0);
    dt_world_hash(s.world, hash);
    char wanted[512], digits[17];
    for (int b = 0; b < 8; b++)
        snprintf(digits + 2 * b, 3, "%02x", hash[b]);
    snprintf(wanted, sizeof wanted,
             "{\"c\":{\"algorithm_growth\":\"\\\"\\u003c\xC3\xA9\\u003e\\\"\",\"power_price.USA\":\"{"
             "triangular: [1, 2, "
             "3]}\",\"seed\":\"8\"},\"d\":\"%s\",\"f\":1,\"n\":\"coruna\",\"v\":\"1.2.3\"}\n",
             digits);
    assert_string_equal(line, wanted);
    dt_free(link);
    scene_close(&s);
}

/* ---- the map ---- */

/* Equal Earth of B. Savric, T. Patterson and B. Jenny, Int. J. Geogr. Inf. Sci. 33 (2019) 454, equations 2
 * to 4. */
static void equal_earth(double longitude, double latitude, double at[2])
{
    const double a1 = 1.340264, a2 = -0.081106, a3 = 0.000893, a4 = 0.003796, degree = acos(-1.0) / 180.0;
    double t = asin(0.5 * sqrt(3.0) * sin(latitude * degree)), t2 = t * t, t6 = t2 * t2 * t2;
    at[0] = 2.0 * sqrt(3.0) * longitude * degree * cos(t) /
        (3.0 * (9.0 * a4 * t6 * t2 + 7.0 * a3 * t6 + 3.0 * a2 * t2 + a1));
    at[1] = t * (a4 * t6 * t2 + a3 * t6 + a2 * t2 + a1);
}

/* Where the map has a state that is a dot; 1 if it has one. */
static int dot_of(const char *svg, const char *name, double at[2])
{
    char title[64];
    snprintf(title, sizeof title, "<title>%s:", name);
    const char *end = strstr(svg, title);
    if (!end) return 0;
    const char *start = end;
    while (start > svg && strncmp(start, "<circle", 7) != 0)
        start--;
    return sscanf(strstr(start, "cx="), "cx=\"%lf\" cy=\"%lf\"", &at[0], &at[1]) == 2;
}

static void draw(const dt_case *c, const double *share, char **svg)
{
    dt_text out;
    dt_text_init(&out);
    dt_world_map_draw(&out, &(dt_world_map){c, share, "title", "description"});
    assert_int_equal(dt_text_take(&out, svg), DT_OK);
}

TEST(dots_lie_where_the_projection_puts_them)
{
    /* Coordinates of the capitals, from their Wikipedia pages; the states are smaller than half a degree. */
    static const struct {
        const char *name;
        double longitude, latitude;
    } places[] = {{"Singapore", 103.85, 1.29}, {"Bahrain", 50.58, 26.22}, {"Malta", 14.51, 35.90}};
    const double slack = 4.0; /* units: half a degree is 3, and rounding 1 */
    scene s;
    double pole[2], place[2], dot[2];
    int n = 0;
    scene_open(&s);
    double *share = calloc((size_t)dt_case_state_count(s.c), sizeof *share);
    char *svg = NULL;
    draw(s.c, share, &svg);
    equal_earth(0.0, 90.0, pole);
    double scale = 0.5 * 965.0 / pole[1]; /* the frame is 975 high with a margin of 5 */
    for (int k = 0; k < 3; k++) {
        if (!dot_of(svg, places[k].name, dot)) continue;
        equal_earth(places[k].longitude, places[k].latitude, place);
        assert_near(dot[0], 1000.0 + scale * place[0], slack, 0.0);
        assert_near(dot[1], 487.5 - scale * place[1], slack, 0.0);
        n++;
    }
    assert_true(n >= 2);
    free(svg);
    free(share);
    scene_close(&s);
}

static int count_of(const char *svg, const char *part)
{
    int n = 0;
    for (const char *at = strstr(svg, part); at; at = strstr(at + 1, part))
        n++;
    return n;
}

TEST(map_shows_every_state_and_hatches_the_likely)
{
    scene s;
    scene_open(&s);
    int n = dt_case_state_count(s.c);
    double *share = calloc((size_t)n, sizeof *share);
    char *svg = NULL;
    draw(s.c, share, &svg);
    assert_int_equal(count_of(svg, "class=\"m0\""),
                     n - 1); /* all but the rest of the world, which is no place */
    assert_int_equal(count_of(svg, "class=\"over\""), 0);
    free(svg);
    for (int i = 0; i < n; i++)
        share[i] = i % 2 ? 0.5 : 0.4999;
    draw(s.c, share, &svg);
    int hatched = count_of(svg, "class=\"over\"");
    assert_int_equal(count_of(svg, "class=\"m3\""), hatched);
    assert_int_equal(count_of(svg, "class=\"m2\""), n - 1 - hatched);
    assert_true(hatched >= n / 2 - 1);
    free(svg);
    free(share);
    scene_close(&s);
}

TEST(shades_are_those_of_the_key)
{
    static const double share[] = {0.0, 0.0049, 0.005, 0.2499, 0.25, 0.4999, 0.5, 0.7499, 0.75, 1.0};
    for (int k = 0; k < 10; k++)
        assert_int_equal(dt_world_map_shade(share[k]), k / 2);
}

RUN_TESTS(CASE(parties_are_those_of_the_ensemble), CASE(parties_are_shown_at_ends_of_years),
          CASE(links_are_read_by_other_programs), CASE(dots_lie_where_the_projection_puts_them),
          CASE(map_shows_every_state_and_hatches_the_likely), CASE(shades_are_those_of_the_key))
