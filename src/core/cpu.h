/* What this processor can run. */
#ifndef DT_CORE_CPU_H
#define DT_CORE_CPU_H

/* 1 if code compiled for `isa` runs here: "portable" and "native" always, "x86-64-v3" and "x86-64-v4" where
 * their vectors exist. */
int dt_cpu_supports(const char *isa);

#endif
