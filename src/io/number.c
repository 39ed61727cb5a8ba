/* Numbers as text, the same in every locale: the thread's locale is "C" during each conversion and then what
 * it was. "C" is built into the C library, so that newlocale neither allocates nor reads a file for it. */
#include "io/number.h"

#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* Switches the thread to the locale "C"; returns what to give to restore_locale. */
static locale_t enter_c_locale(locale_t *c_locale)
{
    *c_locale = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    return *c_locale ? uselocale(*c_locale) : (locale_t)0;
}

static void restore_locale(locale_t before, locale_t c_locale)
{
    if (!c_locale) return;
    uselocale(before);
    freelocale(c_locale);
}

static const char *skip_digits(const char *p, int *n_digit)
{
    while (*p >= '0' && *p <= '9') {
        p++;
        (*n_digit)++;
    }
    return p;
}

/* Whether the whole text is sign, digits, point, digits, exponent. */
static int is_decimal(const char *p)
{
    int n_digit = 0, n_exponent = 0;
    if (*p == '+' || *p == '-') p++;
    p = skip_digits(p, &n_digit);
    if (*p == '.') p = skip_digits(p + 1, &n_digit);
    if (n_digit == 0) return 0;
    if (*p != 'e' && *p != 'E') return *p == '\0';
    p++;
    if (*p == '+' || *p == '-') p++;
    p = skip_digits(p, &n_exponent);
    return n_exponent > 0 && *p == '\0';
}

static double to_double(const char *text)
{
    locale_t c_locale, before = enter_c_locale(&c_locale);
    double value = strtod(text, NULL);
    restore_locale(before, c_locale);
    return value;
}

dt_status dt_number_parse(const char *text, double *value)
{
    if (!is_decimal(text)) return DT_INPUT;
    double number = to_double(text);
    if (!isfinite(number)) return DT_INPUT;
    *value = number;
    return DT_OK;
}

size_t dt_number_format(double value, char text[DT_NUMBER_TEXT])
{
    locale_t c_locale, before = enter_c_locale(&c_locale);
    int length = 0;
    for (int digits = 15; digits <= 17; digits++) {
        length = snprintf(text, DT_NUMBER_TEXT, "%.*g", digits, value);
        if (!isfinite(value) || strtod(text, NULL) == value) break;
    }
    restore_locale(before, c_locale);
    return (size_t)length;
}

int dt_print(char *text, size_t size, const char *format, va_list arguments)
{
    locale_t c_locale, before = enter_c_locale(&c_locale);
    int length = vsnprintf(text, size, format, arguments);
    restore_locale(before, c_locale);
    return length;
}
