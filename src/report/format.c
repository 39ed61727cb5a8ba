/* Numbers as people read them. Nothing here depends on the locale: dt_print writes a point, the commas are
 * put in by hand. */
#include "report/format.h"

#include <math.h>
#include <stdarg.h>
#include <string.h>

#include "io/number.h"

__attribute__((format(printf, 2, 3))) static void print(dt_formatted *out, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    dt_print(out->text, sizeof out->text, format, arguments);
    va_end(arguments);
}

/* The rules that the page follows too. */
static const struct {
    double digits, smallest, largest;
} rule = {
#define DT_NUMBER(name, value) .name = value,
#include "report/tokens.def"
};
static const struct {
    char thousands[2], missing[8];
} word = {
#define DT_WORD(name, text) .name = text,
#include "report/tokens.def"
};

/* Copies digits[] with a sign before every third digit of the whole part. */
static void separate(const char *digits, char *out)
{
    size_t whole = strcspn(digits, ".");
    size_t n = 0;
    for (size_t i = 0; digits[i]; i++) {
        int at_group = i > 0 && i < whole && (whole - i) % 3 == 0;
        if (at_group) out[n++] = word.thousands[0];
        out[n++] = digits[i];
    }
    out[n] = '\0';
}

/* Decimals that show `digits` significant digits of a positive value after rounding: 9.96 with two digits is
 * "10". */
static int decimals_for(double value, int digits)
{
    int exponent = (int)floor(log10(value));
    double unit = pow(10.0, exponent - digits + 1);
    if (round(value / unit) * unit >= pow(10.0, exponent + 1)) exponent++;
    int decimals = digits - 1 - exponent;
    return decimals > 0 ? decimals : 0;
}

/* Rounds to significant digits above the decimal point too: 52,348 with three digits is 52,300. */
static double round_whole(double value, int digits)
{
    double unit = pow(10.0, floor(log10(value)) - digits + 1);
    return unit > 1.0 ? round(value / unit) * unit : value;
}

dt_formatted dt_number(double value, int digits)
{
    dt_formatted result;
    dt_formatted plain;
    char separated[DT_FORMAT_TEXT];
    double size = fabs(value);
    if (!isfinite(value)) {
        print(&result, "%s", word.missing);
    } else if (size == 0.0) {
        print(&result, "0");
    } else if (size < rule.smallest) {
        print(&result, value < 0 ? "0" : "<%g", rule.smallest);
    } else if (size >= rule.largest) {
        print(&result, "%.2e", value);
    } else {
        print(&plain, "%.*f", decimals_for(size, digits), round_whole(size, digits));
        separate(plain.text, separated);
        print(&result, value < 0 ? "-%s" : "%s", separated);
    }
    return result;
}

dt_formatted dt_decimal(double value, int decimals)
{
    dt_formatted result, plain;
    char separated[DT_FORMAT_TEXT];
    print(&plain, "%.*f", decimals, fabs(value));
    separate(plain.text, separated);
    print(&result, value < 0.0 ? "-%s" : "%s", separated);
    return result;
}

dt_formatted dt_typed(double value)
{
    dt_formatted result;
    print(&result, "%.6g", value);
    return result;
}

dt_formatted dt_percent(double share)
{
    dt_formatted result;
    double percent = 100.0 * share;
    if (!isfinite(share))
        print(&result, "%s", word.missing);
    else if (percent > 0.0 && percent < 1.0)
        print(&result, "<1%%");
    else if (percent > 99.0 && percent < 100.0)
        print(&result, ">99%%");
    else
        print(&result, "%.0f%%", percent);
    return result;
}

dt_formatted dt_coordinate(double value)
{
    dt_formatted result;
    print(&result, "%.2f", isfinite(value) ? value : 0.0);
    char *end = result.text + strlen(result.text) - 1;
    while (*end == '0')
        *end-- = '\0';
    if (*end == '.') *end = '\0';
    if (strcmp(result.text, "-0") == 0) strcpy(result.text, "0");
    return result;
}
