/* IMAP_SEARCH_DATES: SEARCH by INTERNALDATE (SINCE, ON, BEFORE) and by the Date field
 * (SENT...), by the day as it is written, without regard to time and zone (RFC 3501, 6.4.4). */
#include "conformance/case.h"

/* 5-Feb-2021 */
static const char *
day(struct run *r, int64_t when)
{
	return run_text(r, "%.11s", imap_date(r, when) + 1);
}

static void
play(struct run *r)
{
	struct imapc *c = imapc_login(r, account(r, 0));
	struct span m = mail_encrypted(r, sender(r), sender(r)), date = mail_field(m, "Date");
	const char *old = run_text(r, "%.*s", (int)date.n, (const char *)date.p);
	/* Noon, and not long ago: relays delete what is old. */
	int64_t then = (need_relay_time(c) / 86400 - 3) * 86400 + 43200, next = then + 86400;

	m = edit_replace(r, m, old, "Wed, 02 Jun 2021 12:00:00 +0000");
	const char *name = need_box(c, "dates");
	need_append(c, name, imap_date(r, then), m);
	need_imap(c, "OK", "SELECT %s", name);
	expect_hit(c, true, run_text(r, "ON %s", day(r, then)));
	expect_hit(c, false, run_text(r, "ON %s", day(r, next)));
	expect_hit(c, true, run_text(r, "SINCE %s", day(r, then)));
	expect_hit(c, false, run_text(r, "SINCE %s", day(r, next)));
	expect_hit(c, true, run_text(r, "BEFORE %s", day(r, next)));
	expect_hit(c, false, run_text(r, "BEFORE %s", day(r, then)));
	expect_hit(c, true, "SENTON 02-Jun-2021");
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
