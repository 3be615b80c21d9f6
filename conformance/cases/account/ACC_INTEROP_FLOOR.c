/* ACC_INTEROP_FLOOR: what the real client generates is accepted whatever limits an
 * operator sets: 9 lower-case alphanumerics and a password of 22 (chatmail/core
 * src/automatic_relay_management.rs). */
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
	create(
	    r, run_text(r, "%.9s@%s", run_token(r), run_domain(r)), "aB3xY7qZ12aB3xY7qZ12aB", "OK");
}

const struct test_case ACC_INTEROP_FLOOR = {
	.text = "what the real client generates is accepted",
	.needs = NEED_IMAPS,
	.play = play,
};
