/* SMTP_MAIL_SYNTAX: a MAIL command that does not parse is refused with 501 (RFC 5321,
 * 4.1.2), and the next one is read afresh. */
#include "conformance/case.h"

static void
send(struct run *r, const char *const *line, size_t n, const char *want)
{
	struct smtpc *c = smtpc_login(r, account(r, 0));

	for (size_t i = 0; i < n; i++) {
		smtpc_send(c, "MAIL %s", line[i]);
		expect_reply(c, want);
	}
	expect_alive(c);
}

static void
play(struct run *r)
{
	const char *const line[] = { run_text(r, "TO:<%s>", sender(r)),
		run_text(r, "FROM <%s>", sender(r)), run_text(r, "FROM:<%s", sender(r)),
		run_text(r, "FROM:<a b %s>", sender(r)), "FROM:", "" };

	send(r, line, COUNT_OF(line), "501 5xx");
}

static void
twin(struct run *r)
{
	const char *const line[] = { run_text(r, "FROM:<%s>", sender(r)) };

	send(r, line, COUNT_OF(line), "250");
}

const struct test_case SMTP_MAIL_SYNTAX = {
	.text = "malformed MAIL commands are refused, the connection lives",
	.needs = NEED_SUBMISSIONS,
	.accounts = 1,
	.mails = 6,
	.play = play,
	.twin = twin,
};
