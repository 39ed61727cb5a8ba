/* Turns the table that follows into fields of a struct of one state's uncertain values. End with
 * model/table_end.h. */
#define DT_SITE(name, ...) lane name;
#include "model/table.h"
