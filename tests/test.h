/* The frame of a test program on cmocka: cases are written `TEST(name) { ... }` and listed once at the end
 * with `RUN_TESTS(CASE(name), ...)`. The program runs the cases that its arguments name, or all; a name that
 * matches nothing fails. */
#ifndef DT_TEST_H
#define DT_TEST_H

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define TEST(name) static void name(void **state __attribute__((unused)))
#define CASE(name) cmocka_unit_test(name)

/* |got - expected| <= absolute + relative * |expected|; says both numbers when it fails. */
#define assert_near(got, expected, absolute, relative)                                        \
    do {                                                                                      \
        double near_got = (got), near_expected = (expected);                                  \
        if (!(fabs(near_got - near_expected) <= (absolute) + (relative)*fabs(near_expected))) \
            fail_msg("%s = %.17g, expected %.17g", #got, near_got, near_expected);            \
    } while (0)

static inline int run_named_tests(int argc, char **argv, const struct CMUnitTest *tests, size_t count)
{
    int failed = 0;
    if (argc < 2) return _cmocka_run_group_tests(argv[0], tests, count, NULL, NULL);
    for (int a = 1; a < argc; a++) {
        const struct CMUnitTest *found = NULL;
        for (size_t t = 0; t < count; t++)
            if (strcmp(tests[t].name, argv[a]) == 0) found = &tests[t];
        if (!found) fprintf(stderr, "no test case is called %s\n", argv[a]);
        failed += found ? _cmocka_run_group_tests(argv[0], found, 1, NULL, NULL) : 1;
    }
    return failed;
}

#define RUN_TESTS(...)                                                             \
    int main(int argc, char **argv)                                                \
    {                                                                              \
        const struct CMUnitTest tests[] = {__VA_ARGS__};                           \
        return run_named_tests(argc, argv, tests, sizeof tests / sizeof tests[0]); \
    }

#endif
