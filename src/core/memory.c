/* Memory that the library hands over: the caller gives it back through dt_free, so that it does not matter
 * which C library the caller is linked with. */
#include "detente/scenario.h"

#include <stdlib.h>

void dt_free(void *memory)
{
    free(memory);
}
