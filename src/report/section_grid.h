/* Pictures of a power network's page, and where its buses stand. */
#ifndef DT_REPORT_SECTION_GRID_H
#define DT_REPORT_SECTION_GRID_H

#include "detente/grid_report.h"
#include "io/text.h"

/* Places of all buses in the unit square: x and y of each. Buses that are joined attract each other, the more
 * the larger the susceptance; all repel each other (T. Fruchterman and E. Reingold, Software: Practice and
 * Experience 21, 1991, pp. 1129-1164). The same case always looks the same. */
dt_status dt_grid_layout(const dt_grid *grid, double *x, double *y);

/* The network with flows and prices coloured; x and y as above. */
void dt_picture_grid(const dt_grid_page *page, const double *x, const double *y, dt_text *out);
/* A bar for each site with what binds. */
void dt_picture_hosting(const dt_grid_page *page, dt_text *out);
/* Price of each step of a load over MW. */
void dt_picture_cost(const dt_grid_curve *curve, dt_text *out);

#endif
