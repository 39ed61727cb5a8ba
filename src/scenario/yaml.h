/* A YAML text as a tree in which every value remembers its place.
 *
 * Only what a scenario needs: maps with text keys, lists and scalars, all scalars kept as text, so that NO
 * stays Norway. Anchors, aliases, tags, merge keys and a second document are reported as errors; so are
 * duplicate keys, nesting deeper than DT_YAML_DEPTH and texts beyond the limits. */
#ifndef DT_SCENARIO_YAML_H
#define DT_SCENARIO_YAML_H

#include "scenario/finding.h"

enum { DT_YAML_DEPTH = 64, DT_YAML_NODES = 40000, DT_YAML_BYTES = 16 << 20 };

typedef enum dt_yaml_kind {
    DT_YAML_SCALAR,
    DT_YAML_LIST,
    DT_YAML_MAP,
    DT_YAML_BROKEN /* reported already: readers pass over it in silence */
} dt_yaml_kind;

/* One value. In a map each child carries its key. */
typedef struct dt_yaml {
    dt_yaml_kind kind;
    dt_place place;
    char *text; /* of a scalar; NULL otherwise */
    int is_quoted;
    char *key; /* in a map; NULL otherwise */
    dt_place key_place;
    int count; /* of children */
    struct dt_yaml *first, *next;
} dt_yaml;

#define DT_EACH_CHILD(child, node) for (const dt_yaml *child = (node)->first; child; child = child->next)

/* Reads a text. `*root` is to be freed with dt_yaml_free, and NULL for an empty text. Findings go to `f`; the
 * call fails only if there is no tree at all (DT_INPUT, DT_NO_MEMORY). */
dt_status dt_yaml_parse(const char *text, size_t length, int file, dt_findings *f, dt_yaml **root);
/* Frees a tree; NULL is allowed. */
void dt_yaml_free(dt_yaml *node);

/* Child of a map by key; NULL if there is none. */
const dt_yaml *dt_yaml_find(const dt_yaml *map, const char *key);
/* What stands at a node, for messages. */
const char *dt_yaml_describe(dt_findings *f, const dt_yaml *node);
/* Reports a node of the wrong type; `expected` says what would be right. In silence for a broken node.
 * Returns 0. */
int dt_yaml_wrong(dt_findings *f, const dt_yaml *node, const char *expected);

#endif
