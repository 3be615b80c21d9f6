/* RET_ADDRESS_REUSE: the address of an account that ended is not given to others for as long
 * again (decision Q-19): another password is refused like a wrong one, by IMAP and SMTP.  People
 * still write to it.  The twin comes back with the right one.  Deployed relays give it to whoever
 * asks first, so profile strict. */
#include "conformance/case.h"

static void
come_back(struct run *r, const char *password, const char *imap, const char *smtp)
{
	const struct account *a = fresh_account(r, 0);

	need_abandoned(r, a);
	expect_login(r, a->address, password, imap);
	expect_auth(r, a->address, password, smtp);
	expect_login(r, a->address, password, imap);
}

static void
play(struct run *r)
{
	come_back(r, "somebody-else", "NO", "535 5xx");
}

static void
twin(struct run *r)
{
	come_back(r, fresh_account(r, 0)->password, "OK", "235");
}

const struct test_case RET_ADDRESS_REUSE = {
	.text = "the address of an account that ended is not given to others",
	.needs = NEED_MAIL | NEED_CLOCK,
	.accounts = 1,
	.fresh = 1,
	.mails = 1,
	.play = play,
	.twin = twin,
};
