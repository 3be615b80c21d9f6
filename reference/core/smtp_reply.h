/* Everything the SMTP side ever says; no other file knows codes or texts. */
#ifndef CORE_SMTP_REPLY_H
#define CORE_SMTP_REPLY_H

#include "base/buf.h"

/* The value is ten times the reply code, plus a number to tell texts apart. */
enum smtp_reply {
	SMTP_SILENT = 0, /* no reply yet, or: no objection */
	SMTP_HELP_TEXT = 2140,
	SMTP_GREETING = 2200,
	SMTP_TLS_GO = 2201,
	SMTP_BYE = 2210,
	SMTP_AUTH_DONE = 2350,
	SMTP_OK = 2500,
	SMTP_MAIL_OK = 2501,
	SMTP_RCPT_OK = 2502,
	SMTP_STORED = 2503,
	SMTP_EHLO_OK = 2504, /* written by smtp_reply_put_ehlo() */
	SMTP_HELO_OK = 2505,
	SMTP_VRFY_MAYBE = 2520,
	SMTP_AUTH_GO = 3340,
	SMTP_DATA_GO = 3540,
	SMTP_GIVE_UP = 4210,
	SMTP_STOPPING = 4211,
	SMTP_BUSY = 4212,
	SMTP_RATE = 4500,
	SMTP_STORE_DOWN = 4510,
	SMTP_DKIM_LATER = 4511,
	SMTP_MAILBOX_FULL = 4520,
	SMTP_RCPT_LIMIT = 4521,
	SMTP_NO_MEMORY = 4522,
	SMTP_AUTH_LATER = 4540,
	SMTP_UNKNOWN = 5000,
	SMTP_LINE_STRAY = 5001,
	SMTP_LINE_TOO_LONG = 5002,
	SMTP_SYNTAX = 5010,
	SMTP_PATH_SYNTAX = 5011,
	SMTP_AUTH_SYNTAX = 5012,
	SMTP_AUTH_CANCELLED = 5013,
	SMTP_EXPN_NO = 5020,
	SMTP_AUTH_NONE = 5021,
	SMTP_SEQUENCE_NO = 5030,
	SMTP_HELLO_FIRST = 5031,
	SMTP_AUTH_ALREADY = 5032,
	SMTP_TLS_ALREADY = 5033,
	SMTP_MECHANISM_NO = 5040,
	SMTP_ENCRYPTION_NEEDED = 5230,
	SMTP_NEED_TLS = 5300,
	SMTP_NEED_AUTH = 5301,
	SMTP_AUTH_NO = 5350,
	SMTP_FOREIGN_NO = 5500,
	SMTP_TOO_BIG = 5520,
	SMTP_SENDER_NO = 5530,
	SMTP_TEXT_STRAY = 5540,
	SMTP_FROM_NO = 5541,
	SMTP_HEADER_NO = 5542,
	SMTP_RELAY_NO = 5543,
	SMTP_AUTHOR_NO = 5544,
	SMTP_LOOP = 5545,
	SMTP_DKIM_NONE = 5546,
	SMTP_DKIM_FAIL = 5547,
	SMTP_RCPT_NONE = 5548, /* HTTPS: RCPT cannot fail to come before DATA */
	SMTP_PARAMETER_NO = 5550
};

enum { SMTP_REPLY_MAX = 1024 }; /* octets; no reply is longer, domain of 255 included */

/* Appends one complete reply.  domain: our own. */
void smtp_reply_put(struct buf *out, enum smtp_reply r, struct span domain);

/* What EHLO offers depends on where the session stands. */
struct smtp_offer {
	struct span domain;
	uint64_t size_max; /* octets */
	bool starttls;     /* in clear */
	bool auth;         /* in TLS */
};
void smtp_reply_put_ehlo(struct buf *out, const struct smtp_offer *o);

#endif
