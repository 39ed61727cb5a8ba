/* Fuzz target of the world's tables: the bytes stand in place of one of them (the first byte says which),
 * among small sound ones. Any bytes give a world or findings. A world that was loaded must be whole: every
 * value inside the range of its field. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "detente/param.h"
#include "detente/world.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { N_FILE = 11, PATH_SIZE = 256, TEXT_SIZE = 1 << 16 };

static const char *const files[N_FILE] = {"SOURCES.md", "states.csv",     "groups.csv",  "economy.csv",
                                          "power.csv",  "technology.csv", "compute.csv", "chips.csv",
                                          "series.csv", "politics.csv",   "rivals.csv"};

static const char value_head[] = "iso3,field,tech,unit,year,low,central,high,kind,source\n";
static const char *const sound[N_FILE] = {
    "## x\n",
    "iso3,name,region,data_group,tech_region,bloc,eu,nato,gcc,g20,nuclear_armed\nAAA,A,Asia,REST,ROW,0,0,0,0,"
    "0,0\n",
    "group,iso3\nG,AAA\n",
    value_head,
    NULL, /* every field, made by write_values */
    value_head,
    value_head,
    "maker,item,year,unit,low,central,high,state,kind,source\n"
    "west,output,2025,H100e/yr,1,1,1,,reported,x\nchina,output,2025,H100e/yr,1,1,1,,reported,x\n"
    "west,power,,kW/H100e,1,1,1,,reported,x\nchina,power,,kW/H100e,1,1,1,,reported,x\n"
    "west,price,,USD/H100e,1,1,1,,reported,x\nchina,price,,USD/"
    "H100e,1,1,1,,reported,x\nchina,home,,,,,,AAA,reported,x\n",
    "iso3,series,year,value,unit,source\nAAA,s,2020,1,GW,x\nWLD,s,2020,1,GW,x\n",
    value_head,
    "iso3,rival,weight\n"};

static void require(int condition)
{
    if (!condition) abort();
}

static void write_file(const char *folder, const char *name, const void *data, size_t size)
{
    char path[PATH_SIZE];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "wb");
    require(file != NULL);
    require(fwrite(data, 1, size, file) == size);
    require(fclose(file) == 0);
}

/* One row of ALL for every field and technology, at the field's least value. */
static void write_values(const char *folder)
{
    static char text[TEXT_SIZE];
    size_t length = (size_t)snprintf(text, sizeof text, "%s", value_head);
    for (int f = 0; f < dt_world_field_count(); f++) {
        const dt_world_field_info *info = dt_world_field_at(f);
        if (strcmp(info->name, "bloc") == 0) continue;
        for (int k = 0; k < (info->is_tech ? dt_tech_count() : 1); k++)
            length += (size_t)snprintf(text + length, sizeof text - length,
                                       "ALL,%s,%s,%s,2015,%.17g,%.17g,%.17g,reported,x\n", info->name,
                                       info->is_tech ? dt_tech_name(k) : "", info->unit, info->least,
                                       info->least, info->least);
    }
    write_file(folder, "power.csv", text, length);
}

static void check_world(const dt_world *world)
{
    unsigned char hash[16];
    for (int f = 0; f < dt_world_field_count(); f++) {
        const dt_world_field_info *info = dt_world_field_at(f);
        for (int i = 0; i < dt_world_state_count(world); i++)
            for (int k = 0; k < (info->is_tech ? dt_tech_count() : 1); k++) {
                dt_value v = dt_world_value(world, f, i, k);
                require(v.is_present && info->least <= v.low && v.low <= v.central);
                require(v.central <= v.high && v.high <= info->greatest);
            }
    }
    require(dt_world_chip_home(world, 1) < dt_world_state_count(world));
    require(dt_world_in_group(world, "WORLD", 0) == 1);
    dt_world_hash(world, hash);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char folder[PATH_SIZE] = "/tmp/fuzz-world-XXXXXX", path[PATH_SIZE + 32];
    dt_world *world = NULL;
    dt_diagnostics found;
    dt_diagnostics_init(&found);
    if (size == 0) return 0;
    require(mkdtemp(folder) != NULL);
    for (int f = 0; f < N_FILE; f++)
        if (sound[f]) write_file(folder, files[f], sound[f], strlen(sound[f]));
    write_values(folder);
    write_file(folder, files[data[0] % N_FILE], data + 1, size - 1);
    dt_status status = dt_world_load(folder, 2025, &world, &found);
    require((status == DT_OK) == (world != NULL));
    require((status == DT_OK) == (found.n_error == 0));
    if (world) check_world(world);
    dt_world_free(world);
    for (int f = 0; f < N_FILE; f++) {
        snprintf(path, sizeof path, "%s/%s", folder, files[f]);
        unlink(path);
    }
    rmdir(folder);
    return 0;
}
