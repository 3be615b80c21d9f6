/* host:port:expiry:password, as chatmail relays tell it.
 * Does not compute the password: whoever knows the secret does.
 * Sources: RFC 4648, 4; the time-limited credentials of TURN servers. */
#include "reference/core/turn.h"

/* Base64 of n octets with its padding. */
static void
put_base64(struct buf *b, const uint8_t *p, size_t n)
{
	static const uint8_t digits[] =
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

	for (size_t i = 0; i < n; i += 3) {
		uint32_t v = (uint32_t)p[i] << 16;
		if (i + 1 < n)
			v |= (uint32_t)p[i + 1] << 8;
		if (i + 2 < n)
			v |= p[i + 2];
		buf_put_octet(b, digits[v >> 18]);
		buf_put_octet(b, digits[v >> 12 & 63]);
		buf_put_octet(b, i + 1 < n ? digits[v >> 6 & 63] : '=');
		buf_put_octet(b, i + 2 < n ? digits[v & 63] : '=');
	}
}

/* META_TURN_FORM */
void
turn_put(struct buf *b, struct span host, uint16_t port, uint64_t expiry,
    const uint8_t mac[TURN_MAC_OCTETS])
{
	buf_put(b, host);
	buf_put_octet(b, ':');
	buf_put_u64(b, port);
	buf_put_octet(b, ':');
	buf_put_u64(b, expiry);
	buf_put_octet(b, ':');
	put_base64(b, mac, TURN_MAC_OCTETS);
}
