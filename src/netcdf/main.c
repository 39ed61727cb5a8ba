/* detente-netcdf: writes the columns that `detente export` hands it on standard input to a NetCDF-4 file.
 *
 * A program of its own, because the libraries under NetCDF may crash on a full disk or without memory: then
 * only this process ends, and the one that began it knows. Standard input holds lines of words separated by
 * tabs ("attribute NAME TEXT", "column NAME UNIT TEXT", "begin"), then blocks: first member (int64), number
 * of members (int64), and for each column so many doubles. A block of no members ends it; without that the
 * file is not whole, and the exit code says so. */
#include <math.h>
#include <netcdf.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Members that are compressed together, and the largest block. */
enum { CHUNK = 8192, MOST_COUNT = 65536, MOST_COLUMN = 100000, LINE = 65536, DEFLATE_LEVEL = 1 };

struct writer {
    int file, dimension, member, n_column;
    int *column;
    double *value;
    int64_t *number;
    size_t written;
};

/* Says what NetCDF found. */
static int check(int code)
{
    if (code != NC_NOERR) dprintf(STDERR_FILENO, "detente-netcdf: %s\n", nc_strerror(code));
    return code == NC_NOERR;
}

static int put_text(int file, int variable, const char *name, const char *text)
{
    return check(nc_put_att_text(file, variable, name, strlen(text), text));
}

/* A name as the CF conventions want it: letters, digits and underscores. */
static void make_name(const char *name, char made[NC_MAX_NAME + 1])
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    snprintf(made, NC_MAX_NAME + 1, "%s", name);
    for (char *at = made; *at; at++)
        if (!strchr(plain, *at)) *at = '_';
}

static int define_storage(int file, int variable)
{
    const size_t chunk = CHUNK;
    return check(nc_def_var_chunking(file, variable, NC_CHUNKED, &chunk)) &&
        check(nc_def_var_deflate(file, variable, 1, 1, DEFLATE_LEVEL)) &&
        check(nc_def_var_fletcher32(file, variable, NC_FLETCHER32));
}

static int define_column(struct writer *w, const char *name, const char *unit, const char *text)
{
    char made[NC_MAX_NAME + 1];
    const double missing = NC_FILL_DOUBLE;
    int *larger = realloc(w->column, ((size_t)w->n_column + 1) * sizeof *larger);
    if (!larger || w->n_column == MOST_COLUMN) return 0;
    w->column = larger;
    int *id = &w->column[w->n_column];
    make_name(name, made);
    if (!check(nc_def_var(w->file, made, NC_DOUBLE, 1, &w->dimension, id))) return 0;
    w->n_column++;
    return define_storage(w->file, *id) && put_text(w->file, *id, "units", unit) &&
        put_text(w->file, *id, "long_name", text) && put_text(w->file, *id, "name_in_detente", name) &&
        check(nc_put_att_double(w->file, *id, "_FillValue", NC_DOUBLE, 1, &missing));
}

static int begin_file(struct writer *w, const char *path)
{
    if (!check(nc_create(path, NC_NETCDF4 | NC_CLOBBER, &w->file))) return 0;
    return check(nc_def_dim(w->file, "member", NC_UNLIMITED, &w->dimension)) &&
        check(nc_def_var(w->file, "member", NC_INT64, 1, &w->dimension, &w->member)) &&
        define_storage(w->file, w->member) && put_text(w->file, w->member, "units", "1") &&
        put_text(w->file, w->member, "long_name", "number of the member") &&
        put_text(w->file, NC_GLOBAL, "Conventions", "CF-1.8");
}

/* Takes one line apart; returns 1 at "begin", -1 if the line is not valid. */
static int read_line(struct writer *w, char *line)
{
    char *rest = line, *word[4] = {NULL};
    line[strcspn(line, "\n")] = '\0';
    for (int k = 0; k < 4 && rest; k++)
        word[k] = strsep(&rest, "\t");
    if (strcmp(word[0], "begin") == 0) return 1;
    if (strcmp(word[0], "attribute") == 0 && word[2])
        return put_text(w->file, NC_GLOBAL, word[1], word[2]) ? 0 : -1;
    if (strcmp(word[0], "column") == 0 && word[3])
        return define_column(w, word[1], word[2], word[3]) ? 0 : -1;
    return -1;
}

static int read_header(struct writer *w)
{
    char *line = malloc(LINE);
    int state = line ? 0 : -1;
    while (state == 0)
        state = fgets(line, LINE, stdin) ? read_line(w, line) : -1;
    free(line);
    w->value = malloc(MOST_COUNT * sizeof *w->value);
    w->number = malloc(MOST_COUNT * sizeof *w->number);
    return state == 1 && w->value && w->number && check(nc_enddef(w->file));
}

static int read_numbers(void *to, size_t size, size_t count)
{
    return fread(to, size, count, stdin) == count;
}

/* Failed members are missing values. */
static int write_column(struct writer *w, int column, size_t count)
{
    if (!read_numbers(w->value, sizeof *w->value, count)) return 0;
    for (size_t m = 0; m < count; m++)
        if (isnan(w->value[m])) w->value[m] = NC_FILL_DOUBLE;
    return check(nc_put_vara_double(w->file, w->column[column], &w->written, &count, w->value));
}

/* Returns 1 at the end, -1 if something is wrong. */
static int write_block(struct writer *w)
{
    int64_t first, count;
    if (!read_numbers(&first, sizeof first, 1) || !read_numbers(&count, sizeof count, 1)) return -1;
    if (count == 0) return 1;
    if (count < 0 || count > MOST_COUNT) return -1;
    size_t n = (size_t)count;
    for (int64_t m = 0; m < count; m++)
        w->number[m] = first + m;
    if (!check(nc_put_vara(w->file, w->member, &w->written, &n, w->number))) return -1;
    for (int c = 0; c < w->n_column; c++)
        if (!write_column(w, c, n)) return -1;
    w->written += n;
    return 0;
}

int main(int argc, char **argv)
{
    struct writer w = {.n_column = 0};
    int state = 0;
    if (argc != 2 || !begin_file(&w, argv[1]) || !read_header(&w)) return 1;
    while (state == 0)
        state = write_block(&w);
    int is_closed = check(nc_close(w.file));
    free(w.column);
    free(w.value);
    free(w.number);
    return state == 1 && is_closed ? 0 : 1;
}
