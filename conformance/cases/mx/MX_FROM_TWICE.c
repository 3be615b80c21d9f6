/* MX_FROM_TWICE: two From fields, one of the domain that signed, let the relay check one and a client
 * show the other (RFC 6376, 8.15).  The signature covers both and is right; either order.  Refusing
 * conforms, and so does delivering only the true one. */
#include "conformance/case.h"

static void
offer(struct run *r, bool first, const char *other, const char *want)
{
	struct smtpc *c = smtpc_ready(r, PORT_SMTP);
	struct imapc *box = imapc_inbox(r, account(r, 0));
	struct span m = mail_encrypted(r, peer_sender(r), account(r, 0)->address);
	struct dkim_how how = { .domain = peer_domain(r), .fields = "From:From:To:Subject:Date" };
	struct span id = mail_field(m, "Message-ID");

	m = edit_before(r, m, first ? "From: <" : "Chat-Version:", span_str(other));
	expect_submit(c, peer_sender(r), account(r, 0)->address, dkimc_sign(r, m, &how), want);
	if (smtpc_code(c) != 250)
		return;
	struct span got = need_arrival(box, run_text(r, "%.*s", (int)id.n, (const char *)id.p));
	struct span from = mail_field(got, "From");
	expect_true(r,
	    mail_fields(got, "From") == 1 && span_search(from, span_str(peer_sender(r))) < from.n,
	    "one From field, of the domain that signed", "%zu From fields",
	    mail_fields(got, "From"));
}

static void
play(struct run *r)
{
	offer(r, true, "From: <victim@example.net>\r\n", "5xx 250");
	offer(r, false, "From: <victim@example.net>\r\n", "5xx 250");
}

static void
twin(struct run *r)
{
	offer(r, false, "", "250");
}

const struct test_case MX_FROM_TWICE = {
	.text = "a second From is refused or removed on port 25",
	.needs = NEED_PEER | NEED_MAIL,
	.accounts = 1,
	.mails = 2,
	.play = play,
	.twin = twin,
};
