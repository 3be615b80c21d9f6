/* IMAP_MAX_RCPT: the client asks how many recipients a transaction may have
 * (chatmail/core src/smtp.rs), and sends that many. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct imapc *c = imapc_login(r, account(r, 0));

	need_imap(c, "OK", "CAPABILITY");
	if (run_ok(r) && imapc_find(c, "METADATA").n == 0)
		run_not_applicable(r, "METADATA is not advertised");
	expect_imap(c, "OK", "GETMETADATA \"\" (/shared/vendor/deltachat/maxsmtprecipients)");
	struct span line = imapc_find(c, "maxsmtprecipients");
	if (run_ok(r) && line.n == 0)
		run_not_applicable(r, "the entry is not set");
	struct span value = imapc_literal(line);
	size_t at = value.n > 0 ? 0 : span_search(line, SPAN("recipients \"")) + 12;
	value = value.n > 0 ? value : line;
	expect_true(r, at < value.n && value.p[at] >= '1' && value.p[at] <= '9', "a number", "%.*s",
	    (int)line.n, (const char *)line.p);
}

const struct test_case IMAP_MAX_RCPT = {
	.text = "maxsmtprecipients is a number",
	.needs = NEED_IMAPS,
	.accounts = 1,
	.play = play,
};
