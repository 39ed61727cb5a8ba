/* The fixed dimensions of the model: technologies, makers of accelerators, limits on compute. */
#ifndef DT_MODEL_DIMENSION_H
#define DT_MODEL_DIMENSION_H

#include "core/lane.h"

/* Technologies, in the order of every table. "Other" is oil, bioenergy and the rest that burns or turns. */
enum { DT_COAL, DT_GAS, DT_NUCLEAR, DT_HYDRO, DT_WIND, DT_SOLAR, DT_STORAGE, DT_OTHER, DT_N_TECH };

/* Supply sources of accelerators. */
enum { DT_WEST, DT_CHINA, DT_N_MAKER };

/* What keeps a state from running more compute. */
enum { DT_LIMIT_MONEY, DT_LIMIT_CHIPS, DT_LIMIT_CONNECTION, DT_LIMIT_ADEQUACY, DT_LIMIT_ENERGY, DT_N_LIMIT };

/* Alliances whose members see one another's closed work; DT_NO_BLOC sees none. */
enum { DT_NO_BLOC, DT_BLOC_USA, DT_BLOC_CHINA, DT_BLOC_RUSSIA, DT_N_BLOC };

#define EACH_TECH for (int k = 0; k < DT_N_TECH; k++)
#define EACH_BLOC for (int b = 0; b < DT_N_BLOC; b++)
#define EACH_MAKER for (int c = 0; c < DT_N_MAKER; c++)

#endif
