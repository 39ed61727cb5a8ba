/* Interruption: a thread waits for SIGINT and SIGTERM, so that no handler and no variable at file scope is
 * needed.
 *
 * What must stay true: the signals are blocked in the thread that begins the watch, and with it in all
 * threads that are made afterwards; only the watching thread takes them. */
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "cli/cli.h"

struct cli_watch {
    pthread_t thread;
    sigset_t signals, before;
    int stop; /* read by the library through a pointer to volatile; written here atomically */
};

static void *wait_for_signals(void *argument)
{
    static const char message[] = "\ninterrupted: ending what is under way; once more ends at once\n";
    struct cli_watch *watch = argument;
    int signal = 0;
    if (sigwait(&watch->signals, &signal) != 0 || signal == SIGUSR2) return NULL;
    __atomic_store_n(&watch->stop, 1, __ATOMIC_RELAXED);
    if (write(STDERR_FILENO, message, sizeof message - 1) < 0) return NULL;

    if (sigwait(&watch->signals, &signal) == 0 && signal != SIGUSR2)
        _exit(dt_status_exit_code(DT_INTERRUPTED));
    return NULL;
}

dt_status cli_watch_begin(struct cli_watch **out)
{
    struct cli_watch *watch = calloc(1, sizeof *watch);
    if (!watch) return DT_NO_MEMORY;
    sigemptyset(&watch->signals);
    sigaddset(&watch->signals, SIGINT);
    sigaddset(&watch->signals, SIGTERM);
    sigaddset(&watch->signals, SIGUSR2); /* ends the watch */
    pthread_sigmask(SIG_BLOCK, &watch->signals, &watch->before);
    if (pthread_create(&watch->thread, NULL, wait_for_signals, watch) != 0) {
        pthread_sigmask(SIG_SETMASK, &watch->before, NULL);
        free(watch);
        return DT_NO_MEMORY;
    }
    *out = watch;
    return DT_OK;
}

const volatile int *cli_watch_flag(const struct cli_watch *watch)
{
    return &watch->stop;
}

void cli_watch_end(struct cli_watch *watch)
{
    if (!watch) return;
    pthread_kill(watch->thread, SIGUSR2);
    pthread_join(watch->thread, NULL);
    pthread_sigmask(SIG_SETMASK, &watch->before, NULL);
    free(watch);
}
