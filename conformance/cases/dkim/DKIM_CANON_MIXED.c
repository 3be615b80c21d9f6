/* DKIM_CANON_MIXED: header and body each have their form; one word names the header's only
 * (RFC 6376, 3.5). What the relaxed half allows was done to it on the way. */
#include "conformance/case.h"

static struct span
signed_in(struct run *r, const char *canon, const char *said)
{
	struct mail_shape s = { .head = "X-Note: two  spaces\r\n",
		.part2_head = "Content-Type:  application/octet-stream\r\n" };
	struct span m = mail_shaped(r, peer_sender(r), account(r, 0)->address, s);

	return dkimc_sign(
	    r, m, &(struct dkim_how){ .canon = canon, .c = said, .fields = "From:To:X-Note" });
}

static void
play(struct run *r)
{
	const char *field = "X-Note: two  spaces", *refold = "X-Note:\r\n two spaces ";
	const char *wide = "\r\nContent-Type:  application",
		   *part = "\r\nContent-Type: application";
	struct span rs = signed_in(r, "relaxed/simple", NULL);
	struct span sr = signed_in(r, "simple/relaxed", NULL);
	struct span one = signed_in(r, "relaxed/simple", "relaxed");
	const struct variant v[] = {
		{ "c=relaxed/simple", edit_replace(r, rs, field, refold) },
		{ "c=simple/relaxed", edit_replace(r, sr, wide, part) },
		{ "c=relaxed", edit_replace(r, one, field, refold) },
	};

	expect_each_mx_accepted(r, v, COUNT_OF(v));
}

const struct test_case DKIM_CANON_MIXED = {
	.text = "signatures in mixed forms verify",
	.needs = NEED_MAIL | NEED_PEER,
	.accounts = 1,
	.mails = 3,
	.play = play,
};
