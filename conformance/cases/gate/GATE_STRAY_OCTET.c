/* GATE_STRAY_OCTET: octets behind the last packet are nobody's. */
#include "conformance/case.h"

static struct span
with(struct run *r, struct span packets)
{
	return mail_packets(r, sender(r), recipient(r), packets);
}

static void
play(struct run *r)
{
	const struct variant v[] = {
		{ "NUL", with(r, edit_join(r, pgp_packets(r), SPAN("\0"))) },
		{ "letter", with(r, edit_join(r, pgp_packets(r), SPAN("x"))) },
	};

	expect_each_refused(r, v, COUNT_OF(v), "523 5xx");
}

static void
twin(struct run *r)
{
	expect_accepted(r, with(r, pgp_packets(r)));
}

const struct test_case GATE_STRAY_OCTET = {
	.text = "an octet behind SEIPD is refused",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 3,
	.play = play,
	.twin = twin,
};
