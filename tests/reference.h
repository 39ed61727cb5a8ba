/* Reference cases: folders tests/reference/<mechanism>/<case>/ with
 *   case.csv      key,value,unit       inputs; key `op` names the operation; a value may be a list separated
 * by blanks expected.csv  name,value,absolute,relative   results, with the tolerance |got - value| <=
 * absolute + relative |value| source.md     where the results come from and why the tolerance is what it is
 *
 * A test program lists its operations and ends with RUN_TESTS_AND_CASES; `test_power --case FOLDER` runs one
 * folder, no argument runs every test and every folder of the mechanism. A row that no operation reads is a
 * failure, so that a misspelt key or name cannot pass in silence. */
#ifndef DT_REFERENCE_H
#define DT_REFERENCE_H

#include <dirent.h>
#include <stdlib.h>

#include "test.h"

enum { MAX_REFERENCE_ROW = 160, MAX_REFERENCE_LIST = 64 };

struct reference_input {
    char key[64], value[512];
    int used;
};

struct reference_expected {
    char name[64];
    double value, absolute, relative;
    int used;
};

struct reference {
    const char *folder;
    int n_input, n_expected;
    struct reference_input input[MAX_REFERENCE_ROW];
    struct reference_expected expected[MAX_REFERENCE_ROW];
};

/* An operation: reads inputs of a case and checks its results. */
struct reference_op {
    const char *name;
    void (*run)(struct reference *r);
};

/* The next field of a comma-separated line, without blanks around it; NULL at the end. */
static inline char *reference_field(char **line)
{
    char *field = strsep(line, ",\n");
    if (!field) return NULL;
    field += strspn(field, " \t\r");
    for (char *end = field + strlen(field); end > field && strchr(" \t\r", end[-1]); end--)
        end[-1] = '\0';
    return field;
}

static inline double reference_number(const struct reference *r, const char *where, const char *text)
{
    char *end;
    double value = strtod(text, &end);
    if (end == text || *end) fail_msg("%s: %s: '%s' is not a number", r->folder, where, text);
    return value;
}

static inline void reference_add_input(struct reference *r, char *line)
{
    struct reference_input *in = &r->input[r->n_input++];
    char *key = reference_field(&line), *value = reference_field(&line);
    if (!value) fail_msg("%s: case.csv: '%s' has no value", r->folder, key);
    *in = (struct reference_input){.used = 0};
    snprintf(in->key, sizeof in->key, "%s", key);
    snprintf(in->value, sizeof in->value, "%s", value);
}

static inline void reference_add_expected(struct reference *r, char *line)
{
    struct reference_expected *e = &r->expected[r->n_expected++];
    const char *field[4] = {NULL};
    for (int f = 0; f < 4; f++) {
        field[f] = reference_field(&line);
        if (!field[f]) fail_msg("%s: expected.csv: a row needs name,value,absolute,relative", r->folder);
    }
    *e = (struct reference_expected){.used = 0};
    snprintf(e->name, sizeof e->name, "%s", field[0]);
    e->value = reference_number(r, field[0], field[1]);
    e->absolute = reference_number(r, field[0], field[2]);
    e->relative = reference_number(r, field[0], field[3]);
}

/* Reads a table of a folder: the first line names the columns; empty lines and lines that start with # say
 * nothing. */
static inline void reference_read(struct reference *r, const char *name, int *count,
                                  void (*add)(struct reference *, char *))
{
    char path[1024], line[1024];
    snprintf(path, sizeof path, "%s/%s", r->folder, name);
    FILE *file = fopen(path, "r");
    if (!file) {
        fail_msg("%s: cannot be opened", path);
        return;
    }
    for (int n = 0; fgets(line, sizeof line, file);) {
        if (line[0] == '#' || line[strspn(line, " \t\r\n")] == '\0' || n++ == 0) continue;
        if (*count == MAX_REFERENCE_ROW) fail_msg("%s: more than %d rows", path, MAX_REFERENCE_ROW);
        add(r, line);
    }
    fclose(file);
}

/* The text of an input; `otherwise` where the case does not give it, which fails if that is NULL. */
static inline const char *reference_text(struct reference *r, const char *key, const char *otherwise)
{
    for (int k = 0; k < r->n_input; k++)
        if (strcmp(r->input[k].key, key) == 0) {
            r->input[k].used = 1;
            return r->input[k].value;
        }
    if (!otherwise) fail_msg("%s: case.csv has no '%s'", r->folder, key);
    return otherwise;
}

static inline double reference_in(struct reference *r, const char *key)
{
    return reference_number(r, key, reference_text(r, key, NULL));
}

static inline double reference_in_or(struct reference *r, const char *key, double otherwise)
{
    const char *text = reference_text(r, key, "");
    return *text ? reference_number(r, key, text) : otherwise;
}

/* Splits a list; returns how many numbers it holds. */
static inline int reference_split(struct reference *r, const char *key, const char *text, double *value)
{
    char copy[512], *rest = copy;
    int n = 0;
    snprintf(copy, sizeof copy, "%s", text);
    for (char *word; (word = strsep(&rest, " \t"));) {
        if (!*word) continue;
        if (n == MAX_REFERENCE_LIST)
            fail_msg("%s: %s: more than %d numbers", r->folder, key, MAX_REFERENCE_LIST);
        value[n++] = reference_number(r, key, word);
    }
    return n;
}

static inline int reference_list(struct reference *r, const char *key, double *value)
{
    return reference_split(r, key, reference_text(r, key, NULL), value);
}

static inline void reference_check_row(const struct reference *r, struct reference_expected *e, double got)
{
    double allowed = e->absolute + e->relative * fabs(e->value);
    e->used = 1;
    if (!(fabs(got - e->value) <= allowed))
        fail_msg("%s: %s = %.17g, expected %.17g, allowed difference %.3g", r->folder, e->name, got, e->value,
                 allowed);
}

/* Checks a result if the case expects it. */
static inline void reference_check(struct reference *r, const char *name, double got)
{
    for (int k = 0; k < r->n_expected; k++)
        if (strcmp(r->expected[k].name, name) == 0) reference_check_row(r, &r->expected[k], got);
}

/* The same for one of a series: `name.index`. */
static inline void reference_check_at(struct reference *r, const char *name, int index, double got)
{
    char full[96];
    snprintf(full, sizeof full, "%s.%d", name, index);
    reference_check(r, full, got);
}

static inline void reference_all_used(const struct reference *r)
{
    assert_true(r->n_expected > 0);
    for (int k = 0; k < r->n_input; k++)
        if (!r->input[k].used) fail_msg("%s: case.csv: nothing reads '%s'", r->folder, r->input[k].key);
    for (int k = 0; k < r->n_expected; k++)
        if (!r->expected[k].used)
            fail_msg("%s: expected.csv: nothing gives '%s'", r->folder, r->expected[k].name);
}

/* What cmocka hands to the test of one folder. */
struct reference_task {
    char folder[768];
    const struct reference_op *ops;
};

static inline void reference_run(void **state)
{
    const struct reference_task *task = *state;
    struct reference r = {.folder = task->folder};
    reference_read(&r, "case.csv", &r.n_input, reference_add_input);
    reference_read(&r, "expected.csv", &r.n_expected, reference_add_expected);
    const char *op = reference_text(&r, "op", NULL);
    const struct reference_op *known = task->ops;
    while (known->name && strcmp(known->name, op) != 0)
        known++;
    if (!known->name) fail_msg("%s: no operation is called '%s'", r.folder, op);
    known->run(&r);
    reference_all_used(&r);
}

static inline int reference_run_folder(const char *folder, const struct reference_op *ops)
{
    struct reference_task task = {.ops = ops};
    snprintf(task.folder, sizeof task.folder, "%s", folder);
    struct CMUnitTest test = {.name = task.folder, .test_func = reference_run, .initial_state = &task};
    return _cmocka_run_group_tests("reference", &test, 1, NULL, NULL);
}

static inline int reference_run_all(const char *mechanism, const struct reference_op *ops)
{
    char path[512], folder[768];
    int failed = 0, found = 0;
    snprintf(path, sizeof path, "%s/tests/reference/%s", DT_SOURCE_DIR, mechanism);
    DIR *directory = opendir(path);
    if (!directory) return 1;
    for (struct dirent *entry; (entry = readdir(directory));) {
        if (entry->d_name[0] == '.') continue;
        snprintf(folder, sizeof folder, "%.500s/%.255s", path, entry->d_name);
        failed += reference_run_folder(folder, ops);
        found++;
    }
    closedir(directory);
    return found > 0 ? failed : 1;
}

#define RUN_TESTS_AND_CASES(mechanism, ops, ...)                                                    \
    int main(int argc, char **argv)                                                                 \
    {                                                                                               \
        const struct CMUnitTest tests[] = {__VA_ARGS__};                                            \
        if (argc == 3 && strcmp(argv[1], "--case") == 0) return reference_run_folder(argv[2], ops); \
        int failed = run_named_tests(argc, argv, tests, sizeof tests / sizeof tests[0]);            \
        return argc > 1 ? failed : failed + reference_run_all(mechanism, ops);                      \
    }

#endif
