/* IMAP_EXPUNGE: EXPUNGE responses count while they go: each number refers to the
 * mailbox after those before it (RFC 3501, 7.4.1). Of three messages the first and the
 * last go. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct imapc *c = need_mailbox(r, fresh_account(r, 0), 3);
	bool here[3] = { true, true, true };

	need_imap(c, "OK", "STORE 1,3 +FLAGS.SILENT (\\Deleted)");
	expect_imap(c, "OK", "EXPUNGE");
	for (size_t i = 0; i < imapc_lines(c); i++) {
		struct span line = imapc_line(c, i);
		if (span_search_nocase(line, SPAN(" EXPUNGE")) == line.n)
			continue;
		unsigned n = line.p[0] - (unsigned)'0';
		for (size_t k = 0; k < 3; k++)
			if (here[k] && --n == 0)
				here[k] = false;
	}
	expect_true(r, !here[0] && here[1] && !here[2], "the first and the last are reported gone",
	    "left by the numbers: %d %d %d", here[0], here[1], here[2]);
	expect_imap(c, "OK", "FETCH 1:* (UID)");
	expect_true(r, imapc_fetch_uids(c, NULL, 0) == 1, "one message is left", "%zu",
	    imapc_fetch_uids(c, NULL, 0));
}

const struct test_case IMAP_EXPUNGE = {
	.text = "EXPUNGE responses have the right numbers",
	.needs = NEED_MAIL,
	.accounts = 1,
	.fresh = 1,
	.mails = 3,
	.play = play,
};
