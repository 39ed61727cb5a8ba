/* From data and a text to the columns of the game: features, products, past tendencies, and the network. */
#ifndef DT_PARTICIPATION_DESIGN_H
#define DT_PARTICIPATION_DESIGN_H

#include "participation/data.h"
#include "participation/network.h"

enum {
#define DT_STATE_VARIABLE(name, is_crossed, text) STATE_##name,
#include "participation/terms.def"
#undef DT_STATE_VARIABLE
    N_STATE_VARIABLE
};
enum {
#define DT_TEXT_ATTRIBUTE(name, is_crossed, text) TEXT_##name,
#include "participation/terms.def"
#undef DT_TEXT_ATTRIBUTE
    N_TEXT_ATTRIBUTE
};
enum {
#define DT_PAST_VARIABLE(name, text) PAST_##name,
#include "participation/terms.def"
#undef DT_PAST_VARIABLE
    N_PAST
};
enum {
    N_CROSSED_STATE = 0
#define DT_STATE_VARIABLE(name, is_crossed, text) +(is_crossed)
#include "participation/terms.def"
#undef DT_STATE_VARIABLE
    ,
    N_CROSSED_TEXT = 0
#define DT_TEXT_ATTRIBUTE(name, is_crossed, text) +(is_crossed)
#include "participation/terms.def"
#undef DT_TEXT_ATTRIBUTE
};

/* Columns, in this order: 1, state variables, text attributes, products, past tendencies. */
enum {
    FIRST_STATE_TERM = 1,
    FIRST_TEXT_TERM = FIRST_STATE_TERM + N_STATE_VARIABLE,
    FIRST_PRODUCT_TERM = FIRST_TEXT_TERM + N_TEXT_ATTRIBUTE,
    FIRST_PAST_TERM = FIRST_PRODUCT_TERM + N_CROSSED_TEXT * N_CROSSED_STATE,
    N_TERM = FIRST_PAST_TERM + N_PAST,
    N_THETA = N_TERM + 1, /* and that of the network */
};

/* Name of a coefficient, the network's too. */
void dt_design_term_name(int term, char name[DT_TREATY_NAME]);
/* State variable and text attribute that a term is made of; -1: none. */
void dt_design_parts(int term, int *state_variable, int *text_attribute);
const char *dt_design_state_variable_name(int variable);

/* Penalties of all coefficients for a ridge multiplier. */
void dt_design_penalty(double ridge, double penalty[N_THETA]);

/* Which instruments may inform about a text: those in `use` (NULL: all), not the text itself, and known
 * before its date unless is_any_time. pool: n_instrument flags. */
void dt_design_pool(const dt_treaty_data *data, const dt_treaty_text *text, const unsigned char *use,
                    int is_any_time, unsigned char *pool);

/* Columns of a text: n_state rows of N_TERM into x. Past tendencies come from the pool. */
void dt_design_fill(const dt_treaty_data *data, const dt_treaty_text *text, const unsigned char *pool,
                    double *x);

/* Variance that the level of a text gains because nobody knows what its attributes do together: for each pair
 * of them that no text of the pool has, that of a product before anything was seen. */
double dt_design_unseen(const dt_treaty_data *data, const dt_treaty_text *text, const unsigned char *pool);

/* Network of a text: common subregion, region, pacts, memberships, nearness of ideal points, and agreement in
 * the texts of the pool. To be cleared with dt_net_clear. */
dt_status dt_design_network(const dt_treaty_data *data, const dt_treaty_text *text, const unsigned char *pool,
                            struct dt_net *out);

#endif
