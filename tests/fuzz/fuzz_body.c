/* Fuzz target of bodies: the first line names a route, what follows is the body. Any bytes give an answer
 * with a known code, and the answer is JSON. What a child of the server does is done here in the open, so
 * that its checks see it. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "serve.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int is_known(int code)
{
    static const int known[] = {200, 202, 400, 404, 422, 503};
    for (size_t k = 0; k < sizeof known / sizeof known[0]; k++)
        if (known[k] == code) return 1;
    return 0;
}

/* The route that the first line names; otherwise one by chance. */
static const dt_route *find_route(const uint8_t *data, size_t length)
{
    char path[64] = "", id[20];
    int other = 0;
    memcpy(path, data, length < sizeof path - 1 ? length : sizeof path - 1);
    const dt_route *route = dt_route_find("POST", path, id, &other);
    for (int r = path[0]; !route; r++)
        if (strcmp(dt_route_at(abs(r) % dt_route_count())->method, "POST") == 0)
            route = dt_route_at(abs(r) % dt_route_count());
    return route;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const uint8_t *end = size ? memchr(data, '\n', size) : NULL;
    if (!end) return 0;
    size_t head = (size_t)(end - data) + 1;
    dt_request request = {.server = fuzz_server(),
                          .route = find_route(data, head - 1),
                          .body = malloc(size - head + 1),
                          .length = size - head};
    if (!request.body) return 0;
    memcpy(request.body, data + head, size - head);
    dt_text_init(&request.text);
    dt_answer(&request);
    fuzz_require(is_known(request.code));
    /* A job's answer is made when it stands in line. */
    if (request.code != 202) {
        json_t *json = json_loadb(request.text.data, request.text.length, JSON_REJECT_DUPLICATES, NULL);
        fuzz_require(json_is_object(json) && json_integer_value(json_object_get(json, "schema")) == 1);
        fuzz_require((request.code == 200) == !json_object_get(json, "diagnostics"));
        json_decref(json);
    }
    dt_text_clear(&request.text);
    free(request.body);
    return 0;
}
