/* Who takes part: turnout at roll calls and presence at conferences, a stage of its own. */
#ifndef DT_PARTICIPATION_ATTENDANCE_H
#define DT_PARTICIPATION_ATTENDANCE_H

#include "participation/data.h"

/* Probability of each state to take part in a text's act, from what was known before its date: n_state
 * numbers. For conferences with a known number of delegations the probabilities sum to it. Lists and treaties
 * are open to all: 1. DT_NO_SOLUTION if nothing earlier is known. */
dt_status dt_treaty_attendance(const dt_treaty_data *data, const dt_treaty_text *text, double *p);

#endif
