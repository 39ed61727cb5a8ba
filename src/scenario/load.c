/* Scenario files with what they extend, and changes from the command line.
 *
 * A file's parent is read first and the file's own keys go over it. The chain of open files finds circles.
 * Whatever is wrong in any file is reported before the call fails. */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "io/file.h"
#include "scenario/read.h"

enum { MAX_CHAIN = 16 };

/* The files being read, from the first to the innermost, by their real path and as the user named them. */
struct chain {
    int n;
    char *real[MAX_CHAIN + 1];
    const char *name[MAX_CHAIN + 1];
};

static void read_file(dt_reader *r, struct chain *chain, const char *path, const dt_yaml *from);

/* Adds a file to the list for messages; -1 if there are too many, which is reported. */
static int add_file(dt_reader *r, const char *name)
{
    dt_files *files = &r->s->files;
    for (int i = 0; i < files->n; i++)
        if (strcmp(files->name[i], name) == 0) return i;
    if (files->n == DT_MAX_FILE) {
        dt_report(&r->f, DT_E_EXTENDS_DEPTH, (dt_place){0, 0, 0}, name,
                  dt_say(&r->f, "at most %d files", DT_MAX_FILE), NULL);
        return -1;
    }
    snprintf(files->name[files->n], sizeof files->name[0], "%s", name);
    return files->n++;
}

/* The scenario's name from that of its file: without folder and ending, in printable ASCII. */
static void name_after_file(dt_scenario *s, const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *base = slash ? slash + 1 : path;
    const char *dot = strrchr(base, '.');
    int length = dot && dot != base ? (int)(dot - base) : (int)strlen(base);
    if (length > 0) snprintf(s->name, sizeof s->name, "%.*s", length, base);
    for (char *c = s->name; *c; c++)
        if (*c < ' ' || *c > '~' || *c == '\\') *c = '_';
}

static void read_parent(dt_reader *r, struct chain *chain, const dt_yaml *extends, const char *folder)
{
    char *path = NULL;
    if (extends->kind != DT_YAML_SCALAR || !extends->text[0]) {
        dt_yaml_wrong(&r->f, extends, "the name of a scenario file");
        return;
    }
    if (!folder) {
        dt_report(&r->f, DT_E_FILE_MISSING, extends->place, dt_yaml_describe(&r->f, extends),
                  "a scenario that stands for itself", "no files are read here");
        return;
    }
    dt_status status = extends->text[0] == '/' ? ((path = strdup(extends->text)) ? DT_OK : DT_NO_MEMORY)
                                               : dt_path_join(folder, extends->text, &path);
    if (status == DT_OK)
        read_file(r, chain, path, extends);
    else
        dt_report_no_memory(&r->f);
    dt_free(path);
}

static int is_nothing(const dt_yaml *root)
{
    return !root || (root->kind == DT_YAML_MAP && root->count == 0);
}

/* A file without a key says nothing: that may be a slip, so it is told what then holds. */
static void warn_of_nothing(dt_reader *r, int file)
{
    const dt_scenario *s = r->s;
    dt_warn(&r->f, DT_E_EMPTY_SCENARIO, (dt_place){file, 1, 1}, "no key",
            dt_say(&r->f, "the base case is used: %d-Q%d to %d-Q%d, every parameter at its default",
                   s->start / 4, s->start % 4 + 1, s->end / 4, s->end % 4 + 1));
}

/* Reads a file's tree, which may be NULL, after the file that it extends. */
static void read_root(dt_reader *r, struct chain *chain, const dt_yaml *root, const char *folder)
{
    int is_map = root && root->kind == DT_YAML_MAP;
    const dt_yaml *extends = is_map ? dt_yaml_find(root, "extends") : NULL;
    if (extends) {
        size_t mark = dt_key_enter(&r->f, "extends");
        read_parent(r, chain, extends, folder);
        dt_key_leave(&r->f, mark);
    }
    name_after_file(r->s, chain->name[chain->n - 1]);
    r->folder = folder;
    if (is_map)
        dt_read_map(r, root);
    else if (root)
        dt_yaml_wrong(&r->f, root, "a map from keys to values");
}

static void read_text(dt_reader *r, struct chain *chain, const char *text, size_t length, const char *folder)
{
    const char *name = chain->name[chain->n - 1];
    char outer_key[DT_DIAGNOSTIC_TEXT];
    dt_yaml *root = NULL;
    memcpy(outer_key, r->f.key, sizeof outer_key);
    r->f.key[0] = '\0';

    int n_error = r->f.n_error;
    int file = add_file(r, name);
    if (file >= 0 && dt_yaml_parse(text, length, file, &r->f, &root) == DT_OK) {
        if (is_nothing(root) && r->f.n_error == n_error) warn_of_nothing(r, file);
        read_root(r, chain, root, folder);
    }
    dt_yaml_free(root);
    memcpy(r->f.key, outer_key, sizeof outer_key);
}

/* The last part of a path. */
static const char *file_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

/* Whether a file is open already; reports the chain if it is, without folders so that it has room. */
static int is_cycle(dt_reader *r, const struct chain *chain, const char *real, const char *path,
                    dt_place place)
{
    int first = 0;
    while (first < chain->n && strcmp(chain->real[first], real) != 0)
        first++;
    if (first == chain->n) return 0;
    char text[DT_DIAGNOSTIC_TEXT] = "";
    for (int i = first; i < chain->n; i++) {
        size_t used = strlen(text);
        snprintf(text + used, sizeof text - used, "%s -> ", file_name(chain->name[i]));
    }
    size_t used = strlen(text);
    snprintf(text + used, sizeof text - used, "%s", file_name(path));
    dt_report(&r->f, DT_E_EXTENDS_CYCLE, place, text, "files that end in one without `extends`", NULL);
    return 1;
}

/* Reports why a file that another extends cannot be read, at the place of `extends`. */
static void report_parent(dt_reader *r, const dt_yaml *from, const dt_diagnostics *list, const char *path)
{
    const dt_diagnostic *d = &list->item[0];
    dt_report(&r->f, list->count ? d->code : DT_E_FILE_MISSING, from->place,
              dt_say(&r->f, "%.150s: %.80s", path, d->found), d->expected, NULL);
}

static void read_open_file(dt_reader *r, struct chain *chain, const char *path, const dt_yaml *from)
{
    char *text = NULL, *folder = NULL;
    size_t length = 0;
    dt_diagnostics list;
    dt_diagnostics_init(&list);
    dt_status status = dt_file_read(path, DT_YAML_BYTES, &text, &length, &list);
    if (status == DT_OK) status = dt_path_folder(path, &folder);
    if (status == DT_OK) {
        read_text(r, chain, text, length, folder);
    } else if (status == DT_NO_MEMORY) {
        dt_report_no_memory(&r->f);
    } else if (from) {
        report_parent(r, from, &list, path);
    } else {
        r->f.status = dt_diagnose(r->f.list, &list.item[0]);
        r->f.n_error++;
    }
    dt_free(text);
    dt_free(folder);
}

/* Reads a file into the scenario. `from`: the value of `extends` that names it, NULL for the first. */
static void read_file(dt_reader *r, struct chain *chain, const char *path, const dt_yaml *from)
{
    dt_place place = from ? from->place : (dt_place){0, 0, 0};
    if (chain->n > MAX_CHAIN) {
        dt_report(&r->f, DT_E_EXTENDS_DEPTH, place, NULL, dt_say(&r->f, "at most %d files", MAX_CHAIN), NULL);
        return;
    }
    char resolved[PATH_MAX];
    char *real = strdup(realpath(path, resolved) ? resolved : path);
    if (!real) {
        dt_report_no_memory(&r->f);
        return;
    }
    if (!is_cycle(r, chain, real, path, place)) {
        chain->real[chain->n] = real;
        chain->name[chain->n] = path;
        chain->n++;
        read_open_file(r, chain, path, from);
        chain->n--;
    }
    free(real);
}

/* Checks the whole and hands the scenario over, or frees it. */
static dt_status finish(dt_reader *r, dt_scenario **out)
{
    if (r->f.n_error == 0) dt_check_whole(r);
    if (r->f.n_error > 0) {
        dt_scenario_free(r->s);
        return r->f.status;
    }
    *out = r->s;
    return DT_OK;
}

static dt_status begin(dt_reader *r, dt_diagnostics *diagnostics)
{
    r->s = dt_scenario_create();
    r->folder = NULL;
    dt_findings_init(&r->f, diagnostics, r->s ? &r->s->files : NULL);
    return r->s ? DT_OK : dt_report_no_memory(&r->f);
}

dt_status dt_scenario_load(const char *path, dt_scenario **out, dt_diagnostics *diagnostics)
{
    dt_reader r;
    struct chain chain = {0};
    dt_status status = begin(&r, diagnostics);
    if (status != DT_OK) return status;
    read_file(&r, &chain, path, NULL);
    return finish(&r, out);
}

dt_status dt_scenario_parse(const char *text, size_t length, const char *name, const char *folder,
                            dt_scenario **out, dt_diagnostics *diagnostics)
{
    dt_reader r;
    struct chain chain = {.n = 1, .name = {name ? name : "scenario"}};
    dt_status status = begin(&r, diagnostics);
    if (status != DT_OK) return status;
    chain.real[0] = strdup(chain.name[0]);
    if (chain.real[0])
        read_text(&r, &chain, text, length, folder);
    else
        dt_report_no_memory(&r.f);
    free(chain.real[0]);
    return finish(&r, out);
}

/* Sets a parameter: "NAME" or "NAME.PART". */
static void set_parameter(dt_reader *r, const char *key, const dt_yaml *value)
{
    char name[DT_DIAGNOSTIC_TEXT];
    snprintf(name, sizeof name, "%s", key);
    char *part = strchr(name, '.');
    if (part) *part++ = '\0';
    int param = dt_read_param_name(r, name, value->place);
    if (param >= 0 && part) dt_read_targeted(r, param, part, value);
    if (param >= 0 && !part) dt_read_parameter(r, param, value);
}

static const char *without_prefix(const char *key)
{
    static const char *const prefixes[] = {"parameters.", "levers."};
    for (size_t i = 0; i < sizeof prefixes / sizeof prefixes[0]; i++)
        if (strncmp(key, prefixes[i], strlen(prefixes[i])) == 0) return key + strlen(prefixes[i]);
    return NULL;
}

static void set_key(dt_reader *r, const char *key, const dt_yaml *value)
{
    const char *param = without_prefix(key);
    if (!param && dt_read_top_key(r, key, value)) return;
    set_parameter(r, param ? param : key, value);
}

/* Changes one key; findings name `origin` as the file where the value stands. */
static dt_status set_from(dt_scenario *scenario, const char *origin, const char *key, const char *value,
                          dt_diagnostics *diagnostics)
{
    dt_reader r = {.s = dt_scenario_copy(scenario), .folder = "."};
    dt_yaml *tree = NULL;
    dt_yaml nothing = {.kind = DT_YAML_SCALAR, .text = (char[]){""}};
    dt_findings_init(&r.f, diagnostics, r.s ? &r.s->files : NULL);
    if (!r.s) return dt_report_no_memory(&r.f);
    int file = add_file(&r, origin);
    if (file >= 0 && dt_yaml_parse(value, strlen(value), file, &r.f, &tree) == DT_OK) {
        nothing.place = (dt_place){file, 1, 1};
        set_key(&r, key, tree ? tree : &nothing);
    }
    dt_yaml_free(tree);
    dt_scenario *changed = NULL;
    dt_status status = finish(&r, &changed);
    if (status != DT_OK) return status;
    /* The two change places, so that the caller's pointer stays good. */
    dt_scenario old = *scenario;
    *scenario = *changed;
    *changed = old;
    dt_scenario_free(changed);
    return DT_OK;
}

dt_status dt_scenario_set(dt_scenario *scenario, const char *key, const char *value,
                          dt_diagnostics *diagnostics)
{
    return set_from(scenario, "--set", key, value, diagnostics);
}

/* A list "USA,EU" as YAML would write it. */
dt_status dt_scenario_set_groups(dt_scenario *scenario, const char *list)
{
    char value[2048];
    if (strpbrk(list, "[]{}\"'#:&*!\n") || strlen(list) + 3 > sizeof value) return DT_INPUT;
    snprintf(value, sizeof value, "[%s]", list);
    return set_from(scenario, "--states", "groups", value, NULL);
}
