/* Search for all roots of payoff equations on a product of simplices by halving cells.
 *
 * A cell is a product of small simplices with the coefficients of all payoffs on it. It is dropped if some
 * option of a support is worse than another everywhere on it (signs of coefficients), or if a combination of
 * the equations has one sign. The combinations come from the inverse of the mean Jacobian on the cell, so
 * that combination p is close to "coordinate p minus its value at the root" and the test excludes cells
 * beside a root as soon as the curvature on them is small. Where the Jacobian of the combinations differs
 * from the identity by less than one half in the norm of row sums, the equations are one to one on the cell:
 * Newton's chord method contracts, and the cell is settled whether or not its limit lies inside. Otherwise
 * the cell is halved across its longest edge (de Casteljau 1959). After Garloff and Smith, "Investigation of
 * a subdivision based algorithm for solving systems of polynomial equations", Nonlinear Analysis 47 (2001)
 * 167-178.
 *
 * What must stay true: signs are taken with a margin far above the rounding of the averages, so a cell that
 * holds a root is never dropped. Isolated roots with a regular Jacobian are all found; cells around others
 * reach the smallest size and are counted as unresolved. */
#include "normal/nplayer_cell.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/try.h"
#include "normal/symmetric_counts.h"
#include "solve/dense.h"

/* Least length of a longest edge; depth of halving; unresolved cells after which a search gives up. */
#define LEAST_EDGE 1e-7
/* Edges of frozen roles count this much when the longest is sought. */
#define FROZEN_EDGE 1e-6
enum { MOST_DEPTH = 1500, MOST_UNRESOLVED = 64, CHORD_STEPS = 80, NEWTON_STEPS = 60, LOOK_EVERY = 256 };

/* Index tables of one simplex. */
struct corner_table {
    int size, degree, n_count, n_lower; /* corners; count vectors of the degree and of one less */
    int64_t stride;                     /* of the index of this role in the array of coefficients */
    int *raise;                         /* n_lower x size: number of c + e_j */
    int *line, *line_length;            /* for each pair of corners: indices along lines, and their lengths */
    double *weight, *lower;             /* multinomial coefficients, and their products with powers */
    double *choice, *lower_choice;
    int *vector, *lower_vector; /* the count vectors */
};

/* One cell of the stack. */
struct cell {
    double *coefficient; /* n_payoff x n_coefficient */
    double *corner;      /* for each role size x size: probabilities of corner v at [v * size] */
};

struct search {
    struct dt_cell_system *system;
    dt_cell_found *found;
    void *context;
    struct corner_table table[DT_CELL_ROLES];
    int n_payoff, n_corner; /* payoffs of all roles; numbers that describe the corners of a cell */
    int n_free;
    int role[DT_CELL_FREE], index[DT_CELL_FREE]; /* of each free probability, and of its equation */
    int first_payoff[DT_CELL_ROLES], first_corner[DT_CELL_ROLES], first_point[DT_CELL_ROLES];
    int n_point; /* probabilities of a point */
    double *difference, *combination;
    double *jacobian, *inverse, *gradient, *along, *point, *moved, *last, *line;
    int pivot[DT_CELL_FREE];
    double *pool; /* memory of the cells */
    struct cell *stack;
    int depth, capacity;
    int is_frozen; /* some role is */
};

int dt_cell_free(const struct dt_cell_system *system)
{
    int n = 0;
    for (int r = 0; r < system->n_role; r++)
        n += system->size[r] - 1;
    return n;
}

/* ---- tables ------------------------------------------------------------------------------------------- */

static void free_table(struct corner_table *t)
{
    free(t->raise);
    free(t->line);
    free(t->weight);
}

/* Lists the count vectors of a degree with their multinomial coefficients. */
static void list_counts(int degree, int size, int *vector, double *choice)
{
    int count[DT_CELL_FREE + 1];
    if (degree < 0) return;
    dt_counts_first(count, degree, size);
    int64_t c = 0;
    do {
        double product = 1.0;
        for (int j = 0, left = degree; j < size; j++) {
            vector[c * size + j] = count[j];
            for (int i = 1; i <= count[j]; i++)
                product = product * left-- / i;
        }
        choice[c++] = product;
    } while (dt_counts_next(count, size));
}

/* The lines of coefficients parallel to the edge from corner a to corner b. */
static void list_lines(struct corner_table *t, int a, int b, int *line, int *length)
{
    int count[DT_CELL_FREE + 1], n_line = 0, at = 0;
    for (int c = 0; c < t->n_count; c++) {
        memcpy(count, t->vector + (int64_t)c * t->size, (size_t)t->size * sizeof *count);
        if (count[b] != 0) continue;
        length[n_line++] = count[a] + 1;
        for (int step = count[a]; step >= 0; step--) {
            line[at++] = (int)dt_counts_rank(count, t->degree, t->size);
            count[a]--;
            count[b]++;
        }
    }
    length[n_line] = 0;
}

static dt_status make_table(struct corner_table *t, int size, int degree, int64_t stride)
{
    int64_t n_count = dt_counts_total(degree, size), n_lower = dt_counts_total(degree - 1, size);
    size_t pairs = (size_t)(size * (size - 1) / 2);
    *t = (struct corner_table){.size = size, .degree = degree, .n_count = (int)n_count, .stride = stride};
    t->n_lower = (int)n_lower;
    size_t n = (size_t)n_count, m = (size_t)n_lower, k = (size_t)size;
    t->raise = malloc((2 * m + n) * k * sizeof *t->raise);
    t->line = malloc((pairs * (2 * n + 1) + 1) * sizeof *t->line);
    t->weight = malloc(2 * (n + m) * sizeof *t->weight);
    if (!t->raise || !t->line || !t->weight) return DT_NO_MEMORY;
    t->vector = t->raise + m * k;
    t->lower_vector = t->vector + n * k;
    t->line_length = t->line + pairs * n;
    t->lower = t->weight + n;
    t->choice = t->lower + m;
    t->lower_choice = t->choice + n;
    list_counts(degree, size, t->vector, t->choice);
    list_counts(degree - 1, size, t->lower_vector, t->lower_choice);
    for (size_t c = 0; c < m; c++)
        for (size_t j = 0; j < k; j++) {
            int *vector = t->lower_vector + c * k;
            vector[j]++;
            t->raise[c * k + j] = (int)dt_counts_rank(vector, degree, size);
            vector[j]--;
        }
    for (int a = 0, pair = 0; a < size; a++)
        for (int b = a + 1; b < size; b++, pair++)
            list_lines(t, a, b, t->line + pair * n_count, t->line_length + pair * (n_count + 1));
    return DT_OK;
}

/* ---- values at a point -------------------------------------------------------------------------------- */

/* Multinomial weights of the count vectors at the probabilities x. */
static void weigh(const int *vector, const double *choice, int n, int size, const double *x, double *weight)
{
    for (int c = 0; c < n; c++) {
        double product = choice[c];
        for (int j = 0; j < size; j++)
            for (int power = vector[(int64_t)c * size + j]; power > 0; power--)
                product *= x[j];
        weight[c] = product;
    }
}

/* Contracts a polynomial with the weights of all roles but one, for every role: along[role][count]. */
static void contract(const struct search *s, const double *coefficient, double *along)
{
    int n_role = s->system->n_role, at[DT_CELL_ROLES] = {0};
    double before[DT_CELL_ROLES + 1], after[DT_CELL_ROLES + 1];
    int64_t start[DT_CELL_ROLES], total = 0;
    for (int r = 0; r < n_role; r++) {
        start[r] = total;
        total += s->table[r].n_count;
    }
    memset(along, 0, (size_t)total * sizeof *along);
    for (int64_t c = 0; c < s->system->n_coefficient; c++) {
        before[0] = after[n_role] = 1.0;
        for (int r = 0; r < n_role; r++)
            before[r + 1] = before[r] * s->table[r].weight[at[r]];
        for (int r = n_role - 1; r >= 0; r--) {
            along[start[r] + at[r]] += coefficient[c] * before[r] * after[r + 1];
            after[r] = after[r + 1] * s->table[r].weight[at[r]];
        }
        for (int r = 0; r < n_role && ++at[r] == s->table[r].n_count; r++)
            at[r] = 0;
    }
}

/* Value of a polynomial at the point whose weights stand in the tables, and its derivatives by the free
 * probabilities (each rises at the cost of the first of its role). */
static double value_and_gradient(struct search *s, const double *coefficient, double *gradient)
{
    contract(s, coefficient, s->along);
    const double *along = s->along;
    double value = 0.0;
    for (int c = 0; c < s->table[0].n_count; c++)
        value += along[c] * s->table[0].weight[c];
    for (int r = 0, f = 0; r < s->system->n_role; r++) {
        const struct corner_table *t = &s->table[r];
        for (int j = 1; j < t->size; j++, f++) {
            double slope = 0.0;
            for (int c = 0; c < t->n_lower; c++) {
                const int *raise = t->raise + (int64_t)c * t->size;
                slope += t->lower[c] * (along[raise[j]] - along[raise[0]]);
            }
            gradient[f] = slope * t->degree;
        }
        along += t->n_count;
    }
    return value;
}

/* Residuals of the equations at a point, and their Jacobian. */
static void evaluate(struct search *s, const double *coefficient, const double *x, double *residual,
                     double *jacobian)
{
    int64_t n = s->system->n_coefficient;
    for (int r = 0; r < s->system->n_role; r++) {
        struct corner_table *t = &s->table[r];
        const double *own = x + s->first_point[r];
        weigh(t->vector, t->choice, t->n_count, t->size, own, t->weight);
        weigh(t->lower_vector, t->lower_choice, t->n_lower, t->size, own, t->lower);
    }
    for (int q = 0; q < s->n_free; q++) {
        const double *base = coefficient + s->first_payoff[s->role[q]] * n, *other = base + s->index[q] * n;
        for (int64_t c = 0; c < n; c++)
            s->line[c] = other[c] - base[c];
        residual[q] = value_and_gradient(s, s->line, jacobian + q * s->n_free);
    }
}

/* Moves a point by Newton's method on the whole product until it stands still. Returns whether it stands in
 * the product, up to rounding, with all equations satisfied. */
static int polish(struct search *s, double *x)
{
    double step[DT_CELL_FREE], size = 1.0;
    for (int round = 0; round < NEWTON_STEPS && size > 1e-16; round++) {
        evaluate(s, s->system->coefficient, x, step, s->gradient);
        if (dt_dense_lu(s->gradient, s->n_free, s->pivot) != DT_OK) break;
        dt_dense_lu_solve(s->gradient, s->pivot, s->n_free, step, 1);
        size = 0.0;
        for (int q = 0; q < s->n_free; q++) {
            double *own = x + s->first_point[s->role[q]];
            own[s->index[q]] -= step[q];
            own[0] += step[q];
            size = fmax(size, fabs(step[q]));
        }
        if (!(size < 1.0)) return 0;
    }
    evaluate(s, s->system->coefficient, x, step, s->gradient);
    double worst = 0.0;
    for (int q = 0; q < s->n_free; q++)
        worst = fmax(worst, fabs(step[q]));
    if (!(worst <= 1e-10 * s->system->scale)) return 0;
    for (int p = 0; p < s->n_point; p++) {
        if (x[p] < -1e-8) return 0;
        x[p] = fmax(x[p], 0.0);
    }
    return 1;
}

/* ---- tests of a cell ---------------------------------------------------------------------------------- */

/* Whether everywhere on the cell `better` exceeds `worse` by more than the margin. */
static int exceeds(const double *better, const double *worse, int64_t n, double margin)
{
    for (int64_t c = 0; c < n; c++)
        if (!(better[c] - worse[c] > margin)) return 0;
    return 1;
}

/* Whether an option of a support is worse than another option everywhere on the cell. */
static int is_dominated(const struct search *s, const struct cell *cell)
{
    int64_t n = s->system->n_coefficient;
    double margin = 1e-12 * s->system->scale;
    for (int r = 0; r < s->system->n_role; r++) {
        const double *payoff = cell->coefficient + s->first_payoff[r] * n;
        for (int worse = 0; worse < s->system->size[r]; worse++)
            for (int better = 0; better < s->system->option[r]; better++)
                if (better != worse && exceeds(payoff + better * n, payoff + worse * n, n, margin)) return 1;
    }
    return 0;
}

/* Least, greatest and mean derivative of a polynomial by a free probability on the cell. */
struct slope {
    double least, greatest, mean;
};

static struct slope slope_of(const struct search *s, const double *coefficient, int f)
{
    const struct corner_table *t = &s->table[s->role[f]];
    struct slope slope = {INFINITY, -INFINITY, 0.0};
    int64_t inner = t->stride, outer = s->system->n_coefficient / (inner * t->n_count);
    for (int64_t o = 0; o < outer; o++)
        for (int c = 0; c < t->n_lower; c++) {
            const int *raise = t->raise + (int64_t)c * t->size;
            const double *block = coefficient + o * inner * t->n_count;
            const double *high = block + raise[s->index[f]] * inner, *low = block + raise[0] * inner;
            for (int64_t i = 0; i < inner; i++) {
                double d = high[i] - low[i];
                slope.least = fmin(slope.least, d);
                slope.greatest = fmax(slope.greatest, d);
                slope.mean += d;
            }
        }
    slope.mean *= t->degree / (double)(outer * t->n_lower * inner);
    slope.least *= t->degree;
    slope.greatest *= t->degree;
    return slope;
}

/* Differences of payoffs on the cell, and their mean Jacobian. */
static void take_differences(struct search *s, const struct cell *cell)
{
    int64_t n = s->system->n_coefficient;
    int d = s->n_free;
    for (int q = 0; q < d; q++) {
        const double *base = cell->coefficient + s->first_payoff[s->role[q]] * n;
        const double *other = base + s->index[q] * n;
        double *difference = s->difference + q * n;
        for (int64_t c = 0; c < n; c++)
            difference[c] = other[c] - base[c];
        for (int f = 0; f < d; f++)
            s->jacobian[q * d + f] = slope_of(s, difference, f).mean;
    }
}

/* The inverse of the mean Jacobian; 0 if that is singular. */
static int invert_mean(struct search *s)
{
    int d = s->n_free;
    if (dt_dense_lu(s->jacobian, d, s->pivot) != DT_OK) return 0;
    for (int q = 0; q < d; q++)
        for (int f = 0; f < d; f++)
            s->inverse[q * d + f] = q == f ? 1.0 : 0.0;
    dt_dense_lu_solve(s->jacobian, s->pivot, d, s->inverse, d);
    return 1;
}

/* Combination p of the differences. Returns the rounding that its coefficients may hold. */
static double combine(struct search *s, int p)
{
    int64_t n = s->system->n_coefficient;
    double *combination = s->combination + p * n, size = 0.0;
    memset(combination, 0, (size_t)n * sizeof *combination);
    for (int q = 0; q < s->n_free; q++) {
        double weight = s->inverse[p * s->n_free + q];
        const double *difference = s->difference + q * n;
        size += fabs(weight);
        for (int64_t c = 0; c < n; c++)
            combination[c] += weight * difference[c];
    }
    return 1e-12 * s->system->scale * size;
}

static int has_one_sign(const double *value, int64_t n, double margin)
{
    double least = INFINITY, greatest = -INFINITY;
    for (int64_t c = 0; c < n; c++) {
        least = fmin(least, value[c]);
        greatest = fmax(greatest, value[c]);
    }
    return least > margin || greatest < -margin;
}

/* Takes row `from` of a matrix and of the record of combinations away from row `to`, so that column c of the
 * matrix vanishes there. */
static void eliminate(const struct search *s, double *matrix, int from, int to, int c)
{
    int d = s->n_free;
    double factor = matrix[to * d + c] / matrix[from * d + c];
    if (factor == 0.0) return;
    for (int f = 0; f < d; f++) {
        matrix[to * d + f] -= factor * matrix[from * d + f];
        s->inverse[to * d + f] -= factor * s->inverse[from * d + f];
    }
    matrix[to * d + c] = 0.0;
}

/* Finds the combinations of the equations whose mean gradient vanishes, by elimination with full pivoting;
 * they stand in the rows of `inverse` with is_used 0. */
static void find_constant_combinations(struct search *s, int *is_used)
{
    int d = s->n_free;
    double largest = 0.0;
    for (int q = 0; q < d * d; q++) {
        s->inverse[q] = q % (d + 1) == 0 ? 1.0 : 0.0;
        largest = fmax(largest, fabs(s->jacobian[q]));
    }
    memset(is_used, 0, (size_t)d * sizeof *is_used);
    for (int rank = 0; rank < d; rank++) {
        int row = -1, column = -1;
        double best = 1e-9 * largest;
        for (int q = 0; q < d; q++)
            for (int f = 0; f < d && !is_used[q]; f++)
                if (fabs(s->jacobian[q * d + f]) > best) {
                    best = fabs(s->jacobian[q * d + f]);
                    row = q;
                    column = f;
                }
        if (row < 0) return;
        is_used[row] = 1;
        for (int q = 0; q < d; q++)
            if (!is_used[q]) eliminate(s, s->jacobian, row, q, column);
    }
}

/* Whether a combination that is nearly constant on the cell keeps away from 0: then no point satisfies all
 * equations, of which there are too many. */
static int has_contradiction(struct search *s)
{
    int is_used[DT_CELL_FREE];
    find_constant_combinations(s, is_used);
    for (int p = 0; p < s->n_free; p++) {
        if (is_used[p]) continue;
        double margin = combine(s, p);
        if (has_one_sign(s->combination + p * s->system->n_coefficient, s->system->n_coefficient, margin))
            return 1;
    }
    return 0;
}

/* Whether a combination, or the sum of those of one role, has one sign on the cell. */
static int is_excluded(struct search *s)
{
    int64_t n = s->system->n_coefficient;
    for (int p = 0; p < s->n_free;) {
        int first = p, role = s->role[p];
        double margin = 0.0;
        memset(s->line, 0, (size_t)n * sizeof *s->line);
        for (; p < s->n_free && s->role[p] == role; p++) {
            const double *combination = s->combination + p * n;
            double own = combine(s, p);
            if (has_one_sign(combination, n, own)) return 1;
            for (int64_t c = 0; c < n; c++)
                s->line[c] += combination[c];
            margin += own;
        }
        if (p - first > 1 && has_one_sign(s->line, n, margin)) return 1;
    }
    return 0;
}

/* Whether the Jacobian of the combinations differs from the identity by less than one half. */
static int is_one_to_one(const struct search *s)
{
    int64_t n = s->system->n_coefficient;
    for (int p = 0; p < s->n_free; p++) {
        double sum = 0.0;
        for (int f = 0; f < s->n_free && sum < 0.5; f++) {
            struct slope slope = slope_of(s, s->combination + p * n, f);
            double expected = p == f ? 1.0 : 0.0;
            sum += fmax(fabs(slope.least - expected), fabs(slope.greatest - expected));
        }
        if (!(sum < 0.5)) return 0;
    }
    return 1;
}

/* ---- settling a cell ---------------------------------------------------------------------------------- */

/* Turns a point in the cell's own coordinates into probabilities. */
static void place(const struct search *s, const struct cell *cell, const double *local, double *x)
{
    for (int r = 0; r < s->system->n_role; r++) {
        int k = s->system->size[r];
        const double *corner = cell->corner + s->first_corner[r], *own = local + s->first_point[r];
        for (int j = 0; j < k; j++) {
            double sum = 0.0;
            for (int v = 0; v < k; v++)
                sum += own[v] * corner[v * k + j];
            x[s->first_point[r] + j] = sum;
        }
    }
}

static void centre(const struct search *s, double *local)
{
    for (int r = 0; r < s->system->n_role; r++)
        for (int j = 0; j < s->system->size[r]; j++)
            local[s->first_point[r] + j] = 1.0 / s->system->size[r];
}

/* Follows the chord method, which contracts on the cell, from the centre. Returns whether its limit lies in
 * the cell or on its border. */
static int chord_ends_inside(struct search *s, const struct cell *cell, double *local)
{
    int d = s->n_free;
    double residual[DT_CELL_FREE];
    centre(s, local);
    for (int round = 0; round < CHORD_STEPS; round++) {
        double size = 0.0;
        evaluate(s, cell->coefficient, local, residual, s->gradient);
        for (int p = 0; p < d; p++) {
            double step = 0.0, *own = local + s->first_point[s->role[p]];
            for (int q = 0; q < d; q++)
                step += s->inverse[p * d + q] * residual[q];
            own[s->index[p]] -= step;
            own[0] += step;
            size = fmax(size, fabs(step));
        }
        if (!(size < 4.0)) return 0;
        if (size < 1e-12) break;
    }
    for (int p = 0; p < s->n_point; p++)
        if (local[p] < -1e-9) return 0;
    return 1;
}

/* Reports a point of a cell that could not be decided, unless it lies beside the one reported last. */
static dt_status report_unresolved(struct search *s, const struct cell *cell)
{
    double distance = 0.0;
    s->system->n_unresolved++;
    centre(s, s->point);
    place(s, cell, s->point, s->moved);
    for (int p = 0; p < s->n_point; p++)
        distance = fmax(distance, fabs(s->moved[p] - s->last[p]));
    if (distance < 1e-3) return DT_OK;
    memcpy(s->last, s->moved, (size_t)s->n_point * sizeof *s->last);
    return polish(s, s->moved) ? s->found(s->context, s->moved) : DT_OK;
}

static dt_status report(struct search *s, const struct cell *cell)
{
    place(s, cell, s->point, s->moved);
    if (!polish(s, s->moved)) return DT_OK;
    return s->found(s->context, s->moved);
}

/* Edge to be halved, its role and corners: the longest, those of frozen roles after all others. Returns the
 * length of the longest of all. */
static double longest_edge(const struct search *s, const struct cell *cell, int edge[3])
{
    double chosen = 0.0, longest = 0.0;
    for (int r = 0; r < s->system->n_role; r++) {
        int k = s->system->size[r];
        double favour = s->system->is_frozen[r] ? FROZEN_EDGE * FROZEN_EDGE : 1.0;
        const double *corner = cell->corner + s->first_corner[r];
        for (int a = 0; a < k; a++)
            for (int b = a + 1; b < k; b++) {
                double sum = 0.0;
                for (int j = 0; j < k; j++) {
                    double along = corner[a * k + j] - corner[b * k + j];
                    sum += along * along;
                }
                longest = fmax(longest, sum);
                if (favour * sum <= chosen) continue;
                chosen = favour * sum;
                edge[0] = r;
                edge[1] = a;
                edge[2] = b;
            }
    }
    return sqrt(longest);
}

/* Halves one line of coefficients: the part at its beginning into `near`, that at its end into `far`. */
static void halve_line(double *near, double *far, const int *index, int length, double *work)
{
    for (int t = 0; t < length; t++)
        work[t] = near[index[t]];
    for (int level = 0; level < length; level++) {
        near[index[level]] = work[0];
        far[index[length - 1 - level]] = work[length - 1 - level];
        for (int t = 0; t + 1 < length - level; t++)
            work[t] = 0.5 * (work[t] + work[t + 1]);
    }
}

/* Replaces a cell by its half at corner a of the edge, and makes `far` the half at corner b. */
static void halve(struct search *s, struct cell *near, struct cell *far, const int edge[3])
{
    int r = edge[0], a = edge[1], b = edge[2];
    const struct corner_table *t = &s->table[r];
    int pair = a * t->size - a * (a + 1) / 2 + b - a - 1;
    const int *line = t->line + (int64_t)pair * t->n_count;
    const int *length = t->line_length + (int64_t)pair * (t->n_count + 1);
    int64_t inner = t->stride, block = inner * t->n_count;
    int64_t n_block = s->system->n_coefficient / block * s->n_payoff;
    memcpy(far->corner, near->corner, (size_t)s->n_corner * sizeof *far->corner);
    for (int j = 0; j < t->size; j++) {
        double *own = near->corner + s->first_corner[r], *other = far->corner + s->first_corner[r];
        double middle = 0.5 * (own[a * t->size + j] + own[b * t->size + j]);
        own[b * t->size + j] = middle;
        other[a * t->size + j] = middle;
    }
    for (int64_t o = 0; o < n_block; o++)
        for (int64_t i = 0; i < inner; i++) {
            double *from = near->coefficient + o * block + i, *to = far->coefficient + o * block + i;
            const int *at = line;
            for (const int *l = length; *l; at += *l++) {
                double work[DT_CELL_DEGREE + 1];
                int index[DT_CELL_DEGREE + 1];
                for (int k = 0; k < *l; k++)
                    index[k] = (int)(at[k] * inner);
                halve_line(from, to, index, *l, work);
            }
        }
}

/* Looks at the cell on top of the stack: drops it, settles it, or halves it. */
static dt_status settle(struct search *s)
{
    struct cell *cell = &s->stack[s->depth - 1];
    s->system->n_cell++;
    s->depth--;
    if (is_dominated(s, cell)) return DT_OK;
    centre(s, s->point);
    if (s->n_free == 0) return s->found(s->context, s->point);
    take_differences(s, cell);
    if (s->is_frozen) {
        if (has_contradiction(s)) return DT_OK;
    } else if (invert_mean(s)) {
        if (is_excluded(s)) return DT_OK;
        if (is_one_to_one(s) && chord_ends_inside(s, cell, s->point)) return report(s, cell);
    }
    int edge[3] = {0};
    if (longest_edge(s, cell, edge) < LEAST_EDGE || s->depth + 2 > s->capacity) {
        return report_unresolved(s, cell);
    }
    halve(s, cell, cell + 1, edge);
    s->depth += 2;
    return DT_OK;
}

/* ---- the search --------------------------------------------------------------------------------------- */

/* Numbers the equations and the parts of points and cells. */
static void number_parts(struct search *s)
{
    const struct dt_cell_system *system = s->system;
    for (int r = 0; r < system->n_role; r++) {
        s->first_payoff[r] = s->n_payoff;
        s->first_corner[r] = s->n_corner;
        s->first_point[r] = s->n_point;
        s->n_payoff += system->option[r];
        s->n_corner += system->size[r] * system->size[r];
        s->n_point += system->size[r];
        s->is_frozen |= system->is_frozen[r];
        for (int j = 1; j < system->size[r]; j++) {
            s->role[s->n_free] = r;
            s->index[s->n_free++] = j;
        }
    }
}

static dt_status make_tables(struct search *s)
{
    int64_t stride = 1;
    for (int r = 0; r < s->system->n_role; r++) {
        DT_TRY(make_table(&s->table[r], s->system->size[r], s->system->degree[r], stride));
        stride *= s->table[r].n_count;
    }
    return DT_OK;
}

/* Depth of halving that the smallest cells of this system can have. */
static int stack_depth(const struct search *s)
{
    int depth = 4;
    for (int r = 0; r < s->system->n_role; r++)
        depth += 26 * (s->system->size[r] - 1) * s->system->size[r] / 2;
    return depth < MOST_DEPTH ? depth : MOST_DEPTH;
}

static dt_status allocate(struct search *s)
{
    size_t n = (size_t)s->system->n_coefficient, d = (size_t)s->n_free;
    size_t cell = n * (size_t)s->n_payoff + (size_t)s->n_corner, depth = (size_t)stack_depth(s);
    s->capacity = (int)depth;
    size_t work = 2 * d * n + 3 * d * d + 2 * n + 3 * (size_t)s->n_point;
    for (int r = 0; r < s->system->n_role; r++)
        work += (size_t)s->table[r].n_count;
    s->stack = malloc(depth * sizeof *s->stack);
    s->pool = malloc((depth * cell + work) * sizeof *s->pool);
    if (!s->stack || !s->pool) return DT_NO_MEMORY;
    double *at = s->pool;
    for (size_t k = 0; k < depth; k++, at += cell)
        s->stack[k] = (struct cell){at, at + n * (size_t)s->n_payoff};
    s->difference = at;
    s->combination = s->difference + d * n;
    s->jacobian = s->combination + d * n;
    s->inverse = s->jacobian + d * d;
    s->gradient = s->inverse + d * d;
    s->line = s->gradient + d * d;
    s->point = s->line + n;
    s->moved = s->point + s->n_point;
    s->last = s->moved + s->n_point;
    s->along = s->last + s->n_point;
    for (int p = 0; p < s->n_point; p++)
        s->last[p] = -1.0;
    return DT_OK;
}

static void begin(struct search *s)
{
    struct cell *cell = &s->stack[0];
    memcpy(cell->coefficient, s->system->coefficient,
           (size_t)(s->system->n_coefficient * s->n_payoff) * sizeof *cell->coefficient);
    memset(cell->corner, 0, (size_t)s->n_corner * sizeof *cell->corner);
    for (int r = 0; r < s->system->n_role; r++)
        for (int v = 0; v < s->system->size[r]; v++)
            cell->corner[s->first_corner[r] + v * s->system->size[r] + v] = 1.0;
    s->depth = 1;
}

static dt_status run(struct search *s)
{
    int before = s->system->n_unresolved;
    begin(s);
    while (s->depth > 0) {
        if (s->system->n_cell % LOOK_EVERY == 0 && s->system->is_over(s->context)) {
            s->system->is_limit_reached = 1;
            return DT_OK;
        }
        DT_TRY(settle(s));
        if (s->system->n_unresolved - before >= MOST_UNRESOLVED) return DT_OK;
    }
    return DT_OK;
}

dt_status dt_cell_search(struct dt_cell_system *system, dt_cell_found *found, void *context)
{
    if (system->n_role < 1 || system->n_role > DT_CELL_ROLES || dt_cell_free(system) > DT_CELL_FREE)
        return DT_INPUT;
    for (int r = 0; r < system->n_role; r++)
        if (system->degree[r] > DT_CELL_DEGREE) return DT_INPUT;
    struct search s = {.system = system, .found = found, .context = context};
    number_parts(&s);
    dt_status status = make_tables(&s);
    if (status == DT_OK) status = allocate(&s);
    if (status == DT_OK) status = run(&s);
    for (int r = 0; r < system->n_role; r++)
        free_table(&s.table[r]);
    free(s.stack);
    free(s.pool);
    return status;
}
