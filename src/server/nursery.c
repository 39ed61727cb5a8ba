/* The nursery of children. */
#include "server/nursery.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "server/inside.h"
#include "server/talk.h"

enum { MOST_CHILDREN = 96, CONTROL = 3, SIGNALS = 4, FIRST_FREE = 5 };

/* The process's own state: row r of `poll` is of child r. The last two rows are the control and the signals.
 */
struct brood {
    const struct dt_server *server;
    struct pollfd poll[MOST_CHILDREN + 2];
    pid_t child[MOST_CHILDREN];
    int n;
};

/* In the child. */
static _Noreturn void be_child(const struct dt_server *server, int socket)
{
    sigset_t none;
    sigemptyset(&none);
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || dup2(socket, CONTROL) < 0) server->options.leave(1);
    close_range(CONTROL + 1, ~0u, 0);
    sigprocmask(SIG_SETMASK, &none, NULL);
    dt_child_work(server, CONTROL);
}

static void add_child(struct brood *brood, int socket)
{
    pid_t child = brood->n < MOST_CHILDREN ? fork() : -1;
    if (child == 0) be_child(brood->server, socket);
    if (child < 0) {
        close(socket);
        return;
    }
    brood->poll[brood->n].fd = socket;
    brood->poll[brood->n].events = 0;
    brood->poll[brood->n].revents = 0;
    brood->child[brood->n++] = child;
}

/* Tells the server how a child ended; whoever waits for its answer then knows that none will come. */
static void drop_child(struct brood *brood, pid_t child, int end)
{
    for (int c = 0; c < brood->n; c++) {
        if (brood->child[c] != child) continue;
        int socket = brood->poll[c].fd < 0 ? -1 - brood->poll[c].fd : brood->poll[c].fd;
        int flags = fcntl(socket, F_GETFL);
        fcntl(socket, F_SETFL, flags | O_NONBLOCK);
        dt_talk_send(socket, DT_TALK_EXIT, &end, sizeof end, NULL, 0);
        close(socket);
        brood->n--;
        brood->child[c] = brood->child[brood->n];
        brood->poll[c] = brood->poll[brood->n];
        return;
    }
}

static void reap(struct brood *brood)
{
    struct signalfd_siginfo news;
    int end = 0;
    if (read(SIGNALS, &news, sizeof news) < 0) return;
    for (pid_t child = waitpid(-1, &end, WNOHANG); child > 0; child = waitpid(-1, &end, WNOHANG))
        drop_child(brood, child, end);
}

/* Kills the children whose socket the server has closed. Their row is turned off: poll passes over what is
 * negative. */
static void kill_left(struct brood *brood)
{
    for (int c = 0; c < brood->n; c++) {
        if (brood->poll[c].fd < 0 || !(brood->poll[c].revents & (POLLHUP | POLLERR))) continue;
        kill(brood->child[c], SIGKILL);
        brood->poll[c].fd = -1 - brood->poll[c].fd;
    }
}

/* Ends when the server does: children then die by themselves, as their parent has. */
static _Noreturn void serve(struct brood *brood)
{
    for (;;) {
        struct pollfd *own = brood->poll + brood->n;
        own[0] = (struct pollfd){.fd = CONTROL, .events = POLLIN};
        own[1] = (struct pollfd){.fd = SIGNALS, .events = POLLIN};
        if (poll(brood->poll, (nfds_t)brood->n + 2, -1) < 0) continue;
        int is_asked = own[0].revents, has_ended = own[1].revents;
        kill_left(brood);
        if (has_ended) reap(brood);
        if (!is_asked) continue;
        int socket = dt_talk_take(CONTROL);
        if (socket < 0) brood->server->options.leave(0);
        add_child(brood, socket);
    }
}

/* In the new process: no terminal, no descriptor but the control and the stream for errors, no more rights
 * than now, and no signal but those of children. */
static _Noreturn void be_nursery(const struct dt_server *server, int control, pid_t parent)
{
    struct brood brood = {.server = server};
    sigset_t chld;
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    sigemptyset(&chld);
    sigaddset(&chld, SIGCHLD);
    sigprocmask(SIG_SETMASK, &chld, NULL);
    signal(SIGINT, SIG_IGN);
    signal(SIGTERM, SIG_IGN);
    signal(SIGHUP, SIG_IGN);
    int moved = fcntl(control, F_DUPFD_CLOEXEC, FIRST_FREE);
    int is_set = moved >= 0 && null >= 0 && dup2(null, 0) == 0 && dup2(null, 1) == 1 &&
        dup2(moved, CONTROL) == CONTROL;
    int signals = is_set ? signalfd(-1, &chld, SFD_CLOEXEC) : -1;
    is_set = signals >= 0 && dup2(signals, SIGNALS) == SIGNALS;
    if (!is_set || prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        server->options.leave(1);
    close_range(FIRST_FREE, ~0u, 0);
    if (getppid() != parent) server->options.leave(1);
    serve(&brood);
}

dt_status dt_nursery_begin(dt_nursery *nursery, const struct dt_server *server)
{
    int end[2];
    pid_t parent = getpid();
    if (!dt_talk_pair(end)) return DT_IO;
    fflush(NULL);
    pid_t process = fork();
    if (process == 0) be_nursery(server, end[1], parent);
    close(end[1]);
    if (process < 0) {
        close(end[0]);
        return DT_NO_MEMORY;
    }
    nursery->control = end[0];
    nursery->process = process;
    return DT_OK;
}

void dt_nursery_end(dt_nursery *nursery)
{
    if (nursery->control < 0) return;
    close(nursery->control);
    nursery->control = -1;
    waitpid(nursery->process, NULL, 0);
}

int dt_nursery_child(const dt_nursery *nursery)
{
    int end[2];
    if (!dt_talk_pair(end)) return -1;
    if (dt_talk_give(nursery->control, end[1])) return end[0];
    close(end[0]);
    return -1;
}

int dt_nursery_lives(const dt_nursery *nursery, double seconds)
{
    struct pollfd control = {.fd = nursery->control};
    return poll(&control, 1, (int)(1e3 * seconds)) <= 0;
}
