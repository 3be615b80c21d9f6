/* IMAP_SEARCH_CHARSET: SEARCH takes CHARSET US-ASCII and UTF-8, also with a literal in it, and
 * says NO, not BAD, to one that it does not know (RFC 3501, 6.4.4). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const char *name;
	struct imapc *c = need_filled(r, "charset", 1, &name);

	expect_imap(c, "OK", "SEARCH CHARSET US-ASCII SUBJECT \"...\"");
	expect_true(r, span_number(imapc_find(c, "SEARCH"), 0) == 1, "the message", "nothing");
	imapc_start(c, "SEARCH CHARSET UTF-8 SUBJECT {6}");
	expect_imap_continue(c);
	imapc_raw(c, SPAN("\xe6\x97\xa5\xe6\x9c\xac\r\n"));
	expect_imap_tagged(c, "OK");
	expect_true(r, span_number(imapc_find(c, "SEARCH"), 0) < 0, "nothing", "the message");
	expect_imap(c, "NO", "SEARCH CHARSET X-NO-SUCH-CHARSET SUBJECT x");
	expect_imap(c, "OK", "NOOP");
}

const struct test_case IMAP_SEARCH_CHARSET = {
	.text = "SEARCH with a CHARSET",
	.needs = NEED_IMAPS,
	.accounts = 1,
	.play = play,
};
