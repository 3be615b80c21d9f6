/* META_UNKNOWN_PRIVATE: an entry that the relay does not keep cannot be set: NO, so that the
 * client knows (RFC 5464, 4.3). The twin sets a device token. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	expect_set_entry(r, "/private/relayspec-unknown", "NO");
}

static void
twin(struct run *r)
{
	expect_set_entry(r, "/private/devicetoken", "OK");
}

const struct test_case META_UNKNOWN_PRIVATE = {
	.text = "setting an unknown private entry is NO",
	.needs = NEED_IMAPS,
	.accounts = 1,
	.play = play,
	.twin = twin,
};
