/* What this build is. */
#include "detente/version.h"

const char *dt_version(void)
{
    return DT_VERSION;
}

const char *dt_build_info(void)
{
    return DT_BUILD_INFO;
}
