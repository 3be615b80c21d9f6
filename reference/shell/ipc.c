/* The socket pair between two of our processes.
 *
 * SOCK_SEQPACKET keeps packet and descriptor together.  A full socket is no
 * error: messages queue here and go out when it drains.  Messages may hold a
 * password, so their memory is wiped before it is freed. */
#include "reference/shell/ipc.h"

#include <errno.h>
#include <openssl/crypto.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
	PACKET_OCTETS = 48 * 1024, /* fits the default socket buffer several times */
	PACKETS_A_TURN = 256       /* received before the loop may do something else */
};

#define MESSAGE_MOST (UINT64_C(256) << 20)

int
ipc_pair(int fds[2])
{
	return socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, fds);
}

struct ipc_message *
ipc_message(const struct ipc_head *h, struct span octets, int fd)
{
	struct ipc_message *m = malloc(sizeof(*m) + octets.n);

	if (m == NULL)
		return NULL;
	*m = (struct ipc_message){ .head = *h, .fd = fd };
	m->head.octets = octets.n;
	if (octets.n > 0)
		memcpy(m->octets, octets.p, octets.n);
	return m;
}

void
ipc_message_free(struct ipc_message *m)
{
	if (m == NULL)
		return;
	if (m->fd != -1)
		close(m->fd);
	OPENSSL_cleanse(m->octets, m->head.octets);
	free(m);
}

size_t
ipc_put_string(uint8_t *to, struct span s)
{
	uint32_t n = (uint32_t)s.n;

	memcpy(to, &n, sizeof(n));
	if (s.n > 0)
		memcpy(to + sizeof(n), s.p, s.n);
	return sizeof(n) + s.n;
}

bool
ipc_get_string(struct span *from, struct span *s)
{
	uint32_t n;

	if (from->n < sizeof(n))
		return false;
	memcpy(&n, from->p, sizeof(n));
	if (n > from->n - sizeof(n))
		return false;
	*s = span_sub(*from, sizeof(n), n);
	*from = span_sub(*from, sizeof(n) + n, from->n);
	return true;
}

/* One packet of m.  1 sent, 0 the socket is full, -1 the other side is gone. */
static int
send_packet(struct ipc *p, struct ipc_message *m)
{
	size_t left = m->head.octets - m->sent;
	size_t n = left < PACKET_OCTETS ? left : PACKET_OCTETS;
	m->head.at = m->sent;
	struct iovec iov[2] = { { &m->head, sizeof(m->head) }, { m->octets + m->sent, n } };
	struct msghdr msg = { .msg_iov = iov, .msg_iovlen = 2 };
	union {
		struct cmsghdr align;
		char octets[CMSG_SPACE(sizeof(int))];
	} control;

	if (m->fd != -1) {
		memset(&control, 0, sizeof(control));
		msg.msg_control = control.octets;
		msg.msg_controllen = sizeof(control.octets);
		struct cmsghdr *c = CMSG_FIRSTHDR(&msg);
		c->cmsg_level = SOL_SOCKET;
		c->cmsg_type = SCM_RIGHTS;
		c->cmsg_len = CMSG_LEN(sizeof(int));
		memcpy(CMSG_DATA(c), &m->fd, sizeof(int));
	}
	if (sendmsg(p->fd, &msg, MSG_NOSIGNAL) == -1)
		return errno == EAGAIN || errno == EINTR || errno == ENOBUFS || errno == ENOMEM ||
			errno == ETOOMANYREFS
		    ? 0
		    : -1;
	if (m->fd != -1)
		close(m->fd);
	m->fd = -1;
	m->begun = true;
	m->sent += n;
	return 1;
}

static void on_poll(uv_poll_t *poll, int status, int events);

static void
watch(struct ipc *p)
{
	if (!p->ended)
		uv_poll_start(
		    &p->poll, UV_READABLE | (p->first != NULL ? UV_WRITABLE : 0), on_poll);
}

/* An ended socket takes nothing; on_end comes from the reading side, which
 * first delivers what the other process managed to say. */
static void
flush(struct ipc *p)
{
	while (p->first != NULL) {
		struct ipc_message *m = p->first;
		int sent = send_packet(p, m);
		if (sent == 0)
			return;
		if (sent == 1 && m->sent < m->head.octets)
			continue;
		p->first = m->next;
		if (p->first == NULL)
			p->last = &p->first;
		ipc_message_free(m);
	}
}

void
ipc_send(struct ipc *p, struct ipc_message *m)
{
	if (p->ended) {
		ipc_message_free(m);
		return;
	}
	bool idle = ipc_idle(p);
	m->next = NULL;
	*p->last = m;
	p->last = &m->next;
	if (!idle)
		return;
	flush(p);
	if (!ipc_idle(p))
		watch(p);
}

bool
ipc_idle(const struct ipc *p)
{
	return p->first == NULL;
}

static void
end(struct ipc *p)
{
	if (p->ended)
		return;
	ipc_stop(p);
	p->on_end(p->ctx);
}

static int
received_fd(struct msghdr *msg)
{
	int fd = -1;

	for (struct cmsghdr *c = CMSG_FIRSTHDR(msg); c != NULL; c = CMSG_NXTHDR(msg, c)) {
		if (c->cmsg_level != SOL_SOCKET || c->cmsg_type != SCM_RIGHTS ||
		    c->cmsg_len != CMSG_LEN(sizeof(int)))
			continue;
		if (fd != -1)
			close(fd);
		memcpy(&fd, CMSG_DATA(c), sizeof(int));
	}
	return fd;
}

static void
deliver(struct ipc *p, struct span octets, int fd)
{
	p->in_part = false;
	p->on_message(p->ctx, &p->head, octets, fd);
}

/* The outbound process may die in the middle of a message, in either direction;
 * its successor goes on with the same pair and knows nothing of it. */
static void
drop_part(struct ipc *p)
{
	if (!p->in_part)
		return;
	if (p->part_fd != -1)
		close(p->part_fd);
	p->part_fd = -1;
	free(p->part);
	p->part = NULL;
	p->in_part = false;
}

/* A packet has come; false when it does not continue what came before. */
static bool
take_packet(struct ipc *p, struct span packet, int fd)
{
	struct ipc_head h;

	if (packet.p == NULL || packet.n < sizeof(h))
		return false;
	memcpy(&h, packet.p, sizeof(h));
	packet = span_sub(packet, sizeof(h), packet.n);
	if (h.at == 0)
		drop_part(p);
	if (!p->in_part) {
		if (h.at > 0)
			return fd == -1; /* the rest of what a predecessor had begun to read */
		if (h.octets > MESSAGE_MOST || h.kind == 0 || h.kind >= IPC_KINDS)
			return false;
		p->head = h;
		p->part_fd = fd;
		p->part_n = 0;
		if (packet.n == h.octets) {
			deliver(p, packet, fd);
			return true;
		}
		p->part = malloc(h.octets);
		if (p->part == NULL)
			return false;
		p->in_part = true;
	} else if (h.id != p->head.id || h.at != p->part_n || fd != -1) {
		return false;
	}
	if (packet.n == 0 || packet.n > p->head.octets - p->part_n)
		return false;
	memcpy(p->part + p->part_n, packet.p, packet.n);
	p->part_n += packet.n;
	if (p->part_n < p->head.octets)
		return true;
	uint8_t *whole = p->part;
	p->part = NULL;
	deliver(p, SPAN_OF(whole, p->part_n), p->part_fd);
	free(whole);
	return true;
}

/* 1 a packet was taken, 0 nothing there, -1 over. */
static int
receive(struct ipc *p)
{
	struct iovec iov = { p->packet, PACKET_OCTETS + sizeof(struct ipc_head) };
	union {
		struct cmsghdr align;
		char octets[CMSG_SPACE(sizeof(int))];
	} control;
	struct msghdr msg = { .msg_iov = &iov,
		.msg_iovlen = 1,
		.msg_control = control.octets,
		.msg_controllen = sizeof(control.octets) };

	ssize_t n = recvmsg(p->fd, &msg, MSG_CMSG_CLOEXEC);
	if (n == -1)
		return errno == EAGAIN || errno == EINTR ? 0 : -1;
	int fd = received_fd(&msg);
	if (n > 0 && (msg.msg_flags & MSG_TRUNC) == 0 &&
	    take_packet(p, SPAN_OF(p->packet, (size_t)n), fd))
		return 1;
	if (fd != -1)
		close(fd);
	return -1;
}

static void
on_poll(uv_poll_t *poll, int status, int events)
{
	struct ipc *p = poll->data;

	if (status == 0 && (events & UV_WRITABLE) != 0)
		flush(p);
	for (int i = 0; i < PACKETS_A_TURN && !p->ended; i++) {
		int got = receive(p);
		if (got == 0)
			break;
		if (got == -1)
			end(p);
	}
	watch(p);
}

int
ipc_start(struct ipc *p, uv_loop_t *loop, int fd, ipc_message_cb *on_message, ipc_end_cb *on_end,
    void *ctx)
{
	*p = (struct ipc){
		.fd = fd, .part_fd = -1, .on_message = on_message, .on_end = on_end, .ctx = ctx
	};
	p->last = &p->first;
	p->packet = malloc(PACKET_OCTETS + sizeof(struct ipc_head));
	if (p->packet == NULL || uv_poll_init(loop, &p->poll, fd) != 0) {
		free(p->packet);
		close(fd);
		return -1;
	}
	p->poll.data = p;
	watch(p);
	return 0;
}

static void
on_closed(uv_handle_t *h)
{
	struct ipc *p = h->data;

	close(p->fd);
}

void
ipc_stop(struct ipc *p)
{
	if (p->ended)
		return;
	p->ended = true;
	uv_poll_stop(&p->poll);
	uv_close((uv_handle_t *)&p->poll, on_closed);
	while (p->first != NULL) {
		struct ipc_message *m = p->first;
		p->first = m->next;
		ipc_message_free(m);
	}
	p->last = &p->first;
	free(p->part);
	p->part = NULL;
	free(p->packet);
	p->packet = NULL;
}
