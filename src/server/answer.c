/* From a body to an answer: parsing within limits, the route's function, findings where it fails. */
#include <stdio.h>
#include <string.h>

#include "core/try.h"
#include "server/inside.h"

dt_status dt_refuse(dt_diagnostics *found, dt_error_code code, const char *key, const char *what,
                    const char *expected)
{
    dt_diagnostic finding = {.code = code};
    snprintf(finding.key, sizeof finding.key, "%s", key ? key : "");
    snprintf(finding.found, sizeof finding.found, "%s", what ? what : "");
    snprintf(finding.expected, sizeof finding.expected, "%s", expected ? expected : "");
    return dt_diagnose(found, &finding);
}

void dt_answer_begin(dt_json *json, dt_text *text)
{
    dt_json_init(json, text, 0);
    dt_json_begin_object(json);
    dt_json_key(json, "schema");
    dt_json_integer(json, 1);
}

static void put_text(dt_json *json, const char *key, const char *value)
{
    dt_json_key(json, key);
    dt_json_string(json, value);
}

static void put_integer(dt_json *json, const char *key, int64_t value)
{
    dt_json_key(json, key);
    dt_json_integer(json, value);
}

static void put_finding(dt_json *json, const dt_diagnostic *finding)
{
    char code[16];
    const dt_error_info *info = dt_error_find((int)finding->code);
    snprintf(code, sizeof code, "E%04d", (int)finding->code);
    dt_json_begin_object(json);
    put_text(json, "code", code);
    put_text(json, "severity", finding->is_warning ? "warning" : "error");
    put_text(json, "title", info ? info->title : "");
    put_text(json, "file", finding->file);
    put_integer(json, "line", finding->line);
    put_integer(json, "column", finding->column);
    put_text(json, "key", finding->key);
    put_text(json, "found", finding->found);
    put_text(json, "expected", finding->expected);
    put_text(json, "suggestion", finding->suggestion);
    dt_json_end(json);
}

void dt_answer_findings(dt_text *text, dt_status status, const dt_diagnostics *found)
{
    dt_json json;
    dt_text_clear(text);
    dt_answer_begin(&json, text);
    put_text(&json, "status", dt_status_name(status));
    put_text(&json, "text", dt_status_text(status));
    put_integer(&json, "exit_code", dt_status_exit_code(status));
    dt_json_key(&json, "diagnostics");
    dt_json_begin_array(&json);
    for (int d = 0; d < found->count; d++)
        put_finding(&json, &found->item[d]);
    dt_json_end(&json);
    dt_json_end(&json);
}

/* What a text of JSON would make of the parser, counted without parsing: nesting of brackets, values, and the
 * longest run of signs outside strings, which numbers are. */
struct extent {
    int depth, deepest, values, run, longest;
};

/* Counts a letter outside strings. */
static void count(struct extent *e, char letter)
{
    if (letter == ',' || letter == ':') e->values++;
    if (letter == '{' || letter == '[') e->depth++;
    if (letter == '}' || letter == ']') e->depth--;
    if (e->depth > e->deepest) e->deepest = e->depth;
    e->run = memchr("+-.0123456789eE", letter, 15) ? e->run + 1 : 0;
    if (e->run > e->longest) e->longest = e->run;
}

static struct extent measure(const char *body, size_t length)
{
    struct extent e = {.values = 1};
    int is_string = 0;
    for (size_t i = 0; i < length; i++) {
        if (is_string && body[i] == '\\')
            i++;
        else if (body[i] == '"')
            is_string = !is_string;
        else if (!is_string)
            count(&e, body[i]);
    }
    return e;
}

static dt_status check_extent(const char *body, size_t length, dt_diagnostics *found)
{
    struct extent e = measure(body, length);
    if (e.deepest > DT_BODY_DEPTH)
        return dt_refuse(found, DT_E_SERVER_LIMIT, NULL, "brackets nested too deep", "at most 64 levels");
    if (e.values > DT_BODY_VALUES)
        return dt_refuse(found, DT_E_SERVER_LIMIT, NULL, "too many values", "at most 100000");
    if (e.longest > DT_BODY_NUMBER)
        return dt_refuse(found, DT_E_SERVER_LIMIT, NULL, "a number too long", "at most 64 signs");
    return DT_OK;
}

dt_status dt_body_parse(const char *body, size_t length, json_t **out, dt_diagnostics *found)
{
    json_error_t error;
    char place[64];
    DT_TRY(check_extent(body, length, found));
    json_t *json = json_loadb(body, length, JSON_REJECT_DUPLICATES, &error);
    if (!json && json_error_code(&error) == json_error_out_of_memory) return DT_NO_MEMORY;
    if (!json) {
        snprintf(place, sizeof place, "line %d, column %d", error.line, error.column);
        return dt_refuse(found, DT_E_SERVER_BODY, place, error.text, "a JSON object");
    }
    if (!json_is_object(json)) {
        json_decref(json);
        return dt_refuse(found, DT_E_SERVER_BODY, NULL, "another value", "a JSON object");
    }
    *out = json;
    return DT_OK;
}

/* HTTP status of a call that failed. */
static int code_of(dt_status status)
{
    switch (status) {
    case DT_OK: return 200;
    case DT_NO_MEMORY: return 503;
    case DT_IO: return 500;
    default: return 422;
    }
}

void dt_answer(dt_request *request)
{
    dt_status status = DT_OK;
    dt_diagnostics_init(&request->found);
    if (strcmp(request->route->method, "POST") == 0)
        status = dt_body_parse(request->body, request->length, &request->json, &request->found);
    int is_parsed = status == DT_OK;
    if (is_parsed) status = request->route->answer(request);
    if (status == DT_OK) status = dt_text_status(&request->text);
    /* An answer may set a code of its own, as where something is full or not there. */
    if (!request->code) request->code = is_parsed ? code_of(status) : 400;
    if (status != DT_OK) dt_answer_findings(&request->text, status, &request->found);
    json_decref(request->json);
    request->json = NULL;
}

static int is_listed(const char *list, const char *word)
{
    size_t length = strlen(word);
    for (const char *at = list; at; at = strchr(at, '|') ? strchr(at, '|') + 1 : NULL)
        if (strcspn(at, "|") == length && strncmp(at, word, length) == 0) return 1;
    return 0;
}

dt_status dt_body_keys(const json_t *body, const char *allowed, dt_diagnostics *found)
{
    for (void *at = json_object_iter((json_t *)(uintptr_t)body); at;
         at = json_object_iter_next((json_t *)(uintptr_t)body, at))
        if (!is_listed(allowed, json_object_iter_key(at)))
            return dt_refuse(found, DT_E_SERVER_BODY, json_object_iter_key(at), "unknown key", allowed);
    return DT_OK;
}

dt_status dt_body_integer(const json_t *body, const char *key, const json_int_t range[2], json_int_t *value,
                          dt_diagnostics *found)
{
    char expected[64];
    const json_t *given = json_object_get(body, key);
    if (!given) return DT_OK;
    json_int_t n = json_integer_value(given);
    if (json_is_integer(given) && n >= range[0] && n <= range[1]) {
        *value = n;
        return DT_OK;
    }
    snprintf(expected, sizeof expected, "a whole number from %d to %d", (int)range[0], (int)range[1]);
    return dt_refuse(found, DT_E_SERVER_BODY, key, "another value", expected);
}
