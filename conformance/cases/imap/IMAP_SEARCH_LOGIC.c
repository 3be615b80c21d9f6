/* IMAP_SEARCH_LOGIC: keys together mean all of them; NOT, OR and parentheses do what they say
 * (RFC 3501, 6.4.4). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const char *name;
	struct imapc *c = need_filled(r, "logic", 1, &name);

	need_imap(c, "OK", "STORE 1 FLAGS.SILENT (\\Seen)");
	expect_hit(c, true, "SEEN UNFLAGGED");
	expect_hit(c, false, "SEEN FLAGGED");
	expect_hit(c, true, "NOT FLAGGED");
	expect_hit(c, false, "NOT SEEN");
	expect_hit(c, true, "OR FLAGGED SEEN");
	expect_hit(c, false, "OR FLAGGED DRAFT");
	expect_hit(c, false, "NOT OR FLAGGED SEEN");
	expect_hit(c, true, "OR (SEEN FLAGGED) (SEEN UNFLAGGED)");
	expect_hit(c, false, "OR (SEEN FLAGGED) (DRAFT UNFLAGGED)");
	expect_hit(c, true, "NOT (SEEN FLAGGED) 1");
	expect_hit(c, true, "OR OR FLAGGED DRAFT SEEN");
}

const struct test_case IMAP_SEARCH_LOGIC = {
	.text = "SEARCH with NOT, OR and parentheses",
	.needs = NEED_IMAPS,
	.accounts = 1,
	.play = play,
};
