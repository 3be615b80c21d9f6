/* MBOX_APPEND_GATE_PLUS: the gate holds for literals that do not wait, too, and what was
 * refused is not read as commands (decision Q-14; RFC 7888, 4). A text line that logs out is
 * in the way of those who do. */
#include "conformance/case.h"

static void
keep(struct run *r, struct span message, const char *want, int64_t n)
{
	struct imapc *c = imapc_login(r, account(r, 0));
	const char *name = need_box(c, "gate");

	need_offer(c, "LITERAL+");
	imapc_start(c, "APPEND %s {%zu+}", name, message.n);
	imapc_raw(c, message);
	imapc_raw(c, SPAN("\r\n"));
	expect_imap_tagged(c, want);
	expect_imap(c, "OK", "STATUS %s (MESSAGES)", name);
	expect_true(r, imapc_number(c, "MESSAGES") == n, run_text(r, "%lld messages", (long long)n),
	    "%lld", (long long)imapc_number(c, "MESSAGES"));
}

static void
play(struct run *r)
{
	struct span m = mail_cleartext(r, sender(r), sender(r));

	keep(r, edit_join(r, m, SPAN("zz LOGOUT\r\n")), "NO", 0);
}

static void
twin(struct run *r)
{
	keep(r, mail_encrypted(r, sender(r), sender(r)), "OK", 1);
}

const struct test_case MBOX_APPEND_GATE_PLUS = {
	.text = "APPEND of cleartext with {n+} is NO",
	.needs = NEED_IMAPS,
	.accounts = 1,
	.play = play,
	.twin = twin,
};
