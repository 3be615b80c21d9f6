/* MBOX_COPY_TRYCREATE: COPY into a mailbox that does not exist is NO with TRYCREATE and
 * creates nothing (RFC 3501, 6.4.7). */
#include "conformance/case.h"

static void
copy(struct run *r, bool exists, const char *want)
{
	const char *from, *to = box_name(r, "to");
	struct imapc *c = need_filled(r, "from", 1, &from);

	if (exists)
		need_imap(c, "OK", "CREATE %s", to);
	expect_imap(c, want, "COPY 1 %s", to);
	expect_true(r, (imapc_code(c, "TRYCREATE").n > 0) != exists,
	    "[TRYCREATE] when the mailbox is missing", "another code");
	expect_imap(c, "OK", "LIST \"\" *");
	expect_true(r, (imapc_listed(c, to).n > 0) == exists, "COPY creates no mailbox", "it does");
}

static void
play(struct run *r)
{
	copy(r, false, "NO");
}

static void
twin(struct run *r)
{
	copy(r, true, "OK");
}

const struct test_case MBOX_COPY_TRYCREATE = {
	.text = "COPY into a missing mailbox is NO [TRYCREATE]",
	.needs = NEED_IMAPS,
	.accounts = 1,
	.play = play,
	.twin = twin,
};
