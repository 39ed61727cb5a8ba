/* Exact fractions. A decimal is its digits times a power of ten; GMP's own reader takes no decimals and no
 * signs before fractions of ours, so digits are checked here and handed over clean. */
#include "normal/exact.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Digits of a number as they are read: sign, all digits without the point, and the power of ten. */
struct digits {
    char text[DT_EXACT_TEXT + 2];
    int n;
    long exponent;
};

static const char *take_digits(const char *at, const char *end, struct digits *d, int is_after_point)
{
    for (; at < end && isdigit((unsigned char)*at); at++) {
        d->text[d->n++] = *at;
        d->exponent -= is_after_point;
    }
    return at;
}

/* Reads "e-12"; NULL if no digits follow or the exponent is out of bounds. */
static const char *take_exponent(const char *at, const char *end, struct digits *d)
{
    long value = 0, sign = 1;
    at++;
    if (at < end && (*at == '+' || *at == '-')) sign = *at++ == '-' ? -1 : 1;
    if (at == end || !isdigit((unsigned char)*at)) return NULL;
    for (; at < end && isdigit((unsigned char)*at); at++)
        if ((value = 10 * value + (*at - '0')) > DT_EXACT_EXPONENT) return NULL;
    d->exponent += sign * value;
    return at;
}

/* The decimal or whole number that begins at `at`; returns where it ends, NULL if there is none. */
static const char *take_number(const char *at, const char *end, struct digits *d)
{
    if (at < end && (*at == '+' || *at == '-')) {
        if (*at == '-') d->text[d->n++] = '-';
        at++;
    }
    int first = d->n;
    at = take_digits(at, end, d, 0);
    if (at < end && *at == '.') at = take_digits(at + 1, end, d, 1);
    if (d->n == first) return NULL;
    if (at < end && (*at == 'e' || *at == 'E')) at = take_exponent(at, end, d);
    return at;
}

static const char *take_divisor(const char *at, const char *end, struct digits *d)
{
    at = take_digits(at, end, d, 0);
    return d->n ? at : NULL;
}

static void set_decimal(mpq_t out, const struct digits *d)
{
    mpz_t power;
    mpz_init(power);
    mpz_set_str(mpq_numref(out), d->text, 10);
    mpz_ui_pow_ui(power, 10, (unsigned long)labs(d->exponent));
    if (d->exponent >= 0)
        mpz_mul(mpq_numref(out), mpq_numref(out), power);
    else
        mpz_set(mpq_denref(out), power);
    mpz_clear(power);
}

dt_status dt_exact_parse(const char *text, size_t length, mpq_t out)
{
    struct digits top = {.n = 0}, bottom = {.n = 0};
    const char *end = text + length;
    if (length == 0 || length > DT_EXACT_TEXT) return DT_INPUT;
    const char *at = take_number(text, end, &top);
    int is_fraction = at && at < end && *at == '/' && !memchr(text, '.', (size_t)(at - text)) &&
        !memchr(text, 'e', (size_t)(at - text)) && !memchr(text, 'E', (size_t)(at - text));
    if (is_fraction) at = take_divisor(at + 1, end, &bottom);
    if (at != end) return DT_INPUT;

    mpq_t value;
    mpq_init(value);
    set_decimal(value, &top);
    if (is_fraction) mpz_set_str(mpq_denref(value), bottom.text, 10);
    int is_valid = mpz_sgn(mpq_denref(value)) != 0;
    if (is_valid) {
        mpq_canonicalize(value);
        is_valid = isfinite(dt_exact_double(value));
    }
    if (is_valid) mpq_swap(out, value);
    mpq_clear(value);
    return is_valid ? DT_OK : DT_INPUT;
}

/* Whether `nearer` is at least as near to `value` as `other`. */
static int is_nearer(const mpq_t value, double nearer, double other)
{
    mpq_t twice, sum, a, b;
    mpq_inits(twice, sum, a, b, NULL);
    mpq_mul_2exp(twice, value, 1);
    mpq_set_d(a, nearer);
    mpq_set_d(b, other);
    mpq_add(sum, a, b);
    int side = mpq_cmp(twice, sum), direction = nearer < other ? -1 : 1;
    mpq_clears(twice, sum, a, b, NULL);
    return side * direction >= 0;
}

double dt_exact_double(const mpq_t value)
{
    mpz_srcptr top = mpq_numref(value), bottom = mpq_denref(value);
    /* Two whole numbers that doubles hold: one division rounds correctly. */
    if (mpz_sizeinbase(top, 2) <= 53 && mpz_sizeinbase(bottom, 2) <= 53)
        return mpz_get_d(top) / mpz_get_d(bottom);
    if (mpz_sizeinbase(top, 2) > mpz_sizeinbase(bottom, 2) + 1024) return mpz_sgn(top) * HUGE_VAL;
    /* GMP cuts towards 0; the next double away from 0 may be nearer. */
    double cut = mpq_get_d(value), next = nextafter(cut, mpz_sgn(top) * HUGE_VAL);
    if (!isfinite(next) || is_nearer(value, cut, next)) return cut;
    return next;
}

void dt_exact_append(dt_text *text, const mpq_t value)
{
    size_t room = mpz_sizeinbase(mpq_numref(value), 10) + mpz_sizeinbase(mpq_denref(value), 10) + 3;
    char *digits = malloc(room);
    if (!digits) {
        text->has_failed = 1;
        return;
    }
    dt_text_append(text, mpq_get_str(digits, 10, value));
    free(digits);
}
