/* Messages between the server, its nursery and its children, over sockets that keep packets whole.
 *
 * A message is one or more packets; each says of what kind it is and whether it is the first or the last. A
 * sender that dies in the middle cannot spoil what comes after: the next first packet begins anew. */
#ifndef DT_SERVER_TALK_H
#define DT_SERVER_TALK_H

#include "io/text.h"

enum dt_talk {
    DT_TALK_ASK,    /* to a child: dt_ask, then the body */
    DT_TALK_ANSWER, /* of a request: HTTP status as int, then the text */
    DT_TALK_EVENT,  /* of a job: name with its zero byte, then the data */
    DT_TALK_EXIT,   /* from the nursery: how the child ended, an int as waitpid gives it */
    DT_TALK_PIECE,  /* a message is not complete yet */
    DT_TALK_END     /* nothing will come any more */
};

/* What a child is asked to do. */
typedef struct dt_ask {
    int is_job, index; /* kind of job, or route */
    int threads;
} dt_ask;

/* Two ends of a new connection; 0 if there is none to be had. */
int dt_talk_pair(int end[2]);
/* Sends head and data as one message; 0 if the other side is gone, or does not read for 5 s. */
int dt_talk_send(int socket, enum dt_talk kind, const void *head, size_t n_head, const void *data, size_t n);
/* Reads one packet, waiting for it; the kind of the message if that makes it complete. */
enum dt_talk dt_talk_receive(int socket, dt_text *message);
/* Hands over a file descriptor, which is closed here; 0 if the other side is gone. Receiving gives -1 then.
 */
int dt_talk_give(int socket, int descriptor);
int dt_talk_take(int socket);

#endif
