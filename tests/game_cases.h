/* Cases of games in the shared verification set: JSON files of cases with inputs, expected values and a
 * tolerance. Without the shared folder tests that read it are skipped. A value passes when |got - expected|
 * <= absolute + relative * the larger of both, as the set's README says. */
#ifndef DT_GAME_CASES_H
#define DT_GAME_CASES_H

#include <jansson.h>
#include <stdlib.h>

#include "detente/games.h"
#include "test.h"

#define SHARED_GAMES DT_SOURCE_DIR "/../shared/verification/games/"

/* A case that is being checked. */
struct game_case {
    const char *id, *op;
    json_t *inputs, *expected;
    double relative, absolute;
};

static inline json_t *member(const json_t *object, const char *key)
{
    json_t *value = json_object_get(object, key);
    if (!value) fail_msg("a case lacks %s", key);
    return value;
}

static inline double number_of(const json_t *object, const char *key)
{
    return json_number_value(member(object, key));
}

static inline int integer_of(const json_t *object, const char *key)
{
    return (int)number_of(object, key);
}

/* All numbers of nested arrays, in order; null becomes NaN. Returns how many. */
static inline int flatten(const json_t *value, double *out, int n)
{
    size_t k;
    json_t *part;
    if (!json_is_array(value)) {
        out[n] = json_is_null(value) ? (double)NAN
            : json_is_boolean(value) ? json_is_true(value)
                                     : json_number_value(value);
        return n + 1;
    }
    json_array_foreach(value, k, part)
    {
        n = flatten(part, out, n);
    }
    return n;
}

static inline int numbers_of(const json_t *object, const char *key, double *out)
{
    return flatten(member(object, key), out, 0);
}

static inline void check_value(const struct game_case *c, const char *what, double got, double expected)
{
    double size = fmax(fabs(got), fabs(expected));
    if (isnan(got) && isnan(expected)) return;
    if (!(fabs(got - expected) <= c->absolute + c->relative * size))
        fail_msg("%s: %s is %.17g, expected %.17g", c->id, what, got, expected);
}

/* A number, or an array of them, of what is expected. */
static inline void check_numbers(const struct game_case *c, const char *key, const double *got, int n)
{
    static double expected[8192];
    if (numbers_of(c->expected, key, expected) != n)
        fail_msg("%s: %s has another length than %d", c->id, key, n);
    for (int k = 0; k < n; k++)
        check_value(c, key, got[k], expected[k]);
}

static inline void check_number(const struct game_case *c, const char *key, double got)
{
    check_numbers(c, key, &got, 1);
}

/* Runs a function on every case of a file; returns how many there are. */
static inline int each_case(const char *file, void (*check)(const struct game_case *c))
{
    char path[512];
    size_t k;
    json_t *item;
    snprintf(path, sizeof path, "%s%s", SHARED_GAMES, file);
    json_t *root = json_load_file(path, 0, NULL);
    if (!root) skip();
    json_t *cases = member(root, "cases");
    json_array_foreach(cases, k, item)
    {
        json_t *tolerance = member(item, "tol");
        struct game_case c = {json_string_value(member(item, "id")),
                              json_string_value(member(item, "op")),
                              member(item, "inputs"),
                              member(item, "expected"),
                              number_of(tolerance, "rel"),
                              number_of(tolerance, "abs")};
        check(&c);
    }
    int n = (int)json_array_size(cases);
    json_decref(root);
    return n;
}

/* The game of a case's file. */
static inline dt_normal *case_game(const struct game_case *c)
{
    char path[512];
    dt_normal *game = NULL;
    snprintf(path, sizeof path, "%s%s", SHARED_GAMES, json_string_value(member(c->inputs, "file")));
    assert_int_equal(dt_normal_load(path, &game, NULL), DT_OK);
    return game;
}

/* A two-player game from matrices by rows. */
static inline dt_normal *bimatrix(int rows, int columns, const double *a, const double *b)
{
    const int size[2] = {rows, columns};
    dt_normal *game = NULL;
    assert_int_equal(dt_normal_create(2, size, &game), DT_OK);
    for (int i = 0; i < rows; i++)
        for (int j = 0; j < columns; j++) {
            dt_normal_set_payoff(game, i + (int64_t)j * rows, 0, a[i * columns + j]);
            dt_normal_set_payoff(game, i + (int64_t)j * rows, 1, b[i * columns + j]);
        }
    return game;
}

/* Whole numbers 0 .. 999 from a simple generator (Lehmer 1951), the same on every machine. */
static inline double random_payoff(uint64_t *state)
{
    *state = *state * 48271 % 2147483647;
    return (double)(*state % 1000);
}

static inline dt_normal *random_game(int n, const int *size, uint64_t *state)
{
    dt_normal *game = NULL;
    assert_int_equal(dt_normal_create(n, size, &game), DT_OK);
    for (int64_t s = 0; s < dt_normal_profiles(game); s++)
        for (int i = 0; i < n; i++)
            dt_normal_set_payoff(game, s, i, random_payoff(state) + random_payoff(state) / 1000.0);
    return game;
}

#endif
