/* The macros of the mechanisms' tables (<mechanism>.def), each empty unless the including file has defined
 * it. Include this before a table and model/table_end.h after it.
 *
 *   DT_PARAM(name, unit, least, greatest, distribution, low, central, high, role, source, text)
 *       one value per member
 *   DT_PARAM_TECH(...)   the same for each technology; distribution DATA takes low, central, high from the
 * world DT_SITE(name, unit, least, greatest, world field, role, text) one value per state and member, drawn
 * from the low, central and high of the world's field DT_FIXED, DT_FIXED_TECH(name, unit, world field, text)
 *       per state, equal for all members; field `derived` is computed when the case is built
 *   DT_STATE, DT_STATE_TECH, DT_STATE_MAKER(name, unit, text)
 *       what evolves, per state and member
 *   DT_GLOBAL, DT_GLOBAL_TECH, DT_GLOBAL_MAKER, DT_GLOBAL_BLOC(name, unit, text)
 *       what evolves, per member
 *   DT_OUTPUT(name, unit, factor, aggregate, scale, least, greatest, mechanism, field, text)
 *
 * role: UNCERTAIN is drawn by default, LEVER is a decision that scenarios set, CONSTANT is known. */

#ifndef DT_PARAM
#define DT_PARAM(name, unit, least, greatest, distribution, low, central, high, role, source, text)
#endif
#ifndef DT_PARAM_TECH
#define DT_PARAM_TECH(name, unit, least, greatest, distribution, low, central, high, role, source, text)
#endif
#ifndef DT_SITE
#define DT_SITE(name, unit, least, greatest, field, role, text)
#endif
#ifndef DT_FIXED
#define DT_FIXED(name, unit, field, text)
#endif
#ifndef DT_FIXED_TECH
#define DT_FIXED_TECH(name, unit, field, text)
#endif
#ifndef DT_STATE
#define DT_STATE(name, unit, text)
#endif
#ifndef DT_STATE_TECH
#define DT_STATE_TECH(name, unit, text)
#endif
#ifndef DT_STATE_MAKER
#define DT_STATE_MAKER(name, unit, text)
#endif
#ifndef DT_GLOBAL
#define DT_GLOBAL(name, unit, text)
#endif
#ifndef DT_GLOBAL_TECH
#define DT_GLOBAL_TECH(name, unit, text)
#endif
#ifndef DT_GLOBAL_MAKER
#define DT_GLOBAL_MAKER(name, unit, text)
#endif
#ifndef DT_GLOBAL_BLOC
#define DT_GLOBAL_BLOC(name, unit, text)
#endif
#ifndef DT_OUTPUT
#define DT_OUTPUT(name, unit, factor, aggregate, scale, least, greatest, mechanism, field, text)
#endif
