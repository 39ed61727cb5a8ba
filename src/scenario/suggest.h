/* "Did you mean ...?": the known name that is nearest to what was written. */
#ifndef DT_SCENARIO_SUGGEST_H
#define DT_SCENARIO_SUGGEST_H

/* Name at `index` of a list that `context` stands for; NULL at its end. */
typedef const char *(*dt_name_at)(const void *context, int index);

/* The nearest of the names if it is at most 2 edits away and shares something with `name`, otherwise NULL. Of
 * equals the first. */
const char *dt_nearest(const char *name, dt_name_at name_at, const void *context);

/* Lists for dt_nearest: parameters, technologies, outputs (context NULL), and a NULL-terminated array of
 * strings. */
const char *dt_param_name_at(const void *context, int index);
const char *dt_tech_name_at(const void *context, int index);
const char *dt_output_name_at(const void *context, int index);
const char *dt_array_name_at(const void *context, int index);

#endif
