/* Sobol' indices of outputs in a file, for bench/peers/sobol.py, which has other programs estimate them from
 * the same numbers. The file holds N times D + 2 doubles: for each base point the outputs of A, of each A
 * with a column of B, and of B. Prints the seconds of processor time, then for each factor the first-order
 * and the total index with their intervals. Usage: bench_sobol FILE N D RESAMPLES [METHOD]. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "detente/statistics.h"

static double processor_seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static int find_method(const char *name)
{
    for (int m = 0; m < DT_SOBOL_METHOD_COUNT; m++)
        if (strcmp(dt_sobol_method_name(m), name) == 0) return m;
    return DT_SOBOL_SALTELLI;
}

static double *read_outputs(const char *path, size_t n)
{
    FILE *file = fopen(path, "rb");
    double *y = malloc(n * sizeof *y);
    if (!file || !y || fread(y, sizeof *y, n, file) != n) exit(1);
    fclose(file);
    return y;
}

int main(int argc, char **argv)
{
    if (argc < 5) return 2;
    int n = atoi(argv[2]), d = atoi(argv[3]);
    double *y = read_outputs(argv[1], (size_t)n * (size_t)(d + 2));
    dt_interval *first = calloc(2 * (size_t)d, sizeof *first), *total = first + d;
    dt_sobol_options o = {.level = 0.95, .resamples = atoi(argv[4])};
    dt_sobol *sums = NULL;
    if (argc > 5) o.method = (dt_sobol_method)find_method(argv[5]);
    double begin = processor_seconds();
    if (!first || dt_sobol_create(d, n, 0, &sums) != DT_OK) return 1;
    for (int b = 0; b < n; b++)
        dt_sobol_add(sums, b, y + (size_t)b * (size_t)(d + 2));
    if (dt_sobol_indices(sums, &o, first, total) != DT_OK) return 1;
    printf("%.6f\n", processor_seconds() - begin);
    for (int k = 0; k < d; k++)
        printf("%.17g %.17g %.17g %.17g %.17g %.17g\n", first[k].value, first[k].low, first[k].high,
               total[k].value, total[k].low, total[k].high);
    dt_sobol_free(sums);
    free(first);
    free(y);
    return 0;
}
