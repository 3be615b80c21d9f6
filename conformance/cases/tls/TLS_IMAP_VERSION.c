/* TLS_IMAP_VERSION: port 143 after STARTTLS speaks TLS 1.3 or newer only. RFC 8446,
 * 4.1.2. The offer is complete in all but its version: old ciphers and key sizes are
 * allowed on our side. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	expect_no_old_tls(r, PORT_IMAP);
}

static void
twin(struct run *r)
{
	expect_new_tls(r, PORT_IMAP);
}

const struct test_case TLS_IMAP_VERSION = {
	.text = "port 143 after STARTTLS refuses everything below TLS 1.3",
	.needs = NEED_IMAP,
	.play = play,
	.twin = twin,
};
