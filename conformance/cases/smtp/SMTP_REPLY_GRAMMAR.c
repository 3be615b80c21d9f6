/* SMTP_REPLY_GRAMMAR: replies are what RFC 5321, 4.2 says: three digits, SP or hyphen,
 * text, CRLF; the codes of one reply agree; lines have at most 512 octets (4.5.3.1.5). */
#include "conformance/case.h"

/* No line above the limit; the reader itself insists on digits, separator and CRLF. */
static void
check(struct smtpc *c, struct run *r)
{
	struct span all = smtpc_reply(c);
	size_t most = 0;

	for (size_t at = 0, end; at < all.n; at = end + 1) {
		end = span_find(all, at, '\n');
		most = end - at > most ? end - at : most;
	}
	expect_true(r, most + 2 <= (size_t)limit_number(r, "smtp_reply_octets"),
	    "reply lines of at most 512 octets", "%zu octets", most + 2);
}

static void
play(struct run *r)
{
	static const char *const line[] = { "EHLO x.example", "HELO x.example", "NOOP", "VRFY x",
		"RSET", "XYZZY", "HELP", "QUIT" };
	struct smtpc *c = smtpc_connect(r, PORT_SUBMISSIONS);

	check(c, r);
	for (size_t i = 0; i < COUNT_OF(line); i++) {
		smtpc_send(c, "%s", line[i]);
		expect_reply(c, "2xx 5xx");
		check(c, r);
	}
}

const struct test_case SMTP_REPLY_GRAMMAR = {
	.text = "replies follow the grammar",
	.needs = NEED_SUBMISSIONS,
	.play = play,
};
