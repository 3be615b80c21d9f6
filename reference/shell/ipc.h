/* Messages between two of our processes: framed, ordered, with a descriptor.
 *
 * A message is a head, octets and at most one descriptor.  On the wire it is
 * one or more SOCK_SEQPACKET packets; the receiver puts it together again.
 * Both ends are the same program on the same machine, so the head travels as
 * it lies in memory. */
#ifndef SHELL_IPC_H
#define SHELL_IPC_H

#include "base/cdefs.h"
#include "base/span.h"

#include <uv.h>

enum ipc_kind {
	IPC_LOGIN = 1, /* a: may create; strings address, password | account */
	IPC_DELIVER,   /* a: size; strings sender, recipients...; fd | */
	IPC_OPEN,      /* account; name | mailbox, a: uid_validity, b: uid_next; message_info... */
	IPC_CLOSE,     /* mailbox; no answer */
	IPC_LEAVE,     /* account: the session of an IPC_LOGIN is over; no answer */
	IPC_BODY,      /* mailbox, a: uid | a: size, fd */
	IPC_FLAGS,     /* mailbox, a: op, b: flags; uint32_t uids... | */
	IPC_EXPUNGE,   /* mailbox, a: 1 all, 0 only those listed; uint32_t uids... | */
	IPC_COPY,   /* account, mailbox, a: move; string to, uids... | a: uid_validity; pairs... */
	IPC_APPEND, /* account, a: size; struct append_request, name; fd | as IPC_COPY */
	IPC_LIST,   /* account | for each: octet 1 exists + 2 subscribed, string name */
	IPC_COUNT,  /* account; name | struct mailbox_counts */
	IPC_CREATE, /* account; name | */
	IPC_REMOVE, /* account; name | */
	IPC_RENAME, /* account; strings from, to | */
	IPC_SUBSCRIBE,   /* account, a: on; name | */
	IPC_QUOTA,       /* account | a: used, b: limit */
	IPC_ADD_TOKEN,   /* account; the token | */
	IPC_GET_TOKENS,  /* account | the tokens joined by SP */
	IPC_EVENT,       /* mailbox, a: enum store_event; one struct message_info */
	IPC_DROP_TOKENS, /* account | */
	IPC_PUSH_READY,  /* outbound to store: it has started, nothing is under way; no answer */
	IPC_PUSH,        /* store to outbound, a: whom to wake; the token; answered by: */
	IPC_PUSHED,      /* outbound to store, a: as there, b: enum push_result */
	IPC_CONNECT,     /* front to outbound | fd: connected to iroh_upstream */
	IPC_TXT, /* front to outbound, a name | a: enum txt_result; a string for each record */
	IPC_SEND_READY, /* outbound to store: it has started, no mail is under way; id: of its own,
			  * not that of a predecessor; no answer */
	IPC_SEND,       /* store to outbound, id: as there (another one: meant for a predecessor, to
			  * be ignored), a: which, b: octets of the message; strings domain, sender,
			  * recipients...; fd; answered by: */
	IPC_SENT,       /* outbound to store, a: as there; for each recipient in that order a
			  * string: octet of enum sent_result, then what the other side said */
	IPC_KINDS
};

/* What became of one recipient of an IPC_SEND. */
enum sent_result { SENT_DONE = 'd', SENT_LATER = 'l', SENT_NEVER = 'n' };

struct ipc_head {
	uint32_t kind;   /* enum ipc_kind; an answer has that of its request */
	uint32_t status; /* enum store_status, in answers */
	uint64_t id;     /* chosen by who asks, repeated in the answer */
	int64_t account, mailbox;
	uint64_t a, b;   /* see enum ipc_kind */
	uint64_t octets; /* of the whole message, in every packet of it */
	uint64_t at;     /* where in them this packet's are */
};

/* How IPC_APPEND begins. */
struct append_request {
	int64_t date;
	uint32_t flags, dated;
};

/* A message that waits to be sent. */
struct ipc_message {
	struct ipc_message *next;
	struct ipc_head head;
	int fd;      /* -1: none; closed when sent or freed */
	size_t sent; /* octets already on the wire */
	bool begun;  /* the first packet is on the wire */
	uint8_t octets[];
};

/* The octets and fd belong to the callee during the call; it takes the fd. */
typedef void ipc_message_cb(void *ctx, const struct ipc_head *h, struct span octets, int fd);
/* The other process is gone; nothing can be sent or will come any more. */
typedef void ipc_end_cb(void *ctx);

struct ipc {
	uv_poll_t poll;
	int fd;
	bool ended;
	struct ipc_message *first, **last;
	/* What has come of a message in several packets. */
	struct ipc_head head;
	uint8_t *part;
	size_t part_n;
	int part_fd;
	bool in_part;
	uint8_t *packet;
	ipc_message_cb *on_message;
	ipc_end_cb *on_end;
	void *ctx;
};

/* A connected pair, close-on-exec and non-blocking; -1 with errno. */
int ipc_pair(int fds[2]) MUST_USE;

/* Starts receiving.  The fd is given away. */
int ipc_start(struct ipc *p, uv_loop_t *loop, int fd, ipc_message_cb *on_message,
    ipc_end_cb *on_end, void *ctx) MUST_USE;

/* A message with a copy of octets; the fd is given away.  NULL: no memory. */
struct ipc_message *ipc_message(const struct ipc_head *h, struct span octets, int fd) MUST_USE;
void ipc_message_free(struct ipc_message *m);

/* Queues a message and sends what the socket takes now; the rest follows. */
void ipc_send(struct ipc *p, struct ipc_message *m);

bool ipc_idle(const struct ipc *p); /* nothing waits to be sent */
void ipc_stop(struct ipc *p);

/* Length-prefixed strings: how several spans share one payload.  put returns
 * the octets written (memory is large enough: n + 4); get is false at the end
 * or when the rest is malformed. */
size_t ipc_put_string(uint8_t *to, struct span s);
bool ipc_get_string(struct span *from, struct span *s);

#endif
