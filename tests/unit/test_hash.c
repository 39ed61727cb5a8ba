/* Content hashes. Expected values are those that the program xxhsum 0.8.1 (`xxhsum -H2`) prints for the same
 * bytes; its sizes fall into each of the ranges that XXH3 treats differently (0, up to 16, 128, 240 bytes,
 * and longer). */
#include "test.h"

#include "io/hash.h"

static void assert_hash(const void *data, size_t size, const char *expected)
{
    unsigned char hash[DT_HASH_SIZE];
    char hex[DT_HASH_TEXT];
    dt_hash_of(data, size, hash);
    dt_hash_hex(hash, hex);
    assert_string_equal(hex, expected);
}

/* Byte i is i modulo 251. */
static void fill(unsigned char *data, size_t size)
{
    for (size_t i = 0; i < size; i++)
        data[i] = (unsigned char)(i % 251);
}

TEST(values_of_xxhsum)
{
    unsigned char data[1000];
    fill(data, sizeof data);
    assert_hash("", 0, "99aa06d3014798d86001c324468d497f");
    assert_hash("abc", 3, "06b05ab6733a618578af5f94892f3950");
    assert_hash(data, 100, "da95ef16fd9566f329b20ba5f03ec01e");
    assert_hash(data, 1000, "18bf41bc8229e27733ef703fb2b20ed1");
}

/* Bytes added in pieces of any length give the hash of the whole. */
TEST(pieces)
{
    unsigned char data[1000], hash[DT_HASH_SIZE];
    char hex[DT_HASH_TEXT];
    fill(data, sizeof data);
    for (size_t piece = 1; piece < 400; piece += 57) {
        dt_hash sum;
        dt_hash_init(&sum);
        for (size_t at = 0; at < sizeof data; at += piece)
            dt_hash_update(&sum, data + at, at + piece < sizeof data ? piece : sizeof data - at);
        dt_hash_finish(&sum, hash);
        dt_hash_hex(hash, hex);
        assert_string_equal(hex, "18bf41bc8229e27733ef703fb2b20ed1");
    }
}

/* Numbers enter as little-endian bytes, strings after their length. */
TEST(values)
{
    static const unsigned char bytes[] = {
        0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, /* -2 */
        0,    0,    0,    0,    0,    0,    0xf8, 0x3f, /* 1.5 = 3ff8... (IEEE 754) */
        2,    0,    0,    0,    0,    0,    0,    0,    'h', 'i'};
    unsigned char expected[DT_HASH_SIZE], got[DT_HASH_SIZE];
    dt_hash sum;
    dt_hash_of(bytes, sizeof bytes, expected);
    dt_hash_init(&sum);
    dt_hash_integer(&sum, -2);
    dt_hash_number(&sum, 1.5);
    dt_hash_string(&sum, "hi");
    dt_hash_finish(&sum, got);
    assert_memory_equal(got, expected, DT_HASH_SIZE);
}

RUN_TESTS(CASE(values_of_xxhsum), CASE(pieces), CASE(values))
