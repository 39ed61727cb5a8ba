/* From the events of libyaml to a tree. Each function that takes an event deletes it, whatever happens.
 * A syntax error, a limit or a failed allocation ends the reading; everything else is reported and read past.
 */
#include "scenario/yaml.h"

#include <stdlib.h>
#include <string.h>
#include <yaml.h>

/* The reading of one text. */
struct reader {
    yaml_parser_t parser;
    dt_findings *f;
    const char *text;
    size_t length;
    int file;
    int n_node;
};

static dt_place place_of(const struct reader *r, yaml_mark_t mark)
{
    return (dt_place){r->file, (int)mark.line + 1, (int)mark.column + 1};
}

void dt_yaml_free(dt_yaml *node)
{
    while (node) {
        dt_yaml *next = node->next;
        dt_yaml_free(node->first);
        free(node->text);
        free(node->key);
        free(node);
        node = next;
    }
}

/* Place of a byte that is not UTF-8; columns count bytes there. */
static dt_place place_of_byte(const struct reader *r, size_t offset)
{
    dt_place place = {r->file, 1, 1};
    for (size_t i = 0; i < offset && i < r->length; i++) {
        place.column++;
        if (r->text[i] != '\n') continue;
        place.line++;
        place.column = 1;
    }
    return place;
}

static dt_status syntax_error(struct reader *r)
{
    const yaml_parser_t *p = &r->parser;
    if (p->error == YAML_MEMORY_ERROR) return dt_report_no_memory(r->f);
    dt_place place = p->error == YAML_READER_ERROR ? place_of_byte(r, p->problem_offset)
                                                   : place_of(r, p->problem_mark);
    const char *problem = p->problem ? p->problem : "a mistake";
    dt_report(r->f, DT_E_YAML_SYNTAX, place, NULL, NULL,
              p->context ? dt_say(r->f, "%s, %s", problem, p->context) : problem);
    return DT_INPUT;
}

static dt_status next_event(struct reader *r, yaml_event_t *event)
{
    return yaml_parser_parse(&r->parser, event) ? DT_OK : syntax_error(r);
}

static void report_feature(struct reader *r, dt_place place, const char *what)
{
    dt_report(r->f, DT_E_YAML_FEATURE, place, what, "plain maps, lists and values", NULL);
}

/* A new node for an event, with its anchor and tag refused. NULL where a limit or memory ends the reading. */
static dt_yaml *new_node(struct reader *r, const yaml_event_t *event, dt_yaml_kind kind)
{
    dt_place place = place_of(r, event->start_mark);
    const yaml_char_t *anchor = NULL, *tag = NULL;
    if (kind == DT_YAML_SCALAR) anchor = event->data.scalar.anchor, tag = event->data.scalar.tag;
    if (kind == DT_YAML_LIST)
        anchor = event->data.sequence_start.anchor, tag = event->data.sequence_start.tag;
    if (kind == DT_YAML_MAP) anchor = event->data.mapping_start.anchor, tag = event->data.mapping_start.tag;
    if (anchor) report_feature(r, place, "an anchor");
    if (tag) report_feature(r, place, "a tag");
    if (++r->n_node > DT_YAML_NODES) {
        dt_report(r->f, DT_E_YAML_LIMIT, place, NULL, dt_say(r->f, "at most %d values", DT_YAML_NODES), NULL);
        return NULL;
    }
    dt_yaml *node = calloc(1, sizeof *node);
    if (!node) {
        dt_report_no_memory(r->f);
        return NULL;
    }
    node->kind = kind;
    node->place = place;
    return node;
}

static dt_yaml *scalar_node(struct reader *r, const yaml_event_t *event)
{
    size_t length = event->data.scalar.length;
    dt_yaml *node = new_node(r, event, DT_YAML_SCALAR);
    if (!node) return NULL;
    node->is_quoted = event->data.scalar.style != YAML_PLAIN_SCALAR_STYLE;
    node->text = malloc(length + 1);
    if (!node->text) {
        dt_report_no_memory(r->f);
        dt_yaml_free(node);
        return NULL;
    }
    memcpy(node->text, event->data.scalar.value, length);
    node->text[length] = '\0';
    if (strlen(node->text) != length) {
        report_feature(r, node->place, "a NUL character");
        node->kind = DT_YAML_BROKEN;
    }
    return node;
}

static dt_status read_node(struct reader *r, yaml_event_t *event, int depth, dt_yaml **out);

/* Appends a child; a broken one, too. */
static void append(dt_yaml *parent, dt_yaml ***tail, dt_yaml *child)
{
    **tail = child;
    *tail = &child->next;
    parent->count++;
}

static dt_status read_list(struct reader *r, dt_yaml *list, int depth)
{
    dt_yaml **tail = &list->first;
    for (;;) {
        yaml_event_t event;
        dt_yaml *child = NULL;
        dt_status status = next_event(r, &event);
        if (status != DT_OK) return status;
        if (event.type == YAML_SEQUENCE_END_EVENT) {
            yaml_event_delete(&event);
            return DT_OK;
        }
        status = read_node(r, &event, depth + 1, &child);
        if (status != DT_OK) return status;
        append(list, &tail, child);
    }
}

/* Whether a key may stand in a map; reports why not. */
static int key_is_fine(struct reader *r, const dt_yaml *map, const dt_yaml *key)
{
    if (key->kind == DT_YAML_BROKEN) return 0;
    if (key->kind != DT_YAML_SCALAR) return dt_yaml_wrong(r->f, key, "a name as key");
    if (!key->is_quoted && strcmp(key->text, "<<") == 0) {
        report_feature(r, key->place, "a merge key");
        return 0;
    }
    const dt_yaml *before = dt_yaml_find(map, key->text);
    if (!before) return 1;
    dt_report(r->f, DT_E_DUPLICATE_KEY, key->place, dt_say(r->f, "\"%.80s\" again", key->text),
              dt_say(r->f, "it once: it stands at line %d already", before->key_place.line), NULL);
    return 0;
}

/* Reads the value of `key` and appends it. Takes over `key`. */
static dt_status read_entry(struct reader *r, dt_yaml *map, dt_yaml ***tail, dt_yaml *key, int depth)
{
    yaml_event_t event;
    dt_yaml *child = NULL;
    int is_fine = key_is_fine(r, map, key);
    size_t mark = is_fine ? dt_key_enter(r->f, key->text) : strlen(r->f->key);
    dt_status status = next_event(r, &event);
    if (status == DT_OK) status = read_node(r, &event, depth + 1, &child);
    dt_key_leave(r->f, mark);
    if (status == DT_OK && is_fine) {
        child->key = key->text;
        child->key_place = key->place;
        key->text = NULL;
        append(map, tail, child);
        child = NULL;
    }
    dt_yaml_free(child);
    dt_yaml_free(key);
    return status;
}

static dt_status read_map(struct reader *r, dt_yaml *map, int depth)
{
    dt_yaml **tail = &map->first;
    for (;;) {
        yaml_event_t event;
        dt_yaml *key = NULL;
        dt_status status = next_event(r, &event);
        if (status != DT_OK) return status;
        if (event.type == YAML_MAPPING_END_EVENT) {
            yaml_event_delete(&event);
            return DT_OK;
        }
        status = read_node(r, &event, depth + 1, &key);
        if (status == DT_OK) status = read_entry(r, map, &tail, key, depth);
        if (status != DT_OK) return status;
    }
}

/* Reads the value that begins with `event`, and deletes the event. */
static dt_status read_node(struct reader *r, yaml_event_t *event, int depth, dt_yaml **out)
{
    dt_status status = DT_OK;
    dt_yaml *node = NULL;
    dt_place place = place_of(r, event->start_mark);
    yaml_event_type_t type = event->type;
    if (depth > DT_YAML_DEPTH)
        dt_report(r->f, DT_E_YAML_LIMIT, place, NULL,
                  dt_say(r->f, "at most %d levels of nesting", DT_YAML_DEPTH), NULL);
    else if (type == YAML_SCALAR_EVENT)
        node = scalar_node(r, event);
    else if (type == YAML_ALIAS_EVENT)
        node = new_node(r, event, DT_YAML_BROKEN);
    else
        node = new_node(r, event, type == YAML_MAPPING_START_EVENT ? DT_YAML_MAP : DT_YAML_LIST);
    yaml_event_delete(event);
    if (!node) return r->f->status;
    if (type == YAML_ALIAS_EVENT) report_feature(r, place, "an alias");
    if (type == YAML_MAPPING_START_EVENT) status = read_map(r, node, depth);
    if (type == YAML_SEQUENCE_START_EVENT) status = read_list(r, node, depth);
    if (status != DT_OK) {
        dt_yaml_free(node);
        return status;
    }
    *out = node;
    return DT_OK;
}

/* Reads the stream: at most one document. */
static dt_status read_stream(struct reader *r, dt_yaml **root)
{
    for (;;) {
        yaml_event_t event;
        dt_status status = next_event(r, &event);
        if (status != DT_OK) return status;
        yaml_event_type_t type = event.type;
        dt_place place = place_of(r, event.start_mark);
        if (type == YAML_SCALAR_EVENT || type == YAML_ALIAS_EVENT || type == YAML_SEQUENCE_START_EVENT ||
            type == YAML_MAPPING_START_EVENT) {
            status = read_node(r, &event, 1, root);
            if (status != DT_OK) return status;
            continue;
        }
        if (type == YAML_DOCUMENT_START_EVENT &&
            event.data.document_start.tag_directives.start != event.data.document_start.tag_directives.end)
            report_feature(r, place, "a tag directive");
        yaml_event_delete(&event);
        if (type == YAML_DOCUMENT_START_EVENT && *root) {
            report_feature(r, place, "a second document");
            return DT_OK;
        }
        if (type == YAML_STREAM_END_EVENT) return DT_OK;
    }
}

dt_status dt_yaml_parse(const char *text, size_t length, int file, dt_findings *f, dt_yaml **root)
{
    struct reader r = {.f = f, .text = text, .length = length, .file = file};
    dt_yaml *tree = NULL;
    if (length > DT_YAML_BYTES) {
        dt_report(f, DT_E_YAML_LIMIT, (dt_place){file, 1, 1}, NULL,
                  dt_say(f, "at most %d bytes", DT_YAML_BYTES), NULL);
        return f->status;
    }
    if (!yaml_parser_initialize(&r.parser)) return dt_report_no_memory(f);
    yaml_parser_set_encoding(&r.parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&r.parser, (const unsigned char *)text, length);
    dt_status status = read_stream(&r, &tree);
    yaml_parser_delete(&r.parser);
    if (status == DT_OK)
        *root = tree;
    else
        dt_yaml_free(tree);
    return status;
}

const dt_yaml *dt_yaml_find(const dt_yaml *map, const char *key)
{
    DT_EACH_CHILD(child, map) if (strcmp(child->key, key) == 0) return child;
    return NULL;
}

const char *dt_yaml_describe(dt_findings *f, const dt_yaml *node)
{
    if (node->kind == DT_YAML_LIST) return dt_say(f, "a list of %d", node->count);
    if (node->kind == DT_YAML_MAP && node->first)
        return dt_say(f, "a map with key \"%.80s\"", node->first->key);
    if (node->kind == DT_YAML_MAP) return "an empty map";
    if (node->kind != DT_YAML_SCALAR) return "nothing";
    if (!node->text[0] && !node->is_quoted) return "nothing";
    return dt_say(f, "%s\"%.80s\"", node->is_quoted ? "text " : "", node->text);
}

int dt_yaml_wrong(dt_findings *f, const dt_yaml *node, const char *expected)
{
    if (node->kind != DT_YAML_BROKEN)
        dt_report(f, DT_E_WRONG_TYPE, node->place, dt_yaml_describe(f, node), expected, NULL);
    return 0;
}
