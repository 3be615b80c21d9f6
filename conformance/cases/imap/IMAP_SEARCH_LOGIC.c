/* IMAP_SEARCH_LOGIC: keys together mean all of them; NOT, OR and parentheses do what they say
 * (RFC 3501, 6.4.4). */
#include "conformance/case.h"

/* Does this search find the one message? */
static void
hits(struct run *r, struct imapc *c, bool want, const char *keys)
{
	expect_imap(c, "OK", "SEARCH %s", keys);
	bool found = span_number(imapc_find(c, "SEARCH"), 0) == 1;
	expect_true(r, found == want, run_text(r, "%s finds %s", keys, want ? "it" : "nothing"),
	    "%s", found ? "found" : "not found");
}

static void
play(struct run *r)
{
	const char *name;
	struct imapc *c = need_filled(r, "logic", 1, &name);

	need_imap(c, "OK", "STORE 1 FLAGS.SILENT (\\Seen)");
	hits(r, c, true, "SEEN UNFLAGGED");
	hits(r, c, false, "SEEN FLAGGED");
	hits(r, c, true, "NOT FLAGGED");
	hits(r, c, false, "NOT SEEN");
	hits(r, c, true, "OR FLAGGED SEEN");
	hits(r, c, false, "OR FLAGGED DRAFT");
	hits(r, c, false, "NOT OR FLAGGED SEEN");
	hits(r, c, true, "OR (SEEN FLAGGED) (SEEN UNFLAGGED)");
	hits(r, c, false, "OR (SEEN FLAGGED) (DRAFT UNFLAGGED)");
	hits(r, c, true, "NOT (SEEN FLAGGED) 1");
	hits(r, c, true, "OR OR FLAGGED DRAFT SEEN");
}

const struct test_case IMAP_SEARCH_LOGIC = {
	.text = "SEARCH with NOT, OR and parentheses",
	.needs = NEED_IMAPS,
	.accounts = 1,
	.play = play,
};
