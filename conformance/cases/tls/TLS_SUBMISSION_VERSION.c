/* TLS_SUBMISSION_VERSION: port 587 after STARTTLS speaks TLS 1.3 or newer only. RFC
 * 8446, 4.1.2. The offer is complete in all but its version: old ciphers and key sizes
 * are allowed on our side. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	expect_no_old_tls(r, PORT_SUBMISSION);
}

static void
twin(struct run *r)
{
	expect_new_tls(r, PORT_SUBMISSION);
}

const struct test_case TLS_SUBMISSION_VERSION = {
	.text = "port 587 after STARTTLS refuses everything below TLS 1.3",
	.needs = NEED_SUBMISSION,
	.play = play,
	.twin = twin,
};
