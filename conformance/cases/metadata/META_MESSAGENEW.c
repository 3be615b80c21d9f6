/* META_MESSAGENEW: the trigger of the deployed relays for wake-ups is not the client's to pull
 * (decision Q-10): NO. */
#include "conformance/case.h"

static void
set(struct run *r, const char *entry, const char *want)
{
	struct imapc *c = need_metadata(r, account(r, 0));

	expect_imap(c, want, "SETMETADATA INBOX (%s \"relayspec-%s\")", entry, run_token(r));
	expect_imap(c, "OK", "NOOP");
}

static void
play(struct run *r)
{
	set(r, "/private/messagenew", "NO");
}

static void
twin(struct run *r)
{
	set(r, "/private/devicetoken", "OK");
}

const struct test_case META_MESSAGENEW = {
	.text = "setting /private/messagenew is NO",
	.needs = NEED_IMAPS,
	.accounts = 1,
	.play = play,
	.twin = twin,
};
