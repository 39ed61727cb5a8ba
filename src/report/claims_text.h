/* Claims in words: as a table of text, and as JSON. */
#ifndef DT_REPORT_CLAIMS_TEXT_H
#define DT_REPORT_CLAIMS_TEXT_H

#include "detente/claims.h"
#include "io/json.h"
#include "io/text.h"
#include "report/format.h"

/* "63% (58 to 68%)"; empty for a claim that was not tested. */
dt_formatted dt_claim_share_words(const dt_claim *claim);
/* Text of an effect "45 (12 to 90)" with signs where they matter; without the unit. */
dt_formatted dt_claim_effect_words(const dt_claim *claim);

/* The table, at most 100 columns. */
void dt_claims_text(const dt_claims *claims, dt_text *out);
/* A member "claims" of the open object: the list. */
void dt_claims_json(const dt_claims *claims, dt_json *json);

#endif
