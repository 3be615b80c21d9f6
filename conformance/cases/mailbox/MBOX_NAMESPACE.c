/* MBOX_NAMESPACE: where NAMESPACE is advertised, it names a personal namespace with the
 * delimiter of LIST (RFC 2342, 5). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct imapc *c = imapc_login(r, account(r, 0));
	char d = need_delimiter(c);

	need_offer(c, "NAMESPACE");
	expect_imap(c, "OK", "NAMESPACE");
	struct span line = imapc_find(c, "NAMESPACE ");
	expect_true(r, span_starts_nocase(line, SPAN("NAMESPACE ((\"")), "a personal namespace",
	    "%.*s", (int)line.n, (const char *)line.p);
	struct span want = run_span(r, "\" \"%s%c\")", d == '\\' ? "\\" : "", d);
	expect_true(r, span_search(line, want) < line.n, "the delimiter of LIST", "%.*s",
	    (int)line.n, (const char *)line.p);
}

const struct test_case MBOX_NAMESPACE = {
	.text = "NAMESPACE agrees with LIST",
	.needs = NEED_IMAPS,
	.accounts = 1,
	.play = play,
};
