/* correlations: lists of factors with one correlation or a matrix. They are kept as pairs. */
#include "scenario/read.h"

#include <stdio.h>
#include <string.h>

#include "scenario/copula.h"
#include "scenario/spec.h"
#include "scenario/suggest.h"

/* One entry while it is read. */
struct block {
    int n;
    const dt_yaml *name[DT_MAX_CORRELATED];
    double matrix[DT_MAX_CORRELATED * DT_MAX_CORRELATED];
};

static const char *const data_groups[] = {"USA", "CHN", "EU", "GULF", "IND", "REST", NULL};

/* Names that may follow that of a parameter; NULL where it has no parts. */
static dt_name_at parts_of(const dt_param_info *info, const void **context)
{
    *context = data_groups;
    if (info->shape == DT_SHAPE_STATE) return dt_array_name_at;
    return info->shape == DT_SHAPE_TECH ? dt_tech_name_at : NULL;
}

static int report_factor(dt_reader *r, const dt_yaml *node, const char *expected, const char *nearest)
{
    dt_report(&r->f, DT_E_UNKNOWN_FACTOR, node->place, dt_yaml_describe(&r->f, node), expected,
              dt_say_nearest(&r->f, nearest));
    return 0;
}

static int is_maker(const char *part)
{
    for (int m = 0; part && m < dt_maker_count(); m++)
        if (strcmp(dt_maker_name(m), part) == 0) return 1;
    return 0;
}

static int is_event_factor(const char *name)
{
    return strncmp(name, "event", 5) == 0 && name[5] >= '1' && name[5] <= '9';
}

/* Whether a node is the name of a factor that may exist; reports if not. Factors of events are found when the
 * case is built. */
static int check_factor(dt_reader *r, const dt_yaml *node)
{
    char name[DT_FACTOR_ROOM];
    if (node->kind != DT_YAML_SCALAR) return dt_yaml_wrong(&r->f, node, "the name of a factor");
    if (strlen(node->text) >= sizeof name) return report_factor(r, node, "the name of a factor", NULL);
    if (is_event_factor(node->text)) return 1;
    snprintf(name, sizeof name, "%s", node->text);
    char *part = strchr(name, '.');
    if (part) *part++ = '\0';
    if (strcmp(name, "chip_output") == 0 && is_maker(part)) return 1;
    int param = dt_param_find(name);
    if (param < 0)
        return report_factor(r, node, "the name of a factor", dt_nearest(name, dt_param_name_at, NULL));
    const void *context = NULL;
    dt_name_at parts = parts_of(dt_param_at(param), &context);
    if (!parts) return part ? report_factor(r, node, "the parameter alone: it has no parts", name) : 1;
    for (int i = 0; part && parts(context, i); i++)
        if (strcmp(parts(context, i), part) == 0) return 1;
    const char *nearest = part ? dt_nearest(part, parts, context) : NULL;
    return report_factor(r, node, dt_say(&r->f, "one part of it, such as %s.%s", name, parts(context, 0)),
                         nearest ? dt_say(&r->f, "%s.%s", name, nearest) : NULL);
}

static int read_names(dt_reader *r, const dt_yaml *node, struct block *block)
{
    int is_fine = 1;
    if (node->kind != DT_YAML_LIST || node->count < 2 || node->count > DT_MAX_CORRELATED)
        return dt_yaml_wrong(&r->f, node, dt_say(&r->f, "a list of 2 to %d factors", DT_MAX_CORRELATED));
    DT_EACH_CHILD(child, node)
    {
        if (!check_factor(r, child)) is_fine = 0;
        for (int i = 0; i < block->n && is_fine; i++)
            if (strcmp(block->name[i]->text, child->text) == 0) {
                dt_report(&r->f, DT_E_BAD_CORRELATION, child->place,
                          dt_say(&r->f, "\"%s\" again", child->text), "each factor once", NULL);
                is_fine = 0;
            }
        block->name[block->n++] = child;
    }
    return is_fine;
}

static const dt_rule correlation_rule = {"1", -1.0, 1.0, 0, NULL};

static int bad_matrix(dt_reader *r, const dt_yaml *node, const char *found, const char *expected)
{
    dt_report(&r->f, DT_E_BAD_CORRELATION, node->place, found, expected, NULL);
    return 0;
}

static int read_rho(dt_reader *r, const dt_yaml *node, struct block *block)
{
    double rho = 0.0;
    if (!dt_read_number(&r->f, node, &correlation_rule, &rho)) return 0;
    for (int i = 0; i < block->n * block->n; i++)
        block->matrix[i] = i % (block->n + 1) == 0 ? 1.0 : rho;
    return 1;
}

static int read_row(dt_reader *r, const dt_yaml *row, struct block *block, int i)
{
    int is_fine = 1, j = 0;
    if (row->kind != DT_YAML_LIST || row->count != block->n)
        return dt_yaml_wrong(&r->f, row, dt_say(&r->f, "a row of %d numbers", block->n));
    DT_EACH_CHILD(cell, row)
    {
        double *value = &block->matrix[i * block->n + j];
        if (!dt_read_number(&r->f, cell, &correlation_rule, value))
            is_fine = 0;
        else if (i == j && *value != 1.0)
            is_fine = bad_matrix(r, cell, dt_say(&r->f, "%s on the diagonal", cell->text), "1");
        else if (j < i && *value != block->matrix[j * block->n + i])
            is_fine = bad_matrix(r, cell, dt_say(&r->f, "%s in row %d, column %d", cell->text, i + 1, j + 1),
                                 dt_say(&r->f, "%s as in row %d, column %d: the matrix must be symmetric",
                                        dt_say_number(&r->f, block->matrix[j * block->n + i]), j + 1, i + 1));
        j++;
    }
    return is_fine;
}

static int read_matrix(dt_reader *r, const dt_yaml *node, struct block *block)
{
    int is_fine = 1, i = 0;
    if (node->kind != DT_YAML_LIST || node->count != block->n)
        return dt_yaml_wrong(&r->f, node, dt_say(&r->f, "a list of %d rows", block->n));
    DT_EACH_CHILD(row, node)
    {
        if (!read_row(r, row, block, i)) is_fine = 0;
        i++;
    }
    return is_fine;
}

static int same_pair(const dt_pair *pair, const char *a, const char *b)
{
    return (strcmp(pair->a, a) == 0 && strcmp(pair->b, b) == 0) ||
        (strcmp(pair->a, b) == 0 && strcmp(pair->b, a) == 0);
}

/* As many pairs as the largest set of correlated factors has; lists may repeat those of an extended file. */
enum { MAX_PAIR = DT_MAX_CORRELATED * (DT_MAX_CORRELATED - 1) / 2 };

/* Adds a pair, or changes an earlier one: a file may change what the file that it extends says. */
static void store_pair(dt_reader *r, const dt_pair *pair)
{
    for (int p = 0; p < r->s->n_pair; p++) {
        if (!same_pair(&r->s->pair[p], pair->a, pair->b)) continue;
        if (r->s->pair[p].place.file == pair->place.file && pair->place.line > 0)
            dt_report(&r->f, DT_E_BAD_CORRELATION, pair->place,
                      dt_say(&r->f, "%s and %s again", pair->a, pair->b), "each pair once in a file", NULL);
        r->s->pair[p] = *pair;
        return;
    }
    dt_pair *list = dt_grow(r->s->pair, r->s->n_pair, sizeof *list);
    if (!list) {
        dt_report_no_memory(&r->f);
        return;
    }
    r->s->pair = list;
    list[r->s->n_pair++] = *pair;
}

static void store_block(dt_reader *r, const dt_yaml *node, struct block *block)
{
    int n = block->n;
    if (r->s->n_pair + n * (n - 1) / 2 > 2 * MAX_PAIR) {
        bad_matrix(r, node, "too many pairs", dt_say(&r->f, "at most %d", MAX_PAIR));
        return;
    }
    for (int i = 0; i < n; i++)
        for (int j = 0; j < i; j++) {
            dt_pair pair = {.rho = block->matrix[i * n + j], .place = node->place};
            snprintf(pair.a, sizeof pair.a, "%s", block->name[j]->text);
            snprintf(pair.b, sizeof pair.b, "%s", block->name[i]->text);
            store_pair(r, &pair);
        }
    if (!dt_cholesky(n, block->matrix))
        bad_matrix(r, node, "correlations that cannot hold together", "a positive definite matrix");
}

static void read_correlation(dt_reader *r, const dt_yaml *node)
{
    static const char *const keys[] = {"parameters", "rho", "matrix", NULL};
    const dt_yaml *names = dt_yaml_find(node, "parameters"), *rho = dt_yaml_find(node, "rho");
    const dt_yaml *matrix = dt_yaml_find(node, "matrix");
    struct block block = {0};
    int n_unknown = 0;
    DT_EACH_CHILD(child, node)
    {
        if (child == names || child == rho || child == matrix) continue;
        dt_report_unknown_key(r, child, keys);
        n_unknown++;
    }
    if (!names || (!rho && !matrix) || (rho && matrix)) {
        if (!n_unknown) dt_yaml_wrong(&r->f, node, "a map with `parameters` and either `rho` or `matrix`");
        return;
    }
    if (!read_names(r, names, &block)) return;
    if (rho ? read_rho(r, rho, &block) : read_matrix(r, matrix, &block)) store_block(r, node, &block);
}

void dt_read_correlations(dt_reader *r, const dt_yaml *node)
{
    if (node->kind != DT_YAML_LIST) {
        dt_yaml_wrong(&r->f, node, "a list of correlations");
        return;
    }
    DT_EACH_CHILD(child, node)
    {
        if (child->kind == DT_YAML_MAP)
            read_correlation(r, child);
        else
            dt_yaml_wrong(&r->f, child, "a map with `parameters` and `rho` or `matrix`");
    }
}
