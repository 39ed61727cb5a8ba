/* The server of the fuzz targets. */
#include "serve.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void fuzz_require(int condition)
{
    if (!condition) abort();
}

static dt_server *start(void)
{
    dt_scenario *scenario = NULL;
    dt_world *world = NULL;
    dt_server *server = NULL;
    const char *data = DT_SOURCE_DIR "/data";
    dt_status status = dt_scenario_load(DT_SOURCE_DIR "/scenarios/coruna.yaml", &scenario, NULL);
    int year = status == DT_OK ? dt_scenario_describe(scenario).start_year - 1 : 0;
    if (status == DT_OK) status = dt_world_load(data, year, &world, NULL);
    if (status == DT_OK) status = dt_treaty_inform(world, data, NULL);
    dt_server_options options = {.data = data,
                                 .shipped = DT_SOURCE_DIR,
                                 .scenario_name = "coruna",
                                 .world = world,
                                 .scenario = scenario,
                                 .address = "127.0.0.1",
                                 .memory_mib = 4096,
                                 .job_seconds = 2,
                                 .leave = _exit};
    if (status == DT_OK) status = dt_server_create(&options, &server, NULL);
    if (status == DT_OK) status = dt_server_start(server, NULL);
    fuzz_require(status == DT_OK);
    memcpy(server->token, FUZZ_TOKEN, sizeof FUZZ_TOKEN);
    return server;
}

dt_server *fuzz_server(void)
{
    static dt_server *server;
    if (!server) server = start();
    return server;
}
