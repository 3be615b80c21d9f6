/* MBOX_RENAME_EXISTS: RENAME to a name that is taken is NO and changes nothing (RFC 3501,
 * 6.3.5). The twin takes a free name. */
#include "conformance/case.h"

static void
rename_to(struct run *r, bool taken, const char *want)
{
	struct imapc *c = imapc_login(r, account(r, 0));
	const char *from = need_box(c, "from"), *to = box_name(r, "to");

	if (taken)
		need_imap(c, "OK", "CREATE %s", to);
	expect_imap(c, want, "RENAME %s %s", from, to);
	expect_imap(c, "OK", "LIST \"\" *");
	expect_true(r, (imapc_listed(c, from).n > 0) == taken, "the name is as the answer says",
	    "it is not");
}

static void
play(struct run *r)
{
	rename_to(r, true, "NO");
}

static void
twin(struct run *r)
{
	rename_to(r, false, "OK");
}

const struct test_case MBOX_RENAME_EXISTS = {
	.text = "RENAME to an existing name is NO",
	.needs = NEED_IMAPS,
	.accounts = 1,
	.play = play,
	.twin = twin,
};
