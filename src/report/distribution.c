/* Distributions in words. */
#include "report/distribution.h"

#include "report/format.h"

/* Where a distribution without bounds of its own is cut off. */
static void truncation(const dt_assumption *a, dt_text *out)
{
    if (a->low < a->high)
        dt_text_printf(out, ", within %s to %s", dt_typed(a->low).text, dt_typed(a->high).text);
}

void dt_distribution_words(const dt_assumption *a, dt_text *out)
{
    switch (a->kind) {
    case DT_DIST_FIXED: dt_text_printf(out, "always %s", dt_typed(a->a).text); break;
    case DT_DIST_UNIFORM:
        dt_text_printf(out, "uniform: %s to %s", dt_typed(a->a).text, dt_typed(a->c).text);
        break;
    case DT_DIST_LOGUNIFORM:
        dt_text_printf(out, "log-uniform: %s to %s", dt_typed(a->a).text, dt_typed(a->c).text);
        break;
    case DT_DIST_TRIANGULAR:
        dt_text_printf(out, "triangular: %s, most likely %s, %s", dt_typed(a->a).text, dt_typed(a->b).text,
                       dt_typed(a->c).text);
        break;
    case DT_DIST_PERT:
        dt_text_printf(out, "PERT: %s, most likely %s, %s", dt_typed(a->a).text, dt_typed(a->b).text,
                       dt_typed(a->c).text);
        break;
    case DT_DIST_NORMAL:
        dt_text_printf(out, "normal: mean %s, standard deviation %s", dt_typed(a->a).text,
                       dt_typed(a->b).text);
        truncation(a, out);
        break;
    case DT_DIST_LOGNORMAL:
        dt_text_printf(out, "lognormal: median %s, standard deviation of the logarithm %s",
                       dt_typed(a->a).text, dt_typed(a->b).text);
        truncation(a, out);
        break;
    case DT_DIST_DISCRETE:
        dt_text_printf(out, "one of several values from %s to %s", dt_typed(a->low).text,
                       dt_typed(a->high).text);
        break;
    case DT_DIST_DATA: dt_text_append(out, "triangular: low, central and high of each state's data"); break;
    case DT_DIST_KIND_COUNT: break;
    }
}
