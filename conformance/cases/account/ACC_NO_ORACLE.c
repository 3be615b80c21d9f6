/* ACC_NO_ORACLE: a wrong password for an account and a name that cannot be created are
 * answered alike: the reply does not tell who exists. */
#include "conformance/case.h"

/* What stands behind the tag: status, response code, text. */
static struct span
failure(struct run *r, const char *address)
{
	struct imapc *c = imapc_connect(r, PORT_IMAPS);

	need_imap(c, "NO", "LOGIN \"%s\" \"short\"", address);
	struct span line = imapc_tagged(c);
	size_t at = span_find(line, 0, ' ');
	return span_sub(line, at, line.n);
}

static void
play(struct run *r)
{
	struct span known = failure(r, account(r, 0)->address);
	struct span unknown = failure(r, run_text(r, "%.9s@%s", run_token(r), run_domain(r)));

	expect_true(r, span_eq(span_trim(known), span_trim(unknown)), "the same answer",
	    "\"%.*s\" and \"%.*s\"", (int)known.n, (const char *)known.p, (int)unknown.n,
	    (const char *)unknown.p);
}

const struct test_case ACC_NO_ORACLE = {
	.text = "failed logins do not tell whether an account exists",
	.needs = NEED_IMAPS,
	.accounts = 1,
	.play = play,
};
