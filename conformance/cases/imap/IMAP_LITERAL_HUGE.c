/* IMAP_LITERAL_HUGE: before login nobody may announce gigabytes: the literal is
 * refused without "+" (attack: memory by announcement). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct imapc *c = imapc_connect(r, PORT_IMAPS);

	imapc_start(c, "LOGIN {4294967295}");
	expect_imap_tagged(c, "BAD NO BYE");
}

static void
twin(struct run *r)
{
	const struct account *a = account(r, 0);
	struct imapc *c = imapc_connect(r, PORT_IMAPS);

	imapc_start(c, "LOGIN {%zu}", span_str(a->address).n);
	expect_imap_continue(c);
}

const struct test_case IMAP_LITERAL_HUGE = {
	.text = "a huge literal before login is refused",
	.needs = NEED_IMAPS,
	.accounts = 1,
	.play = play,
	.twin = twin,
};
