/* IMAP_SEARCH_DATES: SEARCH by INTERNALDATE (SINCE, ON, BEFORE) and by the Date field
 * (SENT...), by the day as it is written, without regard to time and zone (RFC 3501, 6.4.4). */
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
	struct imapc *c = imapc_login(r, account(r, 0));
	struct span m = mail_encrypted(r, sender(r), sender(r)), date = mail_field(m, "Date");
	const char *old = run_text(r, "%.*s", (int)date.n, (const char *)date.p);

	m = edit_replace(r, m, old, "Wed, 02 Jun 2021 12:00:00 +0000");
	const char *name = need_box(c, "dates");
	need_append(c, name, "\"05-Feb-2021 12:00:00 +0000\" ", m);
	need_imap(c, "OK", "SELECT %s", name);
	hits(r, c, true, "ON 5-Feb-2021");
	hits(r, c, false, "ON 6-Feb-2021");
	hits(r, c, true, "SINCE 05-Feb-2021");
	hits(r, c, false, "SINCE 6-Feb-2021");
	hits(r, c, true, "BEFORE 6-Feb-2021");
	hits(r, c, false, "BEFORE 5-Feb-2021");
	hits(r, c, true, "SENTON 2-Jun-2021");
	hits(r, c, true, "SENTSINCE 2-Jun-2021");
	hits(r, c, false, "SENTSINCE 3-Jun-2021");
	hits(r, c, true, "SENTBEFORE 3-Jun-2021");
	hits(r, c, false, "SENTBEFORE 2-Jun-2021");
}

const struct test_case IMAP_SEARCH_DATES = {
	.text = "SEARCH by dates",
	.needs = NEED_IMAPS,
	.accounts = 1,
	.play = play,
};
