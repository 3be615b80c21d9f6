/* IMAP_LITERAL_UNCLOSED: a connection that ends inside a literal leaves nothing of the message
 * (RFC 3501, 6.3.11). A whole one, appended afterwards, shows that there was time. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct imapc *c = imapc_login(r, account(r, 0));
	const char *name = need_box(c, "cut");
	struct span m = mail_encrypted(r, sender(r), sender(r));
	struct imapc *other = imapc_login(r, account(r, 0));

	imapc_start(c, "APPEND %s {%zu}", name, m.n);
	need_imap_continue(c);
	imapc_raw(c, span_sub(m, 0, m.n - 1));
	imapc_cut(c);
	need_append(other, name, "(\\Flagged) ", mail_encrypted(r, sender(r), sender(r)));
	expect_imap(other, "OK", "SELECT %s", name);
	expect_imap(other, "OK", "FETCH 1:* (UID FLAGS)");
	expect_true(r, imapc_fetch_uids(other, NULL, 0) == 1, "the whole message only",
	    "%zu messages", imapc_fetch_uids(other, NULL, 0));
}

const struct test_case IMAP_LITERAL_UNCLOSED = {
	.text = "a literal that is cut leaves nothing",
	.needs = NEED_IMAPS,
	.accounts = 1,
	.play = play,
};
