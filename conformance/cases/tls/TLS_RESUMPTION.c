/* TLS_RESUMPTION: a ticket resumes the session (RFC 8446, 2.2): reconnecting phones
 * save a certificate check. A relay that issues no ticket does not resume. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	static const enum port port[] = { PORT_SUBMISSIONS, PORT_IMAPS };

	for (size_t i = 0; i < COUNT_OF(port); i++) {
		struct tls_seen seen = tls_probe_resume(r, port[i]);
		need_true(r, seen.up, "a second connection");
		expect_true(r, seen.resumed, "a resumed session", "a full handshake%s",
		    seen.ticket ? "" : ", no ticket was issued");
	}
}

const struct test_case TLS_RESUMPTION = {
	.text = "sessions can be resumed on 993 and 465",
	.needs = NEED_MAIL,
	.play = play,
};
