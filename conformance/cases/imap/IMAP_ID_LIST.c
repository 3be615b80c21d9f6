/* IMAP_ID_LIST: where ID is advertised, it takes NIL, NIL values, and lists as long as RFC
 * 2971 allows (3.3: 30 pairs, 1024 octets in a value). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct imapc *c = imapc_login(r, account(r, 0));
	const char *list = "\"name\" \"relayspec\"";
	struct span value = pgp_filler(r, "", 0, 1024);

	need_offer(c, "ID");
	expect_imap(c, "OK", "ID NIL");
	expect_imap(c, "OK", "ID (\"name\" \"relayspec\" \"version\" NIL)");
	expect_true(r, imapc_find(c, "ID ").n > 0, "an untagged ID", "none");
	for (unsigned i = 1; i < 30; i++)
		list = run_text(r, "%s \"field-%u\" \"value\"", list, i);
	expect_imap(c, "OK", "ID (%s)", list);
	expect_imap(c, "OK", "ID (\"os\" \"%.*s\")", (int)value.n, (const char *)value.p);
	expect_imap(c, "OK", "NOOP");
}

const struct test_case IMAP_ID_LIST = {
	.text = "ID takes lists of every allowed form",
	.needs = NEED_IMAPS,
	.accounts = 1,
	.play = play,
};
