/* The keys of SOURCES.md: each second-level heading ("## key") is one. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/try.h"
#include "detente/scenario.h"
#include "io/file.h"
#include "world/read.h"

enum { FILE_LIMIT = 1 << 20 };

int dt_source_find(const dt_world *world, const char *key)
{
    for (int s = 0; s < world->n_source; s++)
        if (strcmp(world->source[s], key) == 0) return s;
    return -1;
}

static dt_status fault(const char *path, int line, dt_error_code code, const char *found,
                       dt_diagnostics *diagnostics)
{
    dt_diagnostic finding = {.code = code, .line = line, .column = line ? 1 : 0};
    snprintf(finding.file, sizeof finding.file, "%s", path);
    snprintf(finding.found, sizeof finding.found, "%.60s", found);
    snprintf(finding.expected, sizeof finding.expected, "1 to %d headings \"## key\", each once",
             DT_MAX_SOURCE);
    return dt_diagnose(diagnostics, &finding);
}

/* Takes the headings of a text, which is cut into lines. */
static dt_status take_keys(dt_world *world, char *text, const char *path, dt_diagnostics *diagnostics)
{
    char *rest = text;
    for (int line = 1; rest; line++) {
        char *at = rest;
        rest = strchr(at, '\n');
        if (rest) *rest++ = '\0';
        at[strcspn(at, "\r")] = '\0';
        if (strncmp(at, "## ", 3) != 0) continue;
        const char *key = at + 3;
        if (!*key || strlen(key) >= DT_NAME_TEXT || world->n_source == DT_MAX_SOURCE)
            return fault(path, line, DT_E_DATA_SOURCE, key, diagnostics);
        if (dt_source_find(world, key) >= 0) return fault(path, line, DT_E_DATA_DUPLICATE, key, diagnostics);
        memcpy(world->source[world->n_source++], key, strlen(key) + 1);
    }
    return world->n_source ? DT_OK : fault(path, 0, DT_E_DATA_SOURCE, "none", diagnostics);
}

dt_status dt_world_read_sources(dt_world *world, const char *dir, dt_diagnostics *diagnostics)
{
    char *path = NULL, *text = NULL;
    size_t length = 0;
    world->source = calloc(DT_MAX_SOURCE, sizeof *world->source);
    if (!world->source) return DT_NO_MEMORY;
    DT_TRY(dt_path_join(dir, "SOURCES.md", &path));
    dt_status status = dt_file_read(path, FILE_LIMIT, &text, &length, diagnostics);
    if (status == DT_OK) status = take_keys(world, text, path, diagnostics);
    dt_free(text);
    dt_free(path);
    return status;
}
