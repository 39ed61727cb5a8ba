/* The estimate of who signs inside the simulator: the kernel's first conference against the game of all
 * states, its draws against the covariance of the coefficients, and what moves chances from there. */
#include "test.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "detente/detente.h"
#include "failing_memory.h"
#include "participation/fit.h"
#include "scenario/case.h"

enum { N_MEMBER = 4000, N_CHECKED = 4 };

struct setup {
    dt_treaty_data *data;
    dt_treaty_fit *fit;
    dt_world *world;
    dt_scenario *scenario;
    dt_case *c;
    dt_race *race;
};

/* A case of the shipped scenario with changes (NULL: none); nothing is drawn with is_central. */
static void set_up(struct setup *s, int width, int is_central, const char *const *change)
{
    const dt_race_options options = {.width = width};
    memset(s, 0, sizeof *s);
    assert_int_equal(dt_treaty_data_load(DT_SOURCE_DIR "/data", &s->data, NULL), DT_OK);
    assert_int_equal(dt_treaty_fit_load(DT_SOURCE_DIR "/data/participation_coefficients.csv", &s->fit, NULL),
                     DT_OK);
    assert_int_equal(dt_world_load(DT_SOURCE_DIR "/data", 2025, &s->world, NULL), DT_OK);
    assert_int_equal(dt_treaty_incline(s->fit, s->data, s->world), DT_OK);
    if (is_central) {
        dt_inclination central = *dt_world_inclination(s->world);
        central.n_draw = 0;
        assert_int_equal(dt_world_incline(s->world, &central), DT_OK);
    }
    assert_int_equal(dt_scenario_load(DT_SOURCE_DIR "/scenarios/coruna.yaml", &s->scenario, NULL), DT_OK);
    for (; change && *change; change += 2)
        assert_int_equal(dt_scenario_set(s->scenario, change[0], change[1], NULL), DT_OK);
    assert_int_equal(dt_case_build(s->world, s->scenario, &s->c, NULL), DT_OK);
    assert_int_equal(dt_race_create(s->c, &options, &s->race), DT_OK);
}

static void tear_down(struct setup *s)
{
    dt_race_free(s->race);
    dt_case_free(s->c);
    dt_scenario_free(s->scenario);
    dt_world_free(s->world);
    dt_treaty_fit_free(s->fit);
    dt_treaty_data_free(s->data);
}

static int slot_of(const char *name)
{
    for (int f = 0; f < dt_field_count(); f++)
        if (strcmp(dt_field_at(f)->mechanism, "treaty") == 0 && strcmp(dt_field_at(f)->name, name) == 0)
            return dt_field_at(f)->slot;
    fail_msg("no field treaty.%s", name);
    return -1;
}

static double field(const struct setup *s, const char *name, int state)
{
    return dt_race_state_value(s->race, slot_of(name), state, 0);
}

static int index_of(const struct setup *s, const char *iso3)
{
    return dt_world_state_index(s->world, iso3);
}

/* Chances of all states in the game of the estimate, at the middle level. */
static void play(const struct setup *s, const dt_treaty_text *text, double *p)
{
    unsigned char pool[MAX_INSTRUMENT];
    int n = s->data->n_state;
    double *x = calloc((size_t)n * (N_TERM + 1), sizeof *x);
    struct dt_net network = {0};
    dt_design_pool(s->data, text, NULL, 0, pool);
    dt_design_fill(s->data, text, pool, x);
    assert_int_equal(dt_design_network(s->data, text, pool, &network), DT_OK);
    const double *zero = x + (long)n * N_TERM;
    const struct dt_net_game game = {n, x, zero, zero, &network};
    for (int i = 0; i < n; i++)
        p[i] = 0.5;
    assert_int_equal(dt_net_game_play(&game, N_TERM, s->fit->theta, 0.0, p), DT_OK);
    dt_net_clear(&network);
    free(x);
}

static dt_treaty_text declaration(void)
{
    dt_treaty_text text = dt_treaty_text_defaults();
    text.date = 20260101;
    text.military_ai = 1;
    text.sponsor = DT_SPONSOR_WEST;
    return text;
}

static void compare_first_conference(struct setup *s, const dt_treaty_text *text)
{
    double p[DT_TREATY_STATES];
    int n_seen = 0;
    play(s, text, p);
    dt_race_begin(s->race, 0, 1, NULL);
    dt_race_step(s->race);
    for (int i = 0; i < s->data->n_state; i++) {
        int here = index_of(s, s->data->code[i]);
        if (here < 0) continue;
        n_seen++;
        /* A fixed number of passes with leaps, where the game is solved to rounding: they end within 1e-8 of
         * each other in these texts. */
        assert_near(field(s, "chance", here), p[i], 1e-6, 0.0);
    }
    assert_true(n_seen > 100);
}

/* The calibration identity: with nothing drawn and postures as in the data, the first conference gives each
 * state the chance that the estimated game gives it, whatever the threat, the race and the judged weights
 * are. */
TEST(first_conference_is_the_estimate)
{
    struct setup s;
    const dt_treaty_text text = declaration();
    set_up(&s, 1, 1, NULL);
    compare_first_conference(&s, &text);
    tear_down(&s);
}

/* The same for a text without a bloc behind it: the estimate's products of text and state act. */
TEST(text_of_the_scenario_is_that_of_the_estimate)
{
    struct setup s;
    static const char *const change[] = {"text_west", "0", "text_humanitarian", "1", NULL};
    dt_treaty_text text = declaration();
    text.sponsor = DT_SPONSOR_HUMANITARIAN;
    set_up(&s, 1, 1, change);
    compare_first_conference(&s, &text);
    tear_down(&s);
}

/* A binding, verified treaty that asks no more than the usual text: binding by force takes more of the chance
 * of leading than binding by will, unless all is done by will anyway. */
TEST(binding_text_is_that_of_the_estimate)
{
    struct setup s;
    static const char *const change[] = {
        "text_binding", "1", "text_verification", "1", "voluntary", "1", NULL};
    dt_treaty_text text = declaration();
    text.kind = DT_TREATY_CONVENTION;
    text.binding = 1;
    text.verification = 3;
    set_up(&s, 1, 1, change);
    compare_first_conference(&s, &text);
    tear_down(&s);
}

/* Log-odds of the declaration of the West, of some states and members. */
static void draw(struct setup *s, int n_member, const int *which, double (*value)[N_CHECKED])
{
    for (int m = 0; m < n_member; m++) {
        dt_race_begin(s->race, (uint64_t)m, 1, NULL);
        for (int k = 0; k < N_CHECKED; k++)
            value[m][k] = field(s, "of_declaration", which[k]) + field(s, "of_west", which[k]);
    }
}

/* Covariance that the coefficients give two states: x' C x plus the variance of the level. */
static double covariance(const struct setup *s, const double *x, int one, int other)
{
    double sum = s->fit->summary.level_spread;
    for (int k = 0; k < N_THETA; k++) {
        double a = 0.0, b = 0.0;
        for (int c = k; c < N_TERM; c++) {
            a += x[(long)one * N_TERM + c] * s->fit->factor[(long)c * N_THETA + k];
            b += x[(long)other * N_TERM + c] * s->fit->factor[(long)c * N_THETA + k];
        }
        sum += a * b;
    }
    return sum;
}

/* Means and covariances of 4000 members: within 4.5 standard errors of those of the table, sqrt(C_aa / n) and
 * sqrt((C_aa C_bb + C_ab^2) / n); 14 comparisons at 7e-6 each. */
TEST(draws_have_the_covariance_of_the_table)
{
    static const char *const iso3[N_CHECKED] = {"USA", "CHN", "DEU", "KEN"};
    static double value[N_MEMBER][N_CHECKED];
    struct setup s;
    unsigned char pool[MAX_INSTRUMENT];
    const dt_treaty_text text = declaration();
    int here[N_CHECKED], there[N_CHECKED];
    double mean[N_CHECKED] = {0.0};
    set_up(&s, 1, 0, NULL);
    double *x = calloc((size_t)s.data->n_state * N_TERM, sizeof *x);
    dt_design_pool(s.data, &text, NULL, 0, pool);
    dt_design_fill(s.data, &text, pool, x);
    for (int k = 0; k < N_CHECKED; k++) {
        here[k] = index_of(&s, iso3[k]);
        there[k] = dt_treaty_state_find(s.data, iso3[k]);
    }
    draw(&s, N_MEMBER, here, value);
    for (int k = 0; k < N_CHECKED; k++) {
        double want = 0.0;
        for (int m = 0; m < N_MEMBER; m++)
            mean[k] += value[m][k] / N_MEMBER;
        for (int c = 0; c < N_TERM; c++)
            want += x[(long)there[k] * N_TERM + c] * s.fit->theta[c];
        assert_near(mean[k], want, 4.5 * sqrt(covariance(&s, x, there[k], there[k]) / N_MEMBER), 0.0);
    }
    for (int a = 0; a < N_CHECKED; a++)
        for (int b = 0; b <= a; b++) {
            double seen = 0.0, want = covariance(&s, x, there[a], there[b]);
            double scale = covariance(&s, x, there[a], there[a]) * covariance(&s, x, there[b], there[b]);
            for (int m = 0; m < N_MEMBER; m++)
                seen += (value[m][a] - mean[a]) * (value[m][b] - mean[b]) / (N_MEMBER - 1);
            assert_near(seen, want, 4.5 * sqrt((scale + want * want) / N_MEMBER), 0.0);
        }
    free(x);
    tear_down(&s);
}

/* What nobody has seen together is drawn with the part that brings it: binding force on military AI, a pair,
 * has the variance of a product, 1 / 5, beside that of its coefficients, the same for all states; so is
 * verification beside it. Nobody has seen a declaration of the East, or one that stood open for decades, and
 * neither on military AI: two pairs. */
TEST(unseen_pairs_are_drawn_with_their_part)
{
    struct setup s;
    set_up(&s, 1, 0, NULL);
    const dt_inclination *d = dt_world_inclination(s.world);
    for (int i = 0; i < d->n_player; i++) {
        const double *level = d->load + ((long)i * d->n_draw + N_THETA) * DT_INCLINATION_PARTS;
        for (int draw = 0; draw < DT_INCLINATION_PARTS; draw++)
            for (int part = 0; part < DT_INCLINATION_PARTS; part++) {
                double pairs = part == DT_OF_BINDING || part == DT_OF_VERIFICATION ? 1.0
                    : part == DT_OF_EAST || part == DT_OF_YEARS                    ? 2.0
                                                                                   : 0.0;
                double want = draw != part ? 0.0 : part ? 0.2 * pairs : s.fit->summary.level_spread;
                assert_near(level[draw * DT_INCLINATION_PARTS + part], sqrt(want), 1e-15, 1e-15);
            }
    }
    tear_down(&s);
}

/* The pull of the network has the mean and standard error of its coefficient. */
TEST(pull_is_drawn_as_its_coefficient)
{
    struct setup s;
    double sum = 0.0, square = 0.0;
    set_up(&s, 1, 0, NULL);
    for (int m = 0; m < N_MEMBER; m++) {
        dt_race_begin(s.race, (uint64_t)m, 1, NULL);
        double pull = dt_race_global_value(s.race, slot_of("pull"), 0) - s.fit->theta[N_TERM];
        sum += pull / N_MEMBER;
        square += pull * pull / N_MEMBER;
    }
    /* 4.5 standard errors of a mean and of a variance; the table keeps six digits of the standard error. */
    double se = s.fit->se[N_TERM];
    assert_near(sum, 0.0, 4.5 * se / sqrt(N_MEMBER), 0.0);
    assert_near(square, se * se, 4.5 * se * se * sqrt(2.0 / N_MEMBER), 1e-5);
    tear_down(&s);
}

/* The same members at every width: equal bits of everything that evolves. */
TEST(widths_draw_equal_bits)
{
    struct setup one, other;
    set_up(&one, 1, 0, NULL);
    dt_race_begin(one.race, 5, 1, NULL);
    dt_race_step(one.race);
    for (int k = 0; k < dt_kernel_count(); k++) {
        dt_kernel_info kernel = dt_kernel_at(k);
        if (!kernel.is_supported || kernel.width == 1) continue;
        set_up(&other, kernel.width, 0, NULL);
        dt_race_begin(other.race, 5, 1, NULL);
        dt_race_step(other.race);
        assert_true(dt_race_hash(one.race) == dt_race_hash(other.race));
        tear_down(&other);
    }
    tear_down(&one);
}

static double chance_with(const char *const *change, const char *iso3)
{
    struct setup s;
    set_up(&s, 1, 1, change);
    dt_race_begin(s.race, 0, 1, NULL);
    dt_race_step(s.race);
    double chance = field(&s, "chance", index_of(&s, iso3));
    tear_down(&s);
    return chance;
}

/* Switched off, a disposition by hand is all that a state with empty weights has: logistic(0.7) without
 * partners. */
TEST(estimate_can_be_switched_off)
{
    static const char *const change[] = {"estimated",       "0",   "posture.USA", "5", "spillover", "0",
                                         "disposition.USA", "0.7", NULL};
    assert_near(chance_with(change, "USA"), 1.0 / (1.0 + exp(-0.7)), 1e-14, 0.0);
}

/* What the estimate does not know moves a chance from it in the direction that the rule says: a text that
 * asks more costs a racer more of its lead; a scenario's own log-odds raise it. */
TEST(views_move_chances_from_the_estimate)
{
    static const char *const strict[] = {"text_stringency", "0.9", "text_binding", "0", NULL},
                             *const willing[] = {"disposition.USA", "1.5", NULL},
                             *const norm[] = {"posture.USA", "2", NULL};
    double usual = chance_with(NULL, "USA");
    assert_true(chance_with(strict, "USA") < usual);
    assert_true(chance_with(willing, "USA") > usual);
    assert_true(chance_with(norm, "USA") > usual);
}

/* A world without an estimate makes another case than one with it. */
TEST(case_hash_has_the_estimate)
{
    struct setup s;
    unsigned char with[16], without[16];
    dt_world *plain = NULL;
    dt_case *c = NULL;
    set_up(&s, 1, 0, NULL);
    assert_int_equal(dt_world_load(DT_SOURCE_DIR "/data", 2025, &plain, NULL), DT_OK);
    assert_int_equal(dt_case_build(plain, s.scenario, &c, NULL), DT_OK);
    dt_case_hash(s.c, with);
    dt_case_hash(c, without);
    assert_memory_not_equal(with, without, 16);
    dt_world_hash(s.world, with);
    dt_world_hash(plain, without);
    assert_memory_not_equal(with, without, 16);
    dt_case_free(c);
    dt_world_free(plain);
    tear_down(&s);
}

/* Wherever memory runs out, the world stays as it was and nothing is lost; then the case is not made. */
TEST(inclination_without_memory)
{
    struct setup s;
    unsigned char before[16], after[16];
    set_up(&s, 1, 1, NULL);
    dt_world_hash(s.world, before);
    for (int is_case = 0; is_case < 2; is_case++)
        for (long n = 0;; n++) {
            dt_case *c = NULL;
            long held = memory_held();
            memory_fail_at(n);
            dt_status status = is_case ? dt_case_build(s.world, s.scenario, &c, NULL)
                                       : dt_treaty_incline(s.fit, s.data, s.world);
            int has_failed = memory_has_failed();
            memory_fail_at(-1);
            assert_int_equal(status, has_failed ? DT_NO_MEMORY : DT_OK);
            dt_case_free(c);
            assert_int_equal(memory_held(), held);
            dt_world_hash(s.world, after);
            assert_int_equal(memcmp(before, after, 16) == 0, is_case || has_failed);
            if (has_failed) continue;
            memcpy(before, after, sizeof before);
            break;
        }
    tear_down(&s);
}

RUN_TESTS(CASE(inclination_without_memory), CASE(first_conference_is_the_estimate),
          CASE(text_of_the_scenario_is_that_of_the_estimate), CASE(binding_text_is_that_of_the_estimate),
          CASE(draws_have_the_covariance_of_the_table), CASE(unseen_pairs_are_drawn_with_their_part),
          CASE(pull_is_drawn_as_its_coefficient), CASE(widths_draw_equal_bits),
          CASE(estimate_can_be_switched_off), CASE(views_move_chances_from_the_estimate),
          CASE(case_hash_has_the_estimate))
