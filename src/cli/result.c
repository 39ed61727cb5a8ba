/* Result folders of ensembles. The manifest says in words what made a folder, so that any command can make
 * the case and the design again from the folder alone. */
#include "cli/result.h"

#include <dirent.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

const char cli_failure_words[] = "finish-then-fail|keep-going|stop";

static const char *const failure_word[] = {"finish-then-fail", "keep-going", "stop"};

static const char design_file[] = "design.csv";

const char **cli_factor_names(const dt_case *c)
{
    int n = dt_case_factor_count(c);
    const char **name = malloc(((size_t)n + 1) * sizeof *name);
    for (int f = 0; name && f < n; f++)
        name[f] = dt_case_factor(c, f)->name;
    return name;
}

/* ---- designs in words ---- */

static void write_design(const dt_design *design, char text[256])
{
    if (!design) {
        snprintf(text, 256, "independent");
        return;
    }
    dt_design_options o = dt_design_made_by(design);
    if (o.kind < 0)
        snprintf(text, 256, "file");
    else
        snprintf(text, 256, "%s base %" PRId64 " seed %" PRIu64 " scrambled %d level %d second %d",
                 dt_design_name(o.kind), o.base, o.seed, o.is_scrambled, o.level, o.second_order);
}

static dt_status read_named_design(struct cli *cli, const struct cli_result *result, const char *text,
                                   dt_design **out)
{
    char word[32];
    dt_design_options o = dt_design_defaults();
    int n = sscanf(text, "%31s base %" SCNd64 " seed %" SCNu64 " scrambled %d level %d second %d", word,
                   &o.base, &o.seed, &o.is_scrambled, &o.level, &o.second_order);
    o.kind = n == 6 ? dt_design_find(word) : -1;
    o.n_column = dt_case_factor_count(result->setup.c);
    return dt_design_create(&o, out, &cli->found);
}

static dt_status read_file_design(struct cli *cli, const struct cli_result *result, dt_design **out)
{
    char *path = cli_join(result->folder, design_file);
    const char **name = cli_factor_names(result->setup.c);
    dt_status status = path && name ? DT_OK : cli_fail(cli, DT_E_NO_MEMORY, NULL, NULL, NULL);
    if (status == DT_OK)
        status = dt_design_read(path, name, dt_case_factor_count(result->setup.c), out, &cli->found);
    free(path);
    free(name);
    return status;
}

static dt_status read_design(struct cli *cli, struct cli_result *result)
{
    char *text = NULL;
    dt_status status = dt_store_get_text(result->store, "design", &text);
    if (status == DT_NO) return DT_OK; /* made by `run` */
    if (status == DT_OK && strcmp(text, "file") == 0)
        status = read_file_design(cli, result, &result->design);
    else if (status == DT_OK && strcmp(text, "independent") != 0)
        status = read_named_design(cli, result, text, &result->design);
    dt_free(text);
    return status;
}

/* ---- manifests ---- */

static dt_status put_integer(dt_store *store, const char *key, int64_t value)
{
    char text[32];
    snprintf(text, sizeof text, "%" PRId64, value);
    return dt_store_put_text(store, key, text);
}

static void print_hash(char text[33], const unsigned char hash[16])
{
    for (int b = 0; b < 16; b++)
        snprintf(text + 2 * b, 3, "%02x", hash[b]);
}

static void print_time(char text[32])
{
    struct tm utc;
    time_t now = time(NULL);
    gmtime_r(&now, &utc);
    strftime(text, 32, "%Y-%m-%dT%H:%M:%SZ", &utc);
}

static dt_status put_texts(const struct cli_result *result, const char *command, const char *scenario)
{
    char design[256], begin[32], data_hash[33];
    unsigned char hash[16];
    print_time(begin);
    write_design(result->design, design);
    dt_world_hash(result->setup.world, hash);
    print_hash(data_hash, hash);
    const char *const texts[][2] = {
        {"version", dt_version()},
        {"compiler", dt_build_info()},
        {"command", command},
        {"scenario", scenario},
        {"begin", begin},
        {"design", design},
        {"data_hash", data_hash},
        {"failures", failure_word[result->on_failure]},
        {"name", dt_scenario_describe(result->setup.scenario).name},
        {"seconds", "0"},
    };
    dt_status status = DT_OK;
    for (int t = 0; t < CLI_COUNT(texts) && status == DT_OK; t++)
        status = dt_store_put_text(result->store, texts[t][0], texts[t][1]);
    if (status == DT_OK) status = put_integer(result->store, "members", result->members);
    if (status == DT_OK) status = put_integer(result->store, "slice", result->slice);
    if (status == DT_OK) status = put_integer(result->store, "n_slice", result->n_slice);
    if (status == DT_OK) status = put_integer(result->store, "seed", (int64_t)dt_case_seed(result->setup.c));
    if (status == DT_OK) status = put_integer(result->store, "host_cores", sysconf(_SC_NPROCESSORS_ONLN));
    return status;
}

/* All of it, or nothing. */
static dt_status put_manifest(struct cli *cli, const struct cli_result *result)
{
    char *scenario = NULL, *command = cli_command_line(cli);
    dt_status status = command ? dt_scenario_canonical(result->setup.scenario, &scenario)
                               : cli_fail(cli, DT_E_NO_MEMORY, NULL, NULL, NULL);
    if (status == DT_OK) status = dt_store_begin(result->store);
    int is_begun = status == DT_OK;
    if (status == DT_OK) status = put_texts(result, command, scenario);
    if (status == DT_OK)
        status = dt_store_commit(result->store);
    else if (is_begun)
        dt_store_undo(result->store);
    free(command);
    dt_free(scenario);
    return status;
}

/* A design from a file is copied into the folder, so that the folder is whole. */
static dt_status copy_design(struct cli *cli, const struct cli_result *result)
{
    if (!result->design || dt_design_made_by(result->design).kind >= 0) return DT_OK;
    char *path = cli_join(result->folder, design_file);
    const char **name = cli_factor_names(result->setup.c);
    dt_status status = path && name ? dt_design_write(result->design, path, name, &cli->found)
                                    : cli_fail(cli, DT_E_NO_MEMORY, NULL, NULL, NULL);
    free(path);
    free(name);
    return status;
}

/* Whether a folder exists and has something in it. */
static int is_filled(const char *folder)
{
    DIR *stream = opendir(folder);
    int n = 0;
    if (!stream) return 0;
    for (struct dirent *entry = readdir(stream); entry; entry = readdir(stream))
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0) n++;
    closedir(stream);
    return n > 0;
}

dt_status cli_result_create(struct cli *cli, struct cli_result *result, int force)
{
    if (!force && is_filled(result->folder))
        return cli_fail(
            cli, DT_E_RESULT_EXISTS, result->folder, NULL,
            "an empty or new folder, or --force; `detente resume` goes on with an interrupted one");
    dt_status status = dt_ensemble_store(result->setup.c, result->folder, force, &result->store, &cli->found);
    if (status == DT_OK) status = put_manifest(cli, result);
    if (status == DT_OK) status = copy_design(cli, result);
    return status;
}

/* ---- opening again ---- */

static dt_status get_integer(dt_store *store, const char *key, int64_t fallback, int64_t *value)
{
    char *text = NULL;
    dt_status status = dt_store_get_text(store, key, &text);
    *value = status == DT_OK ? strtoll(text, NULL, 10) : fallback;
    dt_free(text);
    return status == DT_NO ? DT_OK : status;
}

static dt_status read_numbers(struct cli_result *result)
{
    char *word = NULL;
    dt_status status = get_integer(result->store, "members", 0, &result->members);
    if (status == DT_OK) status = get_integer(result->store, "slice", 0, &result->slice);
    if (status == DT_OK) status = get_integer(result->store, "n_slice", 0, &result->n_slice);
    if (status == DT_OK && dt_store_get_text(result->store, "failures", &word) == DT_OK)
        for (int k = 0; k < CLI_COUNT(failure_word); k++)
            if (strcmp(word, failure_word[k]) == 0) result->on_failure = (dt_on_failure)k;
    dt_free(word);
    return status;
}

static dt_status check_case(struct cli *cli, const struct cli_result *result)
{
    unsigned char hash[16];
    dt_case_hash(result->setup.c, hash);
    if (memcmp(dt_store_describe(result->store).case_hash, hash, sizeof hash) == 0) return DT_OK;
    return cli_fail(cli, DT_E_STORE_OTHER_CASE, result->folder, NULL, NULL);
}

dt_status cli_result_open(struct cli *cli, const char *folder, struct cli_result *result)
{
    char *scenario = NULL;
    result->folder = strdup(folder);
    dt_status status = result->folder ? DT_OK : cli_fail(cli, DT_E_NO_MEMORY, NULL, NULL, NULL);
    if (status == DT_OK) status = dt_store_open(folder, &result->store, &cli->found);
    if (status == DT_OK) status = dt_store_get_text(result->store, "scenario", &scenario);
    if (status == DT_NO)
        status = cli_fail(cli, DT_E_STORE_MISSING, folder, "a run that was killed before it began", NULL);
    if (status == DT_OK) status = cli_data_folder(cli, &result->setup.data);
    if (status == DT_OK)
        status = dt_scenario_parse(scenario, strlen(scenario), "scenario of the results", folder,
                                   &result->setup.scenario, &cli->found);
    if (status == DT_OK) status = cli_setup_case(cli, &result->setup);
    if (status == DT_OK) status = check_case(cli, result);
    if (status == DT_OK) status = read_numbers(result);
    if (status == DT_OK) status = read_design(cli, result);
    dt_free(scenario);
    return status;
}

dt_status cli_result_copy(struct cli *cli, const char *from, const char *folder, int force, int is_whole,
                          struct cli_result *result)
{
    dt_status status = cli_result_open(cli, from, result);
    if (status != DT_OK) return status;
    status = dt_store_close(result->store);
    free(result->folder);
    result->store = NULL;
    if (is_whole) result->slice = result->n_slice = 0;
    result->folder = strdup(folder);
    if (!result->folder) return cli_fail(cli, DT_E_NO_MEMORY, NULL, NULL, NULL);
    return status == DT_OK ? cli_result_create(cli, result, force) : status;
}

int cli_result_is_begun(dt_store *store)
{
    char *last = NULL;
    dt_status status = dt_store_get_text(store, "members", &last);
    dt_free(last);
    return status == DT_OK;
}

dt_status cli_result_end(struct cli_result *result, const dt_summary *summary, double seconds,
                         dt_status status)
{
    char text[64], hash_text[33], end[32];
    unsigned char hash[16];
    char *before = NULL;
    dt_status put = dt_store_get_text(result->store, "seconds", &before);
    if (put == DT_OK) seconds += strtod(before, NULL);
    dt_free(before);
    snprintf(text, sizeof text, "%.17g", seconds);
    dt_summary_hash(summary, hash);
    print_hash(hash_text, hash);
    print_time(end);
    put = dt_store_put_text(result->store, "seconds", text);
    if (put == DT_OK) put = dt_store_put_text(result->store, "end", end);
    if (put == DT_OK) put = dt_store_put_text(result->store, "result_hash", hash_text);
    if (put == DT_OK) put = dt_store_put_text(result->store, "status", dt_status_name(status));
    return put;
}

void cli_result_fault(struct cli *cli, const dt_store *store, dt_status status)
{
    const dt_diagnostic *fault = dt_store_fault(store);
    if (status == DT_IO && fault && cli->found.n_error == 0) dt_diagnose(&cli->found, fault);
}

dt_status cli_result_close(struct cli *cli, struct cli_result *result, dt_status status)
{
    if (result->store) cli_result_fault(cli, result->store, status);
    dt_status closed = dt_store_close(result->store);
    if (status == DT_OK && closed != DT_OK)
        status = cli_fail(cli, DT_E_FILE_WRITE, result->folder, NULL, NULL);
    dt_design_free(result->design);
    cli_setup_clear(&result->setup);
    free(result->folder);
    memset(result, 0, sizeof *result);
    return status;
}

dt_ensemble_options cli_result_options(const struct cli *cli, const struct cli_result *result)
{
    dt_ensemble_options options = dt_ensemble_defaults();
    options.members = result->members;
    options.threads = (int)cli_integer(cli, "threads", 0);
    options.width = (int)cli_integer(cli, "width", 0);
    options.design = result->design;
    options.on_failure = result->on_failure;
    options.slice = result->slice;
    options.n_slice = result->n_slice;
    return options;
}

/* ---- designs from options ---- */

static dt_status unknown_design(struct cli *cli, const char *word)
{
    struct cli_suggestion near = cli_suggest_begin(word);
    for (int k = 0; k < DT_DESIGN_COUNT; k++)
        cli_suggest(&near, dt_design_name(k));
    return cli_fail_near(cli, DT_E_OPTION_VALUE, "--design",
                         "a kind of design: `detente help sample` lists them", &near);
}

dt_status cli_design_make(struct cli *cli, const dt_case *c, dt_design **out)
{
    const char *word = cli_text(cli, "design", NULL), *file = cli_text(cli, "design-file", NULL);
    if (file) {
        const char **name = cli_factor_names(c);
        if (!name) return cli_fail(cli, DT_E_NO_MEMORY, NULL, NULL, NULL);
        dt_status status = dt_design_read(file, name, dt_case_factor_count(c), out, &cli->found);
        free(name);
        return status;
    }
    if (!word) return DT_OK;
    dt_design_options o = dt_design_defaults();
    o.kind = dt_design_find(word);
    if (o.kind < 0) return unknown_design(cli, word);
    o.n_column = dt_case_factor_count(c);
    o.base = cli_integer(cli, "base", cli_integer(cli, "members", o.base));
    o.seed = dt_case_seed(c);
    o.level = (int)cli_integer(cli, "level", o.level);
    o.second_order = cli_flag(cli, "second-order");
    return dt_design_create(&o, out, &cli->found);
}
