/* IMAP_EXPUNGE_TIMING: no EXPUNGE comes during FETCH, STORE and SEARCH with sequence numbers,
 * because it would renumber under them (RFC 3501, 7.4.1); NOOP then brings it. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const char *name;
	struct imapc *c = need_filled(r, "timing", 2, &name);
	struct imapc *other = imapc_login(r, account(r, 0));
	static const char *const quiet[] = { "FETCH 2 (FLAGS)", "STORE 2 +FLAGS (\\Seen)",
		"SEARCH ALL", "FETCH 1 (FLAGS)" };

	need_imap(other, "OK", "SELECT %s", name);
	need_imap(other, "OK", "STORE 1 +FLAGS.SILENT (\\Deleted)");
	need_imap(other, "OK", "EXPUNGE");
	for (size_t i = 0; i < COUNT_OF(quiet); i++) {
		expect_imap(c, "OK NO", "%s", quiet[i]);
		expect_true(r, imapc_find(c, " EXPUNGE").n == 0,
		    run_text(r, "no EXPUNGE in %s", quiet[i]), "there is one");
	}
	expect_imap(c, "OK", "NOOP");
	expect_imap_untagged(c, "1 EXPUNGE");
	expect_imap(c, "OK", "FETCH 1 (FLAGS)");
	expect_true(
	    r, imapc_find(c, "\\Seen").n > 0, "STORE 2 met the second message", "the other");
}

const struct test_case IMAP_EXPUNGE_TIMING = {
	.text = "EXPUNGE waits for a command that allows it",
	.needs = NEED_IMAPS,
	.accounts = 1,
	.play = play,
};
