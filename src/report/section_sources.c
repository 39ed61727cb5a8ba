/* Where the numbers come from: the keys of sources, with how many values and assumptions each carries. */
#include <stdlib.h>
#include <string.h>

#include "report/format.h"
#include "report/html.h"
#include "report/section.h"

enum { MAX_SOURCE = 1024 };

typedef struct source_use {
    const char *key;
    int n_value, n_estimate, n_assumption;
} source_use;

typedef struct source_list {
    int n;
    source_use use[MAX_SOURCE];
} source_list;

static source_use *find_source(source_list *list, const char *key)
{
    for (int s = list->n - 1; s >= 0; s--) /* neighbours in a table often share their source */
        if (strcmp(list->use[s].key, key) == 0) return &list->use[s];
    if (list->n == MAX_SOURCE) return NULL;
    list->use[list->n] = (source_use){.key = key};
    return &list->use[list->n++];
}

static void add_value(source_list *list, dt_value value)
{
    source_use *use = value.is_present && value.source ? find_source(list, value.source) : NULL;
    if (!use) return;
    use->n_value++;
    use->n_estimate += value.is_estimate != 0;
}

static void add_world(source_list *list, const dt_world *world)
{
    for (int f = 0; f < dt_world_field_count(); f++) {
        int n_tech = dt_world_field_at(f)->is_tech ? dt_tech_count() : 1;
        for (int i = 0; i < dt_world_state_count(world); i++)
            for (int k = 0; k < n_tech; k++)
                add_value(list, dt_world_value(world, f, i, k));
    }
    for (int maker = 0; maker < dt_maker_count(); maker++)
        for (int y = 0; y < dt_world_chip_year_count(world); y++)
            add_value(list, dt_world_chip_output(world, maker, y));
}

static void add_assumptions(source_list *list, const dt_case *c)
{
    for (int a = 0; a < dt_case_assumption_count(c); a++) {
        const char *key = dt_case_assumption(c, a).source;
        source_use *use = key ? find_source(list, key) : NULL;
        if (use) use->n_assumption++;
    }
}

static int by_key(const void *a, const void *b)
{
    return strcmp(((const source_use *)a)->key, ((const source_use *)b)->key);
}

void dt_section_sources(const dt_report *report, dt_text *out)
{
    source_list *list = calloc(1, sizeof *list);
    if (!list) {
        out->has_failed = 1;
        return;
    }
    add_world(list, report->input->world);
    add_assumptions(list, report->c);
    qsort(list->use, (size_t)list->n, sizeof list->use[0], by_key);
    dt_html_section(out, "sources", "Where the numbers come from");
    dt_text_printf(out,
                   "<p>Data on %d states. Each value carries the key of its source; data/SOURCES.md says "
                   "what stands behind a key. "
                   "\"judgement\" marks what nobody measures.</p>\n",
                   dt_world_state_count(report->input->world));
    dt_text_printf(out, "<details><summary>All %d sources</summary>", list->n);
    dt_html_table(out, NULL, "Source|Data values|of these estimates|Assumptions");
    for (int s = 0; s < list->n; s++) {
        dt_text_append(out, "<tr>");
        dt_html_element(out, "th", " scope=\"row\"", list->use[s].key);
        dt_text_printf(out, "<td>%d</td><td>%d</td><td>%d</td></tr>\n", list->use[s].n_value,
                       list->use[s].n_estimate, list->use[s].n_assumption);
    }
    dt_html_table_end(out);
    dt_text_append(out, "</details>\n");
    dt_html_section_end(out);
    free(list);
}
