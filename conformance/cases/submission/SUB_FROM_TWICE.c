/* SUB_FROM_TWICE: two From fields let the relay check one and a client show the other.
 * Refusing conforms, and so does delivering only the true one. */
#include "conformance/case.h"

static void
offer(struct run *r, const char *second, const char *want)
{
	struct smtpc *s = smtpc_login(r, account(r, 0));
	struct imapc *box = imapc_inbox(r, account(r, 1));
	struct span m = mail_encrypted(r, sender(r), recipient(r));

	expect_submit(
	    s, sender(r), recipient(r), edit_before(r, m, "Chat-Version:", span_str(second)), want);
	if (smtpc_code(s) != 250)
		return;
	struct span got = need_arrival(box, run_token(r));
	struct span from = mail_field(got, "From");
	expect_true(r,
	    mail_fields(got, "From") == 1 && span_search(from, span_str(sender(r))) < from.n,
	    "one From field, the sender's", "%zu From fields", mail_fields(got, "From"));
}

static void
play(struct run *r)
{
	offer(r, run_text(r, "From: <%s>\r\n", recipient(r)), "250 5xx");
}

static void
twin(struct run *r)
{
	offer(r, "", "250");
}

const struct test_case SUB_FROM_TWICE = {
	.text = "a second From is refused or removed",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 2,
	.play = play,
	.twin = twin,
};
