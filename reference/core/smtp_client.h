/* One delivery to another server: what we say when it says that (RFC 5321,
 * 3207, 1870, 6152, 6531).
 *
 * Pure: the caller brings all octets that have come and does what is wished.
 * One command at a time; what has not been asked for is a breach of the
 * protocol.  Nothing about the mail is said before TLS. */
#ifndef CORE_SMTP_CLIENT_H
#define CORE_SMTP_CLIENT_H

#include "base/buf.h"
#include "reference/core/smtp_answer.h"

enum {
	SMTP_CLIENT_COMMAND_MAX = 1024, /* octets of a command of ours */
	SMTP_ANSWER_TEXT_MAX = 500      /* of a reply that anybody is told */
};

enum smtp_fate {
	SMTP_FATE_OPEN,  /* nothing said yet */
	SMTP_FATE_TAKEN, /* 250 to RCPT, the message not yet */
	SMTP_FATE_DONE,
	SMTP_FATE_LATER,
	SMTP_FATE_NEVER
};

struct smtp_client_rcpt {
	struct span address;
	enum smtp_fate fate;
};

struct smtp_client_mail {
	struct span helo;   /* our name */
	struct span sender; /* empty: null */
	struct smtp_client_rcpt *rcpt;
	size_t n;
	uint64_t size;  /* octets of the message */
	bool eight_bit; /* it has octets above 127, */
	bool utf8;      /* in its header or in an address */
};

enum smtp_client_state {
	SMTP_CLIENT_AT_BANNER, /* each: its reply is awaited */
	SMTP_CLIENT_AT_EHLO_CLEAR,
	SMTP_CLIENT_AT_STARTTLS,
	SMTP_CLIENT_AT_TLS, /* the handshake is under way */
	SMTP_CLIENT_AT_EHLO,
	SMTP_CLIENT_AT_MAIL,
	SMTP_CLIENT_AT_RCPT,
	SMTP_CLIENT_AT_DATA,
	SMTP_CLIENT_AT_TEXT, /* the message is being sent, no reply is due */
	SMTP_CLIENT_AT_END,
	SMTP_CLIENT_AT_QUIT,
	SMTP_CLIENT_AT_CLOSE
};

enum smtp_client_wish {
	SMTP_CLIENT_WAIT,  /* for more octets */
	SMTP_CLIENT_SEND,  /* what has been written to out */
	SMTP_CLIENT_TLS,   /* shake hands, then smtp_client_secured() */
	SMTP_CLIENT_TEXT,  /* send the message stuffed, then smtp_client_sent() */
	SMTP_CLIENT_CLOSE, /* there is nothing more to say */
};

struct smtp_client {
	struct smtp_client_mail mail;
	enum smtp_client_state state;
	struct smtp_answer answer; /* being read */
	struct buf text;           /* the last reply, to be shown */
	uint8_t text_octets[SMTP_ANSWER_TEXT_MAX];
	size_t at;       /* which RCPT */
	bool decided;    /* no fate is open or will change */
	bool next;       /* this server is of no use, another one may be */
	const char *why; /* our own words for the reason, NULL: those of the server */
	/* What the last EHLO offered. */
	bool starttls, size, eight_bit, utf8;
	uint64_t size_most; /* 0: no limit told */
};

/* mail: copied, what it points to stays the caller's; all fates open.  False:
 * an address cannot be said in a command. */
bool smtp_client_init(struct smtp_client *c, const struct smtp_client_mail *mail);

/* in: all octets that have come and were not eaten.  out has room for a command. */
enum smtp_client_wish smtp_client_feed(
    struct smtp_client *c, struct span in, size_t *eaten, struct buf *out);

/* TLS is there and the certificate is right: EHLO again. */
void smtp_client_secured(struct smtp_client *c, struct buf *out);

/* The end of the message is sent. */
void smtp_client_sent(struct smtp_client *c);

/* The connection is gone, or took too long; why: for people, a literal. */
void smtp_client_lost(struct smtp_client *c, const char *why);

#endif
