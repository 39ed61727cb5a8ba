/* Command lines as text that a shell reads back. */
#include <string.h>

#include "cli/cli.h"

void cli_write_word(FILE *out, const char *word)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_=./:,+@%";
    if (word[0] && strspn(word, plain) == strlen(word)) {
        fprintf(out, " %s", word);
        return;
    }
    fputs(" '", out);
    for (; *word; word++)
        if (*word == '\'')
            fputs("'\\''", out);
        else
            fputc(*word, out);
    fputc('\'', out);
}

char *cli_command_line(const struct cli *cli)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    if (!out) return NULL;
    fputs("detente", out);
    for (int a = 1; a < cli->argc; a++)
        cli_write_word(out, cli->argv[a]);
    return fclose(out) == 0 ? text : NULL;
}
