/* Where the data tables and the shipped scenarios are.
 *
 * They stand together in one folder, found from the program's own place, so that the tree and an installed
 * copy can be moved: the source tree (path given by the build, relative to the program), or
 * <prefix>/share/detente. --data and DETENTE_DATA name the tables directly. */
#include <dirent.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/cli.h"

char *cli_join(const char *folder, const char *name)
{
    size_t size = strlen(folder) + strlen(name) + 2;
    char *path = malloc(size);
    if (path) snprintf(path, size, "%s%s%s", folder, folder[0] ? "/" : "", name);
    return path;
}

/* <folder of the program>/<relative>/<name> if it can be read; NULL otherwise. */
static char *beside_program(const char *relative, const char *name)
{
    char program[PATH_MAX];
    ssize_t length = readlink("/proc/self/exe", program, sizeof program - 1);
    if (length <= 0) return NULL;
    program[length] = '\0';
    char *slash = strrchr(program, '/');
    if (!slash) return NULL;
    *slash = '\0';

    char *folder = cli_join(program, relative);
    char *path = folder ? cli_join(folder, name) : NULL;
    char *real = path && access(path, R_OK) == 0 ? realpath(path, NULL) : NULL;
    free(folder);
    free(path);
    return real;
}

char *cli_shipped(const char *name)
{
    char *path = beside_program(DETENTE_SHARE_FROM_PROGRAM, name);
    return path ? path : beside_program(DETENTE_SOURCE_FROM_PROGRAM, name);
}

dt_status cli_data_folder(struct cli *cli, char **folder)
{
    const char *named = cli_text(cli, "data", getenv("DETENTE_DATA"));
    char *path = named && named[0] ? strdup(named) : cli_shipped("data");
    if (!path) return cli_fail(cli, DT_E_DATA_FOLDER, NULL, NULL, NULL);
    *folder = path;
    return DT_OK;
}

/* For scandir: files that are scenarios. */
static int is_scenario(const struct dirent *entry)
{
    const char *dot = strrchr(entry->d_name, '.');
    return dot && dot != entry->d_name && strcmp(dot, ".yaml") == 0;
}

/* Says that no scenario has this name, and which names there are. */
static dt_status unknown_scenario(struct cli *cli, const char *name)
{
    char names[DT_DIAGNOSTIC_TEXT] = "a file";
    char *folder = cli_shipped("scenarios");
    struct dirent **entry = NULL;
    int n = folder ? scandir(folder, &entry, is_scenario, alphasort) : 0;
    struct cli_suggestion nearest = cli_suggest_begin(name);
    for (int e = 0; e < n; e++) {
        *strrchr(entry[e]->d_name, '.') = '\0';
        cli_suggest(&nearest, entry[e]->d_name);
        size_t end = strlen(names);
        snprintf(names + end, sizeof names - end, "%s %.40s",
                 e ? "," : ", or one of the shipped scenarios:", entry[e]->d_name);
    }
    dt_status status = cli_fail_near(cli, DT_E_FILE_MISSING, name, names, &nearest);
    for (int e = 0; e < n; e++)
        free(entry[e]);
    free(entry);
    free(folder);
    return status;
}

dt_status cli_scenario_path(struct cli *cli, const char *name, char **path)
{
    /* A plain word that is no file is the name of a shipped scenario. */
    char file[256];
    char *found = NULL;
    if (access(name, F_OK) != 0 && !strpbrk(name, "/.") && strlen(name) < 200) {
        snprintf(file, sizeof file, "scenarios/%s.yaml", name);
        found = cli_shipped(file);
        if (!found) return unknown_scenario(cli, name);
    }
    if (!found) found = strdup(name);
    if (!found) return cli_fail(cli, DT_E_NO_MEMORY, NULL, NULL, NULL);
    *path = found;
    return DT_OK;
}
