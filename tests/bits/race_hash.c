/* Prints the digest of the shipped scenario's first members, for every lane width that this processor runs.
 * Two builds of the library, by any compiler, must print the same digests: tests compare them. Usage:
 * race_hash SCENARIO DATA */
#include <inttypes.h>
#include <stdio.h>

#include "detente/detente.h"

enum { MEMBERS = 8 };

/* Digest of members 0 .. MEMBERS-1 after the whole run, block by block. */
static dt_status print_digests(const dt_case *c, int width, const char *target)
{
    dt_race *race = NULL;
    dt_race_options options = {.width = width};
    dt_status status = dt_race_create(c, &options, &race);
    if (status != DT_OK) return status;
    printf("%-8s", target);
    for (int first = 0; first < MEMBERS; first += 1) {
        dt_race_begin(race, (uint64_t)first, 1, NULL);
        for (int s = 0; s < dt_case_step_count(c); s++)
            dt_race_step(race);
        printf(" %016" PRIx64, dt_race_hash(race));
    }
    printf("\n");
    dt_race_free(race);
    return DT_OK;
}

int main(int argc, char **argv)
{
    dt_scenario *scenario = NULL;
    dt_world *world = NULL;
    dt_case *c = NULL;
    if (argc != 3) return dt_status_exit_code(DT_USAGE);
    dt_status status = dt_scenario_load(argv[1], &scenario, NULL);
    if (status == DT_OK)
        status = dt_world_load(argv[2], dt_scenario_describe(scenario).start_year - 1, &world, NULL);
    if (status == DT_OK) status = dt_treaty_inform(world, argv[2], NULL);
    if (status == DT_OK) status = dt_case_build(world, scenario, &c, NULL);
    for (int k = 0; k < dt_kernel_count() && status == DT_OK; k++)
        if (dt_kernel_at(k).is_supported) status = print_digests(c, dt_kernel_at(k).width, "digest");
    dt_case_free(c);
    dt_world_free(world);
    dt_scenario_free(scenario);
    return dt_status_exit_code(status);
}
