/* The table of claims, and what of it this build can test: every lever that a variation sets and every field
 * that a probe reads is looked up by name, so that a claim waits for its mechanism. */
#include <stdio.h>
#include <string.h>

#include "analysis/claim.h"

#define START DT_WHEN_START
#define LATE DT_WHEN_LATE
#define END DT_WHEN_END

const dt_probe dt_probe_table[DT_PROBE_COUNT] = {
#define DT_PROBE(name, kind, source, place, when) {DT_PROBE_##kind, source, place, when},
#include "analysis/claims.def"
};

const dt_variation dt_variation_table[DT_VARIATION_COUNT] = {
#define DT_VARIATION(name, settings, text) {settings, text},
#include "analysis/claims.def"
};

static const dt_claim_row rows[] = {
#define DT_CLAIM(id, letter, measure, a, b, c, d, p, q, r, s, least, likely, unlikely, unit, text, effect, \
                 rule)                                                                                     \
    {id,                                                                                                   \
     letter,                                                                                               \
     DT_MEASURE_##measure,                                                                                 \
     {DT_VARIATION_##a, DT_VARIATION_##b, DT_VARIATION_##c, DT_VARIATION_##d},                             \
     {DT_PROBE_##p, DT_PROBE_##q, DT_PROBE_##r, DT_PROBE_##s},                                             \
     least,                                                                                                \
     likely,                                                                                               \
     unlikely,                                                                                             \
     unit,                                                                                                 \
     text,                                                                                                 \
     effect,                                                                                               \
     rule},
#include "analysis/claims.def"
};

int dt_claim_row_count(void)
{
    return (int)(sizeof rows / sizeof rows[0]);
}

const dt_claim_row *dt_claim_row_at(int index)
{
    return &rows[index];
}

int dt_claim_field(const char *name, int is_global)
{
    for (int f = 0; f < dt_field_count(); f++) {
        const dt_field_info *info = dt_field_at(f);
        size_t length = strlen(info->mechanism);
        if (info->is_global == is_global && strncmp(info->mechanism, name, length) == 0 &&
            name[length] == '.' && strcmp(info->name, name + length + 1) == 0)
            return info->slot;
    }
    return -1;
}

const char *dt_claim_setting(const char *settings, char *key, char *value, size_t size)
{
    settings += strspn(settings, "; ");
    if (!*settings) return NULL;
    size_t before = strcspn(settings, "="), after = strcspn(settings + before, ";");
    snprintf(key, size, "%.*s", (int)before, settings);
    snprintf(value, size, "%.*s", (int)after - 1, settings + before + 1);
    return settings + before + after;
}

int dt_claim_is_optional(const char *key)
{
    return key[0] == '?';
}

int dt_claim_has_parameter(const char *key)
{
    char name[64];
    key += dt_claim_is_optional(key);
    snprintf(name, sizeof name, "%.*s", (int)strcspn(key, "."), key);
    return dt_param_find(name) >= 0;
}

static int is_readable(const dt_probe *probe)
{
    switch (probe->kind) {
    case DT_PROBE_STATE:
    case DT_PROBE_SUM: return dt_claim_field(probe->source, 0) >= 0;
    case DT_PROBE_WORLD: return dt_claim_field(probe->source, 1) >= 0;
    default: return dt_output_find(probe->source) >= 0;
    }
}

int dt_claim_is_testable(const dt_claim_row *row, char *lacks, size_t size)
{
    char key[64], value[64];
    for (int a = 0; a < DT_CLAIM_ARGUMENTS; a++) {
        const char *rest = row->variation[a] < 0 ? "" : dt_variation_table[row->variation[a]].settings;
        while ((rest = dt_claim_setting(rest, key, value, sizeof key))) {
            if (dt_claim_has_parameter(key) || dt_claim_is_optional(key)) continue;
            snprintf(lacks, size, "not tested: this build has no parameter %s", key);
            return 0;
        }
    }
    for (int a = 0; a < DT_CLAIM_ARGUMENTS; a++) {
        if (row->probe[a] < 0 || is_readable(&dt_probe_table[row->probe[a]])) continue;
        snprintf(lacks, size, "not tested: this build has no field %s", dt_probe_table[row->probe[a]].source);
        return 0;
    }
    return 1;
}
