/* SMTP replies: RFC 5321 4.2, enhanced codes RFC 2034 and 3463.  Decides
 * nothing.  Every line is a code, SP or "-", text and CRLF (SMTP_REPLY_GRAMMAR).
 * Clients look for words in one of them: GATE_TEXT. */
#include "reference/core/smtp_reply.h"

struct row {
	enum smtp_reply reply;
	const char *line; /* "%": our domain */
};

// clang-format off
static const struct row rows[] = {
	{ SMTP_HELP_TEXT,         "214 2.0.0 See RFC 5321 and RFC 6409" },
	{ SMTP_GREETING,          "220 % ESMTP" },
	{ SMTP_TLS_GO,            "220 2.0.0 Start TLS now" },
	{ SMTP_BYE,               "221 2.0.0 Bye" }, /* SMTP_QUIT */
	{ SMTP_AUTH_DONE,         "235 2.7.0 Authentication successful" },
	{ SMTP_OK,                "250 2.0.0 OK" },
	{ SMTP_MAIL_OK,           "250 2.1.0 Sender OK" },
	{ SMTP_RCPT_OK,           "250 2.1.5 Recipient OK" },
	{ SMTP_STORED,            "250 2.0.0 Message stored" },
	{ SMTP_HELO_OK,           "250 %" },
	{ SMTP_VRFY_MAYBE,        "252 2.0.0 Send some mail, I will try my best" }, /* SMTP_VRFY */
	{ SMTP_AUTH_GO,           "334 " },
	{ SMTP_DATA_GO,           "354 End data with <CR><LF>.<CR><LF>" },
	{ SMTP_GIVE_UP,           "421 4.7.0 Too many bad commands" },
	{ SMTP_STOPPING,          "421 4.3.2 Going down, try again later" },
	{ SMTP_BUSY,              "421 4.3.1 Too much mail at once, try again later" },
	{ SMTP_RATE,              "450 4.7.1 Too much mail, try again in a few seconds" },
	{ SMTP_STORE_DOWN,        "451 4.3.0 Mail system error, try again later" },
	{ SMTP_DKIM_LATER,        "451 4.7.5 Cannot check the DKIM signature now, try again later" },
	{ SMTP_MAILBOX_FULL,      "452 4.2.2 Mailbox or storage full" },
	{ SMTP_RCPT_LIMIT,        "452 4.5.3 Too many recipients" },
	{ SMTP_NO_MEMORY,         "452 4.3.1 Not enough memory, try again later" },
	{ SMTP_AUTH_LATER,        "454 4.7.0 Temporary authentication failure" },
	{ SMTP_UNKNOWN,           "500 5.5.1 Unknown command" },
	{ SMTP_LINE_STRAY,        "500 5.5.2 Bare CR, bare LF or NUL in a command" },
	{ SMTP_LINE_TOO_LONG,     "500 5.5.6 Command line too long" },
	{ SMTP_SYNTAX,            "501 5.5.4 Syntax error in arguments" },
	{ SMTP_PATH_SYNTAX,       "501 5.1.7 Syntax error in path" },
	{ SMTP_AUTH_SYNTAX,       "501 5.5.2 Cannot decode response" },
	{ SMTP_AUTH_CANCELLED,    "501 5.7.0 Authentication cancelled" },
	{ SMTP_EXPN_NO,           "502 5.5.1 EXPN is not available" }, /* SMTP_EXPN */
	{ SMTP_AUTH_NONE,         "502 5.5.1 AUTH is not available here" }, /* MX_NO_AUTH */
	{ SMTP_SEQUENCE_NO,       "503 5.5.1 Bad sequence of commands" },
	{ SMTP_HELLO_FIRST,       "503 5.5.1 Send EHLO first" },
	{ SMTP_AUTH_ALREADY,      "503 5.5.1 Already authenticated" },
	{ SMTP_TLS_ALREADY,       "503 5.5.1 TLS is already on" },
	{ SMTP_MECHANISM_NO,      "504 5.5.4 Only AUTH PLAIN is available" },
	{ SMTP_ENCRYPTION_NEEDED, "523 5.7.1 Encryption Needed: Invalid Unencrypted Mail" },
	{ SMTP_NEED_TLS,          "530 5.7.0 Must issue a STARTTLS command first" },
	{ SMTP_NEED_AUTH,         "530 5.7.0 Authentication required" },
	{ SMTP_AUTH_NO,           "535 5.7.8 Authentication failed" }, /* ACC_SMTP_FAILURE_CODE */
	{ SMTP_FOREIGN_NO,        "550 5.7.1 No delivery to other domains" },
	{ SMTP_TOO_BIG,           "552 5.3.4 Message too big" },
	{ SMTP_SENDER_NO,         "553 5.7.1 Sender must be the address you logged in with" },
	{ SMTP_TEXT_STRAY,        "554 5.6.0 Bare CR, bare LF or NUL in the message" },
	{ SMTP_FROM_NO,           "554 5.7.1 From must be one address, the one you logged in with" },
	{ SMTP_HEADER_NO,         "554 5.6.0 Malformed or oversized message header" },
	{ SMTP_RELAY_NO,          "554 5.7.1 Relay access denied" }, /* MX_RELAY_PERMANENT */
	{ SMTP_AUTHOR_NO,         "554 5.6.0 From must be one address" },
	{ SMTP_LOOP,              "554 5.4.6 Too many hops" }, /* MX_LOOP */
	{ SMTP_DKIM_NONE,         "554 5.7.1 No DKIM signature found" }, /* DKIM_NONE */
	{ SMTP_DKIM_FAIL,         "554 5.7.1 No valid DKIM signature found" },
	{ SMTP_RCPT_NONE,         "554 5.5.1 No recipients" },
	{ SMTP_PARAMETER_NO,      "555 5.5.4 Unknown or malformed parameter" },
};
// clang-format on

void
smtp_reply_put(struct buf *out, enum smtp_reply r, struct span domain)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (rows[i].reply != r)
			continue;
		for (const char *c = rows[i].line; *c != '\0'; c++) {
			if (*c == '%')
				buf_put(out, domain);
			else
				buf_put_octet(out, (uint8_t)*c);
		}
		buf_put_str(out, "\r\n");
		return;
	}
}

void
smtp_reply_put_ehlo(struct buf *out, const struct smtp_offer *o)
{
	buf_put_str(out, "250-");
	buf_put(out, o->domain);
	buf_put_str(out, "\r\n250-PIPELINING\r\n250-SIZE "); /* SMTP_PIPELINING */
	buf_put_u64(out, o->size_max);                       /* SUB_SIZE_ADVERTISED */
	buf_put_str(out, "\r\n");
	if (o->starttls) /* MX_STARTTLS */
		buf_put_str(out, "250-STARTTLS\r\n");
	if (o->auth) /* ACC_PLAIN_ONLY; TLS_SMTP_NO_AUTH_CLEAR, MX_NO_AUTH */
		buf_put_str(out, "250-AUTH PLAIN\r\n");
	buf_put_str(out, "250-8BITMIME\r\n250-SMTPUTF8\r\n250 ENHANCEDSTATUSCODES\r\n");
}
