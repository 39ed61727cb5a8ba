/* Numbers with arithmetic, quoted texts, matrices and cells of a case file.
 *
 * Inside a matrix blanks and commas separate elements, ';' and line ends separate rows. "1 -2" are two
 * elements, "1 - 2" and "1-2" one, as in the language the files are written in. */
#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/try.h"
#include "grid/scan.h"
#include "io/number.h"

enum { MAX_DEPTH = 30 };

static dt_status sum(dt_grid_scan *scan, double *value);

dt_status dt_grid_scan_set(dt_grid_scan *scan, const char *name, double value)
{
    int room = (int)(sizeof scan->variable / sizeof scan->variable[0]), at = 0;
    while (at < scan->n_variable && strcmp(scan->variable[at].name, name) != 0)
        at++;
    if (at >= room) return dt_grid_scan_fail(scan, DT_E_GRID_CODE, name, "fewer variables");
    snprintf(scan->variable[at].name, DT_GRID_SCAN_NAME, "%s", name);
    scan->variable[at].value = value;
    if (at == scan->n_variable) scan->n_variable++;
    return DT_OK;
}

/* Blanks within an expression: none in a matrix, where they separate. */
static void skip(dt_grid_scan *scan)
{
    if (!scan->is_element || scan->depth > 0) dt_grid_scan_skip(scan, 0);
}

/* Whether the dot at the present place belongs to an operator (".*") and not to a number. */
static int is_dotted(const dt_grid_scan *scan)
{
    return scan->end - scan->at >= 2 && scan->at[0] == '.' && scan->at[1] && strchr("*/^", scan->at[1]);
}

/* Whether the present character continues a number that so far ends with `last`. */
static int is_of_number(const dt_grid_scan *scan, char last)
{
    char c = *scan->at;
    if (c == '.') return !is_dotted(scan);
    if (c == '+' || c == '-') return last == 'e';
    return isdigit((unsigned char)c) || (c && strchr("eEdD", c));
}

static dt_status plain_number(dt_grid_scan *scan, double *value)
{
    char text[64];
    size_t length = 0;
    const char *begin = scan->at;
    while (scan->at < scan->end && length + 1 < sizeof text &&
           is_of_number(scan, length > 0 ? text[length - 1] : '\0')) {
        char c = *scan->at++;
        text[length++] = (char)(isalpha((unsigned char)c) ? 'e' : c);
    }
    text[length] = '\0';
    if (dt_number_parse(text, value) == DT_OK) return DT_OK;
    scan->at = begin;
    return dt_grid_scan_fail(scan, DT_E_GRID_SYNTAX, text, "a number");
}

static dt_status named_number(dt_grid_scan *scan, double *value)
{
    char name[DT_GRID_SCAN_NAME];
    const char *begin = scan->at;
    dt_grid_scan_word(scan, name);
    static const struct {
        const char *name;
        double value;
    } known[] = {
        {"Inf", INFINITY}, {"inf", INFINITY}, {"NaN", NAN}, {"nan", NAN}, {"pi", 3.14159265358979323846}};
    for (size_t k = 0; k < sizeof known / sizeof known[0]; k++)
        if (strcmp(name, known[k].name) == 0) {
            *value = known[k].value;
            return DT_OK;
        }
    for (int v = 0; v < scan->n_variable; v++)
        if (strcmp(name, scan->variable[v].name) == 0) {
            *value = scan->variable[v].value;
            return DT_OK;
        }
    if (strcmp(name, "sqrt") == 0 && dt_grid_scan_peek(scan) == '(') {
        scan->depth++;
        scan->at++;
        dt_status status = scan->depth > MAX_DEPTH ? DT_INPUT : sum(scan, value);
        scan->depth--;
        DT_TRY(status);
        *value = sqrt(*value);
        if (dt_grid_scan_take(scan, ')')) return DT_OK;
    }
    scan->at = begin;
    return dt_grid_scan_fail(scan, DT_E_GRID_SYNTAX, name, "a number");
}

static dt_status operand(dt_grid_scan *scan, double *value)
{
    skip(scan);
    int c = dt_grid_scan_peek(scan);
    if (isdigit(c) || c == '.') return plain_number(scan, value);
    if (isalpha(c) || c == '_') return named_number(scan, value);
    if (c != '(' || scan->depth >= MAX_DEPTH) {
        char found[2] = {(char)(isprint(c) ? c : 0), 0};
        return dt_grid_scan_fail(scan, scan->at >= scan->end ? DT_E_GRID_TRUNCATED : DT_E_GRID_SYNTAX, found,
                                 "a number");
    }
    scan->at++;
    scan->depth++;
    dt_status status = sum(scan, value);
    dt_grid_scan_skip(scan, 0);
    scan->depth--;
    DT_TRY(status);
    return dt_grid_scan_take(scan, ')') ? DT_OK : dt_grid_scan_fail(scan, DT_E_GRID_SYNTAX, NULL, ")");
}

/* Whether a sign behind a blank begins a new element of a matrix: no blank follows it. */
static int begins_element(const dt_grid_scan *scan, int is_apart)
{
    char c = *scan->at;
    int next = scan->end - scan->at >= 2 ? scan->at[1] : ' ';
    return scan->is_element && scan->depth == 0 && is_apart && (c == '+' || c == '-') && !isspace(next);
}

/* Takes an operator of `set` and the dot that may stand before it; 0, and nothing taken, if none is next. */
static char take_operator(dt_grid_scan *scan, const char *set)
{
    const char *before = scan->at;
    dt_grid_scan_skip(scan, 0);
    int is_apart = scan->at > before;
    if (is_dotted(scan)) scan->at++;
    char c = (char)dt_grid_scan_peek(scan);
    if (c && strchr(set, c) && !begins_element(scan, is_apart)) {
        scan->at++;
        return c;
    }
    /* A continuation that was passed has moved the line; only within one line the place can go back. */
    if (before >= scan->line_start) scan->at = before;
    return '\0';
}

static dt_status signed_operand(dt_grid_scan *scan, double *value)
{
    int is_negative = 0, n_sign = 0;
    skip(scan);
    while ((dt_grid_scan_peek(scan) == '-' || dt_grid_scan_peek(scan) == '+') && n_sign++ < MAX_DEPTH) {
        is_negative ^= dt_grid_scan_peek(scan) == '-';
        scan->at++;
        skip(scan);
    }
    DT_TRY(operand(scan, value));
    while (take_operator(scan, "^")) {
        double power = 0.0;
        int negative = dt_grid_scan_take(scan, '-');
        DT_TRY(operand(scan, &power));
        *value = pow(*value, negative ? -power : power);
    }
    if (is_negative) *value = -*value;
    return DT_OK;
}

static dt_status product(dt_grid_scan *scan, double *value)
{
    DT_TRY(signed_operand(scan, value));
    for (char c = take_operator(scan, "*/"); c; c = take_operator(scan, "*/")) {
        double factor = 1.0;
        skip(scan);
        if (scan->is_element) dt_grid_scan_skip(scan, 0);
        DT_TRY(signed_operand(scan, &factor));
        *value = c == '*' ? *value * factor : *value / factor;
    }
    return DT_OK;
}

static dt_status sum(dt_grid_scan *scan, double *value)
{
    DT_TRY(product(scan, value));
    for (char c = take_operator(scan, "+-"); c; c = take_operator(scan, "+-")) {
        double term = 0.0;
        if (scan->is_element) dt_grid_scan_skip(scan, 0);
        DT_TRY(product(scan, &term));
        *value = c == '+' ? *value + term : *value - term;
    }
    return DT_OK;
}

dt_status dt_grid_scan_number(dt_grid_scan *scan, double *value)
{
    double result = 0.0;
    DT_TRY(sum(scan, &result));
    *value = result;
    return DT_OK;
}

/* Whether a quote at `p` is escaped, by a backslash or by being written twice: then it takes two places. */
static int is_pair(const dt_grid_scan *scan, const char *p, char quote)
{
    return p + 1 < scan->end && p[1] == quote && (*p == '\\' || *p == quote);
}

dt_status dt_grid_scan_text(dt_grid_scan *scan, char **text)
{
    char quote = (char)dt_grid_scan_peek(scan);
    const char *p = ++scan->at;
    size_t length = 0;
    while (p < scan->end && *p != '\n' && (*p != quote || is_pair(scan, p, quote))) {
        p += 1 + is_pair(scan, p, quote);
        length++;
    }
    if (p >= scan->end || *p == '\n')
        return dt_grid_scan_fail(scan, p >= scan->end ? DT_E_GRID_TRUNCATED : DT_E_GRID_SYNTAX,
                                 "a quote that is not closed", "a closing quote");
    char *out = malloc(length + 1);
    if (!out) return DT_NO_MEMORY;
    size_t at = 0;
    for (const char *q = scan->at; q < p; q++) {
        q += is_pair(scan, q, quote);
        out[at++] = *q;
    }
    out[at] = '\0';
    scan->at = p + 1;
    *text = out;
    return DT_OK;
}

void dt_grid_scan_table_clear(dt_grid_scan_table *table)
{
    for (int k = 0; table->text && k < table->n_value; k++)
        free(table->text[k]);
    free(table->text);
    free(table->row_start);
    free(table->row_line);
    free(table->place);
    free(table->value);
    *table = (dt_grid_scan_table){0};
}

static dt_status grow(void *array_of_pointer, size_t count, size_t size)
{
    void **array = array_of_pointer;
    void *larger = realloc(*array, count * size);
    if (!larger) return DT_NO_MEMORY;
    *array = larger;
    return DT_OK;
}

static dt_status add_value(dt_grid_scan_table *t, double value, char *text, int place)
{
    if (t->n_value == t->value_room) {
        size_t room = t->value_room ? 2 * (size_t)t->value_room : 64;
        DT_TRY(grow(&t->value, room, sizeof *t->value));
        DT_TRY(grow(&t->place, room, sizeof *t->place));
        if (t->is_cell) DT_TRY(grow(&t->text, room, sizeof *t->text));
        t->value_room = (int)room;
    }
    t->value[t->n_value] = value;
    t->place[t->n_value] = place;
    if (t->is_cell) t->text[t->n_value] = text;
    t->n_value++;
    return DT_OK;
}

static dt_status end_row(dt_grid_scan_table *t, int line)
{
    int first = t->n_row > 0 ? t->row_start[t->n_row] : 0;
    if (t->n_value == first) return DT_OK;
    if (t->n_row + 2 > t->row_room) {
        size_t room = t->row_room ? 2 * (size_t)t->row_room : 64;
        DT_TRY(grow(&t->row_start, room, sizeof *t->row_start));
        DT_TRY(grow(&t->row_line, room, sizeof *t->row_line));
        t->row_room = (int)room;
    }
    if (t->n_row == 0) t->row_start[0] = 0;
    t->row_line[t->n_row] = line;
    t->row_start[++t->n_row] = t->n_value;
    return DT_OK;
}

static dt_status read_element(dt_grid_scan *scan, dt_grid_scan_table *t)
{
    double value = NAN;
    char *text = NULL;
    int c = dt_grid_scan_peek(scan), place = (int)(scan->at - scan->line_start) + 1;
    if (t->is_cell && (c == '\'' || c == '"'))
        DT_TRY(dt_grid_scan_text(scan, &text));
    else
        DT_TRY(dt_grid_scan_number(scan, &value));
    dt_status status = add_value(t, value, text, place);
    if (status != DT_OK) free(text);
    return status;
}

static dt_status read_rows(dt_grid_scan *scan, dt_grid_scan_table *t, char close)
{
    int row_line = scan->line;
    for (;;) {
        dt_grid_scan_skip(scan, 0);
        int c = dt_grid_scan_peek(scan);
        if (scan->at >= scan->end) {
            dt_diagnostic d = {.code = DT_E_GRID_TRUNCATED, .line = t->line};
            snprintf(d.key, sizeof d.key, "%s", t->name);
            snprintf(d.found, sizeof d.found, "%s", "the end of the file");
            d.expected[0] = close;
            return dt_grid_scan_report(scan, &d);
        }
        if (c == close) {
            scan->at++;
            return end_row(t, row_line);
        }
        if (c == ';' || c == '\n') {
            DT_TRY(end_row(t, row_line));
            dt_grid_scan_take(scan, (char)c);
            dt_grid_scan_skip(scan, 1);
            row_line = scan->line;
            continue;
        }
        if (c == ',')
            scan->at++;
        else
            DT_TRY(read_element(scan, t));
    }
}

dt_status dt_grid_scan_table_read(dt_grid_scan *scan, dt_grid_scan_table *table)
{
    table->line = scan->line;
    table->is_cell = dt_grid_scan_peek(scan) == '{';
    scan->at++;
    dt_grid_scan_skip(scan, 1);
    scan->is_element = 1;
    dt_status status = read_rows(scan, table, table->is_cell ? '}' : ']');
    scan->is_element = 0;
    return status;
}
