/* Reads the statements of a MATPOWER case.
 *
 * Version 2 sets fields of a structure, `mpc.bus = [ ... ]`; version 1 sets variables that the function line
 * names in order. The structure may have any name. Fields that are not used are skipped with a warning, those
 * that carry no physics silently. A comment `%column_names%` needs no care: what it describes is not used. */
#include "grid/matpower.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/try.h"
#include "io/file.h"

enum { FILE_LIMIT = 256 << 20 };

static const char *const table_name[DT_CASE_TABLES] = {
    "bus", "gen", "branch", "gencost", "dcline", "dclinecost", "bus_name", "gen_name", "genfuel",
};

/* Fields without a meaning for power flows. */
static const char *const silent[] = {"version",     "areas",    "gentype", "baseMVA",
                                     "branch_name", "casename", NULL};

int dt_case_table_find(const char *field)
{
    for (int t = 0; t < DT_CASE_TABLES; t++)
        if (strcmp(field, table_name[t]) == 0) return t;
    return -1;
}

static int is_silent(const char *field)
{
    for (int k = 0; silent[k]; k++)
        if (strcmp(field, silent[k]) == 0) return 1;
    return 0;
}

static void warn_ignored(dt_case_file *file, const char *field, int line, int column)
{
    dt_diagnostic d = {.code = DT_E_GRID_IGNORED, .is_warning = 1, .line = line, .column = column};
    snprintf(d.key, sizeof d.key, "%s", field);
    snprintf(d.found, sizeof d.found, "%s", "a field that is not used");
    dt_grid_scan_report(&file->scan, &d);
}

/* A value that is not a table: a number, a text, or something to skip. */
static dt_status read_scalar(dt_case_file *file, const char *field)
{
    dt_grid_scan *s = &file->scan;
    int c = dt_grid_scan_peek(s);
    if (c == '\'' || c == '"') {
        char *text = NULL;
        DT_TRY(dt_grid_scan_text(s, &text));
        free(text);
        return DT_OK;
    }
    if (strcmp(field, "baseMVA") == 0) return dt_grid_scan_number(s, &file->base_mva);
    dt_grid_scan_statement(s);
    return DT_OK;
}

static dt_status read_value(dt_case_file *file, const char *field, int line, int column)
{
    dt_grid_scan *s = &file->scan;
    int t = dt_case_table_find(field), c = dt_grid_scan_peek(s);
    if (t < 0 && !is_silent(field)) warn_ignored(file, field, line, column);
    if (c != '[' && c != '{') {
        if (t >= 0) return dt_grid_scan_fail(s, DT_E_GRID_SYNTAX, field, "a matrix");
        return read_scalar(file, field);
    }
    dt_grid_scan_table skipped = {0}, *table = t >= 0 ? &file->table[t] : &skipped;
    dt_grid_scan_table_clear(table);
    snprintf(table->name, sizeof table->name, "%s", field);
    dt_status status = dt_grid_scan_table_read(s, table);
    dt_grid_scan_table_clear(&skipped);
    return status;
}

/* `function mpc = name` or `function [baseMVA, bus, ...] = name`. */
static dt_status read_function(dt_case_file *file)
{
    dt_grid_scan *s = &file->scan;
    char word[DT_GRID_SCAN_NAME];
    dt_grid_scan_skip(s, 0);
    if (dt_grid_scan_take(s, '[')) {
        file->prefix[0] = '\0';
        while (s->at < s->end && !dt_grid_scan_take(s, ']')) {
            dt_grid_scan_skip(s, 1);
            if (!dt_grid_scan_word(s, word) && !dt_grid_scan_take(s, ',') && dt_grid_scan_peek(s) != ']')
                return dt_grid_scan_fail(s, DT_E_GRID_SYNTAX, NULL, "names of results");
        }
    } else if (dt_grid_scan_word(s, word)) {
        memcpy(file->prefix, word, sizeof word);
    }
    dt_grid_scan_skip(s, 0);
    if (!dt_grid_scan_take(s, '='))
        return dt_grid_scan_fail(s, DT_E_GRID_SYNTAX, NULL, "= and the name of the case");
    dt_grid_scan_skip(s, 0);
    if (!dt_grid_scan_word(s, word))
        return dt_grid_scan_fail(s, DT_E_GRID_SYNTAX, NULL, "the name of the case");
    memcpy(file->name, word, sizeof file->name - 1);
    dt_grid_scan_statement(s);
    return DT_OK;
}

/* Field behind the structure's name; nested ones ("reserves.cost") keep their first part. */
static int read_field(dt_grid_scan *s, char field[DT_GRID_SCAN_NAME])
{
    char deeper[DT_GRID_SCAN_NAME];
    if (!dt_grid_scan_word(s, field)) return 0;
    while (dt_grid_scan_take(s, '.'))
        if (!dt_grid_scan_word(s, deeper)) return 0;
    return 1;
}

/* Whether an assignment comes next; takes its sign. */
static int take_assignment(dt_grid_scan *s)
{
    dt_grid_scan_skip(s, 0);
    if (s->end - s->at < 2 || s->at[0] != '=' || s->at[1] == '=') return 0;
    s->at++;
    dt_grid_scan_skip(s, 0);
    return 1;
}

/* What may stand behind a value: a transposition (of something skipped), ';' and ','. */
static void end_statement(dt_grid_scan *s)
{
    dt_grid_scan_skip(s, 0);
    while (dt_grid_scan_take(s, ';') || dt_grid_scan_take(s, ',') || dt_grid_scan_take(s, '\''))
        dt_grid_scan_skip(s, 0);
}

/* Where an assignment to a field begins: takes the rest of its name and the sign. 0 if it is something else.
 */
static int take_field(dt_case_file *file, const char *word, char field[DT_GRID_SCAN_NAME])
{
    dt_grid_scan *s = &file->scan;
    memcpy(field, word, DT_GRID_SCAN_NAME);
    if (!word[0]) return 0;
    if (dt_grid_scan_take(s, '.')) {
        if (!file->prefix[0]) memcpy(file->prefix, word, DT_GRID_SCAN_NAME);
        return read_field(s, field) && strcmp(word, file->prefix) == 0 && take_assignment(s);
    }
    return !file->prefix[0] && (dt_case_table_find(word) >= 0 || is_silent(word)) && take_assignment(s);
}

static int is_end(const char *word)
{
    return strcmp(word, "end") == 0 || strcmp(word, "return") == 0 || strcmp(word, "endfunction") == 0;
}

static dt_status read_statement(dt_case_file *file)
{
    dt_grid_scan *s = &file->scan;
    const char *start = s->at;
    int line = s->line, column = (int)(s->at - s->line_start) + 1;
    char word[DT_GRID_SCAN_NAME] = "", field[DT_GRID_SCAN_NAME];
    dt_grid_scan_word(s, word);
    if (strcmp(word, "function") == 0) return read_function(file);
    if (is_end(word)) {
        dt_grid_scan_statement(s);
        return DT_OK;
    }
    if (take_field(file, word, field)) {
        DT_TRY(read_value(file, field, line, column));
        end_statement(s);
        return DT_OK;
    }
    if (s->at >= s->end) return dt_grid_scan_fail(s, DT_E_GRID_TRUNCATED, word, "an assignment");
    return dt_case_code(file, start, word);
}

static dt_status read_all(dt_case_file *file)
{
    dt_grid_scan *s = &file->scan;
    for (;;) {
        dt_grid_scan_skip(s, 1);
        if (dt_grid_scan_take(s, ';') || dt_grid_scan_take(s, ',')) continue;
        if (s->at >= s->end) return s->failed;
        DT_TRY(read_statement(file));
    }
}

dt_status dt_grid_parse(const char *text, size_t length, const char *path, dt_grid **out,
                        dt_diagnostics *diagnostics)
{
    dt_case_file *file = calloc(1, sizeof *file);
    dt_grid *grid = NULL;
    if (!file) return DT_NO_MEMORY;
    if (length >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0) {
        text += 3;
        length -= 3;
    }
    dt_grid_scan_init(&file->scan, text, length, path, diagnostics);
    file->base_mva = NAN;
    dt_status status = read_all(file);
    if (status == DT_OK) status = dt_case_convert(file, &grid);
    if (status == DT_OK) status = dt_grid_finish(grid, path, diagnostics);
    for (int t = 0; t < DT_CASE_TABLES; t++)
        dt_grid_scan_table_clear(&file->table[t]);
    free(file);
    if (status != DT_OK) {
        dt_grid_free(grid);
        return status;
    }
    *out = grid;
    return DT_OK;
}

dt_status dt_grid_load(const char *path, dt_grid **out, dt_diagnostics *diagnostics)
{
    char *text = NULL;
    size_t length = 0;
    DT_TRY(dt_file_read(path, FILE_LIMIT, &text, &length, diagnostics));
    dt_status status = dt_grid_parse(text, length, path, out, diagnostics);
    free(text);
    return status;
}
