/* MBOX_APPEND_TRYCREATE: APPEND into a mailbox that does not exist is NO with TRYCREATE and
 * creates nothing (RFC 3501, 6.3.11). */
#include "conformance/case.h"

static void
keep(struct run *r, bool exists, const char *want)
{
	struct imapc *c = imapc_login(r, account(r, 0));
	const char *name = box_name(r, "absent");

	if (exists)
		need_imap(c, "OK", "CREATE %s", name);
	expect_append(c, want, name, "", mail_encrypted(r, sender(r), sender(r)));
	expect_true(r, (imapc_code(c, "TRYCREATE").n > 0) != exists,
	    "[TRYCREATE] when the mailbox is missing", "another code");
	expect_imap(c, "OK", "LIST \"\" *");
	expect_true(
	    r, (imapc_listed(c, name).n > 0) == exists, "APPEND creates no mailbox", "it does");
}

static void
play(struct run *r)
{
	keep(r, false, "NO");
}

static void
twin(struct run *r)
{
	keep(r, true, "OK");
}

const struct test_case MBOX_APPEND_TRYCREATE = {
	.text = "APPEND into a missing mailbox is NO [TRYCREATE]",
	.needs = NEED_IMAPS,
	.accounts = 1,
	.play = play,
	.twin = twin,
};
