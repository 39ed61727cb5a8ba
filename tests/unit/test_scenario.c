/* Scenarios that are valid: defaults, every key, what extends what, --set, and the canonical form. */
#include <stdlib.h>

#include "detente/suggest.h"
#include "scenario/setting.h"
#include "scenario/suggest.h"
#include "test.h"

#include "scratch.h"

static dt_scenario *parse(const char *text)
{
    dt_scenario *s = NULL;
    dt_diagnostics list;
    dt_diagnostics_init(&list);
    dt_status status = dt_scenario_parse(text, strlen(text), "test.yaml", NULL, &s, &list);
    if (status != DT_OK) {
        char line[2048];
        dt_diagnostic_format(&list.item[0], line, sizeof line);
        fail_msg("%s", line);
    }
    return s;
}

/* The setting of a parameter for a target; NULL if there is none. */
static const dt_setting *find(const dt_scenario *s, const char *param, const char *target)
{
    for (int i = 0; i < s->n_setting; i++)
        if (s->setting[i].param == dt_param_find(param) &&
            strcmp(dt_setting_target_name(&s->setting[i]), target) == 0)
            return &s->setting[i];
    return NULL;
}

static double fixed_value(const dt_scenario *s, const char *param, const char *target)
{
    const dt_setting *setting = find(s, param, target);
    assert_non_null(setting);
    assert_int_equal(setting->spec.kind, DT_DIST_FIXED);
    return setting->spec.a;
}

TEST(empty_text_is_all_defaults)
{
    dt_scenario *s = parse("");
    dt_scenario_info info = dt_scenario_describe(s);
    assert_string_equal(info.name, "test");
    assert_string_equal(info.text, "");
    assert_int_equal(info.start_year, 2026);
    assert_int_equal(info.start_quarter, 1);
    assert_int_equal(info.end_year, 2040);
    assert_int_equal(info.end_quarter, 4);
    assert_true(info.step == 0.25);
    assert_int_equal(info.seed, 1);
    assert_int_equal(info.members, 1000);
    assert_int_equal(info.n_group, 5);
    assert_string_equal(dt_scenario_group(s, 3), "GULF");
    assert_null(dt_scenario_group(s, 5));
    assert_null(dt_scenario_group(s, -1));
    assert_int_equal(dt_scenario_output_count(s), dt_output_count());
    assert_int_equal(dt_scenario_output(s, 2), 2);
    dt_scenario_free(s);
}

/* A text without a key is taken for a slip: it is read, with a warning that says what holds. */
TEST(nothing_is_a_warning)
{
    static const char *const texts[] = {"", "# only a remark\n", "{}"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        dt_scenario *s = NULL;
        dt_diagnostics list;
        dt_diagnostics_init(&list);
        assert_int_equal(dt_scenario_parse(texts[i], strlen(texts[i]), "test.yaml", NULL, &s, &list), DT_OK);
        assert_int_equal(list.n_error, 0);
        assert_int_equal(list.n_warning, 1);
        assert_int_equal(list.item[0].code, DT_E_EMPTY_SCENARIO);
        dt_scenario_free(s);
    }
}

/* Postures are named, wherever `postures` stands; one that is like another has its weights where it names
 * none. */
TEST(postures_by_name)
{
    dt_scenario *s = parse(
        "levers:\n  posture: {USA: racer, CHN: free_rider, IND: 2, EU: careful, GULF: bold}\n"
        "postures:\n  careful: {like: hedger, safety_floor: 0.4, restraint: 0.5}\n"
        "  bold: {like: careful, restraint: 0}\n");
    static const char *const target[] = {"USA", "CHN", "IND", "EU", "GULF"};
    static const int code[] = {0, 4, 2, 6,
                               7}; /* the order of posture_rule.def, then own, then the scenario's */
    for (int i = 0; i < 5; i++)
        assert_true(fixed_value(s, "posture", target[i]) == code[i]);
    assert_int_equal(s->n_posture, 2);
    for (int w = 0; w < dt_posture_weight_count(); w++) {
        const char *name = dt_posture_weight_name(w);
        int is_floor = strcmp(name, "safety_floor") == 0, is_restraint = strcmp(name, "restraint") == 0;
        double hedger = dt_posture_weight(3, w);
        assert_true(s->posture[0].weight[w] == (is_floor ? 0.4 : is_restraint ? 0.5 : hedger));
        assert_true(s->posture[1].weight[w] == (is_floor ? 0.4 : hedger));
    }
    dt_scenario_free(s);
}

/* Defined again, a posture keeps its code, so that what names it follows. */
TEST(posture_defined_again)
{
    dt_scenario *s = parse("postures: {one: {base: 1}, two: {base: 2}}\nlevers: {posture: two}\n");
    assert_int_equal(dt_scenario_set(s, "postures", "{two: {like: two, threat: 3}}", NULL), DT_OK);
    assert_int_equal(s->n_posture, 2);
    assert_true(fixed_value(s, "posture", "all") == 7.0);
    assert_true(s->posture[1].weight[0] == 2.0);
    assert_int_equal(dt_scenario_set(s, "posture.USA", "one", NULL), DT_OK);
    assert_true(fixed_value(s, "posture", "USA") == 6.0);
    dt_scenario_free(s);
}

/* Each weight has the lever that gives it a range and a meaning. */
TEST(every_weight_has_its_lever)
{
    for (int w = 0; w < dt_posture_weight_count(); w++) {
        char lever[64];
        snprintf(lever, sizeof lever, "own_%s", dt_posture_weight_name(w));
        assert_true(dt_param_find(lever) >= 0);
    }
    for (int p = 0; p < dt_posture_count(); p++)
        assert_true(dt_posture_name(p) && dt_posture_text(p));
    assert_null(dt_posture_name(dt_posture_count()));
    assert_null(dt_posture_weight_name(dt_posture_weight_count()));
}

TEST(every_plain_key)
{
    dt_scenario *s = parse("name: trial\ntext: |\n  Two\n  lines.\nstart: 2027-Q2\nend: 2030\nstep: month\n"
                           "seed: 18446744073709551615\nmembers: 7\ngroups: [DEU, NATO]\noutputs: "
                           "[capability, ai_power, capability]\n");
    dt_scenario_info info = dt_scenario_describe(s);
    assert_string_equal(info.name, "trial");
    assert_string_equal(info.text, "Two\nlines.\n");
    assert_int_equal(info.start_year * 10 + info.start_quarter, 20272);
    assert_int_equal(info.end_year * 10 + info.end_quarter, 20304);
    assert_near(info.step, 1.0 / 12.0, 0.0, 0.0);
    assert_true(info.seed == UINT64_MAX);
    assert_int_equal(info.members, 7);
    assert_int_equal(info.n_group, 2);
    assert_string_equal(dt_scenario_group(s, 0), "DEU");
    assert_int_equal(dt_scenario_output_count(s), 2);
    assert_int_equal(dt_scenario_output(s, 0), dt_output_find("capability"));
    assert_int_equal(dt_scenario_output(s, 1), dt_output_find("ai_power"));
    assert_int_equal(dt_scenario_output(s, 2), -1);
    assert_int_equal(dt_scenario_steps(s), 45); /* three years and three quarters of months */
    dt_scenario_free(s);
}

/* A seed of 0 is a seed, not "none". */
TEST(seed_zero)
{
    dt_scenario *s = parse("seed: 0\n");
    assert_int_equal(dt_scenario_describe(s).seed, 0);
    dt_scenario_free(s);
}

TEST(steps_of_every_kind)
{
    static const struct {
        const char *step;
        int n;
    } cases[] = {{"quarter", 60}, {"month", 180}, {"year", 15}, {"0.5", 30}, {"0.1", 150}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char text[64];
        snprintf(text, sizeof text, "step: %s\n", cases[i].step);
        dt_scenario *s = parse(text);
        assert_int_equal(dt_scenario_steps(s), cases[i].n);
        dt_scenario_free(s);
    }
}

/* Norway's code is a word for "no" in YAML 1.1. */
TEST(norway_is_a_state)
{
    dt_scenario *s = parse("groups: [NO, NOR, ON, YES]\nlevers:\n  openness: {NO: 0.5, NOR: 0.25}\n");
    assert_string_equal(dt_scenario_group(s, 0), "NO");
    assert_true(fixed_value(s, "openness", "NO") == 0.5);
    assert_true(fixed_value(s, "openness", "NOR") == 0.25);
    dt_scenario_free(s);
}

TEST(every_distribution)
{
    dt_scenario *s = parse("parameters:\n"
                           "  reserve_margin: {uniform: [0, 0.1]}\n"
                           "  demand_growth_fade: {loguniform: [2, 20]}\n"
                           "  demand_growth_long: {triangular: [0, 0.01, 0.03]}\n"
                           "  build_momentum: {pert: [0.1, 0.2, 0.9]}\n"
                           "  algorithm_growth: {normal: {mean: 1.1, sd: 0.3, low: 0.5, high: 2}}\n"
                           "  compute_value: {lognormal: {median: 14000, sigma: 0.2}}\n"
                           "  build_ceiling: {discrete: {values: [2, 4, 8], weights: [1, 2, 1]}}\n"
                           "  fuel_price_scale: {scale: 2}\n"
                           "  open_lag: 4\n");
    const dt_spec *normal = &find(s, "algorithm_growth", "all")->spec;
    assert_int_equal(normal->kind, DT_DIST_NORMAL);
    assert_true(normal->a == 1.1 && normal->b == 0.3 && normal->low == 0.5 && normal->high == 2.0);
    const dt_spec *lognormal = &find(s, "compute_value", "all")->spec;
    assert_true(lognormal->low == dt_param_at(dt_param_find("compute_value"))->least);
    assert_true(lognormal->high == dt_param_at(dt_param_find("compute_value"))->greatest);
    const dt_spec *uniform = &find(s, "reserve_margin", "all")->spec;
    assert_true(uniform->a == 0.0 && uniform->c == 0.1);
    assert_int_equal(find(s, "demand_growth_fade", "all")->spec.kind, DT_DIST_LOGUNIFORM);
    assert_true(find(s, "demand_growth_long", "all")->spec.b == 0.01);
    assert_int_equal(find(s, "build_momentum", "all")->spec.kind, DT_DIST_PERT);
    const dt_spec *discrete = &find(s, "build_ceiling", "all")->spec;
    assert_int_equal(discrete->n, 3);
    assert_true(discrete->value[2] == 8.0 && discrete->weight[1] == 2.0);
    assert_true(find(s, "fuel_price_scale", "all")->spec.is_scale);
    assert_true(fixed_value(s, "open_lag", "all") == 4.0);
    dt_scenario_free(s);
}

/* A distribution of no width makes no factor. */
TEST(distribution_without_width_is_fixed)
{
    dt_scenario *s = parse(
        "parameters:\n  reserve_margin: {uniform: [0.1, 0.1]}\n  open_lag: {pert: [4, 4, 4]}\n"
        "  ally_lag: {discrete: {values: [3, 3]}}\n");
    assert_true(fixed_value(s, "reserve_margin", "all") == 0.1);
    assert_true(fixed_value(s, "open_lag", "all") == 4.0);
    assert_true(fixed_value(s, "ally_lag", "all") == 3.0);
    dt_scenario_free(s);
}

TEST(discrete_without_weights_is_even)
{
    dt_scenario *s = parse("parameters:\n  open_lag: {discrete: {values: [3, 5]}}\n");
    assert_true(find(s, "open_lag", "all")->spec.weight[0] == find(s, "open_lag", "all")->spec.weight[1]);
    dt_scenario_free(s);
}

TEST(levers_under_either_key)
{
    dt_scenario *s = parse("levers:\n  equal_chips: 1\nparameters:\n  power_limit_off: 1\n");
    assert_true(fixed_value(s, "equal_chips", "all") == 1.0);
    assert_true(fixed_value(s, "power_limit_off", "all") == 1.0);
    dt_scenario_free(s);
}

TEST(technologies_by_name)
{
    dt_scenario *s = parse(
        "parameters:\n  learning_rate: {all: {scale: 0.5}, solar: 0.3, wind: {uniform: [0.1, 0.2]}}\n");
    assert_int_equal(s->n_setting, 3);
    assert_true(fixed_value(s, "learning_rate", "solar") == 0.3);
    assert_int_equal(find(s, "learning_rate", "wind")->spec.kind, DT_DIST_UNIFORM);
    dt_scenario_free(s);
}

TEST(settings_know_their_place)
{
    dt_scenario *s = parse("levers:\n  openness:\n    USA: 0.5\n");
    const dt_setting *setting = find(s, "openness", "USA");
    assert_int_equal(setting->place.line, 3);
    assert_int_equal(setting->place.column, 10);
    assert_string_equal(s->files.name[setting->place.file], "test.yaml");
    dt_scenario_free(s);
}

TEST(events_with_every_operation)
{
    dt_scenario *s = parse(
        "events:\n"
        "  - {at: 2030-Q3, text: later, add: {openness: {USA: -0.1}}, set: {equal_chips: 1}}\n"
        "  - {at: 2028, scale: {chip_access_west: {CHN: {uniform: [0.5, 1]}}}}\n");
    assert_int_equal(s->n_event, 2);
    assert_string_equal(s->event[0].text, "later");
    assert_int_equal(s->event[0].quarter, 2030 * 4 + 2);
    assert_int_equal(s->event[1].quarter, 2028 * 4);
    assert_int_equal(s->n_change, 3);
    assert_int_equal(s->change[0].op, DT_EVENT_SET);
    assert_int_equal(s->change[1].op, DT_EVENT_ADD);
    assert_true(s->change[1].setting.spec.a == -0.1);
    assert_int_equal(s->change[2].event, 1);
    dt_scenario_free(s);
}

TEST(matrix_becomes_pairs)
{
    dt_scenario *s = parse(
        "correlations:\n  - parameters: [algorithm_growth, research_returns, connection_rate.USA]\n"
        "    matrix: [[1, 0.5, 0.1], [0.5, 1, 0.2], [0.1, 0.2, 1]]\n");
    assert_int_equal(s->n_pair, 3);
    assert_string_equal(s->pair[2].a, "research_returns");
    assert_string_equal(s->pair[2].b, "connection_rate.USA");
    assert_true(s->pair[2].rho == 0.2);
    dt_scenario_free(s);
}

/* Files of the folder in which `extends` is tried. */
static void write_file(const char *folder, const char *name, const char *text)
{
    char path[SCRATCH_PATH];
    scratch_path(folder, name, path);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static dt_scenario *load(const char *folder, const char *name)
{
    char path[SCRATCH_PATH];
    dt_scenario *s = NULL;
    scratch_path(folder, name, path);
    assert_int_equal(dt_scenario_load(path, &s, NULL), DT_OK);
    return s;
}

TEST(extends_merges_key_by_key)
{
    char folder[SCRATCH_PATH];
    scratch_create(folder);
    write_file(folder, "parent.yaml",
               "name: parent\ntext: From the parent.\nseed: 5\nmembers: 10\nlevers:\n  openness: {USA: 0.1, "
               "CHN: 0.2}\n"
               "parameters:\n  algorithm_growth: 1\n  research_returns: 0.4\n  learning_rate: {solar: 0.1}\n"
               "events:\n  - {at: 2030, set: {equal_chips: 1}}\n"
               "correlations:\n  - {parameters: [training_share, diffusion_rate], rho: 0.5}\n");
    write_file(folder, "child.yaml",
               "extends: parent.yaml\nmembers: 20\nlevers:\n  openness: {CHN: 0.3, EU: 0.4}\n"
               "parameters:\n  algorithm_growth: {uniform: [1, 2]}\n  learning_rate: {scale: 0.5}\n"
               "events:\n  - {at: 2028, set: {power_limit_off: 1}}\n"
               "correlations:\n  - {parameters: [diffusion_rate, training_share], rho: 0.2}\n"
               "  - {parameters: [open_lag, ally_lag], rho: 0.9}\n");
    dt_scenario *s = load(folder, "child.yaml");
    dt_scenario_info info = dt_scenario_describe(s);
    assert_string_equal(info.name, "child");
    assert_string_equal(info.text, "From the parent.");
    assert_int_equal(info.seed, 5);
    assert_int_equal(info.members, 20);
    assert_true(fixed_value(s, "openness", "USA") == 0.1);
    assert_true(fixed_value(s, "openness", "CHN") == 0.3);
    assert_true(fixed_value(s, "openness", "EU") == 0.4);
    assert_int_equal(find(s, "algorithm_growth", "all")->spec.kind, DT_DIST_UNIFORM);
    assert_true(fixed_value(s, "research_returns", "all") == 0.4);
    assert_null(find(s, "learning_rate", "solar")); /* a plain value stands for all parts */
    assert_true(find(s, "learning_rate", "all")->spec.is_scale);
    assert_int_equal(s->n_event, 2);
    assert_int_equal(s->event[1].quarter, 2028 * 4);
    assert_int_equal(s->n_pair, 2);
    assert_true(s->pair[0].rho == 0.2);
    dt_scenario_free(s);
    scratch_remove(folder);
}

TEST(extends_looks_beside_the_file)
{
    char folder[SCRATCH_PATH], inner[SCRATCH_PATH];
    scratch_create(folder);
    scratch_path(folder, "inner", inner);
    assert_int_equal(mkdir(inner, 0777), 0);
    write_file(folder, "base.yaml", "seed: 9\n");
    write_file(folder, "middle.yaml", "extends: base.yaml\nmembers: 3\n");
    write_file(inner, "child.yaml", "extends: ../middle.yaml\n");
    dt_scenario *s = load(inner, "child.yaml");
    assert_int_equal(dt_scenario_describe(s).seed, 9);
    assert_int_equal(dt_scenario_describe(s).members, 3);
    dt_scenario_free(s);
    scratch_remove(folder);
}

/* A chain longer than 16 files ends in an error and not in the bottom of the stack. */
TEST(extends_has_a_limit)
{
    char folder[SCRATCH_PATH], name[32], text[64], path[SCRATCH_PATH];
    dt_scenario *s = NULL;
    dt_diagnostics list;
    dt_diagnostics_init(&list);
    scratch_create(folder);
    for (int i = 0; i < 20; i++) {
        snprintf(name, sizeof name, "s%d.yaml", i);
        snprintf(text, sizeof text, i < 19 ? "extends: s%d.yaml\n" : "seed: %d\n", i + 1);
        write_file(folder, name, text);
    }
    scratch_path(folder, "s0.yaml", path);
    assert_int_equal(dt_scenario_load(path, &s, &list), DT_INPUT);
    assert_int_equal(list.item[0].code, DT_E_EXTENDS_DEPTH);
    s = load(folder, "s5.yaml");
    assert_int_equal(dt_scenario_describe(s).seed, 20);
    dt_scenario_free(s);
    scratch_remove(folder);
}

/* Text without a folder reads no files. */
TEST(extends_needs_a_folder)
{
    dt_scenario *s = NULL;
    const char *text = "extends: coruna.yaml\n";
    assert_int_equal(dt_scenario_parse(text, strlen(text), "x", NULL, &s, NULL), DT_IO);
    assert_int_equal(dt_scenario_parse(text, strlen(text), "x", DT_SOURCE_DIR "/scenarios", &s, NULL), DT_OK);
    dt_scenario_free(s);
}

static void set(dt_scenario *s, const char *key, const char *value)
{
    assert_int_equal(dt_scenario_set(s, key, value, NULL), DT_OK);
}

TEST(set_plain_keys)
{
    dt_scenario *s = parse("");
    set(s, "seed", "0");
    set(s, "members", "12");
    set(s, "start", "2027-Q1");
    set(s, "end", "2031-Q4");
    set(s, "step", "year");
    set(s, "groups", "[FRA]");
    set(s, "name", "other");
    dt_scenario_info info = dt_scenario_describe(s);
    assert_int_equal(info.seed, 0);
    assert_int_equal(info.members, 12);
    assert_int_equal(info.start_year, 2027);
    assert_int_equal(info.end_year, 2031);
    assert_int_equal(dt_scenario_steps(s), 5);
    assert_string_equal(dt_scenario_group(s, 0), "FRA");
    assert_string_equal(info.name, "other");
    dt_scenario_free(s);
}

TEST(set_parameters)
{
    dt_scenario *s = parse("levers:\n  openness: {USA: 0.1}\n");
    set(s, "algorithm_growth", "0.9");
    set(s, "parameters.research_returns", "{triangular: [0.1, 0.2, 0.3]}");
    set(s, "levers.equal_chips", "1");
    set(s, "openness.CHN", "0.7");
    set(s, "learning_rate.solar", "0.3");
    set(s, "chip_access_west", "{all: 1, CHN: 0}");
    assert_true(fixed_value(s, "algorithm_growth", "all") == 0.9);
    assert_int_equal(find(s, "research_returns", "all")->spec.kind, DT_DIST_TRIANGULAR);
    assert_true(fixed_value(s, "equal_chips", "all") == 1.0);
    assert_true(fixed_value(s, "openness", "USA") == 0.1);
    assert_true(fixed_value(s, "openness", "CHN") == 0.7);
    assert_true(fixed_value(s, "learning_rate", "solar") == 0.3);
    assert_true(fixed_value(s, "chip_access_west", "CHN") == 0.0);
    set(s, "openness", "0.5");
    assert_null(find(s, "openness", "USA"));
    dt_scenario_free(s);
}

/* A value that is refused leaves everything as it was, and says where it stands. */
TEST(set_refuses_and_changes_nothing)
{
    static const struct {
        const char *key, *value;
        dt_error_code code;
    } cases[] = {
        {"algoritm_growth", "1", DT_E_UNKNOWN_PARAMETER},
        {"algorithm_growth", "99", DT_E_OUT_OF_RANGE},
        {"algorithm_growth", "fast", DT_E_WRONG_TYPE},
        {"algorithm_growth", "", DT_E_WRONG_TYPE},
        {"algorithm_growth", "[1", DT_E_YAML_SYNTAX},
        {"algorithm_growth.USA", "1", DT_E_UNKNOWN_TARGET},
        {"learning_rate.solr", "0.1", DT_E_UNKNOWN_TARGET},
        {"openness.usa", "0.1", DT_E_UNKNOWN_TARGET},
        {"members", "0", DT_E_OUT_OF_RANGE},
        {"end", "2020-Q1", DT_E_BAD_HORIZON},
        {"events", "[]", DT_E_UNKNOWN_PARAMETER},
        {"extends", "x.yaml", DT_E_UNKNOWN_PARAMETER},
        {"", "1", DT_E_UNKNOWN_PARAMETER},
    };
    dt_scenario *s = parse("parameters:\n  algorithm_growth: 1\n");
    char *before = NULL, *after = NULL;
    assert_int_equal(dt_scenario_canonical(s, &before), DT_OK);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        dt_diagnostics list;
        dt_diagnostics_init(&list);
        assert_int_equal(dt_scenario_set(s, cases[i].key, cases[i].value, &list), DT_INPUT);
        assert_int_equal(list.item[0].code, cases[i].code);
    }
    assert_int_equal(dt_scenario_canonical(s, &after), DT_OK);
    assert_string_equal(before, after);
    dt_free(before);
    dt_free(after);
    dt_scenario_free(s);
}

TEST(set_groups_from_a_list)
{
    dt_scenario *s = parse("");
    assert_int_equal(dt_scenario_set_groups(s, "USA,DEU, EU"), DT_OK);
    assert_int_equal(dt_scenario_describe(s).n_group, 3);
    assert_string_equal(dt_scenario_group(s, 2), "EU");
    assert_int_equal(dt_scenario_set_groups(s, "usa"), DT_INPUT);
    assert_int_equal(dt_scenario_set_groups(s, "USA]: [EU"), DT_INPUT);
    assert_int_equal(dt_scenario_set_groups(s, ""), DT_INPUT);
    assert_int_equal(dt_scenario_describe(s).n_group, 3);
    dt_scenario_free(s);
}

/* Canonical text, read again, gives the same text. */
static void check_round_trip(const dt_scenario *s)
{
    char *first = NULL, *second = NULL;
    assert_int_equal(dt_scenario_canonical(s, &first), DT_OK);
    dt_scenario *again = parse(first);
    assert_int_equal(dt_scenario_canonical(again, &second), DT_OK);
    assert_string_equal(first, second);
    assert_string_equal(dt_scenario_describe(again).name, dt_scenario_describe(s).name);
    assert_string_equal(dt_scenario_describe(again).text, dt_scenario_describe(s).text);
    assert_int_equal(again->n_event, s->n_event);
    for (int e = 0; e < s->n_event; e++)
        assert_string_equal(again->event[e].text, s->event[e].text);
    dt_scenario_free(again);
    dt_free(first);
    dt_free(second);
}

TEST(canonical_of_everything)
{
    dt_scenario *s = parse(
        "name: \"a \\\"quoted\\\" name: with # marks\"\ntext: \"two\\nlines, \\ttabs, d\\u00e9tente\"\n"
        "step: month\nseed: 0\ngroups: [NO, EU]\noutputs: [capability]\n"
        "required_parties: [USA, EU]\n"
        "postures:\n  one: {text: \"a \\\"b\\\"\", base: 0.1, restraint: 0.3}\n  two: {like: one, lead: -3}\n"
        "levers:\n  openness: {USA: 0.1, EU: {uniform: [0.1, 0.3]}, all: 0.7}\n"
        "  posture: {USA: two, CHN: racer, EU: {discrete: {values: [one, norm], weights: [1, 2]}}}\n"
        "parameters:\n"
        "  reserve_margin: {uniform: [0, 0.1]}\n  demand_growth_fade: {loguniform: [2, 20]}\n"
        "  demand_growth_long: {triangular: [0, 0.01, 0.03]}\n  build_momentum: {pert: [0.1, 0.2, 0.9]}\n"
        "  algorithm_growth: {normal: {mean: 1.1, sd: 0.3}}\n"
        "  compute_value: {lognormal: {median: 14000, sigma: 0.2}}\n"
        "  build_ceiling: {discrete: {values: [2, 4, 8], weights: [1, 2, 0.3]}}\n"
        "  fuel_price_scale: {scale: 1.1}\n  learning_rate: {wind: 0.1, all: {scale: 0.9}}\n"
        "correlations:\n  - {parameters: [open_lag, ally_lag, leak_lag], rho: 0.3}\n"
        "events:\n"
        "  - {at: 2030-Q3, text: \"x: [y]\", add: {openness: {USA: -0.1}}, set: {equal_chips: 1}}\n"
        "  - {at: 2028, scale: {chip_access_west: {CHN: {uniform: [0.5, 1]}}, openness: 0.5}}\n");
    check_round_trip(s);
    dt_scenario_free(s);
}

TEST(canonical_of_nothing)
{
    dt_scenario *s = parse("");
    check_round_trip(s);
    dt_scenario_free(s);
}

/* The order in which a file says things does not matter. */
TEST(canonical_has_one_order)
{
    dt_scenario *one = parse(
        "seed: 3\nlevers: {equal_chips: 1}\nparameters:\n  open_lag: 4\n  algorithm_growth: 1.0\n");
    dt_scenario *other = parse(
        "parameters:\n  algorithm_growth: 1\n  equal_chips: 1e0\n  open_lag: 4.00\nseed: 3\n");
    char *a = NULL, *b = NULL;
    assert_int_equal(dt_scenario_canonical(one, &a), DT_OK);
    assert_int_equal(dt_scenario_canonical(other, &b), DT_OK);
    assert_string_equal(a, b);
    dt_free(a);
    dt_free(b);
    dt_scenario_free(one);
    dt_scenario_free(other);
}

/* Doubles that need all 17 digits come back. */
TEST(canonical_keeps_every_digit)
{
    dt_scenario *s = parse(
        "parameters:\n  algorithm_growth: 0.10000000000000002\n  open_lag: 4.9406564584124654e-324\n");
    check_round_trip(s);
    assert_true(fixed_value(s, "algorithm_growth", "all") == 0.10000000000000002);
    dt_scenario_free(s);
}

/* Each scenario that comes with the program loads by itself and has a text that says what it assumes. */
TEST(shipped_scenarios_are_valid)
{
    static const char *const names[] = {"coruna",        "grid-free",     "chips-free",
                                        "open-world",    "closed-world",  "equal-chips",
                                        "flexible-load", "permit-reform", "no-export-control"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        char path[512];
        dt_scenario *s = NULL;
        snprintf(path, sizeof path, "%s/scenarios/%s.yaml", DT_SOURCE_DIR, names[i]);
        assert_int_equal(dt_scenario_load(path, &s, NULL), DT_OK);
        dt_scenario_info info = dt_scenario_describe(s);
        assert_string_equal(info.name, names[i]);
        assert_true(strlen(info.text) > 60);
        assert_int_equal(info.members, 1000);
        check_round_trip(s);
        dt_scenario_free(s);
    }
}

/* Every example of the manual. */
TEST(examples_of_the_manual_are_valid)
{
    static char manual[1 << 16];
    int n = 0;
    FILE *file = fopen(DT_SOURCE_DIR "/docs/scenario.md", "rb");
    assert_non_null(file);
    manual[fread(manual, 1, sizeof manual - 1, file)] = '\0';
    fclose(file);
    for (const char *at = strstr(manual, "```yaml\n"); at; at = strstr(at, "```yaml\n")) {
        dt_scenario *s = NULL;
        dt_diagnostics list;
        dt_diagnostics_init(&list);
        at += strlen("```yaml\n");
        size_t length = (size_t)(strstr(at, "```") - at);
        if (dt_scenario_parse(at, length, "manual", DT_SOURCE_DIR "/scenarios", &s, &list) != DT_OK)
            fail_msg("example %d, line %d: %s", n + 1, list.item[0].line, list.item[0].found);
        dt_scenario_free(s);
        n++;
    }
    assert_int_equal(n, 7);
}

/* Levenshtein's own kind of example: three changes, and the case of letters does not count. */
TEST(edit_distance_counts_edits)
{
    assert_int_equal(dt_edit_distance("kitten", "sitting"), 3);
    assert_int_equal(dt_edit_distance("", "abc"), 3);
    assert_int_equal(dt_edit_distance("Solar", "solar"), 0);
    assert_int_equal(dt_edit_distance("flaw", "lawn"), 2);
    assert_int_equal(dt_edit_distance("gmae", "Game"), 1); /* neighbours swapped */
    assert_int_equal(dt_edit_distance("ca", "abc"), 3);    /* restricted: no letter twice */
}

TEST(nearest_name_or_none)
{
    static const char *const names[] = {"seed", "members", "end", NULL};
    assert_string_equal(dt_nearest("seeds", dt_array_name_at, names), "seed");
    assert_string_equal(dt_nearest("mebmers", dt_array_name_at, names), "members");
    assert_null(dt_nearest("weather", dt_array_name_at, names));
    assert_null(dt_nearest("xyz", dt_array_name_at, names));
}

TEST(free_accepts_null)
{
    dt_scenario_free(NULL);
}

TEST(kind_of_a_scenario)
{
    static const char *const texts[] = {"name: a\n", "name: a\nkind: world\n", "name: a\nkind: policy\n"};
    static const int expected[] = {DT_SCENARIO_POLICY, DT_SCENARIO_WORLD, DT_SCENARIO_POLICY};
    for (int i = 0; i < 3; i++) {
        dt_scenario *s = NULL;
        dt_diagnostics list = {0};
        assert_int_equal(dt_scenario_parse(texts[i], strlen(texts[i]), "test.yaml", NULL, &s, &list), DT_OK);
        assert_int_equal(dt_scenario_describe(s).kind, expected[i]);
        dt_scenario_free(s);
    }
    dt_scenario *s = NULL;
    dt_diagnostics list = {0};
    assert_int_equal(dt_scenario_parse("kind: planet\n", 13, "test.yaml", NULL, &s, &list), DT_INPUT);
    assert_int_equal(list.n_error, 1);
}

RUN_TESTS(CASE(kind_of_a_scenario), CASE(empty_text_is_all_defaults), CASE(nothing_is_a_warning),
          CASE(postures_by_name), CASE(posture_defined_again), CASE(every_weight_has_its_lever),
          CASE(every_plain_key), CASE(seed_zero), CASE(steps_of_every_kind), CASE(norway_is_a_state),
          CASE(every_distribution), CASE(distribution_without_width_is_fixed),
          CASE(discrete_without_weights_is_even), CASE(levers_under_either_key), CASE(technologies_by_name),
          CASE(settings_know_their_place), CASE(events_with_every_operation), CASE(matrix_becomes_pairs),
          CASE(extends_merges_key_by_key), CASE(extends_looks_beside_the_file), CASE(extends_has_a_limit),
          CASE(extends_needs_a_folder), CASE(set_plain_keys), CASE(set_parameters),
          CASE(set_refuses_and_changes_nothing), CASE(set_groups_from_a_list), CASE(canonical_of_everything),
          CASE(canonical_of_nothing), CASE(canonical_has_one_order), CASE(canonical_keeps_every_digit),
          CASE(shipped_scenarios_are_valid), CASE(examples_of_the_manual_are_valid),
          CASE(edit_distance_counts_edits), CASE(nearest_name_or_none), CASE(free_accepts_null))
