/* Equations of the logit quantal response and their Jacobian, and the switch of branches.
 *
 * Each residual is divided by 1 + |y|: a choice that nobody makes has a logarithm near -lambda, whose
 * rounding says nothing about the curve. The division changes no direction and no sign of a determinant. */
#include "normal/qre.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/try.h"
#include "solve/dense.h"

/* Greatest change of a probability in a step. */
#define MOST_CHANGE 0.12

/* Choice probabilities at payoffs v times lambda, and the log of their denominator. */
static double choose(const double *value, int n, double lambda, double *choice)
{
    double top = -INFINITY, sum = 0.0;
    for (int a = 0; a < n; a++)
        top = fmax(top, lambda * value[a]);
    for (int a = 0; a < n; a++) {
        choice[a] = exp(lambda * value[a] - top);
        sum += choice[a];
    }
    for (int a = 0; a < n; a++)
        choice[a] /= sum;
    return top + log(sum);
}

static double weight_of(const double *z, int a, int n)
{
    return 1.0 / (1.0 + fabs(z[a]) + 0.01 * fabs(z[n]));
}

/* Rows of the strategies of one player. */
static void player_rows(const struct dt_qre *q, int player, const double *z, double *residual,
                        double *jacobian)
{
    int n = q->n_total, first = dt_normal_offset(q->game, player), end = first;
    int size = dt_normal_strategies(q->game, player);
    double lambda = z[n], mean = 0.0;
    double denominator = choose(q->value + first, size, lambda, q->choice);
    end += size;
    for (int a = first; a < end; a++)
        mean += q->choice[a - first] * q->value[a];
    for (int a = first; a < end; a++) {
        double weight = weight_of(z, a, n), *row = jacobian + (long)a * (n + 1);
        residual[a] = weight * (z[a] - lambda * q->value[a] + denominator);
        for (int b = 0; b < n; b++)
            row[b] = -weight * lambda * q->slope[(long)a * n + b] * q->mixed[b];
        row[a] += weight;
        row[n] = -weight * (q->value[a] - mean);
    }
    /* The slopes less their mean over the choices. */
    for (int b = 0; b < n; b++) {
        if (b >= first && b < end) continue;
        double sum = 0.0;
        for (int a = first; a < end; a++)
            sum += q->choice[a - first] * q->slope[(long)a * n + b];
        sum *= lambda * q->mixed[b];
        for (int a = first; a < end; a++)
            jacobian[(long)a * (n + 1) + b] += sum * weight_of(z, a, n);
    }
}

static void equations(void *context, const double *z, double *residual, double *jacobian)
{
    const struct dt_qre *q = context;
    for (int a = 0; a < q->n_total; a++)
        q->mixed[a] = exp(fmin(z[a], 1.0));
    dt_slopes_at(q->slopes, q->mixed, q->value, q->slope);
    for (int i = 0; i < q->n_player; i++)
        player_rows(q, i, z, residual, jacobian);
}

/* Greatest change of a probability, of which a step may make MOST_CHANGE. */
static double distance(void *context, const double *one, const double *other)
{
    const struct dt_qre *q = context;
    double most = 0.0;
    for (int a = 0; a < q->n_total; a++)
        most = fmax(most, fabs(exp(fmin(one[a], 1.0)) - exp(fmin(other[a], 1.0))));
    return most / MOST_CHANGE;
}

dt_status dt_qre_open(const dt_normal *game, struct dt_qre *qre)
{
    double shift[DT_NORMAL_PLAYERS], scale[DT_NORMAL_PLAYERS];
    *qre = (struct dt_qre){.game = game, .n_player = dt_normal_players(game)};
    qre->n_total = dt_normal_total_strategies(game);
    for (int i = 0; i < qre->n_player; i++) {
        double greatest;
        dt_normal_range(game, i, &shift[i], &greatest);
        qre->scale = fmax(qre->scale, greatest - shift[i]);
    }
    if (!(qre->scale > 0.0)) qre->scale = 1.0;
    for (int i = 0; i < qre->n_player; i++)
        scale[i] = qre->scale;
    size_t n = (size_t)qre->n_total;
    qre->mixed = malloc((4 * n + n * n) * sizeof *qre->mixed);
    dt_status status = qre->mixed ? dt_slopes_create(game, shift, scale, &qre->slopes) : DT_NO_MEMORY;
    if (status == DT_OK) status = dt_path_init(&qre->path, qre->n_total, equations, qre);
    if (status == DT_OK) {
        qre->path.distance = distance;
        qre->value = qre->mixed + n;
        qre->choice = qre->value + n;
        qre->best = qre->choice + n;
        qre->slope = qre->best + n;
        status = dt_qre_restart(qre);
    }
    if (status != DT_OK) dt_qre_close(qre);
    return status;
}

void dt_qre_close(struct dt_qre *qre)
{
    dt_path_clear(&qre->path);
    dt_slopes_free(qre->slopes);
    free(qre->mixed);
    qre->slopes = NULL;
    qre->mixed = NULL;
}

dt_status dt_qre_restart(struct dt_qre *qre)
{
    struct dt_path *path = &qre->path;
    for (int i = 0; i < qre->n_player; i++) {
        int first = dt_normal_offset(qre->game, i), size = dt_normal_strategies(qre->game, i);
        for (int a = first; a < first + size; a++)
            path->z[a] = -log(size);
    }
    memset(path->tangent, 0, (size_t)(qre->n_total + 1) * sizeof *path->tangent);
    path->z[qre->n_total] = 0.0;
    path->tangent[qre->n_total] = 1.0;
    path->step = 0.05;
    return dt_path_align(path);
}

dt_status dt_qre_start_at(struct dt_qre *qre, const double *mixed, double lambda)
{
    struct dt_path *path = &qre->path;
    memcpy(qre->mixed, mixed, (size_t)qre->n_total * sizeof *mixed);
    dt_slopes_at(qre->slopes, qre->mixed, qre->value, qre->slope);
    for (int i = 0; i < qre->n_player; i++) {
        int first = dt_normal_offset(qre->game, i), size = dt_normal_strategies(qre->game, i);
        double top = -INFINITY;
        for (int a = first; a < first + size; a++)
            top = fmax(top, qre->value[a]);
        for (int a = first; a < first + size; a++)
            path->z[a] = mixed[a] > 0.0 ? log(mixed[a]) : lambda * (qre->value[a] - top) - 1.0;
    }
    DT_TRY(dt_path_hold(path, lambda));
    memset(path->tangent, 0, (size_t)(qre->n_total + 1) * sizeof *path->tangent);
    path->tangent[qre->n_total] = -1.0;
    path->step = 0.05 * lambda;
    return dt_path_align(path);
}

void dt_qre_mixed(const struct dt_qre *qre, double *mixed)
{
    for (int i = 0; i < qre->n_player; i++) {
        int first = dt_normal_offset(qre->game, i), end = first + dt_normal_strategies(qre->game, i);
        double sum = 0.0;
        for (int a = first; a < end; a++)
            sum += mixed[a] = exp(qre->path.z[a]);
        for (int a = first; a < end; a++)
            mixed[a] /= sum;
    }
}

double dt_qre_lambda(const struct dt_qre *qre)
{
    return qre->path.z[qre->n_total] / qre->scale;
}

/* Exchanges two rows or columns of a matrix: numbers `step` apart, m of them. */
static void exchange(double *one, double *other, int m, int step)
{
    for (long k = 0; k < (long)m * step; k += step) {
        double kept = one[k];
        one[k] = other[k];
        other[k] = kept;
    }
}

/* Elimination with full pivoting; column[k] is the unknown that stands in place k. */
static void eliminate(double *matrix, int m, int *column)
{
    for (int k = 0; k < m; k++)
        column[k] = k;
    for (int k = 0; k + 1 < m; k++) {
        int row = k, best = k;
        for (int i = k; i < m; i++)
            for (int j = k; j < m; j++)
                if (fabs(matrix[(long)i * m + j]) > fabs(matrix[(long)row * m + best])) {
                    row = i;
                    best = j;
                }
        exchange(matrix + (long)k * m, matrix + (long)row * m, m, 1);
        exchange(matrix + k, matrix + best, m, m);
        int kept = column[k];
        column[k] = column[best];
        column[best] = kept;
        for (int i = k + 1; i < m; i++) {
            double factor = matrix[(long)i * m + k] / matrix[(long)k * m + k];
            for (int j = k; j < m; j++)
                matrix[(long)i * m + j] -= factor * matrix[(long)k * m + j];
        }
    }
}

/* Unit vector that the Jacobian with the tangent below it annihilates, as nearly as any. */
static int null_vector(struct dt_path *path, double *v)
{
    int m = path->n + 1;
    double length = 0.0;
    path->equations(path->context, path->z, path->residual, path->jacobian);
    memcpy(path->matrix, path->jacobian, (size_t)m * (size_t)path->n * sizeof *path->matrix);
    memcpy(path->matrix + (long)m * path->n, path->tangent, (size_t)m * sizeof *path->matrix);
    eliminate(path->matrix, m, path->pivot);
    for (int k = m - 1; k >= 0; k--) {
        double sum = 0.0;
        for (int j = k + 1; j < m; j++)
            sum -= path->matrix[(long)k * m + j] * v[path->pivot[j]];
        v[path->pivot[k]] = k == m - 1 ? 1.0 : sum / path->matrix[(long)k * m + k];
        length += v[path->pivot[k]] * v[path->pivot[k]];
    }
    length = sqrt(length);
    for (int i = 0; i < m; i++)
        v[i] /= length;
    return isfinite(length);
}

/* Moves back in the last step to where the orientation changes, or the direction of lambda. */
static void find_change(struct dt_path *path, enum dt_qre_place place)
{
    double low = 0.0, high = path->last_step, direction = path->tangent[path->n];
    int after = path->orientation;
    for (int round = 0; round < 50 && high - low > 1e-8 * (1.0 + high); round++) {
        double middle = 0.5 * (low + high);
        int is_after = dt_path_revisit(path, middle) != DT_OK ||
            (place == DT_QRE_BIFURCATION ? path->orientation == after
                                         : path->tangent[path->n] * direction > 0.0);
        if (is_after)
            high = middle;
        else
            low = middle;
    }
    if (dt_path_revisit(path, high) != DT_OK) dt_path_revisit(path, low);
}

/* Leaves the point where the path stands along v. */
static dt_status leave_along(struct dt_path *path, const double *base, const double *v, int sign)
{
    static const double distance[] = {0.02, 0.05, 0.1, 0.3};
    int m = path->n + 1;
    for (int k = 0; k < 4; k++) {
        for (int i = 0; i < m; i++) {
            path->tangent[i] = sign * v[i];
            path->z[i] = base[i] + distance[k] * path->tangent[i];
        }
        if (dt_path_align(path) != DT_OK) continue;
        double along = 0.0;
        for (int i = 0; i < m; i++)
            along += sign * v[i] * path->tangent[i];
        path->step = distance[k];
        if (along > 0.01) return DT_OK;
    }
    return DT_NO_SOLUTION;
}

/* Where a path stands; its point and tangent are in path->kept. */
struct place {
    double step, last_step;
    int orientation;
};

static struct place remember(struct dt_path *path)
{
    size_t m = (size_t)path->n + 1;
    memcpy(path->kept, path->z, m * sizeof(double));
    memcpy(path->kept + m, path->tangent, m * sizeof(double));
    return (struct place){path->step, path->last_step, path->orientation};
}

static void go_back(struct dt_path *path, struct place place)
{
    size_t m = (size_t)path->n + 1;
    memcpy(path->z, path->kept, m * sizeof(double));
    memcpy(path->tangent, path->kept + m, m * sizeof(double));
    path->step = place.step;
    path->last_step = place.last_step;
    path->orientation = place.orientation;
}

double dt_qre_locate(struct dt_qre *qre, enum dt_qre_place place)
{
    struct place now = remember(&qre->path);
    find_change(&qre->path, place);
    double lambda = dt_qre_lambda(qre);
    go_back(&qre->path, now);
    return lambda;
}

dt_status dt_qre_switch(struct dt_qre *qre, int sign)
{
    struct dt_path *path = &qre->path;
    size_t m = (size_t)path->n + 1;
    double *v = malloc(2 * m * sizeof *v);
    if (!v) return DT_NO_MEMORY;
    struct place now = remember(path);
    find_change(path, DT_QRE_BIFURCATION);
    memcpy(v + m, path->z, m * sizeof *v);
    dt_status status = null_vector(path, v) ? leave_along(path, v + m, v, sign) : DT_NO_SOLUTION;
    if (status != DT_OK) go_back(path, now);
    free(v);
    return status;
}

dt_status dt_qre_stop_at(struct dt_qre *qre, double lambda)
{
    struct dt_path *path = &qre->path;
    int m = path->n + 1;
    double before = path->previous[path->n], after = path->z[path->n];
    double share = after == before ? 1.0 : (lambda - before) / (after - before);
    for (int i = 0; i < m; i++)
        path->z[i] = path->previous[i] + share * (path->z[i] - path->previous[i]);
    return dt_path_hold(path, lambda);
}
