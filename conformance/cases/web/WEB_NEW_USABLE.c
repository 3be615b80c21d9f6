/* WEB_NEW_USABLE: what /new gives works (relay#648: it gave names that the relay itself
 * refused).  Whether /new or the login makes the account is free (decision Q-40). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct webc_account a = need_new_account(r);

	struct imapc *c = imapc_connect(r, PORT_IMAPS);
	run_made(r, a.address);
	expect_imap(c, "OK", "LOGIN %s %s", imap_quoted(r, a.address), imap_quoted(r, a.password));
	expect_imap(c, "OK", "SELECT INBOX");
}

const struct test_case WEB_NEW_USABLE = {
	.text = "credentials of /new log in",
	.needs = NEED_HTTPS | NEED_IMAPS,
	.play = play,
};
