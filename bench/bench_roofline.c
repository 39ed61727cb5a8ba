/* Roofline of the kernel at its widest lanes: operations a second of every mechanism over the operations it
 * does for each byte that moves, against what the processor's pipes, caches and memory give in the same
 * process.
 *
 * Usage: bench_roofline [picture.svg [scenario [data folder]]]. Prints a table; writes the picture if one is
 * named. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "detente/detente.h"
#include "kernel_bench.h"
#include "plot.h"

/* Where data may come from: arrays that fill a part of each cache, and one that fits into none. */
static const struct level {
    const char *name;
    double bytes;
} levels[] = {{"L1", 12288.0}, {"L2", 400e3}, {"L3", 6e6}, {"memory", 192e6}};

enum { N_LEVEL = sizeof levels / sizeof levels[0] };

struct machine {
    double peak;           /* operations a second, a fused multiply-add as two */
    double bytes[N_LEVEL]; /* a second */
};

struct roofline {
    struct machine machine;
    struct dt_bench_mechanism list[DT_BENCH_PHASES + 1]; /* the whole step behind the mechanisms */
    int n;
};

static struct machine measure_machine(const struct dt_peak *peak)
{
    struct machine m = {.peak = 2.0 * dt_bench_peak_rate(peak, DT_PEAK_FMA)};
    for (int l = 0; l < N_LEVEL; l++)
        m.bytes[l] = dt_bench_read_rate(peak, levels[l].bytes);
    return m;
}

static double rate_of(const struct dt_bench_mechanism *m)
{
    return m->flops.all / m->seconds;
}

static double intensity_of(const struct dt_bench_mechanism *m)
{
    return m->flops.all / m->flops.bytes;
}

static void add_whole(struct roofline *r)
{
    struct dt_bench_mechanism *whole = &r->list[r->n];
    *whole = (struct dt_bench_mechanism){.name = "whole step"};
    for (int k = 0; k < r->n; k++) {
        whole->seconds += r->list[k].seconds;
        whole->flops.all += r->list[k].flops.all;
        whole->flops.bytes += r->list[k].flops.bytes;
    }
}

/* The roof over an intensity, if data come from a level. */
static double roof(const struct machine *m, int level, double intensity)
{
    double slope = m->bytes[level] * intensity;
    return slope < m->peak ? slope : m->peak;
}

static void print_table(const struct roofline *r, const char *target)
{
    const struct machine *m = &r->machine;
    printf("%s: %.1f GFLOP/s fused", target, m->peak / 1e9);
    for (int l = 0; l < N_LEVEL; l++)
        printf(", %s %.0f GB/s", levels[l].name, m->bytes[l] / 1e9);
    printf("\n\n    mechanism   operations   bytes  per byte  GFLOP/s  %% of the roof with data from\n");
    printf("               (per state-step)                             L2      L3  memory\n");
    for (int k = 0; k <= r->n; k++) {
        const struct dt_bench_mechanism *a = &r->list[k];
        printf("%2d  %-10s  %10.0f  %6.0f  %8.2f  %7.1f", k + 1, a->name, a->flops.all, a->flops.bytes,
               intensity_of(a), rate_of(a) / 1e9);
        for (int l = 1; l < N_LEVEL; l++)
            printf("  %5.0f%%", 100.0 * rate_of(a) / roof(m, l, intensity_of(a)));
        printf("\n");
    }
}

/* Roofs with data from each level; the faster of two that are near stands above its line, the other below. */
static void draw_roofs(FILE *to, const struct dt_frame *f, const struct machine *m)
{
    double decade_x = f->width / log10(f->x.high / f->x.low),
           decade_y = f->height / log10(f->y.high / f->y.low);
    double degrees = atan2(decade_y, decade_x) * 180.0 / acos(-1.0);
    for (int l = 1; l < N_LEVEL; l++) {
        double ridge = m->peak / m->bytes[l], begin = f->y.low * 1e9 / m->bytes[l];
        double x[] = {begin > f->x.low ? begin : f->x.low, ridge, f->x.high}, y[3];
        for (int k = 0; k < 3; k++)
            y[k] = roof(m, l, x[k]) / 1e9;
        dt_plot_line(to, f, x, y, 3, 0);
        char words[64];
        snprintf(words, sizeof words, "%s %.0f GB/s", levels[l].name, m->bytes[l] / 1e9);
        fprintf(to, "<g transform=\"translate(%.1f %.1f) rotate(%.1f)\">", dt_plot_left(f, x[0] * 1.8),
                dt_plot_top(f, y[0] * 1.8), -degrees);
        dt_plot_words(to, 0.0, l == 1 ? -6.0 : 14.0, "start", words);
        fprintf(to, "</g>\n");
    }
}

/* Pixels between the disc of a mark and a place that stands `lift` over the dot of another. */
static double apart(const struct roofline *r, const struct dt_frame *f, const int pair[2],
                    const double lift[2])
{
    const struct dt_bench_mechanism *a = &r->list[pair[0]], *b = &r->list[pair[1]];
    double right = dt_plot_left(f, intensity_of(a)) - dt_plot_left(f, intensity_of(b));
    double down = dt_plot_top(f, rate_of(a) / 1e9) - dt_plot_top(f, rate_of(b) / 1e9);
    return hypot(right, down - lift[0] + lift[1]);
}

/* Whether the disc of a mark covers no disc before it and, if it is lifted, no other mark's dot. */
static int is_free(const struct roofline *r, const struct dt_frame *f, int at, const double *lift)
{
    const double disc = 17.0, dot = 11.0;
    for (int k = 0; k <= r->n; k++) {
        const int pair[] = {at, k};
        const double lifts[] = {lift[at], k < at ? lift[k] : 0.0}, to_dot[] = {lift[at], 0.0};
        if (k < at && apart(r, f, pair, lifts) < disc) return 0;
        if (k != at && lift[at] != 0.0 && apart(r, f, pair, to_dot) < dot) return 0;
    }
    return 1;
}

/* Lifts a mark, or lowers it, by the fewest pixels so that it does not cover those before it. */
static void lift_mark(const struct roofline *r, const struct dt_frame *f, int at, double *lift)
{
    lift[at] = 0.0;
    for (int pixel = 1; pixel < 100 && !is_free(r, f, at, lift); pixel++)
        lift[at] = pixel % 2 == 0 ? pixel : -pixel;
}

static void draw_marks(FILE *to, const struct dt_frame *f, const struct roofline *r)
{
    double lift[DT_BENCH_PHASES + 1];
    char words[96];
    for (int k = 0; k <= r->n; k++) {
        const struct dt_bench_mechanism *a = &r->list[k];
        lift_mark(r, f, k, lift);
        struct dt_mark mark = {k + 1, k == r->n ? 2 : 1, lift[k]};
        dt_plot_mark(to, f, intensity_of(a), rate_of(a) / 1e9, &mark);
        snprintf(words, sizeof words, "%d  %s, %.1f GFLOP/s", k + 1, a->name, rate_of(a) / 1e9);
        dt_plot_words(to, f->left + f->width + 16.0, f->top + 16.0 + 22.0 * k, "start", words);
    }
}

static int draw(const struct roofline *r, const char *path)
{
    const struct dt_frame f = {70.0,
                               40.0,
                               560.0,
                               420.0,
                               {0.1, 20.0, 1, "floating-point operations for each byte that moves"},
                               {1.0, 100.0, 1, "GFLOP/s on one core"},
                               "Roofline of the kernel"};
    FILE *to = dt_plot_open(path, 860, 520, f.title);
    char words[96];
    if (!to) return 1;
    dt_plot_frame(to, &f);
    draw_roofs(to, &f, &r->machine);
    snprintf(words, sizeof words, "fused multiply-adds %.1f GFLOP/s", r->machine.peak / 1e9);
    dt_plot_words(to, f.left + f.width - 6.0, dt_plot_top(&f, r->machine.peak / 1e9) - 6.0, "end", words);
    draw_marks(to, &f, r);
    return dt_plot_close(to);
}

int main(int argc, char **argv)
{
    struct dt_bench_setup setup;
    int shift = argc > 1;
    dt_status status = dt_bench_open(argc - shift, argv + shift, &setup);
    if (status != DT_OK) {
        fprintf(stderr, "bench_roofline: %s\n", dt_status_text(status));
    } else {
        const char *target = dt_kernel_choose(0)->target;
        struct roofline r = {.machine = measure_machine(dt_bench_peak(target))};
        r.n = dt_bench_mechanisms(setup.c, r.list);
        add_whole(&r);
        print_table(&r, target);
        if (argc > 1 && draw(&r, argv[1]) != 0) fprintf(stderr, "bench_roofline: cannot write %s\n", argv[1]);
    }
    dt_bench_close(&setup);
    return dt_status_exit_code(status);
}
