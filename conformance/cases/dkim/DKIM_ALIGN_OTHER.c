/* DKIM_ALIGN_OTHER: a valid signature of somebody else vouches for somebody else. Three
 * strangers: a sibling, one whose name ends like the author's, and one who is named in a
 * quoted local part. */
#include "conformance/case.h"

static struct span
from_by(struct run *r, const char *from, const char *domain)
{
	return dkimc_sign(r, mail_encrypted(r, from, account(r, 0)->address),
	    &(struct dkim_how){ .domain = domain });
}

static void
play(struct run *r)
{
	const char *bank = peer_address(r, "alice", "bank"), *thief = peer_name(r, "thief");
	const char *quoted = run_text(r, "\"alice@%s\"@%s", thief, peer_name(r, "bank"));
	const struct variant v[] = {
		{ "a sibling", from_by(r, bank, thief) },
		{ "the same ending", from_by(r, bank, peer_name(r, "notbank")) },
		{ "named in quotes", from_by(r, quoted, thief) },
	};

	expect_each_mx_refused(r, v, COUNT_OF(v), "5xx");
}

static void
twin(struct run *r)
{
	expect_mx_accepted(r, from_by(r, peer_address(r, "alice", "bank"), peer_name(r, "bank")));
}

const struct test_case DKIM_ALIGN_OTHER = {
	.text = "a signature of another domain does not count",
	.needs = NEED_MAIL | NEED_PEER,
	.accounts = 1,
	.mails = 4,
	.play = play,
	.twin = twin,
};
