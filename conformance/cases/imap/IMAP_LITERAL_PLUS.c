/* IMAP_LITERAL_PLUS: non-synchronising literals work where LITERAL+ or LITERAL- is
 * advertised (RFC 7888). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const struct account *a = account(r, 0);
	struct imapc *c = imapc_connect(r, PORT_IMAPS);

	need_imap(c, "OK", "CAPABILITY");
	if (run_ok(r) && imapc_find(c, "LITERAL+").n == 0 && imapc_find(c, "LITERAL-").n == 0)
		run_not_applicable(r, "neither LITERAL+ nor LITERAL- is advertised");
	imapc_start(c, "LOGIN {%zu+}\r\n%s {%zu+}\r\n%s", span_str(a->address).n, a->address,
	    span_str(a->password).n, a->password);
	expect_imap_tagged(c, "OK");
}

const struct test_case IMAP_LITERAL_PLUS = {
	.text = "{n+} works where LITERAL+ is advertised",
	.needs = NEED_IMAPS,
	.accounts = 1,
	.play = play,
};
