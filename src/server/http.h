/* The callbacks that the HTTP library gets. */
#ifndef DT_SERVER_HTTP_H
#define DT_SERVER_HTTP_H

#include "server/inside.h"

/* What the library hands over for a request. */
#define DT_HTTP_REQUEST                                                                                   \
    void *context, struct MHD_Connection *mhd, const char *path, const char *method, const char *version, \
        const char *piece, size_t *size, void **kept
enum MHD_Result dt_http_handle(DT_HTTP_REQUEST);
void dt_http_end(void *context, struct MHD_Connection *mhd, void **kept,
                 enum MHD_RequestTerminationCode reason);
void dt_http_notify(void *context, struct MHD_Connection *mhd, void **kept,
                    enum MHD_ConnectionNotificationCode code);

#endif
