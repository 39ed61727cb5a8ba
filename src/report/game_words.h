/* Words and numbers about games that text and page share. */
#ifndef DT_REPORT_GAME_WORDS_H
#define DT_REPORT_GAME_WORDS_H

#include "detente/game_report.h"
#include "io/text.h"
#include "report/format.h"

/* "63% (58 to 68%)"; "n/a" where nothing is known. */
dt_formatted dt_share_words(dt_estimate share);
/* "-1,230 (-1,400 to -1,060)". */
dt_formatted dt_estimate_words(dt_estimate estimate);
/* "USA race, CHN restrain" of a pure profile. */
void dt_profile_words(const dt_game_result *result, int64_t profile, dt_text *out);
/* A mixed profile: "USA race; CHN race 63%, restrain 37%". */
void dt_mixed_words(const dt_game_result *result, const double *mixed, dt_text *out);
/* "USA and CHN: race or restrain" of a face. */
void dt_face_words(const dt_game_result *result, const dt_game_face *face, dt_text *out);
/* Classes of a face by falling share; returns how many have one. */
int dt_face_order(const dt_game_face *face, int order[DT_GAME_CLASSES]);
/* A sentence on the certificate, and one on what is lost to the best total. */
void dt_dilemma_words(const dt_game_result *result, dt_text *out);
void dt_anarchy_words(const dt_game_result *result, dt_text *out);
/* One sentence that says it all: class with its share, and equilibrium. */
void dt_headline_words(const dt_game_result *result, dt_text *out);

#endif
