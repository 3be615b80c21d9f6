/* RT_UPGRADE: GET /relay with an upgrade to websocket gets 101, and from then on octets go both ways
 * (chatmail/relay nginx.conf.j2, relay#434, #451, #650; RFC 6455, 4.1 and 5.5.2).  A ping frame is
 * sent, which whoever speaks websocket answers; any octets behind the 101 will do, because what a
 * realtime relay says to a stranger is its own affair. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	/* FIN, ping; masked, 4 octets; the mask; "ping" under it */
	static const uint8_t ping[] = { 0x89, 0x84, 1, 2, 3, 4, 'p' ^ 1, 'i' ^ 2, 'n' ^ 3,
		'g' ^ 4 };
	const char *fields = "Connection: Upgrade\r\nUpgrade: websocket\r\n"
			     "Sec-WebSocket-Version: 13\r\n"
			     "Sec-WebSocket-Key: cmVsYXlzcGVjIGp1ZGdlIQ==\r\n"
			     "Sec-WebSocket-Protocol: iroh-relay-v1\r\n";

	need_iroh(r, account(r, 0));
	struct httpc *c = iroh_ask(r, "/relay", fields);
	expect_status(c, "101");
	expect_true(r, httpc_field_has(c, "Upgrade", "websocket"), "Upgrade: websocket",
	    "the field is missing or another");
	expect_pipe(c, SPAN_OF(ping, sizeof(ping)));
}

const struct test_case RT_UPGRADE = {
	.text = "/relay switches protocols and octets go both ways",
	.needs = NEED_IMAPS | NEED_HTTPS,
	.accounts = 1,
	.play = play,
};
