/* ACC_SHORT_PASSWORD: a password of 8 octets makes no account, one of 9 does
 * (chatmail/relay config.py). */
#include "conformance/case.h"

/* An address of this attempt only. */
static void
create(struct run *r, const char *name, const char *password, const char *want)
{
	struct imapc *c = imapc_connect(r, PORT_IMAPS);

	expect_imap(c, want, "LOGIN \"%s\" \"%s\"", name, password);
}

static void
play(struct run *r)
{
	create(r, run_text(r, "%.9s@%s", run_token(r), run_domain(r)), "aB3xY7_q", "NO");
}

static void
twin(struct run *r)
{
	create(r, run_text(r, "%.9s@%s", run_token(r), run_domain(r)), "aB3xY7_qZ", "OK");
}

const struct test_case ACC_SHORT_PASSWORD = {
	.text = "a password of 8 octets creates no account",
	.needs = NEED_IMAPS,
	.play = play,
	.twin = twin,
};
