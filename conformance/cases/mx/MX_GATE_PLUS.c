/* MX_GATE_PLUS: the gate is no other for an address with a tag (decision Q-81): a deployed filter
 * looks its rule up under the address as written and delivers without the tag. */
#include "conformance/case.h"

static const char *
tagged(struct run *r)
{
	struct span a = span_str(account(r, 0)->address);
	size_t at = span_find(a, 0, '@');

	return run_text(r, "%.*s+tag%s", (int)at, (const char *)a.p, (const char *)a.p + at);
}

static void
play(struct run *r)
{
	struct span m = mail_cleartext(r, peer_sender(r), tagged(r));

	expect_mx_refused_from(r, peer_sender(r), tagged(r), dkimc_sign(r, m, NULL), "523 5xx");
}

static void
twin(struct run *r)
{
	expect_mx_accepted_from(r, peer_sender(r), tagged(r), peer_mail(r, tagged(r)));
}

const struct test_case MX_GATE_PLUS = {
	.text = "cleartext to an address with a tag is refused",
	.needs = NEED_PEER | NEED_MAIL,
	.accounts = 1,
	.mails = 2,
	.play = play,
	.twin = twin,
};
