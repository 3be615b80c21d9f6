/* META_SHARED_READONLY: what the relay tells all clients, no client may change: a forged TURN
 * or iroh server would see everybody's addresses. The twin sets its own device token. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	static const char *const entry[] = { "/shared/admin", "/shared/comment",
		"/shared/vendor/deltachat/turn", "/shared/vendor/deltachat/irohrelay" };
	struct imapc *c = need_metadata(r, account(r, 0));

	for (size_t i = 0; i < COUNT_OF(entry); i++) {
		expect_imap(c, "NO", "SETMETADATA \"\" (%s \"forged-%s\")", entry[i], run_token(r));
		expect_imap(c, "OK", "GETMETADATA \"\" (%s)", entry[i]);
		expect_true(r, imapc_find(c, run_token(r)).n == 0, "the value of the relay",
		    "the forged one");
	}
}

static void
twin(struct run *r)
{
	struct imapc *c = need_metadata(r, account(r, 0));

	expect_imap(c, "OK", "SETMETADATA INBOX (/private/devicetoken \"twin-%s\")", run_token(r));
}

const struct test_case META_SHARED_READONLY = {
	.text = "shared entries cannot be set",
	.needs = NEED_IMAPS,
	.accounts = 1,
	.play = play,
	.twin = twin,
};
