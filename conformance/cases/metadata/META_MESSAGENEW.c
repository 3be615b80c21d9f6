/* META_MESSAGENEW: the trigger of the deployed relays for wake-ups is not the client's to pull
 * (decision Q-10): NO. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	expect_set_entry(r, "/private/messagenew", "NO");
}

static void
twin(struct run *r)
{
	expect_set_entry(r, "/private/devicetoken", "OK");
}

const struct test_case META_MESSAGENEW = {
	.text = "setting /private/messagenew is NO",
	.needs = NEED_IMAPS,
	.accounts = 1,
	.play = play,
	.twin = twin,
};
