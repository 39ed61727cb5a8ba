/* Export as NetCDF: everything goes through a pipe to detente-netcdf, which stands beside this program; what
 * is said there is in its own file. If it crashes, this process finds out and goes on. */
#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/export.h"

struct writer {
    FILE *pipe;
    pid_t child;
    void (*before)(int); /* what SIGPIPE did */
};

/* Path of the writer; 0 if there is none. */
static int find_writer(char path[PATH_MAX])
{
    static const char name[] = "detente-netcdf";
    ssize_t length = readlink("/proc/self/exe", path, PATH_MAX - sizeof name - 1);
    if (length <= 0) return 0;
    path[length] = '\0';
    char *slash = strrchr(path, '/');
    if (!slash) return 0;
    memcpy(slash + 1, name, sizeof name);
    return access(path, X_OK) == 0;
}

/* In the child: becomes the writer. */
static void become_writer(const char *program, const char *path, const int ends[2])
{
    dup2(ends[0], STDIN_FILENO);
    close(ends[0]);
    close(ends[1]);
    execl(program, program, path, (char *)NULL);
    _exit(127);
}

static dt_status start_writer(const struct export_table *table, const char *path, struct writer *w)
{
    char program[PATH_MAX];
    int ends[2];
    if (!find_writer(program)) return cli_fail(table->cli, DT_E_NO_NETCDF, NULL, NULL, NULL);
    if (pipe(ends) != 0) return cli_fail(table->cli, DT_E_NO_NETCDF, NULL, strerror(errno), NULL);
    w->child = fork();
    if (w->child == 0) become_writer(program, path, ends);
    close(ends[0]);
    w->pipe = w->child > 0 ? fdopen(ends[1], "w") : NULL;
    if (w->pipe) return DT_OK;
    close(ends[1]);
    if (w->child > 0) waitpid(w->child, NULL, 0);
    return cli_fail(table->cli, DT_E_NO_NETCDF, NULL, strerror(errno), NULL);
}

/* A text without the characters that separate words and lines. */
static void write_plain(FILE *out, const char *text)
{
    for (; *text; text++)
        fputc(*text == '\t' || *text == '\n' ? ' ' : *text, out);
}

/* Units as CF has them: 1 for plain numbers. */
static const char *unit_of(const struct export_column *c)
{
    return strcmp(c->unit, "p.u.") == 0 || c->unit[0] == '\0' ? "1" : c->unit;
}

static void write_header(const struct export_table *table, FILE *out)
{
    for (int n = 0; n < table->n_note; n++) {
        fprintf(out, "attribute\t%s\t", table->note[n].name);
        write_plain(out, table->note[n].text);
        fputc('\n', out);
    }
    for (int c = 0; c < table->n_column; c++) {
        const struct export_column *column = &table->column[c];
        fprintf(out, "column\t%s\t%s\t", column->name, unit_of(column));
        write_plain(out, column->text);
        fputc('\n', out);
    }
    fputs("begin\n", out);
}

static dt_status begin(const struct export_table *table, const char *path, void **writer)
{
    struct writer *w = calloc(1, sizeof *w);
    if (!w) return cli_fail(table->cli, DT_E_NO_MEMORY, NULL, NULL, NULL);
    dt_status status = start_writer(table, path, w);
    if (status != DT_OK) {
        free(w);
        return status;
    }
    w->before = signal(SIGPIPE, SIG_IGN);
    write_header(table, w->pipe);
    *writer = w;
    return DT_OK;
}

/* A pipe that is broken is reported at the end, with the reason. */
static dt_status block(const struct export_table *table, void *writer, int64_t first, int count,
                       const double *value)
{
    struct writer *w = writer;
    const int64_t head[2] = {first, count};
    size_t n = (size_t)count * (size_t)table->n_column;
    fwrite(head, sizeof head, 1, w->pipe);
    return fwrite(value, sizeof *value, n, w->pipe) == n ? DT_OK : DT_IO;
}

static dt_status end(const struct export_table *table, void *writer, dt_status status)
{
    struct writer *w = writer;
    const int64_t last[2] = {0, 0};
    char found[64];
    int state = 0;
    if (status == DT_OK) fwrite(last, sizeof last, 1, w->pipe);
    fclose(w->pipe);
    waitpid(w->child, &state, 0);
    signal(SIGPIPE, w->before);
    free(w);
    if (WIFEXITED(state) && WEXITSTATUS(state) == 0) return status;
    if (WIFSIGNALED(state))
        snprintf(found, sizeof found, "ended by signal %d", WTERMSIG(state));
    else
        snprintf(found, sizeof found, "ended with code %d", WEXITSTATUS(state));
    return table->cli->found.n_error ? status : cli_fail(table->cli, DT_E_NO_NETCDF, NULL, found, NULL);
}

const struct export_format export_netcdf = {.begin = begin, .block = block, .end = end};
