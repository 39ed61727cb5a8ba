/* The CSV reader: the rules and examples of RFC 4180, places of fields, every kind of fault, and failing
 * memory. */
#include "test.h"

#include <locale.h>

#include "failing_memory.h"
#include "io/csv.h"
#include "io/number.h"
#include "scratch.h"

static dt_diagnostics found;

static dt_status parse_bytes(const char *text, size_t length, dt_csv **table)
{
    dt_diagnostics_init(&found);
    *table = NULL;
    return dt_csv_parse(text, length, "t.csv", table, &found);
}

static dt_csv *parsed(const char *text)
{
    dt_csv *table;
    assert_int_equal(parse_bytes(text, strlen(text), &table), DT_OK);
    assert_int_equal(found.n_error, 0);
    return table;
}

/* Checks that the text gives exactly one error, with this code at this place. */
static void assert_fault(const char *text, size_t length, dt_error_code code, int line, int column)
{
    dt_csv *table;
    assert_int_equal(parse_bytes(text, length, &table), DT_INPUT);
    assert_null(table);
    assert_int_equal(found.n_error, 1);
    assert_int_equal(found.item[0].code, code);
    assert_int_equal(found.item[0].line, line);
    assert_int_equal(found.item[0].column, column);
    assert_string_equal(found.item[0].file, "t.csv");
}

/* RFC 4180, section 2, rules 1 to 7, with its own examples. */
TEST(rfc_4180)
{
    dt_csv *table = parsed("\"aaa\",\"b \r\nbb\",\"ccc\"\r\nzzz,yyy,xxx\r\n\"aaa\",\"b\"\"bb\",\"ccc\"");
    assert_int_equal(dt_csv_column_count(table), 3);
    assert_int_equal(dt_csv_row_count(table), 2);
    assert_string_equal(dt_csv_text(table, DT_CSV_HEADER, 1), "b \r\nbb");
    assert_string_equal(dt_csv_text(table, 0, 0), "zzz");
    assert_string_equal(dt_csv_text(table, 0, 2), "xxx");
    assert_string_equal(dt_csv_text(table, 1, 1), "b\"bb");
    assert_string_equal(dt_csv_text(table, 1, 2), "ccc");
    dt_csv_free(table);
}

/* Spaces are part of a field (rule 4); empty fields, empty quoted fields, commas in quotes. */
TEST(fields_as_they_stand)
{
    dt_csv *table = parsed("a,b,c\n x ,,\"1,5\"\n\"\",\"\"\"\",\n");
    assert_string_equal(dt_csv_text(table, 0, 0), " x ");
    assert_string_equal(dt_csv_text(table, 0, 1), "");
    assert_string_equal(dt_csv_text(table, 0, 2), "1,5");
    assert_string_equal(dt_csv_text(table, 1, 0), "");
    assert_string_equal(dt_csv_text(table, 1, 1), "\"");
    assert_string_equal(dt_csv_text(table, 1, 2), "");
    dt_csv_free(table);
}

/* Places are counted by hand; "é" is one character of two bytes. */
TEST(places)
{
    dt_csv *table = parsed("# comment, \"\n\nname,value,unit\n\"a\nb\",\xc3\xa9,x\ny,,z\n");
    assert_int_equal(dt_csv_line(table, DT_CSV_HEADER, 0), 3);
    assert_int_equal(dt_csv_place(table, DT_CSV_HEADER, 1), 6);
    assert_int_equal(dt_csv_line(table, 0, 0), 4);
    assert_int_equal(dt_csv_line(table, 0, 1), 5);
    assert_int_equal(dt_csv_place(table, 0, 1), 4);
    assert_int_equal(dt_csv_place(table, 0, 2), 6);
    assert_int_equal(dt_csv_line(table, 1, 1), 6);
    assert_int_equal(dt_csv_place(table, 1, 2), 4);
    dt_csv_free(table);
}

TEST(comments_only_before_header)
{
    dt_csv *table = parsed("\xef\xbb\xbf# one\r\n# two\r\na\r\n#3\r\n");
    assert_string_equal(dt_csv_text(table, DT_CSV_HEADER, 0), "a");
    assert_int_equal(dt_csv_row_count(table), 1);
    assert_string_equal(dt_csv_text(table, 0, 0), "#3");
    assert_string_equal(dt_csv_file(table), "t.csv");
    dt_csv_free(table);
}

TEST(columns_by_name)
{
    dt_csv *table = parsed("iso3,year,value\nUSA,2024,1\n");
    assert_int_equal(dt_csv_column(table, "iso3"), 0);
    assert_int_equal(dt_csv_column(table, "value"), 2);
    assert_int_equal(dt_csv_column(table, "Value"), -1);
    dt_csv_free(table);
}

TEST(each_fault)
{
    assert_fault("a,b\n1\n", 6, DT_E_CSV_RAGGED, 2, 1);
    assert_fault("a,b\n1,2,3\n", 10, DT_E_CSV_RAGGED, 2, 1);
    assert_string_equal(found.item[0].found, "3");
    assert_string_equal(found.item[0].expected, "2");
    assert_fault("a,b\n1,\"2\n3,4\n", 13, DT_E_CSV_UNTERMINATED, 2, 3);
    assert_fault("a,b\n1,x\"y\"\n", 11, DT_E_CSV_STRAY_QUOTE, 2, 4);
    assert_fault("a,b\n1,\"x\"y\n", 11, DT_E_CSV_STRAY_QUOTE, 2, 6);
    assert_fault("a,b\n1,\0\n", 8, DT_E_TEXT_NUL, 2, 3);
    assert_fault("a,b\n1,\xff\n", 8, DT_E_TEXT_UTF8, 2, 3);
    assert_fault("a,b,a\n", 6, DT_E_CSV_DUPLICATE, 1, 5);
    assert_fault("a,,c\n", 5, DT_E_CSV_UNNAMED, 1, 3);
    assert_fault("a,b\n1\r2,3\n", 10, DT_E_CSV_RETURN, 2, 2);
    assert_fault("", 0, DT_E_FILE_EMPTY, 0, 0);
    assert_fault("# only a comment\n\n", 18, DT_E_FILE_EMPTY, 0, 0);
}

TEST(all_faults_at_once)
{
    dt_csv *table;
    const char *text = "a,b,a\n1\nx,y,z\n1,\"2\"2,3\n4,5,6,7\n\x80,,\n";
    assert_int_equal(parse_bytes(text, strlen(text), &table), DT_INPUT);
    assert_int_equal(found.n_error, 5);
    assert_int_equal(found.item[0].line, 2);
    assert_int_equal(found.item[1].line, 4);
    assert_int_equal(found.item[2].line, 5);
    assert_int_equal(found.item[3].line, 6);
    assert_int_equal(found.item[4].code, DT_E_CSV_DUPLICATE);
}

/* Byte sequences from table 3-7 of the Unicode standard and just outside it. */
TEST(utf8)
{
    static const char *const good[] = {"\xc2\x80",     "\xdf\xbf",         "\xe0\xa0\x80",    "\xed\x9f\xbf",
                                       "\xee\x80\x80", "\xf0\x90\x80\x80", "\xf4\x8f\xbf\xbf"};
    static const char *const bad[] = {"\x80",
                                      "\xc0\xaf",
                                      "\xc1\xbf",
                                      "\xc2",
                                      "\xe0\x9f\xbf",
                                      "\xed\xa0\x80",
                                      "\xf0\x8f\xbf\xbf",
                                      "\xf4\x90\x80\x80",
                                      "\xf5\x80\x80\x80",
                                      "\xe1\x80"};
    dt_csv *table;
    for (size_t g = 0; g < sizeof good / sizeof good[0]; g++)
        dt_csv_free(parsed(good[g]));
    for (size_t b = 0; b < sizeof bad / sizeof bad[0]; b++) {
        assert_int_equal(parse_bytes(bad[b], strlen(bad[b]), &table), DT_INPUT);
        assert_int_equal(found.item[0].code, DT_E_TEXT_UTF8);
    }
}

TEST(numbers)
{
    static const char *const bad[] = {"",      " 1",       "1 ",  "1,5",   "0x10", "nan", "inf",
                                      "-inf",  "infinity", "1e",  "1e+",   ".",    "-",   "+.e1",
                                      "1_000", "1e999",    "--1", "1.2.3", "1d3"};
    double value = 7.0;
    assert_int_equal(dt_number_parse("-12.5e-1", &value), DT_OK);
    assert_true(value == -1.25);
    assert_int_equal(dt_number_parse("+.5", &value), DT_OK);
    assert_true(value == 0.5);
    assert_int_equal(dt_number_parse("1e-999", &value), DT_OK);
    assert_true(value == 0.0);
    value = 7.0;
    for (size_t b = 0; b < sizeof bad / sizeof bad[0]; b++) {
        assert_int_equal(dt_number_parse(bad[b], &value), DT_INPUT);
        assert_true(value == 7.0);
    }
}

TEST(number_of_a_field)
{
    double value = 0.0;
    dt_csv *table = parsed("iso3,value\nUSA,2.5\nCHN,2.5 GW\n");
    assert_int_equal(dt_csv_number(table, 0, 1, &value, &found), DT_OK);
    assert_true(value == 2.5);
    assert_int_equal(dt_csv_number(table, 1, 1, &value, &found), DT_INPUT);
    assert_int_equal(found.item[0].code, DT_E_CSV_NUMBER);
    assert_int_equal(found.item[0].line, 3);
    assert_int_equal(found.item[0].column, 5);
    assert_string_equal(found.item[0].key, "value");
    assert_string_equal(found.item[0].found, "\"2.5 GW\"");
    dt_csv_free(table);
}

/* A locale with a decimal comma changes nothing. */
TEST(locale_with_comma)
{
    static const char *const names[] = {"de_DE.UTF-8", "de_DE.utf8", "de_DE", "fr_FR.UTF-8"};
    char text[DT_NUMBER_TEXT];
    double value = 0.0;
    size_t n = 0;
    while (n < sizeof names / sizeof names[0] && !setlocale(LC_NUMERIC, names[n]))
        n++;
    if (n == sizeof names / sizeof names[0]) skip();
    snprintf(text, sizeof text, "%.1f", 1.5);
    assert_string_equal(text, "1,5");
    assert_int_equal(dt_number_parse("1.5", &value), DT_OK);
    assert_true(value == 1.5);
    dt_number_format(1.5, text);
    assert_string_equal(text, "1.5");
    setlocale(LC_NUMERIC, "C");
}

TEST(files)
{
    char folder[SCRATCH_PATH], path[SCRATCH_PATH];
    dt_csv *table = NULL;
    dt_diagnostics_init(&found);
    scratch_create(folder);
    scratch_path(folder, "large.csv", path);
    assert_int_equal(dt_csv_read(path, &table, &found), DT_IO);
    assert_int_equal(found.item[0].code, DT_E_FILE_MISSING);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs("a,b\n1,2\n", file);
    fclose(file);
    assert_int_equal(dt_csv_read(path, &table, &found), DT_OK);
    assert_string_equal(dt_csv_text(table, 0, 1), "2");
    dt_csv_free(table);
    assert_int_equal(truncate(path, (off_t)DT_CSV_LIMIT + 1), 0);
    assert_int_equal(dt_csv_read(path, &table, &found), DT_INPUT);
    assert_int_equal(found.item[1].code, DT_E_FILE_SIZE);
    scratch_remove(folder);
}

/* Each allocation fails in turn: the status says so, nothing is handed out, nothing is lost. */
TEST(memory_fails)
{
    static char text[20000];
    size_t length = (size_t)snprintf(text, sizeof text, "a,b\n");
    while (length < sizeof text - 16)
        length += (size_t)snprintf(text + length, 16, "%zu,x\n", length);
    long before = memory_held();
    int n_failed = 0;
    dt_status status = DT_NO_MEMORY;
    for (long n = 0; status != DT_OK; n++) {
        dt_csv *table;
        memory_fail_at(n);
        status = parse_bytes(text, length, &table);
        memory_fail_at(-1);
        assert_true(status == DT_OK || (status == DT_NO_MEMORY && !table));
        n_failed += status != DT_OK;
        dt_csv_free(table);
        assert_int_equal(memory_held(), before);
    }
    assert_true(n_failed >= 5);
}

RUN_TESTS(CASE(rfc_4180), CASE(fields_as_they_stand), CASE(places), CASE(comments_only_before_header),
          CASE(columns_by_name), CASE(each_fault), CASE(all_faults_at_once), CASE(utf8), CASE(numbers),
          CASE(number_of_a_field), CASE(locale_with_comma), CASE(files), CASE(memory_fails))
