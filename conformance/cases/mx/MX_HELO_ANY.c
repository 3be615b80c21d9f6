/* MX_HELO_ANY: a name in EHLO that does not check out is no reason to refuse (RFC 5321, 4.1.4; chatmail
 * promises to look at no reputation): a whole message behind each. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const char *const name[] = { "no-such-host.invalid", "localhost", "[192.0.2.1]",
		"[IPv6:2001:db8::1]", run_domain(r) };
	const char *to = account(r, 0)->address;
	struct smtpc *c = smtpc_ready(r, PORT_SMTP);

	for (size_t i = 0; i < COUNT_OF(name); i++) {
		smtpc_send(c, "EHLO %s", name[i]);
		expect_reply(c, "250");
		expect_offer(c, peer_sender(r), to, peer_mail(r, to), "250");
	}
}

const struct test_case MX_HELO_ANY = {
	.text = "any name in EHLO will do",
	.needs = NEED_PEER,
	.accounts = 1,
	.mails = 5,
	.play = play,
};
