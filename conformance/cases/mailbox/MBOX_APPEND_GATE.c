/* MBOX_APPEND_GATE: the relay stores no cleartext: what the gate refuses at submission is NO
 * at APPEND, and nothing is stored (decision Q-14). The twin appends a real encrypted message. */
#include "conformance/case.h"

static void
keep(struct run *r, struct span message, const char *want, int64_t n)
{
	struct imapc *c = imapc_login(r, account(r, 0));
	const char *name = need_box(c, "gate");

	expect_append(c, want, name, "", message);
	expect_imap(c, "OK", "STATUS %s (MESSAGES)", name);
	expect_true(r, imapc_number(c, "MESSAGES") == n, run_text(r, "%lld messages", (long long)n),
	    "%lld", (long long)imapc_number(c, "MESSAGES"));
}

static void
play(struct run *r)
{
	keep(r, mail_cleartext(r, sender(r), sender(r)), "NO", 0);
}

static void
twin(struct run *r)
{
	keep(r, mail_encrypted(r, sender(r), sender(r)), "OK", 1);
}

const struct test_case MBOX_APPEND_GATE = {
	.text = "APPEND of cleartext is NO",
	.needs = NEED_IMAPS,
	.accounts = 1,
	.play = play,
	.twin = twin,
};
