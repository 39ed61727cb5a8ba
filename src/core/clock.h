/* Time that only moves forward, for measuring how long something took. */
#ifndef DT_CORE_CLOCK_H
#define DT_CORE_CLOCK_H

/* Seconds since a fixed moment in the past; never decreases, whatever happens to the date. */
double dt_clock(void);

#endif
