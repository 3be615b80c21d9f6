/* MX_RELAY_TRICKS: the old ways to hide another domain in a recipient (RFC 5321, 3.6.1 and C).  What
 * leads elsewhere is refused.  What ends in the relay's domain, or has none, may be a name there;
 * then it is unknown, and nothing comes to the server it names: certain behind later bounces. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const char *v = peer_name(r, "victim"), *d = run_domain(r);
	const char *const led[] = { run_text(r, "@%s:bob@%s", d, v), run_text(r, "bob@%s@%s", d, v),
		run_text(r, "bob@%s.%s", v, d), "bob@[192.0.2.25]" };
	const char *const ours[] = { run_text(r, "bob%%%s@%s", v, d),
		run_text(r, "%s!bob@%s", v, d), run_text(r, "\"bob@%s\"@%s", v, d),
		run_text(r, "bob@%s@%s", v, d), run_text(r, "bob%%%s", v), run_text(r, "%s!bob", v),
		run_text(r, "\"bob@%s\"", v) };
	struct sink *home = sink_mx(r), *victim = sink_open(r, "victim", (struct sink_how){ 0 });
	struct smtpc *c = smtpc_ready(r, PORT_SMTP);

	for (size_t i = 0; i < COUNT_OF(led) + COUNT_OF(ours) && run_ok(r); i++) {
		bool leads = i < COUNT_OF(led);
		expect_offer(c, peer_sender(r), leads ? led[i] : ours[i - COUNT_OF(led)],
		    peer_mail(r, account(r, 0)->address), leads ? "5xx 4xx" : "5xx 4xx 250");
		smtpc_send(c, "RSET");
		need_reply(c, "250");
	}
	need_bounces(r, c, home);
	expect_no_caller(victim);
}

static void
twin(struct run *r)
{
	expect_mx_accepted(r, peer_mail(r, account(r, 0)->address));
}

const struct test_case MX_RELAY_TRICKS = {
	.text = "no way to write a recipient leads through the relay",
	.needs = NEED_PEER | NEED_SINK | NEED_MAIL,
	.accounts = 1,
	.mails = 14,
	.play = play,
	.twin = twin,
};
