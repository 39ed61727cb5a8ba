/* Tries, in processes with the sandbox of children, what they must not do and what they must be able to do.
 */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "server/sandbox.h"

enum { DONE, FAILED, REFUSED };

/* What a call says: done, refused, or failed for another reason. */
static int judge(long result)
{
    if (result >= 0) return DONE;
    return errno == EPERM ? REFUSED : FAILED;
}

static int try_program(void)
{
    char *const arguments[] = {"/bin/true", NULL};
    return judge(execv(arguments[0], arguments));
}

static int try_shell(void)
{
    return system("true") == 0 ? DONE : REFUSED;
}

static int try_process(void)
{
    pid_t child = fork();
    if (child == 0) _exit(0);
    return judge(child);
}

static int try_connection(void)
{
    return judge(socket(AF_INET, SOCK_STREAM, 0));
}

static int try_local_connection(void)
{
    return judge(socket(AF_UNIX, SOCK_STREAM, 0));
}

static int try_new_file(void)
{
    return judge(open("sandbox-written", O_WRONLY | O_CREAT | O_TRUNC, 0600));
}

static int try_change_of_file(void)
{
    return judge(open("/dev/null", O_RDWR));
}

static int try_removal(void)
{
    return judge(unlink("sandbox-missing"));
}

static int try_new_name(void)
{
    return judge(rename("sandbox-missing", "sandbox-other"));
}

static int try_new_mode(void)
{
    return judge(chmod("/dev/null", 0600));
}

static int try_new_folder(void)
{
    return judge(mkdir("sandbox-folder", 0700));
}

static int try_signal(void)
{
    return judge(kill(getppid(), 0));
}

static int try_trace(void)
{
    return judge(ptrace(PTRACE_TRACEME, 0, NULL, NULL));
}

static int try_reading(void)
{
    return judge(open("/proc/self/statm", O_RDONLY));
}

static void *end_at_once(void *context)
{
    return context;
}

static int try_thread(void)
{
    pthread_t thread;
    return pthread_create(&thread, NULL, end_at_once, NULL) == 0 && pthread_join(thread, NULL) == 0 ? DONE
                                                                                                    : FAILED;
}

static int try_memory(void)
{
    void *room = malloc(64 << 20);
    int result = room ? DONE : FAILED;
    if (room) memset(room, 1, 64 << 20);
    free(room);
    return result;
}

static const struct attempt {
    const char *name;
    int (*call)(void);
    int expected;
} attempts[] = {
    {"another program", try_program, REFUSED},
    {"a shell", try_shell, REFUSED},
    {"another process", try_process, REFUSED},
    {"a connection", try_connection, REFUSED},
    {"a local connection", try_local_connection, REFUSED},
    {"a new file", try_new_file, REFUSED},
    {"a change of a file", try_change_of_file, REFUSED},
    {"the removal of a file", try_removal, REFUSED},
    {"a new name of a file", try_new_name, REFUSED},
    {"a new mode of a file", try_new_mode, REFUSED},
    {"a new folder", try_new_folder, REFUSED},
    {"a signal", try_signal, REFUSED},
    {"a trace", try_trace, REFUSED},
    {"the reading of a file", try_reading, DONE},
    {"a thread", try_thread, DONE},
    {"memory", try_memory, DONE},
};

/* What an attempt gives in a process of its own, with the sandbox or without. */
static int result_of(int (*call)(void), int is_inside)
{
    int end = 0;
    pid_t child = fork();
    if (child == 0) {
        if (is_inside && (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || !dt_sandbox_enter())) _exit(99);
        _exit(call());
    }
    if (child < 0 || waitpid(child, &end, 0) != child) return -1;
    return WIFEXITED(end) ? WEXITSTATUS(end) : 1000 + WTERMSIG(end);
}

static int stop(void)
{
    abort();
}

int main(void)
{
    int failed = 0;
    for (size_t a = 0; a < sizeof attempts / sizeof attempts[0]; a++) {
        int found = result_of(attempts[a].call, 1);
        if (found == attempts[a].expected) continue;
        fprintf(stderr, "%s: found %d, expected %d\n", attempts[a].name, found, attempts[a].expected);
        failed = 1;
    }
    /* Without the sandbox a process may do it: what is refused above is refused by the sandbox. */
    failed |= result_of(try_connection, 0) != DONE || result_of(try_process, 0) != DONE ||
        result_of(try_signal, 0) != DONE;
    failed |= result_of(stop, 1) != 1000 + SIGABRT;
    return failed;
}
