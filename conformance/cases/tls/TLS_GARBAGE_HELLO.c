/* TLS_GARBAGE_HELLO: garbage instead of a ClientHello gets an alert or a close, never
 * an answer in clear, and harms nobody else: the next connection works. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	static const enum port port[] = { PORT_SUBMISSIONS, PORT_IMAPS };

	for (size_t i = 0; i < COUNT_OF(port); i++) {
		bool closed;
		struct span came =
		    clear_probe(r, port[i], SPAN("GET / HTTP/1.1\r\nHost: x\r\n\r\n"), &closed);
		/* 0x15 is an alert record. */
		expect_true(r, came.n == 0 || came.p[0] == 0x15, "an alert or nothing",
		    "%zu octets that are no alert", came.n);
		expect_true(r, closed || came.n > 0, "an alert or a close", "silence");
		struct tls_seen next = tls_probe(r, port[i], (struct tls_offer){ 0 });
		expect_true(r, next.up, "the next connection works", "it does not");
	}
}

static void
twin(struct run *r)
{
	expect_imap(imapc_connect(r, PORT_IMAPS), "OK", "NOOP");
}

const struct test_case TLS_GARBAGE_HELLO = {
	.text = "garbage instead of a ClientHello is not answered in clear",
	.needs = NEED_MAIL,
	.play = play,
	.twin = twin,
};
