/* RT_TURN_ALLOCATE: the user name and password that METADATA tells allocate a relayed address over
 * UDP (RFC 8656, 7; RFC 8489, 9.2; chatmail/relay metadata.py and turn.service).  The answer must be
 * signed with the password, so that it comes from the server that is meant. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	expect_allocation(r, need_turn(r, account(r, 0)));
}

const struct test_case RT_TURN_ALLOCATE = {
	.text = "the credentials of METADATA allocate on the TURN server",
	.needs = NEED_IMAPS,
	.accounts = 1,
	.play = play,
};
