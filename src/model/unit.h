/* Conversions between the units of the model. */
#ifndef DT_MODEL_UNIT_H
#define DT_MODEL_UNIT_H

#define DT_MONTHS_PER_YEAR 12.0
#define DT_HOURS_PER_YEAR 8766.0
#define DT_KW_PER_GW 1e6
#define DT_KWH_PER_MWH 1e3
#define DT_USD_PER_BN 1e9

#endif
