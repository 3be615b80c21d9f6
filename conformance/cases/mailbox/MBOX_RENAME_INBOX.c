/* MBOX_RENAME_INBOX: RENAME of INBOX moves its messages and leaves an empty INBOX (RFC 3501,
 * 6.3.5), or is refused and changes nothing: servers may say that they cannot. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct imapc *c = imapc_login(r, account(r, 0));
	const char *name = box_name(r, "archive");

	need_append(c, "INBOX", "", mail_encrypted(r, sender(r), sender(r)));
	need_imap(c, "OK", "STATUS INBOX (MESSAGES)");
	int64_t n = imapc_number(c, "MESSAGES");
	expect_imap(c, "OK NO", "RENAME INBOX %s", name);
	bool done = span_search_nocase(imapc_tagged(c), SPAN(" OK ")) < imapc_tagged(c).n;
	expect_imap(c, "OK", "STATUS INBOX (MESSAGES)");
	expect_true(r, imapc_number(c, "MESSAGES") == (done ? 0 : n),
	    "an INBOX that is empty after OK", "%lld messages",
	    (long long)imapc_number(c, "MESSAGES"));
	if (done && run_ok(r)) {
		expect_imap(c, "OK", "STATUS %s (MESSAGES)", name);
		expect_true(r, imapc_number(c, "MESSAGES") == n, "all messages under the new name",
		    "%lld", (long long)imapc_number(c, "MESSAGES"));
	}
	expect_imap(c, "OK", "SELECT INBOX");
}

const struct test_case MBOX_RENAME_INBOX = {
	.text = "RENAME INBOX moves messages and keeps INBOX",
	.needs = NEED_IMAPS,
	.accounts = 1,
	.play = play,
};
