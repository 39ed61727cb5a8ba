/* The secret that a request must bring: new at each start, or kept in a file of its owner. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/try.h"
#include "server/inside.h"

enum { DIGITS = 2 * DT_TOKEN_BYTES };

static dt_status make(char token[DIGITS + 1])
{
    unsigned char byte[DT_TOKEN_BYTES];
    if (getrandom(byte, sizeof byte, 0) != (ssize_t)sizeof byte) return DT_IO;
    for (int b = 0; b < DT_TOKEN_BYTES; b++)
        snprintf(token + 2 * b, 3, "%02x", byte[b]);
    explicit_bzero(byte, sizeof byte);
    return DT_OK;
}

/* The content is never repeated in a finding. */
static dt_status refuse(const char *path, const char *expected, dt_diagnostics *found)
{
    return dt_refuse(found, DT_E_SERVER_TOKEN, "token-file", path, expected);
}

static dt_status read_file(int file, const char *path, char token[DIGITS + 1], dt_diagnostics *found)
{
    struct stat facts;
    char text[DIGITS + 2] = "";
    if (fstat(file, &facts) != 0 || !S_ISREG(facts.st_mode) || (facts.st_mode & (S_IRWXG | S_IRWXO)) != 0)
        return refuse(path, "a file that its owner only can read (chmod 600)", found);
    ssize_t n = read(file, text, sizeof text);
    int is_whole = n == DIGITS || (n == DIGITS + 1 && text[DIGITS] == '\n');
    if (is_whole) memcpy(token, text, DIGITS);
    token[is_whole ? DIGITS : 0] = '\0';
    explicit_bzero(text, sizeof text);
    if (strspn(token, "0123456789abcdef") != DIGITS)
        return refuse(path, "64 hexadecimal digits in small letters", found);
    return DT_OK;
}

static dt_status write_file(const char *path, const char *token, dt_diagnostics *found)
{
    int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (file < 0) return refuse(path, "a path that can be written", found);
    int is_written = dprintf(file, "%s\n", token) == DIGITS + 1;
    if (close(file) == 0 && is_written) return DT_OK;
    unlink(path);
    return refuse(path, "room for 65 bytes", found);
}

dt_status dt_token_begin(const char *path, char token[DIGITS + 1], dt_diagnostics *found)
{
    int file = path ? open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC) : -1;
    if (file >= 0) {
        dt_status status = read_file(file, path, token, found);
        close(file);
        return status;
    }
    if (path && errno != ENOENT) return refuse(path, "a file that can be read", found);
    DT_TRY(make(token));
    return path ? write_file(path, token, found) : DT_OK;
}
