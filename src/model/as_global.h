/* Turns the table that follows into fields of a struct of one member's world values. End with
 * model/table_end.h. */
#define DT_GLOBAL(name, ...) lane name;
#define DT_GLOBAL_TECH(name, ...) lane name[DT_N_TECH];
#define DT_GLOBAL_MAKER(name, ...) lane name[DT_N_MAKER];
#define DT_GLOBAL_BLOC(name, ...) lane name[DT_N_BLOC];
#include "model/table.h"
