/* Weights of members: the files that `detente calibrate` writes. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "cli/evidence.h"

static const char head[] = "member,weight,implausibility,is_plausible,first_factor";

static const char wanted[] = "one row for each member, calibrated with the scenario and seed of the folder";

static dt_status make_room(struct cli *cli, struct cli_weights *w, int64_t *room)
{
    if (w->n < *room) return DT_OK;
    int64_t larger = *room ? 2 * *room : 4096;
    double *weight = realloc(w->weight, (size_t)larger * sizeof *weight);
    if (!weight) return cli_fail(cli, DT_E_NO_MEMORY, NULL, NULL, NULL);
    w->weight = weight;
    *room = larger;
    return DT_OK;
}

/* Rows in order of members; each must have the first factor that the case gives its member. */
static dt_status read_rows(struct cli *cli, const dt_case *c, FILE *file, double *u, struct cli_weights *w)
{
    const char *path = cli_text(cli, "weights", "");
    char line[256];
    int64_t room = 0;
    if (!fgets(line, sizeof line, file) || strncmp(line, head, sizeof head - 1) != 0)
        return cli_fail(cli, DT_E_CALIBRATE_WEIGHTS, path, NULL, head);
    while (fgets(line, sizeof line, file)) {
        int64_t member = 0;
        double weight = 0.0, first = 0.0, worst = 0.0;
        int is_plausible = 0,
            n = sscanf(line, "%" SCNd64 ",%lf,%lf,%d,%lf", &member, &weight, &worst, &is_plausible, &first);
        if (n != 5 || member != w->n || !(weight >= 0.0 && weight <= 1.0))
            return cli_fail(cli, DT_E_CALIBRATE_WEIGHTS, path, line, head);
        dt_case_draw(c, (uint64_t)member, u);
        if (first != u[0])
            return cli_fail(cli, DT_E_CALIBRATE_WEIGHTS, path, "weights of other members", wanted);
        dt_status status = make_room(cli, w, &room);
        if (status != DT_OK) return status;
        w->weight[w->n++] = weight;
    }
    return w->n > 0 ? DT_OK : cli_fail(cli, DT_E_CALIBRATE_WEIGHTS, path, "no row", wanted);
}

dt_status cli_weights_read(struct cli *cli, const dt_evidence *evidence, struct cli_weights *out)
{
    const char *path = cli_text(cli, "weights", NULL);
    struct cli_weights w = {.n = 0};
    if (!path) return DT_OK;
    if (evidence->design)
        return cli_fail(
            cli, DT_E_CALIBRATE_WEIGHTS, path, "an ensemble of a design",
            "independent draws, the members that were calibrated: `detente ensemble` without --design");
    double *u = malloc(((size_t)dt_case_factor_count(evidence->c) + 1) * sizeof *u);
    FILE *file = u ? fopen(path, "r") : NULL;
    dt_status status = file ? read_rows(cli, evidence->c, file, u, &w)
                            : cli_fail(cli, u ? DT_E_FILE_MISSING : DT_E_NO_MEMORY, path, NULL, NULL);
    if (file) fclose(file);
    free(u);
    if (status == DT_OK)
        *out = w;
    else
        free(w.weight);
    return status;
}
