/* Messages over sockets. */
#include "server/talk.h"

#include <errno.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

enum { PACKET = 32 * 1024, MESSAGE_LIMIT = 256 * 1024 * 1024, PATIENCE = 5 /* s */ };

struct packet {
    uint8_t kind, is_first, is_last;
    char data[PACKET];
};
enum { HEAD = offsetof(struct packet, data) };

int dt_talk_pair(int end[2])
{
    const struct timeval patience = {.tv_sec = PATIENCE};
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, end) != 0) return 0;
    setsockopt(end[0], SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    return 1;
}

static int send_packet(int socket, const struct packet *packet, size_t length)
{
    ssize_t n = -1;
    do
        n = send(socket, packet, HEAD + length, MSG_NOSIGNAL);
    while (n < 0 && errno == EINTR);
    return n == (ssize_t)(HEAD + length);
}

int dt_talk_send(int socket, enum dt_talk kind, const void *head, size_t n_head, const void *data, size_t n)
{
    struct packet packet = {.kind = (uint8_t)kind, .is_first = 1};
    const char *at = data;
    size_t length = n_head;
    if (n_head > PACKET) return 0;
    if (n_head) memcpy(packet.data, head, n_head);
    do {
        size_t piece = n < PACKET - length ? n : PACKET - length;
        if (piece) {
            memcpy(packet.data + length, at, piece);
            at += piece;
            n -= piece;
        }
        packet.is_last = n == 0;
        if (!send_packet(socket, &packet, length + piece)) return 0;
        packet.is_first = 0;
        length = 0;
    } while (!packet.is_last);
    return 1;
}

enum dt_talk dt_talk_receive(int socket, dt_text *message)
{
    struct packet packet;
    ssize_t n = -1;
    do
        n = recv(socket, &packet, sizeof packet, 0);
    while (n < 0 && errno == EINTR);
    if (n < HEAD || packet.kind >= DT_TALK_PIECE) return DT_TALK_END;
    if (packet.is_first) dt_text_clear(message);
    dt_text_append_bytes(message, packet.data, (size_t)n - HEAD);
    if (dt_text_status(message) != DT_OK || message->length > MESSAGE_LIMIT) return DT_TALK_END;
    return packet.is_last ? (enum dt_talk)packet.kind : DT_TALK_PIECE;
}

/* Room for one descriptor beside a byte. */
union control {
    struct cmsghdr align;
    char room[CMSG_SPACE(sizeof(int))];
};

int dt_talk_give(int socket, int descriptor)
{
    char byte = 0;
    union control control = {.room = {0}};
    struct iovec piece = {&byte, 1};
    struct msghdr message = {.msg_iov = &piece, .msg_iovlen = 1};
    message.msg_control = &control;
    message.msg_controllen = sizeof control;
    struct cmsghdr *head = CMSG_FIRSTHDR(&message);
    head->cmsg_level = SOL_SOCKET;
    head->cmsg_type = SCM_RIGHTS;
    head->cmsg_len = CMSG_LEN(sizeof descriptor);
    memcpy(CMSG_DATA(head), &descriptor, sizeof descriptor);
    ssize_t n = sendmsg(socket, &message, MSG_NOSIGNAL);
    close(descriptor);
    return n == 1;
}

int dt_talk_take(int socket)
{
    char byte = 0;
    int descriptor = -1;
    union control control = {.room = {0}};
    struct iovec piece = {&byte, 1};
    struct msghdr message = {.msg_iov = &piece, .msg_iovlen = 1};
    message.msg_control = &control;
    message.msg_controllen = sizeof control;
    if (recvmsg(socket, &message, MSG_CMSG_CLOEXEC) <= 0) return -1;
    struct cmsghdr *head = CMSG_FIRSTHDR(&message);
    if (head && head->cmsg_type == SCM_RIGHTS) memcpy(&descriptor, CMSG_DATA(head), sizeof descriptor);
    return descriptor;
}
