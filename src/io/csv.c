/* CSV reader. The text is copied once and unquoted in place: a field is never longer than what it was read
 * from, so that each becomes a terminated string inside the copy. All fields, the header's first, stand in
 * one array, row after row.
 *
 * What must stay true: the place to write never passes the place to read; a row enters the array only if it
 * has as many fields as the header. */
#include "io/csv.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "io/file.h"
#include "io/number.h"
#include "io/utf8.h"

enum { FIRST_ROOM = 256 };

struct field {
    const char *text;
    int line, place;
};

struct dt_csv {
    char *file;
    char *text;
    struct field *field;
    size_t n_field, room;
    int n_column, n_row;
};

/* The reader: `at` walks over the text, `line` and `place` with it. */
struct reader {
    dt_csv *table;
    char *at, *end;
    int line, place;
    int n_fault;
    dt_status status; /* DT_NO_MEMORY stops everything */
    dt_diagnostics *diagnostics;
};

static void fault(struct reader *r, dt_error_code code, int line, int place, const char *expected)
{
    dt_diagnostic finding = {.code = code, .line = line, .column = place};
    snprintf(finding.file, sizeof finding.file, "%s", r->table->file);
    snprintf(finding.expected, sizeof finding.expected, "%s", expected);
    dt_diagnose(r->diagnostics, &finding);
    r->n_fault++;
}

/* Goes over `n` bytes of one character. */
static void step(struct reader *r, size_t n)
{
    r->place++;
    if (*r->at == '\n') {
        r->line++;
        r->place = 1;
    }
    r->at += n;
}

/* Takes the next character of a field to `*out`; reports one that no text may have, and goes over it. */
static void take(struct reader *r, char **out)
{
    size_t n = dt_utf8_size(r->at, (size_t)(r->end - r->at));
    if (n == 0) fault(r, DT_E_TEXT_UTF8, r->line, r->place, "");
    if (n == 1 && *r->at == '\0') fault(r, DT_E_TEXT_NUL, r->line, r->place, "");
    memmove(*out, r->at, n);
    *out += n;
    step(r, n ? n : 1);
}

static int at_line_end(const struct reader *r)
{
    return *r->at == '\n' || (*r->at == '\r' && r->at + 1 < r->end && r->at[1] == '\n');
}

static int at_field_end(const struct reader *r)
{
    return r->at == r->end || *r->at == ',' || at_line_end(r);
}

static void skip_line_end(struct reader *r)
{
    if (r->at == r->end) return;
    if (*r->at == '\r') step(r, 1);
    step(r, 1);
}

/* Reads up to the closing quote and returns the end of the text; the opening quote is under way. */
static char *read_quoted(struct reader *r)
{
    int line = r->line, place = r->place;
    char *out = r->at;
    step(r, 1);
    while (r->at < r->end) {
        if (*r->at == '"') {
            step(r, 1);
            if (r->at == r->end || *r->at != '"') return out;
        }
        take(r, &out);
    }
    fault(r, DT_E_CSV_UNTERMINATED, line, place, "a closing quote");
    return out;
}

/* Reads what stands outside quotes up to the end of the field. Quotes and carriage returns have no place
 * there, and after a quoted part nothing has: the first such character is reported. */
static void read_plain(struct reader *r, int is_after_quotes, char **out)
{
    int is_reported = 0;
    while (!at_field_end(r)) {
        int is_misplaced = is_after_quotes || *r->at == '"' || *r->at == '\r';
        if (is_misplaced && !is_reported) {
            fault(r, *r->at == '\r' ? DT_E_CSV_RETURN : DT_E_CSV_STRAY_QUOTE, r->line, r->place, "");
            is_reported = 1;
        }
        take(r, out);
    }
}

/* Appends a field to the table; 0 if there is no memory. */
static int add_field(struct reader *r, struct field field)
{
    dt_csv *table = r->table;
    if (table->n_field == table->room) {
        size_t room = table->room ? table->room * 2 : FIRST_ROOM;
        struct field *grown = realloc(table->field, room * sizeof *grown);
        if (!grown) {
            r->status = DT_NO_MEMORY;
            return 0;
        }
        table->field = grown;
        table->room = room;
    }
    table->field[table->n_field++] = field;
    return 1;
}

/* Reads one field and the comma behind it; returns whether another field follows in this row. */
static int read_field(struct reader *r)
{
    struct field field = {.text = r->at, .line = r->line, .place = r->place};
    char *out = r->at;
    int is_quoted = r->at < r->end && *r->at == '"';
    if (is_quoted) out = read_quoted(r);
    read_plain(r, is_quoted, &out);
    int has_next = r->at < r->end && *r->at == ',';
    if (has_next)
        step(r, 1);
    else
        skip_line_end(r);
    *out = '\0';
    return add_field(r, field) && has_next;
}

static void ragged_fault(struct reader *r, int line, size_t n_field)
{
    dt_diagnostic finding = {.code = DT_E_CSV_RAGGED, .line = line, .column = 1};
    snprintf(finding.file, sizeof finding.file, "%s", r->table->file);
    snprintf(finding.found, sizeof finding.found, "%zu", n_field);
    snprintf(finding.expected, sizeof finding.expected, "%d", r->table->n_column);
    dt_diagnose(r->diagnostics, &finding);
    r->n_fault++;
}

/* Reads one row, and takes it back if its number of fields is wrong. In a row with another fault the number
 * says nothing. */
static void read_row(struct reader *r)
{
    dt_csv *table = r->table;
    size_t before = table->n_field;
    int line = r->line, faults_before = r->n_fault;
    while (read_field(r))
        ;
    size_t n = table->n_field - before;
    if (r->status != DT_OK) return;
    if (before == 0 || n == (size_t)table->n_column) {
        table->n_column = (int)n;
        table->n_row += before > 0;
        return;
    }
    if (r->n_fault == faults_before) ragged_fault(r, line, n);
    table->n_field = before;
}

static void skip_comment(struct reader *r)
{
    while (r->at < r->end && *r->at != '\n') {
        char *out = r->at;
        take(r, &out);
    }
    skip_line_end(r);
}

static void read_rows(struct reader *r)
{
    while (r->at < r->end && r->status == DT_OK) {
        if (at_line_end(r))
            skip_line_end(r);
        else if (r->table->n_field == 0 && *r->at == '#')
            skip_comment(r);
        else
            read_row(r);
    }
}

static int compare_names(const void *a, const void *b)
{
    const struct field *x = *(const struct field *const *)a, *y = *(const struct field *const *)b;
    int order = strcmp(x->text, y->text);
    return order ? order : (x > y) - (x < y);
}

static void duplicate_fault(struct reader *r, const struct field *field)
{
    dt_diagnostic finding = {.code = DT_E_CSV_DUPLICATE};
    dt_csv_fault(r->table, DT_CSV_HEADER, (int)(field - r->table->field), &finding, r->diagnostics);
    r->n_fault++;
}

/* Reports columns without name and columns with a name that an earlier one has. Sorted, as a damaged file may
 * have millions. */
static void check_header(struct reader *r)
{
    const dt_csv *table = r->table;
    size_t n = (size_t)table->n_column;
    const struct field **by_name = malloc(n * sizeof *by_name);
    if (!by_name) {
        r->status = DT_NO_MEMORY;
        return;
    }
    for (size_t c = 0; c < n; c++)
        by_name[c] = &table->field[c];
    qsort(by_name, n, sizeof *by_name, compare_names);
    for (size_t c = 0; c < n; c++) {
        const struct field *field = by_name[c];
        if (field->text[0] == '\0')
            fault(r, DT_E_CSV_UNNAMED, field->line, field->place, "");
        else if (c > 0 && strcmp(field->text, by_name[c - 1]->text) == 0)
            duplicate_fault(r, field);
    }
    free(by_name);
}

/* Reads the text that the table holds. */
static dt_status read_table(dt_csv *table, size_t length, dt_diagnostics *diagnostics)
{
    struct reader r = {.table = table, .at = table->text, .end = table->text + length, .line = 1, .place = 1};
    r.diagnostics = diagnostics;
    if (length >= 3 && memcmp(table->text, "\xef\xbb\xbf", 3) == 0) r.at += 3;
    read_rows(&r);
    if (r.status == DT_OK && table->n_field == 0) fault(&r, DT_E_FILE_EMPTY, 0, 0, "");
    if (r.status == DT_OK && table->n_field > 0) check_header(&r);
    if (r.status != DT_OK) return dt_file_fault(diagnostics, DT_E_NO_MEMORY, table->file, 0);
    return r.n_fault ? DT_INPUT : DT_OK;
}

/* Makes a table of a text, which it adopts: freed also on failure. */
static dt_status adopt_text(char *text, size_t length, const char *name, dt_csv **out,
                            dt_diagnostics *diagnostics)
{
    dt_csv *table = calloc(1, sizeof *table);
    char *file = strdup(name);
    if (!table || !file) {
        free(text);
        free(file);
        free(table);
        return dt_file_fault(diagnostics, DT_E_NO_MEMORY, name, 0);
    }
    table->text = text;
    table->file = file;
    dt_status status = read_table(table, length, diagnostics);
    if (status == DT_OK)
        *out = table;
    else
        dt_csv_free(table);
    return status;
}

dt_status dt_csv_read(const char *path, dt_csv **out, dt_diagnostics *diagnostics)
{
    char *text;
    size_t length;
    dt_status status = dt_file_read(path, DT_CSV_LIMIT, &text, &length, diagnostics);
    return status == DT_OK ? adopt_text(text, length, path, out, diagnostics) : status;
}

dt_status dt_csv_parse(const char *text, size_t length, const char *name, dt_csv **out,
                       dt_diagnostics *diagnostics)
{
    if (length > DT_CSV_LIMIT) return dt_file_fault(diagnostics, DT_E_FILE_SIZE, name, 0);
    char *copy = malloc(length + 1);
    if (!copy) return dt_file_fault(diagnostics, DT_E_NO_MEMORY, name, 0);
    if (length > 0) memcpy(copy, text, length);
    copy[length] = '\0';
    return adopt_text(copy, length, name, out, diagnostics);
}

void dt_csv_free(dt_csv *table)
{
    if (!table) return;
    free(table->field);
    free(table->text);
    free(table->file);
    free(table);
}

const char *dt_csv_file(const dt_csv *table)
{
    return table->file;
}

int dt_csv_column_count(const dt_csv *table)
{
    return table->n_column;
}

int dt_csv_row_count(const dt_csv *table)
{
    return table->n_row;
}

int dt_csv_column(const dt_csv *table, const char *name)
{
    for (int c = 0; c < table->n_column; c++)
        if (strcmp(table->field[c].text, name) == 0) return c;
    return -1;
}

static const struct field *field_at(const dt_csv *table, int row, int column)
{
    return &table->field[(size_t)(row + 1) * (size_t)table->n_column + (size_t)column];
}

const char *dt_csv_text(const dt_csv *table, int row, int column)
{
    return field_at(table, row, column)->text;
}

int dt_csv_line(const dt_csv *table, int row, int column)
{
    return field_at(table, row, column)->line;
}

int dt_csv_place(const dt_csv *table, int row, int column)
{
    return field_at(table, row, column)->place;
}

dt_status dt_csv_fault(const dt_csv *table, int row, int column, const dt_diagnostic *finding,
                       dt_diagnostics *diagnostics)
{
    const struct field *field = field_at(table, row, column);
    dt_diagnostic full = *finding;
    full.line = field->line;
    full.column = field->place;
    snprintf(full.file, sizeof full.file, "%s", table->file);
    if (!full.key[0]) snprintf(full.key, sizeof full.key, "%s", table->field[column].text);
    if (!full.found[0]) snprintf(full.found, sizeof full.found, "\"%s\"", field->text);
    return dt_diagnose(diagnostics, &full);
}

dt_status dt_csv_number(const dt_csv *table, int row, int column, double *value, dt_diagnostics *diagnostics)
{
    dt_diagnostic finding = {.code = DT_E_CSV_NUMBER, .expected = "a decimal number"};
    if (dt_number_parse(dt_csv_text(table, row, column), value) == DT_OK) return DT_OK;
    return dt_csv_fault(table, row, column, &finding, diagnostics);
}
