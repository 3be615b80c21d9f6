/* Where a connection comes from, chosen so that it can be told from all others:
 * all of 127.0.0.0/8 is this machine. */
#include "conformance/engine/run.h"
#include "conformance/engine/target.h"

const char *
need_own_address(struct run *r)
{
	uint64_t x = run_random(r);

	if (!r->plan->target->loopback) {
		run_inconclusive(
		    r, "vantage", "the relay is elsewhere, so what it sees of us is unknown");
		return "0.0.0.0";
	}
	/* Three digits each: no other number ends or begins so by chance. */
	r->from = run_text(r, "127.%u.%u.%u", 200 + (unsigned)(x % 50),
	    100 + (unsigned)(x / 50 % 150), 100 + (unsigned)(x / 7500 % 150));
	return r->from;
}
