/* WEB_ALPN_SMTP: a client that says "smtp" on 443 gets submission (decision Q-28).
 * Whether the name is echoed is free.  The banner is looked at first, then EHLO and AUTH. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct tls_offer offer = { .sni = webc_name(r), .alpn = "smtp" };
	struct tls_seen seen = tls_probe(r, PORT_HTTPS, offer);
	const struct account *a = account(r, 0);

	expect_true(r, seen.up, "a connection with ALPN smtp", "none, alert %d", seen.alert);
	expect_true(r, span_starts(span_str(seen.first), SPAN("220")), "220", "%s", seen.first);
	expect_true(r, seen.alpn[0] == '\0' || span_eq(span_str(seen.alpn), SPAN("smtp")),
	    "smtp, or no protocol selected", "\"%s\" selected", seen.alpn);
	struct smtpc *c = smtpc_connect(r, PORT_HTTPS);
	smtpc_send(c, "EHLO relayspec.invalid");
	expect_reply(c, "250");
	smtpc_send(c, "AUTH PLAIN %s", sasl_plain(r, a->address, a->password));
	expect_reply(c, "235");
}

const struct test_case WEB_ALPN_SMTP = {
	.text = "ALPN smtp on 443 leads to submission",
	.needs = NEED_HTTPS,
	.accounts = 1,
	.play = play,
};
