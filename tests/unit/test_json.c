/* The JSON writer and the growing text. Expected texts follow RFC 8259; expected digits are the shortest that
 * identify the double (published constants of IEEE 754). */
#include "test.h"

#include "detente/scenario.h"
#include "failing_memory.h"
#include "io/json.h"
#include "io/number.h"

static void assert_taken(dt_text *text, const char *expected)
{
    char *taken = NULL;
    assert_int_equal(dt_text_take(text, &taken), DT_OK);
    assert_string_equal(taken, expected);
    dt_free(taken);
}

static void start(dt_text *text, dt_json *json, int is_pretty)
{
    dt_text_init(text);
    dt_json_init(json, text, is_pretty);
}

static void write_document(dt_json *json)
{
    dt_json_begin_object(json);
    dt_json_key(json, "name");
    dt_json_string(json, "x");
    dt_json_key(json, "list");
    dt_json_begin_array(json);
    dt_json_integer(json, -9007199254740993);
    dt_json_number(json, 0.1);
    dt_json_begin_object(json);
    dt_json_end(json);
    dt_json_begin_array(json);
    dt_json_end(json);
    dt_json_end(json);
    dt_json_key(json, "yes");
    dt_json_bool(json, 1);
    dt_json_key(json, "no");
    dt_json_bool(json, 0);
    dt_json_key(json, "none");
    dt_json_null(json);
    dt_json_end(json);
}

TEST(compact)
{
    dt_text text;
    dt_json json;
    start(&text, &json, 0);
    write_document(&json);
    assert_taken(
        &text,
        "{\"name\":\"x\",\"list\":[-9007199254740993,0.1,{},[]],\"yes\":true,\"no\":false,\"none\":null}");
}

TEST(pretty)
{
    dt_text text;
    dt_json json;
    start(&text, &json, 1);
    write_document(&json);
    assert_taken(
        &text,
        "{\n  \"name\": \"x\",\n  \"list\": [\n    -9007199254740993,\n    0.1,\n    {},\n    []\n  ],\n"
        "  \"yes\": true,\n  \"no\": false,\n  \"none\": null\n}");
}

/* RFC 8259, section 7, and what would end or confuse a script element. */
TEST(escapes)
{
    dt_text text;
    dt_json json;
    start(&text, &json, 0);
    dt_json_string(&json, "\"\\/\b\f\n\r\t\x01\x1f\x7f");
    assert_taken(&text, "\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0001\\u001f\\u007f\"");
    dt_json_string(&json, "</script><!--&\xe2\x80\xa8\xe2\x80\xa9");
    assert_taken(&text, "\"\\u003c/script\\u003e\\u003c!--\\u0026\\u2028\\u2029\"");
    dt_json_string(&json, "d\xc3\xa9tente \xf0\x9f\x8c\x8d \xe2\x80\xa7");
    assert_taken(&text, "\"d\xc3\xa9tente \xf0\x9f\x8c\x8d \xe2\x80\xa7\"");
    dt_json_string(&json,
                   "a\xff"
                   "b\xc3");
    assert_taken(&text, "\"a\\ufffdb\\ufffd\"");
    dt_json_string(&json, NULL);
    assert_taken(&text, "null");
}

TEST(keys_are_escaped)
{
    dt_text text;
    dt_json json;
    start(&text, &json, 0);
    dt_json_begin_object(&json);
    dt_json_key(&json, "a\"b");
    dt_json_rounded(&json, 2.0 / 3.0, 4);
    dt_json_key(&json, "c");
    dt_json_rounded(&json, INFINITY, 4);
    dt_json_end(&json);
    assert_taken(&text, "{\"a\\\"b\":0.6667,\"c\":null}");
}

TEST(numbers)
{
    static const struct {
        double value;
        const char *text;
    } cases[] = {
        {0.1, "0.1"},
        {-0.0, "-0"},
        {1.0, "1"},
        {1e21, "1e+21"},
        {0.1 + 0.2, "0.30000000000000004"},
        {1.0 / 3.0, "0.3333333333333333"},
        {5e-324, "4.94065645841247e-324"},
        {1.7976931348623157e308, "1.7976931348623157e+308"},
        {2.2250738585072014e-308, "2.2250738585072014e-308"},
        {9007199254740992.0, "9007199254740992"},
        {NAN, "null"},
        {INFINITY, "null"},
        {-INFINITY, "null"},
    };
    for (size_t c = 0; c < sizeof cases / sizeof cases[0]; c++) {
        dt_text text;
        dt_json json;
        start(&text, &json, 0);
        dt_json_number(&json, cases[c].value);
        assert_taken(&text, cases[c].text);
    }
}

/* Every double reads back as itself; the bits come from a multiplicative walk over all of them (Weyl
 * sequence). */
TEST(round_trip)
{
    char text[DT_NUMBER_TEXT];
    uint64_t bits = 0;
    for (int n = 0; n < 20000; n++) {
        double value, back = 0.0;
        bits += UINT64_C(0x9e3779b97f4a7c15);
        memcpy(&value, &bits, sizeof value);
        if (!isfinite(value)) continue;
        dt_number_format(value, text);
        assert_int_equal(dt_number_parse(text, &back), DT_OK);
        assert_memory_equal(&back, &value, sizeof value);
    }
}

TEST(depth)
{
    dt_text text;
    dt_json json;
    char *taken = NULL;
    start(&text, &json, 0);
    for (int d = 0; d < DT_JSON_DEPTH; d++)
        dt_json_begin_array(&json);
    for (int d = 0; d < DT_JSON_DEPTH; d++)
        dt_json_end(&json);
    assert_int_equal(dt_text_take(&text, &taken), DT_OK);
    assert_int_equal(strlen(taken), 2 * DT_JSON_DEPTH);
    assert_int_equal(strspn(taken, "["), DT_JSON_DEPTH);
    dt_free(taken);
}

/* A long text made of pieces of every size around the steps in which the room grows. */
TEST(text_grows)
{
    dt_text text;
    char *taken = NULL;
    dt_text_init(&text);
    assert_taken(&text, "");
    for (int n = 0; n < 2000; n++)
        dt_text_printf(&text, "%d,%.1f;", n, 0.5);
    dt_text_append_bytes(&text, "end", 3);
    assert_int_equal(dt_text_take(&text, &taken), DT_OK);
    char *at = taken;
    for (int n = 0; n < 2000; n++) {
        char piece[32];
        size_t length = (size_t)snprintf(piece, sizeof piece, "%d,0.5;", n);
        assert_memory_equal(at, piece, length);
        at += length;
    }
    assert_string_equal(at, "end");
    dt_free(taken);
}

/* Each allocation fails in turn: the text says so at the end, and nothing is lost. */
TEST(memory_fails)
{
    long before = memory_held();
    int n_failed = 0;
    dt_status status = DT_NO_MEMORY;
    for (long n = 0; status != DT_OK; n++) {
        dt_text text;
        dt_json json;
        char *taken = NULL;
        start(&text, &json, 1);
        memory_fail_at(n);
        dt_json_begin_array(&json);
        for (int document = 0; document < 20; document++)
            write_document(&json);
        dt_json_end(&json);
        status = dt_text_take(&text, &taken);
        memory_fail_at(-1);
        assert_true(status == DT_OK || (status == DT_NO_MEMORY && !taken));
        n_failed += status != DT_OK;
        dt_free(taken);
        assert_int_equal(memory_held(), before);
    }
    assert_true(n_failed >= 3);
}

/* What is JSON already stands as it is, between commas that are right; keys and values in one call. */
TEST(raw_and_put)
{
    dt_text text;
    dt_json json;
    start(&text, &json, 0);
    dt_json_begin_object(&json);
    dt_json_put_string(&json, "s", "x");
    dt_json_key(&json, "raw");
    dt_json_raw(&json, "{\"a\": [1, 2]} \n");
    dt_json_open_array(&json, "l");
    dt_json_raw(&json, "1");
    dt_json_raw(&json, "2\n");
    dt_json_end(&json);
    dt_json_open_object(&json, "o");
    dt_json_put_number(&json, "n", 0.5);
    dt_json_put_integer(&json, "i", 7);
    dt_json_put_bool(&json, "b", 0);
    dt_json_end(&json);
    dt_json_end(&json);
    assert_taken(&text,
                 "{\"s\":\"x\",\"raw\":{\"a\": [1, 2]},\"l\":[1,2],\"o\":{\"n\":0.5,\"i\":7,\"b\":false}}");
}

RUN_TESTS(CASE(compact), CASE(pretty), CASE(escapes), CASE(keys_are_escaped), CASE(numbers), CASE(round_trip),
          CASE(depth), CASE(text_grows), CASE(memory_fails), CASE(raw_and_put))
