/* Progress on standard error: one line that is written over on a terminal, a line a minute elsewhere. */
#include <inttypes.h>
#include <unistd.h>

#include "cli/cli.h"

enum { SECONDS_BETWEEN_LINES = 60 };

struct cli_progress cli_progress_begin(void)
{
    return (struct cli_progress){.is_terminal = isatty(STDERR_FILENO), .next_line = SECONDS_BETWEEN_LINES};
}

static void print_duration(char text[16], double seconds)
{
    int whole = seconds > 0 && seconds < 1e6 ? (int)(seconds + 0.5) : 0;
    if (whole < 3600)
        snprintf(text, 16, "%d:%02d", whole / 60, whole % 60);
    else
        snprintf(text, 16, "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60);
}

void cli_progress_show(void *context, const dt_progress *p)
{
    struct cli_progress *progress = context;
    char left[16];
    if (!progress->is_terminal && p->seconds < progress->next_line) return;
    while (progress->next_line <= p->seconds)
        progress->next_line += SECONDS_BETWEEN_LINES;

    print_duration(left, p->eta_seconds);
    double percent = p->total > 0 ? 100.0 * (double)p->done / (double)p->total : 0.0;
    fprintf(stderr, "%s%3.0f%%  %" PRId64 "/%" PRId64 " %s  %.*f/s  %s left",
            progress->is_terminal ? "\r" : "", percent, p->done, p->total,
            progress->unit ? progress->unit : "members", p->per_second < 10.0, p->per_second, left);
    if (!progress->unit) fprintf(stderr, "  %" PRId64 " failed", p->failed);
    fputs(progress->is_terminal ? "\033[K" : "\n", stderr);
    fflush(stderr);
}

void cli_progress_end(const struct cli_progress *progress)
{
    if (progress->is_terminal) fputs("\r\033[K", stderr);
}
