/* From a tree to a scenario: one reader per key of the format. All readers go on after an error. */
#ifndef DT_SCENARIO_READ_H
#define DT_SCENARIO_READ_H

#include "scenario/setting.h"
#include "scenario/yaml.h"

/* What the readers of one call share. */
typedef struct dt_reader {
    dt_scenario *s;
    const char *folder; /* of the file that is read, for the names of others; NULL: as they stand */
    dt_findings f;
} dt_reader;

/* Reads the keys of a file's map but `extends`, over what the scenario holds already. */
void dt_read_map(dt_reader *r, const dt_yaml *root);
/* Reads one key of the top level as --set gives it; 0 if there is no such key that can be set. */
int dt_read_top_key(dt_reader *r, const char *key, const dt_yaml *value);
/* Checks what needs the whole scenario: horizon, dates of events and of conferences. */
void dt_check_whole(dt_reader *r);
void dt_check_conferences(dt_reader *r);

/* parameters: and levers: */
void dt_read_parameters(dt_reader *r, const dt_yaml *node);
void dt_read_levers(dt_reader *r, const dt_yaml *node);
/* One parameter, with the value or map at `node`. */
void dt_read_parameter(dt_reader *r, int param, const dt_yaml *node);
/* One parameter for one state, group or technology called `target`. */
void dt_read_targeted(dt_reader *r, int param, const char *target, const dt_yaml *node);
/* Index of a parameter; -1 if there is none, which is reported at `place`. */
int dt_read_param_name(dt_reader *r, const char *name, dt_place place);

/* postures: */
void dt_read_postures(dt_reader *r, const dt_yaml *node);

/* events: and correlations: */
void dt_read_events(dt_reader *r, const dt_yaml *node);
void dt_read_correlations(dt_reader *r, const dt_yaml *node);

/* A date as 2027-Q2 or 2027; 0 if it is none, which is reported. */
int dt_read_quarter(dt_reader *r, const dt_yaml *node, int *quarter);
/* A text that can be shown, of at most `room` - 1 bytes; 0 if it is not valid, which is reported. */
int dt_read_text(dt_reader *r, const dt_yaml *node, size_t room, const char **text);
/* Reports keys that two maps share; NULL and what is no map are passed over. */
void dt_check_no_shared_key(dt_reader *r, const dt_yaml *first, const dt_yaml *second);
/* Reports a key that is not known here; `names` ends with NULL. */
void dt_report_unknown_key(dt_reader *r, const dt_yaml *node, const char *const *names);

#endif
