/* Turns the table that follows into fields of a struct of one state's fixed values. End with
 * model/table_end.h. */
#define DT_FIXED(name, ...) double name;
#define DT_FIXED_TECH(name, ...) double name[DT_N_TECH];
#include "model/table.h"
