/* IMAP_SEARCH_DATES: SEARCH by INTERNALDATE (SINCE, ON, BEFORE) and by the Date field
 * (SENT...), by the day as it is written, without regard to time and zone (RFC 3501, 6.4.4). */
#include "conformance/case.h"

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
	expect_hit(c, true, "ON 5-Feb-2021");
	expect_hit(c, false, "ON 6-Feb-2021");
	expect_hit(c, true, "SINCE 05-Feb-2021");
	expect_hit(c, false, "SINCE 6-Feb-2021");
	expect_hit(c, true, "BEFORE 6-Feb-2021");
	expect_hit(c, false, "BEFORE 5-Feb-2021");
	expect_hit(c, true, "SENTON 2-Jun-2021");
	expect_hit(c, true, "SENTSINCE 2-Jun-2021");
	expect_hit(c, false, "SENTSINCE 3-Jun-2021");
	expect_hit(c, true, "SENTBEFORE 3-Jun-2021");
	expect_hit(c, false, "SENTBEFORE 2-Jun-2021");
}

const struct test_case IMAP_SEARCH_DATES = {
	.text = "SEARCH by dates",
	.needs = NEED_IMAPS,
	.accounts = 1,
	.play = play,
};
