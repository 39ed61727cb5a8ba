/* Whole files: read one, write a new one. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/cli.h"

static dt_status file_failed(struct cli *cli, dt_error_code code, const char *path)
{
    dt_diagnostic finding = {.code = code};
    snprintf(finding.file, sizeof finding.file, "%s", path);
    snprintf(finding.found, sizeof finding.found, "%s", strerror(errno));
    return dt_diagnose(&cli->found, &finding);
}

dt_status cli_read_file(struct cli *cli, const char *path, char **text)
{
    size_t length = 0, room = 1 << 16;
    char *buffer = malloc(room);
    FILE *file = fopen(path, "rb");
    dt_status status = DT_OK;
    if (!file) {
        status = file_failed(cli, DT_E_FILE_MISSING, path);
        goto done;
    }
    while (buffer) {
        length += fread(buffer + length, 1, room - length - 1, file);
        if (length + 1 < room) break;
        char *larger = realloc(buffer, room *= 2);
        if (!larger) free(buffer);
        buffer = larger;
    }
    if (!buffer) {
        status = cli_fail(cli, DT_E_NO_MEMORY, NULL, NULL, NULL);
    } else if (ferror(file)) {
        status = file_failed(cli, DT_E_FILE_MISSING, path);
    } else {
        buffer[length] = '\0';
        *text = buffer;
        buffer = NULL;
    }
done:
    if (file) fclose(file);
    free(buffer);
    return status;
}

dt_status cli_write_new(struct cli *cli, const char *path, const char *text)
{
    int descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (descriptor < 0)
        return file_failed(cli, errno == EEXIST ? DT_E_WOULD_OVERWRITE : DT_E_FILE_WRITE, path);

    FILE *file = fdopen(descriptor, "w");
    int failed = !file || fputs(text, file) < 0 || fflush(file) != 0;
    dt_status status = failed ? file_failed(cli, DT_E_FILE_WRITE, path) : DT_OK;
    if (file ? fclose(file) != 0 : close(descriptor) != 0)
        if (status == DT_OK) status = file_failed(cli, DT_E_FILE_WRITE, path);
    if (status != DT_OK) unlink(path);
    return status;
}
