/* WEB_ALPN_IMAP: a client that says "imap" on 443 gets IMAP (requirements of core
 * behind firewalls; decision Q-28).  Whether the name is echoed is free: relays that pass the
 * octets on unread cannot.  The greeting is looked at first, then a real login. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct tls_offer offer = { .sni = webc_name(r), .alpn = "imap" };
	struct tls_seen seen = tls_probe(r, PORT_HTTPS, offer);
	const struct account *a = account(r, 0);

	expect_true(r, seen.up, "a connection with ALPN imap", "none, alert %d", seen.alert);
	expect_true(
	    r, span_starts_nocase(span_str(seen.first), SPAN("* OK")), "* OK", "%s", seen.first);
	expect_true(r, seen.alpn[0] == '\0' || span_eq(span_str(seen.alpn), SPAN("imap")),
	    "imap, or no protocol selected", "\"%s\" selected", seen.alpn);
	struct imapc *c = imapc_connect(r, PORT_HTTPS);
	expect_imap(
	    c, "OK", "LOGIN %s %s", imap_quoted(r, a->address), imap_quoted(r, a->password));
	expect_imap(c, "OK", "SELECT INBOX");
}

const struct test_case WEB_ALPN_IMAP = {
	.text = "ALPN imap on 443 leads to IMAP",
	.needs = NEED_HTTPS,
	.accounts = 1,
	.play = play,
};
