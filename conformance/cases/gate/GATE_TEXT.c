/* GATE_TEXT: the text of 523 contains "Invalid Unencrypted Mail" in any case;
 * chatmail/core src/smtp.rs looks for it and then explains the failure in the chat. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct smtpc *s = smtpc_login(r, account(r, 0));

	expect_submit(
	    s, sender(r), recipient(r), mail_cleartext(r, sender(r), recipient(r)), "5xx 250");
	need_true(r, smtpc_code(s) != 250, "a refusal of cleartext (GATE_CLEARTEXT)");
	struct span text = smtpc_reply(s);
	expect_true(r, span_search_nocase(text, SPAN("invalid unencrypted mail")) < text.n,
	    "a text with \"invalid unencrypted mail\"", "%.*s", (int)text.n, (const char *)text.p);
}

const struct test_case GATE_TEXT = {
	.text = "the 523 text says what the real client looks for",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 1,
	.play = play,
};
