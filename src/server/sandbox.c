/* The sandbox as a filter of system calls: a list of those that fail, three that depend on an argument, and
 * everything else as before. */
#include "server/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined __x86_64__
#define MACHINE AUDIT_ARCH_X86_64
#elif defined __aarch64__
#define MACHINE AUDIT_ARCH_AARCH64
#endif

#ifdef MACHINE

static const int refused[] = {
    /* programs, processes, and what is theirs */
    SYS_execve,
    SYS_execveat,
    SYS_ptrace,
    SYS_process_vm_readv,
    SYS_process_vm_writev,
    SYS_kill,
    SYS_tkill,
    SYS_rt_sigqueueinfo,
    SYS_rt_tgsigqueueinfo,
    SYS_pidfd_send_signal,
    SYS_pidfd_open,
    SYS_unshare,
    SYS_setns,
    /* the network */
    SYS_socket,
    SYS_socketpair,
    SYS_connect,
    SYS_bind,
    SYS_listen,
    SYS_accept,
    SYS_accept4,
    /* changes to files */
    SYS_openat2,
    SYS_truncate,
    SYS_renameat2,
    SYS_linkat,
    SYS_symlinkat,
    SYS_unlinkat,
    SYS_mkdirat,
    SYS_mknodat,
    SYS_fchmod,
    SYS_fchmodat,
    SYS_fchown,
    SYS_fchownat,
    SYS_setxattr,
    SYS_lsetxattr,
    SYS_fsetxattr,
    SYS_mount,
    SYS_umount2,
    SYS_pivot_root,
    SYS_chroot,
    /* the kernel itself */
    SYS_bpf,
    SYS_perf_event_open,
    SYS_io_uring_setup,
    SYS_keyctl,
    SYS_add_key,
    SYS_request_key,
    SYS_init_module,
    SYS_finit_module,
    SYS_delete_module,
    SYS_kexec_load,
    SYS_reboot,
    SYS_personality,
#ifdef SYS_fork /* older calls, which newer processors do not have */
    SYS_fork,
    SYS_vfork,
    SYS_creat,
    SYS_rename,
    SYS_renameat,
    SYS_link,
    SYS_symlink,
    SYS_unlink,
    SYS_mkdir,
    SYS_rmdir,
    SYS_mknod,
    SYS_chmod,
    SYS_chown,
    SYS_lchown,
#endif
};

enum { ROOM = 256 };
static const int writing = O_WRONLY | O_RDWR | O_CREAT | O_TRUNC | O_APPEND;

struct program {
    struct sock_filter line[ROOM];
    unsigned short n;
};

static void add(struct program *p, int code, uint32_t value, int if_true, int if_false)
{
    p->line[p->n++] = (struct sock_filter){(uint16_t)code, (uint8_t)if_true, (uint8_t)if_false, value};
}

static void add_load(struct program *p, size_t place)
{
    add(p, BPF_LD | BPF_W | BPF_ABS, (uint32_t)place, 0, 0);
}

static void add_return(struct program *p, uint32_t action)
{
    add(p, BPF_RET | BPF_K, action, 0, 0);
}

/* A call that fails with an error. */
static void refuse(struct program *p, int call, uint32_t error)
{
    add(p, BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)call, 0, 1);
    add_return(p, SECCOMP_RET_ERRNO | error);
}

/* A call that is decided by a test of an argument. */
static void decide(struct program *p, int call, int argument, int how, uint32_t value, int is_allowed_if_true)
{
    const uint32_t no = SECCOMP_RET_ERRNO | EPERM, yes = SECCOMP_RET_ALLOW;
    /* Low half of the argument: both processors have it first. */
    size_t place = offsetof(struct seccomp_data, args) + 8 * (size_t)argument;
    add(p, BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)call, 0, 4);
    add_load(p, place);
    add(p, BPF_JMP | how | BPF_K, value, 0, 1);
    add_return(p, is_allowed_if_true ? yes : no);
    add_return(p, is_allowed_if_true ? no : yes);
}

static void write_program(struct program *p)
{
    add_load(p, offsetof(struct seccomp_data, arch));
    add(p, BPF_JMP | BPF_JEQ | BPF_K, MACHINE, 1, 0);
    add_return(p, SECCOMP_RET_KILL_PROCESS);
    add_load(p, offsetof(struct seccomp_data, nr));
#ifdef __X32_SYSCALL_BIT
    add(p, BPF_JMP | BPF_JGE | BPF_K, __X32_SYSCALL_BIT, 0, 1);
    add_return(p, SECCOMP_RET_ERRNO | EPERM);
#endif
    for (size_t c = 0; c < sizeof refused / sizeof refused[0]; c++)
        refuse(p, refused[c], EPERM);
    /* Its flags cannot be seen; libraries then use `clone`. */
    refuse(p, SYS_clone3, ENOSYS);
    decide(p, SYS_clone, 0, BPF_JSET, CLONE_THREAD, 1);
    decide(p, SYS_openat, 2, BPF_JSET, (uint32_t)writing, 0);
#ifdef SYS_open
    decide(p, SYS_open, 1, BPF_JSET, (uint32_t)writing, 0);
#endif
    /* abort() sends a signal, to itself. */
    decide(p, SYS_tgkill, 0, BPF_JEQ, (uint32_t)getpid(), 1);
    add_return(p, SECCOMP_RET_ALLOW);
}

int dt_sandbox_enter(void)
{
    struct program p = {.n = 0};
    write_program(&p);
    struct sock_fprog filter = {.len = p.n, .filter = p.line};
    return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) == 0;
}

#else

int dt_sandbox_enter(void)
{
    return 0;
}

#endif
