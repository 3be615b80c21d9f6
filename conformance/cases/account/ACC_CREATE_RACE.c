/* ACC_CREATE_RACE: first logins that race with different passwords leave exactly one
 * password that works (chatmail/relay doveauth.py, test_doveauth.py), and who was let in
 * has it. All commands of a round are sent before any answer is read. */
#include "conformance/case.h"

enum { RACERS = 8 };

static void
race(struct run *r, bool in[RACERS])
{
	const char *address = fresh_account(r, 0)->address;
	struct imapc *c[RACERS];

	for (unsigned i = 0; i < RACERS; i++)
		c[i] = imapc_connect(r, PORT_IMAPS);
	for (unsigned i = 0; i < RACERS; i++)
		imapc_start(c[i], "LOGIN \"%s\" \"password-%u\"", address, i);
	for (unsigned i = 0; i < RACERS; i++) {
		expect_imap_tagged(c[i], "OK NO");
		in[i] = span_search(imapc_tagged(c[i]), SPAN(" OK")) < imapc_tagged(c[i]).n;
	}
}

static void
play(struct run *r)
{
	bool first[RACERS], again[RACERS];
	unsigned works = 0;

	race(r, first);
	race(r, again);
	for (unsigned i = 0; i < RACERS; i++) {
		works += again[i];
		expect_true(r, again[i] || !first[i], "a password that was accepted works again",
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
