/* Whole files. A write goes to a temporary name in the same folder, is flushed to the disk and renamed; then
 * the folder is flushed, which makes the new name last. */
#include "io/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/try.h"

enum { FIRST_ROOM = 1 << 16, TEMPORARY_TRIES = 1000 };

dt_status dt_file_fault(dt_diagnostics *diagnostics, dt_error_code code, const char *path, int error)
{
    dt_diagnostic finding = {.code = code};
    snprintf(finding.file, sizeof finding.file, "%s", path);
    if (error)
        snprintf(finding.found, sizeof finding.found, "%s",
                 strerrordesc_np(error) ? strerrordesc_np(error) : "unknown error");
    return dt_diagnose(diagnostics, &finding);
}

static dt_status no_memory(dt_diagnostics *diagnostics, const char *path)
{
    return dt_file_fault(diagnostics, DT_E_NO_MEMORY, path, 0);
}

static dt_status too_large(dt_diagnostics *diagnostics, const char *path, size_t limit)
{
    dt_diagnostic finding = {.code = DT_E_FILE_SIZE};
    snprintf(finding.file, sizeof finding.file, "%s", path);
    snprintf(finding.expected, sizeof finding.expected, "at most %zu bytes", limit);
    return dt_diagnose(diagnostics, &finding);
}

/* What has been read of a file. */
struct content {
    char *data;
    size_t length, room;
};

/* Makes the room at least twice what is read, but no more than the limit, one byte to notice that it is
 * passed, and the NUL. */
static int grow(struct content *content, size_t limit)
{
    size_t room = content->room ? content->room * 2 : FIRST_ROOM;
    if (room > limit + 2) room = limit + 2;
    char *data = realloc(content->data, room);
    if (!data) return 0;
    content->data = data;
    content->room = room;
    return 1;
}

static dt_status read_all(int fd, const char *path, size_t limit, struct content *content,
                          dt_diagnostics *diagnostics)
{
    for (;;) {
        if (content->length + 1 >= content->room && !grow(content, limit))
            return no_memory(diagnostics, path);
        ssize_t n = read(fd, content->data + content->length, content->room - content->length - 1);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return dt_file_fault(diagnostics, DT_E_FILE_READ, path, errno);
        if (n == 0) break;
        content->length += (size_t)n;
        if (content->length > limit) return too_large(diagnostics, path, limit);
    }
    content->data[content->length] = '\0';
    return DT_OK;
}

dt_status dt_file_read(const char *path, size_t limit, char **data, size_t *length,
                       dt_diagnostics *diagnostics)
{
    struct content content = {0};
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return dt_file_fault(diagnostics, DT_E_FILE_MISSING, path, errno);
    dt_status status = read_all(fd, path, limit, &content, diagnostics);
    close(fd);
    if (status != DT_OK) {
        free(content.data);
        return status;
    }
    *data = content.data;
    *length = content.length;
    return DT_OK;
}

dt_status dt_path_join(const char *folder, const char *name, char **out)
{
    size_t n_folder = strlen(folder), n_name = strlen(name);
    const char *slash = n_folder > 0 && folder[n_folder - 1] == '/' ? "" : "/";
    char *path = malloc(n_folder + n_name + 2);
    if (!path) return DT_NO_MEMORY;
    snprintf(path, n_folder + n_name + 2, "%s%s%s", folder, slash, name);
    *out = path;
    return DT_OK;
}

dt_status dt_path_folder(const char *path, char **out)
{
    size_t length = strlen(path);
    while (length > 1 && path[length - 1] == '/')
        length--;
    while (length > 0 && path[length - 1] != '/')
        length--;
    while (length > 1 && path[length - 1] == '/')
        length--;
    char *folder = length > 0 ? strndup(path, length) : strdup(".");
    if (!folder) return DT_NO_MEMORY;
    *out = folder;
    return DT_OK;
}

dt_status dt_folder_sync(const char *path)
{
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) return DT_IO;
    int failed = fsync(fd);
    close(fd);
    return failed ? DT_IO : DT_OK;
}

static int write_all(int fd, const char *data, size_t length)
{
    while (length > 0) {
        ssize_t n = write(fd, data, length);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return errno;
        data += n;
        length -= (size_t)n;
    }
    return fsync(fd) ? errno : 0;
}

int dt_file_temporary(const char *path, char *name, size_t size)
{
    for (int n = 0; n < TEMPORARY_TRIES; n++) {
        snprintf(name, size, "%s.%ld-%d.tmp", path, (long)getpid(), n);
        int fd = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (fd >= 0 || errno != EEXIST) return fd;
    }
    return -1;
}

/* Fills the temporary file and gives it its name; returns 0 or an errno value, and then the temporary is
 * gone. */
static int write_and_rename(int fd, const char *temporary, const char *path, const void *data, size_t length)
{
    int error = write_all(fd, data, length);
    if (close(fd) && !error) error = errno;
    if (!error && rename(temporary, path)) error = errno;
    if (error) unlink(temporary);
    return error;
}

dt_status dt_file_write(const char *path, const void *data, size_t length, dt_diagnostics *diagnostics)
{
    size_t size = strlen(path) + 64;
    char *folder = NULL, *temporary = malloc(size);
    dt_status status = DT_OK;
    if (!temporary || dt_path_folder(path, &folder) != DT_OK) {
        status = no_memory(diagnostics, path);
        goto done;
    }
    int fd = dt_file_temporary(path, temporary, size);
    int error = fd < 0 ? errno : write_and_rename(fd, temporary, path, data, length);
    if (!error && dt_folder_sync(folder) != DT_OK) error = EIO;
    if (error) status = dt_file_fault(diagnostics, DT_E_FILE_WRITE, path, error);
done:
    free(folder);
    free(temporary);
    return status;
}

/* Makes one folder whose parent exists; 0 or an errno value. */
static int make_one(const char *path)
{
    struct stat info;
    if (mkdir(path, 0777) == 0) return 0;
    int error = errno;
    return stat(path, &info) == 0 && S_ISDIR(info.st_mode) ? 0 : error;
}

dt_status dt_folder_create(const char *path, dt_diagnostics *diagnostics)
{
    char *part = strdup(path);
    int error = 0;
    if (!part) return no_memory(diagnostics, path);
    for (char *p = part + 1; part[0] && *p && !error; p++) {
        if (*p != '/') continue;
        *p = '\0';
        error = make_one(part);
        *p = '/';
    }
    if (!error) error = make_one(part);
    free(part);
    return error ? dt_file_fault(diagnostics, DT_E_FILE_WRITE, path, error) : DT_OK;
}
