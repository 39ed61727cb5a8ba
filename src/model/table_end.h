/* Ends what model/table.h began: undefines every table macro. */
#undef DT_PARAM
#undef DT_PARAM_TECH
#undef DT_SITE
#undef DT_FIXED
#undef DT_FIXED_TECH
#undef DT_STATE
#undef DT_STATE_TECH
#undef DT_STATE_MAKER
#undef DT_GLOBAL
#undef DT_GLOBAL_TECH
#undef DT_GLOBAL_MAKER
#undef DT_GLOBAL_BLOC
#undef DT_OUTPUT
