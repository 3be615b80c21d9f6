/* OUT_SIGNED_FIELDS: what a client acts on is signed (RFC 6376, 5.4.1, and chatmail/relay
 * opendkim.conf: Content-Type and Autocrypt beside the usual ones). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct sink *s = sink_mx(r);
	const char *to = peer_address(r, "bob", "");
	struct span m = mail_encrypted(r, sender(r), to);

	m = edit_before(r, m, "Chat-Version:",
	    run_span(r, "Autocrypt: addr=%s; keydata=mDMEXEcE6RYJKwYBBAHaRw8B\r\n", sender(r)));
	need_sent_text(r, to, m);
	expect_dkim_pass(r, need_mail_at(s, 1).octets, run_domain(r), NULL,
	    "From:To:Subject:Date:Content-Type:Autocrypt");
}

const struct test_case OUT_SIGNED_FIELDS = {
	.text = "the signature covers keys, type, recipients and date",
	.needs = NEED_MAIL | NEED_SINK,
	.accounts = 1,
	.mails = 1,
	.play = play,
};
