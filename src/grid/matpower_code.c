/* Code behind the data of a case file.
 *
 * Distribution cases compute per-unit impedances and megawatts from ohms and kilowatts after the matrices.
 * Understood are: names of columns ([...] = idx_bus; define_constants), a variable set to an expression that
 * may use elements of matrices, and a multiplication or division of columns of one matrix by a number.
 * Anything else is refused: a case read without its last lines would be wrong by factors of a thousand. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/try.h"
#include "grid/matpower.h"

/* Names of columns as idx_bus, idx_gen and idx_brch give them. */
static const struct {
    const char *name;
    int column;
} column_name[] = {
    {"BUS_I", 1},    {"BUS_TYPE", 2}, {"PD", 3},         {"QD", 4},         {"GS", 5},      {"BS", 6},
    {"BUS_AREA", 7}, {"VM", 8},       {"VA", 9},         {"BASE_KV", 10},   {"ZONE", 11},   {"VMAX", 12},
    {"VMIN", 13},    {"GEN_BUS", 1},  {"PG", 2},         {"QG", 3},         {"QMAX", 4},    {"QMIN", 5},
    {"VG", 6},       {"MBASE", 7},    {"GEN_STATUS", 8}, {"PMAX", 9},       {"PMIN", 10},   {"F_BUS", 1},
    {"T_BUS", 2},    {"BR_R", 3},     {"BR_X", 4},       {"BR_B", 5},       {"RATE_A", 6},  {"RATE_B", 7},
    {"RATE_C", 8},   {"TAP", 9},      {"SHIFT", 10},     {"BR_STATUS", 11}, {"ANGMIN", 12}, {"ANGMAX", 13},
};

static dt_status refuse(dt_case_file *file, const char *start)
{
    dt_grid_scan *s = &file->scan;
    char shown[80];
    size_t length = 0;
    while (start + length < s->end && start[length] != '\n' && start[length] != '\r' &&
           length + 1 < sizeof shown) {
        shown[length] = start[length] < ' ' ? ' ' : start[length];
        length++;
    }
    shown[length] = '\0';
    if (s->at > start && start >= s->line_start) s->at = start;
    return dt_grid_scan_fail(s, DT_E_GRID_CODE, shown, "data, or a plain change of units");
}

static int named_column(const char *name)
{
    for (size_t k = 0; k < sizeof column_name / sizeof column_name[0]; k++)
        if (strcmp(name, column_name[k].name) == 0) return column_name[k].column;
    return 0;
}

/* A column: a name or a number; 0 if neither. */
static int read_column(dt_grid_scan *s)
{
    char name[DT_GRID_SCAN_NAME];
    double value = 0.0;
    dt_grid_scan_skip(s, 0);
    if (dt_grid_scan_word(s, name)) return named_column(name);
    if (dt_grid_scan_peek(s) < '0' || dt_grid_scan_peek(s) > '9') return 0;
    while (dt_grid_scan_peek(s) >= '0' && dt_grid_scan_peek(s) <= '9' && value < 1e6)
        value = 10.0 * value + (*s->at++ - '0');
    return value < 1e3 ? (int)value : 0;
}

/* Columns `(:, PD)`, `(:, [PD, QD])`, its '(' being next. Returns their number, 0 if it is something else. */
static int read_columns(dt_grid_scan *s, int column[16])
{
    int count = 0;
    if (!dt_grid_scan_take(s, '(')) return 0;
    dt_grid_scan_skip(s, 0);
    if (!dt_grid_scan_take(s, ':')) return 0;
    dt_grid_scan_skip(s, 0);
    if (!dt_grid_scan_take(s, ',')) return 0;
    dt_grid_scan_skip(s, 0);
    int is_list = dt_grid_scan_take(s, '[');
    do {
        dt_grid_scan_skip(s, 0);
        dt_grid_scan_take(s, ',');
        column[count] = read_column(s);
        if (column[count++] == 0 || count == 16) return 0;
        dt_grid_scan_skip(s, 0);
    } while (is_list && !dt_grid_scan_take(s, ']'));
    dt_grid_scan_skip(s, 0);
    return dt_grid_scan_take(s, ')') ? count : 0;
}

/* A matrix of the file by its name with or without the structure's; NULL if none is next. */
static dt_grid_scan_table *read_table(dt_case_file *file)
{
    char word[DT_GRID_SCAN_NAME];
    dt_grid_scan *s = &file->scan;
    if (!dt_grid_scan_word(s, word)) return NULL;
    if (file->prefix[0]) {
        if (strcmp(word, file->prefix) != 0 || !dt_grid_scan_take(s, '.') || !dt_grid_scan_word(s, word))
            return NULL;
    }
    int t = dt_case_table_find(word);
    return t >= 0 && file->table[t].line > 0 && !file->table[t].is_cell ? &file->table[t] : NULL;
}

/* An element of a matrix `mpc.bus(1, BASE_KV)` or `mpc.baseMVA` is put into a variable, so that an expression
 * that begins there can be read. Returns 1 if the place was one of these, with its value. */
static int read_reference(dt_case_file *file, double *value)
{
    dt_grid_scan *s = &file->scan, before = *s;
    char word[DT_GRID_SCAN_NAME];
    if (dt_grid_scan_word(s, word)) {
        if (file->prefix[0] && strcmp(word, file->prefix) == 0 && dt_grid_scan_take(s, '.'))
            dt_grid_scan_word(s, word);
        if (strcmp(word, "baseMVA") == 0 && isfinite(file->base_mva)) {
            *value = file->base_mva;
            return 1;
        }
    }
    s->at = before.at;
    dt_grid_scan_table *table = read_table(file);
    if (table && dt_grid_scan_take(s, '(')) {
        int row = read_column(s), column = 0;
        dt_grid_scan_skip(s, 0);
        if (dt_grid_scan_take(s, ',')) column = read_column(s);
        dt_grid_scan_skip(s, 0);
        if (row > 0 && column > 0 && row <= table->n_row && dt_grid_scan_take(s, ')') &&
            table->row_start[row - 1] + column <= table->row_start[row]) {
            *value = table->value[table->row_start[row - 1] + column - 1];
            return 1;
        }
    }
    s->at = before.at;
    return 0;
}

/* Expression of numbers, variables and elements: the elements are replaced in a copy of the text. */
static dt_status read_expression(dt_case_file *file, const char *start, double *value)
{
    dt_grid_scan *s = &file->scan;
    char text[512];
    size_t length = 0;
    while (s->at < s->end && *s->at != ';' && *s->at != '\n' && *s->at != '%' && *s->at != '\r') {
        double element = 0.0;
        int is_inside = length > 0 && (strchr("_", text[length - 1]) || (text[length - 1] | 32) >= 'a');
        int written = 0;
        if (!is_inside && read_reference(file, &element))
            written = snprintf(text + length, sizeof text - length, "(%.17g)", element);
        else
            written = snprintf(text + length, sizeof text - length, "%c", *s->at++);
        if (written < 0 || length + (size_t)written >= sizeof text) return refuse(file, start);
        length += (size_t)written;
    }
    dt_grid_scan inner = *s;
    inner.text = inner.at = inner.line_start = text;
    inner.end = text + length;
    inner.found = NULL;
    inner.failed = DT_OK;
    if (dt_grid_scan_number(&inner, value) != DT_OK) return refuse(file, start);
    dt_grid_scan_skip(&inner, 0);
    return inner.at == inner.end ? DT_OK : refuse(file, start);
}

/* `m(:, columns) = m(:, columns) / number`; the statement begins at `start`. */
static dt_status scale_columns(dt_case_file *file, const char *start)
{
    dt_grid_scan *s = &file->scan;
    int column[16], again[16];
    double factor = 1.0;
    s->at = start;
    dt_grid_scan_table *table = read_table(file);
    int count = table ? read_columns(s, column) : 0;
    dt_grid_scan_skip(s, 0);
    if (count == 0 || !dt_grid_scan_take(s, '=')) return refuse(file, start);
    dt_grid_scan_skip(s, 0);
    if (read_table(file) != table || read_columns(s, again) != count) return refuse(file, start);
    if (memcmp(column, again, (size_t)count * sizeof *column) != 0) return refuse(file, start);
    dt_grid_scan_skip(s, 0);
    dt_grid_scan_take(s, '.');
    int divides = dt_grid_scan_take(s, '/');
    if (!divides && !dt_grid_scan_take(s, '*')) return refuse(file, start);
    DT_TRY(read_expression(file, start, &factor));
    if (!isfinite(factor) || factor == 0.0) return refuse(file, start);
    for (int i = 0; i < table->n_row; i++)
        for (int c = 0; c < count; c++) {
            int at = table->row_start[i] + column[c] - 1;
            if (at >= table->row_start[i + 1]) return refuse(file, start);
            table->value[at] = divides ? table->value[at] / factor : table->value[at] * factor;
        }
    return DT_OK;
}

/* `[PQ, PV, ...] = idx_bus;` and the like, the '[' being next. */
static dt_status read_index_names(dt_case_file *file, const char *start)
{
    dt_grid_scan *s = &file->scan;
    char word[DT_GRID_SCAN_NAME];
    while (s->at < s->end && !dt_grid_scan_take(s, ']')) {
        s->at++;
        dt_grid_scan_skip(s, 1);
    }
    dt_grid_scan_skip(s, 0);
    if (!dt_grid_scan_take(s, '=')) return refuse(file, start);
    dt_grid_scan_skip(s, 0);
    if (!dt_grid_scan_word(s, word) || strncmp(word, "idx_", 4) != 0) return refuse(file, start);
    dt_grid_scan_statement(s);
    return DT_OK;
}

dt_status dt_case_code(dt_case_file *file, const char *start, const char *word)
{
    dt_grid_scan *s = &file->scan;
    if (start < s->line_start) return refuse(file, start);
    if (!word[0] && dt_grid_scan_peek(s) == '[') return read_index_names(file, start);
    if (strcmp(word, "define_constants") == 0) {
        dt_grid_scan_statement(s);
        return DT_OK;
    }
    dt_grid_scan_skip(s, 0);
    if (word[0] && s->at[-1] != ')' && dt_grid_scan_peek(s) == '=' &&
        memchr(start, '.', (size_t)(s->at - start)) == NULL) {
        double value = 0.0;
        s->at++;
        dt_grid_scan_skip(s, 0);
        DT_TRY(read_expression(file, start, &value));
        return dt_grid_scan_set(s, word, value);
    }
    return scale_columns(file, start);
}
