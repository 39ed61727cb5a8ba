/* Turns the table that follows into fields of a struct of values drawn once per member. End with
 * model/table_end.h. */
#define DT_PARAM(name, ...) lane name;
#define DT_PARAM_TECH(name, ...) lane name[DT_N_TECH];
#include "model/table.h"
