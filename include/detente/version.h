/* What this build is. */
#ifndef DETENTE_VERSION_H
#define DETENTE_VERSION_H

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

/** Version, "0.1.0". Static storage. */
const char *dt_version(void);
/** Compiler and target, for manifests. Static storage. */
const char *dt_build_info(void);

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
