/* ACC_FAILURE_WORD: the text of a failed LOGIN contains "authentication": the real
 * client looks for it to tell a wrong password from a broken relay (chatmail/core
 * src/imap.rs). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct imapc *c = imapc_connect(r, PORT_IMAPS);

	need_imap(c, "NO", "LOGIN \"%s\" wrongwrongwrong", account(r, 0)->address);
	struct span text = imapc_tagged(c);
	expect_true(r, span_search_nocase(text, SPAN("authentication")) < text.n,
	    "a text with \"authentication\"", "%.*s", (int)text.n, (const char *)text.p);
}

const struct test_case ACC_FAILURE_WORD = {
	.text = "the text of a failed LOGIN says authentication",
	.needs = NEED_IMAPS,
	.accounts = 1,
	.play = play,
};
