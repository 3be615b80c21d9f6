/* DKIM_TAG_FOLDED: white space and folds may stand between all words of the field (RFC 6376,
 * 3.2 and 3.5). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	static const char *const name[] = { "around ;", "around =", "in b=", "in h=", "on one line",
		"; at the end" };
	const struct dkim_how how[] = {
		{ .between = " ;\r\n\t " },
		{ .equals = " =\r\n\t" },
		{ .b_folded = true },
		{ .fields = "From:To:Subject", .h = "From :\r\n\tTo\t: Subject" },
		{ .between = ";" },
		{ .c = "relaxed/relaxed;", .order = "v a d s h bh b c" },
	};
	struct variant v[COUNT_OF(how)];

	for (size_t i = 0; i < COUNT_OF(v); i++) {
		struct span m = mail_encrypted(r, peer_sender(r), account(r, 0)->address);
		v[i] = (struct variant){ name[i], dkimc_sign(r, m, &how[i]) };
	}
	expect_each_mx_accepted(r, v, COUNT_OF(v));
}

const struct test_case DKIM_TAG_FOLDED = {
	.text = "white space in the field is accepted",
	.needs = NEED_MAIL | NEED_PEER,
	.accounts = 1,
	.mails = 7,
	.play = play,
};
