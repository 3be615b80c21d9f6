/* ACC_CREATE_RACE: first logins that race with different passwords leave exactly one
 * password that works (chatmail/relay doveauth.py, test_doveauth.py), and who was let in
 * has it. All commands are sent before any answer is read. */
#include "conformance/case.h"

enum { RACERS = 8 };

static bool
let_in(struct imapc *c)
{
	expect_imap_tagged(c, "OK NO");
	return span_search(imapc_tagged(c), SPAN(" OK")) < imapc_tagged(c).n;
}

static void
play(struct run *r)
{
	const char *address = fresh_account(r, 0)->address;
	struct imapc *c[RACERS];
	unsigned works = 0;
	bool in[RACERS];

	for (unsigned i = 0; i < RACERS; i++)
		c[i] = imapc_connect(r, PORT_IMAPS);
	for (unsigned i = 0; i < RACERS; i++)
		imapc_start(c[i], "LOGIN \"%s\" \"password-%u\"", address, i);
	for (unsigned i = 0; i < RACERS; i++)
		in[i] = let_in(c[i]);
	for (unsigned i = 0; i < RACERS; i++) {
		struct imapc *again = imapc_connect(r, PORT_IMAPS);
		imapc_start(again, "LOGIN \"%s\" \"password-%u\"", address, i);
		bool still = let_in(again);
		works += still;
		expect_true(r, still || !in[i], "a password that was accepted works again",
		    "number %u does not", i);
	}
	expect_true(r, works == 1, "exactly one password works", "%u of them work", works);
}

const struct test_case ACC_CREATE_RACE = {
	.text = "racing first logins leave one valid password",
	.needs = NEED_IMAPS,
	.fresh = 1,
	.making = true,
	.seconds = 60,
	.play = play,
};
