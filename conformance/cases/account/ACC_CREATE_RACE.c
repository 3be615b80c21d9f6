/* ACC_CREATE_RACE: first logins that race with different passwords leave exactly one
 * password that works (chatmail/relay doveauth.py, test_doveauth.py). All commands are
 * sent before any answer is read. */
#include "conformance/case.h"

enum { RACERS = 8 };

static void
play(struct run *r)
{
	const char *address = fresh_account(r, 0)->address;
	struct imapc *c[RACERS];
	unsigned works = 0;

	for (unsigned i = 0; i < RACERS; i++)
		c[i] = imapc_connect(r, PORT_IMAPS);
	for (unsigned i = 0; i < RACERS; i++)
		imapc_start(c[i], "LOGIN \"%s\" \"password-%u\"", address, i);
	for (unsigned i = 0; i < RACERS; i++)
		expect_imap_tagged(c[i], "OK NO");
	for (unsigned i = 0; i < RACERS; i++) {
		struct imapc *again = imapc_connect(r, PORT_IMAPS);
		expect_imap(again, "OK NO", "LOGIN \"%s\" \"password-%u\"", address, i);
		struct span answer = imapc_tagged(again);
		works += span_search(answer, SPAN(" OK")) < answer.n;
	}
	expect_true(r, works == 1, "exactly one password works", "%u of them work", works);
}

const struct test_case ACC_CREATE_RACE = {
	.text = "racing first logins leave one valid password",
	.needs = NEED_IMAPS,
	.fresh = 1,
	.seconds = 60,
	.play = play,
};
