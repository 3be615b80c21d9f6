/* The gate, by two readers that have never met: the relay's and the judge's.
 * The same octets go to both; whoever reads the law differently is wrong, or the
 * law is.
 *
 * The first octet chooses what the rest is: OpenPGP packets, an armor in a right
 * message, or a whole message.  The gate's own promise is one-sided: what the
 * relay accepts, the judge must accept too (GATE_CLEARTEXT). */
#include "base/arena.h"
#include "conformance/wire/mailc.h"
#include "conformance/wire/pgpc.h"
#include "fuzz/oracle.h"
#include "reference/core/gate.h"
#include "reference/core/openpgp.h"

#include <stdbool.h>
#include <string.h>

enum { MOST = 16384 };

static const char HEAD[] =
    "From: <a@b>\r\nContent-Type: multipart/encrypted; boundary=\"B\"\r\n\r\n"
    "--B\r\nContent-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n\r\n"
    "--B\r\nContent-Type: application/octet-stream\r\n\r\n";
static const char TAIL[] = "\r\n--B--\r\n";

/* A Secure-Join request passes in clear; the judge's reader does not cover those. */
static bool
is_join(struct span m)
{
	return span_search_nocase(m, SPAN("secure-join")) < m.n;
}

static void
check_message(struct span m)
{
	static uint8_t scratch[MOST + sizeof(HEAD) + sizeof(TAIL)];
	bool relay = gate_check(m.p, m.n, scratch) == GATE_PASS;
	bool judge = mailc_is_encrypted(m);

	if (is_join(m))
		return;
	ORACLE(GATE_CLEARTEXT, !relay || judge);
	ORACLE(GATE_TOP_TYPE, relay || !judge);
}

static void
check_armor(struct span armor)
{
	static uint8_t m[MOST + sizeof(HEAD) + sizeof(TAIL)];
	size_t n = sizeof(HEAD) - 1;

	memcpy(m, HEAD, n);
	memcpy(m + n, armor.p, armor.n);
	n += armor.n;
	memcpy(m + n, TAIL, sizeof(TAIL) - 1);
	check_message(SPAN_OF(m, n + sizeof(TAIL) - 1));
}

/* Right armor around packets that both readers agree to accept must pass as well. */
static void
check_packets(struct span packets)
{
	bool relay = openpgp_is_encrypted(packets.p, packets.n);
	struct arena a;

	ORACLE(GATE_TRAILING_PACKET, relay == pgpc_is_encrypted(packets.p, packets.n));
	if (!relay || packets.n > MOST / 2)
		return;
	arena_init(&a, 8 * MOST);
	check_armor(pgpc_armor(&a, packets, packets.n % 2 == 0));
	arena_free(&a);
}

int
LLVMFuzzerTestOneInput(const uint8_t *in, size_t n)
{
	if (n < 1 || n > MOST)
		return 0;
	struct span rest = SPAN_OF(in + 1, n - 1);
	switch (in[0] % 3) {
	case 0: check_packets(rest); break;
	case 1: check_armor(rest); break;
	case 2: check_message(rest); break;
	}
	return 0;
}
