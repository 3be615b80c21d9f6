/* MX_RCPT_SAME: RCPT does not tell whether an address is in use (chatmail/relay main.cf): the same
 * reply, but for the address in it.  How long it takes is not looked at. */
#include "conformance/case.h"

/* The reply to RCPT without the address in it. */
static struct span
rcpt(struct run *r, const char *to)
{
	struct smtpc *c = expect_mx_rcpt(r, to, "250");
	struct span text = smtpc_reply(c), address = span_str(to);
	size_t at = span_search_nocase(text, address);
	return at == text.n
	    ? text
	    : edit_join(r, span_sub(text, 0, at), span_sub(text, at + address.n, text.n));
}

static void
play(struct run *r)
{
	struct span known = rcpt(r, account(r, 0)->address);
	struct span unknown = rcpt(r, run_text(r, "zq%.7s@%s", run_token(r), run_domain(r)));

	expect_true(r, span_eq(known, unknown),
	    run_text(
		r, "the reply of an address in use: %.*s", (int)known.n, (const char *)known.p),
	    "%.*s", (int)unknown.n, (const char *)unknown.p);
}

const struct test_case MX_RCPT_SAME = {
	.text = "RCPT answers alike for addresses in use and unknown ones",
	.needs = NEED_SMTP,
	.accounts = 1,
	.play = play,
};
