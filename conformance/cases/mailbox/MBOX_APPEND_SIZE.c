/* MBOX_APPEND_SIZE: the limit of SMTP (RFC 1870) holds for APPEND: a message above it is
 * refused, before or after its octets are read, and nothing is stored. The twin is a message
 * of 1.4 MB. */
#include "conformance/case.h"

/* In armor it is 4/3 of this and more. */
static void
keep(struct run *r, size_t octets, const char *want)
{
	if (!run_ok(r))
		return;
	struct span packets = edit_join(r, pgp_esk(r), pgp_packet(r, 18, pgp_seipd1(r, octets)));
	struct span m = mail_packets(r, sender(r), sender(r), packets);
	struct imapc *c = imapc_login(r, account(r, 0)), *after = imapc_login(r, account(r, 0));
	const char *name = need_box(c, "large");
	bool kept = span_eq(span_str(want), SPAN("OK"));

	expect_append(c, want, name, "", m);
	expect_imap(after, "OK", "STATUS %s (MESSAGES)", name);
	expect_true(r, (imapc_number(after, "MESSAGES") == 1) == kept, "what the answer says",
	    "%lld messages", (long long)imapc_number(after, "MESSAGES"));
}

static void
play(struct run *r)
{
	uint64_t limit = smtpc_size_limit(smtpc_ready(r, PORT_SUBMISSIONS));

	need_true(r, limit > 0, "an advertised SIZE");
	if (run_ok(r) && limit > (uint64_t)limit_number(r, "message_octets") * 2)
		run_inconclusive(r, "budget", "a limit of %llu octets is too dear to exceed",
		    (unsigned long long)limit);
	keep(r, limit / 4 * 3, "NO BAD BYE");
}

static void
twin(struct run *r)
{
	keep(r, 1 << 20, "OK");
}

const struct test_case MBOX_APPEND_SIZE = {
	.text = "APPEND above the size limit is refused",
	.needs = NEED_MAIL,
	.accounts = 1,
	.alone = true,
	.seconds = 90,
	.play = play,
	.twin = twin,
};
