/* Runs a scenario through the library and prints a median with its range: what a program of your own begins with.
 *
 * Usage: run DATA_FOLDER SCENARIO_FILE MEMBERS. Build it against an installed copy:
 *     cc run.c $(pkg-config --cflags --libs detente) -o run */
#include <stdio.h>
#include <stdlib.h>

#include "detente/detente.h"

/* Everything that is held, so that one place frees it. */
struct job {
    dt_scenario *scenario;
    dt_world *world;
    dt_case *c;
    dt_summary *summary;
};

static dt_status prepare(struct job *job, const char *data, const char *path, dt_diagnostics *found)
{
    dt_status status = dt_scenario_load(path, &job->scenario, found);
    if (status != DT_OK) return status;
    /* A run starts with the data that were known at the end of the year before. */
    int year = dt_scenario_describe(job->scenario).start_year - 1;
    status = dt_world_load(data, year, &job->world, found);
    if (status == DT_OK) status = dt_treaty_inform(job->world, data, found);
    if (status == DT_OK) status = dt_case_build(job->world, job->scenario, &job->c, found);
    return status;
}

static void show(const struct job *job)
{
    const char *name = "ai_power";
    int output = dt_output_find(name), last = dt_case_step_count(job->c);
    for (int group = 0; group < dt_case_group_count(job->c); group++)
        printf("%s %s %.2f %.17g %.17g %.17g %s\n", name, dt_case_group_name(job->c, group),
               dt_case_time(job->c, last), dt_summary_quantile(job->summary, output, group, last, 0.1),
               dt_summary_quantile(job->summary, output, group, last, 0.5),
               dt_summary_quantile(job->summary, output, group, last, 0.9), dt_output_at(output)->unit);
}

static void report(const dt_diagnostics *found)
{
    char line[2048];
    for (int k = 0; k < found->count; k++) {
        dt_diagnostic_format(&found->item[k], line, sizeof line);
        fprintf(stderr, "%s\n", line);
    }
}

int main(int argc, char **argv)
{
    struct job job = {0};
    dt_diagnostics found;
    if (argc != 4) {
        fprintf(stderr, "usage: run DATA_FOLDER SCENARIO_FILE MEMBERS\n");
        return 2;
    }
    dt_diagnostics_init(&found);
    dt_status status = prepare(&job, argv[1], argv[2], &found);
    if (status == DT_OK) {
        dt_ensemble_options options = dt_ensemble_defaults();
        options.members = strtoll(argv[3], NULL, 10);
        status = dt_ensemble_run(job.c, &options, &job.summary, &found);
    }
    if (status == DT_OK) show(&job);
    report(&found);
    dt_summary_free(job.summary);
    dt_case_free(job.c);
    dt_world_free(job.world);
    dt_scenario_free(job.scenario);
    return dt_status_exit_code(status);
}
