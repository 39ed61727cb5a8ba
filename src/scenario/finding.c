/* Findings in a user's scenario. */
#include "scenario/finding.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "io/number.h"

void dt_findings_init(dt_findings *f, dt_diagnostics *list, const dt_files *files)
{
    memset(f, 0, sizeof *f);
    f->list = list;
    f->files = files;
    f->status = DT_OK;
}

size_t dt_key_enter(dt_findings *f, const char *key)
{
    size_t mark = strlen(f->key);
    snprintf(f->key + mark, sizeof f->key - mark, "%s%s", mark ? "." : "", key);
    return mark;
}

void dt_key_leave(dt_findings *f, size_t mark)
{
    f->key[mark] = '\0';
}

static char *next_text(dt_findings *f)
{
    f->next_say = (f->next_say + 1) % DT_SAY_ROOM;
    return f->say[f->next_say];
}

const char *dt_say(dt_findings *f, const char *format, ...)
{
    char *text = next_text(f);
    va_list arguments;
    va_start(arguments, format);
    dt_print(text, DT_DIAGNOSTIC_TEXT, format, arguments);
    va_end(arguments);
    return text;
}

const char *dt_say_number(dt_findings *f, double value)
{
    char *text = next_text(f);
    dt_number_format(value, text);
    return text;
}

const char *dt_say_nearest(dt_findings *f, const char *nearest)
{
    return nearest ? dt_say(f, "did you mean \"%s\"?", nearest) : NULL;
}

/* Copies a text into a field of a diagnostic, cut to fit at a character's end and without line breaks. */
static void copy(char field[DT_DIAGNOSTIC_TEXT], const char *text)
{
    size_t n = 0;
    for (; text && text[n] && n < DT_DIAGNOSTIC_TEXT - 1; n++)
        field[n] = (unsigned char)text[n] < 32 ? ' ' : text[n];
    while (text && text[n] && n > 0 && ((unsigned char)text[n] & 0xC0) == 0x80)
        n--;
    field[n] = '\0';
}

int dt_is_said(const dt_diagnostics *list, const dt_diagnostic *d)
{
    for (int i = 0; list && i < list->count; i++) {
        const dt_diagnostic *e = &list->item[i];
        if (e->code == d->code && e->line == d->line && e->column == d->column &&
            strcmp(e->file, d->file) == 0 && strcmp(e->key, d->key) == 0 && strcmp(e->found, d->found) == 0)
            return 1;
    }
    return 0;
}

static void add(dt_findings *f, dt_diagnostic *d, dt_place place)
{
    d->line = place.line;
    d->column = place.column;
    if (f->files && place.line > 0 && place.file < f->files->n) copy(d->file, f->files->name[place.file]);
    copy(d->key, f->key);
    /* What several parts of a file share is read once for each: one finding says it. */
    if (d->line > 0 && dt_is_said(f->list, d)) return;
    dt_status status = dt_diagnose(f->list, d);
    if (d->is_warning) return;
    if (f->n_error == 0) f->status = status;
    f->n_error++;
}

void dt_report(dt_findings *f, dt_error_code code, dt_place place, const char *found, const char *expected,
               const char *suggestion)
{
    dt_diagnostic d = {.code = code};
    copy(d.found, found);
    copy(d.expected, expected);
    copy(d.suggestion, suggestion);
    add(f, &d, place);
}

void dt_warn(dt_findings *f, dt_error_code code, dt_place place, const char *found, const char *suggestion)
{
    dt_diagnostic d = {.code = code, .is_warning = 1};
    copy(d.found, found);
    copy(d.suggestion, suggestion);
    add(f, &d, place);
}

dt_status dt_report_no_memory(dt_findings *f)
{
    dt_report(f, DT_E_NO_MEMORY, (dt_place){0, 0, 0}, NULL, NULL, NULL);
    f->status = DT_NO_MEMORY;
    return DT_NO_MEMORY;
}
