/* RET_VALIDITY_STAYS: the relay's own deletions leave UIDVALIDITY as it is (RFC 3501, 2.3.1.1).
 * chatmail/relay#374: files were taken away behind the IMAP server, whose mailboxes then began anew,
 * and clients lost messages. */
#include "conformance/case.h"

static int64_t
validity(struct imapc *c, const char *name)
{
	need_imap(c, "OK", "SELECT %s", name);
	return imapc_number(c, "UIDVALIDITY");
}

static void
play(struct run *r)
{
	const char *name;
	struct imapc *c = need_filled(r, "valid", 2, &name);
	int64_t before = validity(c, name);

	need_time(r, retention_over(r));
	c = imapc_login(r, account(r, 0));
	int64_t after = validity(c, name);
	need_true(r, imapc_number(c, "EXISTS") == 0, "the messages have expired");
	expect_true(r, before > 0 && before == after, "the UIDVALIDITY as before",
	    "%lld and then %lld", (long long)before, (long long)after);
}

const struct test_case RET_VALIDITY_STAYS = {
	.text = "expiry leaves UIDVALIDITY",
	.needs = NEED_IMAPS | NEED_CLOCK,
	.accounts = 1,
	.play = play,
};
