/* `detente export`, read back through the NetCDF library and against the store that it came from. */
#include "test.h"

#include <netcdf.h>
#include <stdlib.h>
#include <sys/wait.h>

#include "detente/ensemble.h"
#include "scratch.h"

enum { MEMBERS = 600 };

struct place {
    char folder[SCRATCH_PATH], results[SCRATCH_PATH], file[SCRATCH_PATH];
};

/* Runs a line of shell; returns its exit code. */
__attribute__((format(printf, 1, 2))) static int shell(const char *format, ...)
{
    char line[16384];
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    assert_in_range(length, 1, sizeof line - 1);
    int state = system(line);
    return WIFEXITED(state) ? WEXITSTATUS(state) : -1;
}

static int export_as(const struct place *p, const char *before, const char *options)
{
    return shell("%s %s/detente export %s --out %s %s 2>/dev/null", before, DT_BINARY_DIR, p->results,
                 p->file, options);
}

static struct place begin(const char *name)
{
    struct place p;
    scratch_create(p.folder);
    scratch_path(p.folder, "results", p.results);
    scratch_path(p.folder, name, p.file);
    assert_int_equal(shell("%s/detente ensemble coruna --members %d --quiet --out %s >%s/out", DT_BINARY_DIR,
                           MEMBERS, p.results, p.folder),
                     0);
    return p;
}

static int open_netcdf(const struct place *p)
{
    int file = -1;
    assert_int_equal(nc_open(p->file, NC_NOWRITE, &file), NC_NOERR);
    return file;
}

/* A variable by the name it has here. */
static int find(int file, const char *name)
{
    int n = 0;
    char found[NC_MAX_NAME + 1];
    assert_int_equal(nc_inq_nvars(file, &n), NC_NOERR);
    for (int v = 0; v < n; v++) {
        memset(found, 0, sizeof found);
        if (nc_get_att_text(file, v, "name_in_detente", found) == NC_NOERR && strcmp(found, name) == 0)
            return v;
    }
    fail_msg("%s is not in the file", name);
    return -1;
}

TEST(values_are_those_of_the_store)
{
    struct place p = begin("a.nc");
    assert_int_equal(export_as(&p, "", "--format netcdf"), 0);
    int file = open_netcdf(&p), count = 0;
    dt_store *store = NULL;
    assert_int_equal(dt_store_open(p.results, &store, NULL), DT_OK);
    dt_store_layout layout = dt_store_describe(store);
    double *stored = malloc((size_t)layout.n_column * (size_t)layout.block_size * sizeof *stored);
    assert_non_null(stored);
    for (size_t first = 0; first < MEMBERS; first += (size_t)count) {
        assert_int_equal(dt_store_get_block(store, first, &count, stored), DT_OK);
        for (int c = 0; c < layout.n_column; c++) {
            double value[DT_ENSEMBLE_BLOCK];
            size_t n = (size_t)count;
            int variable = find(file, layout.column[c]);
            assert_int_equal(nc_get_vara_double(file, variable, &first, &n, value), NC_NOERR);
            assert_memory_equal(value, stored + (size_t)c * n, n * sizeof *value);
        }
    }
    free(stored);
    assert_int_equal(dt_store_close(store), DT_OK);
    nc_close(file);
    scratch_remove(p.folder);
}

/* Reads a row of numbers behind the first. */
static int read_row(char *line, double *value, int most)
{
    int n = 0;
    char *rest = strchr(line, ',');
    for (; rest && n < most; rest = strchr(rest + 1, ','))
        value[n++] = strtod(rest + 1, NULL);
    return n;
}

/* All variables behind the first, one after the other; to be freed. */
static double *read_all(int file, int *n_variable)
{
    assert_int_equal(nc_inq_nvars(file, n_variable), NC_NOERR);
    double *value = malloc((size_t)*n_variable * MEMBERS * sizeof *value);
    assert_non_null(value);
    for (int v = 1; v < *n_variable; v++)
        assert_int_equal(nc_get_var_double(file, v, value + (size_t)(v - 1) * MEMBERS), NC_NOERR);
    return value;
}

TEST(csv_and_netcdf_agree)
{
    struct place p = begin("a.nc"), text = p;
    char line[16384];
    double row[1024];
    int member = 0, n_variable = 0;
    assert_int_equal(export_as(&p, "", "--format netcdf --factors --outcomes leader.2030"), 0);
    scratch_path(p.folder, "a.csv", text.file);
    assert_int_equal(export_as(&text, "", "--factors --outcomes leader.2030"), 0);
    int file = open_netcdf(&p);
    double *value = read_all(file, &n_variable);
    FILE *csv = fopen(text.file, "r");
    assert_non_null(csv);
    while (fgets(line, sizeof line, csv)) {
        if (line[0] == '#' || line[0] == 'm') continue;
        assert_int_equal(read_row(line, row, 1024), n_variable - 1);
        assert_int_equal(strtol(line, NULL, 10), member);
        for (int v = 0; v < n_variable - 1; v++)
            assert_memory_equal(&value[v * MEMBERS + member], &row[v], sizeof *row);
        member++;
    }
    assert_int_equal(member, MEMBERS);
    free(value);
    fclose(csv);
    nc_close(file);
    scratch_remove(p.folder);
}

static void assert_text(int file, int variable, const char *name, const char *expected)
{
    char text[1024] = "";
    assert_int_equal(nc_get_att_text(file, variable, name, text), NC_NOERR);
    assert_string_equal(text, expected);
}

TEST(texts_say_what_it_is)
{
    struct place p = begin("a.nc");
    char seed[64] = "";
    assert_int_equal(export_as(&p, "", "--format netcdf --outcomes ai_power.USA.2030"), 0);
    int file = open_netcdf(&p), variable = find(file, "ai_power.USA.2030");
    assert_text(file, NC_GLOBAL, "Conventions", "CF-1.8");
    assert_text(file, NC_GLOBAL, "title", "coruna");
    assert_text(file, variable, "units", "GW");
    assert_text(file, variable, "long_name", "AI facility load that is powered, USA, at the end of 2030");
    assert_int_equal(nc_get_att_text(file, NC_GLOBAL, "seed", seed), NC_NOERR);
    assert_int_equal(export_as(&p, "", "--format netcdf"), 2); /* never over a file that is there */
    nc_close(file);
    scratch_remove(p.folder);
}

/* Files cannot grow beyond 40 kB: no file appears, and nothing is left beside it. */
TEST(a_full_disk_is_reported)
{
    struct place p = begin("a.nc");
    assert_int_equal(export_as(&p, "trap '' XFSZ; ulimit -f 80;", "--format netcdf --factors"), 6);
    assert_int_equal(access(p.file, F_OK), -1);
    assert_int_equal(scratch_count(p.folder), 2); /* results and what the first run printed */
    scratch_remove(p.folder);
}

/* A writer that crashes is reported by its signal, and nothing is left. */
TEST(a_writer_that_dies_is_reported)
{
    struct place p = begin("a.nc");
    assert_int_equal(
        shell("cd %s && cp %s/detente . && printf '#!/bin/sh\nkill -SEGV $$\n' >detente-netcdf && "
              "chmod +x detente-netcdf && "
              "./detente export results --format netcdf --out a.nc --data %s/data 2>&1 | "
              "grep -q 'signal 11'",
              p.folder, DT_BINARY_DIR, DT_SOURCE_DIR),
        0);
    assert_int_equal(access(p.file, F_OK), -1);
    scratch_remove(p.folder);
}

RUN_TESTS(CASE(values_are_those_of_the_store), CASE(csv_and_netcdf_agree), CASE(texts_say_what_it_is),
          CASE(a_full_disk_is_reported), CASE(a_writer_that_dies_is_reported))
