/* IMAP_BARE_LF: only CRLF ends a command (RFC 3501, 2.2): behind a bare LF no second
 * command begins. The answer to it would come before that to NOOP. */
#include "conformance/case.h"

static void
dialogue(struct run *r, const char *behind, const char *want)
{
	struct imapc *c = imapc_login(r, account(r, 0));

	imapc_start(c, "NOOP%s", behind);
	expect_imap_tagged(c, want);
	if (span_search(imapc_tagged(c), SPAN("BYE")) < imapc_tagged(c).n || !run_ok(r))
		return;
	expect_imap(c, "OK BYE", "NOOP");
}

static void
play(struct run *r)
{
	dialogue(r, "\ninjected NOOP", "BAD NO OK BYE");
}

static void
twin(struct run *r)
{
	dialogue(r, "", "OK");
}

const struct test_case IMAP_BARE_LF = {
	.text = "a bare LF does not end a command",
	.needs = NEED_IMAPS,
	.accounts = 1,
	.play = play,
	.twin = twin,
};
