/* Reading votes.csv and ties.csv. Every row must name a state of features.csv; ties must be symmetric. */
#include <stdlib.h>
#include <string.h>

#include "core/try.h"
#include "participation/data.h"
#include "world/table.h"

static const char *const act_names[N_ACT] = {"yes",    "no",       "abstain", "absent",
                                             "signed", "attended", "outside", "unknown"};

/* Index of the state of a row; -1 after a finding. */
static int read_state(struct world_table *table, int row, int column, const dt_treaty_data *data)
{
    int state = dt_treaty_state_find(data, dt_table_text(table, row, column));
    if (state < 0)
        dt_table_fault(table, row, column, DT_E_TREATY_STATE, "a state that has rows in features.csv");
    return state;
}

static int find_instrument(const dt_treaty_data *data, const char *key)
{
    for (int t = 0; t < data->n_instrument; t++)
        if (strcmp(data->instrument[t].key, key) == 0) return t;
    return -1;
}

static void read_vote(struct world_table *table, int row, dt_treaty_data *data)
{
    static const char *const choices[] = {"0", "1", ""};
    int act = 0, y = 0;
    int instrument = find_instrument(data, dt_table_text(table, row, 0));
    int state = read_state(table, row, 1, data);
    if (instrument < 0) dt_table_fault(table, row, 0, DT_E_TREATY_INSTRUMENT, "a key of instruments.csv");
    int is_known = dt_table_word(table, row, 2, act_names, N_ACT, &act) == DT_OK &&
        dt_table_word(table, row, 3, choices, 3, &y) == DT_OK;
    if (!is_known || instrument < 0 || state < 0) return;
    long at = (long)instrument * data->n_state + state;
    if (data->act[at] != ACT_NONE)
        dt_table_fault(table, row, 1, DT_E_DATA_DUPLICATE, "each state once per instrument");
    data->act[at] = (signed char)act;
    data->y[at] = (signed char)(y == 2 ? -1 : y);
}

dt_status dt_treaty_read_votes(const char *dir, dt_treaty_data *data, dt_diagnostics *diagnostics)
{
    static const char *const columns[] = {"instrument", "iso3", "outcome", "y"};
    struct world_table table;
    DT_TRY(dt_table_open(&table, dir, "votes.csv", columns, 4, diagnostics));
    size_t n = (size_t)data->n_instrument * (size_t)data->n_state;
    data->y = malloc(n + 1);
    data->act = malloc(n + 1);
    dt_status status = data->y && data->act ? DT_OK : DT_NO_MEMORY;
    if (status == DT_OK) {
        memset(data->y, -1, n);
        memset(data->act, ACT_NONE, n);
        for (int r = 0; r < table.n_row; r++)
            read_vote(&table, r, data);
        status = dt_table_status(&table);
    }
    dt_table_close(&table);
    return status;
}

static void read_tie(struct world_table *table, int row, dt_treaty_data *data)
{
    double value = 0.0;
    int one = read_state(table, row, 0, data), other = read_state(table, row, 1, data);
    if (dt_table_number(table, row, 2, &value) != DT_OK || one < 0 || other < 0) return;
    if (!(value >= 0.0 && value <= 1.0))
        dt_table_fault(table, row, 2, DT_E_DATA_RANGE, "a weight from 0 to 1");
    if (one == other) dt_table_fault(table, row, 1, DT_E_TREATY_TIE, "another state than iso3");
    data->tie[(long)one * data->n_state + other] = value;
}

/* Reports rows whose opposite row is missing or differs. */
static void check_symmetry(struct world_table *table, const dt_treaty_data *data)
{
    for (int r = 0; r < table->n_row; r++) {
        int one = dt_treaty_state_find(data, dt_table_text(table, r, 0));
        int other = dt_treaty_state_find(data, dt_table_text(table, r, 1));
        if (one < 0 || other < 0) continue;
        double there = data->tie[(long)one * data->n_state + other];
        double back = data->tie[(long)other * data->n_state + one];
        if (there < back || there > back)
            dt_table_fault(table, r, 2, DT_E_TREATY_TIE,
                           "the same value in the row of the opposite direction");
    }
}

dt_status dt_treaty_read_ties(const char *dir, dt_treaty_data *data, dt_diagnostics *diagnostics)
{
    static const char *const columns[] = {"iso3", "partner", "value"};
    struct world_table table;
    DT_TRY(dt_table_open(&table, dir, "ties.csv", columns, 3, diagnostics));
    data->tie = calloc((size_t)data->n_state * (size_t)data->n_state + 1, sizeof *data->tie);
    dt_status status = data->tie ? DT_OK : DT_NO_MEMORY;
    if (status == DT_OK) {
        for (int r = 0; r < table.n_row; r++)
            read_tie(&table, r, data);
        check_symmetry(&table, data);
        status = dt_table_status(&table);
    }
    dt_table_close(&table);
    return status;
}
