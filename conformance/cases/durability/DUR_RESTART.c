/* DUR_RESTART: a relay that is ended in order and started again knows what it knew: a message with
 * its UID and flags, a mailbox, UIDVALIDITY; upgrades are not noticed but by the connection. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const char *name;
	struct imapc *c = need_filled(r, "restart", 1, &name);

	int64_t validity = imapc_number(c, "UIDVALIDITY");
	need_imap(c, "OK", "STORE 1 +FLAGS.SILENT (\\Seen)");
	need_imap(c, "OK", "FETCH 1 (UID)");
	int64_t uid = imapc_number(c, "UID");
	need_logout(c);
	need_restart(r);
	c = imapc_login(r, account(r, 0));
	expect_imap(c, "OK", "SELECT %s", name);
	expect_true(r, imapc_number(c, "EXISTS") == 1, "the message", "%lld messages",
	    (long long)imapc_number(c, "EXISTS"));
	expect_true(r, imapc_number(c, "UIDVALIDITY") == validity, "the same UIDVALIDITY",
	    "%lld, before %lld", (long long)imapc_number(c, "UIDVALIDITY"), (long long)validity);
	expect_imap(c, "OK", "FETCH 1 (UID FLAGS)");
	struct span line = imapc_find(c, "FLAGS (");
	expect_true(r, imapc_number(c, "UID") == uid, "the same UID", "%lld, before %lld",
	    (long long)imapc_number(c, "UID"), (long long)uid);
	expect_true(r, span_search_nocase(line, SPAN("\\Seen")) < line.n, "the flag \\Seen", "%.*s",
	    (int)line.n, (const char *)line.p);
}

const struct test_case DUR_RESTART = {
	.text = "an ordinary restart loses nothing",
	.needs = NEED_IMAPS | NEED_CRASH,
	.accounts = 1,
	.play = play,
};
