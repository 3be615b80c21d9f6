/* ACC_INTEROP_FLOOR: what the real client generates is accepted whatever limits an
 * operator sets: 9 lower-case alphanumerics and a password of 22 (chatmail/core
 * src/automatic_relay_management.rs). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	expect_login(
	    r, run_text(r, "%.9s@%s", run_token(r), run_domain(r)), "aB3xY7qZ12aB3xY7qZ12aB", "OK");
}

const struct test_case ACC_INTEROP_FLOOR = {
	.text = "what the real client generates is accepted",
	.needs = NEED_IMAPS,
	.play = play,
};
