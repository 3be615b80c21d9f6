/* MX_FROM_MISSING: without From there is no author whose domain could have signed (RFC 5322, 3.6).
 * The signature is right, and says that there was no From. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct span m = mail_encrypted(r, peer_sender(r), account(r, 0)->address);
	struct dkim_how how = { .domain = peer_domain(r), .fields = "From:To:Subject:Date" };

	m = edit_replace(r, m, run_text(r, "From: <%s>\r\n", peer_sender(r)), "");
	expect_mx_refused(r, dkimc_sign(r, m, &how), "5xx");
}

static void
twin(struct run *r)
{
	expect_mx_accepted(r, peer_mail(r, account(r, 0)->address));
}

const struct test_case MX_FROM_MISSING = {
	.text = "a message without From is refused on port 25",
	.needs = NEED_PEER | NEED_MAIL,
	.accounts = 1,
	.mails = 2,
	.play = play,
	.twin = twin,
};
