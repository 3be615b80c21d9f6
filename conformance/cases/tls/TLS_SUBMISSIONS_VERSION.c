/* TLS_SUBMISSIONS_VERSION: port 465 speaks TLS 1.3 or newer only. RFC 8446, 4.1.2. The
 * offer is complete in all but its version: old ciphers and key sizes are allowed on
 * our side. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	expect_no_old_tls(r, PORT_SUBMISSIONS);
}

static void
twin(struct run *r)
{
	expect_new_tls(r, PORT_SUBMISSIONS);
}

const struct test_case TLS_SUBMISSIONS_VERSION = {
	.text = "port 465 refuses everything below TLS 1.3",
	.needs = NEED_SUBMISSIONS,
	.play = play,
	.twin = twin,
};
