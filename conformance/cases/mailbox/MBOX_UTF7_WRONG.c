/* MBOX_UTF7_WRONG: what is no modified UTF-7 (RFC 3501, 5.1.3) is no name: a shift that does
 * not end, a letter outside of the alphabet, an octet above 127. The twin has the same with an
 * end. */
#include "conformance/case.h"

static void
create(struct run *r, const char *end, const char *want)
{
	struct imapc *c = imapc_login(r, account(r, 0));

	expect_imap(c, want, "CREATE \"%s%s\"", box_name(r, "name"), end);
	expect_imap(c, "OK", "NOOP");
}

static void
play(struct run *r)
{
	create(r, "-&ZeVnLIqe", "NO BAD");
	create(r, "-&ZeV?LIqe-", "NO BAD");
	create(r, "-\xe6\x97\xa5", "NO BAD");
}

static void
twin(struct run *r)
{
	create(r, "-&ZeVnLIqe-", "OK");
}

const struct test_case MBOX_UTF7_WRONG = {
	.text = "names that are no modified UTF-7 are refused",
	.needs = NEED_IMAPS,
	.accounts = 1,
	.play = play,
	.twin = twin,
};
