/* MX_SMUGGLING: nothing but CR LF . CR LF ends a message.  Behind each of these octets stand the
 * commands and the text of a good second message; the relay gives one answer, or hangs up, and next
 * answers QUIT, not MAIL.  The variants are those of SMTP smuggling (SEC Consult, 2023) and of the
 * tool smtpsmug, with NUL, blanks and stuffed dots.  The twin ends the first message rightly: then
 * the second one is run. */
#include "conformance/case.h"

static struct smtpc *
smuggle(struct run *r, struct span end, const char *want)
{
	struct smtpc *c = smtpc_ready(r, PORT_SMTP);
	const char *from = peer_sender(r), *to = account(r, 0)->address;
	struct span start = run_span(r, "MAIL FROM:<%s>\r\nRCPT TO:<%s>\r\nDATA\r\n", from, to);
	struct span outer = edit_join(r, run_span(r, "From: <%s>\r\n\r\nx", from), end);

	smtpc_raw(c, start);
	need_reply(c, "250");
	need_reply(c, "250");
	need_reply(c, "354");
	smtpc_raw(c,
	    edit_join(r, edit_join(r, outer, start),
		edit_join(r, peer_mail(r, to), SPAN(".\r\nQUIT\r\n"))));
	expect_reply(c, want);
	return c;
}

static void
play(struct run *r)
{
	// clang-format off
	const struct span ends[] = {
		SPAN("\n.\n"), SPAN("\n.\r\n"), SPAN("\r\n.\n"), SPAN("\r.\r"), SPAN("\r.\r\n"),
		SPAN("\r\n.\r"), SPAN("\n.\r"), SPAN("\r.\n"), SPAN("\r\r\n.\r\r\n"),
		SPAN("\r\n.\r\r\n"), SPAN("\r\n\0.\r\n"), SPAN("\r\n.\0\r\n"), SPAN("\n\0.\n"),
		SPAN("\r\n. \r\n"), SPAN("\r\n.\t\r\n"), SPAN("\v.\v"), SPAN("\f.\f"),
		SPAN("\x85.\x85"), SPAN("\xe2\x80\xa8.\xe2\x80\xa8"), SPAN("\r\n..\r\n"),
		SPAN("\r\n .\r\n"), SPAN("\r\n.\r\0\n"), SPAN("\r\n.\x1a\r\n"), SPAN("\n..\n"),
	};
	// clang-format on
	for (size_t i = 0; i < COUNT_OF(ends) && run_ok(r); i++) {
		struct smtpc *c = smuggle(r, ends[i], "5xx 250 close");
		if (smtpc_code(c) != 0)
			expect_reply(c, "221 close");
	}
}

static void
twin(struct run *r)
{
	expect_reply(smuggle(r, SPAN("\r\n.\r\n"), "5xx"), "250");
}

const struct test_case MX_SMUGGLING = {
	.text = "a transaction behind a false end of data is not executed on port 25",
	.needs = NEED_PEER,
	.accounts = 1,
	.mails = 24,
	.play = play,
	.twin = twin,
};
