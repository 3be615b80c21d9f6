/* IMAP_UNKNOWN: an unknown command is BAD and the session goes on (RFC 3501, 7.1.3;
 * chatmail/core#8334: a client could not start). */
#include "conformance/case.h"

static void
command(struct run *r, const char *name, const char *want)
{
	struct imapc *c = imapc_login(r, account(r, 0));

	expect_imap(c, want, "%s", name);
	expect_imap(c, "OK", "SELECT INBOX");
}

static void
play(struct run *r)
{
	command(r, "XYZZY", "BAD");
}

static void
twin(struct run *r)
{
	command(r, "NOOP", "OK");
}

const struct test_case IMAP_UNKNOWN = {
	.text = "an unknown command is BAD, the session lives",
	.needs = NEED_IMAPS,
	.accounts = 1,
	.play = play,
	.twin = twin,
};
