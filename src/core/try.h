/* Early return for calls that can fail, where nothing is held. */
#ifndef DT_CORE_TRY_H
#define DT_CORE_TRY_H

#include "detente/status.h"

#define DT_TRY(call)                                      \
    do {                                                  \
        dt_status dt_try_status = (call);                 \
        if (dt_try_status != DT_OK) return dt_try_status; \
    } while (0)

#endif
