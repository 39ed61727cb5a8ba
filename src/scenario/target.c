/* Names of states and groups. */
#include "scenario/target.h"

#include <stdio.h>
#include <string.h>

static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";

static int is_target_name(const char *name)
{
    size_t length = strlen(name);
    return length >= 2 && length < DT_TARGET_ROOM && strspn(name, letters) == length;
}

/* The name in capitals if that makes it a valid one, otherwise NULL. */
static const char *in_capitals(dt_findings *f, const char *name)
{
    char text[DT_TARGET_ROOM];
    if (strlen(name) >= sizeof text) return NULL;
    snprintf(text, sizeof text, "%s", name);
    for (char *c = text; *c; c++)
        if (*c >= 'a' && *c <= 'z') *c = (char)(*c - 'a' + 'A');
    return is_target_name(text) ? dt_say(f, "%s", text) : NULL;
}

int dt_check_target_name(dt_findings *f, const char *name, dt_place place)
{
    if (is_target_name(name)) return 1;
    dt_report(f, DT_E_UNKNOWN_TARGET, place, dt_say(f, "\"%.80s\"", name),
              "an ISO code such as USA or a group such as EU", dt_say_nearest(f, in_capitals(f, name)));
    return 0;
}

int dt_group_is_new(dt_findings *f, const dt_group_name *list, int n)
{
    for (int i = 0; i < n; i++) {
        if (strcmp(list[i].text, list[n].text) != 0) continue;
        dt_report(f, DT_E_DUPLICATE_KEY, list[n].place, dt_say(f, "\"%s\" again", list[n].text),
                  "each group once", NULL);
        return 0;
    }
    return 1;
}
