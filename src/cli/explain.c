/* `detente explain`: what a name means. One list of named things, made from the library's tables, serves the
 * search, the overview and "did you mean". */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"
#include "cli/commands.h"

/* A table that can be searched: entry `index` has a name and can print itself. */
struct topic {
    const char *kind;   /* "parameter" */
    const char *plural; /* what --list calls it */
    const char *heading;
    int (*count)(void);
    const char *(*name)(int index);
    const char *(*text)(int index);
    void (*print)(const struct cli *cli, int index);
    void (*json)(struct cli_json *json, int index);
};

static const char *const kind_names[] = {"fixed",  "uniform",   "loguniform", "triangular", "pert",
                                         "normal", "lognormal", "discrete",   "data"};
static const char *const role_names[] = {"uncertain: drawn for each member",
                                         "lever: a decision that scenarios and events set",
                                         "constant: known, or a convention"};
static const char *const shape_names[] = {"one value", "one value per technology", "one value per state"};
static const char *const aggregate_names[] = {"sum over its states", "mean weighted by running compute",
                                              "largest of its states", "smallest of its states",
                                              "that of the state with the largest AI supply"};
_Static_assert(CLI_COUNT(kind_names) == DT_DIST_KIND_COUNT, "a name for each kind of distribution");

static void print_fact(const char *label, const char *value)
{
    printf("  %-13s %s\n", label, value);
}

static const char *param_name(int p)
{
    return dt_param_at(p)->name;
}

static const char *param_text(int p)
{
    return dt_param_at(p)->text;
}

static void print_default(const dt_param_info *p)
{
    const char *kind = kind_names[p->distribution];
    if (p->distribution == DT_DIST_DATA)
        printf("  %-13s triangular between the data's low, central and high%s%s\n", "default",
               p->field ? " of " : "", p->field ? p->field : "");
    else if (p->distribution == DT_DIST_FIXED)
        printf("  %-13s %g\n", "default", p->central);
    else
        printf("  %-13s {%s: [%g, %g, %g]}\n", "default", kind, p->low, p->central, p->high);
}

static void param_print(const struct cli *cli, int index)
{
    const dt_param_info *p = dt_param_at(index);
    printf("%s%s%s  parameter of %s, %s\n  %s.\n\n", cli_bold(cli), p->name, cli_plain(cli), p->mechanism,
           p->unit, p->text);
    print_fact("role", role_names[p->role]);
    print_fact("shape", shape_names[p->shape]);
    printf("  %-13s %g to %g\n", "range", p->least, p->greatest);
    print_default(p);
    print_fact("source", p->source);
    printf("\n  In a scenario:    parameters: {%s: %s}\n  On a command line: --set %s%s=%g\n", p->name,
           p->shape == DT_SHAPE_WORLD      ? "..."
               : p->shape == DT_SHAPE_TECH ? "{solar: ...}"
                                           : "{USA: ...}",
           p->name,
           p->shape == DT_SHAPE_WORLD      ? ""
               : p->shape == DT_SHAPE_TECH ? ".solar"
                                           : ".USA",
           p->distribution == DT_DIST_DATA ? p->least : p->central);
}

static void param_json(struct cli_json *json, int index)
{
    const dt_param_info *p = dt_param_at(index);
    static const char *const role_words[] = {"uncertain", "lever", "constant"};
    static const char *const shape_words[] = {"world", "technology", "state"};
    cli_json_text(json, "mechanism", p->mechanism);
    cli_json_text(json, "unit", p->unit);
    cli_json_text(json, "role", role_words[p->role]);
    cli_json_text(json, "shape", shape_words[p->shape]);
    cli_json_number(json, "least", p->least);
    cli_json_number(json, "greatest", p->greatest);
    cli_json_text(json, "distribution", kind_names[p->distribution]);
    if (p->distribution != DT_DIST_DATA) {
        cli_json_number(json, "low", p->low);
        cli_json_number(json, "central", p->central);
        cli_json_number(json, "high", p->high);
    }
    cli_json_text(json, "source", p->source);
    cli_json_text(json, "data_field", p->field);
}

static const char *output_name(int o)
{
    return dt_output_at(o)->name;
}

static const char *output_text(int o)
{
    return dt_output_at(o)->text;
}

static void output_print(const struct cli *cli, int index)
{
    const dt_output_info *o = dt_output_at(index);
    printf("%s%s%s  output, %s\n  %s.\n\n", cli_bold(cli), o->name, cli_plain(cli), o->unit, o->text);
    print_fact("of a group", aggregate_names[o->aggregate]);
    printf("  %-13s %g to %g%s\n", "histogram", o->least, o->greatest,
           o->is_log ? ", bins even in the logarithm" : "");
}

static void output_json(struct cli_json *json, int index)
{
    const dt_output_info *o = dt_output_at(index);
    cli_json_text(json, "unit", o->unit);
    cli_json_text(json, "of_a_group", aggregate_names[o->aggregate]);
    cli_json_bool(json, "logarithmic", o->is_log);
    cli_json_number(json, "least", o->least);
    cli_json_number(json, "greatest", o->greatest);
}

static const char *field_name(int f)
{
    return dt_field_at(f)->name;
}

static const char *field_text(int f)
{
    return dt_field_at(f)->text;
}

static void field_print(const struct cli *cli, int index)
{
    const dt_field_info *f = dt_field_at(index);
    printf("%s%s%s  value of %s that evolves, %s\n  %s.\n\n", cli_bold(cli), f->name, cli_plain(cli),
           f->mechanism, f->unit, f->text);
    printf("  %-13s %d per %s\n", "values", f->n_slot, f->is_global ? "member" : "state and member");
}

static void field_json(struct cli_json *json, int index)
{
    const dt_field_info *f = dt_field_at(index);
    cli_json_text(json, "mechanism", f->mechanism);
    cli_json_text(json, "unit", f->unit);
    cli_json_bool(json, "per_state", !f->is_global);
    cli_json_integer(json, "values", f->n_slot);
}

static const char *world_name(int f)
{
    return dt_world_field_at(f)->name;
}

static const char *world_text(int f)
{
    return dt_world_field_at(f)->text;
}

static void world_print(const struct cli *cli, int index)
{
    const dt_world_field_info *f = dt_world_field_at(index);
    printf("%s%s%s  field of the data, %s\n  %s.\n\n", cli_bold(cli), f->name, cli_plain(cli), f->unit,
           f->text);
    print_fact("shape", f->is_tech ? "one value per state and technology" : "one value per state");
    print_fact("required", f->is_required ? "yes" : "no");
    printf("  %-13s %g to %g\n", "range", f->least, f->greatest);
    printf("\n  Values: detente data show USA\n");
}

static void world_json(struct cli_json *json, int index)
{
    const dt_world_field_info *f = dt_world_field_at(index);
    cli_json_text(json, "unit", f->unit);
    cli_json_bool(json, "per_technology", f->is_tech);
    cli_json_bool(json, "required", f->is_required);
    cli_json_number(json, "least", f->least);
    cli_json_number(json, "greatest", f->greatest);
}

static void posture_print(const struct cli *cli, int index)
{
    printf("%s%s%s  posture, by name or as %d\n  %s.\n\n", cli_bold(cli), dt_posture_name(index),
           cli_plain(cli), index, dt_posture_text(index));
    for (int w = 0; w < dt_posture_weight_count(); w++) {
        char lever[64];
        snprintf(lever, sizeof lever, "own_%s", dt_posture_weight_name(w));
        const char *meaning = strchr(dt_param_at(dt_param_find(lever))->text, ':');
        if (index == dt_posture_count() - 1)
            printf("  %-13s %-19s%s\n", dt_posture_weight_name(w), lever, meaning + 1);
        else
            printf("  %-13s %-6g%s\n", dt_posture_weight_name(w), dt_posture_weight(index, w), meaning + 1);
    }
    printf("\n  In a scenario:    levers: {posture: {USA: %s}}\n", dt_posture_name(index));
}

static void posture_json(struct cli_json *json, int index)
{
    cli_json_integer(json, "code", index);
    cli_json_open(json, "weights", '{');
    for (int w = 0; w < dt_posture_weight_count() && index < dt_posture_count() - 1; w++)
        cli_json_number(json, dt_posture_weight_name(w), dt_posture_weight(index, w));
    cli_json_close(json, '}');
}

static const char *error_name(int e)
{
    return dt_error_info_at(e)->name;
}

static const char *error_text(int e)
{
    return dt_error_info_at(e)->title;
}

static void error_print(const struct cli *cli, int index)
{
    const dt_error_info *e = dt_error_info_at(index);
    printf("%sE%04d%s  %s (%s)\n  %s\n\n", cli_bold(cli), (int)e->code, cli_plain(cli), e->title, e->name,
           e->explanation);
    printf("  %-13s %d, %s\n", "exit code", dt_status_exit_code(e->status), dt_status_text(e->status));
}

static void error_json(struct cli_json *json, int index)
{
    const dt_error_info *e = dt_error_info_at(index);
    char code[16];
    snprintf(code, sizeof code, "E%04d", (int)e->code);
    cli_json_text(json, "code", code);
    cli_json_text(json, "explanation", e->explanation);
    cli_json_integer(json, "exit_code", dt_status_exit_code(e->status));
}

static const struct topic topics[] = {
    {"parameter", "parameters", "Parameters", dt_param_count, param_name, param_text, param_print,
     param_json},
    {"output", "outputs", "Outputs", dt_output_count, output_name, output_text, output_print, output_json},
    {"field", "fields", "Values that evolve", dt_field_count, field_name, field_text, field_print,
     field_json},
    {"data", "data", "Fields of the data", dt_world_field_count, world_name, world_text, world_print,
     world_json},
    {"posture", "postures", "Postures", dt_posture_count, dt_posture_name, dt_posture_text, posture_print,
     posture_json},
    {"error", "errors", "Error codes", dt_error_count, error_name, error_text, error_print, error_json},
};

/* The error that E0201, e201 or 201 stands for; 0 if the word is no such code. */
static int error_number(const char *word)
{
    if (*word == 'E' || *word == 'e') word++;
    if (!*word || strspn(word, "0123456789") != strlen(word)) return 0;
    return atoi(word);
}

static int is_same(const char *a, const char *b)
{
    while (*a && tolower((unsigned char)*a) == tolower((unsigned char)*b)) {
        a++;
        b++;
    }
    return *a == *b;
}

/* Whether entry `index` of a topic is what the user asked for. */
static int is_match(const struct topic *topic, int index, const char *word)
{
    if (topic->count == dt_error_count) {
        int number = error_number(word);
        if (number > 0) return (int)dt_error_info_at(index)->code == number;
        return is_same(topic->name(index), word);
    }
    return strcmp(topic->name(index), word) == 0;
}

static void json_topic(struct cli_json *json, const struct topic *topic, int index)
{
    cli_json_open(json, NULL, '{');
    cli_json_text(json, "kind", topic->kind);
    cli_json_text(json, "name", topic->name(index));
    cli_json_text(json, "text", topic->text(index));
    topic->json(json, index);
    cli_json_close(json, '}');
}

/* Explains everything of this name; 0 if there is nothing. */
static int explain_name(const struct cli *cli, struct cli_json *json, const char *word)
{
    int n = 0;
    for (int t = 0; t < CLI_COUNT(topics); t++)
        for (int i = 0; i < topics[t].count(); i++) {
            if (!is_match(&topics[t], i, word)) continue;
            if (cli->json) {
                json_topic(json, &topics[t], i);
            } else {
                if (n > 0) printf("\n");
                topics[t].print(cli, i);
            }
            n++;
        }
    return n;
}

/* Explains every entry of one kind. Their number. */
static int explain_all(const struct cli *cli, struct cli_json *json, const char *plural)
{
    int n = 0;
    for (int t = 0; t < CLI_COUNT(topics); t++)
        for (int i = 0; strcmp(topics[t].plural, plural) == 0 && i < topics[t].count(); i++, n++) {
            if (cli->json) {
                json_topic(json, &topics[t], i);
            } else {
                printf("\n");
                topics[t].print(cli, i);
            }
        }
    return n;
}

static const char *param_mechanism(int i)
{
    return dt_param_at(i)->mechanism;
}

static const char *field_mechanism(int i)
{
    return dt_field_at(i)->mechanism;
}

/* Explains a mechanism by its parameters and its values that evolve; 0 if there is none of this name. */
static int explain_mechanism(const struct cli *cli, struct cli_json *json, const char *word)
{
    const char *(*const mechanism[])(int) = {param_mechanism, field_mechanism};
    const char *const units[] = {"parameters", "values that evolve"};
    int n = 0;
    for (int t = 0; t < CLI_COUNT(mechanism); t++) {
        const struct topic *topic = &topics[t == 0 ? 0 : 2];
        int n_listed = 0;
        for (int i = 0; i < topic->count(); i++) {
            if (strcmp(mechanism[t](i), word) != 0) continue;
            if (cli->json) {
                json_topic(json, topic, i);
            } else {
                if (n_listed == 0)
                    printf("%s%s%s%s: %s\n", n ? "\n" : "", cli_bold(cli), word, cli_plain(cli), units[t]);
                printf("  %-28s %s\n", topic->name(i), topic->text(i));
            }
            n_listed++;
            n++;
        }
    }
    return n;
}

/* Lists the topics of one kind, or of all (`plural` NULL). Number of topics. */
static int list_topics(const struct cli *cli, struct cli_json *json, const char *plural)
{
    int n = 0;
    for (int t = 0; t < CLI_COUNT(topics); t++) {
        if (plural && strcmp(plural, topics[t].plural) != 0) continue;
        if (!cli->json) printf("%s%s%s%s\n", n ? "\n" : "", cli_bold(cli), topics[t].heading, cli_plain(cli));
        for (int i = 0; i < topics[t].count(); i++, n++) {
            if (cli->json)
                json_topic(json, &topics[t], i);
            else
                printf("  %-28s %s\n", topics[t].name(i), topics[t].text(i));
        }
    }
    return n;
}

/* The names that contain the word, as many as fit. Their number. */
static int list_holders(const char *word, char expected[DT_DIAGNOSTIC_TEXT])
{
    const size_t room = DT_DIAGNOSTIC_TEXT - 8; /* for ", ..." */
    int n = 0;
    for (int t = 0; t < CLI_COUNT(topics) && strlen(word) >= 3; t++)
        for (int i = 0; i < topics[t].count(); i++) {
            const char *name = topics[t].name(i);
            size_t end = n ? strlen(expected) : 0;
            if (!strstr(name, word) || (n && strstr(expected, name))) continue;
            if (end + strlen(name) + 2 > room) {
                snprintf(expected + end, DT_DIAGNOSTIC_TEXT - end, ", ...");
                return n;
            }
            snprintf(expected + end, DT_DIAGNOSTIC_TEXT - end, "%s%s", n++ ? ", " : "one of ", name);
        }
    return n;
}

static dt_status unknown_name(struct cli *cli, const char *word)
{
    char expected[DT_DIAGNOSTIC_TEXT];
    if (list_holders(word, expected) > 0) return cli_fail(cli, DT_E_UNKNOWN_NAME, word, NULL, expected);
    struct cli_suggestion nearest = cli_suggest_begin(word);
    for (int t = 0; t < CLI_COUNT(topics); t++)
        for (int i = 0; i < topics[t].count(); i++)
            cli_suggest(&nearest, topics[t].name(i));
    for (int t = 0; t < CLI_COUNT(topics); t++)
        cli_suggest(&nearest, topics[t].plural);
    for (int p = 0; p < dt_param_count(); p++)
        cli_suggest(&nearest, dt_param_at(p)->mechanism);
    return cli_fail_near(cli, DT_E_UNKNOWN_NAME, word, "a name that `detente explain` lists", &nearest);
}

static dt_status run(struct cli *cli)
{
    char word[128] = "";
    struct cli_json json = cli_json_begin(stdout);
    int n = 0;
    /* "learning_rate.solar" and "parameters.learning_rate" mean the parameter. */
    if (cli->n_operand) {
        const char *name = cli->operand[0];
        if (strncmp(name, "parameters.", 11) == 0) name += 11;
        snprintf(word, sizeof word, "%.*s", (int)strcspn(name, "."), name);
    }
    if (cli->json) {
        cli_json_open(&json, NULL, '{');
        cli_json_integer(&json, "schema", 1);
        cli_json_open(&json, "topics", '[');
    }
    if (cli->n_operand == 0 || cli_flag(cli, "list"))
        n = list_topics(cli, &json, cli->n_operand ? word : NULL);
    else if (!(n = explain_name(cli, &json, word)))
        n = explain_mechanism(cli, &json, word);
    if (strcmp(word, "posture") == 0) n += explain_all(cli, &json, "postures");
    if (cli->json) {
        cli_json_close(&json, ']');
        cli_json_close(&json, '}');
        cli_json_end(&json);
    }
    return n > 0 ? DT_OK : unknown_name(cli, word);
}

const struct cli_command cli_explain = {
    .name = "explain",
    .operands = "[NAME]",
    .most_operand = 1,
    .summary = "explain a parameter, output, field, mechanism or error code",
    .text =
        "Says what a name means: unit, range, default, role and source of a parameter; unit and meaning of "
        "an output, of a value that evolves or of a field of the data; the contents of a mechanism; the cure "
        "for an error. Without a name, lists everything; with --list, one kind: parameters, outputs, fields, "
        "data, postures or errors. The exit code is 1 if nothing has the name.",
    .examples = (const struct cli_example[]){{"detente explain algorithm_growth", "a parameter"},
                                             {"detente explain E0402", "an error code"},
                                             {"detente explain power", "a mechanism"},
                                             {"detente explain --list outputs", "every output"},
                                             {NULL, NULL}},
    .options = (const struct cli_option[]){{"list", 'l', CLI_FLAG, NULL, "list what there is", 0, 0, 0},
                                           CLI_OPTION_END},
    .run = run,
};
