/* DKIM_BROKEN_HEADER: a signed field that was changed, taken away, or added against an h= that
 * names it once more than it was there, breaks the signature (RFC 6376, 5.4.2). */
#include "conformance/case.h"

/* X-Note is there and is signed, and a second one is signed away. */
static struct span
noted(struct run *r)
{
	struct span m = mail_shaped(r, peer_sender(r), account(r, 0)->address,
	    (struct mail_shape){ .head = "X-Note: one\r\nX-End: two\r\n" });

	return dkimc_sign(r, m, &(struct dkim_how){ .fields = "From:To:Date:X-Note:X-Note:X-End" });
}

static void
play(struct run *r)
{
	struct span bit = mail_encrypted(r, peer_sender(r), account(r, 0)->address);
	const struct variant v[] = {
		{ "a field changed", edit_replace(r, noted(r), "X-Note: one", "X-Note: two") },
		{ "a field removed", edit_replace(r, noted(r), "X-Note: one\r\n", "") },
		{ "a field added",
		    edit_before(r, noted(r), "X-End: two", SPAN("X-Note: two\r\n")) },
		{ "a bit of b= changed",
		    dkimc_sign(r, bit, &(struct dkim_how){ .bad_signature = true }) },
	};

	expect_each_mx_refused(r, v, COUNT_OF(v), "5xx");
}

static void
twin(struct run *r)
{
	expect_mx_accepted(r, noted(r));
}

const struct test_case DKIM_BROKEN_HEADER = {
	.text = "a header that is not the signed one is refused",
	.needs = NEED_MAIL | NEED_PEER,
	.accounts = 1,
	.mails = 5,
	.play = play,
	.twin = twin,
};
