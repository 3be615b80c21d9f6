/* ACC_PLAIN_ONLY: PLAIN inside TLS is the one mechanism: with others the server would
 * have to keep passwords it can read (RFC 4616; dovecot.conf of deployed relays). */
#include "conformance/case.h"

/* In both spellings: that of RFC 4954, and the older AUTH=. */
static bool
offers_other(struct span reply)
{
	for (size_t at = 0, end; at < reply.n; at = end + 1) {
		end = span_find(reply, at, '\n');
		struct span line =
		    span_trim(span_sub(reply, at + 4, end > at + 4 ? end - at - 4 : 0));
		if (span_starts_nocase(line, SPAN("AUTH")) &&
		    !span_eq_nocase(line, SPAN("AUTH PLAIN")) &&
		    !span_eq_nocase(line, SPAN("AUTH=PLAIN")))
			return true;
	}
	return false;
}

static void
play(struct run *r)
{
	struct smtpc *s = smtpc_ready(r, PORT_SUBMISSIONS);
	struct imapc *c = imapc_connect(r, PORT_IMAPS);

	expect_true(r, smtpc_offers(s, "AUTH", "PLAIN"), "AUTH PLAIN in EHLO", "it is missing");
	expect_true(r, !offers_other(smtpc_reply(s)), "no other AUTH in EHLO", "%.*s",
	    (int)smtpc_reply(s).n, (const char *)smtpc_reply(s).p);
	expect_imap(c, "OK", "CAPABILITY");
	struct span line = imapc_find(c, "AUTH=PLAIN");
	expect_true(r, line.n > 0, "AUTH=PLAIN in CAPABILITY", "it is missing");
	size_t first = span_search_nocase(line, SPAN("AUTH="));
	struct span rest = span_sub(line, first + 5, line.n);
	expect_true(r, span_search_nocase(rest, SPAN("AUTH=")) == rest.n,
	    "no other AUTH= in CAPABILITY", "%.*s", (int)line.n, (const char *)line.p);
}

const struct test_case ACC_PLAIN_ONLY = {
	.text = "PLAIN is the only mechanism offered",
	.needs = NEED_MAIL,
	.play = play,
};
