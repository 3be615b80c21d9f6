/* MX_REST_INTACT: the message that was signed is the one that arrives, octet by octet (chatmail/
 * relay#1004, #1016): order, folds, tabs, blanks at line ends, names that only begin like those that
 * are removed, and the subject.  Two fields of the relay's own may stand before it. */
#include "conformance/case.h"

/* Nothing but these fields and their folds. */
static bool
are_own(struct span s)
{
	for (size_t at = 0; at < s.n; at = span_find(s, at, '\n') + 1) {
		struct span line = span_sub(s, at, s.n);
		if (!span_starts_nocase(line, SPAN("Return-Path:")) &&
		    !span_starts_nocase(line, SPAN("Delivered-To:")) &&
		    (at == 0 || (s.p[at] != ' ' && s.p[at] != '\t')))
			return false;
	}
	return true;
}

static void
play(struct run *r)
{
	struct span m = mail_encrypted(r, peer_sender(r), account(r, 0)->address);

	m = edit_replace(r, m, "Subject: [...]", "subject:  Re:  a subject\r\n\tin  two lines ");
	m = edit_before(r, m, "Chat-Version:",
	    SPAN("Received-SPF: none\r\nX-DKIM-Signature: a=b\r\nX-Tail: blanks  \t\r\n"
		 "X-Twice: 1\r\nX-Between:\r\n three\r\n\tlines\r\nX-Twice: 2\r\n"));
	struct span got = expect_mx_accepted(r, dkimc_sign(r, m, NULL));
	size_t own = got.n >= m.n ? got.n - m.n : 0;
	expect_true(r, span_eq(span_sub(got, own, m.n), m),
	    "the octets that were sent, without the signature", "%zu octets sent, %zu arrived", m.n,
	    got.n);
	expect_true(r, are_own(span_sub(got, 0, own)),
	    "nothing but Return-Path and Delivered-To before", "%.*s", (int)own,
	    (const char *)got.p);
}

const struct test_case MX_REST_INTACT = {
	.text = "every other octet is delivered as it came",
	.needs = NEED_PEER | NEED_MAIL,
	.accounts = 1,
	.mails = 1,
	.play = play,
};
