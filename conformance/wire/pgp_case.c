/* The OpenPGP calls of case.h: the run's ciphertext, in pieces and put together
 * again. */
#include "conformance/engine/run.h"
#include "conformance/wire/b64c.h"
#include "conformance/wire/pgpc.h"

#include <string.h>

static bool
have(struct run *r)
{
	bool there = r->plan->pgp != NULL && r->plan->pgp->packets.n > 0;

	if (!there)
		run_decide(r, OUTCOME_INCONCLUSIVE, "setup", "making mail",
		    "ciphertext made by GnuPG", SPAN("this run has none"));
	return there;
}

struct span
pgp_armor(struct run *r)
{
	return have(r) ? r->plan->pgp->armor : (struct span){ NULL, 0 };
}

struct span
pgp_packets(struct run *r)
{
	return have(r) ? r->plan->pgp->packets : (struct span){ NULL, 0 };
}

static bool
find(struct run *r, unsigned tag, struct pgpc_packet *p)
{
	size_t at = 0;

	while (have(r) && pgpc_next(r->plan->pgp->packets, &at, p))
		if (p->tag == tag)
			return true;
	run_internal(r, "the OpenPGP material holds no packet of tag %u", tag);
	*p = (struct pgpc_packet){ .tag = tag };
	return false;
}

struct span
pgp_esk(struct run *r)
{
	struct pgpc_packet p;

	find(r, PGPC_PKESK, &p);
	return p.whole;
}

struct span
pgp_seipd(struct run *r)
{
	struct pgpc_packet p;

	find(r, PGPC_SEIPD, &p);
	return p.whole;
}

struct span
pgp_seipd_body(struct run *r)
{
	struct pgpc_packet p;

	if (!find(r, PGPC_SEIPD, &p))
		return p.body;
	uint8_t *octets = run_take(r, p.body_n);
	return SPAN_OF(octets, pgpc_body(&p, octets, p.body_n));
}

struct span
pgp_packet(struct run *r, unsigned tag, struct span body)
{
	uint8_t *p = run_take(r, body.n + 6);
	size_t n = 0;

	p[n++] = (uint8_t)(0xc0 | (tag & 63));
	if (body.n < 192) {
		p[n++] = (uint8_t)body.n;
	} else if (body.n < 8384) {
		p[n++] = (uint8_t)(((body.n - 192) >> 8) + 192);
		p[n++] = (uint8_t)(body.n - 192);
	} else {
		p[n++] = 255;
		for (unsigned shift = 32; shift > 0; shift -= 8)
			p[n++] = (uint8_t)(body.n >> (shift - 8));
	}
	if (body.n > 0)
		memcpy(p + n, body.p, body.n);
	return SPAN_OF(p, n + body.n);
}

struct span
pgp_packet_old(struct run *r, unsigned tag, struct span body)
{
	uint8_t *p = run_take(r, body.n + 5);
	unsigned type = body.n < 256 ? 0 : body.n < 65536 ? 1 : 2;
	size_t n = 0;

	p[n++] = (uint8_t)(0x80 | (tag & 15) << 2 | type);
	for (unsigned shift = 8U << type; shift > 0; shift -= 8)
		p[n++] = (uint8_t)(body.n >> (shift - 8));
	if (body.n > 0)
		memcpy(p + n, body.p, body.n);
	return SPAN_OF(p, n + body.n);
}

struct span
pgp_armored(struct run *r, struct span packets, bool crc)
{
	struct span armor = pgpc_armor(&r->arena, packets, crc);

	if (armor.p == NULL)
		run_internal(r, "no memory for armor of %zu octets", packets.n);
	return armor;
}

struct span
base64_of(struct run *r, struct span octets)
{
	struct span text = b64c_encode(&r->arena, octets);

	if (text.p == NULL)
		run_internal(r, "no memory for base64 of %zu octets", octets.n);
	return text;
}
