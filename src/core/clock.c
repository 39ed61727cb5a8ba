/* The monotonic clock of POSIX. */
#include "core/clock.h"

#include <time.h>

double dt_clock(void)
{
    struct timespec now = {0};
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}
