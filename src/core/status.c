/* Status codes, error codes and diagnostics, made from status.def and errors.def. */
#include "detente/status.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const struct {
    const char *name;
    const char *text;
    int exit_code;
} statuses[] = {
#define DT_STATUS(name, exit_code, text) {#name, text, exit_code},
#include "detente/status.def"
#undef DT_STATUS
};

static const dt_error_info errors[] = {
#define DT_ERROR(name, number, status, title, explanation) {DT_E_##name, status, #name, title, explanation},
#include "detente/errors.def"
#undef DT_ERROR
};

static int is_status(dt_status status)
{
    return (unsigned)status < DT_STATUS_COUNT;
}

const char *dt_status_name(dt_status status)
{
    return is_status(status) ? statuses[status].name : "UNKNOWN";
}

const char *dt_status_text(dt_status status)
{
    return is_status(status) ? statuses[status].text : "unknown status";
}

int dt_status_exit_code(dt_status status)
{
    return is_status(status) ? statuses[status].exit_code : statuses[DT_USAGE].exit_code;
}

int dt_error_count(void)
{
    return (int)(sizeof errors / sizeof errors[0]);
}

const dt_error_info *dt_error_info_at(int index)
{
    return index >= 0 && index < dt_error_count() ? &errors[index] : NULL;
}

const dt_error_info *dt_error_find(int code)
{
    for (int e = 0; e < dt_error_count(); e++)
        if ((int)errors[e].code == code) return &errors[e];
    return NULL;
}

void dt_diagnostics_init(dt_diagnostics *list)
{
    memset(list, 0, sizeof *list);
}

dt_status dt_diagnose(dt_diagnostics *list, const dt_diagnostic *finding)
{
    const dt_error_info *info = dt_error_find((int)finding->code);
    if (list) {
        if (finding->is_warning)
            list->n_warning++;
        else
            list->n_error++;
        if (list->count < DT_DIAGNOSTICS_MAX) list->item[list->count++] = *finding;
    }
    return info ? info->status : DT_INPUT;
}

/* Appends formatted text to text[size] at *length; counts on past the end. */
__attribute__((format(printf, 4, 5))) static void append(char *text, size_t size, size_t *length,
                                                         const char *format, ...)
{
    va_list arguments;
    size_t room = *length < size ? size - *length : 0;
    va_start(arguments, format);
    int n = vsnprintf(room ? text + *length : NULL, room, format, arguments);
    va_end(arguments);
    if (n > 0) *length += (size_t)n;
}

size_t dt_diagnostic_format(const dt_diagnostic *d, char *text, size_t size)
{
    const dt_error_info *info = dt_error_find((int)d->code);
    size_t length = 0;
    if (size) text[0] = '\0';
    if (d->file[0]) append(text, size, &length, "%s:", d->file);
    if (d->line) append(text, size, &length, "%d:%d:", d->line, d->column);
    append(text, size, &length, "%s%s E%04d: %s", length ? " " : "", d->is_warning ? "warning" : "error",
           (int)d->code, info ? info->title : "error");
    if (d->key[0]) append(text, size, &length, ": %s", d->key);
    if (d->found[0]) append(text, size, &length, ": found %s", d->found);
    if (d->expected[0]) append(text, size, &length, "%s expected %s", d->found[0] ? "," : ":", d->expected);
    if (d->suggestion[0]) append(text, size, &length, "; %s", d->suggestion);
    return length;
}
