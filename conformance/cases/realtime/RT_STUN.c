/* RT_STUN: the server of the TURN entry answers a STUN Binding request without credentials (RFC 8489,
 * 2 and 14.2; chatmail/relay turn.service).  Silence to everything may be the auditor's own network
 * and is inconclusive; a server that answers TURN and not STUN fails.  The address is not compared:
 * there may be translation in between. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	expect_stun(r, need_turn(r, account(r, 0)));
}

const struct test_case RT_STUN = {
	.text = "the TURN server answers STUN without credentials",
	.needs = NEED_IMAPS,
	.accounts = 1,
	.play = play,
};
