/* Scenarios that are not valid: each folder of tests/reference/scenario holds scenario.yaml and, in
 * expected.txt, the findings that reading it must give, one a line. To add a case, make a folder and a line
 * here; the last case finds a folder without. */
#include <dirent.h>
#include <stdlib.h>

#include "detente/scenario.h"
#include "test.h"

enum { MOST_TEXT = 1 << 16 };

static void read_file(const char *folder, const char *name, char text[MOST_TEXT])
{
    char path[1024];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    size_t length = fread(text, 1, MOST_TEXT - 1, file);
    fclose(file);
    text[length] = '\0';
}

/* Appends a finding as a line; the folder of other files is left out. */
static void append_finding(const dt_diagnostic *finding, const char *folder, char text[MOST_TEXT])
{
    char line[4096];
    dt_diagnostic_format(finding, line, sizeof line);
    size_t n_folder = strlen(folder) + 1;
    for (char *at = strstr(line, folder); at; at = strstr(line, folder))
        memmove(at, at + n_folder, strlen(at + n_folder) + 1);
    size_t used = strlen(text);
    snprintf(text + used, MOST_TEXT - used, "%s\n", line);
}

static void check_folder(const char *name)
{
    static char text[MOST_TEXT], expected[MOST_TEXT], found[MOST_TEXT];
    char folder[512];
    dt_scenario *scenario = NULL;
    dt_diagnostics list;
    dt_diagnostics_init(&list);
    snprintf(folder, sizeof folder, "%s/tests/reference/scenario/%s", DT_SOURCE_DIR, name);
    read_file(folder, "scenario.yaml", text);
    read_file(folder, "expected.txt", expected);
    assert_int_not_equal(dt_scenario_parse(text, strlen(text), "scenario.yaml", folder, &scenario, &list),
                         DT_OK);
    assert_null(scenario);
    found[0] = '\0';
    for (int i = 0; i < list.count; i++)
        append_finding(&list.item[i], folder, found);
    assert_string_equal(found, expected);
}

TEST(all_at_once)
{
    check_folder("all_at_once");
}

TEST(correlation_both)
{
    check_folder("correlation_both");
}

TEST(correlation_of_one)
{
    check_folder("correlation_of_one");
}

TEST(correlation_one)
{
    check_folder("correlation_one");
}

TEST(correlation_too_large)
{
    check_folder("correlation_too_large");
}

TEST(correlation_too_negative)
{
    check_folder("correlation_too_negative");
}

TEST(correlation_twice)
{
    check_folder("correlation_twice");
}

TEST(correlation_unknown_factor)
{
    check_folder("correlation_unknown_factor");
}

TEST(correlation_unknown_key)
{
    check_folder("correlation_unknown_key");
}

TEST(correlation_with_itself)
{
    check_folder("correlation_with_itself");
}

TEST(correlation_without_part)
{
    check_folder("correlation_without_part");
}

TEST(correlation_without_rho)
{
    check_folder("correlation_without_rho");
}

TEST(correlation_word)
{
    check_folder("correlation_word");
}

TEST(correlation_wrong_part)
{
    check_folder("correlation_wrong_part");
}

TEST(correlations_map)
{
    check_folder("correlations_map");
}

TEST(date_far)
{
    check_folder("date_far");
}

TEST(date_is_map)
{
    check_folder("date_is_map");
}

TEST(date_month)
{
    check_folder("date_month");
}

TEST(date_quarter)
{
    check_folder("date_quarter");
}

TEST(date_word)
{
    check_folder("date_word");
}

TEST(discrete_out_of_range)
{
    check_folder("discrete_out_of_range");
}

TEST(discrete_too_many)
{
    check_folder("discrete_too_many");
}

TEST(discrete_unknown_key)
{
    check_folder("discrete_unknown_key");
}

TEST(discrete_weight_negative)
{
    check_folder("discrete_weight_negative");
}

TEST(discrete_weights_missing)
{
    check_folder("discrete_weights_missing");
}

TEST(discrete_weights_zero)
{
    check_folder("discrete_weights_zero");
}

TEST(distribution_two)
{
    check_folder("distribution_two");
}

TEST(distribution_unknown)
{
    check_folder("distribution_unknown");
}

TEST(duplicate_key)
{
    check_folder("duplicate_key");
}

TEST(duplicate_parameter)
{
    check_folder("duplicate_parameter");
}

TEST(event_add_out_of_range)
{
    check_folder("event_add_out_of_range");
}

TEST(event_after_end)
{
    check_folder("event_after_end");
}

TEST(event_before_start)
{
    check_folder("event_before_start");
}

TEST(event_scale_negative)
{
    check_folder("event_scale_negative");
}

TEST(event_scaled_default)
{
    check_folder("event_scaled_default");
}

TEST(event_set_out_of_range)
{
    check_folder("event_set_out_of_range");
}

TEST(event_twice)
{
    check_folder("event_twice");
}

TEST(event_unknown_key)
{
    check_folder("event_unknown_key");
}

TEST(event_unknown_parameter)
{
    check_folder("event_unknown_parameter");
}

TEST(event_without_change)
{
    check_folder("event_without_change");
}

TEST(event_without_date)
{
    check_folder("event_without_date");
}

TEST(event_word)
{
    check_folder("event_word");
}

TEST(events_map)
{
    check_folder("events_map");
}

TEST(extends_cycle)
{
    check_folder("extends_cycle");
}

TEST(extends_event_lost)
{
    check_folder("extends_event_lost");
}

TEST(extends_itself)
{
    check_folder("extends_itself");
}

TEST(extends_list)
{
    check_folder("extends_list");
}

TEST(extends_missing)
{
    check_folder("extends_missing");
}

TEST(extends_wrong_parent)
{
    check_folder("extends_wrong_parent");
}

TEST(groups_empty)
{
    check_folder("groups_empty");
}

TEST(groups_lower_case)
{
    check_folder("groups_lower_case");
}

TEST(groups_nested)
{
    check_folder("groups_nested");
}

TEST(groups_twice)
{
    check_folder("groups_twice");
}

TEST(groups_word)
{
    check_folder("groups_word");
}

TEST(horizon_backwards)
{
    check_folder("horizon_backwards");
}

TEST(horizon_too_long)
{
    check_folder("horizon_too_long");
}

TEST(lever_constant)
{
    check_folder("lever_constant");
}

TEST(lever_twice)
{
    check_folder("lever_twice");
}

TEST(lever_uncertain)
{
    check_folder("lever_uncertain");
}

TEST(lognormal_low_negative)
{
    check_folder("lognormal_low_negative");
}

TEST(lognormal_median_zero)
{
    check_folder("lognormal_median_zero");
}

TEST(lognormal_sigma_zero)
{
    check_folder("lognormal_sigma_zero");
}

TEST(loguniform_zero)
{
    check_folder("loguniform_zero");
}

TEST(many_errors)
{
    check_folder("many_errors");
}

TEST(matrix_diagonal)
{
    check_folder("matrix_diagonal");
}

TEST(matrix_not_positive)
{
    check_folder("matrix_not_positive");
}

TEST(matrix_not_square)
{
    check_folder("matrix_not_square");
}

TEST(matrix_not_symmetric)
{
    check_folder("matrix_not_symmetric");
}

TEST(matrix_rows)
{
    check_folder("matrix_rows");
}

TEST(members_word)
{
    check_folder("members_word");
}

TEST(members_zero)
{
    check_folder("members_zero");
}

TEST(name_is_list)
{
    check_folder("name_is_list");
}

TEST(name_too_long)
{
    check_folder("name_too_long");
}

TEST(name_with_slash)
{
    check_folder("name_with_slash");
}

TEST(normal_list)
{
    check_folder("normal_list");
}

TEST(normal_mean_outside)
{
    check_folder("normal_mean_outside");
}

TEST(normal_sd_missing)
{
    check_folder("normal_sd_missing");
}

TEST(normal_sd_negative)
{
    check_folder("normal_sd_negative");
}

TEST(normal_sd_zero)
{
    check_folder("normal_sd_zero");
}

TEST(normal_unknown_key)
{
    check_folder("normal_unknown_key");
}

TEST(not_a_map)
{
    check_folder("not_a_map");
}

TEST(outputs_unknown)
{
    check_folder("outputs_unknown");
}

TEST(outputs_word)
{
    check_folder("outputs_word");
}

TEST(parameter_unknown)
{
    check_folder("parameter_unknown");
}

TEST(parameter_unknown_far)
{
    check_folder("parameter_unknown_far");
}

TEST(parameters_list)
{
    check_folder("parameters_list");
}

TEST(parts_of_one_value)
{
    check_folder("parts_of_one_value");
}

TEST(pert_mode_outside)
{
    check_folder("pert_mode_outside");
}

TEST(scale_out_of_range)
{
    check_folder("scale_out_of_range");
}

TEST(scale_zero)
{
    check_folder("scale_zero");
}

TEST(seed_empty)
{
    check_folder("seed_empty");
}

TEST(seed_fraction)
{
    check_folder("seed_fraction");
}

TEST(seed_negative)
{
    check_folder("seed_negative");
}

TEST(seed_too_large)
{
    check_folder("seed_too_large");
}

TEST(state_lower_case)
{
    check_folder("state_lower_case");
}

TEST(state_out_of_range)
{
    check_folder("state_out_of_range");
}

TEST(state_too_long)
{
    check_folder("state_too_long");
}

TEST(states_none)
{
    check_folder("states_none");
}

TEST(step_word)
{
    check_folder("step_word");
}

TEST(step_zero)
{
    check_folder("step_zero");
}

TEST(steps_not_whole)
{
    check_folder("steps_not_whole");
}

TEST(technology_unknown)
{
    check_folder("technology_unknown");
}

TEST(text_control)
{
    check_folder("text_control");
}

TEST(triangular_mode_outside)
{
    check_folder("triangular_mode_outside");
}

TEST(triangular_out_of_range)
{
    check_folder("triangular_out_of_range");
}

TEST(uniform_backwards)
{
    check_folder("uniform_backwards");
}

TEST(uniform_three)
{
    check_folder("uniform_three");
}

TEST(unknown_key)
{
    check_folder("unknown_key");
}

TEST(unknown_key_far)
{
    check_folder("unknown_key_far");
}

TEST(value_boolean)
{
    check_folder("value_boolean");
}

TEST(value_empty)
{
    check_folder("value_empty");
}

TEST(value_infinite)
{
    check_folder("value_infinite");
}

TEST(value_list)
{
    check_folder("value_list");
}

TEST(value_nan)
{
    check_folder("value_nan");
}

TEST(value_overflow)
{
    check_folder("value_overflow");
}

TEST(value_quoted)
{
    check_folder("value_quoted");
}

TEST(value_too_large)
{
    check_folder("value_too_large");
}

TEST(value_too_small)
{
    check_folder("value_too_small");
}

TEST(value_word)
{
    check_folder("value_word");
}

TEST(yaml_alias)
{
    check_folder("yaml_alias");
}

TEST(yaml_anchor)
{
    check_folder("yaml_anchor");
}

TEST(yaml_bad_utf8)
{
    check_folder("yaml_bad_utf8");
}

TEST(yaml_deep)
{
    check_folder("yaml_deep");
}

TEST(yaml_list_as_key)
{
    check_folder("yaml_list_as_key");
}

TEST(yaml_merge_key)
{
    check_folder("yaml_merge_key");
}

TEST(yaml_nul)
{
    check_folder("yaml_nul");
}

TEST(yaml_second_document)
{
    check_folder("yaml_second_document");
}

TEST(yaml_syntax)
{
    check_folder("yaml_syntax");
}

TEST(yaml_tab)
{
    check_folder("yaml_tab");
}

TEST(yaml_tag)
{
    check_folder("yaml_tag");
}

TEST(conference_after_end)
{
    check_folder("conference_after_end");
}

TEST(conference_before_start)
{
    check_folder("conference_before_start");
}

TEST(posture_added)
{
    check_folder("posture_added");
}

TEST(posture_distribution)
{
    check_folder("posture_distribution");
}

TEST(posture_like_own)
{
    check_folder("posture_like_own");
}

TEST(posture_list)
{
    check_folder("posture_list");
}

TEST(posture_name)
{
    check_folder("posture_name");
}

TEST(posture_of_the_scenario_unknown)
{
    check_folder("posture_of_the_scenario_unknown");
}

TEST(posture_too_many)
{
    check_folder("posture_too_many");
}

TEST(posture_unknown)
{
    check_folder("posture_unknown");
}

TEST(posture_weights)
{
    check_folder("posture_weights");
}

TEST(required_lower_case)
{
    check_folder("required_lower_case");
}

TEST(required_word)
{
    check_folder("required_word");
}

/* Errors beyond those that are kept are counted. */
TEST(all_errors_are_counted)
{
    static char text[MOST_TEXT];
    dt_scenario *scenario = NULL;
    dt_diagnostics list;
    dt_diagnostics_init(&list);
    read_file(DT_SOURCE_DIR "/tests/reference/scenario/many_errors", "scenario.yaml", text);
    assert_int_equal(dt_scenario_parse(text, strlen(text), "scenario.yaml", NULL, &scenario, &list),
                     DT_INPUT);
    assert_int_equal(list.count, DT_DIAGNOSTICS_MAX);
    assert_int_equal(list.n_error, 30);
}

/* Without a list the status says it all. */
TEST(findings_are_optional)
{
    dt_scenario *scenario = NULL;
    assert_int_equal(dt_scenario_parse("seeds: 1", 8, "x", NULL, &scenario, NULL), DT_INPUT);
    assert_int_equal(dt_scenario_load("/nowhere/at/all.yaml", &scenario, NULL), DT_IO);
    assert_null(scenario);
}

TEST(every_folder_has_a_case)
{
    static char text[1 << 20];
    FILE *file = fopen(__FILE__, "rb");
    assert_non_null(file);
    text[fread(text, 1, sizeof text - 1, file)] = '\0';
    fclose(file);
    DIR *folder = opendir(DT_SOURCE_DIR "/tests/reference/scenario");
    assert_non_null(folder);
    for (struct dirent *entry = readdir(folder); entry; entry = readdir(folder)) {
        char line[300];
        snprintf(line, sizeof line, "CASE(%s)", entry->d_name);
        if (entry->d_name[0] != '.' && !strstr(text, line))
            fail_msg("no test case for folder %s", entry->d_name);
    }
    closedir(folder);
}

RUN_TESTS(
    CASE(all_at_once), CASE(correlation_both), CASE(correlation_of_one), CASE(correlation_one),
    CASE(correlation_too_large), CASE(correlation_too_negative), CASE(correlation_twice),
    CASE(correlation_unknown_factor), CASE(correlation_unknown_key), CASE(correlation_with_itself),
    CASE(correlation_without_part), CASE(correlation_without_rho), CASE(correlation_word),
    CASE(correlation_wrong_part), CASE(correlations_map), CASE(date_far), CASE(date_is_map), CASE(date_month),
    CASE(date_quarter), CASE(date_word), CASE(discrete_out_of_range), CASE(discrete_too_many),
    CASE(discrete_unknown_key), CASE(discrete_weight_negative), CASE(discrete_weights_missing),
    CASE(discrete_weights_zero), CASE(distribution_two), CASE(distribution_unknown), CASE(duplicate_key),
    CASE(duplicate_parameter), CASE(event_add_out_of_range), CASE(event_after_end), CASE(event_before_start),
    CASE(event_scale_negative), CASE(event_scaled_default), CASE(event_set_out_of_range), CASE(event_twice),
    CASE(event_unknown_key), CASE(event_unknown_parameter), CASE(event_without_change),
    CASE(event_without_date), CASE(event_word), CASE(events_map), CASE(extends_cycle),
    CASE(extends_event_lost), CASE(extends_itself), CASE(extends_list), CASE(extends_missing),
    CASE(extends_wrong_parent), CASE(groups_empty), CASE(groups_lower_case), CASE(groups_nested),
    CASE(groups_twice), CASE(groups_word), CASE(horizon_backwards), CASE(horizon_too_long),
    CASE(lever_constant), CASE(lever_twice), CASE(lever_uncertain), CASE(lognormal_low_negative),
    CASE(lognormal_median_zero), CASE(lognormal_sigma_zero), CASE(loguniform_zero), CASE(many_errors),
    CASE(matrix_diagonal), CASE(matrix_not_positive), CASE(matrix_not_square), CASE(matrix_not_symmetric),
    CASE(matrix_rows), CASE(members_word), CASE(members_zero), CASE(name_is_list), CASE(name_too_long),
    CASE(name_with_slash), CASE(normal_list), CASE(normal_mean_outside), CASE(normal_sd_missing),
    CASE(normal_sd_negative), CASE(normal_sd_zero), CASE(normal_unknown_key), CASE(not_a_map),
    CASE(outputs_unknown), CASE(outputs_word), CASE(parameter_unknown), CASE(parameter_unknown_far),
    CASE(parameters_list), CASE(parts_of_one_value), CASE(pert_mode_outside), CASE(scale_out_of_range),
    CASE(scale_zero), CASE(seed_empty), CASE(seed_fraction), CASE(seed_negative), CASE(seed_too_large),
    CASE(state_lower_case), CASE(state_out_of_range), CASE(state_too_long), CASE(states_none),
    CASE(step_word), CASE(step_zero), CASE(steps_not_whole), CASE(technology_unknown), CASE(text_control),
    CASE(triangular_mode_outside), CASE(triangular_out_of_range), CASE(uniform_backwards),
    CASE(uniform_three), CASE(unknown_key), CASE(unknown_key_far), CASE(value_boolean), CASE(value_empty),
    CASE(value_infinite), CASE(value_list), CASE(value_nan), CASE(value_overflow), CASE(value_quoted),
    CASE(value_too_large), CASE(value_too_small), CASE(value_word), CASE(yaml_alias), CASE(yaml_anchor),
    CASE(yaml_bad_utf8), CASE(yaml_deep), CASE(yaml_list_as_key), CASE(yaml_merge_key), CASE(yaml_nul),
    CASE(yaml_second_document), CASE(yaml_syntax), CASE(yaml_tab), CASE(yaml_tag), CASE(conference_after_end),
    CASE(conference_before_start), CASE(posture_added), CASE(posture_distribution), CASE(posture_like_own),
    CASE(posture_list), CASE(posture_name), CASE(posture_of_the_scenario_unknown), CASE(posture_too_many),
    CASE(posture_unknown), CASE(posture_weights), CASE(required_lower_case), CASE(required_word),
    CASE(all_errors_are_counted), CASE(findings_are_optional), CASE(every_folder_has_a_case))
