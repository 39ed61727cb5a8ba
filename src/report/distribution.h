/* Distributions in words. */
#ifndef DT_REPORT_DISTRIBUTION_H
#define DT_REPORT_DISTRIBUTION_H

#include "detente/scenario.h"
#include "io/text.h"

/* Appends, for example, "triangular: 0.5, most likely 0.7, 0.88" or "always 0.36". */
void dt_distribution_words(const dt_assumption *assumption, dt_text *out);

#endif
