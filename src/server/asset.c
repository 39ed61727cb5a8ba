/* The files of the page, compiled in: the build writes assets.inc from the folder web. */
#include <string.h>

#include "server/inside.h"

#define DT_ASSET_BYTES
#include "server/assets.inc"
#undef DT_ASSET_BYTES

static const dt_asset assets[] = {
#define DT_ASSET_TABLE
#include "server/assets.inc"
#undef DT_ASSET_TABLE
};

const dt_asset *dt_asset_find(const char *path)
{
    if (strcmp(path, "/") == 0) path = "/index.html";
    for (size_t a = 0; a < sizeof assets / sizeof assets[0]; a++)
        if (strcmp(assets[a].path, path) == 0) return &assets[a];
    return NULL;
}
