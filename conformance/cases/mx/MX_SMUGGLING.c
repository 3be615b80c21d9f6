/* MX_SMUGGLING: nothing but CR LF . CR LF ends a message.  Behind a false end stand the commands and
 * the text of a good second message; the relay gives one answer, or hangs up, and next answers QUIT,
 * not MAIL.  The twin ends the first message rightly: then the second one is run. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const char *from = peer_sender(r), *to = account(r, 0)->address;
	struct span inner = peer_mail(r, to);

	for (size_t i = 0; i < FALSE_ENDINGS && run_ok(r); i++)
		expect_not_smuggled(smtpc_ready(r, PORT_SMTP), i, from, to, inner);
}

static void
twin(struct run *r)
{
	const char *to = account(r, 0)->address;
	struct smtpc *c = smtpc_ready(r, PORT_SMTP);

	smtpc_smuggle(c, peer_sender(r), to, SPAN("\r\n.\r\n"), peer_mail(r, to), "5xx 250");
	expect_reply(c, "250");
}

const struct test_case MX_SMUGGLING = {
	.text = "a transaction behind a false end of data is not executed on port 25",
	.needs = NEED_PEER,
	.accounts = 1,
	.mails = FALSE_ENDINGS,
	.play = play,
	.twin = twin,
};
