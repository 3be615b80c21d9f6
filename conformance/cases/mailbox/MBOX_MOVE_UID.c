/* MBOX_MOVE_UID: UID MOVE tells COPYUID in an untagged OK and then EXPUNGE (RFC 6851, 4.3; RFC
 * 4315): the client learns the new UID before the old one goes. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const char *from;
	struct imapc *c = need_filled(r, "from", 1, &from);
	const char *to = need_box(c, "to");

	need_offer(c, "MOVE");
	need_offer(c, "UIDPLUS");
	need_imap(c, "OK", "FETCH 1 (UID)");
	int64_t uid = imapc_number(c, "UID");
	expect_imap(c, "OK", "UID MOVE %lld %s", (long long)uid, to);
	size_t told = imapc_lines(c), gone = told;
	for (size_t i = imapc_lines(c); i-- > 0;) {
		if (span_search_nocase(imapc_line(c, i), SPAN("[COPYUID ")) < imapc_line(c, i).n)
			told = i;
		if (span_ends(imapc_line(c, i), SPAN(" EXPUNGE")))
			gone = i;
	}
	expect_true(
	    r, told < gone && gone < imapc_lines(c), "COPYUID, then EXPUNGE", "another order");
	struct span code = imapc_code(c, "COPYUID");
	expect_true(r, span_number(code, 1) == uid, "the UID in COPYUID", "%.*s", (int)code.n,
	    (const char *)code.p);
	expect_imap(c, "OK", "SELECT %s", to);
	expect_imap(c, "OK", "UID FETCH %lld (UID)", (long long)span_number(code, 2));
	expect_true(r, imapc_fetch_uids(c, NULL, 0) == 1, "the message under its new UID", "none");
}

const struct test_case MBOX_MOVE_UID = {
	.text = "UID MOVE tells COPYUID, then EXPUNGE",
	.needs = NEED_IMAPS,
	.accounts = 1,
	.play = play,
};
