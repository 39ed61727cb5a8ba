/* A server for the fuzz targets that need one: the main scenario, started once and kept until the program
 * ends. Its token is known. */
#ifndef DT_FUZZ_SERVE_H
#define DT_FUZZ_SERVE_H

#include "server/inside.h"

/* 64 digits, as a token has. */
#define FUZZ_TOKEN "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

/* Ends the program if there is no server to be had. */
dt_server *fuzz_server(void);
void fuzz_require(int condition);

#endif
