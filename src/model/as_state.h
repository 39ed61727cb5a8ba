/* Turns the table that follows into fields of a struct of one state's evolving values. End with
 * model/table_end.h. */
#define DT_STATE(name, ...) lane name;
#define DT_STATE_TECH(name, ...) lane name[DT_N_TECH];
#define DT_STATE_MAKER(name, ...) lane name[DT_N_MAKER];
#include "model/table.h"
