/* From the effects of the members of a claim to its verdict. */
#ifndef DT_ANALYSIS_CLAIM_JUDGE_H
#define DT_ANALYSIS_CLAIM_JUDGE_H

#include "analysis/claim.h"
#include "statistics/basic.h"

enum { DT_CLAIM_TEXT = 256, DT_CLAIM_FACTOR = 64, DT_CLAIM_HINGES = 2 };

/* A claim with the strings that it points to. */
typedef struct dt_claim_kept {
    dt_claim claim;
    char note[DT_CLAIM_TEXT], compare[2 * DT_CLAIM_TEXT], factor[DT_CLAIM_HINGES][DT_CLAIM_FACTOR];
    char *command;
} dt_claim_kept;

/* Verdict of shares: by the ends of their interval. */
dt_verdict dt_claim_by_share(double low, double high, double likely, double unlikely);
/* Fills a claim from the runs of its variations; DT_NO_MEMORY without scratch. */
dt_status dt_claim_judge(const dt_claim_row *row, const dt_claim_run *run, dt_claim_kept *kept);

#endif
