/* A supply curve as the kernel reads it: what a state's network lets large loads have, by steps in the order
 * of their price (equations in power.c). Made when the case is built (scenario/curve.c); the same for every
 * member. */
#ifndef DT_MODEL_SUPPLY_H
#define DT_MODEL_SUPPLY_H

enum { DT_MAX_SUPPLY_STEP = 8 };

struct supply {
    int state;
    double width[DT_MAX_SUPPLY_STEP]; /* GW of load beyond that of the start; 0 where there is no step */
    double price[DT_MAX_SUPPLY_STEP]; /* USD/MWh over the first step, rising; 0 where there is no step */
    double lead[DT_MAX_SUPPLY_STEP];  /* yr from the start until it may be used */
};

#endif
