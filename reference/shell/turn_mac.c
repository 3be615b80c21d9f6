/* The one computation of ours that knows the secret of the TURN server, which computes the same
 * (RT_TURN_ALLOCATE). */
#include "reference/shell/turn_mac.h"

#include <limits.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

int
turn_mac(struct span secret, uint64_t expiry, uint8_t mac[TURN_MAC_OCTETS])
{
	uint8_t digits[24];
	unsigned n = 0;
	struct buf b;

	if (secret.n > INT_MAX)
		return -1;
	buf_init(&b, digits, sizeof(digits));
	buf_put_u64(&b, expiry);
	if (HMAC(EVP_sha1(), secret.p, (int)secret.n, b.p, b.n, mac, &n) == NULL)
		return -1;
	return n == TURN_MAC_OCTETS ? 0 : -1;
}
