/* Fuzz target of the scenario reader: any bytes give a scenario or findings. What was read must give a
 * canonical text that reads as itself, and must take a change from the command line or refuse it. No other
 * file is read. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "detente/scenario.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(int condition)
{
    if (!condition) abort();
}

static char *canonical_of(const dt_scenario *scenario)
{
    char *text = NULL;
    require(dt_scenario_canonical(scenario, &text) == DT_OK);
    return text;
}

/* The first line of the input as the value of a key. */
static void check_set(dt_scenario *scenario, const uint8_t *data, size_t size)
{
    static const char *const keys[] = {"openness.USA", "algorithm_growth", "learning_rate", "seed", "groups"};
    const uint8_t *end = memchr(data, '\n', size);
    char *value = strndup((const char *)data, end ? (size_t)(end - data) : size);
    require(value != NULL);
    for (size_t k = 0; k < sizeof keys / sizeof keys[0]; k++)
        dt_scenario_set(scenario, keys[k], value, NULL);
    free(value);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    dt_scenario *scenario = NULL, *again = NULL;
    dt_diagnostics found;
    dt_diagnostics_init(&found);
    dt_status status = dt_scenario_parse((const char *)data, size, "fuzz.yaml", NULL, &scenario, &found);
    require((status == DT_OK) == (scenario != NULL) && (status == DT_OK) == (found.n_error == 0));
    if (!scenario) return 0;
    char *first = canonical_of(scenario);
    require(dt_scenario_parse(first, strlen(first), "again.yaml", NULL, &again, NULL) == DT_OK);
    char *second = canonical_of(again);
    require(strcmp(first, second) == 0);
    check_set(again, data, size);
    dt_free(first);
    dt_free(second);
    dt_scenario_free(scenario);
    dt_scenario_free(again);
    return 0;
}
