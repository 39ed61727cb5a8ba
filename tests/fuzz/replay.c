/* Runs a fuzz target over the files that the command line names, without libFuzzer: every file that once was
 * interesting stays a test with any compiler. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { SIZE_LIMIT = 1 << 20 };

static int replay(const char *path)
{
    static uint8_t data[SIZE_LIMIT];
    FILE *file = fopen(path, "rb");
    if (!file) {
        fprintf(stderr, "cannot open %s\n", path);
        return 1;
    }
    size_t size = fread(data, 1, sizeof data, file);
    fclose(file);
    return LLVMFuzzerTestOneInput(data, size);
}

int main(int argc, char **argv)
{
    int failed = argc < 2;
    for (int a = 1; a < argc; a++)
        failed |= replay(argv[a]);
    return failed;
}
