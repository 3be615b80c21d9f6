/* DKIM_CANON_RELAXED: what servers on the way do to white space, folds and the case of names
 * does not break the signature (RFC 6376, 3.4.2 and 3.4.4). */
#include "conformance/case.h"

static struct span
signed_mail(struct run *r)
{
	struct span m = mail_shaped(r, peer_sender(r), account(r, 0)->address,
	    (struct mail_shape){ .head = "X-Note: two  spaces and\r\n a fold\r\n" });

	return dkimc_sign(r, m, &(struct dkim_how){ .fields = "From:To:Subject:Date:X-Note" });
}

static void
play(struct run *r)
{
	const char *part = "\r\nContent-Type: application/octet-stream";
	const struct variant v[] = {
		{ "untouched", signed_mail(r) },
		{ "folded otherwise",
		    edit_replace(r, signed_mail(r), "X-Note: two  spaces and\r\n a fold",
			"X-Note:\r\n\ttwo spaces \t\r\n and a\tfold \t") },
		{ "names in other case",
		    edit_replace(r, signed_mail(r), "\r\nX-Note: ", "\r\nx-NOTE:  ") },
		{ "white space in the body",
		    edit_replace(r, signed_mail(r), part,
			"\r\nContent-Type: \t application/octet-stream \t") },
		{ "lines at the end", edit_join(r, signed_mail(r), SPAN("\r\n\r\n")) },
	};

	expect_each_mx_accepted(r, v, COUNT_OF(v));
}

const struct test_case DKIM_CANON_RELAXED = {
	.text = "signatures in relaxed form verify",
	.needs = NEED_MAIL | NEED_PEER,
	.accounts = 1,
	.mails = 5,
	.play = play,
};
