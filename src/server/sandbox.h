/* What a child may ask of the kernel: to compute, to have threads, to read files, and to talk on what it has.
 *
 * Not: another program, another process, a signal to one, a socket, a file to write, to rename or to remove,
 * a look into another's memory. A fault in what a request makes the library do then reaches no further than
 * the child's answer. */
#ifndef DT_SERVER_SANDBOX_H
#define DT_SERVER_SANDBOX_H

/* For good, for this thread and those that it makes; 0 where the kernel or the processor is not known. Needs
 * no_new_privs. */
int dt_sandbox_enter(void);

#endif
