/* SUB_SIZE_UNDECLARED: a message that is too large without saying so is refused after
 * DATA (RFC 1870, 6.3) and nothing of it is delivered. The twin is a message of 1.4
 * MB. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	uint64_t limit = smtpc_size_limit(smtpc_ready(r, PORT_SUBMISSIONS));

	need_true(r, limit > 0, "an advertised SIZE");
	if (run_ok(r) && limit > (uint64_t)limit_number(r, "message_octets") * 2)
		run_inconclusive(r, "budget", "a limit of %llu octets is too dear to exceed",
		    (unsigned long long)limit);
	/* Armor needs more than 4/3 of this, so the message is above the limit. */
	struct span packets =
	    edit_join(r, pgp_esk(r), pgp_packet(r, 18, pgp_seipd1(r, limit / 4 * 3)));
	expect_refused(r, mail_packets(r, sender(r), recipient(r), packets), "552 5xx");
}

static void
twin(struct run *r)
{
	struct span packets = edit_join(r, pgp_esk(r), pgp_packet(r, 18, pgp_seipd1(r, 1 << 20)));

	expect_accepted(r, mail_packets(r, sender(r), recipient(r), packets));
}

const struct test_case SUB_SIZE_UNDECLARED = {
	.text = "an undeclared message above the limit is refused",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 2,
	.alone = true,
	.seconds = 90,
	.play = play,
	.twin = twin,
};
