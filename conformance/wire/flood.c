/* Limits of a submission session: the size that it advertises, and how many
 * messages it takes back to back. */
#include "conformance/wire/smtpc.h"

uint64_t
smtpc_size_limit(const struct smtpc *c)
{
	struct span all = smtpc_reply(c);
	size_t at = span_search_nocase(all, SPAN("250-SIZE "));
	uint64_t n = 0;

	if (at == all.n)
		at = span_search_nocase(all, SPAN("250 SIZE "));
	for (at += 9; at < all.n && all.p[at] >= '0' && all.p[at] <= '9'; at++)
		n = n * 10 + (uint64_t)(all.p[at] - '0');
	return n;
}

unsigned
smtpc_flood(struct smtpc *c, const char *from, unsigned most)
{
	unsigned n;

	for (n = 0; n < most && run_ok(c->run); n++) {
		expect_offer(c, from, from, mail_encrypted(c->run, from, from), "250 4xx");
		if (smtpc_code(c) != 250)
			break;
	}
	return n;
}
