/* Reading features.csv and instruments.csv, and what the data say. The states are those of features.csv. */
#include "participation/data.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/try.h"
#include "world/table.h"

static const char *const field_names[N_FIELD] = {
    "region",    "subregion", "ideal_point",   "gdp",     "population",        "ai_models",   "nato",
    "eu",        "nam",       "nuclear_armed", "ally_us", "ally_us_core",      "ally_cn",     "ally_ru",
    "five_eyes", "csto",      "sco",           "oecd",    "council_of_europe", "arab_league",
};

static const char *const kind_names[DT_TREATY_KIND_COUNT] = {"vote", "declaration", "sponsors", "treaty"};
static const char *const sponsor_names[DT_SPONSOR_COUNT] = {"west", "east", "nonaligned", "humanitarian",
                                                            "mixed"};

const char *dt_treaty_kind_name(int kind)
{
    return kind >= 0 && kind < DT_TREATY_KIND_COUNT ? kind_names[kind] : NULL;
}

const char *dt_treaty_sponsor_name(int sponsor)
{
    return sponsor >= 0 && sponsor < DT_SPONSOR_COUNT ? sponsor_names[sponsor] : NULL;
}

int dt_treaty_date(const char *text)
{
    int year, month, day, length = 0;
    if (strlen(text) != 10 || sscanf(text, "%4d-%2d-%2d%n", &year, &month, &day, &length) != 3) return -1;
    int is_date = length == 10 && year >= 1900 && month >= 1 && month <= 12 && day >= 1 && day <= 31;
    return is_date ? year * 10000 + month * 100 + day : -1;
}

int dt_treaty_group(const dt_treaty_text *text)
{
    return (strcmp(text->topic, "ai") == 0 ? 2 : 0) + (text->kind == DT_TREATY_VOTE ? 1 : 0);
}

double dt_treaty_value(const dt_treaty_data *data, int state, int field, int year, double otherwise)
{
    int begin = data->first[state * N_FIELD + field], end = data->first[state * N_FIELD + field + 1];
    if (begin == end) return otherwise;
    double value = data->point[begin].value;
    for (int p = begin; p < end && data->point[p].year <= year; p++)
        value = data->point[p].value;
    return value;
}

int dt_treaty_state_count(const dt_treaty_data *data)
{
    return data->n_state;
}

const char *dt_treaty_state_code(const dt_treaty_data *data, int state)
{
    return state >= 0 && state < data->n_state ? data->code[state] : NULL;
}

int dt_treaty_state_find(const dt_treaty_data *data, const char *iso3)
{
    for (int i = 0; i < data->n_state; i++)
        if (strcmp(data->code[i], iso3) == 0) return i;
    return -1;
}

int dt_treaty_instrument_count(const dt_treaty_data *data)
{
    return data->n_instrument;
}

const char *dt_treaty_instrument_key(const dt_treaty_data *data, int instrument)
{
    return instrument >= 0 && instrument < data->n_instrument ? data->instrument[instrument].key : NULL;
}

const dt_treaty_text *dt_treaty_instrument_text(const dt_treaty_data *data, int instrument)
{
    return instrument >= 0 && instrument < data->n_instrument ? &data->instrument[instrument].text : NULL;
}

dt_treaty_support dt_treaty_support_of(const dt_treaty_data *data, const dt_treaty_text *text)
{
    dt_treaty_support n = {0};
    for (int o = 0; o < data->n_instrument; o++) {
        const dt_treaty_text *seen = &data->instrument[o].text;
        if (!data->instrument[o].is_fit) continue;
        int is_theme = strcmp(seen->topic, text->topic) == 0 && seen->military_ai >= text->military_ai;
        int is_bound = seen->binding == text->binding, is_verified = seen->verification >= text->verification;
        int is_driven = seen->sponsor == text->sponsor;
        n.theme += is_theme;
        n.binding += is_bound;
        n.verification += is_verified;
        n.sponsor += is_driven;
        n.alike += is_theme && is_bound && is_verified && is_driven;
    }
    return n;
}

int dt_treaty_outcome(const dt_treaty_data *data, int instrument, int state)
{
    int is_inside = instrument >= 0 && instrument < data->n_instrument && state >= 0 && state < data->n_state;
    return is_inside ? data->y[(long)instrument * data->n_state + state] : -1;
}

/* The states of a table whose rows are in order of iso3. */
static dt_status read_states(struct world_table *table, dt_treaty_data *data)
{
    for (int r = 0; r < table->n_row; r++) {
        const char *code = dt_table_text(table, r, 0);
        int order = data->n_state ? strcmp(data->code[data->n_state - 1], code) : -1;
        if (order == 0) continue;
        if (strlen(code) != 3 || order > 0)
            return dt_table_fault(table, r, 0, DT_E_DATA_STATE, "ISO 3166 codes in alphabetical order");
        if (data->n_state == DT_TREATY_STATES)
            return dt_table_fault(table, r, 0, DT_E_DATA_SIZE, "at most 256 states");
        memcpy(data->code[data->n_state++], code, 4);
    }
    return DT_OK;
}

/* Order of points; a state, field and year that stand twice are found afterwards. */
static int compare_points(const void *one, const void *other)
{
    const struct dt_point *a = one, *b = other;
    if (a->state != b->state) return a->state - b->state;
    if (a->field != b->field) return a->field - b->field;
    return a->year - b->year;
}

static void index_points(dt_treaty_data *data)
{
    qsort(data->point, (size_t)data->n_point, sizeof *data->point, compare_points);
    for (int p = data->n_point - 1; p >= 0; p--)
        data->first[data->point[p].state * N_FIELD + data->point[p].field] = p;
    data->first[data->n_state * N_FIELD] = data->n_point;
    for (int s = data->n_state * N_FIELD - 1; s >= 0; s--)
        if (data->first[s] < 0) data->first[s] = data->first[s + 1];
}

/* One row of features.csv. */
static void read_point(struct world_table *table, int row, dt_treaty_data *data)
{
    int field = 0, year = 0;
    double value = 0.0;
    int state = dt_treaty_state_find(data, dt_table_text(table, row, 0));
    dt_status status = dt_table_word(table, row, 1, field_names, N_FIELD, &field);
    if (dt_table_year(table, row, 2, &year) != DT_OK) status = DT_INPUT;
    if (dt_table_number(table, row, 3, &value) != DT_OK) status = DT_INPUT;
    if (status == DT_OK)
        data->point[data->n_point++] = (struct dt_point){(short)state, (short)field, (short)year, value};
}

/* Every state needs these: the design divides by them or has no other way to place it. */
static void check_states(struct world_table *table, const dt_treaty_data *data)
{
    static const int needed[] = {FIELD_REGION, FIELD_SUBREGION, FIELD_IDEAL_POINT, FIELD_GDP,
                                 FIELD_POPULATION};
    for (int i = 0; i < data->n_state; i++)
        for (int f = 0; f < (int)(sizeof needed / sizeof needed[0]); f++) {
            int first = i * N_FIELD + needed[f];
            if (data->first[first] < data->first[first + 1]) continue;
            int row = 0;
            while (strcmp(dt_table_text(table, row, 0), data->code[i]) != 0)
                row++;
            dt_table_fault(table, row, 0, DT_E_DATA_MISSING, field_names[needed[f]]);
        }
}

static dt_status read_features(const char *dir, dt_treaty_data *data, dt_diagnostics *diagnostics)
{
    static const char *const columns[] = {"iso3", "field", "year", "value"};
    struct world_table table;
    DT_TRY(dt_table_open(&table, dir, "features.csv", columns, 4, diagnostics));
    dt_status status = DT_NO_MEMORY;
    data->code = calloc(DT_TREATY_STATES, sizeof *data->code);
    data->point = calloc((size_t)table.n_row + 1, sizeof *data->point);
    if (data->code && data->point) status = read_states(&table, data);
    int n_first = data->n_state * N_FIELD + 1;
    if (status == DT_OK && !(data->first = calloc((size_t)n_first, sizeof *data->first)))
        status = DT_NO_MEMORY;
    if (status == DT_OK) {
        for (int s = 0; s < n_first; s++)
            data->first[s] = -1;
        for (int r = 0; r < table.n_row; r++)
            read_point(&table, r, data);
        index_points(data);
        check_states(&table, data);
        status = dt_table_status(&table);
    }
    dt_table_close(&table);
    return status;
}

/* Columns of instruments.csv. */
enum {
    KEY,
    NAME,
    DATE,
    KNOWN,
    KIND,
    TOPIC,
    SPONSOR,
    BINDING,
    VERIFICATION,
    MILITARY_AI,
    FIT,
    SIGNED,
    ATTENDED,
    N_COLUMN
};

/* A count that may be empty. */
static void read_count(struct world_table *table, int row, int column, int otherwise, int *out)
{
    double value = 0.0;
    *out = otherwise;
    if (!*dt_table_text(table, row, column)) return;
    if (dt_table_number(table, row, column, &value) != DT_OK) return;
    if (!(value >= 0.0 && value <= 300.0))
        dt_table_fault(table, row, column, DT_E_DATA_RANGE, "a count from 0 to 300");
    else
        *out = (int)value;
}

static void read_date(struct world_table *table, int row, int column, int *out)
{
    *out = dt_treaty_date(dt_table_text(table, row, column));
    if (*out < 0) dt_table_fault(table, row, column, DT_E_TREATY_DATE, "a day as 2026-02-05");
}

/* Years between two days yyyymmdd, to the month. */
static double years_between(int first, int last)
{
    return fmax(0.0, last / 10000 - first / 10000 + (last / 100 % 100 - first / 100 % 100) / 12.0);
}

static void read_instrument(struct world_table *table, int row, struct dt_instrument *instrument)
{
    static const char *const levels[] = {"0", "1", "2", "3"};
    dt_treaty_text *text = &instrument->text;
    *text = dt_treaty_text_defaults();
    snprintf(instrument->key, sizeof instrument->key, "%s", dt_table_text(table, row, KEY));
    snprintf(text->name, sizeof text->name, "%s", dt_table_text(table, row, NAME));
    snprintf(text->topic, sizeof text->topic, "%s", dt_table_text(table, row, TOPIC));
    read_date(table, row, DATE, &text->date);
    read_date(table, row, KNOWN, &instrument->known);
    dt_table_word(table, row, KIND, kind_names, DT_TREATY_KIND_COUNT, &text->kind);
    dt_table_word(table, row, SPONSOR, sponsor_names, DT_SPONSOR_COUNT, &text->sponsor);
    dt_table_flag(table, row, BINDING, &text->binding);
    dt_table_word(table, row, VERIFICATION, levels, 4, &text->verification);
    dt_table_flag(table, row, MILITARY_AI, &text->military_ai);
    dt_table_flag(table, row, FIT, &instrument->is_fit);
    read_count(table, row, SIGNED, -1, &text->signed_count);
    read_count(table, row, ATTENDED, 0, &text->attending);
    text->years = years_between(text->date, instrument->known);
    instrument->line = dt_csv_line(table->csv, row, 0);
}

static dt_status read_instruments(const char *dir, dt_treaty_data *data, dt_diagnostics *diagnostics)
{
    static const char *const columns[N_COLUMN] = {
        "instrument", "name",         "date",        "known", "kind",   "topic",   "sponsor",
        "binding",    "verification", "military_ai", "fit",   "signed", "attended"};
    struct world_table table;
    DT_TRY(dt_table_open(&table, dir, "instruments.csv", columns, N_COLUMN, diagnostics));
    snprintf(data->file, sizeof data->file, "%s", dt_csv_file(table.csv));
    data->instrument = calloc((size_t)table.n_row + 1, sizeof *data->instrument);
    dt_status status = data->instrument ? DT_OK : DT_NO_MEMORY;
    if (status == DT_OK && table.n_row > MAX_INSTRUMENT)
        dt_table_fault(&table, MAX_INSTRUMENT, KEY, DT_E_DATA_SIZE, "at most 256 instruments");
    for (int r = 0; status == DT_OK && r < table.n_row && r < MAX_INSTRUMENT; r++) {
        read_instrument(&table, r, &data->instrument[r]);
        for (int o = 0; o < r; o++)
            if (strcmp(data->instrument[o].key, data->instrument[r].key) == 0)
                dt_table_fault(&table, r, KEY, DT_E_DATA_DUPLICATE, "each instrument once");
        data->n_instrument++;
    }
    if (status == DT_OK) status = dt_table_status(&table);
    dt_table_close(&table);
    return status;
}

dt_status dt_treaty_data_load(const char *dir, dt_treaty_data **out, dt_diagnostics *diagnostics)
{
    dt_treaty_data *data = calloc(1, sizeof *data);
    if (!data) return DT_NO_MEMORY;
    dt_status status = read_features(dir, data, diagnostics);
    if (status == DT_OK) status = read_instruments(dir, data, diagnostics);
    if (status == DT_OK) status = dt_treaty_read_votes(dir, data, diagnostics);
    if (status == DT_OK) status = dt_treaty_read_ties(dir, data, diagnostics);
    if (status == DT_OK)
        *out = data;
    else
        dt_treaty_data_free(data);
    return status;
}

void dt_treaty_data_free(dt_treaty_data *data)
{
    if (!data) return;
    free(data->code);
    free(data->point);
    free(data->first);
    free(data->instrument);
    free(data->y);
    free(data->act);
    free(data->tie);
    free(data);
}
