/* `detente export`: outcomes of members, and the factors behind them, for other programs. Members are read
 * block by block, so that memory does not grow with their number. A file appears under its name when it is
 * whole. */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/commands.h"
#include "cli/export.h"

struct exporter {
    struct cli *cli;
    struct cli_result result;
    const struct export_format *format;
    struct export_column *column;
    struct export_table table;
    double *stored, *factors, *rows;
    int64_t members;
};

/* ---- columns ---- */

/* What an outcome is, from its name "output.GROUP.YEAR"; "leader" is not an output. */
static void describe_outcome(struct export_column *column)
{
    char output[64] = "", group[64] = "";
    int year = 0;
    if (sscanf(column->name, "%63[^.].%63[^.].%d", output, group, &year) != 3) {
        group[0] = '\0';
        sscanf(column->name, "%63[^.].%d", output, &year);
    }
    const dt_output_info *info = dt_output_at(dt_output_find(output));
    snprintf(column->unit, sizeof column->unit, "%s", info ? info->unit : "1");
    const char *text = info                ? info->text
        : strcmp(output, "leader") == 0    ? "Number of the state with the highest capability"
        : strcmp(output, "survivors") == 0 ? "States that stand"
        : strcmp(output, "parties") == 0   ? "States that are parties to the text"
                                           : output;
    snprintf(column->text, sizeof column->text, "%.150s%s%s, at the end of %d", text, group[0] ? ", " : "",
             group, year);
}

static void add_outcome(struct exporter *e, int outcome, const char *name)
{
    struct export_column *column = &e->column[e->table.n_column++];
    *column = (struct export_column){.outcome = outcome, .factor = -1};
    snprintf(column->name, sizeof column->name, "%s", name);
    describe_outcome(column);
}

static dt_status unknown_outcome(struct exporter *e, const char *name)
{
    dt_store_layout layout = dt_store_describe(e->result.store);
    struct cli_suggestion near = cli_suggest_begin(name);
    for (int o = 0; o < layout.n_column; o++)
        cli_suggest(&near, layout.column[o]);
    return cli_fail_near(e->cli, DT_E_UNKNOWN_NAME, "--outcomes",
                         "outcomes: `detente status DIR --outcomes` lists them", &near);
}

static dt_status add_named(struct exporter *e, const char *list)
{
    dt_store_layout layout = dt_store_describe(e->result.store);
    char *words = strdup(list), *rest = words;
    dt_status status = words ? DT_OK : cli_fail(e->cli, DT_E_NO_MEMORY, NULL, NULL, NULL);
    for (char *word = strsep(&rest, ","); word && status == DT_OK; word = strsep(&rest, ",")) {
        int found = -1;
        for (int o = 0; o < layout.n_column; o++)
            if (strcmp(layout.column[o], word) == 0) found = o;
        for (int c = 0; c < e->table.n_column; c++)
            if (found >= 0 && e->column[c].outcome == found)
                status = cli_fail(e->cli, DT_E_OPTION_VALUE, "--outcomes", word, "each outcome once");
        if (found < 0)
            status = unknown_outcome(e, word);
        else if (status == DT_OK)
            add_outcome(e, found, word);
    }
    free(words);
    return status;
}

static void add_factors(struct exporter *e)
{
    for (int f = 0; f < dt_case_factor_count(e->result.setup.c); f++) {
        const dt_factor_info *info = dt_case_factor(e->result.setup.c, f);
        struct export_column *column = &e->column[e->table.n_column++];
        *column = (struct export_column){.unit = "1", .outcome = -1, .factor = f};
        snprintf(column->name, sizeof column->name, "probability.%s", info->name);
        const char *text = info->param >= 0 ? dt_param_at(info->param)->text
                                            : "Output of a maker of accelerators";
        snprintf(column->text, sizeof column->text, "Probability at which this was drawn: %.200s", text);
    }
}

static dt_status choose_columns(struct exporter *e)
{
    dt_store_layout layout = dt_store_describe(e->result.store);
    const char *list = cli_text(e->cli, "outcomes", NULL);
    size_t most = (size_t)layout.n_column + (size_t)dt_case_factor_count(e->result.setup.c);
    dt_status status = DT_OK;
    e->column = calloc(most, sizeof *e->column);
    if (!e->column) return cli_fail(e->cli, DT_E_NO_MEMORY, NULL, NULL, NULL);
    e->table.cli = e->cli;
    e->table.column = e->column;
    for (int o = 0; !list && o < layout.n_column; o++)
        add_outcome(e, o, layout.column[o]);
    if (list) status = add_named(e, list);
    if (status == DT_OK && cli_flag(e->cli, "factors")) add_factors(e);
    return status;
}

/* ---- notes: where the numbers come from ---- */

static void add_note(struct exporter *e, const char *name, char *text)
{
    if (text && e->table.n_note < EXPORT_NOTES)
        e->table.note[e->table.n_note++] = (struct export_note){name, text};
    else
        free(text);
}

static dt_status add_notes(struct exporter *e)
{
    static const char *const keys[][2] = {
        {"title", "name"},
        {"source", "version"},
        {"compiler", "compiler"},
        {"command", "command"},
        {"begun", "begin"},
        {"design", "design"},
        {"seed", "seed"},
        {"members", "members"},
        {"status", "status"},
        {"data_hash", "data_hash"},
        {"result_hash", "result_hash"},
    };
    for (int k = 0; k < CLI_COUNT(keys); k++) {
        char *text = NULL;
        dt_status status = dt_store_get_text(e->result.store, keys[k][1], &text);
        if (status != DT_OK && status != DT_NO) return status;
        add_note(e, keys[k][0], text);
    }
    char *hash = calloc(33, 1);
    dt_store_layout layout = dt_store_describe(e->result.store);
    for (int b = 0; hash && b < 16; b++)
        snprintf(hash + 2 * b, 3, "%02x", layout.case_hash[b]);
    add_note(e, "scenario_hash", hash);
    add_note(e, "history", cli_command_line(e->cli));
    return DT_OK;
}

/* ---- members ---- */

static dt_status get_factors(const struct exporter *e, uint64_t first, int count)
{
    const dt_case *c = e->result.setup.c;
    int n = dt_case_factor_count(c);
    for (int m = 0; m < count; m++) {
        double *u = e->factors + (size_t)m * (size_t)n;
        if (e->result.design)
            dt_design_row(e->result.design, (int64_t)first + m, u);
        else
            dt_case_draw(c, first + (uint64_t)m, u);
    }
    return DT_OK;
}

/* Columns of one block, as the format takes them. */
static void arrange(const struct exporter *e, int count)
{
    int n = dt_case_factor_count(e->result.setup.c);
    for (int k = 0; k < e->table.n_column; k++)
        for (int m = 0; m < count; m++) {
            const struct export_column *column = &e->column[k];
            double value = column->outcome >= 0 ? e->stored[column->outcome * count + m]
                                                : e->factors[(size_t)m * (size_t)n + (size_t)column->factor];
            e->rows[(size_t)k * (size_t)count + (size_t)m] = value;
        }
}

static dt_status write_blocks(struct exporter *e, void *writer)
{
    unsigned char hash[16];
    int has_factors = cli_flag(e->cli, "factors");
    for (uint64_t first = 0;; first++) {
        int count = 0;
        dt_status status = dt_store_next_block(e->result.store, first, &first, hash);
        if (status == DT_NO) return DT_OK;
        if (status == DT_OK) status = dt_store_get_block(e->result.store, first, &count, e->stored);
        if (status == DT_OK && has_factors) status = get_factors(e, first, count);
        if (status != DT_OK) return status;
        arrange(e, count);
        status = e->format->block(&e->table, writer, (int64_t)first, count, e->rows);
        if (status != DT_OK) return status;
        e->members += count;
    }
}

static dt_status make_room(struct exporter *e)
{
    dt_store_layout layout = dt_store_describe(e->result.store);
    size_t size = (size_t)layout.block_size;
    e->stored = malloc((size_t)layout.n_column * size * sizeof *e->stored);
    e->factors = malloc((size_t)(dt_case_factor_count(e->result.setup.c) + 1) * size * sizeof *e->factors);
    e->rows = malloc((size_t)e->table.n_column * size * sizeof *e->rows);
    return e->stored && e->factors && e->rows ? DT_OK : cli_fail(e->cli, DT_E_NO_MEMORY, NULL, NULL, NULL);
}

static dt_status write_all(struct exporter *e, const char *path)
{
    void *writer = NULL;
    dt_status status = make_room(e);
    if (status == DT_OK) status = e->format->begin(&e->table, path, &writer);
    return status == DT_OK ? e->format->end(&e->table, writer, write_blocks(e, writer)) : status;
}

/* ---- files ---- */

static dt_status file_failed(struct exporter *e, const char *path)
{
    return cli_fail(e->cli, DT_E_FILE_WRITE, path, strerror(errno), NULL);
}

/* Writes under a temporary name, which becomes `path` when all is there. */
static dt_status write_file(struct exporter *e, const char *path)
{
    char *temporary = malloc(strlen(path) + 16);
    if (!temporary) return cli_fail(e->cli, DT_E_NO_MEMORY, NULL, NULL, NULL);
    snprintf(temporary, strlen(path) + 16, "%s.XXXXXX", path);
    int descriptor = mkstemp(temporary);
    dt_status status = descriptor >= 0 && fchmod(descriptor, 0644) == 0 ? DT_OK : file_failed(e, path);
    if (status == DT_OK) status = write_all(e, temporary);
    if (status == DT_OK && (fsync(descriptor) != 0 || rename(temporary, path) != 0))
        status = file_failed(e, path);
    if (descriptor >= 0) {
        close(descriptor);
        if (status != DT_OK) unlink(temporary);
    }
    free(temporary);
    return status;
}

static dt_status export_result(struct exporter *e, const char *path)
{
    dt_status status = choose_columns(e);
    if (status == DT_OK) status = add_notes(e);
    if (status == DT_OK) status = path ? write_file(e, path) : write_all(e, NULL);
    if (status == DT_OK && path)
        cli_note(e->cli, "%s: %" PRId64 " members, %d columns", path, e->members, e->table.n_column);
    return status;
}

static void clear(struct exporter *e)
{
    for (int n = 0; n < e->table.n_note; n++)
        free(e->table.note[n].text);
    free(e->column);
    free(e->stored);
    free(e->factors);
    free(e->rows);
}

static dt_status run(struct cli *cli)
{
    struct exporter e = {.cli = cli, .format = &export_csv};
    const char *path = cli_text(cli, "out", NULL);
    if (strcmp(cli_text(cli, "format", "csv"), "netcdf") == 0) e.format = &export_netcdf;
    if (!path && e.format == &export_netcdf)
        return cli_fail(cli, DT_E_OPTION_VALUE, "--out", NULL, "a file: NetCDF is not written to a pipe");
    if (path && access(path, F_OK) == 0 && !cli_flag(cli, "force"))
        return cli_fail(cli, DT_E_WOULD_OVERWRITE, path, NULL, "a new file, or --force");
    dt_status status = cli_result_open(cli, cli->operand[0], &e.result);
    if (status == DT_OK) status = export_result(&e, path);
    status = cli_result_close(cli, &e.result, status);
    clear(&e);
    return status;
}

const struct cli_command cli_export = {
    .name = "export",
    .operands = "DIR",
    .least_operand = 1,
    .most_operand = 1,
    .summary = "write the members of a result folder for other programs",
    .text =
        "Writes one row or record a member: its number, its outcomes, and with --factors the probabilities "
        "at which its uncertain factors were drawn, before any correlation. Units, what each column is, and "
        "what made the results stand in the file: behind '#' in CSV, as attributes after the CF conventions "
        "in "
        "NetCDF-4. Failed members have empty fields or missing values. Memory does not grow with the number "
        "of "
        "members. A folder that is not complete exports what it holds.",
    .examples =
        (const struct cli_example[]){
            {"detente export results/big --out big.csv", "all outcomes of all members"},
            {"detente export results/big --outcomes ai_power.USA.2030,leader.2035 --factors",
             "two outcomes and the factors, to standard output"},
            {"detente export results/big --format netcdf --out big.nc", "for xarray and others"},
            {NULL, NULL}},
    .options =
        (const struct cli_option[]){
            {"format", 0, CLI_CHOICE, "csv|netcdf", "format of the file; default csv", 0, 0, 0},
            {"out", 'o', CLI_TEXT, "FILE", "file to write; CSV goes to standard output without it", 0, 0, 0},
            {"outcomes", 0, CLI_TEXT, "LIST", "outcomes, separated by commas; default all", 0, 0, 0},
            {"factors", 0, CLI_FLAG, NULL, "also the factors", 0, 0, 0},
            {"force", 'f', CLI_FLAG, NULL, "replace the file if it is there", 0, 0, 0},
            CLI_OPTION_END},
    .run = run,
};
