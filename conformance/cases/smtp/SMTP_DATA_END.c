/* SMTP_DATA_END: only CRLF . CRLF ends a message (RFC 5321, 4.1.1.4). After a false
 * end more text follows, then the true end and NOOP: a relay that stopped early
 * answers the text, too, and NOOP's 250 is not the second reply. */
#include "conformance/case.h"

/* One message with `text` behind its last part: it must get one reply, and the NOOP
 * behind it the next. */
static void
offer(struct run *r, struct span text, const char *want)
{
	struct smtpc *c = smtpc_login(r, account(r, 0));

	smtpc_send(c, "MAIL FROM:<%s>", sender(r));
	need_reply(c, "250");
	smtpc_send(c, "RCPT TO:<%s>", recipient(r));
	need_reply(c, "250");
	smtpc_send(c, "DATA");
	need_reply(c, "354");
	smtpc_raw(c, edit_join(r, mail_encrypted(r, sender(r), recipient(r)), text));
	smtpc_raw(c, SPAN(".\r\nNOOP\r\n"));
	expect_reply(c, want);
	if (smtpc_code(c) != 0)
		expect_reply(c, "250 close");
}

static void
play(struct run *r)
{
	const struct span end[] = { SPAN("x\n.\n"), SPAN("x\n.\r\n"), SPAN("x\r.\r"),
		SPAN("x\r\n.\n"), SPAN("x\r\n.\r"), SPAN("x\r.\r\n") };

	for (size_t i = 0; i < COUNT_OF(end); i++)
		offer(r, edit_join(r, end[i], SPAN("still the message\r\n")), "250 5xx close");
}

static void
twin(struct run *r)
{
	offer(r, SPAN(""), "250");
}

const struct test_case SMTP_DATA_END = {
	.text = "only CRLF . CRLF ends a message",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 6,
	.play = play,
	.twin = twin,
};
