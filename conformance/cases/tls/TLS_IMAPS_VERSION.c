/* TLS_IMAPS_VERSION: port 993 speaks TLS 1.3 or newer only.  RFC 8446, 4.1.2;
 * chatmail relays set ssl_min_protocol.  The offer is complete in all but its
 * version: old ciphers and key sizes are allowed on our side. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	expect_no_old_tls(r, PORT_IMAPS);
}

static void
twin(struct run *r)
{
	expect_new_tls(r, PORT_IMAPS);
}

const struct test_case TLS_IMAPS_VERSION = {
	.text = "port 993 refuses everything below TLS 1.3",
	.needs = NEED_IMAPS,
	.play = play,
	.twin = twin,
};
