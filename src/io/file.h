/* Whole files: read with a limit, written so that a reader sees the old text or the new one, never a part. */
#ifndef DT_IO_FILE_H
#define DT_IO_FILE_H

#include <stddef.h>

#include "detente/status.h"

/** Reads a file of at most `limit` bytes; a NUL is put behind it. `*data` is to be freed with dt_free. DT_IO
 * if it cannot be read, DT_INPUT if it is larger. */
dt_status dt_file_read(const char *path, size_t limit, char **data, size_t *length,
                       dt_diagnostics *diagnostics);

/** Writes a file through a temporary one in the same folder, which is removed on any failure (DT_IO); an
 * older file of that name is then as it was. When the call succeeds, the file survives a power failure. */
dt_status dt_file_write(const char *path, const void *data, size_t length, dt_diagnostics *diagnostics);

/** Makes a new empty file beside `path` under a name that nobody has, written to `name` of `size` bytes (64
 * more than the path is long). Returns its descriptor, or -1 with errno set. */
int dt_file_temporary(const char *path, char *name, size_t size);

/** Makes a folder and those above it; one that exists is fine. */
dt_status dt_folder_create(const char *path, dt_diagnostics *diagnostics);
/** Makes what was created, renamed or removed in a folder survive a power failure. */
dt_status dt_folder_sync(const char *path);

/** Joins folder and name with one slash; `*out` is to be freed with dt_free. */
dt_status dt_path_join(const char *folder, const char *name, char **out);
/** The folder that `path` is in ("." if it names none), to be freed with dt_free. */
dt_status dt_path_folder(const char *path, char **out);

/** Reports a failed call of the system: `code` about `path`, with the text of the errno value `error`.
 * Returns the code's status. */
dt_status dt_file_fault(dt_diagnostics *diagnostics, dt_error_code code, const char *path, int error);

#endif
