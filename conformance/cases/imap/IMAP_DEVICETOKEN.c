/* IMAP_DEVICETOKEN: /private/devicetoken collects the tokens of all devices; nobody
 * else sees them (chatmail/relay metadata.py). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct imapc *c = imapc_login(r, account(r, 0));

	need_imap(c, "OK", "CAPABILITY");
	if (run_ok(r) && imapc_find(c, "METADATA").n == 0)
		run_not_applicable(r, "METADATA is not advertised");
	expect_imap(
	    c, "OK", "SETMETADATA \"INBOX\" (/private/devicetoken \"token-1-%s\")", run_token(r));
	expect_imap(
	    c, "OK", "SETMETADATA \"INBOX\" (/private/devicetoken \"token-2-%s\")", run_token(r));
	expect_imap(c, "OK", "GETMETADATA \"INBOX\" (/private/devicetoken)");
	expect_true(r,
	    imapc_find(c, run_text(r, "token-1-%s", run_token(r))).n > 0 &&
		imapc_find(c, run_text(r, "token-2-%s", run_token(r))).n > 0,
	    "both tokens", "one is missing");
	struct imapc *other = imapc_login(r, account(r, 1));
	expect_imap(other, "OK", "GETMETADATA \"INBOX\" (/private/devicetoken)");
	expect_true(r, imapc_find(other, run_token(r)).n == 0, "no token of another account",
	    "there is one");
}

const struct test_case IMAP_DEVICETOKEN = {
	.text = "device tokens add up and are private",
	.needs = NEED_IMAPS,
	.accounts = 2,
	.play = play,
};
