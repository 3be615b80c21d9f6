/* MBOX_SPECIAL_USE: where SPECIAL-USE is advertised, LIST marks mailboxes named Drafts, Junk,
 * Sent and Trash with their use (RFC 6154, 2, and the mailboxes that deployed relays define). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	static const char *const name[] = { "Drafts", "Junk", "Sent", "Trash" };
	struct imapc *c = imapc_login(r, fresh_account(r, 0));

	need_offer(c, "SPECIAL-USE");
	for (size_t i = 0; i < COUNT_OF(name); i++)
		need_imap(c, "OK NO", "CREATE %s", name[i]);
	expect_imap(c, "OK", "LIST \"\" *");
	for (size_t i = 0; i < COUNT_OF(name); i++) {
		struct span line = imapc_listed(c, name[i]);
		struct span use = run_span(r, "\\%s", name[i]);
		expect_true(r, span_search_nocase(line, use) < line.n,
		    run_text(r, "LIST of %s with \\%s", name[i], name[i]), "%.*s", (int)line.n,
		    (const char *)line.p);
	}
}

const struct test_case MBOX_SPECIAL_USE = {
	.text = "LIST shows the special use of mailboxes",
	.needs = NEED_IMAPS,
	.fresh = 1,
	.play = play,
};
