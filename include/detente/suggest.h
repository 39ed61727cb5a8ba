/* "Did you mean ...?": how near two names are. */
#ifndef DETENTE_SUGGEST_H
#define DETENTE_SUGGEST_H

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

/** Number of letters to insert, delete or change, and of neighbours to swap, that turn one name into the
 * other, whatever the case of ASCII letters; no letter is edited twice (the restricted distance of F. J.
 * Damerau, A technique for computer detection and correction of spelling errors, Communications of the ACM 7
 * (1964) 171-176). Names longer than 63 bytes are 1000 edits from everything. Errors: none. */
int dt_edit_distance(const char *a, const char *b);

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
